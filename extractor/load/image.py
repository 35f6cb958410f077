"""Pictures as pages: PNG, JPEG, WebP, BMP, GIF, TIFF of many pages, and HEIF where its decoder is installed."""

from __future__ import annotations

import io
import math
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from extractor.document import Document, Limits, Page, TextLayer
from extractor.errors import DamagedInput, EmptyInput, LimitExceeded, UnsupportedInput
from extractor.load.picture import LazyPicture, Shelf, capped

_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "DIB", "GIF", "TIFF")
# What Pillow's decoders raise on broken files, besides its own errors (which are OSErrors).
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, MemoryError, AttributeError)
_EXIF_ORIENTATION = 0x0112
# What a picture says of its resolution is believed between these; phones write 72 for want of anything better.
_BELIEVED_DPI = (90.0, 1300.0)
_A4_LONG_SIDE, _TILL_ROLL = 11.7, 3.15  # inches
_ENOUGH_PIXELS = 8_000_000  # about an A4 page at 300 dots an inch: a JPEG of four times as many is decoded at half its size
_NEARLY = 0.95  # of its sides, to which a picture would have to be shrunk: it stays as it is, for that would only blur it (12.2 megapixels)


class ImagePicture(LazyPicture):
    """One frame of an image file."""

    def __init__(self, content: bytes, frame: int, name: str, formats: tuple[str, ...], shelf: Shelf) -> None:
        super().__init__(shelf)
        self._content, self._frame, self._name, self._formats = content, frame, name, formats

    def _resolution(self, dpi: float | None) -> None:
        return None  # a scan comes at its own

    def _make(self, dpi: float | None) -> NDArray[np.uint8]:
        with _opened(self._content, self._name, self._formats) as image, _translated(self._name):
            image.seek(self._frame)
            return to_rgb(image)


def load_image(content: bytes, name: str, limits: Limits, *, heif: bool = False) -> Document:
    """A document of one page a frame (TIFF), or of one page.

    The size that the header names is held against the limits before anything is decoded. The first page is decoded at
    once, so that a broken file is told here. Raises UnsupportedInput, DamagedInput, EmptyInput or LimitExceeded.
    """
    formats = _heif_formats(name) if heif else _FORMATS
    shelf = Shelf()
    pages: list[Page] = []
    with _opened(content, name, formats) as image:
        with _translated(name):
            frames = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
        if frames < 1:
            raise EmptyInput(f"{name} holds no picture", hint="fetch the file again")
        if frames > limits.pages:
            raise LimitExceeded(
                f"{name} has {frames} pages, more than the {limits.pages} allowed", hint="raise the limit on pages, or split the file"
            )
        for frame in range(frames):
            with _translated(name):
                image.seek(frame)
            width, height = image.size
            if width * height > limits.pixels:
                raise LimitExceeded(
                    f"{name} has {width} x {height} pixels, {width * height} in all, more than the {limits.pixels} allowed",
                    hint="make it smaller, or raise the limit on pixels",
                )
            if min(width, height) < 1:
                raise DamagedInput(f"{name} is a picture without size", hint="fetch the file again")
            if _is_turned(image):
                width, height = height, width
            wide, high = size_in_points(width, height, image.info.get("dpi"))
            picture = ImagePicture(content, frame, name, formats, shelf)
            pages.append(Page(frame + 1, wide, high, TextLayer.ABSENT, picture))
    pages[0].picture.pixels()
    return Document(source=name, kind="image", pages=tuple(pages), size=len(content))


def size_in_points(width: int, height: int, dpi: object) -> tuple[float, float]:
    """The page's size: by the resolution that the file names where it can be true, else that of a sheet or a till roll."""
    named = float(dpi[0]) if isinstance(dpi, tuple) and len(dpi) == 2 else 0.0
    long, short = max(width, height), min(width, height)
    if not (_BELIEVED_DPI[0] <= named <= _BELIEVED_DPI[1] and 3 <= long / named <= 60 and short / named >= 1):
        named = short / _TILL_ROLL if long > 2 * short else long / _A4_LONG_SIDE
    return width * 72 / named, height * 72 / named


def to_rgb(image: Image.Image) -> NDArray[np.uint8]:
    """H x W x 3, RGB: turned as EXIF says, within the caps, laid on white where it is transparent, 16 bits brought to 8."""
    factor = min(capped(*image.size), math.sqrt(_ENOUGH_PIXELS / max(image.width * image.height, 1)))
    orientation = _orientation(image)
    if factor <= 0.5 and image.format in ("JPEG", "MPO"):
        # The decoder leaves out what nobody needs, by powers of two.
        image.draft("RGB" if image.mode == "RGB" else image.mode, (math.ceil(image.width * factor), math.ceil(image.height * factor)))
    image.load()
    plain = _eight_bit(image)
    if plain.mode in ("RGBA", "LA", "PA") or "transparency" in plain.info:
        over = plain.convert("RGBA")
        plain = Image.new("RGB", over.size, "white")
        plain.paste(over, mask=over.getchannel("A"))
    elif plain.mode == "CMYK":
        plain = plain.convert("RGB")
    if plain.mode != "RGB":  # to convert copies in any case
        plain = plain.convert("L" if plain.mode in ("1", "L") else "RGB")
    factor = capped(*plain.size)
    if factor < _NEARLY:
        size = max(round(plain.width * factor), 1), max(round(plain.height * factor), 1)
        plain = plain.resize(size, Image.Resampling.BOX)
    turn = _TURNS.get(orientation)
    if turn is not None:
        plain = plain.transpose(turn)
    pixels = np.asarray(plain, dtype=np.uint8)
    return pixels if pixels.ndim == 3 else _in_three(pixels)


def _in_three(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """H x W as H x W x 3: a tenth of what Pillow takes for it."""
    import cv2

    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_EXIF_ORIENTATION, 1))
    except (ValueError, TypeError, KeyError, SyntaxError, OSError):
        return 1  # a broken EXIF block spoils no picture


def _is_turned(image: Image.Image) -> bool:
    return _orientation(image) in (5, 6, 7, 8)


def _eight_bit(image: Image.Image) -> Image.Image:
    """Sixteen-bit, 32-bit and floating grey brought to 0..255; other modes as they are."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;"):
        return image
    values = np.asarray(image).astype(np.float64)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    # The range of the type, not of the picture, or a dark scan would change its contrast; floats may run from 0 to 1.
    full = 1.0 if image.mode == "F" and top <= 1.0 else 255.0 if top <= 255 else 65535.0 if top <= 65535 else top
    return Image.fromarray(np.clip(values * (255.0 / full), 0, 255).astype(np.uint8))


def _heif_formats(name: str) -> tuple[str, ...]:
    try:
        import pillow_heif  # type: ignore[import-not-found, unused-ignore]
    except ImportError as cause:
        raise UnsupportedInput(
            f"{name} is a HEIF picture, and its decoder is not installed", hint="install the extra `heif`, or save the picture as JPEG"
        ) from cause
    pillow_heif.register_heif_opener()
    return ("HEIF", "AVIF")


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """Pillow's many ways to say that a file is broken, as ours."""
    try:
        yield
    except _BROKEN as cause:
        said = "is cut short" if "truncated" in str(cause).lower() else "is a broken picture"
        raise DamagedInput(f"{name} {said}", hint="fetch or scan it again") from cause


class _Unlimited:
    """Pillow's own limit on pixels, which is one of the whole process, lifted while at least one thread has a picture open here: ours
    stands in for it, by the size in the header, before anything is decoded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._lifted: int | None = None

    def __enter__(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._lifted, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                Image.MAX_IMAGE_PIXELS = self._lifted


_UNLIMITED = _Unlimited()


@contextmanager
def _opened(content: bytes, name: str, formats: tuple[str, ...]) -> Iterator[Image.Image]:
    with _UNLIMITED, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on odd metadata are of no use to anybody here
        try:
            image = Image.open(io.BytesIO(content), formats=formats)
        except UnidentifiedImageError as cause:
            raise DamagedInput(f"{name} is a broken picture", hint="fetch or scan it again") from cause
        except _BROKEN as cause:
            raise DamagedInput(f"{name} is a broken picture", hint="fetch or scan it again") from cause
        try:
            yield image
        finally:
            image.close()
