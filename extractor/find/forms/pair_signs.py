"""How much a piece of a page looks like a label, and how much like something filled in: log odds, by plain signs."""

from __future__ import annotations

import re

from extractor.find.forms.pair_pieces import NUMBERED, Piece
from extractor.find.sheet import fold

# Words that head the fields of forms, in the languages of the label files. They help; nothing depends on them.
_HEADS = frozenset(
    """
    name names first last surname given title date dates day month year time address street city state zip country province phone
    tel telephone fax mobile email mail number no nr num id code ref reference subject re to from cc attn attention department
    dept division company firm organization employer position occupation signature signed sign by approved prepared submitted
    requested authorized amount total subtotal quantity qty price cost rate type kind class category description purpose reason
    reasons remarks comments comment notes note status account customer client order invoice project product brand item items page
    pages location place region district area manager supervisor sex gender age birth born nationality marital period term start
    end expiry issue received sent due effective estimated size weight length color colour material sample test method results
    result volume unit units per percent balance budget vorname nachname geburtsdatum strasse plz ort land telefon datum
    unterschrift betrag summe menge preis art beschreibung bemerkung bemerkungen firma abteilung kunde nummer beruf geschlecht
    staatsangehorigkeit anschrift kontonummer betreff nom prenom adresse ville pays numero signature montant quantite prix objet
    service societe naissance nationalite profession nombre apellido apellidos direccion ciudad pais fecha firma importe cantidad
    precio telefono correo asunto empresa nacimiento sexo cognome nome indirizzo citta data firma importo quantita prezzo oggetto
    azienda nascita nazionalita naam voornaam achternaam adres plaats datum handtekening bedrag aantal prijs onderwerp bedrijf
    geboortedatum apelido morada cidade assinatura valor quantidade preco assunto empresa nascimento imie nazwisko adres miasto
    kraj data podpis kwota ilosc cena temat
    """.split()
)
FIELD_NUMBER = 0.4  # log odds of what is numbered as fields are
_VALUE = re.compile(r"^[\W_]*[\d$€£%#][\d\s.,:/$€£%()#xX+\-]*[\W_]*$")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = re.compile(
    rf"\d{{1,4}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{2,4}}|(?i:{_MONTH})[a-z.]*\s+\d{{1,2}},?\s+\d{{2,4}}|\b\d{{1,2}}\.?\s[^\W\d_]{{3,9}}\.?\s(?:19|20)\d{{2}}\b"
)
_REMARK = re.compile(r"\s*\([^()]*\)?$")  # "Total (add lines 1 and 2)"
_NUMBER_SIGN = re.compile(r"(?:\b(?:no|nr|num|n°|№)\.?|#)\s*$", re.IGNORECASE)


def ends_in_number_sign(text: str) -> bool:
    """Whether words end in the sign that a number follows: "Telephone #", "Permit No."."""
    return _NUMBER_SIGN.search(text) is not None


def is_head(word: str) -> bool:
    """Whether a word heads fields of forms, in any of the languages of the label files."""
    return any(part in _HEADS for part in fold(word).split())


def label_odds(piece: Piece, line_height: float) -> float:
    """Log odds that a piece is a label rather than a value or running text."""
    text = piece.text.strip()
    bare = text.rstrip(":： -—")
    if piece.numbered:
        bare = NUMBERED.sub("", bare)
    if piece.numbered and sum(map(str.isalpha, _REMARK.sub("", bare))) > 3:
        bare = _REMARK.sub("", bare).rstrip()
    words = bare.split()
    letters = sum(c.isalpha() for c in bare)
    digits = sum(c.isdigit() for c in bare)
    if letters < 2 and not (letters and piece.colon) and not bare.endswith("#"):
        return -5.0
    odds = 0.0
    if piece.colon:
        odds += 3.0
    elif text.endswith(("?",)):
        odds += 0.8
    elif text.endswith((",", ";")) or (text.endswith(".") and not _NUMBER_SIGN.search(text) and len(words) > 3):
        odds -= 1.5
    if _NUMBER_SIGN.search(bare):
        odds += 1.5
    if piece.numbered:
        odds += FIELD_NUMBER
    if piece.blank_after and (piece.colon or not piece.after_colon):
        odds += 2.0
    if piece.on_blank:
        odds -= 1.2
    if piece.after_colon and not piece.colon:
        odds -= 2.0
    if digits:
        odds -= 4.0 * digits / max(len(bare.replace(" ", "")), 1) + 0.4
    if DATE.search(bare) or _VALUE.match(bare):
        odds -= 3.0
    odds += {1: 0.3, 2: 0.6, 3: 0.5, 4: 0.2, 5: -0.1, 6: -0.4}.get(len(words), -0.35 * (len(words) - 5))
    if bare[:1].islower():
        odds -= 1.0
    if letters > 3 and bare.isupper():
        odds += 0.2
    if piece.bold:
        odds += 0.5
    folded = fold(bare).split()
    known = sum(word in _HEADS for word in folded)
    if known:
        odds += min(0.9 * known, 1.8) if len(folded) <= 6 else 0.3
    if piece.size > 1.9 * line_height:
        odds -= 1.5
    sure = sum(word.confidence for word in piece.words) / len(piece.words)
    if sure < 0.8:
        odds -= 1.0  # handwriting is filled in
    return odds
