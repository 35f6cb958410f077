"""Makes scans of a set of PDFs: their pages as pictures, askew and packed as JPEG, with no text layer, beside the same truth.

    python -m tools.scans SET OUT [--dpi 200] [--skew 1.0] [--quality 60] [--pages 4]

SET is a folder with `truth.jsonl` and its documents; OUT becomes one, for `extractor evaluate` and `tools.bench`. Files that are no PDF are
left out. The same settings make the same bytes.
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import pypdfium2
from PIL import Image

POINTS = 72.0  # to an inch


def scanned(pdf: Path, *, dpi: float, skew: float, quality: int, pages: int) -> list[Image.Image]:
    """The first pages of a PDF as a scanner gives them: turned by `skew` degrees and packed."""
    with pypdfium2.PdfDocument(pdf) as document:
        found: list[Image.Image] = []
        for number in range(min(len(document), pages)):
            picture = document[number].render(scale=dpi / POINTS).to_pil().convert("RGB")
            turned = picture.rotate(skew, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")
            packed = io.BytesIO()
            turned.save(packed, "JPEG", quality=quality)
            found.append(Image.open(packed))
    return found


def scans_of(source: Path, out: Path, *, dpi: float = 200, skew: float = 1.0, quality: int = 60, pages: int = 4) -> int:
    """Writes the scans of a set and its truth into a folder; how many they are."""
    (out / "docs").mkdir(parents=True, exist_ok=True)
    rows = []
    for line in (source / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        given = source / row["file"]
        if given.suffix.lower() != ".pdf":
            continue
        first, *others = scanned(given, dpi=dpi, skew=skew, quality=quality, pages=pages)
        row["file"] = f"docs/{given.stem}.pdf"
        first.save(out / row["file"], save_all=True, append_images=others, resolution=dpi, quality=quality)
        rows.append(json.dumps(row, ensure_ascii=False) + "\n")
    (out / "truth.jsonl").write_text("".join(rows), encoding="utf-8")
    return len(rows)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("source", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--dpi", type=float, default=200)
    asked.add_argument("--skew", type=float, default=1.0, help="degrees (default 1)")
    asked.add_argument("--quality", type=int, default=60, help="of the JPEG (default 60)")
    asked.add_argument("--pages", type=int, default=4, help="of a document, at the most (default 4)")
    given = asked.parse_args()
    count = scans_of(given.source, given.out, dpi=given.dpi, skew=given.skew, quality=given.quality, pages=given.pages)
    print(f"{count} documents in {given.out}")


if __name__ == "__main__":
    main()
