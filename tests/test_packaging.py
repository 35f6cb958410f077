"""What a built wheel holds: all of the package, and nothing outside its one name."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"extractor": "extractor", "schemas": "extractor/schemas", "templates": "extractor/templates"}
LINKS = ("extractor/schemas", "extractor/templates")


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).exists()]


def build(folder: Path, *, links: bool) -> dict[str, bytes]:
    """The files of the wheel built from a copy of what is tracked: name -> content."""
    for name in tracked_files():
        target = folder / "checkout" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target, follow_symlinks=False)
    if not links:
        for name in LINKS:
            (folder / "checkout" / name).unlink()
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(folder / "checkout")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(tmp_path_factory.mktemp("with_links"), links=True)


def test_top_level_names_are_the_package_and_its_metadata(wheel: dict[str, bytes]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    (metadata,) = (name for name in tops if name.endswith(".dist-info"))
    assert tops == {"extractor", metadata}
    assert wheel[f"{metadata}/top_level.txt"].decode().split() == ["extractor"]
    assert "extractor = extractor.cli:main" in wheel[f"{metadata}/entry_points.txt"].decode()
    assert f"{metadata}/licenses/LICENSE" in wheel


def test_everything_tracked_in_the_package_is_in_the_wheel_and_nothing_else(wheel: dict[str, bytes]) -> None:
    """Modules, templates, label files, models, pages of the web part: a file that no pattern of pyproject.toml takes up fails here."""
    expected = set()
    for name in tracked_files():
        folder, _, rest = name.partition("/")
        if folder in FOLDERS and name not in LINKS:
            expected.add(f"{FOLDERS[folder]}/{rest}")
    shipped = {name for name in wheel if ".dist-info/" not in name}
    assert shipped == expected
    for folder in ("extractor/schemas/labels/", "extractor/templates/"):
        assert any(name.startswith(folder) and name.endswith(".yaml") for name in shipped), f"no YAML in {folder}"


def test_a_checkout_without_the_links_builds_the_same(wheel: dict[str, bytes], tmp_path: Path) -> None:
    """Archives and some file systems lose links; they serve type checkers and an uninstalled pytest, never the build."""
    assert build(tmp_path, links=False) == wheel


def test_the_links_are_relative_and_lead_to_the_folders() -> None:
    for name, folder in zip(LINKS, ("schemas", "templates"), strict=True):
        link = ROOT / name
        assert link.is_symlink()
        assert str(link.readlink()) == f"../{folder}"


def test_every_folder_with_modules_is_a_listed_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = set()
    for name in tracked_files():
        folder, _, rest = name.partition("/")
        if folder in FOLDERS and name.endswith(".py"):
            found.add(str(Path(FOLDERS[folder], rest).parent).replace("/", "."))
    assert found == set(project["tool"]["setuptools"]["packages"])


def test_the_folder_schemas_cannot_be_imported_by_its_bare_name() -> None:
    run = subprocess.run([sys.executable, "-c", "import schemas"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "import extractor.schemas" in run.stderr
