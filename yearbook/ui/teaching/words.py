"""The wording of a lesson: written by hand or picked from those that the words around the quantity suggest."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from yearbook.catalogue.catalogue import Catalogue
from yearbook.extraction.catalogue_edit import CatalogueEdit, EditRefused
from yearbook.extraction.extractor import understand_text
from yearbook.extraction.suggestions import suggest_wordings
from yearbook.ui.teaching.quantity import Sample
from yearbook.ui.view import View

Teach = Callable[[str], CatalogueEdit]  # what a wording would teach; raises LessonRefused


def ask_words(view: View, sample: Sample, catalogue: Catalogue, teach: Teach) -> str:
    """The wording as it stands in its field. Suggestions that claim the quantity are offered; the first is filled in."""
    offered = _suggest(sample, catalogue, teach)
    field = f"wording of {sample.key}"
    if field not in st.session_state:
        st.session_state[field] = offered[0] if offered else ""
    text = st.text_input(
        view.translate("teach.wording"),
        key=field,
        help=view.translate("teach.wording_help"),
        placeholder=view.translate("teach.wording_hint", example="{建设}…充电桩"),
    )
    if offered:
        picked = f"suggestion for {sample.key}"
        st.pills(
            view.translate("teach.suggestions"),
            offered,
            key=picked,
            wrap=True,
            on_change=lambda: st.session_state.update({field: st.session_state[picked] or text}),
        )
    return text


def _suggest(sample: Sample, catalogue: Catalogue, teach: Teach) -> list[str]:
    """The suggestions that claim the quantity; all of them where none does, to start from."""
    suggested, claiming = list(suggest_wordings(sample.vicinity, catalogue)), []
    for wording in suggested:
        try:
            lesson = teach(wording)
        except EditRefused:
            continue
        if _claims(sample.key, catalogue.hash, repr(lesson), sample, catalogue, lesson):
            claiming.append(wording)
    return claiming or suggested


@st.cache_data(show_spinner=False, max_entries=500)
def _claims(place: str, catalogue_hash: str, told: str, _sample: Sample, _catalogue: Catalogue, _lesson: CatalogueEdit) -> bool:
    """Whether a lesson claims the quantity, by the words around it alone."""
    del place, catalogue_hash, told  # what the answer is kept by
    vicinity, stored = _sample.vicinity, _sample.stored
    mentions = understand_text(vicinity.stretch, _catalogue.with_metric(_lesson.metric), stored.publisher, stored.year)[1]
    return any(mention.start == vicinity.mention.start and mention.metric == _lesson.metric.id for mention in mentions)
