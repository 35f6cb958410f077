"""Chosen values to a validated record: the model's own validation leaf by leaf, the issues, the status.

A value that the model refuses is taken out and named in an issue; nothing else is lost with it.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.fields import FieldInfo

from extractor.document import FieldValue, Issue, Severity, value_to_json
from extractor.learned import percent
from extractor.quick import changed, dataclass
from extractor.results import Status
from extractor.schemas.leaves import alone, once, required
from extractor.schemas.record import FieldSpec, Kind, Product, Record, Rows, Rule, Sum, filled_leaves
from extractor.schemas.verdicts import CENT, reduced, rows_in, rule_text

SURE_ENOUGH = 0.5  # a value below this confidence is always worth a look, whatever the threshold
ROUNDED = Decimal("0.005")  # share of a product that its factors, printed rounded, may move it
_GRAVEST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Checked:
    """The validated record, the evidence for each of its filled leaves, what to look at, and the status."""

    record: Record
    fields: Mapping[str, FieldValue]
    issues: tuple[Issue, ...]
    status: Status


def check(
    model: type[Record],
    specs: Sequence[FieldSpec],
    values: Mapping[str, FieldValue],
    failed: Sequence[Rule],
    accept_above: float,
    found_before: Sequence[Issue] = (),
) -> Checked:
    """Build and judge the record. `failed` are the rules that the joint choice could not make hold."""
    record, kept, issues = _build(model, values)
    issues = [*found_before, *issues]
    issues += _missing(specs, kept)
    issues += [_broken(rule, kept) for rule in failed]
    issues += _broken_rows(model.rules, kept)
    issues += _doubtful(specs, kept, accept_above)
    issues += [
        Issue("repaired", Severity.INFO, f"{path}: read {value.text!r}, taken as {value_to_json(value.value)}", (path,))
        for path, value in kept.items()
        if value.repaired
    ]
    if not kept:
        issues.append(Issue("nothing_found", Severity.ERROR, "no field of the schema was found on the document"))
    elif len(kept) == 1 < len(specs) and not required(specs):
        (only,) = kept
        issues.append(Issue("nothing_found", Severity.WARNING, f"nothing but {only} was found on the document", (only,)))
    ordered = sorted(issues, key=lambda issue: _GRAVEST_FIRST.index(issue.severity))
    held_back = any(issue.severity is not Severity.INFO for issue in ordered)
    return Checked(record, kept, tuple(ordered), Status.REVIEW if held_back else Status.ACCEPTED)


def _build(model: type[Record], values: Mapping[str, FieldValue]) -> tuple[Record, dict[str, FieldValue], list[Issue]]:
    kept = dict(values)
    issues: list[Issue] = []
    while True:
        tree, places = _tree(kept)
        record, refused = _validated(model, tree, places)
        if record is not None:
            break
        for path, why in refused.items():
            issues.append(Issue("invalid_value", Severity.ERROR, f"{path}: {kept[path].text!r} is refused: {why}", (path,)))
            del kept[path]
    fields = {}
    for path, dumped in filled_leaves(record.model_dump(mode="json", exclude_none=True)):
        value = kept.get(places.get(path, path))
        if value is not None:
            shown = _as_dumped(value.value, dumped)
            fields[path] = value if path == value.path and shown is value.value else changed(value, path=path, value=shown)
    return record, fields, issues


def _validated(model: type[Record], tree: Mapping[str, Any], places: Mapping[str, str]) -> tuple[Any, dict[str, str]]:
    """The user's own class where the values satisfy it; the relaxed record, which dumps alike, where a needed field is missing; or
    the values that neither takes, and why."""
    try:
        return model.model_validate(tree), {}
    except ValidationError:
        pass
    try:
        return relaxed(model).model_validate(tree), {}
    except ValidationError as error:
        refused: dict[str, str] = {}
        for fault in error.errors():
            path = _path(fault["loc"], places)
            if path is None:
                raise
            refused.setdefault(path, fault["msg"])
        return None, refused


def _as_dumped(value: Any, dumped: Any) -> Any:
    """The evidence shows the value as the record does, where validation changed its writing (a Decimal's scale, an enum)."""
    return value if value_to_json(value) == dumped else dumped


def _tree(values: Mapping[str, FieldValue]) -> tuple[dict[str, Any], dict[str, str]]:
    """Nested dictionaries and lists from dotted paths. Rows that are left without any value close up; the second result
    maps a leaf's path in the tree to its path in `values`."""
    rows: dict[tuple[str | int, ...], set[int]] = {}
    for path in values:
        parts, numbered = _parts(path)
        for position, number in numbered:
            rows.setdefault(parts[:position], set()).add(number)
    closed = {group: {number: place for place, number in enumerate(sorted(known))} for group, known in rows.items()}
    any_moves = any(max(numbers) >= len(numbers) for numbers in closed.values())
    tree: dict[str, Any] = {}
    places: dict[str, str] = {}
    for path, value in values.items():
        parts, numbered = _parts(path)
        said = path
        if numbered and any_moves:
            moved = list(parts)
            for position, number in numbered:
                moved[position] = closed[parts[:position]][number]
            parts, said = tuple(moved), ".".join(map(str, moved))
        places[said] = path
        node: Any = tree
        for part, after in zip(parts, (*parts[1:], None), strict=True):
            following: Any = value.value if after is None else [] if isinstance(after, int) else {}
            if isinstance(part, int):
                node += [None] * (part + 1 - len(node))
                if after is None or node[part] is None:
                    node[part] = following
                node = node[part]
            else:
                node = node.setdefault(part, following)
    return tree, places


@lru_cache(maxsize=4096)
def _parts(path: str) -> tuple[tuple[str | int, ...], tuple[tuple[int, int], ...]]:
    """The names and numbers of rows that a path is made of, and the numbers with their places among them."""
    parts = tuple(int(part) if part.isdigit() else part for part in path.split("."))
    return parts, tuple((position, part) for position, part in enumerate(parts) if isinstance(part, int))


def _path(location: tuple[Any, ...], places: Mapping[str, str]) -> str | None:
    parts = [str(part) for part in location]
    for end in range(len(parts), 0, -1):
        path = places.get(".".join(parts[:end]))
        if path is not None:
            return path
    return None


@cache
def relaxed(model: type[BaseModel]) -> type[BaseModel]:
    """The model with every field optional, None by default: what a page may leave out, a record may lack."""
    fields: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        annotation = _relaxed_type(info.annotation)
        is_list, is_model = get_origin(annotation) is list, isinstance(annotation, type) and issubclass(annotation, BaseModel)
        default = info.default if info.default is not None and not info.is_required() and not (is_list or is_model) else None
        settings: dict[str, Any] = (
            {"default_factory": list} if is_list else {"default_factory": annotation} if is_model else {"default": default}
        )
        loosened = FieldInfo(annotation=annotation if is_list or is_model else annotation | None, **settings)
        loosened.metadata = list(info.metadata)
        fields[name] = (loosened.annotation, loosened)
    base = type(f"{model.__name__}Base", (BaseModel,), {"model_config": ConfigDict(extra="forbid"), "__module__": model.__module__})
    return create_model(model.__name__, __base__=base, **fields)


def _relaxed_type(annotation: Any) -> Any:
    if get_origin(annotation) is list:
        return list[_relaxed_type(get_args(annotation)[0])]  # type: ignore[misc]
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return _relaxed_type(inner[0]) if len(inner) == 1 else annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return relaxed(annotation)
    return annotation


def _missing(specs: Sequence[FieldSpec], values: Mapping[str, FieldValue]) -> list[Issue]:
    needed = required(specs)
    if needed:
        missing = (spec.path for spec in needed if spec.path not in values)
        return [Issue("missing_required", Severity.ERROR, f"{path} was not found", (path,)) for path in missing]
    missing = (path for path in alone(specs) if path not in values)
    return [Issue("not_found", Severity.INFO, f"{path} was not found", (path,)) for path in missing]


def _broken(rule: Rule, values: Mapping[str, FieldValue]) -> Issue:
    paths = _paths_of(rule)
    shown = [f"{path} {value_to_json(values[path].value)}" if path in values else _rows_of(path, values) for path in paths]
    said = f"figures do not agree: {rule_text(rule)} ({', '.join(part for part in shown if part)})"
    return Issue(rule.code, Severity.ERROR, said, tuple(path for path in paths if path in values))


def _rows_of(column: str, values: Mapping[str, FieldValue]) -> str:
    """What the figures of a column (`line_items[].amount`) make together; nothing where it has none."""
    rows, _, name = column.partition("[].")
    figures = [v.value for path, v in values.items() if path.startswith(f"{rows}.") and path.split(".", 2)[2:] == [name]]
    figures = [figure for figure in figures if isinstance(figure, Decimal)]
    return f"{column} {sum(figures, Decimal(0))} in {len(figures)} row{'' if len(figures) == 1 else 's'}" if figures else ""


def _paths_of(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, Sum):
        return (*rule.totals, *rule.plus, *rule.minus)
    if isinstance(rule, Product):
        return (rule.result, *rule.factors)
    return rule.earlier, rule.later


def _broken_rows(rules: Sequence[Rule], values: Mapping[str, FieldValue]) -> list[Issue]:
    issues = []
    for rule in rules:
        if not isinstance(rule, Product):
            continue
        for number, row in rows_in(values, rule.rows):
            names = rule.result, *rule.factors
            figures = [row[name].value for name in names if name in row and isinstance(row[name].value, Decimal)]
            if len(figures) == len(names):
                result, product = figures[0], Decimal(1)
                for name, figure in zip(rule.factors, figures[1:], strict=True):
                    product *= figure / 100 if name in rule.percents else figure
                # Prices are printed rounded: half of the last printed place of each factor may be lost.
                slack = max(CENT, abs(product) * ROUNDED)
                off: dict[str | None, Any] = {name: row[name].value for name in (rule.minus, rule.rebate) if name in row}
                if all(abs(made - result) > slack for made in (product, *reduced(product, rule, off))):
                    shown = " x ".join(str(f) for f in figures[1:])
                    issues.append(
                        Issue(
                            rule.code,
                            Severity.INFO,
                            f"{rule.rows} row {number + 1}: {shown} is {product.normalize():f}, the page says {result}",
                            tuple(f"{rule.rows}.{number}.{name}" for name in names),
                        )
                    )
    return issues


def _doubtful(specs: Sequence[FieldSpec], values: Mapping[str, FieldValue], accept_above: float) -> list[Issue]:
    """Required fields under the threshold hold the record back; so does any figure that nobody should rely on.

    Where a schema requires nothing, whatever was found counts as required: nobody has said that it matters less.
    """
    issues = []
    by_default = 0.0 if required(specs) else accept_above
    for spec in specs:
        value = values.get(spec.path)
        if value is None:
            continue
        threshold = accept_above if spec.required else max(by_default, SURE_ENOUGH if spec.kind is Kind.MONEY else 0.0)
        if value.confidence < threshold:
            others = ", ".join(repr(other.text) for other in value.alternatives[:2])
            message = f"{spec.path}: {value.text!r} is only {percent(value.confidence)} sure" + (f"; it may be {others}" if others else "")
            issues.append(Issue("low_confidence", Severity.WARNING, message, (spec.path,)))
    return [*issues, *(issue for name in _read_lists(specs) for issue in _doubtful_rows(name, values, by_default))]


@once
def _read_lists(specs: Sequence[FieldSpec]) -> tuple[str, ...]:
    """The lists that are no tables and whose rows are doubted as such."""
    return tuple(dict.fromkeys(spec.rows for spec in specs if spec.layout in (Rows.PAIRS, Rows.BLOCKS) and spec.rows is not None))


def _doubtful_rows(name: str, values: Mapping[str, FieldValue], threshold: float) -> Iterator[Issue]:
    """One issue for all rows of a list that are under the threshold: each by the field of it that is least sure."""
    rows: dict[str, list[float]] = {}
    for path, value in values.items():
        if path.startswith(f"{name}."):
            rows.setdefault(path.rpartition(".")[0], []).append(value.confidence)
    doubtful = {row for row, sure in rows.items() if min(sure) < threshold}
    if doubtful:
        message = f"{name}: {len(doubtful)} of {len(rows)} {'is' if len(doubtful) == 1 else 'are'} less than {threshold:.0%} sure"
        paths = tuple(path for path in values if path.rpartition(".")[0] in doubtful)
        yield Issue("low_confidence", Severity.WARNING, message, paths)
