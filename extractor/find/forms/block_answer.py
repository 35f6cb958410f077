"""What fills a leaf of a row of a list that is laid out as blocks."""

from __future__ import annotations

from typing import Any

from extractor.geometry import Box
from extractor.quick import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What fills one leaf of one row."""

    value: Any
    text: str
    score: float
    source: str
    evidence: str
    page: int
    box: Box
    convention: str | None = None
    repaired: bool = False
