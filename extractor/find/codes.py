"""Codes on pages (QR, Aztec, PDF417, Data Matrix, Code 128) and what payment codes and boarding passes say.

A page that was read from its text layer is drawn only where a picture of a code's shape lies on it, or where it is
drawn with so many small squares that they may be one.

Sources: EPC069-12 (GiroCode), Swiss Implementation Guidelines QR-bill 2.x, IATA Resolution 792 (BCBP).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.document import Candidate, Document, Page, TextLayer
from extractor.find.sheet import compact
from extractor.geometry import Box
from extractor.pixels import shrunk
from extractor.schemas.record import FieldSpec, Kind, Role, Use
from extractor.values import bic, iban

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOOK_AT_DPI, LOOK_CLOSELY_AT_DPI = 200.0, 400.0  # for square payment codes; for the thin bars of tickets
LOOK_HALVED_FROM_DPI = 180.0  # from which on the parts of a payment code have three pixels and more
LEAST_SIDE, MOST_SIDE = 28.0, 330.0  # points, of a picture that may be a code
SQUARE = 1.35  # sides of a matrix code, one over the other, at most; a stacked or linear one is up to LONG
LONG = 8.0
SURE = 0.96  # of what a payment code says; a name in it is the account's, and may be shorter than the seller's
NAME_SURE = 0.5
DENSE = 60  # small filled squares that may be a code: the smallest has some hundred runs of them, the longer of which are no specks


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read: its kind as zxing-cpp names it, and its box on the page as given."""

    page: int
    kind: str
    text: str
    box: Box


def codes_of(document: Document, *, payment_only: bool = False) -> tuple[Code, ...]:
    """All codes of a document, page by page, top to bottom. With `payment_only` nothing but QR codes is looked for."""
    found: list[Code] = []
    for page in reversed(document.pages):  # the pictures of the last ones are still at hand
        if may_hold_code(page, payment_only):
            found += _read(page, payment_only)
    return tuple(sorted(found, key=lambda code: (code.page, code.box.top, code.box.left, code.text)))


def may_hold_code(page: Page, payment_only: bool) -> bool:
    """Whether a page's picture is worth looking into."""
    if page.text_layer is not TextLayer.USABLE:
        return True
    return page.specks >= DENSE or bool(_shaped(page, payment_only))


def _shaped(page: Page, payment_only: bool) -> list[Box]:
    """The pictures on a page that have the shape and size of a code."""
    longest, least = (SQUARE, LEAST_SIDE) if payment_only else (LONG, LEAST_SIDE / 2)
    found = []
    for box in page.figures:
        short, long = sorted((box.width * page.width, box.height * page.height))
        if least <= short and long <= MOST_SIDE and long <= longest * short:
            found.append(box)
    return found


def _read(page: Page, payment_only: bool) -> Iterator[Code]:
    import cv2
    import zxingcpp

    dpi = LOOK_AT_DPI if payment_only else LOOK_CLOSELY_AT_DPI
    image = page.picture.pixels(dpi)
    height, width = image.shape[:2]
    areas = [(0, 0, width, height)]
    look_halved = payment_only and 72 * width >= LOOK_HALVED_FROM_DPI * page.width
    if page.text_layer is TextLayer.USABLE and page.specks < DENSE:
        areas = [box.grown(0.15 * box.width, 0.15 * box.height).to_pixels(width, height) for box in _shaped(page, payment_only)]
        look_halved = False
    for left, top, right, bottom in areas:
        gray = np.asarray(cv2.extractChannel(image[top:bottom, left:right], 1), dtype=np.uint8)
        if look_halved and not _is_seen_halved(gray):
            continue
        for barcode in zxingcpp.read_barcodes(gray, formats=_formats(payment_only)):
            if not barcode.valid:
                continue
            text = barcode.text
            if not text or not text.replace("\n", "").replace("\r", "").isprintable():
                text = _escaped(barcode.bytes)
            at = barcode.position
            corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
            xs, ys = [left + point.x for point in corners], [top + point.y for point in corners]
            box = Box.from_pixels(min(xs), min(ys), max(xs), max(ys), width, height).clipped()
            yield Code(page.number, barcode.format.name, text, box)


def _is_seen_halved(gray: NDArray[np.uint8]) -> bool:
    """Whether a square code, readable or not, can be made out at half the size, which takes a quarter of the time."""
    import zxingcpp

    half = shrunk(gray, max(gray.shape[1] // 2, 1), max(gray.shape[0] // 2, 1))
    return bool(zxingcpp.read_barcodes(half, formats=_formats(True), return_errors=True))


@cache
def _formats(payment_only: bool) -> Any:
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    if payment_only:
        return (kinds.QRCode,)
    return kinds.QRCode, kinds.Aztec, kinds.PDF417, kinds.DataMatrix, kinds.Code128


def _escaped(content: bytes) -> str:
    """Binary content as text that can be written anywhere and read back: printable ASCII as it is, other bytes as \\xNN."""
    return "".join(chr(byte) if 32 <= byte < 127 and byte != 92 else f"\\x{byte:02x}" for byte in content)


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
    return any(spec.kind is Kind.IBAN and spec.rows is None for spec in specs)


def payment_candidates(codes: Sequence[Code], specs: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates with source "barcode" from the first payment code of each page."""
    found: list[Candidate] = []
    for code in codes:
        payment = payment_of(code.text)
        if payment is None:
            continue
        for spec in specs:
            value, text, score = _of_payment(payment, spec)
            if value is not None and value != "":
                evidence = "Swiss QR-bill" if code.text.startswith("SPC") else "payment QR code"
                found.append(Candidate(spec.path, value, text, "barcode", evidence, code.page, code.box, score=score))
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


_TOKEN_LABELS = frozenset(compact(label) for label in ("Barcode", "Bar code", "QR Code", "Strichcode", "Code-barres"))


def is_token(spec: FieldSpec) -> bool:
    """Whether a leaf asks for what a code holds: by its name, or by a label of its own that speaks of a bar code."""
    if spec.kind not in (Kind.TEXT, Kind.IDENTIFIER):
        return False
    return spec.name in ("ticket_token", "barcode", "qr_code", "token") or any(compact(text) in _TOKEN_LABELS for text in spec.labels)


def token_candidates(codes: Sequence[Code], specs: Sequence[FieldSpec]) -> list[Candidate]:
    """Candidates for leaves outside lists that ask for what a code holds; the first code that is no payment is the likeliest."""
    found: list[Candidate] = []
    plain = [code for code in codes if payment_of(code.text) is None]
    for spec in specs:
        if spec.rows is None and is_token(spec):
            for turn, code in enumerate(plain):
                found.append(
                    Candidate(spec.path, code.text, code.text, "barcode", f"{code.kind} code", code.page, code.box, score=SURE * 0.9**turn)
                )
    return found


@dataclass(frozen=True, slots=True)
class BoardingPass:
    """One leg of a boarding pass; places are IATA codes."""

    passenger: str
    reservation_number: str
    origin: str
    destination: str
    number: str
    seat: str


def boarding_passes(text: str) -> tuple[BoardingPass, ...]:
    """The legs of an IATA bar-coded boarding pass; empty for any other text."""
    if len(text) < 60 or text[0] != "M" or text[1] not in "1234" or not text[2:22].strip():
        return ()
    passenger, rest = text[2:22].strip(), text[23:]
    legs = []
    for _ in range(int(text[1])):
        if len(rest) < 37:
            break
        reservation, origin, destination, carrier, flight = (
            part.strip() for part in (rest[:7], rest[7:10], rest[10:13], rest[13:16], rest[16:21])
        )
        if not (origin.isalpha() and destination.isalpha()):
            break
        legs.append(
            BoardingPass(passenger, reservation, origin, destination, carrier + flight.lstrip("0"), rest[25:29].lstrip("0").strip())
        )
        try:
            rest = rest[37 + int(rest[35:37], 16) :]
        except ValueError:
            break
    return tuple(legs)
