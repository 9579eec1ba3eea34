"""The window ends in the midst of any work: closed, it is gone at once; killed, it leaves nothing behind."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import psutil
import pytest
from PIL import Image

from d2studio.core.samples import sample_folder

_JOBS: Final = ("list", "decode", "load", "run", "batch", "save")
_CLOSES_S: Final = 3.0
_START_S: Final = 120.0  # on a machine that does many other things
_CHILDREN_END_S: Final = 10.0


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each kind of work, something that it takes long enough with to be caught at it."""
    folder = tmp_path_factory.mktemp("pages")
    sample = sample_folder() / "article.png"
    large = folder / "large.png"
    Image.radial_gradient("L").resize((9000, 9000)).save(large, compress_level=1)
    many, batch = folder / "many", folder / "batch"
    many.mkdir()
    for number in range(30_000):
        (many / f"{number}.png").touch()
    batch.mkdir()
    for number in range(20):
        shutil.copy(sample, batch / f"{number}.png")
    return {"list": many, "decode": large, "load": sample, "run": sample, "batch": batch, "save": large}


class _Window:
    """A window that is at work."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        decode, infer, self.blocks = process.stdout.readline().rstrip("\n").split(" ", 2)
        assert process.stdout.readline() == "at work\n"
        self.children = {int(pid) for pid in (decode, infer)}

    def left(self) -> list[str]:
        """What is still there of it."""
        return [str(pid) for pid in self.children if _is_alive(pid)] + [self.blocks] * os.path.exists(self.blocks)


def _is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "D2STUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def _start(processes: list[subprocess.Popen[str]], home: Path, *arguments: str) -> _Window:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.window_driver", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(home),
        text=True,
    )
    processes.append(process)
    return _Window(process)


@pytest.mark.timeout(_START_S)
@pytest.mark.parametrize("job", _JOBS)
def test_that_a_window_that_is_closed_at_work_is_gone_at_once(
    processes: list[subprocess.Popen[str]], tmp_path: Path, inputs: dict[str, Path], job: str
) -> None:
    target = tmp_path / "picture.png"
    window = _start(processes, tmp_path / "home", "close", job, str(inputs[job]), str(target))
    begun = time.monotonic()
    _, errors = window.process.communicate(timeout=_CLOSES_S)
    assert window.process.returncode == 0
    assert time.monotonic() - begun < _CLOSES_S
    assert errors == ""
    assert window.left() == []
    assert list(tmp_path.glob("*.part*")) + list(tmp_path.glob("picture*")) in ([], [target])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes in another way")
@pytest.mark.timeout(_START_S)
@pytest.mark.parametrize("job", ["decode", "run", "save"])
def test_that_a_window_that_is_killed_at_work_leaves_nothing(
    processes: list[subprocess.Popen[str]], tmp_path: Path, inputs: dict[str, Path], job: str
) -> None:
    window = _start(processes, tmp_path / "home", "stay", job, str(inputs[job]), str(tmp_path / "picture.png"))
    assert len(window.left()) == 3
    window.process.kill()
    window.process.wait()
    _wait_until_gone(window.left)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes in another way")
@pytest.mark.timeout(_START_S)
def test_that_a_window_that_is_killed_as_it_starts_leaves_nothing(
    processes: list[subprocess.Popen[str]], tmp_path: Path
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "d2studio"],
        env=_environment(tmp_path) | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    processes.append(process)
    window = psutil.Process(process.pid)
    end = time.monotonic() + _START_S / 2
    while len(children := window.children(recursive=True)) < 2:
        assert process.poll() is None
        assert time.monotonic() < end
    process.kill()
    process.wait()

    def left() -> list[str]:
        folders = [*Path("/dev/shm").glob(f"d2studio-{process.pid}-*"), *tmp_path.glob(f"d2studio-{process.pid}-*")]
        return [str(child.pid) for child in children if _is_alive(child.pid)] + [str(folder) for folder in folders]

    _wait_until_gone(left)


def _wait_until_gone(left: Callable[[], list[str]]) -> None:
    end = time.monotonic() + _CHILDREN_END_S
    while left():
        assert time.monotonic() < end, left()
        time.sleep(0.02)
