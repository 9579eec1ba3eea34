"""The library's child, as the window asks it."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from d2studio.control import Control
from d2studio.core.download_values import Transfer
from d2studio.core.failures import Failure
from d2studio.core.found_model import Unusable
from d2studio.core.installed_model import CachedModel, CachedModels, InstalledModel, Removed, TakenIn
from d2studio.core.library_requests import (
    AboutBundled,
    AdoptModel,
    ExportModel,
    FindCachedModels,
    ForgetDownload,
    ImportModels,
    InstallModel,
    ListModels,
    ListUnfinished,
    ReadClassNames,
    RemoveModel,
    RenameModel,
    RestoreModel,
    SetClasses,
    VerifyModel,
    transfer_of,
)
from d2studio.core.library_wire import (
    cached_from_wire,
    cached_to_wire,
    model_from_wire,
    model_to_wire,
    removed_from_wire,
    removed_to_wire,
    taken_in_from_wire,
    taken_in_to_wire,
    transfer_from_wire,
    transfer_to_wire,
)
from d2studio.core.paths import user_folders
from d2studio.core.requests import Request
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.wire import Message, WireError, from_line, to_line
from d2studio.core.workers import ChildFailed, Worker
from d2studio.errors import Cancelled, WorkerCrashed
from tests.core.http_server import Says, Sends, serving
from tests.core.library_models import write_model
from tests.core.odd_children import python_child
from tests.core.served_models import served_command, served_model
from tests.core.small_catalogue import SMALL_LIBRARY, write_small_catalogue
from tests.core.test_foreign_caches import PAGE, layout_parser

# Comes to no end in the middle of an installation while there is a certain file.
ENDLESS = """
import sys, time
from pathlib import Path
from d2studio.core import model_folder

write_whole = model_folder.write_whole

def write_at_last(path, write):
    while path.name == model_folder.CLASSES_FILE and Path({sign!r}).exists():
        time.sleep(0.1)
    write_whole(path, write)

model_folder.write_whole = write_at_last
from d2studio.cli import main
main(["worker", "library", *sys.argv[1:]])
"""

LACK = """
import sys
sys.modules["torch"] = None
from d2studio.cli import main
main(["worker", "library", *sys.argv[1:]])
"""


@dataclass
class Librarian:
    """A real child, asked as the window asks it."""

    worker: Worker
    blocks: SharedBlocks

    def __call__(
        self,
        request: Request[Any],
        control: Control | None = None,
        on_part: Callable[[Message], None] = lambda part: None,
    ) -> Any:
        answer = self.worker.call(request.to_wire(), control=control or Control(), on_part=on_part, time_limit_s=60)
        return request.read(answer, self.blocks)

    def failure(self, request: Request[Any]) -> Failure:
        with pytest.raises(ChildFailed) as failed:
            self(request)
        return failed.value.failure


@pytest.fixture
def start() -> Iterator[Callable[..., Librarian]]:
    blocks = SharedBlocks.create()
    workers = []

    def start(command: Sequence[str] | None = None) -> Librarian:
        workers.append(Worker("library", blocks, command=command))
        return Librarian(workers[-1], blocks)

    yield start
    for worker in workers:
        worker.close()
    blocks.remove()


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    write_model(tmp_path / "theirs")
    return tmp_path / "theirs"


def import_of(folder: Path, name: str = "My model") -> ImportModels:
    return ImportModels(str(folder / "config.yaml"), str(folder / "model_final.pth"), name)


def leftovers() -> list[Path]:
    """What is on its way to the library, in whatever program."""
    return list(user_folders().models.glob("d2studio-*"))


def test_that_a_model_is_brought_changed_packed_removed_and_put_back(
    start: Callable[..., Librarian], theirs: Path, tmp_path: Path
) -> None:
    ask = start()
    assert ask(ListModels()) == ()
    stages: list[str] = []
    taken: TakenIn = ask(import_of(theirs), Control(lambda stage, fraction: stages.append(stage)))
    (model,) = taken.models
    assert (model.id, model.name, model.problem) == ("my-model", "My model", "")
    assert taken.failures == ()
    assert {"hash", "weights", "convert"} <= set(stages)
    assert ask(ListModels()) == (model,)
    assert ask(import_of(theirs)).models == (model,)  # it is there already

    assert ask(RenameModel(model.id, "Our model")).name == "Our model"
    changed: InstalledModel = ask(SetClasses(model.id, ("Text", "Title", "Table"), {1: (1, 2, 3)}))
    assert changed.class_names == ("Text", "Title", "Table")
    assert changed.class_colours == {1: (1, 2, 3)}
    assert ask(VerifyModel(model.id)) == ()

    pack = tmp_path / "our.d2pack"
    assert ask(ExportModel(model.id, str(pack))) == str(pack)
    removed: Removed = ask(RemoveModel(model.id))
    assert removed.name == "Our model"
    assert ask(ListModels()) == ()
    (again,) = ask(ImportModels(str(pack), name="My model")).models
    assert again.class_names == changed.class_names
    assert ask(RestoreModel(removed)).id == f"{model.id}-2"  # its own was given away
    with (again.folder / "model.safetensors").open("ab") as file:
        file.write(b"more")
    assert ask(VerifyModel(again.id)) == ("model.safetensors is not what was installed",)
    # Of what lay packed nothing stays.
    assert [path for folder in leftovers() for path in folder.rglob("*") if path.is_file()] == []


def test_that_a_stopped_download_goes_on_where_it_was_and_is_installed(
    start: Callable[..., Librarian], tmp_path: Path
) -> None:
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs")
        whole = (tmp_path / "theirs" / "model_final.pth").read_bytes()
        server.play("/model_final.pth", Sends(whole, pause_s=0.03, piece_bytes=len(whole) // 50))
        ask = start(served_command(tmp_path, entry, "127.0.0.1"))
        control = Control()

        def stop(part: Message) -> None:
            if transfer_of(part).done > len(whole) // 3:
                control.cancel()

        with pytest.raises(Cancelled):
            ask(InstallModel(entry.id), control, stop)
        pid = ask.worker.pid
        assert ask(ListUnfinished()) == (entry.id,)
        assert ask.worker.pid == pid  # it stopped by itself
        server.play("/model_final.pth", Sends(whole))
        seen: list[Transfer] = []
        taken = ask(InstallModel(entry.id), on_part=lambda part: seen.append(transfer_of(part)))
        assert len(server.ranges()) == 1
        assert seen[0].done > len(whole) // 3
        assert seen[-1].done == seen[-1].total == len(whole)
        assert seen[-1].host == "127.0.0.1"
        assert [model.catalogue_id for model in taken.models] == [entry.id]
        assert ask(ListUnfinished()) == ()
        asked = len(server.asked)
        assert ask(InstallModel(entry.id)) == TakenIn(taken.models)
        assert len(server.asked) == asked  # it is there already
        (taken.models[0].folder / "config.yaml").write_text("changed", encoding="utf-8")
        repaired = ask(InstallModel(entry.id))
        assert [model.id for model in repaired.models] == [entry.id]
        assert ask(VerifyModel(entry.id)) == ()


def test_that_an_unfinished_download_can_be_given_up(start: Callable[..., Librarian], tmp_path: Path) -> None:
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs", weights=Says(404))
        ask = start(served_command(tmp_path, entry, "127.0.0.1"))
        assert ask.failure(InstallModel(entry.id)).code == "download-gone"
        assert ask(ListUnfinished()) == (entry.id,)
        ask(ForgetDownload(entry.id))
        assert ask(ListUnfinished()) == ()
        page = Says(200, {"Content-Type": "text/html"}, b"<!doctype html><title>Log in</title>")
        server.play("/model_final.pth", page)
        assert ask.failure(InstallModel(entry.id)).code.startswith("download")


def test_that_other_hosts_than_the_catalogues_are_not_asked(start: Callable[..., Librarian], tmp_path: Path) -> None:
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs")
        failure = start(served_command(tmp_path, entry)).failure(InstallModel(entry.id))
        assert failure.code == "download-address"
        assert server.asked == []


def test_that_what_goes_wrong_is_a_failure_and_the_child_goes_on(
    start: Callable[..., Librarian], theirs: Path, tmp_path: Path
) -> None:
    ask = start()
    config, weights = str(theirs / "config.yaml"), str(theirs / "model_final.pth")
    write_model(tmp_path / "other", "cascade")
    damaged, broken = tmp_path / "damaged.pth", tmp_path / "broken.yaml"
    damaged.write_bytes(Path(weights).read_bytes()[:-100])
    broken.write_text("MODEL: [")
    expected: dict[Request[Any], str] = {
        ImportModels(str(tmp_path / "nowhere")): "usage",
        ImportModels(config, str(damaged)): "weights",
        ImportModels(config, str(tmp_path / "other" / "model_final.pth")): "weights-mismatch",
        ImportModels(str(broken), weights): "config",
        InstallModel("no/such/model"): "usage",
        ForgetDownload("../.."): "usage",
        VerifyModel("../theirs"): "usage",
        ExportModel("nothing", str(tmp_path / "x.d2pack")): "usage",
        RenameModel("nothing", "x"): "usage",
        RemoveModel(""): "usage",
        RestoreModel(Removed("a", "A", tmp_path / "gone")): "usage",
    }
    for request, code in expected.items():
        failure = ask.failure(request)
        assert (request, failure.code) == (request, code)
        assert failure.message
    pid = ask.worker.pid
    (model,) = ask(import_of(theirs)).models
    assert ask.failure(RenameModel(model.id, " ")).code == "usage"
    assert ask.failure(SetClasses(model.id, ("a", "a", "b"))).code == "usage"
    assert ask.failure(ExportModel(model.id, str(tmp_path / "no" / "folder" / "x.d2pack"))).code == "output"
    assert ask.worker.pid == pid
    assert ask(ListModels()) == (model,)


def test_that_a_library_that_cannot_be_written_is_said(start: Callable[..., Librarian], theirs: Path) -> None:
    folder = user_folders().models
    folder.parent.mkdir(parents=True)
    folder.write_bytes(b"no folder")
    assert start().failure(import_of(theirs)).code == "output"


def test_that_of_several_models_those_that_are_whole_are_installed(
    start: Callable[..., Librarian], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        write_model(tmp_path / "several" / name)
    weights = tmp_path / "several" / "two" / "model_final.pth"
    other = write_model(tmp_path / "other", "cascade")[1]
    shutil.copyfile(other, weights)
    taken: TakenIn = start()(ImportModels(str(tmp_path / "several")))
    assert len(taken.models) == 1
    ((place, failure),) = taken.failures
    assert failure.context["model"] == "two"
    assert place == str(tmp_path / "several" / "two")
    assert failure.code == "weights-mismatch"


def test_that_what_was_noticed_in_a_model_is_told(start: Callable[..., Librarian], theirs: Path) -> None:
    ask = start()
    taken: TakenIn = ask(import_of(theirs))
    assert "The names of the classes are not known; they are called by their numbers." in taken.notes
    assert ask(import_of(theirs)).notes == ("My model was there already, and stays as it is.",)


def test_that_a_model_is_taken_with_the_classes_of_its_weights_and_names_of_a_file(
    start: Callable[..., Librarian], theirs: Path, tmp_path: Path
) -> None:
    config = theirs / "config.yaml"
    config.write_text(config.read_text().replace("    NUM_CLASSES: 3\n", "    NUM_CLASSES: 80\n"))
    names = tmp_path / "names.txt"
    names.write_text("Text\nTitle\nTable\nStamp\n")
    ask = start()
    failure = ask.failure(ImportModels(str(theirs)))
    assert failure.code == "weights-mismatch"
    taken: TakenIn = ask(ImportModels(str(theirs), class_count=int(failure.context["class_count"]), labels=str(names)))
    assert taken.models[0].class_names == ("Text", "Title", "Table")
    assert "The model has 3 classes and names.txt has 4 names; names not used: 1." in taken.notes


def test_that_classes_are_for_one_model(start: Callable[..., Librarian], tmp_path: Path) -> None:
    several = tmp_path / "several"
    write_model(several / "one")
    write_model(several / "two")
    ask = start()
    for wish in (ImportModels(str(several), class_count=3), ImportModels(str(several), labels=str(tmp_path / "x"))):
        failure = ask.failure(wish)
        assert (failure.code, "2 were found" in failure.message) == ("usage", True)
    assert ask(ListModels()) == ()


def test_that_names_for_classes_are_read_from_a_file(start: Callable[..., Librarian], tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    path.write_text('{"1": "Text", "2": {"name": "Title", "colour": "#000000"}}')
    ask = start(python_child(tmp_path, LACK))  # needs no PyTorch
    names, notes = ask(ReadClassNames(str(path), 2))
    assert names == ("Text", "Title")
    assert len(notes) == 1
    assert "numbered from 1" in notes[0]
    assert ask.failure(ReadClassNames(str(tmp_path / "nowhere.json"), 2)).code == "usage"


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_that_what_a_killed_child_left_is_swept_and_what_was_removed_stays(
    start: Callable[..., Librarian], theirs: Path, tmp_path: Path
) -> None:
    sign = tmp_path / "sign"
    ask = start(python_child(tmp_path, ENDLESS.format(sign=str(sign))))
    (model,) = ask(import_of(theirs)).models
    removed = ask(RemoveModel(model.id))
    sign.touch()

    def kill(stage: str, fraction: float) -> None:
        if stage == "convert":
            assert ask.worker.pid is not None
            os.kill(ask.worker.pid, signal.SIGKILL)

    with pytest.raises(WorkerCrashed):
        ask(import_of(theirs), Control(kill))
    (coming,) = user_folders().models.glob("d2studio-*/coming")
    assert ask(ListModels()) == ()  # by another child
    assert not coming.exists()
    assert ask(RestoreModel(removed)) == model
    assert ask(ListModels()) == (model,)


def test_that_work_that_does_not_stop_is_ended_and_leaves_nothing(
    start: Callable[..., Librarian], theirs: Path, tmp_path: Path
) -> None:
    sign = tmp_path / "sign"
    sign.touch()
    ask = start(python_child(tmp_path, ENDLESS.format(sign=str(sign))))
    control = Control(lambda stage, fraction: control.cancel() if stage == "convert" else None)
    with pytest.raises(Cancelled):
        ask(import_of(theirs), control)
    assert ask(ListModels()) == ()
    assert leftovers() == []


def test_that_models_in_other_programs_caches_are_told_and_adopted(
    start: Callable[..., Librarian], theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    config, weights = (theirs / name for name in ("config.yaml", "model_final.pth"))
    at = layout_parser(tmp_path / "home", config.read_bytes(), weights.read_bytes())
    damaged = layout_parser(tmp_path / "home", PAGE, weights.read_bytes(), 1)
    write_small_catalogue(tmp_path / "catalogue", weights.stat().st_size)
    ask = start(python_child(tmp_path, SMALL_LIBRARY.format(folder=str(tmp_path / "catalogue"))))
    (adopted,) = ask(AdoptModel("publaynet-faster-rcnn-r-50-fpn-3x")).models
    assert (adopted.catalogue_id, adopted.origin) == ("publaynet-faster-rcnn-r-50-fpn-3x", "cache")
    assert all(path.exists() for path in at)
    cached: CachedModels = ask(FindCachedModels())
    assert cached.models == (CachedModel(adopted.catalogue_id, adopted.name, str(at[1])),)
    (unusable,) = cached.unusable
    assert unusable.path == damaged[0]
    assert ask(AdoptModel(adopted.catalogue_id)).models == (adopted,)
    assert ask(ListModels()) == (adopted,)
    failure = ask.failure(AdoptModel(unusable.catalogue_id))
    assert (failure.code, failure.problems) == ("usage", (unusable.reason,))


def test_that_a_missing_library_is_said_where_weights_are_read(
    start: Callable[..., Librarian], theirs: Path, tmp_path: Path
) -> None:
    ask = start(python_child(tmp_path, LACK))
    assert ask(ListModels()) == ()
    failure = ask.failure(import_of(theirs))
    assert failure.code == "library"
    assert failure.context["library"] == "torch"


MODEL = InstalledModel("a", Path("/b"), "A", class_names=("x",), class_colours={0: (1, 2, 3)}, size=7)
CACHED = CachedModels((CachedModel("a", "A", "/b", ("so",)),), (Unusable(Path("/c"), "It is damaged.", "a"),))
TRANSFER = Transfer(1, None, 2.5, None, "host")
VALUES: list[tuple[Any, Callable[[Any], Any], Callable[[object], object]]] = [
    (MODEL, model_to_wire, model_from_wire),
    (replace(MODEL, class_colours=None), model_to_wire, model_from_wire),
    (TRANSFER, transfer_to_wire, transfer_from_wire),
    (replace(TRANSFER, total=5, seconds_left=3.0), transfer_to_wire, transfer_from_wire),
    (Removed("a", "A", Path("/b")), removed_to_wire, removed_from_wire),
    (CACHED, cached_to_wire, cached_from_wire),
    (TakenIn((MODEL,), ("so",), (("/p", Failure("usage", "No.")),)), taken_in_to_wire, taken_in_from_wire),
]


@pytest.mark.parametrize(("value", "write", "read"), VALUES)
def test_that_values_arrive_as_they_were_sent_or_not_at_all(
    value: object, write: Callable[[object], Message], read: Callable[[object], object]
) -> None:
    message = from_line(to_line(write(value)))
    assert read(message) == value
    for key in message.keys() - {"v"}:
        with pytest.raises(WireError):
            read({**message, key: True})


@pytest.mark.parametrize(("key", "nonsense"), [("done", -1), ("total", -1), ("waits_s", -0.5), ("seconds_left", -1)])
def test_that_less_than_nothing_is_refused(key: str, nonsense: float) -> None:
    with pytest.raises(WireError, match="than no"):
        transfer_from_wire({**transfer_to_wire(TRANSFER), key: nonsense})


def test_that_the_model_that_comes_with_the_program_is_told_of(start: Callable[..., Librarian]) -> None:
    bundled: InstalledModel = start()(AboutBundled())
    assert bundled.name == "d2studio-layout"
    assert bundled.problem == ""
    assert bundled.licence
    assert "Table" in bundled.class_names
