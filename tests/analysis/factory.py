"""A small maker of facts frames: invented agencies, invented figures, the columns of an edition's facts."""

from __future__ import annotations

from datetime import date
from typing import Any
from zlib import crc32

import pandas as pd

from yearbook.analysis.comparability import KEYS, find_aspects

COLUMNS = """
    fact_id topic metric_id metric_zh metric_en kind better unit dimension headline additive agency_id agency_zh agency_en
    agency_short_zh admin_level body_kind region_code region_zh region_en province_code scope scope_assumed wider_extent
    subject_id subject_zh subject_en
    period_start period_end year months baseline value value_max qualifier value_as_written unit_as_written evidence method status
    confidence rule report_id page
    span_start span_end source_title source_url source_kind published_on note caveats source_count demonstration
    series_group comparison_group
""".split()  # noqa: SIM905

DEFAULTS: dict[str, Any] = {
    "topic": "energy", "metric_id": "energy.use", "metric_zh": "用能", "metric_en": "Energy use", "kind": "flow",
    "better": "down", "unit": "tce", "dimension": "energy", "headline": True, "additive": True, "agency": "甲",
    "admin_level": "province",
    "body_kind": "office_affairs", "scope": "region_wide", "scope_assumed": False, "wider_extent": False, "year": 2020,
    "months": 12, "baseline": None,
    "value": 100.0, "value_max": None, "qualifier": "exact", "unit_as_written": "吨标准煤", "evidence": "用能",
    "method": "transcribed",
    "status": "verified", "confidence": None, "rule": None, "report_id": None, "page": None, "span_start": None,
    "span_end": None, "source_title": "示例来源", "source_url": None, "source_kind": "official", "note": None,
    "source_count": 1, "demonstration": True,
}  # fmt: skip


def make_fact(**given: Any) -> dict[str, Any]:
    """One row; `agency` is a short name from which the ids are made. Without `months` the period is not stated."""
    row = {**DEFAULTS, **given}
    agency, year, months = row.pop("agency"), int(row["year"]), row["months"]
    if months is None:
        row |= {"period_start": None, "period_end": None}
        months = 12
    row.setdefault("agency_id", f"{agency}-goa")
    row.setdefault("agency_zh", f"{agency}省机关事务管理局（示例）")
    row.setdefault("agency_en", f"{agency} Government Offices (sample)")
    row.setdefault("agency_short_zh", agency)
    row.setdefault("region_code", f"9{sum(map(ord, agency)) % 100000:05d}")
    row.setdefault("region_zh", f"{agency}省")
    row.setdefault("region_en", f"Region {agency}")
    row.setdefault("province_code", row["region_code"])
    bearer = row["agency_id"] if row["scope"] in ("agency", "sample") else row["region_code"]
    row.setdefault("subject_id", f"{bearer}.{row['scope']}{'.wider' if row['wider_extent'] else ''}")
    row.setdefault("subject_zh", agency)
    row.setdefault("subject_en", row["region_en"])
    row.setdefault("period_end", date(year, 12, 31))
    row.setdefault("period_start", date(year - months // 12 + 1, 1, 1) if months % 12 == 0 and months else date(year, 1, 1))
    if months == 0:
        row["period_start"] = row["period_end"]
    row.setdefault("value_as_written", f"{row['value']:g}" if row["value"] is not None else "")
    row.setdefault("published_on", date(year + 1, 3, 1))
    row.setdefault("caveats", [])
    identity = ("agency_id", "metric_id", "scope", "baseline", "year", "months", "value")
    for across, key in KEYS.items():
        row[key] = crc32("|".join(find_aspects(row, across).values()).encode())
    row.setdefault("fact_id", "-".join(str(row[key]) for key in identity))
    return row


def make_facts(*rows: dict[str, Any]) -> pd.DataFrame:
    """A facts frame of the given rows (see make_fact); without rows, an empty frame with all columns."""
    frame = pd.DataFrame([make_fact(**row) for row in rows], columns=COLUMNS)
    for name in ("period_start", "period_end", "published_on"):
        frame[name] = pd.to_datetime(frame[name])
    for name in ("year", "source_count", "series_group", "comparison_group"):
        frame[name] = frame[name].astype("int64")
    frame["months"] = frame["months"].astype("float64" if frame["months"].isna().any() else "int64")  # as DuckDB hands them out
    for name in ("value", "value_max", "confidence"):
        frame[name] = frame[name].astype("float64")
    return frame
