"""What is dropped and pasted, as other programs hand it over."""

import errno
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QByteArray, QMimeData, QObject, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from d2studio.arrays import PixelArray
from d2studio.core.failures import Failure
from d2studio.core.images import open_pages
from d2studio.gui import incoming
from d2studio.gui.incoming import Incoming, PictureWriter, read_mime
from tests.gui.conftest import Start
from tests.gui.page_files import picture

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[PictureWriter]:
    parent = QObject()
    writer = PictureWriter(tmp_path / "new", parent)
    yield writer
    writer.close()
    shiboken6.delete(parent)


def written(writer: PictureWriter, mime: QMimeData, qtbot: QtBot) -> Path:
    with qtbot.waitSignal(writer.written) as waiting:
        assert writer.write(mime)
    (path,) = waiting.args
    assert isinstance(path, Path)
    return path


def drawn(image: QImage) -> QMimeData:
    mime = QMimeData()
    mime.setImageData(image)
    return mime


def pixels(path: Path) -> PixelArray:
    """As the child decodes them."""
    with open_pages(path) as source:
        return source.page(0).pixels


def urls(*addresses: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(address) for address in addresses])
    return mime


def text(words: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(words)
    return mime


def data(kind: str, content: bytes) -> QMimeData:
    mime = QMimeData()
    mime.setData(kind, QByteArray(content))
    return mime


def test_that_files_and_folders_come_in_the_order_given() -> None:
    mime = urls("file:///b.png", "file:///folder", "file:///a%20%231.pdf")
    assert read_mime(mime).paths == ("/b.png", "/folder", "/a #1.pdf")


def test_that_addresses_of_the_web_are_told_from_files() -> None:
    mime = urls("https://example.org/a.png", "file:///b.png", "mailto:me")
    assert read_mime(mime) == Incoming(("/b.png",), ("https://example.org/a.png",), has_picture=False)


def test_that_a_picture_without_a_file_is_seen() -> None:
    assert read_mime(data("image/png", b"\x89PNG")).has_picture
    mime = QMimeData()
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    assert read_mime(mime).has_picture


def test_that_a_path_as_text_counts_where_something_lies_there(tmp_path: Path) -> None:
    path = picture(tmp_path / "a b.png")
    assert read_mime(text(f'  "{path}"\n{tmp_path}\n/no/such/file.png\nsome words\n')).paths == (path, str(tmp_path))


@pytest.mark.parametrize("words", ["", "some words", "relative/path.png", "\0", "~nobody-of-this-name/x", "/" * 5000])
def test_that_other_text_is_nothing_to_open(words: str) -> None:
    assert not read_mime(text(words)).is_usable or words.startswith("//")


def test_that_nothing_is_nothing() -> None:
    assert not read_mime(QMimeData()).is_usable


@pytest.mark.parametrize(
    ("kind", "name"),
    [("image/png", "pasted-1.png"), ("image/jpeg", "pasted-1.jpg"), ("application/pdf", "pasted-1.pdf")],
)
def test_that_the_bytes_of_a_picture_are_passed_on_as_they_are(
    writer: PictureWriter, qtbot: QtBot, kind: str, name: str, tmp_path: Path
) -> None:
    path = written(writer, data(kind, b"whatever it is"), qtbot)
    assert path == tmp_path / "new" / name
    assert path.read_bytes() == b"whatever it is"


def test_that_a_drawn_picture_becomes_a_file_that_holds_the_same(writer: PictureWriter, qtbot: QtBot) -> None:
    image = QImage(41, 30, QImage.Format.Format_RGB32)
    image.fill(0x123456)
    image.setPixel(40, 29, 0xFF654321)
    image.setPixel(0, 0, 0xFFFFFFFF)
    found = pixels(written(writer, drawn(image), qtbot))
    assert found.shape == (30, 41, 3)
    assert found[15, 20].tolist() == [0x12, 0x34, 0x56]
    assert found[29, 40].tolist() == [0x65, 0x43, 0x21]
    assert found[0, 0].tolist() == [255, 255, 255]


def test_that_transparency_lies_over_white_paper(writer: PictureWriter, qtbot: QtBot) -> None:
    image = QImage(3, 1, QImage.Format.Format_ARGB32)
    for x, colour in enumerate((0x00000000, 0x80000000, 0xFF102030)):
        image.setPixel(x, 0, colour)
    found = pixels(written(writer, drawn(image), qtbot))
    np.testing.assert_allclose(found[0], [[255] * 3, [127] * 3, [0x10, 0x20, 0x30]], atol=1)


def test_that_the_window_lives_while_a_large_picture_is_written(writer: PictureWriter, qtbot: QtBot) -> None:
    image = QImage(7680, 4320, QImage.Format.Format_ARGB32)
    image.fill(0x80123456)
    mime = drawn(image)
    begun = time.thread_time()
    written(writer, mime, qtbot)
    here = time.thread_time() - begun
    begun = time.thread_time()
    QImage(image).save(str(Path(writer._folder) / "compared.png"), "PNG")  # type: ignore[call-overload]
    assert here < 0.2 * (time.thread_time() - begun)


def test_that_every_picture_has_a_file_of_its_own(writer: PictureWriter, qtbot: QtBot) -> None:
    assert len({written(writer, data("image/png", b"x"), qtbot) for _ in range(3)}) == 3


def test_that_there_is_no_file_of_no_picture(writer: PictureWriter, tmp_path: Path) -> None:
    assert not writer.write(text("words"))
    assert list(tmp_path.iterdir()) == []


def test_that_a_picture_that_cannot_be_written_is_a_failure(
    writer: PictureWriter, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_picture: QImage) -> Iterator[bytes]:
        yield b"a part"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(incoming, "_encoded", full)
    with qtbot.waitSignal(writer.failed) as waiting:
        assert writer.write(drawn(QImage(4, 4, QImage.Format.Format_RGB32)))
    (failure,) = waiting.args
    assert isinstance(failure, Failure)
    assert failure.code == "output"
    assert "No space left" in failure.message
    assert list((tmp_path / "new").iterdir()) == []


def test_that_nothing_is_written_where_the_folder_is_gone(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    parent = QObject()
    writer = PictureWriter(tmp_path / "gone" / "new", parent)
    with qtbot.waitSignal(writer.failed):
        assert writer.write(data("image/png", b"x"))
    assert list(tmp_path.iterdir()) == []


def test_that_a_window_that_is_closed_waits_until_the_picture_is_written(start: Start, tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    image = QImage(7680, 4320, QImage.Format.Format_ARGB32)
    image.fill(0x80123456)
    with start() as program:
        program.begin(path)
        program.wait_for_page(path)
        QApplication.clipboard().setImage(image)
        program.window.actions_.paste.trigger()
        assert any("pasted" in thread.name for thread in threading.enumerate())
        program.window.close()
        assert all("pasted" not in thread.name for thread in threading.enumerate())
