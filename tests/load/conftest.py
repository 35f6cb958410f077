"""Small PDFs made to measure: objects written by hand, so that each test says exactly what stands in the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

MakePdf = Callable[..., bytes]


def write_pdf(objects: Sequence[bytes]) -> bytes:
    """A whole PDF of numbered objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), entries, content)


@pytest.fixture
def make_pdf() -> MakePdf:
    """make_pdf(content, page=b"/MediaBox[...]", fonts=b"", extra=[objects from 6 on]): one page, Helvetica /F1 and Helvetica-Bold /F2."""

    def make(
        content: bytes, page: bytes = b"/MediaBox[0 0 600 800]", resources: bytes = b"", fonts: bytes = b"", extra: Sequence[bytes] = ()
    ) -> bytes:
        font = (
            b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
            b"/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>" + fonts + b">>"
        )
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R/Resources 5 0 R>>" % page,
            stream(content),
            b"<<%s%s>>" % (font, resources),
            *extra,
        ]
        return write_pdf(objects)

    return make
