"""The same comparison as one writes it with Panel, plotly.express and DuckDB; see dash_page.py.

usage: panel_page.py PORT, with EDITION naming the edition's file and METRIC the metric to begin with. Run by `yearbook bench`
with the interpreter of .venv-peers.
"""

import os
import sys

import panel as pn
from compared_bars import draw_bars, metrics, regions, years

pn.extension("plotly")


def page():
    metric = pn.widgets.Select(name="metric", options={name: code for code, name in metrics}, value=os.environ["METRIC"])
    region = pn.widgets.Select(name="region", options={"全国": None, **{name: code for code, name in regions}}, value=None)
    year = pn.widgets.Select(name="year", options=years, value=years[0])
    return pn.Column("# 横向比较", metric, region, year, pn.pane.Plotly(pn.bind(draw_bars, metric, region, year)))


if __name__ == "__main__":
    pn.serve(page, address="127.0.0.1", port=int(sys.argv[1]), show=False, websocket_origin="*")
