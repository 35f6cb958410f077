"""`python -m tools.readme_picture`: the picture of the README, drawn as `extractor run --explain` draws it today.

Draw it again after a change of the drawings, or of what is found on its sample (with the Debian package fonts-dejavu).
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from extractor import batch, inputs

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = Path("sample_docs/invoice_en_scan.pdf")
PICTURE = Path("docs/images/explained.png")
WIDTH = 1240  # pixels: what a page of a browser shows without scrolling
GREYS = 24  # what greys are rounded to: the paper's grain says nothing here, and would be most of the file
COLOURS = 128


def main() -> int:
    os.chdir(ROOT)  # so that the drawing calls the document by its short name
    with tempfile.TemporaryDirectory() as folder:
        (made,) = batch.extract_all(inputs.gather([str(SAMPLE)]).inputs, explain=Path(folder), jobs=1)
        if made.error is not None:
            print(made.error.message, file=sys.stderr)
            return 1
        (drawing,) = Path(folder).glob("*.png")
        picture = Image.open(drawing).convert("RGB")
    height = round(picture.height * WIDTH / picture.width)
    small = np.asarray(picture.resize((WIDTH, height), Image.Resampling.LANCZOS)).astype(int)
    grain = np.ptp(small, axis=2) < 8
    small[grain] = (np.rint(small[grain] / GREYS) * GREYS).clip(0, 255)
    few = Image.fromarray(small.astype(np.uint8)).quantize(COLOURS, kmeans=4, dither=Image.Dither.NONE)
    content = io.BytesIO()
    few.save(content, "PNG", optimize=True)
    PICTURE.write_bytes(content.getvalue())
    print(f"{PICTURE}: {len(content.getvalue()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
