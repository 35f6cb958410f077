"""In our own processes rings are freed between tasks, and memory is kept for the next one; a program that imports us is left alone."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from extractor import garbage


class Ring:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    garbage._Tasks.done = None


def leave_rings(tasks: int) -> list[weakref.ref[Ring]]:
    left = []
    for _ in range(tasks):
        left.append(weakref.ref(Ring()))
        garbage.after_task()
    return left


@pytest.mark.usefixtures("as_before")
def test_what_tasks_leave_behind_is_freed_between_them() -> None:
    garbage.collect_seldom()
    left = leave_rings(3 * garbage.EVERY)
    assert sum(ring() is not None for ring in left) < garbage.EVERY


@pytest.mark.usefixtures("as_before")
def test_a_program_that_imports_us_keeps_its_habit() -> None:
    gc.disable()
    try:
        assert all(ring() is not None for ring in leave_rings(3 * garbage.EVERY))
    finally:
        gc.enable()


ASKED_ANEW = """
import resource
import numpy as np
from extractor.garbage import collect_seldom
collect_seldom()
def task():
    return sum(block[0] for block in [np.ones(500_000) for _ in range(6)])
task(), task()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    task()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the allocator of glibc is the one that is told")
def test_memory_given_back_is_kept_for_the_next_document() -> None:
    asked_anew = int(subprocess.run([sys.executable, "-c", ASKED_ANEW], check=True, capture_output=True, text=True).stdout)
    assert asked_anew < 500_000 * 8 // 4096  # of ten tasks, fewer pages than one block has
