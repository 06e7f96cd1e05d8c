"""Elements of WordprocessingML (ECMA-376 part 1, 17): their names, marks and children, without what is deleted or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

# what holds others and is shown itself by what it holds
_HOLDERS = frozenset({"ins", "moveTo", "smartTag", "customXml", "hyperlink", "bdo", "dir", "sdtContent", "sdt", "fldSimple"})
_NOT_SHOWN = frozenset({"del", "moveFrom", "rPr", "pPr", "sdtPr"})
COUNTED = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.IGNORECASE)  # fields whose result counts pages


def local_name(element: etree._Element) -> str:
    """An element's name without namespace: strict and transitional documents (part 4) read alike; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its name without a namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def find_child(parent: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of a name."""
    return None if parent is None else next((child for child in parent if local_name(child) == name), None)


def has_mark(properties: etree._Element | None, name: str) -> bool:
    """Whether a toggle property (17.7.3) is set: <w:vanish/>, but not <w:vanish w:val="0"/>."""
    return properties is not None and any(
        local_name(mark) == name and attribute(mark, "val") not in ("0", "false", "off") for mark in properties
    )


def children_shown(parent: etree._Element) -> Iterator[etree._Element]:
    """Visible children, through mere containers; nothing that a tracked change (17.13.5) deleted."""
    for child in parent:
        kind = local_name(child)
        if kind == "AlternateContent":
            yield from children_shown(choose(child))
        elif kind in _HOLDERS:
            if not _is_placeholder(child) and not COUNTED.match(attribute(child, "instr") or ""):
                yield from children_shown(child)
        elif kind and kind not in _NOT_SHOWN:
            yield child


def choose(alternatives: etree._Element) -> etree._Element:
    """The preferred one of alternative contents (ECMA-376 part 3, AlternateContent); only older programs take the fallback."""
    return next((child for child in alternatives if local_name(child) == "Choice"), next(iter(alternatives), alternatives))


def _is_placeholder(holder: etree._Element) -> bool:
    """Whether a structured document tag (17.5.2) only shows its placeholder: nobody filled it in."""
    return any(local_name(child) == "sdtPr" and has_mark(child, "showingPlcHdr") for child in holder)


def find_all(parent: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Children of a kind, also within mere containers and properties; none that is deleted or hidden."""
    for child in children_shown(parent):
        if local_name(child) == kind:
            if not any(has_mark(mark, "del") or has_mark(mark, "hidden") for mark in child if local_name(mark).endswith("Pr")):
                yield child
        elif local_name(child).endswith("Pr") and kind != local_name(child):
            yield from (mark for mark in child if local_name(mark) == kind)
