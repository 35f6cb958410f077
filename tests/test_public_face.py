"""`import extractor`: what it offers, and what it must not cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import extractor

HEAVY = (
    "cv2", "numpy", "pandas", "spacy", "onnxruntime", "layoutparser", "rapidocr", "pytesseract", "PIL", "pypdfium2", "pydantic", "lxml",
    "sqlalchemy", "fastapi", "typer", "rapidfuzz", "babel", "stdnum", "zxingcpp", "openpyxl", "xlsxwriter", "regex", "yaml",
)  # fmt: skip


def loaded_after(statement: str) -> set[str]:
    """Top-level modules that a new interpreter holds after a statement, beyond what it starts with."""
    program = f"import sys; before = set(sys.modules)\n{statement}\nprint(*sorted({{m.split('.')[0] for m in set(sys.modules) - before}}))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_names_are_sorted_and_unique() -> None:
    assert sorted(set(extractor.__all__)) == extractor.__all__
    assert dir(extractor) == extractor.__all__


@pytest.mark.parametrize("name", extractor.__all__)
def test_every_name_can_be_had_and_comes_from_the_package(name: str) -> None:
    value = getattr(extractor, name)
    assert value is getattr(extractor, name)
    if isinstance(value, type):
        assert value.__name__ == name
        assert value.__module__.startswith("extractor.")


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(Path(extractor.__file__).read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.asname for node in ast.walk(guarded) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == set(extractor.__all__) - {"__version__"}


def test_a_name_it_does_not_have() -> None:
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = extractor.no_such_thing


def test_every_error_is_public() -> None:
    from extractor import errors

    ours = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, errors.ExtractorError)}
    assert ours <= set(extractor.__all__)


def test_importing_it_loads_nothing_but_itself() -> None:
    loaded = loaded_after("import extractor")
    assert "extractor" in loaded
    assert loaded - {"extractor"} <= set(sys.stdlib_module_names)


def test_errors_and_boxes_come_without_any_library() -> None:
    loaded = loaded_after("from extractor import Box, ExtractorError, Word")
    assert loaded.isdisjoint(HEAVY)


def test_asking_for_help_loads_no_engine() -> None:
    heavy = set(HEAVY) - {"typer"}
    loaded = loaded_after(
        "import sys; sys.argv = ['extractor', '--help']\nfrom extractor.cli import main\ntry:\n    main()\nexcept SystemExit:\n    print()"
    )
    assert loaded.isdisjoint(heavy), f"--help loads {sorted(loaded & heavy)}"


def test_the_version_is_the_one_in_the_project_file() -> None:
    import tomllib

    project = Path(__file__).resolve().parent.parent / "pyproject.toml"
    assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] == extractor.__version__
