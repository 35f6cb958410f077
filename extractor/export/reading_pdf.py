"""A searchable PDF: pages whose picture was read become that picture with its text invisibly on it; digital pages stay as they are.

The text is set in Type 3 fonts of empty glyphs with a ToUnicode map (PDF 32000-1, 9.6.5 and 9.10.3): no font is needed
whose letters would limit the languages, and a word's selection covers its box exactly.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from extractor.document import TEXT_LAYER, Page, Reading
from extractor.errors import OutputError
from extractor.export.readings import READ_AT_DPI, ReadDocument

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

JPEG_QUALITY = 85
CODES = 256  # glyphs that a simple font can hold
GLYPH_WIDTH = 0.5  # of the font's size; a word's matrix stretches it to the word's box
GREY_SPREAD = 6  # a picture whose channels differ by no more is kept in grey, at a third of the bytes


def render(read: ReadDocument) -> bytes:
    scanned: dict[int, tuple[Page, list[Reading]]] = {}
    for page, reading in read.pages():
        if not reading.is_text_layer:
            scanned.setdefault(page.number, (page, []))[1].append(reading)
    made = _Writer().write(scanned.values()) if scanned else None
    if read.original is None or read.document.kind != "pdf":
        if made is None:
            raise OutputError(f"{read.document.source}: has no page to make a PDF of")
        return made
    return read.original if made is None else _merge(read, made)


def _merge(read: ReadDocument, made: bytes) -> bytes:
    """Digital pages of the original and the pages made from pictures, in their order."""
    import pypdfium2 as pdfium

    original = pdfium.PdfDocument(read.original, password=read.password)
    pictures = pdfium.PdfDocument(made)
    merged = pdfium.PdfDocument.new()
    next_picture = 0
    engines = {reading.page: reading.engine for reading in read.readings}
    for index, page in enumerate(read.document.pages):
        if engines[page.number] == TEXT_LAYER:
            merged.import_pages(original, [index])
        else:
            merged.import_pages(pictures, [next_picture])
            next_picture += 1
    buffer = io.BytesIO()
    merged.save(buffer)
    for document in (merged, pictures, original):
        document.close()
    return buffer.getvalue()


class _Writer:
    """Numbered objects of one PDF file."""

    def __init__(self) -> None:
        self._objects: list[bytes] = [b"", b""]  # the catalogue and the page tree, filled in at the end
        self._codes: dict[str, int] = {}

    def write(self, pages: Iterable[tuple[Page, Sequence[Reading]]]) -> bytes:
        """Each page with what was read on it, a reading for each sheet that lies on it."""
        fonts = self._add(b"")
        numbers = [self._page(page, readings, fonts) for page, readings in pages]
        self._objects[fonts - 1] = self._fonts()
        kids = b" ".join(b"%d 0 R" % number for number in numbers)
        self._objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        self._objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(numbers))
        return self._file()

    def _page(self, page: Page, readings: Sequence[Reading], fonts: int) -> int:
        picture = self._picture(page.picture.pixels(READ_AT_DPI))
        drawn = f"q {page.width:.3f} 0 0 {page.height:.3f} 0 0 cm /Im0 Do Q\n" + "".join(self._text(page, reading) for reading in readings)
        content = self._stream(b"", zlib.compress(drawn.encode("ascii")), b"/FlateDecode")
        return self._add(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.3f %.3f] /Contents %d 0 R "
            b"/Resources << /XObject << /Im0 %d 0 R >> /Font %d 0 R >> >>" % (page.width, page.height, content, picture, fonts)
        )

    def _picture(self, pixels: NDArray[np.uint8]) -> int:
        from PIL import Image

        image = Image.fromarray(pixels)
        if _is_grey(pixels):
            image = image.convert("L")
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=JPEG_QUALITY)
        colours = b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"
        head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8" % (*image.size, colours)
        return self._stream(head, buffer.getvalue(), b"/DCTDecode")

    def _text(self, page: Page, reading: Reading) -> str:
        """Each word invisibly (render mode 3) on its own baseline, which a turned scan turns with it."""
        parts = ["BT 3 Tr\n"]
        for word in reading.words:
            if not word.text:
                continue
            box = word.box
            x0, y0 = self._at(page, reading, box.left, box.bottom)
            x1, y1 = self._at(page, reading, box.right, box.bottom)
            x2, y2 = self._at(page, reading, box.left, box.top)
            advance = len(word.text) * GLYPH_WIDTH
            along, up = ((x1 - x0) / advance, (y1 - y0) / advance), (x2 - x0, y2 - y0)
            parts.append(f"{along[0]:.4f} {along[1]:.4f} {up[0]:.4f} {up[1]:.4f} {x0:.3f} {y0:.3f} Tm\n")
            for font, codes in self._runs(word.text):
                parts.append(f"/F{font} 1 Tf <{codes.hex()}> Tj\n")
        return "".join([*parts, "ET\n"])

    @staticmethod
    def _at(page: Page, reading: Reading, x: float, y: float) -> tuple[float, float]:
        x, y = reading.transform.point(x, y)
        return x * page.width, (1 - y) * page.height

    def _runs(self, text: str) -> list[tuple[int, bytes]]:
        """A text as runs of codes of one font each."""
        runs: list[tuple[int, bytes]] = []
        for character in text:
            font, code = divmod(self._codes.setdefault(character, len(self._codes)), CODES)
            if runs and runs[-1][0] == font:
                runs[-1] = (font, runs[-1][1] + bytes([code]))
            else:
                runs.append((font, bytes([code])))
        return runs

    def _fonts(self) -> bytes:
        glyph = self._stream(b"", b"%d 0 0 0 %d 1000 d1" % (GLYPH_WIDTH * 1000, GLYPH_WIDTH * 1000), None)
        characters = list(self._codes)
        names = []
        for number, start in enumerate(range(0, len(characters), CODES)):
            held = characters[start : start + CODES]
            pairs = [f"<{code:02x}> <{character.encode('utf-16-be', 'replace').hex()}>" for code, character in enumerate(held)]
            blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]  # a map may list 100 at a time
            mapping = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
            unicode = self._stream(b"", zlib.compress(_CMAP.format(mapping=mapping).encode()), b"/FlateDecode")
            font = self._add(
                b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 %d 1000] /FontMatrix [0.001 0 0 0.001 0 0] "
                b"/CharProcs << /g %d 0 R >> /Encoding << /Type /Encoding /Differences [0%s] >> /FirstChar 0 /LastChar %d /Widths [%s] "
                b"/Resources << >> /ToUnicode %d 0 R >>"
                % (GLYPH_WIDTH * 1000, glyph, b" /g" * len(held), len(held) - 1, b"%d " % (GLYPH_WIDTH * 1000) * len(held), unicode)
            )
            names.append(b"/F%d %d 0 R" % (number, font))
        return b"<< %s >>" % b" ".join(names)

    def _stream(self, head: bytes, content: bytes, encoding: bytes | None) -> int:
        packed = b" /Filter " + encoding if encoding else b""
        return self._add(b"<< %s%s /Length %d >>\nstream\n%s\nendstream" % (head, packed, len(content), content))

    def _add(self, content: bytes) -> int:
        self._objects.append(content)
        return len(self._objects)

    def _file(self) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, content in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
        return bytes(out)


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <ff>
endcodespacerange
{mapping}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def _is_grey(pixels: NDArray[np.uint8]) -> bool:
    import numpy as np

    few = pixels[::4, ::4].astype(np.int16)  # one pixel in sixteen tells enough
    return int(np.abs(few[..., 0] - few[..., 1]).max(initial=0)) <= GREY_SPREAD and (
        int(np.abs(few[..., 1] - few[..., 2]).max(initial=0)) <= GREY_SPREAD
    )
