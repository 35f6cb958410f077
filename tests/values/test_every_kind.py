"""What holds of all kinds of value, on any text."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.schemas.record import Kind
from extractor.values import UNKNOWN, Habits
from extractor.values.registry import BY_NAME

_ALPHABET = "0123456789 .,'-/:+()%€$|OlISBZGabcdeRMxä\u00a0@#[]\n"
_JUNK = (
    "1" * 20000,
    "1 " * 10000,
    "1." * 10000,
    "1,234" * 4000,
    "12/" * 7000,
    "a" * 20000,
    "a " * 10000,
    "A1 " * 7000,
    "a@" * 10000,
    "a." * 10000,
    "DE12 " * 4000,
    "1 234 " * 4000,
    "O0l1" * 5000,
    "May 12 " * 3000,
    "- " * 10000,
    "(" * 20000,
    "1 12 1234 " * 2000,
    "12 ,".join("x" * 5000),
    " " * 20000,
    "x, " * 7000 + "80331 München",
)
_SECONDS = 5.0  # a page has 3,000 characters; twenty thousand on one line are junk, and must still end soon on a slow machine


def test_every_kind_of_the_schemas_has_its_parser() -> None:
    assert {kind.value for kind in Kind} - set(BY_NAME) == {"choice"}


@pytest.mark.parametrize("kind", sorted(BY_NAME))
@given(
    text=st.text(_ALPHABET, max_size=60),
    habits=st.sampled_from([UNKNOWN, Habits(("de",), "day_first", ","), Habits(("en",), "month_first", ".")]),
)
def test_matches_are_well_formed(kind: str, text: str, habits: Habits) -> None:
    module = BY_NAME[kind]
    matches = module.find(text, habits)
    assert [match.start for match in matches] == sorted(match.start for match in matches)
    for match in matches:
        assert 0 <= match.start < match.end <= len(text)
        assert match.text == text[match.start : match.end]
        assert match.interpretations
        assert 0 < sum(one.likelihood for one in match.interpretations) <= 1.001
    readings = module.parse(text, habits)
    assert sum(one.likelihood for one in readings) <= 1.001
    assert module.find(text, habits) == matches
    assert module.parse(text, habits) == readings


@pytest.mark.parametrize("kind", sorted(BY_NAME))
def test_long_junk_ends_soon(kind: str) -> None:
    for text in _JUNK:
        start = time.process_time()
        BY_NAME[kind].find(text)
        BY_NAME[kind].parse(text)
        assert time.process_time() - start < _SECONDS, text[:12]


def test_parsers_bring_no_heavy_library() -> None:
    heavy = {"babel", "dateparser", "pandas", "numpy", "pydantic", "spacy"}
    code = f"import sys; import extractor.values.registry; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
