"""Rings of objects that a task leaves behind are freed between tasks in our own processes, and left to a program that imports us."""

from __future__ import annotations

import gc
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
