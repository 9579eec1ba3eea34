"""Finding models in what people bring."""

import hashlib
import json
import os
import pickle
import random
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from d2studio.control import Control
from d2studio.core import catalogue
from d2studio.core.found_model import FoundModel, Origin
from d2studio.core.library import ModelLibrary
from d2studio.core.model_sources import find_models
from d2studio.errors import Cancelled, ConfigError, D2StudioError, OutputError, UsageError, WeightsError
from tests.core.library_models import write_model
from tests.core.small_catalogue import small_catalogue
from tests.engine.small_models import small_config


@pytest.fixture(scope="module")
def real_model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A config and weights that can be installed, of 45 MB."""
    return write_model(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A config and weights that look like a model as long as nobody reads them."""
    folder = tmp_path_factory.mktemp("model")
    (folder / "config.yaml").write_text(small_config("faster").dump())
    torch.save({"model": {"a": torch.rand(20_000)}}, folder / "model_final.pth")
    return folder / "config.yaml", folder / "model_final.pth"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path / "scratch"


def put(model: tuple[Path, Path], folder: Path, config: str = "config.yaml", weights: str = "model_final.pth") -> None:
    """Copies of the model under other names; an empty name leaves one out."""
    folder.mkdir(parents=True, exist_ok=True)
    for source, name in zip(model, (config, weights), strict=True):
        if name:
            shutil.copyfile(source, folder / name)


def only(found: tuple[FoundModel, ...]) -> FoundModel:
    assert len(found) == 1
    return found[0]


# Pairs ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_swapped", [False, True])
def test_that_a_pair_is_found_either_way_round(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path, is_swapped: bool
) -> None:
    put(model, tmp_path / "invoices", "a.txt", "b.bin")
    config, weights = tmp_path / "invoices" / "a.txt", tmp_path / "invoices" / "b.bin"
    found = only(
        find_models(weights, scratch, weights=config) if is_swapped else find_models(config, scratch, weights=weights)
    )
    assert (found.config, found.weights, found.origin) == (config, weights, Origin.FILES)
    assert found.place == str(config)
    assert not scratch.exists()


@pytest.mark.parametrize("named", ["config.yaml", "model_final.pth"])
def test_that_one_of_a_pair_brings_the_other(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path, named: str
) -> None:
    put(model, tmp_path / "invoices")
    found = only(find_models(tmp_path / "invoices" / named, scratch))
    assert (found.config.name, found.weights.name, found.name) == ("config.yaml", "model_final.pth", "invoices")
    assert found.notes == ()


@pytest.mark.parametrize("named", ["b.yaml", "b.pth"])
def test_that_the_partner_of_the_same_name_is_taken(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path, named: str
) -> None:
    put(model, tmp_path / "many", "a.yaml", "a.pth")
    put(model, tmp_path / "many", "b.yaml", "b.pth")
    found = only(find_models(tmp_path / "many" / named, scratch))
    assert (found.config.name, found.weights.name, found.name) == ("b.yaml", "b.pth", "b")


def test_that_weights_with_a_query_in_their_name_are_found(
    real_model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    put(real_model, tmp_path / "cache", "config.yml?dl=1", "model_final.pth?dl=1")
    found = only(find_models(tmp_path / "cache" / "config.yml?dl=1", scratch))
    assert found.weights.name == "model_final.pth?dl=1"
    assert ModelLibrary(tmp_path / "models").install(found).problem == ""


def test_that_a_partner_that_is_missing_or_not_clear_is_said(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    put(model, tmp_path / "a", weights="")
    with pytest.raises(UsageError, match=r"weights that belong to config\.yaml are missing"):
        find_models(tmp_path / "a" / "config.yaml", scratch)
    put(model, tmp_path / "b", config="")
    with pytest.raises(UsageError, match=r"config that belongs to model_final\.pth is missing"):
        find_models(tmp_path / "b" / "model_final.pth", scratch)
    put(model, tmp_path / "c", weights="one.pth")
    put(model, tmp_path / "c", weights="two.pth")
    with pytest.raises(UsageError, match=r"2 weights files: one\.pth, two\.pth"):
        find_models(tmp_path / "c" / "config.yaml", scratch)
    put(model, tmp_path / "d", "one.yaml")
    put(model, tmp_path / "d", "two.yaml")
    with pytest.raises(UsageError, match=r"2 configs: one\.yaml, two\.yaml"):
        find_models(tmp_path / "d" / "model_final.pth", scratch)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("page.png", b"\x89PNG\r\n\x1a\n", "picture"),
        ("model_final.pth", b"<!DOCTYPE html><html>", "web page"),
        ("model_final.pth", b"version https://git-lfs.github.com/spec/v1\nsize 330000000\n", "LFS"),
        ("model_final.pth", b"", "empty"),
        ("model.7z", b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        ("model.tar.gz", b"\x1f\x8b", "gzip"),
        ("config.txt", b"MODEL:\n  DEVICE: cpu\n", "config, not weights"),
    ],
)
def test_that_what_is_no_model_is_named(
    tmp_path: Path, scratch: Path, name: str, content: bytes, complaint: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WeightsError, match=complaint) as raised:
        find_models(tmp_path / name, scratch)
    assert str(raised.value).startswith(name)


@pytest.mark.parametrize(("name", "kind"), [("good.zip", "zip"), ("good.d2pack", "zip"), ("good", "folder")])
def test_that_weights_beside_what_holds_a_model_are_refused(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path, name: str, kind: str
) -> None:
    brought = tmp_path / name
    if kind == "folder":
        brought.mkdir()
    else:
        brought.write_bytes(b"PK")
    for pair in ((brought, model[1]), (model[1], brought)):
        with pytest.raises(UsageError, match=f"^{name} is a {kind}, and config and weights are two files"):
            find_models(pair[0], scratch, weights=pair[1])


def test_that_what_is_not_there_or_no_file_is_said(tmp_path: Path, scratch: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "nowhere", Path("a\0b"), tmp_path / "pipe"):
        with pytest.raises(UsageError, match="no such file"):
            find_models(path, scratch)


def test_that_classes_beside_a_pair_are_taken_if_they_are_some(
    real_model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    put(real_model, tmp_path)
    (tmp_path / "label_map.json").write_text('{"1": "Text", "2": "Title", "3": "Table"}')
    found = only(find_models(tmp_path / "config.yaml", scratch))
    assert found.classes == tmp_path / "label_map.json"
    assert ModelLibrary(tmp_path / "models").install(found).class_names == ("Text", "Title", "Table")
    (tmp_path / "label_map.json").write_text('{"annotations": []}')
    found = only(find_models(tmp_path / "config.yaml", scratch))
    assert found.classes is None
    assert found.notes[0].startswith("label_map.json was passed over")


# Folders --------------------------------------------------------------------------------------------------------------


def test_that_the_output_of_a_training_is_a_model(model: tuple[Path, Path], tmp_path: Path, scratch: Path) -> None:
    run = tmp_path / "run7"
    for name in ("model_0004999.pth", "model_0009999.pth", "model_final.pth"):
        put(model, run, weights=name)
    (run / "last_checkpoint").write_text("model_final.pth")
    (run / "metrics.json").write_text("{}")
    put(model, run / "inference", config="", weights="instances_predictions.pth")
    found = only(find_models(run, scratch))
    assert (found.weights.name, found.name, found.origin, found.place) == (
        "model_final.pth",
        "run7",
        Origin.FOLDER,
        str(run),
    )
    assert found.notes == ("Of 3 weights files model_final.pth was taken, which training writes at its end.",)


@pytest.mark.parametrize("pointer", ["model_0004999.pth", "./output/model_0004999.pth\n", "C:\\out\\model_0004999.pth"])
def test_that_a_training_that_was_stopped_gives_its_newest_weights(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path, pointer: str
) -> None:
    for name in ("model_0004999.pth", "model_0009999.pth"):
        put(model, tmp_path / "run", weights=name)
    (tmp_path / "run" / "last_checkpoint").write_text(pointer)
    found = only(find_models(tmp_path / "run", scratch))
    assert found.weights.name == "model_0004999.pth"
    assert "last_checkpoint" in found.notes[0]
    (tmp_path / "run" / "last_checkpoint").write_bytes(b"\xff\0" * 1000)
    with pytest.raises(UsageError, match="2 weights files"):
        find_models(tmp_path / "run", scratch)


def test_that_a_final_model_older_than_the_newest_weights_is_mentioned(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    for name in ("model_final.pth", "model_0019999.pth"):
        put(model, tmp_path / "run", weights=name)
    (tmp_path / "run" / "last_checkpoint").write_text("model_0019999.pth")
    assert "model_0019999" in only(find_models(tmp_path / "run", scratch)).notes[0]


def test_that_configs_that_others_build_on_are_not_counted(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    put(model, tmp_path / "run", "Base.yaml")
    (tmp_path / "run" / "own.yaml").write_text('_BASE_: "./Base.yaml"\nMODEL:\n  MASK_ON: false\n')
    assert only(find_models(tmp_path / "run", scratch)).config.name == "own.yaml"
    put(model, tmp_path / "run", "third.yaml", "")
    with pytest.raises(UsageError, match=r"holds 2 configs: own\.yaml, third\.yaml"):
        find_models(tmp_path / "run", scratch)


def test_that_all_models_below_a_folder_are_found(model: tuple[Path, Path], tmp_path: Path, scratch: Path) -> None:
    put(model, tmp_path / "all" / "Invoices" / "faster", "config.yml")
    put(model, tmp_path / "all" / "Letters" / "mask", "config.yml")
    put(model, tmp_path / "all" / ".git", "config.yml")
    (tmp_path / "all" / "loop").symlink_to(tmp_path / "all")
    found = find_models(tmp_path / "all", scratch)
    assert [each.name for each in found] == ["faster", "mask"]
    assert found[1].place == str(tmp_path / "all" / "Letters" / "mask")


def test_that_config_and_weights_may_lie_in_folders_of_their_own(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    put(model, tmp_path / "mine" / "configs", weights="")
    put(model, tmp_path / "mine" / "weights", config="")
    found = only(find_models(tmp_path / "mine", scratch))
    assert (found.config.parent.name, found.weights.parent.name, found.name) == ("configs", "weights", "mine")


def test_that_a_folder_without_a_model_says_what_is_missing(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    with pytest.raises(UsageError, match="holds no model"):
        find_models(tmp_path, scratch)
    put(model, tmp_path, weights="")
    with pytest.raises(UsageError, match=r"a config \(config\.yaml\) but no weights"):
        find_models(tmp_path, scratch)


def test_that_a_model_folder_brings_its_card_and_papers(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    folder = tmp_path / "theirs"
    put(model, folder)
    (folder / "LICENSE").write_text("free")
    digest = hashlib.sha256((folder / "config.yaml").read_bytes()).hexdigest()
    card = {"name": "Letters", "licence": "MIT", "sha256": {"config.yaml": digest}, "source": {"place": "x"}}
    (folder / "model.json").write_text(json.dumps(card))
    found = only(find_models(folder, scratch))
    assert found.name == "Letters"
    assert found.card == {"name": "Letters", "licence": "MIT", "original": {"place": "x"}}
    assert found.papers == (folder / "LICENSE",)
    (folder / "config.yaml").write_text("MODEL: {}\n")
    with pytest.raises(WeightsError, match=r"config\.yaml is not what model\.json beside it says"):
        find_models(folder, scratch)
    (folder / "model.json").write_text("[" * 10**5)
    with pytest.raises(UsageError, match="is not JSON"):
        find_models(folder, scratch)


def test_that_a_folder_of_very_many_files_is_not_searched(tmp_path: Path, scratch: Path) -> None:
    for number in range(2001):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(UsageError, match="too many"):
        find_models(tmp_path, scratch)


# The catalogue --------------------------------------------------------------------------------------------------------

ZOO_NAME = "model_final_280758.pkl"  # of COCO's Faster R-CNN R50-FPN 3x


@pytest.fixture
def zoo_weights(model: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Small weights that a catalogue of the usual shape has the MD5 of."""
    resources = tmp_path / "catalogue"
    shutil.copytree(catalogue.FOLDER, resources)
    listed = resources / "detectron2.json"
    prefix = hashlib.md5(model[1].read_bytes(), usedforsecurity=False).hexdigest()[:6]
    listed.write_text(listed.read_text().replace('"md5_prefix": "280758"', f'"md5_prefix": "{prefix}"'))
    monkeypatch.setattr(catalogue, "FOLDER", resources)
    caches = (catalogue.catalogue, catalogue._by_name, catalogue._by_old_path)
    for cached in caches:
        cached.cache_clear()
    put(model, tmp_path / "downloads", config="", weights=ZOO_NAME)
    yield tmp_path / "downloads" / ZOO_NAME
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("name", [ZOO_NAME, "renamed.pkl"])
def test_that_weights_of_the_zoo_need_no_config(zoo_weights: Path, scratch: Path, name: str) -> None:
    weights = zoo_weights.rename(zoo_weights.with_name(name))
    for brought in (weights, weights.parent):
        found = only(find_models(brought, scratch))
        assert found.catalogue_id == "coco-detection-faster-rcnn-r-50-fpn-3x"
        assert found.name == "COCO: Faster R-CNN, ResNet-50 FPN, 3x"
        assert "Base-RCNN-FPN" in found.config.read_text()
        assert found.card["licence"] == "CC BY-SA 3.0"
        assert found.classes is not None
        assert json.loads(found.classes.read_text())[:2] == ["person", "bicycle"]


def test_that_weights_that_are_only_called_like_the_zoos_are_refused(zoo_weights: Path, scratch: Path) -> None:
    content = bytearray(zoo_weights.read_bytes())
    content[1000] ^= 1
    zoo_weights.write_bytes(content)
    with pytest.raises(WeightsError, match=r"is called like the weights of COCO: .* its MD5 begins with"):
        find_models(zoo_weights.parent, scratch)
    with pytest.raises(WeightsError, match="its MD5 begins with"):
        find_models(zoo_weights, scratch)


def test_that_a_config_beside_weights_called_like_the_zoos_is_believed(
    zoo_weights: Path, model: tuple[Path, Path], scratch: Path
) -> None:
    with zoo_weights.open("ab") as file:
        file.write(b"x")
    put(model, zoo_weights.parent, weights="")
    found = only(find_models(zoo_weights.parent, scratch))
    assert found.catalogue_id == ""
    assert "is called like the weights of COCO" in found.notes[0]


def test_that_a_copy_of_the_hub_is_recognised_by_its_folders(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    copy = tmp_path / "clone" / "PrimaLayout" / "mask_rcnn_R_50_FPN_3x"
    put(model, copy, "config.yml")
    with small_catalogue(tmp_path / "catalogue", model[1].stat().st_size):
        found = only(find_models(tmp_path / "clone", scratch))
        assert found.catalogue_id == "primalayout-mask-rcnn-r-50-fpn-3x"
        assert found.name == "PrimaLayout: Mask R-CNN, ResNet-50 FPN"
        (copy / "config.yml").unlink()
        with pytest.raises(UsageError, match=r"known as the weights of PrimaLayout.*config is missing") as raised:
            find_models(tmp_path / "clone", scratch)
    assert "d2studio models install primalayout-mask-rcnn-r-50-fpn-3x" in raised.value.hint


# Zips -----------------------------------------------------------------------------------------------------------------


def zipped(path: Path, members: dict[str, bytes | Path], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content if isinstance(content, bytes) else content.read_bytes())
    return path


@pytest.mark.parametrize("folder", ["", "output/", "a/b/c/", "output\\"])
def test_that_a_zip_of_a_model_is_found(model: tuple[Path, Path], tmp_path: Path, scratch: Path, folder: str) -> None:
    members: dict[str, bytes | Path] = {
        f"{folder}config.yaml": model[0],
        f"{folder}model_final.pth": model[1],
        f"{folder}classes.txt": b"Text\nTitle\nTable\n",
        f"{folder}LICENSE": b"free",
        f"__MACOSX/{folder}._config.yaml": b"\0",
        f"__MACOSX/{folder}._model_final.pth": b"\0",
    }
    path = zipped(tmp_path / "invoices.zip", members)
    found = only(find_models(path, scratch))
    assert (found.origin, found.place, found.name) == (Origin.ZIP, str(path), "invoices")
    assert found.weights.read_bytes() == model[1].read_bytes()
    assert [paper.name for paper in found.papers] == ["LICENSE"]
    assert found.classes is not None
    assert found.classes.read_text() == "Text\nTitle\nTable\n"


def test_that_a_model_from_a_zip_can_be_installed(real_model: tuple[Path, Path], tmp_path: Path, scratch: Path) -> None:
    members: dict[str, bytes | Path] = {
        "a/config.yaml": real_model[0],
        "a/model.pth": real_model[1],
        "a/labels.json": b'["x", "y", "z"]',
    }
    found = only(find_models(zipped(tmp_path / "a.zip", members, zipfile.ZIP_STORED), scratch))
    assert ModelLibrary(tmp_path / "models").install(found).class_names == ("x", "y", "z")


def test_that_all_models_of_a_zip_are_found(model: tuple[Path, Path], tmp_path: Path, scratch: Path) -> None:
    members: dict[str, bytes | Path] = {}
    for folder in ("x/one", "x/two"):
        members |= {f"{folder}/config.yml": model[0], f"{folder}/model_final.pth": model[1]}
    found = find_models(zipped(tmp_path / "a.zip", members), scratch)
    assert [each.name for each in found] == ["one", "two"]
    assert found[0].weights != found[1].weights


def test_that_a_zip_whose_name_does_not_say_so_is_found(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    path = zipped(tmp_path / "download", {"config.yaml": model[0], "model.pth": model[1]})
    assert only(find_models(path, scratch)).origin is Origin.ZIP


def test_that_a_config_in_a_zip_may_build_on_detectron2s_own_alone(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    members: dict[str, bytes | Path] = {"a.yaml": b"_BASE_: ../Base-RCNN-FPN.yaml\n", "a.pth": model[1]}
    assert only(find_models(zipped(tmp_path / "a.zip", members), scratch)).name == "a"
    members |= {"a.yaml": b"_BASE_: mine.yaml\n", "mine.yaml": model[0]}
    with pytest.raises(ConfigError, match=r"a\.yaml builds on another config, 'mine\.yaml'"):
        find_models(zipped(tmp_path / "b.zip", members), scratch)


def test_that_copying_out_of_a_zip_can_be_stopped(model: tuple[Path, Path], tmp_path: Path, scratch: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"config.yaml": model[0], "model.pth": model[1]})
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        find_models(path, scratch, control=control)


def test_that_no_room_for_a_zip_is_said(model: tuple[Path, Path], tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"config.yaml": model[0], "model.pth": model[1]})
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        find_models(path, tmp_path / "file" / "scratch")


# Hostile zips ---------------------------------------------------------------------------------------------------------


def _named(name: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "a") as archive:
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, b"x")

    return write


def _attributes(mode: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "a") as archive:
            info = zipfile.ZipInfo("other.pth")
            info.create_system, info.external_attr = 3, mode << 16
            archive.writestr(info, b"/etc/passwd")

    return write


def _directory(change: Callable[[bytearray, int], None]) -> Callable[[Path], None]:
    """Changes the entry of the weights in the table of contents."""

    def write(path: Path) -> None:
        content = bytearray(path.read_bytes())
        start = struct.unpack_from("<L", content, content.rindex(b"PK\5\6") + 16)[0]
        change(content, content.index(b"PK\1\2", start + 1))
        path.write_bytes(content)

    return write


def _set(offset: int, form: str, value: int) -> Callable[[Path], None]:
    return _directory(lambda content, entry: struct.pack_into(form, content, entry + offset, value))


def _end(offset: int, form: str, value: int) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        content = bytearray(path.read_bytes())
        struct.pack_into(form, content, content.rindex(b"PK\5\6") + offset, value)
        path.write_bytes(content)

    return write


def _added(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "a", method) as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    return write


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.yaml", b"MODEL: {}\n")
        with archive.open("model.pth", "w") as file:
            for _ in range(64):
                file.write(bytes(1 << 20))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "case",
    {
        "up": (_named("../config.yaml"), "no name for a file"),
        "up in the middle": (_named("a/../../b.pth"), "no name for a file"),
        "up with backslashes": (_named("..\\b.pth"), "no name for a file"),
        "absolute": (_named("/etc/cron.d/x"), "no name for a file"),
        "share": (_named("\\\\host\\share\\x.pth"), "no name for a file"),
        "drive": (_named("C:\\evil.dll"), "no name for a file"),
        "stream": (_named("config.yaml:ads"), "no name for a file"),
        "NUL": (_named("x.yaml\0.exe"), "no name for a file"),
        "link": (_attributes(stat.S_IFLNK | 0o777), "a link or a device"),
        "device": (_attributes(stat.S_IFBLK | 0o777), "a link or a device"),
        "pipe": (_attributes(stat.S_IFIFO | 0o777), "a link or a device"),
        "twice": (_added({"model.pth": b"x"}), "twice"),
        "twice, with backslashes": (_added({"a\\x": b"", "a/x": b""}), "twice"),
        "many": (_added({f"{number}.txt": b"" for number in range(300)}), "more than 200"),
        "very many": (_added({f"{number:0200d}": b"" for number in range(5000)}), "cut off or damaged"),
        "bzip2": (_added({"b.pth": b"x" * 99}, zipfile.ZIP_BZIP2), "packed in an unusual way"),
        "lzma": (_added({"b.pth": b"x" * 99}, zipfile.ZIP_LZMA), "packed in an unusual way"),
        "bomb": (_bomb, "weights are not like that"),
        "config bomb": (_added({"classes.json": bytes(1 << 24)}), "weights are not like that"),
        "encrypted": (_set(8, "<H", 1), "encrypted"),
        "strongly encrypted": (_set(8, "<H", 0x40), "damaged"),
        "4 GB packed": (_set(20, "<L", 0xFFFFFFF0), "cannot be"),
        "4 GB unpacked": (_set(24, "<L", 0xFFFFFFF0), "cannot be"),
        "less than there is": (_set(24, "<L", 1000), "cannot be"),
        "beyond the end": (_set(42, "<L", 0xFFFFFF00), "cannot be"),
        "not there": (_set(42, "<L", 5), "damaged"),
        "unknown method": (_set(10, "<H", 97), "packed in an unusual way"),
        "newer zip": (_set(6, "<H", 99), "damaged"),
        "wrong checksum": (_set(16, "<L", 1), "damaged"),
        "long table of contents": (_end(12, "<L", 0x7FFFFFFF), "damaged"),
        "table of contents beyond": (_end(16, "<L", 0xFFFFFF00), "cannot be"),
        "empty": (lambda path: path.write_bytes(b""), "damaged"),
        "no zip": (lambda path: path.write_bytes(b"PK\3\4" + bytes(5000)), "damaged"),
    }.items(),
    ids=lambda case: case[0],
)
def test_that_a_hostile_zip_is_refused_and_writes_nowhere(
    model: tuple[Path, Path],
    tmp_path: Path,
    scratch: Path,
    case: tuple[str, tuple[Callable[[Path], None], str]],
) -> None:
    path = zipped(tmp_path / "a.zip", {"config.yaml": model[0], "model.pth": model[1]}, zipfile.ZIP_STORED)
    _, (spoil, complaint) = case
    spoil(path)
    with pytest.raises(WeightsError, match=complaint):
        find_models(path, scratch)
    assert {file.name for file in tmp_path.iterdir()} <= {"a.zip", "scratch"}
    written = {file.name for file in scratch.rglob("*") if file.is_file()} if scratch.exists() else set()
    assert written <= {"config.yaml", "model.pth"}


def test_that_a_zip_cut_off_anywhere_is_refused(model: tuple[Path, Path], tmp_path: Path, scratch: Path) -> None:
    whole = zipped(tmp_path / "a.zip", {"config.yaml": model[0], "model.pth": model[1]}).read_bytes()
    for tenth in range(10):
        (tmp_path / "b.zip").write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(WeightsError, match="cut off or damaged"):
            find_models(tmp_path / "b.zip", scratch)


def test_that_a_bit_that_flipped_in_the_weights_of_a_zip_is_noticed(
    model: tuple[Path, Path], tmp_path: Path, scratch: Path
) -> None:
    path = zipped(tmp_path / "a.zip", {"config.yaml": model[0], "model.pth": model[1]}, zipfile.ZIP_STORED)
    whole = path.read_bytes()
    for twentieth in range(1, 20):
        content = bytearray(whole)
        content[len(whole) * twentieth // 20] ^= 4
        path.write_bytes(content)
        with pytest.raises(D2StudioError):
            find_models(path, scratch)


def test_that_zips_with_damage_anywhere_end_in_words(model: tuple[Path, Path], tmp_path: Path, scratch: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"config.yaml": b"MODEL: {}\n", "model.pth": model[1].read_bytes()[:2000]})
    whole, dice = path.read_bytes(), random.Random(5)
    refused: list[str] = []
    for _ in range(200):
        content = bytearray(whole)
        for _ in range(dice.choice((1, 2, 8))):
            at = dice.randrange(len(content) - 300, len(content) - 4)  # mostly in the table of contents
            content[at : at + 4] = dice.choice((b"\xff" * 4, bytes(4), dice.randbytes(4), b""))
        path.write_bytes(content)
        try:
            find_models(path, scratch)
        except D2StudioError as error:
            refused.append(str(error))
    assert len(refused) > 100
    assert all(map(str.isprintable, refused))


def test_that_nothing_in_what_is_brought_is_run(model: tuple[Path, Path], tmp_path: Path, scratch: Path) -> None:
    class Code:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (tmp_path / "ran",)

    evil = tmp_path / "evil"
    put(model, evil, weights="")
    (evil / "model.pkl").write_bytes(pickle.dumps(Code()))
    found = only(find_models(evil, scratch))
    with pytest.raises(WeightsError):
        ModelLibrary(tmp_path / "models").install(found)
    path = zipped(tmp_path / "a.zip", {"config.yaml": model[0], "model.pkl": evil / "model.pkl"})
    with pytest.raises(WeightsError):
        ModelLibrary(tmp_path / "models").install(only(find_models(path, scratch)))
    assert not (tmp_path / "ran").exists()
