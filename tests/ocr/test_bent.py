"""Lines on bent paper are found whole, cut out along their bend, and their words stand where they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from extractor.ocr.detector import DetectorSettings, TextBox, map_to_boxes
from extractor.ocr.lines import crop, part_of
from extractor.ocr.reader import read_page


def bowed(sag: float, thickness: int = 8, rows: int = 1, pitch: int = 30) -> np.ndarray:
    """A map of lines 300 pixels long whose middle hangs lower than their ends."""
    probability = np.zeros((60 + pitch * rows, 400), np.float32)
    for row in range(rows):
        for x in range(50, 350):
            top = round(20 + pitch * row + sag * (1 - abs(x - 200) / 150))
            probability[top : top + thickness, x] = 0.9
    return probability


def middle(box: TextBox) -> float:
    return float(box.outline[:, 1].mean())


@given(st.floats(8, 15))
def test_a_bent_line_is_one_strip_along_its_bend(sag: float) -> None:
    (box,) = map_to_boxes(bowed(sag), 400, 90, DetectorSettings())
    assert box.strip is not None
    left, inside, right = (part_of(box, start, start + 0.02, 400, 90) for start in (0.02, 0.49, 0.96))
    assert inside.top * 90 - left.top * 90 == pytest.approx(sag, abs=3)
    assert left.top == pytest.approx(right.top, abs=0.04)
    assert left.right < inside.left < inside.right < right.left


def test_straight_lines_and_round_seals_are_no_strips() -> None:
    (straight,) = map_to_boxes(bowed(0.0), 400, 90, DetectorSettings())
    assert straight.strip is None
    assert all(box.strip is None for box in map_to_boxes(bowed(55.0, rows=3, pitch=60), 400, 240, DetectorSettings()))


def test_a_strip_is_cut_out_level() -> None:
    probability = bowed(12.0)
    image = np.repeat(np.where(probability > 0, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    (box,) = map_to_boxes(probability, 400, 90, DetectorSettings())
    dark = crop(image, box)[..., 0] < 128
    tops = dark[:, dark.any(axis=0)].argmax(axis=0)
    assert np.ptp(tops) <= 3
    assert abs(dark.any(axis=0).sum() - 300) < 12


def test_bent_lines_that_touch_come_apart() -> None:
    probability = bowed(12.0, rows=2, pitch=13)
    probability[33:40, 180:220] = np.maximum(probability[33:40, 180:220], 0.45)  # faint ink between them
    probability[20:60, 150:250][probability[20:60, 150:250] == 0] = 0.4
    tops = sorted(middle(box) for box in map_to_boxes(probability, 400, 86, DetectorSettings()) if box.width > 60)
    assert len(tops) >= 2
    assert tops[-1] - tops[0] > 6


@pytest.mark.engine
def test_text_on_bent_paper_is_read() -> None:
    flat = Image.new("RGB", (520, 200), "white")
    pen, font = ImageDraw.Draw(flat), ImageFont.load_default(20)
    for number, text in enumerate(("Harbour Street Bakery and Cafe", "Cinnamon rolls since Monday", "Bread and butter, tea and cake")):
        pen.text((40, 40 + 40 * number), text, fill=(20, 20, 20), font=font)
    straight = np.asarray(flat)
    sag = (14 * (1 - np.abs(np.arange(520) - 200) / 200).clip(0)).astype(int)
    bent = np.stack([np.roll(straight[:, x], sag[x], axis=0) for x in range(520)], axis=1)
    read = " ".join(word.text for word in read_page(np.ascontiguousarray(bent)))
    assert "Harbour Street Bakery" in read
    assert "Cinnamon rolls" in read
