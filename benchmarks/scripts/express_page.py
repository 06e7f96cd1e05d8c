"""Four charts and a table as one writes them with plotly.express and Streamlit's defaults: the peer of the year-on-year page.

EDITION names the edition's file. Nothing is cached; every run asks anew. The questions are the few that such a page needs: the
metrics with how many bodies have them, the regions, the bodies of the metric, the figures of three of them.
"""

import os

import duckdb
import plotly.express as px
import streamlit as st

BODIES = 3

st.set_page_config(page_title="年度变化", layout="wide")
edition = duckdb.connect(os.environ["EDITION"], read_only=True)
regions = edition.sql("select region_code, name_zh from regions order by region_code").df()
names = dict(zip(regions["region_code"].astype(str), regions["name_zh"], strict=True))
st.sidebar.selectbox("地区", list(names), format_func=names.get)
st.sidebar.toggle("只看已核实")
st.title("年度变化")
metrics = edition.sql(
    """select metric_id, any_value(metric_zh) as name_zh, count(distinct agency_id) as bodies
    from facts group by metric_id order by bodies desc"""
).df()
counted = {row.metric_id: f"{row.name_zh}（{row.bodies}）" for row in metrics.itertuples()}
left, right = st.columns(2)
metric = left.selectbox("指标", list(counted), format_func=counted.get)
bodies = edition.execute(
    """select agency_id, any_value(agency_short_zh) as agency, count(distinct year) as years
    from facts where metric_id = ? and scope <> 'sample' group by agency_id order by years desc, agency_id""",
    [metric],
).df()
names_of_bodies = dict(zip(bodies["agency_id"].astype(str), bodies["agency"], strict=True))
chosen = right.multiselect("机构", list(names_of_bodies), list(names_of_bodies)[:BODIES], format_func=names_of_bodies.get)
figures = edition.execute(
    """select agency_short_zh as agency, year, value, unit, status, evidence, source_title
    from facts where metric_id = ? and agency_id::varchar in (select unnest(?)) order by agency, year""",
    [metric, chosen],
).df()
figures["change"] = figures.groupby("agency", observed=True)["value"].pct_change() * 100
st.plotly_chart(px.line(figures, x="year", y="value", color="agency", markers=True, hover_data=["status", "source_title"]))
for agency, own in figures.groupby("agency", observed=True):
    chart = px.bar(
        own, x="change", y="year", orientation="h", title=agency, hover_data=["value", "source_title"], text_auto=".1f"
    )
    st.plotly_chart(chart, key=agency)
st.dataframe(figures, hide_index=True)
