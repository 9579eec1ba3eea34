"""From the network's frame to the page's, and from tensors to values.

Source: Detectron2 02b5c4e2, modeling/postprocessing.py.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from d2studio.arrays import FloatArray, MapArray
from d2studio.detections import Detections
from d2studio.engine.boxes import clip, is_larger_than
from d2studio.engine.structures import Instances, Proposals, RawOutput

# Class maps are enlarged to the page's size a few classes at a time: all at once, 54 classes of an A4 scan
# at 300 dpi would take 1.9 GB.
CLASSES_AT_ONCE = 8


def to_page(output: RawOutput, size_hw: tuple[int, int], class_names: tuple[str, ...]) -> Detections:
    """Detections in pixels of a page of `size_hw`, without class map."""
    found = output.instances if output.instances is not None else _as_instances(output.proposals, output.size_hw)
    scale = found.boxes.new_tensor([size_hw[1] / output.size_hw[1], size_hw[0] / output.size_hw[0]])
    boxes = clip(found.boxes * scale.repeat(2), size_hw)
    kept = is_larger_than(boxes, 0)
    keypoints = found.keypoints
    if keypoints is not None:
        keypoints = torch.cat((keypoints[..., :2] * scale, keypoints[..., 2:]), dim=2)[kept]
    return Detections(
        size_hw=size_hw,
        class_names=class_names,
        boxes=_to_numpy(boxes[kept]),
        scores=_to_numpy(found.scores[kept]),
        class_ids=found.classes[kept].cpu().numpy(),
        masks=None if found.masks is None else _to_numpy(found.masks[kept]),
        keypoints=None if keypoints is None else _to_numpy(keypoints),
    )


def _as_instances(proposals: Proposals | None, size_hw: tuple[int, int]) -> Instances:
    """Proposals as detections of one class; nothing for a model that finds no regions at all."""
    if proposals is None:
        nothing = torch.zeros(0)
        return Instances(nothing.view(0, 4), nothing, nothing.long())
    return Instances(proposals.boxes, proposals.logits, torch.zeros_like(proposals.logits, dtype=torch.int64))


def _to_numpy(values: Tensor) -> FloatArray:
    return values.float().cpu().numpy()


def class_map(logits: Tensor, size_hw: tuple[int, int]) -> MapArray:
    """The likeliest class of each pixel of a page, from logits [K, h, w] of the network's frame."""
    best = torch.full(size_hw, -torch.inf, device=logits.device)
    classes = torch.zeros(size_hw, dtype=torch.int16, device=logits.device)
    for first in range(0, len(logits), CLASSES_AT_ONCE):
        some = logits[None, first : first + CLASSES_AT_ONCE]
        values, index = F.interpolate(some, size=size_hw, mode="bilinear", align_corners=False)[0].max(dim=0)
        better = values > best
        best = torch.where(better, values, best)
        classes = torch.where(better, (index + first).short(), classes)
    array = classes.cpu().numpy()
    return array.astype(np.uint8) if len(logits) <= 256 else array
