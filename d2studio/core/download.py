"""Downloads one file, from the first mirror that gives it whole. Only the modules `download*` use the network.

What came is kept in a `.part` file until it is whole; a later call goes on with it, also after a crash.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from d2studio.control import Control
from d2studio.core.download_hosts import HostRules
from d2studio.core.download_mirror import Mirror
from d2studio.core.download_part import PartFile
from d2studio.core.download_values import Downloaded, Limits, Transfer, WantedFile
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

_LIMITS: Final = Limits()

# Where mirrors fail in several ways, this is told: first what a user has to know, then what one can do something about.
_MOST_TELLING: Final = (
    DownloadDamaged,
    ProxyFailed,
    CertificateRefused,
    LoginRequired,
    UnsafeAddress,
    DownloadGone,
    DownloadError,
    DownloadUnreachable,
)


def download(
    file: WantedFile,
    target: Path,
    control: Control,
    *,
    on_progress: Callable[[Transfer], None],
    hosts: HostRules,
    limits: Limits = _LIMITS,
) -> Downloaded:
    """Get a file, whole and as promised, or nothing. Goes on where an earlier call ended.

    Args:
        file: what is wanted.
        target: what it will be called; replaced if it is there. Its folder is made.
        control: cancels within a moment, whatever the server does; what came is kept.
        on_progress: called up to ten times a second, in this thread.
        hosts: who may be asked.
        limits: when a mirror is given up.

    Raises:
        DownloadError: no mirror gives it; `problems` has what each said.
        OutputError: it cannot be written; what came is kept.
        Cancelled: on request; what came is kept.
    """
    said: list[DownloadError] = []
    with PartFile(target, has_md5=file.md5_prefix is not None) as part:
        part.load(control)
        started_at = part.note.url if part.note is not None else None
        for url in sorted(file.urls, key=lambda url: url != started_at):  # else in their order
            mirror = Mirror(url, file, target, part, control, on_progress=on_progress, hosts=hosts, limits=limits)
            try:
                return mirror.get()
            except DownloadError as error:
                said.append(error)
    raise _all_failed(target.name, said)


def discard(target: Path) -> None:
    """Remove what an unfinished download of `target` left.

    Raises:
        DownloadError: it is going on, in another process.
        OutputError: it cannot be removed.
    """
    if target.parent.is_dir():
        with PartFile(target) as part:
            part.remove()


def _all_failed(name: str, said: Sequence[DownloadError]) -> DownloadError:
    telling = min(said, key=lambda error: _MOST_TELLING.index(type(error)))
    message = f"{name} cannot be downloaded. {telling}"
    if len(said) > 1:
        message = f"{name} cannot be downloaded from any of {len(said)} addresses. {telling}"
    error = type(telling)(
        message,
        hint=telling.hint,
        problems=[str(each) for each in said],
        **telling.context,
    )
    error.__cause__ = telling
    return error
