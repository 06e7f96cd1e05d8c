"""What a lesson would do to how well the labelled texts are read: the rates by file, and the labels that make the difference."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from yearbook.pipeline.teaching.labelled import LabelFate, LabelImpact
from yearbook.ui.teaching.quantity import mark_figure
from yearbook.ui.view import View

WIDTHS = {"words": 270, "fate": 70, "shift": 250}  # pixels


def show_labels(view: View, labels: Sequence[LabelImpact], unsound: Sequence[str]) -> None:
    for reason in unsound:
        st.warning(view.translate("teach.labels_unsound", reason=reason), icon=":material/error:")
    if not labels:
        st.caption(view.translate("teach.no_labels"))
    else:
        _show_rates(view, labels)
        _show_shifts(view, labels)
    st.caption(view.translate("teach.labels_where"))


def _show_rates(view: View, labels: Sequence[LabelImpact]) -> None:
    fates: list[LabelFate] = ["mended", "broken"]
    if any(effect.of("unforeseen") for effect in labels):
        fates.append("unforeseen")
    columns: dict[str, list[object]] = {
        "file": [effect.file for effect in labels],
        "cases": [effect.cases for effect in labels],
        "metric_now": [_percent(effect.before) for effect in labels],
        "metric_then": [_percent(effect.after) for effect in labels],
    }
    columns |= {fate: [len(effect.of(fate)) for effect in labels] for fate in fates}
    table = pd.DataFrame(columns)
    st.dataframe(
        table,
        column_config={
            name: st.column_config.Column(view.translate(f"teach.column_{name}"), alignment="left" if name == "file" else "right")
            for name in map(str, table)
        },
        hide_index=True,
        alt=view.translate("teach.tab_labels"),
    )


def _show_shifts(view: View, labels: Sequence[LabelImpact]) -> None:
    shifts = [shift for effect in labels for shift in effect.shifts]
    unforeseen = sum(shift.fate == "unforeseen" for shift in shifts)
    if unforeseen:
        st.caption(view.translate("teach.verdict_unforeseen", count=unforeseen))
    if not shifts:
        return
    table = pd.DataFrame(
        {
            "words": [mark_figure(shift.words[0][-14:], shift.words[1], shift.words[2][:6]) for shift in shifts],
            "fate": [view.translate(f"teach.fate_{shift.fate}") for shift in shifts],
            "shift": [
                view.translate("teach.shift", before=_tell(view, shift.before), after=_tell(view, shift.after))
                for shift in shifts
            ],
        }
    )
    st.dataframe(
        table,
        column_config={
            name: st.column_config.TextColumn(view.translate(f"teach.column_{name}"), width=WIDTHS[name])
            for name in map(str, table)
        },
        hide_index=True,
        alt=view.translate("teach.tab_labels"),
    )


def _percent(rates: dict[str, float]) -> str:
    return f"{rates['metric']:.1%}" if "metric" in rates else "—"


def _tell(view: View, said: str | None) -> str:
    """A metric by its name; anything else of a label as it stands."""
    if said is None:
        return view.translate("teach.unclaimed")
    metric = view.catalogue.metrics.get(said)
    return metric.name[view.language] if metric else said
