"""A step that takes a model out of the library."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from d2studio.core.installed_model import Removed
    from d2studio.gui.library_commands import LibraryCommands


class ModelRemoval(QUndoCommand):
    """Removal of an installed model; what it was can be put back until the window ends.

    Attributes:
        model_id: of the model; another one after it was put back where its own was given away.
        was_in_use: it is used again when it is put back.
        removed: where it waits; None until the library's child has removed it.
    """

    def __init__(self, library: "LibraryCommands", model_id: str, *, was_in_use: bool) -> None:
        super().__init__(QCoreApplication.translate("Undo", "removal of a model"))
        self._library = library
        self.model_id = model_id
        self.was_in_use = was_in_use
        self.removed: Removed | None = None
        self.is_wanted_back = False

    def redo(self) -> None:
        self.is_wanted_back = False
        self.removed = None
        self._library.take_out(self)

    def undo(self) -> None:
        self.is_wanted_back = True
        self._library.put_back(self)
