"""Models that LayoutParser, Detectron2 and the hub's client have downloaded."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from d2studio.core.catalogue import catalogue, of_old_path
from d2studio.core.foreign_caches import find_cached_models
from d2studio.core.found_model import Origin
from d2studio.core.library import ModelLibrary
from d2studio.core.model_sources import find_models
from d2studio.errors import UsageError
from tests.core.library_models import write_model
from tests.core.small_catalogue import small_catalogue
from tests.engine.small_models import small_config

PAGE = b"<!DOCTYPE html><html><title>Dropbox - 404</title>"
IOPATH = ".torch/iopath_cache"
# As LayoutParser 0.3.4 has them: model, config, weights.
LAYOUT_PARSER = (
    ("HJDataset/faster_rcnn_R_50_FPN_3x", "j4yseny2u0hn22r/config.yml", "6icw6at8m28a2ho/model_final.pth"),
    ("HJDataset/mask_rcnn_R_50_FPN_3x", "4jmr3xanmxmjcf8/config.yml", "893paxpy5suvlx9/model_final.pth"),
    ("HJDataset/retinanet_R_50_FPN_3x", "z8a8ywozuyc5c2x/config.yml", "yxsloxu3djt456i/model_final.pth"),
    ("PubLayNet/faster_rcnn_R_50_FPN_3x", "f3b12qc4hc0yh4m/config.yml", "dgy9c10wykk4lq4/model_final.pth"),
    ("PubLayNet/mask_rcnn_R_50_FPN_3x", "u9wbsfwz4y0ziki/config.yml", "d9fc9tahfzyl6df/model_final.pth"),
    ("PubLayNet/mask_rcnn_X_101_32x8d_FPN_3x", "nau5ut6zgthunil/config.yaml", "57zjbwv6gh3srry/model_final.pth"),
    ("PrimaLayout/mask_rcnn_R_50_FPN_3x", "yc92x97k50abynt/config.yaml", "h7th27jfv19rxiy/model_final.pth"),
    ("NewspaperNavigator/faster_rcnn_R_50_FPN_3x", "wnido8pk4oubyzr/config.yml", "6ewh6g8rqt2ev3a/model_final.pth"),
    ("TableBank/faster_rcnn_R_50_FPN_3x", "7cqle02do7ah7k4/config.yaml", "8v4uqmz1at9v72a/model_final.pth"),
    ("TableBank/faster_rcnn_R_101_FPN_3x", "h63n6nv51kfl923/config.yaml", "6vzfk8lk9xvyitg/model_final.pth"),
    ("MFD/faster_rcnn_R_50_FPN_3x", "ld9izb95f19369w/config.yaml", "7xel0i3iqpm2p8y/model_final.pth"),
)


@pytest.fixture(autouse=True)
def no_other_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FVCORE_CACHE", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def small_models(content: tuple[bytes, bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with small_catalogue(tmp_path_factory.mktemp("small") / "catalogue", len(content[1])):
        yield


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Content of a config and of weights that look like a model as long as nobody reads them."""
    path = tmp_path_factory.mktemp("content") / "a.pth"
    torch.save({"model": {"a": torch.rand(100)}}, path)
    return small_config("faster").dump().encode(), path.read_bytes()


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def layout_parser(home: Path, config: bytes | None, weights: bytes | None, model: int = 3) -> tuple[Path, Path]:
    """What LayoutParser leaves after it has loaded a model, with the locks that iopath leaves beside."""
    _, config_at, weights_at = LAYOUT_PARSER[model]
    paths = (home / IOPATH / "s" / f"{config_at}?dl=1", home / IOPATH / "s" / f"{weights_at}?dl=1")
    for path, data in zip(paths, (config, weights), strict=True):
        if data is not None:
            put(path, data)
            put(path.with_name(path.name + ".lock"), b"")
    return paths


def test_that_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    contents = find_cached_models(tmp_path / "scratch", tmp_path / "home")
    assert (contents.models, contents.unusable) == ((), ())
    assert list(tmp_path.iterdir()) == []


def test_that_all_models_of_layout_parser_are_found_in_its_cache(content: tuple[bytes, bytes], tmp_path: Path) -> None:
    for number in range(len(LAYOUT_PARSER)):
        layout_parser(tmp_path, *content, number)
    contents = find_cached_models(tmp_path / "scratch", tmp_path)
    assert contents.unusable == ()
    aliases = {model.id: model.aliases[0] for model in catalogue()}
    found = {aliases[model.catalogue_id]: model for model in contents.models}
    assert found.keys() == {name for name, _, _ in LAYOUT_PARSER}
    for name, config_at, weights_at in LAYOUT_PARSER:
        model = found[name]
        assert model.config == tmp_path / IOPATH / "s" / f"{config_at}?dl=1"
        assert model.weights == tmp_path / IOPATH / "s" / f"{weights_at}?dl=1"
        assert (model.origin, model.place) == (Origin.CACHE, str(model.weights))
        assert model.card["licence"]


def test_that_a_model_is_installed_from_where_it_lies(tmp_path: Path) -> None:
    config, weights = write_model(tmp_path / "made")
    at = layout_parser(tmp_path, config.read_bytes(), weights.read_bytes())
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in at}
    with small_catalogue(tmp_path / "catalogue", weights.stat().st_size):
        (model,) = find_cached_models(tmp_path / "scratch", tmp_path).models
    assert not any(path.suffix in (".pth", ".pkl") for path in (tmp_path / "scratch").rglob("*"))
    installed = ModelLibrary(tmp_path / "models").install(model)
    assert installed.problem == ""
    assert installed.id == "publaynet-faster-rcnn-r-50-fpn-3x"
    assert installed.name == "PubLayNet: Faster R-CNN, ResNet-50 FPN"
    assert installed.origin == "cache"
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in at} == before


def test_that_classes_come_from_the_catalogue(content: tuple[bytes, bytes], tmp_path: Path) -> None:
    seven = content[0].replace(b"NUM_CLASSES: 3", b"NUM_CLASSES: 7")
    layout_parser(tmp_path, seven, content[1], 6)
    (model,) = find_cached_models(tmp_path / "scratch", tmp_path).models
    assert model.classes is not None
    assert '"TextRegion"' in model.classes.read_text()


def test_that_another_model_under_the_names_of_a_cache_is_not_taken_for_the_catalogues(
    content: tuple[bytes, bytes], tmp_path: Path
) -> None:
    config, weights = layout_parser(tmp_path, content[0], content[1] * 2)
    contents = find_cached_models(tmp_path / "scratch", tmp_path)
    assert contents.models == ()
    (unusable,) = contents.unusable
    assert unusable.path == weights
    assert unusable.reason.startswith(
        "model_final.pth?dl=1 is called like the weights of PubLayNet: Faster R-CNN, ResNet-50 FPN, but it has "
    )
    four = content[0].replace(b"NUM_CLASSES: 3", b"NUM_CLASSES: 4")
    layout_parser(tmp_path, four, content[1])
    contents = find_cached_models(tmp_path / "scratch", tmp_path)
    assert contents.models == ()
    (unusable,) = contents.unusable
    assert unusable.path == config
    assert unusable.reason.endswith("ResNet-50 FPN, but it counts 4 classes, and the model has 3.")


def test_that_another_pair_under_the_names_of_a_cache_keeps_its_own_name(
    content: tuple[bytes, bytes], tmp_path: Path
) -> None:
    config, weights = layout_parser(tmp_path, content[0], content[1])
    (found,) = find_models(config, tmp_path / "scratch", weights=weights)
    assert (found.catalogue_id, found.notes) == ("publaynet-faster-rcnn-r-50-fpn-3x", ())
    weights.write_bytes(content[1] * 2)
    (found,) = find_models(config, tmp_path / "scratch", weights=weights)
    assert found.catalogue_id == ""
    assert "PubLayNet" not in found.name
    assert "licence" not in found.card
    (note,) = found.notes
    assert "is called like the weights of PubLayNet: Faster R-CNN, ResNet-50 FPN, but it has" in note
    weights.write_bytes(content[1])
    config.write_bytes(content[0].replace(b"NUM_CLASSES: 3", b"NUM_CLASSES: 4"))
    (found,) = find_models(config, tmp_path / "scratch", weights=weights)
    assert found.catalogue_id == ""
    assert found.notes[0].endswith("but it counts 4 classes, and the model has 3.")


def test_that_a_web_page_in_place_of_a_config_is_named(content: tuple[bytes, bytes], tmp_path: Path) -> None:
    config, weights = layout_parser(tmp_path, PAGE, content[1])
    contents = find_cached_models(tmp_path / "scratch", tmp_path)
    assert contents.models == ()
    (unusable,) = contents.unusable
    assert unusable.path == config
    assert "is a web page" in unusable.reason
    assert unusable.catalogue_id == "publaynet-faster-rcnn-r-50-fpn-3x"
    weights.unlink()
    assert find_cached_models(tmp_path / "scratch", tmp_path).unusable == (unusable,)


def test_that_a_good_config_elsewhere_replaces_a_web_page(content: tuple[bytes, bytes], tmp_path: Path) -> None:
    _, weights = layout_parser(tmp_path, PAGE, content[1])
    hub = tmp_path / ".cache/huggingface/hub/models--layoutparser--detectron2/snapshots/e5bb451"
    config = put(hub / "PubLayNet/faster_rcnn_R_50_FPN_3x/config.yml", content[0])
    (model,) = find_cached_models(tmp_path / "scratch", tmp_path).models
    assert (model.config, model.weights) == (config, weights)
    assert "is a web page" in model.notes[0]


@pytest.mark.parametrize(
    ("is_config", "is_weights", "reason"),
    [(True, False, "Its weights were not downloaded."), (False, True, "Its config was not downloaded.")],
)
def test_that_half_a_model_is_reported(
    content: tuple[bytes, bytes], tmp_path: Path, is_config: bool, is_weights: bool, reason: str
) -> None:
    layout_parser(tmp_path, content[0] if is_config else None, content[1] if is_weights else None)
    contents = find_cached_models(tmp_path / "scratch", tmp_path)
    assert contents.models == ()
    assert [unusable.reason for unusable in contents.unusable] == [reason]


@pytest.mark.parametrize(
    ("weights", "reason"), [(b"", "is empty"), (PAGE, "is a web page, not weights"), (bytes(5000), "holds zeros")]
)
def test_that_weights_that_are_none_are_reported(
    content: tuple[bytes, bytes], tmp_path: Path, weights: bytes, reason: str
) -> None:
    _, path = layout_parser(tmp_path, content[0], weights)
    (unusable,) = find_cached_models(tmp_path / "scratch", tmp_path).unusable
    assert unusable.path == path
    assert reason in unusable.reason


@pytest.mark.parametrize("cache", [".torch/fvcore_cache", ".torch/iopath_cache", "elsewhere"])
def test_that_weights_of_the_zoo_are_told_by_their_hash(
    content: tuple[bytes, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: str
) -> None:
    monkeypatch.setenv("FVCORE_CACHE", str(tmp_path / "elsewhere"))
    below = "detectron2/COCO-Detection/faster_rcnn_R_50_FPN_3x/137849458/model_final_280758.pkl"
    weights = put(tmp_path / cache / below, content[1])
    (unusable,) = find_cached_models(tmp_path / "scratch", tmp_path).unusable
    assert unusable.path == weights
    assert "is damaged: its MD5 begins with" in unusable.reason
    known = of_old_path(below)
    assert known is not None
    assert unusable.catalogue_id == known.id


def test_that_weights_of_the_zoo_without_a_published_hash_need_no_config(
    content: tuple[bytes, bytes], tmp_path: Path
) -> None:
    unhashed = [model for model in catalogue() if model.config_text and model.weights.md5_prefix is None]
    for model in unhashed:
        put(tmp_path / ".torch/iopath_cache/detectron2" / model.old_paths[0], content[1])
    found = find_cached_models(tmp_path / "scratch", tmp_path).models
    assert {model.catalogue_id for model in found} == {model.id for model in unhashed}


def hub_file(repository: Path, name: str, data: bytes) -> Path:
    """A file as the hub's client keeps it: a link to a blob that is named by its hash."""
    blob = put(repository / "blobs" / hashlib.sha256(data).hexdigest(), data)
    path = repository / "snapshots" / "e5bb451bca0f4300df37f974b38ed806c6c7a266" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(os.path.relpath(blob, path.parent))
    return path


@pytest.mark.parametrize("variable", ["", "HF_HOME", "HF_HUB_CACHE", "XDG_CACHE_HOME"])
def test_that_the_hubs_cache_is_read_through_its_links(
    content: tuple[bytes, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    below = {"": ".cache/huggingface/hub", "HF_HOME": "hf/hub", "HF_HUB_CACHE": "hf"}.get(
        variable, "hf/huggingface/hub"
    )
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "hf"))
    repository = tmp_path / below / "models--layoutparser--detectron2"
    config = hub_file(repository, "PrimaLayout/mask_rcnn_R_50_FPN_3x/config.yml", content[0])
    weights = hub_file(repository, "PrimaLayout/mask_rcnn_R_50_FPN_3x/model_final.pth", content[1])
    (model,) = find_cached_models(tmp_path / "scratch", tmp_path).models
    assert (model.config, model.weights) == (config, weights)
    assert model.catalogue_id == "primalayout-mask-rcnn-r-50-fpn-3x"
    blob = weights.resolve()
    data = bytearray(blob.read_bytes())
    data[500] ^= 1
    blob.write_bytes(data)
    contents = find_cached_models(tmp_path / "scratch", tmp_path)
    assert contents.models == ()
    assert "is damaged: its SHA-256 begins with" in contents.unusable[0].reason


def test_that_a_cache_that_is_odd_harms_nobody(content: tuple[bytes, bytes], tmp_path: Path) -> None:
    config, weights = layout_parser(tmp_path, *content)
    config.unlink()
    config.mkdir()
    weights.unlink()
    os.mkfifo(weights)
    (tmp_path / IOPATH / "loop").symlink_to(tmp_path / IOPATH)
    (tmp_path / IOPATH / "gone").symlink_to(tmp_path / "nowhere")
    put(tmp_path / IOPATH / "s" / "other" / "model_final.pth?dl=1", b"x")
    put(tmp_path / IOPATH / os.fsdecode(b"\xff\xfe.pth"), b"x")
    (unusable,) = find_cached_models(tmp_path / "scratch", tmp_path).unusable
    assert unusable.path == weights
    shutil.rmtree(tmp_path / ".torch")
    put(tmp_path / ".torch", b"a file")
    assert find_cached_models(tmp_path / "scratch", tmp_path).unusable == ()


def test_that_a_folder_that_only_looks_like_a_cache_is_no_mystery(content: tuple[bytes, bytes], tmp_path: Path) -> None:
    put(tmp_path / "mine" / "blobs" / "dgy9c10wykk4lq4" / "model_final.pth", content[1])
    put(tmp_path / "mine" / "configs" / "letters.yaml", content[0])
    (found,) = find_models(tmp_path / "mine", tmp_path / "scratch")
    assert (found.name, found.catalogue_id) == ("letters", "")


def test_that_a_cache_can_be_brought_as_a_folder(content: tuple[bytes, bytes], tmp_path: Path) -> None:
    layout_parser(tmp_path, *content, 1)
    layout_parser(tmp_path, *content, 2)
    layout_parser(tmp_path, PAGE, content[1], 3)
    found = find_models(tmp_path / IOPATH, tmp_path / "scratch")
    assert {model.catalogue_id for model in found} == {
        "hjdataset-mask-rcnn-r-50-fpn-3x",
        "hjdataset-retinanet-r-50-fpn-3x",
    }
    shutil.rmtree(tmp_path / ".torch")
    layout_parser(tmp_path, PAGE, content[1], 3)
    with pytest.raises(UsageError, match=r"no model that can be used\. config\.yml\?dl=1 is a web page") as raised:
        find_models(tmp_path / IOPATH, tmp_path / "scratch")
    assert "d2studio models install publaynet-faster-rcnn-r-50-fpn-3x" in raised.value.hint
