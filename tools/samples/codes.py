"""Codes on pages: payment QR codes and the bar codes of tickets, as PNG bytes."""

from __future__ import annotations

import io
from decimal import Decimal

import segno


def epc_payload(name: str, iban: str, bic: str, amount: Decimal, text: str) -> str:
    """The text of a SEPA credit transfer QR code (EPC069-12, version 002)."""
    return "\n".join(("BCD", "002", "1", "SCT", bic, name[:70], iban, f"EUR{amount:.2f}", "", "", text[:140]))


def qr_png(payload: str) -> bytes:
    out = io.BytesIO()
    segno.make(payload, micro=False, error="m").save(out, kind="png", scale=4, border=1)
    return out.getvalue()


def matrix_png(payload: str, kind: str) -> bytes:
    """`kind` is Aztec, PDF417, DataMatrix or Code128, as zxing-cpp names them."""
    import zxingcpp
    from PIL import Image

    made = zxingcpp.create_barcode(payload, getattr(zxingcpp.BarcodeFormat, kind))
    picture = Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=4, add_quiet_zones=True))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
