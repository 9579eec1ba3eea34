"""The few questions that must be answered before anything goes on. Everything else is shown beside the page."""

import math
from collections.abc import Collection
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QWidget,
)

from d2studio.core.words import printable
from d2studio.gui.dialog_parts import accept_and_cancel, any_file, column, kind_of_files
from d2studio.gui.icons import app_icon
from d2studio.gui.model_files_dialog import ModelFiles, ModelFilesDialog
from d2studio.gui.theme import GRID, shades

translate = QCoreApplication.translate

# As `core.images` finds pages; written out here, since that loads what decodes them.
# fmt: off
PAGE_SUFFIXES: Final = (
    ".apng", ".bmp", ".dib", ".gif", ".j2c", ".j2k", ".jfif", ".jp2", ".jpc", ".jpe", ".jpeg", ".jpf", ".jpg", ".jpx",
    ".mpo", ".pbm", ".pdf", ".pfm", ".pgm", ".png", ".pnm", ".ppm", ".tif", ".tiff", ".webp",
)
# fmt: on


def ask_files(parent: QWidget | None, folder: str) -> list[str]:
    """Pages to open, starting in `folder`; empty if the user thinks better of it."""
    dialog = _file_dialog(
        parent,
        translate("dialogs", "Open pages"),
        folder,
        [kind_of_files(translate("dialogs", "Pages"), PAGE_SUFFIXES), any_file()],
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _chosen(dialog)


def ask_file(parent: QWidget | None, title: str, folder: str, filters: list[str]) -> str | None:
    """A file that is there, starting in `folder`; `filters` as for `ask_save_file`."""
    dialog = _file_dialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return next(iter(_chosen(dialog)), None)


def ask_names_file(parent: QWidget | None, folder: str) -> str | None:
    """A file with the names of a model's classes, starting in `folder`."""
    kinds = [kind_of_files(translate("dialogs", "Names of classes"), (".json", ".txt")), any_file()]
    return ask_file(parent, translate("dialogs", "Names from a file"), folder, kinds)


def ask_folder(parent: QWidget | None, title: str, folder: str) -> str | None:
    """A folder that is there, starting in `folder`."""
    dialog = _file_dialog(parent, title, folder, [])
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_chosen(dialog)), None)


def ask_save_file(parent: QWidget | None, title: str, suggestion: str, filters: list[str]) -> str | None:
    """Where to write; the user has agreed if a file is there already.

    Args:
        parent: the window that asks.
        title: what is saved.
        suggestion: path or name to start with.
        filters: as Qt writes them: "CSV (*.csv)"; the first one's suffix is added to a name without any.
    """
    dialog = _file_dialog(parent, title, str(Path(suggestion).parent), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(_suffix(filters[0]) if filters else "")
    dialog.selectFile(Path(suggestion).name)
    return next(iter(_chosen(dialog)), None)


def ask_model_files(parent: QWidget | None, folder: str, installed: Collection[str] = ()) -> ModelFiles | None:
    """A model to use: its config and weights; or a folder or a name, and None.

    Args:
        parent: the window that asks.
        folder: where to begin.
        installed: ids and names of installed models.
    """
    title, words = translate("dialogs", "Open model"), translate("dialogs", "Open")
    return _model_files(ModelFilesDialog(parent, folder, title, words, ask_file, installed=installed))


def ask_model_to_check(
    parent: QWidget | None, folder: str, installed: Collection[str] = (), files: tuple[str, str] = ("", "")
) -> ModelFiles | None:
    """The same of a model that is only to be looked at; `files` are config and weights to begin with."""
    title, words = translate("dialogs", "Check a model"), translate("dialogs", "Check")
    return _model_files(ModelFilesDialog(parent, folder, title, words, ask_file, installed=installed, files=files))


def ask_model_to_add(parent: QWidget | None, folder: str) -> ModelFiles | None:
    """The same of a model that is to be installed, which has no name yet."""
    title, words = translate("dialogs", "Add a model"), translate("dialogs", "Add")
    return _model_files(ModelFilesDialog(parent, folder, title, words, ask_file, takes_names=False))


def _model_files(dialog: ModelFilesDialog) -> ModelFiles | None:
    try:
        return dialog.files() if dialog.exec() else None
    finally:
        dialog.deleteLater()


def ask_password(parent: QWidget | None, name: str, wrong: bool) -> str | None:
    """The password of a file; `wrong` says that the last one was. None if the file shall stay closed."""
    dialog = PasswordDialog(parent, name, wrong)
    try:
        return dialog.password() if dialog.exec() else None
    finally:
        dialog.deleteLater()


def about(parent: QWidget | None, text: str) -> None:
    """What the program is; `text` is Markdown and our own."""
    dialog = AboutDialog(parent, text)
    try:
        dialog.exec()
    finally:
        dialog.deleteLater()


class PasswordDialog(QDialog):
    def __init__(self, parent: QWidget | None, name: str, wrong: bool) -> None:
        super().__init__(parent)
        self.setObjectName("password_dialog")
        self.setWindowTitle(self.tr("Password"))
        said = QLabel(self.tr("{name} is protected. Its password:").format(name=printable(name)))
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        self._field = QLineEdit()
        self._field.setObjectName("password")
        self._field.setAccessibleName(self.tr("Password"))
        self._field.setToolTip(self.tr("The password is used for this file and not kept."))
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.textChanged.connect(self._on_text_changed)
        said.setBuddy(self._field)
        show = QCheckBox(self.tr("&Show the password"))
        show.setObjectName("show_password")
        show.setAccessibleName(self.tr("Show the password"))
        show.setToolTip(self.tr("Show the letters of the password"))
        show.toggled.connect(self._on_show_toggled)
        buttons, self._open = accept_and_cancel(self, self.tr("Open"))
        self._open.setEnabled(False)

        layout = column(self)
        layout.addWidget(said)
        layout.addWidget(self._field)
        if wrong:
            layout.addWidget(self._refusal())
        layout.addWidget(show)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 50)

    def password(self) -> str:
        return self._field.text()

    def _refusal(self) -> QLabel:
        said = QLabel(self.tr("That password did not open the file."))
        palette = said.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(shades(palette).danger))
        said.setPalette(palette)
        return said

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._open.setEnabled(bool(text))

    @Slot(bool)
    def _on_show_toggled(self, is_shown: bool) -> None:
        self._field.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle(self.tr("About d2studio"))
        side = GRID * 8
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(QSize(side, side), self.devicePixelRatioF()))
        said = QTextBrowser()
        said.setObjectName("about_text")
        said.setAccessibleName(self.tr("About d2studio"))
        said.setOpenExternalLinks(True)
        said.setFrameShape(QTextBrowser.Shape.NoFrame)
        said.viewport().setAutoFillBackground(False)
        said.setMarkdown(text)
        close = QPushButton(self.tr("Close"))
        close.setObjectName("close")
        close.setAccessibleName(self.tr("Close"))
        close.setToolTip(self.tr("Go back to the pages"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)

        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        top.addWidget(said)
        layout = column(self)
        layout.addLayout(top)
        layout.addWidget(buttons)
        width = self.fontMetrics().averageCharWidth() * 60
        said.document().setTextWidth(width)
        said.setFixedSize(width, math.ceil(said.document().size().height()))
        close.setFocus()


def _file_dialog(parent: QWidget | None, title: str, folder: str, filters: list[str]) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder)
    dialog.setObjectName("file_dialog")
    if filters:
        dialog.setNameFilters(filters)
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    return dialog


def _chosen(dialog: QFileDialog) -> list[str]:
    try:
        return dialog.selectedFiles() if dialog.exec() else []
    finally:
        dialog.deleteLater()


def _suffix(name_filter: str) -> str:
    """Of "CSV (*.csv)": csv."""
    return name_filter.partition("*.")[2].split(" ")[0].rstrip(")")
