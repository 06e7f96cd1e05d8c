#!/usr/bin/env bash
# One would guess: what a page strikes out does not come back as text, and a raised digit is set apart from the number before it (10⁴).
# What happens: in plain text struck figures stand before their correction without a break (120130150辆), 10 to the fourth becomes 104.
# Seen 2026-11-30 with trafilatura 2.3.1, lxml_html_clean 0.4.6 and inscriptis 2.7.6 on Python 3.11.
source "$(dirname "$0")/compare.bash" trafilatura==2.3.1 lxml_html_clean==0.4.6 inscriptis==2.7.6
cat > expected <<'EXPECTED'
trafilatura 共有120130150辆
inscriptis 共有120130150辆
trafilatura 用电104千瓦时
inscriptis 用电104千瓦时
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import inscriptis
import trafilatura

PARAGRAPH = "<p>各级机关事务管理部门推进集中统一管理，各项工作取得明显成效，现将有关情况报告如下，请予审阅。</p>"
for body in ("<p>共有<del>120</del><s>130</s>150辆</p>", "<p>用电10<sup>4</sup>千瓦时</p>"):
    page = f"<html><body><article><h1>年报</h1>{PARAGRAPH}{body}{PARAGRAPH}</article></body></html>"
    print("trafilatura", trafilatura.extract(page).splitlines()[2])
    print("inscriptis", inscriptis.get_text(body).strip())
PYTHON
