"""What was read: text, JSON Lines, hOCR, ALTO and searchable PDF."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pypdfium2 as pdfium
import pytest

from extractor.document import Document, Reading, TextLayer
from extractor.errors import OutputError
from extractor.export.readings import FORMATS, ReadDocument, reading_format
from extractor.geometry import Transform

Make = Callable[..., tuple[Document, tuple[Reading, ...]]]
HALF_TURN = Transform(((-1.0, 0.0, 1.0), (0.0, -1.0, 1.0), (0.0, 0.0, 1.0)))


def rendered(name: str, made: tuple[Document, tuple[Reading, ...]], **more: Any) -> bytes:
    return reading_format(name, None).render(ReadDocument(*made, **more))


def test_text_keeps_the_reading_order(read_page: Make) -> None:
    assert rendered("text", read_page()).decode() == "Łódź <&>\n\n日本\n\f"


def test_json_lines_have_words_with_boxes_of_the_page_as_given(read_page: Make) -> None:
    row = json.loads(rendered("jsonl", read_page(HALF_TURN)))
    assert row["source"] == "scan.png"
    assert row["error"] is None
    assert row["text"] == "Łódź <&>\n\n日本"
    page = row["pages"][0]
    assert (page["page"], page["width"], page["height"], page["engine"]) == (1, 300.0, 450.0, "tesseract")
    assert page["words"][0] == {"text": "Łódź", "box": [0.75, 0.87, 0.9, 0.9], "confidence": 0.98}


def test_hocr_is_xml_with_pixel_boxes_and_confidences(read_page: Make) -> None:
    root = ElementTree.fromstring(rendered("hocr", read_page()))
    words = [element for element in root.iter() if element.get("class") == "ocrx_word"]
    assert [word.text for word in words] == ["Łódź", "<&>", "日本"]
    assert words[0].get("title") == "bbox 40 60 100 78; x_wconf 98"
    (page,) = [element for element in root.iter() if element.get("class") == "ocr_page"]
    assert "bbox 0 0 400 600; ppageno 0" in page.get("title", "")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_alto_is_xml_with_lines_of_strings(read_page: Make) -> None:
    root = ElementTree.fromstring(rendered("alto", read_page()))
    namespace = "{http://www.loc.gov/standards/alto/ns-v4#}"
    lines = list(root.iter(f"{namespace}TextLine"))
    assert [[child.get("CONTENT") for child in line] for line in lines] == [["Łódź", None, "<&>"], ["日本"]]
    string = next(root.iter(f"{namespace}String"))
    assert {key: string.get(key) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT", "WC")} == {
        "HPOS": "40",
        "VPOS": "60",
        "WIDTH": "60",
        "HEIGHT": "18",
        "WC": "0.9800",
    }


def word_places(content: bytes) -> dict[str, tuple[float, float, float, float]]:
    """Each word of a PDF's first page with its box in page fractions, as a reader of the file finds it."""
    with pdfium.PdfDocument(content) as document:
        page = document[0]
        width, height = page.get_size()
        text = page.get_textpage()
        whole = text.get_text_range()
        found = {}
        for match in re.finditer(r"\S+", whole):
            boxes = [text.get_charbox(at) for at in range(*match.span())]
            left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
            right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
            found[match.group()] = (left / width, 1 - top / height, right / width, 1 - bottom / height)
        return found


@pytest.mark.parametrize("transform", [Transform.identity(), HALF_TURN])
def test_a_searchable_pdf_has_every_word_where_it_stands(read_page: Make, transform: Transform) -> None:
    document, readings = read_page(transform)
    places = word_places(rendered("pdf", (document, readings)))
    for word in readings[0].words:
        text = word.text if transform.is_identity else next(t for t in (word.text, word.text[::-1]) if t in places)
        expected = readings[0].to_page(word.box)
        assert places[text] == pytest.approx((expected.left, expected.top, expected.right, expected.bottom), abs=0.002)


def test_a_searchable_pdf_shows_the_picture_and_no_text(read_page: Make) -> None:
    document, readings = read_page()
    with pdfium.PdfDocument(rendered("pdf", (document, readings))) as made:
        assert made[0].get_size() == pytest.approx((300.0, 450.0))
        pixels = made[0].render(scale=400 / 300).to_numpy()[..., :3]
    assert abs(pixels.astype(int) - document.pages[0].picture.pixels().astype(int)).mean() < 4


def test_digital_pages_of_a_pdf_stay_as_they_are(read_page: Make) -> None:
    import dataclasses

    document, readings = read_page()
    scan = rendered("pdf", (document, readings))
    page = dataclasses.replace(document.pages[0], text_layer=TextLayer.USABLE)
    as_pdf = dataclasses.replace(document, kind="pdf", pages=(page, dataclasses.replace(document.pages[0], number=2)))
    digital = dataclasses.replace(readings[0], engine="text_layer")
    original = io.BytesIO()
    with pdfium.PdfDocument.new() as two:
        two.new_page(200, 100)
        two.import_pages(pdfium.PdfDocument(scan))
        two.save(original)
    made = rendered("pdf", (as_pdf, (digital, dataclasses.replace(readings[0], page=2))), original=original.getvalue())
    with pdfium.PdfDocument(made) as merged:
        assert [page.get_size() for page in merged] == [pytest.approx((200, 100)), pytest.approx((300, 450))]
    assert rendered("pdf", (as_pdf, (digital, digital)), original=b"as it is") == b"as it is"


@pytest.mark.parametrize("name", [known.name for known in FORMATS])
def test_characters_that_xml_forbids_break_no_format(read_page: Make, name: str) -> None:
    import dataclasses

    document, (reading,) = read_page()
    line = reading.regions[0].lines[0]
    odd = dataclasses.replace(line.words[0], text='a\x00\x0b"\ud800]]>')
    region = dataclasses.replace(reading.regions[0], lines=(dataclasses.replace(line, words=(odd,)),))
    content = rendered(name, (dataclasses.replace(document, source='"x";\x01'), (dataclasses.replace(reading, regions=(region,)),)))
    if name in ("hocr", "alto"):
        ElementTree.fromstring(content)
    assert content


def test_the_format_is_told_by_name_or_suffix() -> None:
    assert reading_format(None, None).name == "text"
    assert reading_format(None, "a.xml").name == "alto"
    assert reading_format("hocr", "a.xml").name == "hocr"
    with pytest.raises(OutputError, match=r"suffix '\.docx'"):
        reading_format(None, "a.docx")
