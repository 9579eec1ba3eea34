"""The name of a model, which can be changed where it stands."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from d2studio.core.words import printable
from d2studio.gui.fonts import make_bold
from d2studio.gui.plain_label import PlainLabel, breakable

_SCALE = 1.25


class EntryName(QWidget):
    """Bold letters; while it is changed, a line in their place. Enter keeps what was typed, Escape does not.

    Signals:
        renamed(str): what it shall be called.
        edit_ended(): the line is gone, since a person pressed Enter or Escape.
    """

    renamed = Signal(str)
    edit_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entry_name_box")
        self._name = ""
        self._label = PlainLabel("entry_name")
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)  # it is broken for the eye
        make_bold(self._label, _SCALE)
        self._field = _NameField()
        make_bold(self._field, _SCALE)
        self._field.hide()
        self._field.returnPressed.connect(self._on_return_pressed)
        self._field.left.connect(self._on_left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        layout.addWidget(self._field)

    def show_name(self, name: str) -> None:
        self._name = name
        self._label.setText(breakable(printable(name)))
        self._label.setAccessibleName(printable(name))

    def is_editing(self) -> bool:
        return not self._field.isHidden()

    def edit(self) -> None:
        """Let a person write another name."""
        self._field.setText(self._name)
        self._field.selectAll()
        self._label.hide()
        self._field.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_editing(self) -> None:
        """Show the name as it was; nothing happens where it is not being changed."""
        self._label.show()
        self._field.hide()

    @Slot()
    def _on_return_pressed(self) -> None:
        name = self._field.text().strip()
        if name and name != self._name:
            # It is shown at once, and put right if it was refused.
            self.show_name(name)
            self.renamed.emit(name)
        if name:
            self._on_left()

    @Slot()
    def _on_left(self) -> None:
        self.stop_editing()
        self.edit_ended.emit()


class _NameField(QLineEdit):
    """Keeps Escape and Enter from the window around it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rename_model")
        self.setAccessibleName(self.tr("New name of the model"))
        self.setToolTip(self.tr("Enter renames the model, Escape leaves its name as it is"))
        self.setPlaceholderText(self.tr("A name for the model"))

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
