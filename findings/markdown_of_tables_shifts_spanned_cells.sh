#!/usr/bin/env bash
# One would guess: the year 2023 of a two-level heading (地区 over two rows, 车辆 over two columns) stays under 车辆 when a page's table
# becomes Markdown.
# What happens: markdownify and html2text leave no place for the cell that spans rows, so that 2022 stands under 地区 and 2023 under 车辆;
# trafilatura leaves it, but takes a table's caption for the first cell of its heading row.
# Seen 2026-11-30 with markdownify 1.2.3, html2text 2025.4.15, trafilatura 2.3.1 and lxml_html_clean 0.4.6 on Python 3.11.
source "$(dirname "$0")/compare.bash" markdownify==1.2.3 html2text==2025.4.15 trafilatura==2.3.1 lxml_html_clean==0.4.6
cat > expected <<'EXPECTED'
markdownify
| 地区 | 车辆 | |
| 2022 | 2023 |
| 全省 | 11 | 22 |
html2text
地区| 车辆
2022| 2023
全省| 11| 22
trafilatura
| 地区 | 车辆 | |
| | 2022 | 2023 |
| 全省 | 11 | 22 |
trafilatura, captioned
| 表1 车辆（单位：辆） | |
| 项目 | 数量 |
| 车辆 | 35 |
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import html2text
import trafilatura
from markdownify import markdownify

TABLE = (
    "<table><tr><th rowspan=2>地区</th><th colspan=2>车辆</th></tr><tr><th>2022</th><th>2023</th></tr>"
    "<tr><td>全省</td><td>11</td><td>22</td></tr></table>"
)
CAPTIONED = "<table><caption>表1 车辆（单位：辆）</caption><tr><th>项目</th><th>数量</th></tr><tr><td>车辆</td><td>35</td></tr></table>"
PARAGRAPH = "<p>各级机关事务管理部门推进集中统一管理，各项工作取得明显成效，现将有关情况报告如下，请予审阅。</p>"


def article(table):
    return trafilatura.extract(f"<html><body><article><h1>年报</h1>{PARAGRAPH}{table}{PARAGRAPH}</article></body></html>")


def rows(text):
    return [" ".join(line.split()) for line in text.splitlines() if "|" in line and "---" not in line]


print("markdownify", *rows(markdownify(TABLE)), sep="\n")
print("html2text", *rows(html2text.HTML2Text(bodywidth=0).handle(TABLE)), sep="\n")
print("trafilatura", *rows(article(TABLE)), sep="\n")
print("trafilatura, captioned", *rows(article(CAPTIONED)), sep="\n")
PYTHON
