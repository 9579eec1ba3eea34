"""From files to a predictor."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from d2studio.control import Control
from d2studio.engine.bundled import bundled_model
from d2studio.engine.device import choose_device, choose_precision, explained_failures, precision_name
from d2studio.engine.fit import require_fit
from d2studio.engine.inspect import read_parts
from d2studio.engine.model import Model
from d2studio.engine.optimize import optimize
from d2studio.engine.predictor import Predictor
from d2studio.engine.whole_files import require_whole
from d2studio.errors import UsageError

WEIGHT_SUFFIXES: Final = (".safetensors", ".pth", ".pkl", ".pt")
CONFIG_SUFFIXES: Final = (".yaml", ".yml")


def load_model(
    source: str | Path | None = None,
    *,
    weights: str | Path | None = None,
    device: str = "auto",
    precision: str = "auto",
    class_names: Sequence[str] | Path | None = None,
    input_size: tuple[int, int] | None = None,
    max_detections: int | None = None,
    class_count: int | None = None,
    weights_cache: Path | None = None,
    control: Control | None = None,
) -> Predictor:
    """Load a Detectron2 model.

    Args:
        source: a config file, or a folder with one config, one weights file and perhaps classes.json and model.json;
            without it, the model that comes with d2studio.
        weights: the weights file of a config file. The path inside a config is never followed.
        device: auto, cpu, cuda, cuda:N or mps.
        precision: auto, float32, bfloat16 or float16.
        class_names: by class id, or a file that lists them; without them, those of classes.json beside the
            config, or of the data set that the config mentions.
        input_size: shorter side and largest longer side in pixels to which pages are resized, (0, 0) for not at all;
            without it, the config's.
        max_detections: how many detections a page at most, -1 for all; without it, the config's.
        class_count: how many classes the weights have, where the config says otherwise.
        weights_cache: folder in which weights that are no safetensors are kept as such, for quicker loading next time;
            without it, they are read from their own file each time.
        control: hears of stages, and may stop the work between them.

    Raises:
        D2StudioError: ConfigError, WeightsError, DeviceError, UsageError or DamagedInstallation; each says what to do.
    """
    tick = (control or Control()).tick
    tick("config")
    config_path, weights_path = find_files(
        None if source is None else Path(source), None if weights is None else Path(weights)
    )
    chosen_device = choose_device(device)
    dtype = choose_precision(precision, chosen_device)
    if source is not None:  # that the bundled model is whole was made sure of when it was found
        require_whole(config_path, weights_path, cache=weights_cache, control=control)
    parts = read_parts(
        config_path,
        weights_path,
        class_names=class_names,
        input_size=input_size,
        max_detections=max_detections,
        class_count=class_count,
        weights_cache=weights_cache,
        control=control,
    )
    assert parts.checkpoint is not None
    assert parts.fit is not None
    require_fit(parts.fit, config_path=config_path, weights_path=weights_path)
    tick("model")
    with explained_failures(chosen_device):
        fill(parts.model, parts.checkpoint.tensors)
        parts = replace(parts, checkpoint=None)  # what the model has no more use for is to be free
        optimize(parts.model, device=chosen_device, dtype=dtype)
    return Predictor(
        parts.model,
        parts.config,
        parts.description,
        device=chosen_device,
        dtype=dtype,
        notes=precision_notes(precision, dtype),
    )


def precision_notes(asked: str, chosen: torch.dtype) -> tuple[str, ...]:
    """Says so where another precision is used than was asked for."""
    if asked in {"auto", precision_name(chosen)}:
        return ()
    return (f"This processor does not compute in {asked}; {precision_name(chosen)} is used, which is faster on it.",)


def find_files(source: Path | None, weights: Path | None) -> tuple[Path, Path]:
    """Config and weights that `source`, a config or a model folder, stands for; None is the bundled model.

    Raises:
        UsageError: one of them is not to be found, or there are several.
        DamagedInstallation: the bundled model is not whole.
    """
    if source is None:
        if weights is not None:
            raise UsageError(f"The config that belongs to {weights} is missing.", hint="Name the config file.")
        source = bundled_model()
    if source.is_dir():
        config = _only_file(source, CONFIG_SUFFIXES, "config")
        return config, weights or _only_file(source, WEIGHT_SUFFIXES, "weights file")
    if weights is None:
        beside = sorted(path.name for path in source.parent.glob("*") if path.suffix in WEIGHT_SUFFIXES)
        raise UsageError(
            f"The weights that belong to {source} are missing.",
            hint="Name the weights file." + (f" Beside the config lie: {', '.join(beside[:5])}." if beside else ""),
        )
    return source, weights


def _only_file(folder: Path, suffixes: tuple[str, ...], what: str) -> Path:
    found = sorted(path for path in folder.iterdir() if path.suffix in suffixes and path.is_file())
    if len(found) == 1:
        return found[0]
    listed = ", ".join(path.name for path in found[:5])
    raise UsageError(
        f"The folder {folder} holds {len(found)} files that could be the {what}{f': {listed}' if found else ''}.",
        hint=f"A model folder has one {what} ({', '.join('*' + suffix for suffix in suffixes)}). Or name the files.",
    )


def fill(model: Model, tensors: Mapping[str, Tensor]) -> None:
    """Put weights that are known to fit into a model without memory, in float32, each in memory of its own.

    The model takes the tensors themselves where it can: they are not to be used afterwards.
    """
    state = {}
    for name, expected in model.state_dict().items():
        # Old checkpoints do not count batches, and prediction does not need the count.
        found = tensors.get(name)
        state[name] = torch.zeros(expected.shape, dtype=expected.dtype) if found is None else found.to(expected.dtype)
    _unshare(state)
    model.load_state_dict(state, assign=True)
    model.requires_grad_(False).eval()


def _unshare(tensors: dict[str, Tensor]) -> None:
    """Copy tensors that lie in the memory of others: some checkpoints have one under several names."""
    end = 0
    for name, tensor in sorted(tensors.items(), key=lambda item: item[1].data_ptr()):
        if tensor.data_ptr() < end:
            tensors[name] = tensor.clone()
        end = max(end, tensor.data_ptr() + tensor.nbytes)
