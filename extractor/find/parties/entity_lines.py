"""The lines of a text as the spans that the pipeline of names weighs: one of the parts that its recipe (tools/train/ner.cfg) names.

Imported together with spaCy alone, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.util import registry
from thinc.api import Ragged, get_current_ops

SPANS = "lines"  # under which a text's lines are kept with what they are


def lines_of(document: Any) -> Iterator[tuple[int, int]]:
    """The first word and the one after the last of every line that has words."""
    start = None
    for token in document:
        if token.is_space and "\n" in token.text:
            if start is not None:
                yield start, token.i
            start = None
        elif start is None:
            start = token.i
    if start is not None:
        yield start, len(document)


def lines_suggester() -> Callable[..., Ragged]:
    """The part by which the pipeline takes each line for a span."""

    def suggest(documents: Iterable[Any], *, ops: Any = None) -> Ragged:
        ops = ops or get_current_ops()
        found = [list(lines_of(document)) for document in documents]
        spans = [line for lines in found for line in lines]
        table = ops.asarray2i(spans) if spans else ops.xp.zeros((0, 2), dtype="i")
        return Ragged(table, ops.asarray1i([len(lines) for lines in found]))

    return suggest


registry.misc("extractor.lines", func=lines_suggester)
