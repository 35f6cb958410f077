"""The seam to pdfium: one lock, quick calls, and handles that are always closed.

pdfium is not safe to call from two threads at once, so every call into it is made while LOCK is held.
The generated bindings check and convert each argument of each call; where a page has thousands of characters we call the same
functions through bare prototypes instead, which is what makes a page of words cost a few milliseconds.
"""

from __future__ import annotations

import ctypes
import logging
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractor.errors import DamagedInput, EmptyInput, InputError, PasswordNeeded, UnsupportedInput
from extractor.quick import dataclass

LOCK = threading.RLock()
_NO_PAGES, _A_PAGE = re.compile(rb"/Count\s+0\b"), re.compile(rb"/Type\s*/Page\b")
# The bindings remark on forms and options that we do not use; errors reach us as exceptions.
logging.getLogger("pypdfium2").setLevel(logging.ERROR)


def quick(function: Any, result: Any) -> Callable[..., Any]:
    """The same C function behind a bare prototype, which looks at no argument: whole numbers are passed as C's int, handles as `pointer`
    makes them of their numbers, places to write to by `ctypes.byref`."""
    prototype: Any = ctypes.PYFUNCTYPE(result)
    found: Callable[..., Any] = prototype(ctypes.cast(function, ctypes.c_void_p).value)
    return found


pointer: Callable[[int], Any] = ctypes.c_void_p.from_param


SIZE, INT, UINT, DOUBLE = ctypes.c_size_t, ctypes.c_int, ctypes.c_uint, ctypes.c_double


def address_of(handle: Any) -> int:
    """The number that a handle is; `cast` would leave the handle in a ring with itself."""
    return ctypes.c_void_p.from_buffer(handle).value or 0


def integers(function: Callable[..., int], handle: Any, indices: Iterable[int], count: int, kind: Any = np.int64) -> NDArray[Any]:
    """function(handle, i) for every index."""
    return np.fromiter(map(function, repeat(handle), indices), dtype=kind, count=count)


def structures(function: Callable[..., int], handle: Any, indices: Sequence[int], width: int) -> NDArray[np.float32]:
    """function(handle, i, out) for every index, where `out` takes `width` floats: an array (count, width); zeros where it fails.
    There is one index at least."""
    out = np.zeros((len(indices), width), dtype=np.float32)
    start = ctypes.c_char.from_buffer(out.data)
    places = map(ctypes.byref, repeat(start), range(0, out.nbytes, width * 4))
    deque(map(function, repeat(handle), indices, places), maxlen=0)
    return out


@dataclass(frozen=True, slots=True)
class View:
    """How a page is seen: the visible box in PDF units and the quarter turns clockwise of /Rotate."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        """Points, as the reader sees the page."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def boxes(self, rectangles: NDArray[Any]) -> NDArray[np.float64]:
        """(n, 4) of left, bottom, right, top in PDF units -> (n, 4) of left, top, right, bottom in page fractions."""
        x0, y0, x1, y1 = (rectangles[:, i].astype(np.float64) for i in range(4))
        u0, u1 = (x0 - self.left) / (self.right - self.left), (x1 - self.left) / (self.right - self.left)
        v0, v1 = (y0 - self.bottom) / (self.top - self.bottom), (y1 - self.bottom) / (self.top - self.bottom)
        columns = (
            (u0, 1 - v1, u1, 1 - v0),
            (v0, u0, v1, u1),
            (1 - u1, v0, 1 - u0, v1),
            (1 - v1, 1 - u1, 1 - v0, 1 - u0),
        )[self.turns]
        return np.stack(columns, axis=1)


def view_of(page: Any) -> View:
    """Raises DamagedInput where the page has no extent."""
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, box) or box.right - box.left <= 0 or box.top - box.bottom <= 0:
        raise DamagedInput("A page of the PDF has no size", hint="open it in a viewer and print it to a new PDF")
    return View(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(page) % 4)


@contextmanager
def opened(content: bytes, name: str, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The open PDF, with LOCK held for as long as it is open, closed with all its pages at the end.

    Raises PasswordNeeded, DamagedInput or UnsupportedInput.
    """
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(content, password=password)
        except pypdfium2.PdfiumError as cause:
            if _NO_PAGES.search(content[:100_000]) and not _A_PAGE.search(content):
                raise EmptyInput(f"{name} is a PDF without pages", hint="fetch the file again") from cause
            raise _refusal(name, password, raw.FPDF_GetLastError(), cause) from cause
        try:
            yield document
        finally:
            document.close()


@contextmanager
def page_of(document: pypdfium2.PdfDocument, index: int) -> Iterator[Any]:
    """The raw handle of one page, closed at the end. Raises DamagedInput where the page cannot be loaded."""
    page = raw.FPDF_LoadPage(document.raw, index)
    if not page:
        raise DamagedInput(f"Page {index + 1} of the PDF is broken", hint="open it in a viewer and print it to a new PDF")
    try:
        yield page
    finally:
        raw.FPDF_ClosePage(page)


def _refusal(name: str, password: str | None, code: int, cause: Exception) -> InputError:
    said = str(cause).lower()
    if code == raw.FPDF_ERR_PASSWORD or "password" in said:
        if password:
            return PasswordNeeded(f"{name}: the password given does not open this PDF", hint="check the password")
        return PasswordNeeded(f"{name} is protected by a password", hint="give it with --password")
    if code == raw.FPDF_ERR_SECURITY or "security" in said:
        return UnsupportedInput(f"{name} is encrypted in a way that is not supported", hint="save it without encryption")
    return DamagedInput(f"{name} is a broken PDF", hint="fetch it again, or open it in a viewer and print it to a new PDF")
