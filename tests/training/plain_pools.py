"""Pools for tests: one grey picture of every kind, no folder needed."""

from random import Random

from PIL import Image

from training.pages.pools import Pools


class PlainPools(Pools):
    """Gives grey boxes instead of pictures."""

    def __init__(self) -> None:
        pass

    def photo(self, rng: Random, width: int, height: int) -> Image.Image:
        return Image.new("RGB", (width, height), (120, 130, 140))

    engraving = plot = drawing = logo = photo

    def ornament(self, rng: Random, width: int) -> Image.Image:
        return Image.new("RGB", (width, 6), (120, 130, 140))

    def formula(self, rng: Random, em_px: float, max_width: int) -> Image.Image:
        return Image.new("L", (min(max_width, round(8 * em_px)), round(2 * em_px)), 80)
