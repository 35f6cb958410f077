"""The documents of sample_docs against their true records, with recorded readings; and once with the real engine.

What the program does not reach yet is listed, a file a document, in tests/golden: a list that is too long and one that is too
short both fail, so that a regression shows, and an improvement too. `python -m tests.test_golden` writes the lists anew, and
`python -m tests.test_golden --read` also reads the pictures again; look at the difference before it is kept.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from extractor import Extraction, Options, extract
from extractor.catalog import schema

ROOT = Path(__file__).resolve().parent.parent
SHELF, LISTS = ROOT / "sample_docs", ROOT / "tests" / "golden"
DOCUMENTS = sorted(path.name for path in SHELF.iterdir() if path.suffix in {".pdf", ".jpg", ".png"})
PICTURES = sorted(path.name.removesuffix(".json") for path in (LISTS / "readings").glob("*.json"))


def recorded(name: str) -> Extraction:
    """A document read with what the engine said of its picture when it was recorded."""
    reading = LISTS / "readings" / f"{name}.json"
    return extract(SHELF / name, Options(engine=f"replay:{reading}" if reading.exists() else "auto"))


def truth(name: str) -> Any:
    return json.loads((SHELF / name).with_suffix(".golden.json").read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """What two writings of one value have in common: 1.50 and 1.5, a text and its spaces."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if inner not in (None, "")}
    if not isinstance(value, str):
        return value
    try:
        return Decimal(value).normalize() if value[-1:].isdigit() else " ".join(value.split())
    except InvalidOperation:
        return " ".join(value.split())


def shortfall(record: Any, golden: Any, path: str = "") -> dict[str, str]:
    """Field -> how it falls short; of a list, how many of its rows are right."""
    if isinstance(golden, dict) or isinstance(record, dict):
        keys = {**(golden or {}), **(record or {})}
        inner = [shortfall((record or {}).get(key), (golden or {}).get(key), f"{path}.{key}".lstrip(".")) for key in keys]
        return {field: said for one in inner for field, said in one.items()}
    if isinstance(golden, list) or isinstance(record, list):
        true, ours = (Counter(json.dumps(plain(row), default=str, sort_keys=True) for row in rows or []) for rows in (golden, record))
        right = (true & ours).total()
        return {} if true == ours else {path: f"{right} of {true.total()} rows right, {ours.total() - right} wrong"}
    if plain(golden) == plain(record):
        return {}
    return {path: "missing" if record is None else "not on the page" if golden is None else "wrong"}


def shortfall_of(name: str) -> dict[str, str]:
    result = recorded(name)
    assert result.record is not None, result.error
    return dict(sorted(shortfall(result.record.model_dump(mode="json"), truth(name)).items()))


def test_each_document_has_its_true_record_and_its_list() -> None:
    stems = {Path(name).stem for name in DOCUMENTS}
    assert {path.name.removesuffix(".golden.json") for path in SHELF.glob("*.golden.json")} == stems
    assert {path.stem for path in LISTS.glob("*.json")} == {Path(name).stem for name in DOCUMENTS}
    assert set(PICTURES) <= set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_falls_short_where_its_list_says_and_nowhere_else(name: str) -> None:
    allowed = json.loads((LISTS / f"{Path(name).stem}.json").read_text(encoding="utf-8"))
    assert shortfall_of(name) == allowed, "look at the difference; python -m tests.test_golden writes the lists anew"


@pytest.mark.engine
@pytest.mark.parametrize("name", PICTURES)
def test_the_required_fields_are_read_from_the_picture_itself(name: str) -> None:
    result = extract(SHELF / name)
    assert result.record is not None, result.error
    assert result.schema is not None
    allowed = json.loads((LISTS / f"{Path(name).stem}.json").read_text(encoding="utf-8"))
    short = shortfall(result.record.model_dump(mode="json"), truth(name))
    assert {field for field in schema(result.schema).required if field in short} <= set(allowed)


def read_again() -> None:
    """Record what the engine says of each picture, one word a line."""
    from extractor import ocr
    from extractor.ocr.replay import words_to_json

    real, name_of = ocr.engine("auto"), ocr.engine
    heard: list[Any] = []

    class Listening:
        name = real.name

        def read(self, image: Any, regions: Any = (), language: str | None = None) -> Any:
            heard.append(real.read(image, regions, language))
            return heard[-1]

    ocr.engine = lambda name: Listening()  # type: ignore[assignment]
    for name in DOCUMENTS:
        heard.clear()
        extract(SHELF / name)
        if heard:  # every picture of sample_docs is one page
            rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in words_to_json(heard[0])["words"])
            (LISTS / "readings" / f"{name}.json").write_text(f'{{"words": [\n{rows}\n]}}\n', encoding="utf-8")
    ocr.engine = name_of


if __name__ == "__main__":
    if "--read" in sys.argv:
        read_again()
    for document in DOCUMENTS:
        text = json.dumps(shortfall_of(document), indent=1, ensure_ascii=False)
        (LISTS / f"{Path(document).stem}.json").write_text(text + "\n", encoding="utf-8")
