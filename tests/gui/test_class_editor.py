"""Names and colours of an installed model's classes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from d2studio.core.colours import Colour, class_colour
from d2studio.core.installed_model import InstalledModel
from d2studio.gui.class_editor import ClassEditor
from d2studio.gui.class_names_model import ClassNamesModel, NameColumn
from d2studio.gui.class_names_view import ClassNamesView
from d2studio.gui.sign_line import SignLine
from tests.gui.children import child

_NAMES = ("Text", "Title", "Table")
_RED: Colour = (200, 30, 30)
Open = Callable[..., ClassEditor]


@pytest.fixture
def open_editor(qtbot: QtBot) -> Open:
    def open_one(names: tuple[str, ...] = _NAMES, colours: dict[int, Colour] | None = None) -> ClassEditor:
        model = InstalledModel("papers", Path("/models/papers"), "Papers", class_names=names, class_colours=colours)
        editor = ClassEditor(model)
        qtbot.addWidget(editor)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        return editor

    return open_one


def _view(editor: ClassEditor) -> ClassNamesView:
    return child(editor, ClassNamesView)


def _classes(editor: ClassEditor) -> ClassNamesModel:
    return child(editor, ClassNamesModel)


def _button(editor: ClassEditor, name: str) -> QPushButton:
    return child(editor, QPushButton, name)


def _click(widget: QWidget, place: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())


def _click_cell(editor: ClassEditor, row: int, column: NameColumn = NameColumn.NAME) -> None:
    view = _view(editor)
    _click(view.viewport(), view.visualRect(_classes(editor).index(row, column)).center())


def _field(editor: ClassEditor) -> QLineEdit:
    """In which a name is edited."""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.objectName() == "class_name_editor"
    assert editor.isAncestorOf(field)
    return field


def _key(editor: ClassEditor, key: Qt.Key) -> None:
    """Press a key while a name is edited; Qt ends that a moment later."""
    QTest.keyClick(_field(editor), key)
    QApplication.processEvents()


def _write(editor: ClassEditor, row: int, name: str) -> None:
    _click_cell(editor, row)
    _field(editor).selectAll()
    QTest.keyClicks(_field(editor), name) if name else QTest.keyClick(_field(editor), Qt.Key.Key_Delete)


def test_that_the_table_keeps_the_rules_of_item_models() -> None:
    model = ClassNamesModel(("Text", "", "Text"), {})
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.rename(0, ["a", "b"])
    model.set_colour(1, _RED)
    assert model.names() == ("a", "b", "Text")


def test_that_nothing_can_be_saved_before_something_is_changed(open_editor: Open) -> None:
    editor = open_editor()
    save = _button(editor, "save_classes")
    assert not save.isEnabled()
    assert save.toolTip() == "Nothing was changed yet"


def test_that_names_are_written_one_after_the_other_and_saved(qtbot: QtBot, open_editor: Open) -> None:
    editor = open_editor()
    _click_cell(editor, 0)
    for name, key in (("Absatz", Qt.Key.Key_Return), ("Titel", Qt.Key.Key_Tab), ("Tabelle", Qt.Key.Key_Return)):
        _field(editor).selectAll()
        QTest.keyClicks(_field(editor), name)
        _key(editor, key)
    with qtbot.waitSignal(editor.saved, timeout=1000) as saved:
        _click(_button(editor, "save_classes"))
    assert saved.args == ["papers", ("Absatz", "Titel", "Tabelle"), {}]
    assert not editor.isVisible()


def test_that_a_name_being_written_is_saved_with_the_others(qtbot: QtBot, open_editor: Open) -> None:
    editor = open_editor()
    _write(editor, 1, "Heading ")
    with qtbot.waitSignal(editor.saved, timeout=1000) as saved:
        _click(_button(editor, "save_classes"))
    assert saved.args is not None
    assert saved.args[1] == ("Text", "Heading", "Table")


def test_that_the_keyboard_alone_is_enough(qtbot: QtBot, open_editor: Open) -> None:
    editor = open_editor()
    view = _view(editor)
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    _field(editor).selectAll()
    QTest.keyClicks(_field(editor), "Heading")
    _key(editor, Qt.Key.Key_Backtab)
    assert _field(editor).text() == "Text"
    _key(editor, Qt.Key.Key_Escape)
    assert editor.isVisible()
    save = _button(editor, "save_classes")
    for _ in range(10):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused is save:
            break
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    with qtbot.waitSignal(editor.saved, timeout=1000):
        QTest.keyClick(save, Qt.Key.Key_Return)


def test_that_behind_the_last_name_the_table_has_the_focus(open_editor: Open) -> None:
    editor = open_editor()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab):
        _click_cell(editor, 2)
        _key(editor, key)
        assert _view(editor).hasFocus()


def test_that_a_click_on_another_name_goes_on_with_that(open_editor: Open) -> None:
    editor = open_editor()
    _write(editor, 0, "Absatz")
    _click_cell(editor, 2)
    assert _field(editor).text() == "Table"
    assert _classes(editor).names() == ("Absatz", "Title", "Table")


def test_that_escape_leaves_a_name_as_it_was(open_editor: Open) -> None:
    editor = open_editor()
    _write(editor, 1, "Nonsense")
    assert _classes(editor).names() == ("Text", "Nonsense", "Table")
    _key(editor, Qt.Key.Key_Escape)
    assert _classes(editor).names() == _NAMES
    assert editor.isVisible()
    assert _view(editor).hasFocus()


def test_that_undo_works_while_a_name_is_written(open_editor: Open) -> None:
    editor = open_editor()
    _click_cell(editor, 0)
    field = _field(editor)
    field.end(False)
    QTest.keyClicks(field, " block")
    assert field.text() == "Text block"
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "Text"


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "Class 1 has no name."), ("Text", "Classes 0 and 1 have the same name: Text.")],
)
def test_that_empty_and_doubled_names_are_marked_and_not_saved(open_editor: Open, name: str, words: str) -> None:
    editor = open_editor()
    _write(editor, 1, name)
    save, fault = _button(editor, "save_classes"), child(editor, SignLine, "class_editor_fault")
    assert not save.isEnabled()
    assert words in save.toolTip()
    assert fault.isVisible()
    assert words in fault.text()
    index = _classes(editor).index(1, NameColumn.NAME)
    assert words in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None
    _write(editor, 1, "Heading")
    assert save.isEnabled()
    assert not fault.isVisible()
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_that_white_space_tells_no_two_names_apart(open_editor: Open) -> None:
    editor = open_editor()
    _write(editor, 1, " Text ")
    assert not _button(editor, "save_classes").isEnabled()


def test_that_each_name_that_needs_a_change_can_be_gone_to(open_editor: Open) -> None:
    names = tuple(f"class {number}" for number in range(1203))
    editor = open_editor(names)
    editor.set_names(tuple("twin" if number in (400, 900) else name for number, name in enumerate(names)), ())
    view, go_to = _view(editor), _button(editor, "go_to_fault")
    for expected in (400, 900, 400):
        _click(go_to)
        assert view.currentIndex().row() == expected
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_that_names_of_a_file_are_filled_in_but_not_saved(qtbot: QtBot, open_editor: Open) -> None:
    editor = open_editor()
    with qtbot.waitSignal(editor.names_file_requested, timeout=1000):
        _click(_button(editor, "names_from_file"))
    with qtbot.assertNotEmitted(editor.saved):
        editor.set_names(("a", "b", "c"), ("Line 4 is empty.",))
    assert _classes(editor).names() == ("a", "b", "c")
    assert "Line 4 is empty." in child(editor, SignLine, "class_editor_notes").text()
    assert _button(editor, "save_classes").isEnabled()


@pytest.mark.parametrize(
    ("names", "expected", "words"),
    [
        (("a", "b"), ("a", "b", "Table"), "The classes from 2 on keep their names."),
        (("a", "b", "c", "d"), ("a", "b", "c"), "The names after the first 3 are left out."),
    ],
)
def test_that_a_file_with_another_count_fills_in_what_fits_and_says_so(
    open_editor: Open, names: tuple[str, ...], expected: tuple[str, ...], words: str
) -> None:
    editor = open_editor()
    assert editor.class_count == 3
    editor.set_names(names, ())
    assert _classes(editor).names() == expected
    assert words in child(editor, SignLine, "class_editor_notes").text()


def test_that_a_name_being_written_does_not_win_over_those_of_a_file(open_editor: Open) -> None:
    editor = open_editor()
    _write(editor, 1, "Half")
    editor.set_names(("a", "b", "c"), ())
    QApplication.processEvents()
    assert _classes(editor).names() == ("a", "b", "c")


def test_that_lines_that_are_pasted_become_names(open_editor: Open) -> None:
    editor = open_editor()
    QGuiApplication.clipboard().setText("Heading\nPicture\nToo many\n")
    QTest.keyClick(_view(editor), Qt.Key.Key_Down)
    QTest.keyClick(_view(editor), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert _classes(editor).names() == ("Text", "Heading", "Picture")


def test_that_a_click_on_a_colour_lets_it_be_chosen(qtbot: QtBot, open_editor: Open) -> None:
    editor = open_editor()
    _click_cell(editor, 1, NameColumn.COLOUR)
    dialog = child(editor, QColorDialog)
    assert dialog.isVisible()
    assert dialog.currentColor() == QColor(*class_colour("Title"))
    dialog.setCurrentColor(QColor(*_RED))
    dialog.accept()
    with qtbot.waitSignal(editor.saved, timeout=1000) as saved:
        _click(_button(editor, "save_classes"))
    assert saved.args == ["papers", _NAMES, {1: _RED}]


def test_that_a_selected_colour_has_around_it_what_others_have(open_editor: Open) -> None:
    editor = open_editor()
    view, place = _view(editor), QPoint(4, 4)
    cell = view.visualRect(_classes(editor).index(1, NameColumn.COLOUR))
    before = view.viewport().grab().toImage().pixelColor(cell.topLeft() + place)
    view.setCurrentIndex(_classes(editor).index(1, NameColumn.COLOUR))
    picture = view.viewport().grab().toImage()
    assert picture.pixelColor(cell.topLeft() + place) == before
    assert picture.pixelColor(cell.topLeft() + QPoint(1, 4)) != before  # its frame


def test_that_space_on_a_colour_lets_it_be_chosen(open_editor: Open) -> None:
    editor = open_editor()
    QTest.keyClick(_view(editor), Qt.Key.Key_Left)
    QTest.keyClick(_view(editor), Qt.Key.Key_Space)
    assert child(editor, QColorDialog).isVisible()


def test_that_colours_go_back_to_those_saved_and_to_the_usual_ones(open_editor: Open) -> None:
    editor = open_editor(colours={0: _RED})
    classes = _classes(editor)
    before, usual = _button(editor, "colours_as_before"), _button(editor, "usual_colours")
    assert not before.isEnabled()
    _click(usual)
    assert classes.colour_of(0) == class_colour("Text")
    assert not usual.isEnabled()
    assert _button(editor, "save_classes").isEnabled()
    _click(before)
    assert classes.colours() == {0: _RED}
    assert not _button(editor, "save_classes").isEnabled()


def test_that_a_class_without_a_colour_of_its_own_takes_that_of_its_new_name(open_editor: Open) -> None:
    editor = open_editor()
    _write(editor, 0, "Figure")
    assert _classes(editor).colour_of(0) == class_colour("Figure")


def test_that_cancel_saves_nothing(qtbot: QtBot, open_editor: Open) -> None:
    editor = open_editor()
    _write(editor, 0, "Other")
    with qtbot.assertNotEmitted(editor.saved):
        _click(_button(editor, "cancel_classes"))
    assert not editor.isVisible()


def test_that_escape_loses_changes_only_when_pressed_again(open_editor: Open) -> None:
    editor = open_editor()
    _write(editor, 0, "Other")
    _key(editor, Qt.Key.Key_Return)
    _key(editor, Qt.Key.Key_Escape)
    QTest.keyClick(_view(editor), Qt.Key.Key_Escape)
    assert editor.isVisible()
    assert child(editor, SignLine, "class_editor_warning").isVisible()
    QTest.keyClick(_view(editor), Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_that_escape_closes_at_once_where_nothing_was_changed(open_editor: Open) -> None:
    editor = open_editor()
    QTest.keyClick(_view(editor), Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_that_a_class_is_found_by_a_part_of_its_name(open_editor: Open) -> None:
    editor = open_editor(tuple(f"class {number}" for number in range(1203)))
    search = child(editor, QLineEdit, "find_class")
    QTest.keyClicks(search, "SS 12")
    assert _view(editor).currentIndex().row() == 12
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert _view(editor).currentIndex().row() == 120
    assert editor.isVisible()
    short = open_editor()
    assert not child(short, QLineEdit, "find_class").isVisible()


def test_that_names_from_files_are_shown_on_one_line(open_editor: Open) -> None:
    editor = open_editor(("a\nb", "\u202eevil"))
    index = _classes(editor).index(0, NameColumn.NAME)
    assert index.data() == "a\\nb"
    assert _classes(editor).index(1, NameColumn.NAME).data() == "\\u202eevil"


def test_that_everything_to_press_says_what_it_does(open_editor: Open) -> None:
    editor = open_editor()
    for button in editor.findChildren(QPushButton):
        assert button.objectName()
        assert button.accessibleName() == button.text()
        assert button.toolTip()
