"""Whether a figure is a result, or a plan, a limit, a task, a promise or a forecast."""

from __future__ import annotations

import re

from yearbook.catalogue.vocabulary import load_units
from yearbook.extraction.linking.context import Context
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.marks import end_of_last, last_of
from yearbook.extraction.mentions.mention import Mention, When
from yearbook.extraction.periods.time_words import load_time_words

LIST_ITEM = 16  # code points that an item of a planned list may take before its figure

_MARK = r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+部分)"
# a line of its own, or a short phrase behind its mark that runs on into its text (三、2022年工作安排。新建…)
_TITLE = re.compile(rf"^#* ?(?:({_MARK})[^,。;\n]{{2,16}}。|({_MARK}?)[^。;\n]{{2,36}}$)", re.MULTILINE)
_TOP = frozenset("一二三四五六七八九十第")  # how the title of a top section begins
_ARTICLE = re.compile("第[一二三四五六七八九十百零0-9]+条(?!第)")
_PART_OF = re.compile("[,;、(]?其中")
_COMMA = re.compile("[,:(]")
_OPENING = re.compile(r"(?:[^,:\d]|\d+[年月日])*,|[^:]*:")  # a clause without figures, else all up to a colon
_AT_END = re.compile('[”"]?期?[末底]')
_ESTIMATES = ("测算", "估算", "匡算")  # 据测算 holds for its own item of a list
_HORIZON = re.compile("(?<![0-9])([0-9]{4})年(?![0-9初])")
_STOPS = "。!\n"
_LAST_STOP = last_of(_STOPS)
_LAST_CLAUSE = last_of(",;:")
_NAME_OF_PLAN = re.compile(r"”\w{0,6}$")  # “八五”普法规划
_STATES = re.compile("》?(?:明确|提出|规定|确定|指出|安排)")  # behind a plan: what it sets
PLAN_REACH = 300  # code points that a plan's word before a colon reaches


def find_plan_sections(text: str, cues: Cues) -> list[tuple[int, int]]:
    """The sections, as spans of the normalized text, whose titles announce what is still to be done."""
    return _find_sections(text, cues.plan_sections, cues.report_words)


def find_reviews(text: str, cues: Cues) -> list[tuple[int, int]]:
    """The sections of a plan that tell what has been (一、发展基础)."""
    return _find_sections(text, cues.review_sections, cues.plan_sections)


def _find_sections(text: str, words: re.Pattern[str], unless: re.Pattern[str]) -> list[tuple[int, int]]:
    """The sections whose titles have one of some words, and none of others."""
    announced = {text.rfind("\n", 0, word.start()) + 1 for word in words.finditer(text)}
    if not announced:
        return []
    sections: list[tuple[int, int]] = []
    begin, marker = -1, ""
    for line in _TITLE.finditer(text, min(announced)):
        mark = (line.group(1) or line.group(2))[:1]
        if begin >= 0 and (mark in _TOP) == (marker in _TOP):
            sections.append((begin, line.start()))
            begin = -1
        if line.start() in announced and words.search(text, *line.span()) and not unless.search(text, *line.span()):
            begin, marker = line.end(), mark
    if begin >= 0:
        sections.append((begin, len(text)))
    return sections


def is_target(text: str, here: Context, before_is_target: bool, dates: list[Mention], year: int | None, cues: Cues) -> bool:
    """True for what is meant to be rather than what came to be.

    A plan's word reaches to the end of its sentence, or to a clause that opens with a result (实际, 全年, 完成 …); a
    requirement's only to the end of its clause or to a word of result. A year after the one reported makes a plan of its
    sentence.
    """
    mention, start, nearby = here.mention, here.sentence[0], here.nearby
    at, until = mention.at, mention.until
    own = text[here.clause_start : at]
    if "never" in nearby and cues.never.search(own):  # 为预算数的72%
        return False
    return (
        (not nearby.isdisjoint(_SET_OR_PROMISED) and _is_set_or_promised(text, mention, here.sentence[1], cues))
        or (not nearby.isdisjoint(_PLANNED) and _reaches(cues.plans, cues.result_openings, text[start:at]))
        or ("requirements" in nearby and _is_required(own, cues))
        or (text[start - 1] not in _STOPS and _is_listed_plan(text, here, year, cues))
        or ("announced" in nearby and _is_announced(text, here, cues))
        or ("targets_after" in nearby and _is_followed_by_plan(text, until, here.tail_end, own, cues))
        or (year is not None and bool(dates) and _is_ahead(text, here, dates, year, cues))
        or (mention.qualifier in _BOUNDS and _is_limit(text, here, own, cues))
        or (before_is_target and _list_goes_on(text, here, cues))
        or _is_in_article(text, start)
    )


_SET_OR_PROMISED, _PLANNED, _BOUNDS = ("set_levels", "promises"), ("plans", "modals"), ("at_least", "at_most")


def _is_in_article(text: str, start: int) -> bool:
    """The line that a sentence stands in is an article of a regulation (第十二条)."""
    line = text.rfind("\n", max(0, start - PLAN_REACH), start) + 1 or max(0, start - PLAN_REACH)
    return text.startswith("第", line) and _ARTICLE.match(text, line) is not None


def _is_followed_by_plan(text: str, until: int, end: int, own: str, cues: Cues) -> bool:
    """What follows makes a plan of a figure, unless its own clause says that it was reached."""
    return cues.targets_after.search(text, until, end) is not None and not cues.achieved.search(own)


def is_near_plan(text: str, here: Context, cues: Cues) -> bool:
    """Whether a word of plans stands before the figure, in its sentence or the list it is an item of, and none of results
    behind that: where no rule makes a target of the figure it is still to be doubted. 根据规划 only tells why, 落实规划 what was
    worked on.
    """
    if "doubts" not in here.nearby:
        return False
    at, background = here.mention.at, load_time_words().background
    floor = end_of_last(_LAST_STOP, text, max(0, here.sentence[0] - PLAN_REACH), at)
    last = None
    for match in cues.doubts.finditer(text, floor, at):
        before = text[end_of_last(_LAST_CLAUSE, text, floor, match.start()) : match.start()]
        excused = cues.worked_on.search(before) or _NAME_OF_PLAN.search(before)
        if not background.match(before) and not (excused and not _STATES.match(text, match.end())):
            last = match
    return last is not None and cues.done.search(text, last.end(), at) is None


def _is_set_or_promised(text: str, mention: Mention, end: int, cues: Cues) -> bool:
    """下达的1.8%的任务 is what was set, 报修30分钟到场 what is promised."""
    if mention.unit_as_written in load_units().time:
        return cues.promises.match(text, mention.until) is not None
    if cues.set_levels.match(text, mention.until):
        return True
    if text[mention.until : mention.until + 1] != "、":
        return False
    comma = _COMMA.search(text, mention.until, end)  # 能耗下降5%、碳排放下降7%的目标: both
    return cues.set_levels.search(text, mention.until, comma.start() if comma else end) is not None


def _reaches(pattern: re.Pattern[str], end: re.Pattern[str], lead: str) -> bool:
    """Whether the last match of `pattern` in what leads to a figure reaches it: nothing that matches `end` stands between."""
    last = None
    for match in pattern.finditer(lead):
        last = match
    return last is not None and not end.search(lead[last.end() :])


def _is_required(own: str, cues: Cues) -> bool:
    """A requirement in the figure's own clause; 完成接待任务128批 means that the task was done."""
    match = cues.requirements.search(own)
    if match is None or cues.granted.search(own, match.end()):
        return False  # 下达改造补助资金600万元 is no task
    return _reaches(cues.requirements, cues.results, own) and not cues.achieved.search(own, 0, match.start())


def _is_listed_plan(text: str, here: Context, year: int | None, cues: Cues) -> bool:
    """A plan's word in the clause that opens a list of ; governs it (力争到2026年，…；…), as do a year ahead and a colon.

    The figure's sentence is not the first item of its list.
    """
    floor = max(0, here.sentence[0] - PLAN_REACH)
    start = end_of_last(_LAST_STOP, text, floor, here.sentence[0])
    opening = _OPENING.match(text, start, here.sentence[0])
    if opening is None:
        return False
    item = max(opening.end(), text.rfind(";", opening.end(), here.mention.at) + 1)
    lead = text[item : here.mention.at]  # what was done of an item of the list ends the plan of that item only
    horizon = _HORIZON.search(text, *opening.span())
    if year is not None and horizon is not None and int(horizon[1]) > year:
        return not cues.done.search(lead)  # 建成 is what shall be
    plans = (plan.group() for plan in cues.plans.finditer(text, *opening.span()))
    return any(not plan.endswith(_ESTIMATES) for plan in plans) and not cues.result_openings.search(lead)


def _is_announced(text: str, here: Context, cues: Cues) -> bool:
    """提出五条举措：会议压减10%，…: what the words before a colon announce."""
    at = here.mention.at
    start = end_of_last(_LAST_STOP, text, max(0, here.sentence[0] - PLAN_REACH), at)
    colon = text.find(":", start, at)
    if colon < 0 or not cues.announced.search(text, start, colon):
        return False
    return not cues.result_openings.search(text, max(colon, text.rfind(";", start, at)), at)


def _is_ahead(text: str, here: Context, dates: list[Mention], year: int, cues: Cues) -> bool:
    """A year after the one reported, in the sentence before the figure; behind a year alone 完成 is what shall be."""
    start, at = here.sentence[0], here.mention.at
    ahead = [date for date in dates if start <= date.at < at and date.when and _first_year(text, date, date.when) > year]
    if not ahead:
        return False
    ends = cues.done if _HORIZON.match(text, ahead[-1].at) else cues.results
    return not ends.search(text, ahead[-1].until, at)


def _first_year(text: str, date: Mention, when: When) -> int:
    """The year that a date means at the earliest; of “十四五”末 the last one of the plan."""
    return (when.end_year if _AT_END.match(text, date.until) else when.start_year) or 0


def _is_limit(text: str, here: Context, own: str, cues: Cues) -> bool:
    """不低于30%, 控制在50人以内: a bound that is set; 参与人员不少于300人 is a count."""
    mention = here.mention
    near = max(here.clause_start, mention.at - 6)
    if not (cues.limits.search(text, near, mention.at) or cues.asked.search(own)):
        return False
    return not cues.results.search(own) or cues.requirements.search(text, mention.until, here.tail_end) is not None


def _list_goes_on(text: str, here: Context, cues: Cues) -> bool:
    """计划新建充电桩60个、改造用房4000平方米: the second is planned as well, and so is a part (其中新能源36辆)."""
    if here.previous is None:
        return False
    between = text[here.previous.mention.until : here.mention.at]
    goes_on = between.startswith("、") or _PART_OF.match(between) is not None
    return goes_on and not cues.results.search(between) and len(between) <= LIST_ITEM
