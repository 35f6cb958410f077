"""Files that appear whole or not at all: written beside their place, flushed to disk, then renamed into it."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from typing import IO, BinaryIO, TextIO, cast

from extractor.errors import OutputError


@contextlib.contextmanager
def whole_file(target: str) -> Iterator[BinaryIO]:
    """A binary file that takes its name when the block ends well, and leaves no trace when it does not.

    A device or pipe is written straight to. Raises OutputError when the disk fails before or after the block; in the
    block, write under `translated`.
    """
    with translated(target):
        place = os.path.realpath(target)
        if os.path.isdir(place):
            raise IsADirectoryError(errno.EISDIR, "is a folder", target)
        special = os.path.exists(place) and not stat.S_ISREG(os.stat(place).st_mode)
        folder, name = os.path.split(place)
        if special:
            descriptor, temporary = os.open(place, os.O_WRONLY), None
        else:
            descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name[:100]}.", suffix=".part")
        file = os.fdopen(descriptor, "wb")
    try:
        yield file
        with translated(target):
            file.flush()
            if temporary is not None:
                os.fsync(file.fileno())
            file.close()
            if temporary is not None:
                os.chmod(temporary, _mode(place))
                os.replace(temporary, place)
                _sync_folder(folder)
    except BaseException:
        with contextlib.suppress(OSError):
            file.close()  # what is buffered may still not fit on the disk
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise


@contextlib.contextmanager
def whole_text(target: str, *, encoding: str = "utf-8", newline: str = "") -> Iterator[TextIO]:
    """The same for text; the target "-" is standard output."""
    if target == "-":
        yield standard_output()
        with translated(target):
            sys.stdout.flush()
        return
    with whole_file(target) as file:
        text = io.TextIOWrapper(cast(IO[bytes], file), encoding=encoding, newline=newline, errors="replace")
        yield text
        with translated(target):
            text.flush()


@contextlib.contextmanager
def translated(target: str) -> Iterator[None]:
    """Turn a failure of the disk into an OutputError that says what can be done about it."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader went away (| head): not a failure to report
    except OSError as error:
        reason = error.strerror or str(error)
        where = "standard output" if target == "-" else target
        raise OutputError(f"{where}: cannot be written: {reason}", hint=_HINTS.get(error.errno or 0, "")) from error


_HINTS = {
    errno.ENOSPC: "free some space, or write to another disk",
    errno.EDQUOT: "your quota is used up: free some space, or write to another disk",
    errno.EACCES: "choose a place that you may write to",
    errno.EROFS: "choose a place that can be written to",
    errno.ENOENT: "make the folder first",
    errno.EISDIR: "name a file in it",
}


def standard_output() -> TextIO:
    """Standard output in UTF-8, whatever the locale: other programs read it."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    return sys.stdout


def _mode(place: str) -> int:
    """The permissions of the file that is replaced, or those a new file would get."""
    try:
        return stat.S_IMODE(os.stat(place).st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: str) -> None:
    with contextlib.suppress(OSError):  # not every file system can
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
