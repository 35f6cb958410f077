"""Numbers of an e-invoice that the page prints with one figure changed: of articles, registers, taxes, accounts, postal codes.

Whatever a number is for, it is looked for in all that the pages say. One that stands there less often than the e-invoice names it,
while one that is a figure off and named nowhere stands there, is told otherwise by the page. An account, a VAT id or a city's postal
code is so even if it stands in another place as well; of invoices, articles and registers there are others that are a figure off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from extractor.compare.alike import bare
from extractor.document import Candidate, FieldValue, Reading
from extractor.schemas.record import FieldSpec, Kind, spec_path

CODES = frozenset({Kind.TEXT, Kind.IDENTIFIER, Kind.IBAN, Kind.BIC, Kind.VAT_ID})
SHORT, LONG = 5, 8  # characters of a number that may be looked for, and of one that is hardly ever like another by chance
FIGURES = 3  # of a number at least
MOST_WORDS = 3  # of a number; more are a sentence


def codes_altered(
    told: Mapping[str, FieldValue], readings: Sequence[Reading], specs: Mapping[str, FieldSpec]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of the e-invoice's numbers, each with what the page prints instead. `specs` by path, as `line_items[].item_code`."""
    numbers = [(path, text) for path, value in told.items() for text in _numbers(path, value, told, specs)]
    if not numbers:
        return
    named = Counter(bare(number) for _, number in numbers)
    everything = {bare(str(value.value)) for value in told.values()}
    lines = [(reading, line, line.text.casefold()) for reading in readings for line in reading.lines]
    whole = "\n".join(text for *_, text in lines)
    for path, number in sorted(numbers):
        plain = bare(number)
        exact, near = _patterns(plain)
        if near.search(whole) is None:
            continue
        spec = specs[spec_path(path)]
        alone = len(plain) >= LONG and spec.kind is not Kind.IDENTIFIER
        if not alone and len(exact.findall(whole)) >= named[plain]:
            continue
        for reading, line, text in lines:
            found = next((m for m in near.finditer(text) if not any(bare(m[0]) in said for said in (*everything, *named))), None)
            if found is not None:
                words = [word for word in line.words if bare(word.text) and bare(word.text) in bare(found[0])]
                box = reading.to_page((words or line.words)[0].box).clipped()
                yield path, Candidate(path, found[0], found[0], "pattern", f"in {line.text[:60]!r}", reading.page, box)
                break


def _numbers(path: str, value: FieldValue, told: Mapping[str, FieldValue], specs: Mapping[str, FieldSpec]) -> tuple[str, ...]:
    """The number that a value is, a postal code with its city before it or behind; none for words and for what is too short to be told
    from others."""
    spec, text = specs.get(spec_path(path)), str(value.value)
    if spec is None or spec.kind not in CODES or len(text.split()) > MOST_WORDS:
        return ()
    if spec.name == "postal_code" and (city := told.get(f"{path.rpartition('.')[0]}.city")) is not None:
        return (f"{text} {city.value}", f"{city.value} {text}") if any(map(str.isdigit, text)) else ()
    plain = bare(text)
    return (text,) if len(plain) >= SHORT and sum(map(str.isdigit, plain)) >= FIGURES else ()


@lru_cache(maxsize=1024)
def _patterns(plain: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a number is printed, with spaces and marks in it or none; and the same with one figure another."""
    gap = r"(?:[^\w\n]|_){0,2}"

    def spaced(signs: Sequence[str]) -> str:
        return rf"(?<![^\W_]){gap.join(signs)}(?![^\W_])"

    signs = [re.escape(sign) for sign in plain]
    others = [[*signs[:at], rf"(?!{sign})\d", *signs[at + 1 :]] for at, sign in enumerate(plain) if sign.isdigit()]
    return re.compile(spaced(signs)), re.compile("|".join(map(spaced, others)) or r"(?!)")
