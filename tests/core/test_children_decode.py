import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from d2studio.arrays import PixelArray
from d2studio.control import Control
from d2studio.core.children.decode import handlers
from d2studio.core.page import PageKey
from d2studio.core.requests import (
    CountPages,
    DecodedPage,
    DecodePage,
    ListFiles,
    MakePicture,
    MakeThumbnail,
    PageOptions,
    Request,
    paths_of,
)
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.wire import Message, from_line, to_line
from d2studio.core.workers import ChildFailed, Worker
from d2studio.detections import Detections
from d2studio.errors import Cancelled, OutputError, PageError, PageTooLarge, PasswordRequired, UsageError
from tests.core import page_files
from tests.core.odd_children import python_child

Ask = Callable[..., Any]


@pytest.fixture
def blocks(tmp_path: Path) -> SharedBlocks:
    folder = tmp_path / "blocks"
    folder.mkdir()
    return SharedBlocks(folder)


@pytest.fixture
def ask(blocks: SharedBlocks) -> Ask:
    """Asks the child's handlers as the window would, without the process in between."""
    found = handlers(blocks)
    number = 0

    def ask(
        request: Request[Any],
        *,
        control: Control | None = None,
        on_part: Callable[[Message], None] = lambda part: None,
    ) -> Any:
        nonlocal number
        number += 1
        message = from_line(to_line({**request.to_wire(), "id": number}))
        answer = found[message["do"]](message, control or Control(), on_part)
        return request.read(from_line(to_line(answer)), blocks)

    return ask


def page(path: Path, index: int = 0, password: str | None = None, **options: Any) -> DecodePage:
    return DecodePage(PageKey(str(path), index), PageOptions(**options), password)


def save(path: Path, pixels: PixelArray, **options: Any) -> Path:
    Image.fromarray(pixels).save(path, **options)
    return path


def random_page(height: int, width: int) -> PixelArray:
    return np.random.default_rng(7).integers(0, 256, (height, width, 3)).astype(np.uint8)


def test_that_a_page_lies_in_a_block_with_its_levels(ask: Ask, blocks: SharedBlocks, tmp_path: Path) -> None:
    pixels = random_page(1500, 40)
    decoded: DecodedPage = ask(page(save(tmp_path / "a.png", pixels, dpi=(300, 300))))
    np.testing.assert_array_equal(decoded.page.levels[0], pixels)
    assert [level.shape for level in decoded.page.levels] == [(1500, 40, 3), (750, 20, 3)]
    assert decoded.page.dpi is not None
    np.testing.assert_allclose(decoded.page.dpi, (300, 300), atol=0.1)
    assert [*decoded.page.to_source.size_hw] == [1500, 40]
    assert decoded.count == 1
    assert [path.name for path in blocks.folder.iterdir()] == [decoded.page.block]


def test_that_a_turned_picture_lies_in_its_block_as_it_is_displayed(ask: Ask, tmp_path: Path) -> None:
    pixels = random_page(20, 30)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = ask(page(save(tmp_path / "a.png", pixels, exif=exif))).page
    np.testing.assert_array_equal(turned.levels[0], np.rot90(pixels, -1))


def test_that_pages_of_a_pdf_lie_in_blocks_too(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(page_files.pdf("/MediaBox [0 0 72 144]", "/MediaBox [0 0 144 72]"))
    for index, size_hw in enumerate([(200, 100), (100, 200)]):
        decoded: DecodedPage = ask(page(path, index, dpi=100.0))
        assert decoded.count == 2
        assert decoded.page.size_hw == size_hw
        assert decoded.page.to_source.unit == "pt"
        assert (decoded.page.levels[0] == 255).all()


def test_that_a_locked_file_needs_its_password(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(page_files.encrypted_pdf("geheim"))
    with pytest.raises(PasswordRequired):
        ask(page(path))
    assert ask(page(path, password="geheim")).count == 1
    assert ask(CountPages((str(path),))) == (-1,)
    assert ask(CountPages((str(path),), "geheim")) == (1,)


def test_that_a_file_that_changes_is_read_anew(ask: Ask, tmp_path: Path) -> None:
    path = save(tmp_path / "a.tif", random_page(20, 30))
    assert ask(page(path)).page.size_hw == (20, 30)
    save(path, random_page(30, 20))
    os.utime(path, ns=(7, 7))
    assert ask(page(path)).page.size_hw == (30, 20)
    path.unlink()
    with pytest.raises(PageError, match="There is no file"):
        ask(page(path))


@pytest.mark.parametrize(
    ("content", "error"), [(b"", PageError), (b"nonsense", PageError), (b"\x89PNG\r\n\x1a\n" + b"x" * 90, PageError)]
)
def test_that_a_bad_page_fails_and_leaves_no_block(
    ask: Ask, blocks: SharedBlocks, tmp_path: Path, content: bytes, error: type[Exception]
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(error):
        ask(page(path))
    assert list(blocks.folder.iterdir()) == []


def test_that_a_page_that_is_damaged_behind_its_header_leaves_no_block(
    ask: Ask, blocks: SharedBlocks, tmp_path: Path
) -> None:
    path = save(tmp_path / "a.jpg", random_page(200, 300))
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(PageError, match="incomplete"):
        ask(page(path))
    assert list(blocks.folder.iterdir()) == []


def test_that_a_page_beyond_the_limit_or_the_file_is_refused(ask: Ask, tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", random_page(20, 30))
    with pytest.raises(PageTooLarge):
        ask(page(path, max_pixels=599))
    with pytest.raises(UsageError, match="has no page 8"):
        ask(page(path, 7))


def test_that_without_room_for_pixels_the_failure_says_so(ask: Ask, blocks: SharedBlocks, tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", random_page(20, 30))
    blocks.folder.rmdir()
    with pytest.raises(OutputError, match="no room for the pixels"):
        ask(page(path))


@pytest.mark.parametrize("stage", ["open", "decode"])
def test_that_stopping_between_stages_leaves_no_block(
    ask: Ask, blocks: SharedBlocks, tmp_path: Path, stage: str
) -> None:
    control = Control(lambda reached, fraction: control.cancel() if reached == stage else None)
    with pytest.raises(Cancelled):
        ask(page(save(tmp_path / "a.png", random_page(20, 30))), control=control)
    assert list(blocks.folder.iterdir()) == []


def test_that_files_arrive_in_parts_and_what_is_none_is_a_problem(ask: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    names = [f"p{number}.png" for number in range(1, 2302)]
    for name in (*names, "notes.txt", ".hidden.png"):
        (folder / name).touch()
    parts: list[tuple[str, ...]] = []
    problems = ask(
        ListFiles((str(folder), str(tmp_path / "nowhere"), str(folder / "notes.txt"))),
        on_part=lambda part: parts.append(paths_of(part)),
    )
    assert [len(part) for part in parts] == [1000, 1000, 301, 1]
    assert [path for part in parts for path in part] == [str(folder / name) for name in (*names, "notes.txt")]
    ((given, problem),) = problems
    assert given == str(tmp_path / "nowhere")
    assert "nowhere" in problem


def test_that_pages_are_counted_and_what_cannot_be_opened_is_not(ask: Ask, tmp_path: Path) -> None:
    save(tmp_path / "one.png", random_page(5, 5))
    Image.new("L", (5, 5)).save(
        tmp_path / "three.tif", save_all=True, append_images=[Image.new("L", (5, 5)), Image.new("L", (5, 5))]
    )
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 and no more")
    names = ("one.png", "three.tif", "bad.pdf", "nowhere.png")
    assert ask(CountPages(tuple(str(tmp_path / name) for name in names))) == (1, 3, None, None)


@pytest.mark.parametrize(
    ("size_hw", "expected"),
    [((40, 30), (40, 30)), ((1000, 500), (100, 50)), ((330, 3000), (11, 100)), ((1, 900), (1, 100))],
)
def test_that_a_thumbnail_fits_its_square(
    ask: Ask, tmp_path: Path, size_hw: tuple[int, int], expected: tuple[int, int]
) -> None:
    path = save(tmp_path / "a.png", np.full((*size_hw, 3), 90, np.uint8))
    thumbnail = ask(MakeThumbnail(PageKey(str(path)), 100))
    assert thumbnail.shape == (*expected, 3)
    assert (thumbnail == 90).all()


FOUND = Detections(
    (200, 300),
    ("Text",),
    np.array([[50, 60, 250, 150]], np.float32),
    np.array([0.9], np.float32),
    np.array([0], np.int64),
)


def test_that_a_picture_with_what_was_found_can_be_saved_and_had(
    ask: Ask, blocks: SharedBlocks, tmp_path: Path
) -> None:
    decoded = ask(page(save(tmp_path / "a.png", np.full((200, 300, 3), 255, np.uint8)))).page
    target = tmp_path / "saved.png"
    assert ask(MakePicture(decoded, FOUND, {0: (255, 0, 0)}, str(target))) == str(target)
    with Image.open(target) as picture:
        saved = np.asarray(picture.convert("RGB"))
    assert saved.shape == (200, 300, 3)
    assert (saved[60:150, 50:250] == (255, 0, 0)).all(axis=2).any()
    assert (saved[:10, :10] == 255).all()

    in_memory = ask(MakePicture(decoded, FOUND, {0: (255, 0, 0)}))
    np.testing.assert_array_equal(in_memory, saved)
    assert ask(MakePicture(decoded, FOUND, side=150)).shape == (100, 150, 3)
    assert [path.name for path in blocks.folder.iterdir()] == [decoded.block]


def test_that_a_picture_that_cannot_be_saved_is_said(ask: Ask, tmp_path: Path) -> None:
    decoded = ask(page(save(tmp_path / "a.png", random_page(200, 300)))).page
    with pytest.raises(OutputError, match="cannot be written"):
        ask(MakePicture(decoded, FOUND, target=str(tmp_path / "nowhere" / "a.png")))


def test_that_without_pillow_every_request_says_so(blocks: SharedBlocks, tmp_path: Path) -> None:
    command = python_child(
        tmp_path,
        """
        import sys
        sys.modules["PIL"] = None
        from d2studio.cli import main
        main(["worker", "decode", *sys.argv[1:]])
        """,
    )
    with Worker("decode", blocks, command=command) as worker:
        for request in (ListFiles((str(tmp_path),)), page(tmp_path / "a.png")):
            with pytest.raises(ChildFailed, match="The library PIL is not installed") as failed:
                worker.call(request.to_wire(), control=Control())
            assert failed.value.failure.code == "library"
            assert failed.value.failure.context == {"library": "PIL", "is_missing": "True"}
