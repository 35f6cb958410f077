"""Doubts whether a paper is what it is taken for: it is void, a draft, of another kind, or asks for no payment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from statistics import median

from extractor.document import Candidate, FieldValue, Issue, Line, Reading, Severity
from extractor.find.alike import Alike
from extractor.find.parties.line_words import Sought, share_of, whole_words
from extractor.layout.watermarks import HUGE, is_aslant
from extractor.schemas.label_book import LabelBook
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind

TOP = 0.4  # of the first page: a title stands no lower
TALLER, OF_ALL = 1.1, 1.2  # how much taller the name of another paper must be than any line that names this one, and than most lines
COVERED, OURS = 0.9, 0.4  # share of a title's letters that are of the words that name another paper, and this one
TITLED, AGAINST_TOLD = 0.5, 0.9  # how probable a kind of paper must be by a title of its own, and against what a template says outright
SPACED = 24  # signs of a word in letters apart
MISREAD = 0.78  # how like a word for void papers is what a recogniser makes of one aslant
LEAST = 6  # letters of a word for void papers that may be misread, or read in part
MOST_OF = 0.5  # share of its letters that such a part has


def says(words: Sought, text: str) -> bool:
    """Whether a line holds one of the words, or is one of them in letters apart: D R A F T."""
    if words.search(text) or (not text.isascii() and words.search(text.casefold())):
        return True
    return " " in text and len(text) <= SPACED and text.replace(" ", "").isalpha() and bool(words.fullmatch(_letters(text)))


def not_to_be_paid(
    texts: Sequence[str], void: Sequence[str], not_to_pay: Sequence[str], book: LabelBook, asked: Sequence[str]
) -> Iterator[Issue]:
    """A line that says that the paper is void, a draft or a sample and says nothing else but what paper it is; a phrase that says
    that it is not to be paid."""
    worthless, phrases = whole_words(tuple(void)), whole_words(tuple(not_to_pay))
    for printed in texts:
        text = printed.casefold()
        said = says(worthless, text) and not any(map(str.isdigit, text))
        left = _little_words(book).sub(" ", _whole_labels(book).sub(" ", worthless.sub(" ", text)))  # "projet de facture"
        alone = said and (not _letters(left) or worthless.fullmatch(_letters(text)) is not None)
        if alone or phrases.search(text) is not None:
            yield Issue("other_document", Severity.WARNING, f"the page says {printed!r}", tuple(asked))
            return


def misread_aslant(readings: Sequence[Reading], void: Sequence[str], not_to_pay: Sequence[str], asked: Sequence[str]) -> Iterator[Issue]:
    """Huge words across a page that are nearly those for a void paper, or a part of one: recognisers misread letters aslant."""
    for reading in readings:
        heights = sorted(line.box.height for line in reading.lines)
        if not heights or heights[-1] <= HUGE * heights[(len(heights) - 1) // 2]:
            continue
        usual = median(heights)
        for line in (line for line in reading.lines if line.box.height > HUGE * usual):
            letters = _letters(line.text).casefold()
            if not is_aslant(letters, line.box.width * reading.width, line.box.height * reading.height):
                continue
            said = _void_word_in(letters, tuple(void), tuple(not_to_pay))
            if said is not None and said != letters:  # told well, it is told below
                message = f"across the page stands {line.text!r}, which may say {said!r}"
                yield Issue("other_document", Severity.WARNING, message, tuple(asked))
                return


def _void_word_in(letters: str, void: tuple[str, ...], not_to_pay: tuple[str, ...]) -> str | None:
    """The word for void papers that letters are a part of, or like."""
    words, alike = _void_letters(void, not_to_pay)
    part_of = next((word for word in words if letters in word and len(letters) > MOST_OF * len(word)), None)
    found = alike.best(letters, MISREAD) if part_of is None and len(letters) >= LEAST else None
    return found[0] if found is not None else part_of


@cache
def _void_letters(void: tuple[str, ...], not_to_pay: tuple[str, ...]) -> tuple[tuple[str, ...], Alike]:
    """Single words for void papers, of which a part may be read; and all texts that say that a paper is void, without spaces."""
    single = tuple(sorted({word.casefold() for word in void if word.isalpha() and len(word) >= LEAST}, key=lambda word: (len(word), word)))
    texts = (_letters(text).casefold() for text in (*void, *not_to_pay) if "*" not in text)
    return single, Alike(tuple(text for text in texts if len(text) >= LEAST))


def of_another_kind(
    specs: Sequence[FieldSpec], book: LabelBook, values: Mapping[str, FieldValue], printed: Sequence[Candidate]
) -> Iterator[Issue]:
    """A second title that names another kind of paper, or a line by which this one is of that kind and about one of the kind that it is
    taken for: "credit note to invoice 17". What labels a field ("Order") is no title."""
    for spec in (spec for spec in of_kind(specs, Kind.CHOICE) if spec.rows is None and spec.path in values):
        kind, least = str(values[spec.path].value), AGAINST_TOLD if values[spec.path].source == "fixed" else TITLED
        for said in (c for c in printed if c.path == spec.path):
            titled = said.value != kind and said.score >= least and _letters(said.text).casefold() not in _of_fields(book)
            if titled or _is_about(said.text.casefold(), [choice for choice in spec.choices if choice != kind], kind, book):
                yield Issue("other_document", Severity.WARNING, f"{spec.path}: {kind}, and the page says {said.text!r}", (spec.path,))
                return


@cache
def _of_fields(book: LabelBook) -> frozenset[str]:
    return frozenset(_letters(label.text).casefold() for named in book.fields.values() for label in named)


def _is_about(text: str, others: Sequence[str], kind: str, book: LabelBook) -> bool:
    """Whether a line opens with the name of another kind of paper and goes on with this one's and a number."""
    if not any(map(str.isdigit, text)):
        return False
    opened = [match for choice in others if (match := _of_choice(book, choice).match(text)) is not None]
    return any(_of_choice(book, kind).search(text, match.end()) is not None for match in opened)


@lru_cache(maxsize=64)
def _of_choice(book: LabelBook, choice: str) -> Sought:
    words = book.document_words.items()
    return whole_words(tuple(label.text for name, found in words if name.rpartition(".")[2] == choice for label in found))


def no_bill(first: Reading, telling: Sequence[Line], words: Sequence[str], book: LabelBook, asked: Sequence[str]) -> Iterator[Issue]:
    """A title that names a paper by which nothing is asked to be paid: a delivery note, an advice of payment. `telling`: the lines of
    the first page that may."""
    high = [line for line in telling if line.box.top < TOP and ":" not in line.text]
    titles = [line for line in high if share_of(whole_words(tuple(words)), line.text) >= COVERED]
    if not titles:
        return
    own, heights = _whole_labels(book), sorted(line.box.height for line in first.lines)
    top = [line for line in first.lines if line.box.top < TOP]
    ours = max((line.box.height for line in top if share_of(own, line.text) >= OURS), default=0.0)
    least = max(TALLER * ours, OF_ALL * heights[len(heights) // 2])
    for line in (line for line in titles if line.box.height >= least):
        said = f"the page calls itself {line.text!r}, which asks for no payment"
        yield Issue("other_document", Severity.WARNING, said, tuple(asked))
        return


@cache
def _whole_labels(book: LabelBook) -> Sought:
    return whole_words(tuple(label.text for name, labels in book.document_words.items() if "." in name for label in labels))


@cache
def _little_words(book: LabelBook) -> Sought:
    return whole_words(tuple(sorted({word for words in book.function_words.values() for word in words})))


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))
