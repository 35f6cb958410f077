"""Where the CPU of a page goes: each stage, and the share that is not the engine's.

    python -m tools.measure_stages FILE... --schema NAME [--runs 3]

Every file is read from its picture (`--force-ocr`) in one process, once to warm up, then so many times; of each stage the least CPU
time of a file counts, since other work on the machine only adds. Printed are the means over the pages in milliseconds. The engine's is
`read`: finding and recognising words, and the recogniser's word on which way up a page is. All else is outside of it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

from extractor import timing
from extractor.batch import one_core_a_worker
from extractor.garbage import after_task, collect_seldom
from extractor.pipeline import Options, extract


def least_of(source: Path, options: Options, runs: int) -> tuple[int, dict[str, float]]:
    """Pages, and the least CPU seconds of each stage."""
    least: dict[str, float] = {}
    for _ in range(runs):
        done = extract(source, options)
        after_task()
        least = {stage: min(seconds, least.get(stage, seconds)) for stage, seconds in done.timings.items()}
    return done.pages, least


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--schema", required=True)
    parser.add_argument("--runs", type=int, default=3)
    wishes = parser.parse_args()
    one_core_a_worker()  # as `extractor run` does: threads of libraries that wait for work cost a fifth of a page
    # The stopwatch of the stages counts the CPU seconds of this process.
    vars(timing)["time"] = SimpleNamespace(perf_counter=time.process_time)
    collect_seldom()
    options = Options(schema=wishes.schema, force_ocr=True)
    extract(wishes.files[0], options)
    total: Counter[str] = Counter()
    pages = 0
    for source in wishes.files:
        count, least = least_of(source, options, wishes.runs)
        pages += count
        total.update(least)
    print(f"{len(wishes.files)} files, {pages} pages:", *(f"{stage} {seconds / pages * 1000:.1f}" for stage, seconds in total.items()))
    print(f"outside of the engine {1 - total['read'] / total.total():.3f}")


if __name__ == "__main__":
    main()
