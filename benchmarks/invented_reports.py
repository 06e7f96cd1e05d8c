"""Reports of invented bodies, as many as wanted, as long and as dense with figures as real ones: for measuring."""

from __future__ import annotations

import csv
import random
import re
from itertools import product
from pathlib import Path

from tests.documents.set_pages import Sheet, set_pdf
from yearbook.catalogue.files import Home, home

YEARS = range(2016, 2024)
_PLACES = "溪岭川湖原泉桥亭垭坪塬峁坳圩墩堰畈垄碛洼嶂崮埂砦峪坨垸墘垟岘峒坂磜崀堨塝垌圳坞硚"
_NAMES = ["芷岸市" + "".join(parts) for parts in product("东西南北中上下新", _PLACES, "区县")]  # 640: 5,120 reports
_INVENTED = re.compile("芷岸市机关事务管理局|苍澜省机关事务管理局|芷岸市|苍澜省")
_YEAR = re.compile(r"20\d\d(?= ?年)")
_COUNT = re.compile(r"(?<![\d.,·—-] )(?<![\d.,·])\d{2,4}(?![\d.,%·])(?! ?[年月日])")
_LENGTH = 3400  # characters, as reports of this kind have
_PROSE = (  # what reports say without a figure, which is most of what they say
    ("坚持把制度建设摆在突出位置，", "围绕中心任务，服务工作大局，", "按照上级部署和年度安排，", "针对检查中反映的突出问题，"),
    ("修订完善内部管理办法，", "健全分工负责、协同配合的工作机制，", "逐项梳理职责清单和办事流程，", "组织各科室开展自查，"),
    ("细化责任、压实任务，", "广泛征求服务对象的意见，", "加强督促检查和跟踪问效，", "把学习成果转化为工作举措，"),
    ("服务保障的规范化水平稳步提升。", "各项重点工作按期推进、落到实处。", "为机关高效运转提供了有力支撑。"),
)


def make_reports(folder: Path, count: int) -> Home:
    """An installation that knows invented districts, and in its `inbox` so many reports of them (5,120 at most), in four formats.

    A report is as long and as dense as real ones: a sample with other counts, and prose between its paragraphs.
    """
    from yearbook.documents.reader import read

    made, inbox = Home(folder), folder / "inbox"
    inbox.mkdir(parents=True)
    _write_bodies(made)
    chance = random.Random(1)  # the same reports each time
    texts = [read(file).text for file in sorted(home().samples.glob("*-*.txt"))]
    for number, (year, name) in zip(range(count), product(YEARS, _NAMES), strict=False):
        text = _lengthen(_rewrite(chance.choice(texts), name, year, chance), chance).replace("\f", "")
        _WRITERS[number % len(_WRITERS)](inbox / f"{number:04}", text)
    return made


def _write_text(file: Path, text: str) -> None:
    file.with_suffix(".txt").write_text(text, encoding="utf-8")


def _write_html(file: Path, text: str) -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    page = f'<html><head><meta charset="utf-8"><title>{text[:40]}</title></head><body>{paragraphs}</body></html>'
    file.with_suffix(".html").write_text(page, encoding="utf-8")


def _write_docx(file: Path, text: str) -> None:
    from docx import Document

    document = Document()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph.replace("\n", ""))
    document.save(str(file.with_suffix(".docx")))


def _write_pdf(file: Path, text: str) -> None:
    """Pages of lines in a font that readers of PDF know by its name."""
    lines = [line[at : at + 38] for line in text.split("\n") for at in range(0, max(1, len(line)), 38)]
    sheets = [Sheet().set_lines(lines[at : at + 32], y=740) for at in range(0, len(lines), 32)]
    file.with_suffix(".pdf").write_bytes(set_pdf(*sheets))


_WRITERS = (_write_text, _write_html, _write_docx, _write_pdf)  # reports come in all of these


def _rewrite(text: str, name: str, year: int, chance: random.Random) -> str:
    """The words of a sample as another body's of another year."""
    text = _INVENTED.sub(lambda found: f"{name}机关事务管理局" if "局" in found.group() else name, text)
    shift = year - int(_YEAR.findall(text)[0])
    text = _YEAR.sub(lambda found: str(int(found.group()) + shift), text)
    return _COUNT.sub(lambda found: str(max(10, round(int(found.group()) * chance.uniform(0.7, 1.4)))), text)


def _lengthen(text: str, chance: random.Random) -> str:
    """The text with a paragraph of prose behind each of its own, but the last."""
    paragraphs = text.split("\n\n")
    wanted = (_LENGTH - len(text)) // max(1, len(paragraphs) - 1)
    longer = paragraphs[:1]
    for paragraph in paragraphs[1:]:
        prose = ""
        while len(prose) < wanted:
            prose += "".join(chance.choice(parts) for parts in _PROSE)
        longer += [prose, paragraph]
    return "\n\n".join(longer)


def _write_bodies(made: Home) -> None:
    """The samples' regions and agencies, and more districts."""
    folder = made.root / "samples"
    folder.mkdir()
    regions, agencies = _read_rows("regions.csv"), _read_rows("agencies.csv")
    for number, name in enumerate(_NAMES, 1):
        code = f"99{1 + (number - 1) // 99:02}{1 + (number - 1) % 99:02}"
        place, office = name.removeprefix("芷岸市"), f"{name}机关事务管理局"
        english = f"District {number} (sample)"
        regions.append([code, f"{name}（示例）", f"{place}（示例）", f"district{number}", english, "county", "990100", "", ""])
        own = [f"{code}-goa", f"{office}（示例）", f"Offices of {english}", f"{place}局（示例）", office, code, "county"]
        agencies.append([*own, "office_affairs"])
    for file, rows in (("regions.csv", regions), ("agencies.csv", agencies)):
        with (folder / file).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)


def _read_rows(file: str) -> list[list[str]]:
    return list(csv.reader((home().samples / file).read_text(encoding="utf-8").splitlines()))
