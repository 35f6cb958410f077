"""`Options`: how to extract, for every stage that asks."""

from __future__ import annotations

from pathlib import Path

from extractor.document import Limits
from extractor.quick import dataclass
from extractor.schemas.record import Record

ACCEPT_ABOVE = 0.9


@dataclass(frozen=True, slots=True)
class Options:
    """How to extract; the command line's options of the same names."""

    schema: str | type[Record] = "auto"  # a name, module:Class, file.py:Class, or the class itself
    engine: str = "auto"
    page_only: bool = False
    force_ocr: bool = False
    language: str | None = None
    password: str | None = None
    templates: tuple[Path, ...] = ()
    accept_above: float = ACCEPT_ABOVE
    limits: Limits = Limits()
    name: str | None = None
    vendors: str | None = None  # a table of known vendors: a CSV file, a SQLite file or a database URL
    scorer: Path | None = None  # what `extractor train` learned from documents of one's own
    entities: bool = True  # ask the trained spaCy pipeline where the address of a receipt is unsure
    layout_model: Path | None = None  # a TOML file that describes a trained layout detector
