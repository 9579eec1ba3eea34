"""Pages' pixels, once in memory and seen by all: files in a folder that lies in memory where the system has one.

Files and not named shared memory: they are the same on every system, need no helper process, cannot outlive the
folder that they lie in, and a folder that was left over says whose it was. Whoever writes a block hands it over by its
name; the window removes it.
"""

import contextlib
import mmap
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
import psutil

from d2studio.core.page import PixelArray

_PREFIX: Final = "d2studio-"
_OWNED: Final = re.compile(re.escape(_PREFIX) + r"([0-9]+)-[^/]+")
_MEMORY_FOLDER: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, which nobody else may enter

# The reduced levels end where the longer side has at most this many pixels.
SMALLEST_SIDE: Final = 1024


class SharedBlocks:
    """The folder of one window and its children."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def create(cls) -> "SharedBlocks":
        """Make a folder that only this user can enter, and remove those whose owner is gone."""
        base = _MEMORY_FOLDER if os.access(_MEMORY_FOLDER, os.W_OK) else Path(tempfile.gettempdir())
        _sweep(base)
        return cls(Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=base)))

    def remove(self) -> None:
        """Remove the folder with all blocks. What is mapped stays readable until it is let go."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def discard(self, block: str) -> None:
        """Remove one block."""
        with contextlib.suppress(OSError):
            self._path(block).unlink()

    def write_page(self, pixels: PixelArray) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Write a page and its reduced levels.

        Args:
            pixels: uint8 [H, W, 3].

        Returns:
            The block's name, and height and width of each level, which lie in it one after the other.

        Raises:
            OSError: there is no room.
        """
        height, width, _ = pixels.shape
        sizes = level_sizes((height, width))
        handle, name = tempfile.mkstemp(prefix="page-", dir=self.folder)
        try:
            with os.fdopen(handle, "r+b") as file:
                _reserve(file.fileno(), 3 * sum(h * w for h, w in sizes))
                with mmap.mmap(file.fileno(), 0) as memory:
                    _fill(memory, pixels, sizes)
        except BaseException:
            self.discard(Path(name).name)
            raise
        return Path(name).name, sizes

    def read_page(self, block: str, sizes: tuple[tuple[int, int], ...]) -> tuple[PixelArray, ...]:
        """Map the levels of a page, read-only and without a copy.

        Raises:
            OSError: there is no such block.
            ValueError: it is smaller than `sizes` say.
        """
        with self._path(block).open("rb") as file:
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        levels, offset = [], 0
        for height, width in sizes:
            size = 3 * height * width
            levels.append(np.frombuffer(memory, np.uint8, size, offset).reshape(height, width, 3))
            offset += size
        return tuple(levels)

    def _path(self, block: str) -> Path:
        if not re.fullmatch(r"page-\w+", block):
            raise ValueError(f"{block!r} is no block")
        return self.folder / block


def level_sizes(size_hw: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Height and width of a page and of each reduced level, sides rounded up."""
    sizes = [size_hw]
    while max(sizes[-1]) > SMALLEST_SIDE:
        height, width = sizes[-1]
        sizes.append(((height + 1) // 2, (width + 1) // 2))
    return tuple(sizes)


def _fill(memory: mmap.mmap, pixels: PixelArray, sizes: tuple[tuple[int, int], ...]) -> None:
    buffer = np.frombuffer(memory, np.uint8)
    offset = 0
    above = pixels
    for height, width in sizes:
        level = buffer[offset : offset + 3 * height * width].reshape(height, width, 3)
        offset += level.size
        if level.shape == pixels.shape:
            level[...] = pixels
        else:
            reduce_by_two(above, level)
        above = level
    del buffer, level, above  # the map cannot be closed while an array looks into it


def reduce_by_two(pixels: PixelArray, reduced: PixelArray) -> None:
    """Write the means of blocks of 2 x 2 pixels to `reduced`; at an odd edge of those that are there."""
    from PIL import Image  # here, since the window reads blocks and does without Pillow

    strip_rows = 512  # of the result, so that Pillow's copies stay small
    for top in range(0, len(reduced), strip_rows):
        strip = Image.fromarray(pixels[2 * top : 2 * (top + strip_rows)])
        reduced[top : top + strip_rows] = np.asarray(strip.reduce(2))


def _reserve(descriptor: int, size: int) -> None:
    """Give the file its size now: a write to a map that finds no room would end the process."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    else:
        os.truncate(descriptor, size)


def _sweep(base: Path) -> None:
    for folder in base.glob(f"{_PREFIX}*"):
        owner = _OWNED.fullmatch(folder.name)
        if owner and not psutil.pid_exists(int(owner[1])):
            shutil.rmtree(folder, ignore_errors=True)
