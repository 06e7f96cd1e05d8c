#!/usr/bin/env bash
# One would guess: str.normalize("NFKC") makes signs plain that mean the same, and leaves the value of a figure alone.
# What happens: marks of lists and raised digits run into the figure behind or before them: ①35辆 becomes 135辆, ⒈5万元 1.5万元, 10⁴ 104, 3½ becomes
# 31⁄2. Marks and raised digits have to be set apart before.
# Seen 2026-11-30 with pandas 3.1.1 and polars 2.1.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" pandas==3.1.1 polars==2.1.0
cat > expected <<'EXPECTED'
['135辆', '1.5万元', '104千瓦时', '31⁄2小时', '(1)12场']
['135辆', '1.5万元', '104千瓦时', '31⁄2小时', '(1)12场']
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import pandas
import polars

texts = ["①35辆", "⒈5万元", "10⁴千瓦时", "3½小时", "⑴12场"]
print(pandas.Series(texts).str.normalize("NFKC").tolist())
print(polars.Series(texts).str.normalize("NFKC").to_list())
PYTHON
