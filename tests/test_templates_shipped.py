"""The templates that ship: each makes its sample perfect, and is what the page shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import catalog
from extractor.pipeline import extract
from extractor.results import Status
from extractor.schemas.record import field_specs, filled_leaves

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {"nordlicht-saatgut": "seed_merchant_de", "cash-voucher": "cash_voucher_en"}


@pytest.mark.parametrize("name", SHIPPED)
def test_one_template_makes_a_vendor_perfect(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = ROOT / "sample_docs" / f"{SHIPPED[name]}.pdf"
    truth = dict(filled_leaves(json.loads(sample.with_suffix(".golden.json").read_text(encoding="utf-8"))))
    found = extract(sample)
    reckoned = {path for path, value in found.fields.items() if value.source == "computed"}  # true, and not on the page
    assert {path: value for path, value in filled_leaves(found.record.model_dump(mode="json")) if path not in reckoned} == truth
    assert found.status is Status.ACCEPTED
    monkeypatch.setattr(catalog, "templates", lambda *_: ())
    without = extract(sample)
    right = sum(dict(filled_leaves(without.record.model_dump(mode="json"))).get(path) == value for path, value in truth.items())
    assert right < 0.9 * len(truth), "the sample shows nothing: it is read as well without its template"
    assert without.status is Status.REVIEW


def test_templates_are_read_for_documents_that_say_their_words() -> None:
    assert catalog._first_words() == tuple(template.recognise.all_words[0] for template in catalog.templates())
    assert catalog.templates((), "auto", lambda words: False) == ()
    assert catalog.templates((), "invoice", "Nordlicht Saatgut".__eq__) == catalog.templates((), "invoice") != ()


def test_the_page_shows_the_template_that_ships() -> None:
    from extractor.template_reader import read_template

    def content(text: str) -> Any:
        template, mistakes = read_template("x.yaml", text.encode(), lambda name: field_specs(catalog.schema(name)))
        assert not mistakes
        return template

    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    shown = page.split("```yaml\n")[1].split("```")[0]
    assert content(shown) == content((ROOT / "templates" / "nordlicht-saatgut.yaml").read_text(encoding="utf-8"))


def test_every_template_that_ships_has_its_sample() -> None:
    assert {template.name for template in catalog.templates()} == set(SHIPPED)


def test_the_samples_are_what_their_tool_makes(tmp_path: Path) -> None:
    from tools.samples.templated import main

    main([str(tmp_path)])
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (ROOT / "sample_docs" / path.name).read_bytes()
