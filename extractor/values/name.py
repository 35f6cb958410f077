"""Names of companies and persons, as printed; legal forms of many countries.

    Muster GmbH & Co. KG   Acme Trading Sdn Bhd   Dupont S.A.S.   Kowalski Sp. z o.o.   Dr. Anna Schmidt
"""

from __future__ import annotations

import re

from extractor.values import UNKNOWN, Habits, Interpretation, Match

# Legal forms; within words a dot and a space are optional. Forms that are also words are matched in their own case only.
_FORMS = (
    # Germany, Austria, Switzerland
    r"g?GmbH(?: ?& ?Co\.? ?KG(?:aA)?)?", r"m\.? ?b\.? ?H\.?", r"AG(?: ?& ?Co\.? ?KG(?:aA)?)?", r"KGaA", r"KG", r"OHG", r"GbR", r"UG(?: ?\(haftungsbeschränkt\))?",
    r"e\. ?K(?:fm|fr)?\.?", r"e\. ?V\.?", r"e\. ?G\.?", r"Ges\. ?m\. ?b\. ?H\.?", r"e\. ?U\.", r"Gesellschaft mbH", r"PartG(?: ?mbB)?", r"Inh\.",
    # English
    r"(?:Pvt|Pte|Pty|Private|Proprietary)\.? ?(?:Ltd|Limited)\.?", r"(?:Co\.?,? ?)?Ltd\.?", r"Limited", r"PLC", r"plc", r"L\.?L\.?C\.?", r"LLP", r"L\.P\.", r"LP",
    r"Inc\.?", r"Incorporated", r"Corp\.?", r"Corporation", r"Co\.", r"Company", r"P\.C\.", r"D\.B\.A\.", r"Trust", r"Holdings?", r"Group",
    # Malaysia, Indonesia
    r"(?:\(M\) ?)?S(?:D|O)N\.? ?B[HN]D\.?", r"(?:\(M\) ?)?Sdn\.? ?Bhd\.?", r"Berhad", r"Bhd\.?", r"Enterprise", r"PT\.?(?= )", r"Tbk\.?", r"PLT", r"Trading", r"Perniagaan",
    # French
    r"S\.?A\.?S\.?U?\.?", r"S\.?A\.?R\.?L\.?", r"E\.?U\.?R\.?L\.?", r"S\.C\.I\.?", r"SCI", r"SNC", r"S\.N\.C\.?", r"S\.A\.", r"SA", r"Sàrl", r"ASBL", r"SRL",
    # Spanish, Portuguese
    r"S\. ?L\.? ?U?\.?", r"S\.?L\.?U\.?", r"SL", r"S\. ?A\. ?U\.?", r"S\. ?A\. de C\. ?V\.?", r"SA de CV", r"S\. ?de ?R\. ?L\.?", r"Lda\.?", r"Ltda\.?", r"EIRELI", r"S/A", r"ME", r"EPP",
    # Italian
    r"S\.? ?[rR]\.? ?[lL]\.?(?: ?s\.?)?", r"[sS]\.? ?[rR]\.? ?[lL]\.?", r"S\.? ?[pP]\.? ?[aA]\.?", r"s\. ?p\. ?a\.?", r"[sS]\. ?n\. ?c\.?", r"[sS]\. ?a\. ?s\.?", r"Soc\. ?Coop\.?",
    # Dutch, Belgian
    r"B\.? ?V\.?(?:B\.?A\.?)?", r"N\. ?V\.?", r"NV", r"V\.?O\.?F\.?", r"C\.V\.",
    # Polish, Czech
    r"[sS]p\.? ?z ?o\.? ?o\.?", r"[sS]p\. ?[jk]\.", r"S\. ?K\. ?A\.", r"s\. ?c\.", r"P\.?P\.?H\.?U\.?", r"s\.r\.o\.", r"a\.s\.",
    # Northern
    r"A/S", r"ApS", r"AB", r"AS", r"ASA", r"Oyj?", r"SE", r"d\.o\.o\.", r"Kft\.?", r"Zrt\.?",
)  # fmt: skip
_LEGAL = re.compile(rf"(?<![\w.&-])(?:{'|'.join(_FORMS)})(?![\w-])")
_LEGAL_LOOSE = re.compile(r"(?<![\w.])(?:GMBH|LTD|LIMITED|INC|CORP(?:ORATION)?|COMPANY|BERHAD|ENTERPRISE|TRADING|HOLDINGS?|GROUP|SPA|SP\. ?Z ?O\.? ?O|RESTAURANT|HARDWARE|MART|STORES?)\b\.?")
_TITLES = re.compile(r"^(?:Mrs?|Ms|Miss|Dr|Prof|Herrn?|Frau|M|Mme|Mlle|Sr|Sra|Sig|Sig\.ra|Dott|Dhr|Mevr|Pan|Pani|Ing|Dipl\.-Ing|Messrs|M/s)\b\.? ", re.IGNORECASE)
_LABELLED = re.compile(r"^[^:]{2,24}:\s+")
_LETTER = re.compile(r"[^\W\d_]")
_FIGURE = re.compile(r"\d")
_SPACES = re.compile(r"\s+")
_LONGEST = 100


def legal_form(text: str) -> str | None:
    """The legal form a text ends or stands with, as printed, or None."""
    found = list(_LEGAL.finditer(text)) or list(_LEGAL_LOOSE.finditer(text))
    return found[-1][0].strip() if found else None


def plausibility(text: str) -> float:
    """How likely it is, from its surface alone, that a text is a company's or person's name: 0 to 1."""
    clean = text.strip()
    if not 2 <= len(clean) <= _LONGEST:
        return 0
    letters, figures = len(_LETTER.findall(clean)), len(_FIGURE.findall(clean))
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


def _match(text: str, start: int, end: int, likelihood: float) -> Match:
    value = _SPACES.sub(" ", text[start:end]).strip(" ,;")
    return Match(start, end, text[start:end], (Interpretation(value, None, round(likelihood, 4)),))
