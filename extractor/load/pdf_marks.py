"""What a PDF page draws beside text: rulings of its vector graphics, and where its pictures lie."""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Container, Iterator
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.document import Ruling
from extractor.geometry import Box
from extractor.load.pdfium import INT, SIZE, View, address_of, pointer, quick
from extractor.quick import dataclass

_count = quick(raw.FPDFPage_CountObjects, INT)
_object = quick(raw.FPDFPage_GetObject, SIZE)
_count_in_form = quick(raw.FPDFFormObj_CountObjects, INT)
_object_in_form = quick(raw.FPDFFormObj_GetObject, SIZE)
_type = quick(raw.FPDFPageObj_GetType, INT)
_bounds = quick(raw.FPDFPageObj_GetBounds, INT)
_object_matrix = quick(raw.FPDFPageObj_GetMatrix, INT)
_fill = quick(raw.FPDFPageObj_GetFillColor, INT)
_draw_mode = quick(raw.FPDFPath_GetDrawMode, INT)
_segments = quick(raw.FPDFPath_CountSegments, INT)
_segment = quick(raw.FPDFPath_GetPathSegment, SIZE)
_segment_point = quick(raw.FPDFPathSegment_GetPoint, INT)
_segment_type = quick(raw.FPDFPathSegment_GetType, INT)
_segment_close = quick(raw.FPDFPathSegment_GetClose, INT)
_pixel_size = quick(raw.FPDFImageObj_GetImagePixelSize, INT)

THIN = 3.0  # points: a bar no thicker than this is a line
SHORT = 5.0  # points: a line shorter than this is a part of a letter or a dash
LEVEL = 0.6  # points by which a level line may rise over its length
# A map or a chart has tens of thousands of paths and no table: what lies beyond this is not looked at.
MOST_OBJECTS = 20_000
MOST_SEGMENTS = 400
DEEPEST_FORM = 6
_Floats, _Numbers = ctypes.c_float * 6, ctypes.c_uint * 4  # types, made once: each is a ring of objects


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on the page: its box, its own size in pixels, and its place in the order of drawing."""

    box: Box
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Marks:
    rulings: tuple[Ruling, ...]
    pictures: tuple[Placed, ...]
    fills: tuple[Box, ...]  # coloured areas that white text can stand on
    covered: float  # share of the page that lies under pictures
    specks: int = 0  # small filled squares, as a drawn code is made of


Affine = tuple[float, float, float, float, float, float]
_IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _after(m: Affine, n: Affine) -> Affine:
    """First m, then n (row vectors, as PDF has it)."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


class _Out:
    """Room for what pdfium writes back, made once a page."""

    def __init__(self) -> None:
        self.floats = _Floats()
        self.numbers = _Numbers()
        self.specks = 0
        self.at = [ctypes.byref(self.floats, 4 * i) for i in range(6)]
        self.box_at = self.at[:4]
        self.number_at = [ctypes.byref(self.numbers, 4 * i) for i in range(4)]


def page_marks(page: Any, view: View, texts: Collection[int] = ()) -> Marks:
    """`texts` are the handles of objects known to be text. Call with the pdfium lock held."""
    out = _Out()
    bars: list[tuple[float, float, float, float]] = []
    pictures: list[tuple[tuple[float, float, float, float], int, int]] = []
    fills: list[tuple[float, float, float, float]] = []
    for kind, handle, matrix in _objects(pointer(address_of(page)), out, frozenset(texts)):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _path_bars(handle, matrix, out, bars, fills)
            continue
        box = _moved_bounds(handle, matrix, out)
        if box is None:
            continue
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            known = _pixel_size(handle, out.number_at[0], out.number_at[1])
            pictures.append((box, int(out.numbers[0]) if known else 0, int(out.numbers[1]) if known else 0))
        elif kind == raw.FPDF_PAGEOBJ_SHADING:
            fills.append(box)
    placed = tuple(
        Placed(box, width, height)
        for box, (_, width, height) in zip(_boxes(view, [box for box, _, _ in pictures]), pictures, strict=True)
        if box.width > 0 and box.height > 0
    )
    return Marks(_rulings(view, bars), placed, tuple(_boxes(view, fills)), covered_share(placed), out.specks)


def covered_share(pictures: tuple[Placed, ...]) -> float:
    """How much of the page lies under pictures, 0..1 (on a grid of 50 by 50, so that strips and tiles add up)."""
    grid = np.zeros((50, 50), bool)
    for picture in pictures:
        left, top, right, bottom = picture.box.to_pixels(50, 50)
        grid[top:bottom, left:right] = True
    return float(grid.mean())


def _objects(page: Any, out: _Out, texts: Container[int]) -> Iterator[tuple[int, Any, Affine]]:
    """Paths, pictures and shadings in the order of drawing, those inside form objects included."""
    left = MOST_OBJECTS
    stack: list[tuple[Any, int, int, Affine, int]] = [(page, 0, min(_count(page), MOST_OBJECTS), _IDENTITY, 0)]
    while stack and left > 0:
        holder, index, count, matrix, depth = stack.pop()
        get = _object_in_form if depth else _object
        while index < count and left > 0:
            number = get(holder, index)
            index += 1
            left -= 1
            if number in texts:
                continue
            handle = pointer(number)
            kind = _type(handle)
            if kind == raw.FPDF_PAGEOBJ_FORM:
                if depth < DEEPEST_FORM and _object_matrix(handle, out.at[0]):
                    inner = _after(tuple(out.floats), matrix)
                    stack.append((holder, index, count, matrix, depth))
                    stack.append((handle, 0, _count_in_form(handle), inner, depth + 1))
                    break
            elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
                yield kind, handle, matrix


def _moved_bounds(handle: Any, matrix: Affine, out: _Out) -> tuple[float, float, float, float] | None:
    """The object's box (left, bottom, right, top) in PDF units of the page."""
    if not _bounds(handle, *out.box_at):
        return None
    x0, y0, x1, y1 = out.floats[:4]
    if matrix is _IDENTITY:
        return x0, y0, x1, y1
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
    ys = [b * x + d * y + f for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]
    return min(xs), min(ys), max(xs), max(ys)


def _path_bars(
    handle: Any,
    matrix: Affine,
    out: _Out,
    bars: list[tuple[float, float, float, float]],
    fills: list[tuple[float, float, float, float]],
) -> None:
    """Adds the level and upright lines of one path to `bars`, and its area to `fills` where it is coloured."""
    bounds = _moved_bounds(handle, matrix, out)
    if bounds is None:
        return
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    if max(width, height) < SHORT:
        out.specks += 1
        return
    if not _draw_mode(handle, out.number_at[0], out.number_at[1]):
        return
    filled, stroked = out.numbers[0] != 0, out.numbers[1] != 0
    if not filled and not stroked:
        return  # it only clips
    if min(width, height) <= THIN:
        # pdfium gives a stroked path's box with its stroke; a thin one is a line, whatever it is made of.
        bars.append(bounds)
        return
    if filled:
        coloured = bool(_fill(handle, *out.number_at)) and min(out.numbers[0], out.numbers[1], out.numbers[2]) < 250 and out.numbers[3] > 8
        if coloured:
            fills.append(bounds)
        elif not stroked:
            return
    count = _segments(handle)
    if filled and count > MOST_SEGMENTS and width < 2 * height < 4 * width:
        out.specks += count // 4  # a code drawn as one path of squares
    if 2 <= count <= MOST_SEGMENTS:
        bars.extend(_level_segments(handle, count, matrix, out))


def _level_segments(handle: Any, count: int, matrix: Affine, out: _Out) -> Iterator[tuple[float, float, float, float]]:
    if not _object_matrix(handle, out.at[0]):
        return
    a, b, c, d, e, f = _after(tuple(out.floats), matrix)
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = pointer(_segment(handle, index))
        if not _segment_point(segment, out.at[0], out.at[1]):
            return
        x, y = out.floats[0], out.floats[1]
        point = (a * x + c * y + e, b * x + d * y + f)
        kind = _segment_type(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _level(last, point)
        last = point
        if _segment_close(segment):
            yield from _level(last, start)
            last = start


def _level(p: tuple[float, float], q: tuple[float, float]) -> Iterator[tuple[float, float, float, float]]:
    across, up = abs(p[0] - q[0]), abs(p[1] - q[1])
    if max(across, up) >= SHORT and min(across, up) <= LEVEL:
        yield min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1])


def _boxes(view: View, rectangles: list[tuple[float, float, float, float]]) -> list[Box]:
    if not rectangles:
        return []
    found: NDArray[np.float64] = np.clip(view.boxes(np.array(rectangles)), 0.0, 1.0)
    return [Box(*row) for row in found.tolist()]


def _rulings(view: View, bars: list[tuple[float, float, float, float]]) -> tuple[Ruling, ...]:
    if not bars:
        return ()
    wide, high = view.width, view.height
    found = []
    for left, top, right, bottom in dict.fromkeys(map(tuple, np.clip(view.boxes(np.array(bars)), 0.0, 1.0).tolist())):
        across, down = (right - left) * wide, (bottom - top) * high
        if max(across, down) >= SHORT:
            found.append(Ruling(Box(left, top, right, bottom), across >= down))
    return tuple(found)
