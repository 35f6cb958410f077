"""`python -m tools.samples --seed 7 --count 300 --kind invoice --out DIR`: documents in DIR/docs, truth in DIR/truth.jsonl."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tools.samples.language import HELD_OUT, LANGUAGES, TUNING
from tools.samples.make import CONDITIONS, MAKERS, Order, write


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    languages = tuple(options.language.split(",")) if options.language else LANGUAGES
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown:
        print(f"samples: no words in {', '.join(unknown)}; there are {', '.join(LANGUAGES)}", file=sys.stderr)
        return 2
    orders = [
        Order(options.seed, number, options.kind, options.condition, languages, options.layouts, options.dpi, options.together)
        for number in range(options.first, options.first + options.count)
    ]
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.out / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for done, row in enumerate(_rows(orders, options.out, options.jobs), 1):
            truth.write(row + "\n")
            if done % 100 == 0:
                print(f"{done} of {len(orders)}", file=sys.stderr)
    print(f"{len(orders)} documents and truth.jsonl in {options.out}", file=sys.stderr)
    return 0


def _rows(orders: list[Order], folder: Path, jobs: int) -> Iterator[str]:
    """In the orders' sequence, whatever the number of workers."""
    if jobs == 1:
        yield from (write(order, folder) for order in orders)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(partial(write, folder=folder), orders, chunksize=4)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.samples", description="Make sample documents with exact truth.")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same documents (default 1)")
    parser.add_argument("--count", type=int, default=10, help="how many (default 10)")
    parser.add_argument("--first", type=int, default=0, help="number of the first one, to go on with a run (default 0)")
    parser.add_argument("--kind", choices=sorted(MAKERS), help="only this kind (default: a mixture)")
    parser.add_argument("--condition", choices=CONDITIONS, help="only this condition (default: a mixture)")
    parser.add_argument("--language", help=f"only these languages, comma separated: {', '.join(LANGUAGES)}")
    parser.add_argument(
        "--layouts", choices=(TUNING, HELD_OUT), default=TUNING, help="which half of layouts, vendors and typefaces (default tuning)"
    )
    parser.add_argument("--dpi", type=int, help="of scans and photographs (default 200 and 180)")
    parser.add_argument("--together", type=int, default=1, help="so many documents on each scan or photograph (default 1)")
    parser.add_argument("--jobs", type=int, default=1, help="worker processes (default 1)")
    parser.add_argument("--out", type=Path, required=True, help="folder for docs/ and truth.jsonl")
    return parser


if __name__ == "__main__":
    sys.exit(main())
