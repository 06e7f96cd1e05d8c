#!/usr/bin/env bash
# One would guess: text that stands in neighbouring inline elements is joined as a browser joins it.
# What happens: <span>3</span><span>5</span> comes out as "3 5", two figures (pages pasted from Word mark up digits so); <b> and <i> join.
# Seen 2026-11-30 with inscriptis 2.7.6 on Python 3.11.
source "$(dirname "$0")/compare.bash" inscriptis==2.7.6
cat > expected <<'EXPECTED'
<span>3</span><span>5</span> → 处置公务用车 3 5 辆。
3<span>5</span> → 处置公务用车3 5 辆。
<b>3</b>5 → 处置公务用车35辆。
<font>3</font>5 → 处置公务用车35辆。
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import inscriptis

for inside in ("<span>3</span><span>5</span>", "3<span>5</span>", "<b>3</b>5", "<font>3</font>5"):
    print(inside, "→", inscriptis.get_text(f"<p>处置公务用车{inside}辆。</p>").strip())
PYTHON
