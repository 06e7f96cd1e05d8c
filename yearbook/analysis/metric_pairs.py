"""Two metrics held against each other: figures of one subject, year and stated period side by side, and their quotient.

A pair is of one comparable group of each metric, so totals of different levels never stand in one chart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import TOTALS, describe_aspects, find_aspects, list_rows
from yearbook.analysis.ranking import DOUBTFUL, pick_preferred
from yearbook.analysis.rounding import WRITTEN, count_significant, round_significant
from yearbook.catalogue.denominators import IN_UNIT
from yearbook.catalogue.messages import LANGUAGES, Language, translate

GROUP, OTHER_GROUP = "comparison_group", "other_comparison_group"
TAKEN = (  # of the second metric's figure, as other_<name>
    "fact_id", "metric_id", "metric_zh", "metric_en", "kind", "unit", "value", "value_max", "qualifier", "status", "months",
    "value_as_written", "period_start", "period_end", "source_title", "comparison_group",
)  # fmt: skip
PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class PairGroup:
    """Pairs whose figures are all alike on either side. `code` is for the address."""

    code: str
    aspects: Mapping[str, str]
    levels: tuple[str, ...]
    subjects: int

    def describe(self, language: Language) -> str:
        """What the first figures have in common: 全省（区、市）口径 · 全年."""
        return describe_aspects(self.aspects, self.levels, language)

    def __hash__(self) -> int:
        return hash(self.code)


def pair_figures(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The figures of two metrics side by side: the columns of the first, those of TAKEN of the second, and `pair`, the group.

    They are of one subject and one year and state their periods; two that last for some time cover the same days. Figures of some
    units only are left out: their units differ.
    """
    one, two = (_choose(facts) for facts in (first, second))
    pairs = one.merge(two[["subject_id", "year", *TAKEN]].rename(columns=_rename), on=["subject_id", "year"])
    lasting = pairs["months"].gt(0) & pairs["other_months"].gt(0)
    same = pairs["period_start"].eq(pairs["other_period_start"]) & pairs["period_end"].eq(pairs["other_period_end"])
    pairs = pairs[~lasting | same]
    return pairs.assign(pair=[f"{mine}/{other}" for mine, other in zip(pairs[GROUP], pairs[OTHER_GROUP], strict=True)])


def _choose(facts: pd.DataFrame) -> pd.DataFrame:
    kept = facts[facts["value"].notna() & facts["months"].notna() & facts["scope"].ne("sample")]
    return pick_preferred(kept, ["subject_id", GROUP, "year"])


def _rename(name: str) -> str:
    return name if name in ("subject_id", "year") else f"other_{name}"


def list_pair_groups(pairs: pd.DataFrame) -> list[PairGroup]:
    """The groups, that with most subjects in one year first."""
    found = []
    for _, rows in pairs.groupby("pair", sort=False):
        [row] = list_rows(rows.head(1))
        other = find_aspects(row | {name: row[f"other_{name}"] for name in ("metric_id", "kind", "unit", "months")})
        aspects = find_aspects(row)
        parts = [aspects[name] or "0" for name in ("scope", "extent", "baseline", "period", "part_of_year", "level")]
        levels = tuple(sorted(set(rows["admin_level"])))
        subjects = int(rows.groupby("year")["subject_id"].nunique().max())
        found.append(PairGroup("-".join([*parts, other["period"]]), aspects, levels, subjects))
    return sorted(found, key=lambda group: (-group.subjects, group.code))


def select_pairs(pairs: pd.DataFrame, group: PairGroup) -> pd.DataFrame:
    """The pairs of one group."""
    named = {key: list_pair_groups(rows)[0].code for key, rows in pairs.groupby("pair", sort=False)}
    return pairs[pairs["pair"].map(named).eq(group.code)]


def may_divide(pairs: pd.DataFrame) -> bool:
    """Whether the quotient means something: both are totals, and neither is a share."""
    kinds, units = {*pairs["kind"], *pairs["other_kind"]}, {*pairs["unit"], *pairs["other_unit"]}
    return bool(kinds) and kinds <= TOTALS and PERCENT not in units


def divide_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """The quotients in place of the first figures, as rates, those by nought left out; `total_…` is what was divided.

    Of one unit on both sides it is a percentage, else in the first unit per the second (yuan/square_metre). A quotient is to be
    verified where either side is, and about where either is not exact; no range is divided. It has the digits that both bear.
    """
    kept = pairs[pairs["other_value"].gt(0) & pairs["value_max"].isna() & pairs["other_value_max"].isna()]
    is_share = kept["unit"].eq(kept["other_unit"])
    names = {
        f"metric_{language}": [
            translate("ratios.divided", language, first=first, second=second)
            for first, second in zip(kept[f"metric_{language}"], kept[f"other_metric_{language}"], strict=True)
        ]
        for language in LANGUAGES
    }
    exact = kept["qualifier"].fillna("exact").eq("exact") & kept["other_qualifier"].fillna("exact").eq("exact")
    doubtful = kept["status"].isin(DOUBTFUL) | kept["other_status"].isin(DOUBTFUL)
    units = np.where(is_share, PERCENT, kept["unit"].astype(str) + IN_UNIT + kept["other_unit"].astype(str))
    raw: Any = kept["value"].astype("float64") / kept["other_value"].astype("float64") * np.where(is_share, 100, 1)
    written = list_rows(kept, (*WRITTEN, *(f"other_{name}" for name in WRITTEN)))
    values: Any = [round_significant(value, _count_borne(row)) for value, row in zip(raw.tolist(), written, strict=True)]
    changed: dict[str, Any] = {**names, "value": values, "unit": units, "kind": "rate", "better": "neither", "dimension": "ratio"}
    changed |= {"qualifier": np.where(exact, "exact", "approx"), "status": np.where(doubtful, "unverified", kept["status"])}
    return kept.assign(total_value=kept["value"], total_unit=kept["unit"], **changed)


def _count_borne(row: Mapping[str, Any]) -> float:
    """The significant digits of that figure of a pair which has fewer."""
    other = {name: row[f"other_{name}"] for name in WRITTEN if f"other_{name}" in row}
    return min(count_significant(row), count_significant(other))
