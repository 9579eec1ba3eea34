"""From a page's pixels to the network's input.

Source: Detectron2 02b5c4e2, engine/defaults.py (DefaultPredictor), data/transforms (ResizeShortestEdge),
structures/image_list.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from d2studio.arrays import PixelArray
from d2studio.engine.config import Config
from d2studio.engine.structures import ImageBatch
from d2studio.errors import UsageError


def net_size(height: int, width: int, *, shortest: int, longest: int) -> tuple[int, int]:
    """Height and width that a page gets for the network: its shorter side `shortest`, the longer at most `longest`.

    A side never becomes 0, however long and thin the page. `shortest` 0 leaves the size alone.
    """
    if shortest == 0:
        return height, width
    scale = shortest / min(height, width)
    new_height, new_width = (shortest, scale * width) if height < width else (scale * height, shortest)
    if max(new_height, new_width) > longest:
        shrink = longest / max(new_height, new_width)
        new_height, new_width = new_height * shrink, new_width * shrink
    return max(1, int(new_height + 0.5)), max(1, int(new_width + 0.5))


def check_page(rgb: PixelArray) -> None:
    """Refuse what is no page.

    Raises:
        UsageError: anything but uint8 [H, W, 3] with at least one pixel.
    """
    if not isinstance(rgb, np.ndarray) or rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
        what = f"{rgb.dtype} array of shape {rgb.shape}" if isinstance(rgb, np.ndarray) else type(rgb).__name__
        raise UsageError(
            f"A page has to be a uint8 array of shape (height, width, 3) in RGB order; this is a {what}.",
            hint="d2studio.open_pages(path) gives pages whose .pixels have that form.",
        )


@dataclass(frozen=True)
class Preprocessor:
    """Resizes, orders channels, normalises and pads as a config says."""

    shortest: int
    longest: int
    is_bgr: bool
    mean: tuple[float, ...]
    std: tuple[float, ...]
    size_divisibility: int

    @classmethod
    def from_config(cls, config: Config, size_divisibility: int) -> "Preprocessor":
        return cls(
            config.int("INPUT.MIN_SIZE_TEST"),
            config.int("INPUT.MAX_SIZE_TEST"),
            config.str("INPUT.FORMAT") == "BGR",
            config.floats("MODEL.PIXEL_MEAN"),
            config.floats("MODEL.PIXEL_STD"),
            size_divisibility,
        )

    def __call__(self, pages: Sequence[PixelArray], *, device: torch.device, dtype: torch.dtype) -> ImageBatch:
        """One batch of all `pages` (uint8 [H, W, 3], RGB), channels last in memory."""
        images = [self._normalised(page, device) for page in pages]
        sizes = tuple((image.shape[1], image.shape[2]) for image in images)
        height, width = (self._padded(max(size[axis] for size in sizes)) for axis in (0, 1))
        batch = torch.zeros((len(images), 3, height, width), device=device, dtype=dtype)
        batch = batch.contiguous(memory_format=torch.channels_last)
        for image, of_batch, (h, w) in zip(images, batch, sizes, strict=True):
            of_batch[:, :h, :w] = image
        return ImageBatch(batch, sizes)

    def _normalised(self, page: PixelArray, device: torch.device) -> Tensor:
        height, width = net_size(*page.shape[:2], shortest=self.shortest, longest=self.longest)
        # On 8-bit values with Pillow's filter, as the networks were trained.
        resized = np.asarray(Image.fromarray(page).resize((width, height), Image.Resampling.BILINEAR))
        ordered = resized[:, :, ::-1] if self.is_bgr else resized
        image = torch.from_numpy(ordered.copy()).to(device).permute(2, 0, 1).float()
        mean, std = (image.new_tensor(values).view(3, 1, 1) for values in (self.mean, self.std))
        return (image - mean) / std

    def _padded(self, side: int) -> int:
        if self.size_divisibility <= 1:
            return side
        return -(-side // self.size_divisibility) * self.size_divisibility
