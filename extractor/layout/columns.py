"""Rows whose texts stand in columns: unruled tables, and lists of sums.

A table grows up and down from its fullest row, as long as rows fit into the columns that it has so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractor.layout.figures import ends_as_label, is_figure, may_be_one
from extractor.layout.pieces import Edge, Piece, Scale, join
from extractor.layout.rows import Row, Span, column_of, stands_in

# Rows of one table stand at most this far apart, in letter heights, or this many times its usual gap.
ROW_GAP = 2.6
USUAL_GAPS = 1.8
# A row fits when this share of its texts stands in exactly one column, alone.
FITS = 0.6
# How exactly a text starts where its column starts, in letter heights.
EDGE = 0.5
# A single text this close under a row (white space) goes on with one of its cells.
HANGING = 0.45
# How exactly lines start under a word, in letter heights, to part a column there.
SAME_START = 0.15
# Groups of one figure stand this close, in letter heights: where a column happens to begin between two, that is no gap between columns.
A_SPACE = 0.6
# So many rows of a single text (wrapped cells, headings) may lie between two rows that fit.
PENDING = 6
# A header's lines stand this close over one another (white space, in letter heights).
HEADER_GAP = 0.7
# ... and so many rows of less may lie between a full row of it and the next.
HEADER_ROWS = 5
# Lists of labels and values are no longer than this many rows: longer ones are tables without a header.
LIST_ROWS = 8
# What makes aligned texts a table: a column with this share of figures, filled in this share of its rows ...
FIGURES, FILLED = 0.6, 0.5
# ... (and its rows fill at least this share of its columns, in the median: else the columns are of many tables) ...
FILLED_COLUMNS = 0.3
# ... or so many columns and rows of short texts ...
SHORT_COLUMNS, SHORT_ROWS, SHORT_WORDS = 4, 4, 3.0
# ... or a ruling along this share of its width, twice.
RULED_WIDTH = 0.7
# Texts this long (in words, the median) are columns of running text.
RUNNING = 9
# Where this share of the texts before a row's last are labels by their colon, the rows are labels and values.
COLONS = 0.4


@dataclass(slots=True)
class Run:
    """Consecutive rows (by index, ends inclusive) that stand in the same columns."""

    first: int
    last: int
    columns: list[Span]
    labels: bool  # words with a figure beside each (totals): labels with values rather than a table


def rows_to_runs(rows: Sequence[Row], across: Sequence[Edge], scale: Scale) -> list[Run]:
    """The tables and label blocks among the rows, from top to bottom; no row is in two of them.

    Lines of the rows found that ran over from one column into the next (a single space wide) are cut there.
    """
    used = [False] * len(rows)
    tried: set[int] = set()  # rows of two texts in a run that was none: they would grow to the same
    runs = []
    for seed in sorted(range(len(rows)), key=lambda i: (-len(rows[i].lines), i)):
        if len(rows[seed].lines) < 2:
            break
        if used[seed] or seed in tried:
            continue
        run, parted = _grown(seed, rows, used, scale)
        candidates = list(rows)
        for i, lines in parted.items():
            candidates[i] = Row(rows[i].y0, rows[i].y1, lines)
        run = _trimmed(run, candidates, used, across, scale)
        kind = _kind(run, candidates, across)
        if kind is None:
            tried.update(i for i in range(run.first, run.last + 1) if len(rows[i].lines) == 2)
            continue
        run.labels = kind == "labels"
        for i in range(run.first, run.last + 1):
            used[i] = True
            rows[i].lines = candidates[i].lines
        if not run.labels:
            _part_columns(run, rows)
        runs.append(run)
    return sorted(runs, key=lambda run: run.first)


def _part_columns(run: Run, rows: Sequence[Row]) -> None:
    """Parts a column in two where lines start inside it and the lines over them have a word start just there: columns
    a single space apart, as typewriters and receipts set them. Running text is never asked: this is inside a table."""
    by_column: dict[tuple[int, int], list[tuple[Row, Piece]]] = {}
    for row in rows[run.first : run.last + 1]:
        for line in row.lines:
            by_column.setdefault(column_of(line, run.columns), []).append((row, line))
    for k in range(len(run.columns) - 1, -1, -1):  # from the right: a parted column moves none that is still to come
        inside = by_column.get((k, k), [])
        left = run.columns[k][0]
        for place in sorted({line.x0 for _, line in inside if line.x0 > left + line.height}):
            near = SAME_START * inside[0][1].height
            starting = [line for _, line in inside if abs(line.x0 - place) <= near]
            over = [(row, line) for row, line in inside if line.x0 < place - near and line.x1 > place + near]
            cuts = [next((n for n, part in enumerate(line.parts) if n and abs(part.x0 - place) <= near), 0) for _, line in over]
            if len(starting) < 2 or len(over) < 2 or not all(cuts):
                continue
            for (row, line), n in zip(over, cuts, strict=True):
                at = next(i for i, other in enumerate(row.lines) if other is line)
                row.lines = [*row.lines[:at], join(line.parts[:n]), join(line.parts[n:]), *row.lines[at + 1 :]]
            before = [line.parts[n - 1].x1 for (_, line), n in zip(over, cuts, strict=True)]
            ends = max([*before, *(line.x1 for _, line in inside if line.x1 <= place)])
            run.columns[k : k + 1] = [(left, ends), (place, run.columns[k][1])]
            break


def _grown(seed: int, rows: Sequence[Row], used: Sequence[bool], scale: Scale) -> tuple[Run, dict[int, list[Piece]]]:
    """The run around the fullest row, and the lines of its rows that had to be cut at columns."""
    columns = [(line.x0, line.x1) for line in rows[seed].lines]
    ends = [seed, seed]
    gaps: list[float] = []
    parted: dict[int, list[Piece]] = {}
    labels = _has_label(rows[seed])
    for side, step in ((1, 1), (0, -1)):
        last, at = seed, seed + step
        while 0 <= at < len(rows) and not used[at] and abs(at - last) <= PENDING + 1:
            upper, lower = (rows[at - step], rows[at]) if step > 0 else (rows[at], rows[at - step])
            gap = lower.y0 - upper.y1
            limit = max(ROW_GAP * scale.text, USUAL_GAPS * median(gaps)) if gaps else ROW_GAP * scale.text
            if gap > limit:
                break
            lines = rows[at].lines
            if _has_label(rows[at]) and not labels:
                break  # labels with values are no rows of a table
            if len(lines) > 1:
                lines = [part for line in lines for part in line_to_columns(line, columns)]
            if len(lines) >= 2:
                wider = _fitted(lines, columns)
                if wider is None:
                    if 2 * len(lines) < len(columns) and _inside(rows[at], columns, scale):
                        at += step  # further texts of a record, set freely
                        continue
                    break
                columns = wider
                gaps.append(max(gap, 0.0))
                last = at
                if len(lines) > len(rows[at].lines):
                    parted[at] = lines
            elif step > 0 and at - last == 1 and gap <= HANGING * scale.text and _one_column(rows[at], columns):
                last = at
            elif not _inside(rows[at], columns, scale):
                break
            at += step
        ends[side] = last
    return Run(ends[0], ends[1], columns, False), parted


def line_to_columns(line: Piece, columns: Sequence[Span]) -> list[Piece]:
    """The line cut where a gap between its words falls between two columns, if every part then starts or ends, or
    stands centred, as its column does."""
    first, last = column_of(line, columns)
    if first == last or len(line.parts) < 2:
        return [line]
    bounds = [(k, (columns[k][1] + columns[k + 1][0]) / 2) for k in range(first, last)]
    parts: list[list[Piece]] = [[line.parts[0]]]
    for left, right in pairwise(line.parts):
        one_figure = right.x0 - left.x1 <= A_SPACE * line.height and may_be_one(left.words[-1].text, right.words[0].text)
        parted = (left.x0 < bound < right.x1 and left.x1 <= columns[k + 1][0] and right.x0 >= columns[k][1] for k, bound in bounds)
        if not one_figure and any(parted):
            parts.append([right])
        else:
            parts[-1].append(right)
    pieces = [join(part) for part in parts]
    near = EDGE * line.height
    for piece in pieces:
        k, end = column_of(piece, columns)
        x0, x1 = columns[k]
        aligned = min(abs(piece.x0 - x0), abs(piece.x1 - x1), abs(piece.x0 + piece.x1 - x0 - x1) / 2) <= near
        if k != end or not aligned:
            return [line]
    return pieces


def _fitted(lines: Sequence[Piece], columns: Sequence[Span]) -> list[Span] | None:
    """The columns with one row's texts in them; None where the row does not fit."""
    places: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        places[i] = [k for k, column in enumerate(columns) if stands_in(line, column)]
    guests: dict[int, int] = {}
    for met in places.values():
        for k in met:
            guests[k] = guests.get(k, 0) + 1
    alone = [i for i, met in places.items() if len(met) == 1 and guests[met[0]] == 1]
    new = [i for i, met in places.items() if not met]
    # A text may run on over empty columns if it starts where a column starts.
    over = [
        i
        for i, met in places.items()
        if len(met) > 1 and all(guests[k] == 1 for k in met) and abs(lines[i].x0 - columns[met[0]][0]) <= EDGE * lines[i].height
    ]
    if len(alone) + len(over) < FITS * len(lines) or not alone:
        return None
    result = list(columns)
    for i in alone:
        k, line = places[i][0], lines[i]
        # A column grows with its texts, but not into its neighbours.
        left = max(line.x0, columns[k - 1][1]) if k > 0 else line.x0
        right = min(line.x1, columns[k + 1][0]) if k + 1 < len(columns) else line.x1
        result[k] = (min(result[k][0], left), max(result[k][1], right))
    result += [(lines[i].x0, lines[i].x1) for i in new]
    return sorted(result)


def _one_column(row: Row, columns: Sequence[Span]) -> bool:
    line = row.lines[0]
    first, last = column_of(line, columns)
    return first == last and line.x0 >= columns[first][0] - line.height


def _inside(row: Row, columns: Sequence[Span], scale: Scale) -> bool:
    return row.lines[0].x0 >= columns[0][0] - 2 * scale.text and row.lines[-1].x1 <= columns[-1][1] + 2 * scale.text


def _trimmed(run: Run, rows: Sequence[Row], used: Sequence[bool], across: Sequence[Edge], scale: Scale) -> Run:
    """The run without what only happens to stand in its columns: letters and addresses above its header, sums and
    footers under it. A table reaches from its header to the last row that has a figure where its figures stand."""
    inside = rows[run.first : run.last + 1]
    of_figures = _figure_columns(_full(inside, run.columns), run.columns)
    if len(run.columns) < 3 or not of_figures:
        return run
    core = [i for i in range(run.first, run.last + 1) if _figures_in(rows[i], run.columns) & of_figures]
    if not core:
        return run
    gaps = [lower.y0 - upper.y1 for upper, lower in pairwise(rows[core[0] : core[-1] + 1])]
    usual = max(median(gaps), 0.0) if gaps else 0.5 * scale.text
    last = _tail(run, rows, core, of_figures, usual, across, scale)
    close = max(HANGING * scale.text, 1.15 * usual)
    while last + 1 < len(rows) and not used[last + 1] and _goes_on(rows[last], rows[last + 1], run.columns, close, across):
        last += 1
    body = min(_dense(rows, core, run.columns, of_figures), default=core[0])
    return Run(_head(run, rows, body, across, scale), last, run.columns, False)


def _goes_on(upper: Row, lower: Row, columns: Sequence[Span], close: float, across: Sequence[Edge]) -> bool:
    """Whether a row wraps the last record (a text in one column), or is one more (of words alone): close, not ruled off."""
    if lower.y0 - upper.y1 > close or _parted(upper, lower, across):
        return False
    if len(lower.lines) == 1:
        return _one_column(lower, columns)
    return 2 * len(lower.lines) > len(columns) and _fitted(lower.lines, columns) is not None


def _parted(upper: Row, lower: Row, across: Sequence[Edge]) -> bool:
    """Whether a ruling runs between two rows, under half of the lower one at least."""
    left, right = lower.lines[0].x0, lower.lines[-1].x1
    between = [min(e.end, right) - max(e.start, left) for e in across if upper.middle < e.at < lower.middle]
    return sum(length for length in between if length > 0) >= 0.5 * (right - left) > 0


def _dense(rows: Sequence[Row], core: Sequence[int], columns: Sequence[Span], of_figures: set[int]) -> list[int]:
    """The rows with figures in half of the columns of figures at least."""
    return [i for i in core if 2 * len(_figures_in(rows[i], columns) & of_figures) >= len(of_figures)]


def _head(run: Run, rows: Sequence[Row], body: int, across: Sequence[Edge], scale: Scale) -> int:
    """The first row of the header over the first row with figures: full rows near it, and what stands close over them. No text across
    columns lies between: what stands over one is a letter's head."""
    first = body
    for i in range(body - 1, run.first - 1, -1):
        if first - i > HEADER_ROWS or (len(rows[i].lines) == 1 and len(set(column_of(rows[i].lines[0], run.columns))) > 1):
            break
        if 2 * len(rows[i].lines) >= len(run.columns) and len(rows[i].lines) >= min(3, len(run.columns)):
            first = i
    while first > run.first and len(rows[first - 1].lines) >= 2 and rows[first].y0 - rows[first - 1].y1 <= HEADER_GAP * scale.text:
        if _parted(rows[first - 1], rows[first], across):
            break
        first -= 1
    return first


def _tail(
    run: Run, rows: Sequence[Row], core: Sequence[int], of_figures: set[int], usual: float, across: Sequence[Edge], scale: Scale
) -> int:
    """The last row of the table itself. Not its are sums set apart under many columns (a label, a figure), nor what
    stands under a ruling and has hardly a figure where the table has its own (a footer)."""
    if len(run.columns) < 4:
        return core[-1]
    width = run.columns[-1][1] - run.columns[0][0]
    last_wide = max([i for i in core if len(rows[i].lines) > 2], default=core[-1])
    # Sums stand in the last column, a footer's numbers anywhere.
    full = [i for i in _dense(rows, core, run.columns, of_figures) if max(of_figures) in _figures_in(rows[i], run.columns)]
    dense = max(full, default=core[-1])
    for before, i in pairwise(core):
        upper, lower = rows[before], rows[i]
        between = [e.end - e.start for e in across if upper.middle < e.at < lower.middle]
        ruled = max(between, default=0.0)
        if ruled > 0.6 * width and i > dense:
            return before
        apart = ruled > 4 * scale.text or lower.y0 - upper.y1 > 1.3 * usual + 0.2 * scale.text
        indented = column_of(lower.lines[0], run.columns)[0] > 0 or (ruled > 0.6 * width and len(lower.lines) == 2)
        if i > last_wide and apart and indented:
            return before
    return core[-1]


def _full(rows: Sequence[Row], columns: Sequence[Span]) -> list[Row]:
    """The rows that fill at least half of the columns; all rows of several texts where there are none."""
    multi = [row for row in rows if len(row.lines) >= 2]
    return [row for row in multi if 2 * len(row.lines) >= len(columns)] or multi


def _figures_in(row: Row, columns: Sequence[Span]) -> set[int]:
    return {column_of(line, columns)[0] for line in row.lines if is_figure(line.text)} if len(row.lines) > 1 else set()


def _kind(run: Run, rows: Sequence[Row], across: Sequence[Edge]) -> str | None:
    """ "table", "labels", or None where the rows only happen to stand side by side."""
    inside = rows[run.first : run.last + 1]
    multi = [row for row in inside if len(row.lines) >= 2]
    if len(run.columns) < 2:
        return None
    lines = [line for row in multi for line in row.lines]
    before = [line for row in multi for line in row.lines[:-1]]
    colons = sum(_is_label(row, i) for row in multi for i in range(len(row.lines) - 1)) / len(before)
    length = median(len(line.words) for line in lines)
    if colons >= COLONS and len(run.columns) > 2:
        return None
    if len(multi) < 2 or length > RUNNING or median(len(row.lines) for row in multi) < FILLED_COLUMNS * len(run.columns):
        return None
    of_figures = _figure_columns(multi, run.columns)
    if len(run.columns) == 2:
        return _kind_of_two(multi, 1 in of_figures)
    if _alternates(multi, run.columns, of_figures):
        return "labels"
    if of_figures - {0} or _ruled(run, inside, across):
        return "table"
    short = len(run.columns) >= SHORT_COLUMNS and len(multi) >= SHORT_ROWS and length <= SHORT_WORDS
    return "table" if short and not colons else None


def _is_label(row: Row, i: int) -> bool:
    """`Date: | 1 May` and `Date | : 1 May`."""
    return ends_as_label(row.lines[i].text) or row.lines[i + 1].text.startswith(":")


def _has_label(row: Row) -> bool:
    return any(_is_label(row, i) for i in range(len(row.lines) - 1))


def _figure_columns(multi: Sequence[Row], columns: Sequence[Span]) -> set[int]:
    """The columns most of whose texts are figures and that most rows fill. Rows of words at the top are a header;
    without one, it takes two figures to make a column."""
    texts: dict[int, list[bool]] = {}
    start = next((i for i, row in enumerate(multi) if any(is_figure(line.text) for line in row.lines)), 0)
    for row in multi[start:]:
        for line in row.lines:
            texts.setdefault(column_of(line, columns)[0], []).append(is_figure(line.text) and not line.text.startswith(":"))
    need = max(FILLED * (len(multi) - start), 1 if start and len(columns) > 2 else 2)
    return {c for c, marks in texts.items() if sum(marks) >= FIGURES * len(marks) and len(marks) >= need}


def _alternates(multi: Sequence[Row], columns: Sequence[Span], of_figures: set[int]) -> bool:
    """Words, figures, words, figures, and no header over them: pairs side by side."""
    if len(columns) % 2 or len(multi) > LIST_ROWS or 0 in of_figures or not _figures_in(multi[0], columns):
        return False
    marks: dict[int, list[bool]] = {}
    for row in multi:
        for line in row.lines:
            marks.setdefault(column_of(line, columns)[0], []).append(is_figure(line.text))
    return all((sum(m) >= FIGURES * len(m)) if c % 2 else (sum(m) <= (1 - FIGURES) * len(m)) for c, m in marks.items())


def _kind_of_two(multi: Sequence[Row], figures: bool) -> str | None:
    """Two columns: figures beside words are labels and values (a list of sums), figures beside figures a table."""
    if not figures:
        return None
    first = [row.lines[0] for row in multi]
    words = sum(not is_figure(line.text) for line in first) / len(first)
    return "labels" if words >= 0.6 and len(multi) <= LIST_ROWS else "table" if len(multi) >= 3 else None


def _ruled(run: Run, inside: Sequence[Row], across: Sequence[Edge]) -> bool:
    left, right = run.columns[0][0], run.columns[-1][1]
    top, bottom = inside[0].y0, inside[-1].y1
    margin = inside[0].y1 - inside[0].y0
    along = [
        e
        for e in across
        if top - margin <= e.at <= bottom + margin and min(e.end, right) - max(e.start, left) >= RULED_WIDTH * (right - left)
    ]
    return len(along) >= 2
