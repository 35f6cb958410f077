"""Words of the label files by which a line is told, most of them in a receipt's head: a greeting, a till's word, a street, a kind of house.

In a word `*` stands for any letters, a dot for one that may be there or not, a space or a hyphen for either or none. Case is
nothing, and an accent may be missing, as tills and readers lose them.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

WHOLE, OPENING = r"(?<!\w)(?:%)(?!\w)", r"^(?:%)(?!\w)"  # as whole words, and at the beginning
BEGUN, ENDING = 4, 3  # letters by which a word is told that begins, and one that ends
EACH = 4  # words that an expression costs besides those it is made of
LONG = 400  # signs of a text that is more than a line
ANY = "*"
NEVER = re.compile(r"(?!)")
_WORD = re.compile(r"\w+")


class Sought:
    """Any of some words in a text, by an expression of those alone that a line may hold: most words are never met.

    How words of the line begin is compared with how these do, and then whether all their letters are in it. `within`: the expression
    around the words, for which `%` stands; it lets them begin where a word of the text does, and end where one ends."""

    def __init__(self, words: Iterable[str], within: str = WHOLE) -> None:
        self._words, self._within = tuple(words), within
        self._known: dict[tuple[int, ...], re.Pattern[str]] = {}  # by the words that may stand in a line
        self._spare = len(self._words)  # words that expressions of some may still be made of before that of all costs less

    @cached_property
    def _ordered(self) -> list[tuple[str, str, str]]:
        """The words as they are tried, each with its sign and its letters."""
        return [(word, *_told_by(word)) for word in _in_order(self._words)]

    @cached_property
    def _by_sign(self) -> dict[str, list[tuple[int, str]]]:
        """Which words have a sign, and the letters of each."""
        found: dict[str, list[tuple[int, str]]] = {}
        for at, (_, sign, letters) in enumerate(self._ordered):
            found.setdefault(sign, []).append((at, letters))
        return found

    @cached_property
    def _signs(self) -> frozenset[str]:
        return frozenset(self._by_sign)

    @cached_property
    def _all(self) -> re.Pattern[str]:
        return self._made([word for word, _, _ in self._ordered])

    def _some(self, held: Sequence[int]) -> re.Pattern[str]:
        self._spare -= EACH + len(held)
        return self._made([self._ordered[at][0] for at in held]) if self._spare >= 0 else self._all

    def _made(self, words: Sequence[str]) -> re.Pattern[str]:
        return re.compile(self._within.replace("%", _alternatives(words)), re.IGNORECASE) if words else NEVER

    def _told_in(self, text: str) -> tuple[frozenset[str], str]:
        return _told_in(text)

    def _pattern(self, text: str) -> re.Pattern[str] | None:
        """One that finds in the text what that of all words would; None where it holds none."""
        if len(text) > LONG:
            return self._all
        told, letters = self._told_in(text)
        signs = self._signs & told
        if not signs:
            return None
        held = tuple(sorted([at for sign in signs for at, said in self._by_sign[sign] if said in letters]))
        if not held:
            return None
        if held not in self._known:
            self._known[held] = self._some(held)
        return self._known[held]

    def may_begin_in(self, text: str) -> bool:
        """Whether one may stand in the text, or begin there and go on behind it."""
        return not self._signs.isdisjoint(self._told_in(text)[0])

    def may_be_in(self, text: str) -> bool:
        return self._pattern(text) is not None

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        pattern = self._pattern(text)
        return None if pattern is None else pattern.search(text, start, end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        pattern = self._pattern(text)
        return None if pattern is None else pattern.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        pattern = self._pattern(text)
        return None if pattern is None else pattern.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        pattern = self._pattern(text)
        return iter(()) if pattern is None else pattern.finditer(text, start, end)

    def findall(self, text: str) -> list[str]:
        pattern = self._pattern(text)
        return [] if pattern is None else pattern.findall(text)

    def sub(self, other: str, text: str) -> str:
        pattern = self._pattern(text)
        return text if pattern is None else pattern.sub(other, text)


@dataclass(frozen=True, eq=False)
class LineWords:
    """`words`: those of all languages by what they tell; the names are those under `line_words` in the label files."""

    words: Mapping[str, tuple[str, ...]]

    def _of(self, *names: str) -> list[str]:
        return [word for name in names for word in self.words.get(name, ())]

    def _sought(self, *names: str, within: str = WHOLE) -> Sought:
        return Sought(self._of(*names), within)

    @cached_property
    def street(self) -> Sought:
        return self._sought("street")

    @cached_property
    def district(self) -> Sought:
        return self._sought("district")

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """A line that opens with the number of a house, a unit, a floor."""
        return _pattern(r"^(?:\W*(?:%|\d{1,5}[a-z]?|[a-z]{1,2}[-.]?\d+[\w-]*))\b", self._of("opening"))

    @cached_property
    def bank(self) -> Sought:
        """What banks are called: "Sparkasse", "Banco"."""
        return self._sought("bank")

    @cached_property
    def bank_or_code(self) -> Sought:
        """The same, and the codes by which an account's bank is given."""
        return self._sought("bank", "bank_code")

    @cached_property
    def your_account(self) -> Sought:
        """What says that an account is the reader's own."""
        return self._sought("your_account")

    @cached_property
    def days(self) -> re.Pattern[str]:
        """So many days: "30 days", "45 gg"."""
        return _pattern(r"\b\d{1,3}\s?(?:%)\b", self._of("days"))

    @cached_property
    def net_days(self) -> Sought:
        """The same without their name: "Net 14"."""
        return self._sought("net_days", within=r"\b(?:%)\s\d{1,3}$")

    @cached_property
    def discount(self) -> Sought:
        """What an early payment is rewarded with."""
        return self._sought("discount")

    @cached_property
    def loyalty(self) -> Sought:
        """What a card is called that pays for nothing, or is no bank's."""
        return self._sought("loyalty")

    @cached_property
    def kept_tax(self) -> Sought:
        """What says that the buyer keeps the tax back and pays it to the treasury."""
        return self._sought("kept_tax")

    @cached_property
    def other_hour(self) -> Sought:
        """What stands before an hour that is not the sale's: when a table was opened, a car came in, a ticket ends."""
        return self._sought("other_hour")

    @cached_property
    def means(self) -> Sought:
        """By what is paid: "bank transfer", "PIN"."""
        return self._sought("means")

    @cached_property
    def pays(self) -> Sought:
        """What speaks of payment: "payable", "fällig"."""
        return self._sought("pays")

    @cached_property
    def complaints(self) -> Sought:
        """What is said of goods and not of payment: "Complaints within 8 days"."""
        return self._sought("complaints")

    @cached_property
    def department(self) -> Sought:
        """A line that says who opens the letters in a house: "Accounts Payable"."""
        return self._sought("department", within=r"^\W*(?:%)\W*$")

    @cached_property
    def contact(self) -> Sought:
        """What begins a contact, the number of a register or data of the sale: no name goes on behind it."""
        return self._sought("contact")

    @cached_property
    def before_address(self) -> Sought:
        """What stands before a street and is none of its: "Address:", "Branch 12"."""
        number = r"(?:\W+\d{2,5}(?=\W+\d)|\W+\d{3,5}(?=\s[^\W\d_][^\d,]*\s\d))?"  # of the branch, where the house's follows
        return self._sought("before_address", within=rf"^\W*(?:%)(?!\w){number}[\s.:,-]+(?=\w)(?=.*\d)")

    @cached_property
    def phone_of_others(self) -> Sought:
        return self._sought("phone_of_others")

    @cached_property
    def greeting(self) -> Sought:
        return self._sought("greeting")

    @cached_property
    def welcome(self) -> Sought:
        """A greeting that stands before the name: "Welcome to ..."."""
        return self._sought("welcome", within=r"^\W*(?:%)\s+(?=\w{2})")

    @cached_property
    def welcome_alone(self) -> Sought:
        """The same, with the name in the next line."""
        return self._sought("welcome", within=r"^\W*(?:%)\W*$")

    @cached_property
    def owner(self) -> Sought:
        """What stands before the name of who runs the house over whose door another name stands: "Inh. ...", "operated by ..."."""
        return self._sought("owner", within=r"^\W*(?:%)(?!\w)[\s.:]*(?=\w{2})")

    @cached_property
    def spoken(self) -> Sought:
        return self._sought("spoken")

    @cached_property
    def yours(self) -> Sought:
        """What opens a line about the reader's: "Your reference"."""
        return self._sought("yours", within=OPENING)

    @cached_property
    def ours(self) -> Sought:
        return self._sought("ours", within=OPENING)

    @cached_property
    def own_file(self) -> Sought:
        """What opens the number of the sender's own file, which is seldom the document's: "Our ref."."""
        return self._sought("own_file", within=OPENING)

    @cached_property
    def reference(self) -> Sought:
        """What asks for the reader's own words by no more than "Reference"."""
        return self._sought("reference", within=r"^\W*(?:%)(?!\w)[\s.:]*(?:\W*/.*)?$")

    @cached_property
    def of_names(self) -> re.Pattern[str]:
        """A word in small letters between those of a person's name."""
        return _pattern(r"^(?:%)$", self._of("of_names"), 0)

    @cached_property
    def within_name(self) -> re.Pattern[str]:
        """A word that stands within names, and that none ends with: "of", "and"."""
        return _pattern(r"(?:%)", self._of("of_names", "within_name"))

    @cached_property
    def prose(self) -> Sought:
        return self._sought("prose")

    @cached_property
    def house(self) -> Sought:
        """A line that says what kind of house it is, and not which: "Law offices of", "Centre hospitalier"."""
        return self._sought("house", within=r"^\W*(?:%)(?:\W+(?:%))*\W*$")

    @cached_property
    def trade(self) -> Sought:
        return self._sought("trade")

    @cached_property
    def honorific(self) -> Sought:
        """What a person, or a firm, is addressed by: "Mr T. Ashworth", "Spett.le"."""
        return self._sought("honorific", within=r"^\W*(?:%)\s*(?=\w{1,})(?<=[\s.])")

    @cached_property
    def attention(self) -> Sought:
        """A line of an address that says who opens the letter: "Attn: J. Poole"."""
        return self._sought("attention", within=r"^\W*(?:%)(?!\w)[\s.:]*(?=\w)")

    @cached_property
    def brand_of(self) -> Sought:
        """What stands between a house's name and the firm whose it is: "... is a trading name of"."""
        return self._sought("brand_of", within=r"(?<=\w )(?:%)\s+(?=\w)")

    @cached_property
    def salutation(self) -> Sought:
        """A line that opens a letter: "Dear Mr Ashworth,"."""
        return self._sought("salutation", within=r"^(?:%)(?!\w).*[,:!]$")

    @cached_property
    def honorific_alone(self) -> Sought:
        """The same, with the name in the next line."""
        return self._sought("honorific", within=r"^\W*(?:%)\W*$")

    @cached_property
    def same(self) -> Sought:
        """What stands for a name or address that was given before: "Same as billing"."""
        return self._sought("same", within=r"^\W*(?:%)(?:\W+(?:%))?\W*$")

    @cached_property
    def ends_name(self) -> Sought:
        """What a firm's line goes on with behind its name: "au capital de ...", "Registered in ..."."""
        return self._sought("ends_name", within=r"[\s,(–-]+(?:%)(?!\w)")

    @cached_property
    def slip(self) -> Sought:
        """What heads the slip that comes back with the payment: "Payment advice"."""
        return self._sought("slip", within=r"^\W*(?:%)\W*$")

    @cached_property
    def slip_to(self) -> Sought:
        """What stands there before the one it goes to."""
        return self._sought("slip_to", within=r"^\W*(?:%)\W*$")

    @cached_property
    def copy(self) -> re.Pattern[str]:
        some, alone = any_of(self._of("copy")), self._of("copy_alone", "stamped")
        return _pattern(rf"(?<!\w)(?:{some})(?!\w)|^\W*(?:%)\W*$", alone if some else ())

    @cached_property
    def _till(self) -> Sought:
        return self._sought("till")

    @cached_property
    def _not_till(self) -> Sought:
        return self._sought("not_till")

    @cached_property
    def _numbered(self) -> re.Pattern[str]:
        """A branch with its number, and nothing else."""
        return _pattern(r"^\W*(?:%)\W*(?:no\b|nr\b)?\W*\d+\W*$", self._of("store"))

    @cached_property
    def _store_alone(self) -> re.Pattern[str]:
        ours = any_of(self._of("ours", "spoken"))
        return _pattern(rf"^\W*(?:(?:{ours})\W+)?(?:%)\W*$", self._of("store") if ours else ())

    def of_store(self, text: str) -> bool:
        """Whether a line says that it is a shop, or which by its number, and nothing else: "STORE 00583", "our shop"."""
        return bool(self._numbered.search(text) or self._store_alone.search(text))

    def of_till(self, text: str) -> bool:
        """Whether a line says what every till says of a sale, and so no name."""
        return bool(self._till.search(self._not_till.sub("", text)) or self._numbered.search(text))


def any_of(words: Iterable[str]) -> str:
    """An expression of the words, without a group of its own; "" for none."""
    return _alternatives(_in_order(words))


def _in_order(words: Iterable[str]) -> list[str]:
    """As they are tried: those with one first letter together, the longest first."""
    heads: dict[str, list[str]] = {}
    for word in sorted(dict.fromkeys(map(str.casefold, words)), key=lambda word: (-len(word), word)):
        heads.setdefault(_bare(word[0]), []).append(word)
    if ANY in heads:
        heads[ANY] = [ANY + end for end in _in_order(word[1:] for word in heads[ANY])]
    return [word for alike in heads.values() for word in alike]


def _alternatives(words: Sequence[str]) -> str:
    """An expression of words in their order. Where a line holds none with one first letter, the others are not tried."""
    return "|".join(_alike(list(alike)) for _, alike in groupby(words, key=lambda word: _bare(word[0])))


def _alike(words: Sequence[str]) -> str:
    """An expression of words that begin alike, but for an accent."""
    head, *others = dict.fromkeys(_expression(word[0]) for word in words)
    if others or len(words) == 1:
        return "|".join(map(_expression, words))
    ends = [word[1:] for word in words]
    return f"{head}(?:{_alternatives(ends) if words[0][0] == ANY else '|'.join(map(_expression, ends))})"


@lru_cache(maxsize=64)
def whole_words(words: tuple[str, ...]) -> Sought:
    """Any of the words, wherever one stands in a line as a whole word."""
    return Sought(words)


def share_of(pattern: Sought, text: str) -> float:
    """How much of a line's letters the words found first make up, numbers aside: 0 where none is found."""
    match = pattern.search(text)
    if match is None:
        return 0.0
    letters = sum(sum(map(str.isalpha, word)) for word in text.split() if not any(map(str.isdigit, word)))
    return sum(map(str.isalpha, match[0])) / max(letters, 1)


def _expression(word: str) -> str:
    return word.translate(_EXPRESSIONS)


class _Expressions(dict[int, str]):
    """By its number the expression of a sign, made when it is first met."""

    def __missing__(self, number: int) -> str:
        sign = chr(number)
        bare = _bare(sign)
        self[number] = re.escape(sign) if bare == sign else f"[{sign}{bare}]"
        return self[number]


_EXPRESSIONS = _Expressions({ord(ANY): r"\w*", ord("."): r"\.?\s?", ord(" "): r"[\s-]?", ord("-"): r"[\s-]?", ord("'"): "['’´`]?"})


@lru_cache(maxsize=1 << 10)
def _bare(sign: str) -> str:
    return unicodedata.normalize("NFKD", sign.replace("ł", "l"))[0]


def _pattern(within: str, words: Sequence[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(within.replace("%", any_of(words)), flags) if words else NEVER


@lru_cache(maxsize=1 << 14)
def _told_by(word: str) -> tuple[str, str]:
    """What `_told_in` tells of every text that holds a word: how it begins, or ends where any letters or a figure may stand before it, ""
    where that cannot be told; and its letters, of its longest part."""
    begun, *others = parts = [part.translate(_LETTERS) for part in word.casefold().split(ANY)]
    longest = max(parts, key=len)
    if begun[:1].isalpha():
        return begun[:BEGUN] if not others or len(begun) >= BEGUN else "", longest
    if (begun and others) or others[1:]:
        return "", longest
    *_, last = _WORD.findall(_plain(word.casefold().lstrip(ANY))) or [""]
    return last[-ENDING:] if len(last) >= ENDING else "", longest


@lru_cache(maxsize=1 << 11)
def _told_in(text: str) -> tuple[frozenset[str], str]:
    """How the words of a text begin, with those that follow where they are short, and how they end: spaces and stops are nothing; and all
    its letters."""
    words = _WORD.findall(_plain(text))
    signs = {"", *[word[:BEGUN] for word in words], *[word[-ENDING:] for word in words]}
    for at, letters in enumerate(words):
        if len(letters) < BEGUN and not letters[0].isdigit():
            for other in words[at + 1 : at + BEGUN]:
                letters += other
                signs.add(letters[:BEGUN])
                if len(letters) >= BEGUN:
                    break
    return frozenset(signs), "".join(words)


@lru_cache(maxsize=1 << 11)
def _plain(text: str) -> str:
    """In small letters without accents, each letter one, and each other sign none."""
    return text.lower().replace("_", " ") if text.isascii() else text.translate(_PLAIN)


class _Plain(dict[int, str]):
    """By its number a sign in plain, told when it is first met."""

    def __missing__(self, number: int) -> str:
        sign = chr(number)
        self[number] = _bare(sign.lower()[0]).replace("ı", "i") if sign.isalnum() else " "
        return self[number]


class _Letters(dict[int, str]):
    """The same, without what is no letter and no figure."""

    def __missing__(self, number: int) -> str:
        self[number] = plain if (plain := _PLAIN[number]).isalnum() else ""
        return self[number]


_PLAIN, _LETTERS = _Plain(), _Letters()
