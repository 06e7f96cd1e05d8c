"""The comparison of a metric over all bodies as one writes it with Dash, plotly.express and DuckDB: the peer of that page.

usage: dash_page.py PORT, with EDITION naming the edition's file and METRIC the metric to begin with. Run by `yearbook bench` with
the interpreter of .venv-peers. The region chooses the level whose bodies are compared, and stands out among them.
"""

import os
import sys

import duckdb
import plotly.express as px
from dash import Dash, Input, Output, dcc, html
from flask_compress import Compress
from waitress import serve

edition = duckdb.connect(os.environ["EDITION"], read_only=True)
metrics = edition.sql("select metric_id::varchar, any_value(metric_zh) from facts group by metric_id order by 2").fetchall()
regions = edition.sql("select distinct region_code::varchar, region_zh from facts order by 1").fetchall()
years = [year for (year,) in edition.sql("select distinct year from facts order by 1 desc").fetchall()]

app = Dash(__name__, title="横向比较")
Compress(app.server)
app.layout = html.Div(
    [
        html.H1("横向比较"),
        dcc.Dropdown([{"label": name, "value": code} for code, name in metrics], os.environ["METRIC"], id="metric"),
        dcc.Dropdown([{"label": name, "value": code} for code, name in regions], id="region", placeholder="全国"),
        dcc.Dropdown(years, years[0], id="year"),
        dcc.Graph(id="chart"),
    ]
)


@app.callback(Output("chart", "figure"), Input("metric", "value"), Input("region", "value"), Input("year", "value"))
def draw(metric, region, year):
    figures = (
        edition.cursor()
        .execute(
            """
            with asked as (select * from facts where metric_id = ? and year = ?),
            groups as (
                select comparison_group, admin_level, count(*) as bodies
                from asked
                where months = 12 and (? is null or region_code = ?)
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


if __name__ == "__main__":
    serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=4)
