"""All there is to say of one body in one edition, gathered for the profile page and for the brief."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yearbook.analysis.coverage import cover_metrics
from yearbook.analysis.kpi import Headline, find_latest
from yearbook.analysis.peers import Place, find_places
from yearbook.analysis.preferred import DOUBTFUL
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.messages import Language, Message, translate
from yearbook.warehouse.filters import Filters

Ask = Callable[..., pd.DataFrame]
"""A question to an edition: the name of a query and its parameters."""


class UnknownBody(LookupError):
    """The edition has no such body; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One body: `body` is the row of profile_body.sql, `facts` are its figures, `latest` the latest of each metric.

    `missing` has the metrics that peers report and it does not: metric_id, metric_zh, metric_en, topic, bodies (how many do),
    last_year, state (why it has none). `sources` are the rows of profile_sources.sql, `reports` those that were brought in.
    """

    body: dict[str, Any]
    facts: pd.DataFrame
    latest: list[Headline]
    places: dict[str, Place]  # by metric, headline metrics first
    missing: pd.DataFrame
    sources: pd.DataFrame

    @property
    def reports(self) -> pd.DataFrame:
        return self.sources[self.sources["report_id"].notna()]

    def name(self, language: Language) -> str:
        return str(self.body[f"name_{language}"])

    def level(self, language: Language) -> str:
        return translate(f"profile.level_{self.body['admin_level']}", language)

    def describe(self, language: Language) -> str:
        """省级 · 湖南省 · 2014—2024年 · 37项指标43条数据，其中19条待核 · 7个公开来源."""
        parts = [self.level(language), str(self.body[f"region_{language}"])]
        if len(self.facts):
            first, last = int(self.facts["year"].min()), int(self.facts["year"].max())
            parts.append(translate(f"profile.year{'s' if first < last else ''}", language, first=first, last=last))
            metrics, doubtful = self.facts["metric_id"].nunique(), int(self.facts["status"].astype(object).isin(DOUBTFUL).sum())
            counted = translate("profile.counts", language, metrics=metrics, figures=len(self.facts))
            parts.append(counted + (translate("profile.counts_to_verify", language, count=doubtful) if doubtful else ""))
        counts = {"report": len(self.reports), "other": len(self.sources) - len(self.reports)}
        parts += [translate(f"profile.{kind}_count", language, count=count) for kind, count in counts.items() if count]
        return translate("charts.subtitle_separator", language).join(parts)

    def choose_headlines(self, most: int) -> list[Headline]:
        """The telling figures: those of headline metrics, then those that changed on the year before, then those with a place."""

        def order(headline: Headline) -> tuple[bool, bool, bool, int]:
            place = self.places.get(headline.metric_id)
            moved = headline.is_consecutive and headline.row["kind"] != "change"
            return (not headline.row["headline"], not moved, place is None, -(headline.year or 0))

        return sorted(self.latest, key=order)[:most]


def gather_profile(ask: Ask, catalogue: Catalogue, agency_id: str, statuses: Sequence[str] = ()) -> Profile:
    """The profile of a body from the figures of `statuses` (all by default). Raises UnknownBody in words."""
    body = ask("profile_body", agency=agency_id, statuses=tuple(statuses))
    if body.empty:
        raise UnknownBody(Message("profile.unknown_body", agency=agency_id))
    asked = {"agency": agency_id, "statuses": tuple(statuses)}
    filters = Filters(agencies=(agency_id,), statuses=tuple(statuses))
    facts = ask("figures", **filters.parameters())
    places = find_places(facts, ask("peer_figures", **asked), int(body["bodies"].iloc[0]))
    sources = ask("profile_sources", **asked)
    return Profile(
        {str(name): value for name, value in body.iloc[0].items()},
        facts,
        find_latest(facts, tuple(dict.fromkeys([*catalogue.metrics, *facts["metric_id"].astype(str)]))),
        {place.metric_id: place for place in places},
        _find_missing(ask("peer_metrics", **asked), body, facts, sources, catalogue),
        sources,
    )


def _find_missing(
    told: pd.DataFrame, body: pd.DataFrame, facts: pd.DataFrame, sources: pd.DataFrame, catalogue: Catalogue
) -> pd.DataFrame:
    """What peers report and the body does not, what most of them report first, with the reason as far as it is known."""
    missing = told[~told["own"].astype(bool) & (told["bodies"] > 0)].drop(columns="own").reset_index(drop=True)
    metrics = pd.DataFrame({"metric_id": missing["metric_id"].astype(object)})
    known = [catalogue.metrics.get(metric) for metric in metrics["metric_id"]]  # an old edition may hold others
    metrics["levels"] = [() if metric is None else metric.levels for metric in known]
    reports = sources[sources["report_id"].notna()].rename(columns={"year": "report_year"})
    reports = reports.assign(agency_id=str(body["agency_id"].iloc[0]))[["agency_id", "report_year", "report_id"]]
    covered = cover_metrics(facts, body[["agency_id", "admin_level"]], metrics, reports=reports)
    return missing.assign(state=covered.set_index("metric_id")["state"].reindex(missing["metric_id"]).to_numpy(dtype=object))
