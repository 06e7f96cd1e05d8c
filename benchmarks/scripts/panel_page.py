"""The same comparison as one writes it with Panel, plotly.express and DuckDB; see dash_page.py.

usage: panel_page.py PORT, with EDITION naming the edition's file and METRIC the metric to begin with. Run by `yearbook bench`
with the interpreter of .venv-peers.
"""

import os
import sys

import duckdb
import panel as pn
import plotly.express as px

pn.extension("plotly")
edition = duckdb.connect(os.environ["EDITION"], read_only=True)
metrics = edition.sql("select any_value(metric_zh), metric_id::varchar from facts group by metric_id order by 1").fetchall()
regions = edition.sql("select distinct region_zh, region_code::varchar from facts order by 2").fetchall()
years = [year for (year,) in edition.sql("select distinct year from facts order by 1 desc").fetchall()]


def draw(metric, region, year):
    figures = (
        edition.cursor()
        .execute(
            """
            with asked as (select * from facts where metric_id = ? and year = ?),
            groups as (
                select comparison_group, admin_level, count(*) as bodies
                from asked
                where months = 12 and (? = '' or region_code::varchar = ?)
                group by all
                order by bodies desc
                limit 1
            )
            select agency_short_zh as agency, region_code::varchar as region, value, unit, period_end, status, source_title
            from asked semi join groups using (comparison_group, admin_level)
            order by value
            """,
            [metric, year, region, region],
        )
        .df()
    )
    figures["own"] = figures["region"] == region
    chart = px.bar(
        figures,
        x="value",
        y="agency",
        color="own",
        orientation="h",
        text="value",
        hover_data=["unit", "period_end", "status", "source_title"],
        height=120 + 24 * len(figures),
    )
    return chart.update_layout(showlegend=False, yaxis={"categoryorder": "total ascending"})


def page():
    metric = pn.widgets.Select(name="metric", options=dict(metrics), value=os.environ["METRIC"])
    region = pn.widgets.Select(name="region", options={"全国": "", **dict(regions)}, value="")
    year = pn.widgets.Select(name="year", options=years, value=years[0])
    return pn.Column("# 横向比较", metric, region, year, pn.pane.Plotly(pn.bind(draw, metric, region, year)))


if __name__ == "__main__":
    pn.serve(page, address="127.0.0.1", port=int(sys.argv[1]), show=False, websocket_origin="*")
