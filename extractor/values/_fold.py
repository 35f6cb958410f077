"""Texts made comparable: lower case, no accents."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case without accents or surrounding dots and spaces; the length may change."""
    if text.isascii():
        return text.lower().strip(" .")
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join([character for character in plain if not unicodedata.combining(character)]).strip(" .")
