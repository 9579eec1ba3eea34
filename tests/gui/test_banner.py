import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from d2studio.gui.banner import Banner
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.page_stack import PageStack
from d2studio.gui.theme import shades
from tests.gui.children import child


@pytest.fixture
def stack(qtbot: QtBot) -> PageStack:
    stack = PageStack(Banner(), QLabel("page"))
    qtbot.addWidget(stack)
    stack.setGeometry(100, 100, 500, 300)  # the pointer is elsewhere
    stack.show()
    qtbot.waitExposed(stack)
    return stack


@pytest.fixture
def banner(stack: PageStack) -> Banner:
    return child(stack, Banner)


def _text(banner: Banner) -> str:
    return child(banner, ElidedLabel, "banner_text").text() if banner.isVisible() else ""


def test_that_without_words_the_page_has_all_the_room(stack: PageStack, banner: Banner) -> None:
    page = next(each for each in stack.findChildren(QLabel) if each.text() == "page")
    assert not banner.isVisible()
    assert page.geometry() == stack.rect()
    banner.show_message("Drop pages here")
    stack.grab()  # lays out
    assert page.geometry().top() == banner.height() > 0
    banner.show_message("")
    assert not banner.isVisible()


def test_that_a_message_comes_and_goes(banner: Banner) -> None:
    banner.show_message("12 regions are hidden", key="hidden")
    assert _text(banner) == "12 regions are hidden"
    assert banner.accessibleDescription() == "12 regions are hidden"
    banner.show_message("")
    assert not banner.isVisible()


def test_that_the_button_names_the_message(qtbot: QtBot, banner: Banner) -> None:
    banner.show_message("12 regions are hidden", "Lower the threshold", key="hidden")
    button = child(banner, QPushButton)
    assert button.isVisible()
    assert button.text() == button.accessibleName() == "Lower the threshold"
    with qtbot.waitSignal(banner.action_triggered) as heard:
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert heard.args == ["hidden"]
    assert banner.isVisible()


def test_that_without_an_action_there_is_no_button(banner: Banner) -> None:
    banner.show_message("12 regions are hidden", "Lower the threshold")
    banner.show_message("Drop pages here")
    assert not child(banner, QPushButton).isVisible()


def test_that_closing_says_which_message_it_was(qtbot: QtBot, banner: Banner) -> None:
    banner.show_message("Drop pages here", key="welcome")
    with qtbot.waitSignal(banner.dismissed) as heard:
        QTest.mouseClick(child(banner, QToolButton), Qt.MouseButton.LeftButton)
    assert heard.args == ["welcome"]
    assert not banner.isVisible()


def test_that_hiding_is_no_dismissal(qtbot: QtBot, banner: Banner) -> None:
    banner.show_message("Drop pages here", key="welcome")
    with qtbot.assertNotEmitted(banner.dismissed):
        banner.show_message("")


def test_that_a_passing_message_gives_way_to_the_lasting_one(qtbot: QtBot, banner: Banner) -> None:
    banner.show_message("Results are of an older model", "Run again", key="old")
    banner.show_message("Copied 12 regions", key="copied", lasting=False)
    assert _text(banner) == "Copied 12 regions"
    timer = child(banner, QTimer, "banner_timer")
    timer.start(1)
    qtbot.waitUntil(lambda: _text(banner) == "Results are of an older model")
    assert child(banner, QPushButton).isVisible()
    assert not timer.isActive()


def test_that_a_passing_message_waits_while_its_button_has_the_focus(qtbot: QtBot, banner: Banner) -> None:
    banner.show_message("Removed 3 pages", "Undo", key="removed", lasting=False)
    banner.window().activateWindow()
    child(banner, QPushButton).setFocus()
    qtbot.waitUntil(child(banner, QPushButton).hasFocus)
    timer = child(banner, QTimer, "banner_timer")
    with qtbot.waitSignal(timer.timeout):
        timer.start(1)
    assert _text(banner) == "Removed 3 pages"
    assert timer.isActive()


def test_that_a_new_lasting_message_replaces_everything(banner: Banner) -> None:
    banner.show_message("Copied 12 regions", lasting=False)
    banner.show_message("Drop pages here")
    assert _text(banner) == "Drop pages here"
    assert not child(banner, QTimer, "banner_timer").isActive()


def test_that_a_long_text_is_cut_and_whole_in_the_tooltip(stack: PageStack, banner: Banner) -> None:
    text = "<b>scan</b> & more, " * 40 + "end"
    banner.show_message(text + "\nsecond line")
    assert stack.width() == 500
    assert banner.height() < 3 * banner.fontMetrics().height()
    tooltip = child(banner, ElidedLabel).toolTip()
    assert "&lt;b&gt;" in tooltip
    assert "second line" in tooltip
    assert "\n" not in _text(banner)


def test_that_further_lines_stand_below_the_first_and_go_with_it(
    qtbot: QtBot, stack: PageStack, banner: Banner
) -> None:
    banner.show_message("Open pages")
    stack.grab()  # lays out
    one_line = banner.height()
    banner.show_message("Open pages", more=["Move the\nthreshold", "Press ?"])
    stack.grab()
    labels = [child(banner, ElidedLabel, name) for name in ("banner_text", "banner_line_2", "banner_line_3")]
    assert [label.text() for label in labels] == ["Open pages", "Move the\\nthreshold", "Press ?"]
    assert [label.x() for label in labels] == [labels[0].x()] * 3
    bottoms = [0, *(label.geometry().bottom() for label in labels)]
    assert all(label.y() > bottom for label, bottom in zip(labels, bottoms, strict=False))
    assert bottoms[-1] < banner.height()
    assert banner.accessibleDescription().count("\n") == 2
    banner.show_message("Copied 12 regions", lasting=False)
    qtbot.waitUntil(lambda: banner.height() == one_line)
    assert _text(banner) == "Copied 12 regions"
    banner.show_message("")
    assert not banner.isVisible()


def test_that_the_line_is_painted_in_the_theme(banner: Banner) -> None:
    banner.show_message("Drop pages here")
    painted = banner.grab().toImage().pixelColor(1, 1)
    assert painted == QColor(shades(banner.palette()).tint)


def test_that_every_button_explains_itself(banner: Banner) -> None:
    banner.show_message("12 regions are hidden", "Lower the threshold")
    buttons: list[QWidget] = [child(banner, QPushButton), child(banner, QToolButton)]
    assert all(each.accessibleName() and each.toolTip() and each.objectName() for each in buttons)
