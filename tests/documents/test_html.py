"""A saved web page becomes its article: no menu, no footer, no hidden part, and not a numeral of the article less."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.documents.made_files import cell_at
from tests.documents.report_forms import SITES, make_site
from yearbook.documents.document import Document, Limits, Refusal
from yearbook.documents.html.reader import read_html
from yearbook.documents.reader import read_bytes

TITLE = "【示例】芷岸市机关事务管理局2020年工作总结"
FIRST = "2020年，全市更新公务用车71辆，其中新能源汽车43辆，占比60.6%。"
SECOND = "新建充电桩95个，实收租金205.8万元；“三公”经费下降5.78%。"
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"


def read(html: str | bytes, limits: Limits | None = None) -> Document:
    return read_html("页面.html", html.encode() if isinstance(html, str) else html, limits or Limits())


def lines(html: str | bytes) -> list[str]:
    return read(html).text.splitlines()


def page(body: str, head: str = f"<title>{TITLE}</title>") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize("site", SITES)
def test_only_the_article_is_left_of_a_site(site: Any) -> None:
    assert lines(make_site(site, TITLE, BODY).replace("gb2312", "utf-8")) == [TITLE, FIRST, SECOND]


def test_boxes_that_are_called_by_what_they_hold_are_left_out_without_tags_that_say_so() -> None:
    boilerplate = "".join(
        f'<div class="{name}">共有{number}条，访问{number}次。</div>'
        for number, name in enumerate(("topNav", "left-sidebar", "footer_box", "bdsharebuttonbox", "hot-recommend"), start=701)
    )
    assert lines(page(f"<div><h1>{TITLE}</h1>{BODY}</div>{boilerplate}")) == [TITLE, FIRST, SECOND]


def test_a_box_that_holds_the_article_is_kept_whatever_it_is_called() -> None:
    assert lines(page(f'<div class="nav menu sidebar"><h1>{TITLE}</h1>{BODY}</div>')) == [TITLE, FIRST, SECOND]


def test_how_to_reach_the_site_is_no_part_of_the_article_but_how_to_reach_its_writer_is() -> None:
    reach = "<div>地址：示例路88号</div><div>电话：0990-8888888</div>"
    assert lines(page(f"<h1>{TITLE}</h1><div>{BODY}</div>{reach}")) == [TITLE, FIRST, SECOND]
    assert lines(page(f"<h1>{TITLE}</h1><div>{BODY}<p>联系电话：0990-8800126</p></div>"))[-1] == "联系电话：0990-8800126"


def test_related_links_below_the_text_are_left_out_and_attachments_kept() -> None:
    links = "<ul><li><a>2018年工作总结</a></li><li><a>2019年工作总结</a></li></ul>"
    attachments = "<p>附件：<a href=a.xls>1.2020年指标表.xls</a></p><p><a href=b.doc>2.说明.doc</a></p>"
    text = lines(page(f"<div><h1>{TITLE}</h1>{BODY}{attachments}<p>相关链接：</p>{links}</div>"))
    assert text == [TITLE, FIRST, SECOND, "附件：1.2020年指标表.xls", "2.说明.doc"]


def test_links_within_the_text_are_text() -> None:
    body = f'<p>{FIRST}</p><p><a href="/a">《芷岸市公物仓管理办法》（芷政发〔2020〕12号）</a></p><p>{SECOND}</p>'
    assert "《芷岸市公物仓管理办法》（芷政发〔2020〕12号）" in lines(page(f"<div>{body}</div>"))


def test_an_article_in_several_boxes_is_whole() -> None:
    tail = "<div><p>附：会议保障530场。</p></div>"
    table = (
        "<table><tr><td>指标</td><td>数量</td></tr><tr><td>会议</td><td>530</td></tr><tr><td>接待</td><td>78</td></tr></table>"
    )
    text = lines(page(f"<div><h1>{TITLE}</h1><div>{BODY * 6}</div><div>{table}</div>{tail}</div>"))
    assert text[-4:] == ["指标 | 数量", "会议 | 530", "接待 | 78", "附：会议保障530场。"]


def test_items_and_closing_lines_without_a_full_stop_are_kept() -> None:
    body = f"<p>{FIRST}</p><ul><li>会议530场</li><li>注册志愿者120人</li></ul><p>{SECOND}</p><p>2021年1月12日</p>"
    assert lines(page(f"<div>{body}</div>"))[1:] == [FIRST, "会议530场", "注册志愿者120人", SECOND, "2021年1月12日"]


def test_what_is_hidden_is_left_out() -> None:
    sheet = "/* x */ .a, #b {color: red; display:none} .c{display:none} .c.on{display:block} @media print{.d{display:none}}"
    style = f"<style>{sheet}</style>"
    hidden = "<p class=a>701辆。</p><p id=b>702辆。</p><p class=c>703辆。</p>"
    hidden += '<p style="DISPLAY : none">704辆。</p><p hidden>705辆。</p>'
    shown = '<p class="c on">801辆。</p><p class=d>802辆。</p><p class=a style="display:block">803辆。</p>'
    text = read(page(BODY + hidden + shown, f"<title>{TITLE}</title>{style}")).text
    assert re.findall(r"[78]0\d", text) == ["801", "802", "803"]


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript", "select", "textarea", "iframe", "svg"])
def test_what_no_reader_sees_is_left_out(tag: str) -> None:
    assert lines(page(f"<div>{BODY}<{tag}>充电桩777个。</{tag}></div>")) == [TITLE, FIRST, SECOND]


def test_a_comment_is_left_out() -> None:
    assert lines(page(f"<div>{BODY}<!-- 充电桩777个。 --></div>")) == [TITLE, FIRST, SECOND]


def test_the_title_stands_first_where_only_the_head_names_it() -> None:
    assert lines(page(BODY, f"<title>{TITLE} - 示例政府网</title>"))[0] == TITLE
    assert lines(page(BODY, f'<title>示例政府网</title><meta name="ArticleTitle" content="{TITLE}">'))[0] == TITLE


def test_the_title_is_not_said_twice() -> None:
    assert read(page(f"<h2>{TITLE}</h2>{BODY}")).text.count(TITLE) == 1
    assert read(page(f"<div><b>{TITLE}</b></div>{BODY}")).text.count(TITLE) == 1


def test_a_heading_that_names_the_site_is_not_the_title() -> None:
    text = lines(page(f"<h1><a>示例政府网</a></h1><h2>{TITLE}</h2>{BODY}", "<title>示例政府网</title>"))
    assert text == [TITLE, FIRST, SECOND]


def test_labels_above_the_title_are_kept_and_counters_left_out() -> None:
    labels = "<table><tr><td>索引号：</td><td>990100/2021-00012</td><td>发布日期：</td><td>2021-01-12</td></tr></table>"
    info = "<div><span>时间：2021-01-12 10:03</span><span>来源：办公室</span>　浏览次数：<span>4567</span></div>"
    text = lines(page(f"{labels}<h1>{TITLE}</h1>{info}<div>{BODY}</div>"))
    assert text[:3] == ["索引号： | 990100/2021-00012 | 发布日期： | 2021-01-12", TITLE, "时间：2021-01-12 10:03 来源：办公室"]


def test_a_label_and_its_value_stand_on_one_line() -> None:
    assert "文号：芷事管〔2021〕3号" in lines(
        page(f"<h1>{TITLE}</h1><dl><dt>文号：</dt><dd>芷事管〔2021〕3号</dd></dl><div>{BODY}</div>")
    )


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("GBK", "gbk"),
        ("gb2312", "utf-8"),  # the page is wrong about itself
        ("utf-8", "gb18030"),
        ("iso-8859-1", "gb18030"),
        ("nonsense", "utf-8"),
        (None, "utf-8"),
        (None, "utf-8-sig"),
        (None, "gb18030"),
        ("utf-8", "utf-16"),
    ],
)
def test_a_page_is_read_in_every_usual_encoding_whatever_it_says_of_itself(declared: str | None, encoding: str) -> None:
    declaration = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    html = f"<html><head>{declaration}<title>{TITLE}</title></head><body>{BODY}</body></html>"
    assert lines(html.encode(encoding)) == [TITLE, FIRST, SECOND]


def test_characters_beyond_gb2312_are_read_where_the_page_says_gb2312() -> None:
    html = f'<meta charset="gb2312"><title>{TITLE}</title><p>由䶮某负责，{FIRST}</p>'
    assert "由䶮某负责" in read(html.encode("gb18030")).text


def test_numbers_are_not_torn_by_tags_or_by_lines_of_the_source() -> None:
    torn = "全市更新公务用车<span>1</span><b>2</b><font>3</font>辆，\n   面积1200m<sup>2</sup>，"
    html = page(f"<p>{torn}约10<sup>4</sup>平方米，\n共12&nbsp;辆。</p>")
    assert lines(html)[1] == "全市更新公务用车123辆，面积1200m²，约10⁴平方米，共12 辆。"


def test_a_break_ends_a_line() -> None:
    assert lines(page("<div>更新车辆71辆；<br>新建充电桩95个。<br/><br/>会议530场。</div>"))[1:] == [
        "更新车辆71辆；",
        "新建充电桩95个。",
        "会议530场。",
    ]


def test_text_kept_as_typed_keeps_its_lines() -> None:
    assert lines(page(f"<pre>{FIRST}\n{SECOND}</pre>"))[1:] == [FIRST, SECOND]


TABLE = """<table><caption>表1 主要指标</caption>
<thead><tr><th rowspan=2>指标</th><th rowspan=2>单位</th><th colspan=2>2020年</th></tr><tr><th>全市</th><th>市直</th></tr></thead>
<tbody><tr><td>公务用车</td><td>辆</td><td>2400</td><td>598</td></tr><tr><td>充电<br>桩</td><td>个</td><td>305</td><td>&nbsp;</td></tr></tbody></table>"""


def test_a_table_is_rows_with_bars_and_merged_words_stand_once() -> None:
    assert lines(page(f"<p>{FIRST}</p>{TABLE}<p>{SECOND}</p>"))[2:-1] == [
        "表1 主要指标",
        "| 指标 | 单位 | 2020年 |  |",
        "|  |  | 全市 | 市直 |",
        "公务用车 | 辆 | 2400 | 598",
        "| 充电桩 | 个 | 305 |  |",
    ]


def test_a_figure_leads_back_to_its_cell() -> None:
    document = read(page(f"<p>{FIRST}</p>{TABLE}"))
    cell = cell_at(document, document.text.index("598"))
    assert (cell.table, cell.row, cell.column, document.text[cell.start : cell.end]) == ("表1", 3, 4, "598")
    assert cell_at(document, document.text.index("71辆")) is None


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    html = page(f"<table><tr><td><p>{FIRST}</p></td><td>{TABLE}</td></tr></table>")
    assert lines(html)[1:4] == [FIRST, "表1 主要指标", "| 指标 | 单位 | 2020年 |  |"]
    assert "公务用车 | 辆 | 2400 | 598" in lines(html)


def test_spans_without_end_do_not_make_a_table_without_end() -> None:
    table = "<table><tr><td rowspan=65534 colspan=1000000>公务用车</td><td>81</td></tr><tr><td>82</td><td>83</td></tr></table>"
    assert lines(page(f"<p>{FIRST}</p>{table}"))[2:] == ["| 公务用车 | 81 |  |", "|  | 82 | 83 |"]


def test_a_page_nested_without_end_is_read() -> None:
    depth = 3000
    assert lines(page("<div>" * depth + f"<p>{FIRST}</p>" + "</div>" * depth))[1] == FIRST


@pytest.mark.parametrize(
    "html", ["<html><body></body></html>", "<html><script>var a = 12</script></html>", "<p hidden>12辆。</p>"]
)
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(Refusal, match="正文"):
        read(html)


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(Refusal, match="万字"):
        read(page(BODY * 400), Limits(max_text=10_000))


META = (
    '<meta name="ArticleTitle" content="2020年工作总结"><meta name="PubDate" content="2021-01-20 10:30">'
    '<meta name="ContentSource" content="芷岸市机关事务管理局"><meta name="SiteName" content="芷岸市人民政府">'
)


def test_what_the_head_of_a_government_page_states_is_read_where_the_article_does_not_say_it() -> None:
    found = lines(page(f"<h1>2020年工作总结</h1>{BODY}", META))
    assert found == ["2020年工作总结", "发布时间：2021-01-20 10:30", "来源：芷岸市机关事务管理局", FIRST, SECOND]


def test_the_head_of_a_page_does_not_repeat_what_the_article_says() -> None:
    said = "<p>来源：芷岸日报　发布日期：2021年1月20日</p>"
    assert lines(page(f"<h1>2020年工作总结</h1>{said}{BODY}", META))[1:] == [
        "来源：芷岸日报　发布日期：2021年1月20日",
        FIRST,
        SECOND,
    ]


def test_directives_of_a_server_are_no_text() -> None:
    directives = '<%@ page language="java" import="java.util.*" pageEncoding="UTF-8"%>\n'
    document = read_bytes("页面.jsp", (directives + page(f"<h1>{TITLE}</h1>{BODY}")).encode())
    assert (document.format, document.text.splitlines()) == ("html", [TITLE, FIRST, SECOND])
