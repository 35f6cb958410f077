"""E-invoice XML as a file of its own."""

from __future__ import annotations

import pytest

from extractor.errors import DamagedInput, UnsupportedInput
from extractor.load import load

CII = b"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>"""
ZUGFERD_1 = b'<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0"/>'
UBL = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'
UBL_CREDIT = b'<cn:CreditNote xmlns:cn="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>'


@pytest.mark.parametrize("content", [CII, ZUGFERD_1, UBL, UBL_CREDIT, b"\xef\xbb\xbf" + CII, UBL.decode().encode("utf-16")])
def test_e_invoices_become_a_document_with_one_attachment(content: bytes) -> None:
    document = load(content, name="xrechnung.xml")
    assert (document.kind, document.pages, document.size) == ("xml", (), len(content))
    assert [(a.name, a.content) for a in document.attachments] == [("xrechnung.xml", content)]


def test_other_xml_is_refused_by_its_root() -> None:
    with pytest.raises(UnsupportedInput) as refused:
        load(b"<catalog><book/></catalog>", name="note.xml")
    assert str(refused.value) == "note.xml is XML but no e-invoice: its root is catalog (Cross Industry Invoice and UBL are read)"


def test_xml_that_is_not_well_formed_is_damaged() -> None:
    with pytest.raises(DamagedInput, match=r"bad\.xml"):
        load(UBL[:-2], name="bad.xml")


def test_document_types_and_entities_are_refused_unread() -> None:
    laughs = b'<!DOCTYPE Invoice [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + UBL.replace(b"/>", b">&b;</Invoice>")
    outside = b'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + UBL.replace(b"/>", b">&x;</Invoice>")
    for content in (laughs, outside, laughs.decode().encode("utf-16")):
        with pytest.raises(UnsupportedInput, match="document type"):
            load(content, name="trap.xml")
