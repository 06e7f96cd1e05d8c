"""The form of a new metric: only what is needed stands open, the rest has sensible defaults."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

import streamlit as st

from yearbook.analysis.comparability import describe_scope
from yearbook.catalogue.catalogue import Better, Catalogue, Kind, Scope
from yearbook.charts.number_format import name_unit
from yearbook.extraction.catalogue_edit import Draft, propose_id, propose_metric, sketch
from yearbook.extraction.linking.cues import load_cues
from yearbook.extraction.linking.speech import ContextCues
from yearbook.ui.teaching.quantity import Sample
from yearbook.ui.teaching.words import ask_words
from yearbook.ui.view import View


def ask_draft(view: View, sample: Sample, catalogue: Catalogue, likely: str | None) -> Draft:
    """The metric as far as it is written down. `likely` is a metric whose topic may be its own."""
    draft = _ask_nature(view, sample, catalogue, likely)
    words = ask_words(view, sample, catalogue, lambda text: propose_metric(catalogue, sketch(replace(draft, wordings=(text,)))))
    draft = replace(draft, wordings=(words,))
    left, right = st.columns(2)
    draft = replace(
        draft,
        name_zh=_ask_text(view, sample, "name_zh", left),
        name_en=_ask_text(view, sample, "name_en", right),
        definition_zh=_ask_text(view, sample, "definition_zh", help="definition_help"),
        definition_en=_ask_text(view, sample, "definition_en", help="definition_help"),
    )
    with st.expander(view.translate("teach.more")):
        return _ask_more(view, sample, catalogue, draft)


def _ask_nature(view: View, sample: Sample, catalogue: Catalogue, likely: str | None) -> Draft:
    """Topic, unit, kind and direction, two on a line."""
    topics, units = list(catalogue.topics), _order_units(sample, catalogue)
    nearest = catalogue.metrics[likely].topic if likely else topics[0]
    kind = _guess_kind(sample, units[0])
    left, right = st.columns(2)
    return Draft(
        topic=left.selectbox(
            view.translate("teach.topic"),
            topics,
            index=topics.index(nearest),
            format_func=lambda name: catalogue.topics[name].name[view.language],
            key=f"topic of {sample.key}",
        ),
        unit=right.selectbox(
            view.translate("teach.unit"),
            units,
            format_func=lambda name: name_unit(name, view.language),
            key=f"unit of {sample.key}",
        ),
        kind=left.selectbox(
            view.translate("teach.kind"),
            get_args(Kind),
            index=get_args(Kind).index(kind),
            format_func=lambda name: view.translate(f"interface.kind_{name}"),
            key=f"kind of {sample.key}",
        ),
        better=right.selectbox(
            view.translate("teach.better"),
            get_args(Better),
            index=get_args(Better).index("neither"),
            format_func=lambda name: view.translate(f"teach.better_{name}"),
            key=f"better of {sample.key}",
        ),
        wordings=(),
    )


def _ask_more(view: View, sample: Sample, catalogue: Catalogue, draft: Draft) -> Draft:
    named = draft.name_zh or draft.name_en
    proposed = propose_id(catalogue, draft.topic, draft.name_en, draft.name_zh) if named else f"{draft.topic}.…"
    metric_id = _ask_text(view, sample, "metric_id", help="metric_id_help", placeholder=proposed)
    exclusions = _split(_ask_text(view, sample, "exclusions", help="exclusions_help"))
    context = _split(_ask_text(view, sample, "context", help="context_help"))
    scope = st.selectbox(
        view.translate("teach.usual_scope"),
        get_args(Scope),
        index=None,
        placeholder=view.translate("teach.no_scope"),
        format_func=lambda name: describe_scope(name, None, view.language),
        key=f"scope of {sample.key}",
        help=view.translate("teach.usual_scope_help"),
    )
    headline = st.toggle(view.translate("teach.headline"), key=f"headline of {sample.key}")
    return replace(
        draft, metric_id=metric_id.strip(), exclusions=exclusions, context=context, usual_scope=scope, headline=headline
    )


def _ask_text(view: View, sample: Sample, field: str, place: object = st, help: str = "", placeholder: str = "") -> str:
    text: str = place.text_input(  # type: ignore[attr-defined]
        view.translate(f"teach.{field}"),
        key=f"{field} of {sample.key}",
        help=view.translate(f"teach.{help}") if help else None,
        placeholder=placeholder,
    )
    return " ".join(text.split())


def _order_units(sample: Sample, catalogue: Catalogue) -> list[str]:
    """The units that the quantity may be in: the one that its words alone say, then those that most metrics have."""
    used = [metric.unit for metric in catalogue.metrics.values()]
    certain = sample.vicinity.mention.unit
    return sorted(sample.vicinity.units, key=lambda unit: (unit != certain, -used.count(unit), unit))


def _guess_kind(sample: Sample, unit: str) -> Kind:
    if sample.vicinity.change:
        return "change"
    if unit == "percent":
        return "rate"
    return ContextCues(sample.vicinity.here, sample.vicinity.text, load_cues()).kind or "flow"


def _split(text: str) -> tuple[str, ...]:
    words: Iterable[str] = re.split(r"[、,，;；\s]+", text)
    return tuple(word for word in words if word)
