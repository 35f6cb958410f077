"""Words with a figure in them, and words of closed lists with one letter for another like it.

"8reisgau" and "blek1tnalinia" are no words as they stand; which letter a figure was, letters about it tell. "viremeht" in a sentence
of words that are known otherwise is "virement": a word is taken for another only among its like, never alone, for alone it may be a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from itertools import product

from extractor.late import late
from extractor.ocr.letters import letters
from extractor.quick import dataclass
from extractor.schemas.label_book import LabelBook
from extractor.values._fold import fold
from extractor.values._slips import look_alike, look_alikes, reads_as
from extractor.values.name import legal_form
from extractor.values.streets import STREETS

SHORTEST, SHORT = 5, 3  # letters of a word of a list with one of them misread; of one in a sentence that is sure otherwise
LONG = 6  # letters of the name of a paper that stands alone
SENTENCE = 4  # known words of such a sentence
LETTERS = 4  # of a word, or the rest of one, in which a figure cannot stand
SURE = 2.0  # natural logarithm of how much likelier a letter must be than any other
SHORTEST_SMALL = 2  # letters of a function word in a sentence about payment
OF_PAYMENT = 2  # words of such a sentence that are of those
LIKELIER = 2.0  # natural logarithm of how much likelier a known word must be than what was read: what may be a word stays
HARDLY_LIKELIER = 0.0  # the same in a sentence about payment
BADLY_LIKELIER, SURER = -3.0, 2.0  # the same on a badly read page, and there how much likelier than any other
LONGEST_FORM = 5  # letters of one without stops
MOST_FORM = 24  # characters in which the legal form at a line's end stands
_PART = late(r"[^\W_]+")
_LAST = late(r"(?<=[^\W\d_,.] )[^\W_](?:\.?[^\W\d_]){2,7}\.?$")
_ODD_CASE = late(r"[^\W\d_]*[^\W\d_A-Z][A-Z][^\W\d_]*|[A-Z]{2,}[^\W\d_A-Z]+\.?")  # a capital after a small letter, or two before
_INITIALS = late(r"(?<![\w.])[^\W_](?:\. ?[^\W_]){1,2}\.(?!\w)")
_ROUND: Mapping[str, str] = {"0": "o", "c": "co", "C": "Co", "O": "Oo"}
_STEMS: Mapping[str, str] = {"1": "l", "I": "Il", "5": "Ss", "4": "A"}
OF_FORM = 2  # letters of a legal form in which another sign was a figure: "5.4." is a number
_SCHEME = late(r"(?<![^\W_])(?P<name>[hb][tfil1]{2}p[sx5]?)[:;.][/lI1]{2}(?=[^\W_])")
LONGEST_COUNT = 3
BETWEEN = (2, 3)  # letters of the small words within names
_COUNTED = {"O": "0", "o": "0", "D": "0", "l": "1", "I": "1", "Z": "2"}
_LETTERS_OF: Mapping[str, str] = {"0": "oOD", "1": "liI", "2": "zZ", "4": "aA", "5": "sS", "6": "bG", "8": "bB", "9": "g"}


@dataclass(frozen=True, slots=True)
class Known:
    """The words of one language's closed lists in lower case, the same by all but one of their letters, the function words, the names
    of papers, and the words of sentences about payment."""

    words: frozenset[str]
    near: Mapping[tuple[int, str], tuple[str, ...]]
    small: frozenset[str]
    titles: frozenset[str]
    prose: frozenset[str]


@cache
def known_words(book: LabelBook) -> tuple[Known, ...]:
    """The words by which pages name fields and speak of payment, language by language."""
    texts: dict[str, list[str]] = {language: list(words) for language, words in book.function_words.items()}
    for labels in (*book.fields.values(), *book.sentences.values(), *book.document_words.values()):
        for label in labels:
            texts.setdefault(label.language, []).append(label.text)
    for language, words in book.prose.items():
        texts.setdefault(language, []).extend(words)
    own = texts.pop("", [])
    titles: dict[str, set[str]] = {}
    for label in (label for name, labels in book.document_words.items() if "." in name for label in labels):
        titles.setdefault(label.language, set()).update(part[0].casefold() for part in _PART.finditer(label.text))
    return tuple(
        _known(
            [*said, *own],
            book.function_words.get(language, frozenset()),
            frozenset(titles.get(language, ())),
            frozenset(word.casefold() for word in book.prose.get(language, ())),
        )
        for language, said in sorted(texts.items())
    )


def _known(texts: Iterable[str], small: frozenset[str], titles: frozenset[str], prose: frozenset[str]) -> Known:
    words = frozenset(part[0].casefold() for text in texts for part in _PART.finditer(text) if part[0].isalpha())
    near: dict[tuple[int, str], list[str]] = {}
    for word in sorted(words):
        if len(word) >= SHORTEST_SMALL:
            for place in range(len(word)):
                near.setdefault((place, word[:place] + word[place + 1 :]), []).append(word)
    return Known(words, {key: tuple(found) for key, found in near.items()}, small, titles, prose)


def language_of(texts: Iterable[str], known: Sequence[Known]) -> Known | None:
    """The language of which most words of the lines are known."""
    said = Counter(part[0].casefold() for text in texts for part in _PART.finditer(text))
    return max(known, key=lambda one: sum(count for word, count in said.items() if word in one.words), default=None)


def spelled(text: str, known: Sequence[Known], usual: Known | None, small: Set[str], *, badly: bool = False) -> str:
    """The line with its words mended; as long as it was. `usual`: the language of the document; `small`: function words of all;
    `badly`: the page is known to be badly read."""
    for part in _PART.finditer(text):
        meant = _without_figure(part[0])
        if meant is not None:
            text = text[: part.start()] + meant + text[part.end() :]
    return _initials(_legal_form(_between_names(_in_sentence(_scheme(text), known, usual, badly=badly), usual, small)))


def _scheme(text: str) -> str:
    """The line with what opens web addresses mended: "httpx://", "hftps:/l"."""
    return _SCHEME.sub(lambda found: f"{'https' if len(found['name']) > 4 else 'http'}://", text)


def _initials(text: str) -> str:
    """The line with the round letters of legal forms mended that were read as others, and a figure among letters: "Sp. z 0.0.",
    "s.r.c.", "S.r.1."."""
    for found in _INITIALS.finditer(text):
        before = text[max(found.end() - MOST_FORM, 0) : found.start()]
        taken = _ROUND if sum(map(str.isalpha, found[0])) < OF_FORM else {**_STEMS, **_ROUND}
        possible = ("".join(signs) for signs in product(*(taken.get(sign, sign) for sign in found[0])))
        forms = {form for form in possible if (legal_form(before + form) or "").endswith(form)}
        if len(forms) == 1 and before.strip():
            text = text[: found.start()] + forms.pop() + text[found.end() :]
    return text


def _legal_form(text: str) -> str:
    """The line with the legal form mended that ends it, where that is written as no word is: "S.a.x.", "LId"."""
    found = _LAST.search(text)
    if found is None or ("." not in found[0].rstrip(".") and not _ODD_CASE.fullmatch(found[0])):
        return text
    if (legal_form(text[-MOST_FORM:]) or "").endswith(found[0]):
        return text
    word = found[0]
    possible = _with_one_alike(word)
    near = {other for other in possible | _small(possible) if legal_form(f"X {other}") == other}
    return text[: found.start()] + near.pop() + text[found.end() :] if len(near) == 1 else text


def _with_one_alike(word: str) -> set[str]:
    """The word with one sign for a letter that looks like it, in the case of what was read; figures are taken for capitals."""
    return {
        word[:place] + (other.upper() if sign.isupper() or sign.isdigit() else other) + word[place + 1 :]
        for place, sign in enumerate(word)
        for other in look_alikes(sign.lower())
        if other.isalpha() or sign == "I"
    }


def with_legal_form(text: str, known: Set[str]) -> str:
    """A name's line of a badly read page with the legal form mended that ends it: "Irmãos Rebelo Ldo". `known`: folded words that stay."""
    before, _, word = text.rpartition(" ")
    if not 2 <= len(word) <= LONGEST_FORM or legal_form(text) or not before.istitle() or fold(word) in known or not word.isalpha():
        return text
    forms = {other for other in _with_one_alike(word) if legal_form(f"X {other}") == other}
    return f"{before} {forms.pop()}" if len(forms) == 1 else text


def _small(words: Set[str]) -> set[str]:
    """Words of three letters that have a capital within, with only the first one capital: LTd, Ltd."""
    return {word.capitalize() for word in words if word.isalpha() and not word.isupper() and len(word) == LETTERS - 1}


def _between_names(text: str, usual: Known | None, small: Set[str]) -> str:
    """The line with small words mended that stand between capital ones: "Calle cel Molino", "Travessa co Porto". `small`:
    those of all languages."""
    parts = list(_PART.finditer(text))
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        word = part[0]
        if usual is None or len(word) not in BETWEEN or not word.islower() or not (before[0].istitle() and after[0].istitle()):
            continue
        if text[before.end() : part.start()] + text[part.end() : after.start()] != "  ":
            continue
        near = [other for other in usual.small if reads_as(word, other)]
        if word not in small and len(near) == 1:
            text = text[: part.start()] + near[0] + text[part.end() :]
    return text


def _without_figure(word: str) -> str | None:
    """A word of small letters with one figure within or before them, with the letter that it stands for."""
    figures = [place for place, sign in enumerate(word) if sign.isdigit()]
    if len(figures) != 1 or len(word) <= LETTERS or word[figures[0]] not in _LETTERS_OF:
        return None
    place = figures[0]
    rest = word[place + 1 :]
    if not rest.islower() or (place > 1 and not word[place - 1].islower()) or (not place and len(rest) < LETTERS):
        return None
    signs = [sign for sign in _LETTERS_OF[word[place]] if sign.islower() == bool(place)]
    possible = sorted(((letters().of_word(word[:place] + sign + rest), sign) for sign in signs), reverse=True)
    if not possible or (len(possible) > 1 and possible[0][0] - possible[1][0] < SURE):
        return None
    return word[:place] + possible[0][1] + rest


def _in_sentence(text: str, known: Sequence[Known], usual: Known | None, *, badly: bool) -> str:
    """The line with words of closed lists mended, where most of its other words are of them, in one language; of several the document's."""
    found = ((part, sum(map(str.isdigit, part[0]))) for part in _PART.finditer(text))
    parts = [part for part, figures in found if figures < len(part[0]) and (figures < 2 or len(part[0]) <= LONGEST_COUNT)]
    if len(parts) < 2 or not known:
        return _title(text, parts[0], known, usual) if parts else text
    said = [part[0].casefold() for part in parts]
    own = max(known, key=lambda one: (sum(map(one.words.__contains__, said)), one is usual))
    kept = [word in own.words for word in said]
    if sum(kept) in (0, len(parts)):
        return text
    says = any(known and word not in own.small for known, word in zip(kept, said, strict=True))  # "have a small" is of small words alone
    unknown = {word for known, word in zip(kept, said, strict=True) if not known}
    unsure = len(unknown) if badly else len(parts) - sum(kept)
    sure = sum(kept) >= SENTENCE or (sum(kept) > 1 and unsure == 1 and says)
    pays = sure and sum(map(own.prose.__contains__, said)) >= OF_PAYMENT
    meant = {
        n: other
        for n, part in enumerate(parts)
        if not kept[n] and (other := _of_list(part[0], own, sure=sure, pays=pays, first=n == 0, badly=badly))
    }
    if sure:
        meant |= {n: figures for n, part in enumerate(parts) if (figures := _count(part[0])) is not None}
    if 2 * sum(kept) < len(parts):
        return _title(text, parts[0], [own], usual)
    for number, other in meant.items():
        text = text[: parts[number].start()] + other + text[parts[number].end() :]
    return text


def _title(text: str, part: re.Match[str], known: Sequence[Known], usual: Known | None) -> str:
    """A line that opens with what names a kind of paper but for a sign: "EAKTURA 2019/60695", "F4CTURA". What the document's own language
    names so comes first."""
    word, small = part[0], part[0].casefold()
    if len(word) < LONG or len(small) != len(word) or text[: part.start()].strip() or any(small in one.words for one in known):
        return text
    for languages in ([usual] if usual else [], known):
        meant = {other for one in languages for other in one.titles if reads_as(small, other)}
        if len(meant) == 1:
            title = meant.pop()
            shown = title.upper() if word.isupper() else "".join(b.upper() if a.isupper() else b for a, b in zip(word, title, strict=True))
            return text[: part.start()] + shown + text[part.end() :]
    return text


def _count(word: str) -> str | None:
    """A count with a letter in it that is like a figure and like no other letter: 3O days."""
    figures = "".join(_COUNTED.get(sign, sign) for sign in word)
    starts = word[0].isdigit() or (word[0] in "lI" and any(map(str.isdigit, word)))
    return figures if len(word) <= LONGEST_COUNT and starts and figures.isdecimal() else None


def _of_list(word: str, known: Known, *, sure: bool, pays: bool, first: bool, badly: bool) -> str | None:
    """The one known word that a word is but for a sign; in the case of what was read. `sure`: the others are of the list too; `pays`:
    and say how to pay, where hardly any word is not of the list; `first`: it begins the line; `badly`: the page is badly read."""
    small = word.casefold()
    sure = sure and (word == small or (pays and first))  # a capital may begin a name
    if small in STREETS or len(small) < (SHORTEST_SMALL if sure and pays else SHORT if sure else SHORTEST) or len(small) != len(word):
        return None
    near = {other for place in range(len(small)) for other in known.near.get((place, small[:place] + small[place + 1 :]), ())}
    meant = [other for other in near if look_alike(*next((a, b) for a, b in zip(small, other, strict=True) if a != b))]
    if len(small) < SHORT:
        meant = [other for other in meant if other in known.small]
    ranked = sorted(((letters().of_word(other), other) for other in meant), reverse=True)
    if not ranked or (len(ranked) > 1 and not (pays and badly and ranked[0][0] - ranked[1][0] >= SURER)):
        return None
    chance, best = ranked[0]
    least = LIKELIER if not (sure and pays) else BADLY_LIKELIER if badly else HARDLY_LIKELIER
    if chance - letters().of_word(small) < least:
        return None
    return best.upper() if word.isupper() else "".join(b.upper() if a.isupper() else b for a, b in zip(word, best, strict=True))
