"""Whose account a number is, where a sentence tells ("will be debited from your account" speaks of the reader's own, a Dutch firm's
blocked account takes the taxes' part of the sum), and which bank's code and name stand with it where a page names several accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cmp_to_key

from extractor.document import BARCODE, Candidate, Reading
from extractor.find.announced import is_said_in, lines_before
from extractor.find.parties.line_words import whole_words
from extractor.geometry import Box
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import of_kind, paths_alone
from extractor.schemas.record import FieldSpec, Kind

OTHERS = {"your_account": "the reader's own account", "blocked_account": "for a part of the sum only"}  # by the words before it
OF_OTHERS = 0.3  # what is left of the probability of an account that is not the one to pay to
NEARLY = 0.005  # of the page
OPENING = 12  # characters of an account that stand in its first line, where it goes on in the next
ROWS_APART = 4.0  # times as far as beside each other: what stands in a line belongs together
LIKELY = 0.1  # probability from which an account is worth the question what heads it
AS_LIKELY = 0.05  # probability by which two accounts may differ of which the first is meant
OF_ANOTHER, OF_ANOTHER_BANK = 0.8, 0.6  # what is left of the probability of another account than the one meant, and of what stands with it


def others_accounts(
    candidates: Sequence[Candidate], specs: Sequence[FieldSpec], readings: Sequence[Reading], book: LabelBook
) -> tuple[Candidate, ...]:
    """The candidates, those for accounts lessened that stand behind words for the reader's account, or a blocked one, or under them."""
    kinds = {spec.path: spec.kind for spec in of_kind(specs, Kind.IBAN, Kind.BIC)}
    paths = kinds.keys()
    accounts = {candidate.text[:OPENING] for candidate in candidates if candidate.path in paths}
    if not accounts:
        return tuple(candidates)
    told = {whole_words(book.line_words.get(name, ())): why for name, why in OTHERS.items()}
    held = [(reading, line) for reading in readings for line in reading.lines for account in accounts if account in line.text]
    ibans = {c.text for c in candidates if kinds.get(c.path) is Kind.IBAN}

    def reach(text: str, start: int) -> range:
        """Where in a line stands what is said at `start`: up to a second account."""
        starts = sorted(place for iban in ibans if (place := text.find(iban, start)) >= 0)
        return range(start, starts[1] if len(starts) > 1 else len(text))

    marked = [
        (reading.page, reading.to_page(line.box), line.text, reach(line.text, match.end()), why)
        for reading, line in held
        for words, why in told.items()
        if (match := words.search(line.text)) is not None
    ]

    def why_others(candidate: Candidate) -> str | None:
        box = candidate.box
        before = lines_before(candidate.page, box, readings) if candidate.score >= LIKELY else ()
        if (headed := next((why for words, why in told.items() if is_said_in(before, words)), None)) is not None:
            return headed
        return next(
            (
                why
                for page, line, text, behind, why in marked
                if box is not None and candidate.page == page and _begins_in(line, box) and text.find(candidate.text[:OPENING]) in behind
            ),
            None,
        )

    return tuple(
        replace(c, score=c.score * OF_OTHERS, evidence=f"{c.evidence}; {why}") if c.path in paths and (why := why_others(c)) else c
        for c in candidates
    )


def _begins_in(line: Box, box: Box) -> bool:
    """Whether a text, which may go on in the next line, begins in a line."""
    within = line.top - NEARLY <= box.top < line.bottom and line.left - NEARLY <= box.left <= line.right
    return within and box.bottom <= line.bottom + 2 * line.height


def of_one_account(candidates: Sequence[Candidate], specs: Sequence[FieldSpec]) -> tuple[Candidate, ...]:
    """The candidates; where accounts are named alike the first one before the others, and of several what stands nearest to the one that
    is meant: of two banks in a footer the account, the code and the name are of one."""
    paths = paths_alone(specs, Kind.IBAN)
    lessened: dict[int, float] = {}
    for path in paths:
        accounts = [c for c in candidates if c.path == path and c.box is not None]
        best = max((c.score for c in accounts), default=0.0)
        alike = [c for c in accounts if c.score >= best - AS_LIKELY]
        if len({c.value for c in accounts}) < 2:
            continue
        by_code = [c for c in alike if c.source == BARCODE]  # what a code for payment says is meant
        first = min(by_code or alike, key=cmp_to_key(_order))
        if len({c.value for c in alike}) > 1:
            lessened |= {id(c): OF_ANOTHER for c in accounts if c.value != first.value}
        group = path.rpartition(".")[0]
        for other in (spec.path for spec in specs if spec.path.rpartition(".")[0] == group and spec.kind in (Kind.BIC, Kind.NAME)):
            found = [c for c in candidates if c.path == other and c.box is not None]
            nearest = {id(c): min(accounts, key=lambda account: _apart(c, account)).value for c in found}
            if any(value == first.value for value in nearest.values()):
                lessened |= {id(c): OF_ANOTHER_BANK for c in found if nearest[id(c)] != first.value}
    if not lessened:
        return tuple(candidates)
    return tuple(replace(c, score=c.score * lessened[id(c)]) if id(c) in lessened else c for c in candidates)


def _order(one: Candidate, other: Candidate) -> int:
    """Reading order: by page, beside each other from the left, else from the top."""
    if one.box is None or other.box is None or one.page != other.page:
        return (one.page or 0) - (other.page or 0)
    beside = one.box.overlap_y(other.box) > 0.5
    return -1 if (one.box.left < other.box.left if beside else one.box.top < other.box.top) else 1


def _apart(one: Candidate, other: Candidate) -> float:
    """How far two stand from each other, in shares of the page; on two pages further than on one, in two rows further than in one."""
    if one.box is None or other.box is None or one.page != other.page:
        return 2.0
    down = 0.0 if one.box.overlap_y(other.box) > 0.5 else abs(one.box.center[1] - other.box.center[1])
    across = max(one.box.left - other.box.right, other.box.left - one.box.right, 0.0)
    return ROWS_APART * down + across
