import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from d2studio.control import Control
from d2studio.core import child_process, workers
from d2studio.core.page import PageKey
from d2studio.core.requests import DecodedPage, DecodePage, PageOptions
from d2studio.core.samples import sample_folder
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.wire import Message
from d2studio.core.workers import ChildFailed, Worker
from d2studio.errors import Cancelled, WorkerCrashed, WorkerError, WorkerLoop, WorkerNotStarted, WorkerStuck
from tests.core.odd_children import (
    StrikeWhileBusy,
    kill_stopped,
    python_child,
    serving_child,
    stop,
    talking_child,
)

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs signals")

# Nothing here takes so long unless it hangs.
SOON_S = 20.0

MakeWorker = Callable[..., Worker]


@pytest.fixture
def blocks(tmp_path: Path) -> SharedBlocks:
    folder = tmp_path / "blocks"
    folder.mkdir()
    return SharedBlocks(folder)


@pytest.fixture
def make_worker(blocks: SharedBlocks) -> Iterator[MakeWorker]:
    with ExitStack() as stack:

        def make(command: Sequence[str] | None = None, **options: object) -> Worker:
            return stack.enter_context(Worker("decode", blocks, command=command, **options))  # type: ignore[arg-type]

        yield make


@pytest.fixture
def served(make_worker: MakeWorker, tmp_path: Path) -> Worker:
    return make_worker(serving_child(tmp_path))


def ask(worker: Worker, do: str, control: Control | None = None, **facts: object) -> Message:
    return worker.call({"do": do, **facts}, control=control or Control(), time_limit_s=SOON_S)


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + SOON_S
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.005)


def child_pid(worker: Worker) -> int:
    worker.start()
    pid = worker.pid
    assert pid is not None
    return pid


def decode(worker: Worker, blocks: SharedBlocks, path: Path, control: Control | None = None) -> DecodedPage:
    request = DecodePage(PageKey(str(path)), PageOptions())
    answer = worker.call(request.to_wire(), control=control or Control(), time_limit_s=SOON_S)
    return request.read(answer, blocks)


def test_that_the_decode_child_decodes_a_page_and_tells_how_far_it_is(
    make_worker: MakeWorker, blocks: SharedBlocks
) -> None:
    path = sample_folder() / "letter.png"
    stages: list[str] = []
    decoded = decode(make_worker(), blocks, path, Control(lambda stage, fraction: stages.append(stage)))
    with Image.open(path) as picture:
        np.testing.assert_array_equal(decoded.page.levels[0], np.asarray(picture.convert("RGB")))
    assert decoded.count == 1
    assert stages == ["", "open", "decode", "reduce"]


def test_that_workers_may_share_a_folder_of_blocks(
    make_worker: MakeWorker, blocks: SharedBlocks, small_page: Path
) -> None:
    pages = [decode(make_worker(), blocks, small_page).page for _ in range(2)]
    assert pages[0].block != pages[1].block


def test_that_failures_come_back_as_values_and_the_child_goes_on(
    make_worker: MakeWorker, blocks: SharedBlocks, tmp_path: Path
) -> None:
    worker = make_worker()
    with pytest.raises(ChildFailed) as failed:
        decode(worker, blocks, tmp_path / "nowhere.png")
    assert failed.value.failure.code == "page"
    assert "FileNotFoundError" in failed.value.failure.type_names
    assert failed.value.failure.context["path"] == str(tmp_path / "nowhere.png")
    pid = worker.pid
    assert decode(worker, blocks, sample_folder() / "letter.png").page.levels
    assert worker.pid == pid


def test_that_what_nobody_can_do_is_a_failure(served: Worker) -> None:
    with pytest.raises(ChildFailed, match="nothing that this child does: 'dance'"):
        ask(served, "dance")


def test_that_parts_come_before_the_answer(served: Worker) -> None:
    parts: list[object] = []
    answer = served.call({"do": "speak_in_parts"}, control=Control(), on_part=lambda part: parts.append(part["index"]))
    assert parts == [0, 1, 2, 3, 4]
    assert answer == {"count": 5}


def test_that_what_libraries_print_does_not_disturb(served: Worker) -> None:
    assert ask(served, "shout") == {}
    assert ask(served, "echo", words="still here") == {"heard": "still here"}


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_that_requests_and_answers_of_any_length_pass(served: Worker, size: int) -> None:
    assert ask(served, "echo", words="é" * size) == {"heard": "é" * size}


def cancel_at(stage: str) -> Control:
    """Asks to stop as soon as the child is at this stage."""
    control = Control(lambda reached, fraction: control.cancel() if reached == stage else None)
    return control


def test_that_a_child_that_is_asked_to_stop_stops_and_stays(served: Worker) -> None:
    pid = child_pid(served)
    with pytest.raises(Cancelled):
        ask(served, "spin", cancel_at("spin"))
    assert served.pid == pid
    assert ask(served, "echo", words="a") == {"heard": "a"}


def test_that_a_child_that_does_not_stop_is_ended_after_its_grace(served: Worker) -> None:
    pid = child_pid(served)
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        served.call({"do": "be_deaf"}, control=cancel_at("deaf"), grace_s=0.2)
    assert time.monotonic() - begun < SOON_S
    assert not psutil.pid_exists(pid)
    assert served.take_idle_crash() is None
    assert ask(served, "echo", words="a") == {"heard": "a"}


def test_that_what_is_cancelled_while_the_child_starts_does_not_end_it(make_worker: MakeWorker, tmp_path: Path) -> None:
    started = tmp_path / "started"
    body = f"""
    def prepare():
        while not os.path.exists({str(started)!r}):
            time.sleep(0.005)
    serve("decode", handlers.get, blocks, prepare=prepare)
    """
    worker = make_worker(serving_child(tmp_path, body))
    pid = child_pid(worker)
    control = Control(lambda stage, fraction: control.cancel())
    with pytest.raises(Cancelled):
        worker.call({"do": "spin"}, control=control, grace_s=0.0)
    started.touch()
    assert ask(worker, "echo", words="a") == {"heard": "a"}
    assert worker.pid == pid


def test_that_a_child_that_takes_too_long_is_ended(served: Worker) -> None:
    pid = child_pid(served)
    ask(served, "echo", words="ready")
    with pytest.raises(WorkerStuck, match="longer than 0 seconds") as stuck:
        served.call({"do": "be_deaf"}, control=Control(), time_limit_s=0.2)
    assert stuck.value.context["child"] == "decode"
    assert not psutil.pid_exists(pid)
    assert ask(served, "echo", words="a") == {"heard": "a"}


def test_that_starting_does_not_count_but_has_a_limit_of_its_own(
    make_worker: MakeWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = make_worker(talking_child(tmp_path, "time.sleep(0.3)\nsay(hello='x')\nsay(id=hear()['id'], result={})"))
    assert worker.call({"do": "anything"}, control=Control(), time_limit_s=0.2) == {}
    monkeypatch.setattr(workers, "START_LIMIT_S", 0.2)
    with pytest.raises(WorkerStuck):
        make_worker(talking_child(tmp_path, "hang()")).call({"do": "anything"}, control=Control())


def test_that_a_child_that_does_not_listen_blocks_nobody(make_worker: MakeWorker, tmp_path: Path) -> None:
    worker = make_worker(talking_child(tmp_path, "say(hello='x')\nhang()"))
    more_than_a_pipe_holds = "a" * 5_000_000
    with pytest.raises(WorkerStuck):
        worker.call({"do": more_than_a_pipe_holds}, control=Control(), time_limit_s=0.2)
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        worker.call({"do": more_than_a_pipe_holds}, control=control, grace_s=0.1)
    worker.start()
    worker.close()


@pytest.fixture
def small_page(tmp_path: Path) -> Path:
    path = tmp_path / "page.png"
    Image.new("RGB", (60, 40), "white").save(path)
    return path


@posix_only
@pytest.mark.parametrize(("number", "name"), [(signal.SIGKILL, "SIGKILL"), (signal.SIGSEGV, "SIGSEGV")])
def test_that_a_child_that_dies_ten_times_while_busy_works_again_each_time(
    make_worker: MakeWorker,
    blocks: SharedBlocks,
    small_page: Path,
    tmp_path: Path,
    number: signal.Signals,
    name: str,
) -> None:
    # A small page may be done before the child has written its last words and is gone.
    large_page = tmp_path / "large.png"
    Image.new("RGB", (5000, 5000)).save(large_page, compress_level=1)
    worker = make_worker()
    decode(worker, blocks, small_page)
    for _ in range(10):
        pid = child_pid(worker)
        stop(pid)
        with pytest.raises(WorkerCrashed, match=rf"signal {number:d}, {name}") as crash:
            decode(worker, blocks, large_page, StrikeWhileBusy(lambda pid=pid: kill_stopped(pid, number)))  # type: ignore[misc]
        context = crash.value.context
        assert context["child"] == "decode"
        assert context["signal"] == str(int(number))
        assert context["oom_kills"] == "0"
        assert 0 <= float(str(context["seconds"])) < SOON_S
        assert ("Segmentation fault" in str(context["last_words"])) == (number is signal.SIGSEGV)
        assert not psutil.pid_exists(pid)
        assert decode(worker, blocks, small_page).page.size_hw == (40, 60)
    assert worker.is_looping


def test_that_an_exit_is_a_crash_with_last_words(make_worker: MakeWorker, tmp_path: Path) -> None:
    body = "say(hello='x')\nhear()\nprint('so it \\udcff ends', file=sys.stderr)\nos._exit(3)"
    worker = make_worker(talking_child(tmp_path, "sys.stderr.reconfigure(errors='surrogateescape')\n" + body))
    with pytest.raises(WorkerCrashed, match=r"\(exit code 3\)") as crash:
        ask(worker, "x")
    assert crash.value.context["exit_code"] == "3"
    assert crash.value.context["last_words"] == "so it \\xff ends"


@pytest.mark.parametrize(
    "answer",
    [
        "sys.stdout.buffer.write(b'hello there\\n'); sys.stdout.buffer.flush()",
        "sys.stdout.buffer.write(b'\\xff\\xfe\\n'); sys.stdout.buffer.flush()",
        "say(v=2, id=number, result={})",
        "say(id=number)",
        "say(id=number, result=[])",
        "say(id=number, failure='bad')",
        "say(id=number, part=7)",
        "say(id=number, stage=7, fraction=0.5)",
        "say(id=number, stage='x', fraction='much')",
    ],
)
def test_that_a_child_that_answers_nonsense_is_ended(make_worker: MakeWorker, tmp_path: Path, answer: str) -> None:
    worker = make_worker(talking_child(tmp_path, f"say(hello='x')\nnumber = hear()['id']\n{answer}\nhang()"))
    pid = child_pid(worker)
    with pytest.raises(WorkerCrashed) as crash:
        ask(worker, "x")
    assert "wire: " in str(crash.value.context["last_words"])
    assert not psutil.pid_exists(pid)


def test_that_what_belongs_to_no_request_is_passed_over(make_worker: MakeWorker, tmp_path: Path) -> None:
    body = """
    say(hello="x")
    for _ in range(1000):
        say(id=-77, stage="x", fraction=0.5)
        say(stage="x", fraction=0.5)
    while True:
        number = hear()["id"]
        say(id=number - 1, result={"right": False})
        say(id=str(number), result={"right": False})
        say(id=number, result={"right": True})
    """
    worker = make_worker(talking_child(tmp_path, body))
    assert [ask(worker, "x") for _ in range(3)] == [{"right": True}] * 3


class Broken(Exception):
    pass


def break_at(stage: str) -> Control:
    def hear(reached: str, fraction: float) -> None:
        if reached == stage:
            raise Broken

    return Control(hear)


def test_that_a_late_answer_is_not_taken_for_another(make_worker: MakeWorker, tmp_path: Path) -> None:
    body = """
    say(hello="x")
    first = hear()["id"]
    say(id=first, stage="begun", fraction=0)
    second = hear()["id"]
    say(id=first, result={"late": True})
    say(id=second, result={"late": False})
    """
    worker = make_worker(talking_child(tmp_path, body))
    with pytest.raises(Broken):
        ask(worker, "x", break_at("begun"))
    assert ask(worker, "x") == {"late": False}


def test_that_a_cut_off_message_is_not_the_cause_of_a_crash(make_worker: MakeWorker, tmp_path: Path) -> None:
    body = (
        "say(hello='x')\nhear()\nsys.stdout.buffer.write(b'{\"v\": 1, \"id\"')\nsys.stdout.buffer.flush()\nos._exit(5)"
    )
    with pytest.raises(WorkerCrashed, match="exit code 5") as crash:
        ask(make_worker(talking_child(tmp_path, body)), "x")
    assert crash.value.context["last_words"] == ""


def test_that_a_child_that_closes_its_output_is_ended(
    make_worker: MakeWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_process, "END_S", 0.1)
    worker = make_worker(talking_child(tmp_path, "say(hello='x')\nhear()\nos.close(1)\nhang()"))
    pid = child_pid(worker)
    with pytest.raises(WorkerCrashed):
        ask(worker, "x")
    assert not psutil.pid_exists(pid)


def test_that_a_child_that_floods_standard_error_is_heard_in_part(
    make_worker: MakeWorker, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", child_process.__name__)
    body = """
    say(hello="x")
    hear()
    sys.stderr.write("without an end " * 500_000)
    sys.stderr.write("\\n" + "line\\n" * 20_000 + "the last line\\n")
    os._exit(1)
    """
    with pytest.raises(WorkerCrashed) as crash:
        ask(make_worker(talking_child(tmp_path, body)), "x")
    words = str(crash.value.context["last_words"])
    assert words.endswith("line\nthe last line")
    assert len(words) < 1_000_000
    assert sum(record.msg == "%s" for record in caplog.records) <= 1000


def test_that_an_end_while_nothing_is_asked_is_told_once(make_worker: MakeWorker, tmp_path: Path) -> None:
    ended = threading.Event()
    body = "say(hello='x')\nsay(id=hear()['id'], result={})\nos._exit(4)"
    worker = make_worker(talking_child(tmp_path, body), on_end=ended.set)
    ask(worker, "x")
    assert ended.wait(SOON_S)
    crash = worker.take_idle_crash()
    assert crash is not None
    assert crash.context["exit_code"] == "4"
    assert worker.take_idle_crash() is None
    assert worker.pid is None


def test_that_an_end_while_nothing_is_asked_counts_even_if_nobody_looked(
    make_worker: MakeWorker, tmp_path: Path
) -> None:
    ends = threading.Semaphore(0)
    body = "say(hello='x')\nsay(id=hear()['id'], result={})\nos._exit(4)"
    worker = make_worker(talking_child(tmp_path, body), on_end=ends.release)
    for _ in range(3):
        assert ask(worker, "x") == {}
        assert ends.acquire(timeout=SOON_S)
    assert worker.take_idle_crash() is not None
    assert worker.is_looping


def test_that_a_child_that_crashes_again_and_again_is_not_started_by_itself(
    make_worker: MakeWorker, tmp_path: Path
) -> None:
    worker = make_worker(talking_child(tmp_path, "sys.exit(1)"))
    for _ in range(3):
        with pytest.raises(WorkerCrashed):
            worker.call({"do": "x"}, control=Control(), by_user=False)
    assert worker.is_looping
    with pytest.raises(WorkerLoop, match="3 times within 5 minutes"):
        worker.call({"do": "x"}, control=Control(), by_user=False)
    with pytest.raises(WorkerCrashed):
        worker.call({"do": "x"}, control=Control(), by_user=True)
    worker.forgive()
    with pytest.raises(WorkerCrashed):
        worker.call({"do": "x"}, control=Control(), by_user=False)


def test_that_crashes_long_ago_are_forgotten(
    make_worker: MakeWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LOOP_SECONDS", 0.0)
    worker = make_worker(talking_child(tmp_path, "sys.exit(1)"))
    for _ in range(4):
        with pytest.raises(WorkerCrashed):
            worker.call({"do": "x"}, control=Control(), by_user=False)


def test_that_a_child_that_cannot_be_started_is_said(make_worker: MakeWorker, tmp_path: Path) -> None:
    with pytest.raises(WorkerNotStarted, match="No such file"):
        ask(make_worker([str(tmp_path / "nowhere")]), "x")


def test_that_ending_a_child_is_no_crash_and_the_next_call_starts_another(served: Worker) -> None:
    assert ask(served, "echo", words="a") == {"heard": "a"}
    pid = served.pid
    served.end()
    assert ask(served, "echo", words="b") == {"heard": "b"}
    assert served.pid != pid
    assert served.take_idle_crash() is None


@pytest.mark.parametrize("action", ["end", "close"])
def test_that_a_call_under_way_is_cancelled_by(served: Worker, action: str) -> None:
    pid = child_pid(served)
    control = StrikeWhileBusy(getattr(served, action))
    with pytest.raises(Cancelled):
        served.call({"do": "be_deaf"}, control=control)
    assert not psutil.pid_exists(pid)


def test_that_closing_from_another_thread_ends_a_call_at_once(served: Worker) -> None:
    busy = threading.Event()
    outcome: list[BaseException] = []

    def call() -> None:
        try:
            served.call({"do": "be_deaf"}, control=Control(lambda stage, fraction: busy.set() if stage else None))
        except Cancelled as error:
            outcome.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    assert busy.wait(SOON_S)
    begun = time.monotonic()
    served.close()
    thread.join(SOON_S)
    assert time.monotonic() - begun < 2
    assert len(outcome) == 1


def test_that_a_closed_worker_starts_nothing(served: Worker) -> None:
    served.close()
    served.start()
    assert served.pid is None
    with pytest.raises(Cancelled):
        ask(served, "echo", words="a")
    served.close()


def test_that_no_thread_and_no_process_stays_behind(make_worker: MakeWorker, tmp_path: Path) -> None:
    before = threading.active_count()
    handles = psutil.Process().num_fds() if os.name == "posix" else 0
    for body in ("hang()", "sys.exit(1)", "say(hello='x')\nhear()\nhear()"):
        worker = make_worker(talking_child(tmp_path, body))
        worker.start()
        worker.close()
    wait_until(lambda: threading.active_count() == before)
    assert not psutil.Process().children()
    if os.name == "posix":
        assert psutil.Process().num_fds() == handles


@pytest.mark.parametrize("end", ["killed", "cancelled", "stuck"])
def test_that_a_block_that_is_never_handed_over_is_removed(served: Worker, blocks: SharedBlocks, end: str) -> None:
    pid = child_pid(served)
    ask(served, "echo", words="ready")
    control = Control()

    def strike(stage: str, fraction: float) -> None:
        assert len(list(blocks.folder.iterdir())) == 1
        if end == "killed":
            psutil.Process(pid).kill()
        elif end == "cancelled":
            control.cancel()

    control = Control(strike)
    with pytest.raises((WorkerError, Cancelled)):
        served.call({"do": "write_and_hang"}, control=control, grace_s=0.1, time_limit_s=1.0)
    assert list(blocks.folder.iterdir()) == []


@posix_only
def test_that_an_address_space_that_is_too_small_is_a_failure_and_no_crash(
    make_worker: MakeWorker, tmp_path: Path
) -> None:
    worker = make_worker(serving_child(tmp_path), memory_limit=4 << 30)
    with pytest.raises(ChildFailed) as failed:
        ask(worker, "fill_memory", size=8 << 30)
    assert "MemoryError" in failed.value.failure.type_names
    assert ask(worker, "fill_memory", size=1 << 20) == {"size": 1 << 20}


PARENT = """
import sys
from pathlib import Path
from d2studio.control import Control
from d2studio.core.page import PageKey
from d2studio.core.requests import DecodePage, PageOptions
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.workers import Worker

blocks = SharedBlocks.create()
decoder = Worker("decode", blocks)
request = DecodePage(PageKey(sys.argv[1]), PageOptions())
decoder.call(request.to_wire(), control=Control())
odd = Worker("decode", blocks, command=sys.argv[2:])
odd.start()
print(decoder.pid, odd.pid, blocks.folder, flush=True)
odd.call({"do": "be_deaf"}, control=Control())
"""


@posix_only
def test_that_a_parent_that_is_killed_leaves_neither_children_nor_blocks(small_page: Path, tmp_path: Path) -> None:
    script = [sys.executable, "-c", PARENT, str(small_page), *serving_child(tmp_path)]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        first, second, folder = parent.stdout.readline().split()
        children = [psutil.Process(int(first)), psutil.Process(int(second))]
        assert len(list(Path(folder).iterdir())) == 1
        parent.kill()
        parent.wait()
        _, alive = psutil.wait_procs(children, timeout=SOON_S)
    assert not alive
    assert not Path(folder).exists()


def test_that_a_worker_needs_a_real_child_only_when_it_is_asked(make_worker: MakeWorker, tmp_path: Path) -> None:
    worker = make_worker(python_child(tmp_path, f"open({str(tmp_path / 'started')!r}, 'w')"))
    assert worker.pid is None
    assert not (tmp_path / "started").exists()


def test_that_the_log_tells_when_a_child_starts_and_ends(
    make_worker: MakeWorker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "d2studio.core")
    worker = make_worker()
    pid = child_pid(worker)
    assert f"the decode process was started: process {pid}" in caplog.messages
    worker.end()
    wait_until(lambda: any(line.startswith(f"process {pid} ended, exit code ") for line in caplog.messages))
