"""/api/answer: what was understood, the sentence, the figures, and where they are shown."""

from __future__ import annotations

import pytest

from tests.web.client import Client


@pytest.mark.parametrize(
    ("asked", "state", "form"),
    [
        ("湖南 2020 取消公务用车", "figures", "figure"),
        ("人均综合能耗 全国 2018-2023", "trend", "trend"),
        ("新能源 占比 最高的省", "ranking", "highest"),
        ("湖南 2019 取消公务用车", "missing", "figure"),
        ("湖南", "none", "figure"),
    ],
)
def test_a_question_is_answered_with_its_figures(client: Client, asked: str, state: str, form: str) -> None:
    answer = client.get(f"/api/answer?q={asked}").json()
    assert (answer["state"], answer["understood"]["form"]) == (state, form)
    if state != "none":
        assert answer["sentence"]
        assert answer["link"].startswith("/")
    for figure in answer.get("figures", ()):
        assert figure["fact_id"]
        assert figure["subject_zh"]
        assert isinstance(figure["value"], float)


def test_an_answer_speaks_the_language_asked_for(client: Client) -> None:
    sentence = client.get("/api/answer?q=vehicles withdrawn Hunan 2020&language=en".replace(" ", "%20")).json()["sentence"]
    assert sentence.isascii()


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=a&q=b", f"?q={'x' * 300}", "?question=a"])
def test_what_is_no_question_is_refused_in_words(client: Client, query: str) -> None:
    answer = client.get(f"/api/answer{query}")
    assert answer.status == 400
    assert answer.json()["zh"]
