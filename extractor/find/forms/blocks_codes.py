"""What codes say in lists laid out as blocks: each row's own code as it stands, and the legs of a boarding pass, which prove what is
printed and fill what is not found.

Source: IATA Resolution 792 (BCBP), the mandatory items of each leg.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from extractor.document import BARCODE, Candidate
from extractor.find.code_candidates import SURE, is_token
from extractor.find.codes import Code
from extractor.find.forms.block_answer import Answer
from extractor.find.sheet import compact
from extractor.quick import dataclass
from extractor.schemas.record import FieldSpec, Kind

LEAST = 60  # characters of a pass with one leg
EVIDENCE = "boarding pass's code"
_OPENS = re.compile(r"M[1-4](?=\S).{20}[E ]")
_ITEMS = re.compile(
    r"(?P<reservation_number>.{7})(?P<origin>[A-Z]{3})(?P<destination>[A-Z]{3})(?P<carrier>.{3})(?P<flight>.{5})"
    r"\d{3}.(?P<seat>.{4}).{5}.(?P<more>[0-9A-F]{2})"
)


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a boarding pass, by the names that a schema's leaves have; places are IATA codes, the passenger is SURNAME/GIVEN."""

    passenger: str
    reservation_number: str
    origin: str
    destination: str
    number: str
    seat: str


def legs_of(text: str) -> Iterator[Leg]:
    """The legs of a boarding pass; none for any other text."""
    if len(text) < LEAST or _OPENS.match(text) is None:
        return
    passenger, begin = text[2:22].strip(), 23
    for _ in range(int(text[1])):
        items = _ITEMS.match(text, begin)
        if items is None:
            return
        number = items["carrier"].strip() + items["flight"].strip().lstrip("0")
        seat = items["seat"].strip().lstrip("0")
        yield Leg(passenger, items["reservation_number"].strip(), items["origin"], items["destination"], number, seat)
        begin = items.end() + int(items["more"], 16)


def add_codes(rows: Sequence[dict[str, Answer]], wanted: Sequence[FieldSpec], codes: Sequence[Code]) -> list[Candidate]:
    """Fills the leaves that ask for a code, one for each row where there are as many, else the first row's with the first; and those
    that a boarding pass tells. Returns what it tells otherwise than the page."""
    for spec in filter(is_token, wanted):
        for row, code in zip(rows, codes if len(codes) >= len(rows) else codes[:1], strict=False):
            row[spec.path] = Answer(code.text, code.text, SURE, BARCODE, f"{code.kind} code", code.page, code.box)
    return _with_legs(rows, wanted, codes)


def _with_legs(rows: Sequence[dict[str, Answer]], wanted: Sequence[FieldSpec], codes: Sequence[Code]) -> list[Candidate]:
    """Makes sure of the answers in each row that a leg of a boarding pass says too, adds those that the row lacks, and returns what the
    leg says otherwise. Words for a place stay as printed: a pass shortens them."""
    legs = [(code, asdict(leg)) for code in codes for leg in legs_of(code.text)]
    rivals: list[Candidate] = []
    for number, row in enumerate(rows):
        code, said = max(legs, key=lambda leg: sum(_agrees(row, spec, leg[1]) for spec in wanted), default=(None, {}))
        if code is None or (len(rows) != len(legs) and not any(_agrees(row, spec, said) for spec in wanted)):
            continue
        for spec in (spec for spec in wanted if said.get(spec.name)):
            told = Answer(said[spec.name], said[spec.name], SURE, BARCODE, EVIDENCE, code.page, code.box)
            if _agrees(row, spec, said):
                row[spec.path] = replace(row[spec.path], score=SURE)
            elif spec.path not in row:
                row[spec.path] = told
            elif spec.kind in (Kind.IDENTIFIER, Kind.NAME):
                path = spec.path.replace("[]", f".{number}", 1)
                rivals.append(Candidate(path, told.value, told.text, BARCODE, EVIDENCE, code.page, code.box, score=SURE))
    return rivals


def _agrees(row: dict[str, Answer], spec: FieldSpec, said: dict[str, str]) -> bool:
    """Whether a row's answer is what a leg's code says, in whatever words: "Oxford (KLT)" is KLT, "Quinn Grantley" GRANTLEY/QUINN."""
    if spec.path not in row or not (told := said.get(spec.name)):
        return False
    printed = row[spec.path].text
    if spec.kind is Kind.IDENTIFIER:
        return _bare(printed) == _bare(told)
    return compact(told.partition("/")[0]) in compact(printed) and not (spec.kind is Kind.NAME and any(map(str.isdigit, printed)))


def _bare(text: str) -> str:
    """A number without spaces and the zeros that lead its figures: LH0123 is LH 123."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", compact(text))
