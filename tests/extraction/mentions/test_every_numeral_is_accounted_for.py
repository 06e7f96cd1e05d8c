"""Every run of digits and every Chinese numeral of any text lies inside exactly one mention."""

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from yearbook.extraction.mentions.normalize import normalize_text
from yearbook.extraction.mentions.passage import read_passage

NUMERALS = re.compile(r"\d+|[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]")

PIECES = re.findall(
    r"\S+",
    """
    0 1 2 7 20 48 2020 31000 202011 2,450 3,417 ２８６ １２．８ .5 -4.07% +0.85% 3l 2O5 〇 零 一 二 两 三 五 九
    十 百 千 万 亿 壹 贰 拾 佰 半 几 十几 廿 一百 三千六 一点三 二〇一五 十三五 上百 百分之 分之 成 折 倍 余 多
    左右 以上 以内 约 近 超过 第 前 （ ） ( ) 、 ， 。 ； ： : . - — ~ ～ 至 到 / | 《 》 “ ” 〔 〕 [ ] 年 月
    日 号 时 点 季度 上半年 周 半年 年底 个 个月 家 辆 件 元 角 万元 平方米 ㎡ m2 kW KWh 千瓦时 千克标准煤 人次
    个百分点 % ％ ‰ 名 届 级 附件 表 图 号楼 热线 统一 进一步 三公 四个意识 零感染 一是 一、 的 有 共 每 下降
    增长 A GB/T ISO ¥ abc http://a.cn/ Page 電 (jī) ⼀ ⼆ ① billion yuan 去年 我局
    """,
)
PIECES += ["\u3000", "\n", "\n\n", "\r\n", "\t", " "]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.text(max_size=80),
)


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_every_numeral_lies_in_exactly_one_mention(text: str) -> None:
    mentions = read_passage(text).mentions
    for found in NUMERALS.finditer(text):
        around = [m for m in mentions if m.start <= found.start() and found.end() <= m.end]
        touching = [m for m in mentions if m.start < found.end() and found.start() < m.end]
        assert len(around) == len(touching) == 1, (found[0], touching)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_mentions_stand_in_order_and_do_not_overlap(text: str) -> None:
    passage = read_passage(text)
    for mention in passage.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.role in {"quantity", "date", "ordinal", "document_number", "heading", "name"}
    assert all(one.end <= other.start for one, other in pairwise(passage.mentions))


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_folded_characters_know_their_place_in_the_source(text: str) -> None:
    normalized = normalize_text(text)
    spans = [normalized.offsets.span_of(place, place + 1) for place in range(len(normalized.text))]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_quantities_have_a_value_and_ranges_run_upwards(text: str) -> None:
    for mention in read_passage(text).mentions:
        if mention.role == "quantity":
            assert mention.value is not None
            assert (mention.value_max is not None) == (mention.qualifier == "range")
        if mention.value_max is not None and not mention.signed:
            assert mention.value < mention.value_max
