"""A template's YAML, read strictly: every mistake is found at once and told with its file, line and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from extractor.geometry import Box
from extractor.schemas.record import FieldSpec, Kind
from extractor.schemas.template import (
    BESIDE,
    ByLabel,
    ByPattern,
    ByRegion,
    Direction,
    Fixed,
    How,
    Recognise,
    Template,
    TemplateColumn,
    TemplateField,
)
from extractor.strict_yaml import Mistake, StrictYaml, said, suggested
from extractor.values import Habits
from extractor.values import iban as ibans
from extractor.values import vat_id as vat_ids
from extractor.values.registry import BY_NAME

LONGEST_PATTERN = 1_000  # characters as written
LARGEST_PATTERN = 20_000  # characters with counted repeats written out, which is what compiling it costs

TOP = ("name", "schema", "about", "recognise", "language", "date_order", "decimal_mark", "fields", "tables")
RECOGNISE = ("all", "any", "vat_id", "iban", "email_domain", "regex")
WAYS = ("label", "regex", "region", "value")
FIELD = (*WAYS, "direction", "page", "optional")
DATE_ORDERS = ("day_first", "month_first", "year_first")
DECIMAL_MARKS = (",", ".")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)?(?:,(\d*))?\}|.", re.DOTALL)

Specs = Callable[[str], Sequence[FieldSpec]]
"""The leaves of the schema that a template names. Raises ValueError, with the reason, where there is no such schema."""


def read_template(file: str, content: bytes, specs_of: Specs) -> tuple[Template | None, tuple[Mistake, ...]]:
    """The template of a file's content, or None and what is wrong with it, in the order of the lines."""
    reader = _Reader(file, specs_of)
    template = reader.read(content)
    mistakes = tuple(sorted(reader.mistakes))
    return (None if mistakes else template), mistakes


class _Reader(StrictYaml):
    def __init__(self, file: str, specs_of: Specs) -> None:
        super().__init__(file)
        self.specs_of = specs_of

    def read(self, content: bytes) -> Template | None:
        root = self.parsed(content)
        if root is None:
            return None
        top = self.mapping(root, "", TOP)
        if top is None:
            return None
        for needed in ("schema", "recognise"):
            if needed not in top:
                self.wrong(root, needed, "is missing; every template says for which schema it is and how a document is recognised")
        name = self.name(top.get("name"))
        habits = self.habits(top)
        if "about" in top:
            self.text(top["about"], "about")
        recognise = self.recognise(top["recognise"]) if "recognise" in top else None
        schema = self.text(top["schema"], "schema") if "schema" in top else None
        specs = self.specs(top["schema"], schema) if schema else None
        fields = self.fields(top.get("fields"), specs, habits)
        columns = self.columns(top.get("tables"), specs)
        if "fields" not in top and "tables" not in top:
            self.wrong(root, "fields", "is missing; a template says where at least one field stands, under fields or tables")
        if schema is None or recognise is None:
            return None
        return Template(name, schema, recognise, fields, columns, habits, self.file)

    def name(self, node: Any) -> str:
        if node is None:
            stem = re.sub(r"\.ya?ml$", "", re.split(r"[/\\]", self.file)[-1], flags=re.IGNORECASE).lower()
            name = re.sub(r"[^a-z0-9_-]+", "-", stem).strip("-_")[:64]
            return name or "template"
        name = self.text(node, "name") or ""
        if name and not _NAME.fullmatch(name):
            self.wrong(node, "name", f"{name!r} is no name; use lower-case letters, digits, - and _, at most 64")
        return name

    def habits(self, top: Mapping[str, Any]) -> Habits:
        languages: tuple[str, ...] = ()
        if "language" in top:
            languages = self.texts(top["language"], "language")
            for code in languages:
                if not re.fullmatch(r"[a-z]{2}", code):
                    self.wrong(top["language"], "language", f"{code!r} is no language; use its code of two letters, as en or de")
        order = self.one_of(top["date_order"], "date_order", DATE_ORDERS) if "date_order" in top else None
        mark = self.one_of(top["decimal_mark"], "decimal_mark", DECIMAL_MARKS) if "decimal_mark" in top else None
        return Habits(languages, order, mark)

    def recognise(self, node: Any) -> Recognise | None:
        given = self.mapping(node, "recognise", RECOGNISE)
        if given is None:
            return None
        texts = {key: self.texts(value, f"recognise.{key}") for key, value in given.items()}
        for key in ("all", "any"):
            for text in texts.get(key, ()):
                if sum(c.isalnum() for c in text) < 3:
                    self.wrong(given[key], f"recognise.{key}", f"{text!r} says too little; use at least three letters or digits")
        for key, kind, called in (("vat_id", vat_ids, "VAT id"), ("iban", ibans, "IBAN")):
            for text in texts.get(key, ()):
                if not any(reading.likelihood > 0.5 and not reading.repaired for reading in kind.parse(text)):
                    self.wrong(given[key], f"recognise.{key}", f"{text!r} is no right {called}; copy it from a document")
        domains = []
        for text in texts.get("email_domain", ()):
            domain = text.casefold().rpartition("@")[2].removeprefix("www.")
            domains.append(domain)
            if not _DOMAIN.fullmatch(domain):
                self.wrong(given["email_domain"], "recognise.email_domain", f"{text!r} is no domain; write it as acme.example")
        for text in texts.get("regex", ()):
            self.pattern(given["regex"], "recognise.regex", text, with_group=False)
        words = texts.get("all", ()), texts.get("any", ())
        return Recognise(*words, texts.get("vat_id", ()), texts.get("iban", ()), tuple(domains), texts.get("regex", ()))

    def pattern(self, node: Any, key: str, pattern: str, *, with_group: bool) -> None:
        import regex

        if len(pattern) > LONGEST_PATTERN:
            self.wrong(node, key, f"is longer than {LONGEST_PATTERN} characters; look for less")
            return
        if _size(pattern) > LARGEST_PATTERN:
            self.wrong(node, key, "repeats too much, as (x{100}){100} does; look for less")
            return
        try:
            compiled = regex.compile(pattern)
        except (regex.error, OverflowError, RecursionError) as error:
            problem = getattr(error, "msg", None) or str(error)
            place = getattr(error, "pos", None)
            where = f" at character {place + 1}" if place is not None else ""
            hint = "put it in single quotes, and \\ before signs that mean themselves"
            self.wrong(node, key, f"is no regular expression: {problem}{where} ({hint})")
            return
        if with_group and not compiled.groups:
            self.wrong(node, key, "has no group; put the part that is the value in parentheses, as in 'No\\. (\\d+)'")
        elif not with_group and compiled.search("") is not None:
            self.wrong(node, key, "matches the empty text, and so every document; look for something that must be there")
        elif with_group and compiled.groups > 1 and "value" not in compiled.groupindex:
            self.wrong(node, key, "has several groups; name the one that is the value, (?P<value>...), or begin the others with (?:")

    def specs(self, node: Any, schema: str) -> dict[str, FieldSpec] | None:
        try:
            return {spec.path: spec for spec in self.specs_of(schema)}
        except ValueError as error:
            self.wrong(node, "schema", str(error))
            return None

    def fields(self, node: Any, specs: Mapping[str, FieldSpec] | None, habits: Habits) -> tuple[TemplateField, ...]:
        found: list[TemplateField] = []
        given = self.mapping(node, "fields") if node is not None else None
        for path, body in (given or {}).items():
            key = f"fields.{path}"
            spec = self.leaf(body, key, path, specs)
            inner = self.mapping(body, key, FIELD)
            if inner is None:
                continue
            how = self.how(body, key, inner, spec, habits)
            optional = self.one_of(inner["optional"], f"{key}.optional", ("true", "false")) == "true" if "optional" in inner else False
            if how is not None:
                found.append(TemplateField(path, how, optional))
        return tuple(found)

    def leaf(self, node: Any, key: str, path: str, specs: Mapping[str, FieldSpec] | None) -> FieldSpec | None:
        if specs is None:
            return None
        single = [known for known, spec in specs.items() if "[]" not in known]
        if path in single:
            return specs[path]
        group = re.split(r"\[\]|\.", path)[0]
        if any(known.startswith(f"{group}[]") for known in specs):
            self.wrong(node, key, f"{group} is a list; name its columns under tables.{group}")
        elif any(known.startswith(f"{path}.") for known in single):
            below = [known for known in single if known.startswith(f"{path}.")]
            self.wrong(node, key, f"{path} has parts; name one, as {below[0]}")
        else:
            self.wrong(node, key, f"is no field of the schema{suggested(path, single)}")
        return None

    def how(self, node: Any, key: str, given: Mapping[str, Any], spec: FieldSpec | None, habits: Habits) -> How | None:
        ways = [way for way in WAYS if way in given]
        if len(ways) != 1:
            given_so = f"names {len(ways)} ways ({', '.join(ways)})" if ways else "says nowhere to look"
            self.wrong(node, key, f"{given_so}; give one of {', '.join(WAYS)}")
            return None
        (way,) = ways
        for other, allowed in (("direction", ("label",)), ("page", ("label", "regex")), ("optional", ("label", "regex", "region"))):
            if other in given and way not in allowed:
                elsewhere = "; region has a page of its own" if way == "region" else ""
                self.wrong(given[other], f"{key}.{other}", f"goes with {' or '.join(allowed)}, not with {way}{elsewhere}")
        page = self.page(given["page"], f"{key}.page") if "page" in given and way in ("label", "regex") else None
        if way == "label":
            labels = self.texts(given["label"], f"{key}.label")
            for text in labels:
                if not any(c.isalnum() or c in "#%" for c in text):
                    self.wrong(given["label"], f"{key}.label", f"{text!r} has no letter; write the label as it is printed")
            directions: tuple[Direction, ...] = BESIDE
            if "direction" in given:
                wanted = self.texts(given["direction"], f"{key}.direction")
                known = [direction.value for direction in Direction]
                for text in wanted:
                    if text not in known:
                        self.wrong(given["direction"], f"{key}.direction", f"{text!r} is none of {', '.join(known)}")
                directions = tuple(Direction(text) for text in wanted if text in known)
            return ByLabel(labels, directions, page)
        if way == "regex":
            pattern = self.text(given["regex"], f"{key}.regex")
            if pattern is None:
                return None
            self.pattern(given["regex"], f"{key}.regex", pattern, with_group=True)
            return ByPattern(pattern, page)
        if way == "region":
            return self.region(given["region"], f"{key}.region")
        return self.fixed(given["value"], f"{key}.value", spec, habits)

    def page(self, node: Any, key: str) -> int | None:
        text = self.text(node, key)
        if text is None:
            return None
        if not re.fullmatch(r"[1-9]\d{0,3}", text):
            self.wrong(node, key, f"{text!r} is no page; pages count from 1")
            return None
        return int(text)

    def region(self, node: Any, key: str) -> ByRegion | None:
        given = self.mapping(node, key, ("box", "page"))
        if given is None:
            return None
        page = self.page(given["page"], f"{key}.page") if "page" in given else 1
        if "box" not in given:
            self.wrong(node, key, "has no box; give four fractions of the page, box: [left, top, right, bottom]")
            return None
        box = self.box(given["box"], f"{key}.box")
        return ByRegion(box, page) if box is not None and page is not None else None

    def box(self, node: Any, key: str) -> Box | None:
        import yaml

        if not isinstance(node, yaml.SequenceNode) or len(node.value) != 4:
            self.wrong(node, key, "must be four numbers, [left, top, right, bottom], fractions of the page")
            return None
        sides = []
        for item in node.value:
            text = item.value if isinstance(item, yaml.ScalarNode) else ""
            if not re.fullmatch(r"-?\d*\.?\d+|-?\d+\.", str(text)):
                self.wrong(item, key, f"{text or said(item)!s} is no number; give fractions of the page, as 0.25")
                return None
            sides.append(float(text))
        if not all(0 <= side <= 1 for side in sides):
            self.wrong(node, key, "lies outside the page; give fractions from 0 to 1, not points or percent")
            return None
        left, top, right, bottom = sides
        if left >= right or top >= bottom:
            self.wrong(node, key, "is empty; the order is [left, top, right, bottom], with the top of the page at 0")
            return None
        return Box(left, top, right, bottom)

    def fixed(self, node: Any, key: str, spec: FieldSpec | None, habits: Habits) -> Fixed | None:
        text = self.text(node, key)
        if text is None or spec is None:
            return None
        value = fixed_value(spec, text, habits)
        if value is None:
            known = f"; it is one of {', '.join(spec.choices)}" if spec.choices else ""
            self.wrong(node, key, f"{text!r} is no value for {spec.path}, a {spec.kind.value}{known}")
            return None
        return Fixed(value, text)

    def columns(self, node: Any, specs: Mapping[str, FieldSpec] | None) -> tuple[TemplateColumn, ...]:
        found: list[TemplateColumn] = []
        given = self.mapping(node, "tables") if node is not None else None
        lists = tuple(dict.fromkeys(path.split("[]")[0] for path in specs or () if "[]." in path))
        for group, body in (given or {}).items():
            key = f"tables.{group}"
            if specs is not None and group not in lists:
                self.wrong(body, key, f"is no list of the schema{suggested(group, lists)}")
            for column, labels in (self.mapping(body, key) or {}).items():
                path = f"{group}[].{column}"
                columns = [known.split("[].", 1)[1] for known in specs or () if known.startswith(f"{group}[].")]
                if columns and column not in columns:
                    self.wrong(labels, f"{key}.{column}", f"is no column of {group}{suggested(column, columns)}")
                found.append(TemplateColumn(path, self.texts(labels, f"{key}.{column}")))
        return tuple(found)


def _size(pattern: str) -> int:
    """How many characters a regular expression has when its counted repeats are written out."""
    sizes, last = [0], 0  # of the open groups, outermost first; and of the piece before
    for piece in _PIECE.finditer(pattern):
        text = piece[0]
        if text == "(":
            sizes.append(0)
            last = 0
        elif text == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif piece[1] or piece[2]:
            more = last * (max(int((piece[1] or "0")[:9]), int((piece[2] or "0")[:9])) - 1)
            sizes[-1] += more
            last += more
        else:
            sizes[-1] += 1
            last = 1
    return sum(sizes)


def fixed_value(spec: FieldSpec, text: str, habits: Habits) -> Any:
    """A template's own writing of a value: plain (1234.50, 2026-11-21) or as its documents write it; None where it is none."""
    if spec.kind is Kind.CHOICE:
        return text if text in spec.choices else None
    if spec.kind in (Kind.TEXT, Kind.NAME, Kind.ADDRESS, Kind.IDENTIFIER):
        return text
    plain: dict[Kind, Callable[[str], Any]] = {
        Kind.MONEY: Decimal,
        Kind.NUMBER: Decimal,
        Kind.PERCENT: Decimal,
        Kind.DATE: date.fromisoformat,
        Kind.TIME: time.fromisoformat,
        Kind.DATETIME: datetime.fromisoformat,
    }
    if spec.kind in plain:
        try:
            value = plain[spec.kind](text)
        except (ValueError, InvalidOperation):
            pass
        else:
            return None if isinstance(value, Decimal) and not value.is_finite() else value
    readings = [reading for reading in BY_NAME[spec.kind.value].parse(text, habits) if not reading.repaired]
    return readings[0].value if readings and readings[0].likelihood > 0.3 else None
