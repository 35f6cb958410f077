"""The names of the parties: how likely it is that a line names the issuer or the recipient, by what it looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from extractor.find.parties.headings import Pointed
from extractor.find.parties.legal_forms import has_legal_form
from extractor.find.parties.name_spans import TRADES_AS, WHOSE_BRAND, lines_of_interest, names_of, unlabelled_spans
from extractor.find.parties.roles import Party
from extractor.find.parties.scene import LONGEST_NAME, STREET, PartyName, Scene
from extractor.find.places import Segment
from extractor.find.sheet import compact
from extractor.learned import logit, probability, shipped
from extractor.quick import changed
from extractor.schemas.record import Kind, Role
from extractor.values import address

_LETTERS = re.compile(r"[\W_]+")
MOST_NAMES = 8  # of a party, beside those that stand over an address
NAMED, THE_REST = 0.5, 3.0  # probability from which a name needs no more signs, and the log odds that the only address left gives
OWN_NUMBER = 1.0  # log odds of the name over the only VAT id
A_PLACE = 0.9  # values.address.likeness from which a line is a place
KIN = 4.0  # log odds that a name of the other party's own block loses
AHEAD = 0.5  # log odds by which the name with its legal form comes before the other one, and that one falls back
LAWFUL, SHORTEST_BRAND = 0.3, 5  # probability of a name with its legal form, and letters of one without, from which the two are one firm's
LONG_BRAND, LONG_WORD = 10, 6  # letters of a name with which no other firm's begins by chance, and of a word of it
STATED = 3.5  # log odds of a firm that a line says what stands large is of
UPPER_HALF, MOST_ADDRESS = 0.5, 4  # of a page's height; lines from a name to its postal code


def ranked_names(scene: Scene, party: Party, pointed: Mapping[str, Sequence[Pointed]], paid: Mapping[str, Set[int]]) -> list[PartyName]:
    """The likeliest names of a party, the best first, and what stands over an address; `pointed` holds what headings point at, by
    party, `paid` who is paid."""
    found: dict[tuple[int, int, int, int], PartyName] = {}
    others = {key[0] for prefix, found_there in pointed.items() if prefix != party.prefix for key, _, _, _ in found_there}
    told: dict[str, float] = {}  # how strongly a heading elsewhere points at a name that no address stands under there
    for (index, start, end), strength, why, _ in pointed[party.prefix]:
        segment = scene.sheet.segments[index]
        for name in names_of(scene, segment, start, end):
            features = {"pointed": strength, **name.features}
            found[index, name.start, name.end, len(name.further)] = _with_odds(party, name, why, features, paid)
            if not features["postal"]:
                told[compact(name.text)] = max(strength, told.get(compact(name.text), 0.0))
    if party.role is not Role.OTHER:
        of_issuer = party.role is Role.ISSUER
        for segment in lines_of_interest(scene, of_issuer):
            rival = segment.index in others
            for start, end, why in unlabelled_spans(scene, segment, of_issuer):
                for name in names_of(scene, segment, start, end):
                    key = segment.index, name.start, name.end, len(name.further)
                    if key in found:
                        continue
                    features = {"rival": float(rival), **name.features}
                    if told and not rival and not name.line and features["postal"] and (named := told.get(compact(name.text))):
                        features["pointed"] = named  # a slip at the foot says who it is
                    found[key] = _with_odds(party, name, why, features, paid)
    scored = _with_the_only_number(scene, party, _scored(party, list(found.values())))
    scored.sort(key=lambda n: (-n.score, n.segment.index, n.start))
    if party.role is Role.ISSUER:
        scored = _as_the_law_knows(scene, scored)
    return scored[:MOST_NAMES] + [name for name in scored[MOST_NAMES:] if not name.line and name.features["postal"]]


def _with_the_only_number(scene: Scene, party: Party, names: Sequence[PartyName]) -> list[PartyName]:
    """The names with those in the address block raised, for an issuer, and lowered, for whom it writes to, that has the document's only VAT
    id where no heading or label says whose: an invoice must say its issuer's (article 226 of Directive 2006/112/EC)."""
    places = scene.sheet.places(Kind.VAT_ID) if party.role is not Role.OTHER and names else ()
    if len({place.match.value for place in places}) != 1:
        return list(names)
    segment = places[0].segment
    block, _ = scene.block_of[segment.index]
    whose = {n.path.partition(".")[0] for hit in scene.hits_in.get(segment.index, ()) for n in hit.names if n.path.endswith(".vat_id")}
    if block.postal_line is None or len(whose) == 1 or scene.heading_over(segment) is not None:
        return list(names)
    odds = OWN_NUMBER if party.role is Role.ISSUER else -OWN_NUMBER
    told = [n for n in names if n.block is block and "pointed" not in n.features and len(n.text.split()) <= LONGEST_NAME]
    return [_shifted(n, odds) if any(n is one for one in told) else n for n in names]


def _as_the_law_knows(scene: Scene, scored: Sequence[PartyName]) -> list[PartyName]:
    """The names with a longer one first that the best of them begins and that ends with a legal form: what stands large in the head is
    what a house calls itself ("Hotel Alpenrose"), its foot says who it is ("Hotel Alpenrose Huber KG")."""
    names = list(scored)
    if len(names) < 2 or has_legal_form(names[0].text):
        return names
    whole = next((name for name in names[1:] if has_legal_form(name.text) and _is_its_firm(scene, name, names[0])), None)
    if whole is None:
        return names
    more = logit(names[0].score) - logit(whole.score) + AHEAD
    raised, lowered = _shifted(whole, max(more, 0.0)), _shifted(names[0], -AHEAD)
    names = [raised if n is whole else lowered if n is names[0] else n for n in names]
    return sorted(names, key=lambda n: (-n.score, n.segment.index, n.start))


def _is_its_firm(scene: Scene, name: PartyName, house: PartyName) -> bool:
    """Whether a firm's name says whose a house is: it begins with the house's, or with a word of it, or a line tells of both."""
    brand, firm = (_LETTERS.sub("", one.text.casefold()) for one in (house, name))
    if len(brand) >= LONG_BRAND and not name.features.get("rival"):
        first = name.text.partition(" ")[0].casefold()
        if firm.startswith(brand) or (house.score < NAMED and len(first) >= LONG_WORD and first in house.text.casefold().split()):
            return True
    likely = house.score >= NAMED and (name.score >= LAWFUL or name.why == WHOSE_BRAND)
    return likely and len(brand) >= SHORTEST_BRAND and (_is_of_brand(name, brand) or _trades_as(scene, name, brand))


def _is_of_brand(name: PartyName, brand: str) -> bool:
    """Whether a name begins with a shorter one, or stands behind it in a foot: "Anchor Hotel · Anchor Inns Ltd · Registered in ..."."""
    line = _LETTERS.sub("", name.segment.text.casefold())
    return _LETTERS.sub("", name.text.casefold()).startswith(brand) or (bool(name.start) and line.startswith(brand))


def _trades_as(scene: Scene, name: PartyName, brand: str) -> bool:
    """Whether a line goes on behind a firm's name with the brand that it trades under: "Anchor Inns Ltd trading as The Anchor"."""
    said = scene.words.ends_name.match(name.segment.text, name.end)
    return said is not None and _LETTERS.sub("", name.segment.text[said.end() :].casefold()).startswith(brand)


def _shifted(name: PartyName, odds: float) -> PartyName:
    """A name with so much more in log odds."""
    return changed(name, features={**name.features, "odds": name.features["odds"] + odds}, score=probability(logit(name.score) + odds))


def _scored(party: Party, names: Sequence[PartyName]) -> list[PartyName]:
    """The names with the probabilities that they are chosen by: what stands in the block of one must not be given to another."""
    odds = [name.features["odds"] for name in names]
    forest = shipped().families.get(f"{party.role}_name")
    if forest is not None and names:
        corrections = forest.all_log_odds([name.features for name in names], odds)
        odds = [before + forest.trust * correction for before, correction in zip(odds, corrections, strict=True)]
    return [changed(name, score=probability(told)) for name, told in zip(names, odds, strict=True)]


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
    raised = _shifted(head, THE_REST)
    again = sorted([raised if name is head else name for name in found], key=lambda n: (-n.score, n.segment.index, n.start))
    return _as_the_law_knows(scene, again) if party.role is Role.ISSUER else again


def apart_from(found: Sequence[PartyName], others: Sequence[PartyName]) -> list[PartyName]:
    """The names with those lowered by which the other party is told in two ways in one block: of "Anchor Inns" over "Anchor Inns Ltd"
    neither is whom the other writes to."""
    sure = others[0]
    key = compact(sure.text)
    again = [compact(name.text) for name in others[1:] if name.block is sure.block and name.score >= NAMED]
    told = {other for other in again if other != key and (key in other or other in key)}
    if not told:
        return list(found)
    own = told | {key}
    names = [_shifted(n, -KIN) if n.block is sure.block and "pointed" not in n.features and compact(n.text) in own else n for n in found]
    return sorted(names, key=lambda n: (-n.score, n.segment.index, n.start))


def _is_left(scene: Scene, party: Party, name: PartyName, sure: PartyName) -> bool:
    """Whether a name heads an address of the first page that is neither the other party's nor of goods, accounts or third ones."""
    block, features = name.block, name.features
    own = block is not sure.block and compact(sure.text) not in compact(block.text) and compact(name.text) not in compact(sure.text)
    high = party.role is Role.ISSUER or features["y"] < UPPER_HALF
    return (
        own
        and high
        and name.segment.page == scene.first_page
        and block.postal_line is not None
        and 0 < block.postal_line - name.line <= MOST_ADDRESS
        and not features["digits"]
        and not features["person"]
        and features["address"] < A_PLACE
        and all(address.likeness(segment.text) <= STREET for segment in block.segments[: name.line + 1])
        and scene.heading_over(name.segment) in (None, party.prefix)
        and not _is_numbered(scene, block.segments[block.postal_line])
    )


def _is_numbered(scene: Scene, segment: Segment) -> bool:
    """Whether a line is a label and its number, which is like a postal code: "Debtor 30417"."""
    return any(
        hit.leads and any(not named.is_group for named in hit.names) and hit.segment.text[hit.end :].strip(" :.").isdigit()
        for hit in scene.hits_in.get(segment.index, ())
    )


def _with_odds(party: Party, name: PartyName, why: str, f: dict[str, float], paid: Mapping[str, Set[int]]) -> PartyName:
    """The name as one of the party, for the reason `why`; to its features `f` the log odds are added that they tell."""
    told = paid.get(compact(name.text), ()) if paid else ()
    f["paid"] = float(bool(told) and name.segment.index not in told)
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
            - 4.0 * f["titled"]
            - 2.0 * f["window"]
            + 1.8 * f["paid"]
            + 0.8 * f["branded"]
        )
        odds += 1.6 * (1 - f["rank"]) - 1.0 * f["line"] + 0.5 * f["repeats"] + 1.5 * f["again"] + 0.3 * f["centred"]
        odds += (
            (0.5 if why == "sender line" else STATED if why in (TRADES_AS, WHOSE_BRAND) else 0.0)
            + (0.6 if f["y"] > 0.85 else 0.0)
            + 0.5 * f.get("joined", 0.0)
        )
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
        odds += 0.8 if (0.0 if f["titled"] else 0.08) < f["y"] < 0.45 else -1.5 * (1 - f.get("pointed", 0.0))
    else:
        odds += -3.5
    pointed = f.get("pointed", 0.0) * (1.0 if f["legal"] or f["next_street"] or f["postal"] or party.role is Role.OTHER else 0.8)
    odds += 5.0 * pointed - 3.0 * f.get("rival", 0.0)
    f["odds"], f["below_heading"], f["sender"] = odds, float(why.startswith("below")), float(why == "sender line")
    return PartyName(name.text, name.segment, name.start, name.end, name.block, name.line, why, f, further=name.further)
