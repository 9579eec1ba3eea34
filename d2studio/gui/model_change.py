"""A step that lets the model run otherwise, and how that is told."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from d2studio.core.model_summary import ModelRequest, ModelSummary

if TYPE_CHECKING:
    from d2studio.gui.model_commands import ModelCommands

translate = QCoreApplication.translate


class ModelChange(QUndoCommand):
    """Other choices for the model: its device, its input size. Under another model it means nothing."""

    def __init__(self, models: "ModelCommands", before: ModelRequest, choices: Mapping[str, Any]) -> None:
        """Take fields of `ModelRequest` to change; `before` is the request without them."""
        super().__init__(translate("Undo", "change of how the model runs"))
        self._models = models
        self._files = before.config, before.weights
        self._before = {name: getattr(before, name) for name in choices}
        self._after = dict(choices)

    def redo(self) -> None:
        self._set(self._after)

    def undo(self) -> None:
        self._set(self._before)

    def _set(self, choices: Mapping[str, Any]) -> None:
        wanted = self._models.wanted
        if (wanted.config, wanted.weights) == self._files:
            self._models.change_model(**choices)
        else:
            self.setObsolete(True)


def difference_words(before: ModelSummary, after: ModelSummary) -> str:
    """What is other about how a loaded model runs, as a sentence each; "" where nothing is."""
    words = []
    if before.input_size != after.input_size:
        said = translate("ModelChange", "Input is now {now} (was {before}).")
        words.append(said.format(now=_size(after), before=_size(before)))
    if before.max_detections != after.max_detections:
        said = translate("ModelChange", "Regions per page: now at most {now} (was {before}).")
        words.append(said.format(now=after.max_detections, before=before.max_detections))
    if (before.device, before.precision) != (after.device, after.precision):
        said = translate("ModelChange", "The model now runs on {now} (was {before}).")
        words.append(said.format(now=_place(after), before=_place(before)))
    return " ".join(words)


def _size(model: ModelSummary) -> str:
    shorter = model.input_size[0]
    return (
        translate("ModelChange", "{side} px").format(side=shorter)
        if shorter
        else translate("ModelChange", "the page's own size")
    )


def _place(model: ModelSummary) -> str:
    return f"{model.device}, {model.precision}"
