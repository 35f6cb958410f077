"""Says whether a scorer that was built anew is worth what another one is, within the tolerance that the model card states.

    python -m tools.train.compare BEFORE.json AFTER.json --data FOLDER [--work .train]

The micro F1 of every set that nothing is learned from, by either file on the same candidates, and how many wrong totals it would accept.
Exit 1 where a set is out of tolerance. What was read for training is taken from the work folder.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from extractor.learned import learned_of
from tools.train.answers import prepare, score
from tools.train.documents import shown
from tools.train.measure import by_set, let_through

TOLERANCE, OF_FEW, FEW = 0.01, 0.03, 50  # of micro F1; of sets under so many documents


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.train.compare", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path(".train"))
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    before, after = (learned_of(json.loads(path.read_text(encoding="utf-8"))) for path in (asked.before, asked.after))
    within = True
    for name, kept in by_set(prepare(shown(asked.work, asked.data, jobs=asked.jobs), asked.jobs)).items():
        was, now = score(kept, before), score(kept, after)
        allowed = OF_FEW if len(kept) < FEW else TOLERANCE
        holds = abs(now.micro.f1 - was.micro.f1) <= allowed and let_through(now) <= let_through(was)
        within = within and holds
        said = "within" if holds else "OUT OF"
        totals = f"wrong totals accepted {let_through(was)} / {let_through(now)}"
        print(f"{name} ({len(kept)}): {was.micro.f1:.4f} / {now.micro.f1:.4f}, {said} {allowed}; {totals}", flush=True)
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
