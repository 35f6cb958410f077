"""What kind of thing a list of blocks is about, by the page's words: a flight, a night's stay, a concert."""

from __future__ import annotations

from collections import defaultdict

from extractor.find.forms.block_answer import Answer
from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet, fold
from extractor.schemas.record import FieldSpec, Kind

TITLE_SIZE = 1.25  # a title's letters are so much taller than the page's
FEW_WORDS, SURE_BY_FEW = 2.5, 0.7  # votes below which the kind is told by a word or two; and how sure it is then


def kind_said(sheet: Sheet, spec: FieldSpec) -> tuple[str, Answer] | None:
    """The value of the choice that the page's words speak for, titles above all."""
    words = {choice: tuple(dict.fromkeys(fold(text) for text in (choice, *texts))) for choice, texts in spec.says}
    votes: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, Segment]] = {}
    for segment in sheet.segments:
        text = f" {fold(segment.text)} "
        weight = 3.0 if segment.height >= TITLE_SIZE * sheet.line_height or segment.bold else 1.0
        weight /= 1 + len(text.split()) / 6  # a sentence may speak of anything
        for choice, variants in words.items():
            said = [word for word in variants if f" {word} " in text]
            if said:
                votes[choice] += weight * max(len(word) for word in said) ** 0.5
                if weight > best.get(choice, (0.0, segment))[0]:
                    best[choice] = weight, segment
    if not votes:
        return None
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], spec.choices.index(vote[0])))
    choice, most = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    segment = best[choice][1]
    sure = min(0.5 + 0.5 * (most - second) / (most + second), 0.97 if most >= FEW_WORDS else SURE_BY_FEW)
    return choice, Answer(
        choice, segment.text, sure, "pattern", f"the page says '{segment.text[:40]}'", segment.page, sheet.box_of(segment)
    )


def says_kind(place: Place, kinds: frozenset[str]) -> bool:
    """Whether free words say nothing but what kind of thing is booked: "Hotel voucher" is no hotel's name."""
    words = fold(place.match.text).split()
    return place.kind is Kind.TEXT and len(words) > 1 and all(word in kinds for word in words)
