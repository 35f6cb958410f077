"""Where labels stand on the page: words that name a field, found exactly or, in what OCR read, nearly.

Longer labels win over shorter ones inside them ("Invoice date" over "Date").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.find.alike import Alike
from extractor.find.places import Segment, tokens_of
from extractor.find.sheet import Sheet, compact
from extractor.quick import changed, dataclass
from extractor.schemas.label_book import LabelBook

SIGN = "#"  # that a number follows
OPENING, LONG_OPENING = 3, 6  # letters by which words may open a label: those of a short one, and of any that has so many
MOST_WORDS = 9  # no label is longer
A_SENTENCE = 4  # words besides labels before parentheses that make a sentence of them
SHORT = 4  # letters of an abbreviation
SHORTEST_FUZZY = 5  # letters; below that one slip makes another word
ALIKE_WHOLE = 0.9  # the same for a whole line that holds another label exactly
PERCENT = "%"
MISREAD = 0.9  # likeness of a label with one sign for another that looks like it
ALIKE = 0.84  # normalised Indel similarity from which two texts are taken for one label, one slip in six letters


@dataclass(frozen=True, slots=True)
class Named:
    """What a label text names: a field's path or, with `is_group`, a party or list."""

    path: str
    rank: int
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label on the page: characters start..end of a segment, what it may name, how alike (0..1).

    `whole`: the segment is nothing but the label. `colon`: a colon or the like follows. `leads`: nothing stands
    before it in its segment. `left` and `right` in points.
    """

    segment: Segment
    start: int
    end: int
    names: tuple[Named, ...]
    likeness: float
    text: str
    whole: bool
    colon: bool
    leads: bool
    left: float
    right: float
    repeats: int = 1  # at how many places the same label stands in the document
    within: bool = False  # whether a word of running text stands right before it: "credits all of the invoice no. 17"
    goes_on: bool = False  # whether it ends in such a word, and what follows is still of it: "Paid with Visa **** 4417: 80.00"


class LabelIndex:
    """The labels of a book by their compact form. Built once for a schema."""

    def __init__(self, book: LabelBook) -> None:
        names: dict[str, list[Named]] = {}
        spaced: set[str] = set()
        with_commas: set[str] = set()
        for is_group, table in ((False, book.fields), (True, book.groups)):
            for path, labels in table.items():
                ranks: dict[str, int] = {}
                for label in labels:
                    text, rank = label.text, label.rank
                    key = compact(text)
                    if " " in text and len(key) <= SHORT:
                        spaced.add(key)
                    if "," in text:
                        with_commas.add(key)
                    if key and rank <= ranks.get(key, rank):
                        ranks[key] = rank
                for key, rank in ranks.items():
                    names.setdefault(key, []).append(Named(path, rank, is_group))
        for label in book.not_labels:
            names.setdefault(compact(label.text), [])
        self.names: Mapping[str, tuple[Named, ...]] = {key: tuple(found) for key, found in names.items()}
        self.spaced = frozenset(spaced)
        self.with_commas = frozenset(with_commas)
        self.function_words = frozenset(word for words in book.function_words.values() for word in words if len(word) > 1)
        self.longest = max(map(len, names), default=0)
        self.openings = frozenset([key[:letters] for letters in (OPENING, LONG_OPENING) for key in names])
        self.fuzzy = Alike(sorted([key for key in names if len(key) >= SHORTEST_FUZZY], key=len))  # of equally like ones the shortest


class _Label(NamedTuple):
    """A label as `LabelHit` has it, without its place on the page."""

    start: int
    end: int
    names: tuple[Named, ...]
    likeness: float
    text: str
    whole: bool
    colon: bool
    leads: bool
    within: bool
    goes_on: bool

    def at(self, segment: Segment) -> LabelHit:
        start, end, names, likeness, text, whole, colon, leads, within, goes_on = self
        left, right = segment.x_at(start), segment.x_at(end)
        return LabelHit(segment, start, end, names, likeness, text, whole, colon, leads, left, right, 1, within, goes_on)


class _Line(NamedTuple):
    """The labels of a line's text, and runs of its words that may be misread ones: from where to where, their letters, what they nearly
    are and how alike."""

    labels: Sequence[_Label]
    nearly: Sequence[tuple[int, int, str, tuple[str, float]]]


def label_hits(sheet: Sheet, index: LabelIndex) -> tuple[LabelHit, ...]:
    """All labels of the document, in reading order; of overlapping ones the longest."""
    hits: list[LabelHit] = []
    unknown: dict[str, list[tuple[float, Segment, int, int, str]]] = {}
    is_text_layer = sheet.is_text_layer
    for segment in sheet.segments:
        labels, nearly = _read(segment.text, index, is_text_layer)
        for told in labels:
            hits.append(told.at(segment))
        for start, end, key, (label, likeness) in nearly:
            unknown.setdefault(key, []).append((likeness, segment, start, end, label))
    if unknown:
        hits += _nearly(unknown, index)
    hits = [_of_sign(sheet, hit) if hit.text[:1] == SIGN else hit for hit in hits]
    hits = [hit for hit in hits if hit.names and not ("(" in hit.segment.text and _qualifies(hit, hits))]
    if unknown:
        hits.sort(key=lambda hit: (hit.segment.index, hit.start))
    # A label of a running head stands at one place on all pages: it is one.
    places = {(compact(hit.text), round(hit.segment.top), round(hit.segment.left)) for hit in hits if hit.whole or hit.colon}
    times = Counter([text for text, _, _ in places])
    if len(times) == len(places):
        return tuple(hits)
    return tuple([changed(hit, repeats=many) if (many := times.get(compact(hit.text), 1)) > 1 else hit for hit in hits])


@lru_cache(maxsize=1 << 13)  # most lines of a vendor's next document are those of the last one
def _read(text: str, index: LabelIndex, is_text_layer: bool) -> _Line:
    tokens = tokens_of(text)
    texts = [text[start:end] for start, end in tokens]
    keys = list(map(compact, texts))
    opened = keys
    if PERCENT in texts:  # "21 % VAT" says no "% VAT"
        opened = ["" if i and texts[i] == PERCENT and texts[i - 1].isdecimal() else key for i, key in enumerate(keys)]
    colons = [i for i, token in enumerate(texts) if token[-1] in ":："] if ":" in text or "：" in text else []
    found = _exact(texts, opened, index, colons)
    if found and (whole := _whole(keys, found, index)) is not None:
        return _Line((_label(text, tokens[0][0], tokens[-1][1], index.names[whole[0]], whole[1], index),), ())
    if found and colons:
        found = _announced(keys, colons[0], found, index)
    labels = [_label(text, tokens[first][0], tokens[last - 1][1], index.names[key], 1.0, index) for first, last, key in found]
    nearly = [
        (tokens[first][0], tokens[last - 1][1], key, best)
        for first, last, key in _fuzzy_windows(texts, keys, found, is_text_layer)
        if (best := _nearest(key, index)) is not None
    ]
    return _Line(_as_one(text, labels, index) if len(labels) > 1 else labels, nearly)


def _as_one(text: str, labels: Sequence[_Label], index: LabelIndex) -> list[_Label]:
    """The labels of a line; two that say the same in two languages ("Vendu à / Sold to", "Receiver (Billed to)") are one."""
    joined: list[_Label] = []
    for label in labels:
        last = joined[-1] if joined else None
        if last is not None and _SAID_AGAIN.fullmatch(text, last.end, label.start + label.text.startswith("(")):
            both = tuple(named for named in last.names if any((n.path, n.is_group) == (named.path, named.is_group) for n in label.names))
            if both:
                joined[-1] = _label(text, last.start, label.end, both, 1.0, index)
                continue
        joined.append(label)
    return joined


_SAID_AGAIN = re.compile(r"[.:]?\s*[/|(]\s*|\s+[-–]\s+")


def _of_sign(sheet: Sheet, hit: LabelHit) -> LabelHit:
    """The bare sign of a number: a column's name, and the document's own number where a colon follows ("#" | ": NQA/0041")."""
    if hit.text.rstrip(" :：") != SIGN or hit.colon or (hit.whole and _opens_with_colon(sheet.right_of(hit.segment)[:1])):
        return hit
    return changed(hit, names=tuple(named for named in hit.names if "[]" in named.path))


def _opens_with_colon(beside: Sequence[Segment]) -> bool:
    return any(segment.text.startswith((":", "：")) for segment in beside)


def _qualifies(hit: LabelHit, hits: Sequence[LabelHit]) -> bool:
    """Words in parentheses behind a label say something of it, and are none: "Total (incl. VAT)". A sentence that begins with the name of
    something else is no label: "The amount is collected by direct debit (mandate ...)"."""
    before = hit.segment.text[: hit.start]
    if before.count("(") <= before.count(")") and not hit.text.startswith("("):
        return False
    opens = hit.start if hit.text.startswith("(") else before.rindex("(")
    ahead = [other for other in hits if other.segment is hit.segment and other.start < hit.start]
    return bool(ahead) and len(before[:opens].split()) - sum(len(other.text.split()) for other in ahead) < A_SENTENCE


def _exact(texts: Sequence[str], keys: Sequence[str], index: LabelIndex, colons: Sequence[int] = ()) -> list[tuple[int, int, str]]:
    """The labels of a line, from which word to which. One of few letters may be written apart with its stops alone: "C. F." is one of two
    letters, "c/ F," is none."""
    found: list[tuple[int, int, str]] = []
    names, openings, longest, count = index.names, index.openings, index.longest, len(keys)
    first = 0
    while first < count:
        if not keys[first]:
            first += 1
            continue
        text, best, end = "", "", first
        for last in range(first, min(first + MOST_WORDS, count)):
            text += keys[last]
            size = len(text)
            if (size >= OPENING and text[: LONG_OPENING if size >= LONG_OPENING else OPENING] not in openings) or size > longest:
                break
            if text in names and keys[last]:
                parted = best and texts[end - 1][-1] == "," and text not in index.with_commas  # "Bank, Acct #: 38017898"
                short = last > first and size <= SHORT and text not in index.spaced and not _dotted(texts[first:last])
                if not parted and not short:
                    best, end = text, last + 1
            if best and last in colons:  # "Bank: Savings ..." is the label "Bank"
                break
        if best:
            found.append((first, end, best))
        first = end if best else first + 1
    return found


def _dotted(texts: Sequence[str]) -> bool:
    return all(text.endswith(".") or len(text) == 1 for text in texts)


def _announced(keys: Sequence[str], colon: int, found: list[tuple[int, int, str]], index: LabelIndex) -> list[tuple[int, int, str]]:
    """The labels, with the longer one that all before the first colon nearly is in place of its part: "Date of dellvery: 3 May"."""
    within = [each for each in found if each[1] <= colon + 1]
    if not within or not any(keys[within[-1][1] : colon + 1]):
        return found
    best = _whole(keys[: colon + 1], within, index)
    return found if best is None else [(0, colon + 1, best[0]), *(each for each in found if each not in within)]


def _whole(keys: Sequence[str], found: Sequence[tuple[int, int, str]], index: LabelIndex) -> tuple[str, float] | None:
    """A label that the whole segment nearly is, where only a part of it is one exactly ("Adresse du client" for "Adresse client")."""
    text = "".join(keys)
    if len(keys) > MOST_WORDS or text in index.names or len(text) > index.longest + 2 or len(text) < 2 * SHORTEST_FUZZY:
        return None
    best = index.fuzzy.best(text, ALIKE_WHOLE, 3)
    return None if best is None or len(best[0]) <= max(len(key) for _, _, key in found) else best


def _fuzzy_windows(
    texts: Sequence[str], keys: Sequence[str], found: Sequence[tuple[int, int, str]], is_text_layer: bool
) -> list[tuple[int, int, str]]:
    """Runs of tokens that may be a misread label, beside those `found`: those that open the segment or follow a figure or a colon; in a
    text layer, where nothing is misread, those that open it alone."""
    windows: list[tuple[int, int, str]] = []
    taken = {position for first, last, _ in found for position in range(first, last)} if found else ()
    for first in range(len(keys[:1] if is_text_layer else keys)):
        opens = first == 0 or any(map(str.isdigit, texts[first - 1])) or texts[first - 1].endswith((":", "："))
        if first in taken or not opens or not keys[first]:
            continue
        text = ""
        for last in range(first, min(first + MOST_WORDS, len(keys))):
            text += keys[last]
            size = len(text)
            if last in taken or size > 40:
                break
            if size >= SHORTEST_FUZZY and sum(map(str.isalpha, text)) * 2 > size:
                windows.append((first, last + 1, text))
    return windows


def _nearest(key: str, index: LabelIndex) -> tuple[str, float] | None:
    """The label that a text is nearly: with one sign for another like it, or else by its letters."""
    if (meant := index.fuzzy.misread(key)) is not None:
        return meant, MISREAD
    best = index.fuzzy.best(key, ALIKE, max(1, round(len(key) * (1 - ALIKE))))
    return best if best is not None and (best[0][0] == key[0] or best[1] >= 0.9) else None


def _nearly(unknown: Mapping[str, Sequence[tuple[float, Segment, int, int, str]]], index: LabelIndex) -> list[LabelHit]:
    found = [(len(key), *each) for key, of_key in unknown.items() for each in of_key]
    used: set[tuple[int, int]] = set()
    hits: list[LabelHit] = []
    for _, likeness, segment, start, end, label in sorted(found, key=lambda f: (-f[1] * f[0], f[2].index, f[3])):
        cells = {(segment.index, position) for position in range(start, end)}
        if not cells & used:
            used |= cells
            hits.append(_label(segment.text, start, end, index.names[label], float(likeness), index).at(segment))
    return hits


def _label(text: str, start: int, end: int, names: tuple[Named, ...], likeness: float, index: LabelIndex) -> _Label:
    own, rest, before = text[start:end], text[end:].lstrip(), text[:start]
    leads = not before or not any(map(str.isalnum, before))
    whole = leads and (not rest or not any(map(str.isalnum, rest)))
    colon = own.endswith((":", "：")) or rest.startswith((":", "："))
    words = before.casefold().split()
    within = len(words) > 1 and words[-1] in index.function_words
    goes_on = " " in own and own.split()[-1].casefold() in index.function_words
    return _Label(start, end, names, likeness, own, whole, colon, leads, within, goes_on)
