"""Where names of parties may stand, and how far each goes: in letterheads, address blocks, senders' lines and feet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from extractor.find.free_text import words_left
from extractor.find.label_hits import LabelHit
from extractor.find.parties.blocks import Block, has_postal_code
from extractor.find.parties.headings import PLAUSIBLE, name_before_address
from extractor.find.parties.legal_forms import FORMS, LEGAL_FORM, has_legal_form, is_only_form
from extractor.find.parties.name_features import CARE_OF, like_a_domain, name_features
from extractor.find.parties.scene import LONGEST_NAME, STREET, PartyName, Scene, pieces_of
from extractor.find.parties.two_lines import begins_name, ends_name, in_lines, in_print, is_house_alone
from extractor.find.places import Segment
from extractor.find.sheet import compact
from extractor.values import address
from extractor.values import name as name_values

A_SPACE = 0.6  # line heights between two words of one line
A_SIGN = 1.3  # widths of a line's usual sign there, where a typewriter's are wide
MOST_CUTS = 6  # words that one name was cut to, besides the first
SMALL_PRINT = 60  # characters of a line of running text
WHOSE_BRAND, TRADES_AS = "whose brand it is", "trades under what stands large"
LONGEST_FIRM = 60  # characters of a firm's name with its legal form
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s+(?=[A-ZÀ-Þ])")
FOOT = 0.85  # of a page's height: where its foot begins
REGISTERED = (".registration_number", ".tax_number", ".vat_id")
_PIECE = re.compile(r"[^,;·|()]+")
_DIGITS = re.compile(r"\d")
_TOWN = re.compile(r", [A-ZÀ-Þ][a-zß-ÿ][^\W\d_]+(?:[ -][^\W\d_]+)?")
_ACCOUNT_BEHIND = re.compile(r"[\s,:]+\d[\d -]{7,}$")  # "Pay to: Name 12-3456-0123456-00"

_PARTNERS = re.compile(r"&\s?C\b", re.IGNORECASE)  # "& C. S.n.c."

# A person's profession and the number in its chamber: "Name, architect reg. 5.114"
_MEMBER_BEHIND = re.compile(r",\s+(?=[a-zà-ÿ]{4})[^,\d]*\d[\d./-]*$")


def lines_of_interest(scene: Scene, of_issuer: bool) -> Iterator[Segment]:
    """The first page's lines and, for an issuer, those at the foot of the other pages."""
    yield from scene.sheet.on_page(scene.first_page)
    if of_issuer:
        for segment in scene.sheet.segments:
            if segment.page == scene.first_page:
                continue
            if segment.top > FOOT * scene.sheet.page_size(segment.page)[1] or _is_sender_line(segment.text):
                yield segment


def _is_sender_line(text: str) -> bool:
    """Whether a line says a firm's name and its address, wherever it stands."""
    name, *others = pieces_of(text)
    if not others and "," in text and has_legal_form(text.partition(",")[0]):  # "Name Ltd, 1 High Street, Town TO1 1WN Co. Reg. ..."
        return name_before_address(text, 0) is not None
    return bool(others) and has_legal_form(name) and len(name.split()) <= LONGEST_NAME and any(map(has_postal_code, others))


def unlabelled_spans(scene: Scene, segment: Segment, of_issuer: bool) -> Iterator[tuple[int, int, str]]:
    text = segment.text
    if scene.is_label(segment) and not begins_name(scene, segment):
        return
    house = _whose_house(scene, text) if of_issuer else None
    if house is not None:
        yield *house, WHOSE_BRAND
        return
    is_sign = of_issuer and compact(text) in scene.signs  # a word in small letters
    if is_sign or name_values.plausibility(text[:80]) >= PLAUSIBLE:
        yield 0, len(text), "letterhead" if of_issuer else "address block"
    if of_issuer and not scene.is_headed(segment):
        # "Name Ltd, registered in ...", and the like in a footer
        end = scene.words.ends_name.search(text)
        if end is not None and _is_branded(scene, text[: end.start()]):
            yield 0, end.start(), "sender line"
        elif end is not None and _trades_as(scene, text, end):
            yield 0, end.start(), TRADES_AS
        if (before := name_before_address(text, 0)) is not None:
            ended = end is not None and end.start() < before and has_legal_form(text[: end.start()])
            yield 0, end.start() if end is not None and ended else before, "sender line"
        if len(pieces := pieces_of(text)) > 1:
            yield from _among_pieces(scene, text, pieces)
        if len(text) >= SMALL_PRINT:
            yield from _in_small_print(scene, segment)


def _among_pieces(scene: Scene, text: str, pieces: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Names in sender lines and footers: "Name - Street 1 - 12345 Town"."""
    name, *others = list(dropwhile(_is_ornament, pieces)) or [""]
    if not others:
        return
    legal = has_legal_form(name)
    if (
        (legal or not scene.words.street.match(name))
        and name_values.plausibility(name) >= PLAUSIBLE
        and (legal or any(map(has_postal_code, others)))
    ):
        start = text.index(name)
        firm = scene.words.ends_name.search(name)
        length = firm.start() if firm is not None and has_legal_form(name[: firm.start()]) else len(name)
        yield start, start + length, "sender line"
    # "The Anchor Hotel · Anchor Inns Limited · Registered in England": who keeps the house stands behind its name.
    if len(others) > 1 and not legal and has_legal_form(others[0]) and name_values.plausibility(others[0]) >= PLAUSIBLE:
        start = text.index(others[0])
        yield start, start + len(others[0]), "sender line"


def _in_small_print(scene: Scene, segment: Segment) -> Iterator[tuple[int, int, str]]:
    """Names with their address that begin a sentence within a line of running text: "... your next bill. Northern Telephone Inc., 1 High
    Street, ..."; the legal form may stand in the next line."""
    text = segment.text
    block, line = scene.block_of[segment.index]
    for sentence in _SENTENCE.finditer(text):
        start = sentence.end()
        if (end := name_before_address(text, start)) is not None:
            yield start, end, "sender line"
        elif in_print(block, line, text[start:]) is not None:
            yield start, len(text.rstrip()), "sender line"


def _whose_house(scene: Scene, text: str) -> tuple[int, int] | None:
    """The firm that a line says a house is of: "The Anchor Hotel is operated by Anchor Inns Ltd"."""
    brand = scene.words.brand_of.search(text)
    if brand is None or len(text.split()) <= 2:
        return None
    start = brand.end()
    forms = next(FORMS.finditer(text, start, start + LONGEST_FIRM), None)
    if forms is not None and forms.start() > start:
        return start, forms.end()
    piece = _PIECE.match(text, start)
    return (start, piece.end()) if piece is not None and piece.end() - start <= LONGEST_FIRM and has_legal_form(piece[0]) else None


def _is_ornament(piece: str) -> bool:
    """Whether nothing in a piece of a line can be read: stars, a bullet."""
    return not any(map(str.isalpha, piece))


def _is_branded(scene: Scene, text: str) -> bool:
    """A name with a legal form that what stands large, or a web address, is the beginning of."""
    key = compact(text)
    return has_legal_form(text) and any(len(sign) >= 4 and key.startswith(sign) for sign in (*scene.brands, *scene.domains))


def _trades_as(scene: Scene, text: str, end: re.Match[str]) -> bool:
    """Whether a name with a legal form goes on with what stands large: "Anchor Inns Ltd trading as The Anchor, High Street"."""
    return has_legal_form(text[: end.start()]) and any(compact(text[end.end() :]).startswith(brand) for brand in scene.brands)


def names_of(scene: Scene, segment: Segment, start: int, end: int) -> Sequence[PartyName]:
    """The words as a name of a party, whosesoever: it is not said why, and its features are those of all parties."""
    words = segment.index, start, end
    if words not in scene.names:
        scene.names[words] = tuple(_read_as_name(scene, segment, start, end))
    return scene.names[words]


def _read_as_name(scene: Scene, segment: Segment, start: int, end: int) -> Iterator[PartyName]:
    """The words as a name, whosesoever, and with a second line where the legal form stands there."""
    words = words_left(segment.text, start, end)
    if words is None:
        return
    begin, ends, text = words
    if sum(map(str.isalpha, text)) < 3:
        return
    numbered = False
    if text[-1].isdigit() or text[-1] == "-":
        whole, text = text, _ACCOUNT_BEHIND.sub("", text)
        numbered = whole[len(text) :][:1].isspace()
    if "," in text:
        if (cut := _street_behind(text, segment.text[ends:])) < len(text):
            text, ends = text[:cut], begin + cut
        if (member := _MEMBER_BEHIND.search(text)) is not None and not has_legal_form(member[0]):
            text, ends = text[: member.start()], begin + member.start()
    if hits := scene.hits_in.get(segment.index):
        if any((hit.colon or numbered) and hit.start <= begin and begin + len(text) <= hit.end for hit in hits):
            return  # what a number is: "Customer no.: 7 640 238"
        if (cut := _number_label_behind(hits, begin, text)) < len(text):
            text, ends = text[:cut].rstrip(" ,;–-"), begin + cut
    beside = None
    if ends >= len(segment.text.rstrip()):
        if segment.index not in scene.cut:
            sheet = scene.sheet
            scene.cut[segment.index] = _next_word(sheet.left_of(segment), segment), _next_word(sheet.right_of(segment), segment)
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
    if is_only_form(text) or text.count(" / ") > 1 or scene.words.salutation.match(text):
        return
    if scene.words.honorific_alone.match(text) or scene.words.department.match(text) or CARE_OF.match(text):
        return  # the name stands in the next line
    firm = scene.words.ends_name.search(f" {text}") if scene.words.ends_name.may_be_in(text) else None
    if firm is not None and not LEGAL_FORM.sub("", text[: max(firm.start() - 1, 0)]).strip(" .,-"):
        return  # what a firm is, without its name: "SARL au capital de ..."
    block, line = scene.block_of[segment.index]
    if begin == 0 and (ends_name(scene, segment) or _is_rest_of_partners(scene, block, line, text)):
        return
    if begin == 0 and is_house_alone(scene, block, line) and not begins_name(scene, segment):
        return  # in a type of its own: which house it is stands in the next line
    features = name_features(scene, segment, text, begin, block, line)
    if numbered and not begin and not has_legal_form(text):
        features["digits"] = 1.0  # what a number is, in words that no label has
    if text.endswith("&") and line + 1 < len(block.segments):  # "Bassi S.n.c. di Bassi Mauro &" over "C."
        below = block.segments[line + 1]
        yield PartyName(f"{text} {below.text.strip()}", segment, begin, ends, block, line, "", features, further=(below,))
        return
    if begin and _SENTENCE.search(f"{segment.text[:begin].rstrip()} {text[:1]}", max(begin - 2, 0)):
        features |= {"claimed": 0.0, "value": 0.0}  # what the sentences before it say is not of it
    ends_line = ends >= len(segment.text.rstrip())
    joined = (in_lines(scene, block, line, text) if begin == 0 else in_print(block, line, text)) if ends_line or not begin else None
    if joined is None or not (begin or has_legal_form(text)):
        yield PartyName(text.rstrip(" ,;"), segment, begin, ends, block, line, "", features, beside=beside)
    if joined is not None:
        whole, further = joined
        features |= {"postal": 1.0, "next_street": 1.0} if begin else {}  # the address stands behind the legal form
        signs = {**features, "legal": 1.0, "joined": 1.0, "trading": 0.0, "domain": like_a_domain(scene, compact(whole))}
        yield PartyName(whole, segment, begin, ends, block, line, "", signs, further=further)


def _is_rest_of_partners(scene: Scene, block: Block, line: int, text: str) -> bool:
    """Whether a line within a block says only whose firm the one at its head is: "di Rossi Mario & C. S.n.c." some lines under "F.lli
    Rossi"."""
    first = text.partition(" ")[0]
    return line > 0 and first.islower() and scene.words.of_names.match(first) is not None and _PARTNERS.search(text) is not None


def _street_behind(text: str, further: str) -> int:
    """Where a name ends that its street follows, before its town in what is `further` in the line: "The Anchor, 1 High Street". With a
    legal form its street or its town alone may follow: "Name S.A., ul. Polna 4", "Name GmbH, Norden"."""
    for form in LEGAL_FORM.finditer(text):
        rest = text[form.end() :]
        if form.start() and _TOWN.fullmatch(rest) and not has_legal_form(rest):
            return form.end()
        if rest.startswith(",") and _DIGITS.search(rest) and address.likeness(rest.strip(" ,")) >= STREET and not has_postal_code(rest):
            return form.end()
    name, _, street = text.rpartition(",")
    if _DIGITS.search(street) and address.likeness(street) >= STREET and has_postal_code(further) and not has_postal_code(text):
        return len(name)
    return len(text)


def _number_label_behind(hits: Sequence[LabelHit], begin: int, text: str) -> int:
    """Where a name with its legal form ends that the label of its number follows: "Name Pty Ltd ABN 53 004 085 616"."""
    return next(
        (
            hit.start - begin
            for hit in hits
            if begin < hit.start < begin + len(text)
            and any(named.path.endswith(REGISTERED) for named in hit.names)
            and has_legal_form(text[: hit.start - begin])
        ),
        len(text),
    )


def _next_word(neighbours: Sequence[Segment], segment: Segment) -> Segment | None:
    """The nearest of a line's neighbours, where no more than a space parts the two: a line that was cut between words."""
    for other in neighbours[:1]:
        gap = max(other.left - segment.right, segment.left - other.right)
        sign = (segment.right - segment.left) / max(len(segment.text), 1)
        if gap < max(A_SPACE * segment.height, A_SIGN * sign) and 0.8 < other.height / segment.height < 1.25 and other.bold == segment.bold:
            return other
    return None
