"""Times, web and mail addresses, telephone numbers, identifiers, currencies, countries, check boxes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from extractor.values import checkbox, country, currency, email, identifier, phone, text, url
from extractor.values import datetime as datetimes
from extractor.values import time as times


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("8:13:39 PM", time(20, 13, 39)),
        ("12:05 am", time(0, 5)),
        ("14:30 PM", time(14, 30)),
        ("14h30", time(14, 30)),
        ("14.30 Uhr", time(14, 30)),
        ("25/12/20188:13PM", time(20, 13)),
        ("0815 hrs", time(8, 15)),
        ("9 am", time(9)),
        ("Time: 17:05", time(17, 5)),
    ],
)
def test_times(line: str, value: time) -> None:
    assert times.parse(line)[0].value == value


@pytest.mark.parametrize("line", ["12:61", "25:00", "1.234,56", "14.30", "2018"])
def test_no_time(line: str) -> None:
    assert times.find(line) == ()


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("25/12/2018 8:13:39 PM", datetime(2018, 12, 25, 20, 13, 39)),
        ("2021-05-17T22:15:00+02:00", datetime(2021, 5, 17, 22, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("2021-05-17T22:15:00Z", datetime(2021, 5, 17, 22, 15, tzinfo=UTC)),
        ("Fri 6 Mar 2020 at 17:05", datetime(2020, 3, 6, 17, 5)),
        ("6. März 2020, 17:05 Uhr", datetime(2020, 3, 6, 17, 5)),
        ("17:05, 6. März 2020", datetime(2020, 3, 6, 17, 5)),
        ("25/12/20188:13PM", datetime(2018, 12, 25, 20, 13)),
    ],
)
def test_datetimes(line: str, value: datetime) -> None:
    assert datetimes.parse(line)[0].value == value


def test_a_date_alone_is_no_midnight() -> None:
    assert datetimes.parse("6 Mar 2020") == ()


@pytest.mark.parametrize(
    ("line", "value", "repaired"),
    [
        ("E-Mail: Info@Example.com, Tel", "info@example.com", False),
        ("info @ foo.co.uk", "info@foo.co.uk", True),
        ("foo@bar , com", "foo@bar.com", True),
        ("info(at)foo.de", "info@foo.de", True),
        ("first.last+tag@sub.example.org.", "first.last+tag@sub.example.org", False),
    ],
)
def test_mail(line: str, value: str, repaired: bool) -> None:
    (match,) = email.find(line)
    assert (match.value, match.interpretations[0].repaired) == (value, repaired)


def test_no_mail() -> None:
    assert email.find("2 @ 5.00 each") == ()


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("www.Example.de", "www.example.de"),
        ("see https://x.example.com/a?b=C.", "https://x.example.com/a?b=C"),
        ("www . example . com", "www.example.com"),
    ],
)
def test_web(line: str, value: str) -> None:
    assert url.parse(line)[0].value == value


@pytest.mark.parametrize("line", ["12.de", "info@example.com", "Total 12.50", "e.g. this"])
def test_no_web(line: str) -> None:
    assert url.find(line) == ()


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Tel: 03-1234 5678", "03-1234 5678"),
        ("+49 (0)30 1234-567", "+49 (0)30 1234-567"),
        ("(555) 123-4567", "(555) 123-4567"),
        ("Phone 555.123.4567 Fax", "555.123.4567"),
        ("01 23 45 67 89", "01 23 45 67 89"),
        ("TEL:0123456789", "0123456789"),
        ("Tel.+43 6547 71 208", "+43 6547 71 208"),
    ],
)
def test_phones(line: str, value: str) -> None:
    (match,) = phone.find(line)
    assert match.value == value
    assert match.interpretations[0].likelihood >= 0.65


def test_a_fax_is_an_unlikely_phone_and_a_date_none() -> None:
    assert phone.find("Fax: 03-1234 5678")[0].interpretations[0].likelihood < 0.3
    assert phone.find("25.12.2018") == ()
    assert phone.find("12.50 13.50 14.50") == ()


@pytest.mark.parametrize(
    "token", ["F20220023", "471102", "RE-2024/0815", "INV#123", "2468", "A12 34-5", "TD01167104", "XKQWTZ", "RE 2024 0815"]
)
def test_identifiers(token: str) -> None:
    assert identifier.parse(token)[0].value == token
    assert token in [match.value for match in identifier.find(token)]


def test_the_mark_before_a_number_is_no_part_of_it() -> None:
    assert identifier.parse("#12345")[0].value == "12345"
    assert [match.value for match in identifier.find("Order #48211")] == ["48211"]


def test_letters_before_the_groups_of_a_number_are_its_own() -> None:
    assert [match.value for match in identifier.find("VR 2025 / 118 204")] == ["VR 2025/118 204"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("Rechnung 318 402", "318 402"), ("50 118", "50 118"), ("N° client 4 203", "4 203"), ("Factuur 26 118 van 3 mei", "26 118")],
)
def test_two_groups_of_figures_are_one_number(text: str, number: str) -> None:
    assert identifier.find(text)[0].value == number


def test_two_groups_of_figures_may_be_a_sum() -> None:
    assert identifier.find("Total 12 500 EUR 3")[0].value != "12 500"


@pytest.mark.parametrize(
    "token",
    [
        "12.50",
        "1.234,56",
        "$5.00",
        "2024-12-01",
        "31.12.2025",
        "8:13",
        "19%",
        "word",
        "Total 1.234,56",
        "info@example.com",
        "www.example.com",
        "3 x 5",
    ],
)
def test_no_identifier(token: str) -> None:
    assert identifier.parse(token) == ()
    assert all(match.interpretations[0].likelihood < 0.1 for match in identifier.find(token))


def test_identifier_without_its_label() -> None:
    assert identifier.find("Invoice No:TD01167104")[0].value == "TD01167104"
    assert identifier.find("Rechnung Nr. 471102 vom 12.12.2020")[0].value == "471102"


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("€", "EUR"),
        ("EUR", "EUR"),
        ("RM", "MYR"),
        ("US$", "USD"),
        ("$", "USD"),
        ("zł", "PLN"),
        ("Schweizer Franken", "CHF"),
        ("US-Dollar", "USD"),
    ],
)
def test_currencies(token: str, code: str) -> None:
    assert currency.parse(token)[0].value == code
    assert currency.find(f"Amount ({token})")[0].value == code


def test_a_dollar_may_be_of_several_countries() -> None:
    assert {one.value for one in currency.parse("$")} >= {"USD", "AUD", "CAD"}
    assert currency.find("all in all") == ()


@pytest.mark.parametrize(
    ("line", "likelihood"),
    [
        ("TOMA DI MONTE DOP 24M", 0.2),
        ("Site PHP pour la boutique", 0.2),
        ("TOMA DI MONTE DOP", 0.6),
        ("Total DOP 1,200.00", 1.0),
        ("12.00 DOP net", 1.0),
        ("Amount (AED)", 1.0),
        ("Prices: AED", 1.0),
    ],
)
def test_a_code_among_the_words_of_goods_is_hardly_a_currency(line: str, likelihood: float) -> None:
    assert [match.likelihood for match in currency.find(line)] == [likelihood]


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("Deutschland", "DE"),
        ("Spanien", "ES"),
        ("États-Unis", "US"),
        ("U.S.A.", "US"),
        ("United Kingdom", "GB"),
        ("AUT", "AT"),
        ("Niemcy", "DE"),
    ],
)
def test_countries(token: str, code: str) -> None:
    assert country.parse(token)[0].value == code


def test_country_in_a_line() -> None:
    assert [match.value for match in country.find("D-80331 München, Germany")] == ["DE", "DE"]
    assert country.find("Total amount") == ()


@pytest.mark.parametrize(
    ("token", "ticked"),
    [("[x] yes", True), ("[ ] no", False), ("☒", True), ("☐ Option", False), ("(x)", True), ("Ja", True), ("non", False)],
)
def test_check_boxes(token: str, ticked: bool) -> None:
    assert checkbox.parse(token)[0].value is ticked


def test_free_text_keeps_its_lines() -> None:
    assert text.parse("  two   words \n next ")[0].value == "two words\nnext"
    assert text.find(" -- ") == ()
