"""How the page and what was found on it are drawn, and where the pointer is: values without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from d2studio.core.colours import Colour, class_colour
from d2studio.core.shared_page import SharedPage

_MM_PER_INCH: Final = 25.4


@dataclass(frozen=True)
class OverlayStyle:
    """How detections are drawn.

    Attributes:
        colours: class id to colour; other classes have those of `class_colour`.
        fill_opacity: of boxes and masks, 0 to 1.
        labels: chips with class and score.
        boxes: outlines of boxes.
        masks: outlines of masks, where the model has them.
        keypoints: dots, where the model has them.
        ghosts: suppressed detections are drawn, thin and dashed.
        reading_order: the place of each region in the order of reading is written beside it.
    """

    colours: Mapping[int, Colour] = field(default_factory=dict)
    fill_opacity: float = 0.12
    labels: bool = True
    boxes: bool = True
    masks: bool = True
    keypoints: bool = True
    ghosts: bool = False
    reading_order: bool = False

    def colour(self, class_id: int, class_name: str) -> Colour:
        """Colour of a class."""
        return self.colours.get(class_id) or class_colour(class_name)


@dataclass(frozen=True)
class PageTone:
    """How the page is changed for reading; what models see stays as it is.

    Attributes:
        brightness: -1 (black) to 1 (white), added to what is seen after inversion.
        inverted: light letters on a dark page.
    """

    brightness: float = 0.0
    inverted: bool = False


@dataclass(frozen=True)
class PointerPlace:
    """A point of the page: x and y from its top left corner.

    Attributes:
        px: in page pixels.
        mm: in millimetres; None where the resolution is not known.
        pt: in the user space of the PDF (1/72 inch, y up); None for other files.
    """

    px: tuple[float, float]
    mm: tuple[float, float] | None
    pt: tuple[float, float] | None


def pointer_place(page: SharedPage, px: tuple[float, float]) -> PointerPlace:
    """Say in all units where a point of the page is."""
    x, y = px
    mm = None if page.dpi is None else (x / page.dpi[0] * _MM_PER_INCH, y / page.dpi[1] * _MM_PER_INCH)
    pt = None
    if page.to_source.unit == "pt":
        x_pt, y_pt = page.to_source(px).tolist()
        pt = (x_pt, y_pt)
    return PointerPlace(px, mm, pt)
