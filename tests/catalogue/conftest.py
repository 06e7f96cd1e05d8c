"""A small catalogue of the tests' own, so that they hold whatever metrics the project ships."""

from __future__ import annotations

from pathlib import Path

import pytest

SMALL = {
    "units.yaml": """- id: set
  name: {zh: 台, en: sets}
  written: {台: '1'}
- id: session
  name: {zh: 次, en: sessions}
  written: {次: '1'}
- id: percent
  name: {zh: '%', en: '%'}
  written: {'%': '1'}
""",
    "terms.yaml": "建设: [建设, 新建]\n",
    "regions.csv": """region_code,name_zh,short_zh,pinyin,name_en,level,parent_code,tile_row,tile_col
100000,全国,全国,quanguo,China,national,,,
990000,示例省,示例,shili,Sample Province,province,100000,1,1
990100,示例市,示例市,shilishi,Sample City,prefecture,990000,,
""",
    "agencies.csv": """agency_id,name_zh,name_en,short_zh,aliases,region_code,admin_level,body_kind
990000-goa,示例省机关事务管理局,Sample,示例,,990000,province,office_affairs
""",
    "denominators.yaml": "[]\n",
    "metrics/energy.yaml": """topic: energy
name: {zh: 节能, en: Energy}
icon: bolt
metrics:
- {id: energy.boilers, name: {zh: 锅炉数, en: Boilers}, unit: set, dimension: count, kind: stock, better: neither, additive: true,
   headline: false, definition: {zh: 锅炉。, en: Boilers.}, wordings: [锅炉], exclusions: [资金]}
- {id: energy.boilers_change, name: {zh: 锅炉变化, en: Change}, unit: percent, dimension: change, kind: change, better: down,
   additive: false, headline: false, definition: {zh: 变化。, en: Change.}, wordings: [锅炉]}
""",
    "metrics/safety.yaml": """topic: safety
name: {zh: 安全稳定, en: Safety}
icon: health_and_safety
metrics:
- id: safety.drills
  name: {zh: 演练次数, en: Drills}
  unit: session
  dimension: count
  kind: flow
  better: up
  additive: true
  headline: false
  definition: {zh: 期内演练次数。, en: Drills held in the period.}
  wordings: [演练]
""",
}


def write_catalogue(folder: Path) -> None:
    for name, text in SMALL.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def small_catalogue(tmp_path: Path) -> Path:
    """The folder of the small catalogue."""
    write_catalogue(tmp_path / "catalogue")
    return tmp_path / "catalogue"
