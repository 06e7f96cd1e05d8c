#!/usr/bin/env bash
# One would guess: with the locale zh_CN, intword counts as Chinese does, in 万 and 亿, as babel's compact format does.
# What happens: it counts in thousands and millions and translates their names: 12.3 千, 123.5 百万, 12.3 十亿.
# Seen 2026-11-30 with humanize 4.17.0 and babel 2.19.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" humanize==4.17.0 babel==2.19.0
cat > expected <<'EXPECTED'
12345 → 12.3 千 · 1.2万
123456789 → 123.5 百万 · 1.2亿
12345678900 → 12.3 十亿 · 123.5亿
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import humanize
from babel.numbers import format_compact_decimal

humanize.i18n.activate("zh_CN")
for number in (12_345, 123_456_789, 12_345_678_900):
    print(number, "→", humanize.intword(number), "·", format_compact_decimal(number, locale="zh", fraction_digits=1))
PYTHON
