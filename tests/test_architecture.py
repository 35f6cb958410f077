"""The floors of the house, kept: read from the imports of every file, with nothing imported."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# The same table as in docs/design.md. A floor imports only floors below it.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors", "forest", "garbage", "late", "logistic", "models", "pixels", "quick", "reliability", "strict_yaml", "timing"),
    ("database", "document", "geometry", "learned", "processes", "results", "truth", "values"),
    ("schemas",),
    (
        "options",
        "load",
        "straighten",
        "layout",
        "ocr",
        "find",
        "scorer",
        "template_reader",
        "choose",
        "compare",
        "vendors",
        "check",
        "duplicates",
        "export",
    ),
    (
        "accounts",
        "apart",
        "catalog",
        "doubts",
        "echoes",
        "inputs",
        "language",
        "mentions",
        "net_addresses",
        "readings",
        "recognition",
        "scorer_addition",
        "second_look",
        "slips",
    ),
    ("pipeline", "batch", "evaluate", "doctor", "train"),
    ("cli", "web"),
)
FLOOR = {part: number for number, parts in enumerate(FLOORS) for part in parts}
# On one floor nothing knows its neighbours, but for these.
NEIGHBOURS = {
    ("recognition", "catalog"),
    ("readings", "language"),
    ("slips", "echoes"),
    ("forest", "models"),
    ("document", "geometry"),
    ("results", "document"),
    ("batch", "pipeline"),
    ("evaluate", "pipeline"),
    ("train", "batch"),
    ("train", "evaluate"),
    ("cli", "web"),
}
# Concrete document types and templates are opened by the catalog alone; these modules are the language all speak.
COMMON_SCHEMAS = {"record", "verdicts", "label_book", "leaves", "label_files", "template"}


def sources(root: Path) -> Iterator[tuple[str, Path]]:
    """(dotted module name, file) of the engine and the schemas; the links inside the package are not followed."""
    for folder, prefix in (("extractor", "extractor"), ("schemas", "extractor.schemas"), ("templates", "extractor.templates")):
        for path in sorted((root / folder).rglob("*.py")):
            relative = path.relative_to(root / folder)
            if folder == "extractor" and relative.parts[0] in {"schemas", "templates"}:
                continue
            parts = [prefix, *relative.with_suffix("").parts]
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(module: str, tree: ast.AST, *, is_package: bool) -> Iterator[str]:
    """Every module of ours that is imported anywhere in a file: at the top, in a function, for types only, or by its name in a text."""
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*up, base] if base else up)
            # `from extractor import document` imports a module, `from extractor.document import Word` a name in one.
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and is_module_name(node.value):
            yield str(node.value)


def is_module_name(value: object) -> bool:
    """Whether a text in a program names a module of ours; an entry point's group ("extractor.exporters") does not."""
    return isinstance(value, str) and re.fullmatch(r"extractor(\.\w+)+", value) is not None and part_of(value) in {*FLOOR, "templates"}


def part_of(module: str) -> str | None:
    """extractor.ocr.tesseract.Engine -> ocr; None outside the package and for the public face itself."""
    head, _, rest = module.partition(".")
    return rest.split(".")[0] if head == "extractor" and rest else None


def breaches(root: Path) -> list[str]:
    found: list[str] = []
    concrete = document_types(root)
    for module, path in sources(root):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        here = part_of(module)
        if here is None or here == "templates":
            continue
        if here not in FLOOR:
            found.append(f"{module}: stands on no floor; give it one in docs/design.md and here")
            continue
        for target in sorted(set(imports(module, tree, is_package=path.name == "__init__.py"))):
            there = part_of(target)
            if target == "extractor" or there is None or there == here or there.startswith("__"):
                continue
            if there == "templates":
                if here != "catalog":
                    found.append(f"{module}: opens {target}, which only the catalog may")
                continue
            if there not in FLOOR:
                found.append(f"{module}: imports {target} through the public face")
                continue
            if FLOOR[there] >= FLOOR[here] and (here, there) not in NEIGHBOURS:
                found.append(f"{module}: floor {FLOOR[here]} imports {target}, floor {FLOOR[there]}")
            if there == "schemas" and here != "catalog" and not COMMON_SCHEMAS & set(target.split(".")[2:3]):
                found.append(f"{module}: opens {target}, which only the catalog may")
        if here not in {"schemas", "catalog"}:
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            names -= {alias.asname or alias.name for alias in foreign_names(tree)}  # fastapi has a Form of its own
            found += [f"{module}: names the document type {name}" for name in sorted(names & concrete)]
    return found


def foreign_names(tree: ast.AST) -> Iterator[ast.alias]:
    """What a file imports by name from other people's packages."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] != "extractor":
            yield from node.names


def document_types(root: Path) -> set[str]:
    """The classes in schemas/ that derive from Record."""
    return {
        node.name
        for path in (root / "schemas").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and any(isinstance(base, ast.Name) and base.id == "Record" for base in node.bases)
    }


def test_the_design_tells_the_same_floors() -> None:
    rows = re.findall(r"^\| (\d) \| (.*) \|$", (ROOT / "docs" / "design.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {int(number): set(parts.split(", ")) for number, parts in rows} == {n: set(parts) for n, parts in enumerate(FLOORS)}


def test_every_import_keeps_the_floors() -> None:
    assert breaches(ROOT) == []


def test_the_engine_is_there_to_be_checked() -> None:
    """Guards the test above against finding nothing because it looked nowhere."""
    modules = {module for module, _ in sources(ROOT)}
    assert {"extractor.errors", "extractor.schemas.record", "extractor.templates"} <= modules
    assert {part for module in modules if (part := part_of(module))} >= set(FLOOR), "a part of the house is missing"
    assert {"Invoice", "Receipt", "Ticket", "Form"} <= document_types(ROOT)


@pytest.mark.parametrize(
    ("file", "line", "complaint"),
    [
        ("extractor/geometry.py", "from extractor.document import Word", "floor 1 imports extractor.document.Word, floor 1"),
        ("extractor/ocr/x.py", "from ..layout import arrange", "floor 3 imports extractor.layout.arrange, floor 3"),
        ("extractor/check.py", "def f():\n    import extractor.pipeline", "floor 3 imports extractor.pipeline, floor 5"),
        ("extractor/find/x.py", "from extractor import catalog", "floor 3 imports extractor.catalog, floor 4"),
        ("extractor/batch.py", "import importlib\nimportlib.import_module('extractor.cli')", "floor 5 imports extractor.cli, floor 6"),
        ("extractor/pipeline.py", "import extractor.schemas.invoice", "opens extractor.schemas.invoice, which only the catalog may"),
        ("extractor/find/x.py", "import extractor.templates", "opens extractor.templates, which only the catalog may"),
        ("extractor/web/x.py", "from extractor.catalog import Form\nForm", "names the document type Form"),
        ("extractor/choose.py", "def f(schemas):\n    return schemas.Invoice", "names the document type Invoice"),
        ("extractor/cli.py", "from extractor import Options", "imports extractor.Options through the public face"),
        ("extractor/shed.py", "", "stands on no floor"),
    ],
)
def test_a_planted_breach_is_found(tmp_path: Path, file: str, line: str, complaint: str) -> None:
    for folder in ("extractor", "schemas", "templates"):
        (tmp_path / folder).mkdir()
    (tmp_path / "schemas" / "invoice.py").write_text("class Invoice(Record): ...\nclass Form(Record): ...")
    planted = tmp_path / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line)
    found = breaches(tmp_path)
    assert len(found) == 1
    assert complaint in found[0]


def test_what_is_allowed_is_not_called_a_breach(tmp_path: Path) -> None:
    (tmp_path / "extractor" / "ocr").mkdir(parents=True)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "form.py").write_text("from extractor.schemas.record import Record\nclass Form(Record): ...")
    (tmp_path / "extractor" / "ocr" / "x.py").write_text(
        "from extractor import __version__\nfrom extractor.ocr.y import z\nfrom extractor.document import Word\n"
        "from extractor.schemas.record import Record\nfrom extractor.errors import EngineError\n"
        "import json\nfrom fastapi import Form\nForm()"
    )
    (tmp_path / "extractor" / "catalog.py").write_text("from extractor.schemas.form import Form\nimport extractor.templates")
    assert breaches(tmp_path) == []


# Import name -> name on the package index, where they differ.
DISTRIBUTIONS = {
    "PIL": "pillow", "cv2": "opencv-python", "yaml": "pyyaml", "stdnum": "python-stdnum", "zxingcpp": "zxing-cpp",
    "multipart": "python-multipart", "pillow_heif": "pillow-heif",
}  # fmt: skip


def test_every_library_that_is_imported_is_declared_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    declared = {re.split(r"[\[<>=!~ ]", line)[0].lower() for line in wanted}
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    own = {"extractor", "__future__"} | set(sys.stdlib_module_names)
    for module, path in sources(ROOT):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for target in imports(module, tree, is_package=path.name == "__init__.py"):
            name = target.split(".")[0]
            if name not in own:
                distribution = DISTRIBUTIONS.get(name, name).replace("_", "-").lower()
                assert distribution in declared, f"{module} imports {name}: {distribution} is not in pyproject.toml"
                assert distribution in locked, f"{module} imports {name}: {distribution} is not in requirements.lock"
    assert "opencv-python" in locked
    assert "opencv-python-headless" not in locked
