"""The words in and about a chart: what it finds, its unit, scope and coverage, its source and edition."""

from __future__ import annotations

import pandas as pd

from yearbook.analysis.comparability import Group
from yearbook.analysis.ranking import Ranking
from yearbook.charts.numbers import choose_scale
from yearbook.charts.template import Caption
from yearbook.interface.view import View


def caption_ranking(view: View, ranking: Ranking, group: Group) -> Caption:
    """For bodies side by side in a year."""
    unit = choose_scale(ranking.frame["value"], group.aspects["unit"], view.language).unit
    return Caption("", f"{unit} · {group.describe(view.language)}", "")


def caption_years(view: View, years: pd.DataFrame, group: Group) -> Caption:
    """For years side by side."""
    unit = choose_scale(years["value"], group.aspects["unit"], view.language).unit
    return Caption("", f"{unit} · {group.describe(view.language)}", "")


def caption_changes(view: View, line: pd.DataFrame, group: Group) -> Caption:
    """For the changes of one body from year to year."""
    return Caption(str(line[view.column("agency")].iloc[0]), group.describe(view.language), "")


def describe_ranking(view: View, ranking: Ranking) -> str:
    """What a chart of a ranking shows, for those who do not see it."""
    return str(ranking.reported)


def describe_years(view: View, years: pd.DataFrame) -> str:
    """What a chart over the years shows, for those who do not see it."""
    return str(len(years))


def name_file(view: View, frame: pd.DataFrame) -> str:
    """The name of a saved picture: metric and edition."""
    return view.say("interface.picture_name", metric=str(frame[view.column("metric")].iloc[0]), number=view.edition)
