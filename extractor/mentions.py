"""Numbers that carry their own proof, or that a page prints more than once, where a reader took one sign for another.

An account or VAT id whose check digits fail was misread: it is what another mention of it says whose digits are right, or the one
number with a look-alike sign in some place that is right. A telephone number has no check digit: two places against one tell. What no
proof settles stays as it was read, and a number proved wrong is not sure. Nothing on a page with a text layer is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.document import Candidate, Reading
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind
from extractor.values import iban, vat_id
from extractor.values._slips import look_alike
from extractor.values.registry import BY_NAME

MOST_APART = 2  # signs in which a number may differ from a mention of it that is proved right
SHORTEST = 7  # signs of a number that may be told by two other places
DISPROVED = 0.05  # the most that an account is worth whose check digits fail: no bank takes it, and a person is told what was read
TWO_CHECK_DIGITS = frozenset(("BE", "FR", "GB"))  # countries whose VAT ids hardly any misread one has right by chance
FIGURES, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


PROOFS: Mapping[Kind, Callable[[str], bool]] = {Kind.IBAN: iban.is_proved, Kind.VAT_ID: vat_id.is_proved}
COUNTED = frozenset({Kind.PHONE, Kind.BIC})


def agreed(candidates: Sequence[Candidate], specs: Sequence[FieldSpec], readings: Sequence[Reading]) -> tuple[Candidate, ...]:
    """The candidates, those of numbers that were misread with what is meant: marked as repaired, their text what was read."""
    read = {reading.page for reading in readings if not reading.is_text_layer}
    kinds = {spec.path: spec.kind for spec in of_kind(specs, *PROOFS, *COUNTED)}
    printed = [c for c in (candidates if read else ()) if c.path in kinds and c.page in read and c.box is not None and c.source != "code"]
    mine = [c for c in printed if isinstance(c.value, str)]
    if not mine:
        return tuple(candidates)
    settled: dict[tuple[Kind, str], tuple[str, str] | None] = {}
    for kind in sorted(set(kinds.values())):
        counts = _printed(kind, [reading for reading in readings if reading.page in read])
        for number in sorted({c.value for c in mine if kinds[c.path] is kind}):
            settled[kind, number] = _by_proof(number, counts, PROOFS[kind]) if kind in PROOFS else _by_count(number, counts)
    told = {id(c) for c in mine}
    return tuple(_told(c, kinds[c.path], settled) if id(c) in told else c for c in candidates)


def _printed(kind: Kind, readings: Sequence[Reading]) -> Counter[str]:
    """Every number of a kind on the pages, and how often it stands there."""
    finder = BY_NAME[kind.value]
    return Counter(match.value for reading in readings for line in reading.lines for match in finder.find(line.text))


def _told(candidate: Candidate, kind: Kind, settled: Mapping[tuple[Kind, str], tuple[str, str] | None]) -> Candidate:
    told = settled[kind, candidate.value]
    if told is not None:
        meant, why = told
        return replace(candidate, value=meant, repaired=True, evidence=f"{candidate.evidence}; read as {candidate.value}, {why}")
    if kind is Kind.IBAN and not iban.has_right_check_digits(candidate.value):  # a VAT id may be of a country whose check is not known
        return replace(candidate, score=min(candidate.score, DISPROVED), evidence=f"{candidate.evidence}; its check digits are wrong")
    return candidate


def _by_proof(number: str, counts: Mapping[str, int], proves: Callable[[str], bool]) -> tuple[str, str] | None:
    """The number that a disproved one stands for, and what proves it."""
    if proves(number):
        return None
    near = [other for other in counts if other != number and 0 < _apart(number, other) <= 2 * MOST_APART]
    proved = [other for other in near if _apart(number, other) <= MOST_APART and proves(other)]
    if proved:
        return (proved[0], "which another place says with right check digits") if len(proved) == 1 else None
    built = {number, iban.as_built(number, "n")} if proves is iban.is_proved else {number}
    possible = {other for one in sorted(built) for other in (one, *_misreadings(one)) if proves(other)}
    for other in near:  # what two misread mentions may both stand for
        both = possible & set(_misreadings(other))
        if len(both) == 1:
            return both.pop(), "which its check digits and another place prove"
    strong = proves is iban.is_proved or number[:2] in TWO_CHECK_DIGITS
    return (possible.pop(), "which its check digits alone allow") if len(possible) == 1 and strong else None


def _by_count(number: str, counts: Mapping[str, int]) -> tuple[str, str] | None:
    """The number that stands in more places than one that differs from it in one sign."""
    if len(number) < SHORTEST:
        return None
    more = [other for other in counts if counts[other] > max(counts[number], 1) and _apart(number, other) == 1]
    return (more[0], f"which stands in {counts[more[0]]} places") if len(more) == 1 else None


def _apart(one: str, other: str) -> int:
    """In how many signs two numbers differ, each like the other's; more than any number has where they are otherwise unlike."""
    if len(one) != len(other):
        return len(one) + len(other)
    pairs = [(a.lower(), b.lower()) for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) if all(look_alike(a, b) for a, b in pairs) else len(one) + len(other)


def _misreadings(number: str) -> Iterable[str]:
    """The number with one sign for another that looks like it."""
    for place, sign in enumerate(number):
        for other in FIGURES if place >= 2 else LETTERS:
            if look_alike(sign.lower(), other.lower()):
                yield number[:place] + other + number[place + 1 :]
