"""What is dropped on the window or pasted into it: files, folders, pictures without a file."""

import contextlib
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from d2studio.core.failures import Failure
from d2studio.errors import OutputError

# By which programs hand over pictures; the bytes go to the decode child as a file, as all pictures do.
_PICTURE_TYPES = (
    ("image/png", ".png"),
    ("image/jpeg", ".jpg"),
    ("image/tiff", ".tif"),
    ("image/webp", ".webp"),
    ("image/bmp", ".bmp"),
    ("application/pdf", ".pdf"),
)
_BAND_PIXELS: Final = 1 << 18
_BMP_HEAD_BYTES: Final = 54


@dataclass(frozen=True)
class Incoming:
    """What data hold.

    Attributes:
        paths: files and folders on this machine, in the order given.
        addresses: of the web, which are not fetched.
        has_picture: there is a picture without a file.
    """

    paths: tuple[str, ...]
    addresses: tuple[str, ...]
    has_picture: bool

    @property
    def is_usable(self) -> bool:
        return bool(self.paths or self.addresses or self.has_picture)


def read_mime(mime: QMimeData) -> Incoming:
    """Say what data hold, without touching any of it. Paths as plain text count where something lies there."""
    urls = mime.urls()
    paths = [url.toLocalFile() for url in urls if url.isLocalFile()]
    addresses = [url.toDisplayString() for url in urls if not url.isLocalFile() and url.scheme() in ("http", "https")]
    if not urls and mime.hasText():
        lines = [line.strip().strip("\"'") for line in mime.text().splitlines()[:1000]]
        paths = [line for line in lines if line.startswith(("/", "~")) or line[1:3] in (":\\", ":/")]
        paths = [str(path) for path in map(_expanded, paths) if path is not None]
    has_picture = any(mime.hasFormat(kind) for kind, _ in _PICTURE_TYPES) or mime.hasImage()
    return Incoming(tuple(paths), tuple(addresses), has_picture)


class PictureWriter(QObject):
    """Writes pictures that come without a file, in a thread, since it takes longer than a window may stand still.

    Bytes are passed on as they are. Only where the system hands over nothing but a drawn picture is that encoded: no
    stranger's file is ever decoded here.

    Args:
        folder: where the files go; the folder that it lies in is there.

    Signals:
        written(object): the `Path` of a picture's file.
        failed(object): `Failure`: why there is none.
    """

    written = Signal(object)
    failed = Signal(object)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._count = 0
        self._threads: list[threading.Thread] = []

    def write(self, mime: QMimeData) -> bool:
        """Begin to write the picture that data hold, of which a signal tells later; False where they hold none."""
        found = _picture_of(mime)
        if found is None:
            return False
        content, suffix = found
        self._count += 1
        path = self._folder / f"pasted-{self._count}{suffix}"
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._write, args=(content, path), name=path.name)
        self._threads.append(thread)
        thread.start()
        return True

    def close(self) -> None:
        """Wait until what is being written is."""
        for thread in self._threads:
            thread.join()

    def _write(self, content: bytes | QImage, path: Path) -> None:
        """In a thread of its own."""
        try:
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as file:
                for part in [content] if isinstance(content, bytes) else _encoded(content):
                    file.write(part)
        except OSError as error:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            problem = OutputError(
                f"The pasted picture cannot be kept in {path.parent}: {error.strerror}.",
                hint="Make room there, or save the picture as a file and open that.",
            )
            self.failed.emit(Failure.of(problem))
        else:
            self.written.emit(path)


def _picture_of(mime: QMimeData) -> tuple[bytes | QImage, str] | None:
    """What is to be written, and the file's suffix."""
    for kind, suffix in _PICTURE_TYPES:
        data = mime.data(kind).data()
        if data:
            return bytes(data), suffix
    picture = mime.imageData()
    return (picture, ".bmp") if isinstance(picture, QImage) and not picture.isNull() else None


def _encoded(picture: QImage) -> Iterator[bytes]:
    """As BMP over white paper, in bands: Qt keeps Python, and with it the window, waiting through each of its calls.

    Of all formats it takes the least time; PNG takes fifteen times as long.
    """
    width, height = picture.width(), picture.height()
    rows = max(1, _BAND_PIXELS // width)
    yield _bmp_header(picture)
    for top in range(0, height, rows):
        band = QImage(width, min(rows, height - top), QImage.Format.Format_BGR888)  # its lines are padded as BMP's
        band.fill(Qt.GlobalColor.white)
        painter = QPainter(band)
        painter.drawImage(0, -top, picture)
        painter.end()
        yield bytes(band.constBits())


def _bmp_header(picture: QImage) -> bytes:
    width, height = picture.width(), picture.height()
    data_bytes = (3 * width + 3) // 4 * 4 * height
    resolution = picture.dotsPerMeterX(), picture.dotsPerMeterY()
    # Lines come from the top, which is what a height below 0 says; 24 bits in 1 plane, not compressed, no palette.
    head = struct.pack("<2sIHHI", b"BM", _BMP_HEAD_BYTES + data_bytes, 0, 0, _BMP_HEAD_BYTES)
    return head + struct.pack(
        "<IiiHHIIiiII", _BMP_HEAD_BYTES - 14, width, -height, 1, 24, 0, data_bytes, *resolution, 0, 0
    )


def _expanded(text: str) -> Path | None:
    try:
        path = Path(text).expanduser()
        return path if path.exists() else None
    except (OSError, RuntimeError, ValueError):
        return None
