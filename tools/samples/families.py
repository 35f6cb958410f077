"""Layout families of invoices: each a combination of independent structural choices. Sizes, faces, colours, columns and
labels vary within a family; what stands where does not. No family is in both halves."""

from __future__ import annotations

from dataclasses import dataclass

from tools.samples.language import HELD_OUT, TUNING


@dataclass(frozen=True, slots=True)
class Family:
    """How one kind of invoice is built; the values are the names of drawing functions' branches."""

    name: str
    half: str
    letterhead: str  # left, right, centre, band, logo, split, sidebar, plain
    address: str  # window, headed, columns, right, boxed, below
    header: str  # boxed, pairs, right, sentence, above, strip, cells
    place: str  # of the header data: beside (the address), below, top (right of the letterhead)
    title: str  # big-left, big-right, centre, spaced, band, small
    table: str  # ruled, zebra, plain, horizontal, band, vertical, boxed, dotted
    totals: str  # right, left, boxed, table, prose, strip, split
    taxes: str  # lines, table, after
    payment: str  # sentence, block, box, footer
    footer: int  # columns, 0: one centred line, -1: none


def _family(half: str, text: str) -> Family:
    name, letterhead, address, header, place, title, table, totals, taxes, payment, footer = text.split()
    return Family(name, half, letterhead, address, header, place, title, table, totals, taxes, payment, int(footer))


FAMILIES: tuple[Family, ...] = tuple(
    _family(half, text)
    for half, text in (
        (TUNING, "t01 right window pairs beside big-left horizontal right lines sentence 4"),
        (TUNING, "t02 left headed boxed below big-right ruled right lines block 0"),
        (TUNING, "t03 centre columns strip below centre zebra boxed lines block 2"),
        (TUNING, "t04 band headed above below band band right lines box -1"),
        (TUNING, "t05 logo window right top big-left plain right table footer 3"),
        (TUNING, "t06 left right pairs below small boxed table table sentence 0"),
        (TUNING, "t07 split headed right beside big-right band right lines block -1"),
        (TUNING, "t08 plain window sentence below big-left plain prose after sentence 1"),
        (TUNING, "t09 right boxed cells below spaced vertical strip table box 3"),
        (TUNING, "t10 sidebar headed pairs beside big-left zebra right lines block -1"),
        (TUNING, "t11 left window strip below small horizontal split table block 4"),
        (TUNING, "t12 centre headed pairs below centre ruled left lines sentence 0"),
        (TUNING, "t13 logo columns boxed top big-right dotted right lines footer 2"),
        (TUNING, "t14 split right cells below big-left ruled split table box 1"),
        (TUNING, "t15 plain headed right top big-right horizontal boxed lines block -1"),
        (TUNING, "t16 band columns pairs beside big-left vertical table lines footer 4"),
        (TUNING, "t17 right below above below big-left zebra strip after sentence 3"),
        (TUNING, "t18 left boxed sentence below centre horizontal table lines block 2"),
        (HELD_OUT, "h01 left window above beside big-left band split lines block 3"),
        (HELD_OUT, "h02 right headed strip below big-right dotted boxed table sentence 0"),
        (HELD_OUT, "h03 centre window pairs below small zebra table lines footer 4"),
        (HELD_OUT, "h04 logo headed boxed beside spaced horizontal strip table box 2"),
        (HELD_OUT, "h05 split columns above below centre plain right after block -1"),
        (HELD_OUT, "h06 band window cells below big-right ruled boxed lines sentence 3"),
        (HELD_OUT, "h07 sidebar boxed strip below big-left horizontal left table block -1"),
        (HELD_OUT, "h08 plain right pairs top big-left vertical right lines box 1"),
        (HELD_OUT, "h09 left columns right below band plain table table footer 2"),
        (HELD_OUT, "h10 right below sentence below big-left boxed split lines block 4"),
        (HELD_OUT, "h11 logo right cells beside centre zebra left lines sentence 0"),
        (HELD_OUT, "h12 centre boxed pairs beside spaced band strip lines block 0"),
        (HELD_OUT, "h13 split window boxed top small vertical prose after footer 3"),
        (HELD_OUT, "h14 plain below strip below big-right ruled table table box -1"),
    )
)


def families(half: str) -> tuple[Family, ...]:
    return tuple(family for family in FAMILIES if family.half == half)
