"""What went wrong lately, or disappoints, as cards: newest first, never in the way."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from d2studio.core.findings import Category, Finding, Fix
from d2studio.core.fixes import COPY_REPORT
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.finding_card import FindingCard
from d2studio.gui.finding_words import category_words
from d2studio.gui.flow_layout import FlowLayout
from d2studio.gui.icons import icon
from d2studio.gui.theme import GRID, HALF_GRID

MAX_CARDS: Final = 200
_AT_ONCE: Final = 30  # laid out in well under 10 ms; the others are shown on demand
_LEAST_LETTERS: Final = 6  # that a choice has room for where there is little


class DiagnosticsPane(QWidget):
    """Cards of findings; the same code at the same place is counted on one card.

    Signals:
        fix_requested(object, object): a `Finding` and the `Fix` of it that was asked for.
        report_requested(bool): a report is to be copied, with or without names of files.
        count_changed(int): how many cards there are, filtered or not.
        room_wanted(int): this height, in pixels, would show all of a card that was opened.
    """

    fix_requested = Signal(object, object)
    report_requested = Signal(bool)
    count_changed = Signal(int)
    room_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnostics_pane")
        self.setAccessibleName(self.tr("Diagnostics"))
        self._cards: list[FindingCard] = []  # newest first
        self._most = _AT_ONCE
        self._to_reveal: FindingCard | None = None
        self._room_is_wanted = False  # by what is to be revealed
        self._reveal_timer = QTimer(self)
        self._reveal_timer.setSingleShot(True)
        self._reveal_timer.setInterval(0)  # once it is laid out
        self._reveal_timer.timeout.connect(self._on_reveal_due)
        self._make_header()
        self._make_list()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self._refresh()

    def add(self, finding: Finding) -> None:
        """Show a finding on top, or count it where it is known already."""
        card = next((card for card in self._cards if card.finding.key == finding.key), None)
        if card is None:
            card = FindingCard(finding, self._body)
            card.resize(self._list.geometry().width(), card.height())  # laid out once, as it will be
            card.fix_requested.connect(self._on_fix_requested)
            card.dismissed.connect(self._on_dismissed)
            card.step_requested.connect(self._on_step_requested)
            card.opened.connect(self._on_opened)
            while len(self._cards) >= MAX_CARDS:
                self._remove(self._cards[-1])
        else:
            self._cards.remove(card)
            self._list.removeWidget(card)
            card.repeat(finding)
        self._cards.insert(0, card)
        self._list.insertWidget(0, card)
        card.follow(self._clear)
        self._refresh()
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):  # whoever works in here is left there
            self._reveal(card)

    def clear(self) -> None:
        """Take all cards away."""
        for card in tuple(self._cards):
            self._remove(card)
        self._most = _AT_ONCE
        self._refresh()

    def withdraw(self, action: str, argument: str) -> None:
        """Take away cards that offer to do something which is done."""
        self._withdraw(
            [
                card
                for card in self._cards
                if any((fix.action, fix.argument) == (action, argument) for fix in card.finding.fixes)
            ]
        )

    def withdraw_subject(self, subject: str) -> None:
        """Take away cards about something of the model library that is settled."""
        self._withdraw([card for card in self._cards if subject and card.finding.subject == subject])

    def _withdraw(self, done: list[FindingCard]) -> None:
        for card in done:
            self._remove(card)
        if done:
            self._refresh()

    def findings(self) -> tuple[Finding, ...]:
        """Those of all cards, newest first; of repeated ones the latest."""
        return tuple(card.finding for card in self._cards)

    # Making

    def _make_header(self) -> None:
        self._filter = QComboBox()
        self._filter.setObjectName("diagnostics_filter")
        self._filter.setAccessibleName(self.tr("Kinds of findings to show"))
        self._filter.setToolTip(self.tr("Show findings of one kind only"))
        self._filter.setMinimumContentsLength(_LEAST_LETTERS)
        self._filter.addItem(self.tr("All kinds"), None)
        for category in Category:
            self._filter.addItem(category_words(category), category)
        self._filter.currentIndexChanged.connect(self._on_filter_changed)
        self._words = ElidedLabel()
        self._words.setObjectName("diagnostics_count")
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._with_names = QCheckBox(self.tr("Include names of files"))
        self._with_names.setObjectName("diagnostics_with_names")
        self._with_names.setToolTip(
            self.tr("Without it, a report says page_0001.png instead of a name. Your own name never occurs in it.")
        )
        self._copy = QPushButton(icon("copy"), self.tr("Copy report"))
        self._copy.setObjectName("diagnostics_copy_report")
        self._copy.setToolTip(self.tr("Copy versions, machine, model, findings and recent log as text"))
        self._copy.clicked.connect(self._on_copy_clicked)
        self._clear = QPushButton(self.tr("Dismiss all"))
        self._clear.setObjectName("diagnostics_clear")
        self._clear.setToolTip(self.tr("Take all cards away"))
        self._clear.clicked.connect(self._on_clear_clicked)
        self._header = FlowLayout(spacing=GRID)
        self._header.addWidget(self._filter)
        self._header.addWidget(self._words)
        for widget in (self._with_names, self._copy, self._clear):
            widget.setAccessibleName(widget.text())
            self._header.addWidget(widget)

    def _make_list(self) -> None:
        self._empty = QLabel()
        self._empty.setObjectName("diagnostics_empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._empty.setWordWrap(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(HALF_GRID)
        self._older = QPushButton()
        self._older.setObjectName("diagnostics_older")
        self._older.setToolTip(self.tr("Show cards that are older"))
        self._older.clicked.connect(self._on_older_clicked)
        self._list.addWidget(self._older, 0, Qt.AlignmentFlag.AlignHCenter)
        # What is above the cards scrolls with them: where there is little room, it would leave them none.
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        self._rows.setSpacing(HALF_GRID)
        self._rows.addLayout(self._header)
        self._rows.addLayout(self._list)
        self._rows.addWidget(self._empty, 9)
        self._rows.addStretch(1)  # or else the cards would take what is left
        self._scroll = QScrollArea()
        self._scroll.setObjectName("diagnostics_scroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cards take it
        self._scroll.setWidget(self._body)

    # Changing

    def _remove(self, card: FindingCard) -> None:
        self._cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _refresh(self) -> None:
        wanted = self._filter.currentData()
        matching = [card for card in self._cards if wanted is None or card.finding.category is wanted]
        visible = set(matching[: self._most])
        # Qt lays out at once what becomes visible, and here that would be in a height that is about to change.
        self._rows.setEnabled(False)
        for card in self._cards:
            if card.isHidden() == (card in visible):
                card.setVisible(card in visible)
        shown, older = len(matching), len(matching) - len(visible)
        self._older.setVisible(older > 0)
        self._older.setText(self.tr("Show %n earlier", "", older))
        self._older.setAccessibleName(self._older.text())
        total = len(self._cards)
        self._empty.setVisible(shown == 0)
        self._empty.setText(self.tr("Nothing of this kind.") if total else self.tr("Nothing to report."))
        self._words.set_text("" if not total else self._count_words(shown, total))
        self._clear.setEnabled(total > 0)
        self._rows.setEnabled(True)
        self.count_changed.emit(total)

    def _count_words(self, shown: int, total: int) -> str:
        if shown == total:
            return self.tr("%n finding(s)", "", total)
        return self.tr("{shown} of %n finding(s)", "", total).format(shown=shown)

    def _reveal(self, card: FindingCard) -> None:
        self._to_reveal = card
        self._reveal_timer.start()

    def _shown_cards(self) -> list[FindingCard]:
        return [card for card in self._cards if not card.isHidden()]

    def _focus(self, card: FindingCard) -> None:
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(card, 0, HALF_GRID)

    # Slots

    @Slot(object, object)
    def _on_fix_requested(self, finding: Finding, fix: Fix) -> None:
        if fix.action == COPY_REPORT:
            self._on_copy_clicked()
        else:
            self.fix_requested.emit(finding, fix)

    @Slot(object)
    def _on_dismissed(self, card: FindingCard) -> None:
        cards = self._shown_cards()
        at = cards.index(card)
        had_focus = card.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._remove(card)
        self._refresh()
        rest = self._shown_cards()
        if had_focus or card.hasFocus():
            if rest:
                self._focus(rest[min(at, len(rest) - 1)])
            else:
                self._filter.setFocus()

    @Slot(object, int)
    def _on_step_requested(self, card: FindingCard, step: int) -> None:
        cards = self._shown_cards()
        at = cards.index(card) + step
        if 0 <= at < len(cards):
            self._focus(cards[at])

    @Slot(object)
    def _on_opened(self, card: FindingCard) -> None:
        self._room_is_wanted = True
        self._reveal(card)

    @Slot()
    def _on_reveal_due(self) -> None:
        """Scroll down to what is new or was opened, but not past its beginning."""
        if self._to_reveal is None or self._to_reveal not in self._cards:
            return
        if self._room_is_wanted:
            self._room_is_wanted = False
            self.room_wanted.emit(self._to_reveal.height() + 2 * HALF_GRID)
        bottom = self._to_reveal.geometry().bottom() + HALF_GRID
        bar, height = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        if bottom > bar.value() + height:
            bar.setValue(min(self._to_reveal.y() - HALF_GRID, bottom - height))

    @Slot(int)
    def _on_filter_changed(self, _index: int) -> None:
        self._refresh()

    @Slot()
    def _on_older_clicked(self) -> None:
        self._most += _AT_ONCE
        self._refresh()

    @Slot()
    def _on_copy_clicked(self) -> None:
        self.report_requested.emit(self._with_names.isChecked())

    @Slot()
    def _on_clear_clicked(self) -> None:
        self.clear()
