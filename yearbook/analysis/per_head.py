"""Totals per million residents, so that a large province and a small one can stand side by side."""

from __future__ import annotations

import pandas as pd

from yearbook.analysis.comparability import TOTALS

MILLION = 1_000_000
SUFFIX = "_per_million"  # of the unit's id
AREAS = frozenset({"national", "region_wide"})
YEARS_APART = 5  # a census further away says too little about the year


def divide_by_population(facts: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """The additive totals of whole areas, divided by their residents: `value` per million, kind rate, unit <unit>_per_million.

    `population` has region_code, date, population, source_title: the nearest count within five years is taken. Added columns:
    population, population_date, population_source. Rows without a count, and figures that are no area's total, are left out.
    """
    totals = facts[
        facts["additive"].astype(bool)
        & facts["kind"].astype(object).isin(TOTALS)
        & facts["scope"].astype(object).isin(AREAS)
        & facts["value"].notna()
    ]
    counts = population.assign(
        region_code=population["region_code"].astype(object), population_date=pd.to_datetime(population["date"])
    ).rename(columns={"source_title": "population_source"})[["region_code", "population", "population_date", "population_source"]]
    joined = totals.astype({"region_code": "object"}).merge(counts, on="region_code", how="inner")
    joined = joined.assign(_apart=(joined["year"] - joined["population_date"].dt.year).abs())
    nearest = joined[joined["_apart"] <= YEARS_APART].sort_values("_apart", kind="stable").drop_duplicates("fact_id")
    return nearest.assign(
        value=nearest["value"] / nearest["population"] * MILLION,
        value_max=nearest["value_max"] / nearest["population"] * MILLION,
        kind="rate",
        unit=nearest["unit"].astype(object) + SUFFIX,
    ).drop(columns="_apart")
