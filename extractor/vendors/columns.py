"""What the columns of a table of vendors are called. Case, accents, spaces, signs and a number at the end ("IBAN 2") do not count."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Column(StrEnum):
    ID = "id"
    NAME = "name"
    ALIAS = "alias"
    VAT_ID = "vat_id"
    REGISTRATION = "registration"
    IBAN = "iban"
    PHONE = "phone"
    ADDRESS = "address"


# As they are exported by accounting programs in English, German, French, Spanish, Italian, Dutch, Portuguese and Polish.
_NAMES = {
    Column.ID: """id no nr number key code vendorid vendorno vendornumber vendorcode vendoraccount supplierid supplierno suppliernumber
        suppliercode creditorid creditorno creditornumber kreditor kreditornr kreditorennr kreditorennummer kreditorenkonto lieferantennr
        lieferantennummer lieferantenid codefournisseur numerofournisseur nofournisseur idfournisseur codigoproveedor idproveedor
        codicefornitore idfornitore leveranciersnummer crediteurnummer crediteurnr codigofornecedor idfornecedor numerkontrahenta
        kodkontrahenta idkontrahenta""",
    Column.NAME: """name vendor vendorname supplier suppliername creditor creditorname merchant merchantname company companyname legalname
        firma firmenname lieferant lieferantenname bezeichnung nom raisonsociale fournisseur nomfournisseur nombre razonsocial proveedor
        nombreproveedor nome ragionesociale denominazione fornitore naam leverancier leveranciersnaam bedrijfsnaam razaosocial fornecedor
        nazwa kontrahent nazwakontrahenta dostawca""",
    Column.ALIAS: """alias aliases aka names tradename tradingname tradingas shortname knownas brand kurzname kurzbezeichnung matchcode
        suchbegriff nomcommercial nombrecomercial nomecommerciale handelsnaam nomefantasia nazwaskrocona""",
    Column.VAT_ID: """vat vatid vatno vatnumber vatregno vatregistrationnumber vatcode ustid ustidnr ustidnummer umsatzsteuerid uid uidnr
        uidnummer mwstnr tva numerotva notva ntva tvaintracommunautaire nif cif nifcif cifnif iva partitaiva piva codicefiscale btw btwnr
        btwnummer btwid nip taxid taxno taxnumber taxidentificationnumber steuernummer steuernr gst gstno gstnumber gstin gstid sstno trn
        ein tin abn nipc cnpj vatidnumber""",
    Column.REGISTRATION: """registration registrationno registrationnumber regno regnumber companyregistration companyregistrationno
        companyregistrationnumber companyno companynumber companyid coregno crn roc ssm uen handelsregister handelsregisternummer
        registernummer hrb siren siret rcs rea kvk kvknr kvknummer krs regon registromercantil""",
    Column.IBAN: """iban ibans bankaccount bankaccountnumber bankaccountno account accountno accountnumber konto kontonr kontonummer
        bankkonto bankverbindung compte comptebancaire rib cuenta cuentabancaria conto contocorrente rekening rekeningnummer bankrekening
        conta contabancaria rachunek rachunekbankowy numerkonta nrkonta""",
    Column.PHONE: """phone phoneno phonenumber tel telno telephone telephoneno telephonenumber telefon telefonnr telefonnummer telefono
        telefoon telefoonnummer telefone mobile mobil""",
    Column.ADDRESS: """address addressline anschrift adresse direccion indirizzo adres endereco street streetaddress strasse str rue calle
        via straat rua ulica house housenumber hausnummer zip zipcode postcode postalcode plz postleitzahl codepostal cp cap codigopostal
        kodpocztowy city town ort stadt ville ciudad citta plaats cidade miasto state county province region bundesland provincia
        country land pays pais paese kraj countrycode""",
}
_COLUMNS = {name: column for column, names in _NAMES.items() for name in names.split()}


def column_of(heading: str) -> Column | None:
    """What a column holds, by its heading; None where that says nothing to us."""
    plain = unicodedata.normalize("NFKD", heading.casefold().replace("ß", "ss").replace("ł", "l"))
    bare = re.sub(r"[^a-z0-9]", "", plain)
    return _COLUMNS.get(bare) or _COLUMNS.get(bare.rstrip("0123456789"))
