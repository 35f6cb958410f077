"""layoutparser's trained detectors, with weights that the user has: nothing is ever fetched.

    Detector(model="detectron2", config=Path("config.yaml"), weights=Path("model_final.pth"), labels={0: "text"})
    detector_from(Path("layout.toml"))  # the same from a file

`detectron2` takes a configuration file and a weights file; `paddledetection` the folder that holds `inference.pdmodel` and
`inference.pdiparams`; `efficientdet` the name of an architecture of effdet and a weights file. How layoutparser's own classes are
called, and where they are put right, stands in deep_models.py.
"""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.document import Region
from extractor.errors import EngineError
from extractor.quick import dataclass

_MODELS: dict[object, Any] = {}

# name -> the library that it needs, and what the description must say beside model and weights
MODELS = {
    "detectron2": ("detectron2", ("config",)),
    "paddledetection": ("paddle", ()),
    "efficientdet": ("effdet", ("architecture", "labels")),
}
PADDLE_FILES = ("inference.pdmodel", "inference.pdiparams")  # in the folder of weights: looked for here, since Paddle ends the process
TEXTS = ("model", "weights", "config", "architecture")


@dataclass(frozen=True, slots=True)
class Detector:
    """Which detector, with which files; `labels` names its classes (text, title, list, table, figure ...) by the model's numbers."""

    model: str
    weights: Path
    config: Path | None = None
    labels: Mapping[int, str] = field(default_factory=dict)
    at_least: float = 0.5  # regions with a lower score are left out
    architecture: str | None = None  # of efficientdet, as effdet calls it


def detector_from(path: Path) -> Detector:
    """The detector that a TOML file describes by the fields of `Detector`; its paths count from the file's folder.

    Raises EngineError where the file is missing or says anything else. The detector itself is not tried.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _bad(path, f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(path, f"is not TOML: {error}") from error
    unknown = sorted(set(told) - {*TEXTS, "labels", "at_least"})
    if unknown:
        raise _bad(path, f"has a key that is not known: {', '.join(unknown)}")
    for key in ("model", "weights"):
        if key not in told:
            raise _bad(path, f"lacks the key {key}")
    for key in TEXTS:
        if not isinstance(told.get(key, ""), str):
            raise _bad(path, f"{key} is to be a text")
    labels, at_least = told.get("labels", {}), told.get("at_least", 0.5)
    if not isinstance(labels, dict) or not all(key.isdecimal() and isinstance(name, str) for key, name in labels.items()):
        raise _bad(path, 'labels is to be a table of numbers and names, as in 0 = "text"')
    if isinstance(at_least, bool) or not isinstance(at_least, int | float) or not 0 <= at_least <= 1:
        raise _bad(path, "at_least is to be a number from 0 to 1")
    places = {key: path.parent / told[key] if "://" not in told[key] else Path(told[key]) for key in ("weights", "config") if key in told}
    names = {int(key): name for key, name in labels.items()}
    return Detector(told["model"], places["weights"], places.get("config"), names, float(at_least), told.get("architecture"))


def _bad(path: Path, what: str) -> EngineError:
    return EngineError(f"{path}: the description of a layout detector {what}", hint="docs/command-line.md shows one", code="bad_detector")


def check_detector(detector: Detector) -> None:
    """Raises EngineError, saying what to do, where the detector cannot run here."""
    if detector.model not in MODELS:
        raise EngineError(
            f"unknown layout detector {detector.model!r}", hint=f"choose one of {', '.join(sorted(MODELS))}", code="unknown_detector"
        )
    files = [detector.weights / name for name in PADDLE_FILES] if detector.model == "paddledetection" else [detector.weights]
    for path in (*files, detector.config):
        if path is not None and ("://" in str(path) or not path.exists()):
            hint = "give the path of a file that you have: none is fetched"
            raise EngineError(f"the layout detector's file {path} is not here", hint=hint, code="no_weights")
    library, needed = MODELS[detector.model]
    for key in needed:
        if not getattr(detector, key):
            raise EngineError(f"the layout detector {detector.model} needs {key}", hint=f"set `{key}`", code="no_config")
    if importlib.util.find_spec(library) is None:
        raise EngineError(
            f"the layout detector {detector.model} needs the library {library!r}, which is not installed",
            hint=f"install {'paddlepaddle' if library == 'paddle' else library} into this environment",
            code="missing_library",
        )


def detect_regions(image: NDArray[np.uint8], detector: Detector) -> tuple[Region, ...]:
    """The regions (without lines, top to bottom) of a picture H x W x 3, RGB, 8 bit.

    Raises EngineError where the library or a file is missing, or the detector fails.
    """
    from PIL import Image

    from extractor.layout.blocks import layout_to_regions

    check_detector(detector)
    model = _loaded(detector)
    try:
        # As a Pillow picture, whose colours all of layoutparser's models take in the right order; of an array some think it is BGR.
        found = model.detect(Image.fromarray(image))
    except Exception as error:  # whatever a foreign model raises is an engine that fails
        raise EngineError(f"the layout detector {detector.model} failed: {error}", code="detector_failed") from error
    height, width = image.shape[:2]
    kept = [block for block in found if getattr(block, "score", None) is None or block.score >= detector.at_least]
    kept.sort(key=lambda block: (block.coordinates[1], block.coordinates[0]))
    regions = (replace(region, box=region.box.clipped()) for region in layout_to_regions(type(found)(kept), width, height))
    return tuple(region for region in regions if region.box.width * width > 1 and region.box.height * height > 1)


def _loaded(detector: Detector) -> Any:
    """The model, loaded once a process: that takes seconds."""
    key = (
        detector.model,
        detector.weights,
        detector.config,
        detector.architecture,
        tuple(sorted(detector.labels.items())),
        detector.at_least,
    )
    if key not in _MODELS:
        _MODELS.clear()  # models are large: one is kept
        _MODELS[key] = _load(detector)
    return _MODELS[key]


def _load(detector: Detector) -> Any:
    from extractor.layout import deep_models

    try:
        return deep_models.load(
            detector.model,
            str(detector.weights),
            str(detector.config or detector.architecture or ""),
            dict(detector.labels),
            detector.at_least,
        )
    except Exception as error:
        raise EngineError(f"the layout detector {detector.model} cannot be loaded: {error}", code="detector_failed") from error
