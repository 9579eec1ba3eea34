"""The question which colour a class shall have."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QWidget

from d2studio.core.colours import Colour


class ColourChooser(QObject):
    """Asks for the colour of one class at a time, above a widget.

    Signals:
        chosen(object, object): a class's id, and its `Colour`.
    """

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self._class_id = 0
        self._dialog: QColorDialog | None = None

    def ask(self, class_id: int, name: str, colour: Colour) -> None:
        """Ask for another colour of a class, beginning with the one that it has."""
        self._class_id = class_id
        if self._dialog is None:  # it takes long to make, and few ever need it
            self._dialog = QColorDialog(self._widget)
            self._dialog.setObjectName("class_colour_dialog")
            self._dialog.colorSelected.connect(self._on_colour_selected)
        self._dialog.setWindowTitle(self.tr("Colour of {name}").format(name=name))
        self._dialog.setCurrentColor(QColor(*colour))
        self._dialog.open()

    @Slot(QColor)
    def _on_colour_selected(self, colour: QColor) -> None:
        self.chosen.emit(self._class_id, (colour.red(), colour.green(), colour.blue()))
