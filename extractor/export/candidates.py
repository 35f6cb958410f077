"""All candidates of a document as text: field by field, what was chosen and what it was chosen from."""

from __future__ import annotations

from collections import defaultdict

from extractor.document import Candidate, FieldValue, value_to_json
from extractor.geometry import Box
from extractor.results import Extraction

LONGEST = 34  # characters of a value


def candidates_text(extraction: Extraction) -> str:
    """Field by field: what was chosen (*) and what it was chosen from, best first."""
    pages = f"{extraction.pages} page{'' if extraction.pages == 1 else 's'}"
    lines = [f"{extraction.source}: {extraction.schema or 'no schema'}, {extraction.status.value}, {pages}"]
    if extraction.error is not None:
        lines.append(f"{extraction.error.code}: {extraction.error.message}")
    lines += [f"{issue.severity.value}: {issue.code}: {issue.message} ({', '.join(issue.fields)})" for issue in extraction.issues]
    by_field: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in extraction.candidates:
        by_field[candidate.path].append(candidate)
    for path in dict.fromkeys((*extraction.fields, *by_field)):
        lines += ["", path]
        chosen = extraction.fields.get(path)
        others = sorted(by_field.get(path, ()), key=lambda candidate: -candidate.score)
        if chosen is not None and not any(_is(chosen, other) for other in others):
            lines.append(_chosen_line(chosen))
        marked = False
        for other in others:
            is_it = chosen is not None and not marked and _is(chosen, other)
            marked = marked or is_it
            lines.append(_candidate_line(other, "*" if is_it else " "))
        if chosen is None:
            lines.append("  (nothing was chosen)")
    return "\n".join(lines) + "\n"


def _is(value: FieldValue, candidate: Candidate) -> bool:
    return (value.value, value.page, value.box) == (candidate.value, candidate.page, candidate.box)


def _chosen_line(value: FieldValue) -> str:
    shown = shortened(value_to_json(value.value))
    return f"* {value.confidence:.3f}  {shown:{LONGEST}}  {value.source}: {value.evidence}{_where(value.page, value.box)}"


def _candidate_line(candidate: Candidate, mark: str) -> str:
    shown = shortened(value_to_json(candidate.value))
    notes = [candidate.convention] if candidate.convention else []
    notes += ["repaired"] if candidate.repaired else []
    said = "; ".join([f"{candidate.source}: {candidate.evidence}", *notes]) + _where(candidate.page, candidate.box)
    line = f"{mark} {candidate.score:.3f}  {shown:{LONGEST}}  {said}"
    features = " ".join(f"{name}={number:g}" for name, number in candidate.features.items() if abs(number) >= 0.005)
    return f"{line}\n           {features}" if features else line


def _where(page: int | None, box: Box | None) -> str:
    if page is None:
        return ""
    place = f" at {box.left:.3f} {box.top:.3f} {box.right:.3f} {box.bottom:.3f}" if box is not None else ""
    return f" (page {page}{place})"


def shortened(value: object, longest: int = LONGEST) -> str:
    """One line of at most so many characters, with nothing in it that steers a terminal."""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return text if len(text) <= longest else text[: longest - 1] + "…"
