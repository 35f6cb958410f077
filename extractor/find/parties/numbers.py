"""Where the numbers of parties stand: VAT ids by their form or their label, numbers of registers with the whole entry about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.find.free_text import rest_of
from extractor.find.label_hits import LabelHit
from extractor.find.parties.scene import PartyName, Scene
from extractor.find.places import Place, Segment
from extractor.late import late
from extractor.quick import changed
from extractor.schemas.record import FieldSpec, Kind
from extractor.values import Interpretation, vat_id

MOST_PIECES, A_SPACE = 4, 1.2  # of a number that was taken to pieces; line heights between two of them at the most
UNLIKELY = 0.3  # likelihood of a number that its form alone tells
UNPROVED = 0.5  # likelihood up to which a number is not proved
SHORTEST_TAX_NUMBER = 6  # letters and figures
_BEGUN = re.compile(r"[\s.:#]*(?:[A-Z]{2,3}(?=[\s\d]|$))?[\s\d.-]*")  # the first groups of a number, or none, behind its label
_BARE_ID = re.compile(r"(?:[A-Z][A-Z.]{1,5}:? ?(?<=[ :.]))?(?P<id>[A-Z]-?\d{7}-?[A-Z\d]|[A-Z]\d{8}[A-Z\d]|\d{8}-?[A-Z])")
_SPANISH, _FIRM_OF_SPAIN = "es", re.compile(r"[ABCDEFGHJNPQRSUVW]-?\d{7}-?[0-9A-J]")


def places_of(scene: Scene, kind: Kind) -> Sequence[Place]:
    """Where values of a kind stand, not as a part of an IBAN; VAT ids also by their label alone ("VAT No" over 63 845 106 680), or by
    one that ends the line before."""
    if kind not in scene.values:
        found = [place for place in scene.sheet.places(kind) if not _in_account(scene, place)]
        if kind is Kind.VAT_ID:
            taken = {place.segment.index for place in found}
            labels = scene.labels_of((".vat_id", ".tax_number"))
            numbers = (
                (_number_of(scene, hit) if _ends_its_line(hit) else None) or _number_behind(scene, hit) or _number_in_pieces(scene, hit)
                for hit in labels
            )
            found += [place for place in numbers if place is not None and place.segment.index not in taken]
        scene.values[kind] = found
    return scene.values[kind]


def _in_account(scene: Scene, place: Place) -> bool:
    """Whether the place is a part of an IBAN, or a telephone's figures are the end of one that stands whole elsewhere: on two lines."""
    accounts = scene.sheet.places_in(Kind.IBAN, place.segment)
    if any(account.match.start < place.match.end and place.match.start < account.match.end for account in accounts):
        return True
    figures = "".join(filter(str.isdigit, place.match.text)) if place.kind is Kind.PHONE else ""
    return bool(figures) and any(
        str(told.value).endswith(figures) for account in scene.sheet.places(Kind.IBAN) for told in account.match.interpretations[:1]
    )


def bare_ids(scene: Scene, home: PartyName, known: Sequence[tuple[Place, str]]) -> Iterator[Place]:
    """Lines of a party's block that are nothing but a VAT id with a letter, without its label or country, or behind a label that was
    misread: its check digit proves it, or its form where the page is Spanish."""
    taken, habits = {place.segment.index for place, _ in known}, scene.sheet.habits
    for segment in home.block.segments[home.line + 1 :]:
        if segment.index in taken or (bare := _BARE_ID.fullmatch(segment.text.strip())) is None:
            continue
        place, readings = rest_of(segment, segment.text.index(bare["id"]), len(segment.text)), vat_id.parse(bare["id"], habits)
        if not readings and _SPANISH in habits.languages[:1] and _FIRM_OF_SPAIN.fullmatch(bare["id"]):
            readings = (Interpretation(bare["id"].replace("-", ""), None, UNLIKELY),)
        if place is not None and readings:
            yield changed(place, match=changed(place.match, interpretations=readings), kind=Kind.VAT_ID)


def names_tax_id(hit: LabelHit, leaves: str | tuple[str, ...] = (".vat_id", ".tax_number")) -> bool:
    return any(not named.is_group and named.path.endswith(leaves) for named in hit.names)


def _ends_its_line(hit: LabelHit) -> bool:
    """Whether a label is all of a line, or all but whose number it names: "Customer VAT No"."""
    return hit.whole or not hit.segment.text[hit.end :].strip(" :.")


def _number_of(scene: Scene, hit: LabelHit) -> Place | None:
    """The VAT id right of a label of one, or under it: one that its check digit alone proves, or all of a line that the label's word
    and the number's form tell."""
    for other in beside_or_under(scene, hit):
        text = other.text.strip(" :")
        proved = vat_id.parse(text, scene.sheet.habits) if names_tax_id(hit, ".vat_id") else ()
        readings = proved or next(
            (told.interpretations for told in vat_id.find(f"{hit.text} {text}", scene.sheet.habits) if told.text == text), ()
        )
        place = rest_of(other, 0, len(other.text))
        if readings and place is not None:
            return changed(place, match=changed(place.match, interpretations=readings), kind=Kind.VAT_ID)
    return None


def _number_behind(scene: Scene, hit: LabelHit) -> Place | None:
    """The VAT id that opens the line after one that a label of it ends; a proved one in the line after one that says no number."""
    rest = hit.segment.text[hit.end :]
    if rest.strip(" :.") and (not any(map(str.isdigit, rest)) or _BEGUN.fullmatch(rest)):
        return _proved_behind(scene, hit)
    for below in _line_after(scene, hit):
        for match in vat_id.find(f"{hit.text} {below.text}", scene.sheet.habits):
            start, end = match.start - len(hit.text) - 1, match.end - len(hit.text) - 1
            place = rest_of(below, start, end) if start == 0 else None
            if place is not None:
                return changed(place, match=changed(match, start=start, end=end), kind=Kind.VAT_ID)
    return None


def _proved_behind(scene: Scene, hit: LabelHit) -> Place | None:
    """The proved VAT id that a sentence names and its next line holds: "P. IVA e numero di iscrizione" / "al registro 01234567890"; or
    ends: "TVA FR40" / "303265045"."""
    line, said = hit.segment, f"{hit.segment.text[hit.start :]} "
    for below in scene.sheet.below(line.page, line.left, line.right, line.bottom, scene.sheet.line_height)[:1]:
        for match in vat_id.find(said + below.text, scene.sheet.habits):
            start, end = match.start - len(said), match.end - len(said)
            if match.likelihood <= UNPROVED or end <= 0:
                continue
            beyond: tuple[Segment, ...] = ()
            if start >= 0:
                place = rest_of(below, start, end)
            else:
                start, end, beyond = hit.start + match.start, len(line.text), (below,)
                place = rest_of(line, start, end)
            if place is not None:
                return changed(place, match=changed(match, start=start, end=end), kind=Kind.VAT_ID, beyond=beyond)
    return None


def _number_in_pieces(scene: Scene, hit: LabelHit) -> Place | None:
    """The proved VAT id behind a label that a reader of a photograph took to pieces: "ABN 51", "824", "753 556"."""
    last, text = hit.segment, hit.segment.text[hit.start :]
    if not _BEGUN.fullmatch(text, hit.end - hit.start):
        return None
    beyond: list[Segment] = []
    for piece in scene.sheet.right_of(hit.segment)[:MOST_PIECES]:
        if piece.left - last.right > A_SPACE * last.height:
            break
        last, text = piece, f"{text} {piece.text}"
        beyond.append(piece)
        for match in vat_id.find(text, scene.sheet.habits):
            if match.likelihood > UNPROVED and match.end > len(text) - len(piece.text):
                start = hit.start + match.start
                place = rest_of(hit.segment, min(start, hit.end), len(hit.segment.text)) or rest_of(beyond[0], 0, len(beyond[0].text))
                if place is not None:
                    whole = changed(match, start=place.match.start, end=place.match.end)
                    return changed(place, match=whole, kind=Kind.VAT_ID, beyond=tuple(s for s in beyond if s is not place.segment))
    return None


def _line_after(scene: Scene, hit: LabelHit) -> Sequence[Segment]:
    """The next line of a running text whose line ends with a label, if there is one."""
    block, line = scene.block_of[hit.segment.index]
    return () if hit.whole or hit.segment.text[hit.end :].strip(" :.") else block.segments[line + 1 : line + 2]


def beside_or_under(scene: Scene, hit: LabelHit) -> Iterator[Segment]:
    """What stands right of a label or close under it."""
    unit = scene.sheet.line_height
    yield from (s for s in scene.sheet.right_of(hit.segment)[:1] if s.left - hit.right < 25 * unit)
    yield from scene.sheet.below(hit.segment.page, hit.left - 0.5 * unit, hit.left + unit, hit.segment.bottom, 1.5 * unit)[:1]


def pointed_identifiers(scene: Scene, spec: FieldSpec) -> Iterator[tuple[Place, str]]:
    for hit in scene.hits_of(spec.path):
        until = _next_label_behind_a_number(scene, hit)
        inside = (p for p in scene.sheet.places_in(spec.kind, hit.segment) if hit.end <= p.match.start < until)
        here = [p for p in inside if not _in_account(scene, p)]
        beside = () if hit.segment.text[hit.end :].strip(" :.") else beside_or_under(scene, hit)
        # "417 734 156": the join before its pieces; "9921 AG": the number before what stands behind it
        here.sort(key=lambda p: (p.match.start, -p.match.end if _is_grouped(p.match.text) else p.match.end))
        after = [p for s in _line_after(scene, hit) for p in scene.sheet.places_in(spec.kind, s) if p.match.start == 0]
        for place in (here or after or [p for s in beside for p in scene.sheet.places_in(spec.kind, s)])[:1]:
            if spec.path.endswith(".tax_number") and sum(map(str.isalnum, place.match.text)) < SHORTEST_TAX_NUMBER:
                continue
            yield _with_register(place), f"after '{hit.text.strip()}'"


def _next_label_behind_a_number(scene: Scene, hit: LabelHit) -> int:
    """Where the first label starts that has figures between it and this one, which are this one's: "FN 318844m, Tel. 0641 55518"."""
    text = hit.segment.text
    starts = (other.start for other in scene.hits_in.get(hit.segment.index, ()) if other.start > hit.end)
    return min((start for start in starts if any(map(str.isdigit, text[hit.end : start]))), default=len(text))


def _is_grouped(text: str) -> bool:
    return not any(word.isalpha() for word in text.split()[1:])


# What of a register's entry stands around a number in it: a German or Austrian section before it, all of a Spanish sheet, a French
# establishment behind the firm; all groups of a number that is written in groups ("PT 517 651 530").
_SECTION = re.compile(r"\b(?:HR\s?[AB]|FN|GnR|VR|PR)\s?$")
_ENTRY = late(
    r"\b[\d.]+,(?:\s?(?:Libro|Secci[oó]n)\s[\w.]+,)*\s?Folio\s\w+,(?:\s?Secci[oó]n\s\w+,)?\s?Hoja\s[A-Z]{1,2}[-\s]?[\d.]+"
    r"|(?<!\d)(?:\d{3}[ .]?){3}\d{5}(?!\d)"
    r"|\bFN\s?\d{5,6}\s?[a-z](?![A-Za-z])"
    r"|(?<![\w.])(?:[A-Z]{2}[ -]?)?\d{2,4}(?P<apart>[ .])\d{3}(?:(?P=apart)\d{3}){1,2}(?![\w.,]*\d)"
)


def _with_register(place: Place) -> Place:
    """The place widened to the whole entry of a register that it is a part of."""
    text, start, end = place.segment.text, place.match.start, place.match.end
    entry = next((e for e in _ENTRY.finditer(text) if e.start() <= start and end <= e.end()), None)
    if entry is not None:
        start, end = entry.span()
    elif (section := _SECTION.search(text[:start])) is not None:
        start = section.start()
    else:
        return place
    match = changed(place.match, start=start, end=end, text=text[start:end], interpretations=(Interpretation(text[start:end]),))
    return changed(place, match=match, left=place.segment.x_at(start), right=place.segment.x_at(end))
