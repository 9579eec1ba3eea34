"""What a model is, in words and numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from d2studio.engine.checkpoint import Checkpoint
from d2studio.engine.class_names import ClassList
from d2studio.engine.config import Config
from d2studio.engine.fit import Fit
from d2studio.engine.model import Model
from d2studio.engine.model_card import ModelCard
from d2studio.engine.model_classes import class_thresholds, thing_class_count

Verdict = Literal["fits", "does not fit", "not checked"]

_FAMILIES = {
    "ProposalNetwork": "Region proposal network",
    "RetinaNet": "RetinaNet",
    "SemanticSegmentor": "Semantic FPN",
    "PanopticFPN": "Panoptic FPN",
}


@dataclass(frozen=True)
class ModelDescription:
    """What a config says, and weights where there are some.

    Attributes:
        name: for people: the card's, else that of the config or its folder.
        architecture, backbone: "Cascade R-CNN", "ResNet-18 FPN".
        class_names: by class id.
        class_colours: class id to sRGB, 0 to 255, of classes that the model brings a colour for.
        thresholds: class id to the score from which the model's maker advises to show a detection.
        input_format: RGB or BGR, the order of channels that the network expects.
        input_size: shorter side and largest longer side in pixels; a shorter side of 0: pages are not resized.
        max_detections: how many a page at most; -1: all.
        parameters: how many numbers the weights are.
        weights_dtype: the number format that most tensors of the file have.
        explanations, problems: why weights do not fit; `problems` tensor by tensor.
        fitting_class_count: the number of classes with which they would fit, where that is all that is wrong.
        notes: what was noticed, in words.
        card: what the model's folder says about it.
        config_path, weights_path: its files; empty where there is none.
    """

    name: str
    architecture: str
    backbone: str
    class_count: int
    class_names: tuple[str, ...]
    input_format: str
    input_size: tuple[int, int]
    max_detections: int
    parameters: int
    weights_dtype: str | None
    weights_format: str | None
    verdict: Verdict
    explanations: tuple[str, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    class_colours: Mapping[int, tuple[int, int, int]] = field(default_factory=dict)
    thresholds: Mapping[int, float] = field(default_factory=dict)
    fitting_class_count: int | None = None
    card: ModelCard | None = None
    config_path: str = ""
    weights_path: str = ""

    @property
    def kind(self) -> str:
        """Architecture and backbone, for people."""
        return f"{self.architecture}, {self.backbone}"


def describe_parts(
    config: Config,
    model: Model,
    classes: ClassList,
    *,
    card: ModelCard | None = None,
    checkpoint: Checkpoint | None = None,
    fit: Fit | None = None,
) -> ModelDescription:
    """Describe a model whose files are read already. `model` may be without memory, but not yet optimized."""
    thresholds, threshold_notes = class_thresholds(card, config)
    notes = config.notes + classes.notes + threshold_notes
    verdict: Verdict = "not checked"
    if checkpoint is not None:
        notes += checkpoint.notes
    if fit is not None:
        verdict = "fits" if fit.fits else "does not fit"
        notes += fit.notes
    return ModelDescription(
        name=(card and card.name) or _file_name(config.path),
        architecture=architecture_name(config),
        backbone=backbone_name(config),
        class_count=thing_class_count(config),
        class_names=classes.names,
        class_colours=classes.colours,
        thresholds=thresholds,
        input_format=config.str("INPUT.FORMAT"),
        input_size=(config.int("INPUT.MIN_SIZE_TEST"), config.int("INPUT.MAX_SIZE_TEST")),
        max_detections=config.int(limit_key(config)),
        parameters=parameter_count(model),
        weights_dtype=None if checkpoint is None else _commonest_dtype(checkpoint),
        weights_format=None if checkpoint is None else checkpoint.file_format,
        verdict=verdict,
        explanations=() if fit is None else fit.explanations,
        problems=() if fit is None else fit.problems,
        notes=notes,
        fitting_class_count=None if fit is None else fit.class_count,
        card=card,
        config_path="" if config.path is None else str(config.path),
        weights_path="" if checkpoint is None else str(checkpoint.path),
    )


def _file_name(config_path: Path | None) -> str:
    if config_path is None:
        return ""
    # Every folder's config may be called config.yaml.
    folder = config_path.absolute().parent.name
    return folder if folder and config_path.stem.lower() == "config" else config_path.stem


def _commonest_dtype(checkpoint: Checkpoint) -> str:
    dtypes = Counter(str(tensor.dtype).removeprefix("torch.") for tensor in checkpoint.tensors.values())
    return dtypes.most_common(1)[0][0]


def parameter_count(model: Model) -> int:
    """How many numbers the model's weights are."""
    return sum(tensor.numel() for tensor in model.state_dict().values())


def limit_key(config: Config) -> str:
    """The setting that says how many regions a page may have at most."""
    is_proposals = config.str("MODEL.META_ARCHITECTURE") == "ProposalNetwork"
    return "MODEL.RPN.POST_NMS_TOPK_TEST" if is_proposals else "TEST.DETECTIONS_PER_IMAGE"


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
