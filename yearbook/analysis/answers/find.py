"""The answer to a question: its metric chosen among those that the words may mean, then figures, years or the first few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import replace

import pandas as pd

from yearbook.analysis.admissibility import may_rank, may_say
from yearbook.analysis.answers.answer import Answer, Ask, find_figures, level_below
from yearbook.analysis.answers.question import NATION, Question
from yearbook.analysis.comparability import Group, list_groups, list_rows, make_block
from yearbook.analysis.ranking import rank_figures

SHOWN = 3  # of a ranking
MOST = 8  # metrics that are asked for figures
FEWEST = 2  # bodies that a highest one is said of
CHANGE = "_change"  # the metric x_change is the change of the metric x


def find_answer(question: Question, ask: Ask, statuses: tuple[str, ...] = (), metrics: Container[str] | None = None) -> Answer:
    """The answer. Of the metrics that the words may mean the first that has figures for it is taken, else the first; where they
    may mean more than MOST, those go first that the places have any figure of.

    `metrics` are those that there are, for the change of one. `statuses` restrict the figures (none: all).
    """
    if not question.metrics:
        return Answer(question, "", "missing", lack="metric_unknown")
    meant = [*question.metrics]
    if question.change:
        changes = [f"{metric}{CHANGE}" for metric in meant if f"{metric}{CHANGE}" in (metrics or ())]
        meant = list(dict.fromkeys([*changes, *meant]))
    if len(meant) > MOST:
        held = () if _asks_rank(question) else _find_held(question, ask, bool(statuses))
        meant = ([metric for metric in meant if metric in held] or meant)[:MOST]
    first: Answer | None = None
    for metric in meant:
        answer = _answer(question, metric, ask, statuses)
        if answer.state != "missing":
            return answer
        if first is None or (first.lack == "metric" and answer.lack != "metric"):
            first = answer
    assert first is not None
    return first


def _find_held(question: Question, ask: Ask, settled: bool) -> set[str]:
    """The metrics that bodies of the regions of a question have figures of."""
    regions = {place.region for place in question.places}
    return {metric for region in regions for metric in ask("region_metrics", region=region, settled=settled)["metric_id"]}


def _asks_rank(question: Question) -> bool:
    return question.form in ("highest", "lowest") or (bool(question.level) and question.form == "figure")


def _answer(question: Question, metric: str, ask: Ask, statuses: tuple[str, ...]) -> Answer:
    if _asks_rank(question):
        return _rank(question, metric, ask, statuses)
    return _explain_missing(find_figures(question, metric, ask, statuses), ask, bool(statuses))


def _explain_missing(answer: Answer, ask: Ask, settled: bool) -> Answer:
    """Of a place without a figure how many others have one; none means that the metric has none at all."""
    if answer.lack != "place":
        return answer
    lines = make_block(ask("lines", metric=answer.metric, agencies=(), settled=settled))
    if lines.empty:
        return replace(answer, lack="metric")
    return replace(answer, count=int(lines["region_code"].nunique()))


def _rank(question: Question, metric: str, ask: Ask, statuses: tuple[str, ...]) -> Answer:
    """The first few bodies of a level: of the comparable group of most bodies, in the latest year in which enough of them report
    for a rank, else in that of most."""
    missing = Answer(question, metric, "missing")
    if not may_rank(metric):
        return replace(missing, lack="sensitive")
    [area, *_] = question.places
    level = question.level or level_below(area)
    agencies = () if area == NATION else _find_bodies(ask, area.region, level)
    if area != NATION and not agencies:
        return replace(missing, lack="level", level=level)
    lines = make_block(ask("lines", metric=metric, agencies=agencies, settled=bool(statuses)))
    if lines.empty:
        return _explain_missing(replace(missing, lack="place"), ask, bool(statuses))
    lines = lines[lines["admin_level"].eq(level)]
    if lines.empty:
        return replace(missing, lack="level", level=level)
    groups = [group for group in list_groups(lines) if group.comparable and group.aspects["sample"] == ""]
    groups = [group for group in groups if not question.scope or group.aspects["scope"] == question.scope]
    if not groups:
        return replace(missing, lack="scope" if question.scope else "few", level=level, count=lines["subject_id"].nunique())
    counts = {group: _count_years(lines, group, question) for group in groups}
    group = max(groups, key=lambda group: max(counts[group].values(), default=0))
    years = counts[group]
    if not years:
        every = _count_years(lines, group, replace(question, years=None))
        return replace(missing, lack="year", level=level, year=max(every, key=lambda year: (every[year], year)))
    enough = [year for year, count in years.items() if may_say("rank", count)]
    year = max(enough) if enough else max(years, key=lambda year: (years[year], year))
    if years[year] < FEWEST:
        return replace(missing, lack="few", level=level, year=year, count=lines["subject_id"].nunique())
    facts = make_block(
        ask(
            "group_figures", metric=metric, across="bodies", keys=(group.key,), regions=(),
            levels=(level,), subjects=tuple(lines["subject_id"].unique()) if agencies else (), statuses=statuses, from_year=year,
            to_year=year,
        )
    )  # fmt: skip
    frame = rank_figures(facts, year).frame
    frame = frame.sort_values("value", ascending=question.form == "lowest", kind="stable", key=lambda one: one.astype("float64"))
    rows = tuple(list_rows(frame.head(SHOWN if enough else len(frame))))
    return Answer(question, metric, "ranking", rows, year=year, count=len(frame), level=level)


def _find_bodies(ask: Ask, region: str, level: str) -> tuple[str, ...]:
    """The bodies of a level within a region that have figures."""
    bodies = list_rows(ask("bodies"), ("agency_id", "admin_level", "within", "figures"))
    return tuple(
        body["agency_id"] for body in bodies if body["figures"] and body["admin_level"] == level and region in body["within"]
    )


def _count_years(lines: pd.DataFrame, group: Group, question: Question) -> Counter[int]:
    """How many bodies of a group have a figure in each of the years that are asked for."""
    first, last = question.years or (None, None)
    kept = lines[lines["comparison_group"].eq(group.key)]
    return Counter(
        year for years in kept["years"] for year in years if (first is None or year >= first) and (last is None or year <= last)
    )
