"""What was open when the program was last used, and whether it came to a good end.

Each running program has a file of its own among the user's state, with what is open in it. A clean end makes it the
last session; a file whose process is gone tells of an unclean one.
"""

import json
import math
import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from d2studio.core.output_folder import write_whole
from d2studio.core.page import PageKey
from d2studio.core.paths import make_folder
from d2studio.errors import OutputError

# A session that was given a folder names the folder; nobody types more than this.
MAX_PATHS: Final = 200

_LAST: Final = "last-session.json"
# The kernel counts a start in hundredths of a second from a boot whose time is known to about as much.
_SAME_START_WITHIN_S: Final = 1.0


@dataclass(frozen=True)
class SessionState:
    """What is open.

    Attributes:
        paths: files and folders as the user gave them, at most `MAX_PATHS`.
        current: the page that is looked at.
        model_config, model_weights: as in the settings.
    """

    paths: tuple[str, ...] = ()
    current: PageKey | None = None
    model_config: str = ""
    model_weights: str = ""


@dataclass(frozen=True)
class UncleanEnd:
    """An earlier program that did not come to its end.

    Attributes:
        when: its last sign of life, local time.
        state: what was open in it.
    """

    when: datetime
    state: SessionState


class Session:
    """This program's entry among the running ones; made by `begin_session`.

    Attributes:
        unclean_end: the latest program that broke off since the last start; None where all ended well.
        last: what was open when the program was last used, however it ended; None at the very first start.
    """

    def __init__(self, folder: Path, last: SessionState | None, unclean_end: UncleanEnd | None) -> None:
        self.last = last
        self.unclean_end = unclean_end
        self._folder = folder
        self._path = folder / f"running-{os.getpid()}.json"
        self._state = SessionState()

    def save(self, state: SessionState) -> None:
        """Note what is open now.

        Raises:
            OutputError: it cannot be written. The program goes on as well without.
        """
        self._state = state
        make_folder(self._folder)
        _write(self._path, {"process": _this_process(), **_as_json(state)})

    def end(self) -> None:
        """Say that this is a good end. What was open becomes the last session, if anything was."""
        _keep_as_last(self._folder, self._state)
        with suppress(OSError):
            self._path.unlink()


def begin_session(folder: Path) -> Session:
    """Look at what earlier programs left in `folder`, clear away what is over, and enter this one.

    A folder that cannot be written is no reason not to start: nothing is remembered then, and `save` will say so.
    """
    unclean_end = max(_broken_off(folder), key=lambda end: end.when, default=None)
    if unclean_end:
        # At once: this program may break off as well, and before it has opened anything.
        _keep_as_last(folder, unclean_end.state)
    session = Session(folder, _read_state(folder / _LAST), unclean_end)
    with suppress(OutputError):
        session.save(SessionState())
    return session


def _keep_as_last(folder: Path, state: SessionState) -> None:
    if state != SessionState():
        # Neither start nor end must fail; without the file the next start merely opens nothing.
        with suppress(OutputError):
            _write(folder / _LAST, _as_json(state))


def _broken_off(folder: Path) -> Iterator[UncleanEnd]:
    for path in folder.glob("running-*.json"):
        values = _read(path)
        process = values.get("process")
        process = process if isinstance(process, dict) else {}
        # Of a program on another machine that shares this home nothing can be known.
        if process.get("machine", platform.node()) != platform.node() or _is_running(process):
            continue
        try:
            when = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            path.unlink()
        except OSError:
            continue  # another program that starts just now was faster, and tells of it
        yield UncleanEnd(when, _from_json(values))


def _is_running(process: dict[str, Any]) -> bool:
    import psutil  # late, as the window is to be seen before

    pid, started = process.get("pid"), process.get("started")
    if not isinstance(pid, int) or not isinstance(started, float) or not math.isfinite(started):
        return False
    try:
        found = psutil.Process(pid)
        # The same number, but of another start, is another program.
        return abs(found.create_time() - started) < _SAME_START_WITHIN_S and found.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ValueError, OverflowError):
        return False


def _this_process() -> dict[str, object]:
    import psutil

    return {"pid": os.getpid(), "started": psutil.Process().create_time(), "machine": platform.node()}


def _as_json(state: SessionState) -> dict[str, object]:
    return {
        "paths": state.paths[:MAX_PATHS],
        "current": [state.current.path, state.current.frame] if state.current else None,
        "model": [state.model_config, state.model_weights],
    }


def _from_json(values: dict[str, Any]) -> SessionState:
    """What makes sense of it; the file may be of another version, or damaged."""
    paths: tuple[str, ...] = ()
    current: PageKey | None = None
    model = ("", "")
    match values.get("paths"):
        case [*items]:
            paths = tuple(item for item in items if isinstance(item, str))[:MAX_PATHS]
    match values.get("current"):
        case [str(path), int(index)] if 0 <= index < 2**31:
            current = PageKey(path, index)
    match values.get("model"):
        case [str(config), str(weights)]:
            model = (config, weights)
    return SessionState(paths, current, *model)


def _read_state(path: Path) -> SessionState | None:
    values = _read(path)
    return _from_json(values) if values else None


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _write(path: Path, values: dict[str, object]) -> None:
    content = json.dumps(values, indent=2).encode("ascii") + b"\n"
    write_whole(path, lambda file: file.write(content))
