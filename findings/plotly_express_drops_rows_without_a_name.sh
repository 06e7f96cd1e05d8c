#!/usr/bin/env bash
# One would guess: px.bar(frame, color="region") draws every row, those without a region under a name of their own or none, as px.pie and a bar
# without colour do.
# What happens: rows whose colour (or symbol, pattern, facet, line) is missing are left out without a word, though their value is there: of bars for 3
# and 4 the 4 is gone, and a stack is too low by it. So do pandas' and Polars' frames. The maintainers decided to keep it so when they went over
# to narwhals (pull request 4790), for its speed. fillna("未注明") before keeps them.
# Seen 2026-11-30 with plotly 7.1.0, pandas 3.1.1 and polars 2.1.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" plotly==7.1.0 pandas==3.1.1 polars==2.1.0
cat > expected <<'EXPECTED'
pandas bar [[3, 4]]
pandas bar with colour [('湖南', [3])]
pandas pie [[3, 4]]
polars bar [[3, 4]]
polars bar with colour [('湖南', [3])]
polars pie [[3, 4]]
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import pandas
import plotly.express as px
import polars

ROWS = {"year": [2023, 2023], "region": ["湖南", None], "vehicles": [3, 4]}
for library, frame in (("pandas", pandas.DataFrame(ROWS)), ("polars", polars.DataFrame(ROWS))):
    plain = px.bar(frame, x="year", y="vehicles")
    coloured = px.bar(frame, x="year", y="vehicles", color="region")
    pie = px.pie(frame, names="region", values="vehicles")
    print(library, "bar", [list(map(int, trace.y)) for trace in plain.data])
    print(library, "bar with colour", [(trace.name, list(map(int, trace.y))) for trace in coloured.data])
    print(library, "pie", [list(map(int, trace.values)) for trace in pie.data])
PYTHON
