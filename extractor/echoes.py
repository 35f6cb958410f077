"""Words that a page says more than once: where a reader took a sign for another in one place, another place tells.

A seller stands in the letterhead, in the sender's line, in the footer and in web and mail addresses. "Verxgroothandel" there and
"Versgroothandel" here are one word, one of them misread: the form that stands more often, or that is likelier as a word, is taken for
both. Figures are left alone: two numbers that differ in one digit may well be two numbers. A page with a text layer was not misread.

What is settled so stays visible: a candidate made of such a word is marked as repaired, its text is what was read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from extractor.document import Candidate, Line, Reading, Region, Word
from extractor.geometry import Box
from extractor.ocr.letters import letters
from extractor.quick import dataclass
from extractor.values._fold import fold
from extractor.values._slips import look_alike

SHORTEST, LONG = 4, 8  # letters of a word that one like neighbour settles; of one that needs none, nor signs that are alike
SMALL = 2  # letters of a word that two like neighbours settle
MOST_FIGURES = 1  # in a word of letters: a misread letter
COUNT, MOST_COUNTED = 5.0, 3  # what standing once more is worth against likeness to words, in natural logarithms
SURE = 1.0  # by so much a form must be the likelier one
AT_THE_END = frozenset("aeo")  # what tells Maria from Mario is no misreading
_PART = re.compile(r"[^\W_]+")

_At = tuple[int, int, int, int]  # reading, region, line, word


@dataclass(frozen=True, slots=True)
class Settled:
    """A word (its box on the page as given) that was read as one thing and stands for another."""

    page: int
    box: Box
    read: str
    meant: str
    why: str = "stands elsewhere as"


@dataclass(frozen=True, slots=True)
class Echoes:
    """The readings with misread words settled, and which these are."""

    readings: tuple[Reading, ...]
    settled: tuple[Settled, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """Letters start..end of a word, in lower case, with those before and after it in its line."""

    at: _At
    start: int
    end: int
    key: str
    before: str
    after: str


def echoed(readings: Sequence[Reading]) -> Echoes:
    """Readings whose misread words are settled by other places of the same document."""
    kept = tuple(readings)
    read = {number: reading for number, reading in enumerate(kept) if not reading.is_text_layer}
    if not read:
        return Echoes(kept)
    forms: dict[str, list[_Part]] = defaultdict(list)
    for number, reading in read.items():
        for part in _parts(number, reading):
            forms[part.key].append(part)
    near: dict[tuple[int, str], list[str]] = defaultdict(list)
    for key in forms:
        for position in range(len(key)):
            near[position, key[:position] + key[position + 1 :]].append(key)
    meant = {key: other for key in forms if (other := _meant(key, forms, near)) is not None}
    meant |= _both_misread(forms, meant)
    texts: dict[_At, str] = {}
    for key, other in meant.items():
        for part in forms[key]:
            word = texts.get(part.at) or _word(kept, part.at).text
            texts[part.at] = word[: part.start] + _in_case(other, word[part.start : part.end]) + word[part.end :]
    settled = []
    for at, text in sorted(texts.items()):
        reading, read_as = kept[at[0]], _word(kept, at)
        settled.append(Settled(reading.page, reading.to_page(read_as.box), read_as.text, text))
    return Echoes(tuple(with_texts(number, reading, texts) for number, reading in enumerate(kept)), tuple(settled))


def marked(candidates: Sequence[Candidate], echoes: Echoes) -> tuple[Candidate, ...]:
    """The candidates, those that hold a settled word with their text as it was read and marked as repaired."""
    if not echoes.settled:
        return tuple(candidates)
    pages: dict[int, list[Settled]] = defaultdict(list)
    for one in echoes.settled:
        pages[one.page].append(one)
    return tuple(_marked(candidate, pages.get(candidate.page or 0, ())) for candidate in candidates)


def _marked(candidate: Candidate, settled: Sequence[Settled]) -> Candidate:
    text, said = candidate.text, []
    for one in settled:
        if candidate.box is not None and one.meant in text and candidate.box.contains_point(*one.box.center):
            text = text.replace(one.meant, one.read, 1)
            said.append(f"{one.read!r} {one.why} {one.meant!r}")
    if not said:
        return candidate
    return replace(candidate, text=text, repaired=True, evidence="; ".join((candidate.evidence, *said)))


def _parts(number: int, reading: Reading) -> Iterator[_Part]:
    for r, region in enumerate(reading.regions):
        for n, line in enumerate(region.lines):
            found = [
                ((number, r, n, w), piece.start(), piece.end(), piece[0].lower())
                for w, word in enumerate(line.words)
                for piece in _PART.finditer(word.text)
            ]
            keys = ["", *(key for *_, key in found), ""]
            for place, (at, start, end, key) in enumerate(found, 1):
                figures = sum(map(str.isdigit, key))
                if len(key) >= SMALL and figures <= (MOST_FIGURES if len(key) >= SHORTEST else 0) and len(key) == end - start:
                    yield _Part(at, start, end, key, keys[place - 1], keys[place + 1])


def _meant(key: str, forms: Mapping[str, Sequence[_Part]], near: Mapping[tuple[int, str], Sequence[str]]) -> str | None:
    """The likelier form of a word that stands elsewhere with one sign for another like it. `near`: words by all but one of their signs."""
    best: tuple[float, str] | None = None
    others = ((n, other) for n in range(len(key)) for other in near[n, key[:n] + key[n + 1 :]])
    for position, other in others:
        # The end of a word may be another form of it: there, signs must be alike.
        free = len(key) >= LONG and position < len(key) - 1
        if other == key or not (free or look_alike(key[position], other[position])) or fold(other) == fold(key):
            continue  # with and without an accent: addresses of the net have none
        if position == len(key) - 1 and {key[-1], other[-1]} <= AT_THE_END:
            continue
        if len(key) < LONG and not any(_side_by_side(a, b, both=len(key) < SHORTEST) for a in forms[key] for b in forms[other]):
            continue
        more = len(forms[other]) - len(forms[key]) + _about(other, key, forms, near) - _about(key, other, forms, near)
        more = max(-MOST_COUNTED, min(more, MOST_COUNTED))
        worth = COUNT * more + letters().of_word(other) - letters().of_word(key)
        if worth >= SURE and (best is None or worth > best[0]):
            best = worth, other
    return None if best is None else best[1]


def _about(key: str, but: str, forms: Mapping[str, Sequence[_Part]], near: Mapping[tuple[int, str], Sequence[str]]) -> int:
    """In how many places a third form stands that may be the word misread: of three that are a sign apart the middle one was printed."""
    if len(key) < LONG:
        return 0
    others = {other for n, sign in enumerate(key) for other in near[n, key[:n] + key[n + 1 :]] if look_alike(sign, other[n])}
    return sum(len(forms[other]) for other in others - {but})


def _both_misread(forms: Mapping[str, Sequence[_Part]], settled: Mapping[str, str]) -> dict[str, str]:
    """Words of which two places have each another sign misread, "Gnafica" and "Gralica": what either has at each sign that likelier
    makes a word. They must stand beside the same word."""
    beside: dict[tuple[bool, str, int], set[str]] = defaultdict(set)
    for key, parts in forms.items():
        if len(key) >= LONG - 1 and key not in settled:
            for part in parts:
                beside[True, part.before, len(key)].add(key)
                beside[False, part.after, len(key)].add(key)
    made: dict[str, str] = {}
    for (_, neighbour, _), keys in sorted(beside.items()):
        for one, other in combinations(sorted(keys), 2) if neighbour else ():
            apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
            if len(apart) != 2 or not all(look_alike(one[place], other[place]) for place in apart):
                continue
            last = apart[1]
            best, meant = max((letters().of_word(mix), mix) for mix in (one[:last] + other[last:], other[:last] + one[last:]))
            if best - max(letters().of_word(one), letters().of_word(other)) >= SURE:
                made |= {one: meant, other: meant}
    return made


def _side_by_side(one: _Part, other: _Part, *, both: bool) -> bool:
    """Whether two words have the same neighbour on a side, or on `both`."""
    sides = bool(one.before and one.before == other.before), bool(one.after and one.after == other.after)
    return all(sides) if both else any(sides)


def _in_case(meant: str, read: str) -> str:
    """A word in the case of the one that it replaces."""
    if read.isupper():
        return meant.upper()
    capitals = (r.isupper() and not read[max(place - 1, 0) : place].islower() for place, r in enumerate(read))
    return "".join(m.upper() if capital else m for m, capital in zip(meant, capitals, strict=True))


def _word(readings: Sequence[Reading], at: _At) -> Word:
    number, region, line, word = at
    return readings[number].regions[region].lines[line].words[word]


def with_texts(number: int, reading: Reading, texts: Mapping[_At, str]) -> Reading:
    """A reading, the n-th, with words exchanged; what was read stays among their alternatives."""
    mine = {at[1:]: text for at, text in texts.items() if at[0] == number}
    if not mine:
        return reading
    known: dict[int, Word] = {}
    for (r, n, w), text in mine.items():
        word = reading.regions[r].lines[n].words[w]
        known[id(word)] = replace(word, text=text, alternatives=tuple(dict.fromkeys((word.text, *word.alternatives))))

    def line(given: Line) -> Line:
        return Line(tuple(known.get(id(word), word) for word in given.words)) if any(id(word) in known for word in given.words) else given

    def region(given: Region) -> Region:
        table = given.table
        if table is not None:
            table = replace(table, cells=tuple(replace(cell, lines=tuple(map(line, cell.lines))) for cell in table.cells))
        return replace(given, lines=tuple(map(line, given.lines)), table=table)

    return replace(reading, regions=tuple(map(region, reading.regions)))
