"""Settings of an installation: what they take, and the refusal of what cannot be understood."""

from __future__ import annotations

import pytest

from yearbook.catalogue.installation import (
    EMBEDDED_IN,
    PUBLIC_ADDRESS,
    BadSetting,
    is_private_address,
    read_embedding_sites,
    read_public_address,
    require_sound_settings,
)


@pytest.mark.parametrize(
    ("address", "is_private"),
    [
        ("http://127.0.0.1:8501/explore", True),
        ("http://localhost:8501", True),
        ("http://[::1]:8501/", True),
        ("http://192.168.3.4/", True),
        ("http://10.0.0.1:80/x", True),
        ("http://statistics/", True),
        ("https://yearbook.example.gov.cn/", False),
        ("http://8.8.8.8/", False),
        ("?edition=1", False),  # where it is not known
    ],
)
def test_an_address_that_others_cannot_reach_is_told(address: str, is_private: bool) -> None:
    assert is_private_address(address) is is_private


@pytest.mark.parametrize(
    ("value", "sites"),
    [
        ("", ()),
        ("https://www.example.gov.cn", ("https://www.example.gov.cn",)),
        (" https://a.gov.cn/ , http://b.gov.cn:8080", ("https://a.gov.cn", "http://b.gov.cn:8080")),
        ("https://*.gov.cn", ("https://*.gov.cn",)),
    ],
)
def test_sites_that_may_embed_are_origins(monkeypatch: pytest.MonkeyPatch, value: str, sites: tuple[str, ...]) -> None:
    monkeypatch.setenv(EMBEDDED_IN, value)
    assert read_embedding_sites() == sites


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            (EMBEDDED_IN, value)
            for value in ("*", "www.gov.cn", "https://a.gov.cn/path", "https://a; script-src *", "data:", "'self'")
        ),
        *(
            (PUBLIC_ADDRESS, value)
            for value in ("yearbook.gov.cn", "ftp://a.cn", "https://a.cn/?x=1", "https://", "https://a b", "//[")
        ),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name):
        require_sound_settings()


def test_a_public_address_may_have_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_ADDRESS, "https://www.example.gov.cn/yearbook/")
    assert read_public_address() == "https://www.example.gov.cn/yearbook"
