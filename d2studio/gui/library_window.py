"""The model manager: a window of its own beside the pages, in which models are found, installed and looked after."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from d2studio.core.findings import Finding
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.icons import icon
from d2studio.gui.incoming import read_mime
from d2studio.gui.library_findings import LibraryFindings
from d2studio.gui.library_list import LibraryList
from d2studio.gui.library_values import LibraryWork
from d2studio.gui.library_work_line import LibraryWorkLine
from d2studio.gui.numbers import file_size
from d2studio.gui.theme import GRID, HALF_GRID

_SIZE: Final = QSize(920, 620)
_SMALLEST: Final = QSize(640, 420)
_LIST_SHARE: Final = 0.44  # of the window's width
_FINDINGS_SHARE: Final = 1 / 3  # of the window's height at most
_MESSAGE_MS: Final = 5000


class LibraryWindow(QDialog):
    """Arranges. Whoever fills it does so by its methods, and by those of `library_list`.

    Args:
        details: what shows the selected entry; its actions are what can be done with that.
        parent: the window that it belongs to and stays above of.

    Signals:
        fix_requested(object, object): the `Finding` and the `Fix` whose button was pressed.
        stop_requested(): what `set_work` tells of is to be stopped.
        folder_requested(): the folder of the installed models is to be shown.
        add_files_requested(), add_folder_requested(), add_archive_requested(), look_in_caches_requested(): a model is
            to be taken in: a config with its weights, a folder, a zip or pack, what other programs have downloaded.
        dropped(object): `QMimeData` that was dropped on the window or pasted into it; to be read at once.
    """

    fix_requested = Signal(object, object)
    stop_requested = Signal()
    folder_requested = Signal()
    add_files_requested = Signal()
    add_folder_requested = Signal()
    add_archive_requested = Signal()
    look_in_caches_requested = Signal()
    dropped = Signal(QMimeData)

    def __init__(self, details: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library_window")
        self.setWindowTitle(self.tr("Model library"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAcceptDrops(True)
        room = self.screen().availableSize() - QSize(0, 2 * self.fontMetrics().height())
        self.setMinimumSize(_SMALLEST.boundedTo(room))
        self.resize(_SIZE.boundedTo(room))
        self._details = details
        self._place: QPoint | None = None  # where it was when it was closed
        # Tab goes through them in the order in which they come here.
        self._search = self._make_search()
        self._add = self._make_add()
        self.library_list = LibraryList(self)
        self._findings = LibraryFindings(self.library_list.last_stop(), self)
        details.setParent(self)
        self._work = LibraryWorkLine(self)
        self._storage = ElidedLabel(self)
        self._storage.setObjectName("library_storage")
        self._storage_words = ""
        self._message_timer = QTimer(self)
        self._message_timer.setSingleShot(True)
        self._message_timer.setInterval(_MESSAGE_MS)
        self._open_folder = self._button(
            "library_open_folder",
            self.tr("Open models folder"),
            self.tr("Show the folder that the installed models lie in"),
        )
        self._close = self._button("library_close", self.tr("Close"), self.tr("Close this window; downloads go on"))
        self._arrange()
        self._connect()

    def show_finding(self, finding: Finding) -> None:
        """Show a card about what went wrong here; the latest two stay."""
        self._findings.add(finding)

    def withdraw_findings(self, subject: str | None = None) -> None:
        """Take away the cards about something that is settled; without it, all of them."""
        if subject is None:
            self._findings.clear()
        else:
            self._findings.withdraw(subject)

    def set_work(self, work: LibraryWork | None) -> None:
        """Say what is being done besides installing; None for nothing."""
        self._work.set_work(work)

    def set_storage(self, count: int, used_bytes: int, free_bytes: int | None) -> None:
        """Say how much room models take.

        Args:
            count: of installed models, without the one that comes with d2studio.
            used_bytes: by them.
            free_bytes: where they lie, if that is known.
        """
        used = file_size(used_bytes)
        if count:
            words = self.tr("%n model(s), {used} on disk", "", count).format(used=used)
        else:
            words = self.tr("No models added yet")
        if free_bytes is not None:
            words = self.tr("{models}; {free} free").format(models=words, free=file_size(free_bytes))
        self._storage_words = words
        self._show_storage()

    def say(self, words: str) -> None:
        """Tell something at the bottom, for a moment."""
        self._storage.set_text(words)
        self._message_timer.start()

    # Making

    def _make_search(self) -> "_SearchLine":
        line = _SearchLine(self)
        line.setObjectName("library_search")
        line.setPlaceholderText(self.tr("Find a model by name, data set or class"))
        line.setAccessibleName(self.tr("Find a model"))
        keys = QKeySequence(QKeySequence.StandardKey.Find).toString(QKeySequence.SequenceFormat.NativeText)
        line.setToolTip(
            self.tr(
                "Shows only models that have these words in their names, data set, architecture, classes, training or "
                "licence; LayoutParser's names, too. {keys} comes here, Enter goes to the models."
            ).format(keys=keys)
        )
        line.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        line.setClearButtonEnabled(True)
        line.setAcceptDrops(False)  # a file that is dropped here is to be taken in
        return line

    def _make_add(self) -> QToolButton:
        menu = QMenu(self)
        menu.setObjectName("library_add_menu")
        menu.setToolTipsVisible(True)
        self._add_files = self._action(
            menu,
            "library_add_files",
            self.tr("Config and weights…"),
            self.tr("Choose a config (.yaml) and its weights (.pth, .pkl, .safetensors)"),
            "file-text",
        )
        self._add_folder = self._action(
            menu,
            "library_add_folder",
            self.tr("Model folder…"),
            self.tr("Choose a folder with a config and its weights in it"),
            "folder",
        )
        self._add_archive = self._action(
            menu,
            "library_add_archive",
            self.tr("Zip or model pack…"),
            self.tr("Choose a zip with a model in it, or a model pack (.d2pack)"),
            "package",
        )
        menu.addSeparator()
        self._look_in_caches = self._action(
            menu,
            "library_look_in_caches",
            self.tr("From LayoutParser's and Detectron2's downloads"),
            self.tr("Look for models that these programs have downloaded"),
            "hard-drive",
        )
        button = QToolButton(self)
        button.setObjectName("library_add")
        button.setText(self.tr("Add a model"))
        button.setAccessibleName(button.text())
        button.setToolTip(self.tr("Add a model that you have; it can be dropped on this window as well"))
        button.setIcon(icon("file-plus"))
        side = self.fontMetrics().height()
        button.setIconSize(QSize(side, side))
        button.setMinimumHeight(self._search.sizeHint().height())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setMenu(menu)
        return button

    def _action(self, menu: QMenu, name: str, text: str, explanation: str, icon_name: str) -> QAction:
        action = menu.addAction(icon(icon_name), text)
        action.setObjectName(name)
        action.setToolTip(explanation)
        return action

    def _button(self, name: str, text: str, explanation: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(explanation)
        button.setAutoDefault(False)
        return button

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._search, 1)
        top.addWidget(self._add)
        frame = QFrame(self)
        frame.setObjectName("library_list_frame")
        frame.setProperty("card", True)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, HALF_GRID, 1, HALF_GRID)
        inside.addWidget(self.library_list)
        side = QWidget(self)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self._findings)
        beside.addWidget(self._details, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setObjectName("library_splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(GRID)
        self._splitter.addWidget(frame)
        self._splitter.addWidget(side)
        width = self.width()
        self._splitter.setSizes([round(_LIST_SHARE * width), round((1 - _LIST_SHARE) * width)])
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._storage, 1)
        foot.addWidget(self._open_folder)
        foot.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(top)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._work)
        layout.addLayout(foot)

    def _connect(self) -> None:
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self._on_paste)
        self.library_list.offer(self._details.actions())
        self.library_list.details_requested.connect(self._on_details_requested)
        self._search.textChanged.connect(self.library_list.set_filter)
        self._search.left.connect(self.library_list.enter)
        self.library_list.filter_clear_requested.connect(self._on_filter_clear_requested)
        self._findings.fix_requested.connect(self.fix_requested)
        self._work.stop_requested.connect(self.stop_requested)
        self._message_timer.timeout.connect(self._show_storage)
        self._open_folder.clicked.connect(self.folder_requested)
        self._close.clicked.connect(self.close)
        self._add_files.triggered.connect(self.add_files_requested)
        self._add_folder.triggered.connect(self.add_folder_requested)
        self._add_archive.triggered.connect(self.add_archive_requested)
        self._look_in_caches.triggered.connect(self.look_in_caches_requested)

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous() and self._place is not None:
            self.move(self._place)  # Qt would put it a title's height lower each time
        super().showEvent(event)
        self._search.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._place = self.pos()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._findings.setMaximumHeight(int(_FINDINGS_SHARE * self.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt would press a button for somebody who only ends a line.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if read_mime(event.mimeData()).paths:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    @Slot()
    def _on_find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @Slot()
    def _on_paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        if read_mime(mime).paths:
            self.dropped.emit(mime)

    @Slot()
    def _on_details_requested(self) -> None:
        self._details.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_filter_clear_requested(self) -> None:
        was_pressed = self.library_list.last_stop().hasFocus()
        self._search.clear()
        if was_pressed:  # what was pressed goes
            self._search.setFocus()

    @Slot()
    def _show_storage(self) -> None:
        if not self._message_timer.isActive():
            self._storage.set_text(self._storage_words if self.library_list.is_listed else "")


class _SearchLine(QLineEdit):
    """Esc clears it before it closes anything.

    Signals:
        left(): the user is done with typing: Enter or Down was pressed.
    """

    left = Signal()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
            and QGuiApplication.clipboard().mimeData().hasUrls()
        ):
            event.ignore()  # files are for the window
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Down:
                self.left.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case _:
                super().keyPressEvent(event)
