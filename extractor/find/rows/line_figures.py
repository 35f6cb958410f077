"""The figures in a row of words, with the signs and groups that stand loose beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from extractor.find.rows.figures import CREDIT, MINUS, Figure, figure, is_currency
from extractor.find.rows.tokens import Token, cut_at
from extractor.quick import dataclass

GROUP_GAP = 0.62  # of the height: a narrower gap inside "1 234,56" groups thousands, a wider one parts two columns
CURRENCY_GAP = 2.6  # of the height: how far a currency sign may stand from its figure
WORD_GAP = 0.6  # of the height: a space between words of one text
_SIGNS = MINUS + "€$£"
BEHIND_GAP = 1.0  # the same where it stands behind: further off it is of a column of currencies


Drawn = Callable[[], Sequence[float]]  # the x of the upright lines at a row's height: hardly any row asks for them


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with the tokens first..last (half open) of the strip that it stands on."""

    figure: Figure
    first: int
    last: int
    left: float
    right: float


def figures_of(tokens: tuple[Token, ...], drawn: Drawn) -> tuple[Placed, ...]:
    """Figures with their loose parts: "€ 399,00", "12,00 EUR", "19 %", "- 5,00", "1 234,56", whose groups no drawn line (their x) parts."""
    found: list[Placed] = []
    position = 0
    while position < len(tokens):
        text = tokens[position].text
        if text.isalpha() or not (text[0].isdigit() or any(map(str.isdigit, text))):
            position += 1
            continue
        placed = _figure_from(tokens, position, drawn, found[-1].last if found else 0)
        if placed is not None:
            found.append(placed)
        position = placed.last if placed is not None else position + 1
    if any(placed.last - placed.first == 2 and tokens[placed.first].text.isdigit() for placed in found):
        return tuple(_parted(tokens, found))
    return tuple(found)


def _figure_from(tokens: tuple[Token, ...], first: int, drawn: Drawn, free: int) -> Placed | None:
    """The figure that a token with a digit begins, with the signs beside it; `free`: the first token that belongs to no other figure."""
    token = tokens[first]
    height = max(token.bottom - token.top, 1.0)
    text, last = _with_groups(tokens, first, drawn, height)
    if figure(text) is None:
        if last == first + 1 or figure(token.text) is None:
            return None
        text, last = token.text, first + 1
    if (tail := _sign_behind(tokens, last, height)) and figure(text + tail) is not None:
        text, last = text + tail, last + 1
    while first > free and (head := _sign_before(tokens, first, text, height)) is not None:
        text, first = head + text, first - 1
    parsed = figure(text)
    return None if parsed is None else Placed(parsed, first, last, tokens[first].left, tokens[last - 1].right)


def _with_groups(tokens: tuple[Token, ...], first: int, drawn: Drawn, height: float) -> tuple[str, int]:
    """The text of a figure with its groups of thousands, and where they end."""
    text, last = tokens[first].text, first + 1
    if last == len(tokens) or not tokens[last].text[0].isdigit():
        return text, last
    while last < len(tokens) and _groups(text, tokens[last].text) and tokens[last].left - tokens[last - 1].right <= GROUP_GAP * height:
        if len(cut_at(tokens[last - 1 : last + 1], drawn())) > 1:
            break
        text += tokens[last].text
        last += 1
    return text, last


def _sign_behind(tokens: tuple[Token, ...], last: int, height: float) -> str:
    """A percent sign, a currency or a minus right behind a figure; "" where there is none."""
    if last == len(tokens) or (behind := tokens[last].left - tokens[last - 1].right) > CURRENCY_GAP * height:
        return ""
    tail = tokens[last].text
    if "%" in tail and tail.strip(":;,.)") == "%":
        return "%"
    is_money = behind <= BEHIND_GAP * height and is_currency(tail) and not _opens_figure(tokens, last)
    return tail if is_money or tail in MINUS or tail.upper() == CREDIT else ""


def _sign_before(tokens: tuple[Token, ...], first: int, text: str, height: float) -> str | None:
    """A currency or a minus right before a figure; None where there is none."""
    head, gap = tokens[first - 1].text, tokens[first].left - tokens[first - 1].right
    if gap > CURRENCY_GAP * height or (head.isalpha() and not is_currency(head)):
        return None
    signed = head[0] in MINUS and is_currency(head[1:])  # "-€ 12,00"
    if not (is_currency(head) or head in MINUS or signed) or figure(head.strip("():") + text) is None:
        return None
    if head in MINUS and (gap > height or _ends_text(tokens, first - 1) or _parts_text(tokens, first - 1)):
        return None
    return head.strip("():")


def _ends_text(tokens: tuple[Token, ...], dash: int) -> bool:
    """Whether a dash is of the text before it, which goes on in the next line: it stands at that one, and far from the figure behind."""
    if not dash or not any(map(str.isalpha, tokens[dash - 1].text)):
        return False
    before, behind = tokens[dash].left - tokens[dash - 1].right, tokens[dash + 1].left - tokens[dash].right
    return behind > max(2 * before, (tokens[dash].bottom - tokens[dash].top) / 2)


def _parts_text(tokens: tuple[Token, ...], dash: int) -> bool:
    """Whether a dash stands between two texts, a space from either, of which the second opens with a count: "Support - 48 hours"."""
    near = tokens[dash - 1 : dash + 3]
    if not dash or len(near) < 4 or not near[2].text.isdigit() or not all(any(map(str.isalpha, near[n].text)) for n in (0, 3)):
        return False
    spaces = [after.left - before.right for before, after in pairwise(near)]
    return max(spaces) <= WORD_GAP * (near[1].bottom - near[1].top) and min(spaces[:2]) > 0


def _parted(tokens: tuple[Token, ...], figures: Sequence[Placed]) -> Iterator[Placed]:
    """A count and a price that stand as near to each other as groups of thousands ("1 200.00") where their product stands in the row."""
    for placed in figures:
        words = tokens[placed.first : placed.last]
        one, other = (figure(words[0].text), figure(words[1].text)) if len(words) == 2 and words[0].text.isdigit() else (None, None)
        count, price = one.value(None) if one else None, other.value(None) if other and other.decimals == 2 else None
        if one is None or other is None or count is None or price is None or placed.figure.value(None) == count * price:
            yield placed
        elif any(each is not placed and each.figure.value(None) == count * price for each in figures):
            yield Placed(one, placed.first, placed.first + 1, words[0].left, words[0].right)
            yield Placed(other, placed.last - 1, placed.last, words[1].left, words[1].right)
        else:
            yield placed


def _groups(text: str, more: str) -> bool:
    if len(more) < 3 or not more[:3].isdigit() or (len(more) > 3 and more[3].isdigit()):
        return False
    head = text.lstrip(_SIGNS)
    return head.isdigit() and len(head) <= 3


def _opens_figure(tokens: tuple[Token, ...], position: int) -> bool:
    """Whether a currency sign belongs to the figure after it: it stands nearer to that one."""
    if position + 1 >= len(tokens) or figure(tokens[position + 1].text) is None:
        return False
    return tokens[position + 1].left - tokens[position].right < tokens[position].left - tokens[position - 1].right
