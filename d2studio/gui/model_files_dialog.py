"""The question for a model: two files, a folder that holds them, or a name."""

import os
from collections.abc import Callable, Collection
from enum import Enum, auto
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPalette
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QLineEdit, QPushButton, QWidget

from d2studio.core.catalogue import find_in_catalogue
from d2studio.core.model_files import CONFIG_SUFFIXES, PACK_SUFFIX, WEIGHTS_SUFFIXES
from d2studio.gui.dialog_parts import (
    accept_and_cancel,
    any_file,
    column,
    kind_of_files,
    row,
)
from d2studio.gui.icons import icon
from d2studio.gui.incoming import read_mime
from d2studio.gui.plain_label import PlainLabel

ModelFiles = tuple[str, str | None]  # config and weights; None where a folder or a name stands for both
AskFile = Callable[[QWidget, str, str, list[str]], str | None]  # title, folder and filters to a path

_LETTERS: Final = 80  # that fit into a row


class _Meaning(Enum):
    """What stands in the field of the config."""

    NOTHING = auto()
    FILE = auto()
    PACKED = auto()
    FOLDER = auto()
    INSTALLED = auto()
    OFFERED = auto()
    MISSING = auto()


class ModelFilesDialog(QDialog):
    """Asks for config and weights at once. A folder of a model, or a name, stands for both.

    Where only one kind of weights lies beside a config, they are proposed. Files can be dropped on the dialog.
    """

    def __init__(
        self,
        parent: QWidget | None,
        folder: str,
        title: str,
        words: str,
        ask_file: AskFile,
        *,
        installed: Collection[str] = (),
        takes_names: bool = True,
        files: tuple[str, str] = ("", ""),
    ) -> None:
        """Begin in `folder`.

        Args:
            parent: the window that asks.
            folder: where files are looked for first.
            title: of the dialog.
            words: on the button that accepts.
            ask_file: asks for a file that is there.
            installed: ids and names of models that are installed, in whatever letters.
            takes_names: these, and the names of models that can be installed, may be given.
            files: config and weights to begin with.
        """
        super().__init__(parent)
        self.setObjectName("model_files_dialog")
        self.setWindowTitle(title)
        self.setAcceptDrops(True)
        self._folder = folder
        self._ask_file = ask_file
        self._installed = {name.casefold() for name in installed}
        self._takes_names = takes_names
        said = QLabel(self._introduction())
        said.setWordWrap(True)
        self._config = self._field("config", self.tr("Config"), *self._config_hints())
        weights_hint = self.tr("The weights of this config: .pth, .pkl or .safetensors")
        self._weights = self._field("weights", self.tr("Weights"), weights_hint, weights_hint)
        self._choose_config = self._button("choose_config", self.tr("Choose config"))
        self._choose_config.clicked.connect(self._on_choose_config)
        self._choose_weights = self._button("choose_weights", self.tr("Choose weights"))
        self._choose_weights.clicked.connect(self._on_choose_weights)
        self._hint = PlainLabel("model_files_hint")
        self._hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._hint.setMinimumHeight(self.fontMetrics().lineSpacing())  # or the dialog jumps while somebody types
        buttons, self._open = accept_and_cancel(self, words)

        form = QFormLayout()
        form.addRow(self.tr("&Config"), row(self._config, self._choose_config))
        form.addRow(self.tr("&Weights"), row(self._weights, self._choose_weights))
        layout = column(self)
        layout.addWidget(said)
        layout.addLayout(form)
        layout.addWidget(self._hint)
        layout.addWidget(buttons)
        for label, field in ((form.itemAt(0), self._config), (form.itemAt(2), self._weights)):
            buddy = label.widget() if label else None
            if isinstance(buddy, QLabel):
                buddy.setBuddy(field)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        self._config.setText(files[0])
        self._weights.setText(files[1])
        self._show_meaning()

    def files(self) -> ModelFiles:
        """What was chosen."""
        is_file = self._meaning() is _Meaning.FILE
        return self._config.text().strip(), self._weights.text().strip() if is_file else None

    def _introduction(self) -> str:
        if self._takes_names:
            return self.tr(
                "A model is two files: a config, which says how it is built, and its weights."
                " A folder with both, or the name of a model, will do as well."
            )
        return self.tr(
            "A model is two files: a config, which says how it is built, and its weights."
            " A folder with both will do as well."
        )

    def _config_hints(self) -> tuple[str, str]:
        """What the field takes, and the same in few words."""
        if self._takes_names:
            tip = self.tr("A .yaml file, a model's folder, or a name such as {name}")
            return tip.format(name="lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config"), self.tr(
                "A .yaml file, a folder, or a name such as lp://…"
            )
        return self.tr("A .yaml file, or a model's folder"), self.tr("A .yaml file, or a folder")

    def _field(self, name: str, accessible_name: str, tip: str, example: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(accessible_name)
        field.setToolTip(tip)
        field.setPlaceholderText(example)
        field.setAcceptDrops(False)  # it would take a file's address for its path; the dialog knows better
        field.textChanged.connect(self._on_text_changed)
        return field

    def _button(self, name: str, accessible_name: str) -> QPushButton:
        button = QPushButton(icon("folder-open"), self.tr("Choose…"))
        button.setObjectName(name)
        button.setAccessibleName(accessible_name)
        button.setToolTip(self.tr("Look for the file"))
        button.setAutoDefault(False)
        return button

    # Files

    @Slot()
    def _on_choose_config(self) -> None:
        path = self._ask(self.tr("Choose config"), self.tr("Configs"), CONFIG_SUFFIXES)
        if path:
            self._take_config(path)

    @Slot()
    def _on_choose_weights(self) -> None:
        path = self._ask(self.tr("Choose weights"), self.tr("Weights"), WEIGHTS_SUFFIXES)
        if path:
            self._weights.setText(path)

    def _ask(self, title: str, kind: str, suffixes: tuple[str, ...]) -> str | None:
        path = self._ask_file(self, title, self._folder, [kind_of_files(kind, suffixes), any_file()])
        if path:
            self._folder = str(Path(path).parent)
        return path

    def _take_config(self, path: str) -> None:
        self._config.setText(path)
        if not self._weights.text():
            self._weights.setText(_only_weights_beside(Path(path)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if read_mime(event.mimeData()).paths:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Each file goes where its name says it belongs, whatever it was dropped on; others where they were dropped."""
        configs: list[str] = []
        weights: list[str] = []
        over_weights = self._weights.geometry().contains(event.position().toPoint())
        for path in read_mime(event.mimeData()).paths:
            is_weights = path.lower().endswith(WEIGHTS_SUFFIXES)
            is_config = path.lower().endswith(CONFIG_SUFFIXES) or os.path.isdir(path)
            (weights if is_weights or (over_weights and not is_config) else configs).append(path)
        if weights:
            self._weights.setText(weights[0])
        if configs:
            self._take_config(configs[0])
        event.acceptProposedAction()

    # What they mean

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._show_meaning()

    def _show_meaning(self) -> None:
        meaning = self._meaning()
        takes_weights = meaning in (_Meaning.NOTHING, _Meaning.FILE, _Meaning.MISSING)
        self._weights.setEnabled(takes_weights)
        self._choose_weights.setEnabled(takes_weights)
        weights = self._weights.text().strip()
        has_weights = os.path.isfile(weights)
        stands_for_both = meaning in (_Meaning.FOLDER, _Meaning.INSTALLED, _Meaning.OFFERED)
        self._open.setEnabled((meaning is _Meaning.FILE and has_weights) or stands_for_both)
        self._hint.setText(self._words(meaning, is_weights_missing=bool(weights) and not has_weights))

    def _meaning(self) -> _Meaning:
        """In the order in which `core.model_lookup` tries them."""
        config = self._config.text().strip()
        if not config:
            return _Meaning.NOTHING
        if os.path.isfile(config):
            return _Meaning.PACKED if config.lower().endswith((PACK_SUFFIX, ".zip")) else _Meaning.FILE
        if os.path.isdir(config):
            return _Meaning.FOLDER
        if not self._takes_names:
            return _Meaning.MISSING
        known = find_in_catalogue(config)
        if config.casefold() in self._installed or (known is not None and known.id in self._installed):
            return _Meaning.INSTALLED
        return _Meaning.MISSING if known is None else _Meaning.OFFERED

    def _words(self, meaning: _Meaning, *, is_weights_missing: bool) -> str:
        match meaning:
            case _Meaning.FOLDER:
                return self.tr("A folder: the config and the weights in it are used.")
            case _Meaning.PACKED:
                return self.tr("A zip or a model pack is checked when it is added to the model library.")
            case _Meaning.INSTALLED:
                return self.tr("This model is installed, with its weights.")
            case _Meaning.OFFERED:
                return self.tr("This model can be installed: nothing is downloaded before you agree.")
            case _Meaning.MISSING:
                if self._takes_names:
                    return self.tr("There is no file, folder or model of this name.")
                return self.tr("There is no file or folder of this name.")
        return self.tr("There is no file with these weights.") if is_weights_missing else ""


def _only_weights_beside(config: Path) -> str:
    try:
        found = [str(path) for path in config.parent.iterdir() if path.suffix.lower() in WEIGHTS_SUFFIXES]
    except OSError:
        return ""
    return found[0] if len(found) == 1 else ""
