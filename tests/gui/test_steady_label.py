"""A label whose text changes often must not have its window laid out anew for every text."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from d2studio.gui.steady_label import SteadyLabel


class _Layouts(QObject):
    """Counts how often a widget is asked to lay out what is in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_that_only_a_longer_text_asks_for_a_layout(qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    label = SteadyLabel("count")
    QVBoxLayout(panel).addWidget(label)
    label.setText("12 of 57")
    panel.show()
    qtbot.waitExposed(panel)
    QCoreApplication.sendPostedEvents()
    layouts = _Layouts(panel)
    label.setText("9 of 57")
    label.setText("12 of 57")
    QCoreApplication.sendPostedEvents()
    assert layouts.count == 0
    before = label.width()
    label.setText("1,234 of 2,000")
    qtbot.waitUntil(lambda: layouts.count == 1)
    assert label.width() > before
    assert label.width() >= label.fontMetrics().horizontalAdvance("1,234 of 2,000")


def test_that_it_follows_the_font(qtbot: QtBot) -> None:
    label = SteadyLabel("count")
    qtbot.addWidget(label)
    label.setText("12 of 57")
    before = label.size()
    font = label.font()
    font.setPointSizeF(2 * font.pointSizeF())
    label.setFont(font)
    assert label.height() > before.height()
    label.setText("12 of 57")
    assert label.width() >= label.fontMetrics().horizontalAdvance("12 of 57")
