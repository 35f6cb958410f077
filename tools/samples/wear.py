"""A clean PDF becomes a scan or a photograph: pages are rendered, worn, and written as a picture or a picture-only PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image

from tools.samples.chance import Chance
from tools.samples.photo import photo
from tools.samples.scan import scan
from tools.samples.worn import Picture, Warp

Place = Callable[[int, tuple[float, float, float, float]], list[float]]


@dataclass(frozen=True, slots=True)
class Made:
    """`place` maps a box of a clean page (page from 1, fractions) to its bounding box in the worn one."""

    data: bytes
    suffix: str
    place: Place
    steps: tuple[str, ...]


def wear(chance: Chance, pdf: bytes, kind: str, condition: str, dpi: int) -> Made:
    """`condition` is scan, photo, or flat: what a photograph shows, lying flat and seen from above in even light."""
    if kind == "receipt":
        dpi = int(dpi * chance.pick((0.8, 1.0, 1.0)))
    pages = rendered(pdf, dpi)
    sizes: list[tuple[int, int]] = []
    pictures: list[Picture] = []
    warps: list[Warp] = []
    steps: list[str] = []
    for i, page in enumerate(pages):
        own = chance.fork(f"page {i + 1}")
        receipt = kind == "receipt"
        worn = scan(own, page, receipt=receipt) if condition == "scan" else photo(own, page, receipt=receipt, flat=condition == "flat")
        sizes.append((page.shape[1], page.shape[0]))
        pictures.append(worn.picture)
        warps.append(worn.warp)
        steps.extend(worn.steps)
    quality = chance.randint(45, 92)
    if condition in ("photo", "flat") and len(pictures) == 1:
        data, suffix = picture_bytes(pictures[0], "JPEG", quality), ".jpg"
    elif len(pictures) == 1 and chance.maybe(0.6 if kind == "receipt" else 0.35):
        suffix = chance.weighted({".jpg": 6.0, ".png": 1.5})
        data = picture_bytes(pictures[0], "JPEG" if suffix == ".jpg" else "PNG", quality)
    elif chance.maybe(0.12):
        data, suffix = _tiff(pictures, dpi), ".tif"
    else:
        data, suffix = _pdf(pictures, dpi, quality), ".pdf"
    return Made(data, suffix, _place(sizes, pictures, warps), (*steps, f"JPEG {quality}"))


def _place(sizes: list[tuple[int, int]], pictures: list[Picture], warps: list[Warp]) -> Place:
    def place(page: int, box: tuple[float, float, float, float]) -> list[float]:
        width, height = sizes[page - 1]
        new_height, new_width = pictures[page - 1].shape[:2]
        left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
        middle = (left + right) / 2
        corners = np.array([(left, top), (middle, top), (right, top), (right, bottom), (middle, bottom), (left, bottom)], dtype=np.float64)
        moved = warps[page - 1](corners)
        return [
            float(moved[:, 0].min() / new_width),
            float(moved[:, 1].min() / new_height),
            float(moved[:, 0].max() / new_width),
            float(moved[:, 1].max() / new_height),
        ]

    return place


def rendered(pdf: bytes, dpi: int) -> list[Picture]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [np.ascontiguousarray(page.render(scale=dpi / 72).to_pil().convert("RGB")) for page in document]
    finally:
        document.close()


def picture_bytes(picture: Picture, form: str, quality: int) -> bytes:
    out = io.BytesIO()
    image = _least(picture)
    image.save(out, form, quality=quality) if form == "JPEG" else image.save(out, form)
    return out.getvalue()


def _least(picture: Picture) -> Image.Image:
    """In the least mode that holds it: a grey page is written grey."""
    image = Image.fromarray(picture)
    grey = bool((picture[..., 0] == picture[..., 1]).all() and (picture[..., 1] == picture[..., 2]).all())
    return image.convert("L") if grey else image


def _tiff(pictures: list[Picture], dpi: int) -> bytes:
    out = io.BytesIO()
    images = [Image.fromarray(picture).convert("L") for picture in pictures]
    if all(set(np.unique(picture)) <= {0, 255} for picture in pictures):
        images = [image.convert("1") for image in images]
        images[0].save(out, "TIFF", save_all=True, append_images=images[1:], compression="group4", dpi=(dpi, dpi))
    else:
        images[0].save(out, "TIFF", save_all=True, append_images=images[1:], compression="tiff_lzw", dpi=(dpi, dpi))
    return out.getvalue()


def _pdf(pictures: list[Picture], dpi: int, quality: int) -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for picture in pictures:
        height, width = picture.shape[:2]
        size = (width * 72 / dpi, height * 72 / dpi)
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(io.BytesIO(picture_bytes(picture, "JPEG", quality))), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
