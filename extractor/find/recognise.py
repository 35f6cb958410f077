"""Which template a document is for: cheap questions of its words first, regular expressions last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from rapidfuzz import fuzz

from extractor.document import Reading
from extractor.errors import TemplateError
from extractor.find.page_text import search, texts_of
from extractor.find.sheet import compact, fold
from extractor.schemas.template import Recognise, Template

LONG = 8  # letters from which words are also looked for without their spaces, which OCR loses and invents
NEARLY = 92.0  # of 100: one slip in twelve letters
LONG_ENOUGH = 12  # letters from which words that OCR read may have a slip
_NO_SIGN = re.compile(r"[\W_]+")
_NO_LETTERS = bytes(sign for sign in range(128) if chr(sign) != "\n" and not compact(chr(sign)))
_LIKE = str.maketrans("OQDILSBZ", "00011582")  # what is easily mistaken in a number, on both sides alike


def recognised(templates: Callable[[Callable[[str], bool]], Sequence[Template]], readings: Sequence[Reading]) -> Template | None:
    """The one template that claims the document, or None. `templates`: those that may, by a function that tells whether it says some words.
    On pages that were read from a picture words with a slip count too, where no template claims the document without.

    Raises TemplateError when two claim it, or when a regular expression takes too long.
    """
    if not any(reading.regions for reading in readings):
        return None
    document = _Document(readings)
    known = templates(lambda words: document.says(words, nearly=document.was_read))
    claims = [template for template in known if document.fits(template, nearly=False)]
    if not claims and document.was_read:
        claims = [template for template in known if document.fits(template, nearly=True)]
    if len(claims) > 1:
        named = " and ".join(f"{template.name} ({template.file})" for template in claims)
        raise TemplateError(f"two templates claim the document: {named}", hint="make what they recognise narrower, so that one is left")
    return claims[0] if claims else None


class _Document:
    def __init__(self, readings: Sequence[Reading]) -> None:
        self.readings = readings
        self.lines = [line.text for reading in readings for line in reading.lines]
        self.was_read = any(not reading.is_text_layer for reading in readings)

    # A line each, so that all are searched at once: what is sought holds no line feed.
    @cached_property
    def words(self) -> str:
        return "\n".join([f" {fold(line)} " for line in self.lines])

    @cached_property
    def letters(self) -> str:
        """What `compact` makes of the lines, most of which are of ASCII: those at once, before the others."""
        plain = "\n".join(filter(str.isascii, self.lines)).lower().encode().translate(None, _NO_LETTERS).decode()
        return "\n".join([plain, *[compact(line) for line in self.lines if not line.isascii()]])

    @cached_property
    def numbers(self) -> str:
        return "\n".join(map(_number, self.lines))

    @cached_property
    def addresses(self) -> str:
        return "\n".join(line.casefold() for line in self.lines)

    @cached_property
    def texts(self) -> list[str]:
        return [text.text for reading in self.readings for text in texts_of(reading)]

    def fits(self, template: Template, *, nearly: bool) -> bool:
        wanted = template.recognise
        if not all(self.says(words, nearly) for words in wanted.all_words):
            return False
        if wanted.any_words and not any(self.says(words, nearly) for words in wanted.any_words):
            return False
        return self._numbered(wanted) and self._matches(template)

    def says(self, words: str, nearly: bool) -> bool:
        letters = compact(words)
        if letters in self.letters and (len(letters) >= LONG or f" {fold(words)} " in self.words):
            return True
        if not nearly or len(letters) < LONG_ENOUGH:
            return False
        lines = (line for line in self.letters.split("\n") if len(line) >= len(letters) - 2)
        return any(fuzz.partial_ratio(letters, line, score_cutoff=NEARLY) for line in lines)

    def _numbered(self, wanted: Recognise) -> bool:
        for numbers in (wanted.vat_ids, wanted.ibans):
            if numbers and not any(_number(number) in self.numbers for number in numbers):
                return False
        return not wanted.email_domains or any(
            re.search(rf"(?<![\w-]){re.escape(domain)}(?![\w-]|\.\w)", self.addresses) for domain in wanted.email_domains
        )

    def _matches(self, template: Template) -> bool:
        patterns = template.recognise.patterns
        try:
            return not patterns or any(search(pattern, text) is not None for pattern in patterns for text in self.texts)
        except TimeoutError as error:
            message = f"template {template.name} ({template.file}): a regular expression under recognise takes too long on this document"
            raise TemplateError(message, hint="avoid nested repeats, as in (a+)+") from error


def _number(text: str) -> str:
    return _NO_SIGN.sub("", text.upper()).translate(_LIKE)
