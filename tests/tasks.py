"""What workers are given to do in the tests of them. Little is imported here: every worker imports it."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.inputs import Input


def wait(seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def stuck_in_a_library() -> None:
    """A call that no signal interrupts."""
    sum(itertools.repeat(0, 10**13))


def deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(1)


def start_a_program(fifo: str) -> None:
    with open(fifo, "wb") as there, subprocess.Popen(["sh", "-c", "echo here; exec sleep 60"], stdout=there):
        there.close()
        time.sleep(60)


def leave_a_folder(above: str) -> None:
    with tempfile.TemporaryDirectory(dir=above):
        time.sleep(60)


def not_to_be_sent() -> object:
    return lambda: 0


def refuse() -> None:
    raise OSError("this worker cannot start")


def megabytes(number: int) -> bytes:
    return bytes(number * 1_000_000)


def act(item: Input) -> str:
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    return wait(float(item.name))


def fall(item: Input) -> str:
    """A document over which its worker dies, where its name says so."""
    if item.name == "kill":
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    if item.name == "exit":
        sys.exit(3)  # a user's module may
    assert os.environ["OMP_THREAD_LIMIT"] == "1"
    return item.name
