#!/usr/bin/env bash
# One would guess: 发布日期：2021年3月5日, the commonest stamp of Chinese government pages, gives 2021-03-05, as the same stamp with
# hyphens does.
# What happens: of a date written with 年月日 only the year is understood, and the first of January of it is returned as if it were the
# day, although the month and the day stand behind it. find_date() thus states a day that stands nowhere on the page.
# Seen 2026-11-30 with htmldate 1.11.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" htmldate==1.11.0
cat > expected <<'EXPECTED'
工作情况 发布日期：2021-03-05 → 2021-03-05
工作情况 发布日期：2021年3月5日 → 2021-01-01
工作情况 发布时间：2021年03月05日 09:30 → 2021-01-01
2020年度报告 （2021年1月20日） → 2021-01-01
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from htmldate import find_date

page = "<html><body><h1>{title}</h1><p>{stamp}</p><p>全市共有公务用车9120辆。</p></body></html>"
for title, stamp in (
    ("工作情况", "发布日期：2021-03-05"),
    ("工作情况", "发布日期：2021年3月5日"),
    ("工作情况", "发布时间：2021年03月05日 09:30"),
    ("2020年度报告", "（2021年1月20日）"),
):
    print(title, stamp, "→", find_date(page.format(title=title, stamp=stamp)))
PYTHON
