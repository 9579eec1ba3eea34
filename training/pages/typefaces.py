"""The type that pages are set in: fonts found on this machine, by family and kind of script.

Families are named one by one: a font that nobody has looked at may be an icon set or a cursive that no document uses.
Packages that hold them are listed in training/README.md; pages are set in whichever are there.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import matplotlib
from matplotlib.ft2font import FT2Font
from PIL import Image, ImageDraw, ImageFont

# Matplotlib brings a few of its own, so that pages can be made anywhere.
FONT_FOLDERS: Final = (Path("/usr/share/fonts"), Path(matplotlib.get_data_path(), "fonts", "ttf"))

# By kind: the start of the family's name.
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "mono": (
        "Liberation Mono", "DejaVu Sans Mono", "Courier Prime", "Nimbus Mono PS", "TeX Gyre Cursor", "GNUTypewriter",
        "FreeMono", "Noto Sans Mono", "CMU Typewriter Text", "Latin Modern Mono",
    ),
    "blackletter": ("Blankenburg",),
    "cjk": ("Noto Sans CJK", "Noto Serif CJK"),
    "sans": (
        "Liberation Sans", "DejaVu Sans", "TeX Gyre Heros", "TeX Gyre Adventor", "Lato", "Noto Sans", "Roboto",
        "Open Sans", "Cabin", "Carlito", "Inter", "Nimbus Sans", "URW Gothic", "Cantarell", "Comfortaa",
        "Linux Biolinum O", "CMU Sans Serif", "Quattrocento Sans", "Latin Modern Sans",
    ),
    "serif": (
        "Liberation Serif", "DejaVu Serif", "TeX Gyre Termes", "TeX Gyre Pagella", "TeX Gyre Bonum",
        "TeX Gyre Schola", "Linux Libertine O", "Noto Serif", "EB Garamond", "Old Standard", "Junicode", "CMU Serif",
        "STIX", "Roboto Slab", "Caladea", "GFS Didot", "Vollkorn", "Nimbus Roman", "C059", "P052",
        "URW Bookman", "Latin Modern Roman", "Gentium", "Charis SIL", "Cardo", "Quattrocento",
        "Goudy Bookletter 1911", "GFS Baskerville",
    ),
}  # fmt: skip
# Names that begin like a family above but are another thing.
_EXCLUDED: Final = ("Math", "Symbol", "Caps", "Dunhill", "Demi Cond", "Keyboard", "Initials", "Display", "SmallCaps")
# For letters that a font lacks; it has nearly all, and matplotlib brings it.
_SUBSTITUTE: Final = str(FONT_FOLDERS[-1] / "DejaVuSans.ttf")
# The letters by which a font is known to hold a script.
_SCRIPT_SAMPLES: Final[dict[str, str]] = {
    "latin": "AZaz09ąćęłńóśżžčřöüßéàçñ",
    "cyrillic": "ЖЯжящыё",
    "greek": "ΑΩαωςάή",
    "cjk": "日本語中文かなカナ",
}
_WEIGHTS: Final = ("regular", "bold", "italic", "bold italic")


@dataclass(frozen=True)
class Family:
    """A typeface: the font file of each of the four `_WEIGHTS` (the nearest one where it lacks one)."""

    name: str
    kind: str
    scripts: frozenset[str]
    files: tuple[tuple[str, int], ...]

    def at(self, size_px: float, weight: str = "regular") -> ImageFont.FreeTypeFont:
        """The font of `size_px` pixels an em; sizes go in steps of half a pixel."""
        path, index = self.files[_WEIGHTS.index(weight)]
        return _load_font(path, index, max(10, round(size_px * 2)))


@cache
def _letters_in(path: str) -> frozenset[int]:
    """The code points that a font file has pictures for."""
    return frozenset(FT2Font(path).get_charmap())


@lru_cache(maxsize=600)
def _load_font(path: str, index: int, half_pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, half_pixels / 2, index=index, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True)
class Glyph:
    """A letter as a picture: its coverage (mode L, None for a blank), its place as seen from the pen, its advance."""

    picture: Image.Image | None
    left: int
    top: int
    right: int
    bottom: int
    advance: float


class Glyphs(dict[str, Glyph]):
    """The letters of one font, drawn when they are first asked for; those that it lacks are of another font.

    Without kerning, which no layout hangs on.
    """

    def __init__(self, font: ImageFont.FreeTypeFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, letter: str) -> Glyph:
        font = self._font
        if ord(letter) not in _letters_in(str(font.path)) and ord(letter) in _letters_in(_SUBSTITUTE):
            font = _load_font(_SUBSTITUTE, 0, round(font.size * 2))
        left, top, right, bottom = (round(edge) for edge in font.getbbox(letter, anchor="ls"))
        picture = None
        if right > left and bottom > top:
            picture = Image.new("L", (right - left, bottom - top))
            ImageDraw.Draw(picture).text((-left, -top), letter, fill=255, font=font, anchor="ls")
        made = self[letter] = Glyph(picture, left, top, right, bottom, float(font.getlength(letter)))
        return made


@lru_cache(maxsize=600)
def glyphs(font: ImageFont.FreeTypeFont) -> Glyphs:
    """The letters of `font`, kept for all pages."""
    return Glyphs(font)


def word_width(font: ImageFont.FreeTypeFont, word: str) -> float:
    """How far the pen moves, in pixels."""
    letters = glyphs(font)
    return sum([letters[letter].advance for letter in word])


def _weight_of(style: str) -> str | None:
    words = set(style.lower().replace("-", " ").replace("bolditalic", "bold italic").split())
    if words & {
        "light",
        "thin",
        "black",
        "condensed",
        "narrow",
        "extrabold",
        "extralight",
        "heavy",
        "hairline",
        "semibold",
    }:
        return None
    is_bold, is_italic = "bold" in words, bool(words & {"italic", "oblique", "slanted"})
    return _WEIGHTS[is_bold + 2 * is_italic]


def _kind_of(family: str) -> str | None:
    if any(word in family for word in _EXCLUDED):
        return None
    starts = {start: kind for kind, names in _KINDS.items() for start in names if family.startswith(start)}
    return starts[max(starts, key=len)] if starts else None


def _scripts_in(path: str) -> frozenset[str]:
    letters = _letters_in(path)
    return frozenset(script for script, sample in _SCRIPT_SAMPLES.items() if letters.issuperset(map(ord, sample)))


@lru_cache(maxsize=4)
def find_families(folders: Sequence[Path] = FONT_FOLDERS) -> tuple[Family, ...]:
    """Every usable family in `folders`, sorted by name, so that the same seed sets the same type.

    Raises:
        FileNotFoundError: there is none.
    """
    found: dict[str, dict[str, tuple[str, int]]] = {}
    paths = sorted(
        os.path.join(root, name) for folder in folders for root, _, names in os.walk(folder) for name in names
    )
    for path in paths:
        if not path.lower().endswith((".ttf", ".otf", ".ttc")):
            continue
        try:
            font = FT2Font(path)
        except (RuntimeError, OSError):  # a font that FreeType cannot read is none
            continue
        weight = _weight_of(font.style_name)
        if _kind_of(font.family_name) is None or weight is None:
            continue
        found.setdefault(font.family_name, {}).setdefault(weight, (path, 0))
    families = []
    for name, files in sorted(found.items()):
        kind = _kind_of(name)
        if "regular" not in files or kind is None:
            continue
        regular = files["regular"]
        scripts = _scripts_in(regular[0])
        bold = files.get("bold", regular)
        italic = files.get("italic", regular)
        if kind == "blackletter":
            scripts = frozenset({"latin"})
        if kind == "cjk":
            scripts = frozenset({"cjk"})
        if scripts:
            files_by_weight = (regular, bold, italic, files.get("bold italic", bold))
            families.append(Family(name, kind, scripts, files_by_weight))
    if not families:
        raise FileNotFoundError(
            f"No known fonts in {', '.join(map(str, folders))}; see training/README.md for packages."
        )
    return tuple(families)
