"""Regular expressions that are compiled when they are first asked: to compile all of them was a fifth of a start, and most are for what few
documents hold."""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands for an expression. The method that is asked for is remembered: the next question goes to it directly."""

    def __init__(self, *given: Any) -> None:
        self._given = given

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(*self._given), name)
        setattr(self, name, method)
        return method


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, for expressions that are seldom needed; they are asked by their methods, not by the functions of `re`."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
