"""Logistic regression that is held to what was known before, by Newton's method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEPS = 50
ENOUGH = 1e-6  # a step this small changes nothing


def logistic(table: Floats, right: Floats, weight: Floats, start: Floats, held: Floats) -> Floats:
    """One weight a column of `table` (rows x columns), so that 1 / (1 + exp(-table @ weights)) is the share of `right` (0 or 1 a row).

    Each weight is held to its `start` as strongly as `held` says (more than 0), so few rows change little.
    """
    import numpy as np

    weights: Any = start.astype(np.float64).copy()

    def cost(at: Any) -> float:
        odds = table @ at
        return float((weight * (np.logaddexp(0, odds) - right * odds)).sum() + 0.5 * (held * (at - start) ** 2).sum())

    now = cost(weights)
    for _ in range(STEPS):
        said = 1 / (1 + np.exp(-np.clip(table @ weights, -40, 40)))
        slope = table.T @ (weight * (said - right)) + held * (weights - start)
        curve = (table * (weight * said * (1 - said))[:, None]).T @ table + np.diag(held)
        step = np.linalg.solve(curve, slope)
        after = cost(weights - step)
        while after > now and np.abs(step).max() > ENOUGH:  # a full step may lead past the lowest point
            step = step / 2
            after = cost(weights - step)
        if np.abs(step).max() <= ENOUGH:
            break
        weights, now = weights - step, after
    return weights  # type: ignore[no-any-return]
