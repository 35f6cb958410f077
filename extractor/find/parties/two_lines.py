"""Names of parties that are set in two lines: which line is the end of the one over it."""

from __future__ import annotations

import re

from extractor.find.parties.blocks import Block, has_postal_code
from extractor.find.parties.legal_forms import FORMS, has_legal_form, is_only_form
from extractor.find.parties.scene import LONGEST_NAME, STREET, Scene, pieces_of
from extractor.find.places import Segment
from extractor.find.sheet import compact
from extractor.values import address
from extractor.values import name as name_values

ROWS_APART = 2.5  # line heights between the rows of a list at the most
LONG_NAME = 30  # characters from which a name may go on in the next line
LIKE_A_NAME = 0.4  # values.name.plausibility of the line that says which house it is
LEAST_LIKE = 0.25  # values.name.plausibility of either line of a name that is cut where none ends
LEAST_PART = 3  # letters of a line of such a name
_PARTNERS = re.compile(r"&\s?C\b\.?\s*$|\be\s+C\.\s*$|&\s?C\b\.?\s+S\.", re.IGNORECASE)
_DIGITS, _NUMBER = re.compile(r"\d"), re.compile(r"\d{3}")
_TRAILING_NUMBER = re.compile(
    r"\s*[\(\[]?\s*(?:co\.?\s*)?(?:reg(?:istration)?\.?\s*(?:no\.?)?\s*:?\s*)?\(?\d{3,}[\w-]*\)?\s*[\)\]]?$", re.IGNORECASE
)


def in_lines(scene: Scene, block: Block, line: int, text: str) -> tuple[str, tuple[Segment, ...]] | None:
    """The name that the words of a line are together with those under it, and these lines: two, or three where the last is nothing but
    the rest of the legal form ("Harbour Lane" / "Cleaning Services Pty" / "Ltd")."""
    whole = in_two_lines(scene, block, line, text)
    if whole is None:
        return None
    below, *after = block.segments[line + 1 : line + 3]
    if after and is_only_form(after[0].text) and _is_alike(below, after[0]) and not is_only_form(below.text):
        return f"{whole} {after[0].text.strip()}", (below, after[0])
    return whole, (below,)


def in_two_lines(scene: Scene, block: Block, line: int, text: str) -> str | None:
    """The name that the words of a line are together with the line under it, where that one is its end."""
    if line + 1 >= len(block.segments):
        return None
    segment, below = block.segments[line : line + 2]
    alike = _is_alike(segment, below)
    if alike and ((is_only_form(below.text) and _ends_with_form(text)) or is_house_alone(scene, block, line)):
        return f"{text} {below.text.strip()}"  # "Cleaning Services Pty" over "Ltd"
    if has_legal_form(text):  # "Officina Diesel SNC" over "DI BENASSI FRANCO & C."
        partners = alike and _PARTNERS.search(below.text) is not None
        joined = partners and scene.words.of_names.match(below.text.split()[0].lower()) is not None
        return f"{text} {below.text.strip()}" if joined else None
    tail = _TRAILING_NUMBER.sub("", below.text).strip() if _NUMBER.search(below.text) else below.text.strip()
    if not tail:
        return None  # a number alone
    first = pieces_of(tail)[0].partition(",")[0].strip()
    if first != tail and (is_only_form(first) or (has_legal_form(first) and scene.is_said_in_one(compact(text) + compact(first)))):
        return f"{text} {first}"  # "Smith & Sons" over "GmbH & Co. KG, High Street 1" or over "Bakers Ltd | High Street 1"
    ends = is_only_form(tail) or name_values.legal_form(tail) == tail or (alike and _is_end(scene, text, tail))
    goes_on = ends or _goes_on(scene, block, line) or (alike and (_goes_on_in_list(scene, block, line) or _goes_on_bold(block, line)))
    if goes_on or _is_owned(scene, block, line + 2):
        return _joined(scene, text, tail)
    return None


def in_print(block: Block, line: int, text: str) -> tuple[str, tuple[Segment, ...]] | None:
    """The name that the end of a line of running text is together with the legal form that opens the next one, before an address."""
    below = block.segments[line + 1].text if line + 1 < len(block.segments) else ""
    form, comma, rest = below.partition(",")
    if not comma or len(text.split()) > LONGEST_NAME or not is_only_form(form) or not has_postal_code(rest):
        return None
    return f"{text.strip()} {form.strip()}", block.segments[line + 1 : line + 2]


def _ends_with_form(text: str) -> bool:
    """Whether a line ends with a legal form, which may be the first half of one."""
    return any(not text[forms.end() :].strip(" .,&") for forms in FORMS.finditer(text))


def begins_name(scene: Scene, segment: Segment) -> bool:
    """Whether a name goes on in the line under its first one."""
    block, line = scene.block_of[segment.index]
    return line + 1 < len(block.segments) and _goes_on(scene, block, line)


def ends_name(scene: Scene, segment: Segment) -> bool:
    """Whether a line is the end of the name in the line over it."""
    block, line = scene.block_of[segment.index]
    return line > 0 and _goes_on(scene, block, line - 1)


def _goes_on(scene: Scene, block: Block, line: int) -> bool:
    """Whether two lines, neither of them a name of its own, are one: they open a block, and the document also says them in one line
    ("... to our account, Bakery The Mill"), or the second opens with a word that stands within names ("Officina Diesel" over "di
    Benassi Franco & C. S.n.c.")."""
    first = block.segments[line].index
    if first not in scene.goes_on:  # asked of the upper line and of the lower one
        scene.goes_on[first] = _are_one(scene, block, line)
    return scene.goes_on[first]


def _are_one(scene: Scene, block: Block, line: int) -> bool:
    segment, below = block.segments[line : line + 2]
    upper, lower, alike = segment.text.strip(), below.text.strip(), _is_alike(segment, below)
    if alike and is_house_alone(scene, block, line):
        return True
    if _DIGITS.search(upper + lower) or has_legal_form(upper) or min(len(compact(upper)), len(compact(lower))) < LEAST_PART:
        return False
    if alike and ((line == 0 and scene.is_said_in_one(compact(upper) + compact(lower))) or _is_open(scene, block, line)):
        return True
    first, _, rest = lower.partition(" ")
    return (
        first.islower()
        and scene.words.of_names.match(first) is not None
        and rest[:1].isupper()
        and (alike or has_legal_form(lower))
        and max(address.likeness(upper), address.likeness(lower)) < STREET
    )


def is_house_alone(scene: Scene, block: Block, line: int) -> bool:
    """Whether a line opens a block with what kind of house it is, and the one under it says which: "Dental practice" over "A. Smith and
    colleagues". Alone it is no name."""
    if line + 1 >= len(block.segments):
        return False
    first = block.segments[line].index
    if first not in scene.houses:
        scene.houses[first] = scene.words.house.match(block.segments[line].text) is not None and _says_which(scene, block, line)
    return scene.houses[first]


def _says_which(scene: Scene, block: Block, line: int) -> bool:
    lower = block.segments[line + 1].text.strip()
    return (
        (line == 0 or scene.words.honorific_alone.match(block.segments[line - 1].text) is not None)
        and name_values.plausibility(lower) >= LIKE_A_NAME
        and not _DIGITS.search(lower)
        and address.likeness(lower) < STREET
        and not any(
            words.match(lower) for words in (scene.words.house, scene.words.honorific, scene.words.attention, scene.words.department)
        )
    )


def _is_open(scene: Scene, block: Block, line: int) -> bool:
    """Whether a name in the first line of a block cannot end there, or the next one cannot begin a name: "Society for" over "Mill
    Lane Ltd", "Friends of reading" over "and learning Ltd"."""
    upper, lower = (segment.text.strip() for segment in block.segments[line : line + 2])
    if (
        (line and scene.words.honorific_alone.match(block.segments[line - 1].text) is None)
        or address.likeness(upper) >= STREET
        or (address.likeness(lower) >= STREET and not has_legal_form(lower))
        or any(words.match(upper) for words in (scene.words.honorific, scene.words.attention, scene.words.department))
        or min(name_values.plausibility(upper.rstrip("-&+ ")), name_values.plausibility(lower)) < LEAST_LIKE
    ):
        return False
    words = upper.split()
    if words[-1][-1] in "&+-":
        return len(upper) > LEAST_PART
    return (len(words) > 1 and scene.words.within_name.fullmatch(words[-1]) is not None) or (
        lower.split()[0].isalpha() and lower[0].islower() and has_legal_form(lower)
    )


def _joined(scene: Scene, upper: str, lower: str) -> str:
    """Two lines as one name; a hyphen at the end of the first one parts a word, or stands for its end: "Window- and door fitters"."""
    first = lower.split()[0]
    if not upper.endswith("-") or not upper[-2:-1].isalpha() or scene.words.within_name.fullmatch(first) is not None:
        return f"{upper} {lower}"
    return f"{upper[:-1] if first[0].islower() else upper}{lower}"


def _goes_on_in_list(scene: Scene, block: Block, line: int) -> bool:
    """Whether the value of a label in a list of them goes on in the next line, which is alike and has no label, while the one after it
    has."""
    first, second, *after = block.segments[line : line + 3]
    if _DIGITS.search(first.text + second.text) or not _is_labelled(scene, first) or scene.sheet.left_of(second):
        return False
    third = next(iter(after), None) or _under(scene, second)
    return third is not None and _is_labelled(scene, third) and address.likeness(second.text) < STREET


def _under(scene: Scene, segment: Segment) -> Segment | None:
    """The next line of a column, where a list's rows are far apart."""
    unit = scene.sheet.line_height
    return next(iter(scene.sheet.below(segment.page, segment.left - unit, segment.left + unit, segment.bottom, ROWS_APART * unit)), None)


def _is_labelled(scene: Scene, segment: Segment) -> bool:
    return any(map(scene.is_label, scene.sheet.left_of(segment)[:1]))


def _is_alike(segment: Segment, below: Segment) -> bool:
    """Whether two lines are of one type; in other type it is a name of its own: a trading name stands over the legal one."""
    return below.bold == segment.bold and 0.85 < below.height / segment.height < 1.18


def _goes_on_bold(block: Block, line: int) -> bool:
    """Whether a line and the word alone in the next one are the only bold ones of a block: a name that was too long for its column."""
    upper, lower, *rest = block.segments[line : line + 3]
    is_word = lower.text.isalpha() and len(upper.text) > LONG_NAME
    return upper.bold and is_word and bool(rest) and not rest[0].bold


def _is_owned(scene: Scene, block: Block, line: int) -> bool:
    """Whether a line of a block says who runs the house: "Inh. A. Schmidt" under a name of two lines, none of them an address."""
    lines = block.segments[: line + 1]
    return (
        line == 2
        and len(lines) == 3
        and scene.words.owner.match(lines[2].text) is not None
        and _PARTNERS.search(lines[2].text) is None
        and not any(_DIGITS.search(s.text) for s in lines)
    )


def _is_end(scene: Scene, upper: str, tail: str) -> bool:
    """Whether a line is the end of a name: a legal form with one word before it. With more, or with a name behind it ("SAS Martin"), it
    is a firm's whole name; so it is where the document says it more often than the line over it."""
    if _DIGITS.search(tail) or scene.times_said(compact(tail)) > scene.times_said(compact(upper)):
        return False
    before, form, after = _parted_by_form(tail)
    if not form or len(before.split()) > 1:
        return False
    behind = after.split()
    return bool(before.strip()) or not behind or not behind[0][0].isalpha() or scene.words.of_names.match(behind[0].lower()) is not None


def _parted_by_form(text: str) -> tuple[str, str, str]:
    """A text before its legal form, that form, and the text behind it."""
    found = FORMS.search(text)
    if found is not None:
        return text[: found.start()], found[0], text[found.end() :]
    return text.partition(name_values.legal_form(text) or "\n")
