"""A decoded page as the window sees it: pixels that lie in memory shared with the children."""

from dataclasses import dataclass

from d2studio.arrays import PixelArray
from d2studio.core.page import PageKey, SourceTransform


@dataclass(frozen=True, eq=False)
class SharedPage:
    """One decoded page.

    Attributes:
        key: which page it is.
        levels: uint8 [H, W, 3], RGB, read-only: the page, then reduced to a half, a quarter, ... of its sides (rounded
            up) until the longer side has at most 1,024 pixels.
        dpi: pixels per inch along x and y of the full level; None where the file does not say.
        to_source: maps points of the full level to the file's own frame.
        notes: what was done to the values on the way, in words.
        block: name of the shared block, by which a child finds the same pixels.
    """

    key: PageKey
    levels: tuple[PixelArray, ...]
    dpi: tuple[float, float] | None
    to_source: SourceTransform
    notes: tuple[str, ...]
    block: str

    @property
    def size_hw(self) -> tuple[int, int]:
        height, width, _ = self.levels[0].shape
        return height, width
