"""What all parties of one document share: its blocks, its labels by line, who heads a line, and names found in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from extractor.document import Candidate
from extractor.find.label_hits import LabelHit, Named
from extractor.find.parties.blocks import Block, blocks_of, has_postal_code
from extractor.find.parties.legal_forms import has_legal_form
from extractor.find.parties.line_words import LineWords
from extractor.find.parties.roles import Party
from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet, compact
from extractor.quick import changed, dataclass
from extractor.schemas.record import FieldSpec, Kind, Role
from extractor.values import address

# What parts the pieces of a sender line or a footer.
_PIECES = re.compile(r"\s+[-–—•·|*/]\s+|\s*[•·|]\s*|,\s+(?=\d|[A-Z][\w.-]+\s?(?:str|weg|gasse|allee|platz)|\w+\s+\d)")
_SCHEME, _PATH = re.compile(r"^(https?://)?(www\.)?"), re.compile(r"[/?#]")
_MARK = re.compile(r"[-–—•·|*/,]")  # what parts them has one of these
_BARS = re.compile(r"\s*[•·|]\s*")
LONGEST_NAME = 9  # words
STREET = 0.45  # values.address.likeness from which a line may be a street
SECTION, MIDDLE = 1.0, 0.1  # line heights from the head of a form's part to its first line; how far it may lie off the page's middle
OVER = 2.5  # line heights from a block to the line over it
SLIP = 4.0  # line heights from the title of a payment slip to whom it goes
LARGE = 1.4  # heights of the usual line, of a name that stands large: a logo in letters
_CONTACT_KINDS = (Kind.EMAIL, Kind.PHONE, Kind.VAT_ID, Kind.IBAN, Kind.URL)


@lru_cache(maxsize=4096)  # every party of a document asks for the same lines
def pieces_of(text: str) -> tuple[str, ...]:
    """The pieces of a sender line or a footer; the text itself where it is none. What has a dash between bars is one piece: "Inn &
    Garden - Leisure, Lda | NIPC 500 100 200 | ..."."""
    if _MARK.search(text) is None:
        return (text,)
    name, *others = _BARS.split(text)
    return tuple([name, *others] if len(others) > 1 and " - " in name else _PIECES.split(text))


@dataclass(frozen=True, slots=True)
class PartyName:
    """A possible name of a party: some words of a segment, the block it heads, its features and its probability."""

    text: str
    segment: Segment
    start: int
    end: int
    block: Block
    line: int  # in the block
    why: str
    features: Mapping[str, float]
    score: float = 0.0
    further: tuple[Segment, ...] = ()  # lines under it that the name goes on in
    beside: Segment | None = None  # what stands a space away and goes on with it


class Scene:
    """What all parties of one document share."""

    def __init__(
        self, sheet: Sheet, hits: Sequence[LabelHit], title_words: frozenset[str], roles: Mapping[str, Role], words: LineWords
    ) -> None:
        self.roles = roles  # by the prefix of the party
        self.sheet = sheet
        self.title_words = title_words
        self.words = words
        self.hits_in: dict[int, list[LabelHit]] = {}
        for hit in map(self._as_on_slip, hits):
            self.hits_in.setdefault(hit.segment.index, []).append(hit)
        whole = blocks_of(sheet)
        for block in whole:
            self._drop_echoes(block)
        self.hits = [hit for found in self.hits_in.values() for hit in found]
        self._labels = {hit.segment.index for hit in self.hits if hit.whole}
        self._hits_of: dict[str, list[LabelHit]] = {}
        for hit in self.hits:
            for named in hit.names:
                if not named.is_group or named.path in roles:
                    of_path = self._hits_of.setdefault(named.path, [])
                    if not of_path or of_path[-1] is not hit:
                        of_path.append(hit)
        blocks = [part for block in whole for part in block.parted_after(self._is_apart)]
        self.block_of = {segment.index: (block, line) for block in blocks for line, segment in enumerate(block.segments)}
        self._headings: dict[int, str | None] = {}  # over a segment
        self.domains = domains(sheet, self._is_of_others)
        self.first_page = sheet.segments[0].page
        large = (s for s in sheet.on_page(self.first_page) if s.height > LARGE * sheet.line_height)
        self.brands = frozenset(key for key in (compact(s.text) for s in large) if len(key) >= 4)
        self.signs = self.brands.intersection(self.domains)
        self.rank = {segment.index: i for i, segment in enumerate(sorted(sheet.on_page(self.first_page), key=lambda s: (s.top, s.left)))}
        self._contacts: dict[int, int] = {}  # by the first line of a block
        self._over: dict[int, Sequence[Segment]] = {}  # the same
        self.goes_on: dict[int, bool] = {}  # whether a name in a line goes on in the next one of its block
        self.houses: dict[int, bool] = {}  # whether a line says what kind of house it is, and the next one which
        self.cut: dict[int, tuple[Segment | None, ...]] = {}  # what goes on before and behind a line, a space away
        self.names: dict[tuple[int, int, int], tuple[PartyName, ...]] = {}  # that words of a segment may be, whosesoever
        self.of_addresses: dict[int, tuple[str, int] | None] = {}  # what of a line may be an address's, and from where on
        self.values: dict[Kind, Sequence[Place]] = {}  # of a kind that the leaves of all parties are sought among
        texts = [compact(segment.text) for segment in sheet.segments]
        self._said = "\n".join(texts)
        self.counts = Counter(texts)

    def opens_legal_name(self, key: str) -> bool:
        """Whether a line, or a piece of one, is a name with its legal form that begins with a text in its compact form and is longer."""
        return any(
            (full := compact(piece)) != key and full.startswith(key) and len(piece.split()) <= LONGEST_NAME and has_legal_form(piece)
            for segment in self._saying_more(key)
            for piece in pieces_of(segment.text)
        )

    def ends_addressed_name(self, key: str) -> bool:
        """Whether a name with its legal form that is all of a line over an address ends with a text in its compact form and is longer."""
        for upper in self._saying_more(key, before=True):
            block, line = self.block_of[upper.index]
            if (
                compact(upper.text).endswith(key)
                and has_legal_form(upper.text)
                and len(upper.text.split()) <= LONGEST_NAME
                and any(address.likeness(s.text) >= STREET or has_postal_code(s.text) for s in block.segments[line + 1 : line + 2])
            ):
                return True
        return False

    def _saying_more(self, key: str, *, before: bool = False) -> Iterator[Segment]:
        """The lines that hold a text in its compact form with more behind it, or before it: most names are said once, alone."""
        at = self._said.find(key)
        while at >= 0:
            beyond = at - 1 if before else at + len(key)
            if 0 <= beyond < len(self._said) and self._said[beyond] != "\n":
                yield self.sheet.segments[self._said.count("\n", 0, at)]
            at = self._said.find(key, at + 1)

    def over(self, block: Block) -> Sequence[Segment]:
        """The line right over the first ones of a block."""
        first = block.segments[0].index
        if first not in self._over:
            unit = self.sheet.line_height
            self._over[first] = self.sheet.above(block.page, block.left - unit, block.left + unit, block.top, OVER * unit)[:1]
        return self._over[first]

    def hits_of(self, path: str) -> Sequence[LabelHit]:
        """The labels that name a field, or a party."""
        return self._hits_of.get(path, ())

    def labels_of(self, leaves: tuple[str, ...]) -> list[LabelHit]:
        """The labels that name a leaf with one of some endings."""
        told = {id(hit) for path, hits in self._hits_of.items() if path.endswith(leaves) for hit in hits}
        return [hit for hit in self.hits if id(hit) in told] if told else []

    def contacts(self, block: Block) -> int:
        """How often the lines of a block hold a kind of contact or number."""
        first = block.segments[0].index
        if first not in self._contacts:
            self._contacts[first] = sum([self._contacts_in[segment.index] for segment in block.segments])
        return self._contacts[first]

    @cached_property
    def _contacts_in(self) -> Counter[int]:
        """How many kinds of contact or number each line holds."""
        return Counter(chain.from_iterable(map(self.sheet.lines_with, _CONTACT_KINDS)))

    def is_said_again(self, key: str) -> bool:
        """Whether more than one line holds a text in its compact form."""
        first = self._said.find(key)
        line_end = self._said.find("\n", first)
        return 0 <= first < line_end and self._said.find(key, line_end) >= 0

    def is_said_in_one(self, key: str) -> bool:
        """Whether some line holds a text in its compact form."""
        return key in self._said

    def times_said(self, key: str) -> int:
        """How often the document holds a text in its compact form."""
        return self._said.count(key)

    def claimed(self, segment: Segment, start: int) -> float:
        """How sure it is that a label of some single field claims the words from `start` on: 1 with a colon, less without."""
        before = [h for h in self.hits_in.get(segment.index, ()) if h.end <= start + 1 and any(not n.is_group for n in h.names)]
        if before:
            return 1.0 if before[-1].colon else 0.7
        return 0.0

    def heading_over(self, segment: Segment) -> str | None:
        """The party whose heading stands over a line: in its block, or directly above it."""
        if segment.index not in self._headings:
            self._headings[segment.index] = self._heading_over(segment)
        return self._headings[segment.index]

    def alone_over(self, segment: Segment) -> str | None:
        """The same, of headings alone that stand for themselves: "Deliver to: as above" heads nothing below it."""
        return self._heading_over(segment, alone=True)

    def _heading_over(self, segment: Segment, alone: bool = False) -> str | None:
        block, line = self.block_of[segment.index]
        unit = self.sheet.line_height
        above = self.sheet.above(block.page, block.left - unit, block.left + 6 * unit, block.top, 2.5 * unit)[:1]
        for other in [*reversed(block.segments[:line]), *above, *self._section_over(block)]:
            for hit in self.hits_in.get(other.index, ()):
                if (hit.whole or (hit.colon and not alone)) and (path := self.headed(hit)) is not None:
                    return path
        return None

    def _section_over(self, block: Block) -> Sequence[Segment]:
        """The line right over a block that stands alone in the middle of the page, as forms head their parts."""
        sheet, unit = self.sheet, self.sheet.line_height
        width, _ = sheet.page_size(block.page)
        return [
            other
            for other in sheet.above(block.page, block.left - unit, width, block.top, SECTION * unit)[:1]
            if other.index in self._labels
            and abs(other.left + other.right - width) < MIDDLE * width
            and not sheet.left_of(other)
            and not sheet.right_of(other)
        ]

    def headed(self, hit: LabelHit) -> str | None:
        """The party that a label is the heading of; what names a leaf of one as well ("Site:") is none."""
        if any(not named.is_group and named.path.partition(".")[0] in self.roles for named in hit.names):
            return None
        return next((named.path for named in hit.names if named.is_group and named.path in self.roles), None)

    def _heads(self, hit: LabelHit, role: Role) -> bool:
        return role in [self.roles.get(named.path) for named in hit.names if named.is_group]

    def is_headed(self, segment: Segment) -> bool:
        """Whether a line opens with the heading of a party: "Supplier: ..."."""
        hits = self.hits_in.get(segment.index, ())
        return bool(hits) and any(hit.leads and hit.colon and self.headed(hit) is not None for hit in hits)

    def _as_on_slip(self, hit: LabelHit) -> LabelHit:
        """A label as it is meant on the slip that comes back with the payment: whom that goes "to" has sent the document."""
        if not hit.leads or not self.words.slip_to.match(hit.text) or not self._heads(hit, Role.RECIPIENT):
            return hit
        segment, unit = hit.segment, self.sheet.line_height
        over = self.sheet.above(segment.page, segment.left - unit, segment.left + 6 * unit, segment.top, SLIP * unit)
        issuer = next((prefix for prefix, role in self.roles.items() if role is Role.ISSUER), None)
        if issuer is None or not any(self.words.slip.match(other.text) for other in over):
            return hit
        rank = min(named.rank for named in hit.names if named.is_group)
        return changed(hit, names=(Named(issuer, rank, is_group=True),))

    def _drop_echoes(self, block: Block) -> None:
        """Forgets labels that a line only resembles, under the heading of the same party: "Customer:" / "The Customer" is a name; and
        headings of an issuer that are how the one below is addressed: "Firma" / "Smith GmbH"."""
        headed: set[str] = set()
        for segment in block.segments:
            if segment.index not in self.hits_in:
                continue
            if segment is not block.segments[-1] and ":" not in segment.text and self.words.honorific_alone.match(segment.text):
                self.hits_in[segment.index] = [h for h in self.hits_in[segment.index] if not self._heads(h, Role.ISSUER)]
            for hit in [h for h in self.hits_in[segment.index] if h.whole]:
                groups = {named.path for named in hit.names if named.is_group and named.path in self.roles}
                if groups & headed and hit.likeness < 1 and not hit.colon:
                    self.hits_in[segment.index].remove(hit)
                headed |= groups

    def _is_apart(self, segment: Segment) -> bool:
        """Whether a line is nothing but the heading of a party, or the document's title set large over what is none of it."""
        if segment.height > LARGE * self.sheet.line_height and compact(segment.text) in self.title_words:
            return True
        return segment.index in self._labels and any(
            hit.whole and any(named.is_group and named.path in self.roles for named in hit.names) for hit in self.hits_in[segment.index]
        )

    def mentions(self, segment: Segment, leaf: str) -> bool:
        """Whether a label of some party's leaf stands in a line ("Attn: ...", "Contact person")."""
        hits = self.hits_in.get(segment.index, ())
        return bool(hits) and any(not named.is_group and named.path.rpartition(".")[2] == leaf for hit in hits for named in hit.names)

    def _is_of_others(self, segment: Segment) -> bool:
        """Whether a line stands under the heading of a party that is not the issuer."""
        owner = self.heading_over(segment)
        return owner is not None and self.roles[owner] is not Role.ISSUER

    def is_label(self, segment: Segment) -> bool:
        """Whether a line is nothing but a label."""
        return segment.index in self._labels

    def candidate(self, party: Party, spec: FieldSpec, name: PartyName) -> Candidate:
        sheet, segment = self.sheet, name.segment
        box = sheet.box_between(segment, name.start, name.end)
        for other in (*name.further, name.beside):
            box = box if other is None else box.union(sheet.box_of(other))
        return Candidate(
            spec.path, name.text, name.text, "layout", name.why, segment.page, box, dict(name.features), family=f"{party.role}_name"
        )


def domains(sheet: Sheet, is_of_others: Callable[[Segment], bool] = lambda _: False) -> tuple[str, ...]:
    """The distinctive part of each web and mail address that may be the issuer's: "nordlicht" of info@nordlicht.example."""
    found = []
    for kind in (Kind.EMAIL, Kind.URL):
        for place in sheet.places(kind):
            host = _SCHEME.sub("", str(place.match.value).rsplit("@", 1)[-1].lower())
            parts = _PATH.split(host, 1)[0].split(".")
            if len(parts) >= 2 and not is_of_others(place.segment):
                found.append(max(parts[:-1], key=len).replace("-", ""))
    return tuple(dict.fromkeys(found))
