"""Text that XML 1.0 can hold (https://www.w3.org/TR/xml/#charsets)."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with a replacement character for whatever XML has no place for; not yet escaped."""
    return _FORBIDDEN.sub("\ufffd", text)
