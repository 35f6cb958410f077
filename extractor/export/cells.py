"""Values as text cells that no spreadsheet runs as a formula."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

# What Excel, LibreOffice or Sheets may take for the start of a formula, full-width signs included
# (OWASP, "CSV Injection").
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NEGATIVE_NUMBER = re.compile(r"-\d+(?:[.,]\d+)*%?\Z")


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet could run it. A negative number stays a number."""
    if text.startswith(_STARTS) and not _NEGATIVE_NUMBER.match(text):
        return "'" + text
    return text


def text_cell(value: Any) -> str:
    """A value as CSV holds it: Decimal plain, dates ISO, true/false, "" for nothing, other texts made harmless."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float):
        return repr(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return harmless(str(value))
