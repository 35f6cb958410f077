"""Worker processes, each with a pipe of its own: one that hangs or dies is ended with all it has started, and fails its task alone.

Nothing is shared between workers, so none can die with a lock that another waits for. Time is counted by a clock that stands
still while the machine or this process does.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

from extractor.garbage import after_task, collect_seldom
from extractor.timing import SteadyClock

TICK = 0.5  # seconds between two looks at the clock while something is at work
STARTING = 120.0  # seconds that a worker may take to start, and to load what its first task needs
GRACE = 2.0  # seconds that a worker may take to clean up after itself before it is killed

# What a worker says: it waits for a task; it has understood one and begins; here is the result, or the error.
READY, BEGUN, DONE, FAILED = "ready", "begun", "done", "failed"


class WorkerDied(Exception):
    """The worker ended in the middle of a task; `exit_code` is negative for a signal."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the worker ended (exit code {exit_code})")
        self.exit_code = exit_code


@dataclass(slots=True, eq=False)
class _Task:
    message: bytes
    future: Future[Any]


@dataclass(slots=True, eq=False)
class _Worker:
    process: Any
    pipe: Connection
    deadline: float  # by the clock of the pool; of no meaning while the worker is idle
    ready: bool = False
    task: _Task | None = None

    @property
    def idle(self) -> bool:
        return self.ready and self.task is None


class Processes:
    """At most `jobs` workers, started when there is work for them; a task may take `seconds`. `prepare` is run first in each.

    Functions, arguments and results travel between processes: they must pickle. To be stopped when done with.
    """

    def __init__(self, jobs: int, seconds: float, prepare: Callable[[], object] = dict) -> None:
        self._jobs = jobs
        self._seconds = seconds
        self._prepare = prepare
        # Started afresh rather than forked: this process has threads, and a fork would copy their locks.
        self._context = multiprocessing.get_context("spawn")
        self._tick = min(TICK, seconds / 10)
        self._clock = SteadyClock(2 * self._tick)
        self._tasks: deque[_Task] = deque()
        self._workers: list[_Worker] = []
        self._stopping = False
        self._awake, self._bell = self._context.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._run, name="workers", daemon=True)
        with _interruptions_held():  # handed down to the thread, and by it to every worker
            self._thread.start()

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """The result to come, or TimeoutError, WorkerDied, or what the function raised."""
        if self._stopping:
            raise RuntimeError("the workers are stopped")
        task = _Task(bytes(ForkingPickler.dumps((function, arguments))), Future())
        self._tasks.append(task)
        self._bell.send_bytes(b"!")
        return task.future

    def stop(self) -> None:
        """End all workers, at once and whatever they are at. Tasks that are not done fail with WorkerDied."""
        self._stopping = True
        with suppress(OSError):
            self._bell.send_bytes(b"!")
        self._thread.join()

    def _run(self) -> None:
        problem: BaseException | None = None
        try:
            while not self._stopping:
                self._turn()
        except BaseException as error:  # nobody must wait for ever on account of a fault in here
            problem = error
        finally:
            self._stopping = True
            begun = [worker.task for worker in self._workers if worker.task is not None]
            _end(self._workers)
            for task in (*begun, *self._tasks):
                if task in begun or task.future.set_running_or_notify_cancel():
                    task.future.set_exception(problem or WorkerDied(None))

    def _turn(self) -> None:
        self._hand_out()
        working = [worker for worker in self._workers if not worker.idle]
        things = [self._awake, *(worker.pipe for worker in self._workers), *(worker.process.sentinel for worker in self._workers)]
        happened = set(wait(things, self._tick if working else None))
        now = self._clock.look()
        if self._awake in happened:
            self._awake.recv_bytes()
        for worker in tuple(self._workers):
            if worker.pipe in happened:  # first: what it said before it died counts
                self._hear(worker, now)
            elif worker.process.sentinel in happened:
                self._died(worker)
            elif not worker.idle and now > worker.deadline:
                self._drop(worker, TimeoutError() if worker.ready else WorkerDied(None))

    def _hand_out(self) -> None:
        """Tasks to idle workers, and new workers for what is left."""
        for worker in [worker for worker in self._workers if worker.idle]:
            while self._tasks and worker.task is None:
                task = self._tasks.popleft()
                if not task.future.set_running_or_notify_cancel():
                    continue  # nobody waits for it any more
                worker.task, worker.deadline = task, self._clock.look() + STARTING
                with suppress(OSError):  # it has died: its sentinel tells
                    worker.pipe.send_bytes(task.message)
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(min(self._jobs - len(self._workers), len(self._tasks) - starting)):
            self._start()

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._prepare), name="worker", daemon=True)
        if hasattr(signal, "pthread_sigmask"):
            resource_tracker.ensure_running()  # it lets interruptions through in this thread once it runs: not while a worker starts
        with _interruptions_held():
            process.start()
        theirs.close()  # so that the end of the worker is the end of the pipe
        self._workers.append(_Worker(process, ours, self._clock.look() + STARTING))

    def _hear(self, worker: _Worker, now: float) -> None:
        try:
            said, value = pickle.loads(worker.pipe.recv_bytes())
        except (EOFError, OSError):
            self._died(worker)
            return
        except Exception as problem:  # a result that cannot be built here
            said, value = FAILED, problem
        if said == READY:
            worker.ready = True
        elif said == BEGUN:
            worker.deadline = now + self._seconds
        elif worker.task is not None:
            task, worker.task = worker.task, None
            if said == DONE:
                task.future.set_result(value)
            else:
                task.future.set_exception(value)

    def _died(self, worker: _Worker) -> None:
        worker.process.join(GRACE)
        self._drop(worker, WorkerDied(worker.process.exitcode))

    def _drop(self, worker: _Worker, problem: Exception) -> None:
        """End a worker; its task fails, or the next one where it never came to take one: so workers that cannot start end, too."""
        self._workers.remove(worker)
        _end([worker])
        task = worker.task
        while task is None and not worker.ready and self._tasks:
            task = self._tasks.popleft()
            task = task if task.future.set_running_or_notify_cancel() else None
        if task is not None:
            task.future.set_exception(problem)


def _end(workers: list[_Worker]) -> None:
    """Ask workers to end, so that they take their temporary files away; then kill what is left, and every program they started."""
    for worker in workers:
        worker.process.terminate()
    for worker in workers:
        wait([worker.process.sentinel], GRACE)
        if hasattr(os, "killpg") and worker.process.pid != os.getpid():
            with suppress(ProcessLookupError, PermissionError):  # none left, or it has not come to lead a group
                os.killpg(worker.process.pid, signal.SIGKILL)
        worker.process.kill()
        worker.process.join()
        worker.process.close()
        worker.pipe.close()


def _serve(pipe: Connection, prepare: Callable[[], object]) -> None:
    """A worker's life: tasks from the pipe until it is closed at the other end."""
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # the programs it starts are of its group, and end with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # no Exception: no handler on the way takes it for a fault of a library
    collect_seldom()
    prepare()
    with suppress(EOFError, OSError):  # the other side is gone
        _say(pipe, READY)
        while True:
            message = pipe.recv_bytes()
            try:
                function, arguments = pickle.loads(message)
                _say(pipe, BEGUN)
                answer = DONE, function(*arguments)
            except Exception as problem:
                problem.add_note(traceback.format_exc())
                answer = FAILED, problem
            try:
                _say(pipe, *answer)
            except (pickle.PicklingError, TypeError, AttributeError) as problem:
                _say(pipe, FAILED, RuntimeError(f"the result cannot be sent: {problem}"))
            del message, answer
            after_task()


def _say(pipe: Connection, what: str, value: object = None) -> None:
    pipe.send_bytes(ForkingPickler.dumps((what, value)))


@contextmanager
def _interruptions_held() -> Iterator[None]:
    """Hold Ctrl-C back in the block. Processes and threads that begin in it never see one: it is this process's to handle."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
