"""Makes a model folder, as d2studio and Detectron2 load it, from what training left.

    python -m training.ship RUN/average.pth training/config.yaml FOLDER \
        --thresholds thresholds.json --figures figures.json --name my-model --description "…" --licence Apache-2.0

Classes and their colours are those of classes.json beside the config. The folder holds

    config.yaml        all settings of a Detectron2 config
    model.safetensors  the weights in float16, with Detectron2's own names
    classes.json       names and colours
    model.json         what the model is, what was measured, thresholds by class, SHA-256 of the other files
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import torch

import d2studio
from d2studio.core.output_folder import write_whole
from d2studio.engine.checkpoint import read_checkpoint
from d2studio.engine.class_names import ClassList
from d2studio.engine.config import load_config
from d2studio.engine.conversion import write_weights
from d2studio.engine.fit import compare, require_fit, tensor_shapes
from d2studio.engine.model import build_meta_model
from d2studio.engine.model_card import CARD_FILE
from d2studio.engine.model_classes import CLASSES_FILE, resolve_classes
from d2studio.errors import D2StudioError, UsageError, WeightsError

CONFIG_FILE: Final = "config.yaml"
WEIGHTS_FILE: Final = "model.safetensors"

_DESCRIPTIONS: Final = ("name", "version", "description", "licence", "training")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    options = _parser().parse_args(arguments)
    try:
        ship(
            options.weights,
            options.config,
            options.folder,
            descriptions={key: getattr(options, key) for key in _DESCRIPTIONS},
            thresholds=_read_object(options.thresholds),
            measured=measured(_read_object(options.figures)),
        )
    except D2StudioError as error:
        print(f"error: {error} {error.hint}".rstrip(), *error.problems[:12], sep="\n", file=sys.stderr)
        return 1
    sizes = {path.name: path.stat().st_size for path in sorted(options.folder.iterdir())}
    for name, size in sizes.items():
        print(f"{size / 1e6:8.2f} MB  {name}")
    print(f"{sum(sizes.values()) / 1e6:8.2f} MB  {options.folder}")
    return 0


def ship(
    weights: Path,
    config: Path,
    folder: Path,
    *,
    descriptions: Mapping[str, str],
    thresholds: Mapping[str, float],
    measured: Mapping[str, Mapping[str, float]],
) -> None:
    """Write the model folder, and load it once to see that it is right. Nothing is written if the parts do not fit.

    Args:
        weights: in any form that d2studio reads.
        config: with classes.json beside it.
        folder: made if it is missing; a model that was shipped there before is replaced.
        descriptions: lines of model.json: name, version, description, licence, training.
        thresholds: class name to the score from which it is worth showing.
        measured: what was measured on, to names and values of figures.

    Raises:
        D2StudioError: weights, config, classes and thresholds do not fit each other, or nothing can be written.
    """
    shipped_config = load_config(config).with_values({"MODEL.DEVICE": "cpu", "MODEL.WEIGHTS": ""})
    classes = resolve_classes(shipped_config, None)
    if classes.notes:
        raise UsageError(classes.notes[0], hint=f"Put a {CLASSES_FILE} with all classes beside {config}.")
    if unknown := sorted(thresholds.keys() - set(classes.names)):
        raise UsageError(f"There are thresholds for classes that the model lacks: {', '.join(unknown)}.")
    expected = tensor_shapes(build_meta_model(shipped_config).state_dict())
    checkpoint = read_checkpoint(weights)
    require_fit(compare(expected, tensor_shapes(checkpoint.tensors)), config_path=config, weights_path=weights)
    # What belongs to training alone stays behind.
    state = half_precision({name: tensor for name, tensor in checkpoint.tensors.items() if name in expected})

    folder.mkdir(parents=True, exist_ok=True)
    hashes = {WEIGHTS_FILE: write_weights(replace(checkpoint, tensors=state), folder / WEIGHTS_FILE, metadata={})}
    _write_text(folder / CONFIG_FILE, shipped_config.dump())
    _write_text(folder / CLASSES_FILE, _classes_json(classes))
    hashes |= {name: _sha256(folder / name) for name in (CONFIG_FILE, CLASSES_FILE)}
    card = {**descriptions, "thresholds": dict(thresholds), "measured": measured, "sha256": hashes}
    _write_text(folder / CARD_FILE, json.dumps(card, ensure_ascii=False, indent=2) + "\n")
    d2studio.load_model(folder, device="cpu")


def half_precision(state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A state dict with its numbers in float16, whole numbers as they are; nothing is shared with the given one.

    Raises:
        WeightsError: a number is too large for float16.
    """
    halved = {name: tensor.half() if tensor.is_floating_point() else tensor.clone() for name, tensor in state.items()}
    too_large = [name for name, tensor in halved.items() if not torch.isfinite(tensor).all()]
    if too_large:
        raise WeightsError(
            f"{too_large[0]} holds numbers above 65504, the largest of float16.",
            hint="Train with more weight decay or a lower learning rate.",
            problems=too_large,
        )
    return halved


def measured(figures: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """What `training.evaluate --figures` wrote, as it stands in model.json."""
    if not figures:
        return {}
    groups = {"all pages": figures["all"], **figures["by_source"]}
    return {
        f"{title} ({group['pages']})": {
            "AP50": _rounded(group["mean"]["ap50"]),
            "AP": _rounded(group["mean"]["ap"]),
            **{f"AP50 of {name}": _rounded(scores["ap50"]) for name, scores in group["classes"].items()},
        }
        for title, group in groups.items()
    }


def _rounded(value: float) -> float:
    return round(value, 3)


def _classes_json(classes: ClassList) -> str:
    entries: list[str | dict[str, str]] = [
        {"name": name, "colour": f"#{bytes(classes.colours[class_id]).hex().upper()}"}
        if class_id in classes.colours
        else name
        for class_id, name in enumerate(classes.names)
    ]
    return "[\n" + ",\n".join(f"  {json.dumps(entry, ensure_ascii=False)}" for entry in entries) + "\n]\n"


def _write_text(path: Path, text: str) -> None:
    write_whole(path, lambda file: file.write(text.encode()))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_object(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from error
    if not isinstance(value, dict):
        raise UsageError(f"{path} does not begin with {{.")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.ship", description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, help="weights to ship, such as a run's average.pth")
    parser.add_argument("config", type=Path, help="the config they were trained with, classes.json beside it")
    parser.add_argument("folder", type=Path, help="the model folder to write")
    parser.add_argument("--thresholds", type=Path, help="what `python -m training.thresholds --out` wrote")
    parser.add_argument("--figures", type=Path, help="what `python -m training.evaluate --figures` wrote")
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", default="1")
    parser.add_argument("--description", default="")
    parser.add_argument("--licence", default="")
    parser.add_argument("--training", default="", help="what it was trained on, in a line")
    return parser


if __name__ == "__main__":
    sys.exit(main())
