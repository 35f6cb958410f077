"""An e-invoice's XML against the page that it comes with: the XML is the record, and the page must say the same.

The choice is made twice, once among what the XML says and once on the page alone. Where the XML speaks of a field, or of a
list, the page has no voice in it; where the two differ, the record carries an issue with both values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

from rapidfuzz import fuzz

from extractor.document import Candidate, FieldValue, Issue, Severity, value_to_json
from extractor.schemas.record import FieldSpec, Kind, Rule

XML = "xml"
COMPARED = frozenset({Kind.MONEY, Kind.DATE, Kind.IDENTIFIER, Kind.NAME, Kind.IBAN, Kind.BIC, Kind.VAT_ID, Kind.CURRENCY})
FILLS_FROM = 0.9  # what the XML leaves out is taken from the page only where it is this sure
SURE_FROM = 0.5  # a page's value this sure contradicts the XML's
SURE_ALTHOUGH = 0.85  # the same where the XML's value stands on the page too, and may be meant elsewhere
LABELLED_FROM = 0.3  # a candidate this probable contradicts the XML's value where that stands nowhere on the page
STANDS_FROM = 0.02  # a candidate less probable than this does not count as standing on the page for its field
SAME_NAME = 80  # percent of likeness from which two writings are one name


class Choice(Protocol):
    """What choose.choose gives."""

    @property
    def values(self) -> Mapping[str, FieldValue]: ...
    @property
    def fails(self) -> tuple[Rule, ...]: ...
    @property
    def issues(self) -> tuple[Issue, ...]: ...


@dataclass(frozen=True, slots=True)
class Compared:
    """The answers of the record, the rules that they break, and what to look at."""

    values: Mapping[str, FieldValue]
    fails: tuple[Rule, ...]
    issues: tuple[Issue, ...]


def compare(candidates: Sequence[Candidate], specs: Sequence[FieldSpec], choose: Callable[[Sequence[Candidate]], Choice]) -> Compared:
    """The choice among the candidates; with an e-invoice's XML among them, by the XML and against the page."""
    attached = [candidate for candidate in candidates if candidate.source == XML]
    printed = [candidate for candidate in candidates if candidate.source != XML]
    page = choose(printed)
    if not attached:
        return Compared(page.values, page.fails, page.issues)
    choice = choose([*attached, *_fills(attached, printed, page.values)])
    by_path: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in printed:
        by_path[candidate.path].append(candidate)
    kinds = {spec.path: spec.kind for spec in specs if spec.rows is None}
    values, issues = dict(choice.values), list(choice.issues)
    for path, value in choice.values.items():
        if value.source != XML or kinds.get(path) not in COMPARED:
            continue
        shown = page.values.get(path)
        if shown is not None and _same(kinds[path], shown.value, value.value):
            values[path] = replace(value, page=shown.page, box=shown.box, evidence=f"{value.evidence}; the page agrees ({shown.evidence})")
        elif rival := _contradiction(kinds[path], value, shown, by_path[path]):
            values[path] = replace(value, alternatives=(rival,))
            issues.append(_disagreement(path, value, rival))
    return Compared(values, choice.fails, tuple(issues))


def _fills(attached: Sequence[Candidate], printed: Sequence[Candidate], page: Mapping[str, FieldValue]) -> list[Candidate]:
    """What the page adds to the XML: sure answers to fields, and whole lists, of which the XML says nothing."""
    told = {candidate.path for candidate in attached}
    lists = {_list_of(candidate.path) for candidate in attached} - {None}
    return [
        candidate
        for candidate in printed
        if candidate.path in page
        and candidate.path not in told
        and _list_of(candidate.path) not in lists
        and (_list_of(candidate.path) is not None or page[candidate.path].confidence >= FILLS_FROM)
    ]


def _list_of(path: str) -> str | None:
    """line_items.0.amount -> line_items; None for a field of the document itself."""
    parts = path.split(".")
    return next((".".join(parts[:place]) for place, part in enumerate(parts) if part.isdigit()), None)


def _contradiction(kind: Kind, value: FieldValue, shown: FieldValue | None, found: Sequence[Candidate]) -> Candidate | None:
    """What the page says instead, where it is sure enough of it."""
    stands = any(candidate.score >= STANDS_FROM and _same(kind, candidate.value, value.value) for candidate in found)
    others = sorted((candidate for candidate in found if not _same(kind, candidate.value, value.value)), key=lambda c: -c.score)
    if shown is not None and shown.confidence >= (SURE_ALTHOUGH if stands else SURE_FROM):
        return next((candidate for candidate in others if candidate.value == shown.value), None)
    if not stands and others and others[0].score >= LABELLED_FROM:
        return others[0]
    return None


def _same(kind: Kind, one: Any, other: Any) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one) == abs(other)  # a credit note's amounts are printed with or without their sign
    if kind is Kind.DATE or type(one) is not type(other):
        return bool(one == other)
    mine, theirs = _bare(str(one)), _bare(str(other))
    if kind is Kind.NAME:
        return fuzz.token_set_ratio(str(one).casefold(), str(other).casefold()) >= SAME_NAME or mine in theirs or theirs in mine
    if kind is Kind.IDENTIFIER:  # "No. 17" and "17": a number is printed with its series or without
        return mine.endswith(theirs) or theirs.endswith(mine)
    return mine == theirs


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _disagreement(path: str, value: FieldValue, rival: Candidate) -> Issue:
    message = f"{path}: the e-invoice says {value_to_json(value.value)}, page {rival.page} says {rival.text!r} ({rival.evidence})"
    return Issue("xml_disagrees", Severity.ERROR, message, (path,))
