"""The log keeps the last lines, writes what fits, tells listeners, and never fails the work."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from d2studio.core.logs import CRASH_NAME, FILE_NAME, MAX_LINES, LogBook, LogLine, start_log

LOGGER = logging.getLogger("d2studio.core.something")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LogBook]:
    book = start_log(tmp_path / "logs")
    yield book
    book.close()


def content(book: LogBook) -> str:
    assert book.folder is not None
    return (book.folder / FILE_NAME).read_text(encoding="utf-8")


def test_that_a_line_says_when_how_grave_where_and_what(book: LogBook) -> None:
    LOGGER.info("opened %s", "a.png")
    line = book.lines()[-1]
    assert (line.level, line.source, line.text) == (logging.INFO, "d2studio.core.something", "opened a.png")
    assert "INFO d2studio.core.something: opened a.png" in content(book)


def test_that_details_of_ours_are_kept_and_those_of_libraries_are_not(book: LogBook) -> None:
    LOGGER.debug("ours")
    logging.getLogger("PIL.PngImagePlugin").debug("theirs")
    logging.getLogger("PIL.PngImagePlugin").warning("odd")
    assert [line.text for line in book.lines()] == ["ours", "odd"]


def test_that_a_traceback_belongs_to_its_line(book: LogBook) -> None:
    try:
        raise KeyError("key")  # noqa: TRY301
    except KeyError:
        LOGGER.exception("it failed")
    (line,) = book.lines()
    assert line.text.startswith("it failed\nTraceback")
    assert line.text.endswith("KeyError: 'key'")


def test_that_names_of_files_that_are_no_text_are_written_as_escapes(book: LogBook) -> None:
    LOGGER.info("page %s", "caf\udce9.png")
    assert "caf\\udce9.png" in content(book)


def test_that_memory_holds_the_last_lines_only(book: LogBook) -> None:
    for index in range(MAX_LINES + 5):
        LOGGER.info("%d", index)
    lines = book.lines()
    assert (len(lines), lines[0].text, lines[-1].text) == (MAX_LINES, "5", str(MAX_LINES + 4))


def test_that_the_files_keep_their_size(book: LogBook) -> None:
    for _ in range(250):
        LOGGER.info("x" * 19_000)
    assert book.folder is not None
    files = sorted(book.folder.glob(f"{FILE_NAME}*"))
    assert [file.name for file in files] == [FILE_NAME, f"{FILE_NAME}.1", f"{FILE_NAME}.2"]
    assert all(file.stat().st_size <= 1_000_000 for file in files)


def test_that_listeners_hear_every_line_until_they_are_removed(book: LogBook) -> None:
    heard: list[LogLine] = []
    book.add_listener(heard.append)
    LOGGER.warning("one")
    book.remove_listener(heard.append)
    book.remove_listener(heard.append)
    LOGGER.warning("two")
    assert [line.text for line in heard] == ["one"]


def test_that_a_listener_may_log_and_ask_for_lines(book: LogBook) -> None:
    counts: list[int] = []

    def listen(line: LogLine) -> None:
        counts.append(len(book.lines()))
        if line.level > logging.INFO:
            LOGGER.info("heard")

    book.add_listener(listen)
    LOGGER.warning("one")
    assert counts == [1, 2]


def test_that_no_line_is_lost_when_many_threads_log(book: LogBook) -> None:
    def log() -> None:
        for index in range(100):
            LOGGER.info("%d", index)

    threads = [threading.Thread(target=log) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(book.lines()) == 800


def test_that_a_message_whose_arguments_do_not_fit_fails_nothing(
    book: LogBook, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()  # pytest's own handlers would raise
    monkeypatch.setattr(root, "handlers", [handler for handler in root.handlers if "pytest" not in str(type(handler))])
    LOGGER.info("%d pages", "many")
    assert book.lines()[-1].text.startswith("%d pages (")
    assert capsys.readouterr() == ("", "")


def test_that_lines_are_kept_where_no_file_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    book = start_log(tmp_path / "file" / "logs")
    try:
        LOGGER.info("one")
        assert book.folder is None
        assert "file" in book.problem
        assert [line.text for line in book.lines()] == ["one"]
    finally:
        book.close()


def test_that_a_log_without_a_folder_has_no_problem() -> None:
    book = start_log(None)
    book.close()
    assert (book.folder, book.problem) == (None, "")


def test_that_nothing_is_kept_after_closing(book: LogBook) -> None:
    book.close()
    book.close()
    LOGGER.warning("late")
    assert book.lines() == ()


def test_that_a_crash_can_be_read_at_the_next_start(tmp_path: Path) -> None:
    program = (
        "import faulthandler, pathlib, sys; from d2studio.core.logs import start_log;"
        "start_log(pathlib.Path(sys.argv[1])); faulthandler._sigabrt()"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    ended = subprocess.run(command, check=False, capture_output=True)
    assert ended.returncode != 0
    book = start_log(tmp_path)
    book.close()
    assert book.last_crash.startswith("Fatal Python error: Aborted")


def test_that_an_end_without_a_crash_leaves_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / CRASH_NAME).write_text("")
    book = start_log(tmp_path)
    book.close()
    assert book.last_crash == ""
