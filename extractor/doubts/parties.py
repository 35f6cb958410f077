"""Doubts about who sent a document: named as its recipient too, named like a place, or another by the mail address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.document import Candidate, FieldValue, Issue, Severity
from extractor.find.parties.legal_forms import has_legal_form
from extractor.find.sheet import compact
from extractor.schemas.leaves import of_kind
from extractor.schemas.record import FieldSpec, Kind, Role
from extractor.values import address

A_PLACE = 0.8  # values.address.likeness of a name that may be an address
OWN_DOMAIN, NOT_OWN = 0.9, 0.6  # how far a mail or web address holds the name of the one it belongs to, and of one it does not


def of_the_issuer(
    spec: FieldSpec, specs: Sequence[FieldSpec], value: FieldValue, values: Mapping[str, FieldValue], names: Sequence[Candidate]
) -> Iterator[Issue]:
    """What speaks against the name of the one who sent the document. `names`: all that was found for it."""
    name = str(value.value)
    recipients = [other.path for other in of_kind(specs, Kind.NAME) if _is_name(other, Role.RECIPIENT) and other.path in values]
    if any(compact(str(values[path].value)) == compact(name) for path in recipients):
        yield _asked(spec, f"{name!r} is also the one it is sent to")
    if not has_legal_form(name) and address.likeness(name) >= A_PLACE:
        yield _asked(spec, f"{name!r} may be an address")
    own = max((c.features.get("domain", 0.0) for c in names if c.value == value.value), default=OWN_DOMAIN)
    other = max(names, key=lambda c: c.features.get("domain", 0.0), default=None)
    if own < NOT_OWN and other is not None and other.features.get("domain", 0.0) >= OWN_DOMAIN:
        yield _asked(spec, f"{name!r}, but the mail or web address is like {other.text!r}")


def names_issuer(spec: FieldSpec) -> bool:
    return _is_name(spec, Role.ISSUER)


def _is_name(spec: FieldSpec, role: Role) -> bool:
    return spec.role is role and spec.kind is Kind.NAME and spec.path.endswith(".name")


def _asked(spec: FieldSpec, said: str) -> Issue:
    return Issue("ambiguous_party", Severity.WARNING, f"{spec.path}: {said}", (spec.path,))
