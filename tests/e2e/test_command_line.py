"""The command line with a real, small, untrained model, from files to what is printed."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import d2studio
from d2studio.cli import main
from d2studio.cli.status import Status
from d2studio.engine.fit import tensor_shapes
from d2studio.engine.model import build_meta_model
from tests.engine.small_models import small_config
from tests.engine.synthetic_weights import entry, is_synthetic


def model_folder(folder: Path, kind: str) -> Path:
    """A model with made-up weights, which finds something everywhere."""
    config = small_config(kind)
    (folder / "config.yaml").write_text(config.dump(), encoding="utf-8")
    shapes = tensor_shapes(build_meta_model(config).state_dict())
    tensors = {name: torch.from_numpy(entry(name, shape)) for name, shape in shapes.items() if is_synthetic(name)}
    torch.save({"model": tensors, "iteration": 7}, folder / "model_final.pth")
    return folder


@pytest.fixture(scope="module")
def mask_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return model_folder(tmp_path_factory.mktemp("mask"), "mask")


@pytest.fixture
def page(data_dir: Path) -> Path:
    return data_dir / "parity" / "page.png"


def predict(*arguments: str | Path) -> Status:
    return main(["predict", *map(str, arguments), "--precision", "float32", "--threshold", "0.3"])


def record_of(output: str) -> dict[str, Any]:
    (line,) = output.splitlines()
    record: dict[str, Any] = json.loads(line)
    return record


def test_that_the_command_and_the_python_interface_find_the_same(
    mask_model: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert predict(page, "--config", mask_model, "--json") == Status.DONE
    record = record_of(capsys.readouterr().out)
    predictor = d2studio.load_model(mask_model, precision="float32")
    with d2studio.open_pages(page) as pages:
        found = predictor.predict(pages.page(0).pixels)
    shown = found.select(found.scores >= 0.3)
    assert len(record["detections"]) == len(shown) > 0
    np.testing.assert_allclose([item["box"] for item in record["detections"]], shown.boxes, atol=0.01)
    np.testing.assert_allclose([item["score"] for item in record["detections"]], shown.scores, atol=1e-5)
    assert [item["class_id"] for item in record["detections"]] == shown.class_ids.tolist()
    assert record["size"] == [380, 492]
    assert {"decode", "backbone", "postprocess"} <= set(record["timings_ms"])


def test_that_config_and_weights_can_be_named_one_by_one(
    mask_model: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ("--config", mask_model / "config.yaml", "--weights", mask_model / "model_final.pth")
    assert predict(page, *files, "--json") == Status.DONE
    assert record_of(capsys.readouterr().out)["detections"]


def test_that_polygons_lie_on_the_page(mask_model: Path, page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    predict(page, "--config", mask_model, "--json")
    outlines = [outline for item in record_of(capsys.readouterr().out)["detections"] for outline in item["polygon"]]
    assert outlines
    for outline in outlines:
        assert len(outline) >= 6
        assert all(0 <= x <= 380 for x in outline[::2])
        assert all(0 <= y <= 492 for y in outline[1::2])


def test_that_a_table_and_a_picture_are_made_for_people(
    mask_model: Path, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert predict(page, "--config", mask_model, "--annotate", tmp_path) == Status.DONE
    output = capsys.readouterr()
    assert "shown of" in output.out
    assert (tmp_path / "page.png").is_file()
    assert "note: The names of the classes are not known" in output.err


def test_that_labels_name_the_classes_and_a_shift_is_said(
    mask_model: Path, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.json"
    labels.write_text('{"1": "Text", "2": "Title", "3": "Table"}')
    assert predict(page, "--config", mask_model, "--labels", labels, "--json") == Status.DONE
    output = capsys.readouterr()
    assert {item["class"] for item in record_of(output.out)["detections"]} <= {"Text", "Title", "Table"}
    assert "numbered from 1" in output.err
    assert "not known" not in output.err


def test_that_a_semantic_model_gives_the_share_of_each_class(
    tmp_path: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = model_folder(tmp_path, "semantic")
    assert predict(page, "--config", model, "--json", "--annotate", tmp_path / "out") == Status.DONE
    record = record_of(capsys.readouterr().out)
    assert record["detections"] == []
    assert sum(item["area_share"] for item in record["semantic"]) == pytest.approx(1, abs=1e-4)


def test_that_a_panoptic_model_gives_its_segments(
    tmp_path: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = model_folder(tmp_path, "panoptic")
    assert predict(page, "--config", model, "--json", "--annotate", tmp_path / "out") == Status.DONE
    record = record_of(capsys.readouterr().out)
    assert {"segments", "semantic"} <= set(record)
    assert all(0 < item["area_share"] <= 1 for item in record["segments"])


def test_that_a_fitting_pair_and_one_that_does_not_fit_are_told_apart(
    mask_model: Path, tmp_path: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", str(mask_model)]) == Status.DONE
    assert "the weights fit the config" in capsys.readouterr().out
    other = model_folder(tmp_path, "retinanet")
    pair = [str(other / "config.yaml"), str(mask_model / "model_final.pth")]
    assert main(["inspect", *pair]) == Status.FAILED
    assert "the weights do not fit the config" in capsys.readouterr().out
    assert predict(page, "--config", pair[0], "--weights", pair[1]) == Status.UNUSABLE
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("error: ")
