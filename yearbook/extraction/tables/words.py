"""The words of tables (data/catalogue/tables.yaml): what labels and headings say apart from their subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import NamedTuple

from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml
from yearbook.catalogue.vocabulary import UnitReading, load_units, trie_pattern
from yearbook.extraction.linking.scope import load_scopes

_MARK = re.compile(
    r"(?:其中|另)?[:,]?(?:[(〔][一二三四五六七八九十\d]{1,3}[)〕][、.]?|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}(?:[、:]|\.(?!\d))|[①-⑳●■★▲*]|其中:?|[-·](?=\D))"
)
_NOTE = re.compile(r"[(〔\[](?!(?:国家|[省市县区])级[)〕\]])[^()〔〕\[\]]*[)〕\]]|[①-⑳*]")  # not 示范单位（省级）
_UNIT_IN_WORDS = re.compile(
    r"[(\[/](?:(?:计量|金额)?单位:?)?([^()\[\]/:]+(?:/[^()\[\]/:]+)?)[)\]]?$|[(\[](?:(?:计量|金额)?单位:?)?([^()\[\]:]+)[)\]]"
)
_LAST_NOUN = re.compile(r"(?:费用?|支出|经费|资金|量|面积)$")
_AGAINST = re.compile(r"(?:[比较]|[与同和](?=.{4,8}比))[“\"]?(?:(?:19|20)\d\d|十[一二三四五]五)")
_CHANGE_NOTE = re.compile(r"[(〔](?P<note>±%?|%±|(?:同比|[比较与和])[^()〔〕]*)[)〕]")
# labels that say as a whole for whom: the offices of one level
LEVEL = re.compile(r"(?:[省市县区州盟旗]级|本级)(?:机关|单位|部门|小计)?")
_LAST_YEAR = re.compile(r"同比|[上去]年")
UNIT_LINE = re.compile(r"(?:金额|计量|数据|计算)?单位均?[:为]\s*([^\s|,。;()]+)")
# right below a table, where no other follows: 单位：万元, 注：以上金额单位均为万元
UNIT_BELOW = re.compile(
    r"[ |]*\n *((?:[注说备]?[明注]?:)?[^\n|。;:]{0,10}单位均?[:为][^\n|:]{1,12}?)[。;]?(?=\n(?![^\n]*[|\t])|$)"
)
# titles of tables that hold plans alone: 2021年“三公”经费预算支出表, 项目支出绩效目标申报表
_BUDGET_TITLE = re.compile(r"预算(?!执行|完成)(?!.*决算)[^,。;:|]{0,8}表(?:格|\d*)?$")
_TARGET_TITLE = re.compile(r"(?:目标|任务|计划)(?!.*(?:完成|执行|实现|落实|自评|评价|考核|对比))[^,。;:|]{0,8}表$")
_RESULT = re.compile(r"决算|执行|实际|完成|实绩|实现")
_RESULT_OF_TARGETS = re.compile(r"(?:目标|任务|计划)(?:完成|执行|实现|落实)情况")
_MAPS = ("short_labels", "unit_nouns")
_NEUTRAL = ("totals", "subtotals", "general", "budgets", "targets", "changes", "shares", "falls", "rates", "unit_nouns")
MOST_LABELS = 4096  # whose reading is kept: labels repeat from cell to cell and from report to report
SCALES = {"": 1, "万": 10_000, "亿": 100_000_000, "千": 1_000, "百万": 1_000_000, "百": 100}


@dataclass(frozen=True)
class TableWords:
    """Lists of tables.yaml as patterns that match whole words (`numbers` to `general`) or search within them."""

    numbers: re.Pattern[str]
    totals: re.Pattern[str]
    subtotals: re.Pattern[str]
    sums: re.Pattern[str]
    not_summed: re.Pattern[str]
    general: re.Pattern[str]
    budgets: re.Pattern[str]
    targets: re.Pattern[str]
    completions: re.Pattern[str]
    changes: re.Pattern[str]
    rates: re.Pattern[str]
    other_bases: re.Pattern[str]
    falls: re.Pattern[str]
    shares: re.Pattern[str]
    occasions: re.Pattern[str]
    stocks: re.Pattern[str]
    short_labels: dict[str, str]
    unit_nouns: dict[str, str]
    neutral: re.Pattern[str]  # any of these words within others


@cache
def load_table_words() -> TableWords:
    """The installation's words of tables. Raises DataError with every list that is missing, empty or unknown."""
    file = catalogue_folder() / "tables.yaml"
    content = read_yaml(file)
    names = [field.name for field in fields(TableWords) if field.name != "neutral"]
    with collect_faults() as faults:
        for missing in (name for name in names if not content.get(name)):
            faults.append(DataError(file, missing, "is missing or empty; give at least one word"))
        for unknown in content.keys() - set(names):
            faults.append(DataError(file, unknown, "is not a list that is used; correct or remove it"))
    maps = {name: {str(key): str(word) for key, word in content[name].items()} for name in _MAPS}
    patterns = {name: re.compile(trie_pattern(map(str, content[name]))) for name in names if name not in _MAPS}
    neutral = [str(word) for name in _NEUTRAL for word in content[name]]
    patterns["occasions"] = re.compile(rf"(?:第?[一二三四五六七八九十\d]+|首|[上下])(?:{patterns['occasions'].pattern})")
    patterns["falls"] = re.compile(rf"(?<![增升、/]){patterns['falls'].pattern}")
    return TableWords(
        neutral=re.compile(trie_pattern(neutral)), short_labels=maps["short_labels"], unit_nouns=maps["unit_nouns"], **patterns
    )


@lru_cache(maxsize=MOST_LABELS)
def clean_label(words: str) -> str:
    """A label without its list marks, its notes in brackets and its blanks: （一）合 计（万元） is 合计."""
    words = words.replace(" ", "")
    while (mark := _MARK.match(words)) and mark.end():
        words = words[mark.end() :]
    return _NOTE.sub("", words)


class Label(NamedTuple):
    """A label or a heading, cleaned, and what its words say of the values that it stands over."""

    text: str
    changes: bool
    compares: bool  # changes, or a measure against a year (比2019), also in brackets: 完成情况（较2020年下降）
    otherwise: bool  # compares with something else than an earlier year: 环比, 较年初预算
    of_last_year: bool  # says that it is last year that it compares with
    shares: bool
    rates: bool
    falls: bool
    completions: bool
    budgets: bool
    targets: bool
    scope: str | None  # its first word that says for whom its values hold
    counted: tuple[UnitReading, ...] | None  # the units of the noun that ends it (接待批次); None where it ends in none


@lru_cache(maxsize=MOST_LABELS)
def read_label(words: str) -> Label:
    """A label or a heading as the installation's words of tables read it."""
    text, known = clean_label(words), load_table_words()
    noun = None
    if "或" not in text and "、" not in text:  # 数量或人次
        noun = next((noun for noun in known.unit_nouns if text.endswith((noun, noun + "数"))), None)
    changes, note = known.changes.search(text) is not None, _CHANGE_NOTE.search(words.replace(" ", ""))
    told, scope = text + note["note"] if note else text, load_scopes().pattern.search(words)
    return Label(
        text,
        changes,
        known.changes.search(told) is not None or _AGAINST.search(told) is not None,
        known.other_bases.search(told) is not None,
        _LAST_YEAR.search(told) is not None,
        known.shares.search(text) is not None,
        known.rates.search(told) is not None or text.endswith(("率", "幅", "幅度", "速", "%")),
        known.falls.search(told) is not None,
        known.completions.search(text) is not None,
        known.budgets.search(text) is not None,
        known.targets.search(_RESULT_OF_TARGETS.sub("", text)) is not None,
        text if LEVEL.fullmatch(text) else scope.group() if scope else None,
        None if noun is None else parse_unit(known.unit_nouns[noun]),
    )


def name_part(part: str, whole: str) -> str:
    """A part in full by its whole: 其中：购置 of 车辆购置及运行费 is 车辆购置费; as it is where the whole says nothing."""
    for first in (True, False):
        named = re.escape(part)
        joint = f"{named}(?:及|和|与|、)" if first else f"(?:及|和|与|、){named}"
        found = re.search(joint, whole)
        if found and len(part) > 1:
            before = whole[: found.start()] if first else whole[: max(0, found.start() - len(part))]
            end = _LAST_NOUN.search(whole)
            return before + part + (end.group() if end and not part.endswith(end.group()) else "")
    return part


@lru_cache(maxsize=MOST_LABELS)
def find_unit(words: str) -> tuple[UnitReading, ...]:
    """The base units of the unit that a label or a heading names in brackets or behind a stroke: 面积（㎡）, 费用/万元."""
    if words.rstrip().endswith("%"):  # 增减%
        return parse_unit("%")
    for match in _UNIT_IN_WORDS.finditer(words.replace(" ", "")):
        readings = parse_unit((match[1] or match[2]).strip("±+-"))
        if readings:
            return readings
    return ()


def read_unit_of(words: str) -> tuple[UnitReading, ...]:
    """The base units of a label or a heading that is a unit, or names one: 千克标准煤/人, 面积（㎡）."""
    return parse_unit(words.replace(" ", "")) or find_unit(words)


@cache
def parse_unit(words: str) -> tuple[UnitReading, ...]:
    """The base units that a unit standing alone allows: 万元 is 10000 yuan; () for what is no unit."""
    readings = load_units().readings
    for scale, factor in SCALES.items():
        if words.startswith(scale) and (found := readings.get(words[len(scale) :])):
            return tuple(UnitReading(reading.unit, reading.factor * factor) for reading in found)
    return ()


@lru_cache(maxsize=MOST_LABELS)
def find_stated_units(line: str) -> tuple[UnitReading, ...]:
    """The base units that a line over a table states for it: 单位：万元, 单位：项、万元."""
    for match in UNIT_LINE.finditer(line):  # 编制单位：某局 金额单位：万元
        readings = tuple(reading for unit in re.split("[、和及/]", match[1]) for reading in parse_unit(unit))
        if readings:
            return readings
    return ()


@lru_cache(maxsize=MOST_LABELS)
def find_plan(title: str) -> str | None:
    """What heads the columns of a table of plans by its title, where they do not say it themselves: 预算数, 目标值."""
    title = clean_label(title)
    if _BUDGET_TITLE.search(title) and "决算" not in title:
        return "预算数"
    return "目标值" if _TARGET_TITLE.search(title) else None


@lru_cache(maxsize=MOST_LABELS)
def tells_result(words: str) -> bool:
    """Whether a label or a heading states plan or result itself."""
    label = read_label(words)
    return label.budgets or label.targets or label.completions or _RESULT.search(words) is not None
