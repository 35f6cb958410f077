"""Doubts about what a page's amounts mean: they are in thousands, without tax, or hold what was owed before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.document import Candidate, FieldValue, Issue, Severity
from extractor.doubts.lines import first_saying
from extractor.find.parties.line_words import whole_words
from extractor.geometry import Box
from extractor.schemas.record import Rule, Sum


def scaled(texts: Sequence[str], words: Sequence[str], asked: Sequence[str]) -> Iterator[Issue]:
    """A page that gives its amounts in thousands."""
    said = first_saying(texts, whole_words(tuple(words)))
    if said is not None:
        yield Issue("amounts_scaled", Severity.WARNING, f"{', '.join(asked)}: the page gives amounts in thousands ({said!r})", tuple(asked))


def untaxed(
    texts: Sequence[str],
    words: Sequence[str],
    asked: Sequence[str],
    rules: Sequence[Rule],
    values: Mapping[str, FieldValue],
) -> Iterator[Issue]:
    """A page that says that tax comes on top of its prices, and a total to which none was added."""
    for rule in (rule for rule in rules if isinstance(rule, Sum) and rule.total in asked and not rule.usual):
        shares = [term for term in rule.plus[1:] if "[]" not in term and term not in rule.optional]
        if shares and not any(term in values for term in shares) and (said := first_saying(texts, whole_words(tuple(words)))) is not None:
            total = values[rule.total]
            base = values.get(rule.plus[0])
            if base is None or base.value == total.value:
                yield Issue(
                    "ambiguous_amount",
                    Severity.WARNING,
                    f"{rule.total}: {total.text!r} may be without tax; the page says {said!r}",
                    (rule.total,),
                )


def earlier_balance(
    marked: Sequence[tuple[int, Box]],
    asked: Sequence[str],
    values: Mapping[str, FieldValue],
    printed: Sequence[Candidate],
) -> Iterator[Issue]:
    """A total that holds what was owed before, beside what this document asks for. `marked`: the lines that say so (page, box)."""
    if not marked:
        return
    amounts = {(c.page, c.box): abs(c.value) for c in printed if isinstance(c.value, Decimal) and c.features.get("likelihood", 1.0) >= 0.5}
    owed = {
        amount
        for (page, box), amount in amounts.items()
        if amount and box is not None and any(page == other and box.overlap_y(line) > 0.5 for other, line in marked)
    }
    for path in asked:
        total = values[path].value
        if isinstance(total, Decimal) and any(total > amount and total - amount in amounts.values() for amount in owed):
            yield Issue("ambiguous_amount", Severity.WARNING, f"{path}: {values[path].text!r} holds a balance of before", (path,))
