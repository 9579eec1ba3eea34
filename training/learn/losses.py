"""How wrong predictions are.

Everything is computed in float32, whatever the network computes in.
Source: Girshick 2015 (Fast R-CNN); Rezatofighi et al. 2019 (generalised IoU); Detectron2 02b5c4e2,
modeling/box_regression.py and modeling/roi_heads/fast_rcnn.py; fvcore, nn/giou_loss.py.
"""

from dataclasses import dataclass
from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor

from d2studio.engine.boxes import area, decode_deltas, encode_deltas

_EPSILON: Final = 1e-7


@dataclass(frozen=True)
class BoxLoss:
    """How far corrected boxes are from the true ones.

    `kind` is smooth_l1 (between deltas, quadratic below `beta`) or giou (between boxes). `box_weights` are the
    factors by which the network's deltas are scaled.
    """

    kind: str
    beta: float
    box_weights: tuple[float, ...]

    def __call__(self, deltas: Tensor, boxes: Tensor, truth_boxes: Tensor) -> Tensor:
        """The sum over all boxes: float32 []. All three are [N, 4]; the boxes have positive sizes."""
        if self.kind == "giou":
            return giou_loss(decode_deltas(deltas, boxes, self.box_weights), truth_boxes)
        wanted = encode_deltas(boxes, truth_boxes, self.box_weights)
        if self.beta == 0:
            return F.l1_loss(deltas.float(), wanted, reduction="sum")
        return F.smooth_l1_loss(deltas.float(), wanted, beta=self.beta, reduction="sum")


def giou_loss(boxes: Tensor, truth_boxes: Tensor) -> Tensor:
    """Sum of 1 - IoU + the part of the enclosing box that neither covers; float32 [N, 4] each, xyxy."""
    lower = torch.maximum(boxes[:, :2], truth_boxes[:, :2])
    upper = torch.minimum(boxes[:, 2:], truth_boxes[:, 2:])
    intersections = (upper - lower).clamp(min=0).prod(dim=1)
    unions = area(boxes) + area(truth_boxes) - intersections
    around = torch.maximum(boxes[:, 2:], truth_boxes[:, 2:]) - torch.minimum(boxes[:, :2], truth_boxes[:, :2])
    enclosing = around[:, 0] * around[:, 1]
    iou = intersections / (unions + _EPSILON)
    return (1 - iou + (enclosing - unions) / (enclosing + _EPSILON)).sum()


def class_loss(logits: Tensor, classes: Tensor, incomplete: Tensor | None) -> Tensor:
    """Mean softmax cross entropy of all regions, 0 without any.

    A background region of a page on which some classes are incomplete may be background or one of those: its loss is
    -log of the sum of their probabilities.

    Args:
        logits: [R, K + 1], the background last.
        classes: int64 [R].
        incomplete: bool [R, K], or None.
    """
    logits = logits.float()
    if len(classes) == 0:
        return logits.sum()
    if incomplete is None:
        return F.cross_entropy(logits, classes)
    background = logits.shape[1] - 1
    is_allowed = F.one_hot(classes, background + 1).bool()
    is_allowed[:, :background] |= (classes == background)[:, None] & incomplete
    of_allowed = logits.masked_fill(~is_allowed, -torch.inf).logsumexp(dim=1)
    return (logits.logsumexp(dim=1) - of_allowed).mean()
