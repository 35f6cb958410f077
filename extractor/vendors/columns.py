"""What the columns of a table of vendors are called. Case, accents, spaces, signs and a number at the end ("IBAN 2") do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from extractor.schemas.label_files import label_files


class Column(StrEnum):
    ID = "id"
    NAME = "name"
    ALIAS = "alias"
    VAT_ID = "vat_id"
    REGISTRATION = "registration"
    IBAN = "iban"
    PHONE = "phone"
    ADDRESS = "address"


@cache
def _columns() -> Mapping[str, Column]:
    """By what it is called in one of the label files, as accounting programs of that language export it."""
    named = (content["vendor_columns"].items() for content in label_files().values())
    return {name: Column(column) for columns in named for column, names in columns for name in names}


def column_of(heading: str) -> Column | None:
    """What a column holds, by its heading; None where that says nothing to us."""
    plain = unicodedata.normalize("NFKD", heading.casefold().replace("ß", "ss").replace("ł", "l"))
    bare = re.sub(r"[^a-z0-9]", "", plain)
    return _columns().get(bare) or _columns().get(bare.rstrip("0123456789"))
