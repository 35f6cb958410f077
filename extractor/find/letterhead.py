"""The head of a receipt: which lines are the issuer's name, and which run of lines its address.

For schemas whose issuer has its address as one text (record.AddressText). Every run of up to seven head lines is a
candidate; what they look like, line by line and at their ends, is given to the scorer as plain numbers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.document import Candidate, Reading
from extractor.find.blocks import POSTAL
from extractor.find.label_hits import LabelHit
from extractor.find.legal_forms import LEGAL_FORM
from extractor.find.party_roles import parties_of
from extractor.find.sheet import Segment, Sheet, compact
from extractor.geometry import Box
from extractor.schemas.record import FieldSpec, Kind, Role
from extractor.values import UNKNOWN
from extractor.values import name as name_values

HEAD_LINES = 22  # of the first page, in which an issuer introduces itself
LONGEST_ADDRESS = 7  # lines
NAME_LINES = 12

_START = re.compile(
    r"^(?:\W*(?:no|lot|unit|level|lvl|blk|block|suite|shop|floor|ground|g/f|\d{1,5}[a-z]?|"
    r"[a-z]{1,2}[-.]?\d+[\w-]*))\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:jalan|jln|jl|lorong|lrg|persiaran|lebuh\w*|street|str|st|road|rd|avenue|ave|av|boulevard|blvd|"
    r"drive|dr|lane|ln|highway|hwy|way|square|sq|"
    r"rue|place|calle|c/|via|viale|piazza|corso|rua|ul|ulica|\w+stra(?:ß|ss)e|\w+str|\w+weg|\w+platz|\w+laan|\w+straat|parkway|pkwy|court|ct|circle|plaza|mall)\b",
    re.IGNORECASE,
)
_DISTRICT = re.compile(
    r"\b(?:taman|tmn|kampung|kg|bandar|kawasan|desa|seksyen|section|pusat|komplek\w*|wisma|menara|"
    r"bangunan|medan|off|building|bldg|centre|center|"
    r"industrial|estate|park|floor|flr|near|opp|complex|tower|district|nagar|colony|phase|village|town|city)\b",
    re.IGNORECASE,
)
# First-level divisions and countries that stand at the end of addresses, in the countries whose receipts say them.
_REGION = re.compile(
    r"\b(?:selangor|johor|kuala lumpur|k\.?l|w\.?p|wilayah persekutuan|penang|pulau pinang|perak|melaka|"
    r"malacca|negeri sembilan|kedah|kelantan|pahang|"
    r"terengganu|sabah|sarawak|perlis|putrajaya|labuan|darul \w+|d\.?e|malaysia|singapore|indonesia|india|"
    r"thailand|australia|nsw|vic|qld|usa|u\.s\.a|"
    r"united states|united kingdom|uk|canada|ireland|deutschland|germany|france|italia|italy|espa[nñ]a|"
    r"spain|nederland|netherlands|portugal|brasil|polska|"
    r"maharashtra|karnataka|gujarat|delhi|tamil nadu|kerala|telangana|punjab|haryana|philippines|hong kong|new zealand|[A-Z]{2} \d{5})\b",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\b(?:tel(?:ephone|efon|\.?\s*no)?|phone|fax|faks|h/?p|hotline|mobile|whatsapp|e-?mail|website|www|"
    r"http|gst|sst|vat|abn|tin|fein|ust|nip|cif|nif|siret|siren|p\.?\s?iva|"
    r"c\.?f|co\.?\s?reg\w*|reg(?:istration)?\.?\s*no|company\s*no|roc|cashier|invoice|receipt|bill|table|date|time|order)\b",
    re.IGNORECASE,
)
_REGISTRATION = re.compile(r"\(?\b(?:\d{4,7}\s?-\s?[A-Z]|\d{12}|[A-Z]{1,3}\d{7,}[-\w]*|\d{6,})\b\)?|^\W*\(.*\)\W*$", re.IGNORECASE)
# From the first figure of four digits on, what follows a name is its registration number.
_TAIL_NUMBER = re.compile(r"[\s,]*[\(\[{]?\s*(?:co\.?\s*(?:reg\.?)?\s*(?:no)?\.?\s*:?\s*)?\(?\b[A-Z]{0,3}\d{4,}.*$", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"^[#\W]*\d{3,}\s+(?=[^\W\d]{3})")


@dataclass(frozen=True, slots=True)
class _HeadLine:
    segment: Segment
    text: str  # up to where a contact begins
    looks: Mapping[str, float]


def letterhead_candidates(
    sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], title_words: frozenset[str]
) -> list[Candidate]:
    """Candidates for the name and the one-text address of every issuer of the schema."""
    found: list[Candidate] = []
    for party in parties_of(specs):
        address, name = party.leaf(Kind.ADDRESS), party.leaf(Kind.NAME)
        if party.role is not Role.ISSUER or address is None or not sheet.segments:
            continue
        head = _head(sheet, hits, title_words)
        for start, end, run in _runs(head):
            text, looks, why = _address_text(run), _run_looks(head, start, end), f"lines {start + 1} to {end} of the head"
            found.append(_candidate(sheet, address, "letterhead_address", run, text, looks, why))
        if name is not None:
            found += _names(sheet, head, name)
    return found


def _head(sheet: Sheet, hits: Sequence[LabelHit], title_words: frozenset[str]) -> list[_HeadLine]:
    labelled = {hit.segment.index for hit in hits if hit.leads and any(not named.is_group for named in hit.names)}
    lines = head_lines(sheet)
    return [_HeadLine(s, _before_contact(s.text), _looks(sheet, s, s.index in labelled, title_words)) for s in lines]


def head_lines(sheet: Sheet) -> list[Segment]:
    """The lines of the first rows of the first page, row by row from left to right."""
    segments = sorted(sheet.on_page(sheet.segments[0].page), key=lambda s: (s.middle, s.left))
    rows: list[list[Segment]] = []
    for segment in segments:
        if rows and abs(rows[-1][0].middle - segment.middle) < 0.5 * min(segment.height, rows[-1][0].height):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [segment for row in rows[:HEAD_LINES] for segment in sorted(row, key=lambda s: s.left)]


def head_texts(readings: Sequence[Reading]) -> list[str]:
    """The texts of a document's head, as the letterhead is looked for in it."""
    sheet = Sheet(readings, UNKNOWN)
    return [segment.text for segment in head_lines(sheet)] if sheet.segments else []


def _before_contact(text: str) -> str:
    match = CONTACT.search(text)
    return text[: match.start()].strip(" ,:-(") if match and match.start() > 8 else text


def _looks(sheet: Sheet, segment: Segment, labelled: bool, title_words: frozenset[str]) -> dict[str, float]:
    text = segment.text
    width, height = sheet.page_size(segment.page)
    letters = sum(c.isalpha() for c in text)
    return {
        "start": float(bool(_START.search(text))),
        "street": float(bool(_STREET.search(text))),
        "district": float(bool(_DISTRICT.search(text))),
        "postal": float(bool(POSTAL.search(text) or re.search(r"(?<![\d-])\d{5,6}(?![\d-])", text))),
        "region": float(bool(_REGION.search(text))),
        "commas": min(text.count(","), 4) / 4,
        "ends_comma": float(text.rstrip().endswith(",")),
        "ends_stop": float(text.rstrip().endswith(".")),
        "digits": sum(c.isdigit() for c in text) / max(len(text), 1),
        "letters": letters / max(len(text), 1),
        "upper": float(text.isupper()),
        "words": min(len(text.split()), 10) / 10,
        "length": min(len(text), 60) / 60,
        "legal": float(bool(LEGAL_FORM.search(text))),
        "registration": float(bool(_REGISTRATION.search(text))),
        "contact": float(bool(CONTACT.search(text))),
        "value": float(any(sheet.places_in(kind, segment) for kind in (Kind.DATE, Kind.EMAIL, Kind.URL))),
        "time": float(bool(re.search(r"\d{1,2}:\d{2}", text))),
        "labelled": float(labelled),
        "colon": float(":" in text),
        "title": float(compact(text) in title_words),
        "size": min(segment.height / sheet.line_height, 4.0),
        "bold": float(segment.bold),
        "centre": (segment.left + segment.right) / 2 / width,
        "left": segment.left / width,
        "y": segment.top / height,
        "confidence": segment.line.confidence,
    }


def _runs(head: Sequence[_HeadLine]) -> list[tuple[int, int, list[_HeadLine]]]:
    """Runs of head lines that might be an address; a line that is only a registration number may be left out of the middle."""
    runs = []
    for start in range(min(len(head), HEAD_LINES - 2)):
        for end in range(start + 1, min(start + LONGEST_ADDRESS, len(head)) + 1):
            run = [
                line
                for line in head[start:end]
                if not (line.looks["registration"] and line.looks["words"] <= 0.3 and not line.looks["postal"])
            ]
            if run and run[0] is head[start] and run[-1] is head[end - 1]:
                runs.append((start, end, run))
    return runs


_EDGE = tuple(
    "start street district postal region commas ends_comma ends_stop digits letters words legal registration "
    "contact value time labelled colon title size centre".split()
)
_SUMMED = (
    "street",
    "district",
    "postal",
    "region",
    "commas",
    "legal",
    "contact",
    "value",
    "time",
    "labelled",
    "colon",
    "start",
    "registration",
)
_NOWHERE = dict.fromkeys(_EDGE, 0.0)


def _run_looks(head: Sequence[_HeadLine], start: int, end: int) -> dict[str, float]:
    run = head[start:end]
    before = head[start - 1] if start else None
    after = head[end] if end < len(head) else None
    features = {"lines": len(run) / LONGEST_ADDRESS, "at": start / HEAD_LINES}
    for name, line in (("first", run[0]), ("last", run[-1]), ("before", before), ("after", after)):
        looks = line.looks if line is not None else _NOWHERE
        features |= {f"{name}_{key}": looks[key] for key in _EDGE}
        features[f"{name}_missing"] = float(line is None)
    features |= {f"sum_{key}": sum(line.looks[key] for line in run) for key in _SUMMED}
    heights = [line.segment.height for line in run]
    gaps = [max(b.segment.top - a.segment.bottom, 0.0) for a, b in itertools.pairwise(run)]
    unit = max(sum(heights) / len(heights), 1.0)
    features["gap_inside"] = max(gaps, default=0.0) / unit
    features["gap_before"] = max(run[0].segment.top - before.segment.bottom, 0.0) / unit if before is not None else 3.0
    features["gap_after"] = max(after.segment.top - run[-1].segment.bottom, 0.0) / unit if after is not None else 3.0
    features["height_spread"] = max(heights) / max(min(heights), 1.0)
    features["chars"] = min(sum(len(line.text) for line in run), 200) / 200
    features["text_digits"] = sum(c.isdigit() for line in run for c in line.text) / max(sum(len(line.text) for line in run), 1)
    return features


def _address_text(run: Sequence[_HeadLine]) -> str:
    return ", ".join(line.text.strip().strip(",").strip() for line in run)


def _names(sheet: Sheet, head: Sequence[_HeadLine], spec: FieldSpec) -> list[Candidate]:
    found: list[Candidate] = []
    for index, line in enumerate(head[:NAME_LINES]):
        for lines in (list(head[index : index + count]) for count in (1, 2, 3)):
            gaps = [below.segment.top - above.segment.bottom for above, below in itertools.pairwise(lines)]
            if any(gap > 1.5 * line.segment.height for gap in gaps) or (lines[-1] is head[-1] and len(lines) > 1):
                continue
            text = " ".join(part.segment.text.strip() for part in lines)
            for variant in dict.fromkeys((text, _LEADING_NUMBER.sub("", _TAIL_NUMBER.sub("", text)).strip(" ,:-"), _before_contact(text))):
                if sum(c.isalpha() for c in variant) < 3:
                    continue
                features = _name_looks(sheet, head, index, len(lines), variant, cut=variant != text)
                found.append(_candidate(sheet, spec, "letterhead_name", lines, variant, features, f"line {index + 1} of the head"))
    return found


def _name_looks(sheet: Sheet, head: Sequence[_HeadLine], index: int, count: int, text: str, *, cut: bool) -> dict[str, float]:
    own = head[index].looks
    features = {f"own_{key}": own[key] for key in (*_EDGE, "upper", "y", "left", "bold")}
    for name, at in (("before", index - 1), ("after", index + count), ("second", index + 1)):
        looks = head[at].looks if 0 <= at < len(head) else _NOWHERE
        features |= {f"{name}_{key}": looks[key] for key in _EDGE}
    following = [head[i].looks for i in range(index + count, min(index + count + 4, len(head)))]
    features["address_soon"] = max(
        ((look["street"] + look["postal"] + look["start"]) / (1 + i) for i, look in enumerate(following)), default=0.0
    )
    features["legal_before"] = max((head[i].looks["legal"] for i in range(index)), default=0.0)
    features["legal_later"] = max((head[i].looks["legal"] for i in range(index + count, min(len(head), NAME_LINES))), default=0.0)
    features["largest"] = float(own["size"] >= max(line.looks["size"] for line in head) - 0.05)
    features["legal_text"] = float(bool(LEGAL_FORM.search(text)))
    features |= {"index": index / NAME_LINES, "joined": (count - 1) / 2, "cut": float(cut), "text_words": min(len(text.split()), 10) / 10}
    key = compact(text)
    features["plausible"] = name_values.plausibility(text)
    features["odds"] = _name_odds(features)
    features["again"] = float(sum(key in compact(segment.text) for segment in sheet.segments) > count) if len(key) > 4 else 0.0
    return features


def _name_odds(f: Mapping[str, float]) -> float:
    """What anybody would say of a receipt never seen: the name is a large line high up that looks like a name and like nothing else."""
    odds = (
        0.2
        - 5.0 * f["index"]
        + 1.2 * f["largest"]
        + 0.8 * min(f["own_size"] - 1.0, 1.5)
        + 2.5 * (f["plausible"] - 0.5)
        + 1.2 * f["legal_text"]
    )
    odds -= (
        2.5 * f["own_contact"]
        + 2.0 * f["own_labelled"]
        + 2.0 * f["own_value"]
        + 1.5 * f["own_time"]
        + 3.0 * f["own_digits"]
        + 2.0 * f["own_title"]
    )
    odds -= (
        1.5 * max(f["own_street"], f["own_postal"])
        + 1.0 * f["own_colon"]
        + 1.2 * f["joined"]
        + 1.0 * f["text_words"] * (f["text_words"] > 0.5)
    )
    return odds - 1.5 * f["legal_later"] * (1 - f["legal_text"])


def _candidate(
    sheet: Sheet, spec: FieldSpec, family: str, lines: Sequence[_HeadLine], text: str, features: Mapping[str, float], why: str
) -> Candidate:
    box = Box.around(sheet.box_of(line.segment) for line in lines)
    return Candidate(spec.path, text, text, "layout", why, lines[0].segment.page, box, dict(features), family=family)
