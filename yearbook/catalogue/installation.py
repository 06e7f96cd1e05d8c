"""What an installation says of itself by its environment: its public address, who answers for it, which sites may embed it."""

from __future__ import annotations

import os
import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from yearbook.catalogue.messages import Message

PUBLIC_ADDRESS = "YEARBOOK_PUBLIC_ADDRESS"  # https://yearbook.example.gov.cn, or with a path below which the server stands
RESPONSIBLE_BODY = "YEARBOOK_RESPONSIBLE_BODY"  # whose name opens a citation (GB/T 7714: 主要责任者)
EMBEDDED_IN = "YEARBOOK_EMBEDDED_IN"  # origins whose pages may show this one in a frame, separated by commas
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)


class BadSetting(RuntimeError):
    """A setting of the environment that cannot be understood; the message names it and says what it takes."""


def read_public_address() -> str:
    """The address under which others reach the installation, without a slash at its end; "" where none is set. Raises
    BadSetting."""
    value = os.environ.get(PUBLIC_ADDRESS, "").strip().rstrip("/")
    try:
        parts = urlsplit(value)
        is_sound = not value or bool(parts.hostname and _ORIGIN.fullmatch(f"{parts.scheme}://{parts.netloc}"))
    except ValueError:
        is_sound = False
    if not is_sound or parts.query or parts.fragment:
        raise BadSetting(Message("installation.bad_public_address", name=PUBLIC_ADDRESS, value=value[:80]))
    return value


def read_responsible_body() -> str:
    """Who answers for what the installation publishes; "" where nobody is named."""
    return " ".join(os.environ.get(RESPONSIBLE_BODY, "").split())


def read_embedding_sites() -> tuple[str, ...]:
    """The origins that may embed pages, as a frame-ancestors directive takes them. Raises BadSetting."""
    sites = tuple(one.strip().rstrip("/") for one in os.environ.get(EMBEDDED_IN, "").split(",") if one.strip())
    for site in sites:
        if not _ORIGIN.fullmatch(site):
            raise BadSetting(Message("installation.bad_embedding_site", name=EMBEDDED_IN, value=site[:80]))
    return sites


def require_sound_settings() -> None:
    """Raises BadSetting for the first that cannot be understood."""
    read_public_address()
    read_embedding_sites()


def is_private_address(address: str) -> bool:
    """Whether only this machine, or its network, reaches an address: a loopback or private host, or a bare machine name."""
    host = urlsplit(address).hostname or ""
    try:
        ip = ip_address(host)
    except ValueError:
        return bool(host) and "." not in host
    return ip.is_loopback or ip.is_private or ip.is_link_local
