"""Numbers of an e-invoice that the page prints with one slip: of articles, registers, taxes, accounts, postal codes.

Whatever a number is for, it is looked for in all that the pages say. One that stands there less often than the e-invoice names it,
while one that is a slip off and named nowhere stands there, is told otherwise by the page. An account, a VAT id or a city's postal
code is so even if it stands in another place as well; of invoices, articles and registers there are others that are a figure off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from extractor.compare.alike import bare, is_slip
from extractor.document import Candidate, FieldValue, Line, Reading
from extractor.quick import dataclass
from extractor.schemas.record import FieldSpec, Kind, spec_path

CODES = frozenset({Kind.TEXT, Kind.IDENTIFIER, Kind.IBAN, Kind.BIC, Kind.VAT_ID})
SHORT, LONG = 5, 8  # characters of a number that may be looked for, and of one that is hardly ever like another by chance
FIGURES = 3  # of a number at least
MOST_WORDS = 3  # of a number; more are a sentence
GAP = 2  # signs and spaces at most between two pieces of a number
_PIECE = re.compile(r"[^\W_]+")


def codes_altered(
    told: Mapping[str, FieldValue], readings: Sequence[Reading], specs: Mapping[str, FieldSpec]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's numbers, each with what the page prints instead. `specs` by path, as `line_items[].item_code`."""
    numbers = [(path, bare(number)) for path, value in told.items() for number in _numbers(path, value, told, specs)]
    if not numbers:
        return
    named = Counter(number for _, number in numbers)
    everything = {*(bare(str(value.value)) for value in told.values()), *named}
    exact, near = _printed(named, readings)
    for path, number in sorted(numbers):
        alone = len(number) >= LONG and specs[spec_path(path)].kind is not Kind.IDENTIFIER
        if not alone and exact[number] >= named[number]:
            continue
        found = next((one for one in near.get(number, ()) if not any(one.plain in said for said in everything - {number})), None)
        if found is not None:
            words = [word for word in found.line.words if bare(word.text) and bare(word.text) in found.plain]
            box = found.reading.to_page((words or found.line.words)[0].box).clipped()
            evidence = f"in {found.line.text[:60]!r}"
            yield path, Candidate(path, found.text, found.text, "pattern", evidence, found.reading.page, box)


def _numbers(path: str, value: FieldValue, told: Mapping[str, FieldValue], specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """The number that a value is, a postal code with its city before it or behind; none for words and for what is too short to be told
    from others."""
    spec, text = specs.get(spec_path(path)), str(value.value)
    if spec is None or spec.kind not in CODES or len(text.split()) > MOST_WORDS:
        return ()
    if spec.name == "postal_code" and (city := told.get(f"{path.rpartition('.')[0]}.city")) is not None:
        return (f"{text} {city.value}", f"{city.value} {text}") if any(map(str.isdigit, text)) else ()
    plain = bare(text)
    figures = 1 if spec.kind is Kind.BIC else FIGURES
    return (text,) if len(plain) >= SHORT and sum(map(str.isdigit, plain)) >= figures else ()


@dataclass(frozen=True, slots=True)
class _Near:
    """What is printed a figure off a number: as printed and bare, with its line."""

    text: str
    plain: str
    line: Line
    reading: Reading


def _printed(numbers: Mapping[str, int], readings: Sequence[Reading]) -> tuple[Counter[str], dict[str, list[_Near]]]:
    """How often each number (bare) is printed, with spaces and marks in it or none; and what is printed a slip off it."""
    # One slip leaves the beginning of a number as it is, or its end.
    ends: dict[str, list[str]] = {}
    for number in sorted(numbers):
        size = len(number) // 2 - 1
        ends.setdefault(number[:size], []).append(number)
        ends.setdefault(number[-size:], []).append(number)
    sizes = sorted({len(number) // 2 - 1 for number in numbers})
    lengths = {len(number) + more for number in numbers for more in (-1, 0, 1)}
    exact: Counter[str] = Counter()
    near: dict[str, list[_Near]] = {}
    for reading in readings:
        for line in reading.lines:
            joined = list(_joined(line.text.casefold(), lengths))
            taken = [(start, end, plain) for start, end, _, plain in joined if plain in numbers]
            exact.update(plain for *_, plain in taken)
            for start, end, text, plain in joined:
                alike = {number for size in sizes for key in {plain[:size], plain[-size:]} & ends.keys() for number in ends[key]}
                if alike:
                    alike.difference_update(number for first, last, number in taken if start < last and first < end)
                for number in sorted(alike):
                    if is_slip(number, plain):
                        near.setdefault(number, []).append(_Near(text, plain, line, reading))
    return exact, near


def _joined(text: str, lengths: set[int]) -> Iterator[tuple[int, int, str, str]]:
    """Neighbouring pieces of a line that make one of the lengths (in letters and figures): where, as printed, and bare."""
    pieces = list(_PIECE.finditer(text))
    longest = max(lengths)
    for at, first in enumerate(pieces):
        plain, end = "", first.start()
        for piece in pieces[at:]:
            if plain and piece.start() - end > GAP:
                break
            plain, end = plain + piece[0], piece.end()
            if len(plain) > longest:
                break
            if len(plain) in lengths:
                yield first.start(), end, text[first.start() : end], plain
