"""One command that rebuilds the models that ship.

    python -m tools.train [--data FOLDER] [--work .train] [--jobs 2] [--only ner,scorer,turns]

With a data folder (SROIE in `sroie/`, the FCC filings in `fcc_adbuy/`) the models learn from those too; without one from documents
of our own generator alone, which is said in what it prints. Seeds are fixed. What was read once is kept in the work folder.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tools.samples.faces import FOLDERS
from tools.train import confidence, ner, scorer
from tools.train.answers import prepare
from tools.train.documents import examples

MODELS = Path(__file__).resolve().parents[2] / "extractor" / "models"
STEPS = ("ner", "scorer", "turns")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.train", description="Rebuild the models that ship.")
    parser.add_argument("--data", type=Path, help="folder with sroie/ and fcc_adbuy/")
    parser.add_argument("--work", type=Path, default=Path(".train"), help="folder for what was read (default .train)")
    parser.add_argument("--out", type=Path, default=MODELS, help="folder for the models (default: where they ship from)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default=",".join(STEPS), help=f"of {', '.join(STEPS)}, with commas (default: all)")
    asked = parser.parse_args()
    wanted = asked.only.split(",")
    if set(wanted) - set(STEPS):
        parser.error(f"--only takes {', '.join(STEPS)}")
    if asked.data is not None and not asked.data.is_dir():
        parser.error(f"{asked.data} is no folder")
    if asked.data is None:
        print("No data folder is given: the models learn from our generator alone, and are worse on real receipts than those that ship.")
    asked.out.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    found = examples(asked.work, asked.data, jobs=asked.jobs) if {"ner", "scorer"} & set(wanted) else []
    clock.tell("documents")
    if "ner" in wanted:
        print({label: round(f1, 3) for label, f1 in ner.train(ner.heads(found), asked.out / "ner").items()})
        clock.tell("pipeline of names")
    if "scorer" in wanted:
        prepared = prepare(found, jobs=asked.jobs)
        clock.tell("candidates")
        models = scorer.fit_documents(prepared)
        clock.tell("trees")
        models |= {"confidence": confidence.fit(prepared)}
        (asked.out / "scorer.json").write_text(json.dumps(models, separators=(",", ":")) + "\n", encoding="utf-8")
        print({family: len(model["trees"]) for family, model in models["families"].items()})
        clock.tell("confidences")
    if "turns" in wanted:
        folders = _made_pages(asked.work) if asked.data is None else [asked.data / "sroie" / "docs", asked.data / "fcc_adbuy" / "docs"]
        fonts = ["--fonts", *(str(path) for path in FOLDERS if path.is_dir())]
        out = ["--out", str(asked.out / "turns.npz")] if asked.out != MODELS else []
        subprocess.run(
            [sys.executable, "-m", "tools.train_turns", *(str(path) for path in folders if path.is_dir()), *fonts, *out], check=True
        )
        clock.tell("turns")
    return 0


def _made_pages(work: Path) -> list[Path]:
    """Folders of pages of our generator, made when missing."""
    folder = work / "pages"
    if not folder.is_dir():
        for kind, count in (("invoice", 40), ("receipt", 40), ("form", 20)):
            command = [sys.executable, "-m", "tools.samples", "--seed", "20264", "--kind", kind, "--condition", "clean"]
            subprocess.run([*command, "--count", str(count), "--out", str(folder / kind)], check=True)
    return sorted(path / "docs" for path in folder.iterdir())


class Clock:
    """Says what each step took, by the clock and of the processors."""

    def __init__(self) -> None:
        self._at = self._now()

    def tell(self, step: str) -> None:
        before, self._at = self._at, self._now()
        print(f"{step}: {self._at[0] - before[0]:.0f} s, {self._at[1] - before[1]:.0f} CPU s", flush=True)

    @staticmethod
    def _now() -> tuple[float, float]:
        spent = os.times()
        return time.monotonic(), spent.user + spent.system + spent.children_user + spent.children_system


if __name__ == "__main__":
    raise SystemExit(main())
