"""Colours of classes can be told from paper, and letters on them can be read."""

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2studio.core.colours import Colour, class_colour, text_colour

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
