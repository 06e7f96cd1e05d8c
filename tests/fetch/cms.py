"""Pages of lists and articles, written for tests in the markup of the systems that government sites run on."""

from __future__ import annotations

Entries = list[tuple[str, str, str]]  # address, title, day

_FRAME = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>工作总结_芷岸市机关事务管理局</title>
<script src="/images/jquery.min.js"></script></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/2024/hdjl/">互动交流</a></div>
<div class="main">{main}</div>
<div class="footer"><a href="/wzdt.html">网站地图</a> 备案号：示例ICP备20240301号</div></body></html>"""


def frame(main: str, charset: str = "utf-8") -> str:
    return _FRAME.format(main=main, charset=charset)


def trs_list(entries: Entries, pages: int = 1, current: int = 0) -> str:
    """TRS WCM: entries beside their days, titles cut short with the whole in `title`, page numbers by createPageHTML."""
    items = "".join(
        f'<li><span class="date">{day}</span><a href="{href}" target="_blank" title="{title}">{title[:12]}...</a></li>'
        for href, title, day in entries
    )
    return frame(f'<ul class="list">{items}</ul><script>createPageHTML({pages}, {current}, "index", "html");</script>')


def jcms_list(entries: Entries, pages: int = 1) -> str:
    """JCMS: the list is XML within a script, shown by a script; more pages come from a server's address."""
    records = "".join(
        f'<record><![CDATA[<li><a href="{href}" title="{title}">{title}</a><b>{day}</b></li>]]></record>'
        for href, title, day in entries
    )
    store = f"<datastore><totalpage>{pages}</totalpage><recordset>{records}</recordset></datastore>"
    return frame(f'<div id="123"><script type="text/xml">{store}</script></div><script src="/script/jpage.js"></script>')


def kaipu_list(entries: Entries, pages: int = 1, current: int = 1) -> str:
    """Kaipu: days in brackets within the link's line, page numbers by createPageHTML with the element's id."""
    items = "".join(f'<li><a href="{href}">{title}</a>[{day.replace("-", "/")}]</li>' for href, title, day in entries)
    script = f"createPageHTML('page_div',{pages},{current},'list','shtml',{pages * 20});"
    return frame(f'<div class="gl-list"><ul>{items}</ul></div><div id="page_div"></div><script>{script}</script>')


def table_list(entries: Entries, next_page: str = "") -> str:
    """An old site: a table with rows, a link to the next page."""
    rows = "".join(f'<tr><td>·</td><td><a href="{href}">{title}</a></td><td>{day[5:]}</td></tr>' for href, title, day in entries)
    link = f'<a href="{next_page}">下一页</a>' if next_page else "<a>下一页</a>"
    return frame(f'<table>{rows}</table><div><a href="list.asp?page=1">首页</a>{link}</div>', "gb2312")


SCRIPTED = frame('<div id="app"></div><script>fetch("/api/list?channel=12").then(show)</script>')
WITHOUT_LIST = frame("<p>本栏目暂无内容。</p>").replace('<script src="/images/jquery.min.js"></script>', "")
