"""Words of badly read pages that letters hardly follow one another in: "Logixtyka", "Caste/nuovo", "CifuenIes".

A name may be spelled in any way, so a page must first show how it was read: where several of its words are proved to be misread by
what they are a mention of or by lists, the rest is no better, and a word far less likely than another that looks like it is that
other. What stands twice, a word that a list knows and what is all capitals (a code may be) stay as they were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from extractor.late import late
from extractor.ocr.letters import letters
from extractor.slips.words import with_legal_form
from extractor.values._fold import fold
from extractor.values._slips import look_alikes

LEAST, SHARE = 2, 0.02  # words of a document that are proved to be misread, and their share of its words
SHORTEST = 4  # letters
LIKELIER, SURE = 10.0, 1.0  # natural logarithms of how much likelier than the word, and than any other, is what is meant
OF_NET = 14.0  # the same of addresses of the net, which run words together
NO_SLASH = 2.0  # the same of a word that was read as two with a slash between them
MOST = 2  # signs of a word that are mended
_WORD = late(rf"[^\W\d_]{{{SHORTEST},}}")
_PART = late(rf"(?<![\w/])(?:[^\W\d_]|(?<=[^\W\d_])[\d/](?=[^\W\d_])|(?<=[^\W\d_])/$){{{SHORTEST},}}(?![\w/])")
_NET = late(r"@|www|://|[^\W\d_]\.[^\W\d_]{2,}$")
_ODD = late(r"(?<=[^\W\d_A-Z])I|[\d/]")  # what no word has within: a capital one, a figure, a slash


def is_badly_read(proved: int, texts: Iterable[str]) -> bool:
    """Whether the words proved to be misread are many for what the lines say."""
    return proved >= LEAST and proved >= SHARE * sum(len(_WORD.findall(text)) for text in texts)


def likelier(read: Sequence[str], names: Set[str], known: Set[str]) -> list[str]:
    """The words of a line, each as it was likely printed. `names`: words in lower case, and `known`: folded ones, that stay."""
    words = [_worded(word, names, known) for word in read]
    text = " ".join(words)
    formed = with_legal_form(text, known)
    return [*words[:-1], formed.rpartition(" ")[2]] if formed != text else words


def _worded(text: str, names: Set[str], known: Set[str]) -> str:
    least = OF_NET if _NET.search(text) else LIKELIER
    return _PART.sub(lambda part: _meant(part[0], names, known, least), text)


def _meant(word: str, names: Set[str], known: Set[str], least: float) -> str:
    for _ in range(MOST):
        if len(word.lower()) != len(word) or word.lower() in names or fold(word) in known:
            return word
        other = _once(word, least)
        if other is None:
            return word
        word = other
    return word


def _once(word: str, least: float) -> str | None:
    """The word with one sign mended, where that is likelier by `least`."""
    odd = [found.start() for found in _ODD.finditer(word)]
    rest = "".join(sign for place, sign in enumerate(word) if place not in odd)
    if len(odd) > 1 or not (rest.islower() or rest.istitle()):
        return None
    possible = sorted(
        ((letters().of_word(other.lower()), other) for place in odd or range(len(word)) for other in _others(word, place)), reverse=True
    )
    if not possible or (len(possible) > 1 and possible[0][0] - possible[1][0] < SURE):
        return None
    chance, meant = possible[0]
    if "/" in word:
        return meant if chance - sum(letters().of_word(part.lower()) for part in word.split("/") if part) >= NO_SLASH else None
    return meant if odd or chance - letters().of_word(word.lower()) >= least else None


def _others(word: str, place: int) -> Sequence[str]:
    """The word with another letter in a place, in the case of the word."""
    sign = word[place]
    alike = "l" if sign == "/" else "".join(sorted(other for other in look_alikes(sign.lower()) if other.isalpha()))
    return [word[:place] + (other.upper() if sign.isupper() and not place else other) + word[place + 1 :] for other in alike]
