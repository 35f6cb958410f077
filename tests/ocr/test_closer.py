"""Lines that the detector sees as one block come apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.ocr import reader
from extractor.ocr.detector import DetectorSettings, TextBox, detect

pytestmark = pytest.mark.engine

AMOUNTS = ("9.95", "8.20", "14.10", "2.95")


def page() -> np.ndarray:
    """Three lines of text, and beside them a column of amounts."""
    image = Image.new("RGB", (420, 260), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    for number, text in enumerate(("Table for two", "Lunch menu", "Service included")):
        pen.text((20, 20 + 80 * number), text, fill=(20, 20, 20), font=font)
    for number, amount in enumerate(AMOUNTS):
        pen.text((340, 40 + 22 * number), amount, fill=(20, 20, 20), font=font)
    return np.asarray(image)


def in_one_block(image: np.ndarray, settings: DetectorSettings) -> list[TextBox]:
    """What a detector sees that takes the whole column for one box."""
    lines = [box for box in detect(image, settings) if box.corners[:, 0].min() < 300]
    block = np.array([[335, 38], [385, 38], [385, 128], [335, 128]], np.float32)
    return [*lines, TextBox(block, 0.9)]


def test_a_column_seen_as_one_block_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "detect", in_one_block)
    words = [word for word in reader.read_page(page()) if word.box.left > 0.7]
    assert [word.text for word in sorted(words, key=lambda word: word.box.top)] == list(AMOUNTS)
    assert all(one.box.bottom < other.box.top + 0.02 for one, other in pairwise(words))


def test_large_letters_stay_one_line() -> None:
    image = Image.new("RGB", (420, 260), "white")
    pen = ImageDraw.Draw(image)
    pen.text((20, 20), "HARBOUR", fill=(20, 20, 20), font=ImageFont.load_default(70))
    for number in range(3):
        pen.text((20, 130 + 40 * number), "coffee and cake", fill=(20, 20, 20), font=ImageFont.load_default(16))
    assert [word.text for word in reader.read_page(np.asarray(image))] == ["HARBOUR", *["coffee", "and", "cake"] * 3]
