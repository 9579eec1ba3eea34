"""Which servers may be asked. Looked at before each request, at each redirect, and once more when connected."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from d2studio.errors import UnsafeAddress

_USER: Final = re.compile(r"//[^/]*@")
_MAX_SHOWN: Final = 200
_ADDRESSES_OF_IPV4: Final = ipaddress.ip_network("64:ff9b::/96")  # how networks that speak IPv6 alone write them


@dataclass(frozen=True)
class HostRules:
    """What a download may connect to; `https` unless said otherwise.

    Attributes:
        names: the hosts that are allowed; one that begins with a dot stands for all below it. None allows every host
            outside of this computer and its own network, as is right for addresses that somebody typed.
        plain_http: hosts of which `http` and a local address are right, too. For tests.
    """

    names: frozenset[str] | None
    plain_http: frozenset[str] = frozenset()

    def check(self, url: str, sent_by: str = "") -> str:
        """Look at an address before it is asked; `sent_by` is the host that redirected to it.

        Returns:
            its host.

        Raises:
            UnsafeAddress: it may not be asked.
        """
        who = _whose(sent_by)
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise no_address(url, sent_by) from None
        shown = f"{parts.scheme}://{host}"
        if not host or parts.scheme not in ("http", "https"):
            raise no_address(url, sent_by)
        if parts.username is not None or parts.password is not None:
            raise UnsafeAddress(f"{who} {shown} with a name or password in it, which d2studio does not send.")
        if host in self.plain_http:
            return host
        if parts.scheme != "https":
            raise UnsafeAddress(
                f"{who} {shown}, which is not secure: others could change the file on its way.",
                hint="Try the same address with https.",
            )
        if self.names is None:
            self._check_that_names_are_public(host, who)
        elif not any(host == name or (name.startswith(".") and host.endswith(name)) for name in self.names):
            raise UnsafeAddress(f"{who} {shown}, which is not among the servers that this file may come from.")
        return host

    def check_peer(self, host: str, address: str) -> None:
        """Look at the address that `host` really had when it was connected, before anything is asked.

        Raises:
            UnsafeAddress: it lies inside the own network.
        """
        if self.names is None and host not in self.plain_http and not _is_public(address):
            raise _inside(f"The address is {host}", host, address)

    def _check_that_names_are_public(self, host: str, who: str) -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return  # the proxy may know it; whoever connects says what is wrong
        for *_, address in found:
            if not _is_public(str(address[0])):
                raise _inside(f"{who} {host}", host, str(address[0]))


def host_of(url: str) -> str:
    """The host of an address, to be shown; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def no_address(url: str, sent_by: str = "") -> UnsafeAddress:
    """What to say of a text that is no address of a web server."""
    shown = _USER.sub("//", url.partition("?")[0])[:_MAX_SHOWN]
    return UnsafeAddress(
        f"{_whose(sent_by)} {shown!r}, which is no address of a web server.", hint="Addresses begin with https://."
    )


def _whose(sent_by: str) -> str:
    return f"{sent_by} sends d2studio on to" if sent_by else "The address is"


def _inside(what: str, host: str, address: str) -> UnsafeAddress:
    where = "" if host == address else f" ({address})"
    return UnsafeAddress(
        f"{what}{where}, which lies inside this computer or its own network.",
        hint="Download the file in a browser, then import it.",
        host=host,
    )


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in _ADDRESSES_OF_IPV4:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFF_FFFF)
        if inner is not None:
            return _is_public(str(inner))
    return parsed.is_global and not parsed.is_multicast
