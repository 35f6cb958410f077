"""Which lines of text belong to which row: wrapped descriptions below, above or around the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.find.rows.bands import BandCell
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.parts import Parts
from extractor.find.rows.sharing import WRAP_GAP, Sharing
from extractor.find.rows.strips import PageStrips, Strip
from extractor.find.rows.table import SUMMARY_COVER, Layout, is_note, is_summary
from extractor.find.rows.tokens import Token, letters_of, place_of

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
    if main is None:
        return {a: [] for a in anchors}
    own = {a: (_run_out(body[a], held[a], main, layout) if main in held[a] else ()) for a in anchors}
    amounts = {layout.roles.bands[path] for path in parts.results if path in layout.roles.bands}
    opening = set(range(main)).intersection(*[held[a] for a in anchors])  # a number or a day before each row's text
    plain = [tokens for tokens in own.values() if tokens and not _is_bold(tokens)]
    lighter = bool(plain) and len(plain) == sum(map(bool, own.values()))
    titles = _titles(body, held, main, anchors, labels) if len(plain) == len(anchors) else {}
    wraps = {
        position: tokens
        for position in range(_reach(page, body, anchors[-1]))
        if position not in own
        and main in (row := held[position])
        and position + 1 not in titles
        and not any(row[band].figures for band in amounts if band in row)  # a sum or a charge between rows
        and not (not opening.isdisjoint(row) and _has_amount(row, main, layout))  # a payment among the charges
        and (tokens := _wrapped(body[position], row[main], labels))
        and not (lighter and _is_bold(tokens))  # a heading over rows set lighter
    }
    if bare := [position for position in wraps if not body[position].figures]:
        lines = [[token for token in strip.words_apart if token.key] for strip in body if strip.amounts]
        sums = [([token.key for token in line], line) for line in lines]
        for position in bare:
            if _is_named_in(wraps[position], sums, labels):  # a section's heading
                del wraps[position]
    numbered = layout.stacks.get(main, ())[:1] == (parts.main,)  # an article's number stands under its text, perhaps beside the figures
    has_own = {a: letters_of(own[a]) >= 2 and not (numbered and is_code(own[a])) for a in anchors}
    before, after = Sharing(page, body, wraps, own, has_own, anchors, top).shared()
    found = {}
    for a in anchors:
        lines_of_row = [titles.get(a, ()), *[wraps[p] for p in before.get(a, ())], own[a], *[wraps[p] for p in after.get(a, ())]]
        found[a] = [line for line in lines_of_row if line]
    return found


def _reach(page: PageStrips, body: Sequence[Strip], last: int) -> int:
    """The first strip under the last row that no text of it goes on to: white is over it."""
    bottom = body[last].bottom
    for position in range(last + 1, len(body)):
        strip = body[position]
        if strip.top - bottom > WRAP_GAP * page.line_height:
            return position
        bottom = max(bottom, strip.bottom)
    return len(body)


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
        text = _wrapped(body[a - 1], held[a - 1][main], labels) if near and a - 1 not in anchors and main in held[a - 1] else ()
        if not text or not _is_bold(text) or (body[a - 1].figures and any(p.figure.is_amount for p in body[a - 1].figures)):
            return {}
        found[a] = text
    return found


def _has_amount(row: Mapping[int, BandCell], main: int, layout: Layout) -> bool:
    """In a column right of the text that is none of the list's."""
    taken = set(layout.roles.bands.values())
    return any(placed.figure.is_amount for band, cell in row.items() if band > main and band not in taken for placed in cell.figures)


def _is_bold(tokens: Sequence[Token]) -> bool:
    return tokens[0].word.bold and all(token.word.bold for token in tokens)


def _run_out(strip: Strip, row: Mapping[int, BandCell], main: int, layout: Layout) -> tuple[Token, ...]:
    """The text of a row with what runs out of its column without a gap, where a header is set narrower than what stands under
    it: into a column that is none of the list's, or before the figure of one of figures."""
    tokens, widest = [*row[main].tokens], RUN_OUT * max(strip.height, 1.0)
    for token in strip.tokens[place_of(tokens[-1], strip.tokens) + 1 :]:
        if token.left - tokens[-1].right > widest:
            break
        band = next((band for band, cell in row.items() if any(token is other for other in cell.tokens)), None)
        if band in layout.roles.bands.values() and not (band in layout.numeric and any(token is other for other in row[band].words)):
            break
        tokens.append(token)
    return tuple(tokens)


def _wrapped(strip: Strip, cell: BandCell, labels: RowLabels) -> tuple[Token, ...]:
    """The text of a strip that may continue a row's main text: it begins in the main band (`cell`), and is no total."""
    first = place_of(cell.tokens[0], strip.tokens)
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
