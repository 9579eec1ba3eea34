"""What is dropped and pasted, as other programs hand it over."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from d2studio.gui.incoming import Incoming, read_mime, save_picture
from tests.gui.page_files import picture

pytestmark = pytest.mark.usefixtures("qapp")


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
    [("image/png", "pasted-3.png"), ("image/jpeg", "pasted-3.jpg"), ("application/pdf", "pasted-3.pdf")],
)
def test_that_the_bytes_of_a_picture_are_passed_on_as_they_are(kind: str, name: str, tmp_path: Path) -> None:
    path = save_picture(data(kind, b"whatever it is"), tmp_path / "new", 3)
    assert path == tmp_path / "new" / name
    assert path.read_bytes() == b"whatever it is"


def test_that_a_drawn_picture_becomes_a_file(tmp_path: Path) -> None:
    drawn = QImage(40, 30, QImage.Format.Format_RGB32)
    drawn.fill(0x123456)
    mime = QMimeData()
    mime.setImageData(drawn)
    path = save_picture(mime, tmp_path, 1)
    assert path is not None
    assert QImage(str(path)).pixelColor(39, 29).name() == "#123456"


def test_that_there_is_no_file_of_no_picture(tmp_path: Path) -> None:
    assert save_picture(text("words"), tmp_path, 1) is None


def test_that_a_picture_that_cannot_be_written_is_none(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert save_picture(data("image/png", b"x"), tmp_path / "file", 1) is None
