"""Known vendors: who sent a document, by a table of one's own; and where the document says something else than the file.

The record keeps what is printed. With a proof by number, a name that the page prints as it is on file is taken before one that
is not, and characters that the recogniser misread are mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein
from stdnum import iban as iban_standard

from extractor.document import Candidate, FieldValue, Issue, Reading, Severity
from extractor.quick import dataclass
from extractor.results import VendorMatch
from extractor.schemas.record import FieldSpec, Kind, Role
from extractor.values import vat_id as vat_ids
from extractor.vendors.match import Found, Printed, find_vendor, likeness, owners_of
from extractor.vendors.table import Vendor, VendorTable, compact, number_key, vendor_table, writings

__all__ = ["Recognised", "Vendor", "VendorTable", "recognise", "vendor_table"]

SAME_NAME = 0.9  # likeness from which a printed text is the name on file
AS_SURE = 0.95  # confidence of a name that is printed as it is on file, and of one mended, where a number proves the vendor
SLIPS_PER = 8  # characters of a text for each one that may be misread
SHORTEST_MENDED = 5  # characters: shorter texts are alike by chance
MOST_RIVALS = 4  # runners-up that are shown
OF_ISSUER = frozenset({Kind.VAT_ID, Kind.IDENTIFIER, Kind.PHONE})


@dataclass(frozen=True, slots=True)
class Recognised:
    """The answers, the vendor they come from, and what to look at."""

    values: Mapping[str, FieldValue]
    vendor: VendorMatch | None
    issues: tuple[Issue, ...]


def recognise(
    values: Mapping[str, FieldValue],
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    specs: Sequence[FieldSpec],
    table: VendorTable | None,
) -> Recognised:
    """The vendor of a document, and its answers with what the vendor's file proves. Without a table all stays as it is."""
    if table is None:
        return Recognised(values, None, ())
    sides = _Sides.of(specs)
    found = find_vendor(_printed(values, candidates, readings, sides), readings, table)
    if found is None:
        name = next((values[path].value for path in sides.names if path in values), None)
        said = f"no known vendor is called {name!r}" if name else "no known vendor was found on the document"
        return Recognised(values, None, (Issue("unknown_vendor", Severity.INFO, said, sides.names[:1] if name else ()),))
    case = _Case(
        found,
        candidates,
        frozenset(reading.page for reading in readings if not reading.is_text_layer),
        frozenset(str(values[path].value) for path in sides.recipient_names if path in values),
        table,
    )
    kept = dict(values)
    if found.match.proof:
        for path in sides.names:
            _settle_name(path, kept, case)
    issues = [issue for path in sides.ibans for issue in _settle_account(path, kept, case)]
    issues += [issue for path in sides.vat_ids for issue in _settle_vat_id(path, kept, case)]
    return Recognised(kept, found.match, tuple(issues))


@dataclass(frozen=True, slots=True)
class _Case:
    """A document whose vendor is found. `read`: the pages that an engine read; `recipients`: the names of whom it is for."""

    found: Found
    candidates: Sequence[Candidate]
    read: frozenset[int]
    recipients: frozenset[str]
    table: VendorTable

    @property
    def vendor(self) -> Vendor:
        return self.found.vendor

    def others(self, path: str) -> list[Candidate]:
        """The candidates for a field that stand on a page."""
        return [one for one in self.candidates if one.path == path and one.page is not None]

    def owner(self, number: str) -> Vendor | None:
        """For whom a number is on file."""
        return next(iter(owners_of(number, self.table).values()), None)

    def is_recipients(self, number: str) -> bool:
        """Whether a number is on file of whom the document is for: an account to be debited, a VAT id in a letter's address."""
        owner = self.owner(number)
        return owner is not None and likeness(owner, self.recipients) >= SAME_NAME


@dataclass(frozen=True, slots=True)
class _Sides:
    """Which leaves of a schema speak of the issuer, and which of the recipient."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    vat_ids: tuple[str, ...]
    ibans: tuple[str, ...]
    addresses: tuple[str, ...]
    recipient_names: tuple[str, ...]
    recipient_numbers: tuple[str, ...]

    @staticmethod
    def of(specs: Sequence[FieldSpec]) -> _Sides:
        single = [spec for spec in specs if spec.rows is None]
        of_issuer = [spec for spec in single if spec.role is Role.ISSUER]
        issuer = of_issuer or [spec for spec in single if spec.role is None]  # a schema without parties speaks of one side alone
        recipient = [spec for spec in single if spec.role is Role.RECIPIENT]
        named = [spec for spec in issuer if spec.kind is Kind.NAME]
        ibans = tuple(spec.path for spec in single if spec.kind is Kind.IBAN and spec.role is not Role.RECIPIENT)
        return _Sides(
            tuple(spec.path for spec in named if spec.name == "name" or not of_issuer),
            (*(spec.path for spec in issuer if spec.kind in OF_ISSUER), *ibans),
            tuple(spec.path for spec in issuer if spec.kind is Kind.VAT_ID),
            ibans,
            tuple(spec.path for spec in issuer if "address" in spec.path),
            tuple(spec.path for spec in recipient if spec.kind is Kind.NAME and spec.name == "name"),
            tuple(spec.path for spec in recipient if spec.kind in OF_ISSUER),
        )


def _printed(values: Mapping[str, FieldValue], candidates: Sequence[Candidate], readings: Sequence[Reading], sides: _Sides) -> Printed:
    def said(paths: Sequence[str]) -> tuple[str, ...]:
        return tuple(str(values[path].value) for path in paths if path in values)

    names = said(sides.names)
    others = [str(candidate.value) for candidate in candidates if candidate.path in sides.names]
    if not sides.names:  # a ticket or a form: any line may be the name
        others = [line.text for reading in readings for line in reading.lines]
    recipients = said(sides.recipient_names)
    return Printed(
        names[0] if names else None,
        tuple(dict.fromkeys(text for text in others if text not in recipients)),
        said(sides.numbers),
        ", ".join(said(sides.addresses)),
        recipients[0] if recipients else None,
        said(sides.recipient_numbers),
    )


def _settle_name(path: str, values: dict[str, FieldValue], case: _Case) -> None:
    """The name as the page prints it: of the candidates the one that is on file, its misread characters mended."""
    value = values.get(path)
    why = f"the name on file of a vendor known by {case.found.match.proof[0]}"
    if value is None or not _is_name_of(case.vendor, str(value.value)):
        rivals = [one for one in case.others(path) if str(one.value) not in case.recipients]
        best = max(rivals, key=lambda one: (likeness(case.vendor, [str(one.value)]), one.score), default=None)
        if best is None or not _is_name_of(case.vendor, str(best.value)):
            return
        value = _chosen(best, value, why)
    else:
        value = replace(value, confidence=max(value.confidence, AS_SURE), evidence=f"{value.evidence}; {why}")
    mended = _mended(str(value.value), case.vendor.names) if value.page in case.read else None
    values[path] = value if mended is None else replace(value, value=mended, repaired=True)


def _settle_account(path: str, values: dict[str, FieldValue], case: _Case) -> Iterator[Issue]:
    value = values.get(path) or _misread(path, case.vendor.ibans, case)
    if value is None or not case.vendor.ibans:
        return
    printed = compact(str(value.value))
    settled = _settle_number(value, case.vendor.ibans, case, proved=iban_standard.is_valid(printed))
    if settled is not None:
        values[path] = settled
        if not settled.repaired and settled.value != value.value:
            message = f"{path}: the page also prints {printed}, which is not on file of {_told(case.found)}"
            yield Issue("bank_account_not_on_file", Severity.INFO, message, (path,))
    elif not case.is_recipients(printed):
        owner = case.owner(printed)
        whose = f"; it is on file of {owner.shown}" if owner is not None else ""
        message = f"{path}: the account {printed} is not on file of {_told(case.found)}, which has {_few(case.vendor.ibans)}{whose}"
        yield Issue("bank_account_differs", Severity.ERROR, message, (path,))


def _misread(path: str, on_file: Sequence[str], case: _Case) -> FieldValue | None:
    """What was not given, since its check digits fail, and is one on file but for a slip."""
    for one in case.others(path):
        printed = compact(str(one.value))
        if one.page in case.read and not iban_standard.is_valid(printed) and any(_is_slip(printed, number) for number in on_file):
            return FieldValue.of(one, AS_SURE, one.evidence)
    return None


def _settle_vat_id(path: str, values: dict[str, FieldValue], case: _Case) -> Iterator[Issue]:
    value = values.get(path)
    if value is None or not case.vendor.vat_ids:
        return
    printed = compact(str(value.value))
    proved = any(reading.likelihood > vat_ids.UNPROVED and not reading.repaired for reading in vat_ids.parse(printed))
    settled = _settle_number(value, case.vendor.vat_ids, case, proved=proved)
    if settled is not None:
        values[path] = settled
    elif not case.is_recipients(printed):
        message = f"{path}: the VAT id {printed} is not on file of {_told(case.found)}, which has {_few(case.vendor.vat_ids)}"
        yield Issue("vat_id_differs", Severity.ERROR, message, (path,))


def _settle_number(value: FieldValue, on_file: Sequence[str], case: _Case, *, proved: bool) -> FieldValue | None:
    """The number that is on file: as printed, mended where it was misread, or another one printed. None where the page has none.

    `proved`: its check digits are right as read.
    """
    known = {number_key(writing) for number in on_file for writing in writings("vat_id", number)}
    printed = compact(str(value.value))
    if number_key(printed) in known:
        return value
    near = next((number for number in on_file if _is_slip(printed, number)), None)
    if near is not None and value.page in case.read and not proved:
        return replace(value, value=near, repaired=True, evidence=f"{value.evidence}; on file of {case.vendor.shown}")
    other = next((one for one in case.others(value.path) if number_key(str(one.value)) in known), None)
    return None if other is None else _chosen(other, value, f"the number on file of {case.vendor.shown}")


def _chosen(candidate: Candidate, before: FieldValue | None, why: str) -> FieldValue:
    """A candidate as the answer, in the place of another one."""
    rivals: list[Candidate] = []
    if before is not None:
        others = (one for one in before.alternatives if one.value not in (candidate.value, before.value))
        rivals = [before.as_candidate(), *others][:MOST_RIVALS]
    return FieldValue.of(candidate, max(candidate.score, AS_SURE), f"{candidate.evidence}; {why}", rivals)


def _is_name_of(vendor: Vendor, text: str) -> bool:
    return likeness(vendor, [text]) >= SAME_NAME or _mended(text, vendor.names) is not None


def _mended(printed: str, on_file: Sequence[str]) -> str | None:
    """The name on file in the letter case of the page, where a few characters part the two; None where nothing is to be mended."""
    mine = _letters(printed)
    alike = [name for name in on_file if _letters(name) == mine or _is_slip(mine, _letters(name))]
    if not alike or any(_letters(name) == mine for name in alike):
        return None
    return alike[0].upper() if printed.isupper() else alike[0]


def _is_slip(one: str, other: str) -> bool:
    """Whether two texts differ in so few characters as a recogniser misreads."""
    most = max(1, min(len(one), len(other)) // SLIPS_PER)
    return one != other and min(len(one), len(other)) >= SHORTEST_MENDED and Levenshtein.distance(one, other, score_cutoff=most) <= most


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _told(found: Found) -> str:
    how = f"known by {' and '.join(found.match.proof)}" if found.match.proof else "by the name alone"
    return f"{found.vendor.shown}, {how}"


def _few(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:3]) + (" ..." if len(numbers) > 3 else "")
