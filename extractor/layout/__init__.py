"""A page's words to lines, regions and tables, in reading order; the only package that knows layoutparser.

    arrange              words and rulings -> regions, the same for digital and for OCRed pages
    levelled             words whose lines still lean -> level words, and the way back
    regions_in_picture   picture -> regions without lines, before a word is known: what an OCR engine is given
    rulings_in_picture   picture -> rulings
    rulings_and_regions  picture -> both, for the work of one
    figures_in_picture   picture -> pictures and logos
    stamps_in_picture    picture -> stamps
    with_marks           regions, rulings, pictures -> regions with separators, pictures and stamps among them
    draw_regions         picture, regions -> picture with the regions drawn on it, by layoutparser

Those of pictures load OpenCV or layoutparser when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.layout.arrange import arrange
from extractor.layout.lean import levelled
from extractor.layout.marks import pictures_to_regions, with_marks

if TYPE_CHECKING:
    from extractor.layout.draw import draw_regions
    from extractor.layout.picture import figures_in_picture, regions_in_picture, rulings_and_regions, rulings_in_picture
    from extractor.layout.stamps import stamps_in_picture

__all__ = [
    "arrange",
    "draw_regions",
    "figures_in_picture",
    "levelled",
    "pictures_to_regions",
    "regions_in_picture",
    "rulings_and_regions",
    "rulings_in_picture",
    "stamps_in_picture",
    "with_marks",
]

_HEAVY = {
    "draw_regions": "extractor.layout.draw",
    "figures_in_picture": "extractor.layout.picture",
    "regions_in_picture": "extractor.layout.picture",
    "rulings_and_regions": "extractor.layout.picture",
    "rulings_in_picture": "extractor.layout.picture",
    "stamps_in_picture": "extractor.layout.stamps",
}


def __getattr__(name: str) -> Any:
    if name not in _HEAVY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HEAVY[name]), name)
