"""What codes say: a payment code the account, the amount and the reference; any other what it holds.

Sources: EPC069-12 (GiroCode), Swiss Implementation Guidelines QR-bill 2.x.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from extractor.document import BARCODE, Candidate
from extractor.find.codes import Code
from extractor.find.sheet import compact
from extractor.quick import dataclass
from extractor.schemas.label_files import line_words
from extractor.schemas.leaves import once, paths_alone
from extractor.schemas.record import FieldSpec, Kind, Role, Use
from extractor.values import bic, iban

SURE = 0.96  # of what a code says
NAME_SURE = 0.5  # a payment code's name is the account's, and may be shorter than the seller's


@dataclass(frozen=True, slots=True)
class Payment:
    """What a payment code says; amounts without one are None, texts without one empty."""

    iban: str
    bic: str
    name: str
    amount: Decimal | None
    currency: str
    reference: str


def payment_of(text: str) -> Payment | None:
    """The payment of an EPC code or a Swiss QR-bill; None for any other text."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lines += [""] * (32 - len(lines))
    if lines[0] == "BCD" and lines[3] in ("SCT", "INST"):
        amount = lines[7]
        currency = amount[:3] if amount[:3].isalpha() else ""
        return Payment(
            lines[6].replace(" ", ""), lines[4], lines[5], _amount(amount[3:] if currency else amount), currency, lines[9] or lines[10]
        )
    if lines[0] == "SPC":
        return Payment(lines[3].replace(" ", ""), "", lines[5], _amount(lines[18]), lines[19], lines[28] or lines[29])
    return None


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def wants_payment(specs: Sequence[FieldSpec]) -> bool:
    """Whether a schema has an account that a payment code could fill."""
    return bool(paths_alone(specs, Kind.IBAN))


def payment_candidates(codes: Sequence[Code], specs: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates from the first payment code of each page."""
    found: list[Candidate] = []
    for code in codes:
        payment = payment_of(code.text)
        if payment is None:
            continue
        for spec in specs:
            value, text, score = _of_payment(payment, spec)
            if value is not None and value != "":
                evidence = "Swiss QR-bill" if code.text.startswith("SPC") else "payment QR code"
                found.append(Candidate(spec.path, value, text, BARCODE, evidence, code.page, code.box, score=score))
    return found


def _of_payment(payment: Payment, spec: FieldSpec) -> tuple[Any, str, float]:
    """The part of a payment that a leaf asks for, as value and text, and how sure it is."""
    if spec.rows is not None:
        return None, "", 0.0
    if spec.kind is Kind.IBAN:
        readings = iban.parse(payment.iban)
        return (readings[0].value if readings else None), payment.iban, SURE
    if spec.kind is Kind.BIC:
        readings = bic.parse(payment.bic) if payment.bic else ()
        return (readings[0].value if readings else None), payment.bic, SURE
    if spec.kind is Kind.CURRENCY:
        return payment.currency or None, payment.currency, SURE
    if spec.kind is Kind.MONEY and spec.use is Use.TO_PAY:
        return payment.amount, "" if payment.amount is None else str(payment.amount), SURE
    if spec.use is Use.REFERENCE:
        return payment.reference or None, payment.reference, SURE if " " not in payment.reference else NAME_SURE
    if spec.kind is Kind.NAME and spec.name == "name" and spec.role is Role.ISSUER:
        return payment.name or None, payment.name, NAME_SURE
    return None, "", 0.0


@cache
def _names_of_codes() -> frozenset[str]:
    return frozenset(map(compact, line_words()["bar_code"]))


def is_token(spec: FieldSpec) -> bool:
    """Whether a leaf asks for what a code holds: by its name, or by a label of its own that is a bar code's."""
    if spec.kind not in (Kind.TEXT, Kind.IDENTIFIER):
        return False
    names = (spec.name.replace("_", " "), *spec.labels)
    return spec.name.endswith("token") or any(compact(text) in _names_of_codes() for text in names)


@once
def wants_tokens(specs: Sequence[FieldSpec]) -> bool:
    return any(is_token(spec) for spec in specs)


def token_candidates(codes: Sequence[Code], specs: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates for leaves outside lists that ask for what a code holds; the first code that is no payment is the likeliest."""
    found: list[Candidate] = []
    plain = [code for code in codes if payment_of(code.text) is None]
    for spec in specs if plain else ():
        if spec.rows is None and is_token(spec):
            for turn, code in enumerate(plain):
                found.append(
                    Candidate(spec.path, code.text, code.text, BARCODE, f"{code.kind} code", code.page, code.box, score=SURE * 0.9**turn)
                )
    return found
