"""The weights by which a figure is linked to a metric: data/catalogue/weights.yaml, where each has its meaning."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml


@dataclass(frozen=True, slots=True)
class Weights:
    """Nearness is a share of 1; scores are in code points; confidence is a share of 1."""

    # nearness of the zones around a figure
    zone_clause: float
    zone_counted: float
    zone_clause_before: float
    zone_counted_before: float
    zone_sentence: float
    zone_sentence_before: float
    zone_tail: float
    zone_tail_run_on: float
    zone_tail_far: float
    zone_tail_far_run_on: float
    zone_shared_noun: float
    zone_listed_noun: float
    zone_after_tail: float
    handed_on: float
    handed_on_tailed: float
    faint: float
    # nearness in a coordinated list
    list_item: float
    list_lead: float
    list_before: float
    list_sentence: float
    list_tail: float
    # nearness in a table
    cell_label: float
    cell_upper: float
    cell_group: float
    cell_caption: float
    cell_caption_of_total: float
    cell_anchor: float
    cell_unexplained: float
    cell_most_unexplained: float
    cell_threshold: float
    # scores
    anchor: float
    anchor_bare: float
    own_clause: float
    adjacent: float
    displaced: float
    unexplained: float
    lean: float
    threshold: float
    # confidence
    sure_base: float
    sure_lead: float
    sure_full_lead: float
    sure_elsewhere: float
    sure_unexplained: float
    sure_unexplained_apart: float
    sure_unexplained_elsewhere: float
    sure_displaced: float
    sure_planned: float
    confidence_least: float
    confidence_stated_zero: float
    confidence_form: float
    confidence_cell: float
    confidence_cell_unexplained: float
    confidence_cell_lead: float
    confidence_cell_full_lead: float


@cache
def load_weights() -> Weights:
    """The installation's weights. Raises DataError with every weight that is missing, unknown, no number or without a meaning."""
    file = catalogue_folder() / "weights.yaml"
    content = read_yaml(file)
    names = [field.name for field in fields(Weights)]
    with collect_faults() as faults:
        for name in names:
            hint = _find_fault(content.get(name))
            if hint:
                faults.append(DataError(file, name, hint))
        for name in content.keys() - set(names):
            faults.append(DataError(file, name, "is not a weight that is used; correct or remove it"))
    return Weights(**{name: float(content[name]["value"]) for name in names})


def _find_fault(entry: Any) -> str | None:
    if entry is None:
        return "is missing; add it as {value: …, meaning: …}"
    if not isinstance(entry, dict) or not entry.get("meaning"):
        return "must be written as {value: …, meaning: …}"
    value = entry.get("value")
    return None if isinstance(value, int | float) and value > 0 else f"{value!r} is no number above 0; correct it"
