"""What a report says of itself: its title, publisher, year, date, document and index numbers."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from yearbook.language.mention import Mention
from yearbook.meaning.catalogue import Agency, Catalogue, Region
from yearbook.meaning.reading import ReportMetadata

HEAD = 1500  # where a letterhead can stand, in code points
_FIELD = re.compile(r"(?:^|[\n•\[【|\s])\s*(索\s*引\s*号|发布机构|制发机构|发文机构|公开主体|发布单位|发文日期|发布日期|发布时间|成文日期|生成日期|公开日期|文\s*号|发文字号|名\s*称|标\s*题)\s*[\]】]?\s*[:：]\s*([^\n|•]*)")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:机关事务管理服务中心|机关事务管理中心|机关事务服务中心|机关事务保障中心|机关后勤管理服务中心|机关后勤服务中心|机关综合事务中心|机关事务中心|机关服务中心"
    r"|机关事务管理局|机关事务服务局|机关事务局|机关管理局|事务管理局|机关事务管理办公室)"
)
_DAY = re.compile(r"((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_GENRE = re.compile(r"报告|总结|年报|情况|公报|综述|工作|概况|决算|简报|通报")


def read_metadata(
    source: str, text: str, mentions: list[Mention], catalogue: Catalogue, publisher: str | None = None, year: int | None = None
) -> ReportMetadata:
    """The report's metadata. `text` is the folded text; `publisher` and `year`, where given, outrank what the text says."""
    fields = _read_fields(source[:HEAD])
    title = _first(fields, "名称", "标题") or _find_title(source)
    name = publisher or _first(fields, "发布机构", "制发机构", "发文机构", "公开主体", "发布单位") or _find_publisher(title, text, catalogue)
    agency = find_agency(name, catalogue) if name else None
    region = catalogue.regions[agency.region_code] if agency else find_region(name, catalogue) if name else None
    published = _day(_first(fields, "发文日期", "发布日期", "发布时间", "公开日期", "成文日期", "生成日期") or "") or _last_day(mentions)
    return ReportMetadata(
        title=title,
        publisher=name,
        agency_id=agency.agency_id if agency else None,
        region_code=region.region_code if region else None,
        report_year=year or _find_year(title, text, published),
        published_on=published,
        document_number=_first(fields, "文号", "发文字号") or None,
        index_number=_first(fields, "索引号") or None,
    )


def find_agency(name: str, catalogue: Catalogue) -> Agency | None:
    """The body of a name, also where the name carries more (…管理局办公室)."""
    known = catalogue.agencies_by_name
    if name in known:
        return known[name]
    inside = [full for full in known if len(full) >= 6 and full in name]
    return known[max(inside, key=len)] if inside else None


def find_region(name: str, catalogue: Catalogue) -> Region | None:
    """The division whose name begins an organ's name: 河南省濮阳市… is 濮阳市; None for a place that GB/T 2260 lacks."""
    regions, found = _regions_by_name(catalogue), None
    rest = name
    while True:
        best = max((full for length in range(2, 12) if (full := rest[:length]) in regions), key=len, default=None)
        if best is None:
            return found
        options = regions[best]
        inside = [region for region in options if found and (region.parent_code == found.region_code or found.region_code in catalogue.ancestors_of(region.region_code))]
        if not inside and len(options) > 1:
            return found  # 城关区 alone may be one of several
        found, rest = (inside or options)[0], rest[len(best) :]


@cache
def _regions_by_name_of(codes: tuple[tuple[str, str, str], ...]) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for code, full, short in codes:
        for name in {full, short}:
            if len(name) >= 2:
                names.setdefault(name, []).append(code)
    return {name: tuple(found) for name, found in names.items()}


def _regions_by_name(catalogue: Catalogue) -> dict[str, list[Region]]:
    names = _regions_by_name_of(tuple((region.region_code, region.name_zh, region.short_zh) for region in catalogue.regions.values()))
    return {name: [catalogue.regions[code] for code in codes] for name, codes in names.items()}


def _read_fields(head: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(head):
        fields.setdefault(re.sub(r"\s", "", match.group(1)), match.group(2).strip())
    return fields


def _first(fields: dict[str, str], *names: str) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)


def _find_title(source: str) -> str | None:
    """The first lines up to the body: a body's name alone on its line belongs to the title of the line after it."""
    lines = [line.strip().strip("# ") for line in source[:HEAD].splitlines() if line.strip().strip("# ")]
    for number, line in enumerate(lines[:6]):
        if len(line) > 80 or line[-1] in "。;；,，" or not (_GENRE.search(line) and re.search(r"年|告|结", line)):
            continue
        above = lines[number - 1] if number else ""
        joined = above + line if _BODY.fullmatch(above) and not _BODY.search(line) else line
        return re.sub(r"(?<=[\u4e00-\u9fff\d])\s+(?=[\u4e00-\u9fff\d])", "", joined)
    return None


def _find_publisher(title: str | None, text: str, catalogue: Catalogue) -> str | None:
    for place in (title or "", text[:HEAD], text[-HEAD:]):
        known = [name for name in catalogue.agencies_by_name if len(name) >= 6 and name in place]
        if known:
            return max(known, key=len)
        match = _BODY.search(place)
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
    days = [mention for mention in mentions if mention.role == "date" and mention.when and mention.when.start_day and mention.when.start_year]
    span = days[-1].when.resolve(None) if days and days[-1].when else None
    return span[0] if span else None
