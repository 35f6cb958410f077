"""What is to be read: files, folders and patterns to documents, each under a name of its own."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from extractor.errors import EmptyInput, ExtractorError, InputNotFound
from extractor.quick import dataclass

STDIN = "-"
# Files of a folder that are taken by name; any other is taken when its content is a PDF or a picture.
SUFFIXES = frozenset(
    (".pdf", ".png", ".jpg", ".jpeg", ".jfif", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".heic", ".heif", ".avif", ".xml")
)
HEAD = 1024  # bytes of a file that tell its kind


@dataclass(frozen=True, slots=True)
class Input:
    """One document to read: a path, or the bytes of standard input; or the reason why there is none.

    `name` is what the result calls it; `label` is unique in its batch and fit for a file's name.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None
    problem: ExtractorError | None = None
    label: str = ""

    @property
    def source(self) -> Path | bytes:
        """What `extract` takes. Raises the problem where there is one."""
        if self.problem is not None:
            raise self.problem
        return self.path if self.path is not None else self.content or b""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The documents in the order in which they are read, and how many files of folders were passed over."""

    inputs: tuple[Input, ...]
    skipped: int = 0


def gather(arguments: Sequence[str], *, stdin: BinaryIO | None = None, max_bytes: int = 100_000_000, but: Path | None = None) -> Gathered:
    """Files, folders (with all below them), globs and `-` to documents; folders and globs sorted by path. What lies in the folder
    `but`, where the program itself puts pictures of pages, is passed over in the folders and globs around it.

    A file named twice is read once. An argument that leads to no document becomes an input with a problem, so that it
    is reported like any other document that cannot be read.
    """
    found: dict[str, Input] = {}
    skipped = 0
    for argument in arguments:
        if argument == STDIN:
            content = (stdin or sys.stdin.buffer).read(max_bytes + 1)  # one more, so that the limit is seen to be passed
            found.setdefault(STDIN, Input(STDIN, content=content))
            continue
        paths, passed, problems = _expand(argument)
        skipped += passed
        if but is not None and not _lies_in(Path(argument), but):
            ours = [path for path in paths if _lies_in(path, but)]
            skipped += len(ours)
            paths = [path for path in paths if path not in ours]
        for path in paths:
            found.setdefault(os.path.realpath(path), Input(_name(path), path))
        for place, problem in problems.items():
            found.setdefault(place, Input(_name(place), problem=problem))
    return Gathered(_labelled(found.values()), skipped)


def _lies_in(path: Path, folder: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _expand(argument: str) -> tuple[list[Path], int, dict[str, ExtractorError]]:
    """An argument's files, how many other files its folders hold, and what is wrong with which place."""
    path = Path(argument)
    if not argument:  # as an empty variable of a shell leaves it; as a path it would be the folder one stands in
        return [], 0, {argument: InputNotFound("'' names no file", hint="name a file or folder; . is the folder you stand in")}
    if path.is_dir():
        found, passed, problems = _in_folder(path)
        if not found and not problems:
            problems[argument] = EmptyInput(f"{argument}: no document is in this folder", hint="PDF, pictures and e-invoice XML are read")
        return found, passed, problems
    if glob.has_magic(argument) and not path.exists():
        files = [match for match in map(Path, sorted(glob.glob(argument, recursive=True))) if not match.is_dir()]
        return files, 0, {} if files else {argument: InputNotFound(f"{argument}: no file matches", hint="check the pattern")}
    return [path], 0, {}  # whether it is there and may be read shows when it is loaded


def _in_folder(folder: Path) -> tuple[list[Path], int, dict[str, ExtractorError]]:
    """Documents of a folder and of all below it, by path; hidden files and folders are left alone."""
    documents: list[Path] = []
    problems: dict[str, ExtractorError] = {}
    passed = 0

    def note(error: OSError) -> None:
        place = str(error.filename)
        problems[place] = InputNotFound(f"{place}: the folder may not be read: {error.strerror}", hint="check its permissions")

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if name.startswith("."):
                continue
            path = Path(place, name)
            if path.suffix.lower() in SUFFIXES or _looks_like_a_document(path):
                documents.append(path)
            else:
                passed += 1
    return sorted(documents), passed, problems


def _looks_like_a_document(path: Path) -> bool:
    from extractor.load.source import kind_of

    try:
        with path.open("rb") as file:
            return path.is_file() and kind_of(file.read(HEAD)) in ("pdf", "image", "heif")
    except OSError:
        return False


def _name(path: str | Path) -> str:
    """A path as text that can be written as UTF-8, whatever bytes the file's name holds."""
    return os.fsencode(path).decode("utf-8", "replace")


def _labelled(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """Give every input a name for files about it: its own name, with the folders before it where two would clash."""
    given = list(inputs)
    plain = [_fit(Path(item.name).name or item.name) if item.name != STDIN else "stdin" for item in given]
    doubled = {label for label in plain if plain.count(label) > 1} if len(set(plain)) < len(plain) else set()
    used: set[str] = set()
    labelled = []
    for item, label in zip(given, plain, strict=True):
        wanted = _fit(item.name) if label in doubled else label
        unique, number = wanted, 2
        while unique in used:
            unique, number = f"{wanted}-{number}", number + 1
        used.add(unique)
        labelled.append(replace(item, label=unique))
    return tuple(labelled)


def _fit(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in name).strip("._ ")[-120:] or "document"
