"""How long the stages take, in wall seconds, and a clock for time limits that nothing but work moves."""

from __future__ import annotations

import time


class Stopwatch:
    """`lap(name)` adds the time since the last lap to that stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + now - self._last
        self._last = now


class SteadyClock:
    """Seconds in which this process could work: those of a machine asleep, a process halted or a clock set anew are left out.

    It is looked at again and again; the time between two looks counts for at most `longest` seconds, or for the CPU time that
    this process has used in it where that is more (a long call into a library, in which nobody could look).
    """

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._seconds = 0.0
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def look(self) -> float:
        """Seconds since the clock was made."""
        wall, cpu = time.monotonic(), time.process_time()
        self._seconds += max(0.0, min(wall - self._wall, max(self._longest, cpu - self._cpu)))
        self._wall, self._cpu = wall, cpu
        return self._seconds
