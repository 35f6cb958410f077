"""PDFs with a text layer: words, rulings, pictures, forms and attachments, through load()."""

from __future__ import annotations

import gc
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from extractor.document import Page, TextLayer
from extractor.load import load

from .conftest import MakePdf, stream


def only_page(content: bytes) -> Page:
    return load(content).pages[0]


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def test_letters_set_apart_are_words(make_pdf: MakePdf) -> None:
    apart = make_pdf(b"BT /F1 20 Tf 5 Tc 60 700 Td (Harrow Beck LLP) Tj 0 Tc 0 -60 Td (a 1 b 2 c 3 d 4) Tj ET")
    assert texts(only_page(apart)) == ["Harrow", "Beck", "LLP", "a", "1", "b", "2", "c", "3", "d", "4"]


def test_words_have_boxes_sizes_and_weights(make_pdf: MakePdf) -> None:
    page = only_page(make_pdf(b"BT /F1 20 Tf 60 700 Td (Net total) Tj ET BT /F2 10 Tf 2 0 0 2 60 600 Tm (119.00) Tj ET"))
    assert (page.width, page.height) == (600, 800)
    assert texts(page) == ["Net", "total", "119.00"]
    net, total, amount = page.words
    assert net.box.left == pytest.approx(0.1, abs=0.005)
    assert net.box.contains_point(0.12, 1 - 705 / 800)
    assert net.box.right < total.box.left
    assert (net.font_size, net.bold) == (20, False)
    assert (amount.font_size, amount.bold) == (20, True)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_lie_on_the_ink_however_the_page_is_turned_and_cropped(make_pdf: MakePdf, turn: int) -> None:
    boxes = b"/MediaBox[-50 -30 600 800]/CropBox[50 100 450 700]/Rotate %d" % turn
    page = only_page(make_pdf(b"BT /F1 30 Tf 150 550 Td (Invoice) Tj ET", boxes))
    assert (page.width, page.height) == ((400, 600) if turn % 180 == 0 else (600, 400))
    box = page.words[0].box
    picture = page.picture.pixels(100)
    height, width = picture.shape[:2]
    left, top, right, bottom = box.to_pixels(width, height)
    dark = picture.min(axis=2) < 128
    assert dark.sum() > 100
    inside = dark[top:bottom, left:right]
    assert inside.sum() == dark.sum()
    assert box.area < 0.06


def test_a_gap_parts_words_where_no_space_is_drawn(make_pdf: MakePdf) -> None:
    page = only_page(make_pdf(b"BT /F1 10 Tf 60 700 Td (Total) Tj 300 0 Td (42.00) Tj ET"))
    assert texts(page) == ["Total", "42.00"]


def test_kerning_does_not_part_a_word(make_pdf: MakePdf) -> None:
    page = only_page(make_pdf(b"BT /F1 12 Tf 60 700 Td [(A) 80 (V) 60 (A) -40 (NTI)] TJ ET"))
    assert texts(page) == ["AVANTI"]


def test_a_word_drawn_twice_is_one_bold_word(make_pdf: MakePdf) -> None:
    twice = b"BT /F1 12 Tf 60 700 Td (Amount due) Tj ET BT /F1 12 Tf 60.4 700 Td (Amount due) Tj ET"
    page = only_page(make_pdf(twice + b" BT /F1 12 Tf 60 650 Td (Amount due) Tj ET"))
    assert texts(page) == ["Amount", "due", "Amount", "due"]


def test_text_off_the_page_is_left_out(make_pdf: MakePdf) -> None:
    page = only_page(make_pdf(b"BT /F1 12 Tf 60 900 Td (secret) Tj 0 -200 Td (shown) Tj ET"))
    assert texts(page) == ["shown"]


def test_white_text_is_read_on_colour_and_left_out_on_paper(make_pdf: MakePdf) -> None:
    page = only_page(
        make_pdf(
            b"0 0 0.5 rg 50 690 200 30 re f 1 1 1 rg BT /F1 12 Tf 60 700 Td (HEADER) Tj ET"
            b" BT /F1 12 Tf 60 500 Td (hidden) Tj ET 0 g BT /F1 12 Tf 60 400 Td (plain) Tj ET"
        )
    )
    assert texts(page) == ["HEADER", "plain"]


def _mapped(code_to_unicode: dict[int, str]) -> bytes:
    lines = b"".join(b"<%02X> <%s>\n" % (code, text.encode("utf-16-be").hex().encode()) for code, text in code_to_unicode.items())
    return stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap end end" % (len(code_to_unicode), lines)
    )


def test_ligatures_and_soft_hyphens_become_plain_letters(make_pdf: MakePdf) -> None:
    fonts = b"/F3<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>"
    mapped = _mapped({0x41: "o", 0x42: "\ufb03", 0x43: "ce", 0x44: "\u00ad", 0x45: "x"})
    page = only_page(make_pdf(b"BT /F3 12 Tf 60 700 Td (ABC) Tj 100 0 Td (EDE) Tj ET", fonts=fonts, extra=[mapped]))
    assert texts(page) == ["office", "x-x"]


def test_private_characters_make_a_layer_garbage(make_pdf: MakePdf) -> None:
    fonts = b"/F3<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>"
    mapped = _mapped({code: chr(0xE000 + code) for code in range(0x41, 0x5B)})
    page = only_page(make_pdf(b"BT /F3 12 Tf 60 700 Td (RECHNUNG NUMMER) Tj ET", fonts=fonts, extra=[mapped]))
    assert page.text_layer is TextLayer.GARBAGE
    assert page.words == ()


def test_a_shifted_alphabet_is_garbage_and_a_real_one_is_not(make_pdf: MakePdf) -> None:
    said = "payment is due within thirty days of the invoice date please quote the number of your order with every remittance " * 3
    shifted = "".join(chr(ord(c) - 29) if c != " " else c for c in said)
    draw = b"BT /F1 6 Tf 10 TL 20 700 Td %s ET"
    for text, worth in ((said, TextLayer.USABLE), (shifted, TextLayer.GARBAGE)):
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        lines = b" ".join(b"(%s) '" % escaped[i : i + 100].encode() for i in range(0, len(escaped), 100))
        assert only_page(make_pdf(draw % lines)).text_layer is worth


def test_a_page_on_its_side_without_rotate_is_for_the_picture(make_pdf: MakePdf) -> None:
    lines = b"".join(b"BT /F1 12 Tf 0 1 -1 0 %d 100 Tm (one two three four) Tj ET " % x for x in range(100, 500, 40))
    assert only_page(make_pdf(lines)).text_layer is TextLayer.GARBAGE
    aside = b"BT /F1 12 Tf 0 1 -1 0 20 100 Tm (printed by Acme) Tj ET " + b"".join(
        b"BT /F1 12 Tf 60 %d Td (one two three four) Tj ET " % y for y in range(100, 500, 40)
    )
    assert only_page(make_pdf(aside)).text_layer is TextLayer.USABLE


def _scan(*, stripes: bool = True) -> bytes:
    """Raw grey samples, 300 x 400: lines of small dark strokes on white, or paper alone."""
    grey = np.full((400, 300), 255, np.uint8)
    if stripes:
        for top in range(40, 360, 12):
            grey[top : top + 6, 30:270:4] = 0
            grey[top : top + 6, 31:270:4] = 0
    return stream(grey.tobytes(), b"/Type/XObject/Subtype/Image/Width 300/Height 400/ColorSpace/DeviceGray/BitsPerComponent 8")


_FULL_PAGE = b"q 600 0 0 800 0 0 cm /I Do Q "
_IMAGE = b"/XObject<</I 6 0 R>>"


def test_invisible_text_over_a_scan_is_somebody_elses_reading(make_pdf: MakePdf) -> None:
    content = _FULL_PAGE + b"BT 3 Tr /F1 12 Tf 60 700 Td (Invoice 4711) Tj ET"
    page = only_page(make_pdf(content, resources=_IMAGE, extra=[_scan()]))
    assert page.text_layer is TextLayer.OVER_SCAN
    assert page.words == ()


def test_visible_text_that_the_scan_shows_as_well_is_somebody_elses_reading(make_pdf: MakePdf) -> None:
    text = b"".join(
        b"BT /F1 12 Tf 60 %d Td (words that lie on the strokes of a scan) Tj ET " % (800 - (top + 6) * 2) for top in range(40, 360, 12)
    )
    page = only_page(make_pdf(text + _FULL_PAGE, resources=_IMAGE, extra=[_scan()]))
    assert page.text_layer is TextLayer.OVER_SCAN


def test_a_stamp_on_a_scan_leaves_the_scan_to_be_read(make_pdf: MakePdf) -> None:
    content = _FULL_PAGE + b"BT /F1 12 Tf 60 20 Td (Received 21 Nov) Tj ET"
    assert only_page(make_pdf(content, resources=_IMAGE, extra=[_scan()])).text_layer is TextLayer.OVER_SCAN


def test_text_on_a_letterhead_picture_is_usable(make_pdf: MakePdf) -> None:
    content = _FULL_PAGE + b"BT /F1 12 Tf 60 700 Td (Invoice 4711) Tj ET"
    page = only_page(make_pdf(content, resources=_IMAGE, extra=[_scan(stripes=False)]))
    assert page.text_layer is TextLayer.USABLE
    assert texts(page) == ["Invoice", "4711"]


def test_a_scan_without_text_comes_at_its_own_resolution(make_pdf: MakePdf) -> None:
    page = only_page(make_pdf(b"q 144 0 0 192 0 0 cm /I Do Q", b"/MediaBox[0 0 144 192]", resources=_IMAGE, extra=[_scan()]))
    assert page.text_layer is TextLayer.ABSENT
    assert page.picture.pixels().shape == (400, 300, 3)
    assert page.picture.pixels(72).shape == (400, 300, 3)


def test_rulings_are_lines_thin_bars_and_the_edges_of_boxes(make_pdf: MakePdf) -> None:
    page = only_page(
        make_pdf(
            b"1 w 50 700 m 550 700 l S  50 600 m 50 650 l S  100 500 400 1 re f  100 300 200 100 re S  10 10 m 300 200 l S "
            b"0.9 g 100 100 50 50 re f"
        )
    )
    level = [r for r in page.rulings if r.horizontal]
    upright = [r for r in page.rulings if not r.horizontal]
    assert len(level) == 2 + 2 + 2
    assert len(upright) == 1 + 2 + 2
    line = min(level, key=lambda r: r.box.top)
    assert line.box.left == pytest.approx(50 / 600, abs=0.002)
    assert line.box.right == pytest.approx(550 / 600, abs=0.002)
    assert line.box.height < 3 / 800


def test_rulings_inside_form_objects_are_moved_with_them(make_pdf: MakePdf) -> None:
    form = stream(b"0 0 m 100 0 l S", b"/Type/XObject/Subtype/Form/BBox[-5 -5 200 200]/Matrix[2 0 0 2 0 0]")
    page = only_page(make_pdf(b"q 1 0 0 1 100 400 cm /X Do Q", resources=b"/XObject<</X 6 0 R>>", extra=[form]))
    (ruling,) = page.rulings
    assert ruling.box.left == pytest.approx(100 / 600, abs=0.005)
    assert ruling.box.right == pytest.approx(300 / 600, abs=0.005)
    assert ruling.box.top == pytest.approx(0.5, abs=0.005)


def test_attachments_come_with_their_names() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    document.new_attachment("factur-x.xml").set_data(b"<a/>")
    document.new_attachment("größe.txt").set_data(b"\x00\x01")
    out = io.BytesIO()
    document.save(out)
    document.close()
    found = {a.name: a.content for a in load(out.getvalue()).attachments}
    assert found == {"factur-x.xml": b"<a/>", "größe.txt": b"\x00\x01"}


def _form() -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(400, 400))
    form = sheet.acroForm
    form.textfield(name="name", tooltip="Your name", value="Ada Lovelace", x=50, y=350, width=150, height=20)
    form.textfield(name="empty", tooltip="Nothing", value="", x=50, y=320, width=150, height=20)
    form.checkbox(name="agree", tooltip="I agree", checked=True, x=50, y=280)
    form.checkbox(name="news", tooltip="Send news", checked=False, x=50, y=250)
    form.radio(name="pay", tooltip="Payment", value="card", selected=True, x=50, y=200)
    form.radio(name="pay", tooltip="Payment", value="cash", selected=False, x=80, y=200)
    form.choice(name="land", tooltip="Country", value="France", options=["France", "Spain"], x=50, y=150, width=100, height=20)
    sheet.drawString(50, 100, "Printed")
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def test_form_values_are_read_with_tooltips_and_also_stand_among_the_words() -> None:
    document = load(_form())
    values = {value.tooltip: (value.kind, value.value) for value in document.form_values}
    assert values == {
        "Your name": ("text", "Ada Lovelace"),
        "I agree": ("checkbox", "true"),
        "Send news": ("checkbox", "false"),
        "Payment": ("radio", "card"),
        "Country": ("choice", "France"),
    }
    name = next(value for value in document.form_values if value.name == "name")
    assert name.page == 1
    assert name.box.contains_point(60 / 400, 1 - 360 / 400)
    words = texts(document.pages[0])
    assert {"Ada", "Lovelace", "Printed", "France"} <= set(words)


def test_a_typed_note_without_a_drawing_is_read(make_pdf: MakePdf) -> None:
    note = b"<</Type/Annot/Subtype/FreeText/Rect[100 600 300 620]/Contents(05/14/2020 paid)/DA(/Helv 10 Tf 0 g)>>"
    page = only_page(make_pdf(b"BT /F1 12 Tf 60 700 Td (Date) Tj ET", b"/MediaBox[0 0 600 800]/Annots[6 0 R]", extra=[note]))
    assert texts(page) == ["Date", "05/14/2020", "paid"]
    assert page.words[1].box.contains_point(120 / 600, 1 - 610 / 800)


def test_pictures_are_made_once_kept_while_held_and_let_go(make_pdf: MakePdf) -> None:
    page = only_page(make_pdf(b"BT /F1 12 Tf 60 700 Td (Date) Tj ET"))
    first = page.picture.pixels(100)
    assert page.picture.pixels(100) is first
    assert not first.flags.writeable
    assert page.picture.pixels(50).shape[0] < first.shape[0]
    assert page.picture.pixels(100) is first


def test_a_huge_media_box_gives_no_huge_picture(make_pdf: MakePdf) -> None:
    page = only_page(make_pdf(b"BT /F1 12 Tf 60 700 Td (Date) Tj ET", b"/MediaBox[0 0 14400 14400]"))
    height, width = page.picture.pixels(300).shape[:2]
    assert height * width <= 12_100_000


def test_threads_may_load_and_draw_at_once(make_pdf: MakePdf) -> None:
    content = make_pdf(b"BT /F1 12 Tf 60 700 Td (Invoice 4711) Tj ET")

    def work(_: int) -> tuple[list[str], int]:
        page = only_page(content)
        return texts(page), int(page.picture.pixels(72).min(axis=2).argmin())

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(work, range(40)))
    assert all(result == results[0] for result in results)


def test_memory_stays_flat(make_pdf: MakePdf) -> None:
    content = make_pdf(b"BT /F1 12 Tf 60 700 Td (Invoice 4711) Tj ET")

    def resident() -> int:
        gc.collect()
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    def rounds(count: int) -> None:
        for _ in range(count):
            only_page(content).picture.pixels(72)

    if not Path("/proc/self/statm").exists():
        pytest.skip("resident memory is read from /proc")
    rounds(20)
    before = resident()
    rounds(120)
    assert resident() - before < 12_000_000


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 9), st.integers(6, 18), st.integers(0, 3)),
        min_size=1,
        max_size=9,  # fewer than a page on its side has
        unique_by=lambda place: place[:2],
    )
)
def test_every_word_lies_on_the_page_once(places: list[tuple[int, int, int, int]]) -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595, 842))
    for number, (column, row, size, turn) in enumerate(places):
        sheet.saveState()
        sheet.translate(60 + 75 * column, 60 + 75 * row)
        sheet.rotate(90 * turn)
        sheet.setFont("Helvetica", size)
        sheet.drawString(0, 0, f"w{number}")
        sheet.restoreState()
    sheet.save()
    page = only_page(out.getvalue())
    for word in page.words:
        assert 0 <= word.box.left < word.box.right <= 1
        assert 0 <= word.box.top < word.box.bottom <= 1
    assert page.text_layer is TextLayer.USABLE
    assert sorted(texts(page)) == sorted(f"w{number}" for number in range(len(places)))
