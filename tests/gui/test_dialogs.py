"""The dialogs that must be answered, driven as a user would."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QPointF, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from d2studio.core import images
from d2studio.core.catalogue import find_in_catalogue
from d2studio.gui import dialogs
from d2studio.gui.model_files_dialog import ModelFilesDialog

T = TypeVar("T", bound=QWidget)


@pytest.fixture(autouse=True)
def qts_own_dialogs(qapp: QApplication) -> Iterator[None]:
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    yield
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, False)


class User(QObject):
    """Does one thing after the other, each to the dialog that is open by then; closes what is left open."""

    def __init__(self, *deeds: Callable[[QDialog], object]) -> None:
        super().__init__()
        self._deeds = list(deeds)
        # Each time anew: one that repeats does not fire while what it began is going on.
        self._timer = QTimer(self, interval=10, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    @Slot()
    def _on_timeout(self) -> None:
        self._timer.start()
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isVisible():
            return
        if not dialog.isActiveWindow():  # visible, but without the keyboard as yet
            dialog.activateWindow()
            return
        # Before the deed: it may open another dialog and come back only when that is closed.
        deed = self._deeds.pop(0) if self._deeds else QDialog.reject
        try:
            deed(dialog)
        except BaseException:
            self._deeds.clear()
            raise

    def finish(self) -> None:
        self._timer.stop()
        assert not self._deeds


@pytest.fixture
def user(qtbot: QtBot) -> Iterator[Callable[..., User]]:
    users: list[User] = []

    def make(*deeds: Callable[[QDialog], object]) -> User:
        for earlier in users:
            earlier.finish()
        users.append(User(*deeds))
        return users[-1]

    yield make
    for each in users:
        each.finish()


def child(dialog: QWidget, kind: type[T], name: str) -> T:
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def press(name: str) -> Callable[[QDialog], None]:
    """Presses the button of this name."""
    return lambda dialog: child(dialog, QPushButton, name).click()


def choose(*names: str) -> Callable[[QDialog], None]:
    """Types names into a file dialog and accepts it."""

    def deed(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        field = child(dialog, QLineEdit, "fileNameEdit")
        field.setText(" ".join(f'"{name}"' for name in names) if len(names) > 1 else names[0])
        buttons = dialog.findChild(QDialogButtonBox)
        assert isinstance(buttons, QDialogButtonBox)
        button = buttons.button(QDialogButtonBox.StandardButton.Open) or buttons.button(
            QDialogButtonBox.StandardButton.Save
        )
        button.click()

    return deed


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    for name in ("config.yaml", "model.pth", "readme.md"):
        (tmp_path / name).write_text("x")
    return tmp_path


def test_that_all_pages_that_can_be_read_are_offered() -> None:
    assert set(dialogs.PAGE_SUFFIXES) == images.PAGE_SUFFIXES


def test_that_several_pages_can_be_chosen_at_once(tmp_path: Path, user: Callable[..., User]) -> None:
    for name in ("a.png", "b.TIF"):
        (tmp_path / name).write_bytes(b"x")
    user(choose("a.png", "b.TIF"))
    assert dialogs.ask_files(None, str(tmp_path)) == [str(tmp_path / "a.png"), str(tmp_path / "b.TIF")]


def test_that_no_pages_are_chosen_when_the_user_thinks_better_of_it(tmp_path: Path, user: Callable[..., User]) -> None:
    user(QDialog.reject)
    assert dialogs.ask_files(None, str(tmp_path)) == []


def test_that_the_file_dialog_names_kinds_and_not_every_suffix(tmp_path: Path, user: Callable[..., User]) -> None:
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        assert not dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
        seen.extend(dialog.nameFilters())
        assert dialog.testOption(QFileDialog.Option.HideNameFilterDetails)
        dialog.reject()

    user(look)
    dialogs.ask_files(None, str(tmp_path))
    assert seen[0].startswith("Pages (")
    assert "*.pdf *.PDF" in seen[0]
    assert seen[1] == "All files (*)"


def test_that_a_folder_can_be_chosen(tmp_path: Path, user: Callable[..., User]) -> None:
    (tmp_path / "scans").mkdir()

    def accept(dialog: QDialog) -> None:
        child(dialog, QLineEdit, "fileNameEdit").setText("scans")
        dialog.accept()

    user(accept)
    assert dialogs.ask_folder(None, "Open folder", str(tmp_path)) == str(tmp_path / "scans")
    user(QDialog.reject)
    assert dialogs.ask_folder(None, "Open folder", str(tmp_path)) is None


def test_that_a_name_without_suffix_gets_that_of_the_kind(tmp_path: Path, user: Callable[..., User]) -> None:
    user(choose("found"))
    path = dialogs.ask_save_file(None, "Save table", str(tmp_path / "page.csv"), ["CSV (*.csv)", "JSON (*.json)"])
    assert path == str(tmp_path / "found.csv")


def test_that_the_name_to_save_under_is_proposed(tmp_path: Path, user: Callable[..., User]) -> None:
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        seen.append(child(dialog, QLineEdit, "fileNameEdit").text())
        dialog.reject()

    user(look)
    assert dialogs.ask_save_file(None, "Save table", str(tmp_path / "page.csv"), ["CSV (*.csv)"]) is None
    assert seen == ["page.csv"]


def test_that_the_only_weights_beside_a_config_are_proposed(model_folder: Path, user: Callable[..., User]) -> None:
    user(press("choose_config"), choose("config.yaml"), press("accept"))
    files = dialogs.ask_model_files(None, str(model_folder))
    assert files == (str(model_folder / "config.yaml"), str(model_folder / "model.pth"))


def test_that_of_several_weights_none_is_proposed(model_folder: Path, user: Callable[..., User]) -> None:
    (model_folder / "other.safetensors").write_text("x")

    def is_closed(dialog: QDialog) -> None:
        assert not child(dialog, QLineEdit, "weights").text()
        assert not child(dialog, QPushButton, "accept").isEnabled()

    user(
        press("choose_config"),
        choose("config.yaml"),
        is_closed,
        press("choose_weights"),
        choose("other.safetensors"),
        press("accept"),
    )
    files = dialogs.ask_model_files(None, str(model_folder))
    assert files == (str(model_folder / "config.yaml"), str(model_folder / "other.safetensors"))


def test_that_a_model_cannot_be_opened_while_a_file_is_missing(
    model_folder: Path, user: Callable[..., User], qtbot: QtBot
) -> None:
    states: list[bool] = []

    def type_paths(dialog: QDialog) -> None:
        fields = child(dialog, QLineEdit, "config"), child(dialog, QLineEdit, "weights")
        for name in ("no-such.pth", "model.pth"):
            for field, path in zip(fields, (model_folder / "config.yaml", model_folder / name), strict=True):
                field.clear()
                QTest.keyClicks(field, str(path))
            states.append(child(dialog, QPushButton, "accept").isEnabled())
        QTest.keyClick(fields[1], Qt.Key.Key_Return)

    user(type_paths)
    assert dialogs.ask_model_files(None, str(model_folder)) is not None
    assert states == [False, True]
    user(press("cancel"))
    assert dialogs.ask_model_files(None, str(model_folder)) is None


LP_NAME = "lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config"


@pytest.fixture
def model_dialog(qtbot: QtBot, model_folder: Path) -> ModelFilesDialog:
    dialog = ModelFilesDialog(
        None, str(model_folder), "Check a model", "Check", dialogs.ask_file, installed=["my-model", "Forms of 1900"]
    )
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("{folder}", "A folder"),
        (LP_NAME, "can be installed"),
        ("COCO-Detection/faster_rcnn_R_50_FPN_3x.yaml", "can be installed"),
        ("MY-model", "is installed"),
        ("Forms of 1900 ", "is installed"),
        ("{folder}/missing", None),
        ("lp://PubLayNet/no_such_model", None),
        ("x" * 5000, None),
        ("a\0b", None),
    ],
)
def test_that_a_folder_or_a_name_stands_for_both_files(
    model_dialog: ModelFilesDialog, model_folder: Path, name: str, words: str | None
) -> None:
    weights = child(model_dialog, QLineEdit, "weights")
    weights.setText(str(model_folder / "model.pth"))
    config = child(model_dialog, QLineEdit, "config")
    config.setText(name.format(folder=model_folder))
    accept, hint = child(model_dialog, QPushButton, "accept"), child(model_dialog, QLabel, "model_files_hint")
    assert accept.isEnabled() == (words is not None)
    assert weights.isEnabled() == (words is None)
    assert (words or "no file, folder or model") in hint.text()
    if words is not None:
        assert model_dialog.files() == (name.format(folder=model_folder).strip(), None)


@pytest.mark.parametrize("name", ["letters.d2pack", "Letters.ZIP"])
def test_that_a_pack_is_said_to_be_checked_when_it_is_added(
    model_dialog: ModelFilesDialog, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).touch()
    child(model_dialog, QLineEdit, "config").setText(str(tmp_path / name))
    assert not child(model_dialog, QPushButton, "accept").isEnabled()
    assert not child(model_dialog, QLineEdit, "weights").isEnabled()
    assert "when it is added to the model library" in child(model_dialog, QLabel, "model_files_hint").text()


def test_that_a_model_of_the_catalogue_counts_as_installed_by_each_of_its_names(qtbot: QtBot) -> None:
    known = find_in_catalogue(LP_NAME)
    assert known is not None
    dialog = ModelFilesDialog(
        None, "", "Open model", "Open", dialogs.ask_file, installed=[known.id], files=(LP_NAME, "")
    )
    qtbot.addWidget(dialog)
    assert "is installed" in child(dialog, QLabel, "model_files_hint").text()


def test_that_a_model_to_add_is_files_or_a_folder(model_folder: Path, user: Callable[..., User]) -> None:
    said: list[str] = []

    def type_names(dialog: QDialog) -> None:
        config = child(dialog, QLineEdit, "config")
        QTest.keyClicks(config, LP_NAME)
        said.append(child(dialog, QLabel, "model_files_hint").text())
        assert not child(dialog, QPushButton, "accept").isEnabled()
        config.clear()
        QTest.keyClicks(config, str(model_folder))
        QTest.keyClick(config, Qt.Key.Key_Return)

    user(type_names)
    assert dialogs.ask_model_to_add(None, "") == (str(model_folder), None)
    assert said == ["There is no file or folder of this name."]


def test_that_files_that_were_checked_can_be_exchanged_one_by_one(
    model_folder: Path, user: Callable[..., User]
) -> None:
    old = str(model_folder / "config.yaml"), str(model_folder / "model.pth")
    (model_folder / "other.pth").write_text("x")
    user(press("choose_weights"), choose("other.pth"), press("accept"))
    assert dialogs.ask_model_to_check(None, str(model_folder), files=old) == (old[0], str(model_folder / "other.pth"))


def drop(dialog: QWidget, on: str, *paths: Path) -> None:
    """Drags files onto a field and lets them go."""
    field = child(dialog, QLineEdit, on)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where = field.mapTo(dialog, field.rect().center())
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    assert not field.acceptDrops()  # or it, and not the dialog, would be told
    assert dialog.acceptDrops()
    entered = QDragEnterEvent(where, action, mime, button, none)
    QApplication.sendEvent(dialog, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(dialog, QDropEvent(QPointF(where), action, mime, button, none))


@pytest.mark.parametrize(
    ("on", "dropped", "config", "weights"),
    [
        ("config", ("config.yaml",), "config.yaml", "model.pth"),  # the only weights beside it
        ("weights", ("model.pth",), "", "model.pth"),
        ("config", ("model.pth",), "", "model.pth"),
        ("weights", ("config.yaml",), "config.yaml", "model.pth"),
        ("weights", ("model.pth", "config.yaml"), "config.yaml", "model.pth"),
        ("weights", ("readme.md",), "", "readme.md"),
        ("config", ("readme.md",), "readme.md", "model.pth"),
    ],
)
def test_that_files_can_be_dropped_and_find_their_field(
    model_dialog: ModelFilesDialog,
    model_folder: Path,
    on: str,
    dropped: tuple[str, ...],
    config: str,
    weights: str,
) -> None:
    drop(model_dialog, on, *(model_folder / name for name in dropped))
    wanted = [str(model_folder / name) if name else "" for name in (config, weights)]
    assert [child(model_dialog, QLineEdit, name).text() for name in ("config", "weights")] == wanted


def test_that_a_model_folder_can_be_dropped(model_dialog: ModelFilesDialog, model_folder: Path) -> None:
    drop(model_dialog, "weights", model_folder)
    assert model_dialog.files() == (str(model_folder), None)
    QTest.keyClick(model_dialog, Qt.Key.Key_Return)
    assert model_dialog.result() == QDialog.DialogCode.Accepted


def test_that_what_is_no_file_is_not_taken(model_dialog: ModelFilesDialog) -> None:
    mime = QMimeData()
    mime.setText("some words")
    event = QDragEnterEvent(
        model_dialog.rect().center(),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(model_dialog, event)
    assert not event.isAccepted()


def test_that_a_password_is_typed_unseen_unless_asked_for(user: Callable[..., User], qtbot: QtBot) -> None:
    modes: list[QLineEdit.EchoMode] = []

    def type_it(dialog: QDialog) -> None:
        field = child(dialog, QLineEdit, "password")
        assert field.hasFocus()
        assert not child(dialog, QPushButton, "accept").isEnabled()
        QTest.keyClicks(field, "geheim ")
        modes.append(field.echoMode())
        child(dialog, QCheckBox, "show_password").click()
        modes.append(field.echoMode())
        QTest.keyClick(field, Qt.Key.Key_Return)

    user(type_it)
    assert dialogs.ask_password(None, "report.pdf", wrong=False) == "geheim "
    assert modes == [QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal]


def test_that_a_protected_file_can_stay_closed(user: Callable[..., User], qtbot: QtBot) -> None:
    user(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert dialogs.ask_password(None, "report.pdf", wrong=False) is None


@pytest.mark.parametrize("wrong", [False, True])
def test_that_a_wrong_password_is_said_and_names_cannot_deceive(user: Callable[..., User], wrong: bool) -> None:
    said: list[str] = []

    def look(dialog: QDialog) -> None:
        for label in dialog.findChildren(QLabel):
            said.append(label.text())
            assert label.textFormat() == Qt.TextFormat.PlainText or "<" not in label.text()
        dialog.reject()

    user(look)
    dialogs.ask_password(None, "<b>re\u202eport\n.pdf", wrong=wrong)
    assert said[0] == "<b>re\\u202eport\\n.pdf is protected. Its password:"
    assert ("That password did not open the file." in said) == wrong


def test_that_the_about_dialog_shows_its_text_and_closes_with_a_key(user: Callable[..., User], qtbot: QtBot) -> None:
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        seen.append(child(dialog, QTextBrowser, "about_text").toPlainText())
        QTest.keyClick(child(dialog, QPushButton, "close"), Qt.Key.Key_Return)

    user(look)
    dialogs.about(None, "# d2studio\n\nFinds the **layout** of pages.")
    assert seen == ["d2studio\nFinds the layout of pages."]


def test_that_dialogs_do_not_pile_up_in_their_window(qtbot: QtBot, user: Callable[..., User], tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    user(*[QDialog.reject] * 4)
    dialogs.ask_password(window, "report.pdf", wrong=False)
    dialogs.ask_model_files(window, str(tmp_path))
    dialogs.ask_files(window, str(tmp_path))
    dialogs.about(window, "d2studio")
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))


@pytest.mark.parametrize("kind", ["model", "password", "about"])
def test_that_each_control_is_named_and_explained(qtbot: QtBot, kind: str) -> None:
    makers: dict[str, Callable[[], QDialog]] = {
        "model": lambda: ModelFilesDialog(None, "", "Open model", "Open", dialogs.ask_file),
        "password": lambda: dialogs.PasswordDialog(None, "report.pdf", True),
        "about": lambda: dialogs.AboutDialog(None, "text"),
    }
    dialog = makers[kind]()
    qtbot.addWidget(dialog)
    controls: list[QWidget] = [*dialog.findChildren(QPushButton), *dialog.findChildren(QCheckBox)]
    controls += dialog.findChildren(QLineEdit)
    assert controls
    for control in controls:
        assert control.objectName(), control
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()


def test_that_the_about_dialog_is_as_large_as_its_text(qtbot: QtBot) -> None:
    dialog = dialogs.AboutDialog(None, "d2studio\n\nFinds the layout of pages.")
    qtbot.addWidget(dialog)
    dialog.show()
    said = child(dialog, QTextBrowser, "about_text")
    assert said.document().size().height() <= said.height() < 5 * said.fontMetrics().lineSpacing()
    assert not said.verticalScrollBar().maximum()
