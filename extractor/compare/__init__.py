"""An e-invoice's XML against the page that it comes with: the XML is the record, and the page must say the same.

The choice is made twice, once among what the XML says and once on the page alone. Where the XML speaks of a field, or of a
list, the page has no voice in it; where the two differ, the record carries an issue with both values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any, Protocol

from extractor.compare.alike import XML, length, on_one_line, one_off, same, slipped
from extractor.compare.codes import codes_altered
from extractor.compare.days import days_altered
from extractor.compare.in_place import told_in_place
from extractor.compare.payment import code_altered
from extractor.compare.printed import PrintedLine, printed_lines
from extractor.compare.rows import altered_cells, altered_on_lines, altered_rates, printed_rates
from extractor.compare.signs import sign_of_amounts
from extractor.compare.totals_in_place import padded_totals, totals_in_place
from extractor.document import BARCODE, Candidate, FieldValue, Issue, Reading, Severity, value_to_json
from extractor.quick import dataclass
from extractor.schemas.leaves import by_path
from extractor.schemas.record import FieldSpec, Kind, Product, Role, Rule, Sum, spec_path
from extractor.schemas.verdicts import deducted

PERCENTS = (".rate", ".percent")  # of an allowance or a charge: its tax, and what it is of its base
COMPARED = frozenset({Kind.MONEY, Kind.DATE, Kind.IDENTIFIER, Kind.NAME, Kind.IBAN, Kind.BIC, Kind.VAT_ID, Kind.CURRENCY})
FILLS_FROM = 0.9  # what the XML leaves out is taken from the page only where it is this sure
SURE_FROM = 0.5  # a page's value this sure contradicts an XML's value that stands nowhere on the page
SURE_ALTHOUGH = 0.85  # the same where the XML's value stands on the page too, and may be what is meant
FAR_LIKELIER = 3.0  # how many times likelier the page's best candidate must be than the XML's value on the page
READ_FROM = 0.5  # share of the XML's values that stand on a page from which one that does not is missed there
LIKELY = 0.5  # a reading less likely than this is not what the page means
DISTINCT = 5  # characters (of "10.90") from which two figures are hardly ever alike by chance
MOST_PIECES = 8  # figures of a part that are added up
PIECE_FROM = 0.05  # strength of the label of a figure that may be one of the parts of a sum
SHARED_FROM, CLEAR_FROM = 0.3, 0.7  # the same of a label that two fields share, and of one that leaves no doubt
WEAKLY, NAMED_FROM = 0.2, 0.5  # the same from which a figure is named as the field: where its own value is missing, and where it is not


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


def compare(
    candidates: Sequence[Candidate],
    specs: Sequence[FieldSpec],
    choose: Callable[[Sequence[Candidate]], Choice],
    rules: Sequence[Rule] = (),
    readings: Sequence[Reading] = (),
    besides: Mapping[str, Candidate] = {},
) -> Compared:
    """The choice among the candidates; with an e-invoice's XML among them, by the XML and against the page. `besides`: figures of the XML
    that no field holds, by paths of their own, each as a candidate of the field that it belongs to."""
    attached = [candidate for candidate in candidates if candidate.source == XML]
    printed = [candidate for candidate in candidates if candidate.source != XML]
    page = choose(printed)
    of_code = tuple(_other_than_code(*one) for one in code_altered(printed, readings, by_path(specs)))
    if not attached:
        return Compared(page.values, page.fails, (*page.issues, *of_code))
    choice = choose([*attached, *_fills(attached, printed, page.values)])
    seen = _Page.of(printed, attached, page, specs, rules)
    values, issues = dict(choice.values), [*choice.issues, *of_code]
    told = {path: value for path, value in values.items() if value.source == XML and path in seen.specs}
    odd = seen.odd_figures()
    legible = sum(seen.stands(path, value.value) for path, value in told.items()) >= READ_FROM * len(told)
    for path, value in told.items():
        rival, shown = None, page.values.get(path)
        if not seen.tells_pieces(path, value.value):
            missing = not seen.stands(path, value.value)
            rival = seen.contradiction(path, value.value, legible, odd) or _slip(
                path, seen.specs[path].kind, value.value, odd, missing, shown
            )
            if rival is not None and seen.means_the_same(path, value.value, rival):
                rival = None
        if rival is not None:
            values[path] = replace(value, alternatives=(rival,))
            issues.append(_disagreement(path, value, rival))
        elif shown is not None and same(seen.specs[path].kind, shown.value, value.value):
            values[path] = replace(value, page=shown.page, box=shown.box, evidence=f"{value.evidence}; the page agrees ({shown.evidence})")
    from_xml = {path: value for path, value in choice.values.items() if value.source == XML}
    money = seen.by_kind.get(Kind.MONEY, ())
    cells = altered_cells(from_xml, page.values, seen.kinds, printed_rates(readings))
    rates = altered_rates(from_xml, readings, seen.kinds)
    kinds = {**seen.kinds, **{spec_path(path): Kind.PERCENT if path.endswith(PERCENTS) else Kind.NUMBER for path in besides}}
    lines = printed_lines(readings)
    rows = told_in_place({**from_xml, **_values(besides)}, page.values, lines, kinds, besides, _taken_off(rules))
    in_place = [(besides[path].path if path in besides else path, rival) for path, rival in rows]
    in_place += [*padded_totals(from_xml, page.values, lines, seen.kinds), *totals_in_place(from_xml, lines, seen.kinds)]
    in_place += seen.sign_altered(from_xml, lines, besides, _taken_off(rules))
    codes = codes_altered(from_xml, readings, by_path(specs))
    on_lines = altered_on_lines(from_xml, odd.get(Kind.MONEY, ()), money, seen.kinds)
    days = days_altered(from_xml, lines)
    altered = dict(days) | dict(codes) | dict(in_place) | dict(rates) | dict(on_lines) | dict(cells)
    disagree = {path for issue in issues if issue.code == "xml_disagrees" for path in issue.fields}
    for path, rival in ((path, rival) for path, rival in altered.items() if path not in disagree):
        values[path] = replace(values[path], alternatives=(rival,))
        issues.append(_disagreement(path, values[path], rival))
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
    told: Mapping[Kind, Sequence[Any]]  # what the e-invoice says, by kind
    parts: frozenset[str]  # what sums may have or lack: pages tell it piece by piece, and often leave it out
    days: Mapping[str, Any]  # what the e-invoice says of each field that is a day
    beside: Mapping[str, Sequence[str]]  # the other parts of the same sum, on the same side of it

    @staticmethod
    def of(
        printed: Sequence[Candidate], attached: Sequence[Candidate], page: Choice, specs: Sequence[FieldSpec], rules: Sequence[Rule]
    ) -> _Page:
        compared = {spec.path: spec for spec in specs if _is_compared(spec)}
        kinds = {spec.path: spec.kind for spec in specs}
        by_path: dict[str, list[Candidate]] = defaultdict(list)
        by_kind: dict[Kind, list[Candidate]] = defaultdict(list)
        for candidate in sorted(printed, key=lambda c: -c.score):
            by_path[candidate.path].append(candidate)
            if (kind := kinds.get(spec_path(candidate.path))) in COMPARED:
                by_kind[kind].append(candidate)
        told: dict[Kind, list[Any]] = defaultdict(list)
        for candidate in attached:
            if (path := spec_path(candidate.path)) in kinds:
                told[kinds[path]].append(candidate.value)
        proved = {term for rule in page.holds if isinstance(rule, Sum) for term in (rule.total, *rule.plus, *rule.minus)}
        parts = {term for rule in rules if isinstance(rule, Sum) for term in rule.optional}
        sides = [[t for t in side if t in rule.optional] for rule in rules if isinstance(rule, Sum) for side in (rule.plus, rule.minus)]
        beside = {term: [other for side in sides if term in side for other in side if other != term] for term in sorted(parts)}
        days = {candidate.path: candidate.value for candidate in attached if kinds.get(candidate.path) is Kind.DATE}
        return _Page(compared, by_path, by_kind, kinds, page.values, frozenset(proved), told, frozenset(parts), days, beside)

    def stands(self, path: str, value: Any) -> bool:
        """Whether the value stands on the page, under whatever name."""
        kind = self.specs[path].kind
        return any(candidate.page is not None and same(kind, candidate.value, value) for candidate in self.by_kind.get(kind, ()))

    def is_told(self, kind: Kind, value: Any) -> bool:
        """Whether the e-invoice says a value, in whatever field or row."""
        return any(same(kind, value, said) for said in self.told.get(kind, ()))

    def odd_figures(self) -> Mapping[Kind, Sequence[Candidate]]:
        """What stands on the page and is nothing that the XML says."""
        odd: dict[Kind, list[Candidate]] = {}
        for kind, found in self.by_kind.items():
            explained = {_token(c) for c in found if self.is_told(kind, c.value)}
            printed = (c for c in found if c.page is not None and _token(c) not in explained)
            odd[kind] = [c for c in printed if kind is Kind.IDENTIFIER or c.features.get("likelihood", 1.0) >= LIKELY]
        return odd

    def tells_pieces(self, path: str, whole: Any) -> bool:
        """Whether the page tells a part of a sum piece by piece: several of its figures by that name make the whole."""
        if path not in self.parts or not isinstance(whole, Decimal):
            return False
        found = (c for name in (path, *self.beside.get(path, ())) for c in self.by_path.get(name, ()))
        named = {_token(c): abs(c.value) for c in found if c.page is not None and _strength(c) >= PIECE_FROM}
        figures = list(named.values())[:MOST_PIECES]
        return any(sum(some) == abs(whole) for count in range(2, len(figures) + 1) for some in combinations(figures, count))

    def contradiction(self, path: str, value: Any, legible: bool, odd: Mapping[Kind, Sequence[Candidate]]) -> Candidate | None:
        """What the page says instead, where it is sure enough of it."""
        spec, shown = self.specs[path], self.answers.get(path)
        found = self.by_path.get(path, ())
        unsaid = odd.get(spec.kind, ())
        others = [
            c
            for c in found
            if c.page is not None
            and not same(spec.kind, c.value, value)
            and (path not in self.parts or c in unsaid)
            and not (c.source == BARCODE and self.is_told(spec.kind, c.value))  # a code for payment has the invoice's number to refer to
        ]
        if not others:
            return self.named_instead(path, value)
        if shown is not None and slipped(value, shown.value) and not self.is_told(spec.kind, shown.value):
            return next((candidate for candidate in others if same(spec.kind, candidate.value, shown.value)), None)
        if (named := self.named_instead(path, value)) is not None:
            return named
        stands = self.stands(path, value)
        if spec.kind is Kind.IDENTIFIER and any(same(spec.kind, c.value, value) and c.score >= SURE_FROM for c in found):
            return None  # the page has two numbers by that name
        if shown is not None and not same(spec.kind, shown.value, value):
            sure = shown.confidence >= (SURE_ALTHOUGH if stands else SURE_FROM)
            if sure or (path in self.proved and not stands):
                return next((candidate for candidate in others if candidate.value == shown.value), None)
        if stands:
            own = max((candidate.score for candidate in found if same(spec.kind, candidate.value, value)), default=0.0)
            unexplained = others[0] in unsaid and spec.kind is not Kind.NAME
            return others[0] if unexplained and others[0].score >= max(SURE_FROM, FAR_LIKELIER * own) else None
        return others[0] if spec.required and legible and spec.kind is not Kind.NAME else None

    def means_the_same(self, path: str, value: Any, rival: Candidate) -> bool:
        """Whether the rival is no contradiction: the value stands on its line, as the other end of a period, and not for another of the
        e-invoice's days alone; or it is one of several figures that the page calls as clearly by the name of a part of a sum."""
        if isinstance(value, date):
            beside = any(c.value == value and on_one_line(c, rival) for c in self.by_kind.get(Kind.DATE, ()))
            return beside and (rival.value in self.days.values() or not self.is_anothers(path, value, rival))
        least = max(WEAKLY, _strength(rival))
        named = (c for c in self.by_path.get(path, ()) if c.page is not None and _strength(c) >= least)
        called = {_token(c) for c in named if _strength(c) > c.features.get("rival", 0.0)}
        return path in self.parts and len(called) > 1

    def is_anothers(self, path: str, day: date, rival: Candidate) -> bool:
        """Whether a day on the rival's line may be what the e-invoice says it is under another name."""
        others = [other for other, said in self.days.items() if said == day and other != path]
        return any(c.value == day and on_one_line(c, rival) for other in others for c in self.by_path.get(other, ()))

    def sign_altered(
        self, told: Mapping[str, FieldValue], lines: Sequence[PrintedLine], besides: Mapping[str, Candidate], off: Set[str]
    ) -> Iterator[tuple[str, Candidate]]:
        """The path of the one amount whose sign is another on the page; what is taken off is printed with either."""
        amounts = {path: v.value for path, v in told.items() if self.kinds.get(spec_path(path)) is Kind.MONEY}
        either = [value for path, value in amounts.items() if spec_path(path) in off | self.parts]
        either += [one.value for path, one in besides.items() if path.endswith((".amount", ".off_price"))]
        return sign_of_amounts(amounts, either, lines)

    def named_instead(self, path: str, value: Any) -> Candidate | None:
        """An amount or a day that its label names, a digit off the value, where no label of the field names the value itself, though it
        may stand elsewhere on the page."""
        named = [c for c in self.by_path.get(path, ()) if c.page is not None and _strength(c) >= max(WEAKLY, c.features.get("rival", 0.0))]
        kind, shown = self.specs[path].kind, self.answers.get(path)
        if kind not in (Kind.MONEY, Kind.DATE):
            return None
        own = max((_strength(c) for c in named if same(kind, c.value, value)), default=0.0)
        is_told = path in self.parts and self.stands(path, value)  # in one of its pieces
        near = [c for c in named if one_off(value, c.value, as_long=kind is Kind.MONEY) or (not is_told and slipped(value, c.value))]
        if own:  # there are two days by that name
            near = [c for c in near if kind is Kind.DATE and shown is not None and shown.value == c.value and _strength(c) > own]
        if not near and not own and kind is Kind.DATE:
            near = [c for c in self.by_path.get(path, ()) if self.is_nobodys_day(c)]
        return near[0] if near else None

    def is_nobodys_day(self, day: Candidate) -> bool:
        """Whether a label names a day as that of one field or another (the end of a service is that of a period, or of a delivery), and the
        e-invoice says it of neither, though labels of their own name those of the others."""
        token = _token(day)
        fields = {c.path: _strength(c) for c in self.by_kind.get(Kind.DATE, ()) if _token(c) == token and _strength(c) >= SHARED_FROM}
        others = [path for path in fields if path != day.path]
        return (
            day.path in fields
            and bool(others)
            and max(fields.values()) >= CLEAR_FROM
            and all(path in self.days and self.days[path] != day.value for path in fields)
            and all(any(c.value == self.days[path] and _strength(c) >= CLEAR_FROM for c in self.by_path[path]) for path in others)
        )


def _is_compared(spec: FieldSpec) -> bool:
    """Fields of the whole document and of its two parties; a party has numbers in many registers, of which each side may name another."""
    if spec.rows is not None or spec.role is Role.OTHER or spec.kind not in COMPARED:
        return False
    if spec.role is not None and spec.kind is Kind.NAME:
        return spec.path.endswith(".name")  # whom to ask is each side's own affair
    return spec.role is None or spec.kind is not Kind.IDENTIFIER


def _taken_off(rules: Sequence[Rule]) -> frozenset[str]:
    """The paths of what sums and products take off."""
    return deducted(rules) | {f"{rule.rows}[].{rule.minus}" for rule in rules if isinstance(rule, Product)}


def _values(candidates: Mapping[str, Candidate]) -> dict[str, FieldValue]:
    return {path: FieldValue(path, c.value, c.text, 1.0, c.source, c.evidence) for path, c in candidates.items()}


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


def _slip(
    path: str, kind: Kind, value: Any, odd: Mapping[Kind, Sequence[Candidate]], missing: bool, shown: FieldValue | None
) -> Candidate | None:
    """A value of the page that nothing in the XML explains and that is one figure away from this one. Short figures and dates are
    alike by chance: those must be named as this field, however weakly where this value is `missing` on the page."""
    if kind is Kind.NAME or (kind is Kind.DATE and not missing and shown is not None and shown.value == value):
        return None  # one digit lies between any two days of a month
    alike = (candidate for candidate in odd.get(kind, ()) if one_off(value, candidate.value, as_long=True))
    distinct = kind is not Kind.DATE and length(value) >= DISTINCT
    return next(
        (
            c
            for c in alike
            if (distinct and _list_of(c.path) is None) or (c.path == path and _is_named(c, WEAKLY if missing else NAMED_FROM))
        ),
        None,
    )


def _strength(candidate: Candidate) -> float:
    return candidate.features.get("strength", 0.0)


def _is_named(candidate: Candidate, least: float) -> bool:
    strength = _strength(candidate)
    return candidate.score >= SURE_FROM or (strength >= least and strength >= candidate.features.get("rival", 0.0))


def _token(candidate: Candidate) -> tuple[int | None, Any, str]:
    return candidate.page, candidate.box, candidate.text


def _disagreement(path: str, value: FieldValue, rival: Candidate) -> Issue:
    message = _against(path, f"the e-invoice says {value_to_json(value.value)}", rival)
    return Issue("xml_disagrees", Severity.ERROR, message, (path,))


def _other_than_code(path: str, says: str, rival: Candidate) -> Issue:
    return Issue("code_disagrees", Severity.ERROR, _against(path, says, rival), (path,))


def _against(path: str, says: str, rival: Candidate) -> str:
    return f"{path}: {says}, page {rival.page} says {rival.text!r} ({rival.evidence})"
