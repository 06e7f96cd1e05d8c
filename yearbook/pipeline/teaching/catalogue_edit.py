"""A catalogue edit (a wording, an exclusion, a new metric): what it says, checked against the catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from yearbook.catalogue.catalogue import (
    Better,
    Catalogue,
    Kind,
    Metric,
    Scope,
    Text,
)
from yearbook.catalogue.messages import Language, translate
from yearbook.catalogue.wordings import WordingError, load_groups, parse_wording
from yearbook.extraction.linking.cues import load_cues
from yearbook.extraction.mentions.normalize import normalize_text
from yearbook.extraction.tables.words import load_table_words

_ID = re.compile(r"[a-z]+\.[a-z_]+")
LONGEST_BARE = 3  # characters: longer words say enough, though they are made of general ones (节约资金)
_UNNAMED = "?"  # stands for a name not yet written; what is claimed does not depend on names


class EditRefused(ValueError):
    """An edit that is not valid; its message is `refused_<key>` of words/teach.yaml."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key, values)
        self.key, self.values = key, values

    def __str__(self) -> str:
        return self.translate()

    def translate(self, language: Language = "zh") -> str:
        return translate(f"teach.refused_{self.key}", language, **self.values)


@dataclass(frozen=True, slots=True)
class CatalogueEdit:
    """`metric` as it is to be, all its wordings included; `wordings` are the new ones among them."""

    metric: Metric
    wordings: tuple[str, ...]
    is_new: bool  # the metric was not there


@dataclass(frozen=True, slots=True)
class Draft:
    """A new metric as far as it is written down; the fields after the first lines have sensible defaults."""

    topic: str
    unit: str
    kind: Kind
    better: Better
    wordings: tuple[str, ...]
    name_zh: str = ""
    name_en: str = ""
    definition_zh: str = ""
    definition_en: str = ""
    metric_id: str = ""  # proposed from the name where it is empty
    headline: bool = False
    usual_scope: Scope | None = None
    context: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()


TEXTS = ("name_zh", "name_en", "definition_zh", "definition_en")  # fields of a Draft that must be filled in


def tidy_wording(text: str) -> str:
    """A wording as the text it is looked for in: half-width, simplified, without blanks next to Chinese and its marks."""
    dotted = re.sub(r"…+|\.{3,}|。{3,}", "…", text.strip())
    return re.sub(r"\s*([…|!{}\u3400-\u9fff])\s*", r"\1", normalize_text(dotted).text.strip())


def propose_wording(catalogue: Catalogue, metric_id: str, text: str) -> CatalogueEdit:
    """One more wording for a metric of the catalogue. Raises EditRefused where it is not well written or stands already."""
    metric, wording = catalogue.metrics[metric_id], tidy_wording(text)
    _check_wording(wording)
    if wording in metric.wordings:
        raise EditRefused("wording_known", wording=wording, metric=metric.id)
    return CatalogueEdit(metric.model_copy(update={"wordings": (*metric.wordings, wording)}), (wording,), is_new=False)


def propose_metric(catalogue: Catalogue, draft: Draft) -> CatalogueEdit:
    """A new metric of a topic and a unit of the catalogue. Raises EditRefused where something is missing, is there already, or
    is not well written."""
    gaps = find_gaps(draft)
    if gaps:
        raise EditRefused("gap", field=gaps[0])
    metric_id = draft.metric_id.strip() or propose_id(catalogue, draft.topic, draft.name_en, draft.name_zh)
    if not _ID.fullmatch(metric_id) or not metric_id.startswith(f"{draft.topic}."):
        raise EditRefused("id_malformed", metric=metric_id, topic=draft.topic)
    if metric_id in catalogue.metrics:
        raise EditRefused("id_taken", metric=metric_id)
    for other in catalogue.metrics.values():
        if draft.name_zh.strip() == other.name.zh:
            raise EditRefused("name_taken", name=other.name.zh, metric=other.id)
    metric = _make_metric(catalogue, draft, metric_id)
    for wording in metric.wordings:
        _check_wording(wording)
    return CatalogueEdit(metric, metric.wordings, is_new=True)


def sketch(draft: Draft) -> Draft:
    """The draft with a mark where a name or a definition is missing: enough to measure what it would claim, never to write."""
    texts: dict[str, Any] = {name: getattr(draft, name).strip() or _UNNAMED for name in TEXTS}
    return replace(draft, **texts)


def find_gaps(draft: Draft) -> tuple[str, ...]:
    """The fields that must still be filled in."""
    gaps = tuple(name for name in TEXTS if not getattr(draft, name).strip())
    return gaps if "".join(draft.wordings).strip() else (*gaps, "wording")


def propose_id(catalogue: Catalogue, topic: str, name_en: str, name_zh: str) -> str:
    """An id that is free: of the English name's words, else of the Chinese name's pinyin."""
    from pypinyin import lazy_pinyin  # loads a dictionary

    words = [word for word in re.findall(r"[a-z]+", name_en.lower()) if word not in {"a", "an", "the", "of", "and", "in", "by"}]
    words = words or re.findall(r"[a-z]+", " ".join(lazy_pinyin(name_zh))) or ["metric"]
    while len(words) > 1 and len("_".join(words)) > 40:
        words.pop()
    stem = f"{topic}.{'_'.join(words)}"
    free = (stem, *(f"{stem}_{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))
    return next((metric_id for metric_id in free if metric_id not in catalogue.metrics), stem)


def _make_metric(catalogue: Catalogue, draft: Draft, metric_id: str) -> Metric:
    try:
        return Metric(
            id=metric_id,
            name=Text(zh=draft.name_zh.strip(), en=draft.name_en.strip()),
            unit=draft.unit,
            dimension=_dimension_of(catalogue, draft.unit, draft.kind),
            kind=draft.kind,
            better=draft.better,
            additive=draft.kind in ("flow", "stock"),
            headline=draft.headline,
            definition=Text(zh=draft.definition_zh.strip(), en=draft.definition_en.strip()),
            wordings=tuple(tidy_wording(wording) for wording in draft.wordings if wording.strip()),
            context=tuple(map(tidy_wording, draft.context)),
            exclusions=tuple(map(tidy_wording, draft.exclusions)),
            usual_scope=draft.usual_scope,
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise EditRefused("entry", field=".".join(map(str, first["loc"])), reason=first["msg"]) from error


def _dimension_of(catalogue: Catalogue, unit: str, kind: Kind) -> str:
    """As other metrics of the unit have it, rather those of the same kind."""
    alike = [metric for metric in catalogue.metrics.values() if metric.unit == unit]
    same = [metric.dimension for metric in alike if metric.kind == kind] or [metric.dimension for metric in alike]
    return "change" if kind == "change" else same[0] if same else "count"


def _check_wording(wording: str) -> None:
    """Raises EditRefused where a wording is not well written."""
    if not wording:
        raise EditRefused("gap", field="wording")
    try:
        parse_wording(wording, load_groups())
    except WordingError as error:
        values = {"group": error.group} if error.kind == "group" else {"wording": wording}
        raise EditRefused(f"wording_{error.kind}", **values) from error
    alternatives = () if "…" in wording else wording.removesuffix("!").split("|")
    for word in alternatives:
        if len(word) <= LONGEST_BARE and _is_bare(word):
            raise EditRefused("wording_bare", word=word)


def _is_bare(word: str) -> bool:
    """Whether a word names no subject of its own, as the lists of cues.yaml and tables.yaml have them: 面积, 人数, 总面积."""
    return bool(load_cues().neutral.fullmatch(load_table_words().neutral.sub("", word) or "·"))
