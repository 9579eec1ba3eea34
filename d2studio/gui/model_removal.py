"""A step that takes a model out of the library."""

from typing import TYPE_CHECKING

import shiboken6
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
        is_wanted: the model shall be gone; otherwise it shall be back.
        removed: where it waits; None while it is with the others.
    """

    def __init__(self, library: "LibraryCommands", model_id: str, *, was_in_use: bool) -> None:
        super().__init__(QCoreApplication.translate("Undo", "removal of a model"))
        self._library = library
        self.model_id = model_id
        self.was_in_use = was_in_use
        self.is_wanted = False
        self.removed: Removed | None = None

    @property
    def is_done(self) -> bool:
        """Whether the model is where it shall be."""
        return self.is_wanted == (self.removed is not None)

    def give_up(self) -> None:
        """It did not work, and is no step any more."""
        if shiboken6.isValid(self):  # else it is none already
            self.setObsolete(True)

    def redo(self) -> None:
        self.is_wanted = True
        self._library.follow(self)

    def undo(self) -> None:
        self.is_wanted = False
        self._library.follow(self)
