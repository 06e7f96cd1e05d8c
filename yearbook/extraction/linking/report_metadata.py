"""Report metadata from the text itself: title, publisher, report year, date of publication, document and index numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from yearbook.catalogue.agencies import Agency, Region
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml
from yearbook.catalogue.vocabulary import trie_pattern
from yearbook.extraction.mentions.mention import Mention


@dataclass(frozen=True, slots=True)
class ReportMetadata:
    """What the text itself states of the report; None where it does not."""

    title: str | None = None
    publisher: str | None = None  # the name as written
    agency_id: str | None = None  # None for a body that agencies.csv does not know
    region_code: str | None = None
    report_year: int | None = None  # the year reported on, never the year of publication
    published_on: date | None = None
    document_number: str | None = None
    index_number: str | None = None


HEAD = 1500  # where a letterhead can stand, in code points
_DAY = re.compile(r"((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年(?!\s*\d{1,2}\s*月)")


@dataclass(frozen=True)
class Letterhead:
    """The words of letterheads and titles, from data/catalogue/reports.yaml."""

    fields: dict[str, str]  # label as written, without blanks → what it gives
    line: re.Pattern[str]
    body: re.Pattern[str]
    genre: re.Pattern[str]


@cache
def load_letterhead() -> Letterhead:
    """The installation's letterhead words. Raises DataError with every list that is missing."""
    file = catalogue_folder() / "reports.yaml"
    content = read_yaml(file)
    with collect_faults() as faults:
        for name in ("fields", "bodies", "genres"):
            if not content.get(name):
                faults.append(DataError(file, name, "is missing or empty; give at least one word"))
    fields = {label: field for field, labels in content["fields"].items() for label in labels}
    spaced = "|".join(r"\s*".join(label) for label in sorted(fields, key=len, reverse=True))
    return Letterhead(
        fields=fields,
        line=re.compile(rf"(?:^|[\n•\[【|\s])\s*({spaced})\s*[\]】]?\s*[:：](?:\s*\|)?\s*([^\n|•]*)"),
        body=re.compile(rf"[\u4e00-\u9fff]{{2,14}}?(?:{trie_pattern(content['bodies'])})"),
        genre=re.compile(trie_pattern(content["genres"])),
    )


def read_metadata(
    source: str, text: str, mentions: list[Mention], catalogue: Catalogue, publisher: str | None = None, year: int | None = None
) -> ReportMetadata:
    """The report's metadata. `text` is the normalized text; `publisher` and `year`, where given, outrank what the text states."""
    fields = _read_fields(source[:HEAD])
    title = fields.get("title") or _find_title(source)
    named = fields.get("publisher")
    placed = named if named and (find_agency(named, catalogue) or find_region(named, catalogue)) else None  # not 办公室 alone
    name = publisher or placed or _find_publisher(title, text, catalogue) or named
    agency = find_agency(name, catalogue) if name else None
    region = catalogue.regions[agency.region_code] if agency else find_region(name, catalogue) if name else None
    published = _day(fields.get("published_on", "")) or _last_day(mentions)
    return ReportMetadata(
        title=title,
        publisher=name,
        agency_id=agency.agency_id if agency else _derive_agency(name, region),
        region_code=region.region_code if region else None,
        report_year=year or _find_year(title, text, published),
        published_on=published,
        document_number=fields.get("document_number"),
        index_number=fields.get("index_number"),
    )


def _derive_agency(name: str | None, region: Region | None) -> str | None:
    """The id of an offices administration that agencies.csv lacks, made as those in it: 430700-goa."""
    if name is None or region is None or not load_letterhead().body.search(name):
        return None
    return f"{region.region_code}-goa"


def find_agency(name: str, catalogue: Catalogue) -> Agency | None:
    """The body of a name, also where the name carries more (…管理局办公室)."""
    known = catalogue.agencies_by_name
    if name in known:
        return known[name]
    inside = [full for full in known if len(full) >= 6 and full in name]
    return known[max(inside, key=len)] if inside else None


def find_region(name: str, catalogue: Catalogue) -> Region | None:
    """The division whose name begins an organ's name: 河南省濮阳市… is 濮阳市; None for a place that GB/T 2260 lacks."""
    regions, found, rest = catalogue.regions_by_name, None, name
    while True:
        best = max((full for length in range(2, 12) if (full := rest[:length]) in regions), key=len, default=None)
        if best is None:
            return found
        options = regions[best]
        inside = [region for region in options if found and found.region_code in catalogue.ancestors_of(region.region_code)]
        if not inside and len(options) > 1:
            return found  # 城关区 alone may be one of several
        found, rest = (inside or options)[0], rest[len(best) :]


def _read_fields(head: str) -> dict[str, str]:
    """The letterhead's lines: field → content; empty lines are left out."""
    letterhead = load_letterhead()
    fields: dict[str, str] = {}
    for match in letterhead.line.finditer(head):
        content = match.group(2).strip()
        if content:
            fields.setdefault(letterhead.fields[re.sub(r"\s", "", match.group(1))], content)
    return fields


def _find_title(source: str) -> str | None:
    """The first lines up to the body: a body's name alone on its line belongs to the title of the line after it."""
    letterhead = load_letterhead()
    lines = [line.strip().strip("# ") for line in source[:HEAD].splitlines() if line.strip().strip("# ")]
    for number, line in enumerate(lines[:6]):
        if len(line) > 80 or line[-1] in "。;；,，" or not (letterhead.genre.search(line) and re.search(r"年|告|结", line)):
            continue
        above = lines[number - 1] if number else ""
        joined = above + line if letterhead.body.fullmatch(above) and not letterhead.body.search(line) else line
        return re.sub(r"(?<=[\u4e00-\u9fff\d])\s+(?=[\u4e00-\u9fff\d])", "", joined)
    return None


def _find_publisher(title: str | None, text: str, catalogue: Catalogue) -> str | None:
    for place in (title or "", text[:HEAD], text[-HEAD:]):
        known = [name for name in catalogue.agencies_by_name if len(name) >= 6 and name in place]
        if known:
            return max(known, key=len)
        match = load_letterhead().body.search(place)
        if match:
            return match.group()
    return None


def _find_year(title: str | None, text: str, published: date | None) -> int | None:
    """The year of the title, else the first one the body names, else the year before publication."""
    for place in (title or "", text[:400]):
        match = _YEAR.search(place)
        if match:
            return int(match.group(1))
    return published.year - 1 if published else None


def _day(words: str) -> date | None:
    match = _DAY.search(words)
    if not match:
        return None
    try:
        return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    except ValueError:
        return None


def _last_day(mentions: list[Mention]) -> date | None:
    """The day of a report's closing line."""
    days = [
        mention
        for mention in mentions
        if mention.role == "date" and mention.when and mention.when.start_day and mention.when.start_year
    ]
    span = days[-1].when.resolve(None) if days and days[-1].when else None
    return span[0] if span else None
