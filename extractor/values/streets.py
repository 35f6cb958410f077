"""How like a street a line is: by a word of one and a number, a post box, an estate."""

from __future__ import annotations

import re
from functools import lru_cache

STREETS = frozenset(
    "street st road rd avenue ave lane ln drive dr boulevard blvd way court ct place pl square sq highway hwy parkway pkwy terrace "
    "crescent close jalan jln lorong "
    "carrer avinguda passeig lot persiaran taman lebuh "
    "rue bd boul chemin chaussée allée quai impasse cours route rte zone zona zac calle c barrio bº avda avenida av paseo plaza "
    "pza carretera ctra camino polígono "
    "poligono ronda via viale corso piazza piazzale largo strada vicolo rua travessa praça estrada alameda ul ulica al aleje aleja "
    "quay wharf mews parade grove gardens embankment terrasse os plac laan straat weg plein "
    "gracht kade plot unit suite ste floor block blk am im zum zur nr no km lebuhraya bandar kampung".split()
)
_STREET_ENDS = tuple(
    "straße strasse str gasse platz allee ring damm ufer steig chaussee straat laan plein gracht kade dijk weg hof park promenade "
    "stieg dreef steeg kaai lei".split()
)
_STREET_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\d,.])\d{1,5}\s?[a-zA-Z]?(?:\s?[-–/]\s?\d{1,5}\s?[a-zA-Z]?|-[a-zA-Z])?(?![\d.,]\d)")
PO_BOX = re.compile(
    r"\b(?:p\.?\s?o\.?\s?box|pmb|cs(?=\s\d)|tsa(?=\s\d)|postfach|bp|b\.p\.|apartado|postbus|casella postale|skr\. ?poczt\.|caixa postal)\b",
    re.IGNORECASE,
)
_ESTATE = re.compile(
    r"\b(?:industrial|business|trading|retail|science|enterprise) (?:estate|park)$|^(?:(?-i:Z\.? ?[AI]\.?(?: ?[CE]\.?)?)|lieu-dit) (?=\w)",
    re.IGNORECASE,
)
_NUMBER_BEHIND = re.compile(r"[^\W\d_][^\d]{3,40}?,?\s\d{1,4}\s?[a-zA-Z]?(?:\s?[-/]\s?\d{1,4}\s?[a-zA-Z]?|-[a-zA-Z])?")  # Marktgraben 3a
_NUMBER_BEFORE = re.compile(r"\d{1,5}[a-zA-Z]?,?\s[^\W\d_][^\d]{3,40}")  # 12 Kingsbridge
_SAINT = re.compile(r"St\.? (?=[A-Z][\w'’]+$)")  # St Ives, St. Albans


@lru_cache(maxsize=4096)
def street_score(line: str) -> float:
    """0 to 1."""
    number = _NUMBER.search(line)
    word = next((one for one in _STREET_WORD.finditer(line) if (low := one[0].lower()) in STREETS or low.endswith(_STREET_ENDS)), None)
    if word is None and not number:
        return 0.5 if _ESTATE.search(line) else 0
    if word is not None and not number and _SAINT.match(line):
        return 0
    if PO_BOX.search(line):
        return 0.9
    if word and number:
        return 0.95
    if word and len(line) > len(word[0]) + 2 and len(line.split()) <= 6:
        return 0.5 if len(word[0]) > 2 else 0.2
    if number and _NUMBER_BEHIND.fullmatch(line):
        return 0.5
    return 0.45 if number and _NUMBER_BEFORE.fullmatch(line) else 0
