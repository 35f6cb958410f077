"""What is installed and what is missing, and how to get it. Imports none of what it looks for, so that it runs where they fail."""

from __future__ import annotations

import ctypes
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from importlib import metadata

from extractor.quick import dataclass

# Distribution -> what it is for. Without one of these the main job cannot run.
NEEDED = {
    "numpy": "pictures as arrays",
    "opencv-python": "straightening, layout",
    "pillow": "picture files",
    "pypdfium2": "PDF",
    "lxml": "e-invoice XML",
    "defusedxml": "e-invoice XML",
    "pydantic": "records",
    "pyyaml": "labels, templates",
    "regex": "templates",
    "rapidfuzz": "labels",
    "python-stdnum": "numbers with check digits",
    "babel": "dates and amounts in words",
    "layoutparser": "regions",
    "typer": "the command line",
    "rich": "tables, progress",
}
# Without these a part of the program is missing.
USEFUL = {
    "onnxruntime": "rapidocr's models",
    "rapidocr": "reading pictures",
    "pytesseract": "reading pictures with Tesseract",
    "zxing-cpp": "QR and bar codes",
    "spacy": "a second look at names in doubt",
    "pandas": "data frames",
    "xlsxwriter": "-o OUT.xlsx",
    "sqlalchemy": "databases",
    "fastapi": "extractor serve",
    "uvicorn": "extractor serve",
    "python-multipart": "extractor serve",
}
# Only for those who ask for them.
EXTRAS = {
    "psycopg": ("PostgreSQL", "postgres"),
    "pillow-heif": ("HEIF photos", "heif"),
    "distributed": ("many machines", "cluster"),
}
LIBRARIES = {"libGL.so.1": "libgl1", "libglib-2.0.so.0": "libglib2.0-0"}  # what OpenCV's wheel links against -> Debian's package
LANGUAGES = ("eng", "deu", "fra", "spa", "ita", "nld", "por", "pol")
MODELS = {"det": "text detection", "rec": "text recognition"}
SECONDS = 60  # for a program that is asked for its version


class State(StrEnum):
    OK = "ok"
    MISSING = "missing"  # a part of the program does not work
    BROKEN = "broken"  # the main job does not work
    ABSENT = "not installed"  # only for those who want it


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for; `remedy` is a command or a sentence, "" where nothing is to be done."""

    group: str
    name: str
    state: State
    detail: str = ""
    remedy: str = ""


def examine() -> tuple[Finding, ...]:
    """All findings, in the order in which they are shown."""
    found = [*_python(), *_opencv(), *_packages(), *_models(), *_tesseract()]
    readers = [f for f in found if f.group == "reading pictures"]
    works = {f.name for f in readers if f.state is State.OK}
    rapid = "rapidocr's models" in works and _version("onnxruntime") is not None
    if not rapid and not {"tesseract", "tesseract: eng"} <= works:
        remedy = "install one of them: see above"
        found.append(Finding("reading pictures", "an OCR engine", State.BROKEN, "neither rapidocr nor Tesseract can be used", remedy))
    return tuple(found)


def can_run(findings: tuple[Finding, ...]) -> bool:
    """Whether the main job works: documents of every kind to records."""
    return all(finding.state is not State.BROKEN for finding in findings)


def _python() -> Iterator[Finding]:
    good = sys.version_info >= (3, 11)
    state, remedy = (State.OK, "") if good else (State.BROKEN, "install Python 3.11 or newer")
    yield Finding("system", "Python", state, f"{platform.python_version()} on {platform.system()} {platform.machine()}", remedy)


def _packages() -> Iterator[Finding]:
    for name, purpose in NEEDED.items():
        yield _package("libraries", name, purpose, State.BROKEN, f"pip install {name}")
    for name, purpose in USEFUL.items():
        yield _package("libraries", name, purpose, State.MISSING, f"pip install {name}")
    for name, (purpose, extra) in EXTRAS.items():
        yield _package("extras", name, purpose, State.ABSENT, f'pip install "extractor[{extra}]"')


def _package(group: str, name: str, purpose: str, without: State, remedy: str) -> Finding:
    version = _version(name)
    if version is None:
        return Finding(group, name, without, purpose, remedy)
    return Finding(group, name, State.OK, f"{version}: {purpose}")


def _opencv() -> Iterator[Finding]:
    if _version("opencv-python") is None:
        return
    if _version("opencv-python-headless") is not None:
        remedy = "pip uninstall opencv-python-headless opencv-python && pip install opencv-python"
        detail = "two builds share one folder, and one of them is overwritten"
        yield Finding("system", "opencv-python-headless", State.MISSING, detail, remedy)
    if sys.platform.startswith("linux"):
        for library, package in LIBRARIES.items():
            present = _loads(library)
            state, remedy = (State.OK, "") if present else (State.MISSING, f"apt-get install {package}")
            yield Finding("system", library, state, "OpenCV's wheel links against it", remedy)
    said = _run([sys.executable, "-c", "import cv2; print(cv2.__version__)"])
    if said is not None and said.returncode == 0:
        yield Finding("system", "import cv2", State.OK, said.stdout.strip())
    else:
        lines = said.stderr.strip().splitlines() if said else []
        remedy = "apt-get install libgl1 libglib2.0-0, or the like on this system"
        yield Finding("system", "import cv2", State.BROKEN, lines[-1] if lines else "does not end", remedy)


def _models() -> Iterator[Finding]:
    try:
        files = [str(file) for file in metadata.files("rapidocr") or () if str(file).endswith(".onnx")]
    except metadata.PackageNotFoundError:
        yield Finding("reading pictures", "rapidocr's models", State.MISSING, "", "pip install rapidocr onnxruntime")
        return
    lacking = [purpose for kind, purpose in MODELS.items() if not any(f"_{kind}_" in file for file in files)]
    if lacking:
        remedy = "pip install --force-reinstall rapidocr"
        yield Finding("reading pictures", "rapidocr's models", State.MISSING, f"none for {' and '.join(lacking)} in the wheel", remedy)
    else:
        yield Finding("reading pictures", "rapidocr's models", State.OK, f"{len(files)} in its wheel; nothing is fetched")


def _tesseract() -> Iterator[Finding]:
    program = shutil.which("tesseract")
    if program is None:
        yield Finding("reading pictures", "tesseract", State.MISSING, "the faster engine on clean pages", _by_system("tesseract-ocr"))
        return
    said = _run([program, "--version"])
    version = (said.stdout or said.stderr).splitlines()[0].removeprefix("tesseract ") if said and (said.stdout or said.stderr) else "?"
    yield Finding("reading pictures", "tesseract", State.OK, f"{version} at {program}")
    listed = _run([program, "--list-langs"])
    have = set(listed.stdout.split()) if listed else set()
    for language in LANGUAGES:
        state, remedy = (State.OK, "") if language in have else (State.MISSING, _by_system(f"tesseract-ocr-{language}"))
        yield Finding("reading pictures", f"tesseract: {language}", state, "", remedy)


def _by_system(package: str) -> str:
    if sys.platform == "darwin":
        return "brew install tesseract tesseract-lang"
    if sys.platform == "win32":
        return "https://github.com/UB-Mannheim/tesseract/wiki"
    return f"apt-get install {package}"


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _run(command: list[str]) -> subprocess.CompletedProcess[str] | None:
    """What a program says, or None where it cannot be run or does not end."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
