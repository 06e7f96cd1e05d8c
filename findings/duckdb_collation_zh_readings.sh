#!/usr/bin/env bash
# One would guess: order by name collate zh puts the names of places in the order of their reading.
# What happens: it goes by each character's most frequent reading: 厦门 (Xiamen) stands under sha, before 上海, and 长沙 (Changsha) under
# zhang, before 郑州. The names want a column with their reading; pypinyin's phrases know these two.
# Seen 2026-11-30 with duckdb 2.0.1 and pypinyin 0.55.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" duckdb==2.0.1 pypinyin==0.55.0
cat > expected <<'EXPECTED'
成都 厦门 上海 武汉 长沙 郑州
长沙 成都 上海 武汉 厦门 郑州
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import duckdb
from pypinyin import lazy_pinyin

names = ["郑州", "长沙", "上海", "厦门", "武汉", "成都"]
connection = duckdb.connect()
print(*connection.execute("select list(n order by n collate zh) from unnest(?) t(n)", [names]).fetchall()[0][0])
print(*sorted(names, key=lazy_pinyin))
PYTHON
