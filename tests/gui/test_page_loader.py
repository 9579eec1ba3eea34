"""Pages come in through the real decode child."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from d2studio.core.failures import Failure
from d2studio.core.page import PageKey
from d2studio.core.page_state import PageStatus
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.shared_page import SharedPage
from d2studio.errors import PageError, PasswordRequired
from d2studio.gui import page_loader
from d2studio.gui.jobs import ChildThread
from d2studio.gui.page_list import THUMBNAIL_ROLE, PageListModel
from d2studio.gui.page_loader import PageLoader
from tests.core import page_files as make
from tests.gui.page_files import HEIGHT, bad_picture, document, picture, scan


class Told(QObject):
    """What a loader says."""

    def __init__(self, loader: PageLoader) -> None:
        super().__init__(loader)
        self.ready: list[SharedPage] = []
        self.failed: list[tuple[PageKey, Failure]] = []
        self.stages: list[tuple[PageKey, str]] = []
        self.problems: list[Failure] | None = None
        loader.page_ready.connect(self._on_ready)
        loader.page_failed.connect(self._on_failed)
        loader.page_progressed.connect(self._on_progressed)
        loader.listing_ended.connect(self._on_listing_ended)

    @Slot(object)
    def _on_ready(self, page: SharedPage) -> None:
        self.ready.append(page)

    @Slot(object, object)
    def _on_failed(self, key: PageKey, failure: Failure) -> None:
        self.failed.append((key, failure))

    @Slot(object, str)
    def _on_progressed(self, key: PageKey, stage: str) -> None:
        self.stages.append((key, stage))

    @Slot(object)
    def _on_listing_ended(self, problems: tuple[Failure, ...]) -> None:
        self.problems = [*(self.problems or ()), *problems]


@pytest.fixture(scope="module")
def decode(qapp: QApplication) -> Iterator[tuple[ChildThread, SharedBlocks]]:
    """One child for all tests."""
    blocks = SharedBlocks.create()
    thread = ChildThread("decode", blocks)
    thread.start()
    yield thread, blocks
    thread.close()
    blocks.remove()


@pytest.fixture
def pages(qapp: QApplication) -> PageListModel:
    return PageListModel()


@pytest.fixture
def loader(pages: PageListModel, decode: tuple[ChildThread, SharedBlocks]) -> Iterator[PageLoader]:
    loader = PageLoader(pages, *decode)
    yield loader
    shiboken6.delete(loader)  # at once: of answers that it did not ask for it would remove the pixels


@pytest.fixture
def told(loader: PageLoader) -> Told:
    return Told(loader)


def opened(loader: PageLoader, told: Told, qtbot: QtBot, *inputs: str) -> None:
    loader.open(inputs)
    qtbot.waitUntil(lambda: told.problems is not None)


def widths(told: Told) -> list[int]:
    return [page.size_hw[1] for page in told.ready]


# Finding files


def test_that_files_and_folders_become_pages_in_the_order_given(
    loader: PageLoader, told: Told, pages: PageListModel, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("page10.png", "page9.png", "notes.txt"):
        picture(tmp_path / "folder" / name.replace(".txt", ".png"))
    (tmp_path / "folder" / "notes.png").rename(tmp_path / "folder" / "notes.txt")
    single = picture(tmp_path / "a.png")
    opened(loader, told, qtbot, str(tmp_path / "folder"), single)
    keys = pages.keys()
    assert [os.path.basename(key.path) for key in keys] == ["page9.png", "page10.png", "a.png"]
    assert told.problems == []


def test_that_an_input_that_gives_nothing_is_named_and_the_others_are_opened(
    loader: PageLoader, told: Told, pages: PageListModel, qtbot: QtBot, tmp_path: Path
) -> None:
    good = picture(tmp_path / "good.png")
    opened(loader, told, qtbot, str(tmp_path / "gone.png"), good)
    assert pages.keys() == [PageKey(good)]
    assert told.problems is not None
    (problem,) = told.problems
    assert "gone.png" in problem.message
    assert problem.context["path"] == str(tmp_path / "gone.png")


def test_that_the_loader_knows_whether_files_are_being_found(
    loader: PageLoader, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    loader.open([picture(tmp_path / "a.png")])
    assert loader.is_listing
    qtbot.waitUntil(lambda: told.problems is not None)
    assert not loader.is_listing


@pytest.mark.parametrize("name", ["pages.tif", "pages.pdf"])
def test_that_a_file_of_many_pages_opens_out_before_anybody_looks_at_it(
    name: str, loader: PageLoader, told: Told, pages: PageListModel, qtbot: QtBot, tmp_path: Path
) -> None:
    write = scan if name.endswith("tif") else document
    first, second = write(tmp_path / name, 100, 110, 120), picture(tmp_path / "z.png")
    opened(loader, told, qtbot, first, second)
    qtbot.waitUntil(lambda: len(pages) == 4)
    assert pages.keys() == [PageKey(first), PageKey(first, 1), PageKey(first, 2), PageKey(second)]
    assert told.ready == []


# Decoding


def test_that_a_page_that_turns_out_not_to_exist_leaves_the_list_before_it_fails(
    loader: PageLoader, pages: PageListModel, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    path, single = scan(tmp_path / "a.tif", 100, 110), picture(tmp_path / "b.png")
    pages.append([PageKey(path), PageKey(single)])
    for each in (path, single):
        pages.set_page_count(each, 5, is_sure=False)
        loader.request(PageKey(each, 4))
    qtbot.waitUntil(lambda: len(told.failed) == 2)
    assert pages.keys() == [PageKey(path), PageKey(path, 1), PageKey(single)]
    loader.request(PageKey(path, 1))
    qtbot.waitUntil(lambda: widths(told) == [110])


def test_that_a_file_that_was_supposed_to_have_pages_and_is_broken_has_one_row(
    loader: PageLoader, pages: PageListModel, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    key = PageKey(bad_picture(tmp_path / "bad.tif"))
    pages.append([key])
    pages.set_page_count(key.path, 3, is_sure=False)
    loader.request(PageKey(key.path, 2))
    qtbot.waitUntil(lambda: len(told.failed) == 1)
    assert pages.keys() == [key]


def test_that_each_page_of_a_file_comes_with_its_own_pixels(
    loader: PageLoader, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    path = scan(tmp_path / "a.tif", 100, 110)
    loader.request(PageKey(path, 1))
    qtbot.waitUntil(lambda: len(told.ready) == 1)
    assert told.ready[0].key == PageKey(path, 1)
    assert told.ready[0].size_hw == (HEIGHT, 110)
    assert (told.ready[0].levels[0] == 255).all()


def test_that_a_page_decoded_already_is_there_at_once(
    loader: PageLoader, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    key = PageKey(picture(tmp_path / "a.png"))
    loader.request(key)
    qtbot.waitUntil(lambda: len(told.ready) == 1)
    loader.request(key)
    assert len(told.ready) == 2
    assert told.ready[1] is told.ready[0]


def test_that_the_stages_of_a_page_are_told(loader: PageLoader, told: Told, qtbot: QtBot, tmp_path: Path) -> None:
    key = PageKey(picture(tmp_path / "a.png"))
    loader.request(key)
    qtbot.waitUntil(lambda: len(told.ready) == 1)
    assert {who for who, _ in told.stages} == {key}
    assert [stage for _, stage in told.stages if stage] == ["open", "decode", "reduce"]


def test_that_a_page_that_cannot_be_read_says_why(loader: PageLoader, told: Told, qtbot: QtBot, tmp_path: Path) -> None:
    key = PageKey(bad_picture(tmp_path / "bad.png"))
    loader.request(key)
    qtbot.waitUntil(lambda: len(told.failed) == 1)
    assert told.failed[0][0] == key
    assert told.failed[0][1].code == PageError.code
    assert told.ready == []


def test_that_a_page_that_nobody_waits_for_any_more_is_not_announced(
    loader: PageLoader, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    dropped, wanted = (PageKey(picture(tmp_path / name, width)) for name, width in (("a.png", 100), ("b.png", 110)))
    loader.request(dropped)
    loader.drop(dropped)
    loader.request(wanted)
    qtbot.waitUntil(lambda: len(told.ready) == 1)
    assert widths(told) == [110]
    loader.request(dropped)
    qtbot.waitUntil(lambda: len(told.ready) == 2)


def test_that_a_page_fetched_ahead_is_kept_but_not_announced(
    loader: PageLoader, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    key = PageKey(picture(tmp_path / "a.png"))
    loader.prefetch(key)
    qtbot.waitUntil(lambda: loader.cached(key) is not None)
    assert told.ready == []


def test_that_a_page_fetched_ahead_is_announced_once_somebody_wants_it(
    loader: PageLoader, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    key = PageKey(picture(tmp_path / "a.png"))
    loader.prefetch(key)
    loader.request(key)
    qtbot.waitUntil(lambda: len(told.ready) == 1)


def test_that_a_file_that_changed_is_decoded_anew_once_it_is_forgotten(
    loader: PageLoader, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    key = PageKey(picture(tmp_path / "a.png", 100))
    loader.request(key)
    qtbot.waitUntil(lambda: len(told.ready) == 1)
    picture(tmp_path / "a.png", 120)
    loader.forget(key)
    loader.request(key)
    qtbot.waitUntil(lambda: len(told.ready) == 2)
    assert widths(told) == [100, 120]


def test_that_pages_looked_at_long_ago_give_their_memory_back(
    loader: PageLoader,
    told: Told,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    decode: tuple[ChildThread, SharedBlocks],
) -> None:
    keys = [PageKey(picture(tmp_path / f"{number}.png", 100)) for number in range(4)]
    monkeypatch.setattr(page_loader, "_CACHE_BYTES", 2 * 3 * 100 * HEIGHT)
    before = len(list(decode[1].folder.iterdir()))
    for number, key in enumerate(keys):
        loader.request(key)
        qtbot.waitUntil(lambda number=number: len(told.ready) == number + 1)  # type: ignore[misc]
    assert [key for key in keys if loader.cached(key) is not None] == keys[2:]
    assert len(list(decode[1].folder.iterdir())) - before == 2
    assert (told.ready[0].levels[0] == 255).all()  # whoever looks at it still can


def test_that_a_page_in_use_is_kept_though_it_is_the_oldest(
    loader: PageLoader,
    told: Told,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    decode: tuple[ChildThread, SharedBlocks],
) -> None:
    keys = [PageKey(picture(tmp_path / f"{number}.png", 100)) for number in range(3)]
    monkeypatch.setattr(page_loader, "_CACHE_BYTES", 1)
    monkeypatch.setattr(loader, "is_in_use", lambda key: key == keys[0])
    for number, key in enumerate(keys):
        loader.request(key)
        qtbot.waitUntil(lambda number=number: len(told.ready) == number + 1)  # type: ignore[misc]
    assert [key for key in keys if loader.cached(key) is not None] == [keys[0], keys[2]]
    page = told.ready[0]
    assert decode[1].read_page(page.block, tuple(level.shape[:2] for level in page.levels))


# Passwords


@pytest.fixture
def locked(tmp_path: Path) -> PageKey:
    path = tmp_path / "locked.pdf"
    path.write_bytes(make.encrypted_pdf("geheim"))
    return PageKey(str(path))


def test_that_a_protected_file_is_shown_as_locked_before_anybody_looks_at_it(
    loader: PageLoader, told: Told, pages: PageListModel, qtbot: QtBot, locked: PageKey
) -> None:
    opened(loader, told, qtbot, locked.path)
    qtbot.waitUntil(lambda: pages.state(locked).status is PageStatus.LOCKED)
    assert told.failed == []


def test_that_a_protected_file_opens_with_its_password_and_with_no_other(
    loader: PageLoader, told: Told, qtbot: QtBot, locked: PageKey
) -> None:
    loader.request(locked)
    qtbot.waitUntil(lambda: len(told.failed) == 1)
    assert told.failed[0][1].code == PasswordRequired.code
    assert not loader.has_password(locked.path)
    loader.set_password(locked.path, "falsch")
    loader.request(locked)
    qtbot.waitUntil(lambda: len(told.failed) == 2)
    assert loader.has_password(locked.path)
    loader.set_password(locked.path, "geheim")
    loader.request(locked)
    qtbot.waitUntil(lambda: len(told.ready) == 1)


# Thumbnails


def test_that_thumbnails_come_for_the_pages_that_are_seen(
    loader: PageLoader, told: Told, pages: PageListModel, qtbot: QtBot, tmp_path: Path
) -> None:
    path = scan(tmp_path / "a.tif", 60, 2 * HEIGHT)
    opened(loader, told, qtbot, path)
    qtbot.waitUntil(lambda: len(pages) == 2)
    keys = pages.keys()
    loader.request_thumbnails(keys)
    qtbot.waitUntil(lambda: all(map(pages.has_thumbnail, keys)))
    sizes = [pages.page_data(key, THUMBNAIL_ROLE).size().toTuple() for key in keys]  # type: ignore[attr-defined]
    side = page_loader.THUMBNAIL_SIDE
    assert sizes == [(59, side), (side, side // 2)]


def test_that_the_thumbnail_of_a_decoded_page_is_made_of_that(
    loader: PageLoader, told: Told, pages: PageListModel, qtbot: QtBot, tmp_path: Path
) -> None:
    path = scan(tmp_path / "a.tif", 2 * HEIGHT)
    opened(loader, told, qtbot, path)
    (key,) = pages.keys()
    loader.request(key)
    qtbot.waitUntil(lambda: bool(told.ready))
    assert not pages.has_thumbnail(key)
    loader.request_thumbnails([key])
    size = pages.page_data(key, THUMBNAIL_ROLE).size().toTuple()  # type: ignore[attr-defined]
    assert size == (page_loader.THUMBNAIL_SIDE, page_loader.THUMBNAIL_SIDE // 2)


def test_that_a_thumbnail_that_is_waited_for_comes_with_its_page(
    loader: PageLoader, told: Told, pages: PageListModel, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [picture(tmp_path / f"{number}.png") for number in range(5)]
    opened(loader, told, qtbot, *paths)
    keys = pages.keys()
    loader.request_thumbnails(keys)
    loader.request(keys[-1])
    qtbot.waitUntil(lambda: bool(told.ready))
    assert pages.has_thumbnail(keys[-1])
    assert not all(map(pages.has_thumbnail, keys))
    qtbot.waitUntil(lambda: all(map(pages.has_thumbnail, keys)))


def test_that_a_page_without_a_thumbnail_does_not_hold_up_the_others(
    loader: PageLoader, told: Told, pages: PageListModel, qtbot: QtBot, tmp_path: Path
) -> None:
    bad, good = bad_picture(tmp_path / "a.png"), picture(tmp_path / "b.png")
    opened(loader, told, qtbot, bad, good)
    loader.request_thumbnails([PageKey(bad), PageKey(good)])
    qtbot.waitUntil(lambda: pages.has_thumbnail(PageKey(good)))
    assert not pages.has_thumbnail(PageKey(bad))
    assert told.failed == []


def test_that_thumbnails_seen_now_come_before_those_asked_for_earlier(
    loader: PageLoader, told: Told, pages: PageListModel, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [picture(tmp_path / f"{number:03}.png") for number in range(30)]
    opened(loader, told, qtbot, *paths)
    keys = pages.keys()
    loader.request_thumbnails(keys[:-1])
    loader.request_thumbnails(keys[-1:])
    qtbot.waitUntil(lambda: pages.has_thumbnail(keys[-1]))
    assert sum(map(pages.has_thumbnail, keys)) < 20
