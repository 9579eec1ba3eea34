"""Where results are written: no input, and no file of somebody else, is ever overwritten."""

import contextlib
import glob
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from d2studio.core.words import safe_stem
from d2studio.errors import OutputError

if TYPE_CHECKING:
    from PIL import Image

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_MARK: Final = ("Software", "d2studio")  # as PNG's text chunks have it; Pillow puts it right behind the header


class OutputFolder:
    """A folder for the pictures of one run; made if it is missing.

    Args:
        path: the folder.
        inputs: files that were read, which may lie in the same folder.

    Raises:
        OutputError: `path` is no folder, and none can be made there.
    """

    def __init__(self, path: Path, inputs: Iterable[Path] = ()) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{path}: no folder can be made there: {error.strerror}.", path=str(path)) from error
        self._path = path
        self._taken = {_identity(file) for file in inputs}

    def write_png(self, stem: str, picture: "Image.Image") -> Path:
        """Write a picture under a free name like `stem`; one that an earlier run wrote is replaced.

        Raises:
            OutputError: it cannot be written.
        """
        # Imported late: the window writes files too, and it loads no library that decodes pictures.
        from PIL import PngImagePlugin

        target = self._claim(safe_stem(stem))
        about = PngImagePlugin.PngInfo()
        about.add_text(*_MARK)
        # Level 1 takes a third of the default's time for a tenth more bytes.
        write_whole(target, lambda file: picture.save(file, format="PNG", pnginfo=about, compress_level=1))
        return target

    def _claim(self, stem: str) -> Path:
        attempt = 1
        while True:
            target = self._path / (f"{stem}.png" if attempt == 1 else f"{stem}-{attempt}.png")
            if _identity(target) not in self._taken and _is_free_or_ours(target):
                self._taken.add(_identity(target))
                return target
            attempt += 1


def write_whole(target: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file so that it appears complete or not at all, and an older one stays until then.

    Raises:
        OutputError: it cannot be written.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            with temporary.open("wb") as file:
                write(file)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written: {error.strerror or error}.",
            hint="Make room, or choose another folder.",
            path=str(target),
        ) from error


def remove_parts(target: Path) -> None:
    """Remove what is left beside `target` of processes that were ended while they wrote it."""
    import psutil  # late, like all that only some need

    for part in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        pid = part.name.removesuffix(".part").rpartition(".")[2]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            with contextlib.suppress(OSError):
                part.unlink()


def _identity(path: Path) -> str:
    # Some file systems take A for a.
    return str(path.parent.resolve() / path.name).casefold()


def _is_free_or_ours(path: Path) -> bool:
    if not os.path.lexists(path):
        return True
    if path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(256)
    except OSError:
        return False
    return head.startswith(_PNG_SIGNATURE) and "\0".join(_MARK).encode() in head
