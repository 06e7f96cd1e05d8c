#!/usr/bin/env bash
# One would guess: a column of 3.5% and 4% is text, or is read as 0.035 and 0.04, when csvkit or agate infer types.
# What happens: the sign is dropped and 3.5 is left, as if it were a count; so are ¥, € and $ (the full-width ￥ keeps the column text), and
# digits are taken in full width though a full-width comma is not.
# Seen 2026-11-30 with agate 1.14.2 on Python 3.11.
source "$(dirname "$0")/compare.bash" agate==1.14.2
cat > expected <<'EXPECTED'
机构 Text ['甲', '乙']
比例 Number ['3.5', '4']
金额 Number ['35', '1200']
全角 Number ['35', '40']
金额（全角号） Text ['￥35', '￥1200']
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import io

import agate

table = agate.Table.from_csv(io.StringIO("机构,比例,金额,全角,金额（全角号）\n甲,3.5%,¥35,３５,￥35\n乙,4%,¥1200,４0,￥1200\n"))
for name, kind in zip(table.column_names, table.column_types):
    print(name, type(kind).__name__, [str(value) for value in table.columns[name].values()])
PYTHON
