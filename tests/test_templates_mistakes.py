"""What is wrong with a template is told at once: file, line, key, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import catalog
from extractor.errors import SchemaError, TemplateError
from extractor.schemas.record import field_specs
from extractor.template_reader import read_template

HEAD = "schema: invoice\nrecognise: {all: Acme Ltd}\n"
FIELDS = "fields:\n  gross_total: {label: Total}\n"


def mistakes(text: str | bytes) -> list[str]:
    """The mistakes of a template, without the file's name, which each begins with."""
    content = text if isinstance(text, bytes) else text.encode()

    def specs(reference: str) -> object:
        try:
            return field_specs(catalog.schema(reference))
        except SchemaError as error:
            raise ValueError(str(error)) from error

    template, found = read_template("acme.yaml", content, specs)  # type: ignore[arg-type]
    assert (template is None) == bool(found)
    assert all(str(mistake).startswith("acme.yaml") for mistake in found)
    return [str(mistake).removeprefix("acme.yaml") for mistake in found]


def test_a_right_template_has_none() -> None:
    assert mistakes(HEAD + FIELDS) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "feilds:\n  gross_total: {label: Total}\n", ":3: feilds: is no key that is known here; is fields meant?"),
        (HEAD + FIELDS + FIELDS, ":5: fields: stands twice, first in line 4; keep one"),
        (HEAD + FIELDS + "  gross_total: {label: Sum}\n", ":5: fields.gross_total: stands twice"),
        (HEAD + FIELDS + "language: english\n", ":5: language: 'english' is no language; use its code of two letters"),
        (HEAD + FIELDS + "date_order: dmy\n", ":5: date_order: 'dmy' is none of day_first, month_first, year_first"),
        (HEAD + FIELDS + "date_order: [day_first]\n", ":5: date_order: must be a text, not a list"),
        (HEAD + FIELDS + "decimal_mark: ';'\n", ":5: decimal_mark: ';' is none of ,, ."),
        (HEAD + FIELDS + "name: Acme Ltd\n", ":5: name: 'Acme Ltd' is no name; use lower-case letters"),
        (HEAD + FIELDS + "about:\n", ":5: about: is empty; fill it in or leave the key out"),
        (HEAD, ":1: fields: is missing"),
        ("schema: invoice\n" + FIELDS, ":1: recognise: is missing"),
        ("recognise: {all: Acme Ltd}\n" + FIELDS, ":1: schema: is missing"),
        ("schema: invoise\nrecognise: {all: Acme Ltd}\n" + FIELDS, ":1: schema: unknown schema 'invoise'"),
        (HEAD + "fields: []\n", ":3: fields: must hold keys and values, not a list"),
        (HEAD + "fields: {}\n", ":3: fields: is empty"),
        ("schema: invoice\nrecognise: Acme\n" + FIELDS, ":2: recognise: must hold keys and values, not 'Acme'"),
        ("schema: invoice\nrecognise: {}\n" + FIELDS, ":2: recognise: is empty"),
        ("schema: invoice\nrecognise: {word: Acme}\n" + FIELDS, ":2: recognise.word: is no key that is known here"),
        ("schema: invoice\nrecognise: {any: [Acme Ltd, x]}\n" + FIELDS, ":2: recognise.any: 'x' says too little"),
        ("schema: invoice\nrecognise: {any: []}\n" + FIELDS, ":2: recognise.any: is an empty list"),
        ("schema: invoice\nrecognise: {any: [{a: b}]}\n" + FIELDS, ":2: recognise.any[0]: must be a text, not keys and values"),
        ("schema: invoice\nrecognise: {vat_id: DE136695977}\n" + FIELDS, ":2: recognise.vat_id: 'DE136695977' is no right VAT id"),
        ("schema: invoice\nrecognise: {iban: DE00370400440532013000}\n" + FIELDS, ":2: recognise.iban:"),
        ("schema: invoice\nrecognise: {email_domain: acme}\n" + FIELDS, ":2: recognise.email_domain: 'acme' is no domain"),
        ("schema: invoice\nrecognise: {regex: 'Acme ('}\n" + FIELDS, ":2: recognise.regex: is no regular expression: missing )"),
        ("schema: invoice\nrecognise: {regex: '(Acme)?'}\n" + FIELDS, ":2: recognise.regex: matches the empty text"),
        (HEAD + "fields:\n  grand_total: {label: Total}\n", ":4: fields.grand_total: is no field of the schema; is gross_total meant?"),
        (HEAD + "fields:\n  seller: {label: From}\n", ":4: fields.seller: seller has parts; name one, as seller.name"),
        (HEAD + "fields:\n  line_items: {label: Items}\n", ":4: fields.line_items: line_items is a list; name its columns under tables."),
        (HEAD + "fields:\n  'line_items[].amount': {label: Sum}\n", ":4: fields.line_items[].amount: line_items is a list"),
        (HEAD + "fields:\n  gross_total: Total\n", ":4: fields.gross_total: must hold keys and values, not 'Total'"),
        (HEAD + "fields:\n  gross_total: {optional: true}\n", "says nowhere to look; give one of label, regex, region, value"),
        (HEAD + "fields:\n  gross_total: {label: A, regex: '(b)'}\n", "names 2 ways (label, regex); give one of"),
        (HEAD + "fields:\n  gross_total: {lable: A}\n", ":4: fields.gross_total.lable: is no key that is known here; is label meant?"),
        (HEAD + "fields:\n  gross_total: {label: '::'}\n", ":4: fields.gross_total.label: '::' has no letter"),
        (HEAD + "fields:\n  gross_total: {label: A, direction: up}\n", "direction: 'up' is none of right, below, left, above"),
        (HEAD + "fields:\n  gross_total: {regex: '(A)', direction: left}\n", "direction: goes with label, not with regex"),
        (HEAD + "fields:\n  gross_total: {label: A, page: 0}\n", ":4: fields.gross_total.page: '0' is no page; pages count from 1"),
        (HEAD + "fields:\n  gross_total: {label: A, optional: maybe}\n", "optional: 'maybe' is none of true, false"),
        (HEAD + "fields:\n  gross_total: {value: '1', optional: true}\n", "optional: goes with label or regex or region, not with value"),
        (HEAD + "fields:\n  gross_total: {regex: 'Total \\d+'}\n", ":4: fields.gross_total.regex: has no group"),
        (HEAD + "fields:\n  gross_total: {regex: '(A) (\\d+)'}\n", ":4: fields.gross_total.regex: has several groups"),
        (HEAD + "fields:\n  gross_total: {regex: '(A'}\n", ":4: fields.gross_total.regex: is no regular expression: missing )"),
        (HEAD + "fields:\n  gross_total: {regex: '((((a{100}){100}){100}))'}\n", ":4: fields.gross_total.regex: repeats too much"),
        (HEAD + f"fields:\n  gross_total: {{regex: '({'a' * 1001})'}}\n", ":4: fields.gross_total.regex: is longer than 1000 characters"),
        (HEAD + "fields:\n  gross_total: {region: [0, 0, 1, 1]}\n", ":4: fields.gross_total.region: must hold keys and values, not a list"),
        (HEAD + "fields:\n  gross_total: {region: {page: 2}}\n", ":4: fields.gross_total.region: has no box"),
        (HEAD + "fields:\n  gross_total: {region: {box: [0, 0, 1]}}\n", "region.box: must be four numbers, [left, top, right, bottom]"),
        (HEAD + "fields:\n  gross_total: {region: {box: [0, 0, 1, a]}}\n", ":4: fields.gross_total.region.box: a is no number"),
        (HEAD + "fields:\n  gross_total: {region: {box: [0, 0, 1.2, 1]}}\n", "region.box: lies outside the page; give fractions"),
        (HEAD + "fields:\n  gross_total: {region: {box: [0.5, 0, 0.2, 1]}}\n", "region.box: is empty; the order is [left, top, right, "),
        (HEAD + "fields:\n  gross_total: {region: {box: [0, 0, 1, 1]}, page: 2}\n", "not with region; region has a page of its own"),
        (HEAD + "fields:\n  issue_date: {value: tomorrow}\n", ":4: fields.issue_date.value: 'tomorrow' is no value for issue_date, a date"),
        (HEAD + "fields:\n  gross_total: {value: nan}\n", ":4: fields.gross_total.value: 'nan' is no value for gross_total, a money"),
        (HEAD + "fields:\n  document_type: {value: bill}\n", "'bill' is no value for document_type, a choice; it is one of invoice, "),
        (HEAD + "tables:\n  items: {amount: Sum}\n", ":4: tables.items: is no list of the schema; is line_items meant?"),
        (HEAD + "tables:\n  line_items: {price: Sum}\n", ":4: tables.line_items.price: is no column of line_items; is unit_price meant?"),
        (HEAD + "tables:\n  line_items: {amount: [Sum, '']}\n", ":4: tables.line_items.amount[1]: is empty"),
        ("", ": is empty; docs/templates.md shows what a template holds"),
        ("- a\n- b\n", ":1: must hold keys and values, not a list"),
        ("schema: [invoice\nfields: x", "is not YAML: "),
        ("schema: invoice\n\trecognise: x", ":2: is not YAML: "),
        ("schema: &a invoice\nabout: *a\n", ":1: anchors (&) and aliases (*) are not taken"),
        ("schema: invoice\n---\nschema: invoice\n", ":2: a second document begins (---)"),
        ("a: " + "[" * 40 + "]" * 40, ":1: more than 12 levels deep"),
        ("about: \xe9".encode("latin-1"), ":1: is not UTF-8"),
        ("#" * 200_001, ": is larger than 200,000 bytes"),
        ("schema: invoice\n? [a]\n: b\n", "a key must be a plain word"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line_and_key(text: str | bytes, told: str) -> None:
    found = mistakes(text)
    assert any(told in mistake for mistake in found), found


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines() -> None:
    found = mistakes("schema: invoice\ncolour: red\nrecognise: {iban: XX}\nfields:\n  due: {label: Due}\n  currency: {value: Euros?}\n")
    assert [mistake.split(":")[1] for mistake in found] == ["2", "3", "5", "6"]


def test_texts_are_taken_as_written() -> None:
    """YAML would make a number, a truth value and a date of these."""
    template, _ = read_template(
        "a.yaml", b"schema: form\nrecognise: {any: [no-1, 123, 2026-11-21]}\nfields: {title: {value: no}}", lambda _: TITLE
    )
    assert template is not None
    assert template.recognise.any_words == ("no-1", "123", "2026-11-21")
    assert template.fields[0].how.value == "no"  # type: ignore[union-attr]


TITLE = [spec for spec in field_specs(catalog.schema("form")) if spec.path == "title"]


@given(st.text(alphabet="schema:recognise\n -[]{}'\"#&*!|>%@`,0?\t", max_size=80))
def test_any_text_is_a_template_or_has_mistakes(text: str) -> None:
    mistakes(text)


@given(st.binary(max_size=60))
def test_so_are_any_bytes(content: bytes) -> None:
    mistakes(content)


def test_the_batch_ends_with_every_mistake_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("schema: invoice\n")
    (tmp_path / "b.yml").write_text(HEAD + "fields: {x: {label: A}}\n")
    told = r"a\.yaml:1: fields: is missing.*\n.*a\.yaml:1: recognise.*\n.*b\.yml:3: fields\.x: is no field"
    with pytest.raises(TemplateError, match=told) as caught:
        catalog.templates((tmp_path,))
    assert caught.value.exit_code == 4
    assert len(str(caught.value).splitlines()) == 3


def test_a_missing_file_and_an_empty_folder_are_mistakes(tmp_path: Path) -> None:
    (missing,) = catalog.check_templates(tmp_path / "no.yaml")[1]
    assert "no.yaml: cannot be read: No such file" in str(missing)
    (empty,) = catalog.check_templates(tmp_path)[1]
    assert "no template is in this folder; their names end in .yaml or .yml" in str(empty)


def test_two_files_of_one_name(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("name: acme\n" + HEAD + FIELDS)
    with pytest.raises(TemplateError, match=r"b\.yaml: name: 'acme' is also the name of .*a\.yaml; give each its own"):
        catalog.templates((tmp_path,))


def test_the_same_file_named_twice_is_one_and_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("name: cash-voucher\n" + HEAD + FIELDS)
    found = {template.name: template for template in catalog.templates((tmp_path, own))}
    assert found["cash-voucher"].file == str(own)
    assert len(found) == len(catalog.templates())


def test_a_model_of_ones_own_is_sought_beside_the_template(tmp_path: Path) -> None:
    (tmp_path / "permits.py").write_text("from extractor import Record\nclass Permit(Record):\n    holder: str | None = None\n")
    (tmp_path / "permit.yaml").write_text("schema: permits.py:Permit\nrecognise: {all: PERMIT}\nfields: {holder: {label: for}}\n")
    (template,) = (t for t in catalog.templates((tmp_path,)) if t.name == "permit")
    assert catalog.schema(template.schema) is catalog.schema(f"{tmp_path / 'permits.py'}:Permit")
    assert catalog.templates((tmp_path,), f"{tmp_path / 'permits.py'}:Permit") == (template,)
    assert template not in catalog.templates((tmp_path,), "invoice")
