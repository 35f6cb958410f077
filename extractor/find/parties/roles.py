"""The parties of a schema: its groups with a role (record.Role)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.quick import dataclass
from extractor.schemas.leaves import once
from extractor.schemas.record import FieldSpec, Kind, Role


@dataclass(frozen=True, slots=True)
class Party:
    """A group of the schema that is a party: `prefix` is its path (`seller`), `leaves` its fields by name."""

    prefix: str
    role: Role
    leaves: Mapping[str, FieldSpec]

    def leaf(self, kind: Kind) -> FieldSpec | None:
        return next((spec for leaf, spec in self.leaves.items() if spec.kind is kind and "." not in leaf), None)


@once
def parties_of(specs: Sequence[FieldSpec]) -> tuple[Party, ...]:
    """The parties of a schema, in its order."""
    grouped: dict[str, dict[str, FieldSpec]] = {}
    roles: dict[str, Role] = {}
    for spec in specs:
        if spec.role is not None and spec.rows is None:
            prefix, dot, leaf = spec.path.partition(".")
            if dot:
                grouped.setdefault(prefix, {})[leaf] = spec
                roles[prefix] = spec.role
    return tuple([Party(prefix, roles[prefix], leaves) for prefix, leaves in grouped.items()])
