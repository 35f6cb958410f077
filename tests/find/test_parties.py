"""Who is who on an invoice: names, addresses and numbers of its parties."""

from __future__ import annotations

import pytest

from tests.find.typed_invoice import fields, values

HEAD = "Muster Handels GmbH\nHauptstr. 1\n80331 München\nTel. 089 1234567\n\n"


def test_an_address_is_of_the_name_it_stands_by() -> None:
    text = "Muster GmbH - Hauptstr. 1 - 80331 München\n\nBill to:\nKunde AG\nErika Mustermann\nNebenweg 2\n10115 Berlin"
    found = values(text)
    assert [found[f"buyer.address.{part}"] for part in ("street", "postal_code", "city")] == ["Nebenweg 2", "10115", "Berlin"]
    assert [found[f"seller.address.{part}"] for part in ("street", "postal_code", "city")] == ["Hauptstr. 1", "80331", "München"]
    assert found["buyer.contact"] == "Erika Mustermann"


def test_the_legal_name_is_told_from_the_brand_over_it() -> None:
    text = "NORDSTERN\n\nNordstern Handels GmbH\nHauptstr. 1\n80331 München\nwww.nordstern.de\n\nRechnung 4711"
    assert values(text)["seller.name"] == "Nordstern Handels GmbH"


def test_a_name_in_a_foots_line_is_the_sellers() -> None:
    top = "Rechnung 4711\n\nRechnung an:\nKunde AG\nNebenweg 2\n10115 Berlin" + "\n" * 45
    found = values(top + "Druckerei Nordstern · Hauptstr. 1 · 80331 München · info@nordstern.de")
    assert (found["seller.name"], found["seller.address.street"], found["seller.address.city"]) == (
        "Druckerei Nordstern",
        "Hauptstr. 1",
        "München",
    )


@pytest.mark.parametrize("first", ["Attn: Jane Miller", "Contact: Jane Miller"])
def test_a_line_for_a_person_is_not_the_buyers_name(first: str) -> None:
    assert values(f"{HEAD}Bill to:\n{first}\nOakhurst Foods\n3 Mill Road\nCork T12 W8KP")["buyer.name"] == "Oakhurst Foods"


def test_a_name_that_sounds_like_its_heading_is_a_name() -> None:
    assert values(f"{HEAD}Client :\nLE CLIENT\n58 rue de la mer\n06000 NICE")["buyer.name"] == "LE CLIENT"


def test_bars_part_the_lines_of_an_address() -> None:
    found = values("Farthing Supplies Ltd\n129 Maple Avenue | Waterford | X91 K1N2 | E: info@farthing.example\n\nInvoice 4711")
    assert [found[f"seller.address.{part}"] for part in ("street", "city", "postal_code")] == ["129 Maple Avenue", "Waterford", "X91 K1N2"]


def test_lines_set_flush_right_are_one_block() -> None:
    lines = ["Nordstern Handels GmbH", "Hauptstr. 1", "80331 München"]
    found = values("\n".join(line.rjust(100) for line in lines) + "\n\nRechnung 4711")
    assert (found["seller.name"], found["seller.address.city"]) == ("Nordstern Handels GmbH", "München")


@pytest.mark.parametrize("label", ["Ihre USt-IdNr.:", "Your VAT:", "Vos références\nTVA:", "Btw klant:"])
def test_a_vat_id_labelled_as_the_customers_is_the_buyers(label: str) -> None:
    found = values(f"Abc GmbH\nUSt-IdNr.: DE136695976\n\n{label} ATU13585627\nRechnung Nr.: 4711")
    assert (found["seller.vat_id"], found["buyer.vat_id"]) == ("DE136695976", "ATU13585627")


def test_of_two_vat_ids_the_one_by_the_account_is_the_sellers() -> None:
    foot = "\n" * 40 + "IBAN: DE89 3704 0044 0532 0130 00 · USt-IdNr.: DE136695976"
    found = values(f"{HEAD}Rechnung Nr.: 4711{' ' * 40}UID: ATU13585627{foot}")
    assert (found["seller.vat_id"], found["buyer.vat_id"]) == ("DE136695976", "ATU13585627")


def test_figures_of_an_account_are_no_vat_id() -> None:
    assert "seller.vat_id" not in values("Abc SA\n\nIBAN: BE62 5100 0754 7061\nFacture 4711")


def test_a_number_is_a_vat_id_under_its_label() -> None:
    found = values("Abc Pty Ltd\n\nCustomer VAT ID  Invoice No.\n51 824 753 556   4711")
    assert found["buyer.vat_id"] == "51824753556"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("SIRET 417 734 156 00064", "417 734 156 00064"),
        ("Amtsgericht München HRB 12345", "HRB 12345"),
        ("UID ATU13585627, FN 318844m, Tel. 06412 55518", "FN 318844m"),
        ("Reg. Merc. de Madrid, Tomo 24021, Folio 12, Hoja M-770600", "24021, Folio 12, Hoja M-770600"),
    ],
)
def test_a_registration_is_given_whole(line: str, number: str) -> None:
    assert values(f"Abc SL\nCalle Mayor 1\n28013 Madrid\n{line}")["seller.registration_number"] == number


def test_a_number_behind_the_next_label_is_no_registration() -> None:
    foot = "FN 3188,44, Tel. 06412 55518"
    assert "seller.registration_number" not in values(f"Abc GmbH\nMarktplatz 1\n4020 Linz\n{foot}")


def test_who_is_paid_makes_the_name_in_the_letterhead_surer() -> None:
    head = "Stillwater Works\nBlue Harbour\nMain Street 1\nDublin 2\n\nInvoice 4711" + "\n" * 30
    without, told = (fields(f"{head}{foot}IBAN: DE89 3704 0044 0532 0130 00") for foot in ("", "Account holder: Stillwater Works\n"))
    assert told["seller.name"].value == "Stillwater Works"
    assert told["seller.name"].confidence > without["seller.name"].confidence + 0.05


def test_a_factor_who_is_paid_is_not_the_seller() -> None:
    text = f"{HEAD}Rechnung 4711" + "\n" * 30 + "Kontoinhaber: Eilbank Factoring\nIBAN: DE89 3704 0044 0532 0130 00"
    assert values(text)["seller.name"] == "Muster Handels GmbH"


def test_a_fax_is_no_telephone_unless_it_is_both() -> None:
    assert "seller.phone" not in values("Muster Handels GmbH\nHauptstr. 1\n80331 München\nTelefax: 089 7654321")
    assert values("Muster Handels GmbH\nHauptstr. 1\n80331 München\nTel/Fax: 089 7654321")["seller.phone"] == "089 7654321"


def test_the_name_in_the_window_is_the_buyers_though_nothing_says_so() -> None:
    window = "Muster Handels GmbH - Hauptstr. 1 - 80331 München\nSteuerberatung Wall & Partner\nAm Wall 140\n28195 Bremen"
    found = values(f"{HEAD}\n{window}\n\nRechnung 4711")
    assert (found["buyer.name"], found["buyer.address.street"]) == ("Steuerberatung Wall & Partner", "Am Wall 140")


def test_the_address_of_a_titled_person_is_not_the_sellers() -> None:
    found = values("NORTHERN VALE WATER\n\n\nMr T Ashworth\n12 Mill Lane\nHebden Bridge\nHX7 8AB\n\nBill number WB-009812")
    assert found.get("seller.name") != "Mr T Ashworth"
    assert "seller.address.street" not in found


def test_a_countrys_letters_before_a_vat_id_are_no_heading() -> None:
    """ "DE VAT" is no Portuguese "de" (from)."""
    found = values(f"{HEAD}Bill to\nOberlin Studio GmbH\nLindenallee 4\n20259 Hamburg\nDE VAT DE811569869\n\nInvoice 4711")
    assert (found.get("seller.vat_id"), found["buyer.vat_id"]) == (None, "DE811569869")
