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
from extractor.schemas.record import FieldSpec, Kind, Role, Rule, Sum, spec_path

XML = "xml"
COMPARED = frozenset({Kind.MONEY, Kind.DATE, Kind.IDENTIFIER, Kind.NAME, Kind.IBAN, Kind.BIC, Kind.VAT_ID, Kind.CURRENCY})
FILLS_FROM = 0.9  # what the XML leaves out is taken from the page only where it is this sure
SURE_FROM = 0.5  # a page's value this sure contradicts an XML's value that stands nowhere on the page
SURE_ALTHOUGH = 0.85  # the same where the XML's value stands on the page too, and may be what is meant
FAR_LIKELIER = 3.0  # how many times likelier the page's best candidate must be than the XML's value on the page
READ_FROM = 0.5  # share of the XML's values that stand on a page from which one that does not is missed there
LIKELY = 0.5  # a reading less likely than this is not what the page means
DISTINCT = 5  # characters (of "10.90") from which two figures are hardly ever alike by chance
NAMED_FROM = 0.5  # strength of the label from which a figure is named as the field
SAME_NAME = 80  # percent of likeness from which two writings are one name


class Choice(Protocol):
    """What choose.choose gives."""

    @property
    def values(self) -> Mapping[str, FieldValue]: ...
    @property
    def holds(self) -> tuple[Rule, ...]: ...
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
    seen = _Page.of(printed, page, specs)
    values, issues = dict(choice.values), list(choice.issues)
    told = {path: value for path, value in values.items() if value.source == XML and path in seen.specs}
    odd = seen.odd_figures(attached)
    legible = sum(seen.stands(path, value.value) for path, value in told.items()) >= READ_FROM * len(told)
    for path, value in told.items():
        rival = seen.contradiction(path, value.value, legible, odd) or _slip(path, seen.specs[path].kind, value.value, odd)
        shown = page.values.get(path)
        if rival is not None:
            values[path] = replace(value, alternatives=(rival,))
            issues.append(_disagreement(path, value, rival))
        elif shown is not None and _same(seen.specs[path].kind, shown.value, value.value):
            values[path] = replace(value, page=shown.page, box=shown.box, evidence=f"{value.evidence}; the page agrees ({shown.evidence})")
    return Compared(values, choice.fails, tuple(issues))


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page alone says of the fields that are compared."""

    specs: Mapping[str, FieldSpec]
    by_path: Mapping[str, Sequence[Candidate]]  # likeliest first
    by_kind: Mapping[Kind, Sequence[Candidate]]
    kinds: Mapping[str, Kind]  # of every leaf, columns of lists too
    answers: Mapping[str, FieldValue]
    proved: frozenset[str]  # fields whose figures add up on the page

    @staticmethod
    def of(printed: Sequence[Candidate], page: Choice, specs: Sequence[FieldSpec]) -> _Page:
        compared = {spec.path: spec for spec in specs if _is_compared(spec)}
        kinds = {spec.path: spec.kind for spec in specs}
        by_path: dict[str, list[Candidate]] = defaultdict(list)
        by_kind: dict[Kind, list[Candidate]] = defaultdict(list)
        for candidate in sorted(printed, key=lambda c: -c.score):
            by_path[candidate.path].append(candidate)
            if (kind := kinds.get(spec_path(candidate.path))) in COMPARED:
                by_kind[kind].append(candidate)
        proved = {term for rule in page.holds if isinstance(rule, Sum) for term in (rule.total, *rule.plus, *rule.minus)}
        return _Page(compared, by_path, by_kind, kinds, page.values, frozenset(proved))

    def stands(self, path: str, value: Any) -> bool:
        """Whether the value stands on the page, under whatever name."""
        kind = self.specs[path].kind
        return any(_same(kind, candidate.value, value) for candidate in self.by_kind.get(kind, ()))

    def odd_figures(self, attached: Sequence[Candidate]) -> Mapping[Kind, Sequence[Candidate]]:
        """What stands on the page and is nothing that the XML says, in whatever field or row."""
        said: dict[Kind, list[Any]] = defaultdict(list)
        for candidate in attached:
            for kind in {self.kinds[path] for path in (spec_path(candidate.path),) if path in self.kinds}:
                said[kind].append(candidate.value)
        odd: dict[Kind, list[Candidate]] = {}
        for kind, found in self.by_kind.items():
            explained = {_token(c) for c in found if any(_same(kind, c.value, value) for value in said[kind])}
            odd[kind] = [c for c in found if _token(c) not in explained and c.features.get("likelihood", 1.0) >= LIKELY]
        return odd

    def contradiction(self, path: str, value: Any, legible: bool, odd: Mapping[Kind, Sequence[Candidate]]) -> Candidate | None:
        """What the page says instead, where it is sure enough of it."""
        spec, shown = self.specs[path], self.answers.get(path)
        found = self.by_path.get(path, ())
        others = [candidate for candidate in found if not _same(spec.kind, candidate.value, value)]
        if not others:
            return None
        stands = self.stands(path, value)
        if shown is not None and not _same(spec.kind, shown.value, value):
            sure = shown.confidence >= (SURE_ALTHOUGH if stands else SURE_FROM)
            if sure or (path in self.proved and not stands):
                return next((candidate for candidate in others if candidate.value == shown.value), None)
        if stands:
            own = max((candidate.score for candidate in found if _same(spec.kind, candidate.value, value)), default=0.0)
            unexplained = others[0] in odd.get(spec.kind, ()) and spec.kind is not Kind.NAME
            return others[0] if unexplained and others[0].score >= max(SURE_FROM, FAR_LIKELIER * own) else None
        return others[0] if spec.required and legible and spec.kind is not Kind.NAME else None


def _is_compared(spec: FieldSpec) -> bool:
    """Fields of the whole document and of its two parties; a party has numbers in many registers, of which each side may name another."""
    if spec.rows is not None or spec.role is Role.OTHER or spec.kind not in COMPARED:
        return False
    return spec.role is None or spec.kind is not Kind.IDENTIFIER


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


def _slip(path: str, kind: Kind, value: Any, odd: Mapping[Kind, Sequence[Candidate]]) -> Candidate | None:
    """A value of the page that nothing in the XML explains and that is one figure away from this one. Short figures and dates are
    alike by chance: those must be named as this field."""
    if kind is Kind.NAME:
        return None
    mine = _figures(value)
    alike = (candidate for candidate in odd.get(kind, ()) if _one_off(mine, _figures(candidate.value)))
    distinct = kind is not Kind.DATE and len(mine) >= DISTINCT
    return next((c for c in alike if (distinct and _list_of(c.path) is None) or (c.path == path and _is_named(c))), None)


def _is_named(candidate: Candidate) -> bool:
    strength = candidate.features.get("strength", 0.0)
    return candidate.score >= SURE_FROM or (strength >= NAMED_FROM and strength >= candidate.features.get("rival", 0.0))


def _figures(value: Any) -> str:
    return f"{abs(value):f}" if isinstance(value, Decimal) else _bare(str(value))


def _one_off(one: str, other: str) -> bool:
    """Whether two writings differ in exactly one figure."""
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and all(character.isdigit() for character in differing[0])


def _token(candidate: Candidate) -> tuple[int | None, Any, str]:
    return candidate.page, candidate.box, candidate.text


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
