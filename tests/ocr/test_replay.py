from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from extractor.document import Word
from extractor.errors import EngineError, OutputError
from extractor.geometry import Box
from extractor.ocr import engine
from extractor.ocr.replay import Recorder, ReplayEngine, picture_key

WORDS = (Word("Totäl", Box(0.1, 0.1, 0.2, 0.15), 0.75, alternatives=("Total",)), Word("9.50", Box(0.3, 0.1, 0.4, 0.15)))


class Spoken:
    """An engine that always says the same."""

    name = "spoken"

    def read(self, image: object, regions: object = (), language: object = None) -> tuple[Word, ...]:
        return WORDS


def picture(value: int) -> np.ndarray:
    return np.full((4, 6, 3), value, np.uint8)


def test_what_was_recorded_comes_back(tmp_path: Path) -> None:
    recorder = Recorder(Spoken(), tmp_path)
    assert recorder.read(picture(1)) == WORDS
    assert engine(f"replay:{tmp_path}").read(picture(1)) == WORDS


def test_another_picture_has_no_recording(tmp_path: Path) -> None:
    Recorder(Spoken(), tmp_path).read(picture(1))
    with pytest.raises(EngineError, match="no recorded reading"):
        ReplayEngine(tmp_path).read(picture(2))


def test_a_single_file_serves_every_picture(tmp_path: Path) -> None:
    Recorder(Spoken(), tmp_path).read(picture(1))
    one = next(tmp_path.glob("*.json"))
    assert ReplayEngine(one).read(picture(7)) == WORDS


def test_the_key_depends_on_shape_and_pixels() -> None:
    keys = {picture_key(picture(1)), picture_key(picture(2)), picture_key(picture(1).reshape(6, 4, 3))}
    assert len(keys) == 3
    assert picture_key(picture(1)) == picture_key(picture(1).copy())


DAMAGED = ["", "[]", '{"words": 3}', '{"words": [{"text": "a"}]}', json.dumps({"words": [{"text": "a", "box": [1]}]})]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_recording_is_an_engine_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content)
    with pytest.raises(EngineError, match="cannot be used"):
        ReplayEngine(path).read(picture(1))


def test_no_recordings_at_all(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no recorded readings"):
        ReplayEngine(tmp_path / "nowhere")


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        Recorder(Spoken(), tmp_path / "file" / "below").read(picture(1))
