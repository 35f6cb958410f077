"""From a path or bytes to bytes, within the limit, and what kind of content they are."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from extractor.document import Limits
from extractor.errors import EmptyInput, InputNotFound, LimitExceeded, UnsupportedInput

READ_HERE = "PDF, PNG, JPEG, WebP, BMP, GIF, TIFF and e-invoice XML are read"


def read_source(source: Path | bytes, name: str, limits: Limits) -> bytes:
    """The bytes of a file, its size checked before it is read.

    Raises InputNotFound, UnsupportedInput (a folder or device), EmptyInput or LimitExceeded.
    """
    if isinstance(source, bytes):
        content = source
        _check_size(len(content), name, limits)
    else:
        try:
            status = source.stat()
            if stat.S_ISDIR(status.st_mode):
                raise UnsupportedInput(f"{name} is a folder", hint="name the files in it")
            if not stat.S_ISREG(status.st_mode) and not stat.S_ISFIFO(status.st_mode):
                raise UnsupportedInput(f"{name} is not a file", hint="name a file")
            _check_size(status.st_size, name, limits)
            with source.open("rb") as file:
                content = file.read(status.st_size + 1)
                if len(content) > status.st_size:  # a pipe has no size, and a file may grow while it is read
                    content += file.read(limits.bytes + 1 - len(content))
            _check_size(len(content), name, limits)
        except FileNotFoundError as cause:
            raise InputNotFound(f"{name} does not exist", hint="check the path") from cause
        except PermissionError as cause:
            raise InputNotFound(f"{name} may not be read", hint="check the file's permissions") from cause
        except (OSError, ValueError) as cause:
            reason = os.strerror(cause.errno) if isinstance(cause, OSError) and cause.errno else "not a path"
            raise InputNotFound(f"{name} cannot be read: {reason}", hint="check the path") from cause
    if not content:
        raise EmptyInput(f"{name} is empty", hint="fetch the file again")
    return content


def _check_size(size: int, name: str, limits: Limits) -> None:
    if size > limits.bytes:
        raise LimitExceeded(
            f"{name} has more bytes than allowed: {size if size > limits.bytes + 1 else 'over ' + str(limits.bytes)} > {limits.bytes}",
            hint="raise the limit on bytes",
        )


def kind_of(content: bytes) -> str:
    """pdf, xml, heif or image by the first bytes; anything else is named as what it seems to be (text, archive, html, unknown)."""
    head = content[:1024]
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "image"
    if head.startswith(b"BM") and len(head) > 26 and head[14:15] in (b"\x0c", b"\x28", b"\x34", b"\x38", b"\x40", b"\x6c", b"\x7c"):
        return "image"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"):
        return "heif"
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        return "archive"
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    elif b"\0" in head:
        return "unknown"
    else:
        text = head.decode("utf-8", "replace")
    start = text.lstrip("\ufeff \t\r\n")
    if start[:14].lower().startswith(("<!doctype html", "<html")):
        return "html"
    if start.startswith("<"):
        return "xml"
    odd = sum(1 for character in text if (character < " " and character not in "\t\r\n\f\v\x1b") or character == "\ufffd")
    return "text" if odd <= 0.1 * len(text) else "unknown"


def refuse(kind: str, name: str) -> UnsupportedInput:
    """The error for content that is none of ours."""
    said = {
        "text": "is plain text",
        "html": "is a web page",
        "archive": "is an archive or an office document",
    }.get(kind, "is no kind of file that is read here")
    believed = Path(name).suffix.lower()
    if believed in (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif") and kind in ("text", "html", "archive"):
        said += f", whatever its name ({believed}) says"
    return UnsupportedInput(f"{name} {said}", hint=f"{READ_HERE}; print other documents to PDF")
