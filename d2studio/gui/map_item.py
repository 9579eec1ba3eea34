"""The map of a model that gives every pixel a class, as a tinted picture over the page."""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGraphicsPixmapItem

from d2studio.arrays import IntegerArray, WordArray
from d2studio.core.colours import class_colour
from d2studio.detections import Detections

# As many as a screen has; a map has no details that would need more.
_MOST_PIXELS: Final = 1_000_000


def map_item(detections: Detections) -> QGraphicsPixmapItem | None:
    """The areas that no detection stands for, opaque, at the page's place; None where the model makes no map."""
    found = _reduced_map(detections)
    if found is None:
        return None
    ids, colours = found
    tints = colours[ids]  # uint32 [h, w], 0xAARRGGBB
    height, width = tints.shape
    image = QImage(tints.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
    item = QGraphicsPixmapItem(QPixmap.fromImage(image.copy()))  # a copy owns its pixels
    page_height, page_width = detections.size_hw
    item.setTransform(item.transform().scale(page_width / width, page_height / height))
    item.setTransformationMode(Qt.TransformationMode.FastTransformation)
    return item


def _reduced_map(detections: Detections) -> tuple[IntegerArray, WordArray] | None:
    """Ids [h, w] at a reduced size, and the colour of each id, 0 (nothing) for things."""
    if detections.panoptic is not None:
        segments = detections.panoptic.segments
        colours = np.zeros(max((segment.id for segment in segments), default=0) + 1, np.uint32)
        for segment in segments:
            if not segment.is_thing:
                colours[segment.id] = _opaque(detections.stuff_name(segment.class_id))
        return _reduced(detections.panoptic.segment_ids), colours
    if detections.semantic is not None:
        ids = _reduced(detections.semantic)
        names = [detections.stuff_name(class_id) for class_id in range(int(ids.max(initial=0)) + 1)]
        return ids, np.array([_opaque(name) for name in names], np.uint32)
    return None


def _reduced(ids: IntegerArray) -> IntegerArray:
    step = math.ceil(math.sqrt(ids.size / _MOST_PIXELS)) or 1
    return ids[::step, ::step]


def _opaque(name: str) -> int:
    red, green, blue = class_colour(name)
    return 0xFF000000 | red << 16 | green << 8 | blue
