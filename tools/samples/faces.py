"""Typefaces: those found on this machine, with a fallback that comes with reportlab, so that the tool runs anywhere.

Each face belongs to `tuning` or to `held-out`, never to both. A face is given by candidates in order of preference; the
PDF base fonts need no file. Where no face with the letters of a language is installed, texts are folded to what the
face has (the truth with them): tills without accents do the same.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts", Path("/Library/Fonts"))
BASE = {
    "Helvetica",
    "Helvetica-Bold",
    "Helvetica-Oblique",
    "Times-Roman",
    "Times-Bold",
    "Times-Italic",
    "Courier",
    "Courier-Bold",
    "Courier-Oblique",
}


@dataclass(frozen=True, slots=True)
class Face:
    """Three cuts by their registered names, ready for a canvas."""

    name: str
    regular: str
    bold: str
    italic: str

    def cut(self, weight: str) -> str:
        """`weight` is regular, bold or italic."""
        return {"regular": self.regular, "bold": self.bold, "italic": self.italic}[weight]

    def width(self, text: str, weight: str, size: float) -> float:
        """In points."""
        return float(pdfmetrics.stringWidth(text, self.cut(weight), size))

    def fold(self, text: str) -> str:
        """The text with letters that the face lacks replaced by their plain forms, or a question mark."""
        if all(_covers(self.regular, character) for character in text):
            return text
        return "".join(_folded(self.regular, character) for character in text)


# name: (regular, bold, italic); a file name without folder, or a base font
_FACES = {
    "tuning": {
        "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
        "Liberation Sans": ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSans-Italic.ttf"),
        "Liberation Sans Narrow": ("LiberationSansNarrow-Regular.ttf", "LiberationSansNarrow-Bold.ttf", "LiberationSansNarrow-Italic.ttf"),
        "DejaVu Sans": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf"),
        "Times": ("Times-Roman", "Times-Bold", "Times-Italic"),
        "Liberation Serif": ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
        "Roboto": ("Roboto-Regular.ttf", "Roboto-Bold.ttf", "Roboto-Italic.ttf"),
        "Courier": ("Courier", "Courier-Bold", "Courier-Oblique"),
    },
    "held-out": {
        "Carlito": ("Carlito-Regular.ttf", "Carlito-Bold.ttf", "Carlito-Italic.ttf"),
        "Caladea": ("Caladea-Regular.ttf", "Caladea-Bold.ttf", "Caladea-Italic.ttf"),
        "Lato": ("Lato-Regular.ttf", "Lato-Bold.ttf", "Lato-Italic.ttf"),
        "Open Sans": ("OpenSans-Regular.ttf", "OpenSans-Bold.ttf", "OpenSans-Italic.ttf"),
        "DejaVu Serif": ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"),
        "FreeSans": ("FreeSans.ttf", "FreeSansBold.ttf", "FreeSansOblique.ttf"),
        "DejaVu Sans Condensed": ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf", "DejaVuSansCondensed-Oblique.ttf"),
        "Vera": ("Vera.ttf", "VeraBd.ttf", "VeraIt.ttf"),
    },
    "tuning mono": {
        "Liberation Mono": ("LiberationMono-Regular.ttf", "LiberationMono-Bold.ttf", "LiberationMono-Italic.ttf"),
        "Noto Sans Mono": ("NotoSansMono-Regular.ttf", "NotoSansMono-Bold.ttf", "NotoSansMono-Regular.ttf"),
        "Courier": ("Courier", "Courier-Bold", "Courier-Oblique"),
    },
    "held-out mono": {
        "DejaVu Sans Mono": ("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf", "DejaVuSansMono-Oblique.ttf"),
        "FreeMono": ("FreeMono.ttf", "FreeMonoBold.ttf", "FreeMonoOblique.ttf"),
    },
}
_FALLBACK = {"tuning": "Helvetica", "held-out": "Vera", "tuning mono": "Courier"}


def faces(group: str, letters: str = "") -> tuple[Face, ...]:
    """The faces of a group ("tuning", "held-out", either with " mono") that are here and hold all `letters`.

    Never empty: without any, the fallback of the group (which may lack letters: see `Face.fold`).
    """
    found = tuple(face for face in _installed(group) if all(_covers(face.regular, letter) for letter in letters))
    if found:
        return found
    if group in _FALLBACK:
        return tuple(face for face in _installed(group) if face.name == _FALLBACK[group])
    return (Face("Courier-Bold", "Courier-Bold", "Courier-Bold", "Courier-Oblique"),)


@cache
def _installed(group: str) -> tuple[Face, ...]:
    made = []
    for name, files in _FACES[group].items():
        cuts = [_registered(file) for file in files]
        if cuts[0] is not None:
            made.append(Face(name, cuts[0], cuts[1] or cuts[0], cuts[2] or cuts[0]))
    return tuple(made)


@cache
def _registered(file: str) -> str | None:
    """The name under which a font is registered with reportlab, None where it is not installed."""
    if file in BASE:
        return file
    path = _files().get(file)
    if path is None:
        return None
    name = file.rsplit(".", 1)[0]
    try:
        pdfmetrics.registerFont(TTFont(name, str(path)))
    except (TTFError, OSError):  # outlines that reportlab cannot embed: as good as not installed
        return None
    return name


@cache
def _files() -> dict[str, Path]:
    own = Path(reportlab.__file__).parent / "fonts"
    return {path.name: path for folder in (*FOLDERS, own) if folder.is_dir() for path in sorted(folder.rglob("*.ttf"))}


@cache
def _covers(font: str, character: str) -> bool:
    if font in BASE:
        try:
            character.encode("cp1252")
        except UnicodeEncodeError:
            return False
        return True
    return ord(character) in pdfmetrics.getFont(font).face.charToGlyph


@cache
def _folded(font: str, character: str) -> str:
    if _covers(font, character):
        return character
    plain = {"ł": "l", "Ł": "L", "€": "EUR", "–": "-", "’": "'", "„": '"', "”": '"', "\u00a0": " ", "\u202f": " "}.get(character)
    plain = plain or "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    return plain if plain and all(_covers(font, part) for part in plain) else "?"
