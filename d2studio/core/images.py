"""Opens pages: picture files of one or more frames, and PDF documents.

    with open_pages("scan.pdf", dpi=200) as source:
        for index in source.indices:
            try:
                page = source.page(index)
            except PageError as error:
                ...  # this page is bad, the others may not be

Formats: PNG, JPEG (of MPO and UltraHDR the first picture), TIFF, BMP, WebP, GIF, PPM, JPEG 2000, PDF, told apart by
content. No other decoder is ever tried. Only `core/raster.py` calls Pillow and only `core/pdf.py` calls pdfium;
whatever they raise becomes a `PageError` here. Both must be used from one thread, see there.
"""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from glob import glob, has_magic
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from d2studio.core import raster
from d2studio.core.page import Allocate, Page, SourceTransform
from d2studio.core.sniff import HEAD_BYTES, name_stranger, page_format
from d2studio.core.tiff import list_directories
from d2studio.errors import PageError, PageTooLarge, UsageError

__all__ = ["PAGE_SUFFIXES", "Page", "PageSource", "SourceTransform", "find_page_files", "open_pages"]

DEFAULT_DPI: Final = 200.0
DEFAULT_MAX_PIXELS: Final = 200_000_000
_DPI_RANGE: Final = (1.0, 4800.0)

# fmt: off
PAGE_SUFFIXES: Final = frozenset((
    ".apng", ".bmp", ".dib", ".gif", ".j2c", ".j2k", ".jfif", ".jp2", ".jpc", ".jpe", ".jpeg", ".jpf", ".jpg", ".jpx",
    ".mpo", ".pbm", ".pdf", ".pfm", ".pgm", ".png", ".pnm", ".ppm", ".tif", ".tiff", ".webp",
))
# fmt: on

_DIGITS: Final = re.compile("([0-9]+)")


class PageSource:
    """The pages of one file, decoded one at a time when asked for. Made by `open_pages`.

    A PDF stays open until `close`; a picture file is only open while a page is decoded. Nothing that was
    decoded is kept.

    Attributes:
        path: the file, as it was asked for.
        indices: the pages asked for, from 0; all, unless `open_pages` was told otherwise.
    """

    def __init__(
        self,
        path: Path,
        count: int,
        indices: Sequence[int] | None,
        decode: Callable[[int, Allocate], Page],
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.path = path
        self.indices = tuple(range(count)) if indices is None else tuple(indices)
        self._count = count
        self._decode = decode
        self._close = close
        for index in self.indices:
            self._check(index)

    def __len__(self) -> int:
        """Count the pages in the file, whichever were asked for. Known without decoding any."""
        return self._count

    def page(self, index: int, *, allocate: Allocate = raster.new_pixels) -> Page:
        """Decode page `index` of the file, from 0.

        Args:
            index: see there.
            allocate: makes the array for the pixels of a picture, so that they need not be copied to where they shall
                lie. (Those of a PDF page lie where its renderer puts them.)

        Raises:
            PageError: the page cannot be read. Other pages are not affected.
            PageTooLarge: it has more pixels than the limit allows, or than the memory holds.
            UsageError: there is no such page.
        """
        self._check(index)
        with _as_page_errors(self.path, index if self._count > 1 else None):
            return self._decode(index, allocate)

    def __getitem__(self, index: int) -> Page:
        return self.page(index)

    def __iter__(self) -> Iterator[Page]:
        """Decode the pages asked for, in order. A bad page ends it: to go on, loop over `indices`."""
        return map(self.page, self.indices)

    def close(self) -> None:
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check(self, index: int) -> None:
        if not 0 <= index < self._count:
            raise UsageError(f"{self.path.name} has no page {index + 1}; it has {self._count}.", path=str(self.path))


def open_pages(
    path: Path | str,
    *,
    dpi: float = DEFAULT_DPI,
    password: str | None = None,
    indices: Sequence[int] | None = None,
    max_pixels: int = DEFAULT_MAX_PIXELS,
) -> PageSource:
    """Open a file of one or more pages, without decoding any.

    Args:
        path: the file. Its name does not matter, only what is in it.
        dpi: resolution at which PDF pages are drawn, 1 to 4,800. Pictures have their own.
        password: opens an encrypted PDF.
        indices: the pages wanted, from 0; all, if None.
        max_pixels: the most pixels that a page may have. Pictures with more are refused before decoding; PDF
            pages are drawn smaller.

    Raises:
        PageError: the file is missing, unreadable, empty, damaged, or of another kind.
        PasswordRequired: it is encrypted, and the password is missing or wrong.
        UsageError: `indices` names a page that is not there, or a number is out of its range.
    """
    path = Path(path)
    if not _DPI_RANGE[0] <= dpi <= _DPI_RANGE[1]:  # also refuses NaN
        raise UsageError(f"{dpi:g} dpi is no resolution to draw pages at.", hint="Use 1 to 4800; 200 suits most pages.")
    if max_pixels < 1:
        raise UsageError(f"A limit of {max_pixels} pixels leaves no page to open.")
    with _as_page_errors(path, None):
        head = _read_head(path)
        kind = page_format(head)
        if kind is None:
            stranger = name_stranger(head)
            raise PageError(f"{path.name} is {stranger.name}, not a page.", hint=stranger.hint, path=str(path))
        if kind == "PDF":
            from d2studio.core.pdf import PdfFile  # here, so that pictures do without pdfium's native library

            pdf = PdfFile(path, password)
            return PageSource(
                path,
                len(pdf),
                indices,
                lambda index, allocate: pdf.render(index, dpi=dpi, max_pixels=max_pixels),
                pdf.close,
            )
        directories = list_directories(path) if kind == "TIFF" else (None,)
        return PageSource(
            path,
            len(directories),
            indices,
            lambda index, allocate: raster.decode_frame(
                path, index, kind, directories[index], max_pixels=max_pixels, allocate=allocate
            ),
        )


def find_page_files(inputs: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """List the files that a user named: files, folders, and globs where the shell has not expanded them.

    A file is taken as it is, whatever its name. Of a folder the page files directly in it are taken, in natural order
    (`p2` before `p10`), not those in folders below; `folder/**` reaches these. Folders and globs leave out
    hidden files and names without one of `PAGE_SUFFIXES`. A file that is named twice comes once.

    Raises:
        UsageError: some inputs give no file; `problems` has a line for each.
    """
    return list(map(Path, find_page_names(inputs)))


def find_page_names(inputs: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Like `find_page_files`, as plain names: a `Path` for each of 50,000 takes longer than all the rest."""
    found: dict[str, None] = {}
    problems = []
    for given in inputs:
        text = os.fspath(given)
        try:
            files, missing = _expand(text)
        except OSError as e:
            files, missing = [], f"The folder {text!r} cannot be read: {e.strerror}."
        if not files:
            problems.append(missing)
        found |= dict.fromkeys(files)
    if problems:
        raise UsageError(
            problems[0] if len(problems) == 1 else f"{len(problems)} of the inputs name no page files.",
            hint="Name files, folders with page files in them, or patterns such as 'scans/*.tif'.",
            problems=problems,
        )
    return list(found)


def _expand(text: str) -> tuple[list[str], str]:
    """Files that `text` stands for, as `Path` would write them, and what to say if there are none."""
    if os.path.isdir(text):
        return _files_in(Path(text)), f"The folder {text!r} has no page files in it."
    if os.path.lexists(text):
        return [str(Path(text))], ""
    if has_magic(text):
        paths = [Path(name) for name in glob(text, recursive=True)]
        chosen = [path for path in paths if _is_page_name(path.name) and path.is_file()]
        chosen.sort(key=lambda path: [_natural_key(part) for part in path.parts])
        return list(map(str, chosen)), f"No page file matches {text!r}."
    return [], f"There is no file or folder {text!r}."


def _files_in(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if _is_page_name(entry.name) and entry.is_file()]
    names.sort(key=_natural_key)
    start = str(folder / "x")[:-1]
    return [start + name for name in names]


def _is_page_name(name: str) -> bool:
    return name[name.rfind(".") :].lower() in PAGE_SUFFIXES and not name.startswith(".")


def _natural_key(name: str) -> list[int | str]:
    """Compare digits by value; text and digits alternate, so the types always match."""
    pieces: list[int | str] = list(_DIGITS.split(name.casefold()))
    pieces[1::2] = map(int, pieces[1::2])
    return pieces


def _read_head(path: Path) -> bytes:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise PageError(f"{path} is a folder.", hint="Open the files in it.", path=str(path))
    if not stat.S_ISREG(status.st_mode):
        raise PageError(f"{path} is a device or a pipe.", hint="Save it as a file first.", path=str(path))
    if status.st_size == 0:
        raise PageError(f"{path.name} is empty (0 bytes).", hint="Copy or download it again.", path=str(path))
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


@contextmanager
def _as_page_errors(path: Path, index: int | None) -> Iterator[None]:
    """Turn whatever the decoders and the file system raise into errors for the user, about a page or the file."""
    what = path.name if index is None else f"Page {index + 1} of {path.name}"
    try:
        yield
    except raster.SIZE_ERROR as e:
        hint = "Scale it down, or raise the limit (max_pixels) if there is room."
        raise PageTooLarge(f"{what} has more pixels than the limit.", hint=hint, path=str(path), index=index) from e
    except MemoryError as e:
        hint = "Close other programs, scale the picture down, or draw the PDF at a lower dpi."
        raise PageTooLarge(
            f"{what} does not fit into the memory that is left.", hint=hint, path=str(path), index=index
        ) from e
    except raster.DECODER_ERRORS as e:
        if isinstance(e, OSError) and e.errno is not None:
            raise _file_error(path, e) from e
        reason = str(e).rstrip(".") or type(e).__name__
        if "truncated" in reason:
            message, hint = f"{what} is incomplete: {reason}.", "Copy, download or scan it again."
        else:
            message = f"{what} cannot be decoded: {reason}."
            hint = "It is damaged or of a rare kind. Copy it again, or open it in another program and save it anew."
        raise PageError(message, hint=hint, path=str(path), index=index) from e


def _file_error(path: Path, error: OSError) -> PageError:
    if isinstance(error, FileNotFoundError):
        message, hint = f"There is no file {path}.", "Check the name, or whether it was moved."
    elif isinstance(error, PermissionError):
        message, hint = f"{path} may not be read: permission denied.", "Ask its owner for access, or copy it."
    else:
        message, hint = f"{path} cannot be read: {error.strerror}.", "Check the disk or the connection to it."
    return PageError(message, hint=hint, path=str(path), errno=error.errno)
