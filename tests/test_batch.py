"""Many documents: results in order, and that one document's fault is its own."""

from __future__ import annotations

import os
import signal
import time

import pytest

from extractor import batch
from extractor.batch import work
from extractor.errors import DamagedInput, EngineError, ExtractorError
from extractor.inputs import Input


def act(item: Input) -> str:
    """What a worker does, as the input's name says."""
    what = item.name.rsplit("/", 1)[-1]
    if what == "slow":
        time.sleep(30)
    if what == "swallows":
        for _ in range(50):
            try:
                time.sleep(0.2)
            except Exception:
                continue
    if what == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "damaged":
        raise DamagedInput("damaged is cut short", hint="fetch it again")
    if what == "engine":
        raise EngineError("no engine")
    if what.startswith("wait"):
        time.sleep(float(what.removeprefix("wait")))
    return f"{what} with {os.environ['OMP_THREAD_LIMIT']} thread"


def failed(item: Input, error: ExtractorError) -> str:
    return f"{item.name}: {error.code}"


def inputs(*names: str) -> list[Input]:
    return [Input(name) for name in names]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_faulty_document_fails_alone_and_the_order_holds(jobs: int) -> None:
    faults = ("slow", "crash") if jobs == 2 else ("slow",)
    done = list(work(act, inputs("wait0.3", *faults, "b", "damaged", "c"), failed, jobs=jobs, seconds=1.5))
    expected = {"slow": "slow: time_limit_exceeded", "crash": "crash: worker_crashed"}
    assert done == [
        "wait0.3 with 1 thread",
        *(expected[fault] for fault in faults),
        "b with 1 thread",
        "damaged: damaged_input",
        "c with 1 thread",
    ]


def test_no_handler_of_errors_outlives_the_time_limit() -> None:
    begun = time.monotonic()
    assert list(work(act, inputs("swallows"), failed, jobs=1, seconds=0.2)) == ["swallows: time_limit_exceeded"]
    assert time.monotonic() - begun < 5


def test_the_alarm_is_off_after_a_document() -> None:
    list(work(act, inputs("a"), failed, jobs=1, seconds=0.2))
    time.sleep(0.3)
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_not_a_documents_fault_ends_the_batch(jobs: int) -> None:
    with pytest.raises(EngineError, match="no engine"):
        list(work(act, inputs("a", "engine", "b"), failed, jobs=jobs))


def test_results_come_as_they_are_ready_and_no_more_is_begun_than_needed() -> None:
    begun: list[str] = []

    def note(item: Input) -> str:
        begun.append(item.name)
        return item.name

    results = work(note, inputs("a", "b", "c"), failed, jobs=1)
    assert next(results) == "a"
    assert begun == ["a"]


def test_few_documents_need_no_workers() -> None:
    assert batch.default_jobs(1) == batch.default_jobs(3) == 1
    assert 1 <= batch.default_jobs(1000) <= batch.cores()
