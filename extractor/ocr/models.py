"""The PP-OCR models inside rapidocr's wheel, made ready for onnxruntime without importing rapidocr (1 CPU s).

The recogniser knows 18,708 characters, nearly all of them Chinese; its last layer is a fifth of the work. The layer is cut to
the characters of Latin scripts in memory, while the model is read (wire.py), which needs neither the `onnx` package nor a cache on
disk.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from extractor.errors import EngineError
from extractor.ocr import integers, wire
from extractor.ocr.session import open_session

DETECTOR = "det"
RECOGNISER = "rec"

# Signs that look like another one, and are given for it far more often than for themselves.
_TWINS = {"×": "x", "º": "°"}

# Punctuation and signs beyond ASCII that stand on documents written in Latin letters.
_SIGNS = "£¥€$¢§©®°±²³¹·¼½¾÷µ«»‘’“”„–—…•†‡™№′″‰¡¿ª‹›"


def model_path(kind: str) -> Path:
    """The detector's or the recogniser's file in the installed rapidocr. Raises EngineError where there is none."""
    spec = find_spec("rapidocr")
    folders = [] if spec is None else list(spec.submodule_search_locations or ())
    for folder in folders:
        found = sorted(Path(folder, "models").glob(f"*_{kind}_*.onnx"))
        if found:
            return found[-1]
    raise EngineError(
        "the models of rapidocr are not installed" if folders else "rapidocr is not installed",
        hint="pip install rapidocr onnxruntime, or choose --engine tesseract",
        code="rapidocr_missing",
    )


def installed() -> bool:
    """Whether our reader can run: rapidocr's models are here, and what runs them."""
    try:
        return bool(model_path(RECOGNISER)) and find_spec("onnxruntime") is not None
    except EngineError:
        return False


@lru_cache(maxsize=1)
def detector_session() -> Any:
    return open_session(_read(model_path(DETECTOR)))


@lru_cache(maxsize=2)
def recogniser_session(*, quick: bool) -> Any:
    """The recogniser; `quick`: in whole numbers (integers.py), at .6 of the time, where this processor reckons rightly with them."""
    if not quick:
        return open_session(_cut_recogniser()[0])
    try:
        if integers.sums_are_exact():
            return open_session(integers.in_integers(_cut_recogniser()[0]))
    except (EngineError, ValueError):
        pass  # an onnxruntime without this product, or a model with nothing to reckon so: read in floats
    return recogniser_session(quick=False)


@lru_cache(maxsize=1)
def recogniser_alphabet() -> tuple[str, ...]:
    """What each of the recogniser's classes stands for: "" is the blank, "a" may stand there more than once."""
    return _cut_recogniser()[1]


def _cut_recogniser() -> tuple[bytes, tuple[str, ...]]:
    model = _read(model_path(RECOGNISER))
    try:
        alphabet = _alphabet(model)
        keep = [number for number, sign in enumerate(alphabet) if number == 0 or sign]
        return cut_classes(model, len(alphabet), keep), tuple(alphabet[number] for number in keep)
    except (ValueError, IndexError) as problem:
        raise EngineError(f"the recogniser of rapidocr is not as expected: {problem}", code="rapidocr_missing") from problem


def latin(character: str) -> str:
    """The character as a Latin document would have it ("" where it would not): full-width forms become plain ones."""
    if len(character) != 1:
        return ""
    if character in _TWINS:
        return _TWINS[character]
    if "\uff01" <= character <= "\uff5e":  # full-width forms, which this recogniser likes to give for brackets and commas
        return unicodedata.normalize("NFKC", character)
    if " " <= character <= "~" or character in _SIGNS:
        return character
    name = unicodedata.name(character, "")
    return character if name.startswith("LATIN ") and character < "\u2000" else ""


def cut_classes(model: bytes, classes: int, keep: Sequence[int]) -> bytes:
    """The ONNX model with only the classes `keep` in its last layer (a matrix [n, classes] and a vector [classes]).

    Raises ValueError when the model has no such layer.
    """
    cuts = 0
    fields: list[bytes] = []
    for number, kind, value in wire.fields(model):
        if number == wire.MODEL_GRAPH and kind == wire.BYTES:
            inner = []
            for inner_number, inner_kind, inner_value in wire.fields(value):
                if inner_number == wire.GRAPH_OUTPUT:
                    # The declared shape names the old number of classes; without it the shape is inferred.
                    name = next(content.decode() for key, _, content in wire.fields(inner_value) if key == 1)
                    inner_value = wire.value_of_floats(name)
                elif inner_number == wire.GRAPH_INITIALIZER:
                    name, array = wire.read_tensor(inner_value)
                    if array is not None and array.dtype == np.float32 and array.shape[-1:] == (classes,):
                        cuts += 1
                        inner_value = wire.tensor(name, array[..., list(keep)])
                inner.append(wire.field(inner_number, inner_kind, inner_value))
            value = b"".join(inner)
        fields.append(wire.field(number, kind, value))
    if cuts != 2:
        raise ValueError(f"{cuts} tensors of {classes} classes where a matrix and a vector were expected")
    return b"".join(fields)


def _alphabet(model: bytes) -> list[str]:
    for number, _, value in wire.fields(model):
        if number == wire.MODEL_METADATA:
            entry = {inner: content for inner, _, content in wire.fields(value)}
            if entry.get(1) == b"character":
                # The blank comes first; the space is not in the list and comes last.
                return ["", *(latin(sign) for sign in entry[2].decode("utf-8").splitlines()), " "]
    raise ValueError("it has no list of characters")


def _read(path: Path) -> bytes:
    try:
        with open(os.fspath(path), "rb") as model:
            return model.read()
    except OSError as problem:
        raise EngineError(f"the model {path.name} of rapidocr cannot be read: {problem}", code="rapidocr_missing") from problem
