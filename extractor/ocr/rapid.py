"""PP-OCR through rapidocr: better than Tesseract on receipts and noisy forms, at more CPU."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from extractor.document import Region, Word
from extractor.errors import EngineError
from extractor.geometry import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class RapidEngine:
    """Reads the whole picture (regions do not help this engine: it finds the lines itself)."""

    name = "rapidocr"

    @cached_property
    def _session(self) -> Any:
        try:
            from rapidocr import RapidOCR
        except ImportError as problem:
            raise EngineError("rapidocr is not installed", hint="pip install rapidocr onnxruntime", code="rapidocr_missing") from problem
        return RapidOCR(
            params={"Global.log_level": "error", "Global.use_cls": False, "EngineConfig.onnxruntime.intra_op_num_threads": 1}
        )

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        result = self._session(image[:, :, ::-1], return_word_box=True)
        height, width = image.shape[:2]
        words = []
        for line in result.word_results or ():
            for text, confidence, corners in line:
                if not text.strip() or corners is None:
                    continue
                xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
                box = Box.from_pixels(min(xs), min(ys), max(xs), max(ys), width, height).clipped()
                words.append(Word(text.strip(), box, confidence=float(confidence)))
        return tuple(words)
