"""`once`: what follows from a schema's leaves, or from a book's labels, is told once and not for each document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TypeVar

_Of = TypeVar("_Of")
_Told = TypeVar("_Told")
MOST = 64  # as many as there are schemas, or books


def once(tell: Callable[[Sequence[_Of]], _Told]) -> Callable[[Sequence[_Of]], _Told]:
    """`tell`, which remembers what it told of a sequence by what that is, not by what it holds: a schema's leaves are hashed slowly."""
    known: dict[int, tuple[Sequence[_Of], _Told]] = {}

    @wraps(tell)
    def told(of: Sequence[_Of]) -> _Told:
        found = known.get(id(of))
        if found is None or found[0] is not of:
            if len(known) >= MOST:
                known.clear()
            found = known[id(of)] = of, tell(of)
        return found[1]

    return told
