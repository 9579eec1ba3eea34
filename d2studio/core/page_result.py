"""What is known of a page once a model has run over it."""

from dataclasses import dataclass

from d2studio.arrays import FloatArray
from d2studio.detections import Detections


@dataclass(frozen=True, eq=False)
class PageResult:
    """The outcome of one run of a model over one page, kept until the page is run again.

    Attributes:
        detections: everything above the floor.
        outlines: for each detection the polygons of its mask, float32 [P, 2] of x, y in page pixels, largest first;
            None where the model has no masks. (Found in the child: the window does without OpenCV.)
        model: the model's name, for people.
        device: where it ran, for people: "cpu, float32".
        seconds: time of the model over the page, decoding not counted.
    """

    detections: Detections
    outlines: tuple[tuple[FloatArray, ...], ...] | None
    model: str
    device: str
    seconds: float
