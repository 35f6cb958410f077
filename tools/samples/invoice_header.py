"""The header data of an invoice in its seven shapes, and the title."""

from __future__ import annotations

from tools.samples.facts import Facts
from tools.samples.families import Family
from tools.samples.invoice_head import GREY, Pair, number_in_title, place_and_date
from tools.samples.paper import BLACK, WHITE, Run, wrapped
from tools.samples.sheet import Sheet


def draw_header(sheet: Sheet, family: Family, pairs: list[Pair], x: float, right: float, y: float) -> float:
    """Draws the pairs between x and right from baseline y; returns the y after them."""
    shapes = {"pairs": _pairs, "right": _right, "above": _above, "strip": _strip, "cells": _cells, "boxed": _boxed}
    return shapes[family.header](sheet, pairs, x, right, y)


def _pairs(sheet: Sheet, pairs: list[Pair], x: float, right: float, y: float) -> float:
    chance, paper = sheet.chance.fork("header pairs"), sheet.paper
    bold_label, bold_value = chance.maybe(0.25), chance.maybe(0.2)
    gap = max(paper.measure(label + sheet.colon, "bold", sheet.size) for label, _ in pairs) + chance.pick((8, 14, 24))
    tight = chance.maybe(0.15)  # the value follows its label at once
    for label, runs in pairs:
        wide = paper.text(x, y, label + sheet.colon, size=sheet.size, weight="bold" if bold_label else "regular")
        start = x + (wide + 4 if tight else gap)
        paper.text(start, y, runs, size=sheet.size, weight="bold" if bold_value else "regular", squeeze=max(right - start, 60))
        y += sheet.step
    return y + 6


def _right(sheet: Sheet, pairs: list[Pair], x: float, right: float, y: float) -> float:
    chance, paper = sheet.chance.fork("header right"), sheet.paper
    together = chance.maybe(0.4)  # "label: value" as one right-aligned line
    for label, runs in pairs:
        if together:
            paper.text(right, y, [(f"{label}{sheet.colon or ':'} ", None), *runs], size=sheet.size, align="right", squeeze=right - x)
        else:
            wide = paper.text(right, y, runs, size=sheet.size, align="right", squeeze=(right - x) * 0.6)
            edge = min(right - wide - 8, right - 95)
            paper.text(edge, y, label + sheet.colon, size=sheet.size, align="right", colour=GREY, squeeze=max(edge - x, 50))
        y += sheet.step * 1.05
    return y + 6


def _above(sheet: Sheet, pairs: list[Pair], x: float, right: float, y: float) -> float:
    chance, paper = sheet.chance.fork("header above"), sheet.paper
    columns = 2 if right - x < 300 else chance.pick((3, 4, 4))
    wide = (right - x) / columns
    small = sheet.size - 1.5
    for i, (label, runs) in enumerate(pairs):
        left = x + (i % columns) * wide
        paper.text(left, y, label, size=small, colour=GREY, squeeze=wide - 6)
        paper.text(left, y + small * 1.5, runs, size=sheet.size + 0.5, weight="bold" if chance.maybe(0.5) else "regular", squeeze=wide - 6)
        if i % columns == columns - 1 and i < len(pairs) - 1:
            y += sheet.step * 2.5
    return y + sheet.step * 2.6


def _strip(sheet: Sheet, pairs: list[Pair], x: float, right: float, y: float) -> float:
    """One row of labels, one row of values."""
    chance, paper = sheet.chance.fork("header strip"), sheet.paper
    pairs = pairs[:6] if right - x > 300 else pairs[:3]
    wide = (right - x) / len(pairs)
    filled, lined = chance.maybe(0.4), chance.maybe(0.6)
    tint = sheet.accent if sheet.accent != BLACK and filled else (0.88, 0.88, 0.9)
    if filled:
        paper.rect(x, y - sheet.size, right - x, sheet.step * 1.1, fill=tint, stroke=None)
    elif lined:
        paper.line(x, y - sheet.size - 1, right, y - sheet.size - 1)
        paper.line(x, y + sheet.step * 1.75, right, y + sheet.step * 1.75)
    colour = WHITE if filled and sheet.accent != BLACK else BLACK
    for i, (label, runs) in enumerate(pairs):
        left = x + i * wide + 3
        paper.text(left, y, label, size=sheet.size - 1, colour=colour, squeeze=wide - 6, weight="bold" if filled else "regular")
        paper.text(left, y + sheet.step * 1.25, runs, size=sheet.size, squeeze=wide - 6)
    return y + sheet.step * 3


def _cells(sheet: Sheet, pairs: list[Pair], x: float, right: float, y: float) -> float:
    """Boxes with a small label in the corner and the value below it."""
    chance, paper = sheet.chance.fork("header cells"), sheet.paper
    columns = 2 if right - x < 300 else chance.pick((3, 4))
    wide, tall = (right - x) / columns, sheet.size * 2.9
    for i, (label, runs) in enumerate(pairs):
        left, top = x + (i % columns) * wide, y - sheet.size + (i // columns) * tall
        paper.rect(left, top, wide, tall, stroke=GREY)
        paper.text(left + 3, top + sheet.size * 0.85, label, size=sheet.size * 0.72, colour=GREY, squeeze=wide - 6)
        paper.text(left + 5, top + sheet.size * 2.25, runs, size=sheet.size, squeeze=wide - 8)
    return y + -(-len(pairs) // columns) * tall + 8


def _boxed(sheet: Sheet, pairs: list[Pair], x: float, right: float, y: float) -> float:
    """A ruled table of two columns."""
    chance, paper = sheet.chance.fork("header boxed"), sheet.paper
    right = min(right, x + 250)
    split = x + max(paper.measure(label, "bold", sheet.size) for label, _ in pairs) + 10
    split = min(split, x + (right - x) * 0.62)
    tall, shaded, to_right = sheet.step * 1.15, chance.maybe(0.4), chance.maybe(0.4)
    for label, runs in pairs:
        top = y - sheet.size * 0.95
        if shaded:
            paper.rect(x, top, split - x, tall, fill=(0.92, 0.92, 0.93), stroke=None)
        paper.rect(x, top, right - x, tall, stroke=GREY)
        paper.line(split, top, split, top + tall, colour=GREY)
        paper.text(x + 4, y, label, size=sheet.size, squeeze=split - x - 6)
        if to_right:
            paper.text(right - 4, y, runs, size=sheet.size, align="right", squeeze=right - split - 8)
        else:
            paper.text(split + 4, y, runs, size=sheet.size, squeeze=right - split - 8)
        y += tall
    return y + 8


def sentence(sheet: Sheet, facts: Facts, y: float) -> float:
    """Number and date in one line of words instead of a block."""
    template = sheet.words.sentence(sheet.chance.fork("sentence"), "number")
    runs: list[Run] = []
    title = sheet.label(facts.document_type)
    template = template.replace("{title}", title)
    for part in template.replace("}", "{").split("{"):
        if part == "number":
            runs.append(sheet.run("invoice_number", facts.number))
        elif part == "date":
            runs.append(sheet.date("issue_date", facts.issue))
        elif part:
            runs.append((part, None))
    sheet.paper.text(sheet.left, y, runs, weight="bold", size=sheet.size + 3, squeeze=sheet.width)
    return y + sheet.step * 2


def draw_title(sheet: Sheet, facts: Facts, family: Family, y: float) -> float:
    """The kind of document in large letters (or small); returns the y after it."""
    paper, chance = sheet.paper, sheet.chance.fork("title")
    word = sheet.label(facts.document_type)
    if family.title in {"big-right", "band", "spaced"} or chance.maybe(0.3):
        word = word.upper()
    run = [sheet.run("document_type", word, facts.document_type)]
    if number_in_title(sheet) and family.header != "sentence":
        run += [
            (chance.pick((" ", {"de": " Nr. ", "en": " # "}.get(sheet.words.language, " "))), None),
            sheet.run("invoice_number", facts.number),
        ]
    if place_and_date(sheet) and family.header != "sentence":
        joint = {"fr": ", le ", "de": ", den ", "it": ", ", "es": ", ", "pt": ", ", "pl": ", "}[sheet.words.language]
        paper.text(
            sheet.right, y - 2, [(facts.seller.city + joint, None), sheet.date("issue_date", facts.issue)], size=sheet.size, align="right"
        )
        y += sheet.step
    big = chance.pick((16, 18, 20, 24))
    if family.title == "big-left":
        paper.text(sheet.left, y + big * 0.6, run, weight="bold", size=big, colour=sheet.accent)
        return y + big * 0.6 + 18
    if family.title == "big-right":
        paper.text(
            sheet.right, y + big * 0.6, run, weight="bold" if chance.maybe(0.7) else "regular", size=big, align="right", colour=sheet.accent
        )
        return y + big * 0.6 + 18
    if family.title == "centre":
        paper.text((sheet.left + sheet.right) / 2, y + 10, run, weight="bold", size=big - 2, align="centre")
        return y + 30
    if family.title == "spaced":
        paper.text(sheet.left, y + 8, run, size=big, colour=sheet.accent)
        paper.line(sheet.left, y + 14, sheet.right, y + 14, width=1.2, colour=sheet.accent)
        return y + 32
    if family.title == "band":
        tint = sheet.accent if sheet.accent != BLACK else (0.25, 0.25, 0.27)
        paper.rect(sheet.left, y - 6, sheet.width, 20, fill=tint, stroke=None)
        paper.text(sheet.left + 6, y + 8, run, weight="bold", size=12, colour=WHITE)
        return y + 32
    paper.text(sheet.left, y + 4, run, weight="bold", size=sheet.size + 2)
    return y + sheet.step * 2


def intro(sheet: Sheet, facts: Facts, y: float) -> float:
    """A salutation or a sentence before the table, on half of the invoices."""
    chance = sheet.chance.fork("intro")
    if not chance.maybe(0.45):
        return y
    key = "credit_intro" if facts.document_type == "credit_note" else "intro"
    for part in sheet.words.sentence(chance, key).split("|"):
        text = part.format(any_date=sheet.style.date(facts.issue.replace(day=3)))
        for line in wrapped(sheet.paper, text, sheet.width, "regular", sheet.size):
            sheet.paper.text(sheet.left, y, line, size=sheet.size)
            y += sheet.step
        y += 3
    return y + 6
