"""E-invoice XML (Cross Industry Invoice, UBL) as a file of its own. What it says is read later; here it is only recognised."""

from __future__ import annotations

from lxml import etree

from extractor.document import Attachment, Document
from extractor.errors import DamagedInput, UnsupportedInput

# The root elements of EN 16931's two syntaxes, of ZUGFeRD 1 and of the order forms beside them.
_CII = ("urn:un:unece:uncefact:data:standard:", "urn:ferd:CrossIndustryDocument:")
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_CII_ROOTS = {"CrossIndustryInvoice", "CrossIndustryDocument", "SCRDMCCBDACIOMessageStructure"}
_UBL_ROOTS = {"Invoice", "CreditNote"}


def parse(content: bytes) -> etree._Element:
    """The root element, parsed with no document type, no entities, no network and no more depth or size than libxml2's own limits.

    Raises ValueError for a document type declaration, etree.XMLSyntaxError for what is not well formed.
    """
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise ValueError("a document type declaration")  # before anything of it is expanded
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False, recover=False)
    return etree.fromstring(content, parser)


def is_invoice(root: etree._Element) -> bool:
    """Whether the root is a Cross Industry Invoice or a UBL invoice or credit note."""
    name = etree.QName(root)
    space = name.namespace or ""
    return (space.startswith(_CII) and name.localname in _CII_ROOTS) or (space.startswith(_UBL) and name.localname in _UBL_ROOTS)


def load_xml(content: bytes, name: str) -> Document:
    """A document without pages whose one attachment is the XML.

    Raises DamagedInput (not well formed) or UnsupportedInput (a document type declaration, or XML of another kind).
    """
    try:
        root = parse(content)
    except etree.XMLSyntaxError as cause:  # a ValueError's cousin, so it is asked for first
        raise DamagedInput(f"{name} is not well-formed XML, in line {cause.lineno}", hint="fetch the file again") from cause
    except ValueError as cause:
        raise UnsupportedInput(f"{name} carries a document type declaration, which is not read", hint="e-invoices have none") from cause
    if not is_invoice(root):
        local = etree.QName(root).localname
        raise UnsupportedInput(f"{name} is XML but no e-invoice: its root is {local[:60]}", hint="Cross Industry Invoice and UBL are read")
    return Document(source=name, kind="xml", pages=(), attachments=(Attachment(name, content),), size=len(content))
