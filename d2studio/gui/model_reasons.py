"""Why a model's weights do not fit its config, or what to look at although they do."""

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from d2studio.core.judgement import notes_to_look_at
from d2studio.core.model_summary import ModelSummary
from d2studio.core.words import printable
from d2studio.gui.finding_words import say
from d2studio.gui.fonts import fixed_font
from d2studio.gui.sign_line import SignLine
from d2studio.gui.theme import GRID, HALF_GRID

_MOST_LINES: Final = 10  # of the list that are seen at once


class ModelReasons(QWidget):
    """Sentences in plain words; what they rest on, part by part, is folded away. Hidden with nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_reasons")
        self._lines: list[SignLine] = []
        self._toggle = QPushButton()
        self._toggle.setObjectName("toggle_problems")
        self._toggle.setCheckable(True)
        self._toggle.setToolTip(self.tr("List every part of the network that does not fit, for whoever helps you"))
        self._toggle.toggled.connect(self._on_toggled)
        self._list = QPlainTextEdit()
        self._list.setObjectName("model_problems")
        self._list.setAccessibleName(self.tr("Parts that do not fit"))
        self._list.setToolTip(self.tr("It can be selected and copied"))
        self._list.setReadOnly(True)
        self._list.setTabChangesFocus(True)
        self._list.setFont(fixed_font(self))
        self._list.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(HALF_GRID)
        self._layout.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(self._list)
        self.show_model(None)

    def show_model(self, model: ModelSummary | None) -> None:
        reasons, problems = (model.explanations, model.problems) if model else ((), ())
        notes = notes_to_look_at(model.notes) if model else ()
        for line in self._lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [
            *(self._line("model_misfit", reason, "danger") for reason in reasons),
            *(self._line("model_caution", note, "warning") for note in notes),
        ]
        for index, line in enumerate(self._lines):
            self._layout.insertWidget(index, line)
        self._list.setPlainText("\n".join(map(printable, problems)))
        lines = min(len(problems), _MOST_LINES) + 1  # one more for the bar that scrolls sideways
        self._list.setFixedHeight(lines * self._list.fontMetrics().lineSpacing() + 2 * GRID)
        self._toggle.setChecked(False)
        self._toggle.setVisible(bool(problems))
        self._show_toggled()
        self.setVisible(bool(reasons or problems or notes))

    def _line(self, name: str, remark: str, shade: str) -> SignLine:
        line = SignLine(name, self)
        line.show_text(sentence(remark), shade)
        return line

    @Slot()
    def _on_toggled(self) -> None:
        self._show_toggled()

    def _show_toggled(self) -> None:
        is_open = self._toggle.isChecked()
        count = self._list.blockCount()
        words = self.tr("Hide the list") if is_open else self.tr("List the %n part(s) that do not fit", "", count)
        self._toggle.setText(words)
        self._toggle.setAccessibleName(words)
        self._list.setVisible(is_open)


def sentence(remark: str) -> str:
    """A remark of the engine as a sentence on one line."""
    said = printable(say(remark))
    # The name of a file stays as it is.
    is_name = "." in said.partition(" ")[0]
    begun = said if is_name else said[:1].upper() + said[1:]
    return begun if begun.endswith((".", "…")) else f"{begun}."
