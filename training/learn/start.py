"""Beginning with the weights of another model instead of random ones."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

_HEADS = ("roi_heads.box_head.", "roi_heads.box_predictor.")


def start_from(model: nn.Module, tensors: Mapping[str, Tensor], *, was_grey: bool = False) -> tuple[int, list[str]]:
    """Fill a model with the weights of a similar one, as far as names and shapes agree.

    Every stage of a cascade may begin as the box head of a model that has only one; its box corrections begin anew
    from the second stage on, since boxes that are already corrected need other ones.

    Args:
        model: is changed in place.
        tensors: the state dict of the other model.
        was_grey: the other model has only seen grey pages. What its three input channels weigh means nothing singly:
            each gets their mean, so that coloured pages look to it as grey ones did.

    Returns:
        How many tensors were taken, and the names of those that were not to be had.
    """
    state = model.state_dict()
    taken, missing = 0, []
    for name, own in state.items():
        found = tensors.get(name)
        if found is None:
            found = tensors.get(_without_stage(name))
            if found is not None and "bbox_pred" in name and ".0." not in name:
                found = None
        if found is None or found.shape != own.shape:
            missing.append(name)
            continue
        own.copy_(found.to(own.dtype))
        taken += 1
    stem = next((name for name in state if name.endswith("stem.conv1.weight")), None)
    if was_grey and stem is not None:
        state[stem].copy_(state[stem].mean(dim=1, keepdim=True).expand_as(state[stem]))
    return taken, missing


def _without_stage(name: str) -> str:
    """roi_heads.box_head.1.fc1.weight as a single head has it: roi_heads.box_head.fc1.weight."""
    for prefix in _HEADS:
        stage, _, rest = name.removeprefix(prefix).partition(".")
        if name.startswith(prefix) and stage.isdigit():
            return prefix + rest
    return name


def averaged(average: nn.Module, model: nn.Module, keep: float) -> None:
    """Move the running average of a model's weights and statistics towards it: average = keep * average + rest."""
    with torch.no_grad():
        for own, new in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
            if own.is_floating_point():
                own.lerp_(new, 1 - keep)
            else:
                own.copy_(new)
