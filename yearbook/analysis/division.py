"""Totals divided by what is on record for the same body: residents, vehicles, floor area; what is left out has its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.choice import DOUBTFUL, choose_one
from yearbook.analysis.comparability import AREAS, TOTALS
from yearbook.meaning.denominators import RESIDENT, Denominator
from yearbook.words import Language, say

REASONS = ("not_total", "not_area", "none_on_record", "far_in_time")
DIVISOR = ("divided_by", "divisor_value", "divisor_unit", "divisor_year", "divisor_source", "divisor_fact_id", "divisor_status")


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
            return say("comparable.divided_all", language, **told)
        reasons = say("analysis.reason_separator", language).join(
            say(
                "analysis.left_out_reason",
                language,
                reason=say(f"comparable.{reason}", language, what=told["what"]),
                count=count,
            )
            for reason, count in self.left_out.items()
        )
        return say("comparable.divided", language, left=sum(self.left_out.values()), reasons=reasons, **told)


def divide(facts: pd.DataFrame, denominator: Denominator, divisors: pd.DataFrame) -> Division:
    """Divide the totals of a facts frame by `divisors`: for residents the rows of population.sql, else facts of the denominator.

    A divisor belongs to the same body (residents: to the same region, and then only totals of whole areas are divided) and
    scope; a flow covers the very same period; the nearest within `years_apart` is taken, the verified before the unverified.
    A quotient is to be verified where either side is, and ≈ where the divisor is not exact.
    """
    asked = facts[facts["value"].notna()]
    asked = asked[asked["metric_id"].astype(object).isin(denominator.of)] if denominator.metric else asked
    is_total = asked["additive"].astype(bool) & asked["kind"].astype(object).isin(TOTALS)
    scopes = asked["scope"].astype(object)
    in_area = scopes.ne("sample") if denominator.metric else scopes.isin(AREAS)  # of some units, others for each figure
    totals = asked[is_total & in_area]
    joined = _join(totals, _lay_out(divisors, denominator), denominator)
    near = joined[joined["_apart"] <= denominator.years_apart]
    order = near.assign(_doubtful=near["divisor_status"].isin(DOUBTFUL)).sort_values(["_apart", "_doubtful"], kind="stable")
    chosen = order.drop_duplicates("fact_id")
    kept = chosen.set_index("fact_id").reindex([fact for fact in totals["fact_id"] if fact in set(chosen["fact_id"])])
    counts = {
        "not_total": int((~is_total).sum()),
        "not_area": int((is_total & ~in_area).sum()),
        "none_on_record": int((~totals["fact_id"].isin(joined["fact_id"])).sum()),
        "far_in_time": int(joined["fact_id"].nunique() - chosen["fact_id"].nunique()),
    }
    frame = _quote(kept.reset_index(), denominator)[[*facts.columns, "total_value", "total_unit", *DIVISOR]]
    return Division(frame, {reason: count for reason, count in counts.items() if count})


def _lay_out(divisors: pd.DataFrame, denominator: Denominator) -> pd.DataFrame:
    """The divisors with the columns of DIVISOR and those that they are joined by."""
    if denominator.metric is None:
        dates = pd.to_datetime(divisors["date"])
        told: dict[str, Any] = {
            "value": divisors["population"],
            "unit": RESIDENT,
            "year": dates.dt.year,
            "source": divisors["source_title"],
        }
        keys = divisors[["region_code"]].astype("object")
        return keys.assign(**{f"divisor_{name}": part for name, part in told.items()}).assign(
            divisor_fact_id=None, divisor_status="verified", _inexact=False
        )
    given = divisors[divisors["metric_id"].astype(object).eq(denominator.metric) & (divisors["value"] > 0)]
    given = choose_one(given, ["agency_id", "scope", "year", "months", "period_start"])
    names = {"value": "value", "unit": "unit", "year": "year", "source": "source_title", "fact_id": "fact_id", "status": "status"}
    return pd.DataFrame(
        {
            **{name: given[name].astype("object") for name in ("agency_id", "scope")},
            **{f"divisor_{name}": given[column].astype("object") for name, column in names.items()},
            "_inexact": given["qualifier"].astype(object).fillna("exact").ne("exact") | given["value_max"].notna(),
            "_start": given["period_start"],
            "_end": given["period_end"],
            "_flow": given["kind"].astype(object).eq("flow"),
        }
    )


def _join(totals: pd.DataFrame, divisors: pd.DataFrame, denominator: Denominator) -> pd.DataFrame:
    keys = ["agency_id", "scope"] if denominator.metric else ["region_code"]
    joined = totals.astype(dict.fromkeys(keys, "object")).merge(divisors, on=keys)
    if denominator.metric:
        same_period = joined["period_start"].eq(joined["_start"]) & joined["period_end"].eq(joined["_end"])
        joined = joined[~joined["_flow"].astype(bool) | same_period]
    apart = (joined["year"].astype("int64") - joined["divisor_year"].astype("int64")).abs()
    return joined.assign(_apart=apart)


def _quote(kept: pd.DataFrame, denominator: Denominator) -> pd.DataFrame:
    """The quotients in place of the totals."""
    divisor = kept["divisor_value"].astype("float64") / denominator.per
    qualifier = kept["qualifier"].astype("object").fillna("exact")
    doubtful = kept["divisor_status"].isin(DOUBTFUL)
    better = kept["better"] if denominator.better is None else denominator.better
    names = {
        f"metric_{language}": [
            say("comparable.divided_metric", language, metric=metric, by=denominator.name[language])
            for metric in kept[f"metric_{language}"]
        ]
        for language in ("zh", "en")
    }
    return kept.assign(
        **names,
        divided_by=denominator.id,
        total_value=kept["value"],
        total_unit=kept["unit"].astype("object"),
        value=kept["value"] / divisor,
        value_max=kept["value_max"] / divisor,
        unit=kept["unit"].astype("object").map(denominator.unit_of),
        kind="rate",
        additive=False,
        dimension="share" if denominator.is_share else "ratio",
        better=better,
        qualifier=np.where(kept["_inexact"].astype(bool), "approx", qualifier),
        status=np.where(doubtful, "unverified", kept["status"].astype("object")),
    )
