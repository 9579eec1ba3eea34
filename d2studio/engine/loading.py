"""From files to a predictor."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from d2studio.control import Control
from d2studio.engine.bundled import bundled_model
from d2studio.engine.checkpoint import read_checkpoint
from d2studio.engine.class_names import ClassList, class_names_for, read_classes
from d2studio.engine.config import Config, load_config
from d2studio.engine.device import choose_device, choose_precision, explained_failures, precision_name
from d2studio.engine.fit import compare, require_fit
from d2studio.engine.model import Model, build_meta_model
from d2studio.engine.model_card import CARD_FILE, ModelCard, card_beside
from d2studio.engine.optimize import optimize
from d2studio.engine.predictor import Predictor
from d2studio.errors import UnsupportedConfig, UsageError

# Detectron2's largest, X-152 with cascade heads, has 0.2 billion parameters.
MAX_PARAMETERS: Final = 1_000_000_000
WEIGHT_SUFFIXES: Final = (".safetensors", ".pth", ".pkl", ".pt")
CONFIG_SUFFIXES: Final = (".yaml", ".yml")
CLASSES_FILE: Final = "classes.json"


def load_model(
    source: str | Path | None = None,
    *,
    weights: str | Path | None = None,
    device: str = "auto",
    precision: str = "auto",
    class_names: Sequence[str] | Path | None = None,
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
    config = load_config(config_path)
    model = build_meta_model(config)
    require_sane_size(model, config_path)
    tick("weights")
    checkpoint = read_checkpoint(weights_path, control)
    fit = compare(tensor_shapes(model.state_dict()), tensor_shapes(checkpoint.tensors))
    require_fit(fit, weights_path=weights_path)
    tick("model")
    with explained_failures(chosen_device):
        fill(model, checkpoint.tensors)
        optimize(model, device=chosen_device, dtype=dtype)
    classes = resolve_classes(config, class_names)
    thresholds, threshold_notes = class_thresholds(card_beside(config_path, weights_path), config)
    return Predictor(
        model,
        config,
        class_names=classes.names,
        class_colours=classes.colours,
        thresholds=thresholds,
        device=chosen_device,
        dtype=dtype,
        notes=config.notes
        + checkpoint.notes
        + fit.notes
        + classes.notes
        + threshold_notes
        + precision_notes(precision, dtype),
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


def tensor_shapes(tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    """Name and shape of every entry of a state dict."""
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def parameter_count(model: Model) -> int:
    """How many numbers the model's weights are."""
    return sum(tensor.numel() for tensor in model.state_dict().values())


def require_sane_size(model: Model, config_path: Path) -> None:
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


def fill(model: Model, tensors: Mapping[str, Tensor]) -> None:
    """Put weights that are known to fit into a model without memory, in float32."""
    state = {}
    for name, expected in model.state_dict().items():
        # Old checkpoints do not count batches, and prediction does not need the count.
        found = tensors.get(name)
        state[name] = torch.zeros(expected.shape, dtype=expected.dtype) if found is None else found.to(expected.dtype)
    model.load_state_dict(state, assign=True)
    model.requires_grad_(False).eval()


def thing_class_count(config: Config) -> int:
    """How many thing classes the model has."""
    architecture = config.str("MODEL.META_ARCHITECTURE")
    if architecture == "ProposalNetwork":
        return 1
    if architecture == "SemanticSegmentor":
        return 0
    return config.int("MODEL.RETINANET.NUM_CLASSES" if architecture == "RetinaNet" else "MODEL.ROI_HEADS.NUM_CLASSES")


def resolve_classes(config: Config, given: Sequence[str] | Path | None) -> ClassList:
    """The model's classes, with exactly one name by class id.

    Raises:
        UsageError: a file of names cannot be read.
    """
    count = thing_class_count(config)
    beside = None if config.path is None else config.path.with_name(CLASSES_FILE)
    if given is None and count and beside is not None and beside.is_file():
        given = beside
    if isinstance(given, Path):
        return read_classes(given, count)
    if given is not None:
        return _fitted(tuple(given), count)
    if config.str("MODEL.META_ARCHITECTURE") == "ProposalNetwork":
        return ClassList(("region",))
    known = class_names_for(config.strs("DATASETS.TRAIN") + config.strs("DATASETS.TEST"), count)
    if known is not None:
        return ClassList(known)
    note = "The names of the classes are not known; they are called by their numbers."
    return ClassList(_fitted((), count).names, notes=(note,) if count else ())


def _fitted(names: tuple[str, ...], count: int) -> ClassList:
    filled = names[:count] + tuple(f"class {index}" for index in range(len(names), count))
    note = f"The model has {count} classes, but {len(names)} names were given."
    return ClassList(filled, notes=() if len(names) == count else (note,))


def class_thresholds(card: ModelCard | None, config: Config) -> tuple[dict[int, float], tuple[str, ...]]:
    """The card's thresholds by class id, and notes on classes that the model lacks.

    The card means the model's own names, whatever the user calls the classes.
    """
    if card is None or not card.thresholds:
        return {}, ()
    names = resolve_classes(config, None).names
    unknown = sorted(card.thresholds.keys() - set(names))
    note = f"{CARD_FILE} has thresholds for classes that the model does not have: {', '.join(unknown)}."
    thresholds = {class_id: card.thresholds[name] for class_id, name in enumerate(names) if name in card.thresholds}
    return thresholds, (note,) if unknown else ()
