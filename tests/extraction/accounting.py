"""Texts to account for, and what holds of all of them: every numeral stands in exactly one mention, and nothing fails.

What a reader trips over is a bracket that stays open, a row that lacks a cell, a mark where a number is expected.
"""

from __future__ import annotations

from collections.abc import Iterator

from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.documents.document import Document
from yearbook.extraction.drafts.check import check_draft

_WORDS = """
    全省 取消公务用车 31000余台 三成五 二〇一六年 同比下降 5.2% 无群体性事件 约 第二批 一是 计划
    充电桩 48个 分别 和 3亿—4亿元 １２３ 百分之六十 千方百计 零感染 其中： 较上年 （2021年） （截至6月底）
    （一）机关 附件2 表3 目录 单位：万元 注：含退库 ① 860① 12² ½ 1/3 由4% 降至 2,400.50 十几 3l “三公” 分之 以上 1. ● 二是
"""
_LABELS = """
    项目 指标 单位 合计 其中：新能源（辆） 公务用车（辆 占比（%） 2022年 上年数 规章 行政许可 栏次 序号 备注 同比 本年决算数
    公开07表 收入支出决算总表 本年制发件数 现行有效件数 一、本年新收政府信息公开申请数量 总计 四、结转下年度继续办理 公务接待费
"""
_VALUES = "0 12 1,204 12.5% -3.2 — 2010301 2021 ①860 2（1） △3 (1.45) 3辆 三"
WORDS, LABELS, VALUES = _WORDS.split(), _LABELS.split(), [*_VALUES.split(), "2 871.15", ""]
MARKS = [*"，。、；：（）()“”《》[]|-~%‰第半首点\t\n ", "\n\n", " | ", " |\n", "\n| ", "……", "  "]
PIECES = [*WORDS, *MARKS, *LABELS, *VALUES]
NUMERALS = frozenset("0123456789０１２３４５６７８９〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟")

INVENTED = {
    "prose": "一、概况。2022年（截至12月底），全省公务用车31000余台，其中新能源占三成五，同比增长5.2个百分点。",
    "brackets": "投入（含二〇二一年结转）约3亿—4亿元[1]，由1,204.5万元（第二批）降至860万元；实现零感染、无事故。",
    "plans": "到2025年，力争人均综合能耗较2020年下降百分之六；“十四五”期间建成充电桩48个、1/3以上为快充。",
    "bars": "单位：万元\n项目 | 预算数 | 决算数（增减%）\n合计 | 12.5 | 9（-3%）\n其中：接待费 | — | 2①\n注：含退库3笔",
    "a part beside its whole": "年份|更新（辆）|其中：新能源（辆）|占比（%）\n2021年|30|9|30%\n2022年|40|20|50%",
    "headings over headings": "指标|公车（辆）|其中：新能源（辆）|占比（%）\n|2022年|2021年|同比\n甲县|12|3|25%\n乙县|8||",
    "a cell a line": "二、公开情况\n信息内容 |\n本年制发件数 |\n现行有效件数 |\n规章 |\n0 |\n4 |\n- 2 -\n规范性文件 |\n1 |\n11 |",
    "a form": "|自然人|总计\n一、本年新收政府信息公开申请数量|30|35\n（七）总计|31|36\n四、结转下年度继续办理|1|1",
    "accounts": "公开01表\n项目 | 行次 | 金额\n一、公共服务支出 | 31 | 108.4\n总计 | 60 | 112.5\n收入支出总计112.5万元。",
    "bars before": "项目\n| 甲县\n| 乙县\n车辆\n| 12\n| 30\n房间\n| 4\n| 5",
    "printed lines": "编码 名称 合计 基本支出\n201 一般公共服务 1 962.40 871.15\n20103 机关 962.4 71\n合计 2 924.80 942.15",
    "tabs": "年份\t车辆（辆）\t同比\n2021年\t640\t-1.2%\n2022\t620\t△3\n目录\n车辆……3",
}


def spoil(text: str) -> Iterator[str]:
    """The text up to each of its places, without each of its characters, and with another one at each place."""
    for place in range(len(text)):
        before, behind = text[:place], text[place:]
        yield before
        yield before + behind[1:]
        for sign in "|\n（①零":
            yield before + sign + behind


def account(text: str, catalogue: Catalogue | None = None) -> None:
    """Read a text as a draft: as a report, and then held against itself. Each of its numerals is in one mention."""
    document = Document("0" * 64, "来件.txt", "txt", text)
    draft = check_draft(document, catalogue or load_catalogue(), "湖南省机关事务管理局", 2022)
    covered = bytearray(len(text))
    for mention in draft.mentions:
        assert text[mention.start : mention.end] == mention.text != "", text
        assert not any(covered[mention.start : mention.end]), (mention.text, text)
        assert not _is_within_digits(text, mention.start), (mention.text, text)
        assert not _is_within_digits(text, mention.end), (mention.text, text)
        covered[mention.start : mention.end] = b"\1" * len(mention.text)
        assert mention.value is None or mention.value.is_finite(), text
        assert mention.period_start is None or mention.period_end is None or mention.period_start <= mention.period_end, text
    lost = [sign for sign, held in zip(text, covered, strict=True) if (sign in NUMERALS or sign.isdecimal()) and not held]
    assert lost == [], text


def _is_within_digits(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1 : place + 1].isdecimal()


def account_for_pieces(choices: bytes) -> None:
    """Account for the text that is put together of one piece for each byte."""
    account("".join(PIECES[choice % len(PIECES)] for choice in choices))
