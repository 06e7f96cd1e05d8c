"""The words in and about a chart: what it finds, its unit, scope and coverage, its source and edition."""

from __future__ import annotations

import pandas as pd

from yearbook.analysis.comparability import Group
from yearbook.analysis.coverage import Count, count_bodies
from yearbook.analysis.ranking import Ranking
from yearbook.charts import findings
from yearbook.charts.template import Caption
from yearbook.interface.view import View


def caption_ranking(view: View, ranking: Ranking, group: Group, regions: tuple[str, ...] | None = None) -> Caption:
    """For bodies side by side in a year; of `regions`, by default those of the view."""
    count = count_of(view, ranking.frame, group, regions)
    return findings.caption_ranking(ranking, group, count, view.edition, view.language)


def caption_years(view: View, years: pd.DataFrame, group: Group) -> Caption:
    """For years side by side: the finding is that of the first body."""
    subtitle = findings.write_subtitle(years, group, count_of(view, group.frame, group), view.language)
    return Caption(describe_years(view, years), subtitle, findings.write_source(view.edition, view.language))


def caption_changes(view: View, line: pd.DataFrame, group: Group) -> Caption:
    """For the changes of one body from year to year."""
    return Caption(
        findings.write_years(line, view.language),
        findings.write_subtitle(line.iloc[:0], group, count_of(view, group.frame, group), view.language),
        findings.write_source(view.edition, view.language),
    )


def describe_years(view: View, years: pd.DataFrame) -> str:
    """What a chart over the years finds for the body with most of them."""
    longest = years[years["state"] == "published"]["series"].mode()
    return "" if longest.empty else findings.write_years(years[years["series"] == longest.iloc[0]], view.language)


def count_of(view: View, facts: pd.DataFrame, group: Group, regions: tuple[str, ...] | None = None) -> Count:
    """How many bodies report this, of those of the group's levels that report anything in the regions."""
    bodies = view.ask("bodies_by_level", regions=view.regions if regions is None else regions)
    return count_bodies(facts, int(bodies.loc[bodies["admin_level"].isin(group.levels), "bodies"].sum()))


def name_file(view: View, frame: pd.DataFrame) -> str:
    """The name of a saved picture: metric and edition."""
    return view.say("interface.picture_name", metric=str(frame[view.column("metric")].iloc[0]), number=view.edition)
