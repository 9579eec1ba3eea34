"""Models by their names, as `d2studio.load_model` takes them."""

import inspect
from pathlib import Path

import pytest

import d2studio
from d2studio.core.library import ModelLibrary
from d2studio.core.paths import user_folders
from d2studio.engine import loading
from d2studio.errors import UsageError
from tests.core.library_models import found, write_model

NAME = "lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config"


def test_that_an_installed_model_is_loaded_by_its_name(tmp_path: Path) -> None:
    library = ModelLibrary(user_folders().models)
    library.install(found(tmp_path / "theirs", "Ours", catalogue_id="publaynet-faster-rcnn-r-50-fpn-3x"))
    library.close()
    for name in ("ours", NAME, "PubLayNet/faster_rcnn_R_50_FPN_3x"):
        assert d2studio.load_model(name, device="cpu", class_names=["a", "b", "c"]).class_names == ("a", "b", "c")


def test_that_a_path_that_is_there_is_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, weights = write_model(tmp_path / "ours")
    monkeypatch.chdir(tmp_path)
    assert d2studio.load_model("ours", device="cpu").description.config_path == str(Path("ours") / "config.yaml")
    assert d2studio.load_model(str(config), weights=str(weights), device="cpu").class_names


def test_that_nothing_is_downloaded_unasked() -> None:
    with pytest.raises(UsageError, match="is not installed") as refused:
        d2studio.load_model(NAME)
    assert refused.value.hint == "Install it: d2studio models install publaynet-faster-rcnn-r-50-fpn-3x"
    with pytest.raises(UsageError, match="No model is called"):
        d2studio.load_model("nothing like it")
    with pytest.raises(UsageError, match="missing"):
        d2studio.load_model(Path("nothing like it"))


def test_that_the_public_function_takes_what_the_engines_does() -> None:
    ours, theirs = (inspect.signature(function).parameters for function in (d2studio.load_model, loading.load_model))
    assert list(ours.values()) == list(theirs.values())
