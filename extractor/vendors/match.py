"""Which known vendor a document comes from: by the numbers on its pages first, by its printed name after.

A number of the issuer that is on file is a proof where the printed name is not quite another; a number that stands elsewhere on
the page, and a telephone number, only where the name is alike. The name alone makes a suggestion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from extractor.document import Reading
from extractor.quick import dataclass
from extractor.results import VendorMatch
from extractor.values._fold import fold
from extractor.vendors.table import SHORTEST_NUMBER, Vendor, VendorTable, compact, name_keys, number_key, phone_key

PROOFS = ("vat_id", "registration", "iban", "phone")  # the strongest first
WEIGHTS = {"vat_id": 4.0, "registration": 4.0, "iban": 3.0, "phone": 1.0}
REGISTERS = frozenset({"vat_id", "registration"})  # numbers that say who somebody is
SUGGESTS = 0.88  # likeness from which a name alone suggests a vendor
WITH_OWN_NUMBER = 0.4  # likeness that the name must have beside a number of the issuer's own: trade names are quite unlike legal ones
WITH_A_NUMBER = 0.75  # beside a number that stands somewhere on the page
LONGEST_NUMBER = 34  # characters (an IBAN's)
MOST_WORDS = 9  # an IBAN in groups of four


@dataclass(frozen=True, slots=True)
class Printed:
    """What the document says of its issuer: the name chosen, other texts that may be it, numbers, and its address; and the other side."""

    name: str | None
    other_names: tuple[str, ...]
    numbers: tuple[str, ...]
    address: str
    recipient_name: str | None
    recipient_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The vendor on file, and how it was told."""

    vendor: Vendor
    match: VendorMatch


def find_vendor(printed: Printed, readings: Sequence[Reading], table: VendorTable) -> Found | None:
    """The vendor that the most and strongest proofs speak for; else the one whose name is printed; else none."""
    own = _owners(table, printed.numbers)
    anywhere = _owners(table, page_numbers(readings))
    for key in {number_key(number) for number in printed.recipient_numbers}:
        for proof, place in table.numbers.get(key, ()):
            anywhere[place].discard(proof)
    best: tuple[float, float, int] | None = None
    chosen: Found | None = None
    for place in sorted({*own, *anywhere}):
        vendor = table.vendors[place]
        like = likeness(vendor, [printed.name])
        like_any = max(like, likeness(vendor, printed.other_names))
        if _is_recipient(vendor, printed, like):
            continue
        proofs = _proofs(own[place], anywhere[place], like_any, named=printed.name is not None)
        if proofs:
            rank = (sum(WEIGHTS[proof] for proof in proofs), like_any, -place)
            if best is None or rank > best:
                best = rank
                chosen = Found(vendor, VendorMatch(vendor.id, vendor.name, round(like_any, 4), proofs))
    if chosen is not None and not REGISTERS.isdisjoint(chosen.match.proof):
        return chosen
    named = _by_name(printed, table)  # an account, the very thing that a fraud changes, does not speak against another vendor's name
    return named if chosen is None or (named is not None and named.match.score > chosen.match.score) else chosen


def likeness(vendor: Vendor, texts: Iterable[str | None]) -> float:
    """How like the likest of some texts is to a name of the vendor: 0 to 1, letters and figures alone, legal forms aside."""
    mine = [key for name in vendor.names for key in name_keys(name)]
    return max((fuzz.ratio(key, theirs) / 100 for text in texts if text for theirs in name_keys(text) for key in mine), default=0.0)


def page_numbers(readings: Sequence[Reading]) -> Iterator[str]:
    """Every run of words on a line that may be a number, compact."""
    for reading in readings:
        for line in reading.lines:
            parts = [compact(text.rpartition(":")[2] or text) for word in line.words for text in word.text.split()]
            for start in range(len(parts)):
                joined = ""
                for part in parts[start : start + MOST_WORDS]:
                    joined += part
                    if len(joined) > LONGEST_NUMBER:
                        break
                    if len(joined) >= SHORTEST_NUMBER and any(map(str.isdigit, part)):
                        yield joined


def _owners(table: VendorTable, numbers: Iterable[str]) -> defaultdict[int, set[str]]:
    """Vendor -> which of its numbers are among these."""
    owners: defaultdict[int, set[str]] = defaultdict(set)
    for number in numbers:
        for proof, place in table.numbers.get(number_key(number), ()):
            owners[place].add(proof)
        for place in table.phones.get(phone_key(number) or "", ()):
            owners[place].add("phone")
    return owners


def _is_recipient(vendor: Vendor, printed: Printed, like: float) -> bool:
    """Whether the vendor is whom the document is for: one's own firm may be on file too."""
    return likeness(vendor, [printed.recipient_name]) > max(SUGGESTS, like)


def _proofs(own: set[str], anywhere: set[str], like_any: float, *, named: bool) -> tuple[str, ...]:
    strong = own - {"phone"} if like_any >= WITH_OWN_NUMBER or not named else set()
    weak = own | anywhere if like_any >= WITH_A_NUMBER else set()
    sure = strong | weak
    return tuple(proof for proof in PROOFS if proof in (sure | (anywhere if strong else set())))


def _by_name(printed: Printed, table: VendorTable) -> Found | None:
    if printed.name is None:
        return None
    likes: dict[int, float] = {}
    for key in name_keys(printed.name):
        for _, score, position in process.extract(key, table.name_keys, scorer=fuzz.ratio, score_cutoff=100 * SUGGESTS, limit=10):
            place = table.name_owners[position]
            likes[place] = max(likes.get(place, 0.0), score / 100)
    likes = {place: like for place, like in likes.items() if not _is_recipient(table.vendors[place], printed, like)}
    if not likes:
        return None
    at = fold(printed.address)

    def rank(place: int) -> tuple[float, float, int]:
        near = fuzz.token_set_ratio(at, fold(table.vendors[place].address)) if at and table.vendors[place].address else 0.0
        return likes[place], near, -place

    vendor = table.vendors[best := max(likes, key=rank)]
    return Found(vendor, VendorMatch(vendor.id, vendor.name, round(likes[best], 4)))


def owners_of(number: str, table: VendorTable) -> Mapping[str, Vendor]:
    """Proof -> the vendor that a number is on file for."""
    return {proof: table.vendors[place] for proof, place in reversed(table.numbers.get(number_key(number), ()))}
