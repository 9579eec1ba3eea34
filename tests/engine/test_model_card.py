"""What a model folder may say about its model, and what of it is refused."""

import json
from pathlib import Path

import pytest

from d2studio.engine.model_card import ModelCard, card_beside, read_card
from d2studio.errors import UsageError


def card_file(folder: Path, content: str) -> Path:
    path = folder / "model.json"
    path.write_text(content)
    return path


def test_that_a_card_is_read(tmp_path: Path) -> None:
    facts = {
        "name": "my-model",
        "version": "2",
        "description": "Finds stamps.",
        "licence": "CC0-1.0",
        "training": "An hour on 300 pages.",
        "thresholds": {"Stamp": 0.4, "Seal": 1},
        "measured": {"my scans": {"AP50": 0.9}},
        "sha256": {"config.yaml": "00"},
    }
    card = read_card(card_file(tmp_path, json.dumps(facts | {"author": "me"})))
    assert card == ModelCard(**facts)  # type: ignore[arg-type]


def test_that_nothing_in_a_card_is_required(tmp_path: Path) -> None:
    assert read_card(card_file(tmp_path, "{}")) == ModelCard()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no card"),
        ('{"name": 3}', "'name'"),
        ('{"thresholds": [0.5]}', "'thresholds'"),
        ('{"thresholds": {"Text": "high"}}', "'thresholds'"),
        ('{"thresholds": {"Text": 1.5}}', "'thresholds'"),
        ('{"thresholds": {"Text": NaN}}', "'thresholds'"),
        ('{"thresholds": {"Text": true}}', "'thresholds'"),
        ('{"measured": {"AP50": 0.5}}', "'measured'"),
        ('{"measured": {"my scans": {"AP50": Infinity}}}', "'measured'"),
        ('{"sha256": {"config.yaml": null}}', "'sha256'"),
    ],
)
def test_that_what_does_not_belong_in_a_card_is_named(content: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_card(card_file(tmp_path, content))


def test_that_a_card_belongs_to_the_weights_beside_it(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    assert card_beside(config, None) is None
    card_file(tmp_path, '{"name": "my-model"}')
    assert card_beside(config, tmp_path / "model_final.pth") == ModelCard(name="my-model")
    assert card_beside(config, tmp_path / "elsewhere" / "model_final.pth") is None
