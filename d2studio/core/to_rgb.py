"""Turns Pillow's pictures, of whatever kind, into RGB as a page is seen on white paper.

What becomes of the values, each noted on the page where it applies:

* 16-bit, 32-bit and float grey is scaled to 8 bits, see `_grey_levels`; colour with 16 bits a channel keeps
  its high byte.
* Alpha and transparent colours are laid over white paper.
* CMYK and Lab, whose numbers mean nothing on a screen, go to sRGB through the embedded profile (CMYK) or the CIE
  definition (Lab). CMYK without a usable profile is converted by the plain formula. RGB and grey are taken as they
  are, whatever their profile: models are trained on such values.

Values go band by band from Pillow's buffer into the page's array, so that the peak is little more than those two:
4 bytes a pixel for pictures of 1 bit and 8 bits, 7 for colour.
"""

import io
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from PIL import Image, ImageCms, ImageFile, TiffImagePlugin

from d2studio.arrays import PixelArray

_BITS: Final = TiffImagePlugin.BITSPERSAMPLE
_PHOTOMETRIC: Final = TiffImagePlugin.PHOTOMETRIC_INTERPRETATION
_WHITE_IS_ZERO: Final = 0
_BAND_PIXELS: Final = 1 << 20

_ToRgb = Callable[[Image.Image], PixelArray]


def _bands(image: Image.Image) -> Iterator[tuple[slice, Image.Image]]:
    rows = max(1, _BAND_PIXELS // image.width)
    for top in range(0, image.height, rows):
        bottom = min(image.height, top + rows)
        yield slice(top, bottom), image.crop((0, top, image.width, bottom))


def write_rgb(image: ImageFile.ImageFile, target: PixelArray, notes: list[str]) -> None:
    """Write a loaded picture into `target` [H, W, 3] as RGB."""
    if image.mode == "F" or image.mode.startswith("I"):
        to_rgb = _grey_converter(image, notes)
    elif image.mode in ("CMYK", "LAB"):
        to_rgb = _profile_converter(image, notes)
    elif image.has_transparency_data:
        notes.append("alpha over white")
        to_rgb = _over_white
    else:
        to_rgb = _plain_rgb
    for rows, band in _bands(image):
        target[rows] = to_rgb(band)


def _plain_rgb(band: Image.Image) -> PixelArray:
    return np.asarray(band.convert("RGB"))


def _over_white(band: Image.Image) -> PixelArray:
    if band.mode == "La":  # grey times alpha, which Pillow converts to nothing else
        band = band.convert("LA")
    rgba = np.asarray(band.convert("RGBA"))
    alpha = rgba[..., 3:].astype(np.uint16)
    return ((rgba[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def _profile_converter(image: ImageFile.ImageFile, notes: list[str]) -> _ToRgb:
    if image.mode == "CMYK" and not image.info.get("icc_profile"):
        notes.append("CMYK converted without a colour profile")
        return _plain_rgb
    try:
        if image.mode == "LAB":
            profile = ImageCms.createProfile("LAB")
        else:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"])).profile
        transform = ImageCms.buildTransform(
            profile,
            ImageCms.createProfile("sRGB"),
            image.mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        notes.append("colour profile unusable, converted without it")
        return _plain_rgb
    notes.append(f"{'Lab' if image.mode == 'LAB' else image.mode} converted to sRGB")
    return lambda band: np.asarray(transform.apply(band))


def _grey_converter(image: ImageFile.ImageFile, notes: list[str]) -> _ToRgb:
    """Scale grey of more than 8 bits, so that black stays black and white stays white."""
    tags = image.tag_v2 if isinstance(image, TiffImagePlugin.TiffImageFile) else {}
    black, white, note = _grey_levels(*_range(image), is_float=image.mode == "F", bits=tags.get(_BITS, (16,))[0])
    notes.append(note)
    # Pillow inverts MinIsWhite data of up to 8 bits only.
    if tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        black, white = white, black
    clear = image.info.get("transparency")
    if clear is not None:
        notes.append("alpha over white")

    def to_rgb(band: Image.Image) -> PixelArray:
        values = np.nan_to_num(np.asarray(band).astype(np.float64), nan=white, posinf=white, neginf=black)
        grey = np.clip(np.rint((values - black) * (255 / (white - black))), 0, 255).astype(np.uint8)
        if clear is not None:
            grey[values == clear] = 255
        return grey[..., None]

    return to_rgb


def _range(image: Image.Image) -> tuple[float, float]:
    """Smallest and largest finite value; (0, 0) where there is none."""
    low, high = np.inf, -np.inf
    for _, band in _bands(image):
        values = np.asarray(band)
        finite = values[np.isfinite(values)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    return (low, high) if low <= high else (0.0, 0.0)


def _grey_levels(low: float, high: float, *, is_float: bool, bits: int) -> tuple[float, float, str]:
    """Decide which values are black and white, and say it.

    Files carry 8, 12 or 16 bits in words of 16 or 32, and floats of 0 to 1, 255 or 65,535; hardly one says which.
    Of integers the smallest range that holds all values is taken: no scan uses but a sixteenth of its range. Floats
    go by the range that they about fill; they may overshoot it by a quarter, as resampling makes them, and are then
    clipped. What fits nowhere is no brightness (heights, counts): it is stretched from the smallest value to the
    largest.
    """
    if bits == 12:
        return 0.0, 4095.0, "12-bit values scaled to 8 bits"
    if is_float:
        for top, filled in ((1.0, 0.0), (255.0, 127.5), (65535.0, 32767.5)):
            if -top / 4 <= low and filled <= high <= 1.25 * top:
                return 0.0, top, f"float values scaled from 0 to {top:g}"
    elif low >= 0:
        for top, depth in ((255, 8), (4095, 12), (65535, 16)):
            if high <= top:
                return 0.0, float(top), f"{depth}-bit values{' in wider words' if depth < 16 else ''} scaled to 8 bits"
    return low, max(high, low + 1), f"values from {low:g} to {high:g} stretched to 0 to 255"
