"""The head of a receipt as lines: what stands side by side on one row is one line, and each says in plain numbers how it looks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from extractor.document import Reading
from extractor.find.parties.blocks import POSTAL
from extractor.find.parties.legal_forms import LEGAL_FORM
from extractor.find.places import Segment
from extractor.find.sheet import Sheet, compact
from extractor.geometry import Box
from extractor.schemas.record import Kind
from extractor.values import UNKNOWN

HEAD_LINES = 22  # of the first page, in which an issuer introduces itself
BESIDE = 1.1  # heights between two pieces of one line: letters of one pitch, one under another, are not always columns
ALIKE = 0.55  # share that the lower of two pieces of one line has of the higher

_START = re.compile(
    r"^(?:\W*(?:no|lot|unit|level|lvl|blk|block|suite|shop|floor|ground|g/f|\d{1,5}[a-z]?|"
    r"[a-z]{1,2}[-.]?\d+[\w-]*))\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:jalan|jln|jl|lorong|lrg|persiaran|lebuh\w*|street|str|st|road|rd|avenue|ave|av|boulevard|blvd|"
    r"drive|dr|lane|ln|highway|hwy|way|square|sq|"
    r"rue|place|calle|c/|via|viale|piazza|corso|rua|ul|ulica|\w+stra(?:ß|ss)e|\w+str|\w+weg|\w+platz|\w+laan|\w+straat|parkway|pkwy|court|ct|circle|plaza|mall)\b",
    re.IGNORECASE,
)
_DISTRICT = re.compile(
    r"\b(?:taman|tmn|kampung|kg|bandar|kawasan|desa|seksyen|section|pusat|komplek\w*|wisma|menara|"
    r"bangunan|medan|off|building|bldg|centre|center|"
    r"industrial|estate|park|floor|flr|near|opp|complex|tower|district|nagar|colony|phase|village|town|city)\b",
    re.IGNORECASE,
)
# First-level divisions and countries that stand at the end of addresses, in the countries whose receipts say them.
_REGION = re.compile(
    r"\b(?:selangor|johor|kuala lumpur|k\.?l|w\.?p|wilayah persekutuan|penang|pulau pinang|perak|melaka|"
    r"malacca|negeri sembilan|kedah|kelantan|pahang|"
    r"terengganu|sabah|sarawak|perlis|putrajaya|labuan|darul \w+|d\.?e|malaysia|singapore|indonesia|india|"
    r"thailand|australia|nsw|vic|qld|usa|u\.s\.a|"
    r"united states|united kingdom|uk|canada|ireland|deutschland|germany|france|italia|italy|espa[nñ]a|"
    r"spain|nederland|netherlands|portugal|brasil|polska|"
    r"maharashtra|karnataka|gujarat|delhi|tamil nadu|kerala|telangana|punjab|haryana|philippines|hong kong|new zealand|[A-Z]{2} \d{5})\b",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\b(?:tel(?:ephone|efon|\.?\s*no)?|phone|fax|faks|h/?p|hotline|mobile|whatsapp|e-?mail|website|www|"
    r"http|gst|sst|vat|abn|tin|fein|ust|nip|cif|nif|siret|siren|p\.?\s?iva|"
    r"c\.?\s?i\.?\s?f|c\.?f|co\W{0,2}reg\w*|reg(?:istration)?\.?\s*no|company\s*no|roc|cashier|invoice|receipt|bill|table|date|time|order)\b",
    re.IGNORECASE,
)
_REGISTRATION = re.compile(r"\(?\b(?:\d{4,7}\s?-\s?[A-Z]|\d{12}|[A-Z]{1,3}\d{7,}[-\w]*|\d{6,})\b\)?|^\W*\(.*\)\W*$", re.IGNORECASE)
_REGISTER_NUMBER = re.compile(r"\(\W*\d{4,8}\s?-?\s?[A-Z]?\W*\)|\b\d{4,7}\s?-\s?[A-Z]\b")
# What a till says of the sale, in the words that every till has: the line is no one's name.
_TILL = re.compile(
    r"\b(?:server|served by|waiter|cashier|clerk|host|operator|staff|associate|sales ?person|mgr|manager|guests?|covers?|pax|"
    r"tables?|tbl|tb1|chec?k|chk|order|ticket|register|terminal|trans(?:action)?|trx|term|store (?:no|#)|qty|quantity|"
    r"descr(?:iption)?|price|amount|item|subtotal|total|cash(?! ?&| ?and)|credit|debit|visa|mastercard|"
    r"purchase|sale|dine|take ?(?:out|away)|"
    r"kasse|bediener|tisch|beleg|bon|mesa|camarero|caja|fecha|cliente|caissier|caisse|ticket|tavolo|coperti|cassa|operatore|"
    r"tafel|kassa|medewerker|stolik|kelner|kasjer|paragon)\b|"
    r"^\W*(?:store|shop|filiale|magasin|tienda|negozio|winkel|loja|sklep)\W*(?:no\b|nr\b)?\W*\d+\W*$",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"\b(?:customer|merchant|client|guest|store|kunden|h[aä]ndler)(?:'s)?[ -]*(?:billing )?"
    r"(?:copy|receipt|check|beleg)|\b(?:duplicate|reprint\w*|copia|copie|kopie|"
    r"original|duplicado|duplicata)\b|^\W*(?:sales |cash |fiscal |tax |vat )?(?:receipt|invoice|bill|docket)\W*$",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"\b(?:welcome(?: back)?|thank|thanks|thankyou|merci|gracias|grazie|danke|vielen dank|bedankt|"
    r"dzi[eę]kujemy|willkommen|bem[- ]?vindo|obrigad\w*|"
    r"bienvenue|bienvenid[oa]s?|benvenuti|welkom|witamy|terima kasih|selamat datang|"
    r"have a (?:nice|good|great)|please|come again|see you)\b",
    re.IGNORECASE,
)
# Words that only running text has: a sentence, a slogan, a plea for feedback. Those that speak to somebody prove most.
_SPOKEN = re.compile(
    r"\b(?:you|your|yours|we|our|us|ihr|ihre|wir|unser\w*|votre|vos|nous|notre|su|sus|nuestr[oa]s?|vostr[oa]|nostr[oa]|uw|onze|wij)\b",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"\b(?:is|are|was|be|it|this|that|these|get|give|save|want|tell|visit|enjoy|always|every|everyday|for all|for less|here|"
    r"free|feedback|survey|within|how|what|when|where|who|please|make|since|established|sie|ist|seit|depuis|desde|dal|sinds|od)\b",
    re.IGNORECASE,
)
# What kind of house it is: such words end a name, or stand under it.
_TRADE = re.compile(
    r"\b(?:restaurants?|restaurante?|ristorante|trattoria|pizzeria|osteria|bistro\w*|brasserie|caf[eé]|coffee|bar|pub|grill|kitchen|diner|"
    r"bakery|bakehouse|b[aä]ckerei|boulangerie|panader[ií]a|hotel|inn|motel|resorts?|super ?markets?|supermarch[eé]|market|mart|mini ?mart|"
    r"markt|shop|stores?|outlet|pharmacy|apotheke|farmacia|pharmacie|drugs?|boutique|salon|gasoline|petrol|oil|service station|tankstelle|"
    r"burgers?|pizza|sushi|noodles?|ramen|chicken|steak\w*|seafood|bbq|deli|foods?|grocer\w*|hardware|books?|bookstore|stationery|toys|"
    r"electronics|furniture|garden|gardens|brewery|tavern|club|lounge|cantina|taqueria|cuisine|dining|buffet|hibachi|workshop|trading|"
    r"enterprise|cinema|theatre|museum|parking|taxi|transport\w*)\b",
    re.IGNORECASE,
)
STORE_NUMBER = re.compile(r"(?:#\s?|\bno[.:]?\s?|\bnr\.?\s?|\bstore\s|\bshop\s)?\b\d{1,5}\W*$", re.IGNORECASE)
_CITY = re.compile(r"^[A-Z][\w.' -]+[,.]\s?(?:[A-Z]{2}|[A-Z][a-z])\b\.?(?:\W*\d{5}(?:-\d{4})?)?\W*$")  # "Helen, GA", "Boston, Ma 02114"


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the head; `shown` is its text up to where a contact begins. Places are in points."""

    segments: tuple[Segment, ...]
    text: str
    shown: str
    left: float
    top: float
    right: float
    bottom: float
    letter_height: float

    @property
    def page(self) -> int:
        return self.segments[0].page

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def box(self, sheet: Sheet) -> Box:
        """On the page as given."""
        return Box.around(sheet.box_of(segment) for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Seen:
    """A line with how it looks; see `looks`."""

    at: HeadLine
    looks: Mapping[str, float]


def head_lines(sheet: Sheet) -> list[HeadLine]:
    """The lines of the first rows of the first page, row by row from left to right."""
    return [line for row in rows_of(sheet)[:HEAD_LINES] for line in _lines_of(row)]


def rows_of(sheet: Sheet) -> list[list[Segment]]:
    """The first page's pieces of lines by the rows that they stand on, from the top and from the left."""
    rows: list[list[Segment]] = []
    for segment in sorted(sheet.on_page(sheet.segments[0].page), key=lambda s: (s.middle, s.left)):
        if rows and abs(rows[-1][0].middle - segment.middle) < 0.5 * min(segment.height, rows[-1][0].height):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda s: s.left) for row in rows]


def _lines_of(row: Sequence[Segment]) -> list[HeadLine]:
    pieces: list[list[Segment]] = []
    for segment in row:
        last = pieces[-1][-1] if pieces else None
        if last is not None and _goes_on(last, segment):
            pieces[-1].append(segment)
        else:
            pieces.append([segment])
    return [_line(piece) for piece in pieces]


def _goes_on(left: Segment, right: Segment) -> bool:
    low, high = sorted((left.height, right.height))
    return right.left - left.right < BESIDE * low and low > ALIKE * high


def _line(segments: Sequence[Segment]) -> HeadLine:
    text = " ".join(segment.text.strip() for segment in segments)
    contact = CONTACT.search(text)
    shown = text[: contact.start()].strip(" ,:-(") if contact and contact.start() > 8 else text
    return HeadLine(
        tuple(segments),
        text,
        shown,
        min(s.left for s in segments),
        min(s.top for s in segments),
        max(s.right for s in segments),
        max(s.bottom for s in segments),
        median(s.height for s in segments),
    )


def head_texts(readings: Sequence[Reading]) -> list[str]:
    """The texts of a document's head, as the letterhead is looked for in it."""
    sheet = Sheet(readings, UNKNOWN)
    return [line.text for line in head_lines(sheet)] if sheet.segments else []


def looks(sheet: Sheet, line: HeadLine, labelled: bool, title_words: frozenset[str]) -> Mapping[str, float]:
    """How a line looks, as numbers from 0 to about 1; `size` is its height in those of the page's usual line."""
    text = line.text
    width, height = sheet.page_size(line.page)
    confidence = min(segment.line.confidence for segment in line.segments)
    return {
        "start": float(bool(_START.search(text))),
        "street": float(bool(_STREET.search(text))),
        "district": float(bool(_DISTRICT.search(text))),
        "postal": float(_has_postal_code(text)),
        "region": float(bool(_REGION.search(text))),
        "city": float(bool(_CITY.search(text))),
        "commas": min(text.count(","), 4) / 4,
        "ends_comma": float(text.rstrip().endswith(",")),
        "ends_stop": float(text.rstrip().endswith(".")),
        "digits": sum(c.isdigit() for c in text) / max(len(text), 1),
        "letters": sum(c.isalpha() for c in text) / max(len(text), 1),
        "upper": float(text.isupper()),
        "words": min(len(text.split()), 10) / 10,
        "length": min(len(text), 60) / 60,
        "legal": float(bool(LEGAL_FORM.search(text))),
        "registration": float(bool(_REGISTRATION.search(text))),
        "contact": float(bool(CONTACT.search(text))),
        "value": float(any(sheet.places_in(kind, s) for kind in (Kind.DATE, Kind.EMAIL, Kind.URL) for s in line.segments)),
        "money": float(bool(re.search(r"\d[.,]\d{2}(?!\d)", text))),
        "phone": float(any(sheet.places_in(Kind.PHONE, s) for s in line.segments)),
        "time": float(bool(re.search(r"\d{1,2}:\d{2}", text))),
        "till": float(bool(_TILL.search(text))),
        "copy": float(bool(_COPY.search(text))),
        "greeting": float(bool(GREETING.search(text))),
        "prose": _prose(text),
        "trade": float(bool(_TRADE.search(text))),
        "store_number": float(bool(STORE_NUMBER.search(text))),
        "labelled": float(labelled),
        "colon": float(":" in text),
        "title": float(compact(text) in title_words),
        "size": min(line.letter_height / sheet.line_height, 4.0),
        "bold": float(sum(segment.bold for segment in line.segments) * 2 > len(line.segments)),
        "centre": (line.left + line.right) / 2 / width,
        "left": line.left / width,
        "y": line.top / height,
        "confidence": confidence,
    }


def _has_postal_code(text: str) -> bool:
    """A postal code, which is no number of a register ("(123456-X)") and no store's ("#10249")."""
    bare = _REGISTER_NUMBER.sub("", text)
    return bool(POSTAL.search(bare) or re.search(r"(?<![\d#-])(?<!# )\d{5,6}(?![\d-])", bare))


def _prose(text: str) -> float:
    """How far a line is of running text: by its words, of which two or three words on a line prove little, and by its end."""
    said = len(_PROSE.findall(text)) + 0.5 * text.rstrip().endswith(("!", "?"))
    return min(len(_SPOKEN.findall(text)) + said * (0.5 if len(text.split()) <= 2 else 1.0), 2.0) / 2
