"""The words of a PDF page's text layer, with boxes, sizes and weights."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.document import Word
from extractor.geometry import Box
from extractor.load.letters_apart import rejoined
from extractor.load.pdfium import DOUBLE, INT, SIZE, UINT, View, address_of, integers, pointer, quick, structures
from extractor.quick import dataclass

_text = quick(raw.FPDFText_GetText, INT)
_unicode = quick(raw.FPDFText_GetUnicode, UINT)
_loose_box = quick(raw.FPDFText_GetLooseCharBox, INT)
_text_object = quick(raw.FPDFText_GetTextObject, SIZE)
_matrix = quick(raw.FPDFText_GetMatrix, INT)
_font_size = quick(raw.FPDFText_GetFontSize, DOUBLE)
_map_error = quick(raw.FPDFText_HasUnicodeMapError, INT)
_fill_colour = quick(raw.FPDFText_GetFillColor, INT)
_font = quick(raw.FPDFTextObj_GetFont, SIZE)
_render_mode = quick(raw.FPDFTextObj_GetTextRenderMode, INT)
_font_weight = quick(raw.FPDFFont_GetWeight, INT)
_font_flags = quick(raw.FPDFFont_GetFlags, INT)
_font_name = quick(raw.FPDFFont_GetBaseFontName, SIZE)

# A gap wider than this part of the font size parts two words even where no space was drawn.
GAP_OF_WORDS = 0.4
# Characters whose feet differ by more than this part of the font size stand on different lines.
DROP_OF_LINES = 0.6
# The same glyph again within this part of the font size is the same ink drawn twice (fake bold, shadow).
SAME_PLACE = 0.2
# The same, as a part of the glyph's own width: a doubled letter stands a whole one further, however narrow it is.
SAME_GLYPH, NEXT_GLYPH = 0.6, 0.8

BOLD_NAME = re.compile(r"bold|black|heavy|demi|extrab", re.IGNORECASE)
FORCE_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1, table 123
NEARLY_WHITE = 240  # of 255: nobody sees such text on white paper
INVISIBLE, FILL_AND_STROKE = 3, 2  # text rendering modes, ISO 32000-1, table 106

_Colour, _Name = ctypes.c_uint * 4, ctypes.c_char * 128  # types, made once: each is a ring of objects

_IS_SPACE = np.zeros(1 << 16, bool)  # by code; what lies beyond is none
_IS_SPACE[[*range(2), *range(3, 33), 0x7F, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF]] = (
    True
)
# Letters that a line's order is turned round for; a half of a pair stands for one of the rarest.
_RIGHT_TO_LEFT = np.zeros(1 << 16, bool)
for _first, _beyond in (
    (0x0590, 0x0900),
    (0x200F, 0x2010),
    (0x202A, 0x202F),
    (0x2066, 0x206A),
    (0xD800, 0xE000),
    (0xFB1D, 0xFE00),
    (0xFE70, 0xFF00),
):
    _RIGHT_TO_LEFT[_first:_beyond] = True
_LEFT_OUT = 0xFFFE  # stands in a page's text for what has no code there: a hyphen at the end of a line
_PLAIN = str.maketrans(
    {
        # pdfium gives a hyphen at the end of a line as U+0002.
        "\x02": "-",
        "\u00ad": "-",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
    }
)


@dataclass(frozen=True, slots=True)
class PageText:
    """What the text layer holds. `invisible`, `white` and `unmapped` run beside `words`."""

    words: tuple[Word, ...]
    invisible: NDArray[np.bool_]  # drawn in no colour at all (render mode 3)
    white: NDArray[np.bool_]  # filled with white
    unmapped: float  # share of the characters that stand for no known letter
    turned: float  # share of the words that do not run from left to right
    objects: tuple[int, ...] = ()  # the handles of the text objects, good while the page is open


NO_TEXT = PageText((), np.zeros(0, bool), np.zeros(0, bool), 0.0, 0.0)


@contextmanager
def _text_page(page: Any) -> Iterator[Any]:
    text_page = raw.FPDFText_LoadPage(page)
    try:
        yield text_page
    finally:
        if text_page:
            raw.FPDFText_ClosePage(text_page)


def page_text(page: Any, view: View) -> PageText:
    """The words of one page in the order of the file; what lies off the page or is drawn twice is left out.

    Call with the pdfium lock held.
    """
    with _text_page(page) as text_page:
        count = raw.FPDFText_CountChars(text_page) if text_page else 0
        if count <= 0:
            return NO_TEXT
        return _words(pointer(address_of(text_page)), count, view)


@dataclass(frozen=True, slots=True)
class _Styles:
    """One entry for each text object that the page's characters belong to."""

    size: NDArray[np.float64]  # points, after scaling
    quarter: NDArray[np.int64]  # 0 left to right, 1 downwards, 2 right to left, 3 upwards, as the page is seen
    bold: NDArray[np.bool_]
    invisible: NDArray[np.bool_]
    white: NDArray[np.bool_]
    objects: list[int]
    font: NDArray[np.int64]  # numbers


def _styles(text_page: Any, view: View, handles: list[int], firsts: list[int]) -> _Styles:
    matrices = structures(_matrix, text_page, firsts, 6).astype(np.float64)
    sizes = np.array([_font_size(text_page, i) for i in firsts]) * np.hypot(matrices[:, 2], matrices[:, 3])
    quarter = (-np.round(np.arctan2(matrices[:, 1], matrices[:, 0]) / (np.pi / 2)).astype(np.int64) + view.turns) % 4
    numbers, heavy = {0: 0}, [False]  # of fonts; no font is no bold one
    fonts, bold, invisible, white = [], [], [], []
    colour = _Colour()
    parts = [ctypes.byref(colour, 4 * i) for i in range(4)]
    for first, handle in zip(firsts, handles, strict=True):
        own = pointer(handle) if handle else None
        font, mode = (_font(own), _render_mode(own)) if own else (0, 0)
        number = numbers.setdefault(font, len(heavy))
        if number == len(heavy):
            heavy.append(_is_bold(font))
        fonts.append(number)
        bold.append(heavy[number] or mode == FILL_AND_STROKE)
        invisible.append(mode == INVISIBLE)
        seen = mode in (0, 4) and _fill_colour(text_page, first, *parts)
        white.append(bool(seen) and (colour[3] < 8 or (colour[0] >= NEARLY_WHITE and min(colour[:3]) >= NEARLY_WHITE)))
    flags = np.array(bold, bool), np.array(invisible, bool), np.array(white, bool)
    return _Styles(sizes, quarter, *flags, handles, np.array(fonts))


def _is_bold(font: int) -> bool:
    handle, name = pointer(font), _Name()
    length = _font_name(handle, ctypes.byref(name), 128)
    text = name.value.decode("utf-8", "replace") if 0 < length <= 128 else ""
    return bool(BOLD_NAME.search(text)) or _font_weight(handle) >= 600 or bool(_font_flags(handle) & FORCE_BOLD)


def _codes(text_page: Any, count: int) -> NDArray[Any]:
    """The code of each character. The whole text is asked for: where pdfium leaves characters out of that, each alone."""
    text = np.zeros(2 * count + 2, np.uint16)
    if _text(text_page, 0, count, ctypes.byref(ctypes.c_char.from_buffer(text.data))) != count + 1:
        return integers(_unicode, text_page, range(count), count, np.uint32)
    codes = text[:count].astype(np.uint32)
    for index in np.flatnonzero(codes == _LEFT_OUT).tolist():
        codes[index] = _unicode(text_page, index)
    return codes


def _text_objects(text_page: Any, at: NDArray[np.int64], codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The text object of each character. Those of one object stand together, but where letters run from right to left: what begins as
    the next run of characters does, or as it ends itself, is of one object."""
    if _RIGHT_TO_LEFT.take(codes, mode="clip").any():
        return integers(_text_object, text_page, at.tolist(), len(at), np.uint64)
    starts = np.flatnonzero(np.diff(at, prepend=-2) > 1)  # of runs without a space
    ends = np.append(starts[1:], len(at))
    first = integers(_text_object, text_page, at[starts].tolist(), len(starts), np.uint64)
    found = np.repeat(first, ends - starts)
    open_ended = np.flatnonzero(np.append(first[1:] != first[:-1], True))
    last = integers(_text_object, text_page, at[ends[open_ended] - 1].tolist(), len(open_ended), np.uint64)
    for run in open_ended[last != first[open_ended]].tolist():
        inside = slice(starts[run], ends[run])
        found[inside] = integers(_text_object, text_page, at[inside].tolist(), int(ends[run] - starts[run]), np.uint64)
    return found


def _words(text_page: Any, count: int, view: View) -> PageText:
    codes = _codes(text_page, count)
    at = np.flatnonzero(~_IS_SPACE.take(codes, mode="clip"))
    if not at.size:
        return NO_TEXT
    kept: list[int] = at.tolist()
    codes = codes[at]
    found = structures(_loose_box, text_page, kept, 4)  # left, top, right, bottom in PDF units
    boxes = view.boxes(found[:, (0, 3, 2, 1)])
    objects = _text_objects(text_page, at, codes)
    unique, firsts, style = np.unique(objects, return_index=True, return_inverse=True)
    styles = _styles(text_page, view, unique.tolist(), at[firsts].tolist())
    # In points along and across the line of writing, so that sizes compare.
    points = boxes * np.array([view.width, view.height, view.width, view.height])
    quarter, size = styles.quarter[style], np.maximum(styles.size[style], 1.0)
    begin, end, foot = _along(points, quarter)

    run = np.concatenate(([0], np.cumsum(np.diff(at) > 1)))  # characters between which a space stands differ in it
    twice = np.flatnonzero((codes[1:] == codes[:-1]) & (style[1:] != style[:-1])) + 1
    if twice.size:
        wide = end[twice - 1] - begin[twice - 1]
        near = np.maximum(SAME_PLACE * size[twice], SAME_GLYPH * wide)
        near = np.where(wide > 0, np.minimum(near, NEXT_GLYPH * wide), near)
        level = np.abs(foot[twice] - foot[twice - 1]) < SAME_PLACE * size[twice]
        twice = twice[level & (np.abs(begin[twice] - begin[twice - 1]) < near)]
    if twice.size:
        keep = np.ones(len(kept), bool)
        keep[twice] = False
        at, run, codes, boxes, style = at[keep], run[keep], codes[keep], boxes[keep], style[keep]
        quarter, size, begin, end, foot = quarter[keep], size[keep], begin[keep], end[keep], foot[keep]

    gap = begin[1:] - end[:-1]
    line_ends = (
        (gap < -1.5 * size[1:])
        | (np.abs(foot[1:] - foot[:-1]) > DROP_OF_LINES * np.maximum(size[1:], size[:-1]))
        | (quarter[1:] != quarter[:-1])
    )
    parted = rejoined((run[1:] != run[:-1]) | (gap > GAP_OF_WORDS * size[1:]) | line_ends, gap, size, codes, line_ends)
    starts = np.concatenate(([0], np.flatnonzero(parted) + 1))
    unmapped = _unmapped_share(text_page, at, codes, styles.font[style])
    return _assemble(codes, boxes, starts, style[starts], styles, unmapped)


def _along(points: NDArray[np.float64], quarter: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Where each character begins and ends along its line of writing, and where its foot stands across it."""
    left, top, right, bottom = points.T
    if not quarter.any():
        return left, right, bottom
    begin = np.choose(quarter, (left, top, -right, -bottom))
    end = np.choose(quarter, (right, bottom, -left, -top))
    foot = np.choose(quarter, (bottom, -left, -top, right))
    return begin, end, foot


def _assemble(
    codes: NDArray[np.uint32],
    boxes: NDArray[np.float64],
    starts: NDArray[np.int64],
    style: NDArray[np.int64],
    styles: _Styles,
    unmapped: float,
) -> PageText:
    ends = np.append(starts[1:], len(codes))
    around = np.concatenate((np.minimum.reduceat(boxes[:, :2], starts, axis=0), np.maximum.reduceat(boxes[:, 2:], starts, axis=0)), axis=1)
    middle = (around[:, :2] + around[:, 2:]) / 2
    on_page = ((middle >= 0) & (middle <= 1)).all(axis=1)
    around = np.clip(around, 0.0, 1.0)
    if not on_page.all():
        starts, ends, style, around = starts[on_page], ends[on_page], style[on_page], around[on_page]
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    plain = _PLAIN.keys().isdisjoint(map(ord, set(text)))
    sizes, bold = np.round(styles.size[style], 2).tolist(), styles.bold[style].tolist()
    seen: dict[str, list[int]] = {}
    words: list[Word] = []
    left_out: list[int] = []
    for row, (start, end, size, heavy, (x0, y0, x1, y1)) in enumerate(
        zip(starts.tolist(), ends.tolist(), sizes, bold, around.tolist(), strict=True)
    ):
        word = text[start:end] if plain else text[start:end].translate(_PLAIN)
        same = seen.setdefault(word, [])
        twin = _twin(words, same, x0, y0, x1, y1) if same else None
        if twin is not None:
            old = words[twin]
            words[twin] = Word(old.text, old.box, 1.0, old.font_size, True)
        elif word:
            same.append(len(words))
            words.append(Word(word, Box(x0, y0, x1, y1), 1.0, size or None, heavy))
            continue
        left_out.append(row)
    chosen = np.delete(style, left_out) if left_out else style
    turned = float((styles.quarter[chosen] != 0).mean()) if words else 0.0
    return PageText(tuple(words), styles.invisible[chosen], styles.white[chosen], unmapped, turned, tuple(filter(None, styles.objects)))


def _twin(words: list[Word], same_text: list[int], left: float, top: float, right: float, bottom: float) -> int | None:
    """The word of the same text at nearly the same place, if there is one."""
    near = SAME_PLACE * (bottom - top)
    for index in same_text:
        other = words[index].box
        if -near < other.top - top < near and abs(other.bottom - bottom) < near and abs(other.left - left) < 0.25 * (right - left):
            return index
    return None


# Characters asked whether their font maps them: enough for a share, few enough to cost nothing.
_ASKED = 400


def _unmapped_share(text_page: Any, at: NDArray[np.int64], codes: NDArray[np.uint32], font: NDArray[np.int64]) -> float:
    step = max(len(at) // _ASKED, 1)
    some = codes[::step]
    private = (some >= 0xE000) & (some <= 0xF8FF)
    missing = (some == 0xFFFD) | (some >= 0xFFFE) | ((some < 0x20) & (some != 2))
    # A letter of a font is mapped wherever it stands, or nowhere.
    _, firsts, letter = np.unique(some + (font[::step] << 32), return_index=True, return_inverse=True)
    errors = integers(_map_error, text_page, at[::step][firsts].tolist(), len(firsts)) == 1
    return float((private | missing | errors[letter]).mean())
