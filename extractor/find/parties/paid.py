"""Who is paid: the names that a page gives for the account ("Account holder: ...") or for a payee near its foot.

Who is paid is hardly ever anyone but the issuer, and is named there as the law knows it: of a trading name and a legal one in the
letterhead, this tells which is which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from extractor.find.banks import names_of_accounts
from extractor.find.free_text import rest_of
from extractor.find.parties.headings import Pointed
from extractor.find.parties.scene import Scene
from extractor.find.sheet import compact
from extractor.schemas.record import FieldSpec, Role

LOWER_HALF = 0.5  # of a page's height: a party headed above it may be one that goods are sent to
SHORTEST = 4  # letters of a name


def paid_names(scene: Scene, pointed: Mapping[str, Sequence[Pointed]], specs: Sequence[FieldSpec]) -> Mapping[str, Set[int]]:
    """The names that a label gives for the account, or a heading in a page's lower half for a further party: by their compact forms,
    the lines that say so. A name that stands nowhere else may be a factor's."""
    accounts = {spec.path for spec in names_of_accounts(specs)}
    found: dict[str, set[int]] = {}
    for text, index in (*_of_accounts(scene, accounts), *_of_others(scene, pointed)):
        if len(name := compact(text)) >= SHORTEST:
            found.setdefault(name, set()).add(index)
    return found


def _of_accounts(scene: Scene, paths: Set[str]) -> Iterator[tuple[str, int]]:
    for hit in scene.hits:
        if not (hit.whole or hit.colon) or not any(named.path in paths for named in hit.names):
            continue
        place = rest_of(hit.segment, hit.end, len(hit.segment.text))
        if place is not None:
            yield place.match.text, hit.segment.index
        yield from ((s.text, s.index) for s in scene.sheet.right_of(hit.segment)[:1] if place is None)


def _of_others(scene: Scene, pointed: Mapping[str, Sequence[Pointed]]) -> Iterator[tuple[str, int]]:
    for prefix, found in pointed.items():
        if scene.roles[prefix] is not Role.OTHER:
            continue
        for (index, start, end), _, _, _ in found:
            segment = scene.sheet.segments[index]
            if segment.top > LOWER_HALF * scene.sheet.page_size(segment.page)[1]:
                yield segment.text[start:end], index
