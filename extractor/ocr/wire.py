"""ONNX files on the level of the protobuf wire format: enough to change a model without the `onnx` package.

A message is a run of fields, each a number, a wire type and a value (https://protobuf.dev/programming-guides/encoding/); what the
numbers mean stands in https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.quick import dataclass

VARINT, BYTES = 0, 2

# Field numbers of onnx.proto.
MODEL_IR, MODEL_GRAPH, MODEL_OPSETS, MODEL_METADATA = 1, 7, 8, 14
GRAPH_NODE, GRAPH_NAME, GRAPH_INITIALIZER, GRAPH_INPUT, GRAPH_OUTPUT = 1, 2, 5, 11, 12
OPSET_DOMAIN, OPSET_VERSION = 1, 2
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_RAW = 1, 2, 8, 9
_NODE_INPUT, _NODE_OUTPUT, _NODE_OP, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 2, 4, 5, 7
_ATTRIBUTE_NAME, _ATTRIBUTE_INT, _ATTRIBUTE_INTS, _ATTRIBUTE_TYPE = 1, 3, 8, 20
_INTS = 7

# Element types: what a tensor's number means in numpy.
_DTYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<f4"), 3: np.dtype("i1")}
FLOAT = 1


@dataclass(frozen=True, slots=True)
class Node:
    """One operation of a graph. `ints`: its attributes that are an integer or several."""

    op: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    ints: dict[str, tuple[int, ...]]


def fields(message: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Number, wire type and raw value of each field; varints come as their bytes. Raises ValueError where it is damaged."""
    view = memoryview(message)
    at = 0
    while at < len(message):
        key, at = varint(view, at)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            start = at
            _, at = varint(view, at)
        elif kind == BYTES:
            size, at = varint(view, at)
            start, at = at, at + size
        elif kind in (1, 5):
            start, at = at, at + (8 if kind == 1 else 4)
        else:
            raise ValueError(f"wire type {kind}")
        if at > len(message):
            raise ValueError("it is cut short")
        yield number, kind, bytes(view[start:at])


def field(number: int, kind: int, value: bytes) -> bytes:
    size = to_varint(len(value)) if kind == BYTES else b""
    return to_varint(number << 3 | kind) + size + value


def varint(data: bytes | memoryview, at: int) -> tuple[int, int]:
    """The number that begins there, and where the next field begins."""
    value = shift = 0
    while True:
        if at >= len(data):
            raise ValueError("it is cut short")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def to_varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_tensor(message: bytes) -> tuple[str, NDArray[Any] | None]:
    """A tensor's name and its values; None where they are of a type or in a form that is not looked at here."""
    dims: list[int] = []
    kind, name, raw = 0, "", None
    for number, wire_type, value in fields(message):
        if number == _TENSOR_DIMS:
            dims.extend([varint(value, 0)[0]] if wire_type == VARINT else _varints(value))
        elif number == _TENSOR_TYPE:
            kind = varint(value, 0)[0]
        elif number == _TENSOR_NAME:
            name = value.decode()
        elif number == _TENSOR_RAW:
            raw = value
    if raw is None or kind not in _DTYPES:
        return name, None
    return name, np.frombuffer(raw, _DTYPES[kind]).reshape(dims)


def tensor(name: str, array: NDArray[Any]) -> bytes:
    """An initializer. Raises ValueError for an element type that is not written here."""
    kind = next((number for number, dtype in _DTYPES.items() if dtype == array.dtype), None)
    if kind is None:
        raise ValueError(f"tensors of {array.dtype} are not written")
    parts = [field(_TENSOR_DIMS, VARINT, to_varint(size)) for size in array.shape]
    parts.append(field(_TENSOR_TYPE, VARINT, to_varint(kind)))
    parts.append(field(_TENSOR_NAME, BYTES, name.encode()))
    parts.append(field(_TENSOR_RAW, BYTES, array.tobytes()))
    return b"".join(parts)


def read_node(message: bytes) -> Node:
    names: dict[int, list[str]] = {_NODE_INPUT: [], _NODE_OUTPUT: []}
    op, ints = "", {}
    for number, _, value in fields(message):
        if number in names:
            names[number].append(value.decode())
        elif number == _NODE_OP:
            op = value.decode()
        elif number == _NODE_ATTRIBUTE:
            inner = list(fields(value))
            name = next(content.decode() for key, _, content in inner if key == _ATTRIBUTE_NAME)
            numbers: list[int] = []
            for key, kind, content in inner:
                if key in (_ATTRIBUTE_INT, _ATTRIBUTE_INTS):
                    numbers.extend([varint(content, 0)[0]] if kind == VARINT else _varints(content))
            ints[name] = tuple(numbers)
    return Node(op, tuple(names[_NODE_INPUT]), tuple(names[_NODE_OUTPUT]), ints)


def node(op: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", **ints: Sequence[int]) -> bytes:
    """An operation; attributes are lists of integers."""
    parts = [field(_NODE_INPUT, BYTES, name.encode()) for name in inputs]
    parts += [field(_NODE_OUTPUT, BYTES, name.encode()) for name in outputs]
    parts.append(field(_NODE_OP, BYTES, op.encode()))
    for name, numbers in ints.items():
        content = [field(_ATTRIBUTE_NAME, BYTES, name.encode())]
        content += [field(_ATTRIBUTE_INTS, VARINT, to_varint(number)) for number in numbers]
        content.append(field(_ATTRIBUTE_TYPE, VARINT, to_varint(_INTS)))
        parts.append(field(_NODE_ATTRIBUTE, BYTES, b"".join(content)))
    if domain:
        parts.append(field(_NODE_DOMAIN, BYTES, domain.encode()))
    return b"".join(parts)


def opset(domain: str, version: int) -> bytes:
    return field(OPSET_DOMAIN, BYTES, domain.encode()) + field(OPSET_VERSION, VARINT, to_varint(version))


def value_of_floats(name: str) -> bytes:
    """A ValueInfoProto of 32-bit floats without a shape: name (1), type (2) > tensor_type (1) > elem_type (1)."""
    element = field(1, VARINT, to_varint(FLOAT))
    return field(1, BYTES, name.encode()) + field(2, BYTES, field(1, BYTES, element))


def _varints(data: bytes) -> list[int]:
    values, at = [], 0
    while at < len(data):
        value, at = varint(data, at)
        values.append(value)
    return values
