"""Targets beside their outcomes: of the chosen region on a page of their own, and of one body on its profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from yearbook.analysis.admissibility import may_rank
from yearbook.analysis.comparability import list_rows
from yearbook.analysis.targets import STATES, Progress, hold_targets
from yearbook.charts.findings import format_source
from yearbook.charts.hover import agency_label
from yearbook.charts.targets.progress import draw_rates, draw_shares
from yearbook.charts.targets.words import (
    explain_difference,
    format_counts,
    format_outcome,
    format_progress,
    format_target,
    name_state,
)
from yearbook.charts.template import Caption
from yearbook.ui import edition_access as store
from yearbook.ui import evidence
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize, memoize_as
from yearbook.ui.chart_display import show_figure
from yearbook.ui.formatting import escape_markdown, format_period, is_absent
from yearbook.ui.navigation import show_link
from yearbook.ui.tables import show_table
from yearbook.ui.text_view import LOOK, render_words
from yearbook.ui.view import NATION, View

DRAWN = 12  # bars of a chart: the table holds them all
EVERY = "all"


def find_targets(view: View) -> list[Progress]:
    """The targets of the chosen region, the latest due first; kept as long as the edition stands, so only to be read.

    What bodies may not be set side by side by is left to the profile of each.
    """
    held = memoize(_hold, view.edition, view.build, view.regions, bool(view.statuses))
    return [progress for progress in held if may_rank(str(progress.target["metric_id"]))]


def _hold(edition: int, _build: str, regions: tuple[str, ...], settled: bool) -> list[Progress]:
    asked = {"regions": regions, "agency": None, "invented": bool(regions)}
    targets = list_rows(store.ask_cells(edition, "targets", **asked))
    outcomes = store.ask_cells(edition, "target_outcomes", settled=settled, **asked) if targets else {}
    return hold_targets(targets, list_rows(outcomes))


def show_no_targets(view: View) -> None:
    """What is nearest where no report of the region states a target."""
    elsewhere = len(memoize(_hold, view.edition, view.build, (), bool(view.statuses))) if view.regions else 0
    st.info(view.translate("targets.none" if view.regions else "targets.none_at_all"), icon=":material/flag:")
    if elsewhere:
        show_link(view, "targets", view.translate("targets.elsewhere", count=elsewhere), region=NATION)
    show_link(view, "import", view.translate("targets.import"))


def choose_targets(view: View, held: Sequence[Progress]) -> list[Progress]:
    """Those of a topic and in a state that the reader chooses; each choice says how many it holds."""
    left, right = st.columns([1, 3])
    topics = Counter(str(progress.target["topic"]) for progress in held)
    names = {code: topic.name[view.language] for code, topic in view.catalogue.topics.items() if code in topics}

    def name_topic(code: str) -> str:
        name, count = names.get(code, view.translate("targets.all")), topics.get(code, len(held))
        return view.translate("targets.topic", name=name, count=count)

    with left:
        topic = address.pick_preferred(
            view.translate("interface.topic"), [EVERY, *names], key="topic", default=EVERY, name=name_topic,
            placeholder=view.translate("interface.choose"),
        )  # fmt: skip
    chosen = [progress for progress in held if topic in (EVERY, progress.target["topic"])]
    states = Counter(progress.state for progress in chosen)
    with right:
        state = address.pick_preferred(
            view.translate("targets.state"), [EVERY, *(state for state in STATES if states[state])], key="state", default=EVERY,
            name=lambda code: view.translate("targets.all" if code == EVERY else f"targets.state_{code}"),
            widget=st.pills, required=True, wrap=True,
        )  # fmt: skip
    return [progress for progress in chosen if state in (EVERY, progress.state)]


def show_charts(view: View, held: Sequence[Progress]) -> None:
    """Amounts by the share that was reached, rates beside their targets; only what compares."""
    shares = [progress for progress in held if progress.share is not None][:DRAWN]
    rates = [progress for progress in held if progress.distance is not None and progress.target["kind"] == "rate"]
    rates = [progress for progress in rates if progress.target["unit"] == "percent"][:DRAWN]
    places = st.columns(2) if shares and rates else [st.container()] * 2
    for kind, drawn, place in (("share", shares, places[0]), ("rate", rates, places[1])):
        if drawn:
            with place, st.container(border=True):
                figure = memoize_as(("targets", view, kind, _name_all(drawn)), partial(_draw, view, kind, drawn))
                alt = format_counts(drawn, view.language)
                show_figure(view, figure, f"targets {kind}", alt, view.translate("targets.picture", number=view.edition))


def _name_all(held: Sequence[Progress]) -> tuple[str, ...]:
    return tuple(str(progress.target["target_id"]) for progress in held)


def _draw(view: View, kind: str, held: Sequence[Progress]) -> go.Figure:
    several = len({progress.target["agency_id"] for progress in held}) > 1
    names = [_name_row(view, progress, several) for progress in held]
    about = view.translate(f"targets.chart_{kind}_about", count=len(held))
    caption = Caption(view.translate(f"targets.chart_{kind}"), about, format_source(view.edition, view.language))
    draw = draw_shares if kind == "share" else draw_rates
    return draw(held, names, caption, view.language)


def _name_row(view: View, progress: Progress, several: bool) -> str:
    """新建充电桩数 2023年, after the body where there are several."""
    row = progress.target
    parts = [agency_label(row, view.language)] if several else []
    return " ".join([*parts, str(row[view.column("metric")]), view.translate("charts.year", year=row["year"])])


def show_targets(view: View, held: Sequence[Progress], key: str, by_body: bool = True) -> None:
    """A row for each target; choosing one shows its words and those of its outcome."""
    table = memoize_as(("targets table", view, by_body, _name_all(held)), lambda: tabulate_targets(view, held, by_body))
    chosen = show_table(
        view, table, "targets.column", view.translate("targets.alt", count=len(table)),
        key=key, on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    if chosen:
        _show_words(view, held[chosen[0]])
    else:
        st.caption(view.translate("targets.choose_row"))


def tabulate_targets(view: View, held: Sequence[Progress], by_body: bool = True) -> pd.DataFrame:
    """The columns targets.column_*, formatted in the reader's language."""
    language, rows = view.language, [progress.target for progress in held]
    return pd.DataFrame(
        {
            **({"agency": [agency_label(row, language) for row in rows]} if by_body else {}),
            "metric": [str(row[view.column("metric")]) for row in rows],
            "target": [format_target(progress, language) for progress in held],
            "due": [format_period(row["period_start"], row["period_end"], language) for row in rows],
            "outcome": [_format_outcome(view, progress) for progress in held],
            "progress": [_explain_progress(view, progress) for progress in held],
            "state": [name_state(progress, language) for progress in held],
            "evidence": [str(row["evidence"]) for row in rows],
            "report": [view.translate("targets.report_year", year=row["report_year"]) for row in rows],
        }
    )


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
    text = str(view.ask("report", report_id=row["report_id"])["text"].iloc[0])
    st.html(LOOK)
    left, right = st.columns(2)
    with left, st.container(border=True):
        st.markdown(f"**{view.translate('targets.words_target')}** {escape_markdown(format_target(progress, view.language))}")
        st.html(render_words(text, int(row["span_start"]), int(row["span_end"])))
        st.caption(escape_markdown(str(row["source_title"])))
        label = view.translate("targets.to_the_words")
        show_link(view, "reports", label, report=str(row["report_id"]), mention=int(row["ordinal"]))
    if outcome is not None and not is_absent(outcome["fact_id"]):
        with right, st.container(border=True):
            told = escape_markdown(_format_outcome(view, progress))
            st.markdown(f"**{view.translate('targets.words_outcome')}** {told}")
            st.caption(escape_markdown(f"{name_state(progress, view.language)} · {_explain_progress(view, progress)}"))
            st.caption(escape_markdown(str(outcome["source_title"])))
            evidence.show_button(str(outcome["fact_id"]), key="evidence of the outcome")
