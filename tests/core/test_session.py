"""What was open comes back, and only a program that really broke off counts as such."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import psutil
import pytest

from d2studio.core.page import PageKey
from d2studio.core.session import MAX_PATHS, Session, SessionState, begin_session
from d2studio.errors import OutputError

OPEN = SessionState(("/scans", "/not-unicode-\udcff.pdf"), PageKey("/scans/a.pdf", 3), "/m/config.yaml", "/m/model.pth")

# A program that opens something and then waits for its end.
PROGRAM = """
import sys
from pathlib import Path
from d2studio.core.page import PageKey
from d2studio.core.session import SessionState, begin_session
session = begin_session(Path(sys.argv[1]))
session.save(SessionState(("/scans",), PageKey("/scans/a.pdf", 3), "/m/config.yaml", "/m/model.pth"))
print("unclean" if session.unclean_end else "clean", flush=True)
sys.stdin.readline()
session.end()
"""


def start_program(folder: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "clean\n"
    return process


def finish(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n")
    assert process.returncode == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_that_the_very_first_start_finds_nothing(folder: Path) -> None:
    session = begin_session(folder)
    assert session.last is None
    assert session.unclean_end is None


def test_that_what_was_open_comes_back_after_a_clean_end(folder: Path) -> None:
    session = begin_session(folder)
    session.save(OPEN)
    session.end()
    assert files(folder) == ["last-session.json"]
    session = begin_session(folder)
    assert session.last == OPEN
    assert session.unclean_end is None


def test_that_a_program_in_which_nothing_was_opened_leaves_the_last_session_alone(folder: Path) -> None:
    session = begin_session(folder)
    session.save(OPEN)
    session.end()
    begin_session(folder).end()
    assert begin_session(folder).last == OPEN


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_that_a_killed_program_is_an_unclean_end_and_is_told_of_once(folder: Path) -> None:
    program = start_program(folder)
    program.send_signal(signal.SIGKILL)
    program.communicate()
    session = begin_session(folder)
    assert session.unclean_end
    assert session.last == session.unclean_end.state
    assert session.last.current == PageKey("/scans/a.pdf", 3)
    assert session.last.model_config == "/m/config.yaml"
    assert abs(datetime.now().astimezone() - session.unclean_end.when) < timedelta(minutes=1)
    session.end()
    assert begin_session(folder).unclean_end is None


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_that_a_killed_program_whose_parent_still_lives_counts_as_gone(folder: Path) -> None:
    program = start_program(folder)
    program.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOWAIT)  # dead, but not yet cleared away: a zombie
    assert begin_session(folder).unclean_end
    program.communicate()


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_that_what_was_open_survives_a_second_unclean_end_before_anything_is_opened(folder: Path) -> None:
    program = start_program(folder)
    program.send_signal(signal.SIGKILL)
    program.communicate()
    subprocess.run(
        [sys.executable, "-c", "import os, sys; from pathlib import Path; from d2studio.core.session import *; "
         "begin_session(Path(sys.argv[1])); os.abort()", str(folder)], check=False)  # fmt: skip
    session = begin_session(folder)
    assert session.unclean_end
    assert session.unclean_end.state == SessionState()
    assert session.last
    assert session.last.paths == ("/scans",)


def test_that_several_programs_at_once_do_not_take_each_other_for_broken_off(folder: Path) -> None:
    first, second = start_program(folder), start_program(folder)
    assert begin_session(folder).unclean_end is None
    finish(first)
    finish(second)
    assert begin_session(folder).unclean_end is None


def test_that_a_process_number_used_again_is_not_taken_for_the_old_program(folder: Path) -> None:
    folder.mkdir()
    marker = {
        "process": {"pid": os.getppid(), "started": psutil.Process(os.getppid()).create_time()},
        "paths": ["/scans"],
    }
    path = folder / f"running-{os.getppid()}.json"
    path.write_text(json.dumps(marker))
    assert begin_session(folder).unclean_end is None
    marker["process"] = {"pid": os.getppid(), "started": psutil.Process(os.getppid()).create_time() - 3600.0}
    path.write_text(json.dumps(marker))
    assert begin_session(folder).unclean_end


def test_that_a_program_on_another_machine_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    path = folder / "running-1.json"
    path.write_text(json.dumps({"process": {"pid": 1, "started": 0.0, "machine": "another-machine"}}))
    assert begin_session(folder).unclean_end is None
    assert path.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"process": 3, "paths": 3, "current": 3, "model": 3}',
        b'{"process": {"pid": -1, "started": 1.0}, "paths": [3], "current": ["a", -1], "model": ["a"]}',
        b'{"process": {"pid": 1e999, "started": 1e999}, "paths": null, "current": [0, "a"], "model": {"0": "a"}}',
        b'{"process": {"pid": 99999999999999999999999, "started": 1.0}}',
    ],
)
def test_that_damaged_files_neither_stop_the_start_nor_come_back(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "running-1.json").write_bytes(content)
    (folder / "last-session.json").write_bytes(content)
    session = begin_session(folder)
    assert session.last in (None, SessionState())
    session.end()
    assert files(folder) == ["last-session.json"]


def test_that_long_lists_of_files_are_cut(folder: Path) -> None:
    session = begin_session(folder)
    session.save(SessionState(tuple(f"{number}.png" for number in range(50_000))))
    session.end()
    last = begin_session(folder).last
    assert last
    assert last.paths == tuple(f"{number}.png" for number in range(MAX_PATHS))


def test_that_a_place_that_cannot_be_written_stops_neither_start_nor_end(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    session = begin_session(tmp_path / "state")
    assert isinstance(session, Session)
    with pytest.raises(OutputError):
        session.save(OPEN)
    session.end()
