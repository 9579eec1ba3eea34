"""A server on this machine that plays what real ones do to downloads."""

import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Play = Callable[["Handler"], None]

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """One request: its method and path, and the headers."""

    line: str
    headers: Message


class Server(ThreadingHTTPServer):
    """Plays what `plays` has for a path, in a thread for each connection. 404 for others."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__((HOST, 0), Handler)
        self.plays: dict[str, Play] = {}
        self.asked: list[Asked] = []
        self.is_closing = threading.Event()
        self.scheme = "http"

    def url(self, path: str) -> str:
        return f"{self.scheme}://{HOST}:{self.server_port}{path}"

    def play(self, path: str, play: Play) -> str:
        """The address at which `play` is played."""
        self.plays[path] = play
        return self.url(path)

    def ranges(self) -> list[str]:
        """Those that were asked for, in order; requests without are left out."""
        return [asked.headers["Range"] for asked in self.asked if "Range" in asked.headers]

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave are expected."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server
    connection: socket.socket

    def do_GET(self) -> None:
        self.server.asked.append(Asked(self.requestline, self.headers))
        self.close_connection = True
        self.server.plays.get(self.path.partition("?")[0], Says(404))(self)

    do_CONNECT = do_GET  # noqa: N815 - as the base class wants it

    def begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Says:
    """A status without a file."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"no"

    def __call__(self, handler: Handler) -> None:
        handler.begin(self.status, {"Content-Length": str(len(self.body)), **self.headers})
        handler.wfile.write(self.body)


def redirects(to: str, status: int = 302, **headers: str) -> Says:
    return Says(status, {"Location": to, **{name.replace("_", "-"): value for name, value in headers.items()}})


@dataclass(frozen=True)
class Sends:
    """A file.

    Attributes:
        etag: of the file; empty for none.
        has_ranges: parts of it are given.
        breaks_after: bytes after which the connection is closed.
        stalls_after: bytes after which nothing comes any more.
        pause_s: between two pieces.
        piece_bytes: how much comes at once.
        has_length: the header says how much comes.
        headers: to be added or replaced.
    """

    body: bytes
    etag: str = '"one"'
    has_ranges: bool = True
    breaks_after: int | None = None
    stalls_after: int | None = None
    pause_s: float = 0.0
    piece_bytes: int = 1 << 18
    has_length: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, handler: Handler) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        start = int(asked[1]) if asked and self.has_ranges else 0
        if handler.headers.get("If-Range", self.etag) != self.etag:
            start = 0
        size = len(self.body)
        if start >= size and start:
            Says(416, {"Content-Range": f"bytes */{size}"})(handler)
            return
        headers = {"ETag": self.etag} if self.etag else {}
        if self.has_length:
            headers["Content-Length"] = str(size - start)
        if start:
            headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
        handler.begin(206 if start else 200, headers | self.headers)
        self._send(handler, memoryview(self.body)[start:])

    def _send(self, handler: Handler, rest: memoryview) -> None:
        last = next((limit for limit in (self.breaks_after, self.stalls_after) if limit is not None), len(rest))
        for position in range(0, min(last, len(rest)), self.piece_bytes):
            handler.wfile.write(rest[position : min(position + self.piece_bytes, last)])
            if self.pause_s and handler.server.is_closing.wait(self.pause_s):
                return
        if self.stalls_after is not None:
            handler.server.is_closing.wait(60)


class InTurn:
    """One play for each request; the last one for all that follow."""

    def __init__(self, *plays: Play) -> None:
        self._plays = list(plays)

    def __call__(self, handler: Handler) -> None:
        play = self._plays.pop(0) if len(self._plays) > 1 else self._plays[0]
        play(handler)


@contextmanager
def serving(certificate: tuple[str, str] | None = None) -> Iterator[Server]:
    """A running server; with TLS where the files of a certificate and its key are given."""
    server = Server()
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port whose owner never accepts, and whose queue is full: whoever connects waits."""
    with socketserver.TCPServer((HOST, 0), socketserver.BaseRequestHandler) as server:
        server.socket.listen(0)
        waiting = []
        try:
            for _ in range(4):
                client = socket.socket()
                client.setblocking(False)
                client.connect_ex(server.server_address)
                waiting.append(client)
            yield server.server_address[1]
        finally:
            for client in waiting:
                client.close()


def free_port() -> int:
    """One where nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
