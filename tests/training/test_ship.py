import hashlib
import json
from pathlib import Path

import pytest
import torch

import d2studio
from d2studio.engine.checkpoint import read_checkpoint
from d2studio.engine.config import load_config
from d2studio.engine.model_card import read_card
from d2studio.errors import CheckpointMismatch, UsageError, WeightsError
from tests.training.pages_of_known_layout import CLASSES, found, page, truth
from tests.training.small_model import save_small_model, small_state
from training.evaluate import measure
from training.ship import half_precision, main, measured, ship


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    return save_small_model(tmp_path / "trained")


def ship_small(trained: Path, folder: Path, thresholds: dict[str, float] | None = None) -> None:
    ship(
        trained / "model_final.pth",
        trained / "config.yaml",
        folder,
        descriptions={"name": "small", "licence": "CC0-1.0"},
        thresholds=thresholds or {},
        measured={"two pages": {"AP50": 0.5}},
    )


def test_a_shipped_folder_loads_with_all_that_was_said(trained: Path, tmp_path: Path) -> None:
    (trained / "classes.json").write_text(json.dumps([{"name": "Text", "colour": "#0072B2"}, *CLASSES[1:]]))
    folder = tmp_path / "models" / "small"
    ship_small(trained, folder, {"Text": 0.4, "Footer": 0.6})

    assert sorted(path.name for path in folder.iterdir()) == [
        "classes.json", "config.yaml", "model.json", "model.safetensors",
    ]  # fmt: skip
    predictor = d2studio.load_model(folder, device="cpu")
    assert predictor.class_names == CLASSES
    assert json.loads((folder / "classes.json").read_text())[0] == {"name": "Text", "colour": "#0072B2"}
    card = read_card(folder / "model.json")
    assert (card.name, card.licence) == ("small", "CC0-1.0")
    assert card.thresholds == {"Text": 0.4, "Footer": 0.6}
    assert card.measured == {"two pages": {"AP50": 0.5}}
    assert card.sha256 == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("config.yaml", "model.safetensors", "classes.json")
    }


def test_weights_are_halved_and_keep_their_names(trained: Path, tmp_path: Path) -> None:
    ship_small(trained, tmp_path / "shipped")
    tensors = read_checkpoint(tmp_path / "shipped" / "model.safetensors").tensors
    given = small_state()
    assert list(tensors) == list(given)
    for name, tensor in given.items():
        assert tensors[name].dtype == (torch.float16 if tensor.is_floating_point() else tensor.dtype)
        torch.testing.assert_close(tensors[name].to(tensor.dtype), tensor, rtol=1e-3, atol=1e-6)


def test_the_shipped_config_runs_on_a_cpu_and_names_no_weights(trained: Path, tmp_path: Path) -> None:
    config = load_config(trained / "config.yaml").with_values({"MODEL.DEVICE": "cuda", "MODEL.WEIGHTS": "/old/run.pth"})
    (trained / "config.yaml").write_text(config.dump())
    ship_small(trained, tmp_path / "shipped")
    shipped = load_config(tmp_path / "shipped" / "config.yaml")
    assert shipped.str("MODEL.DEVICE") == "cpu"
    assert shipped.str("MODEL.WEIGHTS") == ""
    assert shipped.int("VERSION") == 2
    assert shipped.float("SOLVER.BASE_LR") == config.float("SOLVER.BASE_LR")


def test_shipping_again_gives_the_same_bytes(trained: Path, tmp_path: Path) -> None:
    ship_small(trained, tmp_path / "first")
    ship_small(trained, tmp_path / "second")
    ship_small(trained, tmp_path / "second")
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_what_only_training_needs_stays_behind(trained: Path, tmp_path: Path) -> None:
    state = small_state() | {"pixel_mean": torch.zeros(3)}
    torch.save({"model": state, "step": 7}, trained / "model_final.pth")
    ship_small(trained, tmp_path / "shipped")
    assert list(read_checkpoint(tmp_path / "shipped" / "model.safetensors").tensors) == list(small_state())


def test_weights_of_another_model_are_refused_and_nothing_is_written(trained: Path, tmp_path: Path) -> None:
    state = small_state()
    state.popitem()
    torch.save({"model": state}, trained / "model_final.pth")
    with pytest.raises(CheckpointMismatch):
        ship_small(trained, tmp_path / "shipped")
    assert not (tmp_path / "shipped").exists()


def test_classes_without_names_are_refused(trained: Path, tmp_path: Path) -> None:
    (trained / "classes.json").unlink()
    with pytest.raises(UsageError, match="names of the classes are not known"):
        ship_small(trained, tmp_path / "shipped")


def test_thresholds_of_unknown_classes_are_refused(trained: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lacks: Cat"):
        ship_small(trained, tmp_path / "shipped", {"Cat": 0.5})


def test_numbers_beyond_float16_are_refused() -> None:
    with pytest.raises(WeightsError, match="b holds numbers above 65504"):
        half_precision({"a": torch.ones(1), "b": torch.tensor([1.0, 70000.0])})


def test_the_card_has_the_figures_of_an_evaluation() -> None:
    pages = truth(page("a.png", [("Text", (0, 0, 10, 10))], source="old"), page("b.png", [], source="new"))
    figures = measure(pages, {"a.png": found(("Text", 0.5, (0, 0, 10, 8)))})
    assert measured(figures)["all pages (2)"] == {"AP50": 1, "AP": 0.7, "AP50 of Text": 1}
    assert set(measured(figures)) == {"all pages (2)", "old (1)", "new (1)"}
    assert measured({}) == {}


def test_the_command_prints_sizes_and_explains_failures(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thresholds = tmp_path / "thresholds.json"
    thresholds.write_text('{"Text": 0.4}')
    weights, config = str(trained / "model_final.pth"), str(trained / "config.yaml")
    options = ["--name", "small", "--thresholds", str(thresholds)]
    assert main([weights, config, str(tmp_path / "shipped"), *options]) == 0
    assert "MB  model.safetensors" in capsys.readouterr().out
    assert read_card(tmp_path / "shipped" / "model.json").thresholds == {"Text": 0.4}
    thresholds.write_text("[0.4]")
    assert main([weights, config, str(tmp_path / "shipped"), *options]) == 1
    assert "does not begin with {" in capsys.readouterr().err


def test_the_nine_classes_of_the_recipe_have_colours() -> None:
    classes = json.loads((Path(__file__).parents[2] / "training" / "classes.json").read_text())
    assert tuple(entry["name"] for entry in classes) == CLASSES
    assert len({entry["colour"] for entry in classes}) == len(CLASSES)
