"""Words that cannot be what was read: what their kind says they are.

dates     a day that does not exist, or has a letter in it: "31/05/2D25", "22. octabre 2024"
amounts   letters among the figures of an amount: "676,g7"
ids       the countries of accounts and VAT ids that check digits prove: "1T02649220197"
phones    letters among the figures of a telephone number
places    the postal code of an address: "240D-137 Leiria" below a street
words     a word with a figure in it, and words of closed lists with one letter for another like it
addresses general words of addresses with a sign misread, lost or doubled, and house numbers: "BASEMANT 1", "Mozartweg I0"
likely    on badly read pages, words in which letters hardly follow one another

A page with a text layer is not misread, and a word that can be what it is stays. What was read stays with what is mended: a
candidate made of such a word is marked as repaired.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from extractor.document import Line, Reading
from extractor.echoes import Echoes, Settled, echoed, with_texts
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec
from extractor.slips.addresses import Nouns, addressed, nouns_of, said_twice
from extractor.slips.amounts import counted, usual_mark
from extractor.slips.dates import dated, numbered, usual_year
from extractor.slips.ids import registered
from extractor.slips.likely import is_badly_read, likelier
from extractor.slips.phones import dialled, phone_labels
from extractor.slips.places import placed, street_named
from extractor.slips.words import Known, known_words, language_of, spelled

__all__ = ["settled", "unslipped"]

WHY = "cannot be what was read, taken as"


def settled(readings: Sequence[Reading], book: LabelBook, specs: Sequence[FieldSpec]) -> Echoes:
    """The readings as they are searched: words mended that cannot be what was read, those that other places tell, and on pages where
    these are many those that hardly are words."""
    slips = unslipped(readings, book, specs)
    echoes = echoed(slips.readings)
    proved = (*echoes.settled, *slips.settled)  # the later first, to go back by
    lines = [line.text for reading in echoes.readings if not reading.is_text_layer for line in reading.lines]
    if not is_badly_read(len(proved), lines):
        return Echoes(echoes.readings, proved)
    names, known, page = said_twice(lines), nouns_of(book).known, _page(lines, book, specs)

    def reworded(line: Line, above: str, below: str) -> Sequence[str]:
        return likelier(_cut(spelled(line.text, page.known, page.usual, page.small, badly=True), line), names, known)

    guessed = _each_line(echoes.readings, reworded, "hardly is a word, taken as")
    return Echoes(guessed.readings, (*guessed.settled, *proved))


def unslipped(readings: Sequence[Reading], book: LabelBook, specs: Sequence[FieldSpec]) -> Echoes:
    """The readings with the words mended that can be but one thing, and which these are."""
    kept = tuple(readings)
    read = [number for number, reading in enumerate(kept) if not reading.is_text_layer]
    if not read:
        return Echoes(kept)
    page = _page([line.text for number in read for line in kept[number].lines], book, specs)
    return _each_line(kept, lambda line, above, below: _meant(line, above, below, page), WHY)


def _each_line(readings: Sequence[Reading], mended: Callable[[Line, str, str], Sequence[str]], why: str) -> Echoes:
    """The readings with what `mended` makes of the words of each line that was read, given the texts of the lines about it."""
    texts: dict[tuple[int, int, int, int], str] = {}
    for number, reading in enumerate(readings):
        for r, region in enumerate(reading.regions if not reading.is_text_layer else ()):
            above = ""
            below = [*(line.text for line in region.lines[1:]), ""]
            for n, line in enumerate(region.lines):
                meant = mended(line, above, below[n])
                above = " ".join(meant)
                texts |= {(number, r, n, w): text for w, text in enumerate(meant) if text != line.words[w].text}
    changed = []
    for at, text in sorted(texts.items()):
        reading = readings[at[0]]
        word = reading.regions[at[1]].lines[at[2]].words[at[3]]
        changed.append(Settled(reading.page, reading.to_page(word.box), word.text, text, why))
    return Echoes(tuple(with_texts(number, reading, texts) for number, reading in enumerate(readings)), tuple(changed))


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of all lines: the words of each language and the function words of all, the words of the document's own language,
    the year of most of its days, the mark of its amounts, the names of telephone numbers, the general words of addresses, and the words
    that stand twice."""

    known: Sequence[Known]
    small: frozenset[str]
    usual: Known | None
    year: int | None
    mark: str | None
    phones: tuple[str, ...]
    nouns: Nouns
    twice: Set[str]


def _page(lines: Sequence[str], book: LabelBook, specs: Sequence[FieldSpec]) -> _Page:
    known = known_words(book)
    small = frozenset(word for one in known for word in one.small)
    language, year, mark = language_of(lines, known), usual_year(lines), usual_mark(lines)
    return _Page(known, small, language, year, mark, phone_labels(book, specs), nouns_of(book), said_twice(lines))


def _meant(line: Line, above: str, below: str, page: _Page) -> list[str]:
    """The words of a line as they are meant, between the texts of two others."""
    text = line.text
    meant = registered(street_named(placed(counted(numbered(dated(text, page.year), page.year), page.mark), above), below))
    meant = dialled(spelled(meant, page.known, page.usual, page.small), page.phones)
    return addressed(_cut(meant, line), above, below, page.nouns, page.twice)


def _cut(text: str, line: Line) -> list[str]:
    """A text as long as a line's, cut as its words are; another one's words as they were read."""
    words, start = [], 0
    for word in line.words:
        words.append(text[start : start + len(word.text)] if len(text) == len(line.text) else word.text)
        start += len(word.text) + 1
    return words
