"""The recogniser's heavy work in whole numbers of eight bits: its 1 x 1 convolutions as `DynamicQuantizeMatMul` of onnxruntime.

Those convolutions are two thirds of the recogniser's time. As products of matrices of bytes they take a third of it where the processor
multiplies bytes in one step (VNNI on x86, dot products on ARM); weights are rounded per output channel, what goes in by the range
of each call. All else stays in floats. Processors without such steps either gain nothing or, as AVX2 alone, let sums of two products
overflow: a small product tells (`sums_are_exact`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.ocr import wire
from extractor.ocr.session import open_session

MICROSOFT = "com.microsoft"

# Weights become -127 .. 127.
HIGHEST = 127

# What is made of one value a channel (squeeze and excite) costs nothing, and everything hangs on it: it stays as it is.
_POOLING = frozenset(["ReduceMean", "GlobalAveragePool"])
_KEEPS_POOLED = frozenset(["Identity", "Conv", "Add", "Relu", "HardSigmoid", "Sigmoid"])


def in_integers(model: bytes) -> bytes:
    """The ONNX model with every plain 1 x 1 convolution and its bias as a product of bytes. Raises ValueError where there is none."""
    graph = next((value for number, _, value in wire.fields(model) if number == wire.MODEL_GRAPH), b"")
    model_fields = [(number, kind, value) for number, kind, value in wire.fields(model) if number != wire.MODEL_GRAPH]
    parts = [wire.field(*one) for one in model_fields]
    parts.append(wire.field(wire.MODEL_OPSETS, wire.BYTES, wire.opset(MICROSOFT, 1)))
    parts.append(wire.field(wire.MODEL_GRAPH, wire.BYTES, _changed(graph)))
    return b"".join(parts)


def _changed(graph: bytes) -> bytes:
    inner = list(wire.fields(graph))
    raw_nodes = [value for number, _, value in inner if number == wire.GRAPH_NODE]
    nodes = [wire.read_node(value) for value in raw_nodes]
    weights = dict(wire.read_tensor(value) for number, _, value in inner if number == wire.GRAPH_INITIALIZER)
    users: dict[str, list[int]] = {}
    for number, each in enumerate(nodes):
        for name in each.inputs:
            users.setdefault(name, []).append(number)
    pooled = _pooled(nodes)
    fused: set[int] = set()
    gone: set[str] = set()
    made_nodes: list[bytes] = []
    made_tensors: list[bytes] = []
    for number, each in enumerate(nodes):
        if number in fused:
            continue
        weight = _pointwise(each, weights, pooled)
        after = users.get(each.outputs[0], []) if weight is not None else []
        bias = _bias(nodes[after[0]], each.outputs[0], weights) if len(after) == 1 else None
        if weight is None or bias is None or bias.size != len(weight):
            made_nodes.append(raw_nodes[number])
            continue
        fused.add(after[0])
        gone.add(each.inputs[1])
        name = f"whole_{number}"
        whole, step = rounded(weight)
        values: dict[str, NDArray[Any]] = {"weights": whole, "steps": step, "zeros": np.zeros(len(step), np.int8), "bias": bias.reshape(-1)}
        made_tensors += [wire.tensor(f"{name}_{what}", value) for what, value in values.items()]
        # Channels last, as a product wants them; onnxruntime takes out the turns that undo one another.
        made_nodes += [
            wire.node("Transpose", [each.inputs[0]], [f"{name}_in"], perm=[0, 2, 3, 1]),
            wire.node("DynamicQuantizeMatMul", [f"{name}_in", *(f"{name}_{what}" for what in values)], [f"{name}_out"], MICROSOFT),
            wire.node("Transpose", [f"{name}_out"], [nodes[after[0]].outputs[0]], perm=[0, 3, 1, 2]),
        ]
    if not gone:
        raise ValueError("it has no 1 x 1 convolution with a bias")
    parts = [wire.field(wire.GRAPH_NODE, wire.BYTES, value) for value in made_nodes]
    parts += [wire.field(wire.GRAPH_INITIALIZER, wire.BYTES, value) for value in made_tensors]
    for number, kind, value in inner:
        unused = number == wire.GRAPH_INITIALIZER and wire.read_tensor(value)[0] in gone
        if number != wire.GRAPH_NODE and not unused:
            parts.append(wire.field(number, kind, value))
    return b"".join(parts)


def rounded(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights (outputs x inputs) as whole numbers (inputs x outputs), and for each output the step between two of them."""
    step = np.maximum(np.abs(weight).max(axis=1) / HIGHEST, 1e-12).astype(np.float32)
    return np.ascontiguousarray(np.round(weight / step[:, None]).astype(np.int8).T), step


@lru_cache(maxsize=1)
def sums_are_exact() -> bool:
    """Whether onnxruntime's product of bytes is right on this processor: the largest values that there are, times one another."""
    size, depth = 16, 64
    weights: dict[str, NDArray[Any]] = {
        "weights": np.full((depth, size), HIGHEST, np.int8),
        "steps": np.ones(size, np.float32),
        "zeros": np.zeros(size, np.int8),
    }
    parts = [wire.field(wire.GRAPH_NODE, wire.BYTES, wire.node("DynamicQuantizeMatMul", ["x", *weights], ["y"], MICROSOFT))]
    parts.append(wire.field(wire.GRAPH_NAME, wire.BYTES, b"probe"))
    parts += [wire.field(wire.GRAPH_INITIALIZER, wire.BYTES, wire.tensor(name, value)) for name, value in weights.items()]
    parts.append(wire.field(wire.GRAPH_INPUT, wire.BYTES, wire.value_of_floats("x")))
    parts.append(wire.field(wire.GRAPH_OUTPUT, wire.BYTES, wire.value_of_floats("y")))
    model = [wire.field(wire.MODEL_IR, wire.VARINT, wire.to_varint(7)), wire.field(wire.MODEL_GRAPH, wire.BYTES, b"".join(parts))]
    model += [wire.field(wire.MODEL_OPSETS, wire.BYTES, wire.opset(domain, version)) for domain, version in (("", 11), (MICROSOFT, 1))]
    product = open_session(b"".join(model)).run(None, {"x": np.ones((size, depth), np.float32)})[0]
    return bool(np.allclose(product, HIGHEST * depth, rtol=1e-3))


def _pooled(nodes: list[wire.Node]) -> set[str]:
    """The tensors that hold one value a channel."""
    pooled: set[str] = set()
    for each in nodes:
        if each.op in _POOLING or (each.op in _KEEPS_POOLED and each.inputs[0] in pooled):
            pooled.update(each.outputs)
    return pooled


def _pointwise(node: wire.Node, weights: dict[str, NDArray[Any] | None], pooled: set[str]) -> NDArray[np.float32] | None:
    """The weights (outputs x inputs) of a plain 1 x 1 convolution; None for anything else."""
    if node.op != "Conv" or len(node.inputs) != 2 or node.inputs[0] in pooled:
        return None
    weight = weights.get(node.inputs[1])
    plain = all(set(node.ints.get(name, ())) <= {usual} for name, usual in (("strides", 1), ("group", 1), ("pads", 0)))
    if not plain or weight is None or weight.dtype != np.float32 or weight.ndim != 4 or weight.shape[2:] != (1, 1):
        return None
    return np.asarray(weight[:, :, 0, 0], np.float32)


def _bias(node: wire.Node, name: str, weights: dict[str, NDArray[Any] | None]) -> NDArray[np.float32] | None:
    """The vector that a node adds to the tensor of that name."""
    if node.op != "Add":
        return None
    other = weights.get(next((one for one in node.inputs if one != name), ""))
    return np.asarray(other, np.float32) if other is not None and other.shape == (1, other.size, 1, 1) else None
