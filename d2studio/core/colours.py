"""A colour for each class: the same in pictures, exports and the window."""

import math
import re
from typing import Final

Colour = tuple[int, int, int]  # sRGB, 0 to 255

# Classes of document layout: six of Okabe and Ito's colours, and three dark ones that can be told from them under each
# of the common forms of colour blindness.
_LAYOUT_COLOURS: Final[dict[str, Colour]] = {
    "Text": (0x00, 0x72, 0xB2),
    "Title": (0xD5, 0x5E, 0x00),
    "List": (0x00, 0x9E, 0x73),
    "Table": (0xCC, 0x79, 0xA7),
    "Figure": (0xE6, 0x9F, 0x00),
    "Formula": (0x56, 0xB4, 0xE9),
    "Caption": (0x77, 0x22, 0xEE),
    "Header": (0x55, 0x33, 0x55),
    "Footer": (0x77, 0x22, 0x00),
}

# Dark enough for an outline on white paper to be seen, and for white letters on it to be read.
_LIGHTNESS: Final = 0.56
_CHROMA: Final = 0.13
# Classes without names are called by their numbers; steps of this part of the circle keep them far apart, however many.
_NUMBERED: Final = re.compile(r"(.*?)([0-9]{1,6})", re.DOTALL)
_GOLDEN_SECTION: Final = 0.6180339887


def class_colour(class_name: str) -> Colour:
    """Colour of a class; for names outside the palette one of even lightness that depends on the name alone."""
    known = _LAYOUT_COLOURS.get(class_name)
    if known is not None:
        return known
    import hashlib  # late: it loads a library for the network, and the window is to be seen before

    numbered = _NUMBERED.fullmatch(class_name)
    word, number = (numbered[1], int(numbered[2])) if numbered else (class_name, 0)
    digest = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
    hue = int.from_bytes(digest[:4], "big") / 2**32 + number * _GOLDEN_SECTION
    return _from_oklch(_LIGHTNESS, _CHROMA, hue=hue % 1)


def text_colour(background: Colour) -> Colour:
    """Black or white, whichever can be read better on `background`; the contrast is at least 4.5 to 1."""
    # WCAG 2.2: contrast is (lighter + 0.05) / (darker + 0.05).
    luminance = _luminance(background)
    return (255, 255, 255) if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else (0, 0, 0)


def _luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def to_hex(colour: Colour) -> str:
    """A colour as files of text have it: "#0072b2"."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _from_oklch(lightness: float, chroma: float, *, hue: float) -> Colour:
    """`hue` is a fraction of the circle. Source: B. Ottosson, "A perceptual color space", 2020."""
    a, b = chroma * math.cos(2 * math.pi * hue), chroma * math.sin(2 * math.pi * hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _encode(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _encode(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _encode(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _encode(linear: float) -> int:
    """A linear channel as sRGB; what lies outside the screen's range is clipped."""
    linear = min(max(linear, 0.0), 1.0)
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * value)
