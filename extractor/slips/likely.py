"""Words of badly read pages that letters hardly follow one another in: "Logixtyka", "Kreissparkosse".

A name may be spelled in any way, so a page must first show how it was read: where several of its words are proved to be misread by
what they are a mention of or by lists, the rest is no better, and a word far less likely than another that looks like it is that
other. What stands twice, a word that a list knows, and what is all capitals (a code may be) stay as they were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from extractor.document import Line
from extractor.ocr.letters import letters
from extractor.values._fold import fold
from extractor.values._slips import look_alikes

LEAST, SHARE = 2, 0.02  # words of a document that are proved to be misread, and their share of its words
SHORTEST = 4  # letters
LIKELIER, SURE = 10.0, 1.0  # natural logarithms of how much likelier than the word, and than any other, is what is meant
_PART = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")


def is_badly_read(proved: int, texts: Iterable[str]) -> bool:
    """Whether the words proved to be misread are many for what the lines say."""
    return proved >= LEAST and proved >= SHARE * sum(len(_PART.findall(text)) for text in texts)


def likelier(line: Line, names: Set[str], known: Set[str]) -> list[str]:
    """The words of a line, each as it was likely printed. `names`: words in lower case, and `known`: folded ones, that stay."""
    return [_PART.sub(lambda part: _meant(part[0], names, known), text) if not _has_figure(text) else text for text in _texts(line)]


def _texts(line: Line) -> Sequence[str]:
    return [word.text for word in line.words]


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))


def _meant(word: str, names: Set[str], known: Set[str]) -> str:
    small = word.lower()
    if not (word.islower() or word.istitle()) or len(small) != len(word) or small in names or fold(small) in known:
        return word
    possible = sorted(
        (
            (letters().of_word(small[:place] + other + small[place + 1 :]), place, other)
            for place, sign in enumerate(small)
            for other in look_alikes(sign)
            if other.isalpha()
        ),
        reverse=True,
    )
    if not possible or possible[0][0] - letters().of_word(small) < LIKELIER:
        return word
    if len(possible) > 1 and possible[0][0] - possible[1][0] < SURE:
        return word
    _, place, other = possible[0]
    return word[:place] + (other.upper() if word[place].isupper() else other) + word[place + 1 :]
