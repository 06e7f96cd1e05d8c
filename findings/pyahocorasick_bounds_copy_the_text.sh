#!/usr/bin/env bash
# One would guess: Automaton.iter(text, start, end) takes time by the length of the stretch from start to end.
# What happens: each call first copies the whole text, so that ten code points of a text of 400,000 take as long as many thousand do;
# iter(text[start:end]) takes the same time in a text of any length.
# Seen 2026-11-30 with pyahocorasick 2.3.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" pyahocorasick==2.3.1
cat > expected <<'EXPECTED'
with bounds: slower in the long text
with a slice: alike
EXPECTED
venv/bin/python - > seen <<'PYTHON'
import time

import ahocorasick

automaton = ahocorasick.Automaton()
automaton.add_word("公务用车", "公务用车")
automaton.make_automaton()


def cost(find):
    taken = []
    for _ in range(9):
        start = time.process_time()
        for _ in range(300):
            find()
        taken.append(time.process_time() - start)
    return min(taken)


short, long = "机关事务" * 250, "机关事务" * 100_000
for name, find in (("with bounds", lambda text: list(automaton.iter(text, 10, 20))), ("with a slice", lambda text: list(automaton.iter(text[10:20])))):
    ratio = cost(lambda: find(long)) / cost(lambda: find(short))
    print(f"{name}: {'slower in the long text' if ratio > 5 else 'alike'}")
PYTHON
