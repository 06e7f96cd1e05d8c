#!/usr/bin/env bash
# One would guess: cpca finds the province, city and county that the name of a government body speaks of, or says nothing where
# several fit.
# What happens: a prefecture called by its short name becomes the county-level city in it (云南省文山州 → 文山市, code 532601, while 文山州's is
# 532600); a district whose name several cities bear is given to one of them without a sign, and its province with it (朝阳区 → 长春, not
# 北京; 鼓楼区 → 开封); a prefecture that became a city in 2017 (那曲市) is not known.
# Seen 2026-11-30 with cpca 0.5.5 and pandas 2.3.3 on Python 3.11.
source "$(dirname "$0")/compare.bash" cpca==0.5.5 pandas==2.3.3
cat > expected <<'EXPECTED'
云南省文山州机关事务局 云南省 文山壮族苗族自治州 文山市 532601
朝阳区机关事务管理局 吉林省 长春市 朝阳区 220104
鼓楼区机关事务中心 河南省 开封市 鼓楼区 410204
西藏自治区那曲市机关事务局 西藏自治区 None None 540000
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import cpca

for name in ("云南省文山州机关事务局", "朝阳区机关事务管理局", "鼓楼区机关事务中心", "西藏自治区那曲市机关事务局"):
    province, city, county, _, code = cpca.transform([name]).iloc[0]
    print(name, province, city, county, code)
PYTHON
