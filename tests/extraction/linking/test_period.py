"""When a figure holds."""

from __future__ import annotations

import pytest

from tests.conftest import Reader

PERIODS = [
    ("全年新建充电桩30个。", "30个", "2022-01-01", "2022-12-31"),
    ("上年新建充电桩30个。", "30个", "2021-01-01", "2021-12-31"),
    ("2019年新建充电桩30个。", "30个", "2019-01-01", "2019-12-31"),
    ("1-9月，新建充电桩30个。", "30个", "2022-01-01", "2022-09-30"),
    ("上半年新建充电桩30个。", "30个", "2022-01-01", "2022-06-30"),
    ("“十三五”期间，新建充电桩30个。", "30个", "2016-01-01", "2020-12-31"),
    ("年末公务用车保有量30辆。", "30辆", "2022-12-31", "2022-12-31"),
    ("截至8月底，公务用车保有量30辆。", "30辆", "2022-08-31", "2022-08-31"),
    ("2020年12月31日，公务用车保有量30辆。", "30辆", "2020-12-31", "2020-12-31"),
    ("30家省直单位于5月进驻政务服务大厅。", "30家", "2022-05-01", "2022-05-31"),
    ("2022年较2015年，人均综合能耗下降8%。", "8%", "2022-01-01", "2022-12-31"),
]


@pytest.mark.parametrize(("text", "figure", "start", "end"), PERIODS, ids=[text for text, *_ in PERIODS])
def test_the_time_words_of_the_sentence_give_the_period(read: Reader, text: str, figure: str, start: str, end: str) -> None:
    mention = read(text)[figure]
    assert (str(mention.period_start), str(mention.period_end)) == (start, end)
    assert "period_assumed" not in mention.notes


def test_without_time_words_the_reports_year_is_taken_and_said_to_be_assumed(read: Reader) -> None:
    mention = read("新建充电桩30个。")["30个"]
    assert (str(mention.period_start), str(mention.period_end)) == ("2022-01-01", "2022-12-31")
    assert "period_assumed" in mention.notes


def test_each_level_of_a_rise_has_its_own_year(read: Reader) -> None:
    mentions = read("更新配备新能源汽车占比由2020年的31%提高到2022年的64%。")
    assert [mentions[figure].period_end.year for figure in ("31%", "64%")] == [2020, 2022]


def test_a_batch_label_is_no_period(read: Reader) -> None:
    mention = read("2024—2026年水效领跑者名单公布，我省4家单位入选。", year=2024)["4家"]
    assert str(mention.period_end) == "2024-12-31"
