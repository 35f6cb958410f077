"""Words of a misread page that can be but one thing, by what a record says of them."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import catalog
from extractor.document import Line, Reading, Region, RegionKind, Word
from extractor.geometry import Box
from extractor.schemas.record import field_specs
from extractor.slips import settled, unslipped
from extractor.slips.amounts import counted, usual_mark
from extractor.slips.dates import dated, numbered, usual_year
from extractor.slips.phones import dialled
from extractor.slips.places import placed, street_named

LETTER_FOR = {"0": "OD", "1": "lIi", "2": "Z", "5": "S", "6": "G", "8": "B", "9": "g"}


def reading(*lines: str, engine: str = "tesseract") -> Reading:
    made = []
    for number, text in enumerate(lines):
        top = 0.05 + 0.03 * number
        words, left = [], 0.1
        for word in text.split():
            words.append(Word(word, Box(left, top, left + 0.01 * len(word), top + 0.02), 0.9))
            left += 0.01 * (len(word) + 1)
        made.append(Line(tuple(words)))
    box = Box(0.1, 0.05, 0.9, 0.05 + 0.03 * len(lines))
    return Reading(1, 595.0, 842.0, engine, (Region(RegionKind.TEXT, box, tuple(made)),))


def mended(*lines: str, engine: str = "tesseract") -> list[str]:
    model = catalog.schema("invoice")
    made = unslipped((reading(*lines, engine=engine),), catalog.label_book(model), field_specs(model))
    return [line.text for line in made.readings[0].lines]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("31/05/2D25", "31/05/2025"),
        ("15.09'2025.", "15.09.2025."),
        ("29l07/2024", "29/07/2024"),
        ("25/88/2024", "25/08/2024"),
        ("2824-01-i9", "2024-01-19"),
        ("2. octabre 2024", "2. octobre 2024"),
        ("22 februari 2820", "22 februari 2020"),
        ("l de dicienbre de 2024", "1 de diciembre de 2024"),
        ("March Z, 2024", "March 2, 2024"),
        ("71.05.2024", "71.05.2024"),  # 11 or 21
        ("88/03/2024", "88/03/2024"),  # the 88th paper of March
        ("118/2024", "118/2024"),  # a paper's number, and no day with a mark read as a figure
        ("418/24", "418/24"),
        ("13:06:15", "13:06:15"),
        ("1.234,50", "1.234,50"),
        ("30.01.2024", "30.01.2024"),
    ],
)
def test_a_day_that_cannot_be_is_the_only_one_like_it(read: str, meant: str) -> None:
    assert dated(read, 2024 if "2820" not in read else 2020) == meant


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"]), st.integers(0, 10**6))
def test_a_letter_among_the_figures_of_a_day_is_its_figure(day: date, form: str, seed: int) -> None:
    printed, dice = day.strftime(form), random.Random(seed)
    place = dice.choice([n for n, sign in enumerate(printed) if sign in LETTER_FOR])
    read = printed[:place] + dice.choice(LETTER_FOR[printed[place]]) + printed[place + 1 :]
    assert dated(read, day.year) == printed


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%m/%d/%Y"]), st.integers(-400, 400))
def test_a_day_that_can_be_stays(day: date, form: str, off: int) -> None:
    text = day.strftime(form)
    assert dated(text, (day + timedelta(days=off)).year) == text


def test_a_day_of_the_next_decade_is_of_this_one_where_the_figures_are_alike() -> None:
    assert dated("2034-02-04", 2024) == "2024-02-04"
    assert dated("2028-05-01", 2023) == "2023-05-01"
    assert dated("08.08.2031", 2025) == "08.08.2031"  # another year of it: a guarantee, perhaps
    assert dated("08.08.2035", None) == "08.08.2035"


def test_the_year_of_a_document_is_that_of_most_of_its_days() -> None:
    assert usual_year(["Invoice 2024", "12.03.2024", "since 1998"]) == 2024
    assert usual_year(["no day"]) is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("A/20Z1-2603", "A/2021-2603"),
        ("1816l8255", "181618255"),
        ("2022B6491", "2022B6491"),
        ("AW20O3036", "AW2003036"),
        ("281682a", "281682a"),
        ("H2O", "H2O"),
    ],
)
def test_letters_that_no_number_has(read: str, meant: str) -> None:
    assert numbered(read, 2021) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("676,g7", "676,97"),
        ("-159'35", "-159,35"),
        ("1.Z34,50", "1.234,50"),
        ("€ 207.98", "€ 207,98"),
        ("12:30", "12:30"),
        ("20.11", "20.11"),  # a day, perhaps
        ("S7.60", "S7.60"),  # a dollar's sign, perhaps
        ("No. 55.57 & 59", "No. 55.57 & 59"),
        ("3.5 kg", "3.5 kg"),
    ],
)
def test_amounts_have_the_marks_of_the_others(read: str, meant: str) -> None:
    assert counted(read, ",") == meant
    assert counted(read, None) == read


def test_a_mark_is_usual_where_most_amounts_have_it() -> None:
    assert usual_mark(["1,50 2,50", "3,50", "1.234,50", "9.99"]) == ","
    assert usual_mark(["1,50 2,50", "3.50 4.50"]) is None


def test_a_postal_code_stands_below_a_street() -> None:
    assert placed("240D-137 Leiria", "Rua Direita, 248") == "2400-137 Leiria"
    assert placed("126 rue de Lyon · l3006 Marseille", "Maison Delorme") == "126 rue de Lyon · 13006 Marseille"
    assert placed("240D-137 Leiria", "Scheren") == "240D-137 Leiria"
    assert placed("8033i Augsburg", "USt-ID") == "80331 Augsburg"  # with a small letter it is nothing else
    assert placed("1012 4B Utrecht", "Handelskade 30") == "1012 AB Utrecht"
    assert placed("1012 4B Utrecht", "Scheren") == "1012 4B Utrecht"


def test_a_street_stands_over_a_place() -> None:
    assert street_named("nue Saint-Clair 26", "51100 Reims") == "rue Saint-Clair 26"
    assert street_named("Avenido da Ponte, 3", "3500-110 Viseu") == "Avenida da Ponte, 3"
    assert street_named("nue Saint-Clair 26", "Objet") == "nue Saint-Clair 26"
    assert street_named("Zona Industrial, lote 41", "3045-508 Coimbra") == "Zona Industrial, lote 41"


def test_a_telephone_number_has_no_letters() -> None:
    assert dialled("Tel. 03D-0647987", ("tel",)) == "Tel. 030-0647987"
    assert dialled("Art. 03D-0647987", ("tel",)) == "Art. 03D-0647987"
    assert dialled("TD01167104", ("t",)) == "TD01167104"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Paiement sous 14 jours par viremeht", "Paiement sous 14 jours par virement"),
        ("SALES INVOIGE", "SALES INVOICE"),
        ("IMVOICE", "INVOICE"),
        ("F4CTURA", "FACTURA"),
        ("Zahlbar innerhalb van l4 Tagen obne Abzug", "Zahlbar innerhalb von 14 Tagen ohne Abzug"),
        ("have a small", "have a small"),
        ("EAKTURA 2019/60695", "FAKTURA 2019/60695"),
        ("No. EAKTURA", "No. EAKTURA"),
        ("79098 Freiburg im 8reisgau", "79098 Freiburg im Breisgau"),
        ("Harbor1ight Limited", "Harborlight Limited"),
        ("Muster GnbH", "Muster GmbH"),
        ("Casa Bruna S.n.l.", "Casa Bruna S.r.l."),
        ("Rua Direita", "Rua Direita"),
        ("Cee Fine Thai Dining", "Cee Fine Thai Dining"),
        ("COKE INC", "COKE INC"),
        ("Coca con Tomate", "Coca con Tomate"),
        ("Jean Moulin", "Jean Moulin"),
    ],
)
def test_words_are_mended_among_their_like(read: str, meant: str) -> None:
    assert mended(read) == [meant]


def test_small_words_within_names_are_those_of_the_language() -> None:
    spanish = ["Fecha de la factura", "Condiciones de pago y forma de pago", "Importe total de la factura"]
    assert mended(*spanish, "Calle cel Molino 27")[-1] == "Calle del Molino 27"


def test_of_several_languages_a_line_is_in_that_of_the_document() -> None:
    italian = ["Data della fattura", "Condizioni di pagamento e modalità di pagamento", "Importo totale della fattura"]
    assert mended(*italian, "N. clicnte")[-1] == "N. cliente"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Linia Sp. z c.0.", "Linia Sp. z o.o."),
        ("Officine Sole S.r.1.", "Officine Sole S.r.l."),
        ("Officine Sole 5.r.l.", "Officine Sole S.r.l."),
        ("Norme 5.4.", "Norme 5.4."),
        ("Drukarnia sp. z 0.0. sp.k.", "Drukarnia sp. z o.o. sp.k."),
        ("Kraus d.0.o., Zagreb", "Kraus d.o.o., Zagreb"),
        ("Firma z 0.0.", "Firma z 0.0."),
        ("Kanzlei C.C. Nowak", "Kanzlei C.C. Nowak"),
    ],
)
def test_round_letters_of_legal_forms_are_those_of_the_form(read: str, meant: str) -> None:
    assert mended(read) == [meant]


def test_a_title_opens_its_line_in_the_language_of_the_document() -> None:
    french = ["Date de la facture", "Conditions de paiement et mode de paiement", "Montant total de la facture"]
    assert mended(*french, "F4CTURE CLIENT FAC-2023-0829")[-1] == "FACTURE CLIENT FAC-2023-0829"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["GARAGE OFFICE, BASEMANT 1", "40170 SHAH ALAM"], "GARAGE OFFICE, BASEMENT 1"),
        (["Section 25, Taman Idustries"], "Section 25, Taman Industries"),  # a letter lost
        (["Unit 4, Terrminal Road 7"], "Unit 4, Terminal Road 7"),  # one printed twice
        (["NO 2 JALAM SETIA 4"], "NO 2 JALAN SETIA 4"),
        (["Via Centrale 4"], "Via Centrale 4"),  # another form of the word
        (["12 Labuhraya Street"], "12 Labuhraya Street"),  # likelier as it is
        (["Section 4, Idustries Road", "Idustries Ltd"], "Section 4, Idustries Road"),  # what stands twice is a name
        (["Idustries Ltd"], "Idustries Ltd"),
        (["Unit 4, TerMinul Road 7"], "Unit 4, TerMinul Road 7"),
    ],
)
def test_general_words_of_addresses(read: list[str], meant: str) -> None:
    assert mended(*read)[0] == meant


def test_general_words_between_two_lines_of_an_address() -> None:
    assert mended("12 Park Street", "Commencial Buildimgs", "London SW1A 1AA")[1] == "Commercial Buildings"


def test_what_a_text_layer_says_stays() -> None:
    assert mended("31/05/2D25 SALES INVOIGE", engine="text_layer") == ["31/05/2D25 SALES INVOIGE"]


def test_what_was_read_stays_with_what_is_meant() -> None:
    model = catalog.schema("invoice")
    made = unslipped((reading("Date 31/05/2D25"),), catalog.label_book(model), field_specs(model))
    assert [(one.read, one.meant) for one in made.settled] == [("31/05/2D25", "31/05/2025")]
    assert made.readings[0].words[1].alternatives == ("31/05/2D25",)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Part. IVA: 1T02649220197", "Part. IVA: IT02649220197"),
        ("IBAN: E520 2975 0590 4941 7532 0194", "IBAN: ES20 2975 0590 4941 7532 0194"),
        ("UID ATV93807239", "UID ATU93807239"),
        ("ES425744798", "ESA25744798"),
        ("1T02649220198", "1T02649220198"),  # its check digit is wrong
        ("0253.184.343", "0253.184.343"),
    ],
)
def test_countries_of_numbers_that_check_digits_prove(read: str, meant: str) -> None:
    assert mended(read) == [meant]


@pytest.mark.parametrize(
    ("read", "meant"),
    [("Mozartweg I0", "Mozartweg 10"), ("ul. Przemysłowa l65a", "ul. Przemysłowa 165a"), ("Via Leopardi, 1S-17", "Via Leopardi, 15-17")],
)
def test_house_numbers(read: str, meant: str) -> None:
    assert mended(read, "80331 München") == [meant, "80331 München"]


def test_what_opens_web_addresses() -> None:
    assert mended("hftps://a.example httpx:/lb.example http://c.example") == ["https://a.example https://b.example http://c.example"]


def as_searched(*lines: str) -> list[str]:
    model = catalog.schema("invoice")
    made = settled((reading(*lines),), catalog.label_book(model), field_specs(model))
    return [line.text for line in made.readings[0].lines]


BADLY_READ = "31/05/2D25", "Tel. 03D-0647987", "viremeht bancaire à réception de la facture"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Logixtyka Iwanicz", "Logistyka Iwanicz"),
        ("Pixe/huis Software", "Pixelhuis Software"),
        ("Netto/Brutto", "Netto/Brutto"),
        ("Tomasa CifuenIes", "Tomasa Cifuentes"),
        ("Alvacinza Valadim Ldo", "Alvacinza Valadim Lda"),
        ("CREDES2SMUC", "CREDES2SMUC"),
    ],
)
def test_words_of_a_badly_read_page_that_hardly_are_words(read: str, meant: str) -> None:
    assert as_searched(*BADLY_READ, read)[-1] == meant
    assert as_searched("31/05/2025", read)[-1] == read  # where the rest is read well it may be a name


def test_what_a_badly_read_page_says_twice_is_a_name() -> None:
    assert as_searched(*BADLY_READ, "Logixtyka Iwanicz", "Logixtyka")[-1] == "Logixtyka"
