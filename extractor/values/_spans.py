"""Which characters of a line are taken, so that asking stays linear in the line's length."""

from __future__ import annotations

from collections.abc import Iterable


class Taken:
    """The characters of a line that some value holds."""

    __slots__ = ("_marks",)

    def __init__(self, length: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._marks = bytearray(length)
        for start, end in spans:
            self.take(start, end)

    def take(self, start: int, end: int) -> None:
        """Mark text[start:end]."""
        self._marks[start:end] = b"\x01" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        """Whether any character of text[start:end] is taken."""
        return self._marks.find(1, start, end) >= 0
