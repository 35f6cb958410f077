"""Which readings are one document: the pages of a file are; sheets that lie side by side on one picture are documents of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.document import Document, Issue, Picture, Reading, Severity
from extractor.find.page_counts import page_counts
from extractor.quick import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Part:
    """One of the documents of a file: the document as seen by those who look at its pictures, and what was read of it."""

    document: Document
    readings: tuple[Reading, ...]


def parts_of(document: Document, readings: Sequence[Reading]) -> tuple[Part, ...]:
    """A file's documents, in the order of their first pages; the file itself where it holds one."""
    if not any(reading.sheet for reading in readings):
        return (Part(document, tuple(readings)),)
    digest = document.sha256
    heaps: list[list[Reading]] = []
    whole: list[Reading] | None = None
    for reading in readings:
        if not reading.sheet:
            if whole is None:
                whole = []
                heaps.append(whole)
            whole.append(reading)
        elif heaps and heaps[-1] is not whole and _goes_on(heaps[-1][-1], reading):
            heaps[-1].append(reading)
        else:
            heaps.append([reading])
    pages = {page.number: page for page in document.pages}
    parts = []
    for number, heap in enumerate(heaps, 1):
        # Two documents of one file are no duplicates.
        document = replace(document, sha256=hashlib.sha256(f"{digest}#{number}".encode()).hexdigest())
        if heap is whole:
            parts.append(Part(replace(document, pages=tuple(pages[reading.page] for reading in heap)), tuple(heap)))
            continue
        seen = tuple(replace(pages[at], picture=_Cover(pages[at].picture, heap)) for at in dict.fromkeys(r.page for r in heap))
        parts.append(Part(replace(document, pages=seen, attachments=(), form_values=()), tuple(heap)))
    return tuple(parts)


def one_of(number: int, count: int, *, alone: bool) -> tuple[Issue, ...]:
    """What a record of one of `count` documents says of the others; `alone`: they are left out, which a person must know."""
    if count == 1:
        return ()
    if alone:
        message = f"{count} documents lie on this scan; this is the first, the others are left out"
        return (Issue("several_documents", Severity.ERROR, message),)
    return (Issue("several_documents", Severity.INFO, f"document {number} of the {count} that lie on this scan"),)


def _goes_on(before: Reading, reading: Reading) -> bool:
    """Whether two sheets count on from one another: then they are pages of one document."""
    one, other = ([count[:2] for count in page_counts(line.text for line in each.lines)][:1] for each in (before, reading))
    return any(last == pages and number == page + 1 for page, pages in one for number, last in other)


class _Cover:
    """A page's picture with all but some of its sheets covered in white."""

    def __init__(self, picture: Picture, sheets: Sequence[Reading]) -> None:
        self._picture, self._sheets = picture, tuple(sheets)

    def pixels(self, dpi: float | None = None) -> NDArray[np.uint8]:
        import cv2
        import numpy as np

        image = self._picture.pixels(dpi)
        height, width = image.shape[:2]
        mask = np.zeros((height, width), np.uint8)
        for reading in self._sheets:
            corners = [reading.transform.point(x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
            cv2.fillPoly(mask, [np.array(corners * np.array([width, height])).round().astype(np.int32)], 255)
        return np.where(mask[..., None] > 0, image, np.uint8(255))
