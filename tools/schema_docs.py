"""Writes the field tables of docs/schemas.md from the models themselves: `python -m tools.schema_docs`.

What stands above the marker is written by hand and kept.
"""

from __future__ import annotations

from pathlib import Path

from extractor import catalog
from extractor.schemas.record import FieldSpec, NotAfter, Product, Record, Rule, Sum, field_specs

PAGE = Path(__file__).resolve().parent.parent / "docs" / "schemas.md"
MARKER = "<!-- Below this line: written by `python -m tools.schema_docs`. -->"


def page(by_hand: str) -> str:
    """The whole page: what was written by hand, then one section for each built-in document type."""
    sections = [section(name, catalog.schema(name)) for name in catalog.BUILT_IN]
    return f"{by_hand.rstrip()}\n\n{MARKER}\n\n" + "\n".join(sections)


def section(name: str, model: type[Record]) -> str:
    lines = [f"## {name}", "", str(model.__doc__).strip(), "", "| field | kind | what it is |", "| --- | --- | --- |"]
    lines += [row(spec) for spec in field_specs(model)]
    if model.required:
        lines += ["", f"Never accepted without: {', '.join(f'`{field}`' for field in model.required)}."]
    if model.rules:
        lines += ["", "Rules, by the code of the issue that a broken one makes:", ""]
        lines += [f"- `{rule.code}`: {told(rule)}" for rule in model.rules]
    return "\n".join(lines) + "\n"


def row(spec: FieldSpec) -> str:
    kind = f"{spec.kind.value}: {', '.join(spec.choices)}" if spec.choices else spec.kind.value
    return f"| `{spec.path}` | {kind} | {spec.description} |"


def told(rule: Rule) -> str:
    """A rule as an equation."""
    match rule:
        case Sum():
            terms = [f"+ {part}" for part in rule.plus] + [f"- {part}" for part in rule.minus]
            marked = [f"{term} (if any)" if term[2:] in rule.optional else term for term in terms]
            total = f"`{rule.total}`" if rule.or_total is None else f"`{rule.total}` or `{rule.or_total}`"
            proof = "; usual: a proof where it holds, no issue where it does not" if rule.usual else ""
            either = f"; {', '.join(rule.either)} counts, or is in another term already" if rule.either else ""
            return f"{total} = {' '.join(marked).removeprefix('+ ')}{either}{proof}"
        case Product():
            factors = [f"{factor} / 100" if factor in rule.percents else factor for factor in rule.factors]
            off = [*([rule.minus] if rule.minus else []), *([f"{rule.rebate} % of it"] if rule.rebate else [])]
            less = f", less {' or '.join(off)} (if any)" if off else ""
            return f"in each row of `{rule.rows}`, {rule.result} = {' x '.join(factors)}{less}"
        case NotAfter():
            return f"`{rule.earlier}` is not after `{rule.later}`"


def main() -> None:
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8").partition(MARKER)[0]), encoding="utf-8")


if __name__ == "__main__":
    main()
