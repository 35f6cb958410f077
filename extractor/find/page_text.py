"""A page's text for regular expressions, with the way back from characters to words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.document import Line, Reading, Word
from extractor.quick import dataclass

GAP = "  "  # between the columns of a row
SAME_ROW = 0.5  # share of the lower line's height that two lines of one row have in common
MATCH_SECONDS = 0.5  # CPU time that one expression may take on one page


@dataclass(frozen=True, slots=True)
class PageText:
    """`text` as a whole, and where each word stands in it: (start, end, word), in order."""

    page: int
    text: str
    words: tuple[tuple[int, int, Word], ...]

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        return tuple(word for first, last, word in self.words if first < end and last > start)


def texts_of(reading: Reading) -> Iterator[PageText]:
    """The page row by row as it is printed, columns two spaces apart; then in reading order, as `extractor read` writes it."""
    yield _joined(reading.page, _rows(reading.lines))
    yield _joined(reading.page, [[line] for line in reading.lines])


def search(pattern: str, text: str) -> tuple[int, int] | None:
    """Where the group `value`, else the first group, else the whole of the first match stands. Raises TimeoutError."""
    import regex

    # The library counts CPU time, so that a busy machine changes no result.
    match = regex.compile(pattern).search(text, timeout=MATCH_SECONDS)
    if match is None:
        return None
    group: int | str = "value" if "value" in match.re.groupindex else min(match.re.groups, 1)
    start, end = match.span(group)
    return (start, end) if start >= 0 else None


def _joined(page: int, rows: Sequence[Sequence[Line]]) -> PageText:
    parts: list[str] = []
    words: list[tuple[int, int, Word]] = []
    position = 0
    for row in rows:
        for number, line in enumerate(row):
            for place, word in enumerate(line.words):
                before = " " if place else GAP if number else ""
                parts.append(before + word.text)
                position += len(before)
                words.append((position, position + len(word.text), word))
                position += len(word.text)
        parts.append("\n")
        position += 1
    return PageText(page, "".join(parts), tuple(words))


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted((line for line in lines if line.words), key=lambda line: (line.box.center[1], line.box.left)):
        if rows and rows[-1][0].box.overlap_y(line.box) >= SAME_ROW:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]
