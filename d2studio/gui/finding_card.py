"""One finding as a card: what happened, what shows it, what to do, and the buttons that do it."""

import itertools
from typing import Final

from PySide6.QtCore import QLocale, QRect, QSize, Qt, QTime, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from d2studio.core.findings import Category, Finding, Severity
from d2studio.gui.finding_words import category_words, evidence_of, say, severity_words
from d2studio.gui.flow_layout import FlowLayout
from d2studio.gui.fonts import fixed_font, make_bold
from d2studio.gui.icons import icon
from d2studio.gui.plain_label import breakable
from d2studio.gui.theme import GRID, HALF_GRID

# Each category has a shape of its own, so that nobody needs colours to tell them apart.
_ICONS: Final = {
    Category.WEIGHTS: "layers",
    Category.CONFIG: "file-text",
    Category.MEMORY: "memory-stick",
    Category.DEVICE: "cpu",
    Category.PAGE: "image",
    Category.EMPTY: "search",
    Category.LIBRARY: "package",
    Category.WORKER: "refresh-cw",
    Category.DISK: "hard-drive",
    Category.NETWORK: "wifi-off",
    Category.SETTINGS: "settings",
    Category.INTERNAL: "bug",
}
_SHADES: Final = {Severity.ERROR: "danger", Severity.WARNING: "warning", Severity.NOTE: "link"}
_SMALL: Final = 0.9  # of the usual size of letters
_DETAILS_LINES: Final = 10
_TEXT_LETTERS: Final = 40  # that have to fit beside the buttons, else these go below
_EVIDENCE_LETTERS: Final = 400  # while the details are closed


class FindingCard(QFrame):
    """Two or three lines; Details shows the rest. Enter opens and closes it, Delete dismisses it.

    Signals:
        fix_requested(object, object): the `Finding` and the `Fix` whose button was pressed.
        dismissed(object): this card.
        step_requested(object, int): this card, and 1 or -1 for the next or the previous one.
        opened(object): this card, whose details are shown now.
    """

    fix_requested = Signal(object, object)
    dismissed = Signal(object)
    step_requested = Signal(object, int)
    opened = Signal(object)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finding_card")
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(self.tr("Enter shows the details, Delete dismisses it"))
        self.finding = finding
        self.count = 1
        self._details: QPlainTextEdit | None = None
        self._icon_side = round(self.fontMetrics().height() * 1.1)
        self._make_texts()
        self._make_buttons()
        self._make_layout()
        self._show_finding()

    def repeat(self, finding: Finding) -> None:
        """The same was found again: the latest is shown, with how often it came."""
        self.finding = finding
        self.count += 1
        self._show_finding()

    def follow(self, widget: QWidget) -> None:
        """Tab comes here from `widget`, and then to the buttons from left to right."""
        order = [widget, self, *self._fixes.buttons(), self._toggle, self._dismiss]
        if self._details is not None:
            order.append(self._details)
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    # Making

    def _make_texts(self) -> None:
        self._what = self._label("finding_what")
        make_bold(self._what)
        self._meta = self._label("finding_meta")
        self._meta.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._meta.setToolTip(self.tr("The kind of trouble, its code, how often it was found, and when last"))
        font = self._meta.font()
        font.setPointSizeF(font.pointSizeF() * _SMALL)
        self._meta.setFont(font)
        self._evidence = self._label("finding_evidence")
        self._evidence.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._advice = self._label("finding_advice")

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _make_buttons(self) -> None:
        self._fixes = QButtonGroup(self)
        self._fixes.idClicked.connect(self._on_fix_clicked)
        self._toggle = QToolButton(self)
        self._toggle.setObjectName("finding_details_button")
        self._toggle.setText(self.tr("Details"))
        self._toggle.setCheckable(True)
        self._toggle.setToolTip(self.tr("Show everything that is known, for whoever helps you"))
        self._toggle.toggled.connect(self._on_details_toggled)
        self._dismiss = QToolButton(self)
        self._dismiss.setObjectName("finding_dismiss_button")
        self._dismiss.setIcon(icon("x"))
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.clicked.connect(self._on_dismiss_clicked)
        for button in (self._toggle, self._dismiss):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _make_layout(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(HALF_GRID // 2)
        for label in (self._what, self._evidence, self._advice):
            label.setContentsMargins(self._icon_side + GRID, 0, 0, 0)  # the icon is beside them
            texts.addWidget(label)
        texts.addStretch()
        self._buttons = FlowLayout()
        self._buttons.addWidget(self._toggle)
        self._buttons.addWidget(self._dismiss)
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._side.setSpacing(HALF_GRID)
        self._side.addWidget(self._meta)
        self._side.addLayout(self._buttons)
        self._side.addStretch()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(HALF_GRID)
        self._across.addLayout(texts, 1)
        self._across.addLayout(self._side)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        self._whole.setSpacing(HALF_GRID)
        self._whole.addLayout(self._across)

    # Showing

    def _show_finding(self) -> None:
        finding = self.finding
        self._what.setText(say(finding.what))
        self._advice.setText(say(finding.advice))
        self._advice.setVisible(bool(finding.advice))
        self._meta.setText(self._meta_words())
        if self._details is not None:
            self._details.setPlainText(self._all_details())
            self._fit_details(self._details)
        self._show_evidence()
        self._show_fixes()
        self._name_for_readers()
        self._arrange()
        self.update()

    def _meta_words(self) -> str:
        time = self.finding.time
        words = [category_words(self.finding.category), self.finding.code]
        if self.count > 1:
            words.append(self.tr("×{count}").format(count=QLocale().toString(self.count)))
        words.append(QLocale().toString(QTime(time.hour, time.minute), QLocale.FormatType.ShortFormat))
        return "  ".join(words)

    def _show_evidence(self) -> None:
        evidence = evidence_of(self.finding)
        if self._toggle.isChecked():
            text = "\n".join(evidence)
        else:
            text = "  ·  ".join(evidence)
            text = text if len(text) <= _EVIDENCE_LETTERS else f"{text[:_EVIDENCE_LETTERS]}…"
        self._evidence.setText(breakable(text))
        self._evidence.setAccessibleName(text)
        self._evidence.setVisible(bool(text))

    def _show_fixes(self) -> None:
        if [button.text() for button in self._fixes.buttons()] == [say(fix.label) for fix in self.finding.fixes]:
            return  # whoever is about to press one keeps it
        for button in self._fixes.buttons():
            self._fixes.removeButton(button)
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        for index, fix in enumerate(self.finding.fixes):
            button = QPushButton(say(fix.label), self)
            button.setObjectName(f"finding_fix_{fix.action}")
            button.setAutoDefault(False)
            button.setToolTip(say(self.finding.advice))
            self._fixes.addButton(button, index)
            self._buttons.insert(index, button)

    def _name_for_readers(self) -> None:
        finding = self.finding
        what = say(finding.what)
        self.setAccessibleName(
            self.tr("{severity}, {category}: {what}").format(
                severity=severity_words(finding.severity), category=category_words(finding.category), what=what
            )
        )
        self.setAccessibleDescription(" ".join((*evidence_of(finding), say(finding.advice))))
        about = self.tr("{button}: {what}")
        for button in (*self._fixes.buttons(), self._toggle):
            button.setAccessibleName(about.format(button=button.text(), what=what))
        self._dismiss.setAccessibleName(about.format(button=self.tr("Dismiss"), what=what))

    def _arrange(self) -> None:
        """Buttons beside the text, or below it where there is no room for both, in several rows if need be."""
        needed = self._around_px() + self._buttons.sizeHint().width()
        meta = self._meta.fontMetrics().horizontalAdvance(self._meta.text())
        room_for_text = self.width() - max(needed, self._around_px() + meta) - self._icon_side
        is_wide = room_for_text > self.fontMetrics().averageCharWidth() * _TEXT_LETTERS
        is_one_row = not is_wide and self.width() >= needed + GRID + meta
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for layout, wanted in (
            (self._across, across if is_wide else down),
            (self._side, across if is_one_row else down),
        ):
            if layout.direction() != wanted:
                layout.setDirection(wanted)
        self._buttons.set_one_row(is_wide or is_one_row)
        self._meta.setWordWrap(not (is_wide or is_one_row))
        self._meta.setAlignment(Qt.AlignmentFlag.AlignRight if is_wide else Qt.AlignmentFlag.AlignLeft)

    def _around_px(self) -> int:
        """Width of what is left and right of everything."""
        margins = self._whole.contentsMargins()
        return margins.left() + margins.right()

    def _all_details(self) -> str:
        return self.finding.details or self.tr("Nothing more is known.")

    def _fit_details(self, details: QPlainTextEdit) -> None:
        lines = min(details.blockCount() + 1, _DETAILS_LINES)
        details.setFixedHeight(details.fontMetrics().lineSpacing() * lines + GRID)

    # Events

    def minimumSizeHint(self) -> QSize:
        # Beside the text, the buttons would keep the card as wide as it is.
        buttons = (*self._fixes.buttons(), self._toggle, self._dismiss)
        widest = max(button.minimumSizeHint().width() for button in buttons)
        return QSize(self._around_px() + widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        shape = icon(_ICONS[self.finding.category], _SHADES[self.finding.severity])
        shape.paint(painter, QRect(GRID, GRID - 2, self._icon_side, self._icon_side))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), GRID, GRID)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._toggle.toggle()
            case Qt.Key.Key_Delete:
                self.dismissed.emit(self)
            case Qt.Key.Key_Down:
                self.step_requested.emit(self, 1)
            case Qt.Key.Key_Up:
                self.step_requested.emit(self, -1)
            case _:
                super().keyPressEvent(event)

    @Slot(int)
    def _on_fix_clicked(self, index: int) -> None:
        self.fix_requested.emit(self.finding, self.finding.fixes[index])

    @Slot()
    def _on_dismiss_clicked(self) -> None:
        self.dismissed.emit(self)

    @Slot(bool)
    def _on_details_toggled(self, is_open: bool) -> None:
        if self._details is None:  # most cards are never opened
            self._details = QPlainTextEdit(self._all_details(), self)
            self._details.setObjectName("finding_details")
            self._details.setReadOnly(True)
            self._details.setFont(fixed_font(self))
            self._details.viewport().setBackgroundRole(QPalette.ColorRole.AlternateBase)
            self._fit_details(self._details)
            self._details.setTabChangesFocus(True)
            self._details.setAccessibleName(self.tr("Details"))
            self._details.setToolTip(self.tr("Everything that is known; it can be selected and copied"))
            self._whole.addWidget(self._details)
            QWidget.setTabOrder(self._dismiss, self._details)
        self._details.setVisible(is_open)
        self._show_evidence()
        if is_open:
            self.opened.emit(self)
