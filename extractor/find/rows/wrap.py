"""Which lines of text belong to which row: wrapped descriptions below, above or around the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from extractor.find.rows.bands import BandCell
from extractor.find.rows.labels import RowLabels
from extractor.find.rows.parts import Parts
from extractor.find.rows.strips import PageStrips, Strip, Token
from extractor.find.rows.table import SUMMARY_COVER, Layout, is_note, is_summary

WRAP_GAP = 1.9  # of the line height: text further below its row is another thing
RUN_IN = 0.6  # of the height: a text that begins that near to the column before is part of a sentence
RUN_OUT = 0.75  # of the height: a space between words of one text
TIGHT = 1.5  # of the line height, middle to middle: text this near above a row may be of its cell
NEXT_LINE = 1.25  # the same where rows stand as near to one another as lines do
AS_ROWS = 0.95  # of the rows' distance: a line that far above a row stands alone
LEANING = 1.1  # the same where the texts of all rows lean to the lower one
APART = 1.45  # a gap this many times the usual one parts two rows' texts


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
    titles = _titles(body, held, main, anchors, layout, labels) if len(plain) == len(anchors) else {}
    sums = [strip.words_apart for strip in body if strip.amounts and labels.summary(strip.words_apart) is not None]
    wraps = {
        position: tokens
        for position in range(len(body))
        if position not in own
        and position + 1 not in titles
        and not any(band in held[position] and held[position][band].figures for band in amounts)  # a sum or a charge between rows
        and not (_is_dated(held[position], opening) and _has_amount(held[position], main, layout))  # a payment among the charges
        and (tokens := _wrapped(body[position], held[position], main, layout, labels))
        and not (not body[position].figures and any(_is_named_in(tokens, line, labels) for line in sums))  # a section's heading
        and not (plain and _is_bold(tokens) and len(plain) == sum(map(bool, own.values())))  # a heading over rows set lighter
    }
    numbered = layout.stacks.get(main, ())[:1] == (parts.main,)  # an article's number stands under its text, perhaps beside the figures
    has_own = {a: sum(c.isalpha() for t in own[a] for c in t.text) >= 2 and not (numbered and is_code(own[a])) for a in anchors}
    above_style = not has_own[anchors[0]] and any(position < anchors[0] for position in wraps)
    before: dict[int, list[int]] = {a: [] for a in anchors}
    after: dict[int, list[int]] = {a: [] for a in anchors}
    borders: list[int | None] = [None, *anchors, None]
    apart = LEANING if _leans_down(body, wraps, anchors) else APART
    next_to = [(body[a].middle, body[b].middle) for a, b in pairwise(anchors) if b == a + 1]
    open_rows = [low - high for high, low in next_to if not any(high < y < low for y, *_ in page.across)]
    tight = max(min([TIGHT * page.line_height, *(AS_ROWS * pitch for pitch in open_rows)]), NEXT_LINE * page.line_height)
    for upper, lower in pairwise(borders):
        first = 0 if upper is None else upper + 1
        last = len(body) if lower is None else lower
        between = list(range(first, last))
        if not between:
            continue
        up, down = _share_out(page, body, wraps, between, upper, lower, has_own, above_style, own, top, apart, tight)
        if upper is not None:
            after[upper] = up
        if lower is not None:
            before[lower] = down
    for a in anchors:
        title = [titles[a]] if a in titles else []
        found[a] = [*title, *(wraps[p] for p in before[a]), *([own[a]] if own[a] else []), *(wraps[p] for p in after[a])]
    return found


def _is_named_in(text: Sequence[Token], line: Sequence[Token], labels: RowLabels) -> bool:
    """Whether a line of a sum is made of a text and the name of a total: "Labour", and below "Labour total"."""
    words, said = ([key for token in tokens if (key := token.key)] for tokens in (text, line))
    for first in range(len(said) - len(words) + 1) if 0 < len(words) < len(said) else ():
        if said[first : first + len(words)] == words:
            others = [token for token in line if token.key]
            named = labels.summary([*others[:first], *others[first + len(words) :]])
            return named is not None and named.cover >= SUMMARY_COVER
    return False


def is_code(tokens: Sequence[Token]) -> bool:
    """Whether a line is one word with digits in it."""
    return len(tokens) == 1 and any(map(str.isdigit, tokens[0].text))


def _titles(
    body: Sequence[Strip],
    held: Sequence[Mapping[int, BandCell]],
    main: int,
    anchors: Sequence[int],
    layout: Layout,
    labels: RowLabels,
) -> dict[int, tuple[Token, ...]]:
    """The bold line right above each row's figures, by row: where every one of several rows has one, these are no headings."""
    found: dict[int, tuple[Token, ...]] = {}
    for a in anchors if len(anchors) > 1 else ():
        near = a and body[a].middle - body[a - 1].middle <= WRAP_GAP * max(body[a].height, 1.0)
        text = _wrapped(body[a - 1], held[a - 1], main, layout, labels) if near and a - 1 not in anchors else ()
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


def _leans_down(body: Sequence[Strip], wraps: Mapping[int, tuple[Token, ...]], anchors: Sequence[int]) -> bool:
    """Whether text between two rows stands nearer to the lower one everywhere: the figures are on a cell's last line."""
    told: list[bool] = []
    for upper, lower in pairwise(anchors):
        members = [p for p in wraps if upper < p < lower]
        if members:
            told.append(body[lower].middle - body[max(members)].middle < 0.9 * (body[min(members)].middle - body[upper].middle))
    return bool(told) and all(told)


def _wrapped(strip: Strip, row: Mapping[int, BandCell], main: int, layout: Layout, labels: RowLabels) -> tuple[Token, ...]:
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


def _share_out(
    page: PageStrips,
    body: Sequence[Strip],
    wraps: Mapping[int, tuple[Token, ...]],
    between: Sequence[int],
    upper: int | None,
    lower: int | None,
    has_own: Mapping[int, bool],
    above_style: bool,
    own: Mapping[int, tuple[Token, ...]],
    top: float,
    apart: float,
    tight: float,
) -> tuple[list[int], list[int]]:
    """Which of the strips between two anchors belong to the upper one, and which to the lower one."""
    high = body[upper].middle if upper is not None else top
    low = body[lower].middle if lower is not None else page.strips[-1].bottom + page.line_height
    members = [position for position in between if position in wraps]
    if not members:
        return [], []
    sample = wraps[members[0]]
    drawn = sorted(y for y, left, right in page.across if high < y < low and left <= sample[0].left + 2 and right >= sample[0].right - 2)
    if upper is None:  # the line under the header parts no rows
        drawn = [y for y in drawn if body[members[0]].middle < y]
    if drawn:
        up = [p for p in members if body[p].middle < drawn[0]] if upper is not None else []
        down = [p for p in members if body[p].middle > drawn[-1]] if lower is not None else []
        if upper is not None:
            up = _run_on(page, body, up, upper, between, down=True)
        # Under a line drawn right above it, text is of the lower row's cell only if that row's figures stand lower in it.
        boxed = lower is not None and any(y > low for y, *_ in page.across) and len(drawn) >= 1
        if lower is not None and not (boxed and (not has_own[lower] or _near_above(body, down, lower, own, wraps, tight))):
            down = []
        return up, down
    if upper is None:
        assert lower is not None
        run = _run_on(page, body, members, lower, between, down=False)
        if not has_own[lower]:
            return [], run
        return [], run if _near_above(body, run, lower, own, wraps, tight) and len(run) == 1 else []
    if lower is None:
        if above_style and not has_own[upper]:
            return [], []
        return _run_on(page, body, members, upper, between, down=True), []
    gaps = [b.middle - a.middle for a, b in pairwise([body[upper], *(body[p] for p in members), body[lower]])]
    widest = max(range(len(gaps)), key=lambda i: (gaps[i], i))
    others = [gap for i, gap in enumerate(gaps) if i != widest]
    parted = gaps[widest] >= apart * median(others) if others else False
    if not has_own[lower]:
        if parted and 0 < widest < len(members) and not has_own[upper]:
            return members[:widest], members[widest:]  # figures set level with the middle of their texts
        if above_style and not has_own[upper]:
            return [], _run_on(page, body, members, lower, between, down=False)
        if not has_own[upper]:
            return _run_on(page, body, members, upper, between, down=True), []
        cut = widest if parted else len(members) - 1
        return members[:cut], members[cut:]
    if parted and widest < len(members):
        up, down = members[:widest], members[widest:]
        if not _near_above(body, down, lower, own, wraps, tight):
            down = []
        return _run_on(page, body, up, upper, between, down=True), down
    return _run_on(page, body, members, upper, between, down=True), []


def _run_on(
    page: PageStrips, body: Sequence[Strip], members: Sequence[int], anchor: int, between: Sequence[int], *, down: bool
) -> list[int]:
    """The members that follow the anchor without a break: no wide gap and no strip that is not one of them."""
    allowed = set(members)
    found: list[int] = []
    edge = body[anchor]
    limit = max(WRAP_GAP * page.line_height, 0.0)
    for position in between if down else reversed(between):
        strip = body[position]
        gap = strip.top - edge.bottom if down else edge.top - strip.bottom
        if gap > limit:
            break
        if position not in allowed:
            if any(len(token.text) > 1 for token in strip.tokens) and not _beside(strip, edge):
                break
            continue
        found.append(position)
        edge = strip
    return sorted(found)


def _beside(strip: Strip, edge: Strip) -> bool:
    """Small print in another column, set tighter than the rows: it interrupts nothing."""
    return len(strip.tokens) <= 4


def _near_above(
    body: Sequence[Strip],
    members: Sequence[int],
    anchor: int,
    own: Mapping[int, tuple[Token, ...]],
    wraps: Mapping[int, tuple[Token, ...]],
    tight: float,
) -> bool:
    """Whether the text right above a row that has text of its own is of its cell (set around the figures' middle)
    rather than a heading: as near as a line and nearer than the rows are to one another, as far left, as bold."""
    if not members:
        return False
    below = body[anchor]
    for position in reversed(members):
        if below.middle - body[position].middle > tight:
            return False
        below = body[position]
    text = wraps[members[-1]]
    if not own[anchor]:
        return True
    first = own[anchor][0]
    return abs(text[0].left - first.left) <= 2.5 and text[0].word.bold == first.word.bold
