#!/usr/bin/env bash
# One would guess: SQLite's full-text search (and what stands on it, as Datasette's) finds a word of a Chinese sentence, at the latest with the
# tokenizer trigram.
# What happens: unicode61 and porter take a run of Chinese with the digits in it for one word, so that only the whole run is found, not even its
# number; trigram finds words of three characters and more, but none of two: 能耗, 公务, 节水.
# Seen 2026-11-30 with apsw 3.54.1.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" apsw==3.54.1.0
cat > expected <<'EXPECTED'
unicode61 全省取消公务用车31000余台
porter 全省取消公务用车31000余台
trigram 公务用车 31000 全省取消公务用车31000余台
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import apsw

connection = apsw.Connection(":memory:")
for tokenizer in ("unicode61", "porter", "trigram"):
    connection.execute(f"create virtual table {tokenizer}_index using fts5(words, tokenize='{tokenizer}')")
    connection.execute(f"insert into {tokenizer}_index values ('全省取消公务用车31000余台，人均能耗下降')")
    found = [
        word
        for word in ("公务用车", "31000", "能耗", "全省取消公务用车31000余台")
        if list(connection.execute(f"select 1 from {tokenizer}_index where {tokenizer}_index match ?", (f'"{word}"',)))
    ]
    print(tokenizer, *found)
PYTHON
