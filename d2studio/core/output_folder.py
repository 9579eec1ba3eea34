"""Where results are written: no input, and no file of somebody else, is ever overwritten."""

import contextlib
import functools
import os
import platform
import re
import zlib
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

    What processes left in its folder that were ended while they wrote is removed.

    Raises:
        OutputError: it cannot be written.
    """
    _remove_parts_once(target.parent)
    temporary = target.with_name(_part_name(target))
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


def remove_parts(folder: Path) -> None:
    """Remove what is left in a folder of files that processes of this machine wrote when they were ended."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f"{_part_start()}*.part"):
            import psutil  # late: seldom needed, and slow to load

            pid = part.name.removeprefix(_part_start()).partition("-")[0]
            if pid.isdecimal() and not psutil.pid_exists(int(pid)):
                part.unlink()


@functools.cache
def _remove_parts_once(folder: Path) -> None:
    """Not for each of many files: going through a large folder takes longer than writing."""
    remove_parts(folder)


def _part_name(target: Path) -> str:
    # Of a length of its own: a name may be as long as a file system allows.
    return f"{_part_start()}{os.getpid()}-{zlib.crc32(os.fsencode(target.name)):08x}.part"


def _part_start() -> str:
    # With the machine's name: of a process on another machine that writes into a shared folder, nothing can be known.
    return f".d2studio-{re.sub('[^A-Za-z0-9]', '_', platform.node())}-"


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
