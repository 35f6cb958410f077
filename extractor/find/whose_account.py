"""Of what account a number is: one at a bank, or the customer's with the issuer. "Account No." names both; what stands about it decides.
So it is with "Reference", that of an order in a page's head and what to quote beside an account."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from extractor.document import Candidate
from extractor.find.banks import LIKELY, names_of_accounts
from extractor.find.label_hits import LabelHit
from extractor.find.parties.line_words import LineWords
from extractor.find.places import Segment
from extractor.find.sheet import Sheet
from extractor.geometry import Box
from extractor.schemas.leaves import once
from extractor.schemas.record import FieldSpec, Kind, Use

_GROUPS = re.compile(r"\d{2,}(?: \d{3,})+")
FIGURES = 2  # in a text that is the name of no bank
_LETTERS = re.compile(r"[^\W\d_]{2}")  # a bank's own numbers have none: "NIE004" is a customer's
_WORD = re.compile(r"[A-Z]{8}|[A-Z]{11}(?<!XXX)")
NAMED = 0.5  # strength from which a label names the document's own number
REACH = 4  # line heights above and below a number in which its bank is named


def settled_accounts(
    sheet: Sheet, hits: Sequence[LabelHit], candidates: Sequence[Candidate], specs: Sequence[FieldSpec], words: LineWords
) -> list[Candidate]:
    """The candidates without those for an account at a bank where no bank is near, and without those for a customer's number where one
    is: only of numbers whose label names both, and so of references. No bank's name is told by figures ("Bank: sort 20-05-77")."""
    candidates = _at_banks(sheet, hits, candidates, specs, words)
    called, numbers, at_banks, accounts, telling, own, _ = _paths(specs)
    candidates = [c for c in candidates if c.path not in called or sum(map(str.isdigit, c.text)) < FIGURES]
    ibans = [str(place.match.interpretations[0].value) for place in sheet.places(Kind.IBAN) if place.match.interpretations]
    candidates = [c for c in candidates if c.path not in accounts or not any(one.startswith(c.text.replace(" ", "")) for one in ibans)]
    named: dict[_Named, set[str]] = {}
    for candidate in candidates:
        if candidate.path in numbers and candidate.features.get("strength"):
            named.setdefault(_named(candidate), set()).add(candidate.path)
    disputed = {key for key, paths in named.items() if paths & at_banks and paths - at_banks}
    if not disputed:
        return list(candidates)
    ours = {c.value for c in candidates if c.path in own and c.features.get("strength", 0.0) >= NAMED}  # a payer is to quote them
    speaks_of_bank = _bank_signs(sheet, hits, telling, words)
    settled: list[Candidate] = []
    for candidate in candidates:
        if candidate.path not in numbers or _named(candidate) not in disputed:
            settled.append(candidate)
            continue
        lettered = bool(named[_named(candidate)] & accounts) and _LETTERS.search(candidate.text) is not None
        of_bank = candidate.value in ours or (not lettered and any(map(speaks_of_bank, _near(sheet, candidate))))
        if of_bank is (candidate.path in at_banks):
            settled.append(replace(candidate, features={**candidate.features, "rival": 0.0}))  # it was the label's other field
    return _whole(settled, accounts)


class _Paths(NamedTuple):
    """Of the leaves: names of banks and holders, numbers, those that an account at a bank has, accounts, what only such an account has,
    the document's own numbers, and codes of banks."""

    called: Set[str]
    numbers: Set[str]
    at_banks: Set[str]
    accounts: Set[str]
    telling: Set[str]
    own: Set[str]
    codes: Set[str]


@once
def _paths(specs: Sequence[FieldSpec]) -> _Paths:
    banks = {spec.path.rpartition(".")[0] for spec in specs if spec.kind in (Kind.IBAN, Kind.BIC)}
    numbers = {spec.path for spec in specs if spec.kind is Kind.IDENTIFIER and spec.rows is None}
    of_banks = {spec.path for spec in specs if spec.path.rpartition(".")[0] in banks and spec.kind in (Kind.IBAN, Kind.BIC, Kind.NAME)}
    return _Paths(
        {spec.path for spec in names_of_accounts(specs)},
        numbers,
        {spec.path for spec in specs if spec.use in (Use.ACCOUNT, Use.REFERENCE)},
        {spec.path for spec in specs if spec.use is Use.ACCOUNT},
        banks | of_banks,
        {spec.path for spec in specs if spec.path in numbers and spec.required},
        {spec.path for spec in specs if spec.kind is Kind.BIC and spec.rows is None},
    )


def _at_banks(
    sheet: Sheet, hits: Sequence[LabelHit], candidates: Sequence[Candidate], specs: Sequence[FieldSpec], words: LineWords
) -> list[Candidate]:
    """The candidates without those for a bank's code that nothing names so and that stand by no bank and no account: a word of six
    capitals with a year ("AUTUMN24") has its form; eight capitals alone, of which any word may be, are one of the account's country."""
    codes = _paths(specs).codes
    loose = [c for c in candidates if c.path in codes and c.features.get("no_label")]
    if not loose:
        return list(candidates)
    groups = {path.rpartition(".")[0] for path in codes}
    accounts = {s.path for s in specs if s.path.rpartition(".")[0] in groups and (s.kind is Kind.IBAN or s.use is Use.ACCOUNT)}
    numbered = sheet.lines_with(Kind.IBAN)
    named = {hit.segment.index for hit in hits if hit.names and all(named.path in accounts for named in hit.names)}
    countries = {str(place.match.value)[:2] for place in sheet.places(Kind.IBAN)}

    def is_one(code: Candidate) -> bool:
        if code.features.get("likelihood", 1.0) < LIKELY or (_WORD.fullmatch(code.text) and code.text[4:6] not in countries):
            return False
        return any(s.index in numbered or s.index in named or words.bank_or_code.search(s.text) for s in _near(sheet, code))

    gone = {id(c) for c in loose if not is_one(c)}
    return [c for c in candidates if id(c) not in gone]


def _whole(candidates: Sequence[Candidate], at_banks: Set[str]) -> list[Candidate]:
    """The candidates without those for an account that are only the first groups of its figures: "1028" of "1028 4471"."""
    kept = list(candidates)
    for whole in [c for c in candidates if c.path in at_banks and _GROUPS.fullmatch(c.text)]:
        parts = [c for c in kept if (c.path, c.page) == (whole.path, whole.page) and whole.text.startswith(f"{c.text} ")]
        if parts:
            gone = {id(part) for part in parts}
            kept = [replace(c, features=parts[0].features) if c is whole else c for c in kept if id(c) not in gone]
    return kept


_Named = tuple[int | None, Box | None, str]  # a number's place, and the label that names it


def _named(candidate: Candidate) -> _Named:
    return candidate.page, candidate.box, candidate.evidence


def _bank_signs(sheet: Sheet, hits: Sequence[LabelHit], telling: Set[str], words: LineWords) -> Callable[[Segment], bool]:
    """What tells of a line whether it speaks of a bank: its name, its code, an IBAN, the heading of an account or a label of what only an
    account has."""
    labels = {hit.segment.index for hit in hits if hit.whole}  # "DESPATCH" has the form of a code
    codes = (place for place in sheet.places(Kind.BIC) if place.match.likelihood >= LIKELY and place.segment.index not in labels)
    telling_lines = {hit.segment.index for hit in hits if hit.names and all(named.path in telling for named in hit.names)}
    told = sheet.lines_with(Kind.IBAN) | {place.segment.index for place in codes} | telling_lines

    def speaks(segment: Segment) -> bool:
        text = segment.text
        return segment.index in told or (words.bank_or_code.search(text) is not None and words.your_account.search(text) is None)

    return speaks


def _near(sheet: Sheet, candidate: Candidate) -> Sequence[Segment]:
    """The lines about a candidate."""
    page, box = candidate.page, candidate.box
    if page is None or box is None:
        return ()
    height = sheet.page_size(page)[1]
    reach = REACH * sheet.line_height
    return sheet.near_rows(page, box.top * height - reach, box.bottom * height + reach)
