"""What is proposed: a wording of a metric that is there, or a new metric."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for
from yearbook.extraction.catalogue_edit import CatalogueEdit, EditRefused, find_gaps, propose_metric, propose_wording, sketch
from yearbook.extraction.suggestions import rank_metrics
from yearbook.ui.teaching.metric import ask_draft
from yearbook.ui.teaching.quantity import Sample
from yearbook.ui.teaching.words import ask_words
from yearbook.ui.view import View

WAYS = ("wording", "metric")


@dataclass(frozen=True, slots=True)
class Proposal:
    """`tried` can be measured by now, `lesson` can be written; `gaps` must still be filled in, `refused` says what to mend."""

    tried: CatalogueEdit | None
    lesson: CatalogueEdit | None
    gaps: tuple[str, ...] = ()
    refused: EditRefused | None = None


def ask_proposal(view: View, sample: Sample) -> Proposal:
    """The form, as far as it is filled in."""
    catalogue = catalogue_for(home(), sample.stored.demonstration)
    ranked = rank_metrics(sample.vicinity, catalogue)
    way = st.segmented_control(
        view.translate("teach.way"),
        WAYS,
        default="wording" if ranked and ranked[0][1] > 0 else "metric",
        required=True,
        format_func=lambda name: view.translate(f"teach.way_{name}"),
        key=f"way of {sample.key}",
        width="stretch",
    )
    if way == "wording":
        return _propose_wording(view, sample, catalogue, [metric.id for metric, _ in ranked])
    likely = ranked[0][0].id if ranked and ranked[0][1] > 0 else sample.beside
    return _propose_metric(view, sample, catalogue, likely)


def _propose_wording(view: View, sample: Sample, catalogue: Catalogue, likely: list[str]) -> Proposal:
    if not likely:
        st.info(view.translate("teach.no_metric"), icon=":material/info:")
        return Proposal(None, None)

    def name_metric(metric_id: str) -> str:
        metric = catalogue.metrics[metric_id]
        topic = catalogue.topics[metric.topic].name[view.language]
        return view.translate("teach.metric_option", name=metric.name[view.language], topic=topic)

    metric_id = st.selectbox(  # none is chosen beforehand: a likely one is no right one
        view.translate("teach.metric"),
        likely,
        index=None,
        format_func=name_metric,
        key=f"metric of {sample.key}",
        help=view.translate("teach.metric_help"),
        placeholder=view.translate("interface.choose"),
    )
    if metric_id is None:
        return Proposal(None, None, ("metric",))
    text = ask_words(view, sample, catalogue, lambda words: propose_wording(catalogue, metric_id, words))
    if not text.strip():
        return Proposal(None, None, ("wording",))
    try:
        lesson = propose_wording(catalogue, metric_id, text)
    except EditRefused as refused:
        return Proposal(None, None, (), refused)
    return Proposal(lesson, lesson)


def _propose_metric(view: View, sample: Sample, catalogue: Catalogue, likely: str | None) -> Proposal:
    draft = ask_draft(view, sample, catalogue, likely)
    gaps = find_gaps(draft)
    if "wording" in gaps:
        return Proposal(None, None, gaps)
    try:
        tried = propose_metric(catalogue, sketch(draft))
        return Proposal(tried, None if gaps else propose_metric(catalogue, draft), gaps)
    except EditRefused as refused:
        return Proposal(None, None, gaps, refused)
