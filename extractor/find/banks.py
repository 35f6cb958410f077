"""Whose account it is: the name of the bank beside an IBAN or BIC, with its label or without one.

Speaks for any group of the schema that has an IBAN or a BIC and a name of no party beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from extractor.document import Candidate
from extractor.find.free_text import words_left
from extractor.find.label_hits import LabelHit
from extractor.find.parties.line_words import LineWords, Sought
from extractor.find.places import Place, Segment
from extractor.find.sheet import Sheet
from extractor.late import late
from extractor.quick import dataclass
from extractor.schemas.leaves import of_kind, of_use, once
from extractor.schemas.record import FieldSpec, Kind, Use
from extractor.values import Match
from extractor.values import name as name_values

# Probabilities: behind its label, behind that of who holds the account, by its words, right beside the account, over it alone.
LABELLED, SAYS_BANK, HELD, BESIDE, ABOVE = 0.93, 0.88, 0.86, 0.6, 0.4
LINES_ABOVE, LINES_BELOW = 3, 3
ACCOUNTS = Kind.IBAN, Kind.BIC
MOST_WORDS, SHORTEST_NAME = 7, 3  # words and letters of a name
SHORTEST = 6  # figures of an account's number
LIKELY = 0.3  # likelihood from which a code is a bank's
_HIDDEN = re.compile(
    r"\b[A-Z]{2}[\dX*•]{2}(?: ?[\dX*•]{4}){3,}(?: ?[\dX*•]{1,4})?(?<=\w|[*•])"
)  # an account of which the page hides figures
_NAMED = r"[^\W\d_a-zà-ÿ][^\s\d:,;()]*"  # a word of a name: in capitals or with one
_RUN = rf"{_NAMED}(?: (?:(?:&|[^\W\d_]{{2,3}}) )?{_NAMED})*"
_RUN_BEFORE, _RUN_BEHIND = late(rf"(?<![^\s(]){_RUN}[\s:(]*$"), late(rf"[\s(–-]*({_RUN})(?![^\s)])")
_NAMES, _JOINING = late(rf"(?<!\S){_RUN}"), late(r"(?<= )[a-zà-ÿ]{2,3} ")
_LOWER = re.compile(r"(?<![^\s(])[a-zß-ÿ]{4,}(?!\S)")  # a word that is none of a name's
_PARTS = late(r"\s+[-–—•·|*]\s+|\s*[•·|;]\s*|,\s+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters start..end of a segment between two marks that part things."""

    segment: Segment
    start: int
    end: int
    beside: bool = False  # nothing stands between it and the account


@dataclass(frozen=True, slots=True)
class _About:
    """What is known of a piece: the labels in it, how many lines over (or, negative, under) the account it stands, whether the account's
    own label has a colon; and the words of banks, and the paths of accounts."""

    labels: Sequence[LabelHit]
    steps: int
    colons: bool
    bank: Sought
    of_account: Set[str]


@dataclass(frozen=True, slots=True)
class _Told:
    """That characters start..end of a piece's line are a name, how surely, and by what."""

    start: int
    end: int
    score: float
    why: str


def bank_candidates(sheet: Sheet, hits: Sequence[LabelHit], specs: Sequence[FieldSpec], words: LineWords) -> list[Candidate]:
    """Candidates, with their own probability, for the name in each group of an account."""
    wanted = names_of_accounts(specs)
    if not wanted:
        return []
    hits_in: dict[int, list[LabelHit]] = {}
    for hit in hits:
        hits_in.setdefault(hit.segment.index, []).append(hit)
    accounts = [
        *sheet.places(Kind.IBAN),
        *(place for place in sheet.places(Kind.BIC) if place.match.likelihood >= LIKELY),
    ]
    found: dict[tuple[str, int, int], Candidate] = {}
    groups = {spec.path.rpartition(".")[0] for spec in wanted}
    numbers = {spec.path for spec in of_use(specs, Use.ACCOUNT) if spec.path.rpartition(".")[0] in groups}
    accounts += [place for hit in hits if not numbers.isdisjoint([n.path for n in hit.names]) for place in _behind(sheet, hit)]
    accounts += _hidden(sheet)
    of_account = numbers | {spec.path for spec in of_kind(specs, *ACCOUNTS)}
    pieces: list[tuple[_Piece, _About]] = []
    for account in accounts[:8]:
        for piece, steps in _beside(sheet, account, hits_in, of_account):
            inside = [hit for hit in hits_in.get(piece.segment.index, ()) if piece.start <= hit.start < piece.end]
            pieces.append((piece, _About(inside, steps, _has_colon(account), words.bank, of_account)))
    for spec in wanted:
        for piece, about in pieces:
            candidate = _candidate(sheet, spec, piece, about)
            if candidate is not None:
                key = spec.path, piece.segment.index, piece.start
                if key not in found or found[key].score < candidate.score:
                    found[key] = candidate
    return list(found.values())


def _behind(sheet: Sheet, hit: LabelHit) -> list[Place]:
    """The number right behind the label of an account: "A/c No. 1234567"."""
    return [
        p for p in sheet.places_in(Kind.IDENTIFIER, hit.segment) if 0 <= p.match.start - hit.end <= 3 and len(p.match.text) >= SHORTEST
    ][:1]


@once
def names_of_accounts(specs: Sequence[FieldSpec]) -> Sequence[FieldSpec]:
    """The leaves that are the name in a group of an account: of the bank, or of the one whose account it is."""
    groups = {spec.path.rpartition(".")[0] for spec in of_kind(specs, *ACCOUNTS)}
    return [spec for spec in of_kind(specs, Kind.NAME) if spec.role is None and spec.path.rpartition(".")[0] in groups and not spec.rows]


def _has_colon(account: Place) -> bool:
    """Whether the account's own label has a colon: then those about it have one too."""
    return account.segment.text[: account.match.start].rstrip().endswith((":", "："))


def _hidden(sheet: Sheet) -> Iterator[Place]:
    """Accounts of which figures are hidden: "ES** **** **** **** **** 4471"."""
    for segment in sheet.segments:
        if _hides(segment.text):
            for found in _HIDDEN.finditer(segment.text):
                match = Match(found.start(), found.end(), found[0], ())
                yield Place(segment, match, Kind.IBAN, segment.x_at(found.start()), segment.x_at(found.end()), -1)


def _hides(text: str) -> bool:
    return "**" in text or "XX" in text or "••" in text


def _beside(sheet: Sheet, account: Place, hits: Mapping[int, Sequence[LabelHit]], of_account: Set[str]) -> Iterator[tuple[_Piece, int]]:
    """Pieces of the account's own line and of the lines over and under it, with how many lines lie between."""
    segment = account.segment
    for piece in _pieces(segment, hits):
        if piece.start < account.match.end and account.match.start < piece.end:
            yield from ((part, 0) for part in _around(account, piece, hits.get(segment.index, ()), of_account))
        else:
            yield piece, 0
    for neighbour in (*sheet.left_of(segment)[:2], *sheet.right_of(segment)[:2]):
        yield from ((piece, 0) for piece in _pieces(neighbour, hits))
    left, right, unit = segment.left, segment.left + 6 * segment.height, segment.height
    above = sheet.above(segment.page, left, right, segment.top, LINES_ABOVE * 2.2 * unit)[:LINES_ABOVE]
    below = sheet.below(segment.page, left, right, segment.bottom, LINES_BELOW * 2.2 * unit)[:LINES_BELOW]
    for steps, other in (*enumerate(above, 1), *((-steps, other) for steps, other in enumerate(below, 1))):
        if _hides(other.text) and _HIDDEN.search(other.text):
            continue  # what stands there is the reader's bank
        yield from ((piece, steps) for piece in _pieces(other, hits))


def _around(account: Place, piece: _Piece, here: Sequence[LabelHit], of_account: Set[str]) -> Iterator[_Piece]:
    """What stands before and behind an account in its own piece of the line. `here`: the labels of the line."""
    text, begin, end = account.segment.text, account.match.start, account.match.end
    for hit in reversed(here):  # the account's own label
        if piece.start <= hit.start < hit.end <= begin and not any(map(str.isalnum, text[hit.end : begin])):
            begin = hit.start if any(named.path in of_account for named in hit.names) else begin
    yield _Piece(account.segment, piece.start, begin)  # "Sparkasse Oberland IBAN DE02 ..."
    if account.order < 0:
        return  # the reader's own account, of which nothing but a label tells the bank
    if (run := _RUN_BEFORE.search(text[piece.start : begin])) is not None:
        yield _Piece(account.segment, piece.start + run.start(), begin, True)  # "by transfer to BPER Banca IBAN IT77 ..."
    marks = (hit.start for hit in here if hit.start >= end and (hit.colon or any(named.path in of_account for named in hit.names)))
    until = min(marks, default=piece.end)
    if (run := _RUN_BEHIND.match(text[end:until])) is not None:
        yield _Piece(account.segment, end + run.start(1), end + run.end(1), True)  # "ES22 3067 ... CAJA RURAL DE JAÉN"
    elif _LOWER.search(text, end, until):
        yield _Piece(account.segment, end, until)  # "CH90 0076 ... held with the Bank of the Coast"


def _pieces(segment: Segment, hits: Mapping[int, Sequence[LabelHit]]) -> Iterator[_Piece]:
    """What stands between marks that part things, and labels with their colons."""
    cuts = [mark.span() for mark in _PARTS.finditer(segment.text)]
    cuts += [(hit.start, hit.start) for hit in hits.get(segment.index, ()) if hit.colon and not hit.leads]
    start = 0
    for begin, end in sorted(cuts):
        if begin > start:
            yield _Piece(segment, start, begin)
        start = max(start, end)
    yield _Piece(segment, start, len(segment.text))


def _candidate(sheet: Sheet, spec: FieldSpec, piece: _Piece, about: _About) -> Candidate | None:
    """The name that a piece holds, with what tells it; None where it holds none."""
    line = piece.segment.text
    if sum(map(str.isalpha, line[piece.start : piece.end])) < SHORTEST_NAME:
        return None
    told = _told(spec.path, piece, about)
    words = None if told is None else words_left(line, told.start, told.end)
    if told is None or words is None:
        return None
    score, why = told.score, told.why
    if ":" in words[2]:  # behind words that are no label known: "Banking: Bank of Knysna"
        words = words_left(line, told.start + line[told.start : told.end].rindex(":") + 1, told.end) or words
    start, end, text = words
    if any(map(str.isdigit, text)) or len(text.split()) > MOST_WORDS or sum(map(str.isalpha, text)) < SHORTEST_NAME:
        return None
    if score < SAYS_BANK and about.bank.search(text):
        score, why = SAYS_BANK, "a bank's name beside the account"
    if not score or not _may_be_name(sheet, start, end, piece, about, sure=score > BESIDE):
        return None
    source = "label" if why.startswith("behind") else "layout"
    return Candidate(spec.path, text, text, source, why, piece.segment.page, sheet.box_between(piece.segment, start, end), score=score)


def _told(path: str, piece: _Piece, about: _About) -> _Told | None:
    """Where in a piece the name stands: behind its own label, behind that of the account, within a sentence, or all of it."""
    text = piece.segment.text
    whole = _Told(piece.start, piece.end, ABOVE if about.steps == 1 and piece.start == 0 else 0.0, "over the account")
    if piece.beside:
        whole = _Told(piece.start, piece.end, BESIDE, "beside the account")
    is_sentence = _LOWER.search(text, piece.start, piece.end) is not None
    names = {path, path.rpartition(".")[0]}  # "Bank account: Lloyds", of which the label heads all of the account
    own = next((hit for hit in about.labels if any(n.path == path or (n.path in names and hit.colon) for n in hit.names)), None)
    others = [hit for hit in about.labels if hit is not own and (hit.colon or (hit.start == piece.start and not is_sentence))]
    strangers = [hit for hit in others if not about.bank.search(hit.text)]
    if strangers and not piece.beside:
        return _behind_account(piece, strangers, about)
    if own is not None and not any(map(str.isalnum, text[piece.start : own.start])):
        return _behind_label(piece, own, whole, about)
    if is_sentence:
        return _in_sentence(piece, about)
    return None if not piece.beside and own is None and ":" in text[piece.start : piece.end] else whole


def _behind_account(piece: _Piece, labels: Sequence[LabelHit], about: _About) -> _Told | None:
    """The name behind the one label of the account or its holder: "Client account: Lloyds Bank plc"."""
    first, text = labels[0], piece.segment.text
    of_bank = about.bank.search(text, first.end, piece.end) is not None or any(named.path in about.of_account for named in first.names)
    alone = len(labels) == 1 and first.colon and not any(map(str.isalnum, text[piece.start : first.start]))
    if not (alone and of_bank) or any(map(str.isdigit, text[first.end : piece.end])):
        return None
    return _Told(first.end, piece.end, BESIDE, f"behind '{first.text.strip()}'")


def _behind_label(piece: _Piece, label: LabelHit, whole: _Told, about: _About) -> _Told | None:
    """The name behind its own label, which leads the piece; all of it where the label is the name's first word ("Bank of the Coast")."""
    rest = piece.segment.text[label.end : piece.end]
    says, said = about.bank.search(label.text), about.bank.search(rest)
    opens = said is not None and not rest[: said.start()].strip()  # of "Banca Lariana di Credito" the first word is the name's
    if label.colon or " " in label.text.strip() or (not about.colons and opens) or not says:
        why = f"behind '{label.text.strip()}', beside the account"
        return _Told(label.end, piece.end, LABELLED if says or said else HELD, why)
    return whole if any(map(str.isalnum, rest)) and not _LOWER.search(rest) else None


def _in_sentence(piece: _Piece, about: _About) -> _Told | None:
    """The words in capitals of a sentence that name a bank: "Please remit in USD to Banque du Grund"."""
    for run in _NAMES.finditer(piece.segment.text, piece.start, piece.end):
        bank = about.bank.search(run[0])
        if bank is not None and " " in run[0]:
            lead = max((word.end() for word in _JOINING.finditer(run[0], 0, bank.start())), default=0)
            return _Told(run.start() + lead, run.end(), SAYS_BANK, "a bank's name beside the account")
    return None


def _may_be_name(sheet: Sheet, start: int, end: int, piece: _Piece, about: _About, *, sure: bool) -> bool:
    """Whether a few words without figures, characters start..end of a line, may be a name: no address of the web and no currency; of a
    word alone that nothing else tells, one that is not written as any word may be ("Please")."""
    segment = piece.segment
    text = segment.text[start:end]
    codes = [place.match for place in sheet.places_in(Kind.BIC, segment) if place.match.likelihood >= LIKELY]
    if " " not in text and any(start - 2 <= code.start <= end + 2 for code in codes):
        return False  # "BIC", and the code itself
    if name_values.plausibility(text) < 0.2 and not about.bank.search(text):
        return False
    if about.steps and any(sheet.places_in(kind, segment) for kind in (Kind.EMAIL, Kind.URL)):
        return False
    if not piece.beside:
        return True
    return (sure or not text.istitle() or " " in text) and not any(
        other.match.start < piece.end and piece.start < other.match.end for other in sheet.places_in(Kind.CURRENCY, segment)
    )
