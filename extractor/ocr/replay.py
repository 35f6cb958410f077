"""Recorded readings in place of an engine: for tests, and for looking again at what an engine once read.

A recording is a folder of JSON files, one a picture, named by the picture's pixels (`picture_key`), or a single JSON file
that is given for every picture. `Recorder` wraps a real engine and writes the folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.document import Region, Word
from extractor.errors import EngineError, OutputError
from extractor.geometry import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractor.ocr import OcrEngine


class ReplayEngine:
    """Gives back what was recorded. Raises EngineError for a picture that has no recording."""

    name = "replay"

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if not self.path.exists():
            raise EngineError(f"there are no recorded readings at {self.path}")

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        path = self.path if self.path.is_file() else self.path / f"{picture_key(image)}.json"
        try:
            return words_from_json(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as problem:
            raise EngineError(f"no recorded reading named {path.name} in {self.path}", hint="record it with a Recorder") from problem
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise EngineError(f"the recorded reading {path} cannot be used: {problem}") from problem


class Recorder:
    """Reads with a real engine and keeps what it said, one file a picture in `folder`."""

    def __init__(self, engine: OcrEngine, folder: str | Path) -> None:
        self.name = engine.name
        self._engine = engine
        self._folder = Path(folder)

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        words = self._engine.read(image, regions, language)
        write_recording(words, self._folder / f"{picture_key(image)}.json")
        return words


def picture_key(image: NDArray[np.uint8]) -> str:
    """A name for a picture: 32 hexadecimal digits that depend on its shape and every pixel."""
    digest = hashlib.blake2b(repr(image.shape).encode(), digest_size=16)
    digest.update(image.tobytes())
    return digest.hexdigest()


def write_recording(words: Sequence[Word], path: Path) -> None:
    """Write words as JSON, whole or not at all. Raises OutputError."""
    text = json.dumps(words_to_json(words), ensure_ascii=False, indent=1) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as part:
            part.write(text)
        os.replace(name, path)
    except OSError as problem:
        raise OutputError(f"the recording cannot be written to {path}: {problem}") from problem


def words_to_json(words: Sequence[Word]) -> dict[str, Any]:
    """Words as plain data: text, box (five decimals), confidence (four), alternatives where there are any."""
    rows: list[dict[str, Any]] = []
    for word in words:
        row: dict[str, Any] = {"text": word.text, "box": list(word.box.rounded()), "confidence": round(word.confidence, 4)}
        if word.alternatives:
            row["alternatives"] = list(word.alternatives)
        rows.append(row)
    return {"words": rows}


def words_from_json(data: Any) -> tuple[Word, ...]:
    """The words of a recording. Raises KeyError, TypeError or ValueError when it is no recording."""
    return tuple(
        Word(
            text=str(row["text"]),
            box=Box(*(float(side) for side in row["box"])),
            confidence=float(row.get("confidence", 1.0)),
            alternatives=tuple(str(other) for other in row.get("alternatives", ())),
        )
        for row in data["words"]
    )
