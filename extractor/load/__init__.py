"""Bytes to a Document: what kind of file it is comes from its content, never from its name."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from extractor.document import Document, Limits
from extractor.load.source import kind_of, read_source, refuse

__all__ = ["load"]


def load(source: Path | bytes, *, name: str | None = None, limits: Limits = Limits(), password: str | None = None) -> Document:
    """One file as a Document; `name` is what messages and `Document.source` call it (the path where none is given).

    Raises InputNotFound, EmptyInput, UnsupportedInput, DamagedInput, PasswordNeeded or LimitExceeded.
    """
    called = name or (str(source) if isinstance(source, Path) else "the document")
    content = read_source(source, called, limits)
    document = _loaded(content, called, limits, password)
    return replace(document, sha256=hashlib.sha256(content).hexdigest())


def _loaded(content: bytes, called: str, limits: Limits, password: str | None) -> Document:
    kind = kind_of(content)
    if kind == "pdf":
        from extractor.load.pdf import load_pdf

        return load_pdf(content, called, limits, password)
    if kind in ("image", "heif"):
        from extractor.load.image import load_image

        return load_image(content, called, limits, heif=kind == "heif")
    if kind == "xml":
        from extractor.load.xml import load_xml

        return load_xml(content, called)
    raise refuse(kind, called)
