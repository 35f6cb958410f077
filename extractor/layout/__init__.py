"""A page's words to lines, regions and tables, in reading order; the only package that knows layoutparser.

    arrange              words and rulings -> regions, the same for digital and for OCRed pages
    regions_in_picture   picture -> regions without lines, before a word is known: what an OCR engine is given
    rulings_in_picture   picture -> rulings
"""

from __future__ import annotations

from extractor.layout.arrange import arrange

__all__ = ["arrange"]
