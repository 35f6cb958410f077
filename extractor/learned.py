"""What is learned, as plain numbers: trees by family of candidates, how far confidences are to be trusted by kind of value, and
what a user's own documents add. Read once; nothing here needs a learning library.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.errors import ScorerError
from extractor.forest import Forest, forest_of

MAKE = "extractor train"
HIGHEST = 0.995  # no confidence is higher: nothing read from a page is certain
ANY = "any"  # the curve of kinds without one of their own


@dataclass(frozen=True, slots=True)
class Curve:
    """Confidence before to confidence after, by Platt's scaling (1999): log odds times `slope` plus `shift`."""

    slope: float = 1.0
    shift: float = 0.0

    def of(self, confidence: float) -> float:
        return min(probability(self.slope * logit(confidence) + self.shift), HIGHEST)


@dataclass(frozen=True, slots=True)
class Addition:
    """What a user's own documents add to the log odds of one field's candidates: a linear function of them and of the features."""

    slope: float = 1.0
    shift: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)

    def log_odds(self, before: float, features: Mapping[str, float]) -> float:
        return self.slope * before + self.shift + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Learned:
    """All of it. The trees say how far the weighed signs of scorer.py are to be corrected."""

    families: Mapping[str, Forest] = field(default_factory=dict)
    confidence: Mapping[str, Curve] = field(default_factory=dict)  # by kind of value
    own: Mapping[str, Addition] = field(default_factory=dict)  # by path of a field

    def curve(self, kind: str) -> Curve:
        return self.confidence.get(kind) or self.confidence.get(ANY) or Curve()


def probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(log_odds, -40.0), 40.0)))


def logit(share: float) -> float:
    """The log odds of a probability; of 0 and 1 those of one in a thousand."""
    bounded = min(max(share, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))


def learned_of(model: Mapping[str, Any]) -> Learned:
    """From the JSON that tools/train/scorer.py writes."""
    families = {family: forest_of(trees) for family, trees in model["families"].items()}
    confidence = {kind: Curve(float(slope), float(shift)) for kind, (slope, shift) in model.get("confidence", {}).items()}
    return Learned(families, confidence)


@cache
def shipped() -> Learned:
    """The models that ship."""
    return learned_of(json.loads(_shipped_bytes()))


def _shipped_bytes() -> bytes:
    return files("extractor.models").joinpath("scorer.json").read_bytes()


@cache
def version() -> str:
    """Which models ship: additions fit these alone."""
    return hashlib.sha256(_shipped_bytes()).hexdigest()[:16]


def with_own(path: Path | None) -> Learned:
    """The models that ship and what the file of `extractor train` adds; without a file the models that ship. Raises ScorerError."""
    return shipped() if path is None else _with_own(path, path.stat().st_mtime_ns if path.is_file() else 0)


@cache
def _with_own(path: Path, changed: int) -> Learned:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        made_on, own = content["on"], additions_of(content["fields"])
    except OSError as error:
        raise ScorerError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ScorerError(f"{path} is no file of {MAKE}", hint=f"make one with {MAKE}") from error
    if made_on != version():
        raise ScorerError(f"{path} was made for other models than those installed", hint=f"make it again with {MAKE}")
    return replace(shipped(), own=own)


def additions_of(fields: Mapping[str, Mapping[str, Any]]) -> dict[str, Addition]:
    """From the `fields` of such a file. Raises ValueError, TypeError or KeyError on what is none."""
    found = {}
    for path, held in fields.items():
        weights = {str(name): float(weight) for name, weight in held["weights"].items()}
        found[str(path)] = addition = Addition(float(held["slope"]), float(held["shift"]), weights)
        if not all(map(math.isfinite, (addition.slope, addition.shift, *weights.values()))):
            raise ValueError(f"{path}: a weight is no number")
    return found


def own_json(additions: Mapping[str, Addition], about: Mapping[str, Any]) -> dict[str, Any]:
    """The content of such a file. `about` says how it was made, for people."""
    fields = {
        path: {"slope": added.slope, "shift": added.shift, "weights": dict(added.weights)} for path, added in sorted(additions.items())
    }
    return {"about": dict(about), "on": version(), "fields": fields}
