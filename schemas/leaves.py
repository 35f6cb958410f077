"""A schema's leaves by what they are. Each document asks the same of the same ones, in fifty places: it is told once for each schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from extractor.schemas.record import FieldSpec, Kind, Use

MOST = 1000  # answers that are kept
_More = ParamSpec("_More")
_Told = TypeVar("_Told")


def once(ask: Callable[Concatenate[Sequence[FieldSpec], _More], _Told]) -> Callable[Concatenate[Sequence[FieldSpec], _More], _Told]:
    """A question whose answer depends on the leaves alone (and on plain values besides), told once for each tuple of them, which is
    known by being the same object: to hash a hundred leaves takes longer than most answers. What is told must not be changed."""
    known: dict[tuple[Any, ...], tuple[Sequence[FieldSpec], _Told]] = {}

    @wraps(ask)
    def told(specs: Sequence[FieldSpec], /, *more: _More.args, **named: _More.kwargs) -> _Told:
        key = id(specs), *more
        answer = known.get(key)  # which holds its leaves: no others can have come to lie where they do
        if answer is None:
            answer = specs, ask(specs, *more, **named)
            if isinstance(specs, tuple) and not named:
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
