"""VAT identification numbers: of the European Union, Switzerland, Britain, Norway, Australia, Canada, India (GSTIN), Mexico (RFC), of
South America (RUT, CUIT, NIT, RUC) and the states of the Gulf (TRN).

    DE 232 446 240 -> DE232446240      CHE-123.456.789 MWST -> CHE123456789      P. IVA 01234567890 -> 01234567890

The value is compact, with the country's letters where they are printed. A number with the right shape and a wrong check
digit has a low likelihood (samples carry made-up ones). Letters are taken for figures only where the check digit proves it.
A national number without letters (NIP, P. IVA, NIF, "VAT No") is looked for beside such a word only.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from itertools import groupby

from stdnum.exceptions import ValidationError

from extractor.late import late
from extractor.values import UNKNOWN, Habits, Interpretation, Match
from extractor.values._slips import TO_DIGITS as SLIPS

TO_DIGITS = {**SLIPS, **str.maketrans({"A": "4", "g": "9", "q": "9", "z": "2"})}  # each is proved

UNPROVED = 0.3  # likelihood of a number whose check digit is wrong
_SHORTEST = 8  # characters of the shortest number with its letters (RO has down to 4, too like a word with a figure)

# Shapes of the compact numbers: N figure, A letter, X either; a country may have several.
_SHAPES: dict[str, tuple[str, ...]] = {
    "AT": ("UNNNNNNNN",),
    "BE": ("NNNNNNNNNN", "NNNNNNNNN"),
    "BG": ("NNNNNNNNNN", "NNNNNNNNN"),
    "CY": ("NNNNNNNNA",),
    "CZ": ("NNNNNNNNNN", "NNNNNNNNN", "NNNNNNNN"),
    "DE": ("NNNNNNNNN",),
    "DK": ("NNNNNNNN",),
    "EE": ("NNNNNNNNN",),
    "EL": ("NNNNNNNNN",),
    "ES": ("XNNNNNNNX",),
    "FI": ("NNNNNNNN",),
    "FR": ("XXNNNNNNNNN",),
    "HR": ("NNNNNNNNNNN",),
    "HU": ("NNNNNNNN",),
    "IE": ("NXNNNNNAA", "NXNNNNNA"),
    "IT": ("NNNNNNNNNNN",),
    "LT": ("NNNNNNNNNNNN", "NNNNNNNNN"),
    "LU": ("NNNNNNNN",),
    "LV": ("NNNNNNNNNNN",),
    "MT": ("NNNNNNNN",),
    "NL": ("NNNNNNNNNBNN",),
    "PL": ("NNNNNNNNNN",),
    "PT": ("NNNNNNNNN",),
    "RO": ("NNNNNNNNNN", "NNNNNNNNN", "NNNNNNNN", "NNNNNNN", "NNNNNN"),
    "SE": ("NNNNNNNNNNNN",),
    "SI": ("NNNNNNNN",),
    "SK": ("NNNNNNNNNN",),
    "GB": ("NNNNNNNNNNNN", "NNNNNNNNN"),
    "XI": ("NNNNNNNNN",),
    "CHE": ("NNNNNNNNN",),
    "NO": ("NNNNNNNNN",),
    "EU": ("NNNNNNNNN",),  # of the union's one-stop shop, for services from beyond it; IM: for goods
    "IM": ("NNNNNNNNNN",),
}
_CHECKS = {
    "CHE": "stdnum.ch.uid",
    "GB": "stdnum.gb.vat",
    "XI": "stdnum.gb.vat",
    "NO": "stdnum.no.orgnr",
    "EU": "stdnum.eu.oss",
    "IM": "stdnum.eu.oss",
}
_NATIONAL = {
    "it": ("stdnum.it.iva",),
    "pl": ("stdnum.pl.nip",),
    "es": ("stdnum.es.nif",),
    "pt": ("stdnum.pt.nif", "stdnum.br.cnpj"),
    "en": ("stdnum.gb.vat", "stdnum.au.abn"),
}
_CLASSES = {"N": "0-9", "A": "A-Z", "X": "0-9A-Z"}
_SLIPPED_CLASSES = {"N": "0-9OoQDIliSBZzGAgq", "A": "A-Z0158", "X": "0-9A-Z"}
_GAP = r"[ \u00a0.\-/]?"


def _pattern(classes: dict[str, str]) -> re.Pattern[str]:
    bodies = []
    for country, shapes in _SHAPES.items():
        for shape in shapes:
            runs = ((letter, len(list(run))) for letter, run in groupby(shape))
            body = "".join(f"(?:{_GAP}{f'[{classes[letter]}]' if letter in classes else letter}){{{count}}}" for letter, count in runs)
            bodies.append(f"{country}{body}")
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(bodies)})(?![A-Za-z0-9])")


_PREFIXED = _pattern(_CLASSES)
_SLIPPED = _pattern(_SLIPPED_CLASSES)
_SELF_EVIDENT = (  # numbers told by their form alone, each with what checks it: India's GSTIN, Canada's 12345 6789 RT0001
    (re.compile(r"(?<![A-Za-z0-9])\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z](?![A-Za-z0-9])"), "stdnum.in_.gstin"),
    (re.compile(r"(?<![A-Za-z0-9])\d{3} ?\d{2} ?\d ?\d{3} ?RT ?\d{4}(?![A-Za-z0-9])"), "stdnum.ca.bn"),
)
# New Zealand's and Singapore's, which are told by the word before them and their form: "GST No 123-456-789", "GST Reg No. 201504418K"
_GST = late(
    r"\bGST(?: ?Reg(?:istration|\.|\b))?(?: ?(?:No\b|Number\b|ID\b))?[\s.:#]*"
    r"(?P<number>\d{8,9}[A-Z]|\d{2,3}[ -]\d{3}[ -]\d{3})(?![A-Za-z0-9]|[.,-]?\d)",
    re.IGNORECASE,
)
# Mexico's, likewise; its check digit is not asked for, as the treasury itself gives some that break the rule.
_RFC = re.compile(r"\bR\.?F\.?C\b[\s.:#]*(?P<number>[A-ZÑ&]{3,4}[ -]?\d{6}[ -]?[A-Z\d]{2}[A\d])(?![A-Za-z0-9])")
# South America's, likewise; which of its countries is told by the form.
_TOLD = re.compile(
    r"\b(?P<word>R\.?U\.?[TC]|C\.?U\.?I\.?T|N\.?I\.?T|R\.?I\.?F|T\.?R\.?N)\b[\s.:#)]*(?:N[º°o]\.?[\s:]*)?"
    r"(?P<number>[A-Z]?-?\d[\d. -]{6,17}[\dKk])(?![A-Za-z0-9]|[.,-]\d)"
)
_FORMS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    word: tuple((re.compile(form), module) for form, module in forms)
    for word, forms in {
        "RUT": ((r"\d{7,8}[\dK]", "stdnum.cl.rut"), (r"\d{12}", "stdnum.uy.rut")),
        "RUC": ((r"\d{11}", "stdnum.pe.ruc"), (r"\d{13}", "stdnum.ec.ruc")),
        "CUIT": ((r"\d{11}", "stdnum.ar.cuit"),),
        "NIT": ((r"\d{9,10}", "stdnum.co.nit"),),
        "RIF": ((r"[A-Z]\d{9}", "stdnum.ve.rif"),),
    }.items()
}
_GULF = re.compile(r"[123]\d{13}[23]")  # of the Emirates, Saudi Arabia and Bahrain; no check digit of theirs is known
_OF_GULF = 0.9  # likelihood of a number of that form behind its word
# "VAT REG NO 123 4567 89": no Norwegian number.
_NUMBER_WORD = re.compile(r"[^\W\d_]\.? NO[ .]")
_GST_CHECKS = ("stdnum.sg.uen", "stdnum.nz.ird")
_COUNTRY = re.compile(rf"(?=[A-Z])(?<![A-Za-z0-9])(?:{'|'.join(_SHAPES)})(?=[ \u00a0.\-]?[0-9A-Z])")
_WORDS = {
    "it": re.compile(r"p(?:artita)?\.? ?iva|p\.i\.", re.IGNORECASE),
    "pl": re.compile(r"\bNIP\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:[NC]\.?I\.?F\.?|CIF/NIF|NIF/CIF)(?![A-Za-z])", re.IGNORECASE),
    "pt": re.compile(r"\b(?:NIF|NIPC|contribuinte|contrib\.|CNPJ)(?!\w)", re.IGNORECASE),
    "en": re.compile(r"\b(?:V\.?A\.?T|A\.?B\.?N)\b", re.IGNORECASE),
}
_MAY_BE_WORD = re.compile(r"P\.[Iİ]|[Iİ]\.?V|N\.?[Iİ]|C\.?[Iİ]|CN|CON|V\.?A|A\.?B")  # each in capitals has some of it
_BARE = late(
    r"(?<![A-Za-z0-9.,/-])(?:[A-Z]-?\d{7}-?[0-9A-Z]|[A-Z][ -]?\d{2}[ .]\d{3}[ .]\d{3}|\d{8}-?[A-Z]|\d[\d \u00a0.\-/]{6,18}\d)"
    r"(?![A-Za-z0-9]|[.,]\d)"
)
_BARE_SLIPPED = late(r"(?<![A-Za-z0-9.,/-])[0-9OIlBSZ](?:[ \u00a0]?[0-9OIlBSZ]){7,12}(?![A-Za-z0-9]|[.,]\d)")
_NEAR, _FAR = 16, 24  # characters from the word to its number, proved or not; to one that is proved
# To one that is proved where no figure stands between: Italy's firms are in the register of a town under the same number, and say so.
_FARTHEST = {"it": 90}


def find(text: str, habits: Habits = UNKNOWN) -> tuple[Match, ...]:
    """Numbers of a line, proved ones with likelihood 1."""
    found: list[Match] = []
    if _COUNTRY.search(text):
        for pattern in (_PREFIXED, _SLIPPED):
            for one in pattern.finditer(text):
                if any(one.start() < match.end and match.start < one.end() for match in found):
                    continue
                if _is_word_before_number(text, one):
                    continue
                reading = _reading(one[0], pattern is _SLIPPED)
                if reading:
                    found.append(Match(*one.span(), one[0], (reading,)))
    if any(map(str.isdigit, text)):
        for form, module in _SELF_EVIDENT:
            for one in form.finditer(text):
                compact = one[0].replace(" ", "")
                found.append(Match(*one.span(), one[0], (Interpretation(compact, None, 1.0 if _valid(module, compact) else UNPROVED),)))
        capitals = text.upper()
        for one in _GST.finditer(text) if "GST" in capitals else ():
            compact = re.sub(r"[ -]", "", one["number"])
            likelihood = 0.95 if any(_valid(module, compact) for module in _GST_CHECKS) else UNPROVED
            found.append(Match(*one.span("number"), one["number"], (Interpretation(compact, None, likelihood),)))
        for one in _RFC.finditer(text):
            compact = re.sub(r"[ -]", "", one["number"])
            likelihood = 0.95 if _valid("stdnum.mx.rfc", compact) else UNPROVED
            found.append(Match(*one.span("number"), one["number"], (Interpretation(compact, None, likelihood),)))
        for one in _TOLD.finditer(text):
            if readings := _told(re.sub(r"\W", "", one["word"]), re.sub(r"[ .-]", "", one["number"]).upper()):
                found.append(Match(*one.span("number"), one["number"], readings))
        for country, word in _WORDS.items() if _MAY_BE_WORD.search(capitals) else ():
            if label := word.search(text):
                found.extend(_national(text, label.end(), country, found))
    return tuple(sorted(found, key=lambda match: match.start))


def parse(text: str, habits: Habits = UNKNOWN) -> tuple[Interpretation, ...]:
    """A text that is one number; one without country letters is read by the document's languages."""
    clean = text.strip().strip(".:;")
    matches = find(clean, habits) or (find(clean.upper(), habits) if not clean.isupper() else ())
    if matches:
        return matches[0].interpretations
    compact = re.sub(r"[^0-9A-Za-z]", "", clean).upper()
    if not 8 <= len(compact) <= 15 or sum(character.isdigit() for character in compact) < 7:
        return ()
    for language in habits.languages or tuple(_NATIONAL):
        if any(_valid(module, compact) for module in _NATIONAL.get(language, ())):
            return (Interpretation(compact, None, 0.8 if habits.languages else 0.6),)
    return ()


def is_proved(number: str) -> bool:
    """Whether a compact number has right check digits as it stands."""
    return any(one.likelihood > UNPROVED and not one.repaired and one.value == number for one in parse(number))


def _told(word: str, compact: str) -> tuple[Interpretation, ...]:
    """The number that a word announces, if it has the form of one of its countries."""
    if word == "TRN":
        return (Interpretation(compact, None, _OF_GULF),) if _GULF.fullmatch(compact) else ()
    modules = [module for form, module in _FORMS[word] if form.fullmatch(compact)]
    likelihood = 0.95 if any(_valid(module, compact) for module in modules) else UNPROVED
    return (Interpretation(compact, None, likelihood),) if modules else ()


def _national(text: str, start: int, language: str, found: list[Match]) -> list[Match]:
    """The number right after the word for one."""
    for pattern, slipped in ((_BARE, False), (_BARE_SLIPPED, True)):
        number = pattern.search(text, start)
        if number is None or number.start() - start > (_FAR if slipped else _FARTHEST.get(language, _FAR)):
            continue
        if number.start() - start > _FAR and any(map(str.isdigit, text[start : number.start()])):
            continue
        if any(number.start() < other.end and other.start < number.end() for other in found):
            continue
        printed = re.sub(r"[^0-9A-Za-z]", "", number[0])
        compact = printed.translate(TO_DIGITS) if slipped else printed
        if any(_valid(module, compact) for module in _NATIONAL[language]):
            return [Match(*number.span(), number[0], (Interpretation(compact, None, 0.95, slipped),))]
        if not slipped and number.start() - start <= _FAR and _GULF.fullmatch(compact):
            return [Match(*number.span(), number[0], (Interpretation(compact, None, _OF_GULF),))]
        if not slipped and number.start() - start <= _NEAR and 8 <= len(compact) <= 14:
            return [Match(*number.span(), number[0], (Interpretation(compact, None, UNPROVED),))]
    return []


def _is_word_before_number(text: str, one: re.Match[str]) -> bool:
    """Whether what may be Norway's letters is the word that ends a label in capitals, and its number is not Norway's."""
    if _NUMBER_WORD.match(text, max(one.start() - 2, 0)) is None and _NUMBER_WORD.match(text, max(one.start() - 3, 0)) is None:
        return False
    compact = re.sub(r"[^0-9]", "", one[0])
    return _valid("stdnum.gb.vat", compact) or not _valid("stdnum.no.orgnr", compact)


def _reading(printed: str, slipped: bool) -> Interpretation | None:
    compact = re.sub(r"[^0-9A-Za-z]", "", printed)
    country = "CHE" if compact.startswith("CHE") else compact[:2]
    if slipped:
        body = compact[len(country) :]
        guesses = (body.translate(TO_DIGITS), body[:1] + body[1:].translate(TO_DIGITS), "".join(_by_shape(country, body)))
        proved = next((country + guess for guess in guesses if _valid_of(country, country + guess)), None)
        return Interpretation(proved, None, 0.95, True) if proved and proved != compact else None
    if len(compact) < _SHORTEST:
        return None
    return Interpretation(compact, None, 1.0 if _valid_of(country, compact) else UNPROVED)


def _by_shape(country: str, body: str) -> list[str]:
    """Figures where the country's shape has figures; nothing where no shape fits."""
    shape = next((shape for shape in _SHAPES[country] if len(shape) == len(body)), None)
    if shape is None:
        return []
    return [character.translate(TO_DIGITS) if kind == "N" else character for kind, character in zip(shape, body, strict=True)]


def _valid_of(country: str, compact: str) -> bool:
    module = _CHECKS.get(country, "stdnum.eu.vat")
    if country in {"GB", "XI", "NO"}:
        compact = compact[2:]
    return _valid(module, compact)


def _valid(module: str, compact: str) -> bool:
    try:
        _module(module).validate(compact)
    except ValidationError:
        return False
    return True


@cache
def _module(name: str):  # type: ignore[no-untyped-def]
    return import_module(name)  # python-stdnum has one module a country; few are met in a run
