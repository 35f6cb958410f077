"""hOCR 1.2 (kba.github.io/hocr-spec): XHTML with page, area, paragraph, line and word boxes in pixels."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from extractor.document import Page, Reading, Region, RegionKind
from extractor.export.readings import PixelPage, ReadDocument, box_of, page_id
from extractor.export.xml_text import xml_text

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"{language}>
 <head>
  <title>{title}</title>
  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
  <meta name="ocr-system" content="extractor"/>
  <meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_table ocr_par ocr_line ocrx_word"/>
 </head>
 <body>
"""


def render(read: ReadDocument) -> bytes:
    language = next((reading.language for reading in read.readings if reading.language), None)
    said = f' xml:lang="{language}" lang="{language}"' if language else ""
    parts = [_HEAD.format(language=said, title=escape(xml_text(read.document.source)))]
    for page, reading in read.pages():
        parts.append(_page(read.document.source, page, reading))
    parts.append(" </body>\n</html>\n")
    return "".join(parts).encode()


def _page(source: str, page: Page, reading: Reading) -> str:
    size = PixelPage.of(page, reading)
    name = xml_text(source).replace('"', "'").replace(";", " ")  # both have a meaning in hOCR's properties
    title = f'image "{name}"; bbox 0 0 {size.width} {size.height}; ppageno {page.number - 1}; scan_res {size.dpi:.0f} {size.dpi:.0f}'
    parts = [f'  <div class="ocr_page" id="page_{page_id(reading)}" title={quoteattr(title)}>\n']
    for number, region in enumerate((region for region in reading.regions if region.lines), 1):
        parts.append(_region(region, reading, size, f"{page_id(reading)}_{number}"))
    parts.append("  </div>\n")
    return "".join(parts)


def _region(region: Region, reading: Reading, size: PixelPage, number: str) -> str:
    kind = "ocr_table" if region.kind is RegionKind.TABLE else "ocr_carea"
    bbox = _bbox(size.box(box_of([line.box for line in region.lines], reading)))
    parts = [f'   <div class="{kind}" id="block_{number}" title="{bbox}">\n    <p class="ocr_par" id="par_{number}" title="{bbox}">\n']
    for at, line in enumerate(region.lines, 1):
        words = []
        for place, word in enumerate(line.words, 1):
            title = f"{_bbox(size.box(reading.to_page(word.box)))}; x_wconf {round(word.confidence * 100)}"
            words.append(f'<span class="ocrx_word" id="word_{number}_{at}_{place}" title="{title}">{escape(xml_text(word.text))}</span>')
        bbox = _bbox(size.box(box_of([word.box for word in line.words], reading)))
        parts.append(f'     <span class="ocr_line" id="line_{number}_{at}" title="{bbox}">{" ".join(words)}</span>\n')
    parts.append("    </p>\n   </div>\n")
    return "".join(parts)


def _bbox(box: tuple[int, int, int, int]) -> str:
    return "bbox {} {} {} {}".format(*box)
