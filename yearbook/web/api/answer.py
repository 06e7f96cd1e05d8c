"""/api/answer?q=…: what the search box answers to a question, as JSON."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import orjson

from yearbook.catalogue.messages import Language
from yearbook.exports.parameters import BadParameter, Given
from yearbook.ui.search.answers import Reply, read, reply_to
from yearbook.ui.share import format_link
from yearbook.ui.view import NATION, View
from yearbook.web.api.spool import Content

PATH, QUESTION = "/api/answer", "q"
MOST_ASKED = 200  # characters
FIGURE = (  # of figures.sql, as a figure of an answer has them
    "fact_id", "metric_id", "subject_id", "subject_zh", "subject_en", "agency_id", "agency_zh", "agency_en", "region_code",
    "scope", "period_start", "period_end", "year", "baseline", "value", "value_max", "unit", "qualifier",
    "value_as_written", "unit_as_written", "evidence", "status",
    "source_title",
)  # fmt: skip


def read_asked(given: Given) -> str:
    """The question. Raises BadParameter where there is none, several, or a text that is too long."""
    asked = [value.strip() for name, value in given if name == QUESTION]
    if len(asked) > 1:
        raise BadParameter(QUESTION, "given_twice")
    if not asked or not asked[0]:
        raise BadParameter(QUESTION, "nothing_asked")
    if len(asked[0]) > MOST_ASKED:
        raise BadParameter(QUESTION, "text_too_long", most=MOST_ASKED)
    return asked[0]


def make_answer(edition: int, build: str, asked: str, language: Language) -> Content:
    """The answer as JSON; `state` is none where what was asked is no question."""
    view = View(language, NATION, NATION, False, edition, build)
    reply = reply_to(view, asked)
    question = read(view, asked)
    said: dict[str, Any] = {
        "edition": edition,
        "question": asked,
        "understood": {
            "words": question.words,
            "metrics": question.metrics,
            "places": [{"region_code": place.region, "agency_id": place.agency or None} for place in question.places],
            "scope": question.scope or None,
            "years": question.years,
            "form": question.form,
            "level": question.level or None,
        },
        "state": reply.answer.state if reply else "none",
        **(_describe(reply) if reply else {}),
    }
    body = orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY)
    return Content(lambda: iter([body]), sha256(body).hexdigest()[:32], "application/json")


def _describe(reply: Reply) -> dict[str, Any]:
    answer, parameters = reply.answer, {name: [value] for name, value in reply.parameters.items()}
    return {
        "metric_id": answer.metric or None,
        "sentence": reply.sentence,
        "notes": reply.lines,
        "missing": answer.lack or None,
        "comparable": answer.count or None,
        "figures": [{name: row.get(name) for name in FIGURE} for row in answer.rows],
        "link": f"/{format_link(reply.page, parameters)}" if reply.page else None,
    }
