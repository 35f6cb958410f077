"""JSON Lines: one object per document with its words, their boxes (fractions of the page as given) and confidences."""

from __future__ import annotations

import json
from typing import Any

from extractor.export.readings import ReadDocument
from extractor.results import Failure


def render(read: ReadDocument) -> bytes:
    return _line(to_json(read))


def render_failure(source: str, failure: Failure) -> bytes:
    """The line of a document that could not be read."""
    return _line({"source": source, "pages": [], "text": "", "error": {"code": failure.code, "message": failure.message}})


def to_json(read: ReadDocument) -> dict[str, Any]:
    """{"source", "pages": [{"page", "width", "height", "engine", "language", "words", "text"}], "text", "error"}; sizes in points.

    Where several sheets lie on a page each has an entry of its own, with its number as "sheet"."""
    pages = [
        {
            "page": page.number,
            **({"sheet": reading.sheet} if reading.sheet else {}),
            "width": round(page.width, 2),
            "height": round(page.height, 2),
            "engine": reading.engine,
            "language": reading.language,
            "words": [
                {
                    "text": word.text,
                    "box": list(reading.to_page(word.box).clipped().rounded()),
                    "confidence": round(word.confidence, 4),
                }
                for word in reading.words
            ],
            "text": reading.text,
        }
        for page, reading in read.pages()
    ]
    return {"source": read.document.source, "pages": pages, "text": "\n\n".join(reading.text for reading in read.readings), "error": None}


def _line(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8", "replace")
