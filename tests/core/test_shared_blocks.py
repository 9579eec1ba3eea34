import errno
import mmap
import os
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.exceptions import AxisError

from d2studio.arrays import PixelArray
from d2studio.core import shared_blocks
from d2studio.core.shared_blocks import SharedBlocks, block_name, level_sizes, reduce_by_two
from d2studio.errors import OutputError
from tests.core.test_own_folders import ended_pid

BLOCK = block_name("decode", 7)


@pytest.fixture
def blocks(tmp_path: Path) -> SharedBlocks:
    return SharedBlocks(tmp_path)


def random_page(height: int, width: int) -> PixelArray:
    return np.random.default_rng(7).integers(0, 256, (height, width, 3)).astype(np.uint8)


def means(pixels: PixelArray) -> PixelArray:
    """Of blocks of 2 x 2 pixels, rounded; an odd edge counts for two."""
    height, width, _ = pixels.shape
    padded = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge").astype(np.float64)
    four = padded.reshape((height + 1) // 2, 2, (width + 1) // 2, 2, 3)
    rounded: PixelArray = np.floor(four.mean(axis=(1, 3)) + 0.5).astype(np.uint8)
    return rounded


def written(blocks: SharedBlocks, pixels: PixelArray) -> tuple[tuple[int, int], ...]:
    with blocks.new_page(BLOCK) as draft:
        return draft.finish(pixels)


@pytest.mark.parametrize("size_hw", [(1, 1), (1024, 1024), (1025, 3), (2051, 1500), (4100, 70)])
def test_that_levels_are_the_page_and_means_of_the_level_above(blocks: SharedBlocks, size_hw: tuple[int, int]) -> None:
    page = random_page(*size_hw)
    levels = blocks.read_page(BLOCK, written(blocks, page))
    np.testing.assert_array_equal(levels[0], page)
    for above, level in pairwise(levels):
        np.testing.assert_array_equal(level, means(above))
    assert max(levels[-1].shape) <= 1024
    assert all(max(level.shape) > 1024 for level in levels[:-1])


@given(st.integers(1, 40), st.integers(1, 40))
def test_that_reducing_by_two_gives_means(height: int, width: int) -> None:
    page = random_page(height, width)
    reduced = np.empty(((height + 1) // 2, (width + 1) // 2, 3), np.uint8)
    reduce_by_two(page, reduced)
    np.testing.assert_array_equal(reduced, means(page))


def test_that_a_page_can_be_written_where_it_lies_in_the_end(blocks: SharedBlocks) -> None:
    page = random_page(1300, 900)
    with blocks.new_page(BLOCK) as draft:
        room = draft.allocate((1300, 900))
        room[...] = page
        room.flags.writeable = False  # as a page's pixels are
        sizes = draft.finish(room)
    full, half = blocks.read_page(BLOCK, sizes)
    np.testing.assert_array_equal(full, page)
    np.testing.assert_array_equal(half, means(page))


def test_that_what_is_read_cannot_be_written_and_outlives_its_file(blocks: SharedBlocks) -> None:
    page = random_page(20, 30)
    (level,) = blocks.read_page(BLOCK, written(blocks, page))
    assert not level.flags.writeable
    blocks.discard(BLOCK)
    assert list(blocks.folder.iterdir()) == []
    np.testing.assert_array_equal(level, page)


def test_that_a_block_that_is_not_there_can_be_discarded(blocks: SharedBlocks) -> None:
    blocks.discard(BLOCK)


@pytest.mark.parametrize("sizes", [((21, 30),), ((20, 30), (20, 30)), ((0, 30),), ((-20, -30),), ((10**12, 10**12),)])
def test_that_levels_that_do_not_fit_into_a_block_are_refused(
    blocks: SharedBlocks, sizes: tuple[tuple[int, int], ...]
) -> None:
    written(blocks, random_page(20, 30))
    with pytest.raises(ValueError, match="do not fit"):
        blocks.read_page(BLOCK, sizes)


@pytest.mark.parametrize("name", ["", "page-", "page-../x", "../page-x", "page-a/b", "/etc/passwd", "page-a\n"])
def test_that_only_names_of_blocks_are_taken(blocks: SharedBlocks, name: str) -> None:
    with pytest.raises(ValueError, match="no block"):
        blocks.read_page(name, ((1, 1),))
    with pytest.raises(ValueError, match="no block"):
        blocks.discard(name)


def no_room(descriptor: int, offset: int, size: int) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def no_address_space(*arguments: object, **keywords: object) -> NoReturn:
    raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="this system has no posix_fallocate")
def test_that_no_room_is_said_and_leaves_no_file(blocks: SharedBlocks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "posix_fallocate", no_room)
    with pytest.raises(OutputError, match="no room for the pixels of the page: No space left"):
        written(blocks, random_page(20, 30))
    assert list(blocks.folder.iterdir()) == []


def test_that_no_room_is_noticed_where_room_cannot_be_reserved(
    blocks: SharedBlocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fallocate", raising=False)
    assert written(blocks, random_page(20, 30)) == ((20, 30),)
    blocks.discard(BLOCK)
    with pytest.raises(OutputError, match="no room"), blocks.new_page(BLOCK) as draft:
        draft.allocate((10**8, 10**8))
    assert list(blocks.folder.iterdir()) == []


def test_that_no_address_space_is_a_lack_of_memory(blocks: SharedBlocks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mmap, "mmap", no_address_space)
    with pytest.raises(MemoryError):
        written(blocks, random_page(20, 30))
    assert list(blocks.folder.iterdir()) == []


def test_that_a_page_that_fails_leaves_no_file(blocks: SharedBlocks) -> None:
    with pytest.raises(AxisError), blocks.new_page(BLOCK) as draft:
        draft.allocate((20, 30)).max(axis=7)
    assert list(blocks.folder.iterdir()) == []


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where folders of blocks are made."""
    monkeypatch.setattr(shared_blocks, "_MEMORY_FOLDER", tmp_path)
    monkeypatch.setattr(shared_blocks, "_MEMORY_FOLDER_MIN_BYTES", 0)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return tmp_path


def test_that_what_dead_owners_left_in_memory_is_removed_wherever_new_folders_are_made(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (base / f"d2studio-{ended_pid()}-abc").mkdir()
    monkeypatch.setattr(shared_blocks, "_MEMORY_FOLDER_MIN_BYTES", 1 << 60)
    SharedBlocks.create()
    assert list(base.glob("d2studio-*")) == []


def test_that_a_small_memory_folder_is_not_used(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_blocks, "_MEMORY_FOLDER_MIN_BYTES", 1 << 60)
    assert SharedBlocks.create().folder.parent == base / "temporary"


def test_that_a_system_without_a_memory_folder_has_blocks_too(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_blocks, "_MEMORY_FOLDER", base / "nowhere")
    assert SharedBlocks.create().folder.parent == base / "temporary"


def test_that_nobody_else_can_look_into_the_folder_and_removing_it_takes_all(base: Path) -> None:
    blocks = SharedBlocks.create()
    if os.name == "posix":
        assert blocks.folder.stat().st_mode & 0o777 == 0o700
    written(blocks, random_page(20, 30))
    blocks.remove()
    assert not blocks.folder.exists()
    blocks.remove()


def test_that_sizes_of_levels_are_rounded_up() -> None:
    assert level_sizes((4097, 100)) == ((4097, 100), (2049, 50), (1025, 25), (513, 13))
