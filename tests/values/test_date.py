"""Dates in figures and words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values import Habits
from extractor.values import date as dates
from extractor.values._months import MONTHS

NEW_YEAR_EVE = date(2025, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "31.12.2025",
        "31. 12. 2025",
        "12/31/25",
        "31-12-2025",
        "2025-12-31",
        "2025/12/31",
        "20251231",
        "31 12 2025",
        "31. Dez 2025",
        "31. Dezember 2025",
        "Dec 31, 2025",
        "December 31st 2025",
        "31st of December, 2025",
        "31-DEC-25",
        "31DEC2025",
        "31 Dec '25",
        "2025 Dec 31",
        "le 31 décembre 2025",
        "31 de diciembre de 2025",
        "31 dicembre 2025",
        "31 december 2025",
        "31 de dezembro de 2025",
        "31 grudnia 2025",
        "Wednesday, 31 December 2025 17:05",
        "Date:31/12/2025",
        "31/12/20258:13PM",
        "2025-12-31T08:15:00",
    ],
)
def test_one_date_in_every_dress(text: str) -> None:
    (match,) = dates.find(text)
    assert match.value == NEW_YEAR_EVE
    assert dates.parse(text)[0].value == NEW_YEAR_EVE
    assert not match.interpretations[0].repaired


@pytest.mark.parametrize("name", MONTHS)
def test_each_name_of_a_month_is_read_wherever_the_day_stands(name: str) -> None:
    for text in (
        f"14 {name} 2021",
        f"14. {name.capitalize()} 2021",
        f"{name.capitalize()} 14, 2021",
        f"14 de {name} de 2021",
        f"14-{name}-2021",
    ):
        assert [match.value for match in dates.find(text)] == [date(2021, MONTHS[name], 14)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("le 1er mars 2024", date(2024, 3, 1)),
        ("2 maggio 2023", date(2023, 5, 2)),
        ("12 października 2021", date(2021, 10, 12)),
        ("3. März 2024", date(2024, 3, 3)),
        ("15 août 2022", date(2022, 8, 15)),
        ("4 mei 2022", date(2022, 5, 4)),
        ("7 set 2020", date(2020, 9, 7)),
        ("9/ 3/ 92", date(1992, 3, 9)),
        ("0ct3018 09:54PM", date(2018, 10, 30)),  # read without the mark of Oct30'18
    ],
)
def test_months_in_eight_languages_and_old_years(text: str, value: date) -> None:
    assert dates.find(text)[0].value == value


@pytest.mark.parametrize(
    "text",
    ["25/l2/2O18", "25-12-2 018", "25/122018", "2512/2018", "25//12/2018", "25.12,2018", "25/12 2018"],
)
def test_misread_dates_are_repaired_and_say_so(text: str) -> None:
    (match,) = dates.find(text)
    assert match.value == date(2018, 12, 25)
    assert match.interpretations[0].repaired
    assert match.interpretations[0].likelihood < 0.7


def test_misread_month_word() -> None:
    (match,) = dates.find("12 0ct 2018")
    assert (match.value, match.interpretations[0].repaired) == (date(2018, 10, 12), True)


def test_ambiguous_order_gives_both_and_habits_decide() -> None:
    readings = {one.convention: one.value for one in dates.parse("03/04/2020")}
    assert readings == {"day_first": date(2020, 4, 3), "month_first": date(2020, 3, 4)}
    assert dates.parse("03/04/2020", Habits(date_order="month_first"))[0].value == date(2020, 3, 4)
    assert dates.parse("03/04/2020", Habits(date_order="day_first"))[0].value == date(2020, 4, 3)
    assert dates.parse("03/04/2020", Habits(languages=("de",)))[0].likelihood > 0.9
    assert dates.parse("20/10/05", Habits(date_order="year_first"))[0].value == date(2020, 10, 5)


def test_iso_dates_are_never_turned() -> None:
    (reading,) = dates.parse("2020-03-04", Habits(date_order="day_first"))
    assert (reading.value, reading.convention) == (date(2020, 3, 4), "year_first")


def test_equal_day_and_month_suppose_nothing() -> None:
    (reading,) = dates.parse("04/04/2020")
    assert reading.convention is None


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2020",
        "Mai 2014",
        "December 2014",
        "1.2.3.4",
        "192.168.10.12",
        "INV-2024-01-15-77",
        "12.50 May 12:30",
        "Tel 06 12 34 56",
        "13/13/2020",
        "12/2018",
        "100.12.2020",
        "word",
        "",
    ],
)
def test_no_date(text: str) -> None:
    assert dates.find(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-REG #19- 18/01/2018 10:27", date(2018, 1, 18)),
        ("16:1424/03/18", date(2018, 3, 24)),
        ("24/03/1816:14", date(2018, 3, 24)),
        ("2017-02-121448", date(2017, 2, 12)),
        ("21NOV´15", date(2015, 11, 21)),
        ("ThuAug09,2012", date(2012, 8, 9)),
        ("DATE25/12/2018", date(2018, 12, 25)),
    ],
)
def test_dates_glued_to_their_neighbours(text: str, value: date) -> None:
    assert [match.value for match in dates.find(text)] == [value]


def test_two_dates_joined_by_a_dash() -> None:
    assert [match.text for match in dates.find("01.05.14-31.05.14")] == ["01.05.14", "31.05.14"]


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("1 Jun - 31 Aug 2026", date(2026, 6, 1), date(2026, 8, 31)),
        ("Oct 3 – Nov 3, 2026", date(2026, 10, 3), date(2026, 11, 3)),
        ("15 Dec to 14 Jan 2026", date(2025, 12, 15), date(2026, 1, 14)),  # over the turn of the year
        ("01.03.-31.03.2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("12/15 - 01/14/2026", date(2025, 12, 15), date(2026, 1, 14)),
        ("1. bis 31. März 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("du 1er au 31 mars 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("March 1-31, 2024", date(2024, 3, 1), date(2024, 3, 31)),
    ],
)
def test_a_period_says_its_year_once(text: str, begin: date, end: date) -> None:
    assert [match.value for match in dates.find(text)] == [begin, end]


@pytest.mark.parametrize("text", ["Page 1 - 31 March 2024", "3 x 4 - 12.03.2024", "Pos 12.5 - 31.12.2024", "No. 12 - 05.03.2024"])
def test_a_number_before_a_date_begins_no_period(text: str) -> None:
    assert len(dates.find(text)) == 1


@given(
    st.dates(date(1960, 1, 1), date(2059, 12, 31)),
    st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%b %d, %Y", "%d-%b-%y", "%d.%m.%y"]),
)
def test_what_is_written_is_read(day: date, form: str) -> None:
    text = day.strftime(form)
    assert day in [one.value for one in dates.parse(text, Habits(date_order="day_first"))]
    assert dates.parse(text, Habits(date_order="day_first"))[0].value == day


@pytest.mark.parametrize(("text", "day"), [("20Nar'17 21:05", date(2017, 3, 20)), ("270ec 16 17:58", date(2016, 12, 27))])
def test_a_month_with_one_wrong_letter_before_a_time(text: str, day: date) -> None:
    (found,) = dates.find(text)
    assert found.value == day
    assert found.interpretations[0].repaired


def test_two_wrong_letters_are_no_month() -> None:
    assert dates.find("20Nax'17 21:05") == ()


def test_a_date_without_marks() -> None:
    (found,) = dates.find("27032018 No.: CS-20242")
    assert found.value == date(2018, 3, 27)
    assert found.interpretations[0].likelihood < 0.5


def test_figures_behind_a_code_are_no_date() -> None:
    assert dates.find("HAO6HD01-3 - 70") == ()
