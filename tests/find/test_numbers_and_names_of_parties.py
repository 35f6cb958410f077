"""Whose name stands over an address of two, what a firm's brand is, and tax numbers in the forms of more countries."""

from __future__ import annotations

import pytest

from tests.find.typed_invoice import values

SELLER = "Crumb Bakers' Supplies Ltd\n6 Tannery Yard\nFrome\nBA11 1DU\nTel. 01373 555018"


@pytest.mark.parametrize("upper", ["Imogen Hartnoll", "The Copper Beech"])
def test_a_firm_under_another_name_gets_the_bill(upper: str) -> None:
    found = values(f"{SELLER}\n\nBill to\n{upper}\nBrightwater Analytics Ltd\n40 High Street\nTotnes\nTQ9 5PB\n\nInvoice No. 20931")
    assert found["buyer.name"] == "Brightwater Analytics Ltd"


def test_a_firm_over_its_reader_gets_the_bill() -> None:
    found = values(f"{SELLER}\n\nBill to\nBrightwater Analytics Ltd\nImogen Hartnoll\n40 High Street\nTotnes\nTQ9 5PB\n\nInvoice No. 20931")
    assert found["buyer.name"] == "Brightwater Analytics Ltd"


def test_a_label_over_its_number_speaks_of_its_own() -> None:
    found = values(f"{SELLER}\n\nInvoice\n\nYour account number\n8500 1234\nVAT registration\nGB 980 7806 84")
    assert found.get("seller.vat_id") == "GB980780684"
    assert found.get("buyer.vat_id") is None


def test_no_before_a_number_is_not_norway() -> None:
    head = "HOLT & PYM FACTORS LTD\n4 MILL LANE LEEDS LS9 0SG\nVAT REG NO 980 7806 84"
    assert values(f"{head}\n\nINVOICE NO 4711")["seller.vat_id"] == "980780684"


def test_norways_number_keeps_its_letters() -> None:
    assert values("Fjell og Hav AS\nVAT: NO 923 609 016 MVA\n\nInvoice No. 4711")["seller.vat_id"] == "NO923609016"


def test_mexicos_numbers_are_the_parties() -> None:
    found = values(
        "PAPELERA DEL VALLE SA DE CV\nRFC: PVA150312AB1\nAv. Reforma 10, 64000 Monterrey\n\nReceptor\n"
        "TALLERES LUNA SA DE CV\nRFC: TLU990721K35 Uso CFDI: G03\n\nFactura 4711"
    )
    assert found["seller.vat_id"] == "PVA150312AB1"
    assert found["buyer.vat_id"] == "TLU990721K35"


def test_a_hyphen_within_a_bare_number_of_an_address() -> None:
    found = values(
        "SUMINISTROS NARANJO, S.A.\nC/ Mayor 4\n46001 Valencia\nCIF A58818501\n\nCliente:\n"
        "FERRETERIA OLMO, S.L.\nC/ Menor 9\n46110 Godella\nB-58378431\n\nFactura 4711"
    )
    assert found["buyer.vat_id"] == "B58378431"


def test_a_firm_that_trades_under_a_brand_sends_the_bill() -> None:
    foot = "Shannon Leisure Operations Ltd trading as The Amber Quay Inn. Registered in Ireland 611471."
    head = "The Amber Quay Inn\nDock Road, Galway, H91 K2R8, Ireland\n\nBill to:\nGreen Books\n40 High St\nTotnes TQ9 5PB"
    assert values(f"{head}\n\nInvoice No. 4711{chr(10) * 40}{foot}")["seller.name"] == "Shannon Leisure Operations Ltd"


def test_a_legal_form_at_the_end_of_a_long_word() -> None:
    foot = "Inntalfracht Speditionsges.m.b.H. · Gewerbepark 7 · 5071 Wals · FN 144820k LG Salzburg"
    found = values(f"INNTALFRACHT\n\nFirma\nHolzbau Berger GmbH\nSeestraße 91\n5400 Hallein\n\nRechnung Nr. 4711{chr(10) * 40}{foot}")
    assert found["seller.name"] == "Inntalfracht Speditionsges.m.b.H."


def test_a_number_in_an_address_is_of_the_name_there_though_a_slip_says_it_again() -> None:
    buyer = "Four Oaks Group Pty Ltd\nPO Box 918\nCOLLINGWOOD VIC 3066\nABN: 53 004 085 616"
    slip = "PAYMENT ADVICE\n\nCustomer: Four Oaks Group Pty Ltd\nPO Box 918\nCOLLINGWOOD VIC 3066"
    found = values(f"TAX INVOICE\n\n{SELLER}\n\n\n{buyer}\n\n\nInvoice Number INV-0231\nABN 51 824 753 556{chr(10) * 20}{slip}")
    assert found.get("buyer.vat_id") == "53004085616"


def test_a_spanish_number_in_groups() -> None:
    foot = "Clínica Olmeda, S.L.P. · NIF B58 378 431 · Paseo del Prado 3, 28045 Madrid"
    assert values(f"Factura 4711{chr(10) * 40}{foot}")["seller.vat_id"] == "B58378431"


def test_a_profession_and_a_chambers_number_are_no_part_of_a_name() -> None:
    found = values("Factura 4711\n\nDe:\nInés Olmeda Prats, arquitecta col. 7.321\nPlaza Mayor 4\n41003 Sevilla")
    assert found["seller.name"] == "Inés Olmeda Prats"


def test_the_firm_whose_reader_is_named_gets_the_bill_of_a_person_who_signs_below() -> None:
    found = values(
        "Bouwbedrijf Veenstra & Zn. B.V.\nt.a.v. crediteuren\nDe Lange Wal 12\n8491 PN Akkrum\nbtw NL814402277B01\n\n\nGrou, 22-9-2025\n\n"
        "Factuur 2025018\n\n\nBtw verlegd naar Bouwbedrijf Veenstra & Zn. B.V.\n\n\nMet vriendelijke groet,\n\n\n"
        "Metselwerken Sietse Dijkstra\nStationsweg 41, 9001 EC Grou\nKvK 01148820 btw-id NL002288417B63"
    )
    assert (found["buyer.name"], found["seller.name"]) == ("Bouwbedrijf Veenstra & Zn. B.V.", "Metselwerken Sietse Dijkstra")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("TRN: 100312345600003", "100312345600003"),
        ("Tax Registration Number (TRN) 100-3123-4560-0003", "100312345600003"),
        ("VAT No. 300123456700003", "300123456700003"),
        ("R.U.T.: 76.086.428-5", "760864285"),
        ("CUIT 30-50001091-2", "30500010912"),
        ("NIT. 860.002.964-4", "8600029644"),
        ("RUC N° 20100070970", "20100070970"),
    ],
)
def test_the_numbers_of_south_america_and_of_the_gulf(line: str, number: str) -> None:
    assert values(f"Quartz Trading Ltd\n4 Palm Walk\n{line}\n\nInvoice No. 4711")["seller.vat_id"] == number


def test_whose_number_stands_in_the_next_cell_is_told_by_the_label() -> None:
    found = values(
        "QUARTZ TRADING L.L.C\n\nCustomer        Amber Towers L.L.C     Invoice No.     4711\n"
        "Customer TRN    100388100600003        Supplier TRN    100254400300003"
    )
    assert (found["seller.vat_id"], found["buyer.vat_id"]) == ("100254400300003", "100388100600003")


def test_a_number_behind_a_colon_in_the_next_cell() -> None:
    found = values(
        "MADERAS QUILA SpA\nGiro: Venta de maderas\n\nFACTURA N° 4711\n\nR.U.T.: 76.086.428-5\n\n\n"
        "SEÑOR(ES)      : Constructora Lleuque Ltda.\nR.U.T.         : 77.215.640-5\nDIRECCIÓN      : Los Boldos 455"
    )
    assert (found["seller.vat_id"], found["buyer.vat_id"]) == ("760864285", "772156405")


@pytest.mark.parametrize(("number", "code"), [("R.U.T.: 76.086.428-5", "CLP"), ("CUIT 30-50001091-2", "ARS"), ("NIT 860.002.964-4", "COP")])
def test_a_tax_number_tells_whose_peso_the_sign_is(number: str, code: str) -> None:
    assert values(f"MADERAS QUILA\n{number}\n\nFactura 4711\n\nTotal    $ 1.768.840")["currency"] == code


STRIPS = {
    "pt": (
        "Rega Nova - Jardins, Lda.\nRua da Fonte 55, 2900-622 Setúbal\nNIF: 503 504 565\n\n"
        "                                        Exmo.(s) Sr.(s)\n                                        Condomínio Quinta da Serra\n"
        "                                        Av. do Mar 301\n                                        2900-464 Setúbal\n\n"
        "Fatura FT 2025A/214\n\nData          Vencimento      V/ Ref.             Contribuinte\n"
        "2025-04-30    2025-05-15      Contrato 88/24      500 697 257"
    ),
    "es": (
        "Suministros Olmo e Hijos, S.A.\nAvda. de la Industria, 88 - 50014 Zaragoza\nCIF: A58818502 Tel. 976 455 102\n\nFACTURA\n"
        "Nº Factura        Fecha           Cliente           TALLERES NARANJO, S.L.\n"
        "1 - 2608841       30/09/2026      430.02177         CTRA. TAMARITE, KM 3,2\n"
        "N.I.F.            Agente          Página            22500 BINÉFAR\n"
        "B58378432         07 M. Olmedo    1 de 1            HUESCA"
    ),
    "it": (
        "F.LLI OLMO S.n.c.                                            Destinatario\n"
        "Via Emilia 417 - 47521 CESENA (FC)                           RISTORANTE LA QUERCIA S.A.S.\n"
        "P.IVA 00743110158 - REA FO-251188                            Viale dei Mille 8\n"
        "                                                             48015 CERVIA RA\n"
        "                                                             Luogo di consegna: idem\n\n"
        "Documento            Numero       Data          Cod. cliente     P. IVA / C.F.     Agente\n"
        "FATTURA              A/10933      16/11/2026    17-00682         01234567898       12"
    ),
}


@pytest.mark.parametrize(
    ("language", "seller", "buyer"),
    [("pt", "503504565", "500697257"), ("es", "A58818502", "B58378432"), ("it", "00743110158", "01234567898")],
)
def test_the_number_in_a_strip_of_details_is_the_buyers_though_unproved(language: str, seller: str, buyer: str) -> None:
    found = values(STRIPS[language])
    assert (found.get("seller.vat_id"), found.get("buyer.vat_id")) == (seller, buyer)


@pytest.mark.parametrize(
    "foot",
    [
        "C.F., P.IVA e Reg. Imprese BS 00743110157",
        "C.F., P.IVA e Reg. Imprese BS\n                  00743110157 - CIN IT017074A1XPTO2R",
        "C.F., P.IVA e numero di iscrizione al Registro delle Imprese\ndi Brescia: 00743110157",
        "Codice fiscale, Partita IVA e iscrizione al Registro Imprese di Brescia n. 00743110157",
    ],
)
def test_an_italian_number_behind_the_words_for_its_register(foot: str) -> None:
    head = "Fattura 4711\n\nIntestata a:\nQuercia S.r.l.\nVia Po 9\n60035 Jesi AN\nP. IVA IT01234567897"
    assert values(f"{head}{chr(10) * 20}Olmo S.p.A. - Lungolago 70, 25083 Gardone - {foot}")["seller.vat_id"] == "00743110157"


def test_a_number_that_a_reader_took_to_pieces() -> None:
    found = values("Banksia Plumbing Pty Ltd\nABN 51  824  753 556  Lic. 4471\n\nTax Invoice INV-4711")
    assert found["seller.vat_id"] == "51824753556"


def test_an_account_that_goes_on_in_the_middle_of_the_next_line() -> None:
    foot = "TVA intracommunautaire FR 40 303 265 045 - Capital 8 000 EUR - RCS Angers - IBAN FR14 2004 1010 0505 0001"
    found = values(f"Facture 4711{chr(10) * 30}{foot}\n{' ' * 40}3M02 606")
    assert (found["payment.iban"], found["seller.vat_id"]) == ("FR1420041010050500013M02606", "FR40303265045")
    assert "seller.registration_number" not in found


@pytest.mark.parametrize(
    ("text", "seller", "buyer"),
    [
        (
            "OLMO Handels GmbH\nHauptstr. 4, 80331 München\n\nRechnung 4711\n\nKunde                   USt-IdNr.         Datum\n"
            "Quercia Werke GmbH      DE136695976       12.03.2025\n\nBank: X            USt-IdNr.: DE129273398",
            "DE129273398",
            "DE136695976",
        ),
        (
            "DISTRIBUIDORA OLMO LTDA\nRod. BR-277, Km 118\n83604-000 Campo Novo PR\n\n"
            "INSCRIÇÃO ESTADUAL            CNPJ\n90318844-10                   33.000.167/0001-01\n\nDESTINATÁRIO / REMETENTE\n"
            "NOME / RAZÃO SOCIAL                        CNPJ / CPF              DATA DA EMISSÃO\n"
            "SUPERMERCADO QUERCIA LTDA                  60.746.948/0001-12      22/09/2026",
            "33000167000101",
            "60746948000112",
        ),
    ],
)
def test_a_number_in_a_row_with_a_name_each_under_its_label_is_that_partys(text: str, seller: str, buyer: str) -> None:
    found = values(text)
    assert (found.get("seller.vat_id"), found.get("buyer.vat_id")) == (seller, buyer)


def test_a_number_that_goes_on_in_the_next_line() -> None:
    foot = "Olmo SAS au capital de 150 000 EUR - 17000 La Rochelle - TVA FR40"
    assert values(f"Facture 4711{chr(10) * 30}{foot}\n{' ' * 30}303265045")["seller.vat_id"] == "FR40303265045"


@pytest.mark.parametrize("line", ["B58378432", "B-58378432", "N.F.: B58378432"])
def test_a_spanish_firms_bare_number_in_its_address_is_told_by_its_form(line: str) -> None:
    found = values(
        "SUMINISTROS NARANJO, S.A.\nC/ Mayor 4\n46001 Valencia\nCIF A58818501\n\nCliente:\n"
        f"FERRETERIA OLMO, S.L.\nC/ Menor 9\n46110 Godella\n{line}\n\nFactura 4711 de la fecha y del pedido"
    )
    assert found["buyer.vat_id"] == "B58378432"


def test_a_letter_and_figures_in_an_address_elsewhere_are_no_number() -> None:
    found = values(
        "NORTHFIELD SUPPLIES LTD\n4 Mill Lane\nLeeds LS9 0SG\n\n"
        "Bill to:\nHolt & Pym Ltd\n9 High Street\nTotnes TQ9 5PB\nB58378432\n\nInvoice 4711"
    )
    assert found.get("buyer.vat_id") is None


@pytest.mark.parametrize("numbers", [("TVA BE 0412.225.163", "TVA BE 0831.447.092"), ("TVA BE 0403.199.702", "TVA BE 0202.239.951")])
def test_a_firm_that_may_be_either_party_is_not_at_home_as_both(numbers: tuple[str, str]) -> None:
    sender = f"Quai du Nord 88\n5000 Namur\n{numbers[0]}\nRPM Namur"
    found = values(
        "DURBUY FLEET LEASE SA" + " " * 30 + f"FACTURE 2026/118844\n\n\n{sender}\n\n"
        f"Laboratoires Ourthe SRL\nRoute de Marche 210\n5030 Gembloux\n{numbers[1]}\n\nDate : 01-11-2026"
    )
    assert (found["seller.name"], found["buyer.name"]) == ("DURBUY FLEET LEASE SA", "Laboratoires Ourthe SRL")
    assert [found.get(f"{party}.vat_id") for party in ("seller", "buyer")] == ["BE" + "".join(filter(str.isdigit, n)) for n in numbers]
