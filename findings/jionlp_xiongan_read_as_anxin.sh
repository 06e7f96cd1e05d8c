#!/usr/bin/env bash
# One would guess: parse_location of 雄安新区 (a state-level new area since 2017) gives Xiong'an, or no county.
# What happens: it finds the county 安新县 inside the name (雄·安新·区), puts 河北省保定市 before it and leaves 区 at the head of what follows, so
# that a body of the new area is filed under a county of another name.
# Seen 2026-11-30 with jionlp 1.5.31 on Python 3.11.
source "$(dirname "$0")/compare.bash" jionlp==1.5.31
cat > expected <<'EXPECTED'
河北省 保定市 安新县 | 区机关事务中心
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import contextlib
import io

with contextlib.redirect_stdout(io.StringIO()):  # it greets on import
    import jionlp

found = jionlp.parse_location("雄安新区机关事务中心")
print(found["province"], found["city"], found["county"], "|", found["detail"])
PYTHON
