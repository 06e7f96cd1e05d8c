"""The comparison that dash_page.py and panel_page.py show: one question and one chart, as one writes them with plotly.express."""

import os

import duckdb
import plotly.express as px

edition = duckdb.connect(os.environ["EDITION"], read_only=True)
metrics = edition.sql("select metric_id::varchar, any_value(metric_zh) from facts group by metric_id order by 2").fetchall()
regions = edition.sql("select distinct region_code::varchar, region_zh from facts order by 1").fetchall()
years = [year for (year,) in edition.sql("select distinct year from facts order by 1 desc").fetchall()]


def draw_bars(metric, region, year):
    """All bodies of the fullest comparable group and level of a year; `region` is a code, or None for the nation."""
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
