#!/usr/bin/env bash
# One would guess: OpenCC's t2s leaves text alone that is in simplified characters already, and s2t followed by t2s gives back what went in.
# What happens: t2s writes 乾县 as 干县 and 乾安县 as 干安县, two counties whose names keep 乾 in simplified writing (乾隆 it keeps);
# there and back 浚县 becomes 濬县 and 澄江市 澂江市. Of 3,214 names of provinces, cities and counties these four change.
# Seen 2026-11-30 with opencc 1.4.2 on Python 3.11.
source "$(dirname "$0")/compare.bash" opencc==1.4.2
cat > expected <<'EXPECTED'
乾县 → 干县
乾安县 → 干安县
乾隆 → 乾隆
乾县机关事务服务中心 → 干县机关事务服务中心
浚县 → 濬縣 → 濬县
澄江市 → 澂江市 → 澂江市
台州市 → 台州市 → 台州市
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from opencc import OpenCC

simplify, complicate = OpenCC("t2s"), OpenCC("s2t")
for name in ("乾县", "乾安县", "乾隆", "乾县机关事务服务中心"):
    print(name, "→", simplify.convert(name))
for name in ("浚县", "澄江市", "台州市"):
    print(name, "→", complicate.convert(name), "→", simplify.convert(complicate.convert(name)))
PYTHON
