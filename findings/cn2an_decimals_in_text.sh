#!/usr/bin/env bash
# One would guess: transform(text, "an2cn") writes every number of a sentence in Chinese numerals by the rules that an2cn() itself
# follows: 3.5 as 三点五, -3.5% as 负百分之三点五.
# What happens: before ℃ the decimal point stays a full stop (三.五摄氏度), and the sign of a negative percentage lands inside the
# fraction (百分之负三点五). an2cn("3.5") alone gives 三点五.
# Seen 2026-11-30 with cn2an 0.5.24 on Python 3.11.
source "$(dirname "$0")/compare.bash" cn2an==0.5.24
cat > expected <<'EXPECTED'
三点五
气温3.5℃ → 气温三.五摄氏度
同比变化-3.5% → 同比变化百分之负三点五
单价3.5元 → 单价三点五元
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import cn2an

print(cn2an.an2cn("3.5"))
for text in ("气温3.5℃", "同比变化-3.5%", "单价3.5元"):
    print(text, "→", cn2an.transform(text, "an2cn"))
PYTHON
