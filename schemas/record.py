"""`Record`, the base of every document type, and the types and markers that tell the engine what to look for.

    class Permit(Record):
        permit_number: str | None = None                                   # found by its own name: "Permit No."
        holder: Annotated[str | None, Labels("Holder", "Issued to")] = None
        valid_until: date | None = None
        fee: Money | None = None

The type says what kind of value a field is; `Labels` say how pages name it; `rules` say what must be true of the whole.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

from extractor.quick import dataclass


class Kind(StrEnum):
    """What a leaf's value is; each kind but TEXT, NAME and CHOICE has a parser of that name in `extractor.values`."""

    TEXT = "text"  # free words
    NAME = "name"  # of a company or a person
    IDENTIFIER = "identifier"  # an invoice number, an order number
    MONEY = "money"
    NUMBER = "number"  # a quantity
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    CURRENCY = "currency"  # ISO 4217
    COUNTRY = "country"  # ISO 3166-1 alpha-2
    IBAN = "iban"
    BIC = "bic"
    CARD = "card"  # the last digits of a payment card
    VAT_ID = "vat_id"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    ADDRESS = "address"  # one text, lines joined with a comma
    CHECKBOX = "checkbox"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Is:
    """Marks a leaf's kind where its Python type alone does not tell it."""

    kind: Kind


class Labels:
    """How pages name a field, in any language: `Annotated[date, Labels("Due", "Payable by")]`."""

    __slots__ = ("texts",)

    def __init__(self, *texts: str) -> None:
        if not texts:
            raise ValueError("Labels needs at least one text")
        self.texts = texts


class Role(StrEnum):
    """Which side of a business document a party is; says where to look when no label names it."""

    ISSUER = "issuer"  # letterhead, footer, bank details
    RECIPIENT = "recipient"  # address window, "bill to"
    OTHER = "other"  # only where a label names it


class Use(StrEnum):
    """What a number, an amount or a text is for, where its kind does not tell: `Annotated[Identifier | None, Use.ACCOUNT]`."""

    ACCOUNT = "account"  # an account at a bank, by another number than an IBAN
    REFERENCE = "reference"  # what a payment is to say: often the document's own number again
    TO_PAY = "to_pay"  # the amount that is asked for
    EARLIER = "earlier"  # the number of the paper that this one is about: the invoice that a credit note credits
    PAPER = "paper"  # the number of another paper, which may have a day of its own beside it: an order, a contract
    KEPT = "kept"  # the part of a total that the payer keeps back
    MEANS = "means"  # by what is paid: "bank transfer"


class Rows(StrEnum):
    """How a list of models stands on a page: `Annotated[list[Pair], Rows.PAIRS]`."""

    TABLE = "table"  # one row of a table each (line items, tax rows)
    PAIRS = "pairs"  # every label on the page with its value
    CHECKBOXES = "checkboxes"  # every check box with its label
    CELLS = "cells"  # every cell of every table
    BLOCKS = "blocks"  # repeated blocks of labelled fields (the legs of a journey)


class When:
    """Marks a leaf of a row that is there only for some values of the row's choice: `When("hotel")`."""

    __slots__ = ("choices",)

    def __init__(self, *choices: str) -> None:
        self.choices = choices


class Says:
    """Words by which a page says one value of a choice, in any language: `Says(hotel=["hotel", "check-in"])`.

    On a text field: the only words that its value may be, given as the page has them.
    """

    __slots__ = ("words",)

    def __init__(self, **words: Iterable[str]) -> None:
        self.words = tuple((choice, tuple(texts)) for choice, texts in words.items())


Money = Annotated[Decimal, Is(Kind.MONEY)]
Quantity = Annotated[Decimal, Is(Kind.NUMBER)]
Percent = Annotated[Decimal, Is(Kind.PERCENT)]
Identifier = Annotated[str, Is(Kind.IDENTIFIER)]
Name = Annotated[str, Is(Kind.NAME)]
Currency = Annotated[str, Is(Kind.CURRENCY)]
Country = Annotated[str, Is(Kind.COUNTRY)]
Iban = Annotated[str, Is(Kind.IBAN)]
Bic = Annotated[str, Is(Kind.BIC)]
CardDigits = Annotated[str, Is(Kind.CARD)]
VatId = Annotated[str, Is(Kind.VAT_ID)]
Email = Annotated[str, Is(Kind.EMAIL)]
Phone = Annotated[str, Is(Kind.PHONE)]
Url = Annotated[str, Is(Kind.URL)]
AddressText = Annotated[str, Is(Kind.ADDRESS)]


class Part(BaseModel):
    """Base of the models that a Record is composed of."""

    model_config = ConfigDict(extra="forbid")


class Address(Part):
    """A postal address in parts (EN 16931 BG-5, BG-8)."""

    street: Annotated[str | None, Field(description="BT-35 of the seller, BT-50 of the buyer, BT-75 of the delivery")] = None
    additional: Annotated[str | None, Field(description="BT-36, BT-51, BT-76: a second line")] = None
    postal_code: Annotated[str | None, Field(description="BT-38, BT-53, BT-78")] = None
    city: Annotated[str | None, Field(description="BT-37, BT-52, BT-77")] = None
    region: Annotated[str | None, Field(description="BT-39, BT-54, BT-79: state or province")] = None
    country: Annotated[Country | None, Field(description="BT-40, BT-55, BT-80: ISO 3166-1 code")] = None


class Party(Part):
    """A seller, buyer, payee or place of delivery (EN 16931 BG-4, BG-7, BG-10, BG-13)."""

    name: Annotated[Name | None, Field(description="BT-27 (seller), BT-44 (buyer), BT-59 (payee), BT-70 (delivery)")] = None
    address: Address = Address()
    vat_id: Annotated[VatId | None, Field(description="BT-31 of the seller, BT-48 of the buyer")] = None
    tax_number: Annotated[Identifier | None, Field(description="BT-32 tax number that is no VAT id")] = None
    registration_number: Annotated[Identifier | None, Field(description="BT-30, BT-47, BT-61: number in a register of companies")] = None
    contact: Annotated[Name | None, Field(description="BT-41, BT-56: contact person")] = None
    email: Annotated[Email | None, Field(description="BT-43, BT-58")] = None
    phone: Annotated[Phone | None, Field(description="BT-42, BT-57")] = None
    website: Annotated[Url | None, Field(description="as printed")] = None


@dataclass(frozen=True, slots=True)
class Sum:
    """total = plus - minus, to a cent a term. A path with `[]` stands for the sum over all rows.

    Terms in `optional` count as 0 when absent; the rule is silent while any other term is absent.
    `or_total` names another total that it may make instead: lines are priced without tax, or with it.
    A term in `reckoned` that the page does not say is given all the same, as computed, where all the others are sure.
    A `usual` sum is true of most pages and not of all (prices may have the tax in them): where it holds it is a proof,
    where it does not it says nothing.
    A term in `either` counts, or is in another term already: some pages round the total itself, others what is due of it.
    """

    code: str
    total: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    exact: bool = False  # no cent may be lost: cash and change are not rounded
    reckoned: tuple[str, ...] = ()
    or_total: str | None = None
    usual: bool = False
    either: tuple[str, ...] = ()
    needed: tuple[str, ...] = field(init=False, repr=False, compare=False)  # the terms that are added and may not lack
    totals: tuple[str, ...] = field(init=False, repr=False, compare=False)  # what it may make

    def __post_init__(self) -> None:
        object.__setattr__(self, "needed", tuple(term for term in self.plus if term not in self.optional))
        object.__setattr__(self, "totals", (self.total,) if self.or_total is None else (self.total, self.or_total))


@dataclass(frozen=True, slots=True)
class Product:
    """In each row of `rows`: result = product of factors; a factor in `percents` counts as a hundredth.

    `minus` is an amount that a row may take off its product, `rebate` the same in percent of it; prices may be printed with it taken off.
    """

    code: str
    rows: str
    result: str
    factors: tuple[str, ...]
    percents: tuple[str, ...] = ()
    minus: str | None = None
    rebate: str | None = None


@dataclass(frozen=True, slots=True)
class NotAfter:
    """A date that may not lie after another."""

    code: str
    earlier: str
    later: str


Rule = Sum | Product | NotAfter


class Record(BaseModel):
    """Base of every document type. Fields should be optional: what is not on the page is None, never a default."""

    model_config = ConfigDict(extra="forbid")

    rules: ClassVar[tuple[Rule, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()  # dotted names without which a record is never accepted
    identity: ClassVar[tuple[str, ...]] = ()  # dotted names that tell one document of this type from another

    @classmethod
    def schema_name(cls) -> str:
        """How the JSON names this type: invoice, receipt ..."""
        return cls.__name__.lower()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One leaf of a record as the engine sees it.

    `path` is dotted (`seller.name`); a leaf in a list of models has `[]` after the list (`line_items[].amount`).
    `parents` are the names of the models on the way (`Party`), outermost first. `role` is the nearest party's.
    `labels` are the field's own `Labels`, if any; `group_labels` those of the model or list it stands in.
    `layout` says how the list it is a column of stands on the page (None outside lists).
    `required`: the record is not accepted without it. `when`: the values of its row's choice for which it is there at all;
    `says`: for a choice, the words by which a page says each value. `use`: what the field is for, where it is said.
    """

    path: str
    kind: Kind
    labels: tuple[str, ...] = ()
    description: str = ""
    role: Role | None = None
    parents: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    required: bool = False
    group_labels: tuple[str, ...] = ()
    layout: Rows | None = None
    when: tuple[str, ...] = ()
    says: tuple[tuple[str, tuple[str, ...]], ...] = ()
    use: Use | None = None
    name: str = field(init=False, repr=False, compare=False)  # the last part of the path
    rows: str | None = field(init=False, repr=False, compare=False)  # the list that this leaf is a column of

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.path.rsplit(".", 1)[-1])
        object.__setattr__(self, "rows", self.path.split("[]")[0] if "[]" in self.path else None)


def filled_leaves(content: Any, before: str = "") -> list[tuple[str, Any]]:
    """Dotted path and value of all that is filled in a record's plain data (`model_dump`), rows numbered from 0: line_items.0.amount."""
    found: list[tuple[str, Any]] = []
    for name, inner in content.items() if isinstance(content, dict) else enumerate(content):
        if isinstance(inner, (dict, list)):
            found += filled_leaves(inner, f"{before}{name}.")
        elif inner is not None and inner != "":
            found.append((f"{before}{name}", inner))
    return found


def leaf_at(content: Any, path: str) -> Any:
    """What stands at a dotted path of a record's plain data; None where the way there ends."""
    for part in path.split("."):
        content = content.get(part) if isinstance(content, Mapping) else None
    return content


@lru_cache(maxsize=4096)
def is_of_row(path: str) -> bool:
    """Whether a leaf of a record is one of a row: line_items.0.amount."""
    return any(map(str.isdigit, path.split(".")))


@lru_cache(maxsize=4096)  # asked again and again for the same leaves
def spec_path(path: str) -> str:
    """line_items.0.amount -> line_items[].amount: a leaf of a record to that of its model."""
    return re.sub(r"\.\d+(?=\.|$)", "[]", path)


@cache
def field_specs(model: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """All leaves of a model, in the model's order. Raises TypeError on a field whose type has no kind."""
    required = getattr(model, "required", ())
    return tuple(_leaves(model, "", (), None, (), None, frozenset(required)))


_PLAIN_KINDS: dict[type, Kind] = {
    str: Kind.TEXT,
    Decimal: Kind.NUMBER,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    bool: Kind.CHECKBOX,
    date: Kind.DATE,
    datetime: Kind.DATETIME,
    time: Kind.TIME,
}


def _leaves(
    model: type[BaseModel],
    prefix: str,
    parents: tuple[str, ...],
    role: Role | None,
    group_labels: tuple[str, ...],
    layout: Rows | None,
    required: frozenset[str],
) -> Iterator[FieldSpec]:
    for name, info in model.model_fields.items():
        annotation, markers = _unwrap(info.annotation, tuple(info.metadata))
        path = f"{prefix}{name}"
        labels = tuple(text for marker in markers if isinstance(marker, Labels) for text in marker.texts)
        own_role = next((marker for marker in markers if isinstance(marker, Role)), role)
        if get_origin(annotation) is list:
            item, _ = _unwrap(get_args(annotation)[0], ())
            if isinstance(item, type) and issubclass(item, BaseModel):
                rows = next((marker for marker in markers if isinstance(marker, Rows)), Rows.TABLE)
                yield from _leaves(item, f"{path}[].", (*parents, item.__name__), own_role, labels, rows, required)
                continue
            path, annotation = f"{path}[]", item
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from _leaves(annotation, f"{path}.", (*parents, annotation.__name__), own_role, labels, layout, required)
            continue
        kind, choices = _kind(annotation, markers, path, model)
        needed = path in required or (info.is_required() and "[]" not in path)
        when = tuple(choice for marker in markers if isinstance(marker, When) for choice in marker.choices)
        says = tuple(entry for marker in markers if isinstance(marker, Says) for entry in marker.words)
        use = next((marker for marker in markers if isinstance(marker, Use)), None)
        told = info.description or ""
        yield FieldSpec(path, kind, labels, told, own_role, parents, choices, needed, group_labels, layout, when, says, use)


def _unwrap(annotation: Any, markers: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Strip Optional and Annotated, gathering the markers met on the way."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            markers = (*markers, *more)
        elif get_origin(annotation) in (Union, types.UnionType):
            inner = [part for part in get_args(annotation) if part is not type(None)]
            if len(inner) != 1:
                return annotation, markers
            annotation = inner[0]
        else:
            return annotation, markers


def _kind(annotation: Any, markers: tuple[Any, ...], path: str, model: type[BaseModel]) -> tuple[Kind, tuple[str, ...]]:
    for marker in markers:
        if isinstance(marker, Is):
            return marker.kind, ()
    if get_origin(annotation) is Literal:
        return Kind.CHOICE, tuple(str(value) for value in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return Kind.CHOICE, tuple(str(member.value) for member in annotation)
    if annotation in _PLAIN_KINDS:
        kind = _PLAIN_KINDS[annotation]
        if kind is Kind.TEXT and _sounds_like_an_identifier(path):
            kind = Kind.IDENTIFIER
        return kind, ()
    raise TypeError(f"{model.__name__}.{path}: no kind of value is known for type {annotation!r}")


def _sounds_like_an_identifier(path: str) -> bool:
    return path.rsplit("_", 1)[-1].lower() in {"number", "no", "id", "code", "reference", "ref"}
