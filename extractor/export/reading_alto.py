"""ALTO 4.2 (https://www.loc.gov/standards/alto/): blocks, lines and words with their places in pixels."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from extractor import __version__
from extractor.document import Page, Reading, Region
from extractor.export.readings import PixelPage, ReadDocument, box_of, page_id
from extractor.export.xml_text import xml_text
from extractor.geometry import Box

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-2.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def render(read: ReadDocument) -> bytes:
    root = Element("alto", {"xmlns": NAMESPACE, "xmlns:xsi": _XSI, "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}"})
    description = SubElement(root, "Description")
    SubElement(description, "MeasurementUnit").text = "pixel"
    source = SubElement(description, "sourceImageInformation")
    SubElement(source, "fileName").text = xml_text(read.document.source)
    processing = SubElement(description, "Processing", {"ID": "processing_1"})
    SubElement(processing, "processingStepDescription").text = ", ".join(sorted({reading.engine for reading in read.readings}))
    software = SubElement(processing, "processingSoftware")
    SubElement(software, "softwareName").text = "extractor"
    SubElement(software, "softwareVersion").text = __version__
    layout = SubElement(root, "Layout")
    for page, reading in read.pages():
        _page(layout, page, reading)
    indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"


def _page(layout: Element, page: Page, reading: Reading) -> None:
    size = PixelPage.of(page, reading)
    number = page_id(reading)
    whole = {"WIDTH": str(size.width), "HEIGHT": str(size.height)}
    language = {"LANG": reading.language} if reading.language else {}
    element = SubElement(layout, "Page", {"ID": f"page_{number}", "PHYSICAL_IMG_NR": str(page.number), **whole, **language})
    space = SubElement(element, "PrintSpace", {"HPOS": "0", "VPOS": "0", **whole})
    for at, region in enumerate((region for region in reading.regions if region.lines), 1):
        _block(space, region, reading, size, f"{number}_{at}")


def _block(space: Element, region: Region, reading: Reading, size: PixelPage, number: str) -> None:
    place = _place(size, box_of([line.box for line in region.lines], reading))
    block = SubElement(space, "TextBlock", {"ID": f"block_{number}", **place})
    for at, line in enumerate(region.lines, 1):
        of_line = _place(size, box_of([word.box for word in line.words], reading))
        element = SubElement(block, "TextLine", {"ID": f"line_{number}_{at}", **of_line})
        previous = None
        for count, word in enumerate(line.words, 1):
            box = reading.to_page(word.box)
            if previous is not None:
                gap = Box(previous.right, previous.top, max(box.left, previous.right), previous.bottom)
                SubElement(element, "SP", {key: value for key, value in _place(size, gap).items() if key != "HEIGHT"})
            attributes = {"CONTENT": xml_text(word.text), **_place(size, box), "WC": f"{min(max(word.confidence, 0.0), 1.0):.4f}"}
            SubElement(element, "String", {"ID": f"string_{number}_{at}_{count}", **attributes})
            previous = box


def _place(size: PixelPage, box: Box) -> dict[str, str]:
    left, top, right, bottom = size.box(box)
    return {"HPOS": str(left), "VPOS": str(top), "WIDTH": str(max(right - left, 0)), "HEIGHT": str(max(bottom - top, 0))}
