"""Words and font families for what is written inside pictures."""

import importlib
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Final

from matplotlib import font_manager
from PIL import ImageFont

# Gives that many words, separated by spaces, of one language.
Words = Callable[[int], str]

_LANGUAGES: Final = (
    "en_US",
    "de_DE",
    "fr_FR",
    "pl_PL",
    "es_ES",
    "it_IT",
    "nl_NL",
    "cs_CZ",
    "da_DK",
    "la",
    "ru_RU",
    "el_GR",
)
_WEIGHTS: Final = (6, 3, 3, 3, 2, 2, 1, 1, 1, 1, 1, 0.5)

_SANS: Final = (
    "DejaVu Sans",
    "Liberation Sans",
    "Nimbus Sans",
    "Nimbus Sans Narrow",
    "Carlito",
    "Lato",
    "Inter",
    "Cabin",
    "Open Sans",
    "Roboto",
    "Cantarell",
    "LM Sans 10",
)
_SERIF: Final = (
    "DejaVu Serif",
    "Liberation Serif",
    "Nimbus Roman",
    "C059",
    "P052",
    "Caladea",
    "Charis SIL",
    "EB Garamond",
    "Linux Libertine O",
    "LM Roman 10",
)
_MONO: Final = ("DejaVu Sans Mono", "Liberation Mono", "Nimbus Mono PS")
_CYRILLIC_AND_GREEK: Final = ("DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Liberation Serif")


@cache
def _word_list(language: str) -> tuple[str, ...]:
    module = importlib.import_module(f"faker.providers.lorem.{language}")
    return tuple(module.Provider.word_list)


@cache
def _installed(families: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `families` that are on this computer; matplotlib brings the DejaVu ones itself."""
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    return tuple(family for family in families if family in known)


def random_language(rng: Random) -> str:
    return rng.choices(_LANGUAGES, _WEIGHTS)[0]


def words_of(rng: Random, language: str) -> Words:
    """Words of one of `_LANGUAGES`, drawn with `rng`."""
    chosen_from = _word_list(language)

    def words(count: int) -> str:
        return " ".join(rng.choices(chosen_from, k=count))

    return words


def random_family(rng: Random, language: str) -> str:
    """An installed font family that has the letters of `language`."""
    if language in ("ru_RU", "el_GR"):
        return rng.choice(_installed(_CYRILLIC_AND_GREEK))
    group = rng.choices((_SANS, _SERIF, _MONO), (6, 3, 0.6))[0]
    return rng.choice(_installed(group))


@cache
def font(family: str, size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Sized so that the em is `size` pixels; the regular weight where the family has no bold one."""
    properties = font_manager.FontProperties(family=family, weight="bold" if bold else "normal")
    return ImageFont.truetype(font_manager.findfont(properties), size)
