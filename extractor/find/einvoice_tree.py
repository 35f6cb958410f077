"""The tree of an e-invoice's XML, asked for by local names, so that all versions of the namespaces read alike."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

LINE_ITEM = "IncludedSupplyChainTradeLineItem"


def root_of(content: bytes) -> etree._Element | None:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    known = ("CrossIndustryInvoice", "CrossIndustryDocument", "Invoice", "CreditNote")
    return root if root.getroottree().docinfo.doctype == "" and local(root) in known else None


def local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: etree._Element) -> str:
    return " ".join((element.text or "").split())


class Below:
    """The elements below one, to be asked for by paths of local names.

    A step fits a name that ends in it, so that "TradeSettlement" is "ApplicableHeaderTradeSettlement" of version 2 and
    "ApplicableSupplyChainTradeSettlement" of version 1. `deep`: the first step may lie anywhere below, but an element of a line
    item is never taken for one of the whole."""

    def __init__(self, root: etree._Element, *, deep: bool) -> None:
        self._apart = local(root) != LINE_ITEM
        self._heads: dict[str, list[tuple[int, etree._Element]]] = {}  # by local name, each with its place in the document
        for place, element in enumerate(root.iter() if deep else root):
            if element is not root:
                self._heads.setdefault(local(element), []).append((place, element))

    def first(self, paths: Iterable[str]) -> etree._Element | None:
        """The first element with a text, by the first path that has one."""
        return next((element for path in paths for element in self.select(path) if text_of(element)), None)

    def select(self, path: str) -> list[etree._Element]:
        first, *steps = path.split("/")
        named = first.partition("@")[0]
        heads = [head for local, placed in self._heads.items() if _is_named(local, named) for head in placed]
        level = [element for _, element in sorted(heads, key=itemgetter(0)) if _fits(element, first) and self._may_be(element, first)]
        for step in steps:
            level = [child for element in level for child in element if _fits(child, step)]
        return level

    def _may_be(self, head: etree._Element, step: str) -> bool:
        return not self._apart or step == LINE_ITEM or all(local(above) != LINE_ITEM for above in head.iterancestors())


def _is_named(local: str, name: str) -> bool:
    if local == name:
        return True
    return name.startswith(("Trade", "Monetary", "Line")) and local.endswith(name) and local[-len(name) - 1].islower()


def _fits(element: etree._Element, step: str) -> bool:
    name, _, condition = step.partition("@")
    if not _is_named(local(element), name):
        return False
    key, _, wanted = condition.partition("=")
    return not condition or str(element.get(key)) == wanted
