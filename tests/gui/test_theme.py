"""Both themes can be read, and change while the program runs."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QDockWidget, QLabel, QMenu, QStyle
from pytestqt.qtbot import QtBot

from d2studio.core.resources import RESOURCES
from d2studio.gui.theme import DARK, LIGHT, Shades, apply_theme, shades

Role = QPalette.ColorRole
Pixmap = QStyle.StandardPixmap


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


def contrast(one: QColor | str, other: QColor | str) -> float:
    """WCAG 2.2's contrast ratio, 1 to 21."""

    def luminance(colour: QColor) -> float:
        red, green, blue = (
            value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
            for value in (colour.redF(), colour.greenF(), colour.blueF())
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


def test_that_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["window", "base", "stripe", "raised", "tint"])
@pytest.mark.parametrize("text", ["text", "muted", "link", "danger", "warning", "success"])
def test_that_every_text_can_be_read_on_every_ground(theme: Shades, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_what_is_chosen_can_be_read_and_fields_can_be_found(theme: Shades) -> None:
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    for ground in (theme.window, theme.base):
        assert contrast(theme.outline, ground) >= 3
        assert contrast(theme.accent, ground) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("group", [QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (Role.WindowText, Role.Window),
        (Role.Text, Role.Base),
        (Role.Text, Role.AlternateBase),
        (Role.ButtonText, Role.Button),
        (Role.PlaceholderText, Role.Base),
        (Role.HighlightedText, Role.Highlight),
        (Role.ToolTipText, Role.ToolTipBase),
        (Role.Link, Role.Base),
        (Role.LinkVisited, Role.Window),
        (Role.BrightText, Role.Window),
    ],
    ids=lambda role: role.name,
)
def test_that_the_palette_of_the_application_can_be_read(
    qapp: QApplication, name: str, group: QPalette.ColorGroup, text: Role, ground: Role
) -> None:
    apply_theme(qapp, name)
    palette = qapp.palette()
    assert contrast(palette.color(group, text), palette.color(group, ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_that_the_entry_of_a_menu_under_the_pointer_can_be_read(qapp: QApplication, name: str) -> None:
    apply_theme(qapp, name)
    menu = QMenu()
    menu.addAction("Open")
    menu.ensurePolished()
    highlight = menu.palette().color(Role.Highlight)
    assert contrast(menu.palette().color(Role.HighlightedText), highlight) >= 4.5
    # Icons in menus do not change their colour under the pointer.
    assert contrast(qapp.palette().color(Role.ButtonText), highlight) >= 4.5


def test_that_an_open_window_changes_its_colours_at_once(qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Pages")
    qtbot.addWidget(label)
    label.show()
    seen = []
    for name in ("light", "dark", "light"):
        apply_theme(qapp, name)
        seen.append(label.grab().toImage().pixelColor(1, 1).name())
        assert shades(label.palette()) is (DARK if name == "dark" else LIGHT)
    assert seen == [LIGHT.window, DARK.window, LIGHT.window]


def test_that_a_checked_box_shows_its_mark(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark")
    box = QCheckBox("Labels")
    qtbot.addWidget(box)
    box.setChecked(True)
    picture = box.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(20) for y in range(picture.height())}
    assert DARK.accent in colours
    assert DARK.on_accent in colours


def test_that_the_systems_theme_is_followed_only_when_asked_for(qapp: QApplication) -> None:
    hints = qapp.styleHints()
    apply_theme(qapp, "dark")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert shades(qapp.palette()) is DARK
    apply_theme(qapp, "system")
    expected = DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
    assert shades(qapp.palette()) is expected
    # Something else painted over it, as a platform does that changes its palette with its theme.
    qapp.setPalette(QPalette(QColor(DARK.window if expected is LIGHT else LIGHT.window)))
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert shades(qapp.palette()) is expected


def test_that_a_theme_that_is_in_use_is_not_set_up_again(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark")
    with qtbot.assertNotEmitted(qapp.paletteChanged, wait=0):
        apply_theme(qapp, "dark")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["control-close", "control-float"])
def test_that_the_buttons_of_panels_can_be_seen(theme: Shades, name: str) -> None:
    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    (stroke,) = re.findall(r'stroke="(#[0-9a-f]{6})"', source)
    assert contrast(stroke, theme.window) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
def test_that_panels_have_these_buttons(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    apply_theme(qapp, name)
    dock = QDockWidget("Panel")
    qtbot.addWidget(dock)
    dock.show()
    for role, file in ((Pixmap.SP_TitleBarCloseButton, "close"), (Pixmap.SP_TitleBarNormalButton, "float")):
        wanted = QIcon(str(RESOURCES / "icons" / f"control-{file}.svg")).pixmap(16).toImage()
        assert dock.style().standardIcon(role, None, dock).pixmap(16).toImage() == wanted
