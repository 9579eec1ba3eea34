"""Decodes one frame of a picture file with Pillow, and turns it as its EXIF orientation says, once.

Pillow is asked by plugin and not through `Image.open`: nothing but the format that was sniffed is tried, and sizes
are checked here, before pixels, with numbers for the user. While a file is open two settings of Pillow's are
changed and then put back (its size limit, and warnings), so this is not for several threads at once.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import numpy as np
from PIL import (
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageFile,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    PpmImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from d2studio.arrays import PixelArray
from d2studio.core.page import Allocate, Page, SourceTransform
from d2studio.core.tiff import TiffDirectory
from d2studio.core.to_rgb import write_rgb
from d2studio.errors import PageTooLarge

# What Pillow and pdfium raised on 60,000 damaged files (OSError, RuntimeError, SyntaxError, ValueError), and what
# their source raises or lets through beside these.
DECODER_ERRORS: Final = (
    ArithmeticError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    SystemError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
SIZE_ERROR: Final = Image.DecompressionBombError

_PLUGINS: Final[dict[str, type[ImageFile.ImageFile]]] = {
    "BMP": BmpImagePlugin.BmpImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "JPEG": JpegImagePlugin.JpegImageFile,  # of an MPO or UltraHDR file the first picture, without the gain map
    "JPEG 2000": Jpeg2KImagePlugin.Jpeg2KImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "PPM": PpmImagePlugin.PpmImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "WebP": WebPImagePlugin.WebPImageFile,
}

# Below 10 a "resolution" is an aspect ratio or a default of 1; no scanner goes beyond 10,000.
_PLAUSIBLE_DPI: Final = (10.0, 10_000.0)
_SQUARE_WITHIN: Final = 1.05
_INCHES: Final = {2: 1.0, 3: 2.54}  # by EXIF ResolutionUnit; 1 means that there is none
_PEAK_BYTES: Final = 8  # a pixel: Pillow's buffer, twice while it turns a TIFF; later one of them and ours
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_READ_BYTES: Final = 1 << 20
_NEW_SUBFILE_TYPE: Final = 254
_REDUCED_COPY: Final = 1


class _Turn(NamedTuple):
    """How a stored picture differs from the one displayed: transposed first, then mirrored."""

    transposed: bool = False
    mirrored_y: bool = False
    mirrored_x: bool = False

    def stored_view(self, pixels: PixelArray) -> PixelArray:
        """View displayed pixels [H, W, 3] in the order in which they are stored, so that writing turns them."""
        view = pixels.transpose(1, 0, 2) if self.transposed else pixels
        return view[:: -1 if self.mirrored_y else 1, :: -1 if self.mirrored_x else 1]

    def to_source(self, stored_hw: tuple[int, int]) -> SourceTransform:
        height, width = stored_hw
        x, x_offset = (-1, width) if self.mirrored_x else (1, 0)
        y, y_offset = (-1, height) if self.mirrored_y else (1, 0)
        matrix = (0, x, x_offset, y, 0, y_offset) if self.transposed else (x, 0, x_offset, 0, y, y_offset)
        return SourceTransform(matrix, stored_hw, "px")


_UPRIGHT: Final = _Turn()
_TURNS: Final = {  # by EXIF orientation
    1: _UPRIGHT,
    2: _Turn(mirrored_x=True),
    3: _Turn(mirrored_x=True, mirrored_y=True),
    4: _Turn(mirrored_y=True),
    5: _Turn(transposed=True),
    6: _Turn(transposed=True, mirrored_y=True),
    7: _Turn(transposed=True, mirrored_x=True, mirrored_y=True),
    8: _Turn(transposed=True, mirrored_x=True),
}


def new_pixels(size_hw: tuple[int, int]) -> PixelArray:
    return np.empty((*size_hw, 3), np.uint8)


def decode_frame(
    path: Path,
    index: int,
    kind: str,
    directory: int | None,
    *,
    max_pixels: int,
    allocate: Allocate = new_pixels,
) -> Page:
    """Decode one frame.

    Args:
        path: the file.
        index: the frame's number, for the page.
        kind: a page format of `sniff.page_format`, but not PDF.
        directory: for TIFF, where the frame's directory is (`tiff.list_directories`); of any other file the first
            picture is the page.
        max_pixels: the most pixels to decode.
        allocate: makes the array that becomes the page's pixels.

    Raises:
        PageTooLarge: the header claims more pixels than that.
        DECODER_ERRORS: whatever Pillow raises on a damaged file.
    """
    with (
        _pillow_settings(max_pixels),
        path.open("rb") if directory is None else TiffDirectory(path, directory) as file,
    ):
        image = _PLUGINS[kind](file)
        if image.width * image.height > max_pixels:
            raise _too_large(path, index, image.size, max_pixels)
        notes = ["16-bit values scaled to 8 bits"] if _has_wide_colour(image) else []
        if kind == "PNG":
            _check_png(file)
            image.load()  # EXIF may come behind the pixels
        exif = _exif(image, notes)
        turn = _TURNS.get(exif.get(ExifTags.Base.Orientation, 1), _UPRIGHT)
        image.load()

        # Pillow has turned a TIFF while loading it; anything else is as stored.
        is_turned = kind == "TIFF"
        width, height = image.size if is_turned or not turn.transposed else image.size[::-1]
        pixels = allocate((height, width))
        write_rgb(image, pixels if is_turned else turn.stored_view(pixels), notes)
        dpi = _dpi(image, exif)
        notes += _frame_notes(image)
    if dpi and turn.transposed:
        dpi = dpi[::-1]
    if dpi and max(dpi) > _SQUARE_WITHIN * min(dpi):
        notes.append(f"pixels are not square: {dpi[0]:g} x {dpi[1]:g} dpi")
    pixels.flags.writeable = False
    to_source = turn.to_source((width, height) if turn.transposed else (height, width))
    return Page(path, index, pixels, dpi, to_source, tuple(notes))


def _check_png(file: BinaryIO) -> None:
    """Compare the checksums of the pixel data, which Pillow passes over. Leaves the file where it was.

    Without them, a copy that ends in zeros, or a flipped bit, is a page with stripes or snow.

    Raises:
        ValueError: a checksum is wrong.
    """
    position = file.tell()
    file.seek(len(_PNG_SIGNATURE))
    while len(header := file.read(8)) == 8:
        left, name = struct.unpack(">I4s", header)
        if name != b"IDAT":
            file.seek(left + 4, io.SEEK_CUR)
            continue
        checksum = zlib.crc32(name)
        while left and (data := file.read(min(left, _READ_BYTES))):
            checksum = zlib.crc32(data, checksum)
            left -= len(data)
        stored = file.read(4)
        if len(stored) == 4 and stored != struct.pack(">I", checksum):  # Pillow knows about files that are cut off
            raise ValueError("the checksum of the pixel data is wrong")
    file.seek(position)


def _too_large(path: Path, index: int, size: tuple[int, int], max_pixels: int) -> PageTooLarge:
    """Say that a page of `size` (width, height) has more than `max_pixels` pixels."""
    width, height = size
    pixels = width * height
    which = f"Page {index + 1} of {path.name}" if index else path.name
    return PageTooLarge(
        f"{which} has {width:,} x {height:,} pixels, {pixels / 1e6:,.0f} million; "
        f"the limit is {max_pixels / 1e6:,.0f} million.",
        hint=f"Scale it down, or raise the limit to {pixels} pixels (max_pixels) if there is room: it takes about "
        f"{_PEAK_BYTES * pixels / 1e9:,.1f} GB of memory.",
        path=str(path),
        index=index,
        size_hw=(height, width),
    )


@contextmanager
def _pillow_settings(max_pixels: int) -> Iterator[None]:
    """Make Pillow's size limit ours, and keep its remarks on odd files to ourselves."""
    previous = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = -(-max_pixels // 2)  # it warns there, and raises at twice that
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = previous


def _has_wide_colour(image: ImageFile.ImageFile) -> bool:
    """Tell, before the picture is loaded, whether Pillow cuts 16 bits a channel to 8."""
    return not image.mode.startswith("I") and any(";16" in str(tile.args) for tile in image.tile)


def _frame_notes(image: ImageFile.ImageFile) -> list[str]:
    """Say what is special about the frame. Of GIF, this looks for a second one, so nothing can be decoded after it."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return ["a reduced copy of another page"] if image.tag_v2.get(_NEW_SUBFILE_TYPE) == _REDUCED_COPY else []
    try:
        if getattr(image, "is_animated", False):
            return ["first picture of an animation"]
    except (*DECODER_ERRORS, SIZE_ERROR):
        return ["first picture of an animation, the rest of which is damaged"]
    return ["first picture of several"] if "mp" in image.info else []


def _exif(image: ImageFile.ImageFile, notes: list[str]) -> dict[int, Any]:
    try:
        return dict(image.getexif())
    except DECODER_ERRORS:
        notes.append("EXIF data unreadable")
        return {}


def _dpi(image: ImageFile.ImageFile, exif: dict[int, Any]) -> tuple[float, float] | None:
    """Resolution along x and y as stored: from the format's own field, or else from EXIF."""
    value, factor = image.info.get("dpi"), 1.0
    if isinstance(image, JpegImagePlugin.JpegImageFile) and image.info.get("jfif_unit") not in (1, 2):
        value = None  # Pillow takes x for y in EXIF, and makes up 72 where there is nothing
    if value is None:
        value = exif.get(ExifTags.Base.XResolution, 0), exif.get(ExifTags.Base.YResolution, 0)
        factor = _INCHES.get(exif.get(ExifTags.Base.ResolutionUnit, 2), 0.0)
    try:
        x, y = (float(part) * factor for part in value)
    except (TypeError, ValueError, ArithmeticError):
        return None
    low, high = _PLAUSIBLE_DPI
    return (x, y) if low <= x <= high and low <= y <= high else None
