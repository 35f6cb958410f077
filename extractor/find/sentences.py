"""Fields that a page tells in a sentence: "Payable within 30 days without deduction", "will be debited on 5 March".

The label files name, for such fields, words that tell what a whole sentence says (`sentences`). A field of text is given
the sentence; a field with a date the date in it. Where a label of the field stands before the sentence, it is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property

from extractor.document import Candidate
from extractor.find.discounted_days import clause_around
from extractor.find.free_text import rest_of
from extractor.find.label_hits import LabelHit
from extractor.find.parties.line_words import NEVER, LineWords, Sought
from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet, fold
from extractor.geometry import Box
from extractor.late import late
from extractor.quick import dataclass
from extractor.schemas.label_book import Label
from extractor.schemas.leaves import of_kind, once, paths_alone
from extractor.schemas.record import FieldSpec, Kind

MOST_LINES = 3  # that a sentence runs over
SURELY = 0.5  # likelihood from which a figure is an amount
MOST_COUNTING = 6  # words that tell so many days
SHORT = 4  # words of a label and its day
NEXT_LINE = 0.8  # line heights between two lines of one sentence at the most
# Probabilities: behind the field's own label, so many days at its label, told by two of the words, by one, a label and a day alone.
LED, COUNTED, TOLD_TWICE, TOLD, DAY_ALONE = 0.9, 0.88, 0.85, 0.7, 0.6
DATED = 0.75
TOLD_FROM = 0.5  # probability from which a sentence tells a day
OF_PAPER = "of_paper"  # the mark of a told day behind a number, which may be that of another paper
OVER = 1.0  # line heights from such a line to the row that it is about
_FIGURE = re.compile(r"\s\d")
_DASH = re.compile(r"\s[-–—]\s+")
_END = re.compile(r"[.!?;]\s*$")
_STOP = late(r"(?:(?<=[^\W\d_]{3})|(?<=\W[A-Z]{2}))[.!?]\s+(?=[^\W\d_a-zà-ÿ])|(?<=\d{4})\.\s+(?=[^\W\d_a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A line, with the lines that it goes on in."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


def sentence_candidates(
    sheet: Sheet,
    hits: Sequence[LabelHit],
    specs: Sequence[FieldSpec],
    sentences: Mapping[str, Sequence[Label]],
    banks: Sequence[Candidate],
    told: LineWords,
    function_words: Set[str],
) -> list[Candidate]:
    """Candidates, with their own probability, for the fields that `sentences` has words for. `banks`: the names of accounts on the
    pages, which end a text."""
    wanted = [spec for spec in of_kind(specs, Kind.TEXT, Kind.DATE) if spec.path in sentences and spec.rows is None]
    patterns = {spec.path: _phrases(sentences[spec.path]) for spec in wanted}
    said = {path: pattern.begins & sheet.folded.words for path, pattern in patterns.items()}
    lines = sheet.folded.saying({f" {word} " for words in said.values() for word in words})
    labelled = {hit.segment.index for hit in hits if hit.leads and hit.colon and hit.names} if lines else set()
    found: list[Candidate] = []
    for segment, folded in [(sheet.segments[number], sheet.folded.texts[number]) for number in lines]:
        words = folded.split()
        if len(words) < 2:
            continue
        going_on: _Sentence | None = None
        for spec in wanted:
            if said[spec.path].isdisjoint(words):
                continue
            pattern = patterns[spec.path]
            is_said = pattern.search(folded) is not None
            if is_said and spec.kind is Kind.DATE and sheet.places_in(Kind.DATE, segment):
                sentence = _Sentence((segment,))
            else:
                sentence = going_on = going_on or _going_on(sheet, segment, labelled)
            if not is_said and (len(sentence.segments) == 1 or not _reaches_over(pattern, sentence)):
                continue
            if spec.kind is Kind.DATE:
                found += _dates(sheet, spec, sentence, pattern, told)
            else:
                here = [hit for hit in hits if hit.segment is segment]
                found += _texts(sheet, spec, sentence, pattern, here, banks, told, function_words)
    return _without_many(found, [spec.path for spec in wanted if spec.kind is Kind.DATE])


def _without_many(found: Sequence[Candidate], paths: Sequence[str]) -> list[Candidate]:
    """The candidates without the days of fields that several sentences tell different days for: of three delivery notes none is the day
    of delivery."""
    days = {path: {c.value for c in found if c.path == path and c.score >= TOLD_FROM} for path in paths}
    return [c for c in found if len(days.get(c.path, ())) < 2]


def days_outside(sheet: Sheet, candidates: Sequence[Candidate], rows: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without the days of papers told among the rows of a table, or right over them: "Delivery note 17 of 3 May" over some
    of many is of those."""
    told = {id(c) for c in candidates if c.features.get(OF_PAPER) and c.box is not None}
    if not told:
        return list(candidates)
    boxes = [(row.page, row.box) for row in rows if row.box is not None]
    among: dict[int | None, tuple[float, float]] = {}  # by page: from right over the first row down to the last
    kept = []
    for candidate in candidates:
        if id(candidate) in told and candidate.box is not None:
            if candidate.page not in among:
                here = [row for page, row in boxes if page == candidate.page]
                over = OVER * sheet.line_height / sheet.page_size(candidate.page or 0)[1] if here else 0.0
                among[candidate.page] = min((row.top for row in here), default=1.0) - over, max((row.bottom for row in here), default=0.0)
            first, last = among[candidate.page]
            if first <= candidate.box.bottom <= last:
                continue
        kept.append(candidate)
    return kept


def counted_candidates(
    sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], sentences: Mapping[str, Sequence[Label]], words: LineWords
) -> list[Candidate]:
    """Candidates for the same fields of text: so many days right of their label or under it, as grids of a page's head have them."""
    wanted = {path for path in paths_alone(specs, Kind.TEXT) if path in sentences}
    found = []
    for hit in hits:
        paths = [named.path for named in hit.names if named.path in wanted] if hit.leads else ()
        for cell, start, end in _cells_of(sheet, hit, hits) if paths else ():
            place = rest_of(cell, start, end)
            text = "" if place is None else place.match.text
            counts = words.days.search(text) or words.net_days.search(text)
            if place is not None and counts and len(text.split()) <= MOST_COUNTING:
                found += [sheet.candidate(path, place, "label", f"days at '{hit.text}'", score=COUNTED) for path in paths]
    return found


def _cells_of(sheet: Sheet, hit: LabelHit, hits: Sequence[LabelHit]) -> Iterator[tuple[Segment, int, int]]:
    """What stands behind a label and its colon up to the next label, or beside and under one that is alone: characters of a line."""
    at, unit = hit.segment, hit.segment.height
    if hit.whole:
        under = sheet.below(at.page, hit.left - unit, max(hit.right, hit.left + 4 * unit), at.bottom, 2 * unit)[:1]
        yield from ((cell, 0, len(cell.text)) for cell in (*sheet.right_of(at)[:1], *under))
    elif hit.leads and hit.colon:
        days = [place.match.start for place in sheet.places_in(Kind.DATE, at)]
        behind = (other for other in hits if other.segment is at and other.start > hit.end and other.names)
        ends = (other.start for other in behind if other.colon or any(0 <= day - other.end <= 3 for day in days))
        yield at, hit.end, min(ends, default=len(at.text))


def without_fragments(candidates: Sequence[Candidate], sentences: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without those that are a piece of a sentence found for the same field ("30" of "30 days net")."""
    whole: dict[tuple[str, int | None], list[str]] = {}
    for sentence in sentences:
        if isinstance(sentence.value, str):
            whole.setdefault((sentence.path, sentence.page), []).append(sentence.text)
    kept = []
    for candidate in candidates:
        told = whole.get((candidate.path, candidate.page))
        if told is None or not any(candidate.text in text and candidate.text != text for text in told):
            kept.append(candidate)
    return kept


class _Phrases(Sought):
    """Any of the phrases in a folded text between spaces; "..." in a phrase stands for up to sixty characters, "#" at its end for a
    figure right behind it."""

    def __init__(self, phrases: Iterable[str]) -> None:
        super().__init__(phrases, " (?:%) ")

    @cached_property
    def begins(self) -> Set[str]:
        """The words that one of the phrases begins with: a line without them says none, and begins none."""
        return self._signs

    def _told_in(self, text: str) -> tuple[frozenset[str], str]:
        return frozenset(("", *text.split())), text

    @cached_property
    def _ordered(self) -> list[tuple[str, str, str]]:
        written = {_written(phrase): phrase for phrase in self._words}
        tried = sorted(written, key=lambda each: (-len(each), each))
        return [(each, _first_word(written[each]), _longest_part(written[each])) for each in tried]

    def _made(self, words: Sequence[str]) -> re.Pattern[str]:
        return re.compile(self._within.replace("%", "|".join(words))) if words else NEVER


def _written(phrase: str) -> str:
    """The expression of a phrase."""
    pieces = (re.escape(fold(piece)) for piece in phrase.rstrip("#").split("..."))
    return r" (?:.{0,60} )?".join(pieces) + r"(?= \d)" * phrase.endswith("#")


def _first_word(phrase: str) -> str:
    return fold(phrase.split("...")[0]).split(" ")[0]


def _longest_part(phrase: str) -> str:
    """That every text holds which holds the phrase."""
    return f" {max(map(fold, phrase.rstrip('#').split('...')), key=len)} "


@once
def _phrases(labels: Sequence[Label]) -> _Phrases:
    return _Phrases(label.text for label in labels)


def _going_on(sheet: Sheet, segment: Segment, labelled: Set[int]) -> _Sentence:
    """The line and those under it, up to one that ends a sentence or another that begins; `labelled`: lines that a label opens."""
    segments = [segment]
    width = sheet.page_size(segment.page)[0]
    while len(segments) < MOST_LINES and not _END.search(segments[-1].text):
        last = segments[-1]
        under = sheet.below(last.page, last.left, last.left + 2 * last.height, last.bottom, NEXT_LINE * last.height)
        if not under or under[0].index in labelled or abs(under[0].left - last.left) > last.height:
            break
        text = under[0].text
        if not (text[0].islower() or (last.right - last.left > 0.5 * width and not text.rstrip().endswith(":"))):
            break
        segments.append(under[0])
    return _Sentence(tuple(segments))


def _reaches_over(pattern: _Phrases, sentence: _Sentence) -> bool:
    """Whether the words begin in the first line and end in a later one."""
    match = pattern.search(f" {fold(sentence.text)} ")
    return match is not None and match.start() < len(fold(sentence.segments[0].text))


def _dates(sheet: Sheet, spec: FieldSpec, sentence: _Sentence, pattern: _Phrases, words: LineWords) -> Iterator[Candidate]:
    places = [place for segment in sentence.segments for place in sheet.places_in(Kind.DATE, segment)]
    if len({(place.segment.index, place.match.start) for place in places}) > 1:  # "by 3 May with 2 % discount, by 23 May without"
        places = [place for place in places if _is_told_of(place, pattern, words) and _says_of(sentence, place, pattern)]
    if not places or len({(place.segment.index, place.match.start) for place in places}) != 1:
        return
    place = places[0]
    if not _says_of(sentence, place, pattern):
        return
    of_paper = any(number.match.end <= place.match.start for number in sheet.places_in(Kind.IDENTIFIER, place.segment))
    for interpretation in place.match.interpretations:
        yield Candidate(
            spec.path,
            interpretation.value,
            place.match.text,
            "pattern",
            f"in the sentence '{sentence.text[:60]}'",
            place.segment.page,
            sheet.box_of_place(place),
            {"likelihood": interpretation.likelihood, OF_PAPER: float(of_paper)},
            interpretation.convention,
            interpretation.repaired,
            DATED * interpretation.likelihood,
        )


def _says_of(sentence: _Sentence, place: Place, pattern: _Phrases) -> bool:
    """Whether the words are of the same sentence as a day, where lines hold several: "Due on delivery. Bank: sort code 09-01-29"."""
    text, at = sentence.text, place.match.start
    for segment in sentence.segments:
        if segment is place.segment:
            break
        at += len(segment.text) + 1
    stops = list(_STOP.finditer(text))
    begins = max((stop.end() for stop in stops if stop.end() <= at), default=0)
    ends = min((stop.start() for stop in stops if stop.start() >= at), default=len(text))
    return pattern.search(f" {fold(text[begins:ends])} ") is not None


def _is_told_of(place: Place, pattern: _Phrases, words: LineWords) -> bool:
    """Whether the words are of the clause that a day stands in, and no discount is."""
    begins, ends = clause_around(place)
    clause = place.segment.text[begins:ends]
    return pattern.search(f" {fold(clause)} ") is not None and words.discount.search(clause) is None


def _texts(
    sheet: Sheet,
    spec: FieldSpec,
    sentence: _Sentence,
    pattern: _Phrases,
    hits: Sequence[LabelHit],
    banks: Sequence[Candidate],
    words: LineWords,
    function_words: Set[str],
) -> Iterator[Candidate]:
    first = sentence.segments[0]
    strangers = [hit for hit in hits if not any(n.path == spec.path for n in hit.names)]
    if len(sentence.segments) == 1 and any(hit.whole and hit.names for hit in strangers):
        return  # the label of another field
    own = [hit for hit in hits if hit.leads and hit not in strangers]
    start = max(
        (hit.end for hit in own if hit.colon or (_FIGURE.match(first.text, hit.end) and not _ends_in(hit, function_words))), default=0
    )
    start += len(first.text[start:]) - len(first.text[start:].lstrip(" :"))
    led = start > 0 and _says_something(first.text[start:])
    if not led:
        start = max((hit.end for hit in strangers if hit.leads and hit.colon and hit.names), default=0)
        for stop in (*_STOP.finditer(first.text, start), *_DASH.finditer(first.text, start)):  # what is said before it is told
            if pattern.search(f" {fold(first.text[start : stop.start()])} ") or not pattern.search(f" {fold(first.text[stop.end() :])} "):
                break
            start = stop.end()
        for kind in (Kind.MONEY, Kind.CURRENCY):  # "To pay: 1 651.97 PLN, by transfer in 14 days"
            here = (p.match for p in sheet.places_in(kind, first) if 0 <= p.match.start - start <= 2)
            start = next((m.end for m in here if m.likelihood >= SURELY), start)
        start += len(first.text[start:]) - len(first.text[start:].lstrip(" :,"))
    accounts = {place.match.start for place in sheet.places_in(Kind.IBAN, first)}
    others = [hit for hit in hits if hit.colon and hit.names and hit.start > start]
    others = [hit for hit in others if not any(0 <= at - hit.end <= 3 for at in accounts)]  # the account's own goes with it
    end = min((hit.start for hit in others), default=len(first.text))
    if end < len(first.text) and (led or pattern.search(f" {fold(first.text[start:end])} ")):
        sentence = _Sentence((first,))
    else:
        end = len(first.text)
    text = _told(" ".join([first.text[start:end], *(segment.text for segment in sentence.segments[1:])]).strip(), pattern)
    text = _without_account(sheet, first, text, banks, words, function_words)
    if not led and words.complaints.search(text) is not None:
        return
    if len(text.split()) < 2 or sum(c.isalpha() for c in text) < 6 or len(text) > 300:
        return
    if not led and (text.endswith(":") or (len(text.split()) < 3 and not any(map(str.isdigit, text)))):
        return  # a label, or the head of a column: "Discount %"
    told = len(pattern.findall(f" {fold(text)} ".replace(" ", "  ")))
    dated = bool(sheet.places_in(Kind.DATE, first))
    score = LED if led else DAY_ALONE if dated and _is_day(sheet, first, text) else TOLD_TWICE if told > 1 or dated else TOLD
    begins, ends = first.words_between(start, end)
    box = Box.around([sheet.box_of(first, begins, ends), *(sheet.box_of(segment) for segment in sentence.segments[1:])])
    yield Candidate(spec.path, text, text, "pattern", "the sentence says so", first.page, box, score=score)


def _ends_in(hit: LabelHit, function_words: Set[str]) -> bool:
    """Whether a label ends in a word that what follows belongs to: "Payable within" of "Payable within 30 days"."""
    last = fold(hit.text).rpartition(" ")[2]
    return len(last) == 1 or last in function_words


def _is_day(sheet: Sheet, segment: Segment, text: str) -> bool:
    """Whether a text is a label and its day and says nothing else: "Payable by 31 May"."""
    return any(text.endswith(place.match.text) for place in sheet.places_in(Kind.DATE, segment)) and len(text.split()) <= SHORT


def _without_account(
    sheet: Sheet, segment: Segment, text: str, banks: Sequence[Candidate], words: LineWords, function_words: Set[str]
) -> str:
    """The text up to the account that is to be paid to, where the terms stand before it: "in 30 days to Barclays Bank, IBAN ..."."""
    accounts = [at for place in sheet.places_in(Kind.IBAN, segment) if (at := text.find(place.match.text)) > 0]
    if not accounts or words.days.search(text, min(accounts)) is not None:
        return text
    names = [at for bank in banks if bank.page == segment.page and 0 < (at := text.find(bank.text)) < min(accounts)]
    kept = text[: min([*accounts, *names])].rstrip(" :(,–—-").split()
    while kept and (fold(kept[-1]) in function_words or fold(kept[-1]) in ("", "iban")):
        kept.pop()
    return " ".join(kept)


def _told(text: str, pattern: _Phrases) -> str:
    """The text without the sentences at its end that tell something else: "Payment is due in 28 days. Our account: ..."."""
    stops = [stop.start() + 1 for stop in _STOP.finditer(text)]
    for start in reversed(stops):
        end = len(text)
        if pattern.search(f" {fold(text[start:end])} ") or not pattern.search(f" {fold(text[:start])} "):
            return text
        text = text[:start]
    return text


def _says_something(text: str) -> bool:
    return sum(c.isalpha() for c in text) >= 4
