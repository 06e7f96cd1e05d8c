"""Form of the teach page: a wording for a metric that is there, or a new metric, as a proposed catalogue edit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import streamlit as st

from yearbook.analysis.comparability import describe_scope
from yearbook.catalogue.catalogue import Better, Catalogue, Kind, Scope
from yearbook.catalogue.files import home
from yearbook.catalogue.messages import LANGUAGES
from yearbook.catalogue.samples import catalogue_for
from yearbook.charts.number_format import name_unit
from yearbook.extraction.extractor import understand_text
from yearbook.extraction.linking.cues import load_cues
from yearbook.extraction.linking.lexicon import Terms
from yearbook.extraction.linking.own_words import OwnWords
from yearbook.extraction.suggestions import rank_metrics, suggest_wordings
from yearbook.pipeline.teaching.catalogue_edit import (
    CatalogueEdit,
    Draft,
    EditRefused,
    find_gaps,
    propose_id,
    propose_metric,
    propose_wording,
    sketch,
)
from yearbook.ui.teaching.quantity import Quantity
from yearbook.ui.view import View

Propose = Callable[[str], CatalogueEdit]  # the edit that a wording would make; raises EditRefused


@dataclass(frozen=True, slots=True)
class Proposal:
    """`tried` can be measured, `complete` can also be written; `gaps` are fields still empty, `refused` says what is wrong."""

    tried: CatalogueEdit | None = None
    complete: CatalogueEdit | None = None
    gaps: tuple[str, ...] = ()
    refused: EditRefused | None = None


def ask_proposal(view: View, quantity: Quantity) -> Proposal:
    """Draw the form; what it holds so far."""
    form = _Form(view, quantity, catalogue_for(home(), quantity.stored.demonstration))
    ranked = rank_metrics(quantity.context, form.catalogue)
    likely = ranked and ranked[0][1] > 0
    way = st.segmented_control(
        view.translate("teach.way"), ("wording", "metric"), default="wording" if likely else "metric", required=True,
        format_func=lambda name: view.translate(f"teach.way_{name}"), key=f"way of {quantity.key}", width="stretch",
    )  # fmt: skip
    if way == "wording":
        return form.propose_wording([metric.id for metric, _ in ranked])
    return form.propose_metric(ranked[0][0].id if likely else quantity.nearest)


@dataclass(frozen=True, slots=True)
class _Form:
    """The widgets for one quantity: each is labelled `teach.<name>` and has the key `<name> of <quantity>`."""

    view: View
    quantity: Quantity
    catalogue: Catalogue

    def propose_wording(self, likely: Sequence[str]) -> Proposal:
        if not likely:
            st.info(self.view.translate("teach.no_metric"), icon=":material/info:")
            return Proposal()
        # none is chosen beforehand: a likely one is no right one
        metric_id = self._choose("metric", likely, self._name_metric, index=None, help="metric_help")
        if metric_id is None:
            return Proposal(gaps=("metric",))
        text = self._ask_wording(lambda words: propose_wording(self.catalogue, metric_id, words))
        if not text.strip():
            return Proposal(gaps=("wording",))
        try:
            edit = propose_wording(self.catalogue, metric_id, text)
        except EditRefused as refused:
            return Proposal(refused=refused)
        return Proposal(edit, edit)

    def propose_metric(self, likely: str | None) -> Proposal:
        """`likely` is a metric whose topic may be the new one's too."""
        draft = self._ask_draft(likely)
        gaps = find_gaps(draft)
        if "wording" in gaps:
            return Proposal(gaps=gaps)
        try:
            tried = propose_metric(self.catalogue, sketch(draft))
            return Proposal(tried, None if gaps else propose_metric(self.catalogue, draft), gaps)
        except EditRefused as refused:
            return Proposal(gaps=gaps, refused=refused)

    def _ask_draft(self, likely: str | None) -> Draft:
        """Only what is needed stands open; the rest has defaults."""
        view, catalogue, units = self.view, self.catalogue, self._order_units()
        topics, kinds, betters = list(catalogue.topics), get_args(Kind), get_args(Better)
        topic_at = topics.index(catalogue.metrics[likely].topic) if likely else 0
        kind_at = kinds.index(self._guess_kind(units[0]))
        left, right = st.columns(2)
        with left:
            topic = self._choose("topic", topics, lambda name: catalogue.topics[name].name[view.language], topic_at)
            kind = self._choose("kind", kinds, lambda name: view.translate(f"interface.kind_{name}"), kind_at)
        with right:
            unit = self._choose("unit", units, lambda name: name_unit(name, view.language))
            neither = betters.index("neither")
            better = self._choose("better", betters, lambda name: view.translate(f"teach.better_{name}"), neither)
        draft = Draft(topic, unit, kind, better, ())
        words = self._ask_wording(lambda text: propose_metric(catalogue, sketch(replace(draft, wordings=(text,)))))
        left, right = st.columns(2)
        with left:
            name_zh = self._ask_text("name_zh")
        with right:
            name_en = self._ask_text("name_en")
        definition_zh, definition_en = (self._ask_text(f"definition_{language}", "definition_help") for language in LANGUAGES)
        draft = Draft(topic, unit, kind, better, (words,), name_zh, name_en, definition_zh, definition_en)
        with st.expander(view.translate("teach.more")):
            return self._ask_more(draft)

    def _ask_more(self, draft: Draft) -> Draft:
        named = draft.name_zh or draft.name_en
        proposed = propose_id(self.catalogue, draft.topic, draft.name_en, draft.name_zh) if named else f"{draft.topic}.…"
        return replace(
            draft,
            metric_id=self._ask_text("metric_id", "metric_id_help", proposed).strip(),
            exclusions=_split_words(self._ask_text("exclusions", "exclusions_help")),
            context=_split_words(self._ask_text("context", "context_help")),
            usual_scope=self._choose(
                "usual_scope", get_args(Scope), lambda name: describe_scope(name, None, self.view.language), None,
                "usual_scope_help", "teach.no_scope",
            ),
            headline=st.toggle(self.view.translate("teach.headline"), key=f"headline of {self.quantity.key}"),
        )  # fmt: skip

    def _ask_wording(self, propose: Propose) -> str:
        """The wording as it stands in its field. Suggestions that claim the quantity are offered; the first is filled in."""
        offered, field = self._suggest(propose), f"wording of {self.quantity.key}"
        if field not in st.session_state:
            st.session_state[field] = offered[0] if offered else ""
        hint = self.view.translate("teach.wording_hint", example="{建设}…充电桩")
        text = self._ask_text("wording", "wording_help", hint, tidy=False)
        if offered:
            picked = f"suggestion for {self.quantity.key}"
            st.pills(
                self.view.translate("teach.suggestions"), offered, key=picked, wrap=True,
                on_change=lambda: st.session_state.update({field: st.session_state[picked] or text}),
            )  # fmt: skip
        return text

    def _suggest(self, propose: Propose) -> list[str]:
        """The suggestions that claim the quantity; all of them where none does, to start from."""
        suggested, claiming = list(suggest_wordings(self.quantity.context, self.catalogue)), []
        for wording in suggested:
            try:
                edit = propose(wording)
            except EditRefused:
                continue
            if _claims((self.quantity.key, self.catalogue.hash, repr(edit)), self.quantity, self.catalogue, edit):
                claiming.append(wording)
        return claiming or suggested

    def _ask_text(self, name: str, help: str = "", placeholder: str = "", tidy: bool = True) -> str:
        hint = self.view.translate(f"teach.{help}") if help else None
        label, key = self.view.translate(f"teach.{name}"), f"{name} of {self.quantity.key}"
        text = st.text_input(label, key=key, help=hint, placeholder=placeholder)
        return " ".join(text.split()) if tidy else text

    def _choose(
        self, name: str, options: Sequence[str], describe: Callable[[str], str], index: int | None = 0,
        help: str = "", placeholder: str = "interface.choose",
    ) -> Any:  # fmt: skip
        return st.selectbox(
            self.view.translate(f"teach.{name}"), options, index=index, format_func=describe,
            key=f"{name} of {self.quantity.key}", help=self.view.translate(f"teach.{help}") if help else None,
            placeholder=self.view.translate(placeholder),
        )  # fmt: skip

    def _name_metric(self, metric_id: str) -> str:
        metric, language = self.catalogue.metrics[metric_id], self.view.language
        topic = self.catalogue.topics[metric.topic].name[language]
        return self.view.translate("teach.metric_option", name=metric.name[language], topic=topic)

    def _order_units(self) -> list[str]:
        """The units that the quantity may be in: the one that its words alone say, then those that most metrics have."""
        used = [metric.unit for metric in self.catalogue.metrics.values()]
        certain = self.quantity.context.mention.unit
        return sorted(self.quantity.context.units, key=lambda unit: (unit != certain, -used.count(unit), unit))

    def _guess_kind(self, unit: str) -> Kind:
        context = self.quantity.context
        if context.change:
            return "change"
        return "rate" if unit == "percent" else OwnWords(context.here, context.text, Terms([]), load_cues()).kind or "flow"


@st.cache_data(show_spinner=False, max_entries=500)
def _claims(key: tuple[str, str, str], _quantity: Quantity, _catalogue: Catalogue, _edit: CatalogueEdit) -> bool:
    """Whether an edit claims the quantity by the words around it alone; `key` is quantity, catalogue hash, edit."""
    del key
    context, stored = _quantity.context, _quantity.stored
    mentions = understand_text(context.stretch, _catalogue.with_metric(_edit.metric), stored.publisher, stored.year)[1]
    return any(mention.start == context.mention.start and mention.metric == _edit.metric.id for mention in mentions)


def _split_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[、,，;；\s]+", text) if word)
