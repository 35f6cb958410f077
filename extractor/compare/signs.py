"""Figures that a page prints as the e-invoice says them, but with the other sign.

Pages have habits: a credit note's figures stand with a minus or without, and what is taken off as well. So a sign speaks against the
e-invoice only where it stands alone: all its like, those of the column or the other totals, are printed with the sign they are said with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.compare.printed import PrintedLine, Token
from extractor.compare.row_places import Key
from extractor.document import Candidate, FieldValue

ALIKE = 2  # figures of a row, or amounts, that are printed as they are said
LONG = 6  # characters of "100.00": shorter figures stand for other things too


def signs_in_rows(
    told: Mapping[str, FieldValue], found: Mapping[Key, Mapping[str, Token]], deducted: Collection[str]
) -> Iterator[tuple[str, Candidate]]:
    """Paths of rows' figures whose sign is another on the page. `found`: where each row's figures stand; `deducted`: columns, as
    `line_items[].discount`, of what is taken off."""
    as_said: dict[tuple[str, str], int] = defaultdict(int)
    otherwise: dict[str, list[tuple[Key, str, Token]]] = defaultdict(list)
    for key, tokens in sorted(found.items()):
        for column, token in sorted(tokens.items()):
            value = told.get(f"{key[0]}.{key[1]}.{column}")
            if value is None or not value.value or not token.sign or f"{key[0]}[].{column}" in deducted:
                continue
            if (value.value > 0) is (token.sign > 0):
                as_said[key[0], column] += 1
                as_said[key[0], f"{key[1]}"] += 1
            else:
                otherwise[key[0]].append((key, column, token))
    for group, figures in sorted(otherwise.items()):
        (key, column, token), *more = figures
        if not more and (as_said[group, column] or as_said[group, f"{key[1]}"] >= ALIKE):
            path = f"{group}.{key[1]}.{column}"
            value = -abs(told[path].value) if token.sign < 0 else abs(told[path].value)
            yield path, Candidate("", value, token.word, "pattern", f"where row {key[1] + 1} stands", token.page, token.box)


def sign_of_amounts(told: Mapping[str, Decimal], off: Collection[Decimal], lines: Sequence[PrintedLine]) -> Iterator[tuple[str, Candidate]]:
    """The path of the one long amount whose sign is another on the page. `told`: all amounts; `off`: those that are taken off something,
    in a field or in none."""
    paths = {value: path for path, value in sorted(told.items(), reverse=True) if value}
    as_said: list[Decimal] = []
    otherwise: list[tuple[Decimal, Token]] = []
    for token in (token for line in lines for token in line.figures if token.sign and not token.text.isdigit()):
        said = [value for value in paths if abs(value) in token.values]
        agreeing = [value for value in said if (value > 0) is (token.sign > 0)]
        as_said += agreeing[:1]
        if said and not agreeing and len(token.text) >= LONG and not any(abs(value) in token.values for value in off):
            otherwise.append((said[0], token))
    if len(otherwise) == 1 and len(as_said) >= ALIKE:
        value, token = otherwise[0]
        if all((one > 0) is (value > 0) for one in as_said):
            path = paths[value]
            yield path, Candidate(path, -value, token.word, "pattern", "with the other sign", token.page, token.box)
