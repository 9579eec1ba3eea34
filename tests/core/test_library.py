"""The models installed on a machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from d2studio.control import Control
from d2studio.core.library import ModelLibrary
from d2studio.core.model_folder import CLASSES_FILE, CONFIG_FILE, WEIGHTS_FILE
from d2studio.core.model_pack import read_pack, write_pack
from d2studio.engine.inspect import describe
from d2studio.engine.loading import load_model
from d2studio.engine.model_card import CARD_FILE
from d2studio.errors import Cancelled, CheckpointMismatch, OutputError, UsageError
from tests.core.library_models import found, write_model


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(tmp_path / "library" / "models")


def test_that_a_library_without_a_folder_is_empty_and_makes_none(library: ModelLibrary) -> None:
    assert library.models() == ()
    assert library.find("anything") is None
    library.sweep()
    library.close()
    assert not library.folder.exists()


def test_that_an_installed_model_is_whole_and_tells_where_it_is_from(library: ModelLibrary, tmp_path: Path) -> None:
    model = library.install(found(tmp_path / "theirs", "My Model (2)", card={"licence": "MIT"}))
    assert model.id == "my-model-2"
    assert model.name == "My Model (2)"
    assert model.licence == "MIT"
    assert model.origin == "files"
    assert model.place == str(tmp_path / "theirs")
    assert model.kind == "Faster R-CNN, ResNet-18 FPN"
    assert model.class_names == ("class 0", "class 1", "class 2")
    assert model.problem == ""
    assert model.size > 100_000
    assert {path.name for path in model.folder.iterdir()} == {CONFIG_FILE, WEIGHTS_FILE, CLASSES_FILE, CARD_FILE}
    assert library.models() == (model,)
    assert library.verify(model.id) == ()


def test_that_an_installed_model_needs_nothing_of_what_it_was_made_of(library: ModelLibrary, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    config, weights = write_model(theirs)
    before = describe(config, weights)
    model = library.install(found(theirs))
    for path in theirs.iterdir():
        path.unlink()
    after = load_model(model.folder).description
    assert after.verdict == "fits"
    assert after.weights_format == "safetensors"
    assert (after.architecture, after.class_count, after.parameters) == (
        before.architecture,
        before.class_count,
        before.parameters,
    )


def test_that_the_same_files_are_installed_once(library: ModelLibrary, tmp_path: Path) -> None:
    first = library.install(found(tmp_path / "theirs"))
    again = library.install(found(tmp_path / "theirs", "Another name"))
    assert again == first
    assert len(library.models()) == 1


def test_that_a_pack_that_was_made_here_is_no_second_model(library: ModelLibrary, tmp_path: Path) -> None:
    theirs = found(tmp_path / "theirs", papers=(_paper(tmp_path),))
    model = library.install(theirs)
    assert (model.folder / "LICENSE").read_text() == "Do as you like."
    pack = tmp_path / "model.d2pack"
    write_pack(model, pack)
    brought = read_pack(pack, tmp_path / "scratch")
    assert library.install(brought) == model
    other = ModelLibrary(tmp_path / "another computer")
    taken = other.install(brought)
    assert (taken.folder / "LICENSE").read_text() == "Do as you like."
    assert other.install(theirs) != model  # it knows the pack, not what the pack was made of
    assert len(other.models()) == 2


def _paper(folder: Path) -> Path:
    path = folder / "LICENSE"
    path.write_text("Do as you like.")
    return path


def test_that_models_of_one_name_get_ids_of_their_own(library: ModelLibrary, tmp_path: Path) -> None:
    first = library.install(found(tmp_path / "a"))
    second = library.install(found(tmp_path / "b", kind="retinanet"))
    assert (first.id, second.id) == ("my-model", "my-model-2")
    assert (first.name, second.name) == ("My model", "My model (2)")
    assert library.find("my-model-2") == second
    assert library.find("My model") == first
    for name in ("my MODEL", " My model "):
        with pytest.raises(UsageError, match=f"^Another model is called '{name.strip()}'"):
            library.rename(second.id, name)
    library.rename(second.id, "my model (2)")  # its own
    library.rename(second.id, "Yours")
    renamed = library.find("yours")
    assert renamed is not None
    assert renamed.id == "my-model-2"


@pytest.mark.parametrize("name", ["../up", "C:\\evil", "con", "a\0b", "   ", "日本語", "x" * 300, "d2studio-1-a"])
def test_that_odd_names_become_harmless_ids(library: ModelLibrary, tmp_path: Path, name: str) -> None:
    model = library.install(found(tmp_path / "theirs", name))
    assert model.folder.parent == library.folder
    assert model.name == name
    assert library.models() == (model,)
    ModelLibrary(library.folder).sweep()
    assert library.models() == (model,)


def test_that_weights_that_do_not_fit_leave_nothing(library: ModelLibrary, tmp_path: Path) -> None:
    config, _ = write_model(tmp_path / "a")
    _, weights = write_model(tmp_path / "b", "retinanet")
    weights.replace(tmp_path / "a" / "model_final.pth")
    theirs = found(tmp_path / "c")
    with pytest.raises(CheckpointMismatch):
        library.install(type(theirs)(config, tmp_path / "a" / "model_final.pth", "x", theirs.origin, "there"))
    assert library.models() == ()
    library.close()
    assert list(library.folder.parent.rglob("*.safetensors")) == []


def test_that_an_installation_can_be_stopped_at_any_stage(library: ModelLibrary, tmp_path: Path) -> None:
    model = found(tmp_path / "theirs")
    stages: list[str] = []
    library.install(model, Control(lambda stage, _: stages.append(stage)))
    library.remove("my-model")
    assert {"hash", "weights", "convert", "finish"} <= set(stages)
    for last in dict.fromkeys(stages):
        with pytest.raises(Cancelled):
            library.install(model, _StopAt(last))
        assert library.models() == ()
    library.close()
    assert list(library.folder.iterdir()) == []


class _StopAt(Control):
    """Is cancelled when a stage begins."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage

    def tick(self, stage: str, fraction: float = 0.0) -> None:
        if stage == self._stage:
            self.cancel()
        super().tick(stage, fraction)


def test_that_a_changed_file_is_noticed(library: ModelLibrary, tmp_path: Path) -> None:
    model = library.install(found(tmp_path / "theirs"))
    content = bytearray((model.folder / WEIGHTS_FILE).read_bytes())
    content[-5] ^= 1
    (model.folder / WEIGHTS_FILE).write_bytes(content)
    (model.folder / CONFIG_FILE).unlink()
    assert library.verify(model.id) == (
        "model.safetensors is not what was installed",
        "config.yaml cannot be read (No such file or directory)",
    )
    broken = library.find(model.id)
    assert broken is not None
    assert broken.problem.endswith("config.yaml is missing.")


def test_that_a_broken_card_hides_no_other_model(library: ModelLibrary, tmp_path: Path) -> None:
    library.install(found(tmp_path / "a"))
    other = library.install(found(tmp_path / "b", "Other", kind="mask"))
    (other.folder / CARD_FILE).write_text("{")
    listed = {model.id: model.problem for model in library.models()}
    assert listed["my-model"] == ""
    assert "is not JSON" in listed["other"]


def test_that_classes_can_be_called_and_coloured_otherwise(library: ModelLibrary, tmp_path: Path) -> None:
    theirs = found(tmp_path / "theirs", card={"thresholds": {"class 0": 0.7, "class 2": 0.4}})
    model = library.install(theirs)
    library.set_classes(model.id, ["Text", "class 1", "Table"], {2: (1, 2, 255)})
    changed = library.find(model.id)
    assert changed is not None
    assert changed.class_names == ("Text", "class 1", "Table")
    assert changed.class_colours == {2: (1, 2, 255)}
    assert library.verify(model.id) == ()
    assert load_model(model.folder).description.thresholds == {0: 0.7, 2: 0.4}


@pytest.mark.parametrize(
    ("names", "complaint"),
    [(["a", "b"], "3 classes, and 2 names"), (["a", " ", "c"], "Class 1 has no name"), (["a", "b", "a"], "'a'")],
)
def test_that_names_that_make_no_sense_are_refused(
    library: ModelLibrary, tmp_path: Path, names: list[str], complaint: str
) -> None:
    model = library.install(found(tmp_path / "theirs"))
    with pytest.raises(UsageError, match=complaint):
        library.set_classes(model.id, names, {})
    assert library.models() == (model,)


def test_that_removing_can_be_undone_until_the_library_is_closed(library: ModelLibrary, tmp_path: Path) -> None:
    model = library.install(found(tmp_path / "a"))
    removed = library.remove(model.id)
    assert library.models() == ()
    other = library.install(found(tmp_path / "b", kind="mask"))
    assert other.id == "my-model"
    restored = library.restore(removed)
    assert (restored.id, restored.name) == ("my-model-2", "My model (2)")
    assert library.verify(restored.id) == ()
    library.remove(restored.id)
    library.close()
    assert [path.name for path in library.folder.iterdir()] == ["my-model"]


def test_that_thresholds_go_with_their_classes_where_these_are_called_otherwise(
    library: ModelLibrary, tmp_path: Path
) -> None:
    labels = tmp_path / "names.txt"
    labels.write_text("Text\nTitle\nTable\n")
    card: dict[str, object] = {"thresholds": {"class 0": 0.7, "class 2": 0.4}}
    theirs = found(tmp_path / "theirs", card=card, classes=labels)
    (tmp_path / "theirs" / CARD_FILE).write_text(json.dumps(card))
    model = library.install(theirs)
    description = load_model(model.folder).description
    assert (description.class_names, description.thresholds) == (("Text", "Title", "Table"), {0: 0.7, 2: 0.4})


@pytest.mark.parametrize("name", ["", "nothing", "../models", "."])
def test_that_what_is_not_installed_cannot_be_removed(library: ModelLibrary, tmp_path: Path, name: str) -> None:
    library.install(found(tmp_path / "theirs"))
    with pytest.raises(UsageError, match="is installed"):
        library.remove(name)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_that_a_folder_that_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(OutputError):
        ModelLibrary(locked / "models").install(found(tmp_path / "theirs"))


_KILL = """
import os, random, signal, sys, time
from pathlib import Path
import torch
from d2studio.core.found_model import FoundModel, Origin
from d2studio.core.library import ModelLibrary
import d2studio.engine.conversion, d2studio.engine.fit, d2studio.engine.inspect

folder, theirs, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
found = FoundModel(theirs / "config.yaml", theirs / "model_final.pth", "My model", Origin.FILES, "there")
random.seed(count)
outcomes = {"none": 0, "whole": 0, "left over": 0}
for _ in range(count):
    child = os.fork()
    if child == 0:
        library = ModelLibrary(folder)
        while True:
            library.remove(library.install(found).id)
    time.sleep(random.uniform(0, 0.8))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    outcomes["left over"] += any(path.name.startswith("d2studio-") for path in folder.glob("*"))
    library = ModelLibrary(folder)
    library.sweep()
    models = library.models()
    assert {path.name for path in folder.glob("*")} == {model.id for model in models}, list(folder.glob("*"))
    for model in models:
        assert not model.problem and library.verify(model.id) == (), model
        library.remove(model.id)
    library.close()
    outcomes["whole" if models else "none"] += 1
print(outcomes["none"], outcomes["whole"], outcomes["left over"])
"""


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_that_a_kill_at_any_moment_leaves_no_half_model(library: ModelLibrary, tmp_path: Path) -> None:
    write_model(tmp_path / "theirs")
    kills = 150
    command = [sys.executable, "-c", _KILL, str(library.folder), str(tmp_path / "theirs"), str(kills)]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=880)
    assert done.returncode == 0, done.stderr
    without, whole, left_over = map(int, done.stdout.split())
    assert without  # else nothing was tested
    assert left_over
    assert without + whole == kills


def test_that_a_model_of_the_catalogue_takes_the_place_of_its_broken_self(
    library: ModelLibrary, tmp_path: Path
) -> None:
    theirs = found(tmp_path / "theirs", catalogue_id="of-the-catalogue")
    model = library.install(theirs)
    (model.folder / WEIGHTS_FILE).unlink()
    assert library.model(model.id).problem
    again = library.install(theirs)
    assert again.id == model.id
    assert library.models() == (again,)
    assert library.verify(again.id) == ()
    library.close()
    assert [path.name for path in library.folder.iterdir()] == [model.id]


@pytest.mark.parametrize("harm", ["weights", "config", "classes", "missing"])
@pytest.mark.parametrize("by_pack", [False, True])
def test_that_a_damaged_model_is_repaired_by_installing_it_again(
    library: ModelLibrary, tmp_path: Path, harm: str, by_pack: bool
) -> None:
    theirs = found(tmp_path / "theirs", card={"thresholds": {"class 0": 0.7}, "licence": "MIT"})
    (tmp_path / "theirs" / CARD_FILE).write_text(json.dumps(theirs.card))
    model = library.install(theirs)
    library.rename(model.id, "Ours")
    library.set_classes(model.id, ["Text", "Title", "Table"], {2: (1, 2, 255)})
    pack = tmp_path / "model.d2pack"
    write_pack(library.model(model.id), pack)
    _harm(model.folder, harm)
    notes: list[str] = []
    brought = read_pack(pack, tmp_path / "scratch") if by_pack else theirs
    repaired = library.install(brought, on_note=notes.append)
    assert library.models() == (repaired,)
    assert (repaired.id, repaired.name, repaired.licence, repaired.problem) == (model.id, "Ours", "MIT", "")
    assert library.verify(repaired.id) == ()
    if harm == "classes" and not by_pack:
        assert repaired.class_names == ("class 0", "class 1", "class 2")
    else:
        assert repaired.class_names == ("Text", "Title", "Table")
        assert repaired.class_colours == {2: (1, 2, 255)}
    assert load_model(repaired.folder).description.thresholds == {0: 0.7}
    assert "Ours was damaged, and was repaired." in notes
    library.close()
    assert [path.name for path in library.folder.iterdir()] == [model.id]


def _harm(folder: Path, what: str) -> None:
    if what == "weights":
        content = bytearray((folder / WEIGHTS_FILE).read_bytes())
        content[-5] ^= 1
        (folder / WEIGHTS_FILE).write_bytes(content)
    elif what == "config":
        (folder / CONFIG_FILE).write_text((folder / CONFIG_FILE).read_text() + "\n")
    elif what == "classes":
        (folder / CLASSES_FILE).write_text("{")
    else:
        (folder / WEIGHTS_FILE).unlink()


def test_that_labels_for_a_model_that_is_there_are_used(library: ModelLibrary, tmp_path: Path) -> None:
    theirs = found(tmp_path / "theirs")
    model = library.install(theirs)
    library.set_classes(model.id, model.class_names, {2: (1, 2, 255)})
    labels = tmp_path / "names.txt"
    labels.write_text("Text\nTitle\nTable\nStamp\n")
    notes: list[str] = []
    again = library.install(theirs, labels=labels, on_note=notes.append)
    assert again.class_names == ("Text", "Title", "Table")
    assert again.class_colours == {2: (1, 2, 255)}
    assert library.models() == (again,)
    assert notes[0] == "My model was there already; its classes have the names of names.txt now."
    assert "names not used: 1" in notes[1]
    assert library.install(theirs).class_names == ("Text", "Title", "Table")


def test_that_a_library_that_is_no_folder_is_told_of(library: ModelLibrary) -> None:
    library.folder.parent.mkdir(parents=True)
    library.folder.write_bytes(b"no folder")
    with pytest.raises(OutputError, match="models cannot be looked into: Not a directory"):
        library.models()
