"""An invoice, credit note, pro forma or reminder on one to several pages."""

from __future__ import annotations

from dataclasses import replace

from tools.samples.chance import Chance
from tools.samples.faces import faces
from tools.samples.facts import Facts, facts
from tools.samples.families import Family, families
from tools.samples.invoice_foot import closing, draw_totals, foot, page_numbers
from tools.samples.invoice_head import address, header_pairs, letterhead
from tools.samples.invoice_header import draw_header, draw_title, intro, sentence
from tools.samples.invoice_table import draw_table
from tools.samples.language import HELD_OUT, Words
from tools.samples.paper import A4, LETTER, Paper
from tools.samples.sheet import Sheet, sheet_of

POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"


def invoice(chance: Chance, words: Words, family: Family | None = None) -> tuple[Sheet, str]:
    """The drawn sheet and the name of its layout family."""
    family = family or chance.pick(families(words.half))
    made = facts(chance.fork("facts"), words)
    group = HELD_OUT if words.half == HELD_OUT else "tuning"
    face = chance.fork("face").pick(faces(group, POLISH if words.language == "pl" else "é€"))
    width, height = LETTER if made.seller.country.code == "US" else A4
    sheet = sheet_of(Paper(width, height, face), chance, words, made.style)
    _draw(sheet, made, family)
    return sheet, family.name


def _draw(sheet: Sheet, made: Facts, family: Family) -> None:
    if family.place == "beside" and family.address in {"columns", "below"}:  # no room beside two columns
        family = replace(family, place="below")
    pairs = header_pairs(sheet, made, family)
    y = letterhead(sheet, made, family)
    bottom = foot(sheet, made, family)
    after = y
    if family.place == "top" and family.header != "sentence":
        start = 60 if family.letterhead == "plain" else y
        after = draw_header(sheet, family, pairs, sheet.left + sheet.width * 0.56, sheet.right, start)
        if family.address not in {"window", "headed"}:
            y = max(y, after)
    if family.title == "big-right" and family.place == "beside":
        y = after = max(y, draw_title(sheet, made, family, y))
    y, left, right = address(sheet, made, family, y) if family.address != "below" else (y, sheet.left, sheet.right)
    if family.place == "beside" and family.header != "sentence":
        beside = draw_header(sheet, family, pairs, left, right, y - 70 if y - 70 > after else after + 4)
        y = max(y, beside)
    y = max(y, after) + 10
    if not (family.title == "big-right" and family.place == "beside"):
        y = draw_title(sheet, made, family, y)
    if family.header == "sentence":
        y = sentence(sheet, made, y)
        rest = [pair for pair in pairs if pair[1][0][1] not in {"invoice_number", "issue_date"}]
        if rest:
            y = draw_header(sheet, _as_pairs(family), rest, sheet.left, sheet.right, y)
    elif family.place == "below":
        y = draw_header(sheet, family, pairs, sheet.left, sheet.right, y)
    if family.address == "below":
        y, _, _ = address(sheet, made, family, y + 4)
    y = intro(sheet, made, y + 4)

    def turn() -> float:
        sheet.paper.turn()
        nonlocal bottom
        bottom = foot(sheet, made, family)
        return 56.0

    table = draw_table(sheet, made, family, y, bottom, turn)
    if table.y + sheet.step * 12 > bottom:
        table.y = turn()
    y = draw_totals(sheet, made, family, table)
    if y + sheet.step * 9 > bottom:
        y = turn()
    closing(sheet, made, family, y + 6)
    page_numbers(sheet)


def _as_pairs(family: Family) -> Family:
    return replace(family, header="pairs")
