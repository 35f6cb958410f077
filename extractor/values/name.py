"""Names of companies and persons, as printed; legal forms of many countries.

Muster GmbH & Co. KG   Acme Trading Sdn Bhd   Dupont S.A.S.   Kowalski Sp. z o.o.   Dr. Anna Schmidt
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match

# Legal forms as expressions, two spaces apart: German, English, Malaysian, French, Spanish and Portuguese, Italian, Dutch, Polish,
# others; a dot and a space within them are mostly optional. Forms that are also words are matched in their own case only.
_FORMS = re.compile(r"\s{2,}").split(
    r"""
    g?GmbH(?: ?& ?Co\.? ?KG(?:aA)?)?  m\.? ?b\.? ?H\.?  AG(?: ?& ?Co\.? ?KG(?:aA)?)?  KGaA  KG  OHG  GbR
    UG(?: ?\(haftungsbeschränkt\))?
    e\. ?K(?:fm|fr)?\.?  e\. ?V\.?  e\. ?G\.?  Ges\. ?m\. ?b\. ?H\.?  e\. ?U\.  Gesellschaft mbH  PartG(?: ?mbB)?  m\.? ?b\.? ?B\.?  Inh\.
    (?:Pvt|Pte|Pty|Private|Proprietary)\.? ?(?:Ltd|Limited)\.?  (?:Co\.?,? ?)?Ltd\.?  Limited  PLC  plc  L\.?L\.?C\.?  LLP  L\.P\.  LP
    DAC  CLG  Inc\.?  Incorporated  Corp\.?  Corporation  Co\.  Company  P\.C\.  D\.B\.A\.  Trust  Holdings?  Group
    (?:\(M\) ?)?S(?:D|O)N\.? ?B[HN]D\.?  (?:\(M\) ?)?Sdn\.? ?Bhd\.?  Berhad  Bhd\.?  Enterprise  PT\.?(?= )  Tbk\.?  PLT  Trading
    Perniagaan
    S\.?A\.?S\.?U?\.?  S\.?[AÀà]\.? ?[rR]\.? ?[lL]\.?  E\.?U\.?R\.?L\.?  S\.C\.I\.?  SCI  SNC  S\.N\.C\.?  S\.A\.  SA  Sàrl  ASBL  SRL
    S\. ?L\.? ?U?\.?  S\.?L\.?U\.?  SL  S\. ?A\. ?U\.?  S\. ?A\. de C\. ?V\.?  SA de CV  S\. ?de ?R\. ?L\.?  Lda\.?  Ltda\.?  EIRELI
    (?<=[a-zà-ÿ]\ )EI(?:RL)?$  S/A  ME  EPP
    S\.? ?[rR]\.? ?[lL]\.?(?: ?s\.?)?  [sS]\.? ?[rR]\.? ?[lL]\.?  S\.? ?[pP]\.? ?[aA]\.?  s\. ?p\. ?a\.?  [sS]\. ?n\. ?c\.?
    [sS]\. ?a\. ?s\.?  S(?:oc)?\. ?[Cc]oop\.?
    Stichting  VvE  B\.? ?V\.?(?:B\.?A\.?)?  N\. ?V\.?  NV  V\.?O\.?F\.?  C\.V\.
    [sS]p\.? ?z ?o\.? ?o\.?  [sS]p\. ?[jk]\.  S\. ?K\. ?A\.  s\. ?c\.  P\.?P\.?H\.?U\.?  s\.r\.o\.  a\.s\.
    eG  Aktiengesellschaft  Kommanditgesellschaft  Sagl  SPRL  VZW  vzw  SCRL  CVBA  GIE  GAEC  SELARL  SELAS  SCOP  SGPS  CRL
    FZE  FZCO  FZ-LLC  W\.L\.L\.?  Nyrt\.?  S\. ?[Cc]oop\.?  S\.C\.C\.L\.?  S\.? ?[cC]\.? ?a\.? ?r\.? ?l\.?  S\. ?c\. ?p\. ?a\.?  U\.A\.
    [Ss]półka (?:z o\.? ?o\.?|z ograniczoną odpowiedzialnością|[Aa]kcyjna|[Jj]awna|[Kk]omandytowa)
    A/S  ApS  AB  AS  ASA  Oyj?  SE  d\.o\.o\.  Kft\.?  Zrt\.?
    """.strip()
)
_LEGAL = re.compile(rf"(?<![\w.&-])(?:{'|'.join(_FORMS)})(?![\w-])")
_LEGAL_LOOSE = re.compile(
    r"(?<![\w.])(?:GMBH|LTD|LIMITED|INC|CORP(?:ORATION)?|COMPANY|BERHAD|ENTERPRISE|TRADING|HOLDINGS?|GROUP|SPA|SP\. ?Z ?O\.? ?O|"
    r"RESTAURANT|HARDWARE|MART|STORES?)\b\.?"
)
_TITLES = re.compile(
    r"^(?:Mrs?|Ms|Miss|Dr|Prof|Herrn?|Frau|M|Mme|Mlle|Sr|Sra|Sig|Sig\.ra|Dott|Dhr|Mevr|Pan|Pani|Ing|Dipl\.-Ing|Messrs|M/s)\b\.? ",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^[^:]{2,24}:\s+")
_LETTERS = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_OPENING = re.compile(r"(?<=[^\W\d_])\(")
_LOOSE = late(r"\)(?=\w)|(?<=[^\W\d_]{3})(?<!www)\.(?=[^\W\d_]{3})(?!(?:com|net|org|info|biz)\b)", re.IGNORECASE)
_TIGHT = re.compile(r"(?<=\()\s+|\s+(?=\))")
_LONGEST = 100


def has_title(text: str) -> bool:
    """Whether words open with what a person is called by: "Mr P. Row"."""
    return _TITLES.match(text) is not None


@lru_cache(maxsize=4096)  # what a name is like is asked in several ways
def legal_form(text: str) -> str | None:
    """The legal form a text ends or stands with, as printed, or None."""
    found = list(_LEGAL.finditer(text)) or list(_LEGAL_LOOSE.finditer(text))
    return found[-1][0].strip() if found else None


@lru_cache(maxsize=4096)  # every party of a document asks for the same lines
def plausibility(text: str) -> float:
    """How likely it is, from its surface alone, that a text is a company's or person's name: 0 to 1."""
    clean = text.strip()
    if not 2 <= len(clean) <= _LONGEST:
        return 0
    letters, figures = (len(clean) - len(signs.sub("", clean)) for signs in (_LETTERS, _FIGURES))
    if letters < 2 or figures > letters or "@" in clean or clean.endswith((":", "?")):
        return 0
    words = clean.split()
    if len(words) > 12:
        return 0
    if legal_form(clean):
        return 0.95 if len(words) > 1 and figures <= 6 else 0.4
    capital = sum(word[:1].isupper() or not word[:1].isalpha() for word in words) / len(words)
    likelihood = 0.25 + 0.35 * capital
    if _TITLES.match(clean):
        likelihood += 0.2
    if figures:
        likelihood -= 0.1 + 0.3 * figures / len(clean)
    if len(words) == 1:
        likelihood -= 0.15
    elif 2 <= len(words) <= 5:
        likelihood += 0.1
    if clean.endswith((".", ",", ";", "!")):
        likelihood -= 0.1
    if len(words) > 7:
        likelihood -= 0.25
    return round(min(1.0, max(0.02, likelihood)), 4)


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """The line as a name; where a legal form stands inside a longer line, also what stands up to it."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip(" ,;"))
    if label := _LABELLED.match(text[start:end]):
        start += label.end()
    whole = plausibility(text[start:end])
    found = []
    forms = list(_LEGAL.finditer(text, start, end))
    if forms and forms[-1].end() < end - 1:
        cut = forms[-1].end()
        found.append(_match(text, start, cut, 0.9))
        whole *= 0.6
    if whole:
        found.append(_match(text, start, end, whole))
    return tuple(sorted(found, key=lambda match: match.end))


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """The name as printed on one line, spaces tidied."""
    clean = _SPACES.sub(" ", text).strip(" ,;")
    likelihood = plausibility(clean)
    return (Interpretation(clean, None, likelihood),) if likelihood else ()


def spaced(text: str) -> str:
    """A name as read by an engine, with spaces where brackets and stops have them in print: readers lose and add some there.

    "ACME ( NORTH)SDN.BHD" -> "ACME (NORTH) SDN. BHD"
    """
    return _SPACES.sub(" ", _TIGHT.sub("", _LOOSE.sub(r"\g<0> ", _OPENING.sub(" (", text)))).strip()


def _match(text: str, start: int, end: int, likelihood: float) -> Match:
    value = _SPACES.sub(" ", text[start:end]).strip(" ,;")
    return Match(start, end, text[start:end], (Interpretation(value, None, round(likelihood, 4)),))
