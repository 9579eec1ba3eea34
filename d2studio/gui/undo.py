"""Steps that can be undone."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from d2studio.core.page import PageKey
from d2studio.filters import FilterRules

if TYPE_CHECKING:
    from d2studio.gui.studio import Studio


class RulesChange(QUndoCommand):
    """Other rules. The change was made already, in small steps, while a slider moved.

    Under another model it means nothing, since rules name classes by their ids.
    """

    def __init__(self, studio: "Studio", before: FilterRules, after: FilterRules) -> None:
        super().__init__(QCoreApplication.translate("Undo", "change of what is shown"))
        self._studio = studio
        self._model = studio.model_id
        self._before = before
        self._after = after

    def redo(self) -> None:
        self._set(self._after)

    def undo(self) -> None:
        self._set(self._before)

    def _set(self, rules: FilterRules) -> None:
        if self._studio.model_id == self._model:
            self._studio.set_rules(rules)
        else:
            self.setObsolete(True)


class RemovePages(QUndoCommand):
    """Pages taken out of the list. Their results are kept."""

    def __init__(self, studio: "Studio", keys: Sequence[PageKey]) -> None:
        super().__init__(QCoreApplication.translate("Undo", "removal of %n page(s)", "", len(keys)))
        self._studio = studio
        self._keys = list(keys)
        self._removed: list[PageKey] = []
        self._inputs = studio.inputs
        self._current: PageKey | None = None  # that was looked at, if it went too

    def redo(self) -> None:
        studio, current = self._studio, self._studio.current
        self._inputs = studio.inputs
        studio.runner.discard(self._keys)
        self._removed = studio.pages.remove(self._keys)
        inputs = frozenset(studio.inputs)
        gone = {path for path, _ in self._removed if path in inputs}
        if gone:
            gone -= {path for path, _ in studio.pages.keys()}  # noqa: SIM118
        studio.forget_inputs(gone)
        # Whoever saw it go may look at another one already.
        self._current = None if current is None or studio.pages.row(current) is not None else current
        if studio.current is not None and studio.pages.row(studio.current) is None:
            count = len(studio.pages)
            row = studio.pages.row_from(self._removed[0]) if self._removed else 0
            studio.set_current(studio.pages.key(min(row, count - 1)) if count else None)

    def undo(self) -> None:
        self._studio.pages.restore(self._removed)
        self._studio.inputs = tuple(dict.fromkeys((*self._inputs, *self._studio.inputs)))
        if self._studio.current is None and self._removed:
            self._studio.set_current(self._current or self._removed[0])
