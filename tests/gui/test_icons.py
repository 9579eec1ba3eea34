"""Icons are there, sharp, and in the colours of the theme."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from d2studio.gui.icons import app_icon, icon
from d2studio.gui.theme import DARK, LIGHT, Shades, apply_theme

FOLDER = Path(str(files("d2studio") / "resources" / "icons"))
ICONS = sorted(path.stem for path in FOLDER.glob("*.svg"))


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "light")
    yield
    apply_theme(qapp, "light")


def main_colour(image: QImage) -> str:
    """The colour of most of the pixels that are quite opaque."""
    colours = [
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    return max(set(colours), key=colours.count)


def colour_of(drawn: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    return main_colour(drawn.pixmap(QSize(64, 64), mode).toImage())


@pytest.mark.parametrize("name", ICONS)
def test_that_each_icon_can_be_drawn(qapp: QApplication, name: str) -> None:
    assert QSvgRenderer(str(FOLDER / f"{name}.svg")).isValid()
    image = icon(name).pixmap(QSize(24, 24)).toImage()
    assert any(image.pixelColor(x, y).alpha() > 200 for x in range(24) for y in range(24))


def test_that_the_licence_lies_with_the_icons() -> None:
    assert "ISC License" in (FOLDER / "LICENSE").read_text()


def test_that_an_unknown_icon_is_a_mistake() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_that_icons_have_the_colours_of_text(qapp: QApplication, name: str, theme: Shades) -> None:
    apply_theme(qapp, name)
    square = icon("square")
    assert colour_of(square) == colour_of(square, QIcon.Mode.Active) == theme.text
    assert colour_of(square, QIcon.Mode.Disabled) == theme.faint
    assert colour_of(square, QIcon.Mode.Selected) == theme.on_accent
    assert colour_of(icon("square", "danger")) == theme.danger


def test_that_a_button_on_the_screen_follows_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("square"))
    button.setIconSize(QSize(48, 48))
    button.show()

    def colours() -> set[str]:
        image = button.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    assert LIGHT.text in colours()
    apply_theme(qapp, "dark")
    assert DARK.text in colours()
    assert LIGHT.text not in colours()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_that_icons_have_as_many_pixels_as_the_screen(qapp: QApplication, scale: float) -> None:
    pixmap = icon("folder-open").pixmap(QSize(20, 20), scale)
    assert pixmap.size() == QSize(20, 20) * scale
    assert pixmap.deviceIndependentSize().width() == pytest.approx(20)


def test_that_a_changed_copy_of_an_icon_is_still_an_icon(qapp: QApplication) -> None:
    copy = QIcon(icon("square"))
    copy.setIsMask(True)
    assert colour_of(copy) == LIGHT.text
    assert copy.name() == "square"


def test_that_the_programs_own_icon_keeps_its_colours(qapp: QApplication) -> None:
    images = []
    for name in ("light", "dark"):
        apply_theme(qapp, name)
        images.append(app_icon().pixmap(QSize(64, 64)).toImage())
    assert images[0] == images[1]
    # Wider than high: it keeps its shape, in the middle.
    wide = app_icon().pixmap(QSize(128, 64)).toImage()
    assert wide.pixelColor(4, 32).alpha() == 0
    assert wide.pixelColor(64, 32) != QColor(0, 0, 0, 0)
