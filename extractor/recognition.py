"""Which kind of document a page is, told by its title, its words, the labels on it that only one kind has, and by its shape.

What is no bill, no receipt and no ticket is read as a form: a page that calls itself by the name of another paper (a payslip, a bill of
lading), and one that uses the words of a kind and never its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache

from extractor import catalog
from extractor.document import Line, Reading
from extractor.find.parties.line_words import Sought, share_of, whole_words
from extractor.schemas.label_book import Label
from extractor.schemas.record import Kind, Record, field_specs
from extractor.schemas.template import Template
from extractor.values.currency import CODES, SYMBOLS

OTHER = "other"  # what a page calls itself that no schema is for
EINVOICE = "invoice"  # what an XML of EN 16931 is, whatever the page beside it is called
NAMED = "invoice", "receipt", "ticket"  # kinds that say what they are, in a word of their own
UNNAMED = 4.0  # votes from which one is taken for it nevertheless, where a form has not half of them
CALLED = 4.0  # votes of the largest letters near the top
TOP = 0.4  # of the page: a title stands no lower
HEAD, SAID_ALONE = 0.2, 0.9  # of the page, and of a line like any other near its top, for a title that is no larger
TALLER, LARGE = 1.15, 1.3  # how much taller than most lines a title is that stands alone, and any
OTHER_SAID, OTHER_ALONE = 0.25, 0.9  # share of a title, and of a line like any other, that names another paper
SAID, OPENING = 0.3, 2  # share of a line's letters that a kind's name makes up, or so few words stand before it
COMPOUND = 7  # letters from which a word may end another: "Kostenrechnung"
TITLE = 3  # votes of a line that is nothing but a word for the kind; one that holds such a word has 1
OWN_LABEL = 1.5  # votes of a label that only this kind of document has
PAPERS_OF_MONEY = "invoice", "receipt"
AMOUNTS = 2  # lines with an amount that these have at the least; one where a title names the kind, and on a card's slip
_AMOUNT = re.compile(r"\d[.,]\s?\d\d(?!\d)|\d{1,3}(?:[.,']\d{3})+(?!\d)")
SHAPE = 3  # votes of a till roll's shape for a receipt, of a sheet's for an invoice
ROLL = 1.62  # height by width: taller than any sheet of paper (A4 has 1.41, legal 1.29, foolscap 1.6)
ROLL_WIDTH = 260.0  # points: 80 mm paper and its margin
ASKED_OF_ANYBODY = frozenset({Kind.NAME, Kind.TEXT, Kind.COUNTRY, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.IBAN, Kind.BIC, Kind.ADDRESS})
ROLL_LINE = 34  # characters: what a till prints on a line at the most, as the middle of all


def model_for(
    reference: str | type[Record], template: Template | None, readings: Sequence[Reading], einvoice: Callable[[], bool] = lambda: False
) -> type[Record]:
    """The schema asked for; with AUTO the template's, else that of an e-invoice where the document is or holds one, else the built-in
    one that the pages speak for."""
    if reference != catalog.AUTO:
        return catalog.schema(reference)
    if template is not None:
        return catalog.schema(template.schema)
    return catalog.schema(EINVOICE) if einvoice() else schema_of(readings)


def schema_of(readings: Sequence[Reading]) -> type[Record]:
    """The built-in schema that the readings speak for; a document that names nothing is a form."""
    lines = [line.text for reading in readings for line in reading.lines]
    named = {name for name in NAMED if any(_names_itself(_names()[name], line) for line in lines)}
    called = _called(readings[0], alone=not named) if readings else None
    if called == OTHER:
        return catalog.schema("form")
    words = _word_votes(lines)
    votes: dict[str, float] = dict.fromkeys(catalog.BUILT_IN, 0.0) | dict(words)
    own = _own_labels()
    heads = {_key(part) for line in lines for part in _heads(line)}
    seen = {(own[key], key) for key in heads if key in own}
    is_tall = bool(readings) and _is_tall(readings[0])
    is_roll = is_tall or (bool(readings and lines) and _has_short_lines(readings[0], lines))
    if called != "form":
        named |= {name for name, labels in _numbers().items() if labels & heads and words.get(name, 0) >= words.get("form", 0)}
    for name, _ in seen:
        if words.get(name, 0) >= words.get("form", 0) and (name in named or is_roll or name == "ticket"):
            # forms ask for the same things: names, dates, numbers
            votes[name] += OWN_LABEL
    silent = not any(votes.values())
    if called is not None and not (is_roll and called == "invoice"):  # tills print it too
        votes[called] += CALLED
    for name in NAMED:
        speaks = name == "ticket" and votes[name] >= max(UNNAMED, 2 * words.get("form", 0))
        if name not in named and not (name == "receipt" and is_roll) and not speaks:
            votes[name] = 0.0
    amounts = sum(_has_amount(line) for line in lines)
    for name in () if is_tall else PAPERS_OF_MONEY:
        if amounts < (1 if is_roll or words.get(name, 0) >= TITLE else AMOUNTS):
            votes[name] = 0.0
    if (votes["receipt"] and votes["invoice"]) or (is_roll and amounts and silent):
        votes["receipt" if is_roll else "invoice"] += SHAPE
    best = max(catalog.BUILT_IN, key=lambda name: (votes[name], name == "form"))
    told = votes[best] and (best in PAPERS_OF_MONEY or words.get(best))
    return catalog.schema(best if told else "form")


def _called(reading: Reading, *, alone: bool) -> str | None:
    """What a page calls itself: the kind whose name stands in its largest letters near the top, OTHER for a paper of no kind, or None.
    `alone`: no kind is named on it, and a line of any size may tell."""
    heights = sorted(line.box.height for line in reading.lines)
    found: list[tuple[float, float, str]] = []
    for line in (line for line in reading.lines if line.box.top < TOP and ":" not in line.text):
        size = line.box.height / heights[len(heights) // 2]
        large = size >= LARGE or ((size >= TALLER or all(word.bold for word in line.words)) and _is_alone(line, reading))
        other = share_of(_papers(), line.text)
        if other >= (OTHER_SAID if large else OTHER_ALONE) and (large or alone):
            found.append((line.box.height, -line.box.top, OTHER))
        else:
            least = 0.0 if large else SAID_ALONE if line.box.top < HEAD else 2.0
            named = [
                name for name, pattern in _names().items() if _names_itself(pattern, line.text) and share_of(pattern, line.text) >= least
            ]
            found += [(line.box.height, -line.box.top, name) for name in named]
    tallest = max((height for height, _, _ in found), default=0.0)
    called = {name for height, _, name in found if height >= tallest / TALLER}
    if OTHER in called and "invoice" in called:  # "Delivery note and invoice"
        called.discard(OTHER)
    if "form" in called and OTHER not in called:  # "Order form", "Ticket application"
        return "form"
    return max((entry for entry in found if entry[2] in called), default=(0.0, 0.0, None))[2]


def _is_alone(line: Line, reading: Reading) -> bool:
    """Whether nothing stands beside a line: it is no head of a column."""
    return all(other is line or other.box.overlap_y(line.box) < 0.5 for other in reading.lines)


def _names_itself(pattern: Sought, line: str) -> bool:
    """Whether a line holds the name of a kind as titles and labels do: it opens with it, or says little else."""
    match = pattern.search(_papers().sub(" ", line))
    return match is not None and (len(line[: match.start()].split()) < OPENING or share_of(pattern, line) >= SAID)


def _word_votes(lines: Sequence[str]) -> Mapping[str, float]:
    votes: Counter[str] = Counter()
    words = _words()
    for line in lines:
        folded = f" {_fold(line)} "
        found: dict[str, int] = {}
        for name, texts in words.items():
            best = max((len(text) for text in texts if text in folded), default=0)
            if best:
                found[name] = best
        for name, length in found.items():
            votes[name] += TITLE if length >= 0.8 * len(folded) else 1
    return votes


def _heads(line: str) -> tuple[str, ...]:
    """What may be a label: the words before a colon, and those before the first figure."""
    before_figure = line
    for position, character in enumerate(line):
        if character.isdigit():
            before_figure = line[:position]
            break
    return line.split(":", 1)[0], before_figure


def _is_tall(reading: Reading) -> bool:
    """Whether a page has the shape of a till roll."""
    return reading.width <= ROLL_WIDTH or reading.height >= ROLL * reading.width


def _has_short_lines(reading: Reading, lines: Sequence[str]) -> bool:
    """Whether a picture's lines are no longer than a till prints them."""
    lengths = sorted(len(line) for line in lines)
    return lengths[len(lengths) // 2] <= ROLL_LINE and not reading.is_text_layer


def _has_amount(line: str) -> bool:
    return _AMOUNT.search(line) is not None or _priced().search(line) is not None


@cache
def _priced() -> re.Pattern[str]:
    """A whole amount with its currency before it: "Rs 1939"."""
    signs = "|".join(re.escape(sign) for sign in sorted({*SYMBOLS, *CODES}, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{signs})\.?\s?\d")


@cache
def _papers() -> Sought:
    """The names of papers that no schema is for."""
    return whole_words(catalog.label_book(catalog.schema("form")).line_words.get("no_bill", ()))


@cache
def _names() -> Mapping[str, Sought]:
    """What a kind of document is called, without what any page may say."""
    book, till = catalog.label_book(catalog.schema("form")), catalog.label_book(catalog.schema("receipt"))
    bills = [label.text for name, labels in book.document_words.items() if name.startswith("invoice.") for label in labels]
    folded = set(map(_key, bills))
    slips = [text for text in till.line_words.get("copy_alone", ()) if _key(text) not in folded]
    asked = _keys(catalog.label_book(catalog.schema("ticket")).fields.values())
    tills = {(_key(label.text), label.language) for label in book.document_words["receipt"]}  # "Terminal" is on both
    passes = [
        label.text
        for label in book.document_words["ticket"]
        if _key(label.text) not in asked and (_key(label.text), label.language) not in tills
    ]
    asked |= _keys(catalog.label_book(catalog.schema("invoice")).fields.values())
    forms = [label.text for label in book.document_words["form"] if _key(label.text) not in asked]
    return {name: _whole_or_ending(texts) for name, texts in (("form", forms), ("invoice", bills), ("receipt", slips), ("ticket", passes))}


def _whole_or_ending(texts: Sequence[str]) -> Sought:
    """The words as wholes, and long single ones as the end of others."""
    return whole_words(tuple(f"*{text}" if text.isalpha() and len(text) >= COMPOUND else text for text in dict.fromkeys(texts)))


@cache
def _numbers() -> Mapping[str, frozenset[str]]:
    """The labels of the numbers that a kind of document must have, by their letters and digits."""
    found: dict[str, frozenset[str]] = {}
    for name in catalog.BUILT_IN:
        model = catalog.schema(name)
        asked = [spec.path for spec in field_specs(model) if spec.required and spec.kind is Kind.IDENTIFIER]
        found[name] = frozenset(_key(label.text) for path in asked for label in catalog.label_book(model).fields[path])
    return found


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """Words for each kind of document, framed by spaces."""
    words: dict[str, list[str]] = {}
    for name, labels in catalog.label_book(catalog.schema("form")).document_words.items():
        words.setdefault(name.split(".")[0], []).extend(f" {_fold(label.text)} " for label in labels)
    return {name: tuple(sorted(set(texts))) for name, texts in words.items() if name in catalog.BUILT_IN}


@cache
def _own_labels() -> Mapping[str, str]:
    """Labels that one built-in schema alone has, by their letters and digits; what any form asks of a person or a firm is no kind's own."""
    owners: dict[str, str] = {}
    of_several: set[str] = set()
    for name in catalog.BUILT_IN:
        model = catalog.schema(name)
        book = catalog.label_book(model)
        asked = {spec.path for spec in field_specs(model) if spec.rows is None and "." in spec.path and spec.kind in ASKED_OF_ANYBODY}
        tables = *book.fields.items(), *book.groups.items()
        of_several |= _keys(labels for path, labels in tables if path in asked)
        keys = _keys(labels for _, labels in tables)
        of_several |= owners.keys() & keys
        owners |= dict.fromkeys(keys, name)
    return {key: name for key, name in owners.items() if len(key) >= 4 and key not in of_several}


def _keys(tables: Iterable[Iterable[Label]]) -> set[str]:
    return set(map(_key, {label.text for labels in tables for label in labels}))


def _fold(text: str) -> str:
    folded = text.casefold()
    return folded if folded.isalnum() else " ".join("".join([c if c.isalnum() else " " for c in folded]).split())


@lru_cache(maxsize=1 << 14)  # kinds of documents share most of their labels
def _key(text: str) -> str:
    folded = text.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))
