"""How often the interpreter looks for garbage in what a process of ours keeps."""

from __future__ import annotations

import gc

COLLECT_AFTER = 50_000  # objects made more than were freed


def collect_seldom() -> None:
    """Labels, rules and models stay for good and documents leave no rings behind: to go through them after every 700 new objects,
    as is the habit, costs a fifth of a start. For processes of our own, never for a program that imports us."""
    gc.set_threshold(COLLECT_AFTER)
