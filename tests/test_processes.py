"""Worker processes: one that is stuck, dies or cannot start is ended, and no task waits for ever; and what a second is."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor import timing
from extractor.batch import work
from extractor.errors import ExtractorError
from extractor.inputs import Input
from extractor.processes import Processes, WorkerDied
from tests.tasks import (
    act,
    deaf,
    fall,
    leave_a_folder,
    megabytes,
    not_to_be_sent,
    refuse,
    start_a_program,
    stuck_in_a_library,
    wait,
)

posix = pytest.mark.skipif(os.name == "nt", reason="signals and process groups")


@pytest.fixture
def workers() -> Iterator[Processes]:
    opened = Processes(2, 1.0)
    yield opened
    opened.stop()
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("task", [stuck_in_a_library, deaf, pytest.param(leave_a_folder, marks=posix)])
def test_a_stuck_worker_is_ended_and_the_others_go_on(workers: Processes, tmp_path: Path, task: object) -> None:
    arguments = [str(tmp_path)] if task is leave_a_folder else []
    stuck = workers.submit(task, *arguments)  # type: ignore[arg-type]
    others = [workers.submit(wait, 0.2) for _ in range(4)]
    assert [other.result(timeout=30) for other in others] == ["done"] * 4
    with pytest.raises(TimeoutError):
        stuck.result(timeout=30)
    assert workers.submit(wait, 0).result(timeout=30) == "done"
    assert list(tmp_path.iterdir()) == []  # a worker takes its temporary files away


@posix
def test_programs_that_a_stuck_worker_started_end_with_it(workers: Processes, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    end = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(TimeoutError):
        workers.submit(start_a_program, str(fifo)).result(timeout=30)
    assert os.read(end, 100) == b"here\n"
    assert os.read(end, 100) == b""  # nobody holds the other end: a program that lived on would make this raise
    os.close(end)


def test_workers_that_cannot_start_fail_their_tasks_and_end() -> None:
    broken = Processes(2, 1.0, refuse)
    tasks = [broken.submit(wait, 0) for _ in range(3)]
    for task in tasks:
        with pytest.raises(WorkerDied):
            task.result(timeout=60)
    broken.stop()


def test_results_of_any_size_come_and_one_that_cannot_be_sent_is_told(workers: Processes) -> None:
    large = [workers.submit(megabytes, number) for number in (20, 1, 20, 0)]
    assert [len(result.result(timeout=30)) for result in large] == [20_000_000, 1_000_000, 20_000_000, 0]
    with pytest.raises(RuntimeError, match="cannot be sent"):
        workers.submit(not_to_be_sent).result(timeout=30)


def test_what_is_not_done_when_the_workers_are_stopped_fails() -> None:
    workers = Processes(1, 30.0)
    begun, waiting = workers.submit(wait, 20), workers.submit(wait, 20)
    workers.stop()
    for task in (begun, waiting):
        with pytest.raises(WorkerDied):
            task.result(timeout=1)


def failed(item: Input, error: ExtractorError) -> str:
    return error.code


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_clock_that_jumps_ends_no_document(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    real, begun = time.monotonic, time.monotonic()

    def leaping() -> float:  # a machine that is put to sleep for an hour every tenth of a second
        return real() + 3600 * int(10 * (real() - begun))

    clocks = SimpleNamespace(monotonic=leaping, process_time=time.process_time, perf_counter=time.perf_counter)
    monkeypatch.setattr(timing, "time", clocks)
    documents = [Input("0.3"), Input("0.3"), Input("60" if jobs == 2 else "0.3")]
    done = list(work(act, documents, failed, jobs=jobs, seconds=4.0))
    assert done == ["done", "done", "time_limit_exceeded" if jobs == 2 else "done"]


HALTED = "from tests.test_processes import *; print(list(work(act, [Input('1')], failed, jobs=1, seconds=1.5)))"


@posix
def test_seconds_in_which_the_program_is_halted_do_not_count() -> None:
    program = subprocess.Popen([sys.executable, "-c", HALTED], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    assert program.stdout is not None
    assert program.stdout.readline() == "begun\n"
    program.send_signal(signal.SIGSTOP)
    time.sleep(2.5)
    program.send_signal(signal.SIGCONT)
    assert program.communicate(timeout=30)[0] == "['done']\n"


@posix
def test_the_limit_holds_in_this_process_too() -> None:
    before = time.monotonic()
    assert list(work(act, [Input("60"), Input("0")], failed, jobs=1, seconds=0.5)) == ["time_limit_exceeded", "done"]
    assert time.monotonic() - before < 20


def test_a_long_call_counts_by_the_work_it_did() -> None:
    clock = timing.SteadyClock(0.01)
    begun = time.process_time()
    sum(itertools.repeat(0, 20_000_000))
    assert clock.look() >= 0.9 * (time.process_time() - begun) > 0.01


def test_a_worker_lost_in_the_batch_is_one_document_lost() -> None:
    done = list(work(fall, [Input(name) for name in ("a", "kill", "b", "exit", "c")], failed, jobs=2, seconds=20))
    assert done == ["a", "worker_crashed", "b", "worker_crashed", "c"]


def test_a_batch_that_is_left_in_the_middle_leaves_nothing_running() -> None:
    results = work(act, [Input("0"), *(Input("60") for _ in range(5))], failed, jobs=2, seconds=100)
    assert next(results) == "done"
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
