"""What failed in the model manager lately, as a few cards."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from d2studio.core.findings import Finding
from d2studio.gui.finding_card import FindingCard
from d2studio.gui.theme import HALF_GRID

MAX_CARDS: Final = 2  # what is looked after needs the room


class LibraryFindings(QScrollArea):
    """The latest findings on top, each until it is dismissed or others push it out; hidden while there are none.

    Args:
        after: from which Tab comes to the cards.
        parent: see Qt.

    Signals:
        fix_requested(object, object): a `Finding` and the `Fix` of it that was asked for.
    """

    fix_requested = Signal(object, object)

    def __init__(self, after: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._after = after
        self.setObjectName("library_findings")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cards take it
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._cards: list[FindingCard] = []
        self._body = QWidget()
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(0, 0, 0, HALF_GRID)
        self._list.setSpacing(HALF_GRID)
        self._list.addStretch()
        self.setWidget(self._body)
        self.hide()

    def add(self, finding: Finding) -> None:
        """Show a finding on top, or count it where it is known already."""
        card = next((card for card in self._cards if card.finding.key == finding.key), None)
        if card is None:
            card = FindingCard(finding, self._body)
            card.resize(self.viewport().width(), card.height())
            card.fix_requested.connect(self.fix_requested)
            card.dismissed.connect(self._on_dismissed)
            card.step_requested.connect(self._on_step_requested)
            while len(self._cards) >= MAX_CARDS:
                self._remove(self._cards[-1])
        else:
            self._cards.remove(card)
            self._list.removeWidget(card)
            card.repeat(finding)
        self._cards.insert(0, card)
        self._list.insertWidget(0, card)
        card.follow(self._after)
        card.show()
        self.show()
        self.verticalScrollBar().setValue(0)

    def withdraw(self, subject: str) -> None:
        """Take away the cards about something that is settled."""
        for card in tuple(self._cards):
            if subject and card.finding.subject == subject:
                self._remove(card)
        self.setHidden(not self._cards)

    def clear(self) -> None:
        """Take all cards away."""
        for card in tuple(self._cards):
            self._remove(card)
        self.hide()

    def findings(self) -> tuple[Finding, ...]:
        """Those shown, the latest first."""
        return tuple(card.finding for card in self._cards)

    def sizeHint(self) -> QSize:
        """As high as the cards are in this width."""
        width = self.viewport().width()
        height = self._list.heightForWidth(width) if self._list.hasHeightForWidth() else self._list.sizeHint().height()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), 5 * self.fontMetrics().lineSpacing()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt has what is scrolled watched by the area already."""
        if event.type() == QEvent.Type.LayoutRequest:  # a card was opened, or says something else
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _remove(self, card: FindingCard) -> None:
        self._cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()

    @Slot(object)
    def _on_dismissed(self, card: FindingCard) -> None:
        at, focused = self._cards.index(card), QApplication.focusWidget()
        had_focus = focused is not None and (focused is card or card.isAncestorOf(focused))
        self._remove(card)
        if not self._cards:
            self.hide()
        elif had_focus:
            self._cards[min(at, len(self._cards) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(object, int)
    def _on_step_requested(self, card: FindingCard, step: int) -> None:
        at = self._cards.index(card) + step
        if 0 <= at < len(self._cards):
            self._cards[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self._cards[at], 0, HALF_GRID)
