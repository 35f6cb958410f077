"""Identifiers: numbers of invoices, orders, customers, articles. The value is the text as printed, spaces tidied, without the mark
that only says that a number follows ("# 12").

    F20220023   471102   RE-2024/0815   INV#123   A12 34-5

Dates, amounts, times and percents are none; nor are words without a figure, unless one stands alone in capitals.
"""

from __future__ import annotations

import re
from dataclasses import replace

from stdnum import iso11649

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values import date as dates
from extractor.values import iban as ibans
from extractor.values._spans import Taken

_TOKEN = re.compile(r"(?<![\w])#?[^\W_](?:[\w#]+|[-/.–_\\|+:&*](?=[\w#])|(?<=\d),(?=\d))*|(?<!\w)#\d+")
_AMOUNT = re.compile(
    r"[^\W\d_]{0,4}[€$£]?\d{1,3}(?:[.,' ]?\d{3})*[.,]\d{1,2}[A-Z]?|\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?%|\d{1,2}[x×]|"
    r"\d{1,4}(?:kg|g|ml|l|cm|mm|m|pcs|x|st|nd|rd|th)",  # of five figures on it may be a register's: "FN 318844m"
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}(?::\d{2}){1,2}(?:[AaPp][Mm])?|\d{1,2}[hH]\d{2}")
_ADDRESS = re.compile(r"@|^www\.|://|\.(?:com|de|net|org)$", re.IGNORECASE)
_LABEL = re.compile(r"^(?:[^\W\d_]{2,12}[.#]?:|(?:n|no|nr|nro|num)\.(?=\d))", re.IGNORECASE)  # "Rcpt#:", "No.0147"
_DAY_AND_MONTH = re.compile(r"(?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])")  # "08/06" is the eighth of June before it is a number
_DOCUMENT_KIND = re.compile(r"TD(?:0[1-9]|[12]\d)")  # Italy's code of a document's kind: "Fattura TD24"; alone, an article's
_FIGURE = re.compile(r"\d")
_LETTERS = 4  # before a number, at the most: RE 2024 0815
_CODE = re.compile(rf"[A-Z]{{1,{_LETTERS}}}")
_SPACES, _GAP = re.compile(r"\s+"), re.compile(r" |\s?[-–/]\s?")
_MARK = late(r"N[OR°º]?|NUM|REF|ID|PO|[A-Z]{3}", re.IGNORECASE)  # what stands before a number and is no part of it; currencies
_NUMBERED = late(r"(?<![\w#])#\s?$")  # "# 12": the mark says that a number follows
_CREDITOR = late(r"(?<!\w)RF\d{2}(?: ?[0-9A-Z]{4}){0,5}(?: ?[0-9A-Z]{1,4})?(?!\w)")
_CAPITALS = late(r"(?:[^:]*[^\W\d_]\s?:\s*)?([A-Z]{5,8}|[A-Z]{2,12}(?:_[A-Z]{2,12})+)")
_STRUCTURED = late(r"(\+{3}|\*{3})\s?\d{3}/\d{4}/\d{5}\s?\1")  # a bank's structured communication
_SERIES = late(r"(?:^|(?<=[a-zà-ÿ°º.:] ))[A-Z]{2,3} \d{1,4}/(?:0\d|1[0-2])/\d{4}$")  # "FV 18/04/2025": the 18th of a month's
_NUMBERED_SERIES = late(r"(?:\b(?:n|nr|no|num|numer)[.:]?\s|[°º][.:]?\s?)(\d{1,4}/(?:0\d|1[0-2])/\d{4})(?![\w/])", re.IGNORECASE)
_LONGEST = 40
_MOST_WORDS = 3
_ALONE = 0.85  # likelihood of a run of tokens that nothing else stands beside
_THOUSAND = 0.6  # that of two groups of figures as sums have them
_MOST_GROUPS = 9  # of figures, that one number is written in
_THOUSANDS = re.compile(r"\d{1,3} \d{3}")  # a number, or a sum as some print it: what calls it tells, but neither group is a number
_AFTER_WORD = late(r"(?:[^\W\d_][.:]?|[°º]:?) $")
_WORD_BEHIND = late(r",? [^\W\d_]*[^\W\d_A-Z][^\W\d_]* ?[^\W_]")  # no currency, and not the last word
_GROUPED = re.compile(  # "441 882 731": as a whole number it would be a sum in millions; "1048 7719", two years apart
    r"\d{1,8}(?: \d{2,8}){2,}|(?!(?:19|20)\d\d (?:19|20)\d\d)\d{4} \d{4}"
)


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Identifiers of a line: each token with a figure, and runs of two or three short ones that may be one (overlapping)."""
    if _FIGURE.search(text) is None:
        if word := _CAPITALS.fullmatch(text.strip()):  # booking codes may be letters alone
            start = text.rindex(word[1])
            return (Match(start, start + len(word[1]), word[1], (Interpretation(word[1], None, 0.2),)),)
        return ()
    references = _known_forms(text)
    spans = [(one.start, one.end) for one in (*ibans.find(text, habits), *references)]
    spans += [(day.start, day.end) for day in dates.find(text, habits) if day.likelihood > 0.55 or " " in day.text]
    barred = Taken(len(text), spans) if spans else None
    found: list[Match] = []
    tokens: list[tuple[int, int]] = []
    stars, percents, marks = "**" in text, "%" in text, "#" in text
    for token in _TOKEN.finditer(text):
        said, (start, end) = token[0], token.span()
        if said.isalpha() or _FIGURE.search(said) is None:
            if (
                len(said) <= _LETTERS
                and said.isalpha()
                and said.isupper()
                and said.isascii()
                and not (barred and barred.touches(start, end))
            ):
                tokens.append((start, end))
            continue
        start += said[0] == "#"  # the mark says that a number follows, and is no part of it
        label = _LABEL.match(text[start:end]) if ":" in said or "." in said else None
        if label and end - start > label.end():
            start += label.end()
        said = text[start:end]
        hidden = stars and (text[:start].rstrip().endswith("**") or text[end : end + 3].lstrip().startswith("**"))
        if said.startswith("TD") and _DOCUMENT_KIND.fullmatch(said) and text[:start].strip():
            continue
        if hidden or (barred and barred.touches(start, end)) or (percents and text[end : end + 2].lstrip().startswith("%")):
            continue
        likelihood = _likelihood(said)
        if marks and likelihood and _NUMBERED.search(text[max(start - 3, 0) : start]):
            likelihood = max(likelihood, _ALONE)
        if likelihood:
            tokens.append((start, end))
            found.append(Match(start, end, said, (Interpretation(said, None, likelihood),)))
    joined = _joined(text, tokens) if len(tokens) > 1 else []
    if not joined and not references:
        return tuple(found)
    alone = next((run for run in joined if _stands_alone(text, run)), None) or _in_groups(text, joined)
    if alone is not None:  # its pieces are no numbers of their own
        outside = [match for match in (*found, *joined) if match.end <= alone.start or match.start >= alone.end]
        likelihood = _THOUSAND if _THOUSANDS.fullmatch(alone.text) else _ALONE
        found, joined = outside, [replace(alone, interpretations=(Interpretation(alone.value, None, likelihood),))]
    return tuple(sorted((*found, *joined, *references), key=lambda match: (match.start, match.end)))


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one identifier; more than three words are none."""
    clean = _SPACES.sub(" ", text).strip().strip(":;,").strip().removeprefix("#").lstrip()
    clean = clean.rstrip(".") if not clean.endswith("..") else clean
    words = clean.split(" ")
    if not clean or len(clean) > _LONGEST or len(words) > _MOST_WORDS + 1:
        return ()
    if not any(map(str.isdigit, clean)):
        return (Interpretation(clean, None, 0.3),) if re.fullmatch(r"[A-Z][A-Z-]{3,11}", clean) else ()
    day = dates.find(clean, habits)
    if day and day[0].end - day[0].start == len(clean) and day[0].likelihood > 0.55:
        return ()
    if label := _LABEL.match(clean):
        return parse(clean[label.end() :], habits) if label.end() < len(clean) else ()
    if len(words) > 1 and (match := re.fullmatch(r"[^\W\d_][\w. ]{1,20}:\s?(\S+)", clean)):
        return parse(match[1], habits)
    if len(words) == 1:
        likelihood = _likelihood(clean)
        return (Interpretation(clean, None, likelihood),) if likelihood else ()
    if sum(any(map(str.isdigit, word)) for word in words) * 2 < len(words) or sum(map(str.isdigit, clean)) < 3:
        return ()
    if any(_AMOUNT.fullmatch(word) or _TIME.fullmatch(word) for word in words):
        return ()
    return (Interpretation(clean, None, 0.5),)


def _likelihood(token: str) -> float:
    """How likely it is that a token is an identifier."""
    if token.isdigit():
        return _of_figures(len(token)) if len(token) <= _LONGEST else 0
    figures = sum(map(str.isdigit, token))
    if not figures or len(token) > _LONGEST or _AMOUNT.fullmatch(token) or _TIME.fullmatch(token) or _ADDRESS.search(token):
        return 0
    letters = any(map(str.isalpha, token))
    if not letters:
        if _DAY_AND_MONTH.fullmatch(token):
            return 0.2
        if figures == 1:
            return 0.08
        return 0.7 if figures >= 4 else 0.35
    if figures >= 3 or (figures >= 2 and token.upper() == token):
        return 0.9
    return 0.35 if token.upper() == token else 0.2


def _of_figures(count: int) -> float:
    return {1: 0.08, 2: 0.12, 3: 0.35}.get(count, 0.75 if count <= 12 else 0.6)


def _known_forms(text: str) -> list[Match]:
    """Numbers known by their form: references by ISO 11649, in groups of four or not, which their check digits prove, structured
    communications, and numbers that count within a month behind the letters of their series."""
    found: list[Match] = []
    if "/" in text:
        found += [Match(run.start(), run.end(), run[0], (Interpretation(run[0], None, 0.97),)) for run in _STRUCTURED.finditer(text)]
        found += [Match(run.start(), run.end(), run[0], (Interpretation(run[0], None, 0.6),)) for run in _SERIES.finditer(text)]
        found += [Match(run.start(1), run.end(1), run[1], (Interpretation(run[1], None, 0.6),)) for run in _NUMBERED_SERIES.finditer(text)]
    for run in _CREDITOR.finditer(text) if "RF" in text else ():
        groups = run[0].split(" ")
        for count in range(len(groups), 0, -1):  # the longest that its check digits prove
            token = " ".join(groups[:count])
            if iso11649.is_valid(token):
                found.append(Match(run.start(), run.start() + len(token), token, (Interpretation(token, None, 0.97),)))
                break
    return found


def _stands_alone(text: str, run: Match) -> bool:
    """Whether a joined run is all that a line says, or all that follows its words or its colon, and reads as one number: a code and
    figures, or groups of figures that are no thousands."""
    before, behind = text[: run.start].rstrip(), text[run.end :].strip()
    if behind or (_FIGURE.search(before) is not None and not before.endswith(":")):
        return False
    first, *others = re.split(r"[ \-–/]+", run.text, maxsplit=1) if " " in run.text else (run.text,)
    if not others:
        return False
    if _FIGURE.search(first) is None:  # "FT A/2020-3358", "RV 2280 05"; of "PO 4711" the letters may be its label
        return _MARK.fullmatch(first) is None and re.search(r"[ /-]", others[0]) is not None
    return True


def _in_groups(text: str, joined: list[Match]) -> Match | None:
    """The longest run of figures in three groups or more, or in two of four, that words, or nothing, stand beside: "Reference 441 882
    731 Amount 12.50"; or in two as sums have them between words: "Invoice 318 402 of 3 May"."""
    runs = [run for run in joined if _GROUPED.fullmatch(run.text) or _is_called(text, run)]
    runs = [run for run in runs if not re.match(r" ?(?:[\d%-]|[.,]\d)", text[run.end :])]
    return max(runs, key=lambda run: len(run.text), default=None)


def _is_called(text: str, run: Match) -> bool:
    """Whether two groups of figures stand between the first words of a line and a word that is not the last: "of 3 May", not "EUR"."""
    if _THOUSANDS.fullmatch(run.text) is None or _FIGURE.search(text[: run.start]) is not None:
        return False
    return _AFTER_WORD.search(text[: run.start]) is not None and _WORD_BEHIND.match(text[run.end :]) is not None


def _joined(text: str, tokens: list[tuple[int, int]]) -> list[Match]:
    """Neighbours parted by one space, or by a dash or slash with spaces about it."""
    found = []
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + _MOST_GROUPS, len(tokens))):
            if not _GAP.fullmatch(text, tokens[last - 1][1], tokens[last][0]):
                break
            most = _MOST_WORDS
            if last >= first + most:
                most += _CODE.fullmatch(text, *tokens[first]) is not None  # VR 2025 / 118 204
            if last >= first + most and not text[tokens[first][0] : tokens[last][1]].replace(" ", "").isdigit():
                break
            start, end = tokens[first][0], tokens[last][1]
            token = text[start:end]
            if _FIGURE.search(text[start : tokens[first + 1][1]]) is None:
                continue  # two words before a number are a title's
            figures = 3 - (not _FIGURE.search(text, *tokens[first]) and "/" in token)  # "NC A/88"
            longest = _LONGEST if token.replace(" ", "").isdigit() else 24
            if len(token) <= longest and sum(map(str.isdigit, token)) >= figures:
                value = re.sub(r"\s*([-–/])\s*", r"\1", token) if re.search(r"\s[-–/]|[-–/]\s", token) else token
                found.append(Match(start, end, token, (Interpretation(_SPACES.sub(" ", value), None, 0.3),)))
    return found
