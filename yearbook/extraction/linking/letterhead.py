"""What stands at the head of a report: labelled lines, the lines of the title, the body that writes, the kind of document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml
from yearbook.catalogue.vocabulary import trie_pattern

DocumentKind = Literal["budget", "accounts", "work_report", "plan", "disclosure", "news", "other"]

HEAD = 1500  # where a letterhead can stand, in code points
_MOST_LINES = 16  # of a head
_LONGEST_TITLE = 80
_LONGEST_NAME = 30
_LISTS = (
    "fields",
    "other_labels",
    "bodies",
    "nation",
    "organs",
    "media",
    "news",
    "genres",
    "weak_genres",
    "kinds",
    "title_tails",
)
_LABEL = re.compile(r"[\s•·\[【]*[\u4e00-\u9fff\s]{1,8}[\]】]?\s*[:：]")
_NAME = re.compile(r"[\u4e00-\u9fff]+")
_JOINS = re.compile("[与和及在向为从]")
_OF_REPORT = re.compile("[年告结]")
_OF_GOVERNMENT = re.compile(r"[\u4e00-\u9fff]{2,12}政府工作报告$")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff\d])\s+(?=[\u4e00-\u9fff\d])")
_MARKS_BEFORE = re.compile(r"^(?:[【\[(（][^】\])）]{1,6}[】\])）])?")
_BRACKETS_BEHIND = re.compile(r"[(（【\[][^)）】\]]*[)）】\]]?$")
_YEARS = re.compile(r"(?:(?:19|20)\d\d|[〇零一二三四五六七八九]{4})\s*(?:年度?|[-—至]\s*(?:19|20)\d\d\s*年度?)")
_ENDS_A_SENTENCE = ("。", "；", ";", "，", ",", "、")
_NAME_ENDS = re.compile(r"[\d〔（(：:《“\s—\-〇]|关于|对|印发|[一二三四五六七八九]季度|上半年|年度")


@dataclass(frozen=True)
class Letterhead:
    """The words of letterheads and titles, from data/catalogue/reports.yaml."""

    fields: dict[str, str]  # label as written, without blanks → what it gives
    line: re.Pattern[str]  # behind what may stand before a label
    first_line: re.Pattern[str]  # the same at the beginning of the text
    next_label: re.Pattern[str]
    bodies: re.Pattern[str]  # how the name of a body of this field ends …
    body: re.Pattern[str]  # … and the whole name
    administration: re.Pattern[str]  # the same behind the name of its place
    nation: tuple[str, ...]  # how the names of the nation's own bodies begin
    organ: re.Pattern[str]  # the end of any public body's name
    media: re.Pattern[str]
    news: re.Pattern[str]
    genre: re.Pattern[str]
    weak_genre: re.Pattern[str]
    kinds: dict[str, re.Pattern[str]]
    reviews: re.Pattern[str]


@cache
def load_letterhead() -> Letterhead:
    """The installation's letterhead words. Raises DataError with every list that is missing."""
    file = catalogue_folder() / "reports.yaml"
    content = read_yaml(file)
    with collect_faults() as faults:
        for name in _LISTS:
            if not content.get(name):
                faults.append(DataError(file, name, "is missing or empty; give at least one word"))
    fields = {label: field for field, labels in content["fields"].items() for label in labels}
    spaced = "|".join(r"\s*".join(label) for label in sorted(fields, key=len, reverse=True))
    line = rf"[^\S\n]*({spaced})\s*[\]】]?[^\S\n]*[:：](?:[^\S\n]*\|)?[^\S\n]*([^\n|•]*)"
    others = trie_pattern([*fields, *content["other_labels"]])
    tails = trie_pattern(content["title_tails"])
    return Letterhead(
        fields=fields,
        line=re.compile(rf"[\n•\[【|\s]{line}"),
        first_line=re.compile(line),
        next_label=re.compile(
            rf"(?:\s|[【\[(（]|(?<=[^A-Za-z\s]))[【\[(（]?(?:{others})\s*[:：]|[【\[]|\s[\u4e00-\u9fff]{{2,6}}[:：]"
        ),
        bodies=re.compile(trie_pattern(content["bodies"])),
        body=re.compile(rf"[\u4e00-\u9fff]{{2,14}}?(?:{trie_pattern(content['bodies'])})"),
        administration=re.compile(
            rf"(?:省|市|区|县|州|盟|旗|自治区)?(?:人民政府|政府|直属|直|本级|级)?(?:{trie_pattern(content['bodies'])})"
        ),
        nation=tuple(content["nation"]),
        organ=re.compile(rf"(?:{trie_pattern(content['organs'])})$"),
        media=re.compile(trie_pattern(content["media"])),
        news=re.compile(trie_pattern(content["news"])),
        genre=re.compile(trie_pattern(content["genres"])),
        weak_genre=re.compile(trie_pattern(content["weak_genres"])),
        kinds={kind: re.compile(rf"(?:{trie_pattern(words)})(?:{tails})*$") for kind, words in content["kinds"].items()},
        reviews=re.compile(trie_pattern(content["reviews"])),
    )


def read_fields(head: str) -> dict[str, str]:
    """The letterhead's lines: field → content; a label without content is left out, and what follows it on the next line."""
    letterhead = load_letterhead()
    fields: dict[str, str] = {}
    match = letterhead.first_line.match(head) or letterhead.line.search(head)
    while match:
        content, end = match.group(2), match.end()
        stop = letterhead.next_label.search(content)
        if stop:
            content, end = content[: stop.start()], max(match.start(2) + stop.start(), match.start() + 1)
        if content.strip():
            fields.setdefault(letterhead.fields[re.sub(r"\s", "", match.group(1))], content.strip())
        match = letterhead.line.search(head, end)
    return fields


def find_head_lines(source: str) -> list[str]:
    """The lines up to the first sentence, without blanks and marks at their ends."""
    lines: list[str] = []
    for line in source[:HEAD].splitlines():
        line = line.strip().strip("# \u200b\ufeff")
        if not line:
            continue
        if line[-1] in "。；;" or len(line) > _LONGEST_TITLE or len(lines) == _MOST_LINES:
            break
        lines.append(line)
    return lines


def find_title(lines: Sequence[str], text_follows: bool) -> str | None:
    """The title: the line that names its genre with the year, the name above it and the rest below it; else the first line.

    The first line alone is one only above the text of an article (`text_follows`) and where it is no label.
    """
    letterhead = load_letterhead()
    for number, line in enumerate(lines):
        if line.endswith(_ENDS_A_SENTENCE) or is_label(line) or not (_has_genre(line) and _OF_REPORT.search(line)):
            continue
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if not letterhead.genre.search(line) and len(below) <= 12 and letterhead.genre.search(below):
            line += below
        above = lines[number - 1] if number else ""
        if _is_part_above(above, line):
            line = above + line
        return _BLANK.sub("", line)
    first = lines[0] if lines else ""
    if not text_follows or not 6 <= len(first) <= 60 or "|" in first or is_label(first) or first.endswith(_ENDS_A_SENTENCE):
        return None
    return _BLANK.sub("", first)


def _has_genre(line: str) -> bool:
    letterhead = load_letterhead()
    return bool(letterhead.genre.search(line) or letterhead.weak_genre.search(line))


def _is_part_above(above: str, line: str) -> bool:
    """The line above a title belongs to it: a body's name alone, where the title names none, or its first half."""
    if not above or len(above) > _LONGEST_NAME or not is_organ(above):
        return False
    own = find_organ(line)
    return own is None or (own[:2] != above[:2] and not line.startswith(above))


def is_label(line: str) -> bool:
    """A line of the letterhead rather than a title."""
    letterhead = load_letterhead()
    return any(label.match(line) for label in (letterhead.first_line, letterhead.line, _LABEL))


def is_organ(name: str) -> bool:
    """The words are the name of a public body, and of no newspaper."""
    letterhead = load_letterhead()
    name = "".join(name.split())
    return (
        4 <= len(name) <= _LONGEST_NAME
        and _NAME.fullmatch(name) is not None
        and letterhead.organ.search(name) is not None
        and letterhead.media.search(name) is None
        and not _JOINS.search(name[2:-2].replace("和国", ""))
    )


def find_organ(title: str) -> str | None:
    """The body with whose name a title begins (…委员会2018年部门预算); 政府工作报告 is a people's government's."""
    words = _MARKS_BEFORE.sub("", title).strip()
    if _OF_GOVERNMENT.search(words):
        place = _YEARS.sub("", words).removesuffix("政府工作报告").strip()
        return f"{place.removesuffix('人民')}人民政府"
    words = _YEARS.sub("", words, count=1) if _YEARS.match(words) else words
    end = _NAME_ENDS.search(words)
    name = words[: end.start()] if end else words
    return name if is_organ(name) else None


def find_kind(title: str | None, fields: dict[str, str], lead: str) -> DocumentKind:
    """The kind of document: by the words with which its title ends; news by its medium or what only reporters write.

    `lead` is the beginning of the text behind the head.
    """
    letterhead = load_letterhead()
    words = _BRACKETS_BEHIND.sub("", title or "").rstrip("》”。 ")
    words = _BLANK.sub("", _YEARS.sub("", words)) or (title or "")
    for kind, pattern in letterhead.kinds.items():
        if pattern.search(words):
            return "work_report" if kind == "plan" and letterhead.reviews.search(words) else cast(DocumentKind, kind)
    if letterhead.media.search(fields.get("source", "")) or letterhead.news.search(lead):
        return "news"
    return "other"
