"""An environment for each peer under .bench/, so that nobody's libraries meet."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / ".bench"
PEERS = Path(__file__).resolve().parent / "peers"


@dataclass(frozen=True)
class Peer:
    """A system beside ours: what to install, and which script of ours calls it as its documentation says."""

    requirements: tuple[str, ...]
    script: str
    arguments: tuple[str, ...] = ()


RENDER = "pypdfium2==5.15.2"
PEER: dict[str, Peer] = {
    "invoice2data": Peer(("invoice2data==1.0.1", RENDER), "invoice2data_templates.py"),
    "img2table": Peer(("img2table==2.0", RENDER), "img2table_tables.py"),
    "text + rule": Peer((RENDER,), "naive.py", ("--engine", "text")),
    "Tesseract + rule": Peer(("pytesseract==0.3.13", "pillow==13.0.0", RENDER), "naive.py", ("--engine", "tesseract")),
    "rapidocr + rule": Peer(("rapidocr==3.10.0", "onnxruntime==1.31.1", "pillow==13.0.0", RENDER), "naive.py", ("--engine", "rapidocr")),
}


def command(name: str, kind: str) -> list[str]:
    """The command that runs a peer on files given after it; its environment is made when it is missing or out of date.

    Raises CalledProcessError when the environment cannot be made.
    """
    peer = PEER[name]
    folder = BENCH / name.replace(" + ", "-").lower()
    python = folder / "bin" / "python"
    stamp = folder / "requirements.txt"
    wanted = "\n".join(peer.requirements)
    if not stamp.is_file() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.requirements], check=True)
        stamp.write_text(wanted)
    return [str(python), str(PEERS / peer.script), "--kind", kind, *peer.arguments]
