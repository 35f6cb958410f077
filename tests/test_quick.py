"""Classes that are quick to make: alike in all but speed."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from inspect import signature
from typing import cast

import pytest

from extractor.document import Candidate, FieldValue
from extractor.geometry import Box
from extractor.quick import changed, dataclass

BOX = Box(0.1, 0.2, 0.3, 0.4)
ONE = Candidate("total", 1, "1", "label", "right of 'Total'", 1, BOX, {"strength": 0.9}, score=0.5)


def test_a_quick_class_takes_its_fields_in_order_and_by_name() -> None:
    assert Box(left=0.1, top=0.2, bottom=0.4, right=0.3) == BOX
    assert hash(Box(0.1, 0.2, 0.3, 0.4)) == hash(BOX)
    assert repr(BOX) == "Box(left=0.1, top=0.2, right=0.3, bottom=0.4)"
    with pytest.raises(TypeError, match="bottom"):
        Box(0.1, 0.2, 0.3)  # type: ignore[call-arg]


def test_a_quick_class_says_how_it_is_made_before_one_is() -> None:
    @dataclass(frozen=True, slots=True)
    class Unmade:
        size: int
        note: str = ""

    assert str(signature(Unmade)) == "(size: 'int', note: 'str' = '') -> None"


def test_what_is_left_out_has_its_default_and_nothing_is_shared() -> None:
    first, second = (Candidate("total", 1, "1", "label", "") for _ in range(2))
    assert first.page is None
    assert first.score == 0.0
    assert first.features == {}
    assert first.features is not second.features


def test_a_quick_class_stays_frozen_and_travels() -> None:
    with pytest.raises(FrozenInstanceError):
        BOX.left = 0.0  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(ONE)) == ONE


@pytest.mark.parametrize("made", [ONE, FieldValue.of(ONE, 0.4, "why", times=2, proved=True)])
def test_changed_is_replace(made: Candidate | FieldValue) -> None:
    assert changed(made, path="net", text="2") == replace(made, path="net", text="2")
    assert all(getattr(changed(made), each.name) is getattr(made, each.name) for each in fields(made))


def test_what_is_seldom_asked_of_a_class_is_as_in_the_library() -> None:
    @dataclass(frozen=True, slots=True)
    class Some:
        size: int
        note: str = field(default="", compare=False, repr=False)
        seen: list[int] = field(default_factory=list, init=False, compare=False)

    one, other = Some(1, "a"), Some(1, note="b")
    assert one == other
    assert hash(one) == hash((1,))
    assert one != cast("object", (1,))
    assert repr(one).endswith("Some(size=1, seen=[])")
    assert one.seen is not other.seen
    with pytest.raises(FrozenInstanceError):
        del one.size


def test_a_class_of_objects_that_are_each_their_own() -> None:
    @dataclass(frozen=True, slots=True, eq=False)
    class Own:
        size: int

    assert Own(1) != Own(1)
    assert len({Own(1), Own(1)}) == 2


def test_what_is_done_after_init_is_left_to_the_library() -> None:
    @dataclass(frozen=True, slots=True)
    class Checked:
        size: int = field(default=1)

        def __post_init__(self) -> None:
            raise ValueError("checked")

    with pytest.raises(ValueError, match="checked"):
        Checked()
