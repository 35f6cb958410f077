"""Pictures of every kind as pages, through load()."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from extractor.document import Limits, TextLayer
from extractor.errors import DamagedInput, LimitExceeded, UnsupportedInput
from extractor.load import load


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def marked() -> Image.Image:
    """White, 60 x 40, with a black block in the top left corner."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste((0, 0, 0), (0, 0, 15, 10))
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF"])
def test_every_kind_gives_the_same_page(kind: str) -> None:
    document = load(encoded(marked(), kind), name="a.bin")
    assert (document.kind, len(document.pages), document.source) == ("image", 1, "a.bin")
    page = document.pages[0]
    assert page.text_layer is TextLayer.ABSENT
    pixels = page.picture.pixels()
    assert pixels.shape == (40, 60, 3)
    assert pixels.dtype == np.uint8
    assert pixels[4, 7].max() < 30
    assert pixels[30, 40].min() > 225
    assert page.width / page.height == pytest.approx(1.5)


def test_the_content_decides_not_the_name() -> None:
    assert load(encoded(marked(), "PNG"), name="invoice.pdf").kind == "image"


@pytest.mark.parametrize(("orientation", "row", "column"), [(1, 4, 7), (3, 35, 52), (6, 7, 35), (8, 52, 4)])
def test_exif_turns_the_page(orientation: int, row: int, column: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    page = load(encoded(marked(), "JPEG", exif=exif, quality=95)).pages[0]
    pixels = page.picture.pixels()
    assert pixels.shape[:2] == ((60, 40) if orientation in (6, 8) else (40, 60))
    assert (page.width > page.height) == (pixels.shape[1] > pixels.shape[0])
    assert pixels[row, column].max() < 60
    assert (pixels.max(axis=2) < 60).mean() == pytest.approx(150 / 2400, abs=0.02)


def test_tiff_pages_come_one_by_one() -> None:
    shades = [Image.new("L", (20 + n, 30), 60 * n) for n in range(3)]
    document = load(encoded(shades[0], "TIFF", save_all=True, append_images=shades[1:]))
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert [int(page.picture.pixels()[0, 0, 0]) for page in document.pages] == [0, 60, 120]
    assert [page.picture.pixels().shape[1] for page in document.pages] == [20, 21, 22]


def test_an_animated_gif_is_one_page() -> None:
    frames = [Image.new("L", (20, 30), shade) for shade in (0, 200)]
    assert len(load(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])).pages) == 1


def test_modes_come_out_as_eight_bit_colour() -> None:
    bilevel = marked().convert("1")
    cmyk = marked().convert("CMYK")
    deep = Image.fromarray((np.array(marked().convert("L"), dtype=np.uint16)) * 257)
    palette = marked().quantize(8)
    for image, kind in (
        (bilevel, "PNG"),
        (bilevel, "TIFF"),
        (cmyk, "TIFF"),
        (cmyk, "JPEG"),
        (deep, "PNG"),
        (deep, "TIFF"),
        (palette, "PNG"),
    ):
        pixels = load(encoded(image, kind)).pages[0].picture.pixels()
        assert pixels.shape == (40, 60, 3)
        assert pixels[4, 7].max() < 40, (image.mode, kind)
        assert pixels[30, 40].min() > 215, (image.mode, kind)


def test_a_dark_sixteen_bit_scan_stays_dark() -> None:
    deep = Image.fromarray(np.full((20, 20), 6553, np.uint16))
    assert load(encoded(deep, "PNG")).pages[0].picture.pixels()[0, 0, 0] == pytest.approx(25, abs=2)


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 5, 5))
    pixels = load(encoded(clear, "PNG")).pages[0].picture.pixels()
    assert pixels[10, 10].tolist() == [255, 255, 255]
    assert pixels[2, 2].tolist() == [0, 0, 0]


def test_size_on_paper_comes_from_the_resolution_that_can_be_true() -> None:
    image = Image.new("L", (1654, 2339), 255)
    said = load(encoded(image, "PNG", dpi=(200, 200))).pages[0]
    assert (round(said.width), round(said.height)) == (595, 842)
    phone = load(encoded(image, "JPEG", dpi=(72, 72))).pages[0]
    assert round(phone.height) == 842


def test_a_large_scan_is_brought_within_reason() -> None:
    pixels = load(encoded(Image.new("L", (5000, 7000), 255), "PNG")).pages[0].picture.pixels()
    assert pixels.shape[0] * pixels.shape[1] <= 12_100_000
    assert pixels.shape[0] / pixels.shape[1] == pytest.approx(1.4, abs=0.01)


def test_a_scan_finer_than_anybody_reads_is_decoded_at_half_its_size() -> None:
    image = Image.new("RGB", (4960, 7016), "white")
    image.paste((0, 0, 0), (0, 0, 2480, 1754))
    page = load(encoded(image, "JPEG", dpi=(600, 600))).pages[0]
    pixels = page.picture.pixels()
    assert pixels.shape == (3508, 2480, 3)
    assert (pixels[:877, :1240] < 30).all()
    assert (pixels[878:, 1241:] > 225).all()
    assert (round(page.width), round(page.height)) == (595, 842)


def test_a_little_too_large_is_not_shrunk() -> None:
    assert load(encoded(Image.new("RGB", (4032, 3024), "white"), "JPEG")).pages[0].picture.pixels().shape == (3024, 4032, 3)


def _png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def test_a_bomb_is_refused_by_its_header() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(LimitExceeded, match=r"bomb\.png") as refused:
            load(_png_header(60_000, 60_000), name="bomb.png")
    assert "60000 x 60000 pixels, 3600000000 in all, more than the 120000000 allowed" in str(refused.value)
    with pytest.raises(LimitExceeded, match="10 x 20"):
        load(encoded(Image.new("L", (10, 20)), "PNG"), limits=Limits(pixels=100))


def test_the_limit_on_pixels_is_ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)  # stands for a picture of twice as many as Pillow allows
    for kind in ("PNG", "TIFF"):
        assert load(encoded(marked(), kind), limits=Limits(pixels=2400)).pages[0].picture.pixels().shape == (40, 60, 3)
        with pytest.raises(LimitExceeded, match="60 x 40 pixels, 2400 in all, more than the 2399 allowed"):
            load(encoded(marked(), kind), limits=Limits(pixels=2399))
    assert Image.MAX_IMAGE_PIXELS == 100  # for other pictures of the same process it holds


def test_too_many_tiff_pages_are_refused() -> None:
    frames = [Image.new("1", (5, 5)) for _ in range(4)]
    with pytest.raises(LimitExceeded, match="4 pages"):
        load(encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:]), limits=Limits(pages=3))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF"])
def test_files_cut_short_are_damaged(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (120, 160, 3), dtype=np.uint8)
    whole = encoded(Image.fromarray(noise), kind)
    for part in (0.9, 0.5, 0.1):
        with pytest.raises(DamagedInput, match=r"scan\.x"):
            load(whole[: int(len(whole) * part)], name="scan.x")


def test_heif_needs_its_extra() -> None:
    try:
        import pillow_heif  # noqa: F401
    except ImportError:
        with pytest.raises(UnsupportedInput, match="heif"):
            load(b"\x00\x00\x00\x18ftypheic" + b"\0" * 64, name="photo.heic")
    else:
        with pytest.raises(DamagedInput):
            load(b"\x00\x00\x00\x18ftypheic" + b"\0" * 64, name="photo.heic")
