"""Doubts about values that are well read and do not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from extractor.document import Candidate, FieldValue, Issue, Reading, Severity
from extractor.find.parties.line_words import whole_words
from extractor.schemas.label_book import LabelBook
from extractor.schemas.record import FieldSpec, Kind, NotAfter, Product, Role, Rule, Sum, spec_path
from extractor.schemas.verdicts import CENT, gap_of, rule_text
from extractor.values import UNKNOWN, iban, percent
from extractor.values import date as dates

_LIKE_A_DAY = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{1,4}|\d{4}([./-])\d{1,2}\2\d{1,2}")
WEAKLY = 0.25  # strength of a label that is some sign of the field
LIKELY = 0.5  # how likely a printed figure must be an amount at all
FEW_DAYS = 400  # no payment is due later than so many days after its bill
CLEARLY = 0.6  # strength of a label that names one field
SURE_RIVAL = 0.9  # a candidate so probable beside the answer makes two of them
SURE = 0.8  # a candidate so probable was left out for a reason that is worth a look
NEARLY = 0.5  # how probable another account must be, as a part of the chosen one's probability
APART = 0.06  # of a page's height: accounts that stand closer are one party's
NAMED = 0.3  # strength of a label that names a currency
SAME_ROW = 0.5  # share of a value's height that a line in its row has in common with it
FAR = 0.15  # of a page's width, that a group of figures may stand before the next
_ONE_GROUP = re.compile(r"\d{3}[.,]\d\d")
_GROUP = re.compile(r"[1-9]\d{0,2}")
SLACK = 5  # cents that rounding may move a total
LONG = 6  # characters of a number that is hardly ever alike by chance


def figure_doubts(
    specs: Sequence[FieldSpec],
    rules: Sequence[Rule],
    values: Mapping[str, FieldValue],
    printed: Sequence[Candidate],
    readings: Sequence[Reading],
    book: LabelBook,
) -> Iterator[Issue]:
    """Warnings about the answers. `printed`: the candidates that stand on a page."""
    amounts = {abs(c.value) for c in printed if isinstance(c.value, Decimal) and c.features.get("likelihood", 1.0) >= LIKELY}
    required = {spec.path for spec in specs if spec.required}
    for rule in rules:
        if isinstance(rule, Sum) and not rule.usual:
            yield from _too_large(rule, values)
            yield from _off_by_a_cent(rule, required, values)
            yield from _unexplained(rule, rules, values, amounts)
            yield from _not_its_rate(rule, rules, values, amounts)
            yield from _not_the_rate_beside(rule, rules, values, amounts, readings)
            yield from _without_its_rate(rule, rules, values, amounts, readings)
        elif isinstance(rule, NotAfter):
            yield from _days_apart(rule, values, printed)
    for spec in specs:
        if spec.path in values and spec.rows is None and spec.kind is Kind.MONEY:
            yield from _less_likely(spec, values, printed)
            if spec.required:
                yield from _of_more_groups(values[spec.path], readings)
        if spec.path in values and spec.required and spec.kind is Kind.DATE:
            yield from _not_of_the_document(spec, values[spec.path], printed, readings)
        if spec.path in values and spec.kind is Kind.IBAN:
            yield from _accounts(spec, values[spec.path], printed)
            others = [word for name in ("donation", "your_account") for word in book.line_words.get(name, ())]
            yield from _of_no_payee(values[spec.path], readings, others)
        elif spec.kind is Kind.IBAN:
            yield from _disproved(spec, printed)
        if spec.path in values and spec.kind is Kind.CURRENCY:
            yield from _of_another_amount(spec, specs, values, printed, readings)
        if spec.path in values and spec.required and spec.kind is Kind.IDENTIFIER:
            yield from _said_otherwise(spec, values[spec.path], values)


def _too_large(rule: Sum, values: Mapping[str, FieldValue]) -> Iterator[Issue]:
    """A share of a total that is more than the total: one of the two is another figure."""
    total = values.get(rule.total)
    if any(term in values for term in rule.minus):
        return  # what is taken off again may be the most of it: an earlier balance that was paid
    for share in (values[term] for term in rule.plus[1:] if term in values):
        if total is not None and isinstance(share.value, Decimal) and abs(share.value) > abs(total.value) > 0:
            said = f"{share.path} {share.value} is more than {rule.total} {total.value}, of which it is a part"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (share.path, rule.total))


def _off_by_a_cent(rule: Sum, required: set[str], values: Mapping[str, FieldValue]) -> Iterator[Issue]:
    """A required total that its parts make but for a cent or two: no row was rounded, so its last figure may be misread."""
    plain = {path: value.value for path, value in values.items() if isinstance(value.value, Decimal)}
    gap = gap_of(rule, plain) if rule.total in required and not any("[]" in term for term in rule.plus) else None
    if gap is not None and rule.total in plain and 0 < gap <= CENT * max(len(rule.plus), 2):
        said = f"{rule.total} {plain[rule.total]} is {gap} off what {rule_text(rule)} makes"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))


def _less_likely(spec: FieldSpec, values: Mapping[str, FieldValue], printed: Sequence[Candidate]) -> Iterator[Issue]:
    """An amount that only sums speak for, where a likelier one was passed over that the record has nowhere else."""
    value = values[spec.path]
    own = [c for c in printed if c.path == spec.path and c.value == value.value]
    if any(c.features.get("strength", 0.0) >= WEAKLY for c in own) or not isinstance(value.value, Decimal):
        return
    least, used = max([SURE_RIVAL, *(c.score for c in own)]), {abs(v.value) for v in values.values() if isinstance(v.value, Decimal)}
    others = [c for c in printed if c.path == spec.path and c.score >= least and abs(c.value) not in used]
    if others:
        said = f"{spec.path}: {value.value} ({value.evidence.split(';')[0]}); a label names {others[0].text!r}"
        yield Issue("ambiguous_amount", Severity.WARNING, said, (spec.path,))


def _unexplained(rule: Sum, rules: Sequence[Rule], values: Mapping[str, FieldValue], amounts: set[Decimal]) -> Iterator[Issue]:
    """Two totals that differ, where what should lie between them was not found and no printed figure is the difference. For a first
    term that was not found either its rows stand, if all of them have the figure."""
    needed = [term for term in rule.plus if term not in rule.optional]
    if rule.total not in values or len(needed) < 2 or any("[]" in term for term in needed) or any(t in values for t in needed[1:]):
        return
    base = values[needed[0]].value if needed[0] in values else _of_rows(needed[0], rules, values)
    total = values[rule.total].value
    if not isinstance(base, Decimal) or not isinstance(total, Decimal):
        return
    more = [values[term].value for term in rule.optional if term in rule.plus and term in values]
    less = [abs(values[term].value) for term in rule.minus if term in values]
    gap = abs(total - base - sum(more, Decimal(0)) + sum(less, Decimal(0)))
    if gap > SLACK * CENT and gap not in amounts:
        said = f"{rule.total} {total} and {needed[0]} {base} differ, and nothing on the page says by what"
        yield Issue("ambiguous_amount", Severity.WARNING, said, tuple(term for term in (rule.total, needed[0]) if term in values))


def _of_rows(path: str, rules: Sequence[Rule], values: Mapping[str, FieldValue]) -> Decimal | None:
    """What the rows make of a total that was not found."""
    for rule in (rule for rule in rules if isinstance(rule, Sum) and rule.total == path and "[]" in rule.plus[0]):
        group, _, column = rule.plus[0].partition("[].")
        numbers = {place.split(".")[1] for place in values if place.startswith(f"{group}.")}
        figures = [values.get(f"{group}.{number}.{column}") for number in sorted(numbers)]
        found = [figure.value for figure in figures if figure is not None and isinstance(figure.value, Decimal)]
        if found and len(found) == len(figures):
            more = sum((values[term].value for term in rule.plus[1:] if term in values), Decimal(0))
            return sum(found, Decimal(0)) + more - sum((abs(values[term].value) for term in rule.minus if term in values), Decimal(0))
    return None


def _not_its_rate(rule: Sum, rules: Sequence[Rule], values: Mapping[str, FieldValue], amounts: set[Decimal]) -> Iterator[Issue]:
    """The one share of a total that is not what its rate makes of the base, nor of any printed figure."""
    for product in (other for other in rules if isinstance(other, Product) and other.percents):
        if f"{product.rows}[].{product.result}" not in _parts_of(rule, rules):
            continue
        base_name = next((name for name in product.factors if name not in product.percents), None)
        rows = sorted({path.split(".")[1] for path in values if path.startswith(f"{product.rows}.")})
        if len(rows) != 1 or len(product.factors) != 2 or base_name is None or f"{product.rows}.{rows[0]}.{base_name}" in values:
            continue
        rate = values.get(f"{product.rows}.{rows[0]}.{product.percents[0]}")
        share = next((values[term] for term in rule.plus[1:] if term in values), None)
        base = values.get(rule.plus[0])
        if rate is None or share is None or base is None or not rate.value or not share.value:
            continue
        lines = max((int(part) + 1 for path in values for part in path.split(".") if part.isdigit()), default=0)
        slack = max(2 * CENT, CENT * (lines + 1) / 2)
        if not any(abs(abs(figure) * rate.value / 100 - abs(share.value)) <= slack for figure in (base.value, *amounts)):
            said = f"{share.path} {share.value} is not {rate.value:f} % of {rule.plus[0]} {base.value}, nor of any figure on the page"
            yield Issue(product.code, Severity.WARNING, said, (share.path, rule.plus[0], rule.total))


def _not_the_rate_beside(
    rule: Sum, rules: Sequence[Rule], values: Mapping[str, FieldValue], amounts: set[Decimal], readings: Sequence[Reading]
) -> Iterator[Issue]:
    """A share of a total that the only rate in its line does not make of any printed figure, nor of the total that holds it."""
    for product in (other for other in rules if isinstance(other, Product) and other.percents):
        if f"{product.rows}[].{product.result}" not in _parts_of(rule, rules) or any(p.startswith(f"{product.rows}.") for p in values):
            continue
        share = next((values[term] for term in rule.plus[1:] if term in values), None)
        if share is None or not isinstance(share.value, Decimal) or not share.value or share.box is None:
            continue
        rates = {rate for text in _beside(share, readings) for rate in _rates(text)}
        wholes = {abs(v.value) for v in values.values() if isinstance(v.value, Decimal)} | amounts
        rate = next(iter(rates)) if len(rates) == 1 else Decimal(0)
        if rate and not any(
            abs(whole * part - abs(share.value)) <= SLACK * CENT for whole in wholes for part in (rate / 100, rate / (100 + rate))
        ):
            said = f"{share.path} {share.value} is not {rate:f} % of any figure on the page"
            yield Issue(product.code, Severity.WARNING, said, (share.path, rule.total))


def _without_its_rate(
    rule: Sum, rules: Sequence[Rule], values: Mapping[str, FieldValue], amounts: set[Decimal], readings: Sequence[Reading]
) -> Iterator[Issue]:
    """A total to which no share was added, where another printed figure is that total with a printed rate: it may be the base."""
    shares = {f"{product.rows}[].{product.result}" for product in rules if isinstance(product, Product) and product.percents}
    total = values.get(rule.total)
    if total is None or not shares & _parts_of(rule, rules) or any(values[term].value for term in rule.plus[1:] if term in values):
        return
    for rate in sorted({rate for reading in readings for line in reading.lines for rate in _rates(line.text)}):
        more = next((figure for figure in amounts if abs(abs(total.value) * (1 + rate / 100) - figure) <= CENT), None)
        if more is not None:
            said = f"{rule.total}: {total.value}, or {more}, which is that with the {rate.normalize():f} % that the page prints"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (rule.total,))
            return


def _beside(value: FieldValue, readings: Sequence[Reading]) -> list[str]:
    """The texts of the lines that stand in one row with a value."""
    return [
        line.text
        for reading in readings
        if reading.page == value.page and value.box is not None
        for line in reading.lines
        if line.words and value.box.overlap_y(reading.to_page(line.box)) > SAME_ROW
    ]


def _rates(text: str) -> list[Decimal]:
    return [abs(m.value) for m in percent.find(text, UNKNOWN) if "%" in m.text and isinstance(m.value, Decimal) and m.value]


def _of_more_groups(value: FieldValue, readings: Sequence[Reading]) -> Iterator[Issue]:
    """A total that no sum proves, with three figures before its decimals, and a lone number of up to three right before it: they may be
    the groups of one amount."""
    if value.proved or value.box is None or not _ONE_GROUP.fullmatch(value.text.strip(" €$£")):
        return
    for reading in (reading for reading in readings if reading.page == value.page):
        row = [(reading.to_page(w.box), w.text) for w in reading.words if value.box.overlap_y(reading.to_page(w.box)) > SAME_ROW]
        before = [(box, text) for box, text in row if box.right <= value.box.left + 0.001]
        nearest = max(before, key=lambda item: item[0].right, default=None)
        if nearest is not None and _GROUP.fullmatch(nearest[1]) and value.box.left - nearest[0].right <= FAR:
            said = f"{value.path}: {value.text!r} may be the end of '{nearest[1]} {value.text}'"
            yield Issue("ambiguous_amount", Severity.WARNING, said, (value.path,))


def _of_no_payee(value: FieldValue, readings: Sequence[Reading], words: Sequence[str]) -> Iterator[Issue]:
    """An account beside words that say that it is not the payee's: the reader's own, or one for donations."""
    others = whole_words(tuple(words))
    if any(others.search(text) for text in _beside(value, readings)):
        said = f"{value.path}: {value.text!r} may not be the payee's account"
        yield Issue("ambiguous_account", Severity.WARNING, said, (value.path,))


def _parts_of(rule: Sum, rules: Sequence[Rule]) -> set[str]:
    """The columns whose sums are shares of the rule's total."""
    return {term for other in rules if isinstance(other, Sum) and other.total in rule.plus[1:] for term in other.plus}


def _days_apart(rule: NotAfter, values: Mapping[str, FieldValue], printed: Sequence[Candidate]) -> Iterator[Issue]:
    """Two days so far apart that one of them is misread; or a likely later day that was left out because it lies before the earlier."""
    earlier, later = values.get(rule.earlier), values.get(rule.later)
    if earlier is None or not isinstance(earlier.value, date):
        return
    if later is not None and isinstance(later.value, date) and (later.value - earlier.value).days > FEW_DAYS:
        said = f"{rule.later} {later.value} lies {(later.value - earlier.value).days} days after {rule.earlier} {earlier.value}"
        yield Issue("dates_far_apart", Severity.WARNING, said, (rule.earlier, rule.later))
    rivals = [
        c
        for c in printed
        if c.path == rule.later and later is not None and c.value != later.value and (c.score >= SURE_RIVAL or _is_called_so(c))
    ]
    if later is not None and rivals and not later.proved:
        yield Issue(
            "ambiguous_date", Severity.WARNING, f"{rule.later}: {later.text!r} or {rivals[0].text!r}; the page gives several", (rule.later,)
        )
    left_out = max((c for c in printed if c.path == rule.later), key=lambda c: c.score, default=None)
    if later is None and left_out is not None and left_out.score >= SURE and left_out.value < earlier.value:
        said = f"{rule.later}: {left_out.text!r} ({left_out.evidence}) lies before {rule.earlier} {earlier.value}"
        yield Issue(rule.code, Severity.WARNING, said, (rule.earlier,))


def _is_called_so(day: Candidate) -> bool:
    """Whether a label names a likely day, and hardly any other field."""
    return day.score >= SURE and day.features.get("strength", 0.0) >= CLEARLY and day.features.get("rival", 0.0) < WEAKLY


def _not_of_the_document(spec: FieldSpec, value: FieldValue, printed: Sequence[Candidate], readings: Sequence[Reading]) -> Iterator[Issue]:
    """A day in another year than all others of the page; or one that no label names, where what looks like a day cannot be one."""
    days = {c.value for c in printed if type(c.value) is date and c.box != value.box and c.features.get("likelihood", 1.0) >= LIKELY}
    if type(value.value) is date and len(days) > 1 and min(abs((day - value.value).days) for day in days) > FEW_DAYS:
        said = f"{spec.path} {value.value} lies more than {FEW_DAYS} days from every other day of the document"
        yield Issue("dates_far_apart", Severity.WARNING, said, (spec.path,))
    own = [c for c in printed if c.path == spec.path and c.value == value.value]
    if not own or any(c.features.get("strength", 0.0) >= WEAKLY for c in own):
        return
    words = (word.text.strip(".,;:()") for reading in readings for line in reading.lines for word in line.words)
    broken = next((word for word in words if _LIKE_A_DAY.fullmatch(word) and not dates.find(word, UNKNOWN)), None)
    if broken is not None:
        said = f"{spec.path}: no label names {value.text!r}, and {broken!r} on the page cannot be read as a day"
        yield Issue("ambiguous_date", Severity.WARNING, said, (spec.path,))


def _accounts(spec: FieldSpec, value: FieldValue, printed: Sequence[Candidate]) -> Iterator[Issue]:
    """An account whose check digits are wrong; another one elsewhere on the page that is as likely meant."""
    if not iban.has_right_check_digits(str(value.value)):
        yield Issue("bad_check_digits", Severity.WARNING, f"{spec.path}: the check digits of {value.text!r} are wrong", (spec.path,))
    own = [c for c in printed if c.path == spec.path and c.value == value.value]
    best = max((c.score for c in own), default=0.0)
    for other in printed:
        if other.path != spec.path or other.value == value.value or other.score < max(NEARLY * best, LIKELY):
            continue
        if not any(_stand_together(c, other) for c in own):
            yield Issue(
                "ambiguous_account",
                Severity.WARNING,
                f"{spec.path}: {value.text!r} or {other.text!r}, which stands elsewhere",
                (spec.path,),
            )
            return


def _disproved(spec: FieldSpec, printed: Sequence[Candidate]) -> Iterator[Issue]:
    """An account that is not given, since it was misread."""
    wrong = (c for c in printed if c.path == spec.path and not iban.has_right_check_digits(str(c.value)))
    if (read := next(wrong, None)) is not None:
        said = f"{spec.path}: the check digits of {read.text!r} are wrong, so that it is not given"
        yield Issue("bad_check_digits", Severity.WARNING, said, (spec.path,))


def _of_another_amount(
    spec: FieldSpec,
    specs: Sequence[FieldSpec],
    values: Mapping[str, FieldValue],
    printed: Sequence[Candidate],
    readings: Sequence[Reading],
) -> Iterator[Issue]:
    """A currency that stands nowhere but beside figures that the record does not have, and is not that of the issuer's country."""
    value, money = values[spec.path], {other.path for other in specs if other.kind is Kind.MONEY}
    signs = [c for c in printed if c.path == spec.path and c.value == value.value]
    taken = {_figures(other.text) for path, other in values.items() if spec_path(path) in money}
    if not signs or any(c.features.get("strength", 0.0) >= NAMED for c in signs) or value.value in _usual_currencies(specs, values):
        return
    if all(_beside_others(sign, readings, taken) for sign in signs):
        yield Issue("ambiguous_currency", Severity.WARNING, f"{spec.path}: {value.text!r} stands beside another amount alone", (spec.path,))


def _beside_others(sign: Candidate, readings: Sequence[Reading], taken: set[str]) -> bool:
    """Whether a figure stands next to the sign in its line, and none that is taken."""
    for reading in (reading for reading in readings if reading.page == sign.page):
        for line in reading.lines:
            centers = [reading.to_page(word.box).center for word in line.words]
            here = [n for n, center in enumerate(centers) if sign.box is not None and sign.box.contains_point(*center)]
            if here:
                near = {_figures(word.text) for word in line.words[max(here[0] - 1, 0) : here[-1] + 2]} - {""}
                return bool(near) and not any(_is_end(part, figure) for part in near for figure in taken)
    return False


def _is_end(part: str, figure: str) -> bool:
    """Whether a word's figures are an amount's, or its last: 1 234,50 is two words."""
    return part == figure or (len(part) > 2 and figure.endswith(part))


def _usual_currencies(specs: Sequence[FieldSpec], values: Mapping[str, FieldValue]) -> set[str]:
    """What is paid with in the countries of the issuer's account, VAT id and address."""
    from babel.core import get_global

    told = (spec for spec in specs if spec.path in values and (spec.kind is Kind.IBAN or spec.role is Role.ISSUER))
    countries = {str(values[s.path].value)[:2] for s in told if s.kind in (Kind.IBAN, Kind.VAT_ID, Kind.COUNTRY)}
    known = get_global("territory_currencies")
    return {code for country in countries for code, _, end, tender in known.get(country, ()) if tender and end is None}


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _stand_together(one: Candidate, other: Candidate) -> bool:
    if one.box is None or other.box is None or one.page != other.page:
        return False
    return max(one.box.top, other.box.top) - min(one.box.bottom, other.box.bottom) <= APART


def _said_otherwise(spec: FieldSpec, value: FieldValue, values: Mapping[str, FieldValue]) -> Iterator[Issue]:
    """A number that another one on the page repeats but for one sign: one of the two was misread or mistyped."""
    mine = _bare(str(value.value))
    for path, other in values.items():
        theirs = _bare(str(other.value)) if path.endswith("reference") and isinstance(other.value, str) else ""
        if len(mine) >= LONG and len(mine) == len(theirs) and sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1:
            yield Issue(
                "mentions_differ",
                Severity.WARNING,
                f"{spec.path} {value.text!r} and {path} {other.text!r} differ in one sign",
                (spec.path, path),
            )


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
