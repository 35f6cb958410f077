"""What a developer writes in an afternoon: a text layer or an OCR engine, then a hundred lines of rules. FILE... -> JSON Lines.

No template, no look at the sets' truth. It is the yardstick for an engine with the least that makes it an extractor.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from typing import Any

AMOUNT = r"-?\d{1,3}(?:[ .,']\d{3})*[.,]\d{2}(?!\d)"
MONTHS = {name: number for number, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
DATE = rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{1,2}}[ -](?:{'|'.join(MONTHS)})[a-z]*\.?[ -]\d{{2,4}}"


def lines_of(file: str, engine: str) -> list[str]:
    """A document's lines of text, top to bottom."""
    if engine == "text":
        return text_layer(file)
    reader = with_tesseract if engine == "tesseract" else RapidOcr.shared().lines
    return [line for image in pictures(file) for line in reader(image) if line.strip()]


def text_layer(file: str) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    return [line for page in document for line in page.get_textpage().get_text_range().splitlines() if line.strip()]


def pictures(file: str) -> Iterator[Any]:
    from PIL import Image, ImageOps

    if file.lower().endswith(".pdf"):
        import pypdfium2

        for page in pypdfium2.PdfDocument(file):
            yield page.render(scale=200 / 72).to_pil().convert("RGB")
        return
    yield ImageOps.exif_transpose(Image.open(file)).convert("RGB")


def with_tesseract(image: Any) -> list[str]:
    import pytesseract

    return str(pytesseract.image_to_string(image, config="--psm 6")).splitlines()


class RapidOcr:
    """The engine with its defaults on one thread; its boxes gathered to lines by their height on the page."""

    _shared: RapidOcr | None = None

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self.engine = RapidOCR(
            params={
                "Global.log_level": "error",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    @classmethod
    def shared(cls) -> RapidOcr:
        cls._shared = cls._shared or cls()
        return cls._shared

    def lines(self, image: Any) -> list[str]:
        result: Any = self.engine(image)
        if result.txts is None:
            return []
        placed = sorted(
            (box[:, 1].mean(), box[:, 1].max() - box[:, 1].min(), box[:, 0].min(), text)
            for box, text in zip(result.boxes, result.txts, strict=True)
        )
        rows: list[list[Any]] = []
        for item in placed:
            if rows and item[0] - rows[-1][0][0] < 0.5 * item[1]:
                rows[-1].append(item)
            else:
                rows.append([item])
        return [" ".join(text for *_, text in sorted(row, key=lambda item: item[2])) for row in rows]


def number(text: str) -> str:
    digits = re.sub(r"[ ']", "", text)
    return re.sub(r"[.,]", "", digits[:-3]) + "." + digits[-2:]


def iso(text: str, month_first: bool) -> str | None:
    parts = re.findall(r"\d+|[a-z]+", text.lower())
    if len(parts) < 3:
        return None
    if parts[1][:3] in MONTHS:
        day, month, year = int(parts[0]), MONTHS[parts[1][:3]], int(parts[2])
    elif len(parts[0]) == 4:
        year, month, day = int(parts[0]), int(parts[1]), int(parts[2])
    else:
        day, month, year = int(parts[0]), int(parts[1]), int(parts[2])
        if month_first or month > 12:
            day, month = month, day
    return f"{year + 2000 if year < 100 else year:04d}-{month:02d}-{day:02d}"


def after(lines: list[str], label: str, wanted: str) -> str | None:
    """The first text of a form right of a label, or else on the line below it."""
    for index, line in enumerate(lines):
        if found := re.search(label, line, re.IGNORECASE):
            for text in (line[found.end() :], *lines[index + 1 : index + 2]):
                if value := re.search(wanted, text, re.IGNORECASE):
                    return value.group()
    return None


def first_date(lines: list[str], label: str, month_first: bool = False) -> str | None:
    text = after(lines, label, DATE)
    return iso(text, month_first) if text else None


def total(lines: list[str], label: str) -> str | None:
    """The last amount on a line that says so, the largest of all amounts where none does."""
    said = [found[-1] for line in lines if re.search(label, line, re.IGNORECASE) and (found := re.findall(AMOUNT, line))]
    if said:
        return number(said[-1])
    amounts = [float(number(text)) for line in lines for text in re.findall(AMOUNT, line)]
    return f"{max(amounts):.2f}" if amounts else None


def receipt(lines: list[str]) -> dict[str, Any]:
    name = next((line for line in lines if sum(map(str.isalpha, line)) > 3), None)
    dates = [text for line in lines for text in re.findall(DATE, line, re.IGNORECASE)]
    rest = lines[lines.index(name) + 1 : lines.index(name) + 6] if name else []
    address = [
        line
        for line in rest
        if re.search(r"\d|jalan|street|road|st\b|ave", line, re.IGNORECASE)
        and not re.search(r"tel|fax|gst|reg|no\s*:", line, re.IGNORECASE)
    ]
    plain_total = r"(?<!sub)(?<!sub )(?<!sub-)total(?! *(qty|item|tax|gst|disc|saving))"
    return {
        "merchant": {"name": name, "address": ", ".join(address) or None},
        "date": iso(dates[0], month_first=False) if dates else None,
        "total": total(lines, plain_total),
        "subtotal": after(lines, r"sub[ -]?total", AMOUNT),
        "tax_total": after(lines, r"\btax\b|gst|vat", AMOUNT),
    }


def invoice(lines: list[str]) -> dict[str, Any]:
    text = "\n".join(lines)
    vat, iban = (
        re.search(r"\b[A-Z]{2}[ ]?[0-9A-Z]{2}[ ]?\d{3}[ ]?\d{3}[ ]?\d{1,3}\b", text),
        re.search(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,3})?\b", text),
    )
    currency = re.search(r"\b(EUR|USD|GBP|CHF|INR)\b|[€$£]", text)
    return {
        "invoice_number": after(
            lines, r"(invoice|rechnung|facture|credit)[^\n\d]{0,12}(no|num|nr|n°|#|id)[^\s\w]*\w*", r"[\w/-]*\d[\w/-]*"
        ),
        "issue_date": first_date(lines, r"date|datum"),
        "due_date": first_date(lines, r"due|f[äa]llig|[ée]ch[ée]ance|zahlbar"),
        "seller": {"name": lines[0] if lines else None, "vat_id": vat.group() if vat else None},
        "currency": {"€": "EUR", "$": "USD", "£": "GBP"}.get(currency.group(), currency.group()) if currency else None,
        "net_total": total_or_none(lines, r"net|sub[ -]?total|netto|total ht|hors tax"),
        "tax_total": total_or_none(lines, r"\btax\b|vat|ust|mwst|tva"),
        "gross_total": total(lines, r"grand total|gross|gesamt|brutto|total ttc|\btotal\b(?! ?ht)"),
        "amount_due": total_or_none(lines, r"amount due|balance due|zahlbetrag|net [àa] payer|payable"),
        "payment": {"iban": iban.group() if iban else None},
    }


def total_or_none(lines: list[str], label: str) -> str | None:
    return total(lines, label) if any(re.search(label, line, re.IGNORECASE) and re.search(AMOUNT, line) for line in lines) else None


def adbuy(lines: list[str]) -> dict[str, Any]:
    flight = after(lines, r"(flight|contract) dates|flight", rf"({DATE})\s*(-|to|thru)?\s*({DATE})?")
    dates = [iso(text, month_first=True) for text in re.findall(DATE, flight or "", re.IGNORECASE)]
    return {
        "contract_number": after(lines, r"(contract|order)( */ *rev\w*)?( *#| no| number)?\s*:?", r"\d[\d-]{4,}"),
        "advertiser": after(lines, r"advertiser\s*:?", r"[A-Za-z][^:|]{3,40}"),
        "gross_amount": total(lines, r"gross (total|amount)|(order|contract) total|totals"),
        "flight_from": dates[0] if dates else None,
        "flight_to": dates[-1] if dates else None,
    }


def form(lines: list[str]) -> dict[str, Any]:
    found = [line.partition(":") for line in lines if ":" in line]
    return {"pairs": [{"label": label.strip(), "value": value.strip()} for label, _, value in found if label.strip() and value.strip()]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=["receipt", "invoice", "adbuy", "form"], required=True)
    parser.add_argument("--engine", choices=["text", "tesseract", "rapidocr"], required=True)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    rules = {"receipt": receipt, "invoice": invoice, "adbuy": adbuy, "form": form}[options.kind]
    for file in options.files:
        print(json.dumps({"source": file, "record": rules(lines_of(file, options.engine))}), flush=True)


if __name__ == "__main__":
    main()
