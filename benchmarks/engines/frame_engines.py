"""The questions asked of frames: of PyArrow, Polars and Dask, as their users write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.engines import answers
from benchmarks.engines.answers import EXACT_BELOW, SCALE, Answers, Asked, make_plain, rows_of, sort_rows


def ask_pyarrow(folder: Path, asked: Asked) -> Answers:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet
    from pyarrow.dataset import dataset, field

    facts = dataset(folder / "facts", partitioning="hive")
    files = {name: parquet.ParquetFile(folder / f"{name}.parquet") for name in asked.tables if name != "facts"}
    counts = {name: file.metadata.num_rows for name, file in files.items()} | {"facts": facts.count_rows()}
    read = facts.to_table(columns=["topic", "year", "value", "caveats", "period_start", "period_end"])
    small = pc.if_else(pc.less(pc.abs(read["value"]), EXACT_BELOW), read["value"], None)
    by_topic = read.select(["topic", "value"]).append_column("exact", pc.cast(pc.round(small, SCALE), pa.decimal128(38, SCALE)))
    sums = by_topic.group_by("topic").aggregate([("value", "count"), ("value", "sum"), ("value", "min"), ("value", "max")])
    exact = by_topic.group_by("topic").aggregate([("exact", "sum")])
    lengths, members = pc.list_value_length(read["caveats"]), pc.value_counts(pc.list_flatten(read["caveats"]))
    is_asked = (field("metric_id") == asked.metric) & (field("topic") == asked.topic) & (field("year") == asked.year)
    chosen = facts.to_table(filter=is_asked).sort_by([("value", "ascending"), ("fact_id", "ascending")])
    named = pc.fill_null(chosen["admin_level"], "")
    levels = {level: chosen.filter(pc.equal(named, level))["value"] for level in pc.unique(named).to_pylist()}
    built = parquet.read_table(folder / "edition.parquet")["built_at"][0].as_py()
    return {
        answers.TABLES: [(table, counts[table]) for table in asked.tables],
        answers.PARTS: sort_rows(rows_of(read.group_by(["topic", "year"]).aggregate([([], "count_all")]))),
        answers.MISSING: [(name, facts.to_table(columns=[name])[name].null_count) for name in asked.columns],
        answers.CAVEATS: sort_rows((pair["values"], pair["counts"]) for pair in members.to_pylist()),
        answers.LISTS: [(pc.sum(pc.equal(lengths, 0)).as_py(), read["caveats"].null_count)],
        answers.SUMS: sort_rows(rows_of(sums)),
        answers.DECIMALS: sort_rows(rows_of(exact)),
        answers.TIMES: make_plain([(pc.min(read["period_start"]).as_py(), pc.max(read["period_end"]).as_py(), built)]),
        answers.LEVELS: sort_rows(
            (level or None, len(values), pc.min(values).as_py(), pc.quantile(values, 0.5)[0].as_py(), pc.max(values).as_py())
            for level, values in levels.items()
        ),
        answers.FIGURES: make_plain(rows_of(chosen.select(list(answers.DRAWN)))),
    }


def ask_polars(folder: Path, asked: Asked) -> Answers:
    import polars as pl

    facts = pl.scan_parquet(folder / "facts/**/*.parquet", hive_partitioning=True)
    tables = {name: facts if name == "facts" else pl.scan_parquet(folder / f"{name}.parquet") for name in asked.tables}
    value, caveats = pl.col("value"), pl.col("caveats")
    exact = pl.when(value.abs() < EXACT_BELOW).then(value).cast(pl.Decimal(38, SCALE)).sum()
    chosen = facts.filter(pl.col("metric_id") == asked.metric, pl.col("topic") == asked.topic, pl.col("year") == asked.year)
    by_level = chosen.group_by("admin_level").agg(
        pl.len(), value.min().alias("least"), value.median().alias("median"), value.max()
    )
    sums = facts.group_by("topic").agg(
        value.count().alias("n"), value.sum().alias("sum"), value.min().alias("least"), value.max()
    )
    members = facts.select(caveats.explode()).drop_nulls().group_by("caveats").len()
    times = facts.select(pl.col("period_start").min(), pl.col("period_end").max()).collect().row(0)
    return {
        answers.TABLES: [(name, table.select(pl.len()).collect().item()) for name, table in tables.items()],
        answers.PARTS: sort_rows(facts.group_by("topic", "year").len().collect().rows()),
        answers.MISSING: make_plain(zip(asked.columns, facts.select(asked.columns).null_count().collect().row(0), strict=True)),
        answers.CAVEATS: sort_rows(members.collect().rows()),
        answers.LISTS: facts.select((caveats.list.len() == 0).sum().alias("empty"), caveats.null_count()).collect().rows(),
        answers.SUMS: sort_rows(sums.collect().rows()),
        answers.DECIMALS: sort_rows(facts.group_by("topic").agg(exact).collect().rows()),
        answers.TIMES: make_plain([(*times, pl.read_parquet(folder / "edition.parquet")["built_at"][0])]),
        answers.LEVELS: sort_rows(by_level.collect().rows()),
        answers.FIGURES: make_plain(chosen.select(answers.DRAWN).sort("value", "fact_id").collect().rows()),
    }


def ask_dask(folder: Path, asked: Asked) -> Answers:
    import pandas as pd
    import pyarrow as pa
    from dask import dataframe

    facts: Any = dataframe.read_parquet(folder / "facts", dtype_backend="pyarrow")
    tables = {
        name: facts if name == "facts" else dataframe.read_parquet(folder / f"{name}.parquet", dtype_backend="pyarrow")
        for name in asked.tables
    }
    values = facts.groupby("topic", observed=True)["value"].agg(["count", "sum", "min", "max"]).compute()
    small = facts["value"].where(facts["value"].abs() < EXACT_BELOW)
    exact = facts[["topic"]].assign(exact=small.round(SCALE).astype(pd.ArrowDtype(pa.decimal128(38, SCALE))))
    chosen = facts[
        (facts["metric_id"] == asked.metric) & (facts["topic"] == asked.topic) & (facts["year"] == asked.year)
    ].compute()
    levels = chosen.groupby("admin_level", dropna=False)["value"].agg(["count", "min", "median", "max"])
    lengths = facts["caveats"].map(len, meta=("caveats", "int64")).compute()
    members = facts["caveats"].explode().dropna().value_counts().compute()
    days = [facts[name].astype("datetime64[s]") for name in ("period_start", "period_end")]  # Dask finds no least of dates
    first, last = days[0].min().compute().date(), days[1].max().compute().date()
    built = tables["edition"]["built_at"].compute().iloc[0]
    missing = facts.isna().sum().compute()
    return {
        answers.TABLES: [(name, len(table)) for name, table in tables.items()],
        answers.PARTS: sort_rows(
            (*key, n) for key, n in facts.groupby(["topic", "year"], observed=True, dropna=False).size().compute().items()
        ),
        answers.MISSING: make_plain((name, missing[name]) for name in asked.columns),
        answers.CAVEATS: sort_rows(members.items()),
        answers.LISTS: make_plain([((lengths == 0).sum(), missing["caveats"])]),
        answers.SUMS: sort_rows(values.reset_index().itertuples(index=False)),
        answers.DECIMALS: sort_rows(exact.groupby("topic", observed=True)["exact"].sum().compute().items()),
        answers.TIMES: make_plain([(first, last, built)]),
        answers.LEVELS: sort_rows(levels.reset_index().itertuples(index=False)),
        answers.FIGURES: make_plain(chosen.sort_values(["value", "fact_id"])[list(answers.DRAWN)].itertuples(index=False)),
    }
