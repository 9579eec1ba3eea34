"""What a new user does first: no config, no weights, no network."""

import json
from pathlib import Path
from typing import Any

import pytest

from d2studio.cli import main
from d2studio.cli.status import Status
from d2studio.core.images import find_page_files
from d2studio.core.samples import sample_folder
from d2studio.engine.bundled import bundled_model
from d2studio.engine.model_card import read_card


def records(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_that_a_page_needs_no_option(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = data_dir / "parity" / "page_full.png"
    assert main(["predict", str(page)]) == Status.DONE
    output = capsys.readouterr()
    assert "Text" in output.out
    assert "Table" in output.out
    assert "by class)" in output.out
    assert output.err == ""


def test_that_the_thresholds_of_the_model_hold_until_another_is_given(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = data_dir / "parity" / "page_full.png"
    thresholds = read_card(bundled_model() / "model.json").thresholds
    main(["predict", str(page), "--json", "--threshold", "0.05"])
    (everything,) = records(capsys.readouterr().out)
    main(["predict", str(page), "--json"])
    (shown,) = records(capsys.readouterr().out)
    assert shown["detections"] == [
        found for found in everything["detections"] if found["score"] >= thresholds[found["class"]]
    ]
    assert 0 < len(shown["detections"]) < len(everything["detections"])
    assert min(found["score"] for found in everything["detections"]) < 0.2


def test_that_something_is_found_on_each_sample_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", "--sample", "--json", "--annotate", str(tmp_path)]) == Status.DONE
    found = records(capsys.readouterr().out)
    names = [path.name for path in find_page_files([sample_folder()])]
    assert [Path(record["page"]).name for record in found] == names
    assert all(record["detections"] for record in found)
    assert len(list(tmp_path.iterdir())) == len(names)


def test_that_the_bundled_model_can_be_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect"]) == Status.DONE
    card = read_card(bundled_model() / "model.json")
    text = capsys.readouterr().out
    for fact in (card.name, card.version, card.description, card.licence, card.training, *card.measured):
        assert fact in text
    assert "the weights fit the config" in text


def test_that_programs_get_the_card_too(capsys: pytest.CaptureFixture[str]) -> None:
    main(["inspect", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["card"]["name"] == "d2studio-layout"
    assert list(found["card"]["thresholds"]) == found["class_names"]
