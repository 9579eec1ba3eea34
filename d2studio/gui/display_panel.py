"""How the page and what was found on it are drawn: switches and sliders."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from d2studio.gui.fonts import make_bold
from d2studio.gui.theme import GRID
from d2studio.gui.view_style import OverlayStyle, PageTone
from d2studio.gui.wheel_guard import WheelGuard

# Properties of `OverlayStyle`, in two columns.
_SWITCHES: Final = (("labels", "boxes"), ("masks", "keypoints"), ("ghosts", "reading_order"))


class DisplayPanel(QWidget):
    """Shows a style and a tone, and announces those that a person wants instead.

    Signals:
        style_changed(object): `OverlayStyle`; its colours are those that were set.
        tone_changed(object): `PageTone`.
    """

    style_changed = Signal(object)
    tone_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("display_panel")
        self._style = OverlayStyle()
        self._tone = PageTone()
        self._make_widgets()
        self._lay_out()
        self._connect()
        self.set_style(self._style)
        self.set_tone(self._tone)

    def set_style(self, style: OverlayStyle) -> None:
        """Show a style; nothing is announced."""
        self._style = style
        for name, box in self._switches.items():
            with QSignalBlocker(box):
                box.setChecked(bool(getattr(style, name)))
        with QSignalBlocker(self._opacity):
            self._opacity.setValue(round(100 * style.fill_opacity))
        self._opacity_text.setText(self._percent(self._opacity.value()))
        self._show_resettable()

    def set_tone(self, tone: PageTone) -> None:
        """Show a tone; nothing is announced."""
        self._tone = tone
        with QSignalBlocker(self._brightness), QSignalBlocker(self._inverted):
            self._brightness.setValue(round(100 * tone.brightness))
            self._inverted.setChecked(tone.inverted)
        self._brightness_text.setText(self._percent(self._brightness.value(), signed=True))
        self._show_resettable()

    @Slot()
    def _on_switch_toggled(self) -> None:
        is_on = {name: box.isChecked() for name, box in self._switches.items()}
        self._edit_style(
            replace(
                self._style,
                labels=is_on["labels"],
                boxes=is_on["boxes"],
                masks=is_on["masks"],
                keypoints=is_on["keypoints"],
                ghosts=is_on["ghosts"],
                reading_order=is_on["reading_order"],
            )
        )

    @Slot(int)
    def _on_opacity_changed(self, percent: int) -> None:
        self._edit_style(replace(self._style, fill_opacity=percent / 100))

    @Slot(int)
    def _on_brightness_changed(self, percent: int) -> None:
        self._edit_tone(replace(self._tone, brightness=percent / 100))

    @Slot(bool)
    def _on_inverted_toggled(self, is_on: bool) -> None:
        self._edit_tone(replace(self._tone, inverted=is_on))

    @Slot()
    def _on_reset_clicked(self) -> None:
        self._edit_style(OverlayStyle(self._style.colours))
        self._edit_tone(PageTone())

    def _edit_style(self, style: OverlayStyle) -> None:
        if style != self._style:
            self.set_style(style)
            self.style_changed.emit(style)

    def _edit_tone(self, tone: PageTone) -> None:
        if tone != self._tone:
            self.set_tone(tone)
            self.tone_changed.emit(tone)

    def _show_resettable(self) -> None:
        self._reset.setEnabled(self._style != OverlayStyle(self._style.colours) or self._tone != PageTone())

    def _percent(self, value: int, *, signed: bool = False) -> str:
        sign = "+" if signed and value > 0 else ""
        return self.tr("{value} %").format(value=f"{sign}{self.locale().toString(value)}")

    def _make_widgets(self) -> None:
        self._opacity = QSlider(Qt.Orientation.Horizontal, self)
        self._opacity.setRange(0, 100)
        self._opacity.setPageStep(10)
        _describe(
            self._opacity,
            "fill_opacity",
            self.tr("Opacity of overlays, in percent"),
            self.tr("How strongly regions are filled with the colour of their class."),
        )
        self._opacity_text = self._value_label("fill_opacity_text")
        self._switches = {
            "labels": self._switch("labels", self.tr("Labels"), self.tr("Write class and score on each region.")),
            "boxes": self._switch("boxes", self.tr("Boxes"), self.tr("Draw the outlines of boxes.")),
            "masks": self._switch(
                "masks", self.tr("Masks"), self.tr("Draw the outlines of masks, where the model has them.")
            ),
            "keypoints": self._switch(
                "keypoints", self.tr("Keypoints"), self.tr("Draw keypoints as dots, where the model has them.")
            ),
            "ghosts": self._switch(
                "ghosts",
                self.tr("Ghosts"),
                self.tr("Draw what the rules hide in thin dashes, and say why it is hidden."),
            ),
            "reading_order": self._switch(
                "reading_order", self.tr("Reading order"), self.tr("Number the regions in the order of reading.")
            ),
        }
        self._brightness = _CentredSlider(self)
        self._brightness.setPageStep(10)
        self._wheel_guard = WheelGuard(self)
        for slider in (self._opacity, self._brightness):
            self._wheel_guard.guard(slider)
        _describe(
            self._brightness,
            "brightness",
            self.tr("Brightness of the page, in percent"),
            self.tr(
                "Make the page brighter or darker for reading; the model sees no difference. "
                "A double click puts it back to 0."
            ),
        )
        self._brightness_text = self._value_label("brightness_text")
        self._inverted = QCheckBox(self.tr("Invert the page"), self)
        _describe(
            self._inverted,
            "inverted",
            self._inverted.text(),
            self.tr("Show light letters on a dark page. The model sees no difference."),
        )
        self._reset = QPushButton(self.tr("Reset"), self)
        _describe(
            self._reset,
            "reset_display",
            self.tr("Reset the display"),
            self.tr("Put everything here back to how it was at first; colours of classes stay."),
        )

    def _switch(self, name: str, text: str, tooltip: str) -> QCheckBox:
        box = QCheckBox(text, self)
        _describe(box, f"show_{name}", text, tooltip)
        return box

    def _value_label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setMinimumWidth(self.fontMetrics().horizontalAdvance(self._percent(-100)))
        return label

    def _lay_out(self) -> None:
        opacity_label = QLabel(self.tr("Fill"), self)
        brightness_label = QLabel(self.tr("Brightness"), self)
        switches = QGridLayout()
        for row, names in enumerate(_SWITCHES):
            for column, name in enumerate(names):
                switches.addWidget(self._switches[name], row, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(_heading(self.tr("Regions"), self))
        layout.addLayout(switches)
        layout.addLayout(_row(opacity_label, self._opacity, self._opacity_text))
        layout.addSpacing(GRID)
        layout.addWidget(_heading(self.tr("Page"), self))
        layout.addLayout(_row(brightness_label, self._brightness, self._brightness_text))
        layout.addWidget(self._inverted)
        layout.addStretch()
        layout.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignRight)
        # One width for both, so that the sliders stand below each other.
        widest = max(opacity_label.sizeHint().width(), brightness_label.sizeHint().width())
        opacity_label.setMinimumWidth(widest)
        brightness_label.setMinimumWidth(widest)

    def _connect(self) -> None:
        for box in self._switches.values():
            box.toggled.connect(self._on_switch_toggled)
        self._opacity.valueChanged.connect(self._on_opacity_changed)
        self._brightness.valueChanged.connect(self._on_brightness_changed)
        self._inverted.toggled.connect(self._on_inverted_toggled)
        self._reset.clicked.connect(self._on_reset_clicked)


class _CentredSlider(QSlider):
    """From -100 to 100; a double click puts it back to 0."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(-100, 100)
        self.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.setTickInterval(100)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(0)


def _describe(widget: QWidget, name: str, accessible_name: str, tooltip: str) -> None:
    widget.setObjectName(name)
    widget.setAccessibleName(accessible_name)
    widget.setToolTip(tooltip)


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    make_bold(label)
    return label


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row
