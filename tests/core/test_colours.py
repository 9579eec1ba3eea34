"""Colours of classes can be told from paper, and letters on them can be read."""

import colorsys
import json
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2studio.core.colours import Colour, class_colour, text_colour
from d2studio.engine.bundled import bundled_model

FloatArray = npt.NDArray[np.float64]

# What red, green and blue light become for people who lack one kind of cone (severity 1.0). Source: Machado, Oliveira
# and Fernandes, "A physiologically-based model for simulation of color vision deficiency", 2009.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ_OF_SRGB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)

NINE = ["Text", "Title", "List", "Table", "Figure", "Formula", "Caption", "Header", "Footer"]


def luminance(colour: Colour) -> float:
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: Colour, b: Colour) -> float:
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_that_the_layout_classes_have_their_own_colours() -> None:
    assert class_colour("Text") == (0x00, 0x72, 0xB2)
    assert len({class_colour(name) for name in NINE}) == len(NINE)


def seen(colour: Colour, vision: str) -> FloatArray:
    """A colour in CIELAB, where distances are about what the eye sees: 2.3 is just noticeable."""
    channels = np.array(colour) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(XYZ_OF_SRGB @ np.clip(VISION[vision] @ linear, 0, 1) / [0.95047, 1.0, 1.08883])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISION)
def test_that_the_layout_classes_can_be_told_apart_by_everybody(vision: str) -> None:
    for one, other in combinations(NINE, 2):
        distance = np.linalg.norm(seen(class_colour(one), vision) - seen(class_colour(other), vision))
        assert distance > 15, (one, other)


@pytest.mark.parametrize("folder", [bundled_model(), Path(__file__).parents[2] / "training"])
def test_that_the_bundled_model_and_its_recipe_bring_the_same_colours(folder: Path) -> None:
    classes = json.loads((folder / "classes.json").read_text(encoding="utf-8"))
    assert {entry["name"]: entry["colour"] for entry in classes} == {
        name: "#{:02X}{:02X}{:02X}".format(*class_colour(name)) for name in NINE
    }


@given(st.text() | st.sampled_from(NINE))
def test_that_letters_on_a_class_colour_can_be_read(name: str) -> None:
    colour = class_colour(name)
    assert contrast(colour, text_colour(colour)) >= 4.5


@given(st.text(min_size=1).filter(lambda name: name not in NINE))
def test_that_generated_colours_are_of_even_lightness_and_stand_out_from_paper(name: str) -> None:
    colour = class_colour(name)
    assert 0.11 < luminance(colour) < 0.26
    assert contrast(colour, (255, 255, 255)) > 3


@pytest.mark.parametrize("name", ["person", "\udcff", ""])
def test_that_a_colour_depends_on_the_name_alone(name: str) -> None:
    assert class_colour(name) == class_colour("".join(list(name)))


def test_that_generated_hues_are_spread_all_around() -> None:
    hues = [colorsys.rgb_to_hsv(*(c / 255 for c in class_colour(f"class {n}")))[0] for n in range(200)]
    assert {int(hue * 6) for hue in hues} == set(range(6))


def test_that_classes_that_are_called_by_their_numbers_can_be_told_apart() -> None:
    hues = [colorsys.rgb_to_hsv(*(c / 255 for c in class_colour(f"class {n}")))[0] for n in range(8)]
    distances = [abs(a - b) for a, b in combinations(hues, 2)]
    assert min(min(distance, 1 - distance) for distance in distances) > 0.04
