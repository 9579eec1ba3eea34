"""What counts as the same answer as Detectron2's.

At least 99 % of the reference's detections have one of ours with the same class, an IoU of at least 0.99
and a score within 0.0005, and the other way round. Masks of such a pair have an IoU of at least 0.98, and
keypoints lie within 1.5 pixels. Of a class map, 99.5 % of the pixels agree.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from d2studio.detections import Detections
from d2studio.masks import paste_masks

MIN_IOU = 0.99
MAX_SCORE_DIFFERENCE = 0.0005
MIN_MASK_IOU = 0.98
MAX_KEYPOINT_DISTANCE_PX = 1.5

Golden = Mapping[str, npt.NDArray[np.generic]]
Floats = npt.NDArray[np.float64]


def pairwise_iou(first: Floats, second: Floats) -> Floats:
    """[N, 4] and [M, 4] to [N, M]."""
    upper_left = np.maximum(first[:, None, :2], second[None, :, :2])
    lower_right = np.minimum(first[:, None, 2:], second[None, :, 2:])
    shared = np.prod(np.clip(lower_right - upper_left, 0, None), axis=2)
    areas = [np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) for boxes in (first, second)]
    return np.asarray(shared / np.maximum(areas[0][:, None] + areas[1][None] - shared, 1e-9))


def agreeing_pairs(found: Detections, golden: Golden) -> npt.NDArray[np.bool_]:
    """Which of ours agree with which of the reference: bool [ours, reference]."""
    iou = pairwise_iou(found.boxes.astype(np.float64), golden["boxes"].astype(np.float64))
    ious_agree = iou >= MIN_IOU
    scores_agree = np.abs(found.scores[:, None] - golden["scores"][None].astype(np.float64)) <= MAX_SCORE_DIFFERENCE
    pairs = ious_agree & scores_agree
    if "classes" in golden:
        pairs &= found.class_ids[:, None] == golden["classes"][None].astype(np.int64)
    if "masks" in golden:
        shape = tuple(int(side) for side in golden["mask_shape"])
        reference = np.unpackbits(golden["masks"].astype(np.uint8), count=int(np.prod(shape))).reshape(shape) > 0
        ours = paste_masks(found)
        for i, j in np.argwhere(pairs):
            shared, together = (ours[i] & reference[j]).sum(), (ours[i] | reference[j]).sum()
            pairs[i, j] = together == 0 or shared / together >= MIN_MASK_IOU
    if "keypoints" in golden:
        assert found.keypoints is not None
        for i, j in np.argwhere(pairs):
            apart = np.linalg.norm(found.keypoints[i, :, :2] - golden["keypoints"][j, :, :2].astype(np.float64), axis=1)
            pairs[i, j] = bool(apart.max() <= MAX_KEYPOINT_DISTANCE_PX)
    return np.asarray(pairs)


def shares_found(found: Detections, golden: Golden) -> tuple[float, float]:
    """Share of the reference's detections that we have, and of ours that the reference has."""
    pairs = agreeing_pairs(found, golden)
    return tuple(float(pairs.any(axis=axis).mean()) if pairs.shape[1 - axis] else 1.0 for axis in (0, 1))  # type: ignore[return-value]
