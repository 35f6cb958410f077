"""The names of the parties: what a line looks like, and how likely it makes it that it names the issuer or the recipient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import dropwhile

from rapidfuzz import fuzz

from extractor.find.free_text import rest_of
from extractor.find.parties.blocks import Block, has_postal_code
from extractor.find.parties.headings import PLAUSIBLE, Pointed, name_before_address
from extractor.find.parties.legal_forms import LEGAL_FORM, has_legal_form
from extractor.find.parties.roles import Party
from extractor.find.parties.scene import LONGEST_NAME, PartyName, Scene, pieces_of
from extractor.find.places import Segment
from extractor.find.sheet import compact
from extractor.learned import logit, probability, shipped
from extractor.quick import changed
from extractor.schemas.record import Kind, Role
from extractor.values import address
from extractor.values import name as name_values

A_SPACE = 0.6  # line heights between two words of one line
MOST_NAMES = 8  # of a party, beside those that stand over an address
LONG_NAME = 30  # characters from which a name may go on in the next line
MOST_CUTS = 3  # words that one name was cut to, besides the first
FOOT = 0.85  # of a page's height: where its foot begins
NAMED, THE_REST = 0.5, 3.0  # probability from which a name needs no more signs, and the log odds that the only address left gives
UPPER_HALF, MOST_ADDRESS = 0.5, 4  # of a page's height; lines from a name to its postal code
SECOND = 0.5  # how near a street is in the second line
LIKE_A_NAME = 0.5  # values.name.plausibility of a line that says another's trade
STREET = 0.45  # values.address.likeness from which a line may be a street
_CARE_OF = re.compile(r"c/o\b", re.IGNORECASE)
_DIGITS, _NUMBER = re.compile(r"\d"), re.compile(r"\d{3}")
_ACCOUNT_BEHIND = re.compile(r"[\s,:]+\d[\d -]{7,}$")  # "Pay to: Name 12-3456-0123456-00"
_TRAILING_NUMBER = re.compile(
    r"\s*[\(\[]?\s*(?:co\.?\s*)?(?:reg(?:istration)?\.?\s*(?:no\.?)?\s*:?\s*)?\(?\d{3,}[\w-]*\)?\s*[\)\]]?$", re.IGNORECASE
)


def ranked_names(scene: Scene, party: Party, pointed: Mapping[str, Sequence[Pointed]], paid: Mapping[str, Set[int]]) -> list[PartyName]:
    """The likeliest names of a party, the best first, and what stands over an address; `pointed` holds what headings point at, by
    party, `paid` who is paid."""
    found: dict[tuple[int, int, int, bool], PartyName] = {}
    others = {key for prefix, found_there in pointed.items() if prefix != party.prefix for key, _, _, _ in found_there}
    for (index, start, end), strength, why, _ in pointed[party.prefix]:
        segment = scene.sheet.segments[index]
        for name in _names(scene, segment, start, end, why, {"pointed": strength}):
            found[index, name.start, name.end, name.extra is not None] = name
    if party.role is not Role.OTHER:
        for segment in _lines_of_interest(scene, party.role):
            for start, end, why in _unlabelled_spans(scene, segment, party.role):
                rival = (segment.index, start, end) in others or _in_other(segment, others)
                for name in _names(scene, segment, start, end, why, {"rival": float(rival)}):
                    found.setdefault((segment.index, name.start, name.end, name.extra is not None), name)
    scored = _corrected(party, [_with_score(scene, party, name, paid) for name in found.values()])
    scored.sort(key=lambda n: (-n.score, n.segment.index, n.start))
    return scored[:MOST_NAMES] + [name for name in scored[MOST_NAMES:] if not name.line and name.features["postal"]]


def _corrected(party: Party, names: Sequence[PartyName]) -> list[PartyName]:
    """The names with the probabilities that they are chosen by: what stands in the block of one must not be given to another."""
    forest = shipped().families.get(f"{party.role}_name")
    if forest is None or not names:
        return list(names)
    odds = [name.features["odds"] for name in names]
    corrections = forest.all_log_odds([name.features for name in names], odds)
    return [
        changed(name, score=probability(before + forest.trust * correction))
        for name, before, correction in zip(names, odds, corrections, strict=True)
    ]


def with_the_rest(scene: Scene, party: Party, found: Sequence[PartyName], sure: PartyName) -> list[PartyName]:
    """The names with that over the only address raised that is left where the other party's is `sure`: of two addresses that no
    heading tells apart one is the issuer's, the other is whom it writes to."""
    if found and found[0].score >= NAMED:
        return list(found)
    heads: dict[int, PartyName] = {}
    for name in sorted(found, key=lambda name: name.line):
        if _is_left(scene, party, name, sure):
            heads.setdefault(name.block.segments[0].index, name)
    if len(heads) != 1:
        return list(found)
    (head,) = heads.values()
    odds = head.features["odds"] + THE_REST
    raised = changed(head, features={**head.features, "odds": odds}, score=probability(logit(head.score) + THE_REST))
    return sorted([raised if name is head else name for name in found], key=lambda n: (-n.score, n.segment.index, n.start))


def _is_left(scene: Scene, party: Party, name: PartyName, sure: PartyName) -> bool:
    """Whether a name heads an address of the first page that is neither the other party's nor of goods, accounts or third ones."""
    block, features = name.block, name.features
    own = block is not sure.block and compact(sure.text) not in compact(block.text)
    high = party.role is Role.ISSUER or features["y"] < UPPER_HALF
    return (
        own
        and high
        and name.segment.page == scene.first_page
        and block.postal_line is not None
        and 0 < block.postal_line - name.line <= MOST_ADDRESS
        and not features["digits"]
        and all(address.likeness(segment.text) <= STREET for segment in block.segments[: name.line + 1])
        and scene.heading_over(name.segment) in (None, party.prefix)
    )


def _in_other(segment: Segment, others: set[tuple[int, int, int]]) -> bool:
    return any(index == segment.index for index, _, _ in others)


def _lines_of_interest(scene: Scene, role: Role) -> Iterator[Segment]:
    """The first page's lines and, for an issuer, those at the foot of the other pages."""
    yield from scene.sheet.on_page(scene.first_page)
    if role is Role.ISSUER:
        for segment in scene.sheet.segments:
            if segment.page == scene.first_page:
                continue
            if segment.top > FOOT * scene.sheet.page_size(segment.page)[1] or _is_sender_line(segment.text):
                yield segment


def _is_sender_line(text: str) -> bool:
    """Whether a line says a firm's name and its address, wherever it stands."""
    name, *others = pieces_of(text)
    return bool(others) and has_legal_form(name) and len(name.split()) <= LONGEST_NAME and any(map(has_postal_code, others))


def _unlabelled_spans(scene: Scene, segment: Segment, role: Role) -> Iterator[tuple[int, int, str]]:
    if scene.is_label(segment):
        return
    if name_values.plausibility(segment.text[:80]) >= PLAUSIBLE:
        yield 0, len(segment.text), "letterhead" if role is Role.ISSUER else "address block"
    if role is Role.ISSUER and not scene.is_headed(segment):
        # "Name Ltd, registered in ...", and the like in a footer
        end = scene.words.ends_name.search(segment.text)
        if end is not None and _is_branded(scene, segment.text[: end.start()]):
            yield 0, end.start(), "sender line"
        if (before := name_before_address(segment.text, 0)) is not None:
            yield 0, before, "sender line"
        # Sender lines and footers: "Name - Street 1 - 12345 Town".
        name, *others = list(dropwhile(_is_ornament, pieces_of(segment.text))) or [""]
        if (
            others
            and (has_legal_form(name) or not scene.words.street.match(name))
            and name_values.plausibility(name) >= PLAUSIBLE
            and (has_legal_form(name) or any(map(has_postal_code, others)))
        ):
            start = segment.text.index(name)
            firm = scene.words.ends_name.search(name)
            length = firm.start() if firm is not None and has_legal_form(name[: firm.start()]) else len(name)
            yield start, start + length, "sender line"


def _is_ornament(piece: str) -> bool:
    """Whether nothing in a piece of a line can be read: stars, a bullet."""
    return not any(map(str.isalpha, piece))


def _is_branded(scene: Scene, text: str) -> bool:
    """A name with a legal form that what stands large, or a web address, is the beginning of."""
    key = compact(text)
    return has_legal_form(text) and any(len(sign) >= 4 and key.startswith(sign) for sign in (*scene.brands, *scene.domains))


def _names(scene: Scene, segment: Segment, start: int, end: int, why: str, given: Mapping[str, float]) -> Iterator[PartyName]:
    """The words as a name of a party: why, and the features that are its own."""
    words = segment.index, start, end
    if words not in scene.names:
        scene.names[words] = tuple(_read_as_name(scene, segment, start, end))
    for name in scene.names[words]:
        yield changed(name, why=why, features={**given, **name.features})


def _read_as_name(scene: Scene, segment: Segment, start: int, end: int) -> Iterator[PartyName]:
    """The words as a name, whosesoever, and with a second line where the legal form stands there."""
    place = rest_of(segment, start, end)
    if place is None or sum(map(str.isalpha, place.match.text)) < 3:
        return
    text, begin, ends = _ACCOUNT_BEHIND.sub("", place.match.text), place.match.start, place.match.end
    if (cut := _street_behind(text)) < len(text):
        text, ends = text[:cut], begin + cut
    beside = None
    if ends >= len(segment.text.rstrip()):
        if segment.index not in scene.cut:
            scene.cut[segment.index] = tuple(
                _next_word(near, segment) for near in (scene.sheet.left_of(segment), scene.sheet.right_of(segment))
            )
        before, beside = scene.cut[segment.index]
        if begin == 0 and before is not None:
            return  # the rest of a name
        following = beside
        for _ in range(MOST_CUTS):
            if following is None:
                break
            beside, (piece, *others) = following, pieces_of(following.text)
            text = f"{text} {piece.strip()}"
            following = None if others else _next_word(scene.sheet.right_of(beside), beside)
    if scene.words.honorific_alone.match(text) or _CARE_OF.match(text):
        return  # the name stands in the next line
    firm = scene.words.ends_name.search(f" {text}")
    if firm is not None and not LEGAL_FORM.sub("", text[: max(firm.start() - 1, 0)]).strip(" .,-"):
        return  # what a firm is, without its name: "SARL au capital de ..."
    block, line = scene.block_of[segment.index]
    features = _name_features(scene, segment, text, begin, block, line)
    if text.endswith("&") and line + 1 < len(block.segments):  # "Bassi S.n.c. di Bassi Mauro &" over "C."
        below = block.segments[line + 1]
        yield PartyName(f"{text} {below.text.strip()}", segment, begin, ends, block, line, "", features, extra=below)
        return
    yield PartyName(text, segment, begin, ends, block, line, "", features, beside=beside)
    if not has_legal_form(text) and line + 1 < len(block.segments) and begin == 0:
        below = block.segments[line + 1]
        tail = _TRAILING_NUMBER.sub("", below.text).strip() if _NUMBER.search(below.text) else below.text.strip()
        # In other type it is a name of its own: a trading name stands over the legal one.
        alike = below.bold == segment.bold and 0.85 < below.height / segment.height < 1.18
        if LEGAL_FORM.fullmatch(tail) or (alike and _ends_name(tail)) or _goes_on_bold(block, line) or _is_owned(scene, block, line + 2):
            joined = {**features, "legal": 1.0, "joined": 1.0}
            yield PartyName(f"{text} {tail}", segment, begin, ends, block, line, "", joined, extra=below)


def _street_behind(text: str) -> int:
    """Where a name with its legal form ends that its street follows: "Name S.A., ul. Polna 4"."""
    for form in LEGAL_FORM.finditer(text):
        rest = text[form.end() :]
        if rest.startswith(",") and _DIGITS.search(rest) and address.likeness(rest.strip(" ,")) >= STREET and not has_postal_code(rest):
            return form.end()
    return len(text)


def _goes_on_bold(block: Block, line: int) -> bool:
    """Whether a line and the word alone in the next one are the only bold ones of a block: a name that was too long for its column."""
    upper, lower, *rest = block.segments[line : line + 3]
    bold = upper.bold and lower.bold and 0.85 < lower.height / upper.height < 1.18
    return bold and lower.text.isalpha() and len(upper.text) > LONG_NAME and bool(rest) and not rest[0].bold


def _is_owned(scene: Scene, block: Block, line: int) -> bool:
    """Whether a line of a block says who runs the house: "Inh. A. Schmidt" under a name of two lines, none of them an address."""
    lines = block.segments[: line + 1]
    return (
        line == 2 and len(lines) == 3 and scene.words.owner.match(lines[2].text) is not None and not any(_DIGITS.search(s.text) for s in lines)
    )


def _ends_name(tail: str) -> bool:
    """Whether a line is the end of a name: a legal form with one word before it. With more it is a firm's whole name."""
    form = None if _DIGITS.search(tail) else LEGAL_FORM.search(tail)
    return form is not None and len(tail[: form.start()].split()) <= 1


def _next_word(neighbours: Sequence[Segment], segment: Segment) -> Segment | None:
    """The nearest of a line's neighbours, where no more than a space parts the two: a line that was cut between words."""
    for other in neighbours[:1]:
        gap = max(other.left - segment.right, segment.left - other.right)
        if gap < A_SPACE * segment.height and 0.8 < other.height / segment.height < 1.25 and other.bold == segment.bold:
            return other
    return None


def _name_features(scene: Scene, segment: Segment, text: str, begin: int, block: Block, line: int) -> dict[str, float]:
    sheet = scene.sheet
    width, height = sheet.page_size(segment.page)
    key = compact(text)
    below = block.segments[line + 1 : line + 6]
    behind = segment.text[begin + len(text) :]
    follows = has_postal_code(behind)  # a sender line
    under_title = line > 0 and scene.words.honorific_alone.match(block.segments[line - 1].text) is not None
    postal = 0 if follows else next((i for i, s in enumerate(below) if has_postal_code(s.text)), None)
    return {
        "legal": float(has_legal_form(text)),
        "domain": max(
            (fuzz.partial_ratio(domain, key) / 100 for domain in scene.domains if len(domain) >= 3 and len(key) >= 3), default=0.0
        ),
        "digits": sum(map(str.isdigit, text)) / len(text),
        "words": min(len(text.split()), 10) / 10,
        "upper": float(text.isupper()),
        "size": min(segment.height / sheet.line_height, 4.0),
        "bold": float(segment.bold),
        "x": segment.left / width,
        "y": segment.top / height,
        "centred": 1.0 - min(abs(segment.left + segment.right - width) / width, 1.0),
        "rank": min(scene.rank.get(segment.index, 99), 20) / 20,
        "line": min(line - under_title, 5) / 5,
        "postal": 0.0 if postal is None else 1.0 - postal / 6,
        "next_street": 1.0 if follows else _street_soon(below),
        "over_trade": float(_is_over_trade(scene, segment, below)),
        "trading": float(_is_trading_name(scene, text, below)),
        "under_name": float(_is_under_name(scene, text, block.segments[:line])),
        "branded": float(has_legal_form(text) and any(brand != key and key.startswith(brand) for brand in scene.brands)),
        "person": float(not has_legal_form(text) and scene.mentions(segment, "contact")),
        "titled": float(scene.words.honorific.search(text) is not None or under_title),
        "window": _under_sender(scene, segment, block, line),
        "own_postal": float(has_postal_code(text)),
        "address": address.likeness(text),
        "plausible": name_values.plausibility(text),
        "contact": min(scene.contacts(block), 4) / 4,
        "claimed": scene.claimed(segment, begin),
        "title": float(key in scene.title_words),
        "again": float(len(key) >= 5 and scene.is_said_again(key)),
        "repeats": min(scene.counts[compact(segment.text)] - 1, 3) / 3,
        "colon": float(text.endswith(":") or (":" in text and not text.split(":", 1)[1].strip().isdigit())),
        "value": float(segment.index in sheet.lines_with(Kind.DATE, Kind.EMAIL, Kind.URL, Kind.IBAN, Kind.PERCENT)),
        "prose": float(len(text.split()) > 8),
    }


def _under_sender(scene: Scene, segment: Segment, block: Block, line: int) -> float:
    """How near over a line the sender stands in one line ("Name - Street 1 - 12345 Town"), as in an envelope's window: 1 right
    above it, then a half."""
    unit = scene.sheet.line_height
    over = [
        *reversed(block.segments[:line]),
        *scene.sheet.above(block.page, block.left - unit, block.left + unit, block.top, 2.5 * unit)[:1],
    ]
    for lines, other in enumerate(over[:3]):
        if _goes_on_with_address(other.text):
            return 1 / (1 + lines)
    return 0.0


@lru_cache(maxsize=4096)  # every name of a document asks for the lines over it
def _goes_on_with_address(text: str) -> bool:
    return any(map(has_postal_code, pieces_of(text)[1:]))


def _street_soon(below: Sequence[Segment]) -> float:
    """How near an address follows: 1 in the next line, then a half, then a third."""
    lines = (i for i, other in enumerate(below[:3]) if has_postal_code(other.text) or address.likeness(other.text) >= STREET)
    first = next(lines, None)
    return 0.0 if first is None else 1 / (1 + first)


def _is_trading_name(scene: Scene, text: str, below: Sequence[Segment]) -> bool:
    """A name without a legal form, where the line below has one, or where the document also says it with more words and a legal form."""
    if has_legal_form(text):
        return False
    if below and has_legal_form(below[0].text) and name_values.plausibility(below[0].text) >= 0.9:
        return True
    key = compact(text)
    return len(key) >= 4 and any(key != full and full.startswith(key) for full in scene.legal_names)


def _is_under_name(scene: Scene, text: str, above: Sequence[Segment]) -> bool:
    """A line without a legal form, said once, right under one that may be a name: the trade of a person or a firm."""
    if not above or has_legal_form(text) or scene.is_said_again(compact(text)):
        return False
    upper = above[-1]
    return (
        not scene.is_label(upper)
        and not _DIGITS.search(upper.text)
        and compact(upper.text) not in scene.title_words
        and name_values.plausibility(upper.text) >= LIKE_A_NAME
        and address.likeness(upper.text) < STREET
    )


def _is_over_trade(scene: Scene, segment: Segment, below: Sequence[Segment]) -> bool:
    """A name without a legal form over its trade and its street: a person's."""
    return not has_legal_form(segment.text) and _street_soon(below) == SECOND and _is_under_name(scene, below[0].text, (segment,))


def _with_score(scene: Scene, party: Party, name: PartyName, paid: Mapping[str, Set[int]]) -> PartyName:
    told = paid.get(compact(name.text), frozenset())
    f = {**name.features, "paid": float(bool(told) and name.segment.index not in told)}
    odds = (
        1.4 * f["legal"]
        - 4.0 * f["digits"]
        - 2.0 * f["own_postal"]
        - 2.5 * f["title"]
        - 2.5 * f["address"]
        - 1.5 * f["colon"]
        - 2.0 * f["value"]
        - 2.5 * f["prose"]
        - 2.5 * f["person"]
    )
    odds -= 2.5 * f["claimed"] if "pointed" not in f else 0.0
    if party.role is Role.ISSUER:
        odds += (
            -2.0
            + 1.0 * max(f["domain"] - 0.6, 0.0) / 0.4
            + 0.5 * f["contact"]
            + 0.2 * min(f["size"] - 1, 2.0)
            + 0.5 * f["bold"]
            + 0.8 * f["postal"]
            + 1.3 * f["next_street"]
            - 2.5 * f["trading"]
            - 2.0 * f["under_name"]
            + 0.7 * f["over_trade"]
            - 2.5 * f["titled"]
            - 2.0 * f["window"]
            + 1.8 * f["paid"]
            + 0.8 * f["branded"]
        )
        odds += 1.6 * (1 - f["rank"]) - 1.0 * f["line"] + 0.5 * f["repeats"] + 1.5 * f["again"] + 0.3 * f["centred"]
        odds += (0.5 if name.why == "sender line" else 0.0) + (0.6 if f["y"] > 0.85 else 0.0) + 0.5 * f.get("joined", 0.0)
    elif party.role is Role.RECIPIENT:
        odds += (
            -3.4
            - 1.0 * f["again"] * (1 - f.get("pointed", 0.0))
            + (2.0 if f["postal"] else 1.2 * f["next_street"])  # a company, a person and a street: the first line is the name
            - 1.2 * f["contact"]
            - 1.2 * max(f["domain"] - 0.7, 0.0) / 0.3
            - 1.2 * f["line"]
            - 1.0 * f["trading"]
            + 1.5 * f["titled"]
            + 2.0 * f["window"]
        )
        odds += 0.8 if 0.1 < f["y"] < 0.45 else -1.5 * (1 - f.get("pointed", 0.0))
    else:
        odds += -3.5
    pointed = f.get("pointed", 0.0) * (1.0 if f["legal"] or f["next_street"] or f["postal"] or party.role is Role.OTHER else 0.8)
    odds += 5.0 * pointed - 3.0 * f.get("rival", 0.0)
    features = {**f, "odds": odds, "below_heading": float(name.why.startswith("below")), "sender": float(name.why == "sender line")}
    return PartyName(
        name.text, name.segment, name.start, name.end, name.block, name.line, name.why, features, probability(odds), name.extra
    )
