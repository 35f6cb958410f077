"""Several documents on one scan are told apart and come back as records of their own; one document is never taken apart."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractor import Options, Severity, Status, extract, extract_each
from extractor.apart import parts_of
from extractor.batch import extract_all
from extractor.document import Document, Line, Page, Reading, Region, RegionKind, TextLayer, Word
from extractor.export.reading_jsonl import to_json
from extractor.export.reading_pdf import render
from extractor.export.readings import ReadDocument
from extractor.geometry import WHOLE_PAGE, Transform
from extractor.inputs import gather
from extractor.pipeline import read
from extractor.straighten import straighten_each, warp
from tools.samples.make import Order, make_together

CORNER_SHOP = (
    "CORNER SHOP LTD",
    "12 High Street, Leeds",
    "Date: 14/03/2025",
    "Milk 2.20",
    "Bread 3.10",
    "TOTAL 5.30",
    "CASH 10.00",
    "CHANGE 4.70",
)
BOOK_STORE = (
    "BOOK STORE LTD",
    "7 Quay Road, Hull",
    "Date: 02/11/2024",
    "Atlas 30.00",
    "Novel 9.50",
    "TOTAL 39.50",
    "CASH 40.00",
    "CHANGE 0.50",
)


def receipt(lines: tuple[str, ...], width: int = 460, height: int = 620, paper: int = 250) -> NDArray[np.uint8]:
    sheet = Image.new("RGB", (width, height), (paper, paper, paper))
    draw = ImageDraw.Draw(sheet)
    for row, text in enumerate(lines):
        draw.text((35, 50 + row * 62), text, fill=(30, 30, 30), font=ImageFont.load_default(32))
    return np.array(sheet)


def on_bed(sheets: list[tuple[NDArray[np.uint8], int, int, float]], size: tuple[int, int], level: int) -> NDArray[np.uint8]:
    """Sheets on an even ground: picture, left, top and the degrees by which each is turned."""
    made = np.full((size[1], size[0], 3), level, np.uint8)
    for sheet, left, top, degrees in sheets:
        plane, wide, high = warp.rotation(sheet.shape[1], sheet.shape[0], degrees)
        moved = warp.apply(sheet, plane, round(wide), round(high), cv2.BORDER_CONSTANT)
        cover = warp.apply(np.full_like(sheet, 255), plane, round(wide), round(high), cv2.BORDER_CONSTANT)
        part = made[top : top + moved.shape[0], left : left + moved.shape[1]]
        part[cover > 127] = moved[cover > 127]
    return cv2.GaussianBlur(made, (0, 0), 0.6).astype(np.uint8)


def two(level: int = 60) -> NDArray[np.uint8]:
    return on_bed([(receipt(CORNER_SHOP), 40, 60, 1.5), (receipt(BOOK_STORE), 580, 30, -2.0)], (1120, 760), level)


def png(image: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("level", [20, 120, 215])
def test_sheets_on_a_dark_or_a_light_bed_come_back_level_and_in_reading_order(level: int) -> None:
    scan = two(level)
    left, right = straighten_each(scan)
    for found, middle, degrees in ((left, 280, 1.5), (right, 820, -2.0)):
        x, _ = found.transform.point(0.5, 0.5)
        assert abs(x * scan.shape[1] - middle) < 20
        assert found.image.shape[0] > found.image.shape[1]
        (x0, y0), (x1, y1) = found.transform.point(0.2, 0.5), found.transform.point(0.8, 0.5)
        slope = np.degrees(np.arctan2((y1 - y0) * scan.shape[0], (x1 - x0) * scan.shape[1]))
        assert abs(slope - degrees) < 0.5


def test_a_bed_in_a_shadow_is_one_bed() -> None:
    scan = two(170)
    shaded = (scan * np.linspace(1.0, 0.4, scan.shape[1])[None, :, None]).astype(np.uint8)
    assert len(straighten_each(shaded)) == 2


def test_what_has_no_strokes_is_no_writing_beside_the_sheets() -> None:
    """The shadow that sheets throw on a light bed is darker than what is around it, and is no ink."""
    light = two(215)
    cover = (light[:, :, 0] == 250).astype(np.float32)
    ring = cv2.dilate(cover, np.ones((25, 25), np.uint8)) - cv2.dilate(cover, np.ones((17, 17), np.uint8))
    blotches = cv2.resize(np.random.default_rng(4).random((60, 90)).astype(np.float32), (light.shape[1], light.shape[0]))
    stained = (light - 28 * (ring * (blotches > 0.55))[..., None]).clip(0, 255).astype(np.uint8)
    assert len(straighten_each(stained)) == 2


def test_a_sheet_that_runs_to_the_edge_of_the_glass_is_told_apart() -> None:
    scan = on_bed([(receipt(CORNER_SHOP), 0, 0, 0.0), (receipt(BOOK_STORE), 560, 40, 2.0)], (1100, 760), 40)
    assert len(straighten_each(scan)) == 2


@pytest.mark.parametrize("degrees", [0.0, 0.3, -2.0])
@pytest.mark.parametrize("level", [200, 120])
def test_what_was_drawn_in_line_is_one_document(level: int, degrees: float) -> None:
    """A form's white boxes on grey: light areas with writing, as level and as wide as one another."""
    boxes = on_bed([(receipt(CORNER_SHOP), 40, 40, 0.0), (receipt(BOOK_STORE), 560, 40, 0.0)], (1060, 720), level)
    plane, wide, high = warp.rotation(boxes.shape[1], boxes.shape[0], degrees)
    assert len(straighten_each(warp.apply(boxes, plane, round(wide), round(high)))) == 1


def test_a_page_with_writing_beside_its_boxes_is_one_document() -> None:
    page = two(215)
    image = Image.fromarray(page)
    draw = ImageDraw.Draw(image)
    for row in range(3):
        draw.text(
            (60, 690 + 22 * row), "Terms of delivery and payment hold as agreed upon", fill=(20, 20, 20), font=ImageFont.load_default(20)
        )
    assert len(straighten_each(np.array(image))) == 1


def test_a_coloured_band_across_the_page_does_not_part_it() -> None:
    page = np.vstack([receipt(CORNER_SHOP, 900, 560), np.full((60, 900, 3), (30, 60, 120), np.uint8), receipt(BOOK_STORE, 900, 560)])
    assert len(straighten_each(page)) == 1
    on_desk = on_bed([(page, 60, 50, 1.0)], (1060, 1320), 70)
    assert len(straighten_each(on_desk)) == 1


@pytest.mark.parametrize("condition", ["scan", "photo"])
def test_samples_laid_together_have_truth_where_they_lie(condition: str) -> None:
    samples = make_together(Order(3, 1, "receipt", condition, ("en",), dpi=110, together=2))
    assert [sample.row["file"].rpartition("#")[2] for sample in samples] == ["1", "2"]
    assert len({sample.data for sample in samples}) == 1
    boxes = [sample.row["lines"][0]["box"] for sample in samples]
    assert all(0 <= value <= 1 for box in boxes for value in box)
    assert boxes[0][2] < boxes[1][0] or boxes[0][3] < boxes[1][1]


def test_each_receipt_on_a_scan_is_a_record_with_boxes_on_the_scan(tmp_path: Path) -> None:
    content = png(two())
    options = Options(name="scan.png", schema="receipt", engine="rapidocr")
    first, second = extract_each(content, options)
    assert [(made.source, str(made.record.total), str(made.record.date)) for made in (first, second)] == [
        ("scan.png#1", "5.30", "2025-03-14"),
        ("scan.png#2", "39.50", "2024-11-02"),
    ]
    boxes = [made.fields["total"].box for made in (first, second)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0].right < 0.5 < boxes[1].left
    assert {issue.severity for made in (first, second) for issue in made.issues if issue.code == "several_documents"} == {Severity.INFO}
    path = tmp_path / "scan.png"
    path.write_bytes(content)
    assert [made.source for made in extract_all(gather([str(path)]).inputs, options)] == [f"{path}#1", f"{path}#2"]


def test_who_asks_for_one_record_is_told_of_the_others() -> None:
    made = extract(png(two()), Options(name="scan.png", schema="receipt", engine="rapidocr"))
    assert made.status is Status.REVIEW
    assert [issue.severity for issue in made.issues if issue.code == "several_documents"] == [Severity.ERROR]


def test_what_was_read_is_told_apart_by_sheet_on_one_page() -> None:
    document, readings = read(png(two()), Options(engine="rapidocr"))
    pages = to_json(ReadDocument(document, readings))["pages"]
    assert [(page["page"], page["sheet"]) for page in pages] == [(1, 1), (1, 2)]
    assert "CORNER" in pages[0]["text"]
    assert "BOOK" in pages[1]["text"]
    assert "BOOK" not in pages[0]["text"]
    assert render(ReadDocument(document, readings)).count(b"/Type /Page /") == 1


class _White:
    def pixels(self, dpi: float | None = None) -> NDArray[np.uint8]:
        return np.full((40, 80, 3), 255, np.uint8)


def sheet_of(number: int, text: str) -> Reading:
    words = tuple(Word(word, WHOLE_PAGE) for word in text.split())
    half = Transform(((0.5, 0.0, 0.5 * (number - 1)), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
    return Reading(1, 100, 100, "replay", (Region(RegionKind.TEXT, WHOLE_PAGE, (Line(words),)),), transform=half, sheet=number)


@pytest.mark.parametrize(
    ("texts", "documents"),
    [
        (("Page 1 of 2", "Page 2 of 2"), 1),
        (("Seite 1/2", "Seite 2/2"), 1),
        (("Page 2 of 2", "Page 1 of 2"), 2),
        (("Page 1 of 2", "Page 2 of 3"), 2),
        (("Total 1.00", "Total 2.00"), 2),
    ],
)
def test_sheets_that_count_on_are_pages_of_one_document(texts: tuple[str, str], documents: int) -> None:
    document = Document("scan.png", "image", (Page(1, 200, 100, TextLayer.ABSENT, _White()),))
    parts = parts_of(document, [sheet_of(number, text) for number, text in enumerate(texts, 1)])
    assert len(parts) == documents
    assert [reading for part in parts for reading in part.readings] == [sheet_of(number, text) for number, text in enumerate(texts, 1)]


def test_codes_on_other_sheets_are_not_seen() -> None:
    class Black(_White):
        def pixels(self, dpi: float | None = None) -> NDArray[np.uint8]:
            return np.zeros((40, 80, 3), np.uint8)

    document = Document("scan.png", "image", (Page(1, 200, 100, TextLayer.ABSENT, Black()),))
    left, right = parts_of(document, [sheet_of(1, "one"), sheet_of(2, "two")])
    assert not left.document.pages[0].picture.pixels()[:, :39].any()
    assert left.document.pages[0].picture.pixels()[:, 42:].all()
    assert not right.document.pages[0].picture.pixels()[:, 41:].any()
    assert right.document.pages[0].picture.pixels()[:, :38].all()
