"""Pictures, stamps and separating rules stand among the regions; words stay where they were."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from extractor.document import Region, RegionKind, Ruling, Word
from extractor.geometry import Box
from extractor.layout import arrange, pictures_to_regions, stamps_in_picture, with_marks

Image = NDArray[np.uint8]


def words() -> list[Word]:
    return [
        Word(f"word{row}{column}", Box(0.1 + 0.12 * column, 0.1 + 0.05 * row, 0.2 + 0.12 * column, 0.12 + 0.05 * row))
        for row in (0, 1, 8, 9)
        for column in range(5)
    ]


def level(top: float, left: float = 0.1, right: float = 0.9) -> Ruling:
    return Ruling(Box(left, top, right, top + 0.001), horizontal=True)


def kinds(regions: tuple[Region, ...]) -> list[RegionKind]:
    return [region.kind for region in regions]


def test_a_long_rule_parts_what_stands_above_it_from_what_stands_below() -> None:
    regions = arrange(words(), (), 600, 800)
    marked = with_marks(regions, [level(0.3), level(0.3005, 0.5), level(0.4, 0.1, 0.2)])
    at = [number for number, region in enumerate(marked) if region.kind is RegionKind.SEPARATOR]
    assert len(at) == 1
    assert marked[at[0]].box.rounded(3) == (0.1, 0.3, 0.9, 0.301) or marked[at[0]].box.bottom <= 0.302
    assert all(region.box.bottom < 0.3 for region in marked[: at[0]])
    assert all(region.box.top > 0.3 for region in marked[at[0] + 1 :])


def test_rules_of_tables_and_frames_part_nothing() -> None:
    columns, rows = (0.1, 0.4, 0.7, 0.9), (0.1, 0.2, 0.3, 0.4)
    grid = [level(top, 0.1, 0.9) for top in rows] + [Ruling(Box(left, 0.1, left + 0.001, 0.4), horizontal=False) for left in columns]
    cells = [Word("9.00", Box(left + 0.02, top + 0.02, left + 0.1, top + 0.05)) for left in columns[:3] for top in rows[:3]]
    regions = arrange(cells, grid, 600, 800)
    assert any(region.table is not None for region in regions)
    assert with_marks(regions, grid) == regions
    frame = [level(0.5), level(0.9), *(Ruling(Box(left, 0.5, left + 0.001, 0.9), horizontal=False) for left in (0.1, 0.9))]
    assert with_marks(regions, [*grid, *frame]) == regions


def test_a_placed_picture_becomes_a_figure_once() -> None:
    regions = arrange(words(), (), 600, 800)
    tiles = pictures_to_regions([Box(0.6, 0.25, 0.8, 0.32), Box(0.6, 0.31, 0.8, 0.4), Box(0, 0, 1, 1), Box(0.5, 0.9, 0.501, 0.901)])
    marked = with_marks(regions, (), tiles)
    figures = [region for region in marked if region.kind is RegionKind.FIGURE]
    assert len(figures) <= 2
    assert {region.box.left for region in figures} == {0.6}
    assert [region for region in marked if region.lines] == list(regions)


def test_what_words_cover_is_no_picture() -> None:
    regions = arrange(words(), (), 600, 800)
    over_words = pictures_to_regions([regions[0].lines[0].box])
    assert with_marks(regions, (), over_words) == regions
    stamp = Region(RegionKind.STAMP, regions[0].lines[0].box)
    assert RegionKind.STAMP in kinds(with_marks(regions, (), [stamp]))


shares = st.floats(0, 1).map(lambda share: round(share, 3))
boxes = st.tuples(shares, shares, shares, shares).map(lambda b: Box(min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])))


@settings(deadline=None, max_examples=100)
@given(st.lists(boxes, max_size=12), st.lists(st.tuples(boxes, st.booleans()), max_size=12))
def test_marks_take_no_word_and_change_no_order(pictures: list[Box], rules: list[tuple[Box, bool]]) -> None:
    regions = arrange(words(), (), 600, 800)
    marked = with_marks(regions, [Ruling(box, horizontal) for box, horizontal in rules], pictures_to_regions(pictures))
    assert [region for region in marked if region.lines] == list(regions)


def sheet() -> Image:
    page = np.full((1400, 1000, 3), 255, dtype=np.uint8)
    for row in range(20):
        cv2.putText(page, "plain text of a letter", (100, 100 + 60 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (20, 20, 20), 2)
    return page


def test_round_and_turned_coloured_marks_are_stamps() -> None:
    page = sheet()
    cv2.circle(page, (700, 900), 110, (200, 20, 30), 6)
    cv2.circle(page, (700, 900), 90, (200, 20, 30), 3)
    cv2.putText(page, "PAID", (630, 915), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (200, 20, 30), 5)
    slanted = np.full((160, 360, 3), 255, dtype=np.uint8)
    cv2.rectangle(slanted, (10, 10), (350, 150), (20, 40, 190), 6)
    cv2.putText(slanted, "RECEIVED", (30, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.9, (20, 40, 190), 5)
    turn = cv2.getRotationMatrix2D((180, 80), 14, 1.0)
    turn[:, 2] += (40, 80)
    page[200:520, 500:940] = np.minimum(page[200:520, 500:940], cv2.warpAffine(slanted, turn, (440, 320), borderValue=(255, 255, 255)))
    found = stamps_in_picture(page)
    assert [region.kind for region in found] == [RegionKind.STAMP, RegionKind.STAMP]
    assert found[0].box.contains_point(0.7, 0.25)
    assert found[1].box.contains_point(0.7, 900 / 1400)


def test_coloured_bars_headings_and_logos_are_no_stamps() -> None:
    page = sheet()
    assert stamps_in_picture(page) == ()
    cv2.rectangle(page, (0, 0), (1000, 80), (120, 20, 30), -1)
    cv2.circle(page, (850, 200), 60, (30, 90, 200), -1)
    cv2.putText(page, "A coloured heading", (100, 1360), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (200, 20, 30), 3)
    cv2.rectangle(page, (500, 600), (900, 720), (200, 20, 30), 3)
    assert stamps_in_picture(page) == ()
    assert stamps_in_picture(np.zeros((2, 2, 3), dtype=np.uint8)) == ()
