"""Addresses on the web. The value is lower case in its host, without a closing stop, as printed otherwise."""

from __future__ import annotations

import re

from extractor.values import UNKNOWN, Habits, Interpretation, Match

_TOP = (
    "com|net|org|info|biz|eu|edu|gov|shop|app|io|co|de|at|ch|fr|be|nl|lu|es|"
    "pt|it|pl|uk|ie|us|ca|au|nz|my|sg|in|br|mx|cz|sk|dk|se|no|fi|hu|ro|gr|li|dev|tv|me|cc|online|store|example"
)
_HOST = rf"[A-Za-z0-9](?:[A-Za-z0-9\-]{{0,62}})(?:\.[A-Za-z0-9\-]{{1,63}}){{0,4}}\.(?:{_TOP})"
_PREFIXED = r"(?:(?:https?://)?www\.|https?://)(?:[\w-]{1,63}\.){1,4}[^\W\d_]{2,24}"  # with these, any top domain will do
_URL = re.compile(rf"(?<![\w@.-])(?:{_PREFIXED}|{_HOST})(?::\d{{2,5}})?(?:/[^\s<>\"]{{0,200}})?(?![\w@-])", re.IGNORECASE)
_SURE = re.compile(r"^(?:https?://|www\.)", re.IGNORECASE)


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Web addresses of a line; a bare host (example.com) is less likely one than with www or a scheme."""
    if "." not in text:
        return ()
    found = []
    for one in _URL.finditer(text):
        token = one[0].rstrip(".,;:)]'")
        sure = _SURE.match(token) is not None
        host = token.split("/")[0] if "://" not in token else token
        if text[: one.start()].rpartition(" ")[2].lower().startswith("urn:"):
            continue  # a name of something else: urn:cen.eu:en16931:2017
        if not sure and (token.upper() == token or sum(map(str.isalpha, host.rsplit(".", 1)[0])) < 2):
            continue  # ABN. CO, 12.de
        scheme, mark, rest = token.rpartition("://")
        name, slash, path = rest.partition("/")
        value = f"{scheme.lower()}{mark}{name.lower()}{slash}{path}"
        found.append(Match(one.start(), one.start() + len(token), token, (Interpretation(value, None, 0.98 if sure else 0.7),)))
    return tuple(found)


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """The first web address of a text; spaces that a recogniser put about dots are taken out."""
    matches = find(text, habits)
    if matches:
        return matches[0].interpretations
    closed = re.sub(r"\s*([./:])\s*", r"\1", text.strip())
    matches = find(closed, habits)
    if not matches or len(matches[0].text) < len(closed) - 2:
        return ()
    return (Interpretation(matches[0].value, None, matches[0].likelihood * 0.8, True),)
