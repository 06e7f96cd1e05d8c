"""The address guard: what is asked and what never, by the address and by what its host resolves to."""

from __future__ import annotations

from ipaddress import ip_address

import psutil
import pytest

from tests.fetch.site import serve_site
from yearbook.documents.document import Refusal
from yearbook.fetch.fetcher import Fetcher
from yearbook.fetch.guard import Guard, is_public, parse_address

# IP addresses and whether they are of the public internet
ADDRESSES = {
    "114.114.114.114": True,
    "223.5.5.5": True,
    "2400:3200::1": True,
    "::ffff:114.114.114.114": True,  # IPv4 written as IPv6
    "64:ff9b::7272:7272": True,  # NAT64 of the first
    "0.0.0.0": False,  # this machine
    "0.1.2.3": False,
    "127.0.0.1": False,
    "127.255.255.254": False,
    "10.0.0.1": False,
    "172.16.0.1": False,
    "172.31.255.255": False,
    "192.168.1.1": False,
    "169.254.169.254": False,  # link-local: metadata of clouds
    "100.64.0.1": False,  # carrier-grade NAT
    "100.100.100.200": False,  # metadata of a cloud, within it
    "168.63.129.16": False,  # a cloud's service to its machines
    "192.0.0.8": False,
    "192.0.2.1": False,  # examples
    "198.18.0.1": False,  # benchmarks
    "224.0.0.1": False,  # to many
    "240.0.0.1": False,
    "255.255.255.255": False,
    "::": False,
    "::1": False,
    "::ffff:127.0.0.1": False,
    "::ffff:10.0.0.1": False,
    "::ffff:0:127.0.0.1": False,  # translated (RFC 2765)
    "::127.0.0.1": False,  # compatible (deprecated)
    "64:ff9b::7f00:1": False,  # NAT64 of 127.0.0.1
    "64:ff9b::a00:1": False,
    "64:ff9b:1::a00:1": False,  # local NAT64 (RFC 8215)
    "2002:7f00:1::": False,  # 6to4 of 127.0.0.1
    "2001:0:7f00:1::": False,  # Teredo
    "2001:db8::1": False,
    "3fff::1": False,
    "fe80::1": False,  # link-local
    "fec0::1": False,  # site-local (deprecated)
    "fc00::1": False,  # unique local
    "fd00:ec2::254": False,  # metadata of a cloud
    "ff02::1": False,
    "5f00::1": False,
}


@pytest.mark.parametrize(("ip", "public"), ADDRESSES.items(), ids=list(ADDRESSES))
def test_only_addresses_of_the_public_internet_are_asked(ip: str, public: bool) -> None:
    assert is_public(ip_address(ip)) is public
    guard = Guard(resolve=lambda *_: [ip])
    if public:
        assert guard.pin(parse_address("http://a.example")) == [str(ip_address(ip))]
    else:
        with pytest.raises(Refusal, match="YEARBOOK_FETCH_ALLOW"):
            guard.pin(parse_address("http://a.example"))


def test_one_private_address_among_public_ones_condemns_the_host() -> None:
    with pytest.raises(Refusal, match="内部网络"):
        Guard(resolve=lambda *_: ["114.114.114.114", "127.0.0.1"]).pin(parse_address("http://a.example"))


def test_an_address_of_this_machine_is_not_asked_though_public(monkeypatch: pytest.MonkeyPatch) -> None:
    [card] = [type("Card", (), {"address": "114.114.114.114"})()]
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: {"eth0": [card]})
    with pytest.raises(Refusal, match="本机"):
        Guard(resolve=lambda *_: ["114.114.114.114"]).pin(parse_address("http://a.example"))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]", "localhost"]
)
def test_this_machine_is_known_under_every_name(host: str) -> None:
    with pytest.raises(Refusal, match=r"本机|找不到主机|网址"):
        Guard().pin(parse_address(f"http://{host}/"))


@pytest.mark.parametrize(
    ("allowed", "ip", "goes"),
    [
        (["10.1.0.0/16"], "10.1.2.3", True),
        (["10.1.0.0/16"], "10.2.2.3", False),
        (["10.1.2.3"], "10.1.2.3", True),
        (["10.1.2.3"], "::ffff:10.1.2.3", True),
        (["a.example"], "10.9.9.9", True),
        (["b.example"], "10.9.9.9", False),
        (["fd00::/8"], "fd00::5", True),
        (["[::1]"], "::1", True),
    ],
)
def test_what_a_setting_names_is_asked_though_private(allowed: list[str], ip: str, goes: bool) -> None:
    guard = Guard(allowed, resolve=lambda *_: [ip])
    if goes:
        assert guard.pin(parse_address("http://a.example")) == [str(ip_address(ip))]
    else:
        with pytest.raises(Refusal):
            guard.pin(parse_address("http://a.example"))


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("HTTP://WWW.Example.GOV.cn", "http://www.example.gov.cn/"),
        ("https://www.example.gov.cn:443/a", "https://www.example.gov.cn/a"),
        ("http://www.example.gov.cn:8080/年报.html?名=甲 乙#p2", "http://www.example.gov.cn:8080/%E5%B9%B4%E6%8A%A5.html?%E5%90%8D=%E7%94%B2%20%E4%B9%99"),
        ("http://www.example.gov.cn/%C4%EA%B1%A8.doc", "http://www.example.gov.cn/%C4%EA%B1%A8.doc"),
        ("http://政府.example/", "http://xn--mxtq1m.example/"),
        ("http://www.example.gov.cn./", "http://www.example.gov.cn/"),
        ("http://[2400:3200::1]:8080/", "http://[2400:3200::1]:8080/"),
    ],
)  # fmt: skip
def test_an_address_is_written_as_it_is_asked(written: str, asked: str) -> None:
    assert str(parse_address(written)) == asked


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("ftp://example.gov.cn/a", "http 和 https"),
        ("file:///etc/passwd", "http 和 https"),
        ("javascript:alert(1)", "http 和 https"),
        ("//example.gov.cn", "http 和 https"),
        ("http://", "网址"),
        ("http://user:secret@example.gov.cn/", "密码"),
        ("http://example.gov.cn:22/", "端口 22"),
        ("http://example.gov.cn:0/", "端口 0"),
        ("http://example.gov.cn:99999/", "网址"),
        ("http://[::1", "网址"),
        ("http://../", "网址"),
        ("http://a..b/", "网址"),
        ("http://[fe80::1%25eth0]/", "网址"),
        ("http://exa mple.gov.cn/", "网址"),
        ("http://example.gov.cn\r\nHost: b/", "网址"),
        ("http://example.gov.cn/" + "a" * 3000, "网址"),
        ("http://.例.cn/", "网址"),
    ],
)
def test_what_is_no_page_of_the_web_is_refused_in_words(written: str, word: str) -> None:
    with pytest.raises(Refusal, match=word) as refused:
        parse_address(written)
    assert "secret" not in str(refused.value)


def test_a_name_that_changes_its_mind_is_asked_where_it_was_checked() -> None:
    """DNS rebinding: each answer of the name server is another; the connection goes to the one that was checked."""
    answers = iter(["127.0.0.1", "169.254.169.254", "169.254.169.254"])
    with serve_site() as site:
        fetcher = Fetcher(Guard(["127.0.0.1"], resolve=lambda *_: [next(answers)]), pause=0)
        with pytest.raises(Refusal, match="内部网络"):
            fetcher.fetch(f"http://rebinding.example:{site.port}/a.html")
        assert site.asked == ["/robots.txt"]
        assert site.seen[0]["host"] == f"rebinding.example:{site.port}"
