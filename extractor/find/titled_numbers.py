"""A document's own number by its title, and whose the other numbers are: "CREDIT NOTE" over "No. 14", "Invoice 7" in a cell beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import chain

from extractor.document import Candidate
from extractor.find.choices import choices_said, words_of_choices
from extractor.find.label_hits import LabelHit, Named
from extractor.find.places import Segment, tokens_of
from extractor.find.sheet import AMOUNT_FROM, Sheet, fold
from extractor.quick import changed
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import once
from extractor.schemas.record import FieldSpec, Kind, Use

TITLE = 0.5  # probability from which a line is the title
LONGEST_WORD = 7  # letters of "Número"
UNDER = 1.5  # line heights from a title to its number
HEAD = 0.5  # of the first page: a title stands no lower
MOST_WORDS = 5  # of a title before its number
LONG_WORD = 6  # letters of a word that others are made with
MADE_WITH = 3  # letters before it that make another word: "Reparatur-" of "Reparaturrechnung", not "Ab-" of "Abrechnung"
_YEAR = re.compile(r"(?:19|20)\d\d")
_TO_NUMBER = re.compile(r"[\s.:#]*")


def hits_by_title(
    sheet: Sheet, hits: Sequence[LabelHit], titles: Sequence[Candidate], schema: str, specs: Sequence[FieldSpec], book: LabelBook
) -> tuple[LabelHit, ...]:
    """The labels, where the title has the document's own number behind it or under it: that number's label is one with the title, and
    the labels that name another kind of paper ("Invoice" on a credit note) name the number of the one before (`Use.EARLIER`)."""
    own = _numbers_among(specs)[1]
    earlier = next((spec.path for spec in specs if spec.use is Use.EARLIER), None)
    title = max(titles, key=lambda candidate: candidate.score, default=None)
    if title is None or title.score < TITLE or not own:
        return tuple(hits)
    lines = [s for s in sheet.segments if s.text == title.text and s.page == title.page]
    segment = next((s for s in lines if sheet.box_of(s) == title.box), None)
    if segment is None:
        return tuple(hits)
    under = sheet.below(segment.page, segment.left, segment.right, segment.bottom, UNDER * sheet.line_height)[:1]
    named = [hit for hit in hits if not own.isdisjoint([name.path for name in hit.names])]
    near = [hit for hit in named if hit.segment is segment or hit.segment in under]
    ours = [hit for hit in near if (hit.leads or _ends_line(hit)) and _numbers(sheet, hit)]
    if not ours:
        return tuple(hits)
    numbers = set().union(*(_numbers(sheet, hit) for hit in ours))
    others = [hit for hit in named if hit not in ours and _is_of_other(hit, title, schema, specs, book)]
    found: list[LabelHit] = []
    for hit in hits:
        if hit in ours and hit.segment is not segment:
            hit = changed(hit, text=f"{segment.text} {hit.segment.text[: hit.end]}")
        elif earlier is not None and hit in others and not _numbers(sheet, hit) & numbers:
            hit = changed(hit, names=(Named(earlier, 0),))
        found.append(hit)
    return tuple(found)


def with_titles(
    sheet: Sheet, hits: Sequence[LabelHit], titles: Sequence[Candidate], schema: str, specs: Sequence[FieldSpec], book: LabelBook
) -> tuple[LabelHit, ...]:
    """The labels, with those titles that are none in the label files and have a number behind them: what documents of this kind are
    called ("Commercial invoice 4711"), and words made with such a name ("Reparaturrechnung Nr. 4711")."""
    numbers_of, own = _numbers_among(specs)
    if len(own) != 1 or not sheet.segments:
        return tuple(hits)
    title = max(titles, key=lambda candidate: candidate.score, default=None)
    words = words_of_choices(schema, specs, book)
    said = {schema} if title is None or title.score < TITLE else set()
    names, endings = _called(*(words.get(choice, ()) for choice in said | ({title.value} if title is not None else set())))
    first = sheet.segments[0].page
    lowest = HEAD * sheet.page_size(first)[1]
    (path,) = own
    numbered = sheet.lines_with(Kind.IDENTIFIER)
    found: list[LabelHit] = []
    for segment in sheet.on_page(first):
        if segment.index not in numbered or segment.top > lowest or not any(map(str.isdigit, segment.text)):
            continue
        end = _named_to(segment.text, names, endings)
        made = _title_of(sheet, segment, [hit for hit in hits if hit.segment is segment], end, path, numbers_of) if end else None
        if made is not None:
            found.append(made)
    if not found:
        return tuple(hits)
    ends = {made.segment.index: made.end for made in found}
    found += [hit for hit in hits if hit.start >= ends.get(hit.segment.index, 0)]
    return tuple(sorted(found, key=lambda hit: (hit.segment.index, hit.start)))


@once
def _numbers_among(specs: Sequence[FieldSpec]) -> tuple[frozenset[str], frozenset[str]]:
    """The leaves that are numbers and stand alone, and those of them that are the document's own."""
    numbers = {spec.path: spec.required for spec in specs if spec.kind is Kind.IDENTIFIER and spec.rows is None}
    return frozenset(numbers), frozenset(path for path, required in numbers.items() if required)


@lru_cache(maxsize=64)
def _called(*names_of: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All names, and those that others are made with."""
    names = tuple(chain.from_iterable(names_of))
    return names, tuple(sorted(name for name in names if " " not in name and len(name) >= LONG_WORD))


def _title_of(sheet: Sheet, segment: Segment, hits: Sequence[LabelHit], end: int, path: str, numbers_of: Set[str]) -> LabelHit | None:
    """The label that a title (up to `end`) and its word for "number" make, which open a line and have a number right behind them."""
    opening = next((hit for hit in hits if hit.leads), None)
    if opening is not None and opening.end > end:
        return None  # another label: "Invoice date"
    if opening is not None and opening.end == end and any(named.path in numbers_of for named in opening.names):
        return None  # a label already, or that of another paper's number
    number = next((hit for hit in hits if hit.start >= end and _is_number_word(hit, {path})), None)
    if number is not None and _TO_NUMBER.fullmatch(segment.text, end, number.start):
        end = number.end
    numbers = [place for place in sheet.places_in(Kind.IDENTIFIER, segment) if _TO_NUMBER.fullmatch(segment.text, end, place.match.start)]
    if not numbers or (number is None and all(_YEAR.fullmatch(place.match.text) for place in numbers)):
        return None  # "Annual bill 2025"
    row = (segment, *sheet.right_of(segment))
    if any(place.match.likelihood >= AMOUNT_FROM for beside in row for place in sheet.places_in(Kind.MONEY, beside)):
        return None  # a row: what was paid before
    text = segment.text[:end]
    colon = text.endswith(":") or segment.text[end:].lstrip().startswith(":")
    return LabelHit(segment, 0, end, (Named(path, 0),), 1.0, text, False, colon, True, segment.x_at(0), segment.x_at(end))


def _named_to(text: str, names: tuple[str, ...], endings: tuple[str, ...]) -> int:
    """Where the longest name of a kind of document ends that opens a line; 0 where none does."""
    named = fold(text).startswith(names)
    first = text.split(maxsplit=1)[0]
    if not named and first.isascii() and len(first) < LONG_WORD + MADE_WITH:
        return 0
    tokens = tokens_of(text)[:MOST_WORDS]
    end = max([end for _, end in tokens if fold(text[:end]) in names], default=0) if named else 0
    if end or not tokens:
        return end
    word = fold(text[: tokens[0][1]])
    if not word.endswith(endings):  # all of them at once: hardly any does
        return 0
    return tokens[0][1] if any(word.endswith(ending) and len(word) >= len(ending) + MADE_WITH for ending in endings) else 0


def with_number_words(hits: Sequence[LabelHit], specs: Sequence[FieldSpec]) -> tuple[LabelHit, ...]:
    """The labels, with the word for "number" taken into the one before it: "Vs. ordine n. 7718" is no number of the document's own."""
    numbers, own = _numbers_among(specs)
    found: list[LabelHit] = []
    for hit in hits:
        last = found[-1] if found else None
        if last is not None and _touches(last, hit) and _is_number_word(hit, own) and any(named.path in numbers for named in last.names):
            text = hit.segment.text[last.start : hit.end]
            whole = last.leads and not any(map(str.isalnum, hit.segment.text[hit.end :]))
            found[-1] = changed(last, end=hit.end, text=text, right=hit.right, colon=hit.colon, whole=whole)
        else:
            found.append(hit)
    return tuple(found)


def _is_number_word(hit: LabelHit, own: Set[str]) -> bool:
    """Whether a label says no more than "number": the document's own, or what a column of rows counts."""
    return len(hit.text) <= LONGEST_WORD and any(n.path in own for n in hit.names) and any("[]" in n.path for n in hit.names)


def _touches(one: LabelHit, other: LabelHit) -> bool:
    return one.segment is other.segment and not one.colon and not other.segment.text[one.end : other.start].strip(" .,")


def _numbers(sheet: Sheet, hit: LabelHit) -> set[object]:
    """What stands behind a label in its line, or right of one that ends it, that may be its number."""
    if _ends_line(hit):
        return {place.match.value for beside in sheet.right_of(hit.segment)[:1] for place in sheet.places_in(Kind.IDENTIFIER, beside)}
    return {place.match.value for place in sheet.places_in(Kind.IDENTIFIER, hit.segment) if place.match.start >= hit.end}


def _ends_line(hit: LabelHit) -> bool:
    return not any(map(str.isalnum, hit.segment.text[hit.end :]))


def _is_of_other(hit: LabelHit, title: Candidate, schema: str, specs: Sequence[FieldSpec], book: LabelBook) -> bool:
    """Whether a label says another kind of paper than the title, and not this one as well."""
    said = choices_said(f" {fold(hit.text)} ", schema, specs, book)
    return bool(said) and title.value not in said
