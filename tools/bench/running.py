"""Runs one system over files in a process of its own and counts what that cost."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tools.bench.environments import ROOT


@dataclass(frozen=True)
class Run:
    """What a run printed, and its cost: user + system seconds of the process and of all it started, and wall seconds."""

    output: Path
    status: int
    cpu: float
    wall: float
    memory: float  # peak, MB, of the largest process
    complaint: str  # the last lines of standard error


def run(command: list[str], files: list[Path], output: Path) -> Run:
    """Run `command` with the files as its last arguments, standard output to `output`. Never raises for a failing system."""
    output.parent.mkdir(parents=True, exist_ok=True)
    # One core a process for everyone: what threads gain in time they lose in work done.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # everyone runs as installed: compiled once, not at every start
    start = time.monotonic()
    with output.open("wb") as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([*command, *map(str, files)], stdout=out, stderr=err, env=environment, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)  # counts grandchildren too, once their parents have waited for them
        process.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        complaint = err.read().decode(errors="replace").strip().splitlines()[-3:]
    return Run(
        output, process.returncode, usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024, "\n".join(complaint)
    )


OURS = (sys.executable, "-m", "extractor.cli")


def ours(schema: str, options: tuple[str, ...]) -> list[str]:
    return [*OURS, "run", "--schema", schema, "--format", "jsonl", "--jobs", "1", *options]


def shown(command: list[str]) -> str:
    """A command as a reader would type it."""
    words = ["extractor", *command[len(OURS) :]] if tuple(command[: len(OURS)]) == OURS else command
    return shlex.join(words).replace(f"{ROOT}/", "")
