"""Doubts about the paper itself: is it whole, is it what it is taken for, do its amounts mean what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from extractor.document import Candidate, FieldValue, Issue, Reading, Severity
from extractor.find.parties.line_words import any_of, share_of, whole_words
from extractor.geometry import Box
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind, Rule, Sum

TOP = 0.4  # of the first page: a title stands no lower
TALLER, OF_ALL = 1.1, 1.2  # how much taller the name of another paper must be than any line that names this one, and than most lines
COVERED, OURS = 0.9, 0.4  # share of a title's letters that are of the words that name another paper, and this one
MOST_PAGES = 300  # what looks like more is no count of pages
_NEVER = r"(?!)"
WORDS = ("page", "page_of", "page_follows", "no_bill", "void", "not_to_pay", "carried", "thousands", "untaxed", "earlier_balance")
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
    lines = [(reading, line) for reading in readings for line in reading.lines]
    texts = [line.text for _, line in lines]
    words = {name: book.line_words.get(name, ()) for name in WORDS}
    if not any(reading.sheet for reading in readings):
        yield from _pages_missing(texts, pages, words["page"], words["page_of"])
        yield from _page_follows(readings, words["page_follows"])
    asked = [spec.path for spec in specs if spec.required and spec.kind is Kind.MONEY and spec.path in values]
    if not asked:
        return
    yield from _no_bill(readings, words["no_bill"], book, asked)
    yield from _not_to_pay(readings, words["void"], words["not_to_pay"], book, asked)
    yield from _carried_on(readings, words["carried"], asked, values)
    said = _first(texts, whole_words(tuple(words["thousands"])))
    if said is not None:
        yield Issue("amounts_scaled", Severity.WARNING, f"{', '.join(asked)}: the page gives amounts in thousands ({said!r})", tuple(asked))
    yield from _untaxed(texts, words["untaxed"], asked, rules, values)
    earlier = whole_words(tuple(words["earlier_balance"]))
    marked = [(reading.page, reading.to_page(line.box)) for (reading, line), text in zip(lines, texts, strict=True) if earlier.search(text)]
    yield from _earlier_balance(marked, asked, values, printed)


def _page_follows(readings: Sequence[Reading], words: Sequence[str]) -> Iterator[Issue]:
    """A last page that says that another follows."""
    last = [line.text for line in readings[-1].lines] if readings else []
    said = _first(last, whole_words(tuple(words)))
    if said is not None:
        yield Issue("pages_missing", Severity.WARNING, f"the last page says {said!r}")


def _not_to_pay(
    readings: Sequence[Reading], void: Sequence[str], not_to_pay: Sequence[str], book: LabelBook, asked: Sequence[str]
) -> Iterator[Issue]:
    """A line that says that the paper is void, a draft or a sample and says nothing else but what paper it is; a phrase that says
    that it is not to be paid."""
    worthless, phrases, titles = whole_words(tuple(void)), whole_words(tuple(not_to_pay)), _whole_labels(book)
    for line in (line for reading in readings for line in reading.lines):
        text = line.text.casefold()
        said = worthless.search(text) is not None and not any(map(str.isdigit, text))
        alone = said and not _letters(_OF_PAPERS.sub(" ", titles.sub(" ", worthless.sub(" ", text))))
        if alone or phrases.search(text) is not None:
            yield Issue("other_document", Severity.WARNING, f"the page says {line.text!r}", tuple(asked))
            return


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _carried_on(
    readings: Sequence[Reading], words: Sequence[str], asked: Sequence[str], values: Mapping[str, FieldValue]
) -> Iterator[Issue]:
    """A total in a line that carries a sum to the next page."""
    carried = whole_words(tuple(words))
    for reading in readings:
        marked = [reading.to_page(line.box) for line in reading.lines if carried.search(line.text)]
        for value in (values[path] for path in asked):
            if value.page == reading.page and value.box is not None and any(value.box.overlap_y(box) > 0.5 for box in marked):
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


def _no_bill(readings: Sequence[Reading], words: Sequence[str], book: LabelBook, asked: Sequence[str]) -> Iterator[Issue]:
    """A title that names a paper by which nothing is asked to be paid: a delivery note, an advice of payment."""
    if not readings:
        return
    other = whole_words(tuple(words))
    top = [line for line in readings[0].lines if line.box.top < TOP]
    titles = [line for line in top if ":" not in line.text and share_of(other, line.text) >= COVERED]
    if not titles:
        return
    own, heights = _whole_labels(book), sorted(line.box.height for line in readings[0].lines)
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
