"""The comparison of a metric over all bodies as one writes it with Dash, plotly.express and DuckDB: the peer of that page.

usage: dash_page.py PORT, with EDITION naming the edition's file and METRIC the metric to begin with. Run by `yearbook bench` with
the interpreter of .venv-peers. The region chooses the level whose bodies are compared, and stands out among them.
"""

import os
import sys

from compared_bars import draw_bars, metrics, regions, years
from dash import Dash, Input, Output, dcc, html
from flask_compress import Compress
from waitress import serve

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


app.callback(Output("chart", "figure"), Input("metric", "value"), Input("region", "value"), Input("year", "value"))(draw_bars)


if __name__ == "__main__":
    serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=4)
