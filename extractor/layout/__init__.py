"""A page's words to lines, regions and tables, in reading order; the only package that knows layoutparser.

    arrange              words and rulings -> regions, the same for digital and for OCRed pages
    regions_in_picture   picture -> regions without lines, before a word is known: what an OCR engine is given
    rulings_in_picture   picture -> rulings
    figures_in_picture   picture -> pictures, logos and stamps
    draw_regions         picture, regions -> picture with the regions drawn on it

The last four load OpenCV or layoutparser when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.layout.arrange import Arranged, arrange, arrange_with_steps

if TYPE_CHECKING:
    from extractor.layout.draw import draw_regions
    from extractor.layout.picture import figures_in_picture, regions_in_picture, rulings_in_picture

__all__ = [
    "Arranged",
    "arrange",
    "arrange_with_steps",
    "draw_regions",
    "figures_in_picture",
    "regions_in_picture",
    "rulings_in_picture",
]

_HEAVY = {
    "draw_regions": "extractor.layout.draw",
    "figures_in_picture": "extractor.layout.picture",
    "regions_in_picture": "extractor.layout.picture",
    "rulings_in_picture": "extractor.layout.picture",
}


def __getattr__(name: str) -> Any:
    if name not in _HEAVY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HEAVY[name]), name)
