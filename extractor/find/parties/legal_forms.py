"""The legal forms by which a text shows itself to be a company's name ("GmbH", "Ltd"), read without regard to case."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.values.name import legal_form

# By their first letters, so that where a line holds none few are tried. "Town, Co. Meath" is a county, a "Co-op" a kind of shop;
# "(inc VAT)" says what a price holds.
LEGAL_FORM = re.compile(
    r"\b(?:A(?:G|B|/S|pS|S)|B(?:\.?V|hd)|C(?:orp|orporation|ompany|(?<!^C)(?<!, C)o)|E(?:\.?K|URL|nterprise|nterprises)|"
    r"G(?:\.?m\.?b\.?H|es\.?m\.?b\.?H|bR|roup)|Holdings?|I(?<!\(I)nc(?:|orporated)|K(?:G|ft)|L(?:td|imited|LC|\.L\.C|LP|da|tda)|mbH|N\.?V|O(?:HG|y)|P(?:LC|ty|te|vt)|"
    r"S(?:E|\.?[AÀ]\.?\s?R\.?L|\.\s?n\.\s?c|\.?A\.?S|\.?A\.?U|ASU|\.?A|\.?L|\.?L\.?U|\.?r\.?l|\.?p\.?A|p\.?\s?z\s?o\.?\s?o|p\.?\s?[jk]|\.?C|dn\.?\s?Bhd|/B|\.?r\.?o)|"
    r"Trading|UG|V\.?O\.?F)\b(?!-\w)\.?",
    re.IGNORECASE,
)


FORMS = re.compile(rf"{LEGAL_FORM.pattern}(?:\W{{0,3}}(?:[^\W\d]+\s)?(?:{LEGAL_FORM.pattern}))*", re.IGNORECASE)  # "GmbH & Co. KG"
_COMPOUND = re.compile(r"(?<=[^\W\d_])ges\.?\s?m\.?\s?b\.?\s?H\b", re.IGNORECASE)  # "Speditionsges.m.b.H."
_COUNTY = re.compile(r"(?:^|(?<=, ))Co\.? (?=[A-Z][a-z]+(?:$|[ ,]))")


@lru_cache(maxsize=4096)  # every party of a document asks for the same lines
def has_legal_form(text: str) -> bool:
    """Whether a legal form ("GmbH", "Ltd") stands in a text; "Co. Meath" is a county."""
    text = _COUNTY.sub("", text)
    return LEGAL_FORM.search(text) is not None or legal_form(text) is not None or _COMPOUND.search(text) is not None


@lru_cache(maxsize=4096)
def is_only_form(text: str) -> bool:
    """Whether a text is a legal form and nothing else ("GmbH & Co. KG"): it ends a name and is none."""
    return FORMS.fullmatch(text.strip()) is not None
