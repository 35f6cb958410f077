"""Values of interactive form fields: their labels by place, tooltip and name; as pairs and for single fields of any schema."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import Indel

from extractor.document import Candidate, FormValue, Line, Reading
from extractor.find.sheet import Sheet, compact
from extractor.geometry import Box
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind
from extractor.values import Habits, Interpretation
from extractor.values.registry import BY_NAME

SURE = 0.995
ALIKE = 0.84  # likeness of a name to a label, one slip in six letters
OPENS = 0.8  # the share of its sureness that a label keeps which only opens the field's ("Name" in "Name of the owner")
ABOVE, BESIDE = 1.6, 20.0  # in line heights: how far over, or left of, a field its label may stand
_NUMBER = re.compile(r"^\d+[a-z]?")  # before a field's name: "12a Name"
_WORDS = frozenset({Kind.TEXT, Kind.NAME, Kind.ADDRESS, Kind.IDENTIFIER, Kind.CHOICE})


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled field with all that names it, the likeliest first: the words on the page, the tooltip, the field's own name."""

    field: FormValue
    names: tuple[str, ...]
    box: Box

    @property
    def label(self) -> str:
        return self.names[0] if self.names else self.field.name


def filled_fields(fields: Sequence[FormValue], readings: Sequence[Reading]) -> tuple[Filled, ...]:
    """Text, choice and radio fields in the order of the file; check boxes go with the other check boxes."""
    by_page = {reading.page: reading for reading in readings}
    outside: dict[int, list[tuple[str, Box]]] = {}
    for page, seen in by_page.items():
        boxes = [seen.transform.inverse().box(field.box) for field in fields if field.page == page]
        outside[page] = [text for line in seen.lines if boxes and (text := _outside(line, boxes)) is not None]
    found = []
    for field in fields:
        reading = by_page.get(field.page)
        if field.kind == "checkbox" or reading is None:
            continue
        place = reading.transform.inverse().box(field.box)
        shown = _label_on_page(place, reading, outside[field.page])
        names = [name for name in (shown, field.tooltip.strip(), spoken(field.name)) if name]
        found.append(Filled(field, tuple(dict.fromkeys(names)), field.box.clipped()))
    return tuple(found)


def spoken(name: str) -> str:
    """A field's technical name in words ("topmostSubform[0].Page1[0].LastName[0]" -> "Last Name"); empty where it says nothing."""
    last = re.sub(r"\[\d+\]", "", name).rsplit(".", 1)[-1]
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-]+", " ", last).strip()
    letters = sum(c.isalpha() for c in words)
    return (
        words
        if letters >= 3 and not re.fullmatch(r"(?i)(text|field|textfield|box|f|fld|untitled|dropdown|undefined)?\s*\d*", words)
        else ""
    )


def _label_on_page(place: Box, reading: Reading, texts: Sequence[tuple[str, Box]]) -> str:
    """The words over the field, or left of it: `texts` are those that stand in no field themselves."""
    best: tuple[float, str] | None = None
    for words, box in texts:
        tall = max(box.height * reading.height, 4.0)
        over = (place.top - box.bottom) * reading.height / tall
        beside = (place.left - box.right) * reading.width / tall
        shares = min(box.right, place.right) > max(box.left, place.left)
        cost: float | None = None
        if shares and -0.8 <= over <= ABOVE:
            cost = abs(over) + 0.04 * abs(box.left - place.left) * reading.width / tall
        elif -0.5 <= beside <= BESIDE and place.overlap_y(box) > 0.3:
            cost = 0.5 + 0.1 * max(beside, 0.0)
        if cost is not None and (best is None or cost < best[0]):
            best = cost, words
    return best[1] if best is not None else ""


def _outside(line: Line, fields: Sequence[Box]) -> tuple[str, Box] | None:
    """The words of a line that stand in no field, and their box."""
    words = [word for word in line.words if not any(box.contains_point(*word.box.center) for box in fields)]
    if not words or not any(c.isalpha() for word in words for c in word.text):
        return None
    return " ".join(word.text for word in words).strip(" ._"), Box.around(word.box for word in words)


def field_value_candidates(filled: Sequence[Filled], sheet: Sheet, specs: Sequence[FieldSpec], book: LabelBook) -> list[Candidate]:
    """Candidates for leaves outside lists whose labels a form field's label, tooltip or name is like, or opens with."""
    found: list[Candidate] = []
    if not filled:
        return found
    for spec in specs:
        if spec.rows is not None or spec.kind is Kind.CHECKBOX:
            continue
        labels = [compact(label.text) for label in book.fields.get(spec.path, ())]
        for entry in filled:
            likeness, name = max(((_likeness(name, labels), name) for name in entry.names), default=(0.0, ""))
            if likeness < OPENS:
                continue
            for reading in _parsed(spec, entry.field.value, sheet.habits):
                found.append(
                    Candidate(
                        spec.path,
                        reading.value,
                        entry.field.value,
                        "acroform",
                        f"form field '{name}'",
                        entry.field.page,
                        entry.box,
                        convention=reading.convention,
                        repaired=reading.repaired,
                        score=SURE * likeness * reading.likelihood,
                    )
                )
    return found


def _likeness(name: str, labels: Sequence[str]) -> float:
    text = compact(name)
    alike = process.extractOne(text, labels, scorer=Indel.normalized_similarity, score_cutoff=ALIKE)
    if alike is not None:
        return alike[1]
    text = _NUMBER.sub("", text)
    return OPENS if any(text.startswith(label) for label in labels if len(label) >= 4) else 0.0


def _parsed(spec: FieldSpec, text: str, habits: Habits) -> tuple[Interpretation, ...]:
    line = " ".join(text.split())
    if spec.kind is Kind.CHOICE:
        return tuple(Interpretation(choice) for choice in spec.choices if compact(choice) == compact(line))
    if spec.kind in _WORDS:
        return (Interpretation(line),) if line else ()
    return BY_NAME[spec.kind.value].parse(line, habits)


def in_fields(page: int, box: Box, fields: Sequence[FormValue]) -> bool:
    """Whether a box on the page as given lies mostly in a form field."""
    return any(
        field.page == page and (shared := field.box.intersection(box)) is not None and shared.area > 0.5 * box.area for field in fields
    )
