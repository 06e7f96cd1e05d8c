#!/usr/bin/env bash
# One would guess: search_dates() finds the one date of a Chinese sentence; a count with its measure word (9120辆) is none.
# What happens: a count of four digits comes back as a second date: the 31st of December of the year 9120, with day and month taken
# over from the date before it, although 辆 (a measure word) and no 年 stands behind it. A count of three digits is left alone.
# Seen 2026-11-30 with dateparser 1.5.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" dateparser==1.5.0
cat > expected <<'EXPECTED'
[('2020年12月31日', '2020-12-31'), ('9120', '9120-12-31')]
[('2020年12月31日', '2020-12-31')]
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from dateparser.search import search_dates

for text in ("截至2020年12月31日，全市共有公务用车9120辆。", "截至2020年12月31日，全市共有公务用车912辆。"):
    print([(words, day.date().isoformat()) for words, day in search_dates(text, languages=["zh"])])
PYTHON
