"""How right the answers are: predictions against truth, field by field, and how far the confidences can be trusted.

Documents are joined on the file's name; a value that is not visible on the page is not scored. A field that the truth names
as empty must stay empty; of a field that it does not name nothing is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any

from extractor.errors import DamagedInput, SchemaError
from extractor.quick import dataclass
from extractor.reliability import Answer, Bin, bins, expected_error, straight_through
from extractor.schemas.record import Kind, Record, Rows, field_specs, leaf_at
from extractor.truth import Truth

CENT = Decimal("0.01")
ALIKE = 80.0  # 0..100: how like each other two texts of a row must be, for line breaks and abbreviations differ

FIGURES = frozenset((Kind.MONEY, Kind.NUMBER, Kind.PERCENT))
WORDS = frozenset((Kind.TEXT, Kind.NAME, Kind.ADDRESS))
_FIGURE = re.compile(r"-?\d+(?:,\d{3})*\.\d+\Z|-?\d+\.\d+\Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:\Z|T)")


@dataclass(slots=True)
class Tally:
    """Answers of one field: n the truth has, right, wrong (answered otherwise), missed, spurious (answered where there is none).

    `let_through` are wrong or spurious ones in records that were accepted: the mistakes that nobody would see.
    """

    n: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    spurious: int = 0
    let_through: int = 0

    @property
    def precision(self) -> float:
        answered = self.right + self.wrong + self.spurious
        return self.right / answered if answered else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.n if self.n else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: Tally) -> None:
        for name in ("n", "right", "wrong", "missed", "spurious", "let_through"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def to_json(self) -> dict[str, Any]:
        counts = {name: getattr(self, name) for name in ("n", "right", "wrong", "missed", "spurious", "let_through")}
        return counts | {"precision": round(self.precision, 4), "recall": round(self.recall, 4), "f1": round(self.f1, 4)}


@dataclass(frozen=True, slots=True)
class Mistake:
    file: str
    field: str
    expected: Any
    found: Any


@dataclass(slots=True)
class Score:
    """The result. `statuses`: status -> (documents, of which every scored field is right)."""

    documents: int = 0
    answered: int = 0
    wholly_right: int = 0
    fields: dict[str, Tally] = field(default_factory=dict)
    lists: dict[str, Tally] = field(default_factory=dict)
    statuses: dict[str, tuple[int, int]] = field(default_factory=dict)
    answers_of: dict[str, list[Answer]] = field(default_factory=dict)  # by field
    verdicts: dict[tuple[str, str], bool] = field(default_factory=dict)  # by document and field, lists left out: whether it is right
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def micro(self) -> Tally:
        """All fields together, lists left out."""
        total = Tally()
        for tally in self.fields.values():
            total.add(tally)
        return total

    @property
    def answers(self) -> list[Answer]:
        """Of all fields together, lists left out."""
        return [answer for found in self.answers_of.values() for answer in found]

    def reliability(self) -> list[Bin]:
        return bins(self.answers)

    @property
    def calibration_error(self) -> float | None:
        return expected_error(self.answers)

    @property
    def straight_through(self) -> float | None:
        return straight_through(self.answers)

    def to_json(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "answered": self.answered,
            "wholly_right": self.wholly_right,
            "micro": self.micro.to_json(),
            "fields": {name: tally.to_json() for name, tally in sorted(self.fields.items())},
            "lists": {name: tally.to_json() for name, tally in sorted(self.lists.items())},
            "statuses": {name: {"documents": count, "wholly_right": right} for name, (count, right) in sorted(self.statuses.items())},
            "calibration": {
                "answers": len(self.answers),
                "expected_error": _rounded(self.calibration_error),
                "straight_through_at_99": _rounded(self.straight_through),
                "bins": [
                    {"from": b.low, "to": b.high, "answers": b.answers, "confidence": round(b.confidence, 4), "right": round(b.right, 4)}
                    for b in self.reliability()
                ],
                "fields": {
                    name: {
                        "answers": len(found),
                        "expected_error": _rounded(expected_error(found)),
                        "straight_through_at_99": _rounded(straight_through(found)),
                    }
                    for name, found in sorted(self.answers_of.items())
                },
            },
            "mistakes": [{"file": m.file, "field": m.field, "expected": m.expected, "found": m.found} for m in self.mistakes],
        }


def score(
    truths: Sequence[Truth], predictions: Iterable[Mapping[str, Any]], *, schema: str | None = None, fields: frozenset[str] = frozenset()
) -> Score:
    """Score predictions against truth. `schema` tells the kinds of the fields where the rows of truth do not; `fields` are scored alone.

    Raises DamagedInput where two predictions are of files of the same name.
    """
    by_name: dict[str, Mapping[str, Any]] = {}
    for prediction in predictions:
        name = PurePath(prediction["source"]).name
        if name in by_name:
            raise DamagedInput(f"two predictions for {name}: {by_name[name]['source']} and {prediction['source']}")
        by_name[name] = prediction
    result = Score(documents=len(truths))
    for truth in truths:
        _score_document(result, truth, by_name.get(truth.name), _kinds(schema or truth.schema), fields)
    return result


def _score_document(
    result: Score, truth: Truth, prediction: Mapping[str, Any] | None, kinds: Mapping[str, _Leaf], only: frozenset[str]
) -> None:
    result.answered += prediction is not None and prediction.get("status") != "failed"
    status = "missing" if prediction is None else str(prediction.get("status"))
    record = (prediction or {}).get("record") or {}
    proofs = (prediction or {}).get("fields") or {}
    all_right = True
    for name, expected in truth.fields.items():
        if (only and name not in only) or not truth.visible.get(name, True):
            continue
        found = leaf_at(record, name)
        if isinstance(expected, list):
            tally = _score_rows(name, expected, found, kinds)
            result.lists.setdefault(name, Tally()).add(_let_through(tally, status))
        else:
            tally = _score_value(name, expected, found, kinds)
            result.fields.setdefault(name, Tally()).add(_let_through(tally, status))
            result.verdicts[truth.name, name] = not (tally.wrong or tally.missed or tally.spurious)
            confidence = (proofs.get(name) or {}).get("confidence")
            if not _empty(expected) and not _empty(found) and confidence is not None:
                result.answers_of.setdefault(name, []).append((float(confidence), bool(tally.right)))
        if tally.wrong or tally.missed or tally.spurious:
            result.mistakes.append(Mistake(truth.name, name, expected, found))
            all_right = False
    result.wholly_right += all_right
    documents, right = result.statuses.get(status, (0, 0))
    result.statuses[status] = documents + 1, right + all_right


def _score_value(name: str, expected: Any, found: Any, kinds: Mapping[str, _Leaf]) -> Tally:
    if _empty(expected):
        return Tally(spurious=not _empty(found))
    if _empty(found):
        return Tally(n=1, missed=1)
    kind = kinds[name].kind if name in kinds else _guess(expected)
    right = equal(found, expected, kind)
    return Tally(n=1, right=right, wrong=not right)


def equal(found: Any, expected: Any, kind: Kind) -> bool:
    """Whether two values, as JSON writes them, are the same: amounts to the cent, dates to the day, texts by their letters and digits."""
    return bool(_canonical(found, kind) == _canonical(expected, kind))


def _score_rows(name: str, expected: list[Any], found: Any, kinds: Mapping[str, _Leaf]) -> Tally:
    """Rows paired off one to one, the likest first; a row counts when each of its cells is right."""
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    true_rows = [row for row in expected if isinstance(row, dict)]
    if len(true_rows) != len(expected):  # a list of plain values
        true_rows = [{"value": value} for value in expected]
        rows = [{"value": value} for value in found or []] if isinstance(found, list) else []
    pairs = [(_row_likeness(name, a, b, kinds), i, j) for i, a in enumerate(true_rows) for j, b in enumerate(rows)]
    used_true: set[int] = set()
    used_found: set[int] = set()
    for likeness, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness > 0 and i not in used_true and j not in used_found:
            used_true.add(i)
            used_found.add(j)
    hits = len(used_true)
    return Tally(n=len(true_rows), right=hits, wrong=len(rows) - hits, missed=len(true_rows) - hits)


def _row_likeness(name: str, expected: Mapping[str, Any], found: Mapping[str, Any], kinds: Mapping[str, _Leaf]) -> float:
    """0 where a cell is wrong; else how like the texts are, to pair off the best."""
    total = 1.0
    for column, value in expected.items():
        if _empty(value):
            continue
        leaf = kinds.get(f"{name}[].{column}")
        kind = leaf.kind if leaf else _guess(value)
        other = found.get(column)
        if kind in WORDS:
            likeness = _likeness(value, other, wrapped=leaf is None or leaf.layout is Rows.TABLE)
            if likeness < ALIKE:
                return 0.0
            total += likeness
        elif _empty(other) or _canonical(value, kind) != _canonical(other, kind):
            return 0.0
    return total


def _likeness(expected: Any, found: Any, *, wrapped: bool) -> float:
    """0..100. In tables a text may be cut or joined with what stands around it: there shared words count."""
    from rapidfuzz import fuzz

    if _empty(found):
        return 0.0
    if wrapped:
        return float(fuzz.token_set_ratio(str(expected).casefold(), str(found).casefold()))
    return float(fuzz.ratio(_letters(expected), _letters(found)))


@dataclass(frozen=True, slots=True)
class _Leaf:
    kind: Kind
    layout: Rows | None


def _kinds(schema: str | None) -> dict[str, _Leaf]:
    """Path -> kind of a known schema's leaves; of an unknown one the values themselves must tell."""
    from extractor import catalog

    if schema is None:
        return {}
    try:
        model: type[Record] = catalog.schema(schema)
    except SchemaError:
        return {}
    return {spec.path: _Leaf(spec.kind, spec.layout) for spec in field_specs(model)}


def _guess(value: Any) -> Kind:
    text = str(value)
    if isinstance(value, float) or _FIGURE.match(text):
        return Kind.MONEY
    return Kind.DATE if _DATE.match(text) else Kind.TEXT


def _canonical(value: Any, kind: Kind) -> Any:
    """A form in which equal values are equal: amounts to the cent, dates to the day, of texts the letters and digits."""
    if kind in FIGURES:
        try:
            return Decimal(str(value).replace(",", "")).quantize(CENT)
        except InvalidOperation:
            return _letters(value)
    if kind is Kind.DATE:
        return str(value)[:10]
    return _letters(value)


def _letters(value: Any) -> str:
    folded = unicodedata.normalize("NFKC", str(value)).casefold()
    return "".join(character for character in folded if character.isalnum())


def _let_through(tally: Tally, status: str) -> Tally:
    if status == "accepted":
        tally.let_through = tally.wrong + tally.spurious
    return tally


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
