"""What is dropped on the window or pasted into it: files, folders, pictures without a file."""

import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

_log = logging.getLogger(__name__)

# By which programs hand over pictures; the bytes go to the decode child as a file, as all pictures do.
_PICTURE_TYPES = (
    ("image/png", ".png"),
    ("image/jpeg", ".jpg"),
    ("image/tiff", ".tif"),
    ("image/webp", ".webp"),
    ("image/bmp", ".bmp"),
    ("application/pdf", ".pdf"),
)


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


def save_picture(mime: QMimeData, folder: Path, number: int) -> Path | None:
    """Write the picture that data hold into a file; None where there is none, or it cannot be written.

    The bytes are passed on as they are. Only where the system hands over nothing but a drawn picture is that encoded,
    by Qt: it never decodes a stranger's file here.
    """
    try:
        return _write(mime, folder, number)
    except OSError as error:
        _log.warning("a pasted picture cannot be written: %s", error)
        return None


def _write(mime: QMimeData, folder: Path, number: int) -> Path | None:
    folder.mkdir(parents=True, exist_ok=True)
    for kind, suffix in _PICTURE_TYPES:
        data = bytes(mime.data(kind).data())
        if data:
            path = folder / f"pasted-{number}{suffix}"
            path.write_bytes(data)
            return path
    picture = mime.imageData()
    if isinstance(picture, QImage) and not picture.isNull():
        path = folder / f"pasted-{number}.png"
        return path if picture.save(str(path), "PNG") else None  # type: ignore[call-overload]
    return None


def _expanded(text: str) -> Path | None:
    try:
        path = Path(text).expanduser()
        return path if path.exists() else None
    except (OSError, RuntimeError, ValueError):
        return None
