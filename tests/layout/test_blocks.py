"""Regions travel as layoutparser layouts, JSON and data frames, and come back as they were; deep detectors fail clearly."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import layoutparser as lp
import numpy as np
import pytest

from extractor.document import Line, Region, RegionKind, Word
from extractor.errors import EngineError
from extractor.geometry import Box
from extractor.layout import blocks, deep
from extractor.layout.deep import Detector, check_detector, detect_regions

WIDTH, HEIGHT = 1000.0, 2000.0


def sample() -> tuple[Region, ...]:
    total = Line((Word("Total:", Box(0.1, 0.5, 0.2, 0.52), 0.9), Word("9.00", Box(0.3, 0.5, 0.4, 0.52), 0.5)))
    title = Line((Word("Rechnung", Box(0.1, 0.1, 0.4, 0.15)),))
    return (
        Region(RegionKind.TITLE, Box(0.1, 0.1, 0.4, 0.15), (title,)),
        Region(RegionKind.KEY_VALUE, Box(0.1, 0.5, 0.4, 0.52), (total,)),
        Region(RegionKind.FIGURE, Box(0.6, 0.6, 0.9, 0.9)),
    )


def same(left: tuple[Region, ...], right: tuple[Region, ...]) -> bool:
    def plain(regions: tuple[Region, ...]) -> list[object]:
        return [
            (r.kind, r.box.rounded(), [[(w.text, w.box.rounded(), round(w.confidence, 6)) for w in line.words] for line in r.lines])
            for r in regions
        ]

    return plain(left) == plain(right)


def test_regions_come_back_from_a_layout() -> None:
    layout = blocks.regions_to_layout(sample(), WIDTH, HEIGHT, words=True)
    assert same(blocks.layout_to_regions(layout, WIDTH, HEIGHT), sample())


def test_a_layout_holds_one_block_a_region_with_its_text_in_pixels() -> None:
    layout = blocks.regions_to_layout(sample(), WIDTH, HEIGHT)
    assert [block.type for block in layout] == ["title", "key_value", "figure"]
    assert [block.text for block in layout] == ["Rechnung", "Total: 9.00", None]
    assert layout[0].coordinates == pytest.approx((100, 200, 400, 300))


def test_other_names_and_shapes_of_blocks_are_understood() -> None:
    layout = lp.Layout(
        [
            lp.TextBlock(lp.Rectangle(0, 0, 100, 200), type="TableRegion", score=0.8),
            lp.TextBlock(lp.Quadrilateral(np.array([[10, 0], [100, 10], [90, 110], [0, 100]])), type="something new"),
            lp.Rectangle(500, 1000, 1000, 2000),
        ]
    )
    found = blocks.layout_to_regions(layout, WIDTH, HEIGHT)
    assert [region.kind for region in found] == [RegionKind.TABLE, RegionKind.TEXT, RegionKind.TEXT]
    assert found[1].box.rounded() == (0.0, 0.0, 0.1, 0.055)
    assert found[2].box.rounded() == (0.5, 0.5, 1.0, 1.0)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A folder as PaddleDetection wants it."""
    for name in deep.PADDLE_FILES:
        (tmp_path / name).write_bytes(b"weights")
    return tmp_path


@pytest.mark.parametrize(
    ("detector", "code"),
    [
        (Detector("yolo", Path("x")), "unknown_detector"),
        (Detector("efficientdet", Path("x")), "no_weights"),
        (Detector("detectron2", Path("/nowhere/model.pth")), "no_weights"),
        (Detector("paddledetection", Path("lp://PubLayNet/ppyolov2_r50vd_dcn_365e/weight")), "no_weights"),
    ],
)
def test_a_detector_that_cannot_run_says_why(detector: Detector, code: str) -> None:
    with pytest.raises(EngineError) as caught:
        check_detector(detector)
    assert caught.value.code == code
    assert caught.value.hint


def test_a_detector_without_its_library_or_configuration_says_so(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deep.importlib.util, "find_spec", lambda name: None)  # type: ignore[attr-defined]
    with pytest.raises(EngineError, match="not installed") as caught:
        check_detector(Detector("paddledetection", weights))
    assert caught.value.code == "missing_library"
    with pytest.raises(EngineError, match="needs config"):
        check_detector(Detector("detectron2", weights))


def test_a_detectors_blocks_become_regions(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = lp.Layout(
        [
            lp.TextBlock(lp.Rectangle(0, 100, 50, 200), type="Table", score=0.9),
            lp.TextBlock(lp.Rectangle(0, 0, 50, 50), type="Title", score=0.8),
            lp.TextBlock(lp.Rectangle(0, 0, 50, 50), type="Text", score=0.2),
        ]
    )
    monkeypatch.setattr(deep.importlib.util, "find_spec", lambda name: object())  # type: ignore[attr-defined]
    monkeypatch.setattr(deep, "_load", lambda detector: SimpleNamespace(detect=lambda image: layout))
    regions = detect_regions(np.zeros((200, 100, 3), dtype=np.uint8), Detector("paddledetection", weights))
    assert [(region.kind, region.box.rounded()) for region in regions] == [
        (RegionKind.TITLE, (0.0, 0.0, 0.5, 0.25)),
        (RegionKind.TABLE, (0.0, 0.5, 0.5, 1.0)),
    ]


def test_a_detector_that_breaks_is_an_engine_error(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(image: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(deep.importlib.util, "find_spec", lambda name: object())  # type: ignore[attr-defined]
    monkeypatch.setattr(deep, "_load", lambda detector: SimpleNamespace(detect=broken))
    with pytest.raises(EngineError, match="out of memory"):
        detect_regions(np.zeros((20, 10, 3), dtype=np.uint8), Detector("paddledetection", weights))
