"""/feed.atom: what is new or revised, an entry for each edition and agency, as the filters ask (Atom, RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from yearbook.analysis.comparability import list_rows
from yearbook.catalogue.files import home
from yearbook.catalogue.installation import read_responsible_body
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.number_format import format_value, read_unit
from yearbook.exports.parameters import format_parameters
from yearbook.ui import edition_access as store
from yearbook.ui.formatting import is_absent
from yearbook.ui.share import format_link
from yearbook.ui.url_state import EDITION
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import DamagedEdition, EditionNote, list_editions
from yearbook.warehouse.warehouse import StaleEdition
from yearbook.web.api.spool import Content

PATH = "/feed.atom"
NAMES = ("region", "agency", "topic", "metric", "language")  # parameters
MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES, MOST_LINES = 100, 20
CHANGES = ("added", "revised", "removed")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no characters of XML 1.0


def make_feed(base: str, filters: Filters, language: Language) -> Content:
    """The feed; `base` is the address of the installation, for its links."""
    notes = list(reversed(list_editions(home())))
    query = format_link(PATH[1:], _group([*format_parameters(filters), *([("language", language)] if language != "zh" else [])]))
    name = translate("interface.product", language)
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "zh-CN" if language == "zh" else "en"})
    _add(feed, "id", _make_id(f"{base}/{query}"))
    _add(feed, "title", translate("feed.title", language, product=name))
    _add(feed, "updated", _format_time(notes[0].built_at))
    _add(_add(feed, "author"), "name", read_responsible_body() or name)
    _add(feed, "link", rel="self", type=MEDIA_TYPE, href=f"{base}/{query}")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{base}/editions")
    for number, entry in enumerate(_list_entries(notes, base, filters, language)):
        if number == MOST_ENTRIES:
            break
        feed.append(entry)
    body = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Content(lambda: iter([body]), sha256(body).hexdigest()[:32], MEDIA_TYPE)


def _list_entries(notes: list[EditionNote], base: str, filters: Filters, language: Language) -> Iterator[ElementTree.Element]:
    """The newest edition first; one that another version built, or that is damaged, is passed over."""
    for note in notes:
        asked = {"regions": filters.regions, "agencies": filters.agencies, "topics": filters.topics, "metrics": filters.metrics}
        try:
            rows = list_rows(store.ask(note.number, "agency_changes", most=MOST_LINES, **asked))
        except (StaleEdition, DamagedEdition):
            continue
        for agency, told in groupby(rows, key=itemgetter("agency_id")):
            yield _make_entry(note, str(agency), list(told), base, language)


def _make_entry(
    note: EditionNote, agency: str, rows: list[Mapping[str, Any]], base: str, language: Language
) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    counts = {change: int(rows[0][change]) for change in CHANGES}
    parts = [translate(f"feed.{change}", language, count=count) for change, count in counts.items() if count]
    name = rows[0][f"agency_{language}"]
    said = translate("share.comma", language).join(parts)
    _add(entry, "id", _make_id(f"{note.key.build}/{agency}"))
    _add(entry, "title", translate("feed.entry", language, agency=name, changes=said, number=note.number))
    _add(entry, "updated", _format_time(note.built_at))
    link = format_link("profile", {"agency": [agency], EDITION: [str(note.number)]})
    _add(entry, "link", rel="alternate", type="text/html", href=f"{base}/{link}")
    lines = [_describe(row, language) for row in rows]
    if sum(counts.values()) > len(rows):
        lines.append(translate("feed.more", language, count=sum(counts.values()) - len(rows)))
    _add(entry, "content", "\n".join(lines), type="text")
    return entry


def _describe(row: Mapping[str, Any], language: Language) -> str:
    said = {"metric": row[f"metric_{language}"], "year": "" if is_absent(row["year"]) else row["year"]}
    said |= {side: _format_value(row, f"value_{side}", language) for side in ("before", "after")}
    return translate(f"feed.line_{row['change']}", language, **said)


def _format_value(row: Mapping[str, Any], name: str, language: Language) -> str:
    return "" if is_absent(row[name]) or is_absent(row["unit"]) else format_value(row[name], read_unit(row), language)


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """An element within another; what XML 1.0 cannot hold is replaced."""
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = _NO_XML.sub("\ufffd", text) or None
    return element


def _make_id(name: str) -> str:
    """An IRI that stays the same (RFC 4287, 4.2.6)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def _format_time(built_at: str) -> str:
    """A time of RFC 3339, in UTC."""
    return built_at.replace("+00:00", "Z")


def _group(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped
