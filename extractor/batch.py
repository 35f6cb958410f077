"""Many documents: by how many workers they are read, and results in the order of the input.

One document's fault is its own: a time limit, a crash or a killed worker fails that document and no other.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from extractor.errors import ExtractorError, ProcessingError, TimeLimitExceeded
from extractor.garbage import after_task
from extractor.inputs import STDIN, Input
from extractor.options import Options
from extractor.results import Extraction, Failure, Status
from extractor.timing import SteadyClock

FEW = 4  # documents that are not worth starting workers for
AHEAD = 16  # documents per worker that may be done before an earlier one: bounds what waits in memory

T = TypeVar("T")


def work(
    function: Callable[[Input], T],
    inputs: Sequence[Input],
    failed: Callable[[Input, ExtractorError], T],
    *,
    jobs: int | None = None,
    seconds: float = 300.0,
) -> Iterator[T]:
    """`function` of every input, in the order of the inputs, whatever the number of workers.

    With more than one job `function` and its results travel between processes (both must pickle), and a document that
    takes longer than `seconds` is killed with its worker. With one job the work is done here, and the limit is kept
    as far as the platform lets it: it cannot stop a library in the middle of a call. Seconds in which the machine sleeps
    or the program is halted do not count. `failed` makes the result of a
    document that an InputError or ProcessingError ended; other errors of ours end the batch and are raised.
    """
    count = jobs or default_jobs(len(inputs))
    one_core_a_worker()
    runner = _in_process if count == 1 else partial(_in_workers, jobs=min(count, max(len(inputs), 1)))
    return runner(function, inputs, failed, seconds)


def default_jobs(documents: int) -> int:
    return 1 if documents < FEW else min(cores(), documents)


def cores() -> int:
    """Processors that this process may use: its affinity, and a container's quota."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return max(1, min(available, round(int(quota) / int(period))))
    except (OSError, ValueError):  # no quota, or no control groups
        return available


def one_core_a_worker() -> None:
    """Keep libraries from starting threads of their own: workers share the cores, and more threads make each slower."""
    for name in ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"):
        os.environ.setdefault(name, "1")


def extract_all(
    inputs: Sequence[Input], options: Options = Options(), *, jobs: int | None = None, explain: Path | None = None
) -> Iterator[Extraction]:
    """The records of many files, in order, several of a file where several documents lie on one scan; with `explain` also a
    drawing of every page into that folder.

    Raises SchemaError, TemplateError, EngineError and OutputError; a document that cannot be read is a failed extraction.
    """
    one_core_a_worker()  # before numpy is imported, which starts threads by it
    from extractor import catalog
    from extractor.learned import with_own
    from extractor.vendors import vendor_table

    # What is unknown or wrong ends the batch before any work; and a module of the user's is loaded here too, for unpickling.
    check_tools(options)
    if options.templates:
        catalog.templates(options.templates)
    with_own(options.scorer)
    if options.vendors:
        vendor_table(options.vendors)
    schema = None if options.schema == catalog.AUTO else catalog.schema(options.schema).schema_name()
    one = partial(_extract_one, options=options, explain=explain)
    found = work(one, inputs, partial(_failed_extraction, schema=schema), jobs=jobs, seconds=options.limits.seconds)
    return (extraction for extractions in found for extraction in extractions)


def repeats_told(
    extractions: Iterable[Extraction], options: Options = Options(), *, known: Sequence[str] = (), target: str = STDIN
) -> Iterator[Extraction]:
    """The same results; one that repeats an earlier document, of this batch, of the results `known`, or of the database `target` that
    they are written to, is in review and names it. Keeps a few values of each document. Raises TableError before the first."""
    from extractor import catalog
    from extractor.database import is_database
    from extractor.duplicates import Register

    wanted = [options.schema] if options.schema != catalog.AUTO else []
    models = {model.schema_name(): model for model in (catalog.schema(name) for name in (*catalog.BUILT_IN, *wanted))}
    register = Register()
    for result in known:
        register.learn(result, models)
    if is_database(target):
        register.learn(target, models, may_lack=True)
    return map(register.seen, extractions)


def check_tools(options: Options) -> None:
    """Raises EngineError where the OCR engine is not known, or the layout detector cannot be used: before any work, needed or not."""
    from extractor import ocr

    ocr.engine(options.engine)
    if options.layout_model:
        from extractor.layout.deep import check_detector, detector_from

        check_detector(detector_from(options.layout_model))


def _failed_extraction(item: Input, error: ExtractorError, *, schema: str | None = None) -> tuple[Extraction, ...]:
    return (Extraction(item.name, 0, schema, Status.FAILED, None, error=Failure(error.code, str(error))),)


def _extract_one(item: Input, *, options: Options, explain: Path | None) -> tuple[Extraction, ...]:
    """The records of a file: one, or one for each of the documents that lie on a scan."""
    from extractor.pipeline import extract_with_documents

    made = tuple(extract_with_documents(item.source, replace(options, name=item.name)))
    for number, (document, extraction) in enumerate(made, 1):
        if explain is not None and document is not None:
            from extractor.export.explain import explain_document

            explain_document(document, extraction, explain, item.label if len(made) == 1 else f"{item.label}-{number}")
    # What the result needs no more stays in the worker.
    return tuple(replace(extraction, readings=(), candidates=()) for _, extraction in made)


def _in_process(
    function: Callable[[Input], T], inputs: Sequence[Input], failed: Callable[[Input, ExtractorError], T], seconds: float
) -> Iterator[T]:
    for item in inputs:
        try:
            with _alarm(seconds):
                result = function(item)
        except _OverdueError:
            result = failed(item, _too_slow(item, seconds))
        except ExtractorError as error:
            result = failed(item, _own_fault(error))
        yield result
        after_task()


def _in_workers(
    function: Callable[[Input], T], inputs: Sequence[Input], failed: Callable[[Input, ExtractorError], T], seconds: float, *, jobs: int
) -> Iterator[T]:
    from extractor.processes import Processes

    if getattr(multiprocessing.current_process(), "_inheriting", False):
        # A worker imports the script that started it, and would start workers of its own. One line in place of Python's many.
        raise SystemExit(
            'workers were started by a script that is imported: put its work under `if __name__ == "__main__":`, or give jobs=1'
        )
    workers = Processes(jobs, seconds, one_core_a_worker)
    waiting: deque[tuple[Input, Future[T]]] = deque()
    ahead = iter(inputs)

    def schedule() -> None:
        while len(waiting) < jobs * AHEAD and (item := next(ahead, None)) is not None:
            waiting.append((item, workers.submit(function, item)))

    try:
        schedule()
        while waiting:
            item, future = waiting.popleft()
            yield _result(item, future, failed, seconds)
            schedule()
    finally:
        workers.stop()


def _result(item: Input, future: Future[T], failed: Callable[[Input, ExtractorError], T], seconds: float) -> T:
    from extractor.processes import WorkerDied

    try:
        return future.result()
    except TimeoutError:
        return failed(item, _too_slow(item, seconds))
    except WorkerDied as error:
        killed = error.exit_code in (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT)
        reason = "ran out of memory, or a library crashed" if killed else "ended"
        hint = "fewer jobs need less memory" if killed else ""
        problem = ProcessingError(f"{item.name}: the worker {reason}, exit code {error.exit_code}", hint=hint, code="worker_crashed")
        return failed(item, problem)
    except ExtractorError as error:
        return failed(item, _own_fault(error))


def _own_fault(error: ExtractorError) -> ExtractorError:
    """The error, if it is this document's alone; otherwise it is raised, and ends the batch."""
    if error.exit_code != 1:
        raise error
    return error


def _too_slow(item: Input, seconds: float) -> TimeLimitExceeded:
    return TimeLimitExceeded(f"{item.name}: took longer than {seconds:g} s", hint="raise the time limit")


class _OverdueError(BaseException):
    """The alarm. Not an Exception, so that no stage that outlives the faults of libraries takes it for one of them."""


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise _OverdueError in the block after that many seconds, where the platform has a timer for it."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    step = min(1.0, seconds / 10)
    clock = SteadyClock(2 * step)

    def ring(_signal: int, _frame: object) -> None:
        if clock.look() >= seconds:
            signal.setitimer(signal.ITIMER_REAL, 1.0, 1.0)  # again each second, should a library on the way have dropped it
            raise _OverdueError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, step, step)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
