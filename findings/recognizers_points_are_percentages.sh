#!/usr/bin/env bash
# One would guess: 个百分点, the difference of two percentages, is told apart from 百分之 and %, or left to another unit; ‰ and 千分之 are
# divided by a thousand or left alone.
# What happens: recognize_percentage calls 1.5个百分点 1.5%, so that a rate that rose by a point and one that rose by a hundredth are the
# same; recognize_number keeps 0.5 of 0.5‰ and 3 of 千分之三, without their unit.
# Seen 2026-11-30 with recognizers-text-suite 1.0.2a2 and the emoji 1.7.0 that it needs, on Python 3.11.
source "$(dirname "$0")/compare.bash" recognizers-text-suite==1.0.2a2 emoji==1.7.0
cat > expected <<'EXPECTED'
提高1.5个百分点 | percentages: 1.5% | numbers: 1.5
提高1.5% | percentages: 1.5% | numbers: 1.5
提高百分之一点五 | percentages: 1.5% | numbers: none
0.5‰ | percentages: none | numbers: 0.5
千分之三 | percentages: none | numbers: 3
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from recognizers_number import recognize_number, recognize_percentage
from recognizers_text import Culture

for words in ("提高1.5个百分点", "提高1.5%", "提高百分之一点五", "0.5‰", "千分之三"):
    shares = [found.resolution["value"] for found in recognize_percentage(words, Culture.Chinese)]
    numbers = [found.resolution["value"] for found in recognize_number(words, Culture.Chinese)]
    print(words, "|", "percentages:", ", ".join(shares) or "none", "|", "numbers:", ", ".join(numbers) or "none")
PYTHON
