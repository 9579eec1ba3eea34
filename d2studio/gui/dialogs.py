"""The few questions that must be answered before anything goes on. Everything else is shown beside the page."""

import math
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from d2studio.core.words import printable
from d2studio.gui.icons import app_icon, icon
from d2studio.gui.theme import GRID, shades

translate = QCoreApplication.translate

# As `core.images` finds pages; written out here, since that loads what decodes them.
# fmt: off
PAGE_SUFFIXES: Final = (
    ".apng", ".bmp", ".dib", ".gif", ".j2c", ".j2k", ".jfif", ".jp2", ".jpc", ".jpe", ".jpeg", ".jpf", ".jpg", ".jpx",
    ".mpo", ".pbm", ".pdf", ".pfm", ".pgm", ".png", ".pnm", ".ppm", ".tif", ".tiff", ".webp",
)
# fmt: on
_CONFIG_SUFFIXES: Final = (".yaml", ".yml")
_WEIGHTS_SUFFIXES: Final = (".pth", ".pkl", ".pt", ".safetensors")


def ask_files(parent: QWidget | None, folder: str) -> list[str]:
    """Pages to open, starting in `folder`; empty if the user thinks better of it."""
    dialog = _file_dialog(
        parent,
        translate("dialogs", "Open pages"),
        folder,
        [_files(translate("dialogs", "Pages"), PAGE_SUFFIXES), _any_file()],
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _chosen(dialog)


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


def ask_model_files(parent: QWidget | None, folder: str) -> tuple[str, str] | None:
    """The config and the weights of a model to use, starting in `folder`."""
    return _model_files(
        ModelFilesDialog(parent, folder, translate("dialogs", "Open model"), translate("dialogs", "Open"))
    )


def ask_model_to_check(parent: QWidget | None, folder: str) -> tuple[str, str] | None:
    """The config and the weights of a model that is only to be looked at, starting in `folder`."""
    return _model_files(
        ModelFilesDialog(parent, folder, translate("dialogs", "Check a model"), translate("dialogs", "Check"))
    )


def _model_files(dialog: "ModelFilesDialog") -> tuple[str, str] | None:
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


class ModelFilesDialog(QDialog):
    """Asks for two files at once. Where only one kind of weights lies beside a config, they are proposed."""

    def __init__(self, parent: QWidget | None, folder: str, title: str, words: str) -> None:
        """Begin in `folder`; `words` are on the button that accepts."""
        super().__init__(parent)
        self.setObjectName("model_files_dialog")
        self.setWindowTitle(title)
        self._folder = folder
        said = QLabel(self.tr("A model is two files: a config, which says how it is built, and its weights."))
        said.setWordWrap(True)
        self._config = self._field("config", self.tr("Config"), self.tr("A Detectron2 config: .yaml or .yml"))
        self._weights = self._field(
            "weights", self.tr("Weights"), self.tr("The weights of this config: .pth, .pkl or .safetensors")
        )
        choose_config = self._button("choose_config", self.tr("Choose config"))
        choose_config.clicked.connect(self._on_choose_config)
        choose_weights = self._button("choose_weights", self.tr("Choose weights"))
        choose_weights.clicked.connect(self._on_choose_weights)
        self._buttons, self._open = _buttons(self, words)
        self._open.setEnabled(False)

        form = QFormLayout()
        form.addRow(self.tr("&Config"), _row(self._config, choose_config))
        form.addRow(self.tr("&Weights"), _row(self._weights, choose_weights))
        layout = _layout(self)
        layout.addWidget(said)
        layout.addLayout(form)
        layout.addWidget(self._buttons)
        for label, field in ((form.itemAt(0), self._config), (form.itemAt(2), self._weights)):
            buddy = label.widget() if label else None
            if isinstance(buddy, QLabel):
                buddy.setBuddy(field)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 80)

    def files(self) -> tuple[str, str]:
        return self._config.text(), self._weights.text()

    def _field(self, name: str, accessible_name: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(accessible_name)
        field.setToolTip(hint)
        field.setPlaceholderText(hint)
        field.textChanged.connect(self._on_text_changed)
        return field

    def _button(self, name: str, accessible_name: str) -> QPushButton:
        button = QPushButton(icon("folder-open"), self.tr("Choose…"))
        button.setObjectName(name)
        button.setAccessibleName(accessible_name)
        button.setToolTip(self.tr("Look for the file"))
        button.setAutoDefault(False)
        return button

    @Slot()
    def _on_choose_config(self) -> None:
        kinds = [_files(self.tr("Configs"), _CONFIG_SUFFIXES), _any_file()]
        config = self._ask(self.tr("Choose config"), kinds)
        if config:
            self._config.setText(config)
            if not self._weights.text():
                self._weights.setText(_only_weights_beside(Path(config)))

    @Slot()
    def _on_choose_weights(self) -> None:
        kinds = [_files(self.tr("Weights"), _WEIGHTS_SUFFIXES), _any_file()]
        weights = self._ask(self.tr("Choose weights"), kinds)
        if weights:
            self._weights.setText(weights)

    def _ask(self, title: str, kinds: list[str]) -> str:
        dialog = _file_dialog(self, title, self._folder, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        path = next(iter(_chosen(dialog)), "")
        if path:
            self._folder = str(Path(path).parent)
        return path

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._open.setEnabled(all(_is_file(path) for path in self.files()))


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
        buttons, self._open = _buttons(self, self.tr("Open"))
        self._open.setEnabled(False)

        layout = _layout(self)
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
        layout = _layout(self)
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


def _files(kind: str, suffixes: tuple[str, ...]) -> str:
    # Qt compares letter by letter on systems that tell A from a, and scanners write .TIF.
    patterns = (f"*{suffix}" for lower in suffixes for suffix in (lower, lower.upper()))
    return f"{kind} ({' '.join(patterns)})"


def _any_file() -> str:
    return translate("dialogs", "All files") + " (*)"


def _suffix(name_filter: str) -> str:
    """Of "CSV (*.csv)": csv."""
    return name_filter.partition("*.")[2].split(" ")[0].rstrip(")")


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def _only_weights_beside(config: Path) -> str:
    try:
        found = [str(path) for path in config.parent.iterdir() if path.suffix.lower() in _WEIGHTS_SUFFIXES]
    except OSError:
        return ""
    return found[0] if len(found) == 1 else ""


def _buttons(dialog: QDialog, words: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The button that accepts, called `words`, and one that does not."""
    accept, reject = QPushButton(words), QPushButton(translate("dialogs", "Cancel"))
    for button, name in ((accept, "accept"), (reject, "cancel")):
        button.setObjectName(name)
        button.setAccessibleName(button.text())
    accept.setToolTip(translate("dialogs", "Go on with this"))
    reject.setToolTip(translate("dialogs", "Leave everything as it is"))
    accept.setDefault(True)
    buttons = QDialogButtonBox()
    buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(reject, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, accept


def _layout(dialog: QDialog) -> QVBoxLayout:
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
    layout.setSpacing(GRID + GRID // 2)
    return layout


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row
