"""The words in and about a chart: what it finds, its unit, scope and coverage, its source and edition."""

from __future__ import annotations

import pandas as pd

from yearbook.analysis.columns import Table
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


def caption_years(view: View, years: Table, group: Group) -> Caption:
    """For years side by side: the finding is that of the first body."""
    subtitle = findings.write_subtitle(years, group, count_of(view, group.frame, group), view.language)
    return Caption(describe_years(view, years), subtitle, findings.write_source(view.edition, view.language))


def caption_changes(view: View, group: Group) -> Caption:
    """For the changes of any one body from year to year, yet without what they find."""
    subtitle = findings.describe_group(group, count_of(view, group.frame, group), view.language)
    return Caption("", subtitle, findings.write_source(view.edition, view.language))


def describe_years(view: View, years: Table) -> str:
    """What a chart over the years finds for the body with most of them."""
    return findings.write_longest(years, view.language)


def count_of(view: View, facts: pd.DataFrame, group: Group, regions: tuple[str, ...] | None = None) -> Count:
    """How many bodies report this, of those of the group's levels that report anything in the regions."""
    bodies = view.ask("bodies_by_level", regions=view.regions if regions is None else regions)
    counts = zip(bodies["admin_level"].tolist(), bodies["bodies"].tolist(), strict=True)
    return count_bodies(facts, sum(count for level, count in counts if level in group.levels))


def name_file(view: View, frame: pd.DataFrame) -> str:
    """The name of a saved picture: metric and edition."""
    return view.say("interface.picture_name", metric=str(frame[view.column("metric")].iloc[0]), number=view.edition)
