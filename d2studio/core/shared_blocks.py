"""Pages' pixels, once in memory and seen by all: files in a folder that lies in memory where the system has one.

Files and not named shared memory: they are the same on every system, need no helper process, cannot outlive the
folder that they lie in, and a folder that was left over says whose it was. Whoever writes a block hands it over by its
name; the window removes it.
"""

import contextlib
import errno
import mmap
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from d2studio.arrays import PixelArray
from d2studio.core.own_folders import is_orphaned, make_own_folder, sweep
from d2studio.errors import OutputError

_BLOCK: Final = re.compile(r"page-[\w-]+")
_MEMORY_FOLDER: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, which nobody else may enter
# Some containers have 64 MB there, which is one page.
_MEMORY_FOLDER_MIN_BYTES: Final = 1 << 30

# The reduced levels end where the longer side has at most this many pixels.
SMALLEST_SIDE: Final = 1024

Sizes = tuple[tuple[int, int], ...]


def block_name(child: str, request: int) -> str:
    """The block that the answer to a request lies in: known ahead, so that what is never handed over can be removed."""
    return f"page-{child}-{request}"


class SharedBlocks:
    """The folder of one window and its children."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._left: set[Path] = set()  # Windows keeps a file as long as somebody maps it

    @classmethod
    def create(cls) -> "SharedBlocks":
        """Make a folder of our own, in memory where there is room."""
        temporary = Path(tempfile.gettempdir())
        sweep(_MEMORY_FOLDER)  # the room there is missed most
        return cls(make_own_folder(_MEMORY_FOLDER if _has_room(_MEMORY_FOLDER) else temporary))

    @property
    def is_orphaned(self) -> bool:
        """Whether the window that made the folder is gone."""
        return is_orphaned(self.folder)

    def remove(self) -> None:
        """Remove the folder with all blocks. What is mapped stays readable until it is let go."""
        for _ in range(5):  # a child may write at the same time
            shutil.rmtree(self.folder, ignore_errors=True)
            if not self.folder.exists():
                return

    def discard(self, block: str) -> None:
        """Remove one block, if it is there."""
        self._left.add(self._path(block))
        for path in list(self._left):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
                self._left.discard(path)

    @contextlib.contextmanager
    def new_page(self, block: str) -> Iterator["PageDraft"]:
        """Write a page to a block; should that fail, no block is left."""
        try:
            yield PageDraft(self._path(block))
        except BaseException:
            self.discard(block)
            raise

    def read_page(self, block: str, sizes: Sizes) -> tuple[PixelArray, ...]:
        """Map the levels of a page, read-only and without a copy.

        Raises:
            OSError: there is no such block.
            ValueError: it is smaller than `sizes` say.
        """
        with self._path(block).open("rb") as file:
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return _levels(memory, sizes)

    def _path(self, block: str) -> Path:
        if not _BLOCK.fullmatch(block):
            raise ValueError(f"{block!r} is no block")
        return self.folder / block


class PageDraft:
    """A block that a page is being written to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._levels: tuple[PixelArray, ...] = ()

    def allocate(self, size_hw: tuple[int, int]) -> PixelArray:
        """Make room for a page: uint8 [H, W, 3] in the block itself, to be filled.

        Raises:
            OutputError: there is no room.
            MemoryError: there is none in the address space.
        """
        sizes = level_sizes(size_hw)
        try:
            with self._path.open("x+b") as file:
                _reserve(file.fileno(), _byte_count(sizes))
                memory = mmap.mmap(file.fileno(), 0)
        except OSError as error:
            if error.errno == errno.ENOMEM:
                raise MemoryError("no room to map a page") from error
            raise OutputError(
                f"There is no room for the pixels of the page: {error.strerror}.",
                hint="Close other programs, or other pages.",
                path=str(self._path.parent),
                errno=error.errno,
            ) from error
        self._levels = _levels(memory, sizes)
        return self._levels[0]

    def finish(self, pixels: PixelArray) -> Sizes:
        """Write the reduced levels, and before these the page, where its pixels lie elsewhere.

        Args:
            pixels: uint8 [H, W, 3], the page.

        Returns:
            Height and width of each level, which lie in the block one after the other.

        Raises:
            OutputError, MemoryError: see `allocate`.
        """
        height, width, _ = pixels.shape
        if not self._levels:
            self.allocate((height, width))
        if not np.may_share_memory(self._levels[0], pixels):
            self._levels[0][...] = pixels
        for above, level in pairwise(self._levels):
            reduce_by_two(above, level)
        return level_sizes((height, width))


def level_sizes(size_hw: tuple[int, int]) -> Sizes:
    """Height and width of a page and of each reduced level, sides rounded up."""
    sizes = [size_hw]
    while max(sizes[-1]) > SMALLEST_SIDE:
        height, width = sizes[-1]
        sizes.append(((height + 1) // 2, (width + 1) // 2))
    return tuple(sizes)


def reduce_by_two(pixels: PixelArray, reduced: PixelArray) -> None:
    """Write the means of blocks of 2 x 2 pixels to `reduced`; at an odd edge of those that are there."""
    from PIL import Image  # here, since the window reads blocks and does without Pillow

    strip_rows = 512  # of the result, so that Pillow's copies stay small
    for top in range(0, len(reduced), strip_rows):
        strip = Image.fromarray(pixels[2 * top : 2 * (top + strip_rows)])
        reduced[top : top + strip_rows] = np.asarray(strip.reduce(2))


def _levels(memory: mmap.mmap, sizes: Sizes) -> tuple[PixelArray, ...]:
    """Views of the levels. The map closes when the last of them is let go."""
    if min(min(size) for size in sizes) < 1 or _byte_count(sizes) > len(memory):
        raise ValueError(f"levels of {sizes} do not fit into {len(memory):,} bytes")
    levels, offset = [], 0
    for height, width in sizes:
        size = 3 * height * width
        levels.append(np.frombuffer(memory, np.uint8, size, offset).reshape(height, width, 3))
        offset += size
    return tuple(levels)


def _byte_count(sizes: Sizes) -> int:
    return 3 * sum(height * width for height, width in sizes)


def _reserve(descriptor: int, size: int) -> None:
    """Give the file its size now: a write to a map that finds no room would end the process."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
        return
    if size > shutil.disk_usage(tempfile.gettempdir()).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.ftruncate(descriptor, size)


def _has_room(folder: Path) -> bool:
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= _MEMORY_FOLDER_MIN_BYTES
    except OSError:
        return False
