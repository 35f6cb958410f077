"""Doubts about accounts: misread, of another party, or one of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.document import Candidate, FieldValue, Issue, Reading, Severity
from extractor.doubts.lines import beside, same_said
from extractor.find.announced import is_announced
from extractor.find.parties.line_words import whole_words
from extractor.schemas.record import FieldSpec
from extractor.values import iban

NEARLY = 0.5  # how probable another account must be, as a part of the chosen one's probability
LIKELY = 0.5  # how probable it must be at all
APART = 0.06  # of a page's height: accounts that stand closer are one party's


def of_no_payee(value: FieldValue, readings: Sequence[Reading], words: Sequence[str]) -> Iterator[Issue]:
    """An account beside words that say that it is not the payee's: the reader's own, or one for donations."""
    others = whole_words(tuple(words))
    if any(others.search(text) for text in beside(value, readings)) or is_announced(value.page, value.box, readings, others):
        said = f"{value.path}: {value.text!r} may not be the payee's account"
        yield Issue("ambiguous_account", Severity.WARNING, said, (value.path,))


def accounts(spec: FieldSpec, value: FieldValue, found: Sequence[Candidate]) -> Iterator[Issue]:
    """An account whose check digits are wrong; another one elsewhere on the page that is as likely meant."""
    if not iban.has_right_check_digits(str(value.value)):
        yield Issue("bad_check_digits", Severity.WARNING, f"{spec.path}: the check digits of {value.text!r} are wrong", (spec.path,))
    own = same_said(value, found)
    best = max((c.score for c in own), default=0.0)
    for other in found:
        if other.value == value.value or other.score < max(NEARLY * best, LIKELY):
            continue
        if not any(_stand_together(c, other) for c in own):
            yield Issue(
                "ambiguous_account",
                Severity.WARNING,
                f"{spec.path}: {value.text!r} or {other.text!r}, which stands elsewhere",
                (spec.path,),
            )
            return


def disproved(spec: FieldSpec, found: Sequence[Candidate]) -> Iterator[Issue]:
    """An account that is not given, since it was misread."""
    wrong = (c for c in found if not iban.has_right_check_digits(str(c.value)))
    if (read := next(wrong, None)) is not None:
        said = f"{spec.path}: the check digits of {read.text!r} are wrong, so that it is not given"
        yield Issue("bad_check_digits", Severity.WARNING, said, (spec.path,))


def _stand_together(one: Candidate, other: Candidate) -> bool:
    if one.box is None or other.box is None or one.page != other.page:
        return False
    return max(one.box.top, other.box.top) - min(one.box.bottom, other.box.bottom) <= APART
