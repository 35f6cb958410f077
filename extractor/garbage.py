"""When a process of ours looks for garbage and gives memory back: so that it costs little and memory does not grow with the documents.

Labels, rules and models stay for good: to go through them after every 700 new objects, as is the habit, costs a fifth of a start, and
once more at the end another quarter. What a document leaves behind in rings, a kilobyte or so, is freed between documents instead, past
what stays: seldom, since each look goes through all that has been remembered since the last one. What a document needed and gave
back is kept for the next one: else the system clears half of its pages of memory anew. A program that imports us keeps its own habit.
"""

from __future__ import annotations

import atexit
import ctypes
import gc

COLLECT_AFTER = 1_000_000  # objects made more than were freed: within one large document
SETTLED = 2  # tasks after which what is in memory is there to stay
EVERY = 64  # tasks between two looks
THOROUGH = 4  # looks of which one goes through all that has come since, and the others through what the last tasks made
_YOUNG, _OLDEST = 1, 2  # generations
# What glibc's allocator comes to by itself once a block of the first size has been freed: mallopt(3), numbers of malloc.h.
_MMAP_THRESHOLD, _TRIM_THRESHOLD = (-3, 32 << 20), (-1, 64 << 20)


class _Tasks:
    """How many this process has done; None in a process that is not ours."""

    done: int | None = None


def collect_seldom() -> None:
    """From now on in this process: while a document is worked on hardly ever, between documents by `after_task`, at the end not at all."""
    gc.set_threshold(COLLECT_AFTER)
    _keep_memory()
    atexit.register(gc.freeze)  # else all that is in memory is gone through before it is let go
    _Tasks.done = 0


def _keep_memory() -> None:
    """Blocks of up to 32 MB come from the heap, of which 64 MB that are free are not given back; nothing where the allocator is another."""
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for option, size in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
        set_option(option, size)


def after_task() -> None:
    """To be called between two documents; does nothing where `collect_seldom` was not called."""
    if _Tasks.done is None:
        return
    _Tasks.done += 1
    if _Tasks.done == SETTLED:
        gc.freeze()  # what a start leaves in rings is not worth a look
    elif _Tasks.done % EVERY == 0:
        gc.collect(_OLDEST if _Tasks.done % (EVERY * THOROUGH) == 0 else _YOUNG)
