"""Report metadata from the text itself: title, publisher, report year, date of publication, document and index numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from yearbook.catalogue.agencies import Agency, Region
from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.extraction.linking.letterhead import (
    HEAD,
    DocumentKind,
    find_head_lines,
    find_kind,
    find_organ,
    find_title,
    is_organ,
    load_letterhead,
    read_fields,
)
from yearbook.extraction.linking.marks import find_all
from yearbook.extraction.mentions.mention import PLAN_PERIOD, Mention


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
    kind: DocumentKind = "other"

    def plans(self, metric: Metric | None) -> bool:
        """Whether the report only plans what the metric counts: a budget does all but what it states as of a date, and itself."""
        return self.kind == "budget" and metric is not None and metric.kind != "stock" and not metric.planned


_DAY = re.compile(r"((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年(?!\s*\d{1,2}\s*月)")
# a year that the body tells of, not one that marks a thing or a beginning (2013年的轿车, 2015年以来)
_TOLD_YEAR = re.compile(_YEAR.pattern + r"(?![\s”\"]*[的登起以来至到—~-])")
_SEEN_FROM = re.compile("[今去上前明]年")  # seen from a year that the text has not named so far
_REVIEWED = re.compile(r"((?:19|20)\d\d)\s*年[^\n。，,]{0,14}(?:工作)?(?:回顾|总结|完成情况|工作情况)")
_ROUND_A_DAY = (
    re.compile(r"[-—(（\s]*$"),
    re.compile(r"(?:\s*\d{1,2}:\d\d(?::\d\d)?)?[)）\s|]*(?:来源[:：][^\n]{1,24})?$|在[^\n]{4,40}(?:会议|大会)上?"),
)
_SITE = re.compile(r"(?:门户)?网站?$")
_OPENS = ("", *"\n \u3000，,。；;：:（(“|#】]")
_JOINS = re.compile("[与和及、从据由向对经被受在]")  # of a body named beside or by another
NATION = "100000"
_CLOSING_LINES = 8  # in which a seal can stand
_FIRST_MONTHS = 4  # in which a report named after the year of its publication tells of the year before


def read_metadata(
    source: str, text: str, mentions: list[Mention], catalogue: Catalogue, publisher: str | None = None, year: int | None = None
) -> ReportMetadata:
    """The report's metadata. `text` is the normalized text; `publisher` and `year`, where given, outrank what the text states."""
    fields = read_fields(source[:HEAD])
    lines = find_head_lines(source)
    title = fields.get("title") or find_title(lines, text_follows="。" in source[:HEAD])
    kind = find_kind(title, fields, source[:HEAD])
    name = publisher or _find_publisher(fields, title, kind, lines, source, catalogue)
    agency = find_agency(name, catalogue) if name else None
    region = catalogue.regions[agency.region_code] if agency else find_region(name, catalogue) if name else None
    published = _find_day(fields, text, mentions)
    return ReportMetadata(
        title=title,
        publisher=name,
        agency_id=agency.agency_id if agency else _derive_agency(name, region, catalogue),
        region_code=region.region_code if region else None,
        report_year=year or _find_year(title, kind, source, published, mentions),
        published_on=published,
        document_number=fields.get("document_number"),
        index_number=fields.get("index_number"),
        kind=kind,
    )


def _derive_agency(name: str | None, region: Region | None, catalogue: Catalogue) -> str | None:
    """The id of an offices administration that agencies.csv lacks, made as those in it: 430700-goa.

    A department's own service centre (市教育局机关服务中心) is not the administration of its region.
    """
    if name is None or region is None:
        return None
    rest = name.removeprefix("中共")
    while found := _find_place(rest, catalogue):
        rest = rest[len(found) :]
    return f"{region.region_code}-goa" if load_letterhead().administration.fullmatch(rest) else None


def find_agency(name: str, catalogue: Catalogue) -> Agency | None:
    """The body of a name, also where the name carries more (…管理局办公室)."""
    known = catalogue.agencies_by_name
    if name in known:
        return known[name]
    inside = known.within(name)
    return known[max(inside, key=len)] if inside else None


def find_region(name: str, catalogue: Catalogue) -> Region | None:
    """The division whose name begins an organ's name: 河南省濮阳市… is 濮阳市; None for a place that GB/T 2260 lacks.

    A county's name without 县 or 区 names it only behind its province or city: 解放日报 is not of 解放区.
    """
    regions, found, rest = catalogue.regions_by_name, None, name.removeprefix("中共")
    if rest.startswith(load_letterhead().nation):
        return catalogue.regions.get(NATION)
    while best := _find_place(rest, catalogue):
        options = [region for region in regions[best] if found or region.level != "county" or region.name_zh == best]
        inside = [region for region in options if found and found.region_code in catalogue.ancestors_of(region.region_code)]
        if not options or (not inside and len(options) > 1):
            return found  # 城关区 alone may be one of several
        found, rest = (inside or options)[0], rest[len(best) :]
    return found


def _find_place(words: str, catalogue: Catalogue) -> str | None:
    """The longest name of a division with which some words begin."""
    regions = catalogue.regions_by_name
    return max((place for length in range(2, 12) if (place := words[:length]) in regions), key=len, default=None)


def _find_publisher(
    fields: dict[str, str], title: str | None, kind: str, lines: list[str], source: str, catalogue: Catalogue
) -> str | None:
    """Who reports: the body that a label names, the title, a line of its own at the head or the end; never a medium.

    News tell of others: only a label names their publisher.
    """
    named = fields.get("publisher", "")
    site = _SITE.sub("", fields.get("site", ""))
    stated = [named, fields.get("source", ""), site if load_letterhead().body.fullmatch(site) else ""]
    for name in stated:
        if is_organ(name) and (find_agency(name, catalogue) or find_region(name, catalogue)):  # not 办公室 alone
            return name
    if kind == "news":
        return named if is_organ(named) else None
    ends = source[-HEAD:].splitlines()[-_CLOSING_LINES:]
    for place in (title or "", *lines, *ends):
        body = find_organ(place) if place == title or is_organ(place) else None
        if body and (find_agency(body, catalogue) or find_region(body, catalogue) or load_letterhead().body.search(body)):
            return body
    bodies = (_find_body(place, catalogue) for place in (title or "", source[:HEAD], source[-HEAD:]))
    return next(filter(None, bodies), None) or (named if is_organ(named) else None)


def _find_body(words: str, catalogue: Catalogue) -> str | None:
    """The offices administration that stands alone in some words: not joined to another by 与, no item of a list."""
    known = catalogue.agencies_by_name.within(words)
    for name in sorted(known, key=len, reverse=True):
        if any(_is_alone(words, *span) for span in find_all(words, name)):
            return name
    letterhead = load_letterhead()
    for found in () if known or not letterhead.bodies.search(words) else letterhead.body.finditer(words):
        opens = words[found.start() - 1 : found.start()] in _OPENS
        if opens and _is_alone(words, *found.span()) and not _JOINS.search(found.group()):
            return found.group()
    return None


def _is_alone(words: str, start: int, end: int) -> bool:
    return not _JOINS.fullmatch(words[start - 1 : start]) and not _JOINS.fullmatch(words[end : end + 1])


def _find_year(title: str | None, kind: str, source: str, published: date | None, mentions: list[Mention]) -> int | None:
    """The year reported on: that of the title, else the first one that the body tells of, else by the day of publication.

    A work report given in the first months of the year that its title names tells of the year before; so does a
    people's government's always (政府工作报告). Budgets, plans and news are of the year of their publication; a five-year plan
    without one is of its first year.
    """
    match = _YEAR.search(title or "")
    if match is not None:
        year = int(match.group(1))
        if kind == "work_report" and title is not None and _tells_of_year_before(year, title, source, published):
            return year - 1
        return year
    before = kind in ("work_report", "accounts", "disclosure")
    if published and kind in ("budget", "plan", "news"):
        return published.year
    if title and kind == "plan":
        for mention in mentions:
            if mention.reason == PLAN_PERIOD and mention.when and mention.text in title:
                return mention.when.start_year
    match = _TOLD_YEAR.search(source[:400])
    if match and not _SEEN_FROM.search(source, 0, match.start()):
        return int(match.group(1))
    return published.year - (before or published.month < _FIRST_MONTHS) if published else None


def _tells_of_year_before(year: int, title: str, source: str, published: date | None) -> bool:
    reviewed = {int(found.group(1)) for found in _REVIEWED.finditer(source[: 2 * HEAD])}
    if year in reviewed:
        return False
    given_early = published is not None and published.year == year and published.month <= _FIRST_MONTHS
    return year - 1 in reviewed or title.endswith("政府工作报告") or given_early


def _find_day(fields: dict[str, str], text: str, mentions: list[Mention]) -> date | None:
    """The day of publication: a labelled one, a line of its own at the head, the closing line; never a day in the text."""
    labelled = _day(fields.get("published_on", "")) or _day(fields.get("dated_on", ""))
    if labelled:
        return labelled
    dates = [(mention, mention.when) for mention in mentions if mention.role == "date" and mention.when is not None]
    days = [(mention, when) for mention, when in dates if when.start_day and when.start_year]
    head = [(mention, when) for mention, when in days if mention.at < HEAD // 2]
    for mention, when in (*head, *reversed(days)):
        span = when.resolve(None) if _stands_alone(text, mention) else None
        if span and span[0] == span[1]:
            return span[0]
    return None


def _stands_alone(text: str, mention: Mention) -> bool:
    """A date alone on its line, behind the name of a body, or of the meeting at which a report was given."""
    start = text.rfind("\n", 0, mention.at) + 1
    end = text.find("\n", mention.until)
    before, after = text[start : mention.at], text[mention.until : end if end >= 0 else len(text)]
    opens, closes = _ROUND_A_DAY
    return bool((opens.match(before) or is_organ(before)) and closes.match(after))


def _day(words: str) -> date | None:
    match = _DAY.search(words)
    if not match:
        return None
    try:
        return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    except ValueError:
        return None
