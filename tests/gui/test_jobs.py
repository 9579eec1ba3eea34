import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import psutil
import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.wire import Message, WireError
from d2studio.core.workers import ChildName
from d2studio.gui.jobs import ChildState, ChildThread, JobCancelled, JobDone, JobFailed, JobPart, JobProgress, Priority
from tests.core.odd_children import serving_child, talking_child

Outcome = JobDone | JobFailed | JobCancelled

NOW, SOON, LATER = Priority.NOW, Priority.SOON, Priority.LATER


@dataclass(frozen=True)
class Do:
    """A request of `odd_children`."""

    name: str
    words: str = ""
    child: ClassVar[ChildName] = "decode"
    limit_s: ClassVar[float | None] = 20.0

    def to_wire(self) -> Message:
        return {"do": self.name, "words": self.words}

    def read(self, answer: Message, blocks: SharedBlocks) -> str:
        if self.words == "unreadable":
            raise WireError("as if the answer were nonsense")
        if self.words == "mistake":
            raise KeyError("ours")
        return str(answer.get("heard"))


class Listener(QObject):
    """Keeps what a thread says; checks that it hears it in the window's thread."""

    def __init__(self, thread: ChildThread) -> None:
        super().__init__()
        self.outcomes: list[Outcome] = []
        self.progress: list[JobProgress] = []
        self.parts: list[JobPart] = []
        self.crashes: list[Any] = []
        self.states: list[ChildState] = []
        thread.job_ended.connect(self._on_job_ended)
        thread.progressed.connect(self._on_progressed)
        thread.part_arrived.connect(self._on_part_arrived)
        thread.child_ended.connect(self._on_child_ended)
        thread.state_changed.connect(self._on_state_changed)

    @property
    def order(self) -> list[int]:
        """Numbers of the jobs that ended."""
        return [outcome.job.number for outcome in self.outcomes]

    def of(self, number: int) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.job.number == number]

    def is_at(self, number: int, stage: str) -> bool:
        return any(progress.job.number == number and progress.stage == stage for progress in self.progress)

    @Slot(object)
    def _on_job_ended(self, outcome: Outcome) -> None:
        assert QThread.currentThread() is self.thread()
        self.outcomes.append(outcome)

    @Slot(object)
    def _on_progressed(self, progress: JobProgress) -> None:
        assert QThread.currentThread() is self.thread()
        self.progress.append(progress)

    @Slot(object)
    def _on_part_arrived(self, part: JobPart) -> None:
        self.parts.append(part)

    @Slot(object)
    def _on_child_ended(self, failure: object) -> None:
        assert QThread.currentThread() is self.thread()
        self.crashes.append(failure)

    @Slot(object)
    def _on_state_changed(self, state: ChildState) -> None:
        self.states.append(state)


Start = Callable[[Sequence[str]], tuple[ChildThread, Listener]]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    folder = tmp_path / "blocks"
    folder.mkdir()
    started: list[tuple[ChildThread, Listener]] = []

    def start(command: Sequence[str]) -> tuple[ChildThread, Listener]:
        thread = ChildThread("decode", SharedBlocks(folder), command=command)
        started.append((thread, Listener(thread)))
        thread.start()
        return started[-1]

    yield start
    for thread, _ in started:
        thread.close()
        assert thread.isFinished()


@pytest.fixture
def served(start: Start, tmp_path: Path) -> tuple[ChildThread, Listener]:
    return start(serving_child(tmp_path))


def wait(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=20_000)


def test_that_an_answer_comes_as_a_value(served: tuple[ChildThread, Listener], qtbot: QtBot) -> None:
    thread, heard = served
    number = thread.submit(Do("echo", "a"), SOON)
    wait(qtbot, lambda: bool(heard.outcomes))
    (outcome,) = heard.outcomes
    assert isinstance(outcome, JobDone)
    assert outcome.value == "a"
    assert (outcome.job.number, outcome.job.request, outcome.job.priority) == (number, Do("echo", "a"), SOON)


def test_that_parts_and_progress_say_whose_they_are(served: tuple[ChildThread, Listener], qtbot: QtBot) -> None:
    thread, heard = served
    first = thread.submit(Do("speak_in_parts"), NOW)
    second = thread.submit(Do("spin"), SOON)
    wait(qtbot, lambda: heard.is_at(second, "spin"))
    assert [(part.job.number, part.part["index"]) for part in heard.parts] == [(first, index) for index in range(5)]
    assert heard.progress[-1].fraction == 0.5


def test_that_jobs_are_done_by_priority_and_then_in_order(served: tuple[ChildThread, Listener], qtbot: QtBot) -> None:
    thread, heard = served
    blocker = thread.submit(Do("spin"), NOW)
    wait(qtbot, lambda: heard.is_at(blocker, "spin"))
    numbers = {
        name: thread.submit(Do("echo", name), priority)
        for name, priority in [("e", LATER), ("c", SOON), ("a", NOW), ("f", LATER), ("d", SOON), ("b", NOW)]
    }
    thread.cancel(blocker)
    wait(qtbot, lambda: len(heard.outcomes) == 7)
    assert heard.order == [blocker, *(numbers[name] for name in "abcdef")]


def test_that_a_job_is_cancelled_before_it_begins(served: tuple[ChildThread, Listener], qtbot: QtBot) -> None:
    thread, heard = served
    blocker = thread.submit(Do("spin"), NOW)
    waiting = thread.submit(Do("echo"), NOW)
    wait(qtbot, lambda: heard.is_at(blocker, "spin"))
    thread.cancel(waiting)
    assert [type(outcome) for outcome in heard.of(waiting)] == [JobCancelled]
    thread.cancel(waiting)
    thread.cancel(waiting + 100)
    assert heard.order == [waiting]


def test_that_a_job_is_cancelled_while_it_runs_and_the_child_stays(
    served: tuple[ChildThread, Listener], qtbot: QtBot
) -> None:
    thread, heard = served
    running = thread.submit(Do("spin"), NOW)
    wait(qtbot, lambda: heard.is_at(running, "spin"))
    pid = thread.worker.pid
    thread.cancel(running)
    wait(qtbot, lambda: bool(heard.outcomes))
    assert [type(outcome) for outcome in heard.of(running)] == [JobCancelled]
    assert thread.worker.pid == pid


def test_that_what_nobody_waits_for_gives_way_and_begins_anew(
    served: tuple[ChildThread, Listener], qtbot: QtBot
) -> None:
    thread, heard = served
    later = thread.submit(Do("spin"), LATER)
    wait(qtbot, lambda: heard.is_at(later, "spin"))
    now = thread.submit(Do("echo", "a"), NOW)
    wait(qtbot, lambda: bool(heard.outcomes))
    assert heard.order == [now]
    heard.progress.clear()
    wait(qtbot, lambda: heard.is_at(later, "spin"))
    thread.cancel(later)
    wait(qtbot, lambda: len(heard.outcomes) == 2)
    assert [type(outcome) for outcome in heard.of(later)] == [JobCancelled]


def test_that_what_does_not_give_way_is_ended(served: tuple[ChildThread, Listener], qtbot: QtBot) -> None:
    thread, heard = served
    later = thread.submit(Do("be_deaf"), LATER)
    wait(qtbot, lambda: heard.is_at(later, "deaf"))
    pid = thread.worker.pid
    assert pid is not None
    now = thread.submit(Do("echo", "a"), NOW)
    wait(qtbot, lambda: bool(heard.outcomes))
    assert heard.order == [now]
    assert isinstance(heard.outcomes[0], JobDone)
    assert not psutil.pid_exists(pid)
    assert not heard.crashes


@pytest.mark.parametrize("priority", [NOW, SOON])
def test_that_what_somebody_waits_for_does_not_give_way(
    served: tuple[ChildThread, Listener], qtbot: QtBot, priority: Priority
) -> None:
    thread, heard = served
    running = thread.submit(Do("spin"), priority)
    wait(qtbot, lambda: heard.is_at(running, "spin"))
    now = thread.submit(Do("echo"), NOW)
    heard.progress.clear()
    wait(qtbot, lambda: len(heard.progress) > 2)
    assert not heard.outcomes
    thread.cancel(running)
    wait(qtbot, lambda: heard.order == [running, now])


def test_that_a_job_that_gives_way_can_still_be_cancelled(served: tuple[ChildThread, Listener], qtbot: QtBot) -> None:
    thread, heard = served
    later = thread.submit(Do("be_deaf"), LATER)
    wait(qtbot, lambda: heard.is_at(later, "deaf"))
    now = thread.submit(Do("echo"), NOW)
    thread.cancel(later)
    wait(qtbot, lambda: len(heard.outcomes) == 2)
    assert heard.order == [later, now]


def test_that_a_failure_of_the_child_fails_the_job(served: tuple[ChildThread, Listener], qtbot: QtBot) -> None:
    thread, heard = served
    thread.submit(Do("dance"), NOW)
    thread.submit(Do("echo", "a"), NOW)
    wait(qtbot, lambda: len(heard.outcomes) == 2)
    failed, done = heard.outcomes
    assert isinstance(failed, JobFailed)
    assert "dance" in failed.failure.message
    assert isinstance(done, JobDone)


@pytest.mark.parametrize(("words", "code"), [("unreadable", "worker-crashed"), ("mistake", "internal")])
def test_that_an_answer_that_cannot_be_read_fails_the_job(
    served: tuple[ChildThread, Listener], qtbot: QtBot, words: str, code: str
) -> None:
    thread, heard = served
    thread.submit(Do("echo", words), NOW)
    thread.submit(Do("echo", "a"), NOW)
    wait(qtbot, lambda: len(heard.outcomes) == 2)
    assert isinstance(heard.outcomes[0], JobFailed)
    assert heard.outcomes[0].failure.code == code
    assert isinstance(heard.outcomes[1], JobDone)


def test_that_a_child_that_dies_while_busy_fails_its_job_and_another_is_there(
    served: tuple[ChildThread, Listener], qtbot: QtBot
) -> None:
    thread, heard = served
    running = thread.submit(Do("be_deaf"), NOW)
    following = thread.submit(Do("echo", "a"), NOW)
    wait(qtbot, lambda: heard.is_at(running, "deaf"))
    psutil.Process(thread.worker.pid).kill()
    wait(qtbot, lambda: len(heard.outcomes) == 2)
    assert heard.order == [running, following]
    assert isinstance(heard.outcomes[0], JobFailed)
    assert heard.outcomes[0].failure.code == "worker-crashed"
    assert isinstance(heard.outcomes[1], JobDone)
    assert not heard.crashes


def test_that_a_child_that_dies_while_idle_is_told_and_replaced(
    served: tuple[ChildThread, Listener], qtbot: QtBot
) -> None:
    thread, heard = served
    thread.submit(Do("echo"), NOW)
    wait(qtbot, lambda: bool(heard.outcomes))
    pid = thread.worker.pid
    psutil.Process(pid).kill()
    wait(qtbot, lambda: bool(heard.crashes))
    wait(qtbot, lambda: thread.worker.pid not in (None, pid))
    assert heard.crashes[0].code == "worker-crashed"
    assert len(heard.crashes) == 1
    thread.submit(Do("echo"), NOW)
    wait(qtbot, lambda: len(heard.outcomes) == 2)
    assert isinstance(heard.outcomes[1], JobDone)


def test_that_a_child_that_dies_at_once_is_started_three_times_and_then_only_when_asked(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    count = tmp_path / "count"
    thread, heard = start(talking_child(tmp_path, f"open({str(count)!r}, 'a').write('x')\nsys.exit(1)"))
    wait(qtbot, lambda: ChildState.LOOPING in heard.states)
    assert len(heard.crashes) == 3
    assert count.read_text() == "xxx"
    refused = thread.submit(Do("echo"), NOW, by_user=False)
    asked = thread.submit(Do("echo"), NOW, by_user=True)
    wait(qtbot, lambda: len(heard.outcomes) == 2)
    codes = [outcome.failure.code for outcome in heard.outcomes if isinstance(outcome, JobFailed)]
    assert heard.order == [refused, asked]
    assert codes == ["worker-loop", "worker-crashed"]
    assert count.read_text() == "xxxx"


def test_that_a_child_that_cannot_be_started_fails_jobs(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    thread, heard = start([str(tmp_path / "nowhere")])
    thread.submit(Do("echo"), NOW)
    wait(qtbot, lambda: bool(heard.outcomes))
    assert isinstance(heard.outcomes[0], JobFailed)
    assert heard.outcomes[0].failure.code == "worker-start"
    assert heard.states[-1] is not ChildState.IDLE


def test_that_restarting_brings_another_child_and_is_no_crash(
    served: tuple[ChildThread, Listener], qtbot: QtBot
) -> None:
    thread, heard = served
    running = thread.submit(Do("be_deaf"), NOW)
    wait(qtbot, lambda: heard.is_at(running, "deaf"))
    first = thread.worker.pid
    thread.restart()
    wait(qtbot, lambda: bool(heard.outcomes))
    assert isinstance(heard.outcomes[0], JobCancelled)
    wait(qtbot, lambda: thread.worker.pid not in (None, first))
    second = thread.worker.pid
    thread.restart()
    wait(qtbot, lambda: thread.worker.pid not in (None, second))
    assert not heard.crashes


def test_that_the_state_follows_the_child(served: tuple[ChildThread, Listener], qtbot: QtBot) -> None:
    thread, heard = served
    wait(qtbot, lambda: heard.states == [ChildState.IDLE])
    thread.submit(Do("echo"), NOW)
    wait(qtbot, lambda: heard.states == [ChildState.IDLE, ChildState.BUSY, ChildState.IDLE])


@pytest.mark.parametrize("name", ["spin", "be_deaf", "write_and_hang"])
def test_that_closing_during_a_job_leaves_nothing(
    served: tuple[ChildThread, Listener], qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    thread, heard = served
    running = thread.submit(Do(name), NOW)
    thread.submit(Do("echo"), SOON)
    wait(qtbot, lambda: any(progress.stage for progress in heard.progress))
    pid = thread.worker.pid
    assert pid is not None
    begun = time.monotonic()
    thread.close()
    assert time.monotonic() - begun < 3
    assert thread.isFinished()
    assert not psutil.pid_exists(pid)
    assert list((tmp_path / "blocks").iterdir()) == []
    assert running not in heard.order
    assert not [other for other in threading.enumerate() if "requests" in other.name or "errors" in other.name]


@pytest.mark.parametrize("is_started", [False, True])
def test_that_closing_at_once_leaves_nothing(qtbot: QtBot, tmp_path: Path, is_started: bool) -> None:
    thread = ChildThread("decode", SharedBlocks(tmp_path), command=serving_child(tmp_path))
    if is_started:
        thread.start()
    thread.close()
    assert not thread.isRunning()
    assert thread.worker.pid is None
    assert not psutil.Process().children()
