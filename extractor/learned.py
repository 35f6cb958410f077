"""What is learned, as plain numbers: trees by family of candidates, how far confidences are to be trusted by kind of value, and
what a user's own documents add. Read once; nothing here needs a learning library.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cache
from importlib.resources import files
from operator import mul
from pathlib import Path
from typing import Any

from extractor.errors import ScorerError
from extractor.forest import Forest, forest_of
from extractor.quick import dataclass

MAKE = "extractor train"
HIGHEST = 0.995  # no confidence is higher: nothing read from a page is certain
ANY, TOLD = "any", "told"  # the curve of kinds without one of their own; in place of a family where there is none
BLOCKS = "blocks"  # in place of a family for what stands in repeated blocks, and the curve of all of it
MOST_TIMES = 4  # that a value is said: more make it no surer
NO_CHANCE = -4.0  # log odds of a runner-up that is none


@dataclass(frozen=True, slots=True)
class Curve:
    """Confidence before to confidence after, by Platt's scaling (1999): log odds times `slope` plus `shift`; beside them what the page
    says of the answer: `again` for each time more that it says it, `rival` for the log odds of its runner-up."""

    slope: float = 1.0
    shift: float = 0.0
    again: float = 0.0
    rival: float = 0.0

    def of(self, confidence: float, times: int = 1, runner_up: float = 0.0) -> float:
        weights = self.slope, self.shift, self.again, self.rival
        return min(probability(sum(map(mul, weights, signs(confidence, times, runner_up)))), HIGHEST)


def signs(confidence: float, times: int, runner_up: float) -> tuple[float, float, float, float]:
    """What a curve weighs: log odds, 1, how often more than once the value is said, and the log odds of the runner-up above no chance."""
    return logit(confidence), 1.0, float(min(times, MOST_TIMES) - 1), max(logit(runner_up) - NO_CHANCE, 0.0)


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
    confidence: Mapping[str, Curve] = field(default_factory=dict)  # by kind of value, and by family and kind
    own: Mapping[str, Addition] = field(default_factory=dict)  # by path of a field

    def curve(self, kind: str, family: str = "") -> Curve:
        """That of the family's answers of this kind, or of all of the kind, or of all."""
        return self.confidence.get(curve_key(kind, family)) or self.confidence.get(kind) or self.confidence.get(ANY) or Curve()

    def block_curve(self, kind: str) -> Curve:
        """That of answers of this kind in repeated blocks, or of all there."""
        return self.confidence.get(curve_key(kind, BLOCKS)) or self.confidence.get(BLOCKS) or Curve()


def curve_key(kind: str, family: str) -> str:
    """The name of the curve of a family's answers of a kind; answers of sources that know their own probability have no family."""
    return f"{family or TOLD}/{kind}"


def percent(confidence: float) -> str:
    """As people are told it: "97%", rounded down, for what is not certain is never called so."""
    return f"{math.floor(100 * confidence + 1e-9)}%"


def probability(log_odds: float) -> float:
    bounded = -40.0 if log_odds < -40.0 else 40.0 if log_odds > 40.0 else log_odds
    return 1 / (1 + math.exp(-bounded))


def logit(share: float) -> float:
    """The log odds of a probability; of 0 and 1 those of one in a thousand."""
    bounded = 0.001 if share < 0.001 else 0.999 if share > 0.999 else share
    return math.log(bounded / (1 - bounded))


def learned_of(model: Mapping[str, Any]) -> Learned:
    """From the JSON that tools/train/scorer.py writes."""
    families = {family: forest_of(trees) for family, trees in model["families"].items()}
    confidence = {key: Curve(*map(float, weights)) for key, weights in model.get("confidence", {}).items()}
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
