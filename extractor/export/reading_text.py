"""Plain text in reading order: an empty line between regions, a form feed after each page."""

from __future__ import annotations

from extractor.export.readings import ReadDocument


def render(read: ReadDocument) -> bytes:
    return "".join(f"{reading.text}\n\f" for reading in read.readings).encode("utf-8", "replace")
