import os
import subprocess
import sys
from pathlib import Path

import pytest

from d2studio.core.own_folders import is_orphaned, make_own_folder


def ended_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_that_only_folders_of_those_that_ended_are_swept(tmp_path: Path) -> None:
    dead, live = ended_pid(), os.getpid()
    for name in (f"d2studio-{dead}-abc", f"d2studio-{live}-abc", "d2studio-x-abc", f"other-{dead}-abc"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    own = make_own_folder(tmp_path)
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {f"d2studio-{live}-abc", "d2studio-x-abc", f"other-{dead}-abc", own.name}


def test_that_each_program_has_folders_of_its_own(tmp_path: Path) -> None:
    first, second = make_own_folder(tmp_path), make_own_folder(tmp_path)
    assert first != second
    assert not is_orphaned(first)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have zombies")
def test_that_a_zombie_owns_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert is_orphaned(tmp_path / f"d2studio-{process.pid}-abc")
    process.wait()


def test_that_a_folder_is_orphaned_only_if_it_was_of_somebody(tmp_path: Path) -> None:
    assert not is_orphaned(tmp_path / "anything")
    assert is_orphaned(tmp_path / f"d2studio-{10**30}-abc")
    assert is_orphaned(tmp_path / f"d2studio-{ended_pid()}-abc")
