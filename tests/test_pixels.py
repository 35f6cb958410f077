"""Small copies and connected parts, against OpenCV's own."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from extractor.pixels import areas, components, is_grey, on_one_core, parts, shrunk


def scattered(seed: int, share: float, gaps: bool) -> NDArray[np.uint8]:
    """A mask of 0 and 255; with `gaps`, half of its rows and columns are blank."""
    random = np.random.default_rng(seed)
    mask = (random.random((random.integers(1, 40), random.integers(1, 40))) < share).astype(np.uint8) * 255
    if gaps:
        mask[random.random(len(mask)) < 0.5] = 0
        mask[:, random.random(mask.shape[1]) < 0.5] = 0
    return mask


@given(st.integers(0, 2**32), st.floats(0, 1), st.booleans())
def test_parts_are_the_connected_components(seed: int, share: float, gaps: bool) -> None:
    mask = scattered(seed, share, gaps)
    stats = cv2.connectedComponentsWithStats(mask, connectivity=8)[2]
    assert sorted(map(tuple, parts(mask).tolist())) == sorted(map(tuple, stats[1:].tolist()))


@given(st.integers(0, 2**32), st.floats(0, 1), st.booleans())
def test_areas_are_the_connected_components(seed: int, share: float, by_corners: bool) -> None:
    mask = scattered(seed, share, gaps=False)
    assert np.array_equal(areas(mask, by_corners=by_corners), cv2.connectedComponents(mask, connectivity=8 if by_corners else 4)[1])


def test_more_parts_than_sixteen_bits_can_number() -> None:
    mask = np.zeros((600, 600), np.uint8)
    mask[::2, ::2] = 255
    labels, stats = components(mask)
    assert len(stats) == 300 * 300 + 1
    assert int(labels.max()) == 300 * 300
    assert int(areas(mask).max()) == 300 * 300


@given(st.integers(0, 33), st.integers(0, 33), st.integers(0, 2))
def test_a_spot_of_colour_is_seen(row: int, column: int, channel: int) -> None:
    image = np.full((100, 100, 3), 200, np.uint8)
    assert is_grey(image)
    image[3 * row, 3 * column, channel] = 190
    assert not is_grey(image)


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0.05, 1), st.booleans())
def test_a_small_copy_keeps_size_and_shade(height: int, width: int, share: float, coloured: bool) -> None:
    image = np.full((height, width, 3) if coloured else (height, width), 90, np.uint8)
    size = max(round(width * share), 1), max(round(height * share), 1)
    small = shrunk(image, *size)
    assert small.shape == (size[1], size[0], *image.shape[2:])
    assert (small == 90).all()


def test_what_is_shrunk_stays_in_its_place() -> None:
    image = np.zeros((401, 603), np.uint8)
    image[200:, 300:] = 255
    small = shrunk(image, 100, 67)
    ys, xs = np.nonzero(small > 127)
    assert abs(ys.min() / 67 - 200 / 401) < 0.015
    assert abs(xs.min() / 100 - 300 / 603) < 0.01


def test_threads_are_given_back() -> None:
    before = cv2.getNumThreads()
    with on_one_core():
        assert cv2.getNumThreads() == 1
    assert cv2.getNumThreads() == before
