"""Decides whether weights belong to a config, before any of them is used.

Detectron2 loads what matches and only logs the rest, so a ResNet-50 model runs on ResNet-101 weights and finds rubbish.
Here weights fit if nothing is missing, nothing has another shape, and nothing is left over but what is known to do
no harm.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from d2studio.engine.anatomy import explain
from d2studio.errors import CheckpointMismatch

# Computed from the config (anchors, normalisation of the input) or used in training only. Detectron2 ignores the same.
_HARMLESS = (
    ("cell_anchors", "anchors, which follow from the config"),
    ("pixel_mean", "the input's mean, which is the config's"),
    ("pixel_std", "the input's deviation, which is the config's"),
    ("num_batches_tracked", "counters of training steps"),
    ("fed_loss_cls_weights", "how often classes occur in the training data"),
)

# Parts that a model may have and a config may turn off, the larger first.
_PARTS = (
    ("roi_heads.", "the box head and all that belongs to it"),
    ("roi_heads.mask_head.", "the mask head"),
    ("roi_heads.keypoint_head.", "the keypoint head"),
    ("sem_seg_head.", "the semantic segmentation head"),
    ("proposal_generator.", "the region proposal network"),
)


@dataclass(frozen=True)
class Fit:
    """How the tensors of a weights file compare with those of a model.

    Args:
        missing: names that the model needs and the file does not have.
        unexpected: names in the file that the model has no place for, though it should.
        misshapen: name, the model's shape, the file's shape.
        ignored: names, of the file or of the model, that make no difference; `notes` say why.
        explanations: how the two models differ, in words, most telling first; empty if they fit.
        notes: what a user may want to know though all is well.
        class_count: the number of classes with which the config would fit, where that is all that is wrong.
    """

    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    misshapen: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]
    ignored: tuple[str, ...]
    explanations: tuple[str, ...]
    notes: tuple[str, ...]
    class_count: int | None = None

    @property
    def fits(self) -> bool:
        return not (self.missing or self.unexpected or self.misshapen)

    @property
    def problems(self) -> tuple[str, ...]:
        """A line for each tensor that does not fit."""
        return (
            *(
                f"misshapen: {name} is {_shape(found)}, the config says {_shape(expected)}"
                for name, expected, found in self.misshapen
            ),
            *(f"missing: {name}" for name in self.missing),
            *(f"unexpected: {name}" for name in self.unexpected),
        )


def tensor_shapes(tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    """Name and shape of every entry of a state dict."""
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def compare(expected: Mapping[str, tuple[int, ...]], found: Mapping[str, tuple[int, ...]]) -> Fit:
    """Compare a model's state dict with a file's, both as shapes by name."""
    harmless = {name for name in expected.keys() ^ found.keys() if _harmless_kind(name)}
    missing = tuple(name for name in expected if name not in found and name not in harmless)
    unexpected = [name for name in found if name not in expected and name not in harmless]
    misshapen = tuple(
        (name, shape, found[name])
        for name, shape in expected.items()
        if name in found and found[name] != shape and not _harmless_kind(name)
    )
    # A part that the config has turned off. If something is missing as well, the file is of another model altogether.
    turned_off = {} if missing else _turned_off(expected)
    unused = {name: part for name in unexpected if (part := _part_of(name, turned_off))}
    unexpected = [name for name in unexpected if name not in unused]
    fits = not (missing or unexpected or misshapen)
    return Fit(
        missing=missing,
        unexpected=tuple(unexpected),
        misshapen=misshapen,
        ignored=(*sorted(harmless), *unused),
        explanations=() if fits else _explanations(expected, found, left_over=len(unexpected)),
        notes=(*_notes_on_harmless(harmless & found.keys()), *_notes_on_unused(unused.values())),
    )


def require_fit(fit: Fit, *, config_path: Path, weights_path: Path) -> None:
    """Do nothing if the weights fit.

    Raises:
        CheckpointMismatch: they do not; the message says how the two models differ, and the context has both paths and
            the `class_count` of the fit.
    """
    if fit.fits:
        return
    hint = "Choose the weights that belong to this config, or the config that the weights were trained with."
    if fit.class_count is not None:
        hint += f" All else fits: the config can be used if its number of classes is set to {fit.class_count:,}."
    raise CheckpointMismatch(
        f"{weights_path.name} does not fit the config: {fit.explanations[0]}.",
        hint=hint,
        problems=(*fit.explanations[1:], *fit.problems),
        path=str(weights_path),
        config_path=str(config_path),
        weights_path=str(weights_path),
        class_count=fit.class_count,
    )


def _shape(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "a single number"


def _harmless_kind(name: str) -> str | None:
    return next((kind for part, kind in _HARMLESS if part in name.split(".")), None)


def _turned_off(expected: Collection[str]) -> dict[str, str]:
    return {prefix: part for prefix, part in _PARTS if not any(name.startswith(prefix) for name in expected)}


def _part_of(name: str, parts: Mapping[str, str]) -> str | None:
    return next((part for prefix, part in parts.items() if name.startswith(prefix)), None)


def _notes_on_harmless(names: Iterable[str]) -> list[str]:
    kinds = sorted({kind for name in names if (kind := _harmless_kind(name))})
    return [f"not taken from the weights: {kind}" for kind in kinds]


def _notes_on_unused(parts: Iterable[str]) -> list[str]:
    return [f"the weights also hold {part}, which the config does not use" for part in sorted(set(parts))]


def _explanations(
    expected: Mapping[str, tuple[int, ...]], found: Mapping[str, tuple[int, ...]], *, left_over: int
) -> tuple[str, ...]:
    differences = explain(expected, found)
    if differences:
        return tuple(differences)
    if left_over and all(found.get(name) == shape for name, shape in expected.items() if not _harmless_kind(name)):
        if left_over == 1:
            return ("the weights have a part that the config does not know",)
        return (f"the weights have {left_over:,} parts that the config does not know",)
    common = sum(found.get(name) == shape for name, shape in expected.items())
    return (f"of the {len(expected):,} tensors that the config needs, the weights have {common:,}",)
