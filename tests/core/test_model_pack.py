"""Model packs: written, read, and refused."""

import hashlib
import json
import re
import resource
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from d2studio.control import Control
from d2studio.core.found_model import Origin
from d2studio.core.installed_model import InstalledModel
from d2studio.core.library import ModelLibrary
from d2studio.core.model_pack import read_pack, write_pack
from d2studio.core.model_sources import find_models
from d2studio.engine.checkpoint import read_checkpoint
from d2studio.engine.config import load_config
from d2studio.engine.loading import load_model
from d2studio.errors import Cancelled, OutputError, UsageError, WeightsError
from tests.core.library_models import found, write_model

MEMBERS = ["config.yaml", "classes.json", "model.json", "LICENSE", "CARD.md", "model.safetensors"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> InstalledModel:
    """A model with everything a pack can hold."""
    base = tmp_path_factory.mktemp("installed")
    library = ModelLibrary(base / "models")
    card = {
        "licence": "MIT",
        "training": "On letters.",
        "thresholds": {"class 0": 0.7},
        "measured": {"all": {"AP": 0.5}},
    }
    model = library.install(found(base / "theirs", "Letters", card=card))
    library.set_classes(model.id, ["Text", "Überschrift", "Table"], {2: (1, 2, 255)})
    (model.folder / "LICENSE").write_text("free")
    (model.folder / "CARD.md").write_text("# Letters")
    changed = library.find(model.id)
    assert changed is not None
    return changed


@pytest.fixture(scope="module")
def pack(installed: InstalledModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "letters.d2pack"
    write_pack(installed, path)
    return path


@pytest.fixture
def small(tmp_path: Path) -> InstalledModel:
    """What passes for an installed model as long as nobody builds it: a few bytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "config.yaml").write_text("MODEL: {}\n")
    (folder / "classes.json").write_text('["Text"]')
    header = b'{"__metadata__":{}}     '
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header)
    (folder / "model.json").write_text('{"name": "Small"}')
    return InstalledModel("small", folder, "Small")


@pytest.fixture
def file_size_limit() -> Iterator[None]:
    """No file can become larger than 1 MB, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


# Round trips ----------------------------------------------------------------------------------------------------------


def test_that_an_exported_model_is_the_same_in_another_library(
    installed: InstalledModel, pack: Path, tmp_path: Path
) -> None:
    (found_again,) = find_models(pack, tmp_path / "scratch")
    assert (found_again.origin, found_again.place, found_again.name) == (Origin.PACK, str(pack), "Letters")
    model = ModelLibrary(tmp_path / "models").install(found_again)
    assert (model.id, model.name, model.licence, model.training) == ("letters", "Letters", "MIT", "On letters.")
    assert model.class_names == ("Text", "Überschrift", "Table")
    assert model.class_colours == {2: (1, 2, 255)}
    before = read_checkpoint(installed.folder / "model.safetensors").tensors
    after = read_checkpoint(model.folder / "model.safetensors").tensors
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert (model.folder / "config.yaml").read_bytes() == (installed.folder / "config.yaml").read_bytes()
    assert load_model(model.folder).description.thresholds == {0: 0.7}
    card = json.loads((model.folder / "model.json").read_text())
    assert card["measured"] == {"all": {"AP": 0.5}}
    assert card["original"]["weights"]["name"] == "model_final.pth"
    assert card["original"]["weights"]["sha256"]
    assert [(path.name, path.read_text()) for path in found_again.papers] == [
        ("LICENSE", "free"),
        ("CARD.md", "# Letters"),
    ]


def test_that_a_colleagues_pair_becomes_a_pack_that_others_can_use(tmp_path: Path) -> None:
    config, weights = write_model(tmp_path / "Invoices 2024", "retinanet")
    (tmp_path / "Invoices 2024" / "classes.txt").write_text("Sender\nSum\nDate")
    ours, theirs = ModelLibrary(tmp_path / "ours"), ModelLibrary(tmp_path / "theirs")
    (pair,) = find_models(weights, tmp_path / "scratch")
    write_pack(ours.install(pair), tmp_path / "invoices.d2pack")
    (packed_model,) = find_models(tmp_path / "invoices.d2pack", tmp_path / "scratch")
    model = theirs.install(packed_model)
    assert (model.id, model.name) == ("invoices-2024", "Invoices 2024")
    assert model.class_names == ("Sender", "Sum", "Date")
    expected = read_checkpoint(weights).tensors
    tensors = read_checkpoint(model.folder / "model.safetensors").tensors
    assert all(torch.equal(tensors[name], expected[name]) for name in expected)
    config_of = [load_config(path) for path in (config, model.folder / "config.yaml")]
    assert config_of[0].dump() == config_of[1].dump()


def test_that_a_pack_of_a_pack_still_tells_the_first_origin(pack: Path, tmp_path: Path) -> None:
    library = ModelLibrary(tmp_path / "models")
    model = library.install(read_pack(pack, tmp_path / "scratch"))
    write_pack(model, tmp_path / "again.d2pack")
    again = read_pack(tmp_path / "again.d2pack", tmp_path / "scratch")
    assert again.card["original"]["weights"]["name"] == "model_final.pth"  # type: ignore[index]
    assert (again.config.read_bytes(), again.weights.read_bytes()) == (
        (model.folder / "config.yaml").read_bytes(),
        (model.folder / "model.safetensors").read_bytes(),
    )


def test_that_the_same_pack_is_installed_once(pack: Path, tmp_path: Path) -> None:
    library = ModelLibrary(tmp_path / "models")
    first = library.install(read_pack(pack, tmp_path / "scratch"))
    assert library.install(read_pack(pack, tmp_path / "scratch")) == first


def test_that_a_model_of_the_catalogue_stays_one(small: InstalledModel, tmp_path: Path) -> None:
    card = {"source": {"catalogue_id": "mfd-faster-rcnn-r-50-fpn-3x", "place": "https://example.org/a/b.pth"}}
    (small.folder / "model.json").write_text(json.dumps(card))
    write_pack(small, tmp_path / "a.d2pack")
    model = read_pack(tmp_path / "a.d2pack", tmp_path / "scratch")
    assert model.catalogue_id == "mfd-faster-rcnn-r-50-fpn-3x"
    assert model.card["original"]["place"] == "https://example.org/a/b.pth"  # type: ignore[index]
    card["source"]["catalogue_id"] = "of our own"
    (small.folder / "model.json").write_text(json.dumps(card))
    write_pack(small, tmp_path / "a.d2pack")
    assert read_pack(tmp_path / "a.d2pack", tmp_path / "scratch").catalogue_id == ""


# Writing --------------------------------------------------------------------------------------------------------------


def test_that_a_pack_says_what_is_in_it(installed: InstalledModel, pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        assert archive.namelist() == [*MEMBERS, "pack.json"]
        assert archive.testzip() is None
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}
        index = json.loads(archive.read("pack.json"))
        for name, facts in index["files"].items():
            content = archive.read(name)
            assert facts == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert list(index["files"]) == MEMBERS
    assert index["version"] == 1


def test_that_the_same_model_gives_the_same_bytes(installed: InstalledModel, pack: Path, tmp_path: Path) -> None:
    write_pack(installed, tmp_path / "other name.d2pack")
    assert (tmp_path / "other name.d2pack").read_bytes() == pack.read_bytes()


def test_that_no_pack_tells_where_its_owner_keeps_files(installed: InstalledModel, pack: Path) -> None:
    theirs = str(Path(installed.place).parent).encode()
    assert theirs in (installed.folder / "model.json").read_bytes()
    assert theirs not in pack.read_bytes()


def test_that_a_model_that_is_damaged_is_not_exported(small: InstalledModel, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Small cannot be exported: it is gone\."):
        write_pack(replace(small, problem="it is gone."), tmp_path / "a.d2pack")
    digest = hashlib.sha256((small.folder / "model.safetensors").read_bytes()).hexdigest()
    (small.folder / "model.json").write_text(json.dumps({"sha256": {"model.safetensors": digest}}))
    write_pack(small, tmp_path / "a.d2pack")
    whole = (tmp_path / "a.d2pack").read_bytes()
    with (small.folder / "model.safetensors").open("r+b") as file:
        file.write(b"!")
    with pytest.raises(UsageError, match=r"model\.safetensors is not what was installed"):
        write_pack(small, tmp_path / "a.d2pack")
    assert (tmp_path / "a.d2pack").read_bytes() == whole
    (small.folder / "config.yaml").unlink()
    with pytest.raises(UsageError, match=r"config\.yaml cannot be read"):
        write_pack(small, tmp_path / "a.d2pack")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.d2pack"]


def test_that_an_export_can_be_stopped_and_leaves_nothing(installed: InstalledModel, tmp_path: Path) -> None:
    control = Control(lambda _, fraction: control.cancel() if fraction > 0.5 else None)
    with pytest.raises(Cancelled):
        write_pack(installed, tmp_path / "a.d2pack", control)
    assert list(tmp_path.iterdir()) == []


def test_that_a_pack_that_cannot_be_written_is_said(
    installed: InstalledModel, tmp_path: Path, file_size_limit: None
) -> None:
    with pytest.raises(OutputError, match=r"a\.d2pack cannot be written: File too large"):
        write_pack(installed, tmp_path / "a.d2pack")
    with pytest.raises(OutputError, match=r"a\.d2pack cannot be written: No such file"):
        write_pack(installed, tmp_path / "nowhere" / "a.d2pack")
    assert list(tmp_path.iterdir()) == []


def test_that_a_pack_that_cannot_be_unpacked_is_said(pack: Path, tmp_path: Path, file_size_limit: None) -> None:
    with pytest.raises(OutputError, match=r"model\.safetensors cannot be written: File too large"):
        read_pack(pack, tmp_path / "scratch")


def test_that_only_a_pack_is_replaced(small: InstalledModel, tmp_path: Path) -> None:
    write_pack(small, tmp_path / "a.d2pack")
    write_pack(small, tmp_path / "a.d2pack")
    (tmp_path / "thesis.zip").write_bytes(b"years of work")
    (tmp_path / "folder").mkdir()
    for name in ("thesis.zip", "folder"):
        with pytest.raises(OutputError, match="is there already and is no model pack"):
            write_pack(small, tmp_path / name)
    assert (tmp_path / "thesis.zip").read_bytes() == b"years of work"


# Reading what is not as it should be ----------------------------------------------------------------------------------

Files = dict[str, bytes]
Index = dict[str, Any]
Change = Callable[[Files, Index], object]


def packed(small: InstalledModel, path: Path, change: Change) -> Path:
    """A pack whose files and index were changed, with the hashes of what it holds."""
    files = {name: (small.folder / name).read_bytes() for name in MEMBERS if (small.folder / name).is_file()}
    listed = {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()}
    value: Index = {"format": "d2studio model pack", "version": 1, "d2studio": "9.9", "files": listed}
    change(files, value)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("pack.json", value["raw"] if "raw" in value else json.dumps(value))
    return path


def _replace(name: str, data: bytes) -> Change:
    def change(files: Files, index: Index) -> None:
        files[name] = data
        index["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    return change


def _pickled() -> bytes:
    return b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R."


@pytest.mark.parametrize(
    "case",
    {
        "nothing": (lambda files, index: None, ""),
        "a newer version": (lambda files, index: index.update(version=2), r"version 2, written by d2studio 9\.9"),
        "no version": (lambda files, index: index.pop("version"), "not that of a model pack"),
        "another format": (lambda files, index: index.update(format="x"), "not that of a model pack"),
        "an index that is none": (lambda files, index: index.update(raw="[" * 10**5), r"pack\.json in it is damaged"),
        "an index that is a list": (lambda files, index: index.update(raw="[]"), "not that of a model pack"),
        "an index of nothing": (lambda files, index: index.update(raw=""), r"pack\.json in it is damaged"),
        "files that are a list": (lambda files, index: index.update(files=[]), "not that of a model pack"),
        "a negative size": (lambda files, index: index["files"]["config.yaml"].update(bytes=-1), "makes no sense"),
        "a huge size": (lambda files, index: index["files"]["config.yaml"].update(bytes=2**70), "makes no sense"),
        "no hash": (lambda files, index: index["files"]["config.yaml"].pop("sha256"), "makes no sense"),
        "another size": (lambda files, index: index["files"]["config.yaml"].update(bytes=3), "another size"),
        "another hash": (
            lambda files, index: index["files"]["classes.json"].update(sha256="0" * 64),
            r"classes\.json in it is not what was packed",
        ),
        "no weights": (lambda files, index: files.pop("model.safetensors"), r"model\.safetensors is missing"),
        "no weights at all": (
            lambda files, index: (files.pop("model.safetensors"), index["files"].pop("model.safetensors")),
            r"model\.safetensors is missing",
        ),
        "one file more": (lambda files, index: files.update({"run.py": b""}), r"'run\.py', which belongs in no pack"),
        "a folder": (lambda files, index: files.update({"a/": b""}), "'a/', which belongs in no pack"),
        "one file more, listed": (_replace("run.py", b""), r"'run\.py', which belongs in no pack"),
        "a name with ..": (_replace("../config.yaml", b""), "no name for a file"),
        "a drive": (_replace("C:\\x.dll", b""), "no name for a file"),
        "an escape": (_replace("a\x1b[31m", b""), "belongs in no pack"),
        "a pickle": (_replace("model.safetensors", _pickled()), "no safetensors file"),
        "a pickle under its own name": (_replace("model.pkl", _pickled()), r"'model\.pkl', which belongs in no pack"),
        "weights of PyTorch": (_replace("model.safetensors", b"PK\3\4\0\0\0\0{" + bytes(90)), "no safetensors file"),
        "a web page": (_replace("model.safetensors", b"<html>"), "no safetensors file"),
        "empty weights": (_replace("model.safetensors", b""), "no safetensors file"),
        "a card that is none": (_replace("model.json", b"[]"), r"model\.json in it makes no sense"),
        "a card of strange values": (_replace("model.json", b'{"name": 5}'), r"model\.json in it makes no sense"),
        "a card beyond measure": (_replace("model.json", b"[" * 10**6), r"model\.json in it makes no sense"),
        "a large licence": (_replace("LICENSE", bytes(2_000_000)), "LICENSE in it is far too large"),
    }.items(),
    ids=lambda case: case[0],
)
def test_that_a_pack_that_is_not_as_it_should_be_is_refused(
    small: InstalledModel,
    tmp_path: Path,
    case: tuple[str, tuple[Change, str]],
) -> None:
    _, (change, complaint) = case
    path = packed(small, tmp_path / "a.d2pack", change)
    if not complaint:  # or none of the others would show anything
        assert read_pack(path, tmp_path / "scratch").name == "Small"
        return
    with pytest.raises(WeightsError, match=complaint) as raised:
        find_models(path, tmp_path / "scratch")
    assert str(raised.value).startswith("a.d2pack cannot be used")
    assert str(raised.value).isprintable()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["config.yaml", "pack.json"])
def test_that_a_pack_with_a_file_twice_is_refused(small: InstalledModel, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.d2pack"
    write_pack(small, path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(WeightsError, match="twice"):
        read_pack(path, tmp_path / "scratch")


def test_that_a_compressed_pack_is_refused(small: InstalledModel, tmp_path: Path) -> None:
    path = tmp_path / "a.d2pack"
    write_pack(small, path)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(tmp_path / "b.d2pack", "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
    with pytest.raises(WeightsError, match="is compressed, and in a pack nothing is"):
        read_pack(tmp_path / "b.d2pack", tmp_path / "scratch")


@pytest.mark.parametrize("name", [*MEMBERS, "pack.json"])
def test_that_a_bit_that_flipped_is_noticed_and_named(
    installed: InstalledModel, pack: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "a.d2pack"
    shutil.copyfile(pack, path)
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo(name)
    with path.open("r+b") as file:
        position = member.header_offset + 30 + len(name) + member.file_size // 2
        file.seek(position)
        byte = file.read(1)
        file.seek(position)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(WeightsError, match=re.escape(name)):
        read_pack(path, tmp_path / "scratch")


def test_that_a_pack_cut_off_anywhere_is_refused(small: InstalledModel, tmp_path: Path) -> None:
    path = tmp_path / "a.d2pack"
    write_pack(small, path)
    whole = path.read_bytes()
    for tenth in range(10):
        path.write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(WeightsError, match="cut off or damaged"):
            read_pack(path, tmp_path / "scratch")


def test_that_a_zip_is_no_pack(tmp_path: Path) -> None:
    config, weights = write_model(tmp_path / "theirs")
    with zipfile.ZipFile(tmp_path / "a.d2pack", "w") as archive:
        archive.write(config, "config.yaml")
        archive.write(weights, "model_final.pth")
    with pytest.raises(WeightsError, match=r"no model pack, since it has no pack\.json"):
        find_models(tmp_path / "a.d2pack", tmp_path / "scratch")


def test_that_a_pack_under_another_name_is_still_one(small: InstalledModel, tmp_path: Path) -> None:
    for name in ("a.zip", "a"):
        write_pack(small, tmp_path / name)
        (model,) = find_models(tmp_path / name, tmp_path / "scratch")
        assert model.origin is Origin.PACK
