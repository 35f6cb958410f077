"""Bytes to a Document: what kind of file it is comes from its content, never from its name."""

from __future__ import annotations

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
    raise refuse(kind, content, called)
