"""Asks a server for a file: proxies, certificates, redirects, and what every answer means.

Everything here may block; `download` calls it in a thread that it can leave behind.
"""

import contextlib
import http.client
import re
import ssl
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin

import requests
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)

import d2studio
from d2studio.core.download_connection import Adapter
from d2studio.core.download_hosts import HostRules, no_address
from d2studio.core.download_part import plain
from d2studio.core.words import printable
from d2studio.errors import (
    CertificateRefused,
    DownloadDamaged,
    DownloadError,
    DownloadGone,
    DownloadUnreachable,
    LoginRequired,
    ProxyFailed,
    UnsafeAddress,
)

_CHUNK_BYTES: Final = 1 << 20
_SHA256: Final = re.compile(r'(?:W/)?"?([0-9a-f]{64})"?')
_RANGE: Final = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
_MANUALLY: Final = "Download the file in a browser, then import it."


class TryAgain(Exception):
    """The same server may do better on another try.

    Attributes:
        error: what the user is told where it does not.
        wait_s: how long the server asks to be left alone, if it says so.
    """

    def __init__(self, error: DownloadError, wait_s: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait_s = wait_s


class RangeRefused(Exception):
    """The server has no such part of the file."""


@dataclass(frozen=True)
class Answer:
    """A file that a server has begun to send.

    Attributes:
        host: that sends it.
        start: the position in the file of the first byte that comes; None where all of it comes.
        size: of the whole file, where the server says it.
        etag: names this content; empty where there is none, or none that can be relied on.
        modified: the date of the file as the server writes it, or empty.
        promised_sha256: the whole file's, where a server on the way named it.
        is_web_page: the server says so.
    """

    host: str
    start: int | None
    size: int | None
    etag: str
    modified: str
    promised_sha256: str | None
    is_web_page: bool
    response: requests.Response
    proxy: str

    def read(self) -> bytes:
        """What has come, at most 1 MiB; nothing at the end. Waits for the first byte.

        Raises:
            TryAgain: the connection broke.
            DownloadUnreachable: nothing came for too long.
        """
        with _explained(self.host, self.proxy):
            data: bytes = self.response.raw.read1(_CHUNK_BYTES, decode_content=False)
            return data


class Client:
    """Belongs to one thread; `close` it there.

    Args:
        rules: checked for every address, also those of redirects.
        connect_s: how long a connection may take.
        read_s: how long a server may send nothing.
        redirects: how many are followed.
    """

    def __init__(self, rules: HostRules, *, connect_s: float, read_s: float, redirects: int) -> None:
        self._rules = rules
        self._timeouts = (connect_s, read_s)
        self._redirects = redirects
        self._adapter = Adapter(rules)
        self._response: requests.Response | None = None

    def close(self) -> None:
        """Close every connection, also one that is in use."""
        if self._response is not None:
            self._response.close()
        self._adapter.close()

    def open(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Ask for a file, and follow where the server sends us.

        Raises:
            DownloadError: this server does not give it.
            TryAgain: not now.
            RangeRefused: not that part of it.
        """
        promised = None
        sent_by = ""
        for _ in range(self._redirects + 1):
            request = self._prepare(url, headers, sent_by)
            asked = request.url or ""
            host = self._rules.check(asked, sent_by)  # as it was prepared: that is what will be connected to
            proxies = _proxies_for(host)
            proxy = _shown(requests.utils.select_proxy(asked, proxies) or "")
            with _explained(host, proxy):
                # Not by a session: it would read all that comes with a redirect.
                response = self._adapter.send(request, stream=True, timeout=self._timeouts, proxies=proxies)
            self._response = response
            promised = promised or _promised_sha256(response)
            if not response.is_redirect:
                return _answer(response, host, proxy, promised, is_part="Range" in headers)
            response.close()
            url, sent_by = _redirect_target(response), host
        raise DownloadError(f"{sent_by} redirects more than {self._redirects} times.", hint=_MANUALLY)

    def _prepare(self, url: str, headers: Mapping[str, str], sent_by: str) -> requests.PreparedRequest:
        ours = {"User-Agent": f"d2studio/{d2studio.__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
        try:
            return requests.Request("GET", url, headers=ours | dict(headers)).prepare()
        except (requests.RequestException, ValueError) as error:
            raise no_address(url, sent_by) from error


def _redirect_target(response: requests.Response) -> str:
    location = response.headers["Location"].encode("latin-1").decode(errors="replace")  # as browsers read it
    try:
        return urljoin(response.url, location)
    except ValueError:
        return location


def _proxies_for(host: str) -> dict[str, str]:
    return {} if urllib.request.proxy_bypass(host) else urllib.request.getproxies()


def _shown(proxy: str) -> str:
    """A proxy's address without name and password."""
    scheme, _, rest = proxy.rpartition("://")
    return f"{scheme or 'http'}://{rest.rpartition('@')[2]}" if proxy else ""


def _promised_sha256(response: requests.Response) -> str | None:
    named = _SHA256.fullmatch(response.headers.get("X-Linked-ETag", ""))
    return named[1] if named else None


def _answer(response: requests.Response, host: str, proxy: str, promised: str | None, *, is_part: bool) -> Answer:
    if response.status_code == 416 and is_part:
        raise RangeRefused
    if response.status_code not in (200, 206):
        raise _refusal(response, host, proxy)
    headers = response.headers
    packed = headers.get("Content-Encoding", "identity")
    if packed.lower() != "identity":
        raise DownloadDamaged(f"{host} sends the file packed ({printable(packed)[:40]}), which was not asked for.")
    start = None
    size = None if "Transfer-Encoding" in headers else _number(headers.get("Content-Length", ""))
    if response.status_code == 206:
        place = _RANGE.fullmatch(headers.get("Content-Range", "").strip())
        if place is None or not is_part:
            raise RangeRefused
        start, size = int(place[1]), int(place[3])
    etag = plain(headers.get("ETag", ""))
    return Answer(
        host=host,
        start=start,
        size=size,
        etag="" if etag.startswith("W/") else etag,
        modified=plain(headers.get("Last-Modified", "")),
        promised_sha256=promised,
        is_web_page=headers.get("Content-Type", "").lower().startswith(("text/html", "application/xhtml")),
        response=response,
        proxy=proxy,
    )


def _refusal(response: requests.Response, host: str, proxy: str) -> Exception:
    status = response.status_code
    if status in (404, 410):
        return DownloadGone(f"{host} has no such file any more ({status}).", hint="If you have it, import it instead.")
    if status in (401, 403):
        return LoginRequired(f"{host} asks for a login or a licence first ({status}).", hint=_MANUALLY)
    if status == 407:
        return _proxy_failure(proxy, "asks for a name and a password (407)")
    if status in (429, 503):
        return TryAgain(
            DownloadError(f"{host} is too busy ({status}).", hint="Try again later."), _wanted_wait(response)
        )
    if status == 408 or status >= 500:
        return TryAgain(DownloadError(f"{host} has a failure of its own ({status}).", hint="Try again later."))
    return DownloadError(f"{host} answers with {status}, and not with the file.", hint=_MANUALLY)


def _wanted_wait(response: requests.Response) -> float | None:
    """Seconds, from a number or a date."""
    wanted = response.headers.get("Retry-After", "").strip()
    number = _number(wanted)
    if number is not None:
        return float(number)
    with contextlib.suppress(ValueError, OverflowError):
        return max(0.0, parsedate_to_datetime(wanted).timestamp() - time.time())
    return None


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,18}", text, re.ASCII) else None


@contextlib.contextmanager
def _explained(host: str, proxy: str) -> Iterator[None]:
    try:
        yield
    except (requests.RequestException, HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        raise _explain(error, host, proxy) from error


def _explain(error: Exception, host: str, proxy: str) -> Exception:
    causes = tuple(_causes(error))
    certificate = next((cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        return CertificateRefused(
            f"{host} cannot prove that it is {host}: {certificate.verify_message or certificate.reason}.",
            hint="If your network reads along, have its certificate added to those that the system trusts.",
        )
    if any(isinstance(cause, requests.exceptions.ProxyError | urllib3.exceptions.ProxyError) for cause in causes):
        said = re.search(r"Tunnel connection failed: (\d{3})", " ".join(map(str, causes)))
        if said is None:
            return _proxy_failure(proxy, "cannot be reached")
        return _proxy_failure(
            proxy,
            "asks for a name and a password (407)" if said[1] == "407" else f"refuses to connect to {host} ({said[1]})",
        )
    if any(
        isinstance(cause, requests.exceptions.InvalidSchema | requests.exceptions.InvalidProxyURL) for cause in causes
    ):
        return _proxy_failure(proxy, "is of a kind that d2studio does not speak")
    if any(isinstance(cause, requests.exceptions.InvalidURL | LocationParseError | UnicodeError) for cause in causes):
        return UnsafeAddress(f"{host!r} is no name of a web server.")
    if any(isinstance(cause, NameResolutionError) for cause in causes):
        return _unreachable(f"{host} is not known here: there is no connection, or the name is wrong.")
    if any(isinstance(cause, NewConnectionError) for cause in causes):
        return _unreachable(f"{host} cannot be reached: {_system_words(causes)}.")
    if any(isinstance(cause, ConnectTimeoutError) for cause in causes):
        return _unreachable(f"{host} does not answer.")
    if any(isinstance(cause, ReadTimeoutError) for cause in causes):
        return _unreachable(f"{host} has stopped sending.")
    return TryAgain(_unreachable(f"The connection to {host} broke: {_system_words(causes)}."))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it wraps, in whichever way; from the outermost."""
    found: list[BaseException] = [error]
    for cause in found:
        inner = (getattr(cause, "reason", None), cause.__cause__, cause.__context__, *cause.args)
        found += [each for each in inner if isinstance(each, BaseException) and each not in found]
    return iter(found)


def _system_words(causes: tuple[BaseException, ...]) -> str:
    said = next((cause.strerror for cause in causes if isinstance(cause, OSError) and cause.strerror), None)
    return said or "it ended too early"


def _unreachable(message: str) -> DownloadUnreachable:
    return DownloadUnreachable(message, hint="Check the network, then try again; it goes on where it ended.")


def _proxy_failure(proxy: str, what: str) -> ProxyFailed:
    return ProxyFailed(
        f"The proxy {proxy} {what}.", hint="Look at the proxy settings of the system, or ask who runs the network."
    )
