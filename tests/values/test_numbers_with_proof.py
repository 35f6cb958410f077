"""Bank accounts, banks and tax numbers: what a checksum proves, and what it does not."""

from __future__ import annotations

import pytest

from extractor.values import Habits, bic, iban, vat_id


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("IBAN: DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("NL91 ABNA 0417 1643 00 BIC ABNANL2A", "NL91ABNA0417164300"),
        ("GB82WEST12345698765432", "GB82WEST12345698765432"),
        ("FR14 2004 1010 0505 0001 3M02 606", "FR1420041010050500013M02606"),
    ],
)
def test_iban_found(text: str, value: str) -> None:
    (match,) = iban.find(text)
    assert (match.value, match.interpretations[0].likelihood, match.interpretations[0].repaired) == (value, 1.0, False)


def test_a_polish_account_without_its_country_is_proved_by_the_checksum() -> None:
    (match,) = iban.find("Nr konta: 61 1090 1014 0000 0712 1981 2874")
    assert match.value == "PL61109010140000071219812874"
    assert iban.find("Nr konta: 61 1090 1014 0000 0712 1981 2875") == ()


def test_a_code_of_a_sale_is_no_bank() -> None:
    (match,) = bic.find("Discount (AUTUMN10)") or (None,)
    assert match is None or match.interpretations[0].likelihood < 0.2


def test_iban_is_repaired_only_with_proof() -> None:
    (match,) = iban.find("DE893704OO440532013000")
    assert (match.value, match.interpretations[0].repaired) == ("DE89370400440532013000", True)
    (match,) = iban.find("DE893704OO440532013001")
    assert (match.interpretations[0].likelihood, match.interpretations[0].repaired) == (0.3, False)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("PT50 0002 0123 1234 S678 9O1S 4", "PT50000201231234567890154"),  # figures alone, in that country
        ("DF89 3704 0044 0532 0130 00", "DE89370400440532013000"),  # there is no country of that name
        ("GB29 NW8K 6016 1331 9268 19", "GB29NWBK60161331926819"),
    ],
)
def test_iban_is_read_by_its_countrys_form(read: str, meant: str) -> None:
    (match,) = iban.find(read)
    assert match.value == meant


def test_a_country_that_is_not_printed_must_be_proved() -> None:
    assert iban.find("DF89 3704 0044 0532 0130 01") == ()


def test_a_figure_is_no_letter_where_figures_stand() -> None:
    (match,) = iban.find("CH72 0437 2828 5370 4356 4")  # with a G for its 6 the check digits would be right
    assert match.value == "CH7204372828537043564"
    assert match.interpretations[0].likelihood < 0.5


def test_iban_with_a_wrong_checksum_is_kept_with_low_likelihood() -> None:
    (reading,) = iban.parse("DE21 8604 0000 0123 4567 00")
    assert (reading.value, reading.likelihood) == ("DE21860400000123456700", 0.3)


def test_other_numbers_and_words_are_no_account() -> None:
    assert iban.find("USt-IdNr. DE 142 087 316- HRA 480211 AG Singen") == ()
    (match,) = iban.find("VAT No. IE 6388047V IBAN IE29 AIBK 9311 5212 3456 78 BIC AIBKIE2D")
    assert match.value == "IE29AIBK93115212345678"


@pytest.mark.parametrize("text", ["IBAN", "DE 2024 Rechnung Nummer sieben", "FR12", "RE2024 0815", "NO 53 55 57", "DE89 3704"])
def test_no_iban(text: str) -> None:
    assert iban.find(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "proved"),
    [
        ("DE 232 446 240", "DE232446240", True),
        ("USt-IdNr.: DE136695976", "DE136695976", True),
        ("FR11123456782", "FR11123456782", True),
        ("NL810433941B01", "NL810433941B01", True),
        ("ATU12345678", "ATU12345678", False),
        ("EU OSS VAT EU 372022452", "EU372022452", True),
        ("BE 0123.456.789", "BE0123456789", False),
        ("CHE-116.281.710 MWST", "CHE116281710", True),
        ("GB 980 7806 84", "GB980780684", True),
        ("NIP: 526-10-40-828", "5261040828", True),
        ("PL5261040828", "PL5261040828", True),
        ("VAT Reg No 980 7806 84", "980780684", True),
        ("P. IVA 00743110157", "00743110157", True),
        ("CIF: B-58378431", "B58378431", True),
    ],
)
def test_vat_ids(text: str, value: str, proved: bool) -> None:
    (match,) = vat_id.find(text)
    assert match.value == value
    assert (match.interpretations[0].likelihood > 0.9) is proved


def test_a_vat_id_stands_far_from_its_word_only_with_proof() -> None:
    (match,) = vat_id.find("VAT Registration No. 102 4471 73")
    assert match.interpretations[0].value == "102447173"
    assert vat_id.find("VAT Registration No. 102 4471 74") == ()


def test_vat_id_is_repaired_only_with_proof() -> None:
    assert [match.interpretations[0].value for match in vat_id.find("VAT Reg 102 4471 7B")] == []
    assert [match.interpretations[0].value for match in vat_id.find("VAT Reg 116 2043 1B")] == ["116204318"]
    (match,) = vat_id.find("DE13669597G")
    assert (match.value, match.interpretations[0].repaired) == ("DE136695976", True)
    assert vat_id.find("DE13669597O") == ()


def test_bare_number_is_read_by_the_documents_language() -> None:
    assert vat_id.parse("5261040828", Habits(languages=("pl",)))[0].value == "5261040828"
    assert vat_id.parse("5261040828", Habits(languages=("it",))) == ()
    assert vat_id.find("5261040828") == ()


@pytest.mark.parametrize("text", ["DE 2024 Rechnung", "Rechnung Nr DE123", "SE 12 Stockholm", "plain words"])
def test_no_vat_id(text: str) -> None:
    assert vat_id.find(text) == ()


def test_bic_needs_a_label_or_a_figure_to_be_likely() -> None:
    assert bic.find("BIC: COBADEFFXXX")[0].interpretations[0].likelihood > 0.9
    assert bic.find("GENODE61FR1")[0].interpretations[0].likelihood > 0.8
    assert bic.find("CUSTOMER")[0].interpretations[0].likelihood < 0.5
    assert bic.find("RECHNUNGEN") == ()
    assert bic.parse("C0BADEFFXXX")[0].value == "COBADEFFXXX"


def test_figures_in_a_labelled_bic_are_the_letters_that_they_look_like() -> None:
    (match,) = bic.find("IBAN: see above · BIC/SWIFT: H4NBDEFF370")
    assert (match.value, match.interpretations[0].repaired) == ("HANBDEFF370", True)
    assert bic.find("H4NBDEFF370") == ()
    assert bic.find("BIC: 12345678") == ()
