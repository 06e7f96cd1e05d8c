"""Which web addresses may be asked: http and https, public hosts only; a host's addresses are resolved once and pinned.

Whoever names an address makes this machine ask it, and a page may redirect anywhere: to this machine, to its network, to the
metadata service of a cloud. So what a name resolves to is checked, and the connection goes to exactly what was checked.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

import psutil

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Refusal

PORTS = {"http": 80, "https": 443}
_LEAST_PORT = 1024  # but for the two above: lower ones are of other services
_LONGEST = 2000
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]*:[0-9a-f:.]*")  # a name, an IPv4 or an IPv6 address
# IANA special-purpose registries (RFC 6890 and its updates): what is not globally reachable, or leads to something else
_CLOSED_4 = tuple(
    map(
        ip_network,
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 "  # noqa: SIM905
        "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3 168.63.129.16/32".split(),
    )
)  # the last is the service of a cloud to its machines
_OPEN_6 = ip_network("2000::/3")  # global unicast: all that is assigned
_CLOSED_6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))  # Teredo, examples, 6to4
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address that is meant

Ip = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in the form in which it is asked."""

    scheme: str
    host: str  # in ASCII, lower case; an IPv6 address without brackets
    port: int
    target: str  # path and query, percent-encoded

    @property
    def authority(self) -> str:
        """Host and port as the Host field has them: the port only where it is not the scheme's."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.origin + self.target


def is_address(words: str) -> bool:
    """Whether words name a web address and not a file."""
    return re.match(r"https?://", words, re.I) is not None


def parse_address(written: str, base: str = "") -> Address:
    """A web address as people, pages and redirects write it, the latter two relative to `base`.

    Raises Refusal for other schemes, names and passwords in it, and what is no address.
    """
    written = written.strip()
    try:
        parts = urlsplit(urljoin(base, written))
        host, port = parts.hostname or "", parts.port
        if not host.isascii():
            host = host.encode("idna").decode()
        host = host.lower().removesuffix(".")
    except (ValueError, UnicodeError) as error:
        raise Refusal(written[:200], Message("fetching.no_address")) from error
    if parts.scheme not in PORTS:
        raise Refusal(written[:200], Message("fetching.scheme"))
    if not _HOST.fullmatch(host):
        raise Refusal(written[:200], Message("fetching.no_address"))
    if parts.username is not None or parts.password is not None:
        raise Refusal(host, Message("fetching.password"))
    port = PORTS[parts.scheme] if port is None else port
    if port not in PORTS.values() and port < _LEAST_PORT:
        raise Refusal(host, Message("fetching.port", port=port))
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    )
    address = Address(parts.scheme, host, port, target)
    if max(len(written), len(str(address))) > _LONGEST:  # signs beyond ASCII take nine, as they are asked for
        raise Refusal(written[:200], Message("fetching.no_address"))
    return address


class Guard:
    """Decides where a connection may go. `allowed` are hosts, addresses or networks (10.1.0.0/16) that may be private."""

    def __init__(self, allowed: Sequence[str] = (), resolve: Resolve | None = None) -> None:
        self._resolve = resolve or _ask_system
        self._hosts = {one.strip("[]").lower() for one in allowed}
        self._networks = []
        for one in self._hosts:
            try:
                self._networks.append(ip_network(one))
            except ValueError:
                continue  # a host's name

    def pin(self, address: Address) -> list[str]:
        """The IP addresses to connect to, each of them allowed. Raises Refusal where one is not, or the host is unknown.

        One that is not allowed condemns the host: else whoever runs its name server could choose at the next question.
        """
        try:
            found = [ip_address(one.partition("%")[0]) for one in self._resolve(address.host, address.port)]
        except (OSError, ValueError, UnicodeError) as error:
            raise Refusal(str(address), Message("fetching.unknown_host", host=address.host)) from error
        if not found:
            raise Refusal(str(address), Message("fetching.unknown_host", host=address.host))
        if address.host not in self._hosts and not all(self._may_reach(ip) for ip in found):
            raise Refusal(str(address), Message("fetching.private", host=address.host))
        return list(dict.fromkeys(map(str, found)))

    def _may_reach(self, ip: Ip) -> bool:
        ip = _unwrap(ip)
        if any(ip in network for network in self._networks if network.version == ip.version):
            return True
        return is_public(ip) and str(ip) not in _own_addresses()


def is_public(ip: Ip) -> bool:
    """Whether an IP address is one of the public internet, whichever way it is written."""
    ip = _unwrap(ip)
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _CLOSED_4)
    return ip in _OPEN_6 and not any(ip in network for network in _CLOSED_6)


def _unwrap(ip: Ip) -> Ip:
    """The IPv4 address that an IPv6 address stands for (RFC 4291 2.5.5.2, RFC 6052), else the address itself."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in _NAT64:
            return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


def _own_addresses() -> set[str]:
    """Public addresses that this machine itself has, behind which its own services listen."""
    return {one.address.partition("%")[0] for card in psutil.net_if_addrs().values() for one in card}


def _ask_system(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
