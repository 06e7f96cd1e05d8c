"""OFD package (GB/T 33190-2016, 6 and 7): its documents, pages, templates and resources by the paths that files write."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
_MOST_NAMES = 20  # of attachments that are named


def local_name(element: Element) -> str:
    """An element's name without its namespace, of which files use several; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find_all(parent: Element, name: str) -> Iterator[Element]:
    """Descendants of a name."""
    return (element for element in parent.iter() if local_name(element) == name)


def find_child(parent: Element, name: str) -> Element | None:
    return next((child for child in parent if local_name(child) == name), None)


def text_of(parent: Element, name: str) -> str:
    """The text of the first descendant of a name."""
    return next(((element.text or "").strip() for element in find_all(parent, name)), "")


@dataclass(slots=True)
class Part:
    """An XML part and the folder to which its paths are relative."""

    root: Element
    folder: str


@dataclass(slots=True)
class OfdDocument:
    """A document of a package: its pages with what lies under and over them, by the ids that parts name."""

    area: str  # left, top, width and height of its pages in millimetres
    pages: list[tuple[Part, list[Element]]] = field(default_factory=list)  # each with the appearances of its annotations
    templates: dict[str, Part] = field(default_factory=dict)
    composites: dict[str, Element] = field(default_factory=dict)
    pictures: dict[str, tuple[str, str]] = field(default_factory=dict)  # each the folder and the path that name it
    attachments: list[str] = field(default_factory=list)


class OfdPackage:
    """Reads parts of a ZIP. Raises KeyError for a part that is missing, etree.XMLSyntaxError for one that is broken."""

    def __init__(self, content: bytes) -> None:
        self._packed = zipfile.ZipFile(io.BytesIO(content))
        self._names = {_fold(name): name for name in self._packed.namelist()}

    @property
    def is_locked(self) -> bool:
        """Whether parts are under a password or a certificate (GM/T 0099-2020, 7), which a part of its own lists."""
        return "encryptions.xml" in self._names

    def read_part(self, folder: str, path: str) -> Part:
        """The part at a path that may be absolute, relative to a folder or to the root, with strokes of either kind."""
        found = self._find(folder, path)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        return Part(etree.fromstring(self._packed.read(self._names[found]), parser), posixpath.dirname(found))

    def read_bytes(self, folder: str, path: str) -> bytes:
        """What lies at a path, as read_part takes it."""
        return self._packed.read(self._names[self._find(folder, path)])

    def _find(self, folder: str, path: str) -> str:
        wanted = path.strip().replace("\\", "/")
        places = [wanted] if wanted.startswith("/") else [posixpath.join(folder, wanted), wanted]
        found = next((place for place in map(_fold, places) if place in self._names), None)
        if found is None:
            raise KeyError(path)
        return found

    def list_documents(self) -> Iterator[OfdDocument]:
        """The documents that the package names, usually one."""
        main = self.read_part("", "OFD.xml")
        for body in find_all(main.root, "DocBody"):
            yield self._read_document(self.read_part("", text_of(body, "DocRoot")))

    def _read_document(self, document: Part) -> OfdDocument:
        found = OfdDocument(text_of(document.root, "PhysicalBox"))
        for kind in ("PublicRes", "DocumentRes"):
            for named in find_all(document.root, kind):
                self._add_resources(found, document.folder, named.text or "")
        for template in find_all(document.root, "TemplatePage"):
            found.templates[template.get("ID", "")] = self.read_part(document.folder, template.get("BaseLoc", ""))
        appearances = self._read_annotations(document)
        for page in find_all(document.root, "Page"):
            part = self.read_part(document.folder, page.get("BaseLoc", ""))
            for named in find_all(part.root, "PageRes"):
                self._add_resources(found, part.folder, named.text or "")
            found.pages.append((part, appearances.get(page.get("ID", ""), [])))
        if named_in := text_of(document.root, "Attachments"):
            listed = self._read_or_none(document.folder, named_in)
            names = [one.get("Name", "") for one in find_all(listed.root, "Attachment")] if listed else []
            found.attachments = [name for name in names if name][:_MOST_NAMES]
        return found

    def _add_resources(self, document: OfdDocument, folder: str, path: str) -> None:
        """The units and pictures of a list of resources (7.9), whose files lie in a folder that it names."""
        part = self._read_or_none(folder, path)
        if part is None:
            return
        for unit in find_all(part.root, "CompositeGraphicUnit"):
            document.composites[unit.get("ID", "")] = unit
        files = posixpath.join(part.folder, part.root.get("BaseLoc", "").replace("\\", "/"))
        for medium in find_all(part.root, "MultiMedia"):
            document.pictures[medium.get("ID", "")] = (files, text_of(medium, "MediaFile"))

    def _read_annotations(self, document: Part) -> dict[str, list[Element]]:
        """What annotations show, by the id of the page; of notes and marks only what is drawn on it."""
        found: dict[str, list[Element]] = {}
        listed = self._read_or_none(document.folder, text_of(document.root, "Annotations"))
        for page in find_all(listed.root, "Page") if listed else ():
            assert listed is not None
            part = self._read_or_none(listed.folder, text_of(page, "FileLoc"))
            shown = [one for one in find_all(part.root, "Annot") if one.get("Visible") != "false"] if part else []
            found.setdefault(page.get("PageID", ""), []).extend(
                appearance for one in shown for appearance in find_all(one, "Appearance")
            )
        return found

    def _read_or_none(self, folder: str, path: str) -> Part | None:
        """A part that a document can be read without."""
        try:
            return self.read_part(folder, path) if path.strip() else None
        except (KeyError, etree.XMLSyntaxError):
            return None


def _fold(path: str) -> str:
    return posixpath.normpath(path.replace("\\", "/")).lstrip("/").casefold()
