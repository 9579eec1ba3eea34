"""The model that comes with d2studio: whole, loadable, and what it says it is."""

import shutil
from pathlib import Path

import pytest

from d2studio.engine import bundled
from d2studio.engine.bundled import bundled_model
from d2studio.engine.inspect import describe
from d2studio.engine.loading import find_files, load_model
from d2studio.engine.model_card import read_card
from d2studio.errors import DamagedInstallation, UsageError

NINE = ("Text", "Title", "List", "Table", "Figure", "Formula", "Caption", "Header", "Footer")


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundled model that a test may damage."""
    folder = tmp_path / "resources" / "models" / "d2studio-layout"
    shutil.copytree(bundled_model(), folder)
    monkeypatch.setattr(bundled, "files", lambda _: tmp_path)
    return folder


def test_that_the_card_names_every_file_that_decides_what_is_found() -> None:
    card = read_card(bundled_model() / "model.json")
    assert set(card.sha256) == {"config.yaml", "model.safetensors", "classes.json"}
    assert set(card.thresholds) == set(NINE)
    assert all((card.name == "d2studio-layout", card.version, card.description, card.licence, card.training))
    assert card.measured


def test_that_it_fits_itself_and_is_small() -> None:
    config, weights = find_files(None, None)
    description = describe(config, weights)
    assert (description.verdict, description.class_names, description.notes) == ("fits", NINE, ())
    assert description.weights_dtype == "float16"
    assert weights.stat().st_size < 45e6


def test_that_it_is_loaded_where_nothing_is_named() -> None:
    predictor = load_model(device="cpu", precision="float32")
    assert (predictor.class_names, predictor.notes) == (NINE, ())
    assert set(predictor.thresholds) == set(predictor.class_colours) == set(range(9))


def test_that_its_thresholds_hold_whatever_its_classes_are_called() -> None:
    renamed = load_model(device="cpu", class_names=[name.upper() for name in NINE])
    assert renamed.thresholds == load_model(device="cpu").thresholds


@pytest.mark.parametrize("name", ["model.safetensors", "config.yaml", "classes.json"])
def test_that_a_file_that_was_changed_is_named(copied: Path, name: str) -> None:
    with (copied / name).open("r+b") as file:
        file.write(b"#")
    with pytest.raises(DamagedInstallation, match=f"{name} is not what was shipped") as caught:
        load_model()
    assert "Install d2studio again" in caught.value.hint


@pytest.mark.parametrize("name", ["model.safetensors", "model.json"])
def test_that_a_file_that_is_missing_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(DamagedInstallation, match=name):
        load_model()


def test_that_weights_alone_do_not_mean_the_bundled_config() -> None:
    with pytest.raises(UsageError, match="config that belongs to"):
        load_model(weights="model_final.pth")
