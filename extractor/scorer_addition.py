"""One field's addition to the scorer, fitted by logistic regression: held to what was before as strongly as cross-validation tells, and
taken only where it saves enough on documents left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from extractor.learned import Addition
from extractor.logistic import logistic
from extractor.quick import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractor.logistic import Floats

LEAST_RIGHT = 5  # documents whose right answer is among the candidates: less says nothing of a field
FOLDS = 4
SEEN = 3  # documents in which a sign must occur to be learned from
HELD = (1.0, 5.0, 25.0)  # how strongly weights are held to what was before, tried in cross-validation
SLOPE_HELD = 10.0  # the same for the weight of the models' own verdict
WORTH = 0.02  # of the log loss of a document that an addition must save, in documents left out, to be taken


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate of a field: which document, the log odds before, its signs, whether it is right."""

    document: int
    odds: float
    signs: Mapping[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of one field: the log odds before, a column of ones, then a column for each sign in `names`."""

    names: tuple[str, ...]
    table: Floats
    right: Floats
    documents: NDArray[np.int64]

    @staticmethod
    def of(rows: Sequence[Row]) -> _Table:
        import numpy as np

        seen: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            for name, value in row.signs.items():
                if value:
                    seen[name].add(row.document)
        names = tuple(sorted(name for name, documents in seen.items() if len(documents) >= SEEN))
        columns = {name: 2 + at for at, name in enumerate(names)}
        table = np.zeros((len(rows), len(names) + 2))
        for at, row in enumerate(rows):
            table[at, :2] = row.odds, 1.0
            for name, value in row.signs.items():
                if name in columns:
                    table[at, columns[name]] = value
        return _Table(names, table, np.array([float(row.right) for row in rows]), np.array([row.document for row in rows]))

    def weights(self, chosen: NDArray[np.bool_], held: float) -> Floats:
        """Learned from the chosen rows, held to the verdict that there was."""
        import numpy as np

        start, strength = np.zeros(self.table.shape[1]), np.full(self.table.shape[1], held)
        start[0], strength[0] = 1.0, SLOPE_HELD
        return logistic(self.table[chosen], self.right[chosen], np.ones(int(chosen.sum())), start, strength)

    def left_out(self, of_fold: NDArray[np.int64], held: float) -> Floats:
        """The log odds of each row by weights that were learned without its fold."""
        import numpy as np

        odds = np.zeros(len(self.right))
        for fold in range(FOLDS):
            shown = of_fold == fold
            odds[shown] = self.table[shown] @ self.weights(~shown, held)
        return odds

    def loss(self, odds: Floats) -> float:
        """Log loss: what a wrong verdict costs, the more the surer it was."""
        import numpy as np

        return float(np.logaddexp(0, np.where(self.right > 0, -odds, odds)).sum())

    def first_right(self, odds: Floats) -> int:
        """In how many documents the likeliest candidate is right."""
        first: dict[int, int] = {}
        for at, document in enumerate(self.documents):
            if document not in first or odds[at] > odds[first[document]]:
                first[document] = at
        return int(sum(self.right[at] for at in first.values()))


def fitted(held: Sequence[Row], folds: Sequence[int]) -> Addition | None:
    """The addition of one field; None where none saves enough on documents left out, or fewer first places would be right there."""
    import numpy as np

    right_in = {row.document for row in held if row.right}
    if len(right_in) < LEAST_RIGHT or all(row.right for row in held):
        return None
    rows = _Table.of(held)
    of_fold = np.array(folds)[rows.documents]
    left_out = {strength: rows.left_out(of_fold, strength) for strength in HELD}
    losses = {strength: rows.loss(odds) for strength, odds in left_out.items()}
    best = min(losses, key=lambda strength: (losses[strength], -strength))
    before = rows.table[:, 0]
    saved = rows.loss(before) - losses[best]
    if saved < WORTH * len({row.document for row in held}) or rows.first_right(left_out[best]) < rows.first_right(before):
        return None
    slope, shift, *weights = (round(float(weight), 4) for weight in rows.weights(np.ones(len(held), dtype=bool), best))
    return Addition(slope, shift, {name: weight for name, weight in zip(rows.names, weights, strict=True) if weight})
