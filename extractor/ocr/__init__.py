"""Reading pictures of text: one protocol, and the engines by name.

`engine(name)` gives the engine of that name, made once per process. Known are `auto`, `tesseract`, `rapidocr`, `fast`,
`replay:PATH` (recorded readings) and whatever other packages offer under the entry point group
`extractor.ocr_engines`: a callable without arguments that returns an `OcrEngine`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from extractor.document import Region, Word
from extractor.errors import EngineError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    import numpy as np
    from numpy.typing import NDArray

ENTRY_POINT_GROUP = "extractor.ocr_engines"

# Where each built-in engine is made; nothing of it is imported before it is asked for.
BUILT_IN = {
    "auto": "extractor.ocr.auto:AutoEngine",
    "tesseract": "extractor.ocr.tesseract:TesseractEngine",
    "rapidocr": "extractor.ocr.rapid:RapidEngine",
    "fast": "extractor.ocr.rapid:FastEngine",
}

_REPLAY = "replay:"


@runtime_checkable
class OcrEngine(Protocol):
    """Something that reads pictures.

    One that reads better when it knows the language may have a method `languages()` beside: the ISO 639-1 codes it can be told
    (`frozenset[str]`). It is then told the document's, by --language or by its words.
    """

    name: str

    def read(self, image: NDArray[np.uint8], regions: Sequence[Region] = (), language: str | None = None) -> tuple[Word, ...]:
        """The words of a picture, in reading order.

        `image` is H x W x 3, RGB, 8 bit. `regions` says where text stands (their boxes in fractions of the picture); with
        none the whole picture is read. `language` is an ISO 639-1 code. Boxes of the words are fractions of the picture,
        confidences 0..1. Raises EngineError where the engine or a language is missing or fails, and
        TimeLimitExceeded where it takes too long.
        """
        ...


def reader_of(engine: OcrEngine, language: str | None) -> str:
    """The name of what reads pages in that language: the engine's own, or that of the one it leaves them to (its method `reads_with`)."""
    reads_with: Callable[[str | None], str] | None = getattr(engine, "reads_with", None)
    return reads_with(language) if reads_with is not None else engine.name


def engine_names() -> tuple[str, ...]:
    """The names that `engine` takes, the built-in ones first; `replay:PATH` is taken besides."""
    return (*BUILT_IN, *sorted(set(_offered()) - set(BUILT_IN)))


@lru_cache(maxsize=16)
def engine(name: str) -> OcrEngine:
    """The engine of that name. Raises EngineError when the name is unknown or two packages claim it."""
    if name.startswith(_REPLAY):
        from extractor.ocr.replay import ReplayEngine

        return ReplayEngine(name.removeprefix(_REPLAY))
    if name in BUILT_IN:
        module, _, attribute = BUILT_IN[name].partition(":")
        return cast("OcrEngine", getattr(import_module(module), attribute)())
    found = _offered().get(name, ())
    if not found:
        raise EngineError(
            f"there is no OCR engine named {name!r}",
            hint=f"known are {', '.join(engine_names())} and replay:PATH",
            code="unknown_engine",
        )
    if len(found) > 1:
        raise EngineError(
            f"the OCR engine {name!r} is offered twice: by {' and by '.join(point.value for point in found)}",
            hint="uninstall one of the two packages",
            code="unknown_engine",
        )
    return _made(found[0])


def _made(point: EntryPoint) -> OcrEngine:
    try:
        made = cast("Callable[[], OcrEngine]", point.load())()
    except EngineError:
        raise
    except Exception as problem:  # a foreign package may fail in any way
        raise EngineError(f"the OCR engine {point.name!r} ({point.value}) does not start: {problem}") from problem
    if not isinstance(made, OcrEngine):
        raise EngineError(f"{point.value} made {type(made).__name__}, which is no OCR engine: it needs `name` and `read`")
    return made


def _offered() -> dict[str, tuple[EntryPoint, ...]]:
    from importlib.metadata import entry_points

    offered: dict[str, tuple[EntryPoint, ...]] = {}
    for point in entry_points(group=ENTRY_POINT_GROUP):
        if point.name not in BUILT_IN:
            offered[point.name] = (*offered.get(point.name, ()), point)
    return offered
