"""The same order makes the same document; the halves share nothing; wear keeps the boxes on their words."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import reportlab
from PIL import Image

from tools.samples import faces
from tools.samples.__main__ import main
from tools.samples.chance import Chance
from tools.samples.countries import COUNTRIES
from tools.samples.families import FAMILIES, families
from tools.samples.language import HELD_OUT, TUNING, words
from tools.samples.make import MAKERS, Order, make
from tools.samples.parties import firm
from tools.samples.photo import photo
from tools.samples.scan import scan


@pytest.mark.parametrize("condition", ["clean", "scan", "photo"])
def test_the_same_order_makes_the_same_bytes(condition: str) -> None:
    order = Order(5, 2, "receipt", condition, dpi=70)
    first, second = make(order), make(order)
    assert first.data == second.data
    assert first.row == second.row


def test_another_seed_or_number_makes_another_document() -> None:
    made = {make(Order(seed, number, "receipt", "clean")).data for seed in (1, 2) for number in (0, 1)}
    assert len(made) == 4


def test_what_is_made_depends_on_no_other_document(tmp_path: Path) -> None:
    main(["--seed", "9", "--count", "3", "--kind", "receipt", "--condition", "clean", "--out", str(tmp_path / "all")])
    main(["--seed", "9", "--first", "2", "--count", "1", "--kind", "receipt", "--condition", "clean", "--out", str(tmp_path / "one")])
    assert (tmp_path / "all/truth.jsonl").read_text().splitlines()[2:] == (tmp_path / "one/truth.jsonl").read_text().splitlines()


def test_workers_write_the_same_as_one_process(tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        main(["--seed", "4", "--count", "6", "--condition", "clean", "--jobs", jobs, "--out", str(tmp_path / jobs)])
    assert (tmp_path / "1/truth.jsonl").read_bytes() == (tmp_path / "2/truth.jsonl").read_bytes()
    rows = [json.loads(line) for line in (tmp_path / "1/truth.jsonl").read_text().splitlines()]
    for row in rows:
        assert (tmp_path / "1" / row["file"]).read_bytes() == (tmp_path / "2" / row["file"]).read_bytes()


def test_an_unknown_language_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "xx", "--out", str(tmp_path)]) == 2
    assert "no words in xx" in capsys.readouterr().err


def test_unknown_kinds_and_conditions_are_errors() -> None:
    with pytest.raises(ValueError, match="no kind of sample"):
        make(Order(1, 1, "poem"))
    with pytest.raises(ValueError, match="no condition"):
        make(Order(1, 1, "receipt", "wet"))


def test_layout_families_differ_and_belong_to_one_half() -> None:
    assert len(FAMILIES) >= 24
    structures = {(f.letterhead, f.address, f.header, f.place, f.title, f.table, f.totals, f.payment) for f in FAMILIES}
    assert len(structures) == len(FAMILIES)
    assert not {f.name for f in families(TUNING)} & {f.name for f in families(HELD_OUT)}


def test_halves_share_no_vendors_and_no_typefaces() -> None:
    names = {
        half: {firm(Chance(f"{half}{i}"), words("de", half), COUNTRIES["DE"]).brand for i in range(300)} for half in (TUNING, HELD_OUT)
    }
    assert not names[TUNING] & names[HELD_OUT]
    used = {half: {face.name for face in faces.faces(half)} for half in (TUNING, HELD_OUT)}
    assert not used[TUNING] & used[HELD_OUT]


def test_without_installed_fonts_every_document_is_still_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "_files", lambda: {path.name: path for path in OWN.glob("*.ttf")})
    for cached in (faces._installed, faces._registered, faces._covers, faces._folded):
        cached.cache_clear()
    try:
        for half in (TUNING, HELD_OUT):
            for kind in MAKERS:
                sample = make(Order(3, 1, kind, "clean", ("pl",), half))
                assert sample.record()
                document = pypdfium2.PdfDocument(sample.data)
                text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
                document.close()
                for places in sample.row["fields_at"].values():
                    assert all("".join(place["text"].split()) in text for place in places)
    finally:
        for cached in (faces._installed, faces._registered, faces._covers, faces._folded):
            cached.cache_clear()


OWN = Path(reportlab.__file__).parent / "fonts"


@pytest.mark.parametrize("wear", [scan, photo])
@pytest.mark.parametrize("number", range(6))
def test_points_stay_on_the_ink(wear: object, number: int) -> None:
    """A black square on white is found where the warp says it went."""
    page = np.full((700, 500, 3), 255, np.uint8)
    page[290:330, 180:220] = 0
    page[[0, -1]] = 0
    worn = (scan if wear is scan else photo)(Chance(f"ink {number}"), page, receipt=False)
    moved = worn.warp(np.array([[200.0, 310.0], [100.0, 310.0]]))
    height, width = worn.picture.shape[:2]
    grey = worn.picture.mean(axis=2)

    def around(point: np.ndarray) -> float:
        x, y = round(float(point[0])), round(float(point[1]))
        assert 5 <= x < width - 5
        assert 5 <= y < height - 5
        return float(grey[y - 3 : y + 4, x - 3 : x + 4].mean())

    assert around(moved[0]) < around(moved[1]) - 40


def test_a_photograph_keeps_its_words_in_the_picture() -> None:
    sample = make(Order(12, 0, "receipt", "photo", dpi=80))
    image = Image.open(io.BytesIO(sample.data))
    assert image.width > 200
    assert sample.name.endswith(".jpg")
    inside = [word for word in sample.row["words"] if 0 < word["box"][0] < word["box"][2] < 1]
    assert len(inside) == len(sample.row["words"])
