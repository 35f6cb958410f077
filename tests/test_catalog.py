"""Which schemas there are, how a user's own is found, and how pages name their fields."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest

from extractor import catalog
from extractor.errors import SchemaError
from extractor.schemas.receipt import Receipt
from extractor.schemas.record import Labels, Record, Rows
from extractor.schemas.ticket import Reservation

PERMIT = """
from extractor import Record

class Permit(Record):
    permit_number: str | None = None

class Plain:
    pass
"""


@pytest.mark.parametrize("name", ["invoice", "receipt", "ticket", "form"])
def test_a_built_in_schema_is_known_by_its_name(name: str) -> None:
    assert catalog.schema(name).schema_name() == name


def test_a_class_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "permits_a.py").write_text(PERMIT)
    assert catalog.schema(f"{tmp_path}/permits_a.py:Permit").schema_name() == "permit"


def test_a_class_of_a_module_in_the_folder_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "permits_b.py").write_text(PERMIT)
    monkeypatch.chdir(tmp_path)
    assert catalog.schema("permits_b:Permit").schema_name() == "permit"


@pytest.mark.parametrize(
    ("reference", "complaint"),
    [
        ("nonsense", "unknown schema"),
        ("nowhere_at_all:Permit", "cannot import"),
        ("/nowhere/x.py:Permit", "does not exist"),
        ("{folder}/permits_c.py:Missing", "no class Missing"),
        ("{folder}/permits_c.py:Plain", "no Record"),
        ("{folder}/broken.py:Permit", "cannot be loaded"),
    ],
)
def test_what_is_no_schema_is_told_apart(tmp_path: Path, reference: str, complaint: str) -> None:
    (tmp_path / "permits_c.py").write_text(PERMIT)
    (tmp_path / "broken.py").write_text("class Permit(")
    with pytest.raises(SchemaError, match=complaint):
        catalog.schema(reference.format(folder=tmp_path))


class Own(Record):
    contract_number: str | None = None
    holder: Annotated[str | None, Labels("Issued to", "Ausgestellt für")] = None
    due_date: str | None = None


def texts(model: type[Record], path: str) -> list[str]:
    return [label.text.casefold() for label in catalog.label_book(model).fields[path]]


def test_a_field_is_named_by_its_own_name_or_by_its_labels() -> None:
    assert "contract number" in texts(Own, "contract_number")
    assert texts(Own, "holder") == ["issued to", "ausgestellt für"]


def test_a_field_of_a_built_in_name_has_the_labels_of_all_languages() -> None:
    assert {"due date", "fällig am", "date d'échéance"} & set(texts(Own, "due_date"))


def test_words_for_values_go_along_with_a_part_and_with_a_class_that_is_derived() -> None:
    class Bill(Receipt):
        """A receipt by another name."""

    class Journey(Record):
        legs: Annotated[list[Reservation], Rows.BLOCKS] = []

    assert "espèces" in catalog.label_book(Bill).choice_words["payment_method"]["cash"]
    assert "zug" in catalog.label_book(Journey).choice_words["legs[].type"]["train"]
