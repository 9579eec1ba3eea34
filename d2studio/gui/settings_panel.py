"""Settings as controls; each applies at once."""

from dataclasses import fields, replace
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from d2studio.core.settings import DECODE_MEMORY_GB, MEGAPIXELS, PDF_DPI, Settings
from d2studio.gui.fonts import make_bold
from d2studio.gui.icons import icon
from d2studio.gui.theme import GRID
from d2studio.gui.wheel_guard import WheelGuard

# What the program remembers is no setting of the user's: resetting leaves it.
_NOT_RESET: Final = frozenset({
    "recent_files", "recent_models", "last_folder", "model_config", "model_weights", "rules", "others",
})  # fmt: skip


class SettingsPanel(QWidget):
    """Shows `Settings` and changes them. Only what the user touches is changed; everything else is handed on."""

    settings_changed = Signal(object)  # Settings

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_panel")
        self._settings = Settings()
        self._before_reset: Settings | None = None
        self._is_filling = False
        self._started_language: str | None = None
        self._shown: dict[str, Any] = {}

        self._wheel_guard = WheelGuard(self)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setHorizontalSpacing(2 * GRID)
        self._form.setVerticalSpacing(GRID)
        self._switches: dict[str, QCheckBox] = {}
        self._choices: dict[str, QComboBox] = {}
        self._numbers: dict[str, QDoubleSpinBox] = {}
        self._add_appearance()
        self._add_pages()
        self._add_overlays()
        self._add_start()
        self._lay_out()
        self._fill()

    def set_settings(self, settings: Settings) -> None:
        """Show `settings`; nothing is emitted. The language that is shown first is the one that is in use."""
        if self._started_language is None:
            self._started_language = settings.language
        if settings != self._settings:
            self._forget_reset()
            self._settings = settings
            self._fill()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().height() * 36)

    def _fill(self) -> None:
        settings = self._settings
        self._is_filling = True
        for name, switch in self._switches.items():
            switch.setChecked(getattr(settings, name))
        for name, choice in self._choices.items():
            choice.setCurrentIndex(choice.findData(getattr(settings, name)))
        for name, number in self._numbers.items():
            number.setValue(getattr(settings, name))
        self._opacity.setValue(round(100 * settings.fill_opacity))
        self._is_filling = False
        self._shown = self._read()
        self._show_consequences()

    def _add_appearance(self) -> None:
        self._add_title(self.tr("Appearance"))
        self._add_choice(
            "theme",
            self.tr("&Theme"),
            self.tr("Colours of the window"),
            {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")},
        )
        # Languages are called what their speakers call them.
        self._add_choice(
            "language",
            self.tr("&Language"),
            self.tr("Language of the window; takes effect at the next start"),
            {"system": self.tr("As the system"), "en": "English", "de": "Deutsch"},
        )
        self._language_note = QLabel(self.tr("The language changes at the next start."))
        self._language_note.setObjectName("language_note")
        self._language_note.setWordWrap(True)
        self._form.addRow("", self._language_note)

    def _add_pages(self) -> None:
        self._add_title(self.tr("Pages"))
        self._add_switch(
            "run_on_open",
            self.tr("&Run when a page is opened"),
            self.tr("Off: a page is run when you press Run"),
        )
        self._add_number(
            "pdf_dpi",
            self.tr("&PDF resolution"),
            self.tr("Resolution at which PDF pages are drawn; 200 dpi suits most. Holds for pages opened from now on."),
            (*PDF_DPI, 10),
            self.tr(" dpi"),
        )
        self._add_number(
            "max_megapixels",
            self.tr("Largest pa&ge"),
            self.tr("Pages with more pixels are not opened, so that they cannot fill the memory"),
            (*MEGAPIXELS, 10),
            self.tr(" megapixels"),
        )
        self._add_number(
            "decode_memory_gb",
            self.tr("&Memory for opening files"),
            self.tr(
                "The process that opens files may use this much, from the next start on; a file that needs more is "
                "reported"
            ),
            (*DECODE_MEMORY_GB, 1),
            self.tr(" GB"),
        )

    def _add_overlays(self) -> None:
        self._add_title(self.tr("What was found"))
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._opacity.setRange(0, 100)
        self._opacity.setPageStep(10)
        self._opacity.setMinimumWidth(self.fontMetrics().averageCharWidth() * 20)
        self._opacity_value = QLabel()
        self._opacity_value.setMinimumWidth(self.fontMetrics().horizontalAdvance("100 %"))
        self._opacity.valueChanged.connect(self._on_control_changed)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._opacity)
        row.addWidget(self._opacity_value)
        hint = self.tr("How strongly regions are filled with the colour of their class")
        self._name(self._opacity, "fill_opacity", self.tr("&Fill of regions"), hint)
        self._add_row(self.tr("&Fill of regions"), self._opacity, both)
        self._add_switch("show_labels", self.tr("L&abels"), self.tr("Class and score at each region"))
        self._add_switch(
            "show_ghosts", self.tr("What is &hidden, as ghosts"), self.tr("Thin dashes where a rule hides a region")
        )
        self._add_switch(
            "show_reading_order", self.tr("Reading &order"), self.tr("A number at each region, in the order of reading")
        )

    def _add_start(self) -> None:
        self._add_title(self.tr("Start and help"))
        self._add_switch(
            "restore_session",
            self.tr("Open the pages of the last session at the &start"),
            self.tr("Off: the program starts with the sample page"),
        )
        self._add_switch(
            "show_welcome",
            self.tr("Sho&w what to do at the start"),
            self.tr("The lines above the page that say how to begin"),
        )
        self._add_choice(
            "log_level",
            self.tr("&Detail of the log"),
            self.tr("Debug helps those who look for a mistake, and makes the log long"),
            {
                "debug": self.tr("Debug"),
                "info": self.tr("Usual"),
                "warning": self.tr("Warnings"),
                "error": self.tr("Errors only"),
            },
        )

    def _lay_out(self) -> None:
        self._reset = QPushButton()
        self._reset.clicked.connect(self._on_reset_clicked)
        self._forget_reset()
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        inside.setSpacing(2 * GRID)
        inside.addLayout(self._form)
        inside.addWidget(self._reset, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addStretch()
        scroll = QScrollArea()
        scroll.setObjectName("settings_scroll")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        # What scrolls has no width of its own, and nothing shall be cut off at the side.
        scroll.setMinimumWidth(content.sizeHint().width() + scroll.verticalScrollBar().sizeHint().width())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def _add_title(self, text: str) -> None:
        title = QLabel(text)
        make_bold(title)
        title.setContentsMargins(0, GRID if self._form.rowCount() else 0, 0, 0)
        self._form.addRow(title)

    def _add_switch(self, name: str, words: str, hint: str) -> None:
        switch = QCheckBox(words)
        self._name(switch, name, words, hint)
        switch.toggled.connect(self._on_control_changed)
        self._switches[name] = switch
        self._form.addRow(switch)

    def _add_choice(self, name: str, words: str, hint: str, choices: dict[str, str]) -> None:
        choice = QComboBox()
        for value, shown in choices.items():
            choice.addItem(shown, value)
        self._name(choice, name, words, hint)
        choice.currentIndexChanged.connect(self._on_control_changed)
        self._choices[name] = choice
        self._add_row(words, choice, choice)

    def _add_number(self, name: str, words: str, hint: str, limits: tuple[float, float, float], unit: str) -> None:
        """`limits` are lowest, highest and a step."""
        number = QDoubleSpinBox()
        lowest, highest, step = limits
        number.setRange(lowest, highest)
        number.setSingleStep(step)
        number.setDecimals(0)
        number.setSuffix(unit)
        # A number that is half typed would be a resolution of 2 on the way to 200.
        number.setKeyboardTracking(False)
        self._name(number, name, words, hint)
        number.valueChanged.connect(self._on_control_changed)
        self._numbers[name] = number
        self._add_row(words, number, number)

    def _add_row(self, words: str, control: QWidget, field: QWidget) -> None:
        label = QLabel(words)
        label.setBuddy(control)
        self._form.addRow(label, field)

    def _name(self, control: QWidget, name: str, words: str, hint: str) -> None:
        control.setObjectName(name)
        control.setAccessibleName(words.replace("&", ""))
        control.setAccessibleDescription(hint)
        control.setToolTip(hint)
        self._wheel_guard.guard(control)

    def _read(self) -> dict[str, Any]:
        """What the controls say, by name of setting."""
        return {
            **{name: switch.isChecked() for name, switch in self._switches.items()},
            **{name: choice.currentData() for name, choice in self._choices.items()},
            **{name: number.value() for name, number in self._numbers.items()},
            "fill_opacity": self._opacity.value() / 100,
        }

    @Slot()
    def _on_control_changed(self) -> None:
        if self._is_filling:
            return
        read = self._read()
        # A value that a control cannot show exactly stays as it was, until that control is used.
        changes = {name: value for name, value in read.items() if value != self._shown[name]}
        self._shown = read
        if changes:
            self._forget_reset()
            self._settings = replace(self._settings, **changes)
            self._show_consequences()
            self.settings_changed.emit(self._settings)

    @Slot()
    def _on_reset_clicked(self) -> None:
        before, wanted = self._settings, self._before_reset
        if wanted is None:
            kept = {each.name: getattr(before, each.name) for each in fields(before) if each.name in _NOT_RESET}
            wanted = replace(Settings(), **kept)
        is_undo = self._before_reset is not None
        self._forget_reset()
        self._settings = wanted
        self._fill()
        if not is_undo:
            self._before_reset = before
            self._reset.setText(self.tr("Undo reset"))
            self._reset.setIcon(icon("undo-2"))
            self._reset.setToolTip(self.tr("Bring back the settings from before the reset"))
        self.settings_changed.emit(self._settings)

    def _forget_reset(self) -> None:
        self._before_reset = None
        self._reset.setObjectName("reset_settings")
        self._reset.setText(self.tr("Reset settings"))
        self._reset.setIcon(icon("rotate-ccw"))
        self._reset.setAccessibleName(self.tr("Reset settings"))
        self._reset.setToolTip(self.tr("Back to how the program came; lists of recent files and rules of models stay"))

    def _show_consequences(self) -> None:
        self._opacity_value.setText(self.tr("{percent} %").format(percent=self._opacity.value()))
        self._language_note.setVisible(self._started_language not in (None, self._settings.language))
