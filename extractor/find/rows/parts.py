"""What the columns of a list are for, told from kinds, labels and rules alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.rows.fits import TEXTS
from extractor.find.rows.labels import RowLabels
from extractor.quick import dataclass
from extractor.schemas.record import FieldSpec, Kind, Product, Rule


@dataclass(frozen=True, slots=True)
class Parts:
    """The paths of a list's columns, by duty."""

    main: str | None  # the text that a row is about, which may go over several lines
    unit: str | None
    ordinal: str | None
    products: tuple[Product, ...]
    results: frozenset[str]
    factors: frozenset[str]
    kinds: Mapping[str, Kind]
    code: str | None  # the number of what a row is about
    rebates: tuple[str | None, ...]
    result: str | None
    share: Product | None  # that of a rate, which a line may tell by itself


def ordered(rule: Product) -> tuple[str, ...]:
    """The factors of a product, those in percent last."""
    return (*[path for path in rule.factors if path not in rule.percents], *rule.percents) if rule.percents else rule.factors


def parts_of(columns: Sequence[FieldSpec], labels: RowLabels, rules: Sequence[Rule]) -> Parts:
    group = columns[0].rows or ""
    texts = [spec.path for spec in columns if spec.kind in TEXTS]
    ordinals = [spec.path for spec in columns if spec.kind in (Kind.TEXT, Kind.IDENTIFIER, Kind.NUMBER)]
    main = next((path for word in labels.texts for path in texts if labels.is_meaning(path, [word])), texts[0] if texts else None)
    ordinal = next((p for p in ordinals if p != main and labels.is_meaning(p, labels.ordinals)), None)
    unit = next((p for p in texts if p not in (main, ordinal) and labels.is_meaning(p, labels.units)), None)
    products = tuple(
        Product(
            rule.code,
            rule.rows,
            f"{group}[].{rule.result}",
            tuple(f"{group}[].{factor}" for factor in rule.factors),
            tuple(f"{group}[].{factor}" for factor in rule.percents),
            f"{group}[].{rule.minus}" if rule.minus else None,
            f"{group}[].{rule.rebate}" if rule.rebate else None,
        )
        for rule in rules
        if isinstance(rule, Product) and rule.rows == group
    ) or _implied(columns)
    return Parts(
        main,
        unit,
        ordinal,
        products,
        frozenset(rule.result for rule in products),
        frozenset(factor for rule in products for factor in rule.factors),
        {spec.path: spec.kind for spec in columns},
        next((spec.path for spec in columns if spec.kind is Kind.IDENTIFIER and spec.path not in (ordinal, main)), None),
        tuple(rule.rebate for rule in products),
        products[0].result if products else None,
        next((rule for rule in products if len(rule.factors) == 2 and len(rule.percents) == 1), None),
    )


def _implied(columns: Sequence[FieldSpec]) -> tuple[Product, ...]:
    """A list of one rate and two amounts says by its kinds alone that the second amount is the rate's share of the first."""
    rates = [spec.path for spec in columns if spec.kind is Kind.PERCENT]
    amounts = [spec.path for spec in columns if spec.kind is Kind.MONEY]
    if len(rates) != 1 or len(amounts) != 2 or any(spec.kind is Kind.NUMBER for spec in columns):
        return ()
    return (Product("", columns[0].rows or "", amounts[1], (amounts[0], rates[0]), (rates[0],)),)
