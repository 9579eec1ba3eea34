"""What is said to a download and what it says, as values; without the network."""

from dataclasses import dataclass
from pathlib import Path

from d2studio.core.download_content import Kind


@dataclass(frozen=True)
class WantedFile:
    """A file to be had from the network, and what is known of it.

    Attributes:
        urls: its mirrors, tried in this order.
        size: in bytes.
        sha256: 64 small hexadecimal digits.
        md5_prefix: the first hexadecimal digits of its MD5, as Detectron2's zoo writes them into names.
        kind: what it has to be.
    """

    urls: tuple[str, ...]
    size: int | None = None
    sha256: str | None = None
    md5_prefix: str | None = None
    kind: Kind = "weights"


@dataclass(frozen=True)
class Transfer:
    """How far a download is.

    Attributes:
        done: bytes that are there, with those of earlier tries.
        total: bytes of the whole file, where it is known.
        bytes_per_s: over the last seconds.
        seconds_left: where it can be told.
        host: of the mirror.
        waits_s: how long it rests before the next try; 0 while it does not.
    """

    done: int
    total: int | None
    bytes_per_s: float
    seconds_left: float | None
    host: str
    waits_s: float = 0.0

    @property
    def share(self) -> float | None:
        """How much of it is there, from 0 to 1, where the size is known."""
        return min(1.0, self.done / self.total) if self.total else None


@dataclass(frozen=True)
class Downloaded:
    """A file that arrived.

    Attributes:
        path: where it is.
        size: in bytes.
        sha256: of what is there.
        url: the mirror that gave it.
        promised_sha256: what a server on the way said that it would be, where one did.
    """

    path: Path
    size: int
    sha256: str
    url: str
    promised_sha256: str | None


@dataclass(frozen=True)
class Limits:
    """When a mirror is given up.

    Attributes:
        connect_s: until a connection stands.
        read_s: without any byte.
        slowest_bytes_per_s: less than this over `slow_for_s` is no transfer any more.
        slow_for_s: see above; from when it is asked, so it bounds an answer that never comes, too.
        tries: that bring nothing new, one after the other.
        progress_bytes: so many are something new.
        backoff_s: before the second try; doubled each time.
        longest_wait_s: that a server may ask for.
        redirects: that are followed.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    slowest_bytes_per_s: float = 1_000.0
    slow_for_s: float = 60.0
    tries: int = 4
    progress_bytes: int = 100_000
    backoff_s: float = 1.0
    longest_wait_s: float = 120.0
    redirects: int = 5
