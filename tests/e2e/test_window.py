"""The real program on a screen of its own: what a user does in the first minute, with the model that comes with it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import psutil
import pytest
from PIL import Image

from d2studio.core.samples import sample_folder

_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_SCREEN: Final = "1440x900x24"
_SCREEN_STARTS_WITHIN_S: Final = 30
_TOUR_S: Final = 240
_START_S: Final = 120


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen that nobody sees."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        pytest.skip("Xvfb is not installed")
    readable, writable = os.pipe()
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(writable), "-screen", "0", _SCREEN, "-nolisten", "tcp"],
        pass_fds=[writable],
        stderr=subprocess.DEVNULL,
    )
    os.close(writable)
    previous = signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(_SCREEN_STARTS_WITHIN_S)
    try:
        with os.fdopen(readable, encoding="ascii") as numbers:
            number = numbers.readline().strip()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)
    assert number.isdigit(), "Xvfb does not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


def _give_up(_signal: int, _frame: object) -> None:
    raise TimeoutError("Xvfb does not start")


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("D2STUDIO_SCREENSHOTS", tmp_path / "screenshots")).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Two pages with much on them."""
    pages = [Image.open(sample_folder() / name).convert("RGB") for name in ("article.png", "letter.png")]
    path = tmp_path / "two pages.pdf"
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=150)
    return path


def environment(display: str, home: Path) -> dict[str, str]:
    """Without anything of the desktop that the tests may be started from."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "WAYLAND_"))}
    return {
        **kept,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "D2STUDIO_HOME": str(home),
        "LANGUAGE": "en",
        "LC_ALL": "C.UTF-8",
        "PYTHONFAULTHANDLER": "1",
    }


def left_behind(home: Path) -> list[str]:
    """Processes of the program that still run."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("D2STUDIO_HOME") == str(home) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


def test_that_the_first_minute_goes_well(display: str, screenshots: Path, document: Path, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "seen"
    folder.mkdir()
    result = subprocess.run(
        [sys.executable, "-m", "tests.e2e.window_tour", str(folder), str(document)],
        cwd=_ROOT,
        env=environment(display, home),
        capture_output=True,
        text=True,
        timeout=_TOUR_S,
        check=False,
    )
    for picture in folder.glob("window-*.png"):
        shutil.copy(picture, screenshots)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert left_behind(home) == []

    seen = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    assert seen["found"]["title"] == "two pages.pdf, page 1 of 2 - d2studio"
    assert seen["found"]["rows"] >= 10
    shown, found = seen["found"]["headline"].split(" shown of ")
    assert int(shown) == seen["found"]["rows"] < int(found)
    assert 0 < seen["dragged"]["rows"] < seen["found"]["rows"]
    assert seen["second page"]["rows"] > 0
    assert seen["second page"]["headline"] != seen["dragged"]["headline"]
    assert [step["findings"] for step in seen.values()] == [[]] * len(seen)

    with Image.open(folder / "saved.png") as saved:
        page = (1240 * 200 // 150, 1754 * 200 // 150)  # drawn at 150 dpi, opened at 200
        assert all(abs(side - expected) <= 2 for side, expected in zip(saved.size, page, strict=True))
        small = np.asarray(saved.convert("RGB").resize((64, 64))).reshape(-1, 3)
        assert len(np.unique(small, axis=0)) > 100  # there is something on it
    assert json.loads((home / "config" / "settings.json").read_text(encoding="utf-8"))["recent_files"] == [
        str(document)
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes in another way")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_ctrl_c_and_the_end_of_a_session_close_the_window(
    number: signal.Signals, display: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-m", "d2studio"],
        cwd=_ROOT,
        env=environment(display, home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # What is open is noted a moment after the first page is looked at.
        end = time.monotonic() + _START_S
        while "article.png" not in "".join(path.read_text() for path in home.glob("state/running-*.json")):
            assert time.monotonic() < end, "it does not start"
            time.sleep(0.05)
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
    finally:
        process.kill()
    assert (process.returncode, errors) == (0, "")
    assert left_behind(home) == []
    assert list(home.glob("state/running-*.json")) == []  # which would tell of an unclean end


def test_that_the_program_says_so_where_there_is_no_screen(tmp_path: Path) -> None:
    """And does not hang."""
    result = subprocess.run(
        [sys.executable, "-m", "d2studio"],
        cwd=_ROOT,
        env={**environment(":987", tmp_path / "home"), "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode != 0
    assert "display" in result.stderr
    assert left_behind(tmp_path / "home") == []
