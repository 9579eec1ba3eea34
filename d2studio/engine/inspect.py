"""Reads a model's files, and finds whether its config and weights belong together, without running it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from d2studio.control import Control
from d2studio.engine.anatomy import class_count as read_class_count
from d2studio.engine.checkpoint import Checkpoint
from d2studio.engine.config import Config, Value, load_config
from d2studio.engine.description import ModelDescription, describe_parts, limit_key, parameter_count
from d2studio.engine.fit import Fit, compare, tensor_shapes
from d2studio.engine.model import Model, build_meta_model
from d2studio.engine.model_card import card_beside
from d2studio.engine.model_classes import class_count_key, resolve_classes, thing_class_count
from d2studio.engine.weights_cache import read_through_cache
from d2studio.engine.whole_files import require_whole
from d2studio.errors import ConfigError, UnsupportedConfig, UsageError

__all__ = ["ModelDescription", "ModelParts", "describe", "read_parts"]

# Detectron2's largest, X-152 with cascade heads, has 0.2 billion parameters.
MAX_PARAMETERS: Final = 1_000_000_000


@dataclass(frozen=True)
class ModelParts:
    """What a model's files hold. `model` has no memory for its weights; `fit` is there where `checkpoint` is."""

    config: Config
    model: Model
    checkpoint: Checkpoint | None
    fit: Fit | None
    description: ModelDescription


def describe(
    config_path: Path, weights_path: Path | None = None, *, weights_cache: Path | None = None
) -> ModelDescription:
    """Describe a config, and check weights against it. The arguments are those of `engine.loading.load_model`.

    Raises:
        ConfigError: the config cannot be read or built.
        WeightsError: the weights cannot be read, or were changed since the card beside them was written. That they do
            not fit is a verdict, not an error.
        UsageError: classes.json or model.json beside the config cannot be read.
    """
    if weights_path is not None:
        require_whole(config_path, weights_path, cache=weights_cache)
    return read_parts(config_path, weights_path, weights_cache=weights_cache).description


def read_parts(
    config_path: Path,
    weights_path: Path | None = None,
    *,
    class_names: Sequence[str] | Path | None = None,
    input_size: tuple[int, int] | None = None,
    max_detections: int | None = None,
    class_count: int | None = None,
    weights_cache: Path | None = None,
    control: Control | None = None,
) -> ModelParts:
    """Read a model's files, and compare them. The arguments are those of `engine.loading.load_model`.

    Raises:
        ConfigError, WeightsError: see `describe`.
        UsageError: the same, or a size or number that cannot be used.
        Cancelled: a stop was requested.
    """
    config = _with_choices(load_config(config_path), input_size, max_detections, class_count)
    model = build_meta_model(config)
    _require_sane_size(model, config_path)
    classes = resolve_classes(config, class_names)
    card = card_beside(config_path, weights_path)
    checkpoint, fit = None, None
    if weights_path is not None:
        (control or Control()).tick("weights")
        checkpoint = read_through_cache(weights_path, control, cache=weights_cache)
        fit = _verdict(config, model, checkpoint)
    description = describe_parts(config, model, classes, card=card, checkpoint=checkpoint, fit=fit)
    return ModelParts(config, model, checkpoint, fit, description)


def _verdict(config: Config, model: Model, checkpoint: Checkpoint) -> Fit:
    """How weights and config compare, and whether another number of classes would make them fit."""
    found = tensor_shapes(checkpoint.tensors)
    fit = compare(tensor_shapes(model.state_dict()), found)
    key, count = class_count_key(config), read_class_count(found)
    if fit.fits or fit.missing or fit.unexpected or key is None or count in (None, thing_class_count(config)):
        return fit
    try:
        mended = build_meta_model(config.with_values({key: count}))
    except ConfigError:
        return fit
    is_mended = compare(tensor_shapes(mended.state_dict()), found).fits
    return replace(fit, class_count=count) if is_mended else fit


def _with_choices(
    config: Config, input_size: tuple[int, int] | None, max_detections: int | None, class_count: int | None
) -> Config:
    changes: dict[str, Value] = {}
    if input_size is not None:
        shorter, longer = input_size
        if shorter > longer:
            raise UsageError(
                f"The input size {shorter}, {longer} has a longer side that is shorter than the other.",
                hint="Give the shorter side first.",
            )
        changes |= {"INPUT.MIN_SIZE_TEST": shorter, "INPUT.MAX_SIZE_TEST": longer}
    if max_detections is not None:
        if max_detections == 0:
            raise UsageError("A limit of 0 detections a page would hide everything.", hint="Choose 1 or more.")
        changes[limit_key(config)] = max_detections
    if class_count is not None:
        key = class_count_key(config)
        if key is None:
            raise UsageError("This model has no classes that could be counted.", hint="Leave the number of classes.")
        changes[key] = class_count
    try:
        return config.with_values(changes)
    except ConfigError as error:
        raise UsageError(
            f"The model cannot be run with what was chosen: {'; '.join(error.problems)}.",
            hint="Choose other numbers, or those of the config.",
        ) from error


def _require_sane_size(model: Model, config_path: Path) -> None:
    """Refuse a network that no machine could hold, before anything is allocated.

    Raises:
        UnsupportedConfig: it has more parameters than any model of this kind.
    """
    count = parameter_count(model)
    if count > MAX_PARAMETERS:
        raise UnsupportedConfig(
            f"The config describes a network of {count / 1e9:.1f} billion parameters; the limit is 1 billion.",
            hint="Look for a number in the config that is far too large, such as a count of channels.",
            path=str(config_path),
        )
