"""Text fields that may say only what a list holds (`Says`, and `choice_words` of the label files): how a receipt was paid.

The words lead a short line, as tills print it ("CASH   50.00", "VISA ****1234"), or follow a label of the field ("Payment method:
Visa"). The value is the words as the page has them. An invoice tells in sentences by what it is to be paid (`payment_means.py`), and has
a list of its own: of what opens a till's line ("BAR", "CREDIT", "TENDERED") most means something else in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit
from extractor.find.places import Segment, tokens_of
from extractor.find.sheet import Sheet, fold
from extractor.late import late
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind

LABELLED, WITH_AMOUNT, ALONE = 0.95, 0.9, 0.6
BESIDE = 0.05  # of that, for each further word of the line
SHORT = 3  # letters: such words need a label or an amount beside them
SIDE_WORDS = 2  # further words that such a line may have: "CASH TENDERED", "DEBIT CARD SALE"
CARD = "card"  # the choice of means of which the page prints a number's end
CARD_NAMED = 0.8  # probability of such an end that stands open behind the card's name: "Visa ending 6650", "Mastercard 3390 (tap)"
_CARD_ENDS = late(r"\W{0,4}(?:[^\W\d_]{2,10}\W{1,2}){0,2}(?P<last>\d{4})(?!\w|[.,:/-]\d)")
_MASK = late(r"[*•●#]")
_WORD = late(r"[^\W\d_]+")
# What makes of the same words something else: a kind of sale or document, a rule of the shop.
_OTHER_THINGS = frozenset(
    "no nr not only refund refunds bill invoice inv sale sales discount memo back price voucher receipt copy desk savings points".split()
)


def listed_candidates(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates for the schema's text fields that have words of their own, with their own probability."""
    wanted = [spec for spec in of_kind(specs, Kind.TEXT) if spec.says and spec.rows is None]
    cards = [spec for spec in of_kind(specs, Kind.CARD) if spec.rows is None]
    return [candidate for spec in wanted for candidate in _for_field(sheet, hits, spec, cards)]


def _for_field(sheet: Sheet, hits: Sequence[LabelHit], spec: FieldSpec, cards: Sequence[FieldSpec]) -> Iterator[Candidate]:
    words, of_cards = _words(spec.says), _words(tuple(said for said in spec.says if said[0] == CARD))
    for segment in sheet.segments:
        labels = [hit for hit in hits if hit.segment is segment and hit.leads and any(name.path == spec.path for name in hit.names)]
        start = max((hit.end for hit in labels if hit.colon or hit.goes_on), default=0)
        found = _leading(segment, start, words)
        if found is None:
            continue
        first, last = found
        rest = [word for word in _WORD.findall(fold(segment.text[last:])) if len(word) > 1 and set(word) != {"x"}]
        if len(rest) > SIDE_WORDS or _OTHER_THINGS.intersection(rest):
            continue
        row = (segment, *sheet.right_of(segment)[:2])
        amount = any(place.match.likelihood >= 0.5 for s in row for place in sheet.places_in(Kind.MONEY, s))
        if not start and not amount and sum(map(str.isalpha, segment.text[first:last])) <= SHORT:
            continue  # "POS 2", "PIN"
        score = LABELLED if start else (WITH_AMOUNT if amount else ALONE) - BESIDE * len(rest)  # "CARTA CASA 2,99" is sold
        text = segment.text[first:last].strip(" ,;")
        box = sheet.box_between(segment, first, last)
        yield Candidate(spec.path, text, text, "pattern", f"the page says '{text}'", segment.page, box, score=score)
        ends = _CARD_ENDS.match(segment.text, last)
        if ends is not None and fold(text) in of_cards:
            box = sheet.box_between(segment, *ends.span("last"))
            for card in cards:
                yield Candidate(card.path, ends["last"], ends["last"], "pattern", f"after '{text}'", segment.page, box, score=CARD_NAMED)


def _leading(segment: Segment, start: int, words: frozenset[str]) -> tuple[int, int] | None:
    """The longest run of words from `start` on that is one of those sought: where they stand."""
    shown = [(a, a + len(_MASK.split(segment.text[a:b], maxsplit=1)[0])) for a, b in tokens_of(segment.text) if a >= start]
    tokens = [(a, b) for a, b in shown if any(c.isalpha() for c in segment.text[a:b])][:5]
    for count in range(len(tokens), 0, -1):
        text = segment.text[tokens[0][0] : tokens[count - 1][1]]
        key = fold(text)
        if key in words and not any(c.isdigit() for c in segment.text[start : tokens[0][0]]):
            return tokens[0][0], tokens[count - 1][1] - (text.endswith(":"))
    return None


@cache
def _words(says: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    return frozenset(fold(text) for _, texts in says for text in texts)
