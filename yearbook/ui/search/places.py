"""Where a thing that was found is shown: the page, its filters, and one line on what awaits the reader there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yearbook.analysis.search import Entry
from yearbook.ui import url_state as address
from yearbook.ui.formatting import is_absent, list_rows
from yearbook.ui.view import NATION, View

COMPARISON = "pages/leaders/comparison.py"
OVERVIEW = "pages/leaders/overview.py"
PROFILE = "pages/leaders/profile.py"
EXPLORE = "pages/analysts/explore.py"
REPORTS = "pages/stewards/reports.py"
DICTIONARY = "pages/about/dictionary.py"
MOST_REPORTS = 5  # whose text is quoted


@dataclass(frozen=True, slots=True)
class Way:
    """A page by its script, the query parameters that set its filters, the name of what is there, and a line about it."""

    script: str
    parameters: dict[str, str]
    name: str
    about: str


def find_way(view: View, entry: Entry) -> Way:
    """The way to an entry of the index; the shared filters stay unless they would hide it."""
    ways = {"metrics": _to_metric, "agencies": _to_agency, "regions": _to_region, "reports": _to_report}
    return ways[entry.kind](view, entry)


def find_words(view: View, typed: str) -> list[Way]:
    """The ways to the figures and to the reports that hold some words as they are typed; none where nothing does."""
    typed = typed.strip()
    ways = []
    for regions, statuses in ((view.regions, view.filters().statuses), ((), ())):
        counted = view.ask("facts_counted", **view.filters(regions=regions, statuses=statuses, text=typed).parameters())
        count = int(counted["figures"].sum())
        if count:
            shared = _shared(view) if regions == view.regions else _everywhere()
            parameters = address.link_to(view.language, **shared, text=typed)
            ways.append(Way(EXPLORE, parameters, view.translate("search.words_facts", typed=typed, count=count), ""))
            break
    found = view.ask("reports_with_words", words=typed, most=MOST_REPORTS)
    for _, row in found.iterrows():
        near = {} if is_absent(row["ordinal"]) else {"mention": int(row["ordinal"])}
        parameters = address.link_to(view.language, **_shared(view), report=str(row["report_id"]), **near)
        name = view.translate("search.words_report", title=row["title"], times=int(row["times"]))
        around = [str(row[part]) for part in ("words_before", "words_found", "words_after") if not is_absent(row[part])]
        ways.append(Way(REPORTS, parameters, name, f"…{' '.join(''.join(around).split())}…"))
    return ways


def _to_metric(view: View, entry: Entry) -> Way:
    topic = view.catalogue.topics[view.catalogue.metrics[entry.id].topic].name[view.language]
    for regions, statuses, shared in (
        (view.regions, view.filters().statuses, _shared(view)),
        ((), (), _everywhere()),
    ):
        counts = view.ask("metric_counts", regions=regions, statuses=statuses)
        if (counts["metric_id"] == entry.id).any():
            years = _row_of(view.ask("metrics"), "metric_id", entry.id)
            agencies = int(_row_of(counts, "metric_id", entry.id)["agencies"])
            about = view.translate("search.metric_about", topic=topic, agencies=agencies, years=_years(years))
            return Way(COMPARISON, address.link_to(view.language, **shared, metric=entry.id), entry.name, about)
    parameters = address.link_to(view.language, **_shared(view), q=entry.name)
    return Way(DICTIONARY, parameters, entry.name, view.translate("search.metric_empty", topic=topic))


def _to_agency(view: View, entry: Entry) -> Way:
    row = _row_of(view.ask("agencies"), "agency_id", entry.id)
    region = row[view.column("region")]
    about = view.translate("search.agency_about", region=region, facts=int(row["facts"]), years=_years(row))
    about += _if_sample(view, row)
    return Way(PROFILE, address.link_to(view.language, **_shared(view), agency=entry.id), entry.name, about)


def _to_region(view: View, entry: Entry) -> Way:
    row = _row_of(view.ask("regions_with_facts"), "region_code", entry.id)
    about = view.translate("search.region_about", level=view.translate(f"interface.level_{row['level']}")) + _if_sample(view, row)
    parameters = address.link_to(view.language, **(_shared(view) | {"region": entry.id}))
    return Way(OVERVIEW, parameters, entry.name, about)


def _to_report(view: View, entry: Entry) -> Way:
    row = _row_of(view.ask("reports"), "report_id", entry.id)
    agency = row["publisher"] if is_absent(row[view.column("agency")]) else row[view.column("agency")]
    year = "" if is_absent(row["report_year"]) else int(row["report_year"])
    about = view.translate("search.report_about", agency="" if is_absent(agency) else agency, year=year).strip(" ·")
    about += _if_sample(view, row)
    return Way(REPORTS, address.link_to(view.language, **_shared(view), report=entry.id), entry.name, about)


def _row_of(frame: pd.DataFrame, column: str, code: str) -> dict[str, Any]:
    return list_rows(frame[frame[column] == code])[0]


def _shared(view: View) -> dict[str, str]:
    """The filters of all pages as they are."""
    return {"region": view.region} | ({"verified": "true"} if view.verified_only else {})


def _everywhere() -> dict[str, str]:
    """The filters of all pages where they hide nothing."""
    return {"region": NATION, "verified": "false"}


def _years(row: Mapping[str, Any]) -> str:
    if is_absent(row["first_year"]):
        return ""
    first, last = int(row["first_year"]), int(row["last_year"])
    return str(first) if first == last else f"{first}–{last}"


def _if_sample(view: View, row: Mapping[str, Any]) -> str:
    return f" · {view.translate('search.sample')}" if bool(row["demonstration"]) else ""
