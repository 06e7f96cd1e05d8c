"""Totals divided by what is on record for the same body: residents, vehicles, floor area; what is left out has its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from yearbook.analysis.columns import Array
from yearbook.analysis.comparability import AREAS, TOTALS
from yearbook.analysis.preferred import DOUBTFUL, pick_preferred_rows, read_days
from yearbook.analysis.rows import Numbers, encode_rows, is_any_of
from yearbook.catalogue.denominators import RESIDENT, Denominator
from yearbook.catalogue.messages import Language, translate

REASONS = ("not_total", "not_area", "none_on_record", "far_in_time")
DIVISOR = ("divided_by", "divisor_value", "divisor_unit", "divisor_year", "divisor_source", "divisor_fact_id", "divisor_status")
OF_QUOTIENT = ("value", "unit", "year", "source_title", "fact_id", "status")  # of the divisor, in the order of DIVISOR
SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
OF_DIVISOR = (
    "agency_id", "scope", "year", "months", "period_start", "period_end", "published_on", "fact_id", "status", "value",
    "value_max", "unit", "source_title", "kind", "qualifier",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Division:
    """`frame` has the facts' columns, `value` and `unit` after the division and kind rate, and besides
    total_value, total_unit         the figure before the division
    divided_by                      the denominator's id
    divisor_value, divisor_unit, divisor_year, divisor_source, divisor_fact_id (missing for residents), divisor_status
    `left_out` says how many figures could not be divided, by reason (REASONS)."""

    frame: pd.DataFrame
    left_out: dict[str, int]

    def explain(self, denominator: Denominator, language: Language) -> str:
        """How many figures were divided by what, how many were not, and why."""
        told = {"what": denominator.what[language], "count": len(self.frame)}
        if not self.left_out:
            return translate("comparable.divided_all", language, **told)
        reasons = translate("analysis.reason_separator", language).join(
            translate(
                "analysis.left_out_reason",
                language,
                reason=translate(f"comparable.{reason}", language, what=told["what"]),
                count=count,
            )
            for reason, count in self.left_out.items()
        )
        return translate("comparable.divided", language, left=sum(self.left_out.values()), reasons=reasons, **told)


def divide(facts: pd.DataFrame, denominator: Denominator, divisors: pd.DataFrame) -> Division:
    """Divide the totals of a facts frame by `divisors`: for residents the rows of population.sql, else facts of the denominator.

    A divisor belongs to the same body (residents: to the same region, and then only totals of whole areas are divided) and
    scope; a flow covers the very same period; the nearest within `years_apart` is taken, the verified before the unverified.
    A quotient is to be verified where either side is, and ≈ where the divisor is not exact.
    """
    given = _read_divisors(divisors, denominator)
    pairs = _find_pairs(facts, given, denominator)
    frame = _quote(facts, pairs, {name: values[pairs.divisors] for name, values in given.items()}, denominator)
    return Division(frame, {reason: count for reason, count in pairs.left_out.items() if count})


def count_divisible(facts: pd.DataFrame, denominator: Denominator, divisors: pd.DataFrame) -> int:
    """How many bodies have a figure that `divide` would divide."""
    pairs = _find_pairs(facts, _read_divisors(divisors, denominator), denominator)
    return len(pd.unique(facts["agency_id"].array.take(pairs.totals)))


class _Pairs(NamedTuple):
    """Totals by their places in the facts, and what each is divided by; how many figures are left out, by reason."""

    totals: Numbers
    divisors: Numbers
    left_out: dict[str, int]


def _find_pairs(facts: pd.DataFrame, divisors: Mapping[str, Array], denominator: Denominator) -> _Pairs:
    asked = facts["value"].notna().to_numpy(dtype=bool)
    if denominator.metric:
        asked = asked & is_any_of(facts["metric_id"], *denominator.of)
    is_total = facts["additive"].to_numpy(dtype=bool) & is_any_of(facts["kind"], *TOTALS)
    # of some units, others for each figure
    in_area = ~is_any_of(facts["scope"], "sample") if denominator.metric else is_any_of(facts["scope"], *AREAS)
    totals = np.flatnonzero(asked & is_total & in_area)
    one, other = _join([facts[name].to_numpy()[totals] for name in _keys(denominator)], [divisors[k] for k in _keys(denominator)])
    if denominator.metric:
        ends = [(read_days(facts[name])[totals][one], divisors[name][other]) for name in ("period_start", "period_end")]
        fits = ~divisors["flow"][other] | np.all([mine == theirs for mine, theirs in ends], axis=0)
        one, other = one[fits], other[fits]
    apart = np.abs(facts["year"].to_numpy(dtype="int64")[totals][one] - divisors["year"][other])
    near = np.flatnonzero(apart <= denominator.years_apart)
    order = near[np.lexsort((divisors["doubtful"][other[near]], apart[near], one[near]))]
    chosen, firsts = np.unique(one[order], return_index=True)
    on_record = len(np.unique(one))
    left_out = {
        "not_total": int(np.count_nonzero(asked & ~is_total)),
        "not_area": int(np.count_nonzero(asked & is_total & ~in_area)),
        "none_on_record": len(totals) - on_record,
        "far_in_time": on_record - len(chosen),
    }
    return _Pairs(totals[chosen], other[order][firsts], left_out)


def _keys(denominator: Denominator) -> tuple[str, ...]:
    return ("agency_id", "scope") if denominator.metric else ("region_code",)


def _read_divisors(divisors: pd.DataFrame, denominator: Denominator) -> dict[str, Array]:
    """What there is to divide by, as columns: those that totals are joined by, and those that a quotient names."""
    if denominator.metric is None:
        count = len(divisors)
        return {
            "region_code": divisors["region_code"].to_numpy(),
            "value": divisors["population"].to_numpy(),
            "unit": np.full(count, RESIDENT, dtype=object),
            "year": pd.to_datetime(divisors["date"]).dt.year.to_numpy(dtype="int64"),
            "source_title": divisors["source_title"].to_numpy(),
            "fact_id": np.full(count, None, dtype=object),
            "status": np.full(count, "verified", dtype=object),
            "doubtful": np.zeros(count, dtype=bool),
            "inexact": np.zeros(count, dtype=bool),
        }
    is_divisor = is_any_of(divisors["metric_id"], denominator.metric) & (divisors["value"].to_numpy(dtype="float64") > 0)
    given = divisors[list(OF_DIVISOR)].iloc[np.flatnonzero(is_divisor)]
    alike = encode_rows(*(given[name] for name in ("agency_id", "scope", "year", "months", "period_start")))
    given = given.iloc[pick_preferred_rows(given, alike)[0]]
    return {
        **{name: given[name].to_numpy() for name in ("agency_id", "scope", "value", "unit", "source_title", "fact_id", "status")},
        **{name: read_days(given[name]) for name in ("period_start", "period_end")},
        "year": given["year"].to_numpy(dtype="int64"),
        "flow": is_any_of(given["kind"], "flow"),
        "doubtful": is_any_of(given["status"], *DOUBTFUL),
        "inexact": (given["qualifier"].fillna("exact").ne("exact") | given["value_max"].notna()).to_numpy(dtype=bool),
    }


def _join(ones: Sequence[Array], others: Sequence[Array]) -> tuple[Numbers, Numbers]:
    """All pairs of rows with equal keys, given as columns: in the order of the ones, then of the others."""
    keys = encode_rows(*(np.concatenate([one, other]).astype(object) for one, other in zip(ones, others, strict=True)))
    mine, theirs = keys[: len(ones[0])], keys[len(ones[0]) :]
    order = np.argsort(theirs, kind="stable")
    starts, ends = (np.searchsorted(theirs[order], mine, side=side) for side in SIDES)
    counts = ends - starts
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(np.arange(len(mine)), counts), order[np.repeat(starts, counts) + within]


def _quote(facts: pd.DataFrame, pairs: _Pairs, divisors: Mapping[str, Array], denominator: Denominator) -> pd.DataFrame:
    """The quotients in place of the totals."""
    totals = {str(name): facts[name].array.take(pairs.totals) for name in facts}
    per = divisors["value"].astype("float64") / denominator.per
    names = {
        f"metric_{language}": [
            translate("comparable.divided_metric", language, metric=metric, by=denominator.name[language])
            for metric in totals[f"metric_{language}"]
        ]
        for language in ("zh", "en")
    }
    qualifier = ["exact" if pd.isna(told) else told for told in totals["qualifier"]]
    changed = {
        **names,
        "value": np.asarray(totals["value"], dtype="float64") / per,
        "value_max": np.asarray(totals["value_max"], dtype="float64") / per,
        "unit": [denominator.unit_of(unit) for unit in totals["unit"]],
        "kind": np.full(len(per), "rate", dtype=object),
        "additive": np.zeros(len(per), dtype=bool),
        "dimension": np.full(len(per), "share" if denominator.is_share else "ratio", dtype=object),
        "better": totals["better"] if denominator.better is None else np.full(len(per), denominator.better, dtype=object),
        "qualifier": np.where(divisors["inexact"], "approx", np.array(qualifier, dtype=object)),
        "status": np.where(divisors["doubtful"], "unverified", np.asarray(totals["status"], dtype=object)),
    }
    told = (np.full(len(per), denominator.id, dtype=object), *(divisors[name] for name in OF_QUOTIENT))
    before = {"total_value": totals["value"], "total_unit": totals["unit"]}
    return pd.DataFrame(totals | changed | before | dict(zip(DIVISOR, told, strict=True)), copy=False)
