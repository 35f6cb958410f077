"""Whether a page with text is a scan with somebody's reading laid over it, or a page that merely has a picture behind its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.document import Word
from extractor.load.pdfium import INT, View, pointer, quick

_set_active = quick(raw.FPDFPageObj_SetIsActive, INT)

LOOK_DPI = 96.0
_MOST_LOOKED_AT = 2_000_000  # pixels
# A word "is in the picture" where the picture has ink in its box; so many of them and the picture is a scan.
INK_BENEATH, WORDS_IN_PICTURE = 0.03, 0.6
BEHIND_WHITE = 0.25  # share of a white word's box that is dark where the word can be read
# Fewer words than this are a stamp or a running head, whatever lies behind them ...
FEW_WORDS = 60
# ... and a picture with so many strokes a line of pixels holds the writing that they lack.
STROKES_A_ROW = 3.0


def look(page: Any, view: View, without: Sequence[int] = ()) -> NDArray[np.uint8]:
    """The page in grey, small (H x W). The text objects in `without` are left out, here and in every later drawing of the open page."""
    for handle in without:
        _set_active(pointer(handle), 0)
    scale = LOOK_DPI / 72
    scale *= min(1.0, (_MOST_LOOKED_AT / max(view.width * view.height * scale * scale, 1.0)) ** 0.5)
    width, height = max(round(view.width * scale), 1), max(round(view.height * scale), 1)
    grey = np.full((height, width), 255, dtype=np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, grey.ctypes.data, width)
    try:
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, raw.FPDF_GRAYSCALE | raw.FPDF_ANNOT)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return grey


def is_scan_below(picture: NDArray[np.uint8], words: Sequence[Word]) -> bool:
    """Whether the picture without the text still shows what the text says, or far more than the text says."""
    height, width = picture.shape
    paper = float(np.percentile(picture[::3, ::3], 80))
    ink = picture < paper - 60
    rows = np.cumsum(np.cumsum(np.pad(ink, ((1, 0), (1, 0))), axis=0, dtype=np.int64), axis=1)
    beneath = 0
    for word in words:
        left, top, right, bottom = word.box.to_pixels(width, height)
        area = max((right - left) * (bottom - top), 1)
        dark = rows[bottom, right] - rows[top, right] - rows[bottom, left] + rows[top, left]
        beneath += INK_BENEATH < dark / area < 0.9
    if beneath >= WORDS_IN_PICTURE * len(words):
        return True
    strokes = np.count_nonzero(ink[:, 1:] & ~ink[:, :-1]) / height
    return len(words) < FEW_WORDS and bool(strokes > STROKES_A_ROW)


def unseen(picture: NDArray[np.uint8], words: Sequence[Word], suspects: Sequence[int], least: float = BEHIND_WHITE) -> set[int]:
    """Which of the suspected words no reader sees: places in `words`. White ones need a dark ground; those drawn in no colour at all
    may be what a picture shows there, if it has so much ink as `least`."""
    height, width = picture.shape
    gone: set[int] = set()
    for index in suspects:
        left, top, right, bottom = words[index].box.to_pixels(width, height)
        part = picture[top:bottom, left:right]
        if part.size == 0 or float(np.mean(part < 215)) < least:
            gone.add(index)
    return gone
