"""Which lines of text belong to which row: wrapped descriptions below, above or around the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.rows.bands import BandCell
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.parts import Parts
from extractor.find.rows.sharing import WRAP_GAP, Sharing
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import SUMMARY_COVER, Layout, is_note, is_summary
from extractor.find.rows.tokens import Token

RUN_IN = 0.6  # of the height: a text that begins that near to the column before is part of a sentence
RUN_OUT = 0.75  # of the height: a space between words of one text


def texts_of(
    page: PageStrips,
    body: Sequence[Strip],
    held: Sequence[Mapping[int, BandCell]],
    anchors: Sequence[int],
    layout: Layout,
    labels: RowLabels,
    parts: Parts,
    top: float,
) -> dict[int, list[tuple[Token, ...]]]:
    """The lines of the main text of each anchor, top to bottom, its own line included."""
    main = layout.roles.bands.get(parts.main or "")
    own = {a: (_run_out(body[a], held[a], main, layout) if main is not None and main in held[a] else ()) for a in anchors}
    found: dict[int, list[tuple[Token, ...]]] = {a: [] for a in anchors}
    if main is None:
        return found
    amounts = [layout.roles.bands[path] for path in parts.results if path in layout.roles.bands]
    opening = [band for band in range(main) if all(band in held[a] for a in anchors)]  # a number or a day before each row's text
    plain = [tokens for tokens in own.values() if tokens and not _is_bold(tokens)]
    titles = _titles(body, held, main, anchors, labels) if len(plain) == len(anchors) else {}
    lines = [[token for token in strip.words_apart if token.key] for strip in body if strip.amounts]
    sums = [([token.key for token in line], line) for line in lines]
    wraps = {
        position: tokens
        for position in range(len(body))
        if position not in own
        and position + 1 not in titles
        and not any(band in held[position] and held[position][band].figures for band in amounts)  # a sum or a charge between rows
        and not (_is_dated(held[position], opening) and _has_amount(held[position], main, layout))  # a payment among the charges
        and (tokens := _wrapped(body[position], held[position], main, labels))
        and not (not body[position].figures and _is_named_in(tokens, sums, labels))  # a section's heading
        and not (plain and _is_bold(tokens) and len(plain) == sum(map(bool, own.values())))  # a heading over rows set lighter
    }
    numbered = layout.stacks.get(main, ())[:1] == (parts.main,)  # an article's number stands under its text, perhaps beside the figures
    has_own = {a: sum(sum(map(str.isalpha, t.text)) for t in own[a]) >= 2 and not (numbered and is_code(own[a])) for a in anchors}
    before, after = Sharing(page, body, wraps, own, has_own, anchors, top).shared()
    for a in anchors:
        title = [titles[a]] if a in titles else []
        found[a] = [*title, *(wraps[p] for p in before.get(a, ())), *([own[a]] if own[a] else []), *(wraps[p] for p in after.get(a, ()))]
    return found


def _is_named_in(text: Sequence[Token], lines: Sequence[tuple[list[str], list[Token]]], labels: RowLabels) -> bool:
    """Whether a line (its words' compact forms, and they) of a sum is made of a text and the name of a total: "Labour", and below
    "Labour total"."""
    words = [key for token in text if (key := token.key)]
    for said, tokens in lines:
        if not words or words[0] not in said or len(words) >= len(said) or labels.summary(tokens) is None:
            continue
        first = next((n for n in range(len(said) - len(words) + 1) if said[n : n + len(words)] == words), None)
        if first is not None:
            named = labels.summary([*tokens[:first], *tokens[first + len(words) :]])
            if named is not None and named.cover >= SUMMARY_COVER:
                return True
    return False


def is_code(tokens: Sequence[Token]) -> bool:
    """Whether a line is one word with digits in it."""
    return len(tokens) == 1 and any(map(str.isdigit, tokens[0].text))


def _titles(
    body: Sequence[Strip],
    held: Sequence[Mapping[int, BandCell]],
    main: int,
    anchors: Sequence[int],
    labels: RowLabels,
) -> dict[int, tuple[Token, ...]]:
    """The bold line right above each row's figures, by row: where every one of several rows has one, these are no headings."""
    found: dict[int, tuple[Token, ...]] = {}
    for a in anchors if len(anchors) > 1 else ():
        near = a and body[a].middle - body[a - 1].middle <= WRAP_GAP * max(body[a].height, 1.0)
        text = _wrapped(body[a - 1], held[a - 1], main, labels) if near and a - 1 not in anchors else ()
        if not text or not _is_bold(text) or (body[a - 1].figures and any(p.figure.is_amount for p in body[a - 1].figures)):
            return {}
        found[a] = text
    return found


def _is_dated(row: Mapping[int, BandCell], opening: Sequence[int]) -> bool:
    return any(band in row for band in opening)


def _has_amount(row: Mapping[int, BandCell], main: int, layout: Layout) -> bool:
    """In a column right of the text that is none of the list's."""
    taken = set(layout.roles.bands.values())
    return any(placed.figure.is_amount for band, cell in row.items() if band > main and band not in taken for placed in cell.figures)


def _is_bold(tokens: Sequence[Token]) -> bool:
    return all(token.word.bold for token in tokens)


def _run_out(strip: Strip, row: Mapping[int, BandCell], main: int, layout: Layout) -> tuple[Token, ...]:
    """The text of a row with what runs out of its column without a gap, where a header is set narrower than what stands under
    it: into a column that is none of the list's, or before the figure of one of figures."""
    tokens = list(row[main].tokens)
    roles = set(layout.roles.bands.values())
    figures = {id(t) for cell in row.values() for p in cell.figures for t in strip.tokens[p.first : p.last]}
    owner = {id(token): band for band, cell in row.items() for token in cell.tokens}
    position = strip.tokens.index(tokens[-1]) + 1
    while position < len(strip.tokens):
        token = strip.tokens[position]
        band = owner.get(id(token))
        free = band not in roles or (band in layout.numeric and id(token) not in figures)
        if not free or token.left - tokens[-1].right > RUN_OUT * max(strip.height, 1.0):
            break
        tokens.append(token)
        position += 1
    return tuple(tokens)


def _wrapped(strip: Strip, row: Mapping[int, BandCell], main: int, labels: RowLabels) -> tuple[Token, ...]:
    """The text of a strip that may continue a row's main text: it begins in the main band, and is no total."""
    cell = row.get(main)
    if cell is None:
        return ()
    first = strip.tokens.index(cell.tokens[0])
    if first and cell.tokens[0].left - strip.tokens[first - 1].right <= RUN_IN * max(strip.height, 1.0):
        return ()  # a sentence that runs through several columns
    if (strip.figures and is_summary(strip, labels)) or is_note(strip.tokens[first:], labels):
        return ()
    tokens = list(cell.tokens)
    position = first + len(tokens)
    while position < len(strip.tokens) and strip.tokens[position].left - tokens[-1].right <= RUN_OUT * max(strip.height, 1.0):
        tokens.append(strip.tokens[position])  # and one that runs out of the main column on the right
        position += 1
    return tuple(tokens)
