"""What a model is, as lines to read."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QFormLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from d2studio.core.judgement import harmless_notes, named_classes
from d2studio.core.model_summary import ModelSummary
from d2studio.core.words import printable
from d2studio.gui.catalogue_words import say_of_model
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.model_reasons import sentence
from d2studio.gui.plain_label import PlainLabel
from d2studio.gui.wheel_guard import WheelGuard

_FEW_CLASSES: Final = 12
_MILLION: Final = 1_000_000


class ModelFacts(QWidget):
    """Everything known of one model except its name, and what `ModelReasons` says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_facts")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None

    def show_model(self, model: ModelSummary | None) -> None:
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
            self._content = None
        if model is not None:
            self._content = self._make_content(model)
            self._layout.addWidget(self._content)

    def _make_content(self, model: ModelSummary) -> QWidget:
        content = QWidget(self)
        form = QFormLayout(content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._add_text(form, self.tr("Kind"), "model_kind", _joined(model.architecture, model.backbone))
        self._add_text(form, self.tr("Finds"), "model_finds", self._finds(model.architecture))
        self._add_text(form, self.tr("Number of classes"), "model_class_count", self._class_count(model))
        if named_classes(model):
            self._add(form, self.tr("Classes"), _ClassNames(model.class_names))
        elif model.class_names:
            self._add_text(form, self.tr("Classes"), "model_classes", self._nameless(len(model.class_names)))
        self._add_text(form, self.tr("Input"), "model_input", self._input(model))
        self._add_text(form, self.tr("Runs on"), "model_device", _joined(model.device, model.precision))
        self._add_text(form, self.tr("Parameters"), "model_parameters", self._parameters(model.parameters))
        self._add_text(
            form, self.tr("Weights"), "model_weights", _joined(model.weights_format or "", model.weights_dtype or "")
        )
        self._add_text(form, self.tr("Training"), "model_training", say_of_model(model.training))
        self._add_text(form, self.tr("Licence"), "model_licence", model.licence)
        if model.measured:
            self._add(form, self.tr("Measured"), _MeasuredFigures(model.measured))
        for note in harmless_notes(model.notes):
            self._add_text(form, self.tr("Note"), "model_note", sentence(note))
        for title, name, path in (
            (self.tr("Config"), "model_config_path", model.config_path),
            (self.tr("Weights file"), "model_weights_path", model.weights_path),
        ):
            if path:
                self._add(form, title, _path_label(name, path))
        return content

    def _add_text(self, form: QFormLayout, title: str, name: str, text: str) -> None:
        if text:
            self._add(form, title, PlainLabel(name, printable(text)))

    def _add(self, form: QFormLayout, title: str, field: QWidget) -> None:
        heading = PlainLabel("model_fact_title", title)
        heading.setWordWrap(False)
        heading.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        heading.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        form.addRow(heading, field)

    def _finds(self, architecture: str) -> str:
        """What there is beside a class and a score, by the kind of network."""
        if architecture == "Semantic FPN":
            return self.tr("areas of each kind")
        kinds = [self.tr("boxes")]
        if "Mask" in architecture or "Panoptic" in architecture:
            kinds.append(self.tr("outlines"))
        if "Keypoint" in architecture:
            kinds.append(self.tr("keypoints"))
        if "Panoptic" in architecture:
            kinds.append(self.tr("areas of each kind"))
        return _joined(*kinds)

    def _class_count(self, model: ModelSummary) -> str:
        """Only where config and weights differ: `class_names` tells else."""
        if model.fitting_class_count is None:
            return ""
        return self.tr("{config} in the config, {weights} in the weights").format(
            config=QLocale().toString(len(model.class_names)), weights=QLocale().toString(model.fitting_class_count)
        )

    def _nameless(self, count: int) -> str:
        return self.tr("{count}, whose names are not known").format(count=QLocale().toString(count))

    def _input(self, model: ModelSummary) -> str:
        shorter, longest = model.input_size
        if shorter == 0:
            size = self.tr("pages as large as they are")
        else:
            size = self.tr("shorter side {shorter} px, longest side at most {longest} px").format(
                shorter=shorter, longest=longest
            )
        return _joined(size, self.tr("{order} channels").format(order=model.input_format) if model.input_format else "")

    def _parameters(self, count: int) -> str:
        if count >= _MILLION:
            return self.tr("{count} million").format(count=QLocale().toString(count / _MILLION, "f", 1))
        return QLocale().toString(count) if count else ""


class _ClassNames(QWidget):
    """Names of classes; of very many only the first, until a person wants all."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names
        self._label = PlainLabel("model_classes")
        self._toggle = QPushButton()
        self._toggle.setObjectName("toggle_classes")
        self._toggle.setToolTip(self.tr("List all classes of the model, or only the first"))
        self._toggle.setVisible(len(names) > _FEW_CLASSES)
        self._toggle.clicked.connect(self._on_toggle_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        layout.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._list(all_of_them=len(names) <= _FEW_CLASSES)

    @Slot()
    def _on_toggle_clicked(self) -> None:
        self._list(all_of_them=not self._lists_all)

    def _list(self, *, all_of_them: bool) -> None:
        self._lists_all = all_of_them
        listed = self._names if all_of_them else (*self._names[:_FEW_CLASSES], "…")
        names = ", ".join(printable(name) for name in listed)
        count = QLocale().toString(len(self._names))
        self._label.setText(self.tr("{count}: {names}").format(count=count, names=names))
        title = self.tr("List fewer") if all_of_them else self.tr("List all {count}").format(count=count)
        self._toggle.setText(title)
        self._toggle.setAccessibleName(title)


class _MeasuredFigures(QWidget):
    """Figures of one set of pages at a time."""

    def __init__(self, measured: Mapping[str, Mapping[str, float]]) -> None:
        super().__init__()
        self._measured = list(measured.items())
        self._choice = QComboBox()
        self._choice.setObjectName("measured_on")
        self._choice.setAccessibleName(self.tr("Measured on"))
        self._choice.setToolTip(self.tr("The pages on which the model's maker measured these figures"))
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choice.setMinimumContentsLength(8)
        self._wheel_guard = WheelGuard(self)
        self._wheel_guard.guard(self._choice)
        self._choice.addItems([printable(name) for name, _ in self._measured])
        self._table = QTableWidget(0, 2)
        self._table.setObjectName("measured_figures")
        self._table.setAccessibleName(self.tr("Measured figures"))
        self._table.setHorizontalHeaderLabels([self.tr("Figure"), self.tr("Value")])
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setTabKeyNavigation(False)
        self._table.setShowGrid(False)
        self._table.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setMinimumSectionSize(self.fontMetrics().height())
        self._table.verticalHeader().setDefaultSectionSize(5 * self.fontMetrics().height() // 4)
        self._table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._choice)
        layout.addWidget(self._table)
        self._choice.currentIndexChanged.connect(self._on_choice_changed)
        self._fill(0)

    @Slot(int)
    def _on_choice_changed(self, index: int) -> None:
        self._fill(index)

    def _fill(self, index: int) -> None:
        _, figures = self._measured[index]
        self._table.setRowCount(len(figures))
        for row, (name, value) in enumerate(figures.items()):
            number = QTableWidgetItem(QLocale().toString(value, "g", 4))
            number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._table.setItem(row, 0, QTableWidgetItem(printable(name)))
            self._table.setItem(row, 1, number)
        self._table.updateGeometry()


def _path_label(name: str, path: str) -> ElidedLabel:
    label = ElidedLabel(role=QPalette.ColorRole.WindowText, dots=Qt.TextElideMode.ElideMiddle)
    label.setObjectName(name)
    label.set_text(printable(path))
    return label


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
