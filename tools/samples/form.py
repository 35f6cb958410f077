"""Filled forms: labels with values on lines, in boxes, in cells or in combs; check boxes; tables; sections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tools.samples.chance import Chance
from tools.samples.countries import COUNTRIES, INVOICE_COUNTRIES, Country
from tools.samples.faces import Face, faces
from tools.samples.invoice_head import GREY
from tools.samples.language import HELD_OUT, Words
from tools.samples.paper import A4, BLACK, LETTER, WHITE, Paper, Run, wrapped
from tools.samples.parties import firm
from tools.samples.sheet import Sheet, sheet_of
from tools.samples.style import style

FAMILIES = {"tuning": ("lines", "boxes", "cells", "dots"), HELD_OUT: ("comb", "below", "shaded")}
INK = (0.08, 0.12, 0.42)
POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"


def form(chance: Chance, words: Words) -> tuple[Sheet, str]:
    """The drawn form and the name of its family."""
    country = COUNTRIES[chance.pick(INVOICE_COUNTRIES[words.language])]
    half = HELD_OUT if words.half == HELD_OUT else "tuning"
    letters = POLISH if words.language == "pl" else "é"
    face = chance.fork("face").pick(faces(half, letters))
    hand = chance.fork("hand").pick([face, *faces(f"{half} mono", letters)])  # what a typewriter or a computer filled in
    family = chance.pick(FAMILIES[half])
    sheet = sheet_of(
        Paper(*(LETTER if country.code == "US" else A4), face), chance, words, style(chance.fork("style"), country, words.language)
    )
    _Form(sheet, country, family, hand).draw()
    return sheet, f"form {family}"


class _Form:
    """A form while it is drawn: the cursor and the numbers of the next pair, box and table."""

    def __init__(self, sheet: Sheet, country: Country, family: str, hand: Face) -> None:
        self.sheet, self.country, self.family, self.hand = sheet, country, family, hand
        self.chance = sheet.chance.fork("form")
        self.y = 50.0
        self.pairs = self.boxes = self.tables = 0
        self.ink = self.chance.pick((BLACK, BLACK, INK))
        self.mark = self.chance.pick(("cross", "check", "fill", "x"))

    def draw(self) -> None:
        sheet, chance = self.sheet, self.chance
        words = sheet.words
        if chance.maybe(0.5):
            sheet.paper.text(sheet.left, self.y, firm(chance.fork("owner"), words, self.country).name, size=9, colour=GREY)
            self.y += 22
        if chance.maybe(0.5):
            number = chance.filled("Form ??-### (##/####)") if words.language == "en" else chance.filled("F ###/##-??")
            sheet.paper.text(sheet.right, 40, number, size=7, align="right", colour=GREY)
        title = chance.pick(words.listed("forms", "title"))
        centred = chance.maybe(0.5)
        x = (sheet.left + sheet.right) / 2 if centred else sheet.left
        sheet.paper.text(
            x, self.y, [sheet.run("title", title)], weight="bold", size=chance.pick((14, 16, 18)), align="centre" if centred else "left"
        )
        self.y += 30
        entries = [tuple(entry.split("=")) for entry in words.listed("forms", "fields")]
        sections = list(words.listed("forms", "sections"))
        groups = [entries[0:3], entries[3:7], entries[7:11], entries[11:16]]
        if chance.maybe(0.3):
            groups[1], groups[2] = groups[2], groups[1]
        boxes_after, table_after = chance.randrange(4), chance.randrange(1, 4)
        for i, group in enumerate(groups):
            if self.y > sheet.paper.height - 150:
                break
            self._section(sections[i], i)
            self._group([entry for entry in group if chance.maybe(0.85)] or group[:1])
            if i == boxes_after and self.y < sheet.paper.height - 180:
                self._checkboxes()
            if i == table_after and chance.maybe(0.6) and self.y < sheet.paper.height - 190:
                self._table()
        if chance.maybe(0.5) and self.y < sheet.paper.height - 60:
            sheet.paper.line(sheet.right - 190, sheet.paper.height - 62, sheet.right, sheet.paper.height - 62)
            sheet.paper.text(sheet.right - 190, sheet.paper.height - 52, sections[-1], size=7, colour=GREY)

    def _section(self, title: str, i: int) -> None:
        sheet = self.sheet
        self.y += 12
        numbered = f"{i + 1}. {title}" if sheet.chance.fork("numbered").maybe(0.5) else title
        if sheet.chance.fork("section band").maybe(0.5):
            sheet.paper.rect(sheet.left, self.y - 10, sheet.width, 14, fill=(0.85, 0.87, 0.9), stroke=None)
        else:
            sheet.paper.line(sheet.left, self.y + 3, sheet.right, self.y + 3, width=0.8)
        sheet.paper.text(sheet.left + 3, self.y, numbered, weight="bold", size=sheet.size + 0.5)
        self.y += 20

    def _group(self, entries: list[tuple[str, ...]]) -> None:
        """Fields in one or two columns."""
        sheet = self.sheet
        columns = 2 if self.chance.maybe(0.55) else 1
        wide = sheet.width / columns
        tall = {"lines": 22.0, "dots": 21.0, "boxes": 32.0, "cells": 20.0, "comb": 34.0, "below": 34.0, "shaded": 30.0}[self.family]
        for i, (label, kind) in enumerate(entries):
            if self.y > sheet.paper.height - 40:
                return
            x = sheet.left + (i % columns) * wide
            last = i == len(entries) - 1 and columns == 2 and i % 2 == 0
            self._field(
                label,
                kind,
                x,
                x + (wide * 2 if last else wide) - (10 if columns == 2 and not (last or i % 2) and self.family != "cells" else 0),
            )
            if i % columns == columns - 1 or last:
                self.y += tall
        self.y += 4

    def _field(self, label: str, kind: str, x: float, right: float) -> None:
        sheet, paper, y = self.sheet, self.sheet.paper, self.y
        value = self._value(kind) if self.chance.maybe(0.86) else ""
        colon = sheet.colon
        path = f"pairs.{self.pairs}"
        named: Run = (label, None)
        if value:
            self.pairs += 1
            named = sheet.run(f"{path}.label", label)
        size = sheet.size + 0.5
        value_x, value_y = x, y
        if self.family in {"lines", "dots"}:
            wide = paper.text(x, y, [named, (colon, None)], size=sheet.size)
            value_x = x + wide + 8
            if self.chance.fork("aligned").maybe(0.5):
                value_x = x + max(wide + 8, min(120, (right - x) * 0.4))
            paper.line(value_x - 2, y + 2.5, right, y + 2.5, dash=(1, 2) if self.family == "dots" else (), colour=GREY)
        elif self.family == "boxes":
            paper.rect(x, y - 12, right - x, 30)
            paper.text(x + 3, y - 4, [named], size=sheet.size - 2, colour=GREY, squeeze=right - x - 6)
            value_x, value_y = x + 6, y + 12
        elif self.family == "cells":
            split = x + (right - x) * 0.4
            paper.rect(x, y - 12, right - x, 20)
            paper.line(split, y - 12, split, y + 8)
            paper.text(x + 4, y + 1, [named], size=sheet.size - 0.5, squeeze=split - x - 6)
            value_x, value_y = split + 5, y + 1
        elif self.family == "shaded":
            paper.text(x, y - 4, [named, (colon, None)], size=sheet.size - 1)
            paper.rect(x, y, right - x, 17, fill=(0.91, 0.94, 0.98), stroke=None)
            value_x, value_y = x + 4, y + 12
        elif self.family == "below":
            paper.line(x, y + 4, right, y + 4)
            paper.text(x, y + 13, [named], size=sheet.size - 2, colour=GREY)
            value_x = x + 4
        else:  # comb: one box a character
            paper.text(x, y - 4, [named], size=sheet.size - 1)
            self._comb(path, value, x, right, y)
            return
        if value:
            room = right - value_x - 2
            lines = wrapped(paper, value, room, "regular", size)
            run = sheet.run(f"{path}.value", value)
            paper.text(value_x, value_y, [run], size=size if len(lines) == 1 else size - 1, colour=self.ink, face=self.hand, squeeze=room)

    def _comb(self, path: str, value: str, x: float, right: float, y: float) -> None:
        paper, step = self.sheet.paper, 12.0
        count = int((right - x) // step)
        for i in range(count):
            paper.rect(x + i * step, y, step, 16, stroke=GREY, line=0.4)
        if not value:
            return
        if len(value) > count:
            paper.text(
                x + 3, y + 12, [self.sheet.run(f"{path}.value", value)], size=8, colour=self.ink, face=self.hand, squeeze=right - x - 4
            )
            return
        self.sheet.run(f"{path}.value", value)
        for i, character in enumerate(value):
            if character != " ":
                paper.text(
                    x + (i + 0.5) * step, y + 12, [(character, f"{path}.value")], size=10, align="centre", colour=self.ink, face=self.hand
                )

    def _value(self, kind: str) -> str:
        sheet, chance = self.sheet, self.chance
        someone = firm(chance.fork(f"someone {self.pairs // 6}"), sheet.words, self.country, private=True)
        day = date(1950, 1, 1) + timedelta(days=chance.randrange(365 * 72))
        values = {
            "surname": someone.person.split(" ", 1)[1],
            "person": someone.person.split(" ", 1)[0],
            "date": sheet.style.date(day),
            "street": someone.street,
            "city": someone.city_text(" "),
            "phone": someone.phone,
            "email": someone.email,
            "company": firm(chance.fork(f"firm {self.pairs}"), sheet.words, self.country).name,
            "number": chance.filled("######"),
            "money": sheet.style.figure(chance.price(20, 4000)),
            "iban": someone.iban_printed or chance.filled("########"),
            "place_date": f"{someone.city}, {sheet.style.date(date(2020, 1, 1) + timedelta(days=chance.randrange(2000)))}",
            "text": chance.pick(sheet.words.data["details"].split("; ")),
            "count": str(chance.randint(1, 9)),
            "code": chance.filled(chance.pick(("??-####/##", "########", "#### ####", "A-###-###"))),
        }
        return str(values[kind])

    def _checkboxes(self) -> None:
        sheet, paper, chance = self.sheet, self.sheet.paper, self.chance
        labels = chance.some(sheet.words.listed("forms", "boxes"), chance.randint(3, 8))
        columns = chance.pick((1, 2, 3))
        side = chance.pick((7.0, 8.5, 10.0))
        after = chance.maybe(0.12)  # the box stands behind its label
        wide = sheet.width / columns
        for i, label in enumerate(labels):
            x = sheet.left + (i % columns) * wide
            path = f"checkboxes.{self.boxes}"
            self.boxes += 1
            checked = chance.maybe(0.4)
            run = sheet.run(f"{path}.label+{path}.checked", label)
            sheet.values[f"{path}.checked"] = checked
            text_x = x if after else x + side + 6
            width = paper.text(text_x, self.y, [run], size=sheet.size, squeeze=wide - side - 12)
            box_x = x + width + 6 if after else x
            self._box(box_x, self.y - side + 1.5, side, checked)
            if i % columns == columns - 1 or i == len(labels) - 1:
                self.y += 17
        self.y += 6

    def _box(self, x: float, y: float, side: float, checked: bool) -> None:
        paper, ink = self.sheet.paper, self.ink
        paper.rect(x, y, side, side, fill=WHITE, line=0.7)
        if not checked:
            return
        if self.mark == "fill":
            paper.rect(x + 1.5, y + 1.5, side - 3, side - 3, fill=ink, stroke=None)
        elif self.mark == "check":
            paper.line(x + side * 0.15, y + side * 0.55, x + side * 0.42, y + side * 0.9, width=1.3, colour=ink)
            paper.line(x + side * 0.42, y + side * 0.9, x + side * 1.05, y - side * 0.1, width=1.3, colour=ink)
        else:
            over = side * (0.15 if self.mark == "cross" else -0.15)
            paper.line(x - over, y - over, x + side + over, y + side + over, width=1.2, colour=ink)
            paper.line(x - over, y + side + over, x + side + over, y - over, width=1.2, colour=ink)

    def _table(self) -> None:
        sheet, paper, chance = self.sheet, self.sheet.paper, self.chance
        heads = sheet.words.listed("forms", "columns")
        rows = chance.randint(2, 6)
        shares = (0.18, 0.47, 0.15, 0.20)
        edges = [sheet.left + sheet.width * sum(shares[:i]) for i in range(5)]
        ruled, tall = chance.maybe(0.75), 17.0
        top = self.y - 6
        table = [self._table_row(heads, row, rows) for row in range(rows + 1)]
        for row, cells in enumerate(table):
            for column, text in enumerate(cells):
                path = f"tables.{self.tables * 100 + row * 10 + column}"
                for name, value in (("table", self.tables), ("row", row), ("column", column)):
                    sheet.values[f"{path}.{name}"] = value
                names = f"{path}.table+{path}.row+{path}.column+{path}.text"
                named = range(1, sum(map(bool, table))) if row == 0 else (row,)  # a head names the cells under it
                for number in named:
                    names += f"+pairs.{self.pairs + (number - 1) * len(heads) + column}.{'label' if row == 0 else 'value'}"
                right = column > 1
                paper.text(
                    edges[column + 1] - 4 if right else edges[column] + 4,
                    top + row * tall + 12,
                    [sheet.run(names, text)],
                    size=sheet.size - 0.5,
                    align="right" if right else "left",
                    weight="bold" if row == 0 else "regular",
                    face=None if row == 0 else self.hand,
                    squeeze=edges[column + 1] - edges[column] - 8,
                    colour=BLACK if row == 0 else self.ink,
                )
            if not ruled:
                paper.line(sheet.left, top + (row + 1) * tall, sheet.right, top + (row + 1) * tall, colour=GREY)
        self.pairs += len(heads) * (sum(map(bool, table)) - 1)
        if ruled:
            for row in range(rows + 2):
                paper.line(sheet.left, top + row * tall, sheet.right, top + row * tall)
            for edge in edges:
                paper.line(edge, top, edge, top + (rows + 1) * tall)
        self.tables += 1
        self.y = top + (rows + 1) * tall + 18

    def _table_row(self, heads: Sequence[str], row: int, last: int) -> Sequence[str]:
        """The texts of a table's row: the heads, then goods; the last row may stay empty."""
        chance = self.chance
        good = chance.pick(self.sheet.words.data["goods"]).split(" @ ")[0]
        if row == 0:
            return heads
        filled = row < last or chance.maybe(0.5)
        day = date(2021, 1, 1) + timedelta(days=chance.randrange(1500))
        cells = (self.sheet.style.date(day), good, str(chance.randint(1, 20)), self.sheet.style.figure(chance.price(5, 900)))
        return cells if filled else ()
