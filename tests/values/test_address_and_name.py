"""Addresses to their parts, names by their surface."""

from __future__ import annotations

import pytest

from extractor.values import address, name


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Acme Ltd|12 High Street|London SW1A 1AA|United Kingdom", ("12 High Street", None, "SW1A 1AA", "London", None, "GB")),
        ("Lantern Co|1020 Main Rd, Suite 4|Springfield, IL 62704", ("1020 Main Rd, Suite 4", None, "62704", "Springfield", "IL", "US")),
        (
            "NO. 7, LORONG MELATI 3,|TAMAN BUNGA,|81100 JOHOR BAHRU,|JOHOR.",
            ("NO. 7, LORONG MELATI 3", "TAMAN BUNGA", "81100", "JOHOR BAHRU", "JOHOR", "MY"),
        ),
        (
            "4th Floor, Tower B|12 MG Road|Bengaluru - 560001|Karnataka, India",
            ("12 MG Road", "4th Floor, Tower B", "560001", "Bengaluru", "Karnataka", "IN"),
        ),
        (
            "Acme, Inc.|548 Market Street|PMB 91234|San Francisco, California 94104|United States",
            ("548 Market Street", "PMB 91234", "94104", "San Francisco", "California", "US"),
        ),
        ("PO Box 45123, Boise, Idaho 83702", ("PO Box 45123", None, "83702", "Boise", "Idaho", None)),
        ("12 Broadway, Ernakulam, Kerala 682031", ("12 Broadway", None, "682031", "Ernakulam", "Kerala", None)),
        ("Dock Road, Hull HU9 1AA 01482 555 019", ("Dock Road", None, "HU9 1AA", "Hull", None, "GB")),
        ("CS 12345|44000 Nantes Cedex 2", ("CS 12345", None, "44000", "Nantes Cedex 2", None, None)),
        ("17 quai du Port - 44000 Nantes", ("17 quai du Port", None, "44000", "Nantes", None, None)),
        ("Muster GmbH|Musterstr. 12|80331 München", ("Musterstr. 12", None, "80331", "München", None, None)),
        ("Musterstr. 12, 80331 München", ("Musterstr. 12", None, "80331", "München", None, None)),
        ("Thalkirchner Str. 210|81371 München (D)", ("Thalkirchner Str. 210", None, "81371", "München", None, "DE")),
        ("40 Hanover Quay, Dublin 2, D02 X576", ("40 Hanover Quay", None, "D02 X576", "Dublin 2", None, "IE")),
        ("Kilbride Cross, Castlerea|Co. Roscommon, F45 XX27", ("Kilbride Cross", None, "F45 XX27", "Castlerea", "Co. Roscommon", "IE")),
        ("Main Street|Ballyhaunis, Co. Mayo", ("Main Street", None, None, "Ballyhaunis", "Co. Mayo", None)),
        ("Z.A. de Kerlann|56400 Auray", ("Z.A. de Kerlann", None, "56400", "Auray", None, None)),
        ("Norra Hamngatan 18|Göteborg, 411 06, SE", ("Norra Hamngatan 18", None, "411 06", "Göteborg", None, "SE")),
        ("Hauptplatz 1|A-1010 Wien", ("Hauptplatz 1", None, "1010", "Wien", None, "AT")),
        ("Postfach 12|CH-8021 Zürich", ("Postfach 12", None, "8021", "Zürich", None, "CH")),
        ("Dupont SAS|12 rue de la Paix|75002 PARIS|FRANCE", ("12 rue de la Paix", None, "75002", "PARIS", None, "FR")),
        ("Calle Mayor 5, 2º B|28013 Madrid", ("Calle Mayor 5, 2º B", None, "28013", "Madrid", None, None)),
        ("Via Roma 12|20121 Milano (MI)|Italia", ("Via Roma 12", None, "20121", "Milano", "MI", "IT")),
        ("Keizersgracht 123|1015 CJ Amsterdam", ("Keizersgracht 123", None, "1015 CJ", "Amsterdam", None, "NL")),
        ("Rua Augusta 100|1100-053 Lisboa", ("Rua Augusta 100", None, "1100-053", "Lisboa", None, "PT")),
        ("Av. Paulista, 1000|São Paulo - SP, 01310-100", ("Av. Paulista, 1000", None, "01310-100", "São Paulo", "SP", "BR")),
        ("ul. Długa 5/7|00-238 Warszawa", ("ul. Długa 5/7", None, "00-238", "Warszawa", None, "PL")),
        ("Level 3, 100 George St|Sydney NSW 2000", ("Level 3, 100 George St", None, "2000", "Sydney", "NSW", "AU")),
        ("Unit 11 Mill Park|Corby|Northants NN18 9EX", ("Unit 11 Mill Park", None, "NN18 9EX", "Corby", "Northants", "GB")),
        ("PO Box 88, Stn Main|Lindsay, ON K9V 4R8", ("PO Box 88, Stn Main", None, "K9V 4R8", "Lindsay", "ON", "CA")),
        ("c/- A. Ward, PO Box 417, Bega NSW 2550", ("PO Box 417", None, "2550", "Bega", "NSW", "AU")),
        ("Only a name|and a slogan", (None, None, None, None, None, None)),
    ],
)
def test_addresses_of_many_countries(lines: str, expected: tuple[str | None, ...]) -> None:
    found = address.parts(lines.split("|"))
    assert (found.street, found.additional, found.postal_code, found.city, found.region, found.country) == expected


@pytest.mark.parametrize(
    ("lines", "street", "city"),
    [
        ("The Old Forge|Upton|Didcot|OX11 9JA", "The Old Forge", "Didcot"),
        ("Cloonaghmore|Crossmolina|Co. Mayo|F26 X9H3", "Cloonaghmore", "Crossmolina"),
        ("Ballyclough|Rosbrien|Co. Limerick", "Ballyclough", "Rosbrien"),
        ("Le Bourg|71190 La Tagnière", "Le Bourg", "La Tagnière"),
        ("Stores - Loading bay|71190 La Tagnière", None, "La Tagnière"),
    ],
)
def test_without_a_name_over_it_a_house_is_the_street(lines: str, street: str | None, city: str) -> None:
    found = address.parts(lines.split("|"), nameless=True)
    assert (found.street, found.city) == (street, city)
    assert address.parts(lines.split("|")).street is None


def test_address_as_one_text() -> None:
    assert address.parse("NO. 7, LORONG MELATI 3,\n81100 JOHOR BAHRU")[0].value == "NO. 7, LORONG MELATI 3, 81100 JOHOR BAHRU"
    assert address.parse("Musterstr. 12\n80331 München")[0].value == "Musterstr. 12, 80331 München"
    assert address.parse("Thank you") == ()


def test_likeness_tells_address_lines_from_others() -> None:
    like = min(address.likeness(line) for line in ("12 High Street", "80331 München", "Springfield, IL 62704", "NO. 7, LORONG MELATI 3,"))
    unlike = max(
        address.likeness(line) for line in ("Invoice Date", "Tel: 03-1234 5678", "TOTAL 12.50", "Thank you", "info@example.com 80331 x")
    )
    assert like > 0.7 > 0.45 > unlike


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Muster GmbH & Co. KG", "GmbH & Co. KG"),
        ("ACME TRADING SDN BHD", "SDN BHD"),
        ("Acme Ltd.", "Ltd."),
        ("Dupont S.A.S.", "S.A.S."),
        ("Van Dijk B.V.", "B.V."),
        ("Kowalski Sp. z o.o.", "Sp. z o.o."),
        ("Amazing Widgets, Inc.", "Inc."),
        ("Rossi S.r.l.", "S.r.l."),
        ("Example Pty Ltd", "Pty Ltd"),
        ("plain words", None),
    ],
)
def test_legal_forms(text: str, form: str | None) -> None:
    assert name.legal_form(text) == form


def test_names_rank_above_other_texts() -> None:
    assert (
        name.plausibility("Muster GmbH") > name.plausibility("Anna Schmidt") > name.plausibility("thank you for your visit and come again")
    )
    assert name.plausibility("Dr. Anna Schmidt") > name.plausibility("Anna")
    assert name.parse("12.12.2020") == ()
    assert name.parse("info@example.com") == ()


def test_a_name_in_a_sender_line_ends_with_its_legal_form() -> None:
    assert "Lieferant GmbH" in [match.value for match in name.find("Lieferant GmbH, Musterstr. 5, 80331 München")]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("ACME ( NORTH)SDN.BHD.", "ACME (NORTH) SDN. BHD."),
        ("Corner Shop(4)", "Corner Shop (4)"),
        ("ACME.COM", "ACME.COM"),
        ("www.acme.de", "www.acme.de"),
        ("D.I.Y. Tools", "D.I.Y. Tools"),
    ],
)
def test_spaces_about_brackets_and_stops_of_names_that_were_read(read: str, printed: str) -> None:
    assert name.spaced(read) == printed
