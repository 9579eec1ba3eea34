"""What the user says of the pages to show: a part of their file's name, and a state."""

from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from d2studio.gui.page_filter import StateFilter

# About the time between two keys of a quick typist.
_TYPING_MS: Final = 120


class PageFilterLine(QWidget):
    """A line to type in and a choice of states.

    Signals:
        filter_changed: there is something else to be shown; while a user types, when they stop for a moment.
        name_entered: the user is done with typing.
    """

    filter_changed = Signal()
    name_entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLineEdit(self)
        self._name.setObjectName("page_name_filter")
        self._name.setPlaceholderText(self.tr("Filter…"))
        self._name.setAccessibleName(self.tr("Filter pages by file name"))
        self._name.setToolTip(self.tr("Shows only pages whose file name contains this. Enter goes to the pages."))
        self._name.setClearButtonEnabled(True)
        self._states = QComboBox(self)
        self._states.setObjectName("page_state_filter")
        self._states.setAccessibleName(self.tr("Filter pages by state"))
        self._states.setToolTip(
            self.tr("Shows only pages in this state. Not run has those under way, Failed those that need a password.")
        )
        self._states.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for text, states in (
            (self.tr("All"), StateFilter.ALL),
            (self.tr("Found"), StateFilter.FOUND),
            (self.tr("Empty"), StateFilter.EMPTY),
            (self.tr("Failed"), StateFilter.FAILED),
            (self.tr("Not run"), StateFilter.NOT_RUN),
        ):
            self._states.addItem(text, states)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._states)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self.filter_changed)
        self._name.textChanged.connect(self._on_text_changed)
        self._name.returnPressed.connect(self._on_return_pressed)
        self._states.currentIndexChanged.connect(self._on_state_chosen)

    def text(self) -> str:
        return self._name.text().strip()

    def states(self) -> StateFilter:
        states = self._states.currentData()
        assert isinstance(states, StateFilter)
        return states

    def is_on(self) -> bool:
        """Whether some pages may not be shown."""
        return bool(self.text()) or self.states() is not StateFilter.ALL

    def clear(self) -> None:
        """Show all pages again, at once."""
        self._name.clear()
        self._states.setCurrentIndex(0)
        self._tell_now()

    def _tell_now(self) -> None:
        self._timer.stop()
        self.filter_changed.emit()

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._timer.start()

    @Slot()
    def _on_return_pressed(self) -> None:
        self._tell_now()
        self.name_entered.emit()

    @Slot(int)
    def _on_state_chosen(self, _index: int) -> None:
        self._tell_now()
