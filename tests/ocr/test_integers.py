"""ONNX models changed on the wire, and their convolutions in whole numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.ocr import integers, models, wire
from extractor.ocr.integers import HIGHEST, in_integers, rounded, sums_are_exact
from extractor.ocr.session import open_session

CHANNELS, OUTPUTS = 5, 7


def model(bias: bool = True, kernel: int = 1) -> bytes:
    """x -> a convolution -> y, with a bias or without."""
    rng = np.random.default_rng(3)
    weight = rng.normal(size=(OUTPUTS, CHANNELS, kernel, kernel)).astype(np.float32)
    nodes = [wire.node("Conv", ["x", "weight"], ["between" if bias else "y"], strides=[1, 1], pads=[0, 0, 0, 0])]
    tensors = [wire.tensor("weight", weight)]
    if bias:
        nodes.append(wire.node("Add", ["between", "bias"], ["y"]))
        tensors.append(wire.tensor("bias", rng.normal(size=(1, OUTPUTS, 1, 1)).astype(np.float32)))
    graph = [wire.field(wire.GRAPH_NODE, wire.BYTES, node) for node in nodes]
    graph.append(wire.field(wire.GRAPH_NAME, wire.BYTES, b"test"))
    graph += [wire.field(wire.GRAPH_INITIALIZER, wire.BYTES, tensor) for tensor in tensors]
    graph.append(wire.field(wire.GRAPH_INPUT, wire.BYTES, wire.value_of_floats("x")))
    graph.append(wire.field(wire.GRAPH_OUTPUT, wire.BYTES, wire.value_of_floats("y")))
    return b"".join(
        [
            wire.field(wire.MODEL_IR, wire.VARINT, wire.to_varint(7)),
            wire.field(wire.MODEL_GRAPH, wire.BYTES, b"".join(graph)),
            wire.field(wire.MODEL_OPSETS, wire.BYTES, wire.opset("", 11)),
        ]
    )


@pytest.mark.engine
def test_a_convolution_in_whole_numbers_gives_nearly_the_same() -> None:
    if not sums_are_exact():
        pytest.skip("this processor's products of bytes overflow")
    picture = np.random.default_rng(1).normal(size=(2, CHANNELS, 6, 9)).astype(np.float32)
    floats = open_session(model()).run(None, {"x": picture})[0]
    whole = open_session(in_integers(model())).run(None, {"x": picture})[0]
    assert whole.shape == floats.shape
    assert not np.array_equal(whole, floats)
    assert np.abs(whole - floats).max() < 0.02 * np.abs(floats).max()


@pytest.mark.engine
@pytest.mark.parametrize("product", [lambda: False, lambda: open_session(b"no model")])
def test_where_whole_numbers_cannot_be_used_floats_read(monkeypatch: pytest.MonkeyPatch, product: Callable[[], bool]) -> None:
    monkeypatch.setattr(integers, "sums_are_exact", product)
    models.recogniser_session.cache_clear()
    try:
        assert models.recogniser_session(quick=True) is models.recogniser_session(quick=False)
    finally:
        models.recogniser_session.cache_clear()


@pytest.mark.parametrize("other", [model(bias=False), model(kernel=3), b""])
def test_a_model_with_nothing_to_change_is_refused(other: bytes) -> None:
    with pytest.raises(ValueError, match="no 1 x 1 convolution"):
        in_integers(other)


@given(st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=20))
def test_weights_are_rounded_to_the_nearest_step(values: list[float]) -> None:
    weight = np.array([values], np.float32)
    whole, step = rounded(weight)
    assert whole.shape == (len(values), 1)
    assert abs(whole.astype(int)).max() <= HIGHEST
    assert np.abs(whole[:, 0] * step[0] - weight[0]).max() <= step[0] * 0.51


@given(st.integers(0, 2**40))
def test_a_varint_comes_back(number: int) -> None:
    data = wire.to_varint(number)
    assert wire.varint(data, 0) == (number, len(data))


@given(st.binary(max_size=60))
def test_damaged_bytes_are_fields_or_a_value_error(data: bytes) -> None:
    try:
        again = b"".join(wire.field(*one) for one in wire.fields(data))
    except ValueError:
        return
    assert list(wire.fields(again)) == list(wire.fields(data))


def test_a_tensor_and_a_node_come_back() -> None:
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    name, read = wire.read_tensor(wire.tensor("weights", array))
    assert name == "weights"
    assert read is not None
    assert np.array_equal(read, array)
    node = wire.read_node(wire.node("Transpose", ["a"], ["b"], perm=[0, 2, 3, 1]))
    assert node == wire.Node("Transpose", ("a",), ("b",), {"perm": (0, 2, 3, 1)})
    with pytest.raises(ValueError, match="not written"):
        wire.tensor("weights", array.astype(np.float64))
