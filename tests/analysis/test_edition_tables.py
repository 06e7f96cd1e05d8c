"""The comparison tables of an edition say what the rules in plain Python say, for random figures."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest

from tests.analysis.edition import make_edition, standings_in
from tests.analysis.factory import make_facts
from tests.analysis.rules import latest_by_rule, medians_by_rule, rank_length, standings_by_rule
from yearbook.analysis.comparability import list_rows, read_months
from yearbook.analysis.ranking import list_lines

SETTLED = [False, True]
METRICS: list[dict[str, Any]] = [
    {"metric_id": "energy.use", "kind": "flow", "better": "down"},
    {"metric_id": "energy.rate", "kind": "rate", "better": "up", "unit": "percent", "additive": False},
    {"metric_id": "energy.change", "kind": "change", "better": "neither", "unit": "percent", "additive": False},
]


def draw_facts(seed: int) -> pd.DataFrame:
    """Bodies of two levels, some of which report on the same area, with repeated, unverified and inexact figures."""
    mood = random.Random(seed)
    rows = []
    for number in range(120):
        metric = mood.choice(METRICS)
        body = mood.randrange(7)
        months = mood.choice((12, 12, 12, 6, None))
        rows.append(
            metric
            | {
                "agency": "甲乙丙丁戊己庚"[body],
                "region_code": f"9{body // 2}0000",
                "admin_level": "county" if body > 3 else "province",
                "demonstration": False,
                "scope": mood.choice(("region_wide", "region_wide", "agency", "sample")),
                "baseline": mood.choice(("previous_year", "2015")) if metric["kind"] == "change" else None,
                "year": mood.randrange(2018, 2022),
                "months": months,
                "value": float(mood.randrange(1, 9)),
                "qualifier": mood.choice(("exact", "exact", "approx")),
                "status": mood.choice(("verified", "extracted", "unverified")),
                "published_on": pd.Timestamp(2023, mood.randrange(1, 4), 1),
                "fact_id": f"f{number:04d}",
            }
        )
    return make_facts(*rows)


def rows_of(facts: pd.DataFrame, settled: bool) -> list[dict[str, Any]]:
    kept = facts[facts["status"] != "unverified"] if settled else facts
    return [{str(name): value for name, value in row.items()} for row in kept.to_dict("records")]


@pytest.mark.parametrize("settled", SETTLED, ids=["all", "settled"])
@pytest.mark.parametrize("seed", range(12))
def test_standings(seed: int, settled: bool) -> None:
    facts = draw_facts(seed)
    ask, rows = make_edition(facts), rows_of(facts, settled)
    for agency in sorted(facts["agency_id"].unique()):
        stored = {
            row["metric_id"]: (
                row["fact_id"], row["rank"], row["ties"], row["reported"],
                tuple(round(row[name], 9) for name in ("lower_quartile", "median", "upper_quartile")),
                row["approximate"], row["unverified"],
            )
            for row in ask("standings", agency=agency, settled=settled).to_dict("records")
        }  # fmt: skip
        assert stored == standings_by_rule(rows, agency)
        drawn = {one.metric_id: pd.DataFrame(one.rows) for one in standings_in(ask, agency, settled=settled)}
        assert set(drawn) == set(stored)
        for metric, (fact, _, _, reported, quartiles, _, unverified) in stored.items():
            assert fact in set(drawn[metric]["fact_id"])
            assert (len(drawn[metric]), int((drawn[metric]["status"] == "unverified").sum())) == (reported, unverified)
            assert tuple(drawn[metric]["value"].quantile([0.25, 0.5, 0.75]).round(9)) == quartiles


@pytest.mark.parametrize("settled", SETTLED, ids=["all", "settled"])
@pytest.mark.parametrize("seed", range(12))
def test_latest_figures(seed: int, settled: bool) -> None:
    facts = draw_facts(seed)
    ask, rows = make_edition(facts), rows_of(facts, settled)
    for agency in sorted(facts["agency_id"].unique()):
        found = ask("latest_figures", agency=agency, region=None, settled=settled)
        expected = latest_by_rule(rows, agency)
        assert set(found["metric_id"]) == set(expected)
        for row in found.to_dict("records"):
            (_, length, year, near, figures), _ = expected[row["metric_id"]]
            is_near = not isinstance(row["baseline"], str) or row["baseline"] == "previous_year"
            found_line = (rank_length(row["months"]), row["year"], is_near, len(row["years"]))
            assert found_line == (length, year, near, figures)


@pytest.mark.parametrize("settled", SETTLED, ids=["all", "settled"])
@pytest.mark.parametrize("seed", range(12))
def test_group_statistics(seed: int, settled: bool) -> None:
    facts = draw_facts(seed)
    ask, rows = make_edition(facts), rows_of(facts, settled)
    medians = ask("most_reported", metrics=tuple(sorted(facts["metric_id"].unique())), level=None, settled=settled)
    expected = medians_by_rule(rows)
    for row in medians.to_dict("records"):
        assert any(
            (row["reported"], round(row["median"], 9), row["year"]) == (count, quartiles[1], year)
            for (_, year), (count, _, _, quartiles) in expected.items()
        )


def describe_lines(lines: pd.DataFrame) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """By subject, baseline and length of period: figures, those to be verified, the years, the value at the end."""
    return {
        (
            row["subject_id"],
            row["baseline"] if isinstance(row["baseline"], str) else "",
            read_months(row["months"]),
        ): (
            *(row[name] for name in ("figures", "unverified")),
            list(row["years"]),
            list(row["values"]),
        )
        for row in list_rows(lines)
    }


@pytest.mark.parametrize("settled", SETTLED, ids=["all", "settled"])
@pytest.mark.parametrize("seed", range(4))
def test_lines(seed: int, settled: bool) -> None:
    facts = draw_facts(seed)
    kept = facts[facts["status"] != "unverified"] if settled else facts
    ask = make_edition(facts)
    for metric, figures in kept.groupby("metric_id"):
        lines = ask("lines", metric=metric, agencies=(), settled=settled)
        assert describe_lines(lines) == describe_lines(list_lines(figures))
