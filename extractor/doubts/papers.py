"""Doubts about the paper itself: is it whole, is it what it is taken for, do its amounts mean what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from statistics import median

from extractor.document import Candidate, FieldValue, Issue, Line, Reading, Severity
from extractor.find.alike import Alike
from extractor.find.parties.line_words import any_of, share_of, whole_words
from extractor.geometry import Box
from extractor.layout.watermarks import HUGE, is_aslant
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind, Rule, Sum

TOP = 0.4  # of the first page: a title stands no lower
TALLER, OF_ALL = 1.1, 1.2  # how much taller the name of another paper must be than any line that names this one, and than most lines
COVERED, OURS = 0.9, 0.4  # share of a title's letters that are of the words that name another paper, and this one
TITLED, AGAINST_TOLD = 0.5, 0.9  # how probable a kind of paper must be by a title of its own, and against what a template says outright
SPACED = 24  # signs of a word in letters apart
MISREAD = 0.78  # how like a word for void papers is what a recogniser makes of one aslant
LEAST = 6  # letters of a word for void papers that may be misread, or read in part
MOST_OF = 0.5  # share of its letters that such a part has
MOST_PAGES = 300  # what looks like more is no count of pages
_NEVER = r"(?!)"
WORDS = ("page", "page_of", "page_follows", "no_bill", "void", "not_to_pay", "carried", "thousands", "untaxed", "earlier_balance")
TELLING = WORDS[2:]  # by a line that holds one of them
_OF_PAPERS = re.compile(r"(?<!\w)(?:de|di|of|a|an|the)(?!\w)")  # "projet de facture"


def paper_doubts(
    readings: Sequence[Reading],
    pages: int,
    book: LabelBook,
    specs: Sequence[FieldSpec],
    rules: Sequence[Rule],
    values: Mapping[str, FieldValue],
    printed: Sequence[Candidate],
) -> Iterator[Issue]:
    lines = [(reading, line, line.text) for reading in readings for line in reading.lines]
    words = {name: tuple(book.line_words.get(name, ())) for name in WORDS}
    if not any(reading.sheet for reading in readings):
        yield from _pages_missing([text for _, _, text in lines], pages, words["page"], words["page_of"])
    asked = [spec.path for spec in specs if spec.required and spec.kind is Kind.MONEY and spec.path in values]
    if asked:
        yield from _of_another_kind(specs, book, values, printed)
        yield from _misread_aslant(readings, words["void"], words["not_to_pay"], asked)
    # Hardly any line says any of this: all are asked for all of it at once.
    any_word = whole_words(tuple(word for name in TELLING for word in words[name]))
    lines = [one for one in lines if _says(any_word, one[2])]
    if not lines:
        return
    texts = [text for _, _, text in lines]
    if not any(reading.sheet for reading in readings):
        yield from _page_follows([text for reading, _, text in lines if reading is readings[-1]], words["page_follows"])
    if not asked:
        return
    yield from _no_bill(readings[0], [line for reading, line, _ in lines if reading is readings[0]], words["no_bill"], book, asked)
    yield from _not_to_pay(texts, words["void"], words["not_to_pay"], book, asked)
    yield from _carried_on(lines, words["carried"], asked, values)
    said = _first(texts, whole_words(words["thousands"]))
    if said is not None:
        yield Issue("amounts_scaled", Severity.WARNING, f"{', '.join(asked)}: the page gives amounts in thousands ({said!r})", tuple(asked))
    yield from _untaxed(texts, words["untaxed"], asked, rules, values)
    earlier = whole_words(words["earlier_balance"])
    marked = [(reading.page, reading.to_page(line.box)) for reading, line, text in lines if earlier.search(text)]
    yield from _earlier_balance(marked, asked, values, printed)


def _says(words: re.Pattern[str], text: str) -> bool:
    """Whether a line holds one of the words, or is one of them in letters apart: D R A F T."""
    if words.search(text) or (not text.isascii() and words.search(text.casefold())):
        return True
    return " " in text and len(text) <= SPACED and text.replace(" ", "").isalpha() and bool(words.fullmatch(_letters(text)))


def _page_follows(last: Sequence[str], words: Sequence[str]) -> Iterator[Issue]:
    """A last page that says that another follows."""
    said = _first(last, whole_words(tuple(words)))
    if said is not None:
        yield Issue("pages_missing", Severity.WARNING, f"the last page says {said!r}")


def _not_to_pay(
    texts: Sequence[str], void: Sequence[str], not_to_pay: Sequence[str], book: LabelBook, asked: Sequence[str]
) -> Iterator[Issue]:
    """A line that says that the paper is void, a draft or a sample and says nothing else but what paper it is; a phrase that says
    that it is not to be paid."""
    worthless, phrases = whole_words(tuple(void)), whole_words(tuple(not_to_pay))
    for printed in texts:
        text = printed.casefold()
        said = _says(worthless, text) and not any(map(str.isdigit, text))
        left = _OF_PAPERS.sub(" ", _whole_labels(book).sub(" ", worthless.sub(" ", text)))
        alone = said and (not _letters(left) or worthless.fullmatch(_letters(text)) is not None)
        if alone or phrases.search(text) is not None:
            yield Issue("other_document", Severity.WARNING, f"the page says {printed!r}", tuple(asked))
            return


def _misread_aslant(readings: Sequence[Reading], void: Sequence[str], not_to_pay: Sequence[str], asked: Sequence[str]) -> Iterator[Issue]:
    """Huge words across a page that are nearly those for a void paper, or a part of one: recognisers misread letters aslant."""
    for reading in readings:
        usual = median([line.box.height for line in reading.lines] or [0.0])
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


def _of_another_kind(
    specs: Sequence[FieldSpec], book: LabelBook, values: Mapping[str, FieldValue], printed: Sequence[Candidate]
) -> Iterator[Issue]:
    """A second title that names another kind of paper, or a line by which this one is of that kind and about one of the kind that it is
    taken for: "credit note to invoice 17". What labels a field ("Order") is no title."""
    for spec in (spec for spec in specs if spec.kind is Kind.CHOICE and spec.rows is None and spec.path in values):
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
def _of_choice(book: LabelBook, choice: str) -> re.Pattern[str]:
    words = book.document_words.items()
    return whole_words(tuple(label.text for name, found in words if name.rpartition(".")[2] == choice for label in found))


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _carried_on(
    lines: Sequence[tuple[Reading, Line, str]], words: Sequence[str], asked: Sequence[str], values: Mapping[str, FieldValue]
) -> Iterator[Issue]:
    """A total in a line that carries a sum to the next page."""
    carried = whole_words(tuple(words))
    marked = [(reading.page, reading.to_page(line.box)) for reading, line, text in lines if carried.search(text)]
    for value in sorted((values[path] for path in asked), key=lambda value: value.page or 0):
        box = value.box
        if box is not None and any(value.page == page and box.overlap_y(other) > 0.5 for page, other in marked):
            said = f"{value.path}: {value.text!r} is carried to another page"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (value.path,))


def _first(texts: Sequence[str], pattern: re.Pattern[str]) -> str | None:
    return next(filter(pattern.search, texts), None)


def _pages_missing(texts: Sequence[str], pages: int, page: Sequence[str], of: Sequence[str]) -> Iterator[Issue]:
    """A page that counts more of them than there are: the total may stand on the one that is not here."""
    counted = _counted(tuple(page), tuple(of))
    counts = [(int(match[1]), int(match[2]), match[0]) for text in texts for match in counted.finditer(text)]
    most = max(((last, said) for number, last, said in counts if number <= last <= MOST_PAGES), default=(0, ""))
    if most[0] > pages:
        yield Issue(
            "pages_missing", Severity.WARNING, f"the document says {most[1].strip()!r} and has {pages} page{'s' if pages > 1 else ''}"
        )


@cache
def _counted(page: tuple[str, ...], of: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{any_of(page) or _NEVER})[\s.:]*(\d{{1,3}})\s*(?:/|{any_of(of) or _NEVER})\s*(\d{{1,3}})(?![\d.,/])", re.IGNORECASE
    )


def _no_bill(first: Reading, telling: Sequence[Line], words: Sequence[str], book: LabelBook, asked: Sequence[str]) -> Iterator[Issue]:
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


def _untaxed(
    texts: Sequence[str],
    words: Sequence[str],
    asked: Sequence[str],
    rules: Sequence[Rule],
    values: Mapping[str, FieldValue],
) -> Iterator[Issue]:
    """A page that says that tax comes on top of its prices, and a total to which none was added."""
    for rule in (rule for rule in rules if isinstance(rule, Sum) and rule.total in asked and not rule.usual):
        shares = [term for term in rule.plus[1:] if "[]" not in term and term not in rule.optional]
        if shares and not any(term in values for term in shares) and (said := _first(texts, whole_words(tuple(words)))) is not None:
            total = values[rule.total]
            base = values.get(rule.plus[0])
            if base is None or base.value == total.value:
                yield Issue(
                    "ambiguous_amount",
                    Severity.WARNING,
                    f"{rule.total}: {total.text!r} may be without tax; the page says {said!r}",
                    (rule.total,),
                )


def _earlier_balance(
    marked: Sequence[tuple[int, Box]],
    asked: Sequence[str],
    values: Mapping[str, FieldValue],
    printed: Sequence[Candidate],
) -> Iterator[Issue]:
    """A total that holds what was owed before, beside what this document asks for. `marked`: the lines that say so (page, box)."""
    if not marked:
        return
    amounts = {(c.page, c.box): abs(c.value) for c in printed if isinstance(c.value, Decimal) and c.features.get("likelihood", 1.0) >= 0.5}
    owed = {
        amount
        for (page, box), amount in amounts.items()
        if amount and box is not None and any(page == other and box.overlap_y(line) > 0.5 for other, line in marked)
    }
    for path in asked:
        total = values[path].value
        if isinstance(total, Decimal) and any(total > amount and total - amount in amounts.values() for amount in owed):
            yield Issue("ambiguous_amount", Severity.WARNING, f"{path}: {values[path].text!r} holds a balance of before", (path,))


def _whole_labels(book: LabelBook) -> re.Pattern[str]:
    return whole_words(tuple(label.text for name, labels in book.document_words.items() if "." in name for label in labels))
