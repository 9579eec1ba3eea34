"""What a model is, and whether its config and weights belong together, without running it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from d2studio.engine.checkpoint import read_checkpoint
from d2studio.engine.config import Config, load_config
from d2studio.engine.fit import compare
from d2studio.engine.loading import (
    class_thresholds,
    parameter_count,
    require_sane_size,
    resolve_classes,
    tensor_shapes,
    thing_class_count,
)
from d2studio.engine.model import build_meta_model
from d2studio.engine.model_card import ModelCard, card_beside

Verdict = Literal["fits", "does not fit", "not checked"]

_FAMILIES = {
    "ProposalNetwork": "Region proposal network",
    "RetinaNet": "RetinaNet",
    "SemanticSegmentor": "Semantic FPN",
    "PanopticFPN": "Panoptic FPN",
}


@dataclass(frozen=True)
class ModelDescription:
    """What a config says, and weights where there are some. `card` is what the model's folder says about it.

    `input_size` are the shorter side and the largest longer side in pixels; `weights_dtype` is the number
    format that most tensors have; `explanations` and `problems` say why weights do not fit.
    """

    architecture: str
    backbone: str
    class_count: int
    class_names: tuple[str, ...]
    input_format: str
    input_size: tuple[int, int]
    parameters: int
    weights_dtype: str | None
    weights_format: str | None
    verdict: Verdict
    explanations: tuple[str, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    card: ModelCard | None = None


def describe(config_path: Path, weights_path: Path | None = None) -> ModelDescription:
    """Describe a config, and check weights against it.

    Raises:
        ConfigError: the config cannot be read or built.
        WeightsError: the weights cannot be read. That they do not fit is a verdict, not an error.
        UsageError: classes.json or model.json beside the config cannot be read.
    """
    config = load_config(config_path)
    model = build_meta_model(config)
    require_sane_size(model, config_path)
    classes = resolve_classes(config, None)
    card = card_beside(config_path, weights_path)
    notes = config.notes + classes.notes + class_thresholds(card, config)[1]
    verdict: Verdict = "not checked"
    weights_dtype, weights_format = None, None
    explanations: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    if weights_path is not None:
        checkpoint = read_checkpoint(weights_path)
        fit = compare(tensor_shapes(model.state_dict()), tensor_shapes(checkpoint.tensors))
        verdict = "fits" if fit.fits else "does not fit"
        weights_format = checkpoint.file_format
        dtypes = Counter(str(tensor.dtype).removeprefix("torch.") for tensor in checkpoint.tensors.values())
        weights_dtype = dtypes.most_common(1)[0][0]
        explanations, problems = fit.explanations, fit.problems
        notes += checkpoint.notes + fit.notes
    return ModelDescription(
        architecture=architecture_name(config),
        backbone=backbone_name(config),
        class_count=thing_class_count(config),
        class_names=classes.names,
        input_format=config.str("INPUT.FORMAT"),
        input_size=(config.int("INPUT.MIN_SIZE_TEST"), config.int("INPUT.MAX_SIZE_TEST")),
        parameters=parameter_count(model),
        weights_dtype=weights_dtype,
        weights_format=weights_format,
        verdict=verdict,
        explanations=explanations,
        problems=problems,
        notes=notes,
        card=card,
    )


def architecture_name(config: Config) -> str:
    """What the field calls such a model: "Cascade Mask R-CNN", say."""
    architecture = config.str("MODEL.META_ARCHITECTURE")
    if architecture in _FAMILIES:
        return _FAMILIES[architecture]
    cascade = "Cascade " if config.str("MODEL.ROI_HEADS.NAME") == "CascadeROIHeads" else ""
    tasks = [name for key, name in (("MASK_ON", "Mask"), ("KEYPOINT_ON", "Keypoint")) if config.bool(f"MODEL.{key}")]
    if not tasks:
        return f"{cascade or 'Faster '}R-CNN"
    return f"{cascade}{' and '.join(tasks)} R-CNN"


def backbone_name(config: Config) -> str:
    """Depth and kind: "ResNet-50 FPN", "ResNeXt-101 32x8d FPN", "ResNet-50 C4"; and whether it deforms."""
    section = "MODEL.RESNETS"
    groups = config.int(f"{section}.NUM_GROUPS")
    kind = f"ResNet-{config.int(f'{section}.DEPTH')}"
    if groups > 1:
        kind = f"ResNeXt-{config.int(f'{section}.DEPTH')} {groups}x{config.int(f'{section}.WIDTH_PER_GROUP')}d"
    deform = " deformable" if any(config.bools(f"{section}.DEFORM_ON_PER_STAGE")) else ""
    if "fpn" in config.str("MODEL.BACKBONE.NAME"):
        return f"{kind}{deform} FPN"
    dilated = "D" if config.int(f"{section}.RES5_DILATION") > 1 else ""
    last = config.strs(f"{section}.OUT_FEATURES")[-1]
    return f"{kind}{deform} {dilated}C{last.removeprefix('res')}"
