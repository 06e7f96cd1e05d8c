"""Two metrics on a page: what may be held against each other, the scatter, the ratio ranked, and the pairs as a table."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from yearbook.analysis.admissibility import may_rank, may_say
from yearbook.analysis.metric_pairs import PairGroup, divide_pairs, list_pair_groups, may_divide, pair_figures, select_pairs
from yearbook.analysis.ranking import Ranking, rank_figures
from yearbook.analysis.rounding import DIGITS
from yearbook.charts.findings import format_ranking, format_source
from yearbook.charts.number_format import choose_scale, name_unit
from yearbook.charts.pairs.scatter import draw_pairs
from yearbook.charts.ranked_bars import draw_ranked_bars
from yearbook.charts.template import Caption
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.chart_display import name_file, show_figure
from yearbook.ui.filters.compared import count_metrics
from yearbook.ui.filters.peers import find_own, find_peers
from yearbook.ui.navigation import show_link
from yearbook.ui.tables import show_rows
from yearbook.ui.view import View

FEWEST = 2  # subjects that are worth a chart
MOST_TRIED, MOST_OFFERED = 20, 3  # metrics in the place of one that has no partner


def choose_partner(view: View, metric: str) -> str | None:
    """The metric that the first is held against, out of those with figures of the same subjects and years; None without any."""
    counts = _count_partners(view, metric)
    if not counts:
        return None
    return address.pick_preferred(
        view.translate("ratios.partner"),
        list(counts),
        key="partner",
        default=next(iter(counts)),
        spelled_out=True,
        name=lambda one: view.translate("interface.metric_with_count", name=view.metric_name(one), count=counts[one]),
        cited=view.metric_name,
        help=view.translate("ratios.partner_help"),
        placeholder=view.translate("interface.choose"),
    )


def _count_partners(view: View, metric: str) -> dict[str, int]:
    """Of how many subjects each other metric has figures beside those of one; those of too few are left out."""
    found = view.ask("metric_partners", metric=metric, settled=view.verified_only, agencies=find_peers(view))
    return {
        one: int(count)
        for one, count in zip(found["metric_id"], found["subjects"], strict=True)
        if count >= FEWEST and may_rank(one) and one in view.catalogue.metrics
    }


def find_paired_metric(view: View) -> str:
    """The metric to begin with: of those that most bodies have the one with most subjects beside another; "" without any."""
    return memoize(_find_paired_metric, view)


def _find_paired_metric(view: View) -> str:
    paired = {one: max(_count_partners(view, one).values(), default=0) for one in _list_telling(view)}
    return max(paired, key=lambda one: paired[one], default="")


def _list_telling(view: View) -> list[str]:
    """The metrics that most of the bodies that are compared have, at most MOST_TRIED."""
    counts = count_metrics(view, "comparable")
    return [one for one in sorted(counts, key=lambda one: -counts[one])[:MOST_TRIED] if may_rank(one)]


def show_no_partner(view: View, metric: str) -> None:
    """That nothing stands beside a metric, and metrics beside which something does."""
    st.info(view.translate("ratios.no_partner", metric=view.metric_name(metric)), icon=":material/search_off:")
    others = [one for one in _list_telling(view) if _count_partners(view, one)]
    for one in others[:MOST_OFFERED]:
        show_link(view, "ratios", view.metric_name(one), region=view.region, metric=one)


def find_pairs(view: View, metric: str, partner: str) -> pd.DataFrame:
    """The pairs of two metrics among the bodies that are compared."""
    return memoize(_find_pairs, view, metric, partner)


def _find_pairs(view: View, metric: str, partner: str) -> pd.DataFrame:
    first, second = (view.facts(metrics=(one,), regions=(), agencies=find_peers(view)) for one in (metric, partner))
    return pair_figures(first, second)


def choose_pairs(view: View, pairs: pd.DataFrame) -> tuple[pd.DataFrame, PairGroup, int]:
    """The pairs of a group and a year that the reader chooses: that with most subjects to begin with, of years the latest."""
    groups = {group.code: group for group in list_pair_groups(pairs)}
    left, right = st.columns(2)
    with left:
        code = address.pick_preferred(
            view.translate("interface.group"),
            list(groups),
            key="group",
            default=next(iter(groups)),
            spelled_out=True,
            name=lambda one: view.translate(
                "interface.group_with_count", name=groups[one].describe(view.language), count=groups[one].subjects
            ),
            cited=lambda one: groups[one].describe(view.language),
            placeholder=view.translate("interface.choose"),
        )
    kept = select_pairs(pairs, groups[code])
    counts = Counter(int(one) for one in kept.drop_duplicates(["subject_id", "year"])["year"])
    with right:
        year = address.pick_preferred(
            view.translate("interface.year"),
            [str(one) for one in sorted(counts, reverse=True)],
            key="year",
            default=str(max(counts, key=lambda one: (counts[one], one))),
            spelled_out=True,
            name=lambda one: view.translate("interface.year_with_count", year=one, count=counts[int(one)]),
            cited=lambda one: view.translate("interface.year_name", year=one),
            placeholder=view.translate("interface.choose"),
        )
    shown = kept[kept["year"].eq(int(year))].drop_duplicates("subject_id")
    return shown, groups[code], int(year)


def show_scatter(view: View, pairs: pd.DataFrame, group: PairGroup, year: int) -> None:
    """Either metric on its axis, the region's own dots highlighted; a sentence where it has none."""
    first, second = (str(pairs[f"{side}metric_{view.language}"].iloc[0]) for side in ("", "other_"))
    title = view.translate("ratios.scatter_title", year=year, first=first, second=second, count=len(pairs))
    axes = view.translate(
        "ratios.axes",
        across=second,
        across_unit=choose_scale(pairs["other_value"].tolist(), str(pairs["other_unit"].iloc[0]), view.language).unit,
        upward=first,
        upward_unit=choose_scale(pairs["value"].tolist(), str(pairs["unit"].iloc[0]), view.language).unit,
    )
    subtitle = view.translate("charts.subtitle_separator").join((axes, group.describe(view.language)))
    caption = Caption(title, subtitle, format_source(view.edition, view.language))
    figure = draw_pairs(pairs, caption, view.language, find_own(view))
    show_figure(view, figure, "scatter", title, name_file(view, pairs))
    if view.regions and not set(find_own(view)) & set(pairs["agency_id"]):
        st.caption(view.translate("ratios.without_own", region=view.region_name))


def show_ratio(view: View, pairs: pd.DataFrame, group: PairGroup, year: int) -> None:
    """The quotient ranked, or why there is none."""
    if not may_divide(pairs):
        st.info(view.translate("ratios.not_divisible"), icon=":material/info:")
        return
    quotients = divide_pairs(pairs)
    if quotients.empty:
        st.info(view.translate("ratios.nothing_divided"), icon=":material/info:")
        return
    ranking = _rank(quotients, year)
    scale = choose_scale(quotients["value"].tolist(), str(quotients["unit"].iloc[0]), view.language)  # as the bars are drawn
    unit = view.translate("charts.subtitle_unit", unit=scale.unit)
    subtitle = view.translate("charts.subtitle_separator").join((unit, group.describe(view.language)))
    title = format_ranking(ranking, view.language)
    caption = Caption(title, subtitle, format_source(view.edition, view.language))
    figure = draw_ranked_bars(ranking, caption, view.language, find_own(view))
    show_figure(view, figure, "ratio", title, name_file(view, quotients))


def _rank(quotients: pd.DataFrame, year: int) -> Ranking:
    """All are of one pair of groups, which is the group of the quotients."""
    return rank_figures(quotients.assign(comparison_group=0), year)


def show_pairs(view: View, pairs: pd.DataFrame, year: int) -> None:
    """The pairs with their quotient, a row each; a row opens the evidence of the first figure."""
    quotients = divide_pairs(pairs) if may_divide(pairs) else pairs.head(0)
    divided = not quotients.empty
    rows = _rank(quotients, year).frame if divided else pairs.sort_values("value", ascending=False)
    first = rows[["total_value", "total_unit"]] if divided else rows[["value", "unit"]]
    table = pd.DataFrame({"subject": rows[view.column("subject")].to_numpy()})
    if divided:  # first, where a phone shows it
        table["ratio"] = [float(f"{value:.{DIGITS}g}") for value in rows["value"]]
        table["ratio_unit"] = [name_unit(str(unit), view.language) for unit in rows["unit"]]
        if may_say("rank", len(rows)):
            table["rank"] = rows["rank"].to_numpy()
    table["first"] = first.iloc[:, 0].to_numpy(dtype="float64")
    table["first_unit"] = [name_unit(str(unit), view.language) for unit in first.iloc[:, 1]]
    table["second"] = rows["other_value"].to_numpy(dtype="float64")
    table["second_unit"] = [name_unit(str(unit), view.language) for unit in rows["other_unit"]]
    table["status"] = [view.translate(f"interface.status_{status}") for status in rows["status"]]
    show_rows(view, table, rows["fact_id"].reset_index(drop=True), "pairs", offered=False)
