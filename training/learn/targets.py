"""What each anchor and each region ought to have said: matching with the true boxes, and sampling.

Source: Ren et al. 2015 (Faster R-CNN), section 3.1.2; Detectron2 02b5c4e2, modeling/matcher.py, modeling/sampling.py
and modeling/roi_heads/roi_heads.py.
Shape shorthand: B images, N true boxes of one image, M boxes to be matched, K classes, R regions of all images.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from d2studio.engine.boxes import area

POSITIVE, NEGATIVE, IGNORED = 1, 0, -1


@dataclass(frozen=True)
class Truth:
    """What one page holds.

    `boxes` float32 [N, 4] are xyxy in `_net` pixels and have positive sizes; `classes` int64 [N] are below K.
    `incomplete` bool [K] names the classes of which some regions may be unlabelled on this page; None: none.
    """

    boxes: Tensor
    classes: Tensor
    incomplete: Tensor | None = None

    def to(self, device: torch.device) -> "Truth":
        incomplete = self.incomplete
        if incomplete is not None:
            incomplete = incomplete.to(device) if incomplete.any() else None
        return Truth(self.boxes.to(device), self.classes.to(device), incomplete)


@dataclass(frozen=True)
class Matcher:
    """Which true box another box belongs to, and how surely.

    A box whose best overlap lies in the i-th of the intervals between `thresholds` gets `labels[i]`; a threshold
    belongs to the interval above it. With `keeps_best`, the boxes that overlap a true box most are positive however
    little that is, all of them if there are several.
    """

    thresholds: tuple[float, ...]
    labels: tuple[int, ...]
    keeps_best: bool = False

    def __call__(self, truth_boxes: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor]:
        """For each of `boxes` float32 [M, 4], the number of the true box it overlaps most, and its label.

        Without true boxes all numbers are 0 and all labels are the lowest interval's.

        Returns:
            int64 [M] and int8 [M].
        """
        if len(truth_boxes) == 0:
            numbers = torch.zeros(len(boxes), dtype=torch.int64, device=boxes.device)
            return numbers, torch.full_like(numbers, self.labels[0], dtype=torch.int8)
        overlaps = pairwise_iou(truth_boxes, boxes)
        best, numbers = overlaps.max(dim=0)
        intervals = torch.bucketize(best, best.new_tensor(self.thresholds), right=True)
        labels = torch.tensor(self.labels, dtype=torch.int8, device=boxes.device)[intervals]
        if self.keeps_best:
            best_of_truth = overlaps.amax(dim=1, keepdim=True)
            # A true box that nothing touches has no best, or else all boxes would be.
            is_best = (overlaps == best_of_truth.clamp(min=torch.finfo(overlaps.dtype).tiny)).any(dim=0)
            labels.masked_fill_(is_best, POSITIVE)
        return numbers, labels


def pairwise_iou(boxes: Tensor, others: Tensor) -> Tensor:
    """Intersection over union, 0 where there is no intersection: float32 [N, M] of float32 [N, 4] and [M, 4]."""
    lower = torch.maximum(boxes[:, None, 0], others[:, 0])
    widths = torch.minimum(boxes[:, None, 2], others[:, 2]).sub_(lower).clamp_(min=0)
    torch.maximum(boxes[:, None, 1], others[:, 1], out=lower)
    intersections = torch.minimum(boxes[:, None, 3], others[:, 3]).sub_(lower).clamp_(min=0).mul_(widths)
    unions = torch.add(area(boxes)[:, None], area(others), out=lower).sub_(intersections)
    return torch.where(intersections > 0, intersections.div_(unions), 0)


def sample(labels: Tensor, count: int, positive_fraction: float, generator: torch.Generator | None = None) -> Tensor:
    """Choose at random what to learn from.

    Args:
        labels: int8 [..., M]; each row is sampled for itself.
        count: how many to choose in a row, at most.
        positive_fraction: the part of `count` that may be positive; negatives fill up what is left.
        generator: on the device of `labels`; None takes the global one.

    Returns:
        bool, shaped as `labels`.
    """
    keys = torch.rand(labels.shape, generator=generator, device=labels.device)
    is_positive = labels == POSITIVE
    most_positives = int(count * positive_fraction)
    positives = is_positive.sum(dim=-1, keepdim=True).clamp(max=most_positives)
    return _draw(is_positive, keys, positives, most_positives) | _draw(
        labels == NEGATIVE, keys, count - positives, count
    )


def _draw(candidates: Tensor, keys: Tensor, limits: Tensor, largest_limit: int) -> Tensor:
    """The `limits` int64 [..., 1] candidates of each row whose keys are largest; all shapes as `sample` has them."""
    ranked = torch.where(candidates, keys, -1.0).topk(min(largest_limit, keys.shape[-1]), dim=-1)
    ranks = torch.arange(ranked.values.shape[-1], device=keys.device)
    is_chosen = (ranked.values >= 0) & (ranks < limits)
    return torch.zeros_like(candidates).scatter_(-1, ranked.indices, is_chosen)


@dataclass(frozen=True)
class AnchorTargets:
    """What the proposal network is to learn: int8 `labels` and int64 `numbers` of true boxes, both [B, M]."""

    labels: Tensor
    numbers: Tensor


def anchor_targets(
    anchors: Tensor,
    truths: Sequence[Truth],
    matcher: Matcher,
    *,
    count: int,
    positive_fraction: float,
    generator: torch.Generator | None = None,
) -> AnchorTargets:
    """Label the anchors [M, 4] for each image and ignore all but a sample.

    On a page with incomplete classes nothing is negative: an anchor there may lie on an unlabelled region.
    """
    matched = [matcher(truth.boxes, anchors) for truth in truths]
    labels = torch.stack([of_image for _, of_image in matched])
    for truth, of_image in zip(truths, labels, strict=True):
        if truth.incomplete is not None:
            of_image[of_image == NEGATIVE] = IGNORED
    chosen = sample(labels, count, positive_fraction, generator)
    return AnchorTargets(labels.masked_fill(~chosen, IGNORED), torch.stack([numbers for numbers, _ in matched]))


@dataclass(frozen=True)
class Regions:
    """Boxes of all images and what the box head is to learn of them.

    `boxes` has float32 [R of that image, 4] for each image. Of all images together: `classes` int64 [R], K meaning the
    background; `truth_boxes` float32 [R, 4], meaningless for the background; `incomplete` bool [R, K], the incomplete
    classes of the page that the region lies on, None if there are none anywhere.
    """

    boxes: tuple[Tensor, ...]
    classes: Tensor
    truth_boxes: Tensor
    incomplete: Tensor | None


def region_targets(
    boxes: Sequence[Tensor],
    truths: Sequence[Truth],
    matcher: Matcher,
    *,
    class_count: int,
    count: int | None = None,
    positive_fraction: float = 1.0,
    generator: torch.Generator | None = None,
) -> Regions:
    """Match each image's `boxes` with its true ones; with `count`, keep a sample of so many an image."""
    kept, classes, truth_boxes, incomplete = [], [], [], []
    for of_image, truth in zip(boxes, truths, strict=True):
        numbers, labels = matcher(truth.boxes, of_image)
        if count is not None:
            chosen = sample(labels, count, positive_fraction, generator).nonzero().squeeze(1)
            of_image, numbers, labels = of_image[chosen], numbers[chosen], labels[chosen]
        kept.append(of_image)
        if len(truth.boxes):
            classes.append(truth.classes[numbers].masked_fill(labels != POSITIVE, class_count))
            truth_boxes.append(truth.boxes[numbers])
        else:
            classes.append(torch.full_like(numbers, class_count))
            truth_boxes.append(of_image)
        of_page = (
            truth.classes.new_zeros(class_count, dtype=torch.bool) if truth.incomplete is None else truth.incomplete
        )
        incomplete.append(of_page.expand(len(of_image), -1))
    has_incomplete = any(truth.incomplete is not None for truth in truths)
    return Regions(
        tuple(kept), torch.cat(classes), torch.cat(truth_boxes), torch.cat(incomplete) if has_incomplete else None
    )
