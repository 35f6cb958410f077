"""E-mail and web addresses that a reader misread: their form, and the name of whom they are of, tell what is meant.

`www` and the commonest endings are known words; a house's domain is its name without spaces. What neither tells stays as it was
read, and nothing on a page with a text layer is changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from extractor.document import Candidate, Reading
from extractor.late import late
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind
from extractor.values._slips import look_alike

ENDINGS = ("com", "net", "org", "info")
SHORTEST = 5  # letters of a part of a domain that is hardly ever alike by chance
LIKELY_NAME = 0.5  # probability of a name that may tell
_WWW = late(r"^((?:https?://)?)[vwVW]{3}(?=\.)")
_BOX = late(r"^[^@\s]+(?=@)")
_HOST = late(r"^(?:[^@\s]+@|(?:https?://)?(?:www\.)?)([^/@\s]+)")


def readdressed(
    candidates: Sequence[Candidate], specs: Sequence[FieldSpec], readings: Sequence[Reading], boxes: Sequence[str] = ()
) -> tuple[Candidate, ...]:
    """The candidates, those of addresses that were misread with what is meant: marked as repaired, their text what was read. `boxes`:
    what the mail boxes of houses are mostly called."""
    read = {reading.page for reading in readings if not reading.is_text_layer}
    kinds = {spec.path: spec.kind for spec in of_kind(specs, Kind.EMAIL, Kind.URL, Kind.NAME, Kind.IBAN, Kind.VAT_ID)}
    mine = [
        c
        for c in (candidates if read else ())
        if c.page in read and kinds.get(c.path) in (Kind.EMAIL, Kind.URL) and isinstance(c.value, str)
    ]
    if not mine:
        return tuple(candidates)
    names = [_letters(str(c.value)) for c in candidates if kinds.get(c.path) is Kind.NAME and c.score >= LIKELY_NAME]
    said = Counter(part for host in {(c.page, c.box, c.value): _host(c.value) for c in mine}.values() for part in _parts(host))
    endings = _endings({_host(c.value) for c in mine}, [c.value for c in candidates if kinds.get(c.path) in (Kind.IBAN, Kind.VAT_ID)])
    meant = {value: _meant(value, sorted(set(names)), said, boxes, endings) for value in sorted({c.value for c in mine})}
    told = {id(c) for c in mine if meant[c.value] != c.value}
    return tuple(
        replace(
            c, value=meant[c.value], repaired=True, evidence=f"{c.evidence}; read as {c.value}, its form and the name tell what is meant"
        )
        if id(c) in told
        else c
        for c in candidates
    )


def _endings(hosts: Set[str], numbers: Sequence[str]) -> frozenset[str]:
    """The endings that the document bears out: the commonest, those of several hosts, and those of the countries of its numbers."""
    counts = Counter(host.rpartition(".")[2] for host in hosts)
    countries = {number[:2].lower() for number in numbers if number[:2].isalpha()}
    return frozenset((*ENDINGS, *countries, *(ending for ending, count in counts.items() if count > 1)))


def _meant(address: str, names: Sequence[str], said: Counter[str], known_boxes: Sequence[str], endings: Set[str]) -> str:
    address = _WWW.sub(r"\1www", address)
    if (box := _BOX.match(address)) is not None and box[0].casefold() not in known_boxes:
        boxes = [other for other in known_boxes if _apart(box[0].casefold(), other) == 1]
        address = (boxes[0] if len(boxes) == 1 else box[0]) + address[box.end() :]
    host = _host(address)
    stem, dot, ending = host.rpartition(".")
    known = [other for other in sorted(endings) if ending not in endings and _apart(ending, other) == 1]
    settled = f"{stem}{dot}{known[0]}" if dot and len(known) == 1 else host
    for part in _parts(settled):
        if any(part in name for name in names) or said[part] > 1:
            continue
        near = {other for name in names for other in _windows(name, len(part)) if _apart(part, other) == 1}
        if len(near) == 1:
            settled = settled.replace(part, near.pop())
    return address.replace(host, settled) if settled != host else address


def _host(address: str) -> str:
    found = _HOST.match(address)
    return found[1] if found else address


def _parts(host: str) -> list[str]:
    """The words of a domain, without its ending."""
    return [part for part in re.split(r"[.\-]", host.rpartition(".")[0]) if len(part) >= SHORTEST]


def _windows(name: str, length: int) -> Iterator[str]:
    return (name[start : start + length] for start in range(len(name) - length + 1))


def _letters(text: str) -> str:
    """A name as its domain has it: small letters without accents and spaces."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isascii() and c.isalnum())


def _apart(one: str, other: str) -> int:
    """In how many signs two words differ, each like the other's or the same without its accent; more than they have where unlike."""
    if len(one) != len(other):
        return len(one) + len(other)
    pairs = [(a.lower(), b.lower()) for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) if all(look_alike(a, b) or _letters(a) == b for a, b in pairs) else len(one) + len(other)
