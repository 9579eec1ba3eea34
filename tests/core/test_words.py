"""Text from files cannot do harm where it is shown or becomes a file name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2studio.core.words import printable, safe_stem


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Überschrift 表", "plain Überschrift 表"),
        ("two\nlines\t", r"two\nlines\t"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("gpj.\u202eexe", r"gpj.\u202eexe"),
        ("bad\udcff", r"bad\udcff"),
    ],
)
def test_that_only_what_a_terminal_would_obey_or_cannot_show_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_that_printable_text_is_one_printable_line_and_stays_as_it_is(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("scan 1", "scan 1"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\evil", "C__evil"),
        ("con", "_con"),
        ("LPT1.old", "_LPT1.old"),
        ("ends in a dot. ", "ends in a dot"),
        ("", "_"),
        ("..", "_"),
        ("a:b*c?", "a_b_c_"),
        ("nul\udcff\x00", "nul__"),
    ],
)
def test_that_a_name_becomes_one_that_every_system_accepts(name: str, stem: str) -> None:
    assert safe_stem(name) == stem


@given(st.text())
def test_that_a_safe_stem_is_short_and_stays_in_its_folder(name: str) -> None:
    stem = safe_stem(name)
    assert 1 <= len(stem.encode()) <= 101
    assert not set(stem) & set('<>:"/\\|?*\0')
    assert stem not in (".", "..")
    assert safe_stem(stem) == stem


def test_that_a_long_name_is_cut_between_letters() -> None:
    assert safe_stem("ü" * 80) == "ü" * 50
