"""Questions in the search box: what is said, and that the page it leads to opens and takes every parameter."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Visit
from yearbook.catalogue.messages import Language
from yearbook.ui.navigation import SHARED_PARAMETERS, place_of
from yearbook.ui.search.answers import Reply, find_entries, reply_to
from yearbook.ui.view import NATION, View


def look(edition: int, language: Language = "zh", region: str = NATION, verified_only: bool = False) -> View:
    return View(language, region, region, verified_only, edition)


def ask(edition: int, typed: str, language: Language = "zh", region: str = NATION) -> Reply:
    reply = reply_to(look(edition, language, region), typed)
    assert reply is not None
    return reply


@pytest.mark.parametrize(
    ("typed", "language", "said", "page"),
    [
        ("湖南 2020 取消公务用车", "zh", "2020年湖南全省取消公务用车数：", "comparison"),
        ("vehicles withdrawn Hunan 2020", "en", "Official vehicles withdrawn, Hunan province-wide, 2020: ", "comparison"),
        ("人均综合能耗 全国 2018-2023", "zh", "全国人均综合能耗：2023年", "year_on_year"),
        ("Energy use per person China 2018 to 2023", "en", "Energy use per person, Nationwide: ", "year_on_year"),
        ("新能源 占比 最高的省", "zh", "新能源汽车占比", "comparison"),
        ("湖南 2019 取消公务用车", "zh", "有该指标，但湖南省无2019年数据；最近为2020年。", "comparison"),
        ("江西 2020 取消公务用车", "zh", "没有江西省的", "comparison"),
        ("湖南 2022 新能源公务用车保有量占比", "zh", "本版没有它的数据", "dictionary"),
        ("湖南 2020 某某某某", "zh", "没有认出“某某某某”", ""),
        ("群体性事件最多的省", "zh", "不作横向比较", ""),
        ("湖南 2020 群体性事件", "zh", "2020年湖南省机关事务管理局群体性事件数", "profile"),
    ],
)
def test_an_answer_says_so_and_leads_there(
    edition: int, visit: Visit, typed: str, language: Language, said: str, page: str
) -> None:
    reply = ask(edition, typed, language)
    assert said in reply.sentence
    assert reply.page == page
    if page:
        assert set(reply.parameters) <= {*place_of(page).parameters, *SHARED_PARAMETERS}
        shown = visit(page, lang=language, **reply.parameters)
        assert not shown.exception
        assert not [note for note in shown.caption if ":material/info:" in note.value]  # every parameter was taken


def test_too_few_for_a_rank_are_listed_without_ranks(edition: int) -> None:
    reply = ask(edition, "新能源 占比 最高的省")
    assert "不排名次" in reply.sentence
    assert all(item.startswith("- ") for item in reply.items)


def test_figures_that_do_not_compare_stand_side_by_side_with_the_reason(edition: int) -> None:
    reply = ask(edition, "湖南 河北 取消公务用车")
    assert len(reply.items) == 2
    assert "不能直接比较" in reply.lines[0]


@pytest.mark.parametrize("typed", ["湖南", "人均综合能耗", "湖南省机关事务管理局", "hnsjg", "湖南机关事务"])
def test_a_name_is_found_and_not_answered(edition: int, typed: str) -> None:
    assert reply_to(look(edition), typed) is None
    assert find_entries(look(edition), typed)


def test_the_metrics_that_a_question_may_mean_are_found_besides(edition: int) -> None:
    found = find_entries(look(edition), "湖南 2020 新能源占比")
    assert len(found["metrics"]) > 1
