"""The worker processes of the service: a request that hangs or crashes loses its worker, and nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from extractor.batch import one_core_a_worker
from extractor.document import Limits
from extractor.errors import ExtractorError
from extractor.pipeline import Options
from extractor.processes import Processes, WorkerDied
from extractor.web.errors import ApiError

Answer = TypeVar("Answer")

WAITING = 16  # requests per worker that may wait; more are told to come again

Extract = Callable[[bytes, Options], dict[str, Any]]
ExtractEach = Callable[[bytes, Options], list[dict[str, Any]]]
Read = Callable[[bytes, Options], dict[str, Any]]


def extract_json(content: bytes, options: Options) -> dict[str, Any]:
    """What `extractor run` prints for a document."""
    from extractor.pipeline import extract

    return extract(content, options).to_json()


def extract_each_json(content: bytes, options: Options) -> list[dict[str, Any]]:
    """What `extractor run` prints for a file, a document after the other."""
    from extractor.pipeline import extract_each

    return [made.to_json() for made in extract_each(content, options)]


def read_json(content: bytes, options: Options) -> dict[str, Any]:
    """What `extractor read --format jsonl` prints for a document. Raises InputError."""
    from extractor.export.reading_jsonl import to_json
    from extractor.export.readings import ReadDocument
    from extractor.pipeline import read

    return to_json(ReadDocument(*read(content, options)))


@dataclass(slots=True)
class Workers:
    """A pool of processes, open while the application runs."""

    jobs: int
    limits: Limits
    templates: tuple[Path, ...]
    extract_one: Extract
    extract_all: ExtractEach
    read_one: Read
    vendors: str | None = None
    _pool: Processes | None = None
    _waiting: int = 0

    def __enter__(self) -> Workers:
        self._pool = Processes(self.jobs, self.limits.seconds, one_core_a_worker)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.stop()

    async def extract(self, content: bytes, options: Options) -> dict[str, Any]:
        return await self._run(self.extract_one, content, options)

    async def extract_each(self, content: bytes, options: Options) -> list[dict[str, Any]]:
        return await self._run(self.extract_all, content, options)

    async def read(self, content: bytes, options: Options) -> dict[str, Any]:
        return await self._run(self.read_one, content, options)

    async def _run(self, function: Callable[[bytes, Options], Answer], content: bytes, options: Options) -> Answer:
        """Raises ApiError, or the ExtractorError that the worker raised."""
        if self._pool is None:
            raise ApiError(503, "busy", "the service is starting")
        if self._waiting >= self.jobs * WAITING:
            raise ApiError(503, "busy", "too many requests are waiting; try again later")
        self._waiting += 1
        try:
            future = self._pool.submit(function, content, replace(options, limits=self.limits))
            return await asyncio.wrap_future(future)
        except TimeoutError:
            raise ApiError(504, "time_limit_exceeded", f"the work took longer than {self.limits.seconds:g} s") from None
        except WorkerDied as error:
            raise ApiError(500, "worker_crashed", "the worker process ended before the work was done") from error
        except ExtractorError:
            raise
        except Exception as error:
            raise ApiError(500, "processing_error", f"a fault in the program: {type(error).__name__}") from error
        finally:
            self._waiting -= 1
