"""What is known of a model that is here or can be had, as lines to read."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from d2studio.core.catalogue import CatalogueModel, RemoteFile, find_in_catalogue
from d2studio.core.found_model import Origin
from d2studio.core.installed_model import InstalledModel
from d2studio.core.words import printable
from d2studio.gui.catalogue_words import say_of_model
from d2studio.gui.class_swatches import ClassSwatches
from d2studio.gui.copyable_text import CopyableText
from d2studio.gui.library_words import about
from d2studio.gui.numbers import decimal, file_size
from d2studio.gui.plain_label import PlainLabel
from d2studio.gui.theme import GRID


class EntryFacts(QWidget):
    """Everything known of one model except its name and what to beware of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entry_facts")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None

    def show_model(self, model: InstalledModel | CatalogueModel | None) -> None:
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
            self._content = None
        if model is None:
            return
        content = QWidget(self)
        form = QGridLayout(content)  # not QGridLayout, which gives the rows of a second model heights as they come
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        form.setColumnStretch(1, 1)
        if isinstance(model, InstalledModel):
            self._show_installed(form, model)
        else:
            self._show_offered(form, model)
        self._content = content
        self._layout.addWidget(content)
        content.show()  # at once, so that nothing flickers

    def _show_installed(self, form: QGridLayout, model: InstalledModel) -> None:
        known = find_in_catalogue(model.catalogue_id)
        if known is None:
            _add_text(form, self.tr("Kind"), "entry_kind", model.kind)
        else:
            self._show_kind(form, known)
        if model.class_names:
            _add(
                form, self._classes_title(len(model.class_names)), ClassSwatches(model.class_names, model.class_colours)
            )
        _add_text(form, self.tr("Training"), "entry_training", say_of_model(_training(model, known)))
        if known is not None:
            self._show_data_set(form, known)
        _add_text(form, self.tr("Licence"), "entry_licence", model.licence)
        _add_text(form, self.tr("Version"), "entry_version", model.version)
        _add_text(form, self.tr("Came from"), "entry_origin", self._origin(model.origin))
        self._add_copyable(form, self.tr("Place"), "entry_place", [model.place])
        _add_text(form, self.tr("Installed"), "entry_installed", _local_date(model.installed))
        if model.size:
            _add_text(form, self.tr("Size"), "entry_size", file_size(model.size))
        self._add_copyable(form, self.tr("Folder"), "entry_folder", [str(model.folder)])
        if known is not None:
            self._show_aliases(form, known)

    def _show_offered(self, form: QGridLayout, model: CatalogueModel) -> None:
        self._show_kind(form, model)
        names = None if model.class_count is None else model.class_names(model.class_count)
        if names:
            _add(form, self._classes_title(len(names)), ClassSwatches(names))
        elif model.class_count is None:
            _add_text(form, self.tr("Classes"), "entry_classes", self.tr("Known once the model is here"))
        _add_text(form, self.tr("Training"), "entry_training", say_of_model(model.training))
        self._show_data_set(form, model)
        _add_text(form, self.tr("Licence"), "entry_licence", model.licence)
        _add_text(form, self.tr("Download"), "entry_download", self._download(model))
        self._show_aliases(form, model)

    def _show_kind(self, form: QGridLayout, model: CatalogueModel) -> None:
        _add_text(form, self.tr("Kind"), "entry_kind", model.architecture)
        _add_text(form, self.tr("Finds"), "entry_finds", ", ".join(map(self._found, model.finds)))

    def _show_data_set(self, form: QGridLayout, model: CatalogueModel) -> None:
        """What it was trained on, and how well it did."""
        _add_text(form, self.tr("Data set"), "entry_data_set", model.data_set)
        figures = "\n".join(
            self.tr("{figures} on {pages}").format(
                figures=", ".join(f"{name} {decimal(value, 3)}" for name, value in values.items()), pages=pages
            )
            for pages, values in model.measured.items()
        )
        _add_text(form, self.tr("Measured"), "entry_measured", figures)

    def _show_aliases(self, form: QGridLayout, model: CatalogueModel) -> None:
        self._add_copyable(form, self.tr("Also called"), "entry_aliases", model.aliases)

    def _classes_title(self, count: int) -> str:
        if count == 1:
            return self.tr("Class")
        return self.tr("{count} classes").format(count=QLocale().toString(count))

    def _origin(self, origin: str) -> str:
        words: dict[str, str] = {
            Origin.CATALOGUE: self.tr("The catalogue of d2studio"),
            Origin.FILES: self.tr("A config and weights on this computer"),
            Origin.FOLDER: self.tr("A folder on this computer"),
            Origin.ZIP: self.tr("A zip archive"),
            Origin.PACK: self.tr("A model pack"),
            Origin.CACHE: self.tr("What another program had downloaded"),
        }
        return words.get(origin, origin)

    def _found(self, what: str) -> str:
        return {
            "boxes": self.tr("boxes"),
            "masks": self.tr("masks"),
            "keypoints": self.tr("keypoints"),
            "segments": self.tr("segments"),
            "proposals": self.tr("proposals"),
        }.get(what, what)

    def _download(self, model: CatalogueModel) -> str:
        hosts = ", ".join(_hosts(model))
        return self.tr("{size}, from {hosts}").format(size=about(download_bytes(model)), hosts=hosts)

    def _add_copyable(self, form: QGridLayout, title: str, name: str, lines: Iterable[str]) -> None:
        text = "\n".join(printable(line) for line in lines if line)
        if text:
            _add(form, title, CopyableText(name, title, text))


def download_bytes(model: CatalogueModel) -> int:
    """Size of all its files together, as far as it is known."""
    return sum(file.bytes or file.about_bytes for file in _files(model))


def _training(model: InstalledModel, known: CatalogueModel | None) -> str:
    """What it learned from; a model of the catalogue has what to beware of in its card behind that, also of old."""
    return known.training if known is not None and model.training.startswith(known.training) else model.training


def _hosts(model: CatalogueModel) -> dict[str, None]:
    """Of all mirrors, each once, the best first."""
    return {urlsplit(mirror.url).hostname or "": None for file in _files(model) for mirror in file.mirrors}


def _files(model: CatalogueModel) -> list[RemoteFile]:
    return [model.weights] if model.config_file is None else [model.weights, model.config_file]


def _local_date(iso: str) -> str:
    """A time of the world's clock as a day of this computer's."""
    moment = QDateTime.fromString(iso, Qt.DateFormat.ISODate)
    if not moment.isValid():
        return iso
    return QLocale().toString(moment.toLocalTime().date(), QLocale.FormatType.LongFormat)


def _add_text(form: QGridLayout, title: str, name: str, text: str) -> None:
    if text:
        _add(form, title, PlainLabel(name, "\n".join(map(printable, text.splitlines()))))


def _add(form: QGridLayout, title: str, field: QWidget) -> None:
    heading = PlainLabel("entry_fact_title", title)
    heading.setWordWrap(False)
    heading.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    heading.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    row = form.rowCount()
    form.addWidget(heading, row, 0)
    form.addWidget(field, row, 1)
