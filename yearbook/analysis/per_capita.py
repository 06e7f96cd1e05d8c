"""Totals divided by what is on record for the same body: residents, vehicles, floor area; what is left out has its reason."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import AREAS, TOTALS, list_reasons, list_rows
from yearbook.analysis.ranking import DOUBTFUL, pick_preferred
from yearbook.analysis.rounding import WRITTEN, count_significant, round_significant
from yearbook.catalogue.denominators import RESIDENT, Denominator
from yearbook.catalogue.messages import Language, translate

DIVISOR = {  # the columns of a quotient that name its divisor, and where they come from
    "divisor_value": "value", "divisor_unit": "unit", "divisor_year": "year", "divisor_source": "source_title",
    "divisor_fact_id": "fact_id", "divisor_status": "status",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Division:
    """`frame` has the facts' columns, `value` (with the digits that both sides bear) and `unit` after the division, kind
    rate, and besides
    total_value, total_unit         the figure before the division
    divided_by                      the denominator's id
    divisor_value, divisor_unit, divisor_year, divisor_source, divisor_fact_id (missing for residents), divisor_status
    `left_out` says how many figures could not be divided, by reason."""

    frame: pd.DataFrame
    left_out: dict[str, int]

    def explain(self, denominator: Denominator, language: Language) -> str:
        """How many figures were divided by what, how many were not, and why."""
        given = {"what": denominator.what[language], "count": len(self.frame)}
        if not self.left_out:
            return translate("comparable.divided_all", language, **given)
        named = {translate(f"comparable.{why}", language, what=given["what"]): count for why, count in self.left_out.items()}
        return translate(
            "comparable.divided", language, left=sum(self.left_out.values()), reasons=list_reasons(named, language), **given
        )


def divide(facts: pd.DataFrame, denominator: Denominator, divisors: pd.DataFrame) -> Division:
    """Divide the totals of a facts frame by `divisors`: for residents the rows of population.sql, else facts of the denominator.

    A divisor belongs to the same subject (residents: to the same region, and then only totals of whole areas are divided);
    a flow covers the very same period; the nearest within `years_apart` is taken, the verified before the unverified. A share of
    a divisor below the denominator's `least` is not said. A quotient is to be verified where either side is, and ≈ where the
    divisor is not exact.
    """
    asked = facts["value"].notna()
    if denominator.metric:
        asked &= facts["metric_id"].isin(denominator.of)
    is_total = facts["additive"].astype(bool) & facts["kind"].isin(TOTALS)
    # of some units, others for each figure
    in_area = facts["scope"].ne("sample") if denominator.metric else facts["scope"].isin(AREAS)
    totals = facts[asked & is_total & in_area]
    given = _list_divisors(divisors, denominator)
    keys = ["subject_id"] if denominator.metric else ["region_code"]
    rows = totals[[*keys, "year", "period_start", "period_end"]].rename_axis("row").reset_index()
    pairs = rows.merge(given.rename_axis("divisor").reset_index(), on=keys, suffixes=("", "_of_divisor"))
    if denominator.metric:
        same = (pairs["period_start"] == pairs["period_start_of_divisor"]) & (
            pairs["period_end"] == pairs["period_end_of_divisor"]
        )
        pairs = pairs[~pairs["flow"] | same]
    small = pairs["value"].lt(denominator.least)
    few = set(pairs.loc[small, "row"]) - set(pairs.loc[~small, "row"])
    pairs = pairs[~small]
    apart = (pairs["year"] - pairs["year_of_divisor"]).abs()
    near = pairs.assign(apart=apart)[apart <= denominator.years_apart]
    chosen = near.sort_values(["row", "apart", "doubtful"], kind="stable").drop_duplicates("row")
    left_out = {
        "not_total": int((asked & ~is_total).sum()),
        "not_area": int((asked & is_total & ~in_area).sum()),
        "few": len(few),
        "none_on_record": len(totals) - pairs["row"].nunique() - len(few),
        "far_in_time": pairs["row"].nunique() - len(chosen),
    }
    quotients = _make_quotients(totals.loc[chosen["row"]], given.loc[chosen["divisor"]], denominator)
    return Division(quotients, {reason: count for reason, count in left_out.items() if count})


def _list_divisors(divisors: pd.DataFrame, denominator: Denominator) -> pd.DataFrame:
    """What there is to divide by: the columns of DIVISOR, those that totals are joined by, and doubtful, inexact, flow,
    and `digits`, the significant ones."""
    if denominator.metric is None:
        return pd.DataFrame(
            {
                "region_code": divisors["region_code"],
                "value": divisors["population"],
                "unit": RESIDENT,
                "year": pd.to_datetime(divisors["date"]).dt.year.astype("int64"),
                "source_title": divisors["source_title"],
                "fact_id": None,
                "status": "verified",
                "doubtful": False,
                "inexact": False,
                "digits": inf,
            }
        )
    given = divisors[divisors["metric_id"].eq(denominator.metric) & (divisors["value"] > 0)]
    given = pick_preferred(given, ["subject_id", "year", "months", "period_start"])
    flags: dict[str, Any] = {
        "flow": given["kind"].eq("flow"),
        "doubtful": given["status"].isin(DOUBTFUL),
        "inexact": given["qualifier"].fillna("exact").ne("exact") | given["value_max"].notna(),
        "digits": [count_significant(row) for row in list_rows(given, WRITTEN)],
    }
    return given[["subject_id", "period_start", "period_end", *DIVISOR.values()]].assign(**flags)


def _make_quotients(totals: pd.DataFrame, divisors: pd.DataFrame, denominator: Denominator) -> pd.DataFrame:
    """The quotients in place of the totals; `divisors` has a row for each."""
    by = divisors.set_index(totals.index)
    per = by["value"].astype("float64") / denominator.per
    digits = [min(count_significant(row), least) for row, least in zip(list_rows(totals, WRITTEN), by["digits"], strict=True)]
    names = {
        f"metric_{language}": totals[f"metric_{language}"].map(
            lambda metric, language=language: translate(
                "comparable.divided_metric", language, metric=metric, by=denominator.name[language]
            )
        )
        for language in ("zh", "en")
    }
    return totals.assign(
        **names,
        value=_round_each(totals["value"] / per, digits),
        value_max=_round_each(totals["value_max"] / per, digits),
        unit=totals["unit"].map(denominator.unit_of),
        kind="rate",
        additive=False,
        dimension="share" if denominator.is_share else "ratio",
        better=totals["better"] if denominator.better is None else denominator.better,
        qualifier=np.where(by["inexact"], "approx", totals["qualifier"].fillna("exact")),
        status=np.where(by["doubtful"], "unverified", totals["status"]),
        comparison_group=totals["series_group"],  # a rate needs no level
        total_value=totals["value"],
        total_unit=totals["unit"],
        divided_by=denominator.id,
        **{name: by[column] for name, column in DIVISOR.items()},
    )


def _round_each(values: pd.Series, digits: list[float]) -> list[float]:
    return [round_significant(value, places) for value, places in zip(values.astype("float64").tolist(), digits, strict=True)]
