"""Names of parties that go on in the next line, that stand under what kind of house it is, or beside the person who reads the letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from extractor.document import Line, Reading
from tests.find.typed_invoice import values, values_of
from tests.find.typewriter import HEIGHT, page

SELLER = "Crumb Bakers' Supplies Ltd\n6 Tannery Yard\nFrome\nBA11 1DU\nTel. 01373 555018"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("Harbourside Window Care Pty\nLtd", "Harbourside Window Care Pty Ltd"),
        ("Moorland Fensterbau GmbH & Co.\nKG", "Moorland Fensterbau GmbH & Co. KG"),
        ("Harbourside\nWindow Care Pty\nLtd", "Harbourside Window Care Pty Ltd"),
    ],
)
def test_a_legal_form_goes_on_in_the_next_line(lines: str, name: str) -> None:
    found = values(f"{lines}\n6 Tannery Yard\nFrome BA11 1DU\nTel. 01373 555018\n\nInvoice No. 20931\n\nPay {name} by transfer")
    assert found["seller.name"] == name


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Zahnarztpraxis", "Dr. Lena Falk & Kollegen"),
        ("Law Offices of", "Judith Pell"),
        ("CENTRE HOSPITALIER", "SAINTE-BLANCHE ASBL"),
        ("Comunidad de Propietarios", "Edificio Los Olmos"),
        ("Huisartsenpraktijk", "De Wilgen"),
        ("Kancelaria Adwokacka", "Ewa Lipska"),
        ("Agrupamento de Escolas", "Ribeira Alta"),
        ("Gemeinde", "Nordenau"),
        ("Stichting", "De Wilgen"),
        ("Gemeinnützige Gesellschaft für", "soziale Dienste mbH"),
        ("Association pour la promotion", "de la lecture ASBL"),
        ("The Trustees of the", "Elm Road Trust"),
        ("Cooperativa Agricola", "Valle Chiara S.c.a.r.l."),
    ],
)
def test_a_line_that_is_no_name_alone_and_the_one_under_it_are_one(upper: str, lower: str) -> None:
    found = values(f"{SELLER}\n\n\n{upper}\n{lower}\n4 Mill Lane\n2800 Norden\n\nInvoice No. 20931")
    assert found["buyer.name"] == f"{upper} {lower}"


def test_a_hyphen_at_the_end_of_a_line_parts_a_word() -> None:
    found = values(f"{SELLER}\n\n\nWohnungsbau-\ngesellschaft Nordenau mbH\nLindenweg 4\n10115 Berlin\n\nRechnung Nr. 20931")
    assert found["buyer.name"] == "Wohnungsbaugesellschaft Nordenau mbH"


@pytest.mark.parametrize("lines", ["Ms Ruth Callan\nBrightwater Analytics DAC", "Brightwater Analytics DAC\nMs Ruth Callan"])
def test_the_firm_beside_its_reader_gets_the_bill(lines: str) -> None:
    found = values(f"{SELLER}\n\n\n{lines}\n40 High Street\nTotnes\nTQ9 5PB\n\nInvoice No. 20931")
    assert found["buyer.name"] == "Brightwater Analytics DAC"


def test_a_partnership_of_lawyers_gets_the_bill() -> None:
    found = values(f"{SELLER}\n\n\nKanzlei Dr. Holm Partner mbB\nFrau Ida Krug\nLindenallee 7\n10117 Berlin\n\nRechnung Nr. 20931")
    assert found["buyer.name"] == "Kanzlei Dr. Holm Partner mbB"


def test_a_value_of_a_list_goes_on_under_it() -> None:
    rows = ["Customer     Green Valley Residents", "             Association Services L.L.C", "", "Address      Office 12, Palm Gate"]
    found = values(f"{SELLER}\n\nTAX INVOICE\n\n" + "\n".join([*rows, "", "PO           4711"]))
    assert found["buyer.name"] == "Green Valley Residents Association Services L.L.C"


def test_whose_firm_it_is_is_no_name_of_its_own() -> None:
    head = "F.LLI MARTELLI\nIngrosso alimentari dal 1961\ndi Martelli Ugo & C. S.n.c.\nVia Emilia 4\n47521 CESENA"
    assert values(f"{head}\n\nFattura n. 4711")["seller.name"] == "F.LLI MARTELLI"


def test_a_firm_that_trades_as_what_stands_large_sends_the_bill() -> None:
    foot = "Heron Rock Hospitality Ltd t/a The Heron Rock Hotel, Quay Road, Kenmare, Ireland"
    buyer = "Ms Ruth Callan\nBrightwater Analytics DAC\nHarbour Square\nGalway H91 X2F5"
    reading = page(f"The Heron Rock\n\n\n{buyer}\n\nGuest Folio 20931" + "\n" * 35 + foot)
    found = values_of(_with_lines(reading, lambda lines: [_taller(lines[0]), *lines[1:]]))
    assert (found["seller.name"], found["buyer.name"]) == ("Heron Rock Hospitality Ltd", "Brightwater Analytics DAC")


def test_words_a_typewriters_sign_apart_are_of_one_name() -> None:
    reading = page(
        f"{SELLER}\n\nBILL TO:\nHALSTEAD STEEL BUILDINGS LTD\nWHARF ROAD\nSTOURPORT\nDY13 9BZ\n\nINVOICE NO 20931", engine="drawn"
    )
    cut = _with_lines(reading, lambda lines: [part for line in lines for part in (_low_words(line) if "HALSTEAD" in line.text else [line])])
    assert values_of(cut)["buyer.name"] == "HALSTEAD STEEL BUILDINGS LTD"


def _with_lines(reading: Reading, become: Callable[[Sequence[Line]], Sequence[Line]]) -> Reading:
    (region,) = reading.regions
    return replace(reading, regions=(replace(region, lines=tuple(become(region.lines))),))


def _taller(line: Line) -> Line:
    return Line(tuple(replace(word, box=replace(word.box, top=word.box.top - 0.02)) for word in line.words))


def _low_words(line: Line) -> list[Line]:
    """Each word as a line of its own, as low as capitals are."""
    return [Line((replace(word, box=replace(word.box, bottom=word.box.bottom - 1.5 / HEIGHT)),)) for word in line.words]


def test_the_head_of_a_forms_part_tells_whose_name_it_is() -> None:
    seller = "CPF/CNPJ: 18.402.556/0001-93\nNome/Razão Social: CEU LIMPO TECNOLOGIA LTDA\nEndereço: R DOS IPES 12"
    buyer = "Nome/Razão Social: METALURGICA QUATRO RIOS S/A\nCPF/CNPJ: 61.077.310/0004-28\nEndereço: AV NORTE 3000"
    heads = ("PRESTADOR DE SERVIÇOS".center(100), "TOMADOR DE SERVIÇOS".center(100))
    found = values(f"NOTA FISCAL DE SERVIÇOS\n\n{heads[0]}\n{seller}\n\n{heads[1]}\n{buyer}\n\nValor total 100,00")
    assert (found["seller.name"], found["buyer.name"]) == ("CEU LIMPO TECNOLOGIA LTDA", "METALURGICA QUATRO RIOS S/A")


def test_terms_of_payment_in_capitals_name_no_payee() -> None:
    found = values("Grossiste du Nord S.A.\nRue Haute 8\n4300 WAREMME\n\nFACTURE 4711\n\nPAIEMENT A 30 JOURS FIN DE MOIS")
    assert found.get("payee.name") is None


def test_a_brand_in_two_lines_is_not_the_firm_under_it() -> None:
    head = "ALDER CREEK\nPIPE & SUPPLY\nAlder Creek Pipe & Supply, Inc.\n4410 Old Mill Rd, Waco, TX 76705"
    found = values(f"{head}\n\nBILL TO\nBosque Mechanical LLC\nPO Box 2217\nTemple, TX 76503\n\nInvoice No. 20931")
    assert found["seller.name"] == "Alder Creek Pipe & Supply, Inc."


def test_the_brand_over_a_firm_is_not_whom_it_writes_to() -> None:
    found = values("ALDER CREEK\nPIPE & SUPPLY\nAlder Creek Pipe & Supply, Inc.\n4410 Old Mill Rd, Waco, TX 76705\n\nInvoice No. 20931")
    assert found["seller.name"] == "Alder Creek Pipe & Supply, Inc."
    assert found.get("buyer.name") is None


def test_a_sign_in_small_letters_that_the_mail_address_says_is_a_name() -> None:
    reading = page("carterhaul\n\n12 High Street, Totnes TQ9 5PB\ninfo@carterhaul.example\n\nInvoice No. 20931\n\nRef.\n4711")
    found = values_of(_with_lines(reading, lambda lines: [_taller(lines[0]), *lines[1:]]))
    assert found["seller.name"] == "carterhaul"


@pytest.mark.parametrize("heading", ["Voor:", "Für:"])
def test_a_town_behind_a_name_under_its_heading_is_none_of_it(heading: str) -> None:
    found = values(f"{SELLER}\n\n{heading} Basisschool De Molen, Norden\n\nInvoice No. 20931")
    assert found["buyer.name"] == "Basisschool De Molen"


def test_a_firm_said_elsewhere_alone_is_not_the_end_of_the_line_over_it() -> None:
    lines = "Imogen Hartnoll\nBrightwater Ltd\n40 High Street\nTotnes\nTQ9 5PB"
    found = values(f"{SELLER}\n\nBill to:\n{lines}\n\nInvoice No. 20931\n\nWork done for Brightwater Ltd in May")
    assert found["buyer.name"] == "Brightwater Ltd"


@pytest.mark.parametrize("line", ["The Finance Director", "Rechnungswesen", "Direction financière", "De administratie", "Sekretariat"])
def test_who_opens_the_letters_is_not_of_the_firms_name(line: str) -> None:
    found = values(f"{SELLER}\n\n\n{line}\nBrightwater DAC\n40 High Street\nTotnes\nTQ9 5PB\n\nInvoice No. 20931")
    assert found["buyer.name"] == "Brightwater DAC"


def test_a_firm_under_how_it_is_addressed_in_two_words() -> None:
    found = values(f"{SELLER}\n\n\nSpett.le Ditta\nNERI S.R.L.\nVia Roma 12\n20121 Milano MI\n\nFattura n. 20931")
    assert found["buyer.name"] == "NERI S.R.L."


@pytest.mark.parametrize(
    ("to", "number", "foot"),
    [
        ("Bill to:", "Invoice No. 4711", "Amber Quay is operated by Shannon Leisure DAC, registered in Ireland 611471"),
        ("Rechnungsempfänger:", "Rechnung Nr. 4711 Rechnungsdatum", "Amber Quay wird betrieben von Shannon Leisure GmbH, Bonn"),
        ("Facturé à :", "Facture N° 4711 Date de facture", "Amber Quay est exploité par Shannon Leisure SARL, Lyon"),
    ],
)
def test_who_keeps_a_house_sends_its_bill(to: str, number: str, foot: str) -> None:
    page = f"Amber Quay\nDock Road 4, 53111 Bonn\n\n{to}\nGreen Books Ltd\n40 High St\n53112 Bonn\n\n{number}{chr(10) * 40}{foot}"
    assert values(page)["seller.name"].startswith("Shannon Leisure")


FORMS_OF_FIRMS = ["GmbH", "Ltd.", "V.O.F.", "S.r.l.", "S.n.c.", "S.L.", "Lda.", "Sp. j.", "Sp. z o.o.", "Inc.", "SARL", "GmbH & Co. KG"]


@pytest.mark.parametrize("form", FORMS_OF_FIRMS)
@pytest.mark.parametrize(
    "behind", [", Zutphen", ", Main Street 12, 7201 AB Zutphen", ",\nMain Street 12,\n7201 AB Zutphen", "\nMain Street 12\n7201 AB Zutphen"]
)
def test_a_name_ends_before_the_comma_behind_its_legal_form(form: str, behind: str) -> None:
    name = f"Korenbloem Wolters {form}"
    to = f"Bill to:\n{name}" if behind.count("\n") > 1 else f"Bill to: {name}"
    page = f"Abc Trading House\n1 High Street\nBristol BS1 6DZ\n\n{to}{behind}\n\nInvoice No. 4711\nInvoice date: 2026-02-04\n\n"
    assert values(page + "Total                                             120.00\n")["buyer.name"] == name


@pytest.mark.parametrize("heading", ["Bill to", "Adresse de facturation", "Rechnungsempfänger", "Factuur aan", "Datos del cliente"])
@pytest.mark.parametrize("name", ["Larkspur Coworking", "Bäckerei Xaver Loibl", "Lichtwerk Steiner GmbH", "SCI Les Mouettes"])
def test_a_name_follows_its_heading_without_a_colon_over_its_address(heading: str, name: str) -> None:
    indent = " " * len(heading)
    for behind in (f"\n{indent} Welser Straße 77\n{indent} 97076 Würzburg", ", Welser Straße 77, 97076 Würzburg"):
        page = f"Abc Trading House Ltd\n1 High Street\nBristol BS1 6DZ\n\n{heading} {name}{behind}\n\nInvoice No. 4711\n"
        assert values(page + "Invoice date: 2026-02-04\n\nTotal                                             120.00\n")["buyer.name"] == name


@pytest.mark.parametrize("line", ["Client Earth Foods Ltd", "Customer First Ltd"])
def test_what_a_name_begins_with_is_no_heading(line: str) -> None:
    page = f"{line}\n1 High Street\nBristol BS1 6DZ\n\nBill to:\nLichtwerk Steiner GmbH\nWelser Straße 77\n97076 Würzburg\n\n"
    found = values(page + "Invoice No. 4711\nTotal                                             120.00\n")
    assert (found["seller.name"], found["buyer.name"]) == (line, "Lichtwerk Steiner GmbH")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Hohenfelder Maschinen GmbH, Norden", "Hohenfelder Maschinen GmbH"),
        ("Pecan Street Dental Group, PLLC", "Pecan Street Dental Group, PLLC"),
        ("Condomínios Bom Sucesso, S.A.", "Condomínios Bom Sucesso, S.A."),
    ],
)
@pytest.mark.parametrize("heading", ["", "Cliente:\n"])
def test_a_town_behind_a_legal_form_is_none_of_the_name(heading: str, line: str, name: str) -> None:
    page = f"Alpentor Logistik GmbH\nHafenweg 3\n48155 Münster\n\n{heading}{line}\nRua do Sol 14\n4785-123 Trofa\n\nRechnung Nr. 4711\n"
    assert values(page + "Datum: 04.02.2026\n\nGesamtbetrag                                      120.00\n")["buyer.name"] == name


@pytest.mark.parametrize("name", ["Trattoria da Gino", "Panadería Cabo Roig", "Alpentor Logistik GmbH"])
@pytest.mark.parametrize(
    "line", ["{}, Via Lago 3, 37016 Garda", "Cedente/prestatore {}\nVia Lago 3\n37016 Garda", "Fornitore: {}, Via Lago 3, 37016 Garda"]
)
def test_a_sellers_name_ends_before_its_street(name: str, line: str) -> None:
    to = "Spett.le\nOfficine Delta S.r.l.\nVia Mantova 60\n25124 Brescia (BS)\n\nFattura n. 4711\ndel 04/02/2026\n\n"
    found = values(line.format(name) + "\nP.IVA 00743110157\n\n" + to + "Totale                                            120.00\n")
    assert (found["seller.name"], found["buyer.name"]) == (name, "Officine Delta S.r.l.")
