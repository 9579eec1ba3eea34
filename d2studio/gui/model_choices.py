"""How a model shall run: device, precision, size of its input, and how much it may find."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QWidget

from d2studio.core.model_summary import Machine, ModelRequest
from d2studio.core.words import printable
from d2studio.devices import Device
from d2studio.gui.finding_words import say
from d2studio.gui.numbers import data_size
from d2studio.gui.plain_label import PlainLabel
from d2studio.gui.wheel_guard import WheelGuard

_AUTO: Final = "auto"
_PRECISIONS: Final = ("float32", "bfloat16", "float16")
_SMALLEST_SIDE_PX: Final = 64
_LARGEST_SIDE_PX: Final = 8192
_USUAL_SIZE: Final = (800, 1333)  # of Detectron2's own models, where a model does not resize pages
_MOST_DETECTIONS: Final = 10_000
_USUAL_LIMIT: Final = 100
_SETTLED_MS: Final = 800  # after the last step with arrows or wheel


class ModelChoices(QWidget):
    """Shows a `ModelRequest`, and announces another when a person chooses."""

    request_changed = Signal(object)  # ModelRequest

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_choices")
        self._machine: Machine | None = None
        self._request = ModelRequest()
        self._own_size: tuple[int, int] | None = None
        self._own_limit: int | None = None
        self._wheel_guard = WheelGuard(self)
        self._device = self._combo(
            "device", self.tr("Device"), self.tr("What the model computes on; another one loads the model anew")
        )
        self._precision = self._combo(
            "precision",
            self.tr("Precision"),
            self.tr("How exactly the model computes: float32 is exact, 16 bits are faster where the device has them"),
        )
        self._notes = PlainLabel("machine_notes")
        self._notes.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._is_own_size = self._check(
            "own_input_size",
            self.tr("Model's own input size"),
            self.tr("Resize pages as the model's config says; a larger size finds smaller things and takes longer"),
        )
        self._shorter = self._number("shorter_side", self.tr("Shorter side"), self.tr("To which pages are resized"))
        self._longest = self._number(
            "longest_side", self.tr("Longest side"), self.tr("At most; a long page is made smaller until it fits")
        )
        self._is_own_limit = self._check(
            "own_limit",
            self.tr("Model's own limit"),
            self.tr("Find as many regions on a page as the model's config allows"),
        )
        self._limit = self._number("limit", self.tr("Regions per page"), self.tr("At most, the best first"))
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._lay_out()
        self._connect()
        self._show()

    def set_machine(self, machine: Machine | None) -> None:
        self._machine = machine
        self._show()

    def set_request(self, request: ModelRequest) -> None:
        self._settled.stop()
        self._request = request
        self._show()

    def set_own(self, input_size: tuple[int, int] | None, limit: int | None) -> None:
        """What the model's config says: sides in pixels, (0, 0) for no resizing; and a limit, below 0 for none.

        None where no model is known.
        """
        self._own_size, self._own_limit = input_size, limit
        self._show()

    def _combo(self, name: str, title: str, explanation: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(10)
        self._name(combo, name, title, explanation)
        return combo

    def _number(self, name: str, title: str, explanation: str) -> QSpinBox:
        number = QSpinBox(self)
        number.setKeyboardTracking(False)
        number.setAccelerated(True)
        self._name(number, name, title, explanation)
        return number

    def _check(self, name: str, title: str, explanation: str) -> QCheckBox:
        check = QCheckBox(title, self)
        self._name(check, name, title, explanation)
        return check

    def _name(self, control: QWidget, name: str, title: str, explanation: str) -> None:
        control.setObjectName(name)
        control.setAccessibleName(title)
        control.setAccessibleDescription(explanation)
        control.setToolTip(explanation)
        self._wheel_guard.guard(control)

    def _lay_out(self) -> None:
        for side in (self._shorter, self._longest):
            side.setSuffix(self.tr(" px"))
            side.setSingleStep(32)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._device.accessibleName(), self._device)
        form.addRow(self._notes)
        form.addRow(self._precision.accessibleName(), self._precision)
        form.addRow(self._is_own_size)
        form.addRow(self._shorter.accessibleName(), self._shorter)
        form.addRow(self._longest.accessibleName(), self._longest)
        form.addRow(self._is_own_limit)
        form.addRow(self._limit.accessibleName(), self._limit)

    def _connect(self) -> None:
        self._device.activated.connect(self._on_device_activated)
        self._precision.activated.connect(self._on_precision_activated)
        self._is_own_size.clicked.connect(self._on_own_size_clicked)
        self._is_own_limit.clicked.connect(self._on_own_limit_clicked)
        for number in (self._shorter, self._longest, self._limit):
            number.valueChanged.connect(self._settled.start)
            number.editingFinished.connect(self._on_numbers_settled)
        self._settled.timeout.connect(self._on_numbers_settled)

    def _show(self) -> None:
        self._show_devices()
        self._show_precisions()
        size = self._request.input_size
        self._show_size(size or self._own_size, is_own=size is None)
        limit = self._request.max_detections
        self._show_limit(self._own_limit if limit is None else limit, is_own=limit is None)

    def _show_devices(self) -> None:
        auto = self._auto_device()
        automatic = self.tr("Automatic") if auto is None else self.tr("Automatic: {name}").format(name=auto.name)
        entries = [(automatic, _AUTO), *((self._device_text(device), device.name) for device in self._devices())]
        asked = self._request.device
        if asked not in (name for _, name in entries):
            absent = self.tr("{name} (not found here)") if self._machine else "{name}"
            entries.append((absent.format(name=printable(asked)), asked))
        _fill(self._device, entries, asked)
        self._notes.setText("\n".join(printable(say(note)) for note in (self._machine.notes if self._machine else ())))
        self._notes.setVisible(bool(self._notes.text()))

    def _show_precisions(self) -> None:
        chosen = next((device for device in self._devices() if device.name == self._request.device), None)
        device = self._auto_device() if self._request.device == _AUTO else chosen
        entries = [(self.tr("Automatic"), _AUTO)]
        for precision in _PRECISIONS:
            is_native = device is None or precision in device.precisions
            entries.append(
                (precision if is_native else self.tr("{name} (runs as float32 here)").format(name=precision), precision)
            )
        _fill(self._precision, entries, self._request.precision)

    def _devices(self) -> tuple[Device, ...]:
        return self._machine.devices if self._machine else ()

    def _auto_device(self) -> Device | None:
        """What "auto" will be: the first GPU that there is."""
        devices = self._devices()
        return next((device for device in devices if device.name != "cpu"), devices[0] if devices else None)

    def _device_text(self, device: Device) -> str:
        text = self.tr("{name}: {description}").format(name=device.name, description=printable(device.description))
        if not device.memory_total:
            return text
        return self.tr("{device}, {free} free of {total}").format(
            device=text, free=data_size(device.memory_free), total=data_size(device.memory_total)
        )

    def _show_size(self, size: tuple[int, int] | None, *, is_own: bool) -> None:
        shorter, longest = size or (0, 0)
        unknown = self.tr("as the page is") if size else self.tr("not known")
        for number, side in ((self._shorter, shorter), (self._longest, longest)):
            _show_number(number, side if shorter else 0, _SMALLEST_SIDE_PX, _LARGEST_SIDE_PX, unknown, is_own=is_own)
        self._is_own_size.setChecked(is_own)
        self._is_own_size.setEnabled(self._own_size is not None or not is_own)

    def _show_limit(self, limit: int | None, *, is_own: bool) -> None:
        unknown = self.tr("not known") if limit is None else self.tr("all")
        _show_number(self._limit, max(limit or 0, 0), 1, _MOST_DETECTIONS, unknown, is_own=is_own)
        self._is_own_limit.setChecked(is_own)
        self._is_own_limit.setEnabled(self._own_limit is not None or not is_own)

    def _change(self, request: ModelRequest) -> None:
        self._settled.stop()
        if request != self._request:
            self._request = request
            self._show()
            self.request_changed.emit(request)

    @Slot(int)
    def _on_device_activated(self, index: int) -> None:
        self._change(replace(self._request, device=self._device.itemData(index)))

    @Slot(int)
    def _on_precision_activated(self, index: int) -> None:
        self._change(replace(self._request, precision=self._precision.itemData(index)))

    @Slot()
    def _on_own_size_clicked(self) -> None:
        if self._is_own_size.isChecked():
            self._change(replace(self._request, input_size=None))
        else:
            own = self._own_size
            self._change(replace(self._request, input_size=own if own and own[0] else _USUAL_SIZE))
            self._shorter.setFocus()

    @Slot()
    def _on_own_limit_clicked(self) -> None:
        if self._is_own_limit.isChecked():
            self._change(replace(self._request, max_detections=None))
        else:
            own = self._own_limit
            self._change(replace(self._request, max_detections=own if own and own > 0 else _USUAL_LIMIT))
            self._limit.setFocus()

    @Slot()
    def _on_numbers_settled(self) -> None:
        request = self._request
        if request.input_size is not None:
            shorter, longest = self._shorter.value(), self._longest.value()
            # The side that was changed last is the one that is meant.
            if shorter > longest:
                shorter, longest = (shorter, shorter) if shorter != request.input_size[0] else (longest, longest)
            request = replace(request, input_size=(shorter, longest))
        if request.max_detections is not None:
            request = replace(request, max_detections=self._limit.value())
        self._change(request)


def _fill(combo: QComboBox, entries: list[tuple[str, str]], chosen: str) -> None:
    combo.clear()
    for row, (text, data) in enumerate(entries):
        combo.addItem(text, data)
        combo.setItemData(row, text, Qt.ItemDataRole.AccessibleTextRole)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    # The open list may be wider than the closed box, which leaves out what does not fit.
    combo.view().setMinimumWidth(combo.view().sizeHintForColumn(0) + combo.fontMetrics().height())


def _show_number(number: QSpinBox, value: int, least: int, most: int, unknown: str, *, is_own: bool) -> None:
    """0 stands for what is no number, which only a model's own values can be."""
    with QSignalBlocker(number):
        number.setRange(0 if is_own else least, most)
        number.setSpecialValueText(unknown if is_own else "")
        number.setValue(value)
    number.setEnabled(not is_own)
