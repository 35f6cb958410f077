"""Figures of a page that come near to what is told: by one digit, or by another slip."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from extractor.compare.alike import slipped
from extractor.compare.printed import Token


def nearest(figure: Decimal, tokens: Sequence[Token]) -> list[Token]:
    """What differs from a figure in one digit; if nothing does, what differs by another slip."""
    near = [token for token in tokens if is_near(figure, token)]
    return near or [token for token in tokens if figure not in token.values and any(slipped(figure, one) for one in token.values)]


def is_near(figure: Decimal, token: Token) -> bool:
    """Whether a figure, written as the token is or with its own decimals, differs from it in one digit and is not what is rounded there."""
    places = decimals(token)
    digits = "".join(filter(str.isdigit, token.text))
    exponent = figure.normalize().as_tuple().exponent
    scale = max(places, -exponent if isinstance(exponent, int) else 0)
    if scale > places and figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) in token.values:
        return False
    mine, theirs = f"{figure:.{scale}f}".replace(".", ""), digits + "0" * (scale - places)
    return len(mine) == len(theirs) and sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1


def decimals(token: Token) -> int:
    """How many decimals a figure is printed with."""
    mark = max(token.text.rfind("."), token.text.rfind(","))
    return len(token.text) - 1 - mark if mark >= 0 else 0
