"""The tax that a buyer keeps back and pays to the treasury itself, so that what is due is the total without it: "Totale documento 1278.44,
imposta 230.54, S (scissione dei pagamenti); importo 1047.90".

For schemas with an amount marked with `Use.KEPT`. The words of all languages stand in the label files (`kept_tax` of `line_words`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.document import Candidate
from extractor.find.parties.line_words import LineWords, Sought
from extractor.find.sheet import Sheet
from extractor.find.sums import Trio, trios_of
from extractor.quick import changed
from extractor.schemas.leaves import of_use, once
from extractor.schemas.record import FieldSpec, Rule, Sum, Use, spec_path

PROVED, NAMELESS = 0.95, 0.15  # where a label names what is left; where none does: a reason not to take the total for what is due
LIKELY, NAMED = 0.3, 0.3  # probability and strength of a label from which a figure may be a tax, a total
HINTED = 0.1  # strength of a label of what is due, which more words may stand beside: "to be paid to the supplier"


def kept_tax_candidates(
    sheet: Sheet, found: Sequence[Candidate], specs: Sequence[FieldSpec], rules: Sequence[Rule], words: LineWords
) -> list[Candidate]:
    """Candidates, with their own probability, for the tax that is kept back and for what is due without it."""
    kept = tuple(spec.path for spec in of_use(specs, Use.KEPT))
    ways = _ways(rules, kept)
    if not ways or not _is_said(sheet, words.kept_tax):
        return []
    for trio, rule in ways:
        wholes = sorted({c.value for c in found if c.path == trio.whole and _is_likely(c)}, key=abs, reverse=True)
        shares = [c for c in found if c.path == trio.share and _is_likely(c)]
        least = {trio.whole: NAMED, rule.total: HINTED}
        named = [c for c in found if c.path in least and c.features.get("strength", 0.0) >= least[c.path]]
        for whole in wholes:
            for share in (*shares, *_of_rows(trio.share, found, rules)):
                left = [c for c in named if share.value and abs(share.value) < abs(whole) and c.value == whole - share.value]
                if left:
                    said = f"{whole} less the tax that the buyer keeps back, {share.value}"
                    made = [changed(share, path=path, evidence=said, features={"shared": 1.0}, score=PROVED) for path in kept]
                    return [
                        *made,
                        changed(left[0], path=rule.total, evidence=f"{left[0].evidence}; {said}", features={"shared": 1.0}, score=PROVED),
                    ]
            for share in shares[:1]:
                return [Candidate(rule.total, whole - share.value, "", "computed", "the buyer keeps the tax back", score=NAMELESS)]
    return []


@once
def _ways(rules: Sequence[Rule], kept: tuple[str, ...]) -> list[tuple[Trio, Sum]]:
    """The totals with a tax, and the sums that take off from them what is kept back."""
    takes_off = [rule for rule in rules if isinstance(rule, Sum) and not {*rule.minus}.isdisjoint(kept)]
    return [(trio, rule) for trio in trios_of(rules) for rule in takes_off if trio.whole in rule.plus]


def _is_said(sheet: Sheet, words: Sought) -> bool:
    """Whether a line holds one of the words, or one that goes on in the line under it."""
    for segment in sheet.segments:
        if words.may_begin_in(segment.text):
            under = sheet.below(segment.page, segment.left, segment.right, segment.bottom, segment.height)[:1]
            if words.search(" ".join([segment.text, *[line.text for line in under]])) is not None:
                return True
    return False


def _is_likely(candidate: Candidate) -> bool:
    return isinstance(candidate.value, Decimal) and (candidate.score >= LIKELY or candidate.features.get("strength", 0.0) >= NAMED)


def _of_rows(path: str, found: Sequence[Candidate], rules: Sequence[Rule]) -> list[Candidate]:
    """The sum of the rows of taxes."""
    columns = [rule.plus[0] for rule in rules if isinstance(rule, Sum) and rule.total == path and "[]" in rule.plus[0]]
    cells = [[c.value for c in found if spec_path(c.path) == column] for column in columns]
    return [Candidate(path, sum(column, Decimal(0)), "", "computed", "", score=PROVED) for column in cells if column]
