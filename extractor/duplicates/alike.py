"""Whether two keys are of one document, and in what they agree."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor.duplicates.keys import Key, Shape, shape_of
from extractor.quick import dataclass
from extractor.schemas.record import Kind
from extractor.values._slips import TO_DIGITS

SAME_NAME = 85  # percent of likeness from which two printed names are one issuer's
OTHER_NAME = 50  # percent below which they are two issuers'
REST_ALIKE, REST_FEWEST = 0.5, 3  # share of the other values that must agree where no number tells the document, and how many
NEARLY_ALL, NEARLY_ALL_FEWEST = 0.7, 4  # the same where the names are unlike: one of them was misread
WHOLE_ALIKE, WHOLE_FEWEST = 0.6, 6  # the same of all values where nothing tells the document
SHORTEST_NUMBER = 4  # characters: a shorter number is not compared by its end
MISREAD_WHOLE = frozenset({Kind.MONEY, Kind.CHOICE})
ONE_LOST = 6  # characters of a number from which one may be lost


@dataclass(frozen=True, slots=True)
class Same:
    """The fields that agree, and those that differ as misread characters do."""

    by: tuple[str, ...]
    but: tuple[str, ...] = ()


def same(one: Key, other: Key, model: type[BaseModel]) -> Same | None:
    """In what two documents agree, where they are one; else None."""
    if one.sha256 and one.sha256 == other.sha256:
        return Same(("bytes",))
    if one.schema != other.schema:
        return None
    shape = shape_of(model)
    if not shape.identity:
        return Same(("all values",)) if _overlap(one, other, WHOLE_ALIKE, WHOLE_FEWEST) else None
    compared = _compared(one, other, shape)  # parts most pairs, and is quicker than the rest
    if compared is None:
        return None
    agreed, near, misread = compared
    issuer = _same_issuer(one, other)
    nearly_all = (misread or not issuer) and _overlap(one, other, NEARLY_ALL, NEARLY_ALL_FEWEST)
    if (misread and not nearly_all) or (issuer is False and (_other_numbers(one, other) or not nearly_all)):
        return None
    kinds = [spec.kind for spec in shape.identity if spec.path in (*agreed, *near) and spec.kind is not Kind.CHOICE]
    others = sum(kind is not Kind.IDENTIFIER for kind in kinds)
    if Kind.IDENTIFIER in kinds:
        enough = others >= (1 if issuer else 2)
    elif issuer:
        to_the_minute = others >= 3 and not {Kind.TIME, Kind.DATETIME}.isdisjoint(kinds)
        enough = to_the_minute or (others >= 2 and _overlap(one, other, REST_ALIKE, REST_FEWEST))
    else:
        enough = others >= 3 and nearly_all
    named = (*shape.names[:1], *agreed) if issuer else agreed
    return Same(tuple(named), tuple(near)) if enough else None


def _compared(one: Key, other: Key, shape: Shape) -> tuple[list[str], list[str], bool] | None:
    """What tells the documents apart that both have: the fields that agree, the one that nearly does, and whether that one must have been
    misread whole. None where they differ.

    An amount, or the title that says what it is, may be quite misread where the number is the same and so is nearly all else.
    """
    agreed: list[str] = []
    near: list[str] = []
    misread = False
    at_one_time = _same_minute(one, other, shape)
    numbers = [spec.path for spec in shape.identity if spec.kind is Kind.IDENTIFIER]
    same_number = any(len(one.told.get(path, "")) > SHORTEST_NUMBER and one.told[path] == other.told.get(path) for path in numbers)
    for spec in shape.identity:
        mine, theirs = one.told.get(spec.path), other.told.get(spec.path)
        if mine is None or theirs is None:
            continue
        if mine == theirs:
            agreed.append(spec.path)
        elif _is_slip(spec.kind, mine, theirs) or (spec.kind is Kind.IDENTIFIER and at_one_time and _is_one_off(mine, theirs)):
            near.append(spec.path)
        elif spec.kind in MISREAD_WHOLE and same_number:
            near.append(spec.path)
            misread = True
        else:
            return None
    return (agreed, near, misread) if len(near) <= 1 else None


def _same_minute(one: Key, other: Key, shape: Shape) -> bool:
    """Whether both say one time of the day: the next number would have another."""
    times = [spec.path for spec in shape.identity if spec.kind in (Kind.TIME, Kind.DATETIME)]
    return any(path in one.told and one.told[path] == other.told.get(path) for path in times)


def _same_issuer(one: Key, other: Key) -> bool | None:
    """Whether two documents have one issuer; None where that cannot be told."""
    if one.issuer_numbers & other.issuer_numbers:
        return True
    if not one.issuer or not other.issuer:
        return None
    like = fuzz.ratio(one.issuer, other.issuer)
    return True if like >= SAME_NAME else False if like < OTHER_NAME else None


def _other_numbers(one: Key, other: Key) -> bool:
    return bool(one.issuer_numbers) and bool(other.issuer_numbers) and not one.issuer_numbers & other.issuer_numbers


def _is_slip(kind: Kind, one: str, other: str) -> bool:
    """Whether two readings may be of one print."""
    if kind is Kind.IDENTIFIER:
        return _is_slip_of_number(*sorted((one, other), key=len))
    if kind is Kind.MONEY:
        return _is_slip_of_amount(one, other)
    if kind is Kind.DATE:  # 03/04 read as April and as March
        try:
            mine, theirs = date.fromisoformat(one), date.fromisoformat(other)
        except ValueError:
            return False
        return (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month)
    return False


def _is_slip_of_number(shorter: str, longer: str) -> bool:
    """O for 0; 2024-0017 for RE-2024-0017; one character lost, but at the end, where corrections are counted (RE-17-1, RE-17A)."""
    if shorter.translate(TO_DIGITS) == longer.translate(TO_DIGITS):
        return True
    if len(shorter) >= SHORTEST_NUMBER and longer.endswith(shorter):
        return True
    lost = len(shorter) >= ONE_LOST and len(longer) == len(shorter) + 1 and not longer.startswith(shorter)
    return lost and Levenshtein.distance(shorter, longer, score_cutoff=1) <= 1


def _is_one_off(one: str, other: str) -> bool:
    return len(one) == len(other) and Levenshtein.distance(one, other, score_cutoff=1) <= 1


def _is_slip_of_amount(one: str, other: str) -> bool:
    """The decimal mark or the cents lost: 2289 and 71 for 22.89 and 71.40."""
    (whole, cents), (other_whole, other_cents) = ((text.partition(".")[0], text.partition(".")[2]) for text in (one, other))
    if bool(cents) == bool(other_cents):
        return False
    plain, parted = (whole, (other_whole, other_cents)) if not cents else (other_whole, (whole, cents))
    return plain in (parted[0] + parted[1].ljust(2, "0"), parted[0])


def _overlap(one: Key, other: Key, share: float, fewest: int) -> bool:
    """Whether enough of what both say besides is the same."""
    mine, theirs = one.rest, other.rest
    both = len(mine & theirs)
    return both >= fewest and both >= share * len(mine | theirs)
