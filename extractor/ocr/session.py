"""How the models are run: onnxruntime on one thread."""

from __future__ import annotations

from typing import Any

from extractor.errors import EngineError


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
