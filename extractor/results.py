"""The result for one document, and the JSON that it is written as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field
from enum import StrEnum
from typing import Any

from extractor.document import Candidate, FieldValue, Issue, Reading, value_to_json
from extractor.quick import dataclass


class Status(StrEnum):
    ACCEPTED = "accepted"
    REVIEW = "review"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document could not be read at all: an error's code and message, as in `errors`."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class VendorMatch:
    """The known vendor that a document comes from, as it is on file.

    `score`: how like the printed name is, 0..1. `proof`: which of its numbers stand on the page (vat_id, registration, iban,
    phone), the strongest first; without any the name alone speaks for it, and it is a suggestion.
    """

    id: str | None
    name: str
    score: float
    proof: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """The document that this one repeats.

    `by`: the fields in which both agree, or `bytes`; `but`: fields that differ by characters that are misread for one another.
    `known_from`: the earlier result that names it; None where it is of the same run.
    """

    source: str
    by: tuple[str, ...]
    but: tuple[str, ...] = ()
    known_from: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """The result for one document. `record` is the validated model (None only when status is failed)."""

    source: str
    pages: int
    schema: str | None
    status: Status
    record: Any  # a pydantic Record, or None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    error: Failure | None = None
    vendor: VendorMatch | None = None
    repeats: Repeat | None = None
    sha256: str | None = None  # of the document's bytes
    timings: Mapping[str, float] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()  # for explain; not part of the JSON
    candidates: tuple[Candidate, ...] = ()  # the same

    def to_json(self) -> dict[str, Any]:
        """The object that the contract promises (docs/command-line.md), ready for json.dumps."""
        return {
            "source": self.source,
            "pages": self.pages,
            "schema": self.schema,
            "status": self.status.value,
            "record": None if self.record is None else self.record.model_dump(mode="json"),
            "fields": {path: _field_json(value) for path, value in self.fields.items()},
            "issues": [{"code": i.code, "severity": i.severity.value, "fields": list(i.fields), "message": i.message} for i in self.issues],
            "error": None if self.error is None else {"code": self.error.code, "message": self.error.message},
            "vendor": None if self.vendor is None else _plain(asdict(self.vendor)),
            "repeats": None if self.repeats is None else _plain(asdict(self.repeats)),
            "sha256": self.sha256,
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
        }


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in content.items()}


def _field_json(value: FieldValue) -> dict[str, Any]:
    others = [_found_json(other, other.score) for other in value.alternatives]
    shown = {**_found_json(value, value.confidence), "alternatives": others}
    return {**shown, "repaired": True} if value.repaired else shown


def _found_json(found: FieldValue | Candidate, confidence: float) -> dict[str, Any]:
    return {
        "value": value_to_json(found.value),
        "text": found.text,
        "page": found.page,
        "box": None if found.box is None else list(found.box.clipped().rounded()),
        "confidence": round(confidence, 4),
        "source": found.source,
        "evidence": found.evidence,
    }
