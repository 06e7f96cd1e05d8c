#!/usr/bin/env bash
# One would guess: cells that hold "3、4"-like lists written with a comma, struck-out figures and note marks stay apart as text.
# What happens: pandas.read_html takes every comma between digits for a thousands mark, wherever it stands: batches "3,4" become
# the integer 34 and "1,2,3" becomes 123; struck text (<s>, <del>) and note marks (<sup>) are joined to the figure beside them,
# so a corrected "31 30辆" reads 3130辆 and 1 with note 2 reads 12. thousands=None keeps the lists; nothing keeps struck text out.
# Seen 2026-11-30 with pandas 3.1.1, lxml 6.1.3 on Python 3.11.
source "$(dirname "$0")/compare.bash" pandas==3.1.1 lxml==6.1.3
cat > expected <<'EXPECTED'
[34, 123]
['3,4', '1,2,3']
[['3130辆', 12]]
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import io

import pandas as pd

batches = "<table><tr><th>批次</th></tr><tr><td>3,4</td></tr><tr><td>1,2,3</td></tr></table>"
print(pd.read_html(io.StringIO(batches))[0]["批次"].tolist())
print(pd.read_html(io.StringIO(batches), thousands=None)[0]["批次"].tolist())
amended = "<table><tr><th>车辆</th><th>处</th></tr><tr><td><s>31</s>30辆</td><td>1<sup>2</sup></td></tr></table>"
print(pd.read_html(io.StringIO(amended))[0].values.tolist())
PYTHON
