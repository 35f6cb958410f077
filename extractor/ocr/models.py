"""The PP-OCR models inside rapidocr's wheel, made ready for onnxruntime without importing rapidocr (1 CPU s).

The recogniser knows 18,708 characters, nearly all of them Chinese; its last layer is a fifth of the work. The layer is cut to
the characters of Latin scripts in memory, while the model is read: three initializers of the ONNX file are rewritten on
the level of the protobuf wire format (https://protobuf.dev/programming-guides/encoding/,
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), which needs neither the `onnx` package nor a cache on disk.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from extractor.errors import EngineError

DETECTOR = "det"
RECOGNISER = "rec"

# Field numbers of onnx.proto.
_MODEL_GRAPH, _MODEL_METADATA = 7, 14
_GRAPH_INITIALIZER, _GRAPH_OUTPUT = 5, 12
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_RAW = 1, 2, 8, 9
_FLOAT = 1
_VARINT, _BYTES = 0, 2

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


def open_session(model: bytes) -> Any:
    """An onnxruntime session on one thread (its results do not depend on the machine's load). Raises EngineError."""
    try:
        import onnxruntime
    except ImportError as problem:
        raise EngineError(
            f"onnxruntime cannot be used: {problem}", hint="pip install onnxruntime, or choose --engine tesseract", code="rapidocr_missing"
        ) from problem
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # onnxruntime's errors share no base class
        raise EngineError(f"a model of rapidocr cannot be used: {problem}", code="rapidocr_missing") from problem


@lru_cache(maxsize=1)
def detector_session() -> Any:
    return open_session(_read(model_path(DETECTOR)))


@lru_cache(maxsize=1)
def recogniser_session() -> tuple[Any, tuple[str, ...]]:
    """The recogniser and what each of its classes stands for: "" is the blank, "a" may stand there more than once."""
    model = _read(model_path(RECOGNISER))
    try:
        alphabet = _alphabet(model)
        keep = [number for number, sign in enumerate(alphabet) if number == 0 or sign]
        return open_session(cut_classes(model, len(alphabet), keep)), tuple(alphabet[number] for number in keep)
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
    for number, kind, value in _fields(model):
        if number == _MODEL_GRAPH and kind == _BYTES:
            inner = []
            for inner_number, inner_kind, inner_value in _fields(value):
                if inner_number == _GRAPH_OUTPUT:
                    # The declared shape names the old number of classes; without it the shape is inferred.
                    inner.append(_field(inner_number, inner_kind, _name_and_type_only(inner_value)))
                    continue
                if inner_number == _GRAPH_INITIALIZER and (shorter := _cut_tensor(inner_value, classes, keep)) is not None:
                    cuts += 1
                    inner_value = shorter
                inner.append(_field(inner_number, inner_kind, inner_value))
            value = b"".join(inner)
        fields.append(_field(number, kind, value))
    if cuts != 2:
        raise ValueError(f"{cuts} tensors of {classes} classes where a matrix and a vector were expected")
    return b"".join(fields)


def _alphabet(model: bytes) -> list[str]:
    for number, _, value in _fields(model):
        if number == _MODEL_METADATA:
            entry = {inner: content for inner, _, content in _fields(value)}
            if entry.get(1) == b"character":
                # The blank comes first; the space is not in the list and comes last.
                return ["", *(latin(sign) for sign in entry[2].decode("utf-8").splitlines()), " "]
    raise ValueError("it has no list of characters")


def _cut_tensor(tensor: bytes, classes: int, keep: Sequence[int]) -> bytes | None:
    """The tensor with its last axis cut, or None where its last axis is not the classes."""
    fields = list(_fields(tensor))
    dims: list[int] = []
    for number, kind, value in fields:
        if number == _TENSOR_DIMS:
            dims.extend([_varint(value, 0)[0]] if kind == _VARINT else _varints(value))
    content = {number: value for number, _, value in fields}
    if not dims or dims[-1] != classes or _varint(content[_TENSOR_TYPE], 0)[0] != _FLOAT or _TENSOR_RAW not in content:
        return None
    array = np.frombuffer(content[_TENSOR_RAW], "<f4").reshape(dims)[..., list(keep)]
    parts = [_field(_TENSOR_DIMS, _VARINT, _to_varint(size)) for size in array.shape]
    parts.append(_field(_TENSOR_TYPE, _VARINT, _to_varint(_FLOAT)))
    parts.append(_field(_TENSOR_NAME, _BYTES, content[_TENSOR_NAME]))
    parts.append(_field(_TENSOR_RAW, _BYTES, array.tobytes()))
    return b"".join(parts)


def _name_and_type_only(value_info: bytes) -> bytes:
    """A ValueInfoProto without its shape: name (1), type (2) > tensor_type (1) > elem_type (1)."""
    name = next(value for number, _, value in _fields(value_info) if number == 1)
    element = _field(1, _VARINT, _to_varint(_FLOAT))
    return _field(1, _BYTES, name) + _field(2, _BYTES, _field(1, _BYTES, element))


def _fields(message: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Number, wire type and raw value of each field; varints come as their bytes."""
    view = memoryview(message)
    at = 0
    while at < len(message):
        key, at = _varint(view, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            start = at
            _, at = _varint(view, at)
        elif kind == _BYTES:
            size, at = _varint(view, at)
            start, at = at, at + size
        elif kind in (1, 5):
            start, at = at, at + (8 if kind == 1 else 4)
        else:
            raise ValueError(f"wire type {kind}")
        if at > len(message):
            raise ValueError("it is cut short")
        yield number, kind, bytes(view[start:at])


def _field(number: int, kind: int, value: bytes) -> bytes:
    size = _to_varint(len(value)) if kind == _BYTES else b""
    return _to_varint(number << 3 | kind) + size + value


def _varint(data: bytes | memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _varints(data: bytes) -> list[int]:
    values, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        values.append(value)
    return values


def _to_varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _read(path: Path) -> bytes:
    try:
        with open(os.fspath(path), "rb") as model:
            return model.read()
    except OSError as problem:
        raise EngineError(f"the model {path.name} of rapidocr cannot be read: {problem}", code="rapidocr_missing") from problem
