"""Targets beside their outcomes: of the chosen region on a page of their own, and of one body on its profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import cycle
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from yearbook.analysis.admissibility import may_rank
from yearbook.analysis.comparability import list_rows
from yearbook.analysis.targets import STATES, Progress, hold_targets
from yearbook.charts.findings import format_source as format_edition
from yearbook.charts.hover import agency_label
from yearbook.charts.targets.progress import draw_changes, draw_rates, draw_shares
from yearbook.charts.targets.words import (
    explain_difference,
    format_counts,
    format_outcome,
    format_progress,
    format_target,
    mark_unverified,
    name_state,
)
from yearbook.charts.template import Caption
from yearbook.charts.text_metrics import measure_text
from yearbook.ui import edition_access as store
from yearbook.ui import evidence
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize, memoize_as
from yearbook.ui.chart_display import show_figure
from yearbook.ui.filters.peers import find_peers, name_peers
from yearbook.ui.formatting import escape_markdown, find_web_address, format_due, format_source, is_absent
from yearbook.ui.navigation import show_link
from yearbook.ui.tables import LETTER, PADDING, is_on_phone, leave_room, show_table
from yearbook.ui.text_view import LOOK, render_quote, render_words
from yearbook.ui.view import NATION, View

CHARTS = {"share": draw_shares, "rate": draw_rates, "change": draw_changes}
DRAWN = 12  # bars of a chart: the table holds them all
EVERY, OWN, PEERS, NATIONAL = "all", "own", "peers", "nation"


def find_targets(view: View) -> dict[str, list[Progress]]:
    """The targets of the chosen region with all below it (OWN) and of those it is compared with (PEERS), the latest due first;
    kept as long as the edition stands, so only to be read. Without a region there are peers only; what holds none is left out,
    and where nothing is left stand the targets of the nation (NATIONAL).

    What may not be set side by side is left to the profile of each.
    """
    asked: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {OWN: (view.regions, ())} if view.regions else {}
    found = {}
    for name, (regions, agencies) in (asked | {PEERS: ((), find_peers(view))}).items():
        held = memoize(_hold, view.edition, view.build, regions, agencies, bool(view.statuses))
        found[name] = [progress for progress in held if may_rank(str(progress.target["metric_id"]))]
    if view.regions and not any(found.values()):
        held = memoize(_hold, view.edition, view.build, (), (), bool(view.statuses))
        found[NATIONAL] = [progress for progress in held if progress.target["region_code"] == NATION]
    return {name: held for name, held in found.items() if held}


def _hold(edition: int, _build: str, regions: tuple[str, ...], agencies: tuple[str, ...], settled: bool) -> list[Progress]:
    asked = {"regions": regions, "agencies": agencies, "invented": bool(regions or agencies), "settled": settled}
    targets = list_rows(store.ask_cells(edition, "targets", **asked))
    outcomes = store.ask_cells(edition, "target_outcomes", **asked) if targets else {}
    return hold_targets(targets, list_rows(outcomes))


def show_no_targets(view: View) -> None:
    """What is nearest where neither the region, nor those that it is compared with, nor the nation state a target."""
    elsewhere = len(memoize(_hold, view.edition, view.build, (), (), bool(view.statuses))) if view.regions else 0
    st.info(view.translate("targets.none" if view.regions else "targets.none_at_all"), icon=":material/flag:")
    if elsewhere:
        show_link(view, "targets", view.translate("targets.elsewhere", count=elsewhere), region=NATION)
    show_link(view, "import", view.translate("targets.import"))


def choose_targets(view: View, found: Mapping[str, list[Progress]]) -> list[Progress]:
    """Those of the region or of its peers, of a topic, of a metric and in a state that the reader chooses; each choice says how
    many it holds."""
    among, topics, metrics = st.columns(3)
    with among:
        held = found[_choose_among(view, found)]
    with topics:
        names = {code: topic.name[view.language] for code, topic in view.catalogue.topics.items()}
        held = _choose_one(view, held, "topic", names, "interface.topic")
    with metrics:
        held = _choose_one(
            view, held, "metric_id", {code: view.metric_name(code) for code in _list_metrics(held)}, "interface.metric"
        )
    states = Counter(progress.state for progress in held)
    state = address.pick_preferred(
        view.translate("targets.state"), [EVERY, *(state for state in STATES if states[state])], key="state", default=EVERY,
        name=lambda code: view.translate("targets.all" if code == EVERY else f"targets.state_{code}"),
        widget=st.pills, required=True, wrap=True,
    )  # fmt: skip
    return [progress for progress in held if state in (EVERY, progress.state)]


def _choose_among(view: View, found: Mapping[str, list[Progress]]) -> str:
    """Whose targets: the region's own to begin with, if it has any."""
    group = name_peers(view)
    names = {OWN: view.region_name, PEERS: group}

    def name(code: str) -> str:
        return view.translate(f"targets.among_{code}", region=names[OWN], group=names[PEERS], count=len(found[code]))

    chosen = address.pick_preferred(
        view.translate("targets.among"), list(found), key="among", default=next(iter(found)), name=name,
        placeholder=view.translate("interface.choose"),
    )  # fmt: skip
    if view.regions and OWN not in found:
        nearest = "only_peers" if PEERS in found else "only_nation"
        st.caption(view.translate(f"targets.{nearest}", region=view.region_name))
    return chosen


def _choose_one(view: View, held: Sequence[Progress], column: str, names: Mapping[str, str], label: str) -> list[Progress]:
    """Those of one topic or metric, or all; each choice says how many it holds."""
    counts = Counter(str(progress.target[column]) for progress in held)
    chosen = address.pick_preferred(
        view.translate(label), [EVERY, *(code for code in names if code in counts)], key=label.partition(".")[2], default=EVERY,
        name=lambda code: view.translate(
            "targets.topic", name=names.get(code, view.translate("targets.all")), count=counts.get(code, len(held))
        ),
        placeholder=view.translate("interface.choose"),
    )  # fmt: skip
    return [progress for progress in held if chosen in (EVERY, progress.target[column])]


def _list_metrics(held: Sequence[Progress]) -> list[str]:
    """The metrics of some targets, that of most first."""
    return [code for code, _ in Counter(str(progress.target["metric_id"]) for progress in held).most_common()]


def show_charts(view: View, held: Sequence[Progress]) -> None:
    """Amounts by the share that was reached, rates and changes beside their targets; only what compares."""
    kinds = {kind: [progress for progress in held if _find_chart(progress) == kind][:DRAWN] for kind in CHARTS}
    kinds = {kind: drawn for kind, drawn in kinds.items() if drawn}
    places = st.columns(2) if len(kinds) > 1 else [st.container()]
    for place, (kind, drawn) in zip(cycle(places), kinds.items(), strict=False):
        with place, st.container(border=True, height="stretch" if len(kinds) < 3 else "content"):
            figure = memoize_as(("targets", view, kind, _name_all(drawn)), partial(_draw, view, kind, drawn))
            alt = format_counts(drawn, view.language)
            show_figure(view, figure, f"targets {kind}", alt, view.translate("targets.picture", number=view.edition))


def _find_chart(progress: Progress) -> str | None:
    """In which of CHARTS a target stands: none that has no outcome to compare, or no unit that others have."""
    if progress.share is not None:
        return "share"
    if progress.distance is None or progress.target["unit"] != "percent":
        return None
    return {"rate": "rate", "change": "change"}.get(str(progress.target["kind"]))


def _name_all(held: Sequence[Progress]) -> tuple[str, ...]:
    return tuple(str(progress.target["target_id"]) for progress in held)


def _draw(view: View, kind: str, held: Sequence[Progress]) -> go.Figure:
    several = len({progress.target["subject_id"] for progress in held}) > 1
    names = [_name_row(view, progress, several) for progress in held]
    about = view.translate(f"targets.chart_{kind}_about", count=len(held))
    caption = Caption(view.translate(f"targets.chart_{kind}"), about, format_edition(view.edition, view.language))
    return CHARTS[kind](held, names, caption, view.language)


def _name_row(view: View, progress: Progress, several: bool) -> str:
    """新建充电桩数 2023年, 人均综合能耗增减率 2025年（较2020年）, after the subject where there are several."""
    row = progress.target
    parts = [str(row[view.column("subject")])] if several else []
    return " ".join([*parts, str(row[view.column("metric")]), format_due(row, view.language)])


def show_targets(view: View, held: Sequence[Progress], key: str) -> None:
    """A row for each target; choosing one shows its words and those of its outcome."""
    table = memoize_as(("targets table", view, _name_all(held)), lambda: tabulate_targets(view, held))
    beside = max(measure_text(text, LETTER) for text in (*table["target"], view.translate("targets.column_target"))) + PADDING
    chosen = show_table(
        view, table, "targets.column", view.translate("targets.alt", count=len(table)),
        key=key, on_select="rerun", selection_mode="single-row", **leave_room(table["metric"], beside, is_on_phone()),
    )  # fmt: skip
    if chosen:
        _show_words(view, held[chosen[0]])
    else:
        st.caption(view.translate("targets.choose_row"))


def tabulate_targets(view: View, held: Sequence[Progress]) -> pd.DataFrame:
    """The columns targets.column_*, formatted in the reader's language."""
    language, rows = view.language, [progress.target for progress in held]
    return pd.DataFrame(
        {
            "metric": [str(row[view.column("metric")]) for row in rows],
            "target": [format_target(progress, language) for progress in held],
            "subject": [str(row[view.column("subject")]) for row in rows],
            "due": [format_due(row, language) for row in rows],
            "outcome": [_format_outcome(view, progress) for progress in held],
            "progress": [_explain_progress(view, progress) for progress in held],
            "state": [name_state(progress, language) for progress in held],
            "evidence": [str(row["evidence"]) for row in rows],
            "report": [_name_source(view, row) for row in rows],
        }
    )


def _name_source(view: View, row: Mapping[str, Any]) -> str:
    """湖南省机关事务管理局2021年报告; of the public record the title, with a mark where it is to be verified."""
    if not is_absent(row["report_id"]):
        return view.translate("targets.report_year", agency=agency_label(row, view.language), year=row["report_year"])
    return mark_unverified(row, str(row["source_title"]), view.language)


def _format_outcome(view: View, progress: Progress) -> str:
    """1,280个（2023年）; the year only where it is not that of the target."""
    row, told = progress.outcome, format_outcome(progress, view.language)
    if row is None or row["year"] == progress.target["year"]:
        return told
    return view.translate("profile.change_since", change=told, year=view.translate("charts.year", year=row["year"]))


def _explain_progress(view: View, progress: Progress) -> str:
    return explain_difference(progress, view.language) or format_progress(progress, view.language)


def _show_words(view: View, progress: Progress) -> None:
    """The words of the target beside those of the figure that it is held against."""
    row, outcome = progress.target, progress.outcome
    st.html(LOOK)
    left, right = st.columns(2)
    with left, st.container(border=True):
        told = escape_markdown(mark_unverified(row, format_target(progress, view.language), view.language))
        st.markdown(f"**{view.translate('targets.words_target')}** {told}")
        _show_origin(view, row)
    if outcome is not None and not is_absent(outcome["fact_id"]):
        with right, st.container(border=True):
            told = escape_markdown(_format_outcome(view, progress))
            st.markdown(f"**{view.translate('targets.words_outcome')}** {told}")
            st.caption(escape_markdown(f"{name_state(progress, view.language)} · {_explain_progress(view, progress)}"))
            st.caption(escape_markdown(str(outcome["source_title"])))
            evidence.show_button(str(outcome["fact_id"]), key="evidence of the outcome")


def _show_origin(view: View, row: Mapping[str, Any]) -> None:
    """The words of a target: in its report, with a way there; of the public record as they are kept, with the address."""
    title = escape_markdown(str(row["source_title"]))
    if not is_absent(row["report_id"]):
        text = str(view.ask("report", report_id=row["report_id"])["text"].iloc[0])
        st.html(render_words(text, int(row["span_start"]), int(row["span_end"])))
        st.caption(title)
        label = view.translate("targets.to_the_words")
        show_link(view, "reports", label, report=str(row["report_id"]), mention=int(row["ordinal"]))
        return
    before, figure, after = str(row["evidence"]).partition(str(row["value_as_written"]))
    st.html(render_quote(before, figure, after))
    st.caption(f"{title} · {format_source(row, view.language)}")
    if url := find_web_address(row["source_url"]):
        st.link_button(view.translate("interface.open_source"), url, icon=":material/open_in_new:")
