"""Which lines of a till's page are its list: the run of them whose amounts add up to a total that the page names, or the first one.

Lines are parted at the totals; a segment, several of them, or each with the total right under it may be the list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from extractor.find.rows.equations import CENT_OR_SO
from extractor.find.rows.figures import Figure
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.ledger_blocks import is_reduced
from extractor.find.rows.ledger_cells import Line, first_count, last_count, letters, multiplied, says_little
from extractor.find.rows.line_figures import Placed
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import is_charge, is_summary
from extractor.find.rows.tokens import Token
from extractor.quick import dataclass

TAIL_WORDS = 2  # tax letters and stars behind an amount
LEAST_NAMED = 0.3  # share of a line's letters that a total's name makes up; less is a word of a text
MOST_SEGMENTS = 14
CENT = Decimal("0.01")
CENTS, FINE = 2, (3, 4)  # decimals of amounts, and of those that are rounded in their sum
LIST = 3  # lines that are a list rather than one line above it
COLUMN_SLACK = 0.06  # of the page's text width: how far from the column's edge an amount may end
_NOT_ROWS = re.compile(r"\b\d{1,2}:\d{2}\b|\b(?:tel|phone|fax)\b\W*\d|www\.", re.IGNORECASE)
_DAY = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b")
WORDS_AROUND_A_DAY = 3


@dataclass(frozen=True, slots=True)
class Window:
    lines: tuple[Line, ...]
    proved: bool  # their sum is one of the page's totals

    def counts_last(self, height: float) -> bool:
        """Whether a column of whole numbers stands between the texts and the amounts."""
        return self._is_column([placed.right for line in self.lines if (placed := last_count(line)) is not None], height)

    def counts_first(self, height: float) -> bool:
        """The same before the texts."""
        return self._is_column([placed.left for line in self.lines if (placed := first_count(line)) is not None], height)

    def _is_column(self, edges: Sequence[float], height: float) -> bool:
        return len(edges) >= max(2, 0.6 * len(self.lines)) and max(edges) - min(edges) <= 2 * height


@dataclass(frozen=True, slots=True)
class Closing:
    """A total right under lines, and what it is called."""

    value: Decimal
    name: str


def window_of(page: PageStrips, labels: RowLabels, mark: str | None, *, whole: bool) -> Window | None:
    """The lines with their amounts at the end; those with the amounts first where only these are proved, or are more."""
    usual = _one_way(page, labels, mark, first=False, whole=whole)
    if (usual is not None and usual.proved) or sum(_amount_at_start(strip) is not None for strip in page.strips) < 1:
        return usual
    turned = _one_way(page, labels, mark, first=True)
    if turned is None or not (turned.proved or len(turned.lines) > max(len(usual.lines) if usual is not None else 0, 2)):
        return usual
    return turned


def in_whole_units(page: PageStrips) -> bool:
    """Whether amounts are printed without cents: lines end in grouped thousands ("23,967"), and none in an amount with cents."""
    last = [strip.figures[-1].figure for strip in page.strips if strip.figures]
    return sum(map(_is_grouped, last)) >= LIST and not any(shape.decimals == 2 and not shape.percent for shape in last)


def _most_decimals(page: PageStrips) -> int:
    """How many decimals an amount may have: those of cents, or the three or four that several lines end in, as telephone bills price."""
    last = [strip.figures[-1].figure for strip in page.strips if strip.figures]
    fine = Counter(shape.decimals for shape in last if shape.decimals in FINE and not shape.percent)
    return max((decimals for decimals, count in fine.items() if count >= LIST), default=CENTS)


def _is_grouped(shape: Figure) -> bool:
    return None not in (shape.point, shape.comma) and shape.point != shape.comma and not shape.percent


def _one_way(page: PageStrips, labels: RowLabels, mark: str | None, *, first: bool, whole: bool = False) -> Window | None:
    """The window that a named total proves, else one that an amount proves which is what those above it add up to, else one with charges
    between its lines, else the first."""
    usual: Window | None = None
    for nameless, inner in ((False, False), (True, False), (False, True)):
        parted = _parted(page, labels, mark, first=first, whole=whole, nameless=nameless, inner=inner)
        segments = _up_to_a_charge(parted.segments, parted.closing, labels)
        totals = [*parted.totals, *(total + parted.off for total in parted.totals if parted.off)]
        proved, sections = _proved_window(page, segments, totals, parted.totals, mark), _sections(segments, parted.closing)
        if proved is None and parted.added:
            less, printed = ([total - parted.added for total in some] for some in (totals, parted.totals))
            proved = _proved_window(page, segments, less, printed, mark)
        if sections is not None and (proved is None or len(sections.lines) > len(proved.lines)):
            return sections
        if proved is not None:
            return proved
        if nameless:
            usual = _first_window(page, segments, totals) if segments else None
    return usual


@dataclass(frozen=True, slots=True)
class _Parted:
    """The lines between totals, these, of these those that stand right under lines, what is taken off the lines and what taxes and
    charges add to them."""

    segments: list[list[Line]]
    totals: list[Decimal]
    closing: list[Closing]
    off: Decimal
    added: Decimal


def _parted(page: PageStrips, labels: RowLabels, mark: str | None, *, first: bool, whole: bool, nameless: bool, inner: bool) -> _Parted:
    """`nameless`: an amount that is the sum of those above it is a total, whatever it is called, and so is what is called as such a
    one. `inner`: between lines, what is called as a charge or a tax is one of them, as a tax on electricity is of the price."""
    segments: list[list[Line]] = [[]]
    totals: list[Decimal] = []
    closing: list[Closing] = []
    off = added = Decimal(0)
    pending: list[Line] = []  # charges that are lines if one follows
    most = _most_decimals(page)
    for position, strip in enumerate(page.strips):
        opening = _amount_at_start(strip) if first else None
        amount = opening or _amount_at_end(strip, most, whole=whole)
        if amount is None:
            continue
        value = amount.figure.value(mark)
        if value is None:
            continue
        words = tuple(t for t in strip.words_apart if first or t.left < amount.left)
        name = "".join(token.key for token in words)
        others = tuple(p for p in strip.figures if (p.first >= amount.last if first else p.last <= amount.first))
        line = Line(position, strip, amount, words, others, value, first)
        if others and says_little(words) and amount.figure.text.startswith("("):
            continue  # a count and a price, and in brackets what else the amount of their row holds: its tax
        reduced = is_reduced(line, mark)
        charge = inner and is_summary(strip, labels) and is_charge(strip, labels)
        if inner and segments[-1] and (charge or _is_tax(strip, value, labels, mark)):
            pending.append(line)
            continue
        if not reduced and _names(strip, labels, {labels.taken_off}):
            off += abs(value)
            continue
        if _names(strip, labels, labels.added):
            added += value
        known = nameless and any(name == total.name for total in closing)
        named = is_summary(strip, labels) and not reduced and not (says_little(words) and multiplied(others, value, mark))
        if known or named or (not words and _is_summary_above(page, position, labels)):
            totals.append(value)
            pending.clear()
            if segments[-1]:
                closing.append(Closing(value, name))
                segments.append([])
            continue
        if _is_no_row(strip, words) or _is_tax(strip, value, labels, mark) or (first and opening is None):
            continue
        before = segments[-1]
        if value and totals and abs(value) == max(map(abs, totals)) and any(segments):
            continue  # how the total above was paid
        if nameless and len(before) > 1 and value and value in _sums(before):
            totals.append(value)
            closing.append(Closing(value, name))
            segments.append([])
            continue
        before += [*pending, line]
        pending.clear()
    kept = [segment for number, segment in enumerate(segments) if segment and (not number or any(line.value for line in segment))]
    return _Parted(kept[:MOST_SEGMENTS], totals, closing, off, added)


def _up_to_a_charge(segments: list[list[Line]], closing: Sequence[Closing], labels: RowLabels) -> list[list[Line]]:
    """The segments up to a lone amount under a total that the lines before it make: a charge, cash paid out, a discount of all."""
    lines: list[Line] = []
    for number, (segment, total) in enumerate(zip(segments, closing, strict=False), start=1):
        lines += segment
        after = segments[number] if number < len(segments) else []
        if any(other.name == total.name for other in closing[number : number + 1]):
            continue  # a section as the one before
        if len(lines) > 1 and len(after) == 1 and _sums(lines)[0] == total.value and (after[0].value > 0 or not labels.taken_off):
            return segments[:number]
    return segments


def _names(strip: Strip, labels: RowLabels, paths: Set[str | None]) -> bool:
    """Whether a line names one of some amounts."""
    named = labels.summary(strip.words_apart) if paths - {None} else None
    return named is not None and named.path in paths and is_summary(strip, labels)


def _sums(lines: Sequence[Line]) -> tuple[Decimal, Decimal]:
    """What lines add up to, with and without minus signs."""
    return sum((line.value for line in lines), Decimal(0)), sum((abs(line.value) for line in lines), Decimal(0))


def _is_no_row(strip: Strip, words: Sequence[Token]) -> bool:
    """A time, a day or a telephone stands in it: no item, unless it is a text of several words that mentions a day."""
    if _NOT_ROWS.search(strip.text) is not None:
        return True
    day = _DAY.search(strip.text)
    return day is not None and (day.start() == 0 or sum(letters((token,)) >= 3 for token in words) < WORDS_AROUND_A_DAY)


def _is_tax(strip: Strip, value: Decimal, labels: RowLabels, mark: str | None) -> bool:
    """Whether a line that names a total, or has no word, says its amount as the share of another: "VAT 6 % of 3,186.00  191.16"."""
    rates = [rate for placed in strip.figures if placed.figure.percent and (rate := placed.figure.value(mark)) is not None]
    bases = [base for placed in strip.amounts if (base := placed.figure.value(mark)) is not None]
    shares = any(abs(base * rate / 100 - value) <= CENT_OR_SO for rate in rates for base in bases)
    named = labels.summary(strip.words_apart) if shares else None
    return shares and (not strip.words_apart or (named is not None and named.cover >= LEAST_NAMED))


def _is_summary_above(page: PageStrips, position: int, labels: RowLabels) -> bool:
    """An amount alone in its row under a total's name."""
    if position == 0:
        return False
    above = page.strips[position - 1]
    near = page.strips[position].top - above.bottom < page.line_height
    return near and not above.figures and is_summary(above, labels)


def _amount_at_end(strip: Strip, most: int = CENTS, *, whole: bool = False) -> Placed | None:
    if not strip.figures:
        return None
    last = strip.figures[-1]
    if _is_class(strip, last):
        last = strip.figures[-2]
    if not (last.figure.is_amount or (whole and _is_grouped(last.figure))) or last.figure.decimals > most:
        return None
    tail = strip.tokens[last.last :]
    if len(tail) > TAIL_WORDS or sum(len(t.text) for t in tail) > 5:
        return None
    return last


def _is_class(strip: Strip, last: Placed) -> bool:
    """A tax class, one digit right behind an amount with cents and nothing after it."""
    if len(strip.figures) < 2 or last.last != len(strip.tokens) or len(last.figure.text) != 1:
        return False
    before = strip.figures[-2]
    return before.last == last.first and before.figure.is_amount and before.figure.decimals == 2


def _amount_at_start(strip: Strip) -> Placed | None:
    """An amount before a text, and no other at the end."""
    if not strip.figures or strip.figures[0].first != 0:
        return None
    opening, last = strip.figures[0], strip.figures[-1]
    if not opening.figure.is_amount or opening.figure.decimals > 2 or (last is not opening and last.figure.is_amount):
        return None
    return opening if letters(strip.tokens[opening.last :]) >= 3 else None


def _proved_window(
    page: PageStrips, segments: Sequence[Sequence[Line]], totals: Sequence[Decimal], printed: Sequence[Decimal], mark: str | None
) -> Window | None:
    """The run of segments whose amounts add up to a total of the page: the longest sum is the least chance. Without their minus signs
    they make one that is `printed`, for with what is taken off they would be what they take off themselves."""
    best: tuple[int, int, tuple[Line, ...]] | None = None
    wanted, named = ({abs(total) for total in some if total} for some in (totals, printed))
    largest = max(wanted, default=None)
    for first in range(len(segments)):
        lines: list[Line] = []
        for last in range(first, len(segments)):
            lines += segments[last]
            for chosen, unsigned in _variants(page, lines):
                whole = abs(sum((line.value for line in chosen), Decimal(0))).quantize(CENT, ROUND_HALF_UP)
                # One amount equal to one total proves little, unless it is a product or the only thing before the total of the page.
                alone = chosen[0] if len(chosen) == 1 else None
                if alone and not (whole == largest and ((len(lines) == 1 and not first) or multiplied(alone.others, whole, mark))):
                    continue
                if whole in (named if unsigned else wanted):
                    option = (len(chosen), -first, tuple(chosen))
                    if best is None or option[:2] > best[:2]:
                        best = option
    return Window(best[2], True) if best is not None else None


def _sections(segments: Sequence[Sequence[Line]], closing: Sequence[Closing]) -> Window | None:
    """The lines of all sections that are each proved by the total right under them, two at least. Of one line where that total is
    called as those of longer ones."""
    held: dict[Decimal, tuple[list[Line], str]] = {}  # what comes to the same again says how it was taxed or paid
    for segment, total in zip(segments, closing, strict=False):
        if sum(line.value for line in segment) == total.value:
            held.setdefault(total.value, (list(segment), total.name))
    names = {name for segment, name in held.values() if len(segment) > 1}
    proved = [segment for segment, name in held.values() if name in names]
    return Window(tuple(line for segment in proved for line in segment), True) if len(proved) > 1 else None


def _variants(page: PageStrips, lines: Sequence[Line]) -> list[tuple[list[Line], bool]]:
    """The lines as they are, without those out of the column, and without minus signs: which of the two."""
    straight = _aligned(page, lines)
    found = [list(lines)] if len(straight) == len(lines) else [straight, list(lines)]
    if 2 <= len(lines) <= 40:  # a line at either end that is no item: a number that looks like an amount, a charge
        found += [list(lines[1:]), list(lines[:-1])]
    options = [(lines, False) for lines in found]
    if any(line.value < 0 for line in lines):  # a dot before an amount ("·80.00") is read as a minus sign
        options.append(([replace(line, value=abs(line.value)) for line in straight], True))
    return options


def _aligned(page: PageStrips, lines: Sequence[Line]) -> list[Line]:
    if len(lines) < 2:
        return list(lines)
    width = max(s.right for s in page.strips) - min(s.left for s in page.strips)
    slack = max(COLUMN_SLACK * width, page.line_height)
    if lines[0].first:
        return [line for line in lines if abs(line.amount.left - lines[0].amount.left) <= slack]
    columns = [[line for line in lines if abs(line.amount.right - edge.amount.right) <= slack] for edge in lines]
    return max(columns, key=lambda column: (len(column), median(line.amount.right for line in column)))


def _first_window(page: PageStrips, segments: Sequence[Sequence[Line]], totals: Sequence[Decimal]) -> Window | None:
    longest = max(segments, key=len)
    first = longest if len(segments[0]) == 1 and len(longest) >= LIST else segments[0]  # a lone line above a list is none of it
    lines = _aligned(page, first)
    if not totals and len(lines) < 2:
        return None
    largest = max((abs(total) for total in totals), default=None)
    kept = [line for line in lines if largest is None or abs(line.value) <= largest * 2]
    return Window(tuple(kept), False) if kept else None
