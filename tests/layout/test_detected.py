"""A trained detector by configuration: its file is read strictly, its regions say what is read and name what is found."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import layoutparser as lp
import numpy as np
import pytest
from PIL import Image

from extractor import ocr
from extractor.document import Region, RegionKind, Word
from extractor.errors import EngineError
from extractor.geometry import Box
from extractor.layout import deep
from extractor.layout.deep import Detector, detector_from
from extractor.layout.detected import named, to_read
from extractor.pipeline import Options, read


def described(folder: Path, text: str = 'model = "paddledetection"\nweights = "weights"\nat_least = 0.6\n[labels]\n0 = "text"\n') -> Path:
    (folder / "weights").mkdir()
    for name in deep.PADDLE_FILES:
        (folder / "weights" / name).touch()
    path = folder / "layout.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_detector_is_described_by_a_file_and_its_paths_count_from_there(tmp_path: Path) -> None:
    assert detector_from(described(tmp_path)) == Detector("paddledetection", tmp_path / "weights", None, {0: "text"}, 0.6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("model = ", "not TOML"),
        ('model = "detectron2"', "lacks the key weights"),
        ('weights = "x"', "lacks the key model"),
        ('model = "detectron2"\nweights = 3', "weights is to be a text"),
        ('model = "detectron2"\nweights = "x"\nwieghts = "y"', "wieghts"),
        ('model = "detectron2"\nweights = "x"\nat_least = 2', "from 0 to 1"),
        ('model = "efficientdet"\nweights = "x"\narchitecture = 3', "architecture is to be a text"),
        ('model = "detectron2"\nweights = "x"\n[labels]\ntext = "0"', "labels"),
    ],
)
def test_a_description_that_is_wrong_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(EngineError, match=said) as caught:
        detector_from(described(tmp_path, text))
    assert caught.value.code == "bad_detector"


def test_a_missing_description_or_detector_stops_the_run_with_one_error(tmp_path: Path) -> None:
    page = letter(tmp_path)
    with pytest.raises(EngineError, match="cannot be read"):
        read(page, Options(engine="tesseract", layout_model=tmp_path / "none.toml"))
    gone = tmp_path / "gone.toml"
    gone.write_text('model = "paddledetection"\nweights = "elsewhere"\n', encoding="utf-8")
    with pytest.raises(EngineError, match="elsewhere") as caught:
        read(page, Options(engine="tesseract", layout_model=gone))
    assert caught.value.code == "no_weights"


@pytest.mark.parametrize(
    ("detector", "code", "said"),
    [
        (Detector("yolo", Path(".")), "unknown_detector", "detectron2, efficientdet, paddledetection"),
        (Detector("detectron2", Path(".")), "no_config", "needs config"),
        (Detector("efficientdet", Path("."), labels={1: "text"}), "no_config", "needs architecture"),
        (Detector("efficientdet", Path("."), architecture="tf_efficientdet_d0"), "no_config", "needs labels"),
        (Detector("paddledetection", Path("https://example.org/weights")), "no_weights", "none is fetched"),
        (Detector("paddledetection", Path(".")), "no_weights", "inference.pdmodel"),
        (Detector("efficientdet", Path("."), labels={1: "text"}, architecture="x"), "missing_library", "'effdet', which is not installed"),
    ],
)
def test_what_a_detector_lacks_is_told_before_it_is_loaded(
    monkeypatch: pytest.MonkeyPatch, detector: Detector, code: str, said: str
) -> None:
    monkeypatch.setattr(deep.importlib.util, "find_spec", lambda name: None)  # type: ignore[attr-defined]
    with pytest.raises(EngineError) as caught:
        deep.check_detector(detector)
    assert caught.value.code == code
    assert said in str(caught.value)


def test_what_the_detector_passes_over_is_still_read() -> None:
    text = Region(RegionKind.TEXT, Box(0.1, 0.1, 0.9, 0.3))
    inside, beside = Region(RegionKind.TEXT, Box(0.1, 0.1, 0.5, 0.2)), Region(RegionKind.TEXT, Box(0.1, 0.8, 0.5, 0.9))
    assert to_read([text, Region(RegionKind.SEPARATOR, Box(0, 0.5, 1, 0.5))], [inside, beside]) == (text, beside)
    assert to_read([], [inside, beside]) == (inside, beside)


def test_names_are_the_detectors_but_tables_need_cells() -> None:
    from extractor.layout import arrange

    regions = arrange([Word("Heading", Box(0.1, 0.1, 0.3, 0.12)), Word("Text", Box(0.1, 0.6, 0.2, 0.62))], (), 600, 800)
    seen = [Region(RegionKind.TITLE, Box(0.05, 0.05, 0.5, 0.2)), Region(RegionKind.TABLE, Box(0.05, 0.5, 0.5, 0.7))]
    assert [region.kind for region in named(regions, seen)] == [RegionKind.TITLE, RegionKind.TEXT]


def letter(folder: Path) -> Path:
    image = np.full((1000, 800, 3), 255, dtype=np.uint8)
    for row in range(12):
        cv2.putText(image, "Plain words of a letter", (80, 200 + 45 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (10, 10, 10), 2, cv2.LINE_AA)
    path = folder / "letter.png"
    Image.fromarray(image).save(path)
    return path


def test_its_regions_are_what_the_engine_is_given_and_name_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes: list[Any] = []

    def detect(image: Image.Image) -> lp.Layout:
        shapes.append(image.size)
        width, height = image.size
        text = lp.TextBlock(lp.Rectangle(0.05 * width, 0.1 * height, 0.95 * width, 0.8 * height), type="Title", score=0.9)
        logo = lp.TextBlock(lp.Rectangle(0.6 * width, 0.85 * height, 0.9 * width, 0.95 * height), type="Figure", score=0.8)
        return lp.Layout([text, logo])

    monkeypatch.setattr(deep.importlib.util, "find_spec", lambda name: object())  # type: ignore[attr-defined]
    monkeypatch.setattr(deep, "_load", lambda detector: SimpleNamespace(detect=detect))
    given: list[tuple[Region, ...]] = []

    class Engine:
        name = "fake"

        def read(self, image: object, regions: tuple[Region, ...] = (), language: str | None = None) -> tuple[Word, ...]:
            given.append(tuple(regions))
            return (Word("Plain", Box(0.1, 0.18, 0.2, 0.2)), Word("words", Box(0.21, 0.18, 0.3, 0.2)))

    monkeypatch.setattr(ocr, "engine", lambda name: Engine())
    _, (reading,) = read(letter(tmp_path), Options(layout_model=described(tmp_path)))
    assert len(shapes) == 1
    assert given[0][0].kind is RegionKind.TITLE
    assert {region.kind for region in reading.regions} == {RegionKind.TITLE, RegionKind.FIGURE}
    assert [word.text for word in reading.words] == ["Plain", "words"]
