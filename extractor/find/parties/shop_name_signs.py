"""What speaks for and against a run of lines in a receipt's head as the issuer's name, as plain numbers.

What is told is general: the place from the top and among the lines that could be a name at all, the letters' height, what
follows (an address, a phone, a registration number), what else the line is (a greeting, a date, a till's word), what repeats
it (web address, thanks at the foot).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from extractor.find.parties.head_looks import STORE_NUMBER, Seen, close, is_over_town, looks_at, prose
from extractor.find.parties.legal_forms import LEGAL_FORM
from extractor.find.parties.line_words import LineWords
from extractor.find.parties.scene import domains
from extractor.find.parties.shop_boards import ONE_SIZE, Boards, case_changes, in_small_letters, letter_widths
from extractor.find.parties.shop_mentions import SHORTEST, Thanks, thanked
from extractor.find.parties.shop_name_odds import odds
from extractor.find.sheet import Sheet, compact
from extractor.values import name as name_values

NAME_LINES = 14
EDGE = 0.02  # of a page's width, at which lines are cut
OWN = 0.75  # of the letters, that are surely of the receipt
MOST_TOGETHER = 3  # lines that are looked at as one text
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\W*$")
_GOES_ON = re.compile(r"^(?:[&+]\s?(?:\w+\W?)?|#?\s?\d{1,5})$")  # what is left of a name on a line of its own
_OPENS_INSIDE = re.compile(r"^\W*[\(\[{]|^[&+,;:]")  # as no name begins: "(North) Ltd", "& Sons"

# What follows a name as its number in a register, in brackets or long; four or five bare figures are a store's number, of the name.
_TAIL_NUMBER = re.compile(
    r"[\s,]*(?:\(?\s*co\b\.?\W{0,2}(?:reg\w*\.?)?\s*(?:no)?\.?\s*:?\s*)?"
    r"(?:[\(\[{]\s*[A-Z]{0,3}\d{4,}|\b(?:[A-Z]{1,3}-?)?\d{6,}|\b\d{4,}\s?-\s?[A-Z]\b).*$",
    re.IGNORECASE,
)
_LEADING_NUMBER = re.compile(r"^[#\W]*\d{3,}\s+(?=[^\W\d]{3})")
_LOOKS = tuple(
    "start street district postal region city digits letters words length upper legal registration contact phone value money time "
    "till copy greeting prose trade store_number labelled colon title size bold y left confidence".split()
)
_AROUND = tuple(
    "start street postal city digits words legal registration contact phone value till copy greeting "
    "prose trade labelled title size".split()
)
_NOT_A_NAME = ("phone", "value", "money", "time", "till", "copy", "greeting", "labelled", "title")


class HeadSigns:
    """What the candidates of one head share."""

    def __init__(self, sheet: Sheet, head: Sequence[Seen], words: LineWords, said: Sequence[Thanks]) -> None:
        self.said = said
        self.words = words
        self.head = head
        self.domains = domains(sheet)
        self.texts = [compact(segment.text) for segment in sheet.segments]
        self.left, self.right = _body(sheet, head[0].at.page)
        self.pitches = letter_widths(sheet, head)
        self.places = [self._place(line) for line in head]
        could = [
            _possible(line) and not running and place["outside"] < 0.5 and not _priced(line, head)
            for line, running, place in zip(head, _running(head), self.places, strict=True)
        ]
        self.streets = [any(could[:i]) and is_over_town(head, i) and not _only_trade(head[i], "") for i in range(len(head))]
        self.possible = [may and not street for may, street in zip(could, self.streets, strict=True)]
        self.addresses = list(map(_addresses, head))
        self.address_keys = {i: compact(line.at.text) for i, line in enumerate(head) if self.streets[i] or self.addresses[i]}
        self._own = looks_at("own", head[:NAME_LINES], _LOOKS)
        self._before, self._after = looks_at("before", head, _AROUND), looks_at("after", head, _AROUND)
        self.boards = Boards(head, self.possible, self.pitches, self.right - self.left)
        self.tallest = max((line.looks["size"] for line, may in zip(head, self.possible, strict=True) if may), default=1.0)

    def variants(self, index: int, count: int, text: str) -> Iterator[tuple[str, Mapping[str, float]]]:
        tail = _TAIL_NUMBER.search(text)
        if tail is not None and count > 1 and tail.start() <= len(text) - len(self.head[index + count - 1].at.text):
            tail = None  # what is left are fewer lines, which are a candidate of their own
        within = tail is not None and LEGAL_FORM.search(tail[0]) is not None  # "Kee (2012) Rice Pte Ltd"
        cut = _LEADING_NUMBER.sub("", text if tail is None or within else text[: tail.start()]).strip(" ,:-")
        shown = self.head[index].shown if count == 1 else text
        ungreeted = self.words.welcome.sub("", text)
        if prose(ungreeted, self.words) >= 0.5:
            ungreeted = text  # "Welcome to our store"
        unowned = self.words.owner.sub("", text)
        of_lines: dict[str, float] = {}
        for variant in dict.fromkeys((text, cut, shown.strip(" ,:-"), ungreeted, unowned)):
            if sum(map(str.isalpha, variant)) >= SHORTEST or (variant == text and sum(map(str.isalnum, variant)) >= SHORTEST):
                of_lines = of_lines or self._of_lines(index, count)
                features = of_lines | self._of_text(index, count, variant)
                features["cut"] = float(variant != text)
                features["ungreeted"] = float(variant != text and variant == ungreeted)
                features["owned"] = float(unowned != text)
                features["odds"] = odds(features)
                yield variant, features

    def _of_lines(self, index: int, count: int) -> dict[str, float]:
        """What is the same for all that some lines may say."""
        head, own, owner, last = self.head, self.head[index].looks, self.words.owner, index + count - 1
        lines, before, rest = head[index : last + 1], head[:index], head[last + 1 :]
        features = self._own[index] | self._before[index - 1] | self._after[last + 1]
        features["second_trade"] = float(count > 1 and _only_trade(head[index + 1], head[index].at.text))
        features["second_same"] = float(count > 1 and _repeats(lines))
        features["second_size"] = head[index + 1].looks["size"] / own["size"] if count > 1 else 1.0
        features["second_possible"] = float(count > 1 and self.possible[index + 1])
        features["second_legal"] = float(any(map(_only_form, lines[1:])))
        features["second_bad"] = float(
            any(not self.possible[i] or _places(head[i]) for i in range(index + 1, last + 1)) or (count > 1 and not self.possible[index])
        )
        features["index"] = index / NAME_LINES
        features["rivals_before"] = min(sum(self.possible[:index]), 5) / 5
        features["possible"] = float(self.possible[index])
        features["address_before"] = float(any(self.addresses[:index]))
        features["address_in"] = next((1 / (1 + i) for i, address in enumerate(self.addresses[last + 1 : last + 7]) if address), 0.0)
        features["phone_in"] = next((1 / (1 + i) for i, line in enumerate(rest[:8]) if line.looks["phone"] or line.looks["contact"]), 0.0)
        features["till_before"] = float(any(line.looks["till"] or line.looks["value"] for line in before))
        features["legal_before"] = float(any(line.looks["legal"] for line in before))
        address = next((i for i in range(last + 1, len(head)) if self.addresses[i]), len(head))
        firm = next((line for line in head[last + 1 : address] if line.looks["legal"]), None)
        features["legal_later"] = float(firm is not None)
        features["over_firm"] = min(max(own["size"] / firm.looks["size"] - 1, 0.0), 1.0) if firm is not None else 0.0
        features |= self.boards.signs(index, count)
        features["own_pitch"] = min(self.pitches[index], 4.0)
        features["second_case"] = float(any(case_changes(one.at.text, two.at.text) for one, two in itertools.pairwise(lines)))
        features["second_owned"] = float(any(owner.match(line.at.text) for line in lines[1:]))
        features["own_owned"] = float(index > 0 and bool(owner.match(head[index].at.text)))
        features["number_after"] = float(bool(rest) and bool(_GOES_ON.match(rest[0].at.text)) and close(head[last], rest[0]))
        features["street_inside"] = float(any(self.streets[index : last + 1]))
        features["trade_under"] = float(index > 0 and count == 1 and self._goes_with(index))
        features["welcomed_before"] = float(any(self.words.welcome.match(line.at.text) for line in before))
        features["trade_alone"] = float(count == 1 and self._says_trade(index) and self._beside_name(index))
        features["largest"] = float(own["size"] >= self.tallest - 0.05)
        features["taller"] = own["size"] / self.tallest
        features |= self.places[index]
        features["joined"] = (count - 1) / 2
        features["own_bracket"] = float(_in_brackets(head[index]))
        features["second_bracket"] = float(count > 1 and _in_brackets(head[last]))
        features |= self._block(index, count)
        features["again_with_more"] = self._said_with_more(index, count)
        features["goes_on_inside"] = float(bool(rest) and bool(_OPENS_INSIDE.match(rest[0].at.text)) and bool(rest[0].looks["legal"]))
        features["worst_confidence"] = min(line.looks["confidence"] for line in lines)
        return features

    def _of_text(self, index: int, count: int, text: str) -> dict[str, float]:
        """What one of the texts that the lines may say adds."""
        lines, behind = self.head[index : index + count], self.head[index + count : index + count + 1]
        key, legal, words = compact(text), LEGAL_FORM.search(text) is not None, len(text.split())
        thanked = self._thanked(lines, key)
        others = [self._thanked([line], compact(line.at.text)) for line in lines[1:]]
        return {
            "after_trade": float(any(_only_trade(line, text) and close(lines[-1], line) for line in behind)),
            "small_letters": in_small_letters(text, self.words),
            "legal_text": float(legal),
            "text_words": min(words, 10) / 10,
            "text_contact": float(bool(self.words.contact.search(text))),
            "text_store_number": float(bool(STORE_NUMBER.search(text))),
            "text_digits": sum(map(str.isdigit, text)) / max(len(text), 1),
            "plausible": name_values.plausibility(text),
            "spelt": float(key in self.domains),
            "domain": max((_share(domain, key) for domain in self.domains), default=0.0),
            "thanked": thanked,
            "others_thanked": float(bool(self.said) and thanked == 0),
            "second_thanked": max(others, default=0.0) * (1 - thanked),
            "again": float(self._is_said_again(index, count, key)),
            "of_address": float(len(key) >= SHORTEST and any(key in other for other in self._address_keys(index, count))),
            "opens_inside": float(bool(_OPENS_INSIDE.match(text))),
            "ends_inside": float(text.count("(") > text.count(")") or text.endswith(("&", "+")) or self._ends_between(text)),
            "sentence": float(text.endswith(".") and words > 2 and not legal),
        }

    def _is_said_again(self, index: int, count: int, key: str) -> bool:
        """Whether a line says the name that is none of its own."""
        if len(key) <= 4:
            return False
        own = {segment.index for line in self.head[index : index + count] for segment in line.at.segments}
        return any(key in other and number not in own for number, other in enumerate(self.texts))

    def _says_trade(self, index: int) -> bool:
        """Whether a line says what kind of house it is, and nothing else: "Pizzeria"."""
        text = self.head[index].at.text
        return bool(self.words.trade.search(text)) and sum(c.isalpha() for c in self.words.trade.sub("", text)) < SHORTEST

    def _goes_with(self, index: int) -> bool:
        """Whether a line says what kind of house stands over it, in letters that are no larger."""
        above, line = self.head[index - 1], self.head[index]
        larger = line.looks["size"] > ONE_SIZE * above.looks["size"]
        return not larger and self.possible[index - 1] and _only_trade(line, above.at.text) and close(above, line)

    def _beside_name(self, index: int) -> bool:
        """Whether a line that could be a name, and says more than a kind of house, stands close over or under a line."""
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(self.head) and self.possible[i] and not self._says_trade(i)]
        return any(close(self.head[min(i, index)], self.head[max(i, index)]) for i in beside)

    def _ends_between(self, text: str) -> bool:
        """Whether the last word is one that stands between others ("GASTROBAR EL")."""
        words = text.casefold().split()
        return len(words) > 1 and bool(self.words.of_names.match(words[-1]))

    def _said_with_more(self, index: int, count: int) -> float:
        """Whether the page says the candidate's lines again together with the line before or behind them."""
        for first, last in ((index - 1, index + count), (index, index + count + 1)):
            if first >= 0 and last <= len(self.head) and last - first <= MOST_TOGETHER:
                key = compact(" ".join(line.at.text for line in self.head[first:last]))
                if self._is_said_again(first, last - first, key):
                    return 1.0
        return 0.0

    def _address_keys(self, index: int, count: int) -> list[str]:
        """The address lines of the head without the candidate's own."""
        return [key for number, key in self.address_keys.items() if not index <= number < index + count]

    def _block(self, index: int, count: int) -> dict[str, float]:
        """How the candidate is set off from the lines about it, in heights of letters, and how many like its own go on."""
        head, last = self.head, index + count - 1
        unit = max(head[index].at.letter_height, 1.0)
        features = {
            "gap_before": min(max(head[index].at.top - head[index - 1].at.bottom, 0.0) / unit, 3.0) if index else 3.0,
            "gap_after": min(max(head[last + 1].at.top - head[last].at.bottom, 0.0) / unit, 3.0) if last + 1 < len(head) else 3.0,
            "gap_inside": max((max(head[i + 1].at.top - head[i].at.bottom, 0.0) / unit for i in range(index, last)), default=0.0),
        }
        features["alike_before"] = float(index > 0 and self.boards.alike(index - 1, index))
        behind = itertools.takewhile(lambda i: self.boards.alike(i, i + 1), range(last, min(last + MOST_TOGETHER, len(head) - 1)))
        features["alike_after"] = len(list(behind)) / MOST_TOGETHER
        return features

    def _thanked(self, lines: Sequence[Seen], key: str) -> float:
        if not self.said:
            return 0.0
        own = {segment.index for line in lines for segment in line.at.segments}
        return thanked(key, [each for each in self.said if each.segment.index not in own])

    def _place(self, line: Seen) -> dict[str, float]:
        """Where a line stands across the body: off its middle, and the share of it that is outside."""
        at, body = line.at, max(self.right - self.left, 1.0)
        inside = min(at.right, self.right + 0.03 * body) - max(at.left, self.left - 0.03 * body)
        off = abs((at.left + at.right) / 2 - (self.left + self.right) / 2) / body
        return {
            "off_centre": min(off, 1.0),
            "outside": 1.0 - max(inside, 0.0) / max(at.right - at.left, 1.0),
            "wide": min((at.right - at.left) / body, 1.0),
        }


def _running(head: Sequence[Seen]) -> list[bool]:
    """Which lines are of running text: they have its words, or stand between two that do."""
    prose = [line.looks["prose"] >= 0.5 for line in head]
    return [here or (any(prose[max(i - 2, 0) : i]) and any(prose[i + 1 : i + 3])) for i, here in enumerate(prose)]


def _possible(line: Seen) -> bool:
    """Whether a line could be a name at all: words, and no greeting, date, amount, contact or till's word."""
    f = line.looks
    if f["prose"] and _YEAR.search(line.at.text):
        return False  # "Since 1928"
    if line.at.right - line.at.left < line.at.height:
        return False  # it runs upwards, as what the paper's maker prints along its edge
    if any(f[name] for name in _NOT_A_NAME) or f["letters"] < 0.4 or (f["contact"] and line.shown == line.at.text):
        return False
    return sum(c.isalpha() for c in line.at.text) >= SHORTEST and not _addresses(line)


def _priced(line: Seen, head: Sequence[Seen]) -> bool:
    """Whether an amount stands at the right of the line: something sold."""
    middle = (line.at.top + line.at.bottom) / 2
    return any(other.looks["money"] and other.at.left > line.at.right and other.at.top < middle < other.at.bottom for other in head)


def _addresses(line: Seen) -> bool:
    """Whether a line is of an address: a street with a number, a postal code with its town."""
    f = line.looks
    return f["letters"] > 0.2 and bool(
        f["postal"] or (f["city"] and not f["legal"]) or (f["street"] and f["digits"]) or (f["start"] and f["digits"] and f["commas"])
    )


def _places(line: Seen) -> bool:
    """Whether a line says where the house is: a street, a town, a place within a larger house ("Lounge 3")."""
    f = line.looks
    return bool(f["street"] or f["city"] or (f["start"] and f["digits"] and line.at.text[0].isalpha()))


def _only_trade(line: Seen, above: str) -> bool:
    """A line that says what kind of house stands over it: "Restaurant", "KOREAN RESTAURANT", "Cafe 2263"."""
    f = line.looks
    return bool(
        f["trade"]
        and f["words"] <= 0.3
        and (not f["digits"] or f["store_number"])
        and not _places(line)
        and compact(line.at.text) not in compact(above)
    )


def _only_form(line: Seen) -> bool:
    """A line that is hardly more than a legal form: "SDN BHD (123456-X)", "& Sons Ltd"."""
    form = LEGAL_FORM.search(line.at.text)
    return form is not None and sum(c.isalpha() for c in line.at.text[: form.start()]) <= 6


def _repeats(lines: Sequence[Seen]) -> bool:
    """Whether a line says again what one before it says: a logo and the name under it."""
    keys = [compact(line.at.text) for line in lines]
    return any(one in other or other in one for one, other in itertools.combinations(keys, 2) if one and other)


def _in_brackets(line: Seen) -> bool:
    return line.at.text.strip().startswith("(") and line.at.text.strip().endswith(")")


def _body(sheet: Sheet, page: int) -> tuple[float, float]:
    """From where to where the lines of a page go, in points, whatever stands beside them by chance (a tenth on either side)."""
    segments, width = sheet.on_page(page), sheet.page_size(page)[0]
    inside = [segment for segment in segments if segment.left > EDGE * width and segment.right < (1 - EDGE) * width]
    if sum(len(segment.text) for segment in inside) > OWN * sum(len(segment.text) for segment in segments):
        segments = inside  # what the picture's edge cuts is of another paper
    lefts = sorted(itertools.chain.from_iterable([segment.left] * len(segment.text) for segment in segments))
    rights = sorted(itertools.chain.from_iterable([segment.right] * len(segment.text) for segment in segments))
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]


def _share(domain: str, key: str) -> float:
    """How far a web address says the name: 1 for the same letters."""
    if len(domain) < 3 or len(key) < 3:
        return 0.0
    return fuzz.partial_ratio(domain, key) / 100 * min(1.0, 1.3 * len(key) / len(domain))
