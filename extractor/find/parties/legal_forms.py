"""The legal forms by which a text shows itself to be a company's name ("GmbH", "Ltd"), read without regard to case."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.values.name import legal_form

LEGAL_FORM = re.compile(
    r"\b(?:G\.?m\.?b\.?H|mbH|AG|KG|e\.?K|OHG|UG|GbR|SE|Ltd|Limited|LLC|L\.L\.C|Inc|Incorporated|Corp|Corporation|PLC|LLP|Co|Company|"
    r"S\.?A\.?R\.?L|S\.?A\.?S|S\.?A\.?U|SASU|EURL|S\.?A|S\.?L|S\.?L\.?U|S\.?r\.?l|S\.?p\.?A|B\.?V|N\.?V|V\.?O\.?F|Lda|Ltda|Sp\.?\s?z\s?o\.?\s?o|"
    r"S\.?C|Sdn\.?\s?Bhd|Bhd|S/B|Pty|Pte|Pvt|Enterprise|Enterprises|Trading|Holdings?|Group|Oy|AB|A/S|ApS|AS|Kft|s\.?r\.?o)\b\.?",
    re.IGNORECASE,
)


_COUNTY = re.compile(r"(?:^|(?<=, ))Co\.? (?=[A-Z][a-z]+(?:$|[ ,]))")


@lru_cache(maxsize=4096)  # every party of a document asks for the same lines
def has_legal_form(text: str) -> bool:
    """Whether a legal form ("GmbH", "Ltd") stands in a text; "Co. Meath" is a county."""
    text = _COUNTY.sub("", text)
    return LEGAL_FORM.search(text) is not None or legal_form(text) is not None
