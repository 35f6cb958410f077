"""What every stage does to pictures, done cheaply: a small copy, and the connected parts of what is drawn.

OpenCV's general ways cost several times as much: to shrink by areas at an odd ratio, and to give every part a centre of gravity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The columns of what `components` and `parts` tell.
LEFT, TOP, WIDTH, HEIGHT, AREA = range(5)


@contextmanager
def on_one_core() -> Iterator[None]:
    """OpenCV on one thread: workers use one core each, and its threads cost more than they save on pictures of a page's size."""
    import cv2

    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def shrunk(image: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The picture (H x W or H x W x 3) brought to a size that is no larger on either side: halved by whole squares for as long as it
    is twice as large, the rest between neighbours."""
    import cv2

    small = image
    while min(small.shape[0] / height, small.shape[1] / width) >= 2:
        half = small.shape[1] // 2, small.shape[0] // 2
        small = np.asarray(cv2.resize(small, half, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    if small.shape[:2] == (height, width):
        return small
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def is_grey(image: NDArray[np.uint8]) -> bool:
    """Whether a picture (H x W x 3, or H x W) has no colour: each channel says the same, at every third pixel of every third row."""
    if image.ndim == 2:
        return True
    few, some = image[::48, ::48], image[::3, ::3]  # few are enough for most that has
    if not np.array_equal(few[:, :, 0], few[:, :, 1]):
        return False
    return np.array_equal(some[:, :, 0], some[:, :, 1]) and np.array_equal(some[:, :, 1], some[:, :, 2])


def components(mask: NDArray[np.uint8]) -> tuple[NDArray[np.integer], NDArray[np.int32]]:
    """The connected parts (by corners too) of what is not 0: the number of each pixel, and left, top, width, height and area of each
    number, (n, 5).

    Number 0 is the ground. Numbers of 16 bits cost a third; a picture of noise needs more.
    """
    import cv2

    try:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_16U)
    except cv2.error:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    return np.asarray(labels), np.asarray(stats, dtype=np.int32)


def areas(mask: NDArray[np.uint8], *, by_corners: bool = False) -> NDArray[np.integer]:
    """The number of the connected part (by sides alone, or by corners too) of what is not 0 that each pixel lies in; 0 for the ground. Half
    of what `components` costs."""
    import cv2

    ways = 8 if by_corners else 4
    try:
        return np.asarray(cv2.connectedComponents(mask, connectivity=ways, ltype=cv2.CV_16U)[1])
    except cv2.error:
        return np.asarray(cv2.connectedComponents(mask, connectivity=ways, ltype=cv2.CV_32S)[1])


def parts(mask: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Left, top, width, height, area of each connected part, (n, 5), without the ground. Blank rows and columns cost next to nothing."""
    return parts_kept(mask, lambda found: np.ones(len(found), bool))[1]


def parts_kept(
    mask: NDArray[np.uint8], keep: Callable[[NDArray[np.int32]], NDArray[np.bool_]]
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """The mask (0 and 255) with those of its connected parts alone that are to be kept, and these as `parts` gives them."""
    rows, columns = _used(mask.max(axis=1)), _used(mask.max(axis=0))
    if not len(rows) or not len(columns):
        return mask, np.zeros((0, 5), np.int32)
    is_sparse = 2 * len(rows) * len(columns) <= mask.size
    labels, found = components(np.ascontiguousarray(mask[rows][:, columns]) if is_sparse else mask)
    if is_sparse:  # a part has no blank row within, so its size stays; the ground, which may be nowhere, is none
        found[1:, LEFT], found[1:, TOP] = columns[found[1:, LEFT]], rows[found[1:, TOP]]
    kept = keep(found[1:])
    if kept.all():
        return mask, found[1:]
    left = np.concatenate(([0], kept * 255)).astype(np.uint8).take(labels)
    if is_sparse:
        mask = np.zeros_like(mask)
        mask[np.ix_(rows, columns)] = left
    return mask if is_sparse else left, found[1:][kept]


def boxes_of_parts(mask: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Left, top, width, height of each connected part (by corners too), (n, 4), from the top: cheaper where parts are large."""
    import cv2

    outlines, within = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    parents = within[0, :, 3].tolist() if outlines else []
    found = [cv2.boundingRect(line) for line, parent in zip(outlines, parents, strict=True) if parent < 0]  # the others are of holes
    return np.array(sorted(found, key=lambda box: (box[1], box[0])), np.int32).reshape(-1, 4)


def _used(most: NDArray[np.uint8]) -> NDArray[np.intp]:
    """The places that are not blank, and the blank one behind each run of them, which keeps apart what is apart."""
    used = most > 0
    behind = np.concatenate(([False], used[:-1]))
    return np.flatnonzero(used | behind)
