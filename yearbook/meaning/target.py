"""Whether a figure is a result, or a plan, a limit, a task, a promise or a forecast."""

from __future__ import annotations

import re

from yearbook.language.mention import Mention
from yearbook.meaning.cues import Cues
from yearbook.meaning.surroundings import Surroundings

_LIST = re.compile(r"[\s、,，和及与以]*[^,，。;；:：]{0,14}")


def is_target(text: str, here: Surroundings, before_is_target: bool, dates: list[Mention], year: int | None, cues: Cues) -> bool:
    """True for what is meant to be rather than what came to be.

    A plan's word reaches to the end of its sentence, a requirement's only to the end of its clause; a word of result
    between it and the figure (实际, 完成, 获评 …) ends its reach. A year after the one reported makes a plan of its sentence.
    """
    mention = here.mention
    own = text[here.clause_start : mention.at]
    if _reaches(cues.plan, text[here.sentence[0] : mention.at], cues) or _reaches(cues.requirement, own, cues):
        return True
    if cues.target_after.search(text, mention.until, here.tail_end) and not cues.achieved.search(own):
        return True
    if year is not None:
        ahead = [
            date
            for date in dates
            if here.sentence[0] <= date.at < mention.at and date.when and (date.when.start_year or 0) > year
        ]
        if ahead and not cues.result.search(text[ahead[-1].until : mention.at]):
            return True
    if mention.qualifier in ("at_least", "at_most") and mention.unit == "percent":
        stated = text[max(0, mention.at - 6) : mention.at]
        if re.search(r"不低于|不少于|不高于|不超过|控制在", stated) and not cues.result.search(
            text[here.sentence[0] : mention.at]
        ):
            return True
    return before_is_target and here.previous is not None and _list_goes_on(text, here, cues)


def _reaches(pattern: re.Pattern[str], lead: str, cues: Cues) -> bool:
    last = None
    for match in pattern.finditer(lead):
        last = match
    return last is not None and not cues.result.search(lead[last.end() :])


def _list_goes_on(text: str, here: Surroundings, cues: Cues) -> bool:
    """计划新建充电桩60个、改造用房4000平方米: the second is planned as well."""
    previous = here.previous
    if previous is None:
        return False
    between = text[previous.mention.until : here.mention.at]
    return between.startswith("、") and not cues.result.search(between) and len(between) <= 16
