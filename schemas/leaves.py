"""A schema's leaves by what they are. Each document asks the same of the same ones, in fifty places: it is told once for each schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from extractor.schemas.record import FieldSpec, Kind, Use

MOST = 1000  # answers that are kept
_Asked = TypeVar("_Asked", bound=Sequence[Any])
_More = ParamSpec("_More")
_Told = TypeVar("_Told")


def once(ask: Callable[Concatenate[_Asked, _More], _Told]) -> Callable[Concatenate[_Asked, _More], _Told]:
    """A question whose answer depends on a schema's leaves alone, or its rules (and on plain values besides), told once a tuple of them.

    It is known by being the same object: to hash a hundred leaves takes longer than most answers. What is told must not be changed."""
    known: dict[tuple[Any, ...], tuple[_Asked, _Told]] = {}

    @wraps(ask)
    def told(asked: _Asked, /, *more: _More.args, **named: _More.kwargs) -> _Told:
        key = id(asked), *more
        answer = known.get(key)  # it holds what was asked: nothing else can have come to lie there
        if answer is None:
            answer = asked, ask(asked, *more, **named)
            if isinstance(asked, tuple) and not named:
                if len(known) >= MOST:
                    known.clear()
                known[key] = answer
        return answer[1]

    return told


@once
def by_path(specs: Sequence[FieldSpec]) -> Mapping[str, FieldSpec]:
    return {spec.path: spec for spec in specs}


@once
def alone(specs: Sequence[FieldSpec]) -> Mapping[str, FieldSpec]:
    """Those that stand in no list, by their paths."""
    return {spec.path: spec for spec in specs if spec.rows is None}


@once
def required(specs: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
    return tuple(spec for spec in specs if spec.required)


@once
def of_kind(specs: Sequence[FieldSpec], *kinds: Kind) -> tuple[FieldSpec, ...]:
    """Those of these kinds, in the schema's order."""
    return tuple(spec for spec in specs if spec.kind in kinds)


@once
def of_use(specs: Sequence[FieldSpec], *uses: Use) -> tuple[FieldSpec, ...]:
    return tuple(spec for spec in specs if spec.use in uses)


@once
def paths_alone(specs: Sequence[FieldSpec], *kinds: Kind) -> frozenset[str]:
    """The paths of those of these kinds that stand in no list."""
    return frozenset(spec.path for spec in of_kind(specs, *kinds) if spec.rows is None)
