"""One file from one mirror, with as many tries as make sense."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from d2studio.control import Control
from d2studio.core.download_aside import Aside
from d2studio.core.download_content import HEAD_BYTES, stranger
from d2studio.core.download_hosts import HostRules, host_of
from d2studio.core.download_http import Answer, Client, RangeRefused, TryAgain
from d2studio.core.download_pace import Pace
from d2studio.core.download_part import Note, PartFile
from d2studio.core.download_values import Downloaded, Limits, Transfer, WantedFile
from d2studio.errors import Cancelled, DownloadDamaged, DownloadError, DownloadUnreachable

_STAGE: Final = "downloading"
_POLL_S: Final = 0.05
_AGAIN: Final = "Check the network, then try again; it goes on where it ended."
_ELSEWHERE: Final = "Download the file in a browser to see what is there, and import it if it is right."
_CHANGED: Final = (
    "It was deleted: it was changed on its way or where it lies, and may be dangerous. Tell whoever offers it."
)


class Mirror:
    """Asks one address until it gives the file or is given up.

    Args:
        url: the address.
        file: what is wanted.
        target: what it will be called.
        part: where it grows; loaded.
        control: cancels.
        on_progress: told how far it is.
        hosts: who may be asked.
        limits: when it is given up.
    """

    def __init__(
        self,
        url: str,
        file: WantedFile,
        target: Path,
        part: PartFile,
        control: Control,
        *,
        on_progress: Callable[[Transfer], None],
        hosts: HostRules,
        limits: Limits,
    ) -> None:
        self._url = url
        self._file = file
        self._target = target
        self._part = part
        self._control = control
        self._on_progress = on_progress
        self._hosts = hosts
        self._limits = limits
        self._has_answered = False
        self._pace = Pace(limits, "", 0)

    def get(self) -> Downloaded:
        """The file, moved to its place.

        Raises:
            DownloadError: it is not to be had here. What came is kept, unless it was wrong.
            OutputError: it cannot be written.
            Cancelled: on request.
        """
        host = host_of(self._url)
        most = self._part.done if self._can_continue() else 0
        failures = 0
        while True:
            self._pace = Pace(self._limits, host, self._part.done)
            try:
                return self._try()
            except TryAgain as again:
                failure, wait_s = again.error, again.wait_s
            except RangeRefused:
                # What is there is the beginning of something else.
                failure, wait_s = DownloadError(f"{host} does not send the part of the file that was asked for."), 0.0
                self._part.remove()
            except DownloadUnreachable as error:
                if not self._has_answered:
                    raise  # it may be the connection here, or the server: either way, waiting is of no use
                failure, wait_s = error, None
            if self._part.done - most >= self._limits.progress_bytes:
                most, failures = self._part.done, 0
            failures += 1
            if failures >= self._limits.tries:
                raise failure
            self._rest(failure, self._limits.backoff_s * 2 ** (failures - 1) if wait_s is None else wait_s)

    def _try(self) -> Downloaded:
        if self._can_continue() and self._part.note is not None and self._part.done == self._part.note.size:
            return self._finish()
        aside = Aside("download")
        client = Client(
            self._hosts,
            connect_s=self._limits.connect_s,
            read_s=self._limits.read_s,
            redirects=self._limits.redirects,
        )
        try:
            answer = aside.call(partial(client.open, self._url, self._headers()), self._look_up)
            self._has_answered = True
            self._begin(answer)
            while data := aside.call(answer.read, self._look_up):
                self._part.write(data)
                self._pace.advance(self._part.done)
                self._check_beginning(answer)
                self._look_up()
        finally:
            aside.leave(client.close)
        return self._finish()

    def _can_continue(self) -> bool:
        """Whether the rest of what is there may be asked for here, so that a mixture would not go unseen."""
        note, done = self._part.note, self._part.done
        if note is None or not done or (note.size is not None and done > note.size):
            return False
        if self._file.sha256 is not None:
            return True
        return note.url == self._url and bool(note.etag or note.modified or note.promised_sha256)

    def _headers(self) -> dict[str, str]:
        note = self._part.note
        if note is None or not self._can_continue():
            return {}
        asked = {"Range": f"bytes={self._part.done}-"}
        validator = note.etag or note.modified
        return asked | {"If-Range": validator} if validator and note.url == self._url else asked

    def _begin(self, answer: Answer) -> None:
        """Decide whether what comes goes on with what is there."""
        if answer.is_web_page and self._file.kind == "weights":
            raise DownloadDamaged(f"{answer.host} sends a web page instead of the file.", hint=_ELSEWHERE)
        promised, wanted = answer.promised_sha256, self._file.sha256
        if promised is not None and wanted is not None and promised != wanted:
            raise DownloadDamaged(
                f"{answer.host} has another file there: its SHA-256 is {promised}, not {wanted}.", hint=_ELSEWHERE
            )
        if answer.size is not None:
            self._part.check_room(answer.size)
        if answer.start is not None:
            self._check_same(answer)
            self._part.was_continued = True
        else:
            self._part.start(Note(self._url, answer.size, answer.etag, answer.modified, promised))
        self._pace = Pace(self._limits, self._pace.host, self._part.done)

    def _check_same(self, answer: Answer) -> None:
        note = self._part.note
        if note is None or answer.start != self._part.done or note.size not in (None, answer.size):
            raise RangeRefused
        if note.url == self._url and note.etag and answer.etag and answer.etag != note.etag:
            raise RangeRefused

    def _check_beginning(self, answer: Answer) -> None:
        """Stop early at what cannot become the file."""
        if len(self._part.head) < HEAD_BYTES:
            return
        self._check_content()
        wanted = self._file.size
        if wanted is not None and answer.size not in (None, wanted):
            raise self._damaged(f"The file has {answer.size:,} bytes there, and not {wanted:,}.")
        self._check_not_longer()

    def _check_content(self) -> None:
        found = stranger(self._part.head, self._file.kind)
        if found is not None:
            raise self._damaged(f"What came is {found}, and not the {self._file.kind}.")

    def _check_not_longer(self) -> None:
        total = self._total()
        if total is not None and self._part.done > total:
            raise self._damaged(f"More came than the {total:,} bytes that the file has.")

    def _total(self) -> int | None:
        """Bytes of the whole file, where they are known."""
        announced = self._part.note.size if self._part.note is not None else None
        return announced if self._file.size is None else self._file.size

    def _finish(self) -> Downloaded:
        """Look at the whole file, and give it its name."""
        part, note = self._part, self._part.note
        assert note is not None
        self._check_content()
        self._check_not_longer()
        total = self._total()
        if total is not None and part.done < total:
            if part.done == note.size:
                raise self._damaged(f"The file has {part.done:,} bytes there, and not {total:,}.")
            raise TryAgain(
                DownloadUnreachable(f"{self._pace.host} stopped after {part.done:,} of {total:,} bytes.", hint=_AGAIN)
            )
        self._check_hashes(note)
        found = Downloaded(self._target, part.done, part.sha256(), self._url, note.promised_sha256)
        self._control.tick(_STAGE, 1.0)
        part.move_in()
        self._on_progress(self._pace.transfer(found.size))
        return found

    def _check_hashes(self, note: Note) -> None:
        sha256 = self._part.sha256()
        promised = self._file.sha256 or note.promised_sha256
        problem = None
        if promised is not None and sha256 != promised:
            problem = f"SHA-256 is {sha256}, and {promised} was promised"
        elif self._file.md5_prefix is not None and not self._part.md5().startswith(self._file.md5_prefix):
            problem = f"MD5 is {self._part.md5()}, and one that begins with {self._file.md5_prefix} was promised"
        if problem is None:
            return
        was_continued = self._part.was_continued
        error = self._damaged(f"The file is not the one that was promised: its {problem}.", hint=_CHANGED)
        # Pieces of several tries may not belong together; in one go it would have been whole.
        raise TryAgain(error, 0.0) if was_continued else error

    def _damaged(self, message: str, hint: str = "") -> DownloadDamaged:
        self._part.remove()
        return DownloadDamaged(f"{self._pace.host}: {message}", hint=hint or _ELSEWHERE)

    def _look_up(self) -> None:
        """Whatever has to be noticed while bytes come, or do not."""
        if self._control.is_cancelled:
            raise Cancelled(_STAGE)
        if self._pace.is_too_slow():
            raise DownloadUnreachable(f"{self._pace.host} sends hardly anything any more.", hint=_AGAIN)
        if self._pace.is_report_due():
            total = self._total()
            self._on_progress(self._pace.transfer(total))
            self._control.tick(_STAGE, min(1.0, self._part.done / total) if total else 0.0)

    def _rest(self, failure: DownloadError, seconds: float) -> None:
        if seconds > self._limits.longest_wait_s:
            raise type(failure)(
                f"{failure} It asks to be left alone for {seconds / 60:,.0f} minutes.", hint=failure.hint
            )
        if seconds > 0:
            self._on_progress(
                replace(self._pace.transfer(self._total()), bytes_per_s=0.0, seconds_left=None, waits_s=seconds)
            )
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._control.is_cancelled:
                raise Cancelled(_STAGE)
            time.sleep(min(left, _POLL_S))
