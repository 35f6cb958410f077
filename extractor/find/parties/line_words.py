"""Words of the label files by which a line is told, most of them in a receipt's head: a greeting, a till's word, a street, a kind of house.

In a word `*` stands for any letters, a dot for one that may be there or not, a space or a hyphen for either or none. Case is
nothing, and an accent may be missing, as tills and readers lose them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, eq=False)
class LineWords:
    """`words`: those of all languages by what they tell; the names are those under `line_words` in the label files."""

    words: Mapping[str, tuple[str, ...]]

    def _of(self, *names: str) -> str:
        return any_of(word for name in names for word in self.words.get(name, ()))

    @cached_property
    def street(self) -> re.Pattern[str]:
        return _whole(self._of("street"))

    @cached_property
    def district(self) -> re.Pattern[str]:
        return _whole(self._of("district"))

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """A line that opens with the number of a house, a unit, a floor."""
        words = self._of("opening")
        return _pattern(rf"^(?:\W*(?:{words}|\d{{1,5}}[a-z]?|[a-z]{{1,2}}[-.]?\d+[\w-]*))\b") if words else _NEVER

    @cached_property
    def bank(self) -> re.Pattern[str]:
        """What banks are called: "Sparkasse", "Banco"."""
        return _whole(self._of("bank"))

    @cached_property
    def bank_or_code(self) -> re.Pattern[str]:
        """The same, and the codes by which an account's bank is given."""
        return _whole(self._of("bank", "bank_code"))

    @cached_property
    def your_account(self) -> re.Pattern[str]:
        """What says that an account is the reader's own."""
        return _whole(self._of("your_account"))

    @cached_property
    def days(self) -> re.Pattern[str]:
        """So many days: "30 days", "45 gg"."""
        words = self._of("days")
        return _pattern(rf"\b\d{{1,3}}\s?(?:{words})\b") if words else _NEVER

    @cached_property
    def net_days(self) -> re.Pattern[str]:
        """The same without their name: "Net 14"."""
        words = self._of("net_days")
        return _pattern(rf"\b(?:{words})\s\d{{1,3}}$") if words else _NEVER

    @cached_property
    def discount(self) -> re.Pattern[str]:
        """What an early payment is rewarded with."""
        return _whole(self._of("discount"))

    @cached_property
    def loyalty(self) -> re.Pattern[str]:
        """What a card is called that pays for nothing, or is no bank's."""
        return _whole(self._of("loyalty"))

    @cached_property
    def kept_tax(self) -> re.Pattern[str]:
        """What says that the buyer keeps the tax back and pays it to the treasury."""
        return _whole(self._of("kept_tax"))

    @cached_property
    def other_hour(self) -> re.Pattern[str]:
        """What stands before an hour that is not the sale's: when a table was opened, a car came in, a ticket ends."""
        return _whole(self._of("other_hour"))

    @cached_property
    def means(self) -> re.Pattern[str]:
        """By what is paid: "bank transfer", "PIN"."""
        return _whole(self._of("means"))

    @cached_property
    def pays(self) -> re.Pattern[str]:
        """What speaks of payment: "payable", "fällig"."""
        return _whole(self._of("pays"))

    @cached_property
    def complaints(self) -> re.Pattern[str]:
        """What is said of goods and not of payment: "Complaints within 8 days"."""
        return _whole(self._of("complaints"))

    @cached_property
    def department(self) -> re.Pattern[str]:
        """A line that says who opens the letters in a house: "Accounts Payable"."""
        words = self._of("department")
        return _pattern(rf"^\W*(?:{words})\W*$") if words else _NEVER

    @cached_property
    def contact(self) -> re.Pattern[str]:
        """What begins a contact, the number of a register or data of the sale: no name goes on behind it."""
        return _whole(self._of("contact"))

    @cached_property
    def before_address(self) -> re.Pattern[str]:
        """What stands before a street and is none of its: "Address:", "Branch 12"."""
        words = self._of("before_address")
        number = r"(?:\W+\d{2,5}(?=\W+\d)|\W+\d{3,5}(?=\s[^\W\d_][^\d,]*\s\d))?"  # of the branch, where the house's follows
        return _pattern(rf"^\W*(?:{words})(?!\w){number}[\s.:,-]+(?=\w)(?=.*\d)") if words else _NEVER

    @cached_property
    def phone_of_others(self) -> re.Pattern[str]:
        return _whole(self._of("phone_of_others"))

    @cached_property
    def greeting(self) -> re.Pattern[str]:
        return _whole(self._of("greeting"))

    @cached_property
    def welcome(self) -> re.Pattern[str]:
        """A greeting that stands before the name: "Welcome to ..."."""
        words = self._of("welcome")
        return _pattern(rf"^\W*(?:{words})\s+(?=\w{{2}})") if words else _NEVER

    @cached_property
    def welcome_alone(self) -> re.Pattern[str]:
        """The same, with the name in the next line."""
        words = self._of("welcome")
        return _pattern(rf"^\W*(?:{words})\W*$") if words else _NEVER

    @cached_property
    def owner(self) -> re.Pattern[str]:
        """What stands before the name of who runs the house over whose door another name stands: "Inh. ...", "operated by ..."."""
        words = self._of("owner")
        return _pattern(rf"^\W*(?:{words})(?!\w)[\s.:]*(?=\w{{2}})") if words else _NEVER

    @cached_property
    def spoken(self) -> re.Pattern[str]:
        return _whole(self._of("spoken"))

    @cached_property
    def yours(self) -> re.Pattern[str]:
        """What opens a line about the reader's: "Your reference"."""
        return _opening(self._of("yours"))

    @cached_property
    def ours(self) -> re.Pattern[str]:
        return _opening(self._of("ours"))

    @cached_property
    def own_file(self) -> re.Pattern[str]:
        """What opens the number of the sender's own file, which is seldom the document's: "Our ref."."""
        return _opening(self._of("own_file"))

    @cached_property
    def reference(self) -> re.Pattern[str]:
        """What asks for the reader's own words by no more than "Reference"."""
        words = self._of("reference")
        return _pattern(rf"^\W*(?:{words})(?!\w)[\s.:]*(?:\W*/.*)?$") if words else _NEVER

    @cached_property
    def of_names(self) -> re.Pattern[str]:
        """A word in small letters between those of a person's name."""
        words = self._of("of_names")
        return re.compile(rf"^(?:{words})$") if words else _NEVER

    @cached_property
    def within_name(self) -> re.Pattern[str]:
        """A word that stands within names, and that none ends with: "of", "and"."""
        words = self._of("of_names", "within_name")
        return _pattern(rf"(?:{words})") if words else _NEVER

    @cached_property
    def prose(self) -> re.Pattern[str]:
        return _whole(self._of("prose"))

    @cached_property
    def house(self) -> re.Pattern[str]:
        """A line that says what kind of house it is, and not which: "Law offices of", "Centre hospitalier"."""
        words = self._of("house")
        return _pattern(rf"^\W*(?:{words})(?:\W+(?:{words}))*\W*$") if words else _NEVER

    @cached_property
    def trade(self) -> re.Pattern[str]:
        return _whole(self._of("trade"))

    @cached_property
    def honorific(self) -> re.Pattern[str]:
        """What a person, or a firm, is addressed by: "Mr T. Ashworth", "Spett.le"."""
        words = self._of("honorific")
        return _pattern(rf"^\W*(?:{words})\s*(?=\w{{1,}})(?<=[\s.])") if words else _NEVER

    @cached_property
    def attention(self) -> re.Pattern[str]:
        """A line of an address that says who opens the letter: "Attn: J. Poole"."""
        words = self._of("attention")
        return _pattern(rf"^\W*(?:{words})(?!\w)[\s.:]*(?=\w)") if words else _NEVER

    @cached_property
    def brand_of(self) -> re.Pattern[str]:
        """What stands between a house's name and the firm whose it is: "... is a trading name of"."""
        words = self._of("brand_of")
        return _pattern(rf"(?<=\w )(?:{words})\s+(?=\w)") if words else _NEVER

    @cached_property
    def salutation(self) -> re.Pattern[str]:
        """A line that opens a letter: "Dear Mr Ashworth,"."""
        words = self._of("salutation")
        return _pattern(rf"^(?:{words})(?!\w).*[,:!]$") if words else _NEVER

    @cached_property
    def honorific_alone(self) -> re.Pattern[str]:
        """The same, with the name in the next line."""
        words = self._of("honorific")
        return _pattern(rf"^\W*(?:{words})\W*$") if words else _NEVER

    @cached_property
    def same(self) -> re.Pattern[str]:
        """What stands for a name or address that was given before: "Same as billing"."""
        words = self._of("same")
        return _pattern(rf"^\W*(?:{words})(?:\W+(?:{words}))?\W*$") if words else _NEVER

    @cached_property
    def ends_name(self) -> re.Pattern[str]:
        """What a firm's line goes on with behind its name: "au capital de ...", "Registered in ..."."""
        words = self._of("ends_name")
        return _pattern(rf"[\s,(–-]+(?:{words})(?!\w)") if words else _NEVER

    @cached_property
    def slip(self) -> re.Pattern[str]:
        """What heads the slip that comes back with the payment: "Payment advice"."""
        words = self._of("slip")
        return _pattern(rf"^\W*(?:{words})\W*$") if words else _NEVER

    @cached_property
    def slip_to(self) -> re.Pattern[str]:
        """What stands there before the one it goes to."""
        words = self._of("slip_to")
        return _pattern(rf"^\W*(?:{words})\W*$") if words else _NEVER

    @cached_property
    def copy(self) -> re.Pattern[str]:
        some, alone = self._of("copy"), self._of("copy_alone", "stamped")
        return _pattern(rf"(?<!\w)(?:{some})(?!\w)|^\W*(?:{alone})\W*$") if some and alone else _NEVER

    @cached_property
    def _till(self) -> re.Pattern[str]:
        return _whole(self._of("till"))

    @cached_property
    def _not_till(self) -> re.Pattern[str]:
        return _whole(self._of("not_till"))

    @cached_property
    def _numbered(self) -> re.Pattern[str]:
        """A branch with its number, and nothing else."""
        words = self._of("store")
        return _pattern(rf"^\W*(?:{words})\W*(?:no\b|nr\b)?\W*\d+\W*$") if words else _NEVER

    @cached_property
    def _store_alone(self) -> re.Pattern[str]:
        words, ours = self._of("store"), self._of("ours", "spoken")
        return _pattern(rf"^\W*(?:(?:{ours})\W+)?(?:{words})\W*$") if words and ours else _NEVER

    def of_store(self, text: str) -> bool:
        """Whether a line says that it is a shop, or which by its number, and nothing else: "STORE 00583", "our shop"."""
        return bool(self._numbered.search(text) or self._store_alone.search(text))

    def of_till(self, text: str) -> bool:
        """Whether a line says what every till says of a sale, and so no name."""
        return bool(self._till.search(self._not_till.sub("", text)) or self._numbered.search(text))


def any_of(words: Iterable[str]) -> str:
    """An expression of the words, without a group of its own; "" for none.

    Those with one first letter are tried together, the longest first: where a line holds none of them, few are tried at all."""
    heads: dict[str, list[str]] = {}
    for word in sorted(dict.fromkeys(map(str.casefold, words)), key=lambda word: (-len(word), word)):
        heads.setdefault(_bare(word[0]), []).append(word)
    return "|".join(map(_alike, heads.values()))


def _alike(words: Sequence[str]) -> str:
    """An expression of words that begin alike, but for an accent."""
    head, *others = dict.fromkeys(_expression(word[0]) for word in words)
    if others or len(words) == 1:
        return "|".join(map(_expression, words))
    ends = [word[1:] for word in words]
    return f"{head}(?:{any_of(ends) if head == _SIGNS['*'] else '|'.join(map(_expression, ends))})"


@lru_cache(maxsize=64)
def whole_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, wherever one stands in a line as a whole word."""
    return _whole(any_of(words))


def share_of(pattern: re.Pattern[str], text: str) -> float:
    """How much of a line's letters the words found first make up, numbers aside: 0 where none is found."""
    match = pattern.search(text)
    if match is None:
        return 0.0
    letters = sum(sum(map(str.isalpha, word)) for word in text.split() if not any(map(str.isdigit, word)))
    return sum(map(str.isalpha, match[0])) / max(letters, 1)


def _expression(word: str) -> str:
    return "".join(_SIGNS.get(sign) or _letter(sign) for sign in word)


_SIGNS = {"*": r"\w*", ".": r"\.?\s?", " ": r"[\s-]?", "-": r"[\s-]?", "'": "['’´`]?"}


def _letter(sign: str) -> str:
    bare = _bare(sign)
    return re.escape(sign) if bare == sign else f"[{sign}{bare}]"


def _bare(sign: str) -> str:
    return unicodedata.normalize("NFKD", sign.replace("ł", "l"))[0]


def _whole(words: str) -> re.Pattern[str]:
    return _pattern(rf"(?<!\w)(?:{words})(?!\w)") if words else _NEVER


def _opening(words: str) -> re.Pattern[str]:
    return _pattern(rf"^(?:{words})(?!\w)") if words else _NEVER


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)
