"""The list of the model manager: what rows say, what is found, and what stays selected."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QImage, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from d2studio.core.catalogue import catalogue
from d2studio.gui.library_list import LibraryList
from d2studio.gui.library_rows import LibraryRows
from d2studio.gui.library_values import Entry, EntryKind, InstallState
from d2studio.gui.library_words import spoken
from d2studio.gui.theme import DARK, LIGHT, Shades, apply_theme
from tests.gui.library_entries import (
    BUNDLED,
    PRIMA,
    PUBLAYNET,
    TABLES,
    arriving,
    installed,
    offered,
    waiting_for,
)

_REGISTERS = installed("registers", "Parish registers")
assert _REGISTERS.installed is not None
REGISTERS = replace(_REGISTERS, installed=replace(_REGISTERS.installed, description="For old books."))
ALL = (BUNDLED, REGISTERS, *map(offered, catalogue()))


@pytest.fixture
def rows(qtbot: QtBot) -> Iterator[LibraryRows]:
    model = LibraryRows()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


@pytest.fixture
def models(qtbot: QtBot, qapp: QApplication) -> LibraryList:
    apply_theme(qapp, "light")
    models = LibraryList()
    qtbot.addWidget(models)
    models.resize(420, 500)
    with qtbot.waitExposed(models):
        models.show()
    models.activateWindow()
    return models


def view(models: LibraryList) -> QListView:
    found = models.findChild(QListView, "library_view")
    assert isinstance(found, QListView)
    return found


def said(model: LibraryRows, role: int = Qt.ItemDataRole.AccessibleTextRole) -> list[str]:
    return [str(model.index(row).data(role)) for row in range(model.rowCount())]


def names(models: LibraryList) -> list[str]:
    model = view(models).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def index_of(models: LibraryList, name: str) -> QModelIndex:
    return view(models).model().index(names(models).index(name), 0)


def click_at(models: LibraryList, name: str) -> QPoint:
    return view(models).visualRect(index_of(models, name)).center()


def text(models: LibraryList, name: str) -> str:
    """What a label says that is seen; nothing if it is not."""
    label = models.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def key(models: LibraryList, *keys: Qt.Key) -> None:
    for each in keys:
        QTest.keyClick(view(models), each)


def selected_id(models: LibraryList) -> str:
    selected = models.selected()
    assert selected is not None
    index = view(models).currentIndex()
    assert index.data() == selected.name
    assert view(models).selectionModel().selectedIndexes() == [index]
    return selected.id


# Rows


def test_that_entries_lie_in_sections_with_counts(rows: LibraryRows) -> None:
    rows.set_entries([offered(TABLES), arriving(PUBLAYNET, InstallState.WAITING), REGISTERS, BUNDLED, offered(PRIMA)])
    assert [line.split(",")[0] for line in said(rows)] == [
        "Installed",
        "Parish registers",
        "Layout S",
        "On their way",
        "PubLayNet: Faster R-CNN",
        "Can be installed",
        "TableBank: Faster R-CNN",
        "PrimaLayout: Mask R-CNN",
    ]
    assert said(rows)[0] == "Installed, 2"
    headings = [row for row in range(rows.rowCount()) if rows.flags(rows.index(row)) == Qt.ItemFlag.NoItemFlags]
    assert headings == [0, 3, 5]


def test_that_what_is_installed_anew_is_on_its_way(rows: LibraryRows) -> None:
    broken = installed(PRIMA.id, PRIMA.name, problem="model.json is missing.")
    rows.set_entries([replace(broken, installation=arriving(PRIMA, InstallState.WAITING).installation)])
    assert said(rows)[0] == "On their way, 1"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (REGISTERS, "Parish registers, 2 class(es), 160.0 MB"),
        (replace(REGISTERS, is_in_use=True), "Parish registers, In use, 2 class(es), 160.0 MB"),
        (BUNDLED, "Layout S, In use, Comes with d2studio"),
        (installed("a", "A", problem="model.json is missing."), "A, model.json is missing."),
        (offered(TABLES), "TableBank: Faster R-CNN, ResNet-101 FPN, 1 class(es), about 482 MB"),
        (
            offered(PUBLAYNET, is_cached=True),
            "PubLayNet: Faster R-CNN, ResNet-50 FPN, Downloaded already, 5 class(es), about 330 MB",
        ),
        (offered(replace(TABLES, name="T", class_count=None)), "T, TableBank, about 482 MB"),
        (arriving(TABLES, InstallState.WAITING), "TableBank: Faster R-CNN, ResNet-101 FPN, Waits for its turn"),
        (arriving(TABLES, InstallState.RUNNING), "TableBank: Faster R-CNN, ResNet-101 FPN, Starting"),
        (
            arriving(TABLES, InstallState.RUNNING, done=61),
            "TableBank: Faster R-CNN, ResNet-101 FPN, 61 % of 100.0 MB, 12.4 MB/s, 20 s left",
        ),
        (waiting_for(TABLES, 30), "TableBank: Faster R-CNN, ResNet-101 FPN, Waits for huggingface.co, 30 s"),
        (
            arriving(TABLES, InstallState.RUNNING, done=100, stage="convert"),
            "TableBank: Faster R-CNN, ResNet-101 FPN, Writing the weights",
        ),
        (
            arriving(TABLES, InstallState.RUNNING, done=61, stage="downloading"),
            "TableBank: Faster R-CNN, ResNet-101 FPN, 61 % of 100.0 MB, 12.4 MB/s, 20 s left",
        ),
        (
            arriving(TABLES, InstallState.PAUSED, done=61),
            "TableBank: Faster R-CNN, ResNet-101 FPN, Paused, 61 % of 100.0 MB",
        ),
        (arriving(TABLES, InstallState.PAUSED), "TableBank: Faster R-CNN, ResNet-101 FPN, Paused"),
        (
            arriving(TABLES, InstallState.PAUSED, done=61, problem="No mirror answers."),
            "TableBank: Faster R-CNN, ResNet-101 FPN, Broken off: No mirror answers.",
        ),
    ],
)
def test_that_a_row_says_how_its_model_is(qtbot: QtBot, entry: Entry, words: str) -> None:
    assert spoken(entry) == words


def test_that_a_download_is_whole_only_when_nothing_is_missing(qtbot: QtBot) -> None:
    nearly = arriving(TABLES, InstallState.RUNNING, done=1)
    assert nearly.installation is not None
    assert nearly.installation.transfer is not None
    transfer = replace(nearly.installation.transfer, done=999, total=1000)
    assert "99 %" in spoken(replace(nearly, installation=replace(nearly.installation, transfer=transfer)))


def test_that_names_cannot_write_over_several_lines_or_be_markup(rows: LibraryRows) -> None:
    rows.set_entries([installed("a", "<b>bold</b>\nnew line", problem="<i>bad</i>\x1b[31m")])
    tool_tip = said(rows, Qt.ItemDataRole.ToolTipRole)[1]
    assert "<b>" not in tool_tip
    assert "&lt;b&gt;bold&lt;/b&gt;\\nnew line" in tool_tip
    assert said(rows) == ["Installed, 1", r"<b>bold</b>\nnew line, <i>bad</i>\x1b[31m"]


# Finding


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("old books", ["registers"]),
        ("japanese retinanet", ["hjdataset-retinanet-r-50-fpn-3x"]),
        ("layoutparser historical mask", ["hjdataset-mask-rcnn-r-50-fpn-3x"]),
        ("detectron2 rpn c4", ["coco-detection-rpn-r-50-c4-1x"]),
        ("lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config", [PUBLAYNET.id]),
        ("tablebank 101", [TABLES.id]),
        ("  PRIMA   mask ", [PRIMA.id]),
        ("mathsregion", [PRIMA.id]),
        ("rubric", ["registers"]),
        ("registers", ["registers"]),
        ("mask_rcnn_V_FCN", []),
    ],
)
def test_that_models_are_found_by_all_that_they_are_known_by(rows: LibraryRows, typed: str, found: list[str]) -> None:
    rows.set_entries(ALL)
    rows.set_filter(typed)
    assert [entry.id for entry in rows.shown()] == found


def test_that_an_installed_model_of_the_catalogue_is_found_by_its_aliases(rows: LibraryRows) -> None:
    mine = installed("mine", "Mine")
    assert mine.installed is not None
    rows.set_entries([replace(mine, installed=replace(mine.installed, catalogue_id=PRIMA.id)), REGISTERS])
    rows.set_filter("lp://PrimaLayout")
    assert [entry.id for entry in rows.shown()] == ["mine"]


def test_that_headings_count_what_fits_the_filter(rows: LibraryRows) -> None:
    rows.set_entries(ALL)
    rows.set_filter("tablebank")
    assert said(rows)[0] == f"Can be installed, 2 of {len(catalogue())}"
    rows.set_filter("")
    assert said(rows)[0] == "Installed, 2"


def test_that_progress_only_changes_its_row(qtbot: QtBot, rows: LibraryRows) -> None:
    rows.set_entries([BUNDLED, arriving(PRIMA, InstallState.RUNNING, done=10), offered(TABLES)])
    told: list[tuple[int, int]] = []
    rows.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    with qtbot.assertNotEmitted(rows.modelReset):
        rows.set_entries([BUNDLED, arriving(PRIMA, InstallState.RUNNING, done=11), offered(TABLES)])
    assert told == [(3, 3)]


# The list


def test_that_models_are_looked_for_before_any_are_known(models: LibraryList) -> None:
    assert text(models, "library_nothing") == "Looking for models"
    models.set_entries(ALL)
    assert text(models, "library_nothing") == ""
    assert names(models)[:3] == ["Installed", "Layout S", "Parish registers"]


def test_that_somebody_without_models_is_told_what_to_do(models: LibraryList) -> None:
    models.set_entries([BUNDLED, offered(PRIMA)])
    assert "Install one of the models below" in text(models, "library_hint")
    models.set_filter("prima")
    assert text(models, "library_hint") == ""
    models.set_filter("")
    models.set_entries([BUNDLED, REGISTERS, offered(PRIMA)])
    assert text(models, "library_hint") == ""


def test_that_the_model_in_use_is_selected_first(qtbot: QtBot, models: LibraryList) -> None:
    with qtbot.waitSignal(models.entry_selected) as told:
        models.set_entries([replace(BUNDLED, is_in_use=False), replace(REGISTERS, is_in_use=True)])
    assert told.args is not None
    assert told.args[0].id == "registers" == selected_id(models)


def test_that_a_click_selects_and_a_double_click_activates(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    place = click_at(models, REGISTERS.name)
    with qtbot.waitSignal(models.entry_selected) as told:
        QTest.mouseClick(view(models).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [REGISTERS]
    assert selected_id(models) == "registers"
    with qtbot.waitSignal(models.entry_activated) as told:
        QTest.mouseDClick(view(models).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [REGISTERS]


def test_that_nothing_is_downloaded_before_its_details_were_seen(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    models.select(PUBLAYNET.id)
    with qtbot.assertNotEmitted(models.entry_activated):
        with qtbot.waitSignal(models.details_requested):
            key(models, Qt.Key.Key_Return)
        with qtbot.waitSignal(models.details_requested):
            place = click_at(models, PUBLAYNET.name)
            QTest.mouseClick(view(models).viewport(), Qt.MouseButton.LeftButton, pos=place)
            QTest.mouseDClick(view(models).viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_that_headings_cannot_be_selected_or_activated(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    heading = click_at(models, "Can be installed")
    with qtbot.assertNotEmitted(models.entry_selected), qtbot.assertNotEmitted(models.entry_activated):
        QTest.mouseClick(view(models).viewport(), Qt.MouseButton.LeftButton, pos=heading)
        QTest.mouseDClick(view(models).viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert selected_id(models) == ""


def test_that_dragging_over_rows_leaves_the_pressed_one_selected(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    viewport, left, none = view(models).viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, left, pos=click_at(models, "Parish registers"))
    for name in (PUBLAYNET.name, "Can be installed"):
        place = QPointF(click_at(models, name))
        move = QMouseEvent(
            QEvent.Type.MouseMove, place, viewport.mapToGlobal(place), Qt.MouseButton.NoButton, left, none
        )
        QApplication.sendEvent(viewport, move)
    QTest.mouseRelease(viewport, left, pos=click_at(models, "Can be installed"))
    assert selected_id(models) == "registers"


def test_that_keys_walk_past_headings(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    models.setFocus()
    key(models, Qt.Key.Key_Down)
    assert selected_id(models) == "registers"
    key(models, Qt.Key.Key_Down)
    assert selected_id(models) == PUBLAYNET.id
    key(models, Qt.Key.Key_Up)
    assert selected_id(models) == "registers"
    key(models, Qt.Key.Key_End)
    assert selected_id(models) == ALL[-1].id
    key(models, Qt.Key.Key_Home)
    assert selected_id(models) == ""
    assert view(models).verticalScrollBar().value() == 0
    for _ in range(20):
        key(models, Qt.Key.Key_PageDown)
    assert selected_id(models) == ALL[-1].id
    for _ in range(20):
        key(models, Qt.Key.Key_PageUp)
    assert selected_id(models) == ""


def test_that_enter_activates(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    models.setFocus()
    key(models, Qt.Key.Key_Down)
    with qtbot.waitSignal(models.entry_activated) as told:
        key(models, Qt.Key.Key_Return)
    assert told.args == [REGISTERS]


def test_that_what_is_selected_stays_so_where_the_filter_shows_it(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    models.select(ALL[-1].id)
    with qtbot.assertNotEmitted(models.entry_selected):
        models.set_filter(ALL[-1].id)
        assert selected_id(models) == ALL[-1].id
        models.set_filter("")
    assert selected_id(models) == ALL[-1].id
    assert view(models).viewport().rect().contains(view(models).visualRect(view(models).currentIndex()))


def test_that_the_first_match_is_selected_where_the_filter_hides_what_was(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    models.select(PRIMA.id)
    with qtbot.waitSignal(models.entry_selected) as told:
        models.set_filter("tablebank 101")
    assert told.args == [offered(TABLES)]
    assert selected_id(models) == TABLES.id
    with qtbot.waitSignal(models.entry_selected) as told:
        models.set_filter("xyzzy")
    assert told.args == [None]
    models.set_entries(ALL[:-1])
    assert models.selected() is None
    models.set_filter("")
    assert selected_id(models) == ""


def test_that_a_filter_is_cleared_for_what_is_to_be_seen(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    models.set_filter("tablebank")
    models.filter_clear_requested.connect(lambda: models.set_filter(""))
    models.select("registers")
    assert selected_id(models) == "registers"
    models.set_filter("parish")
    with qtbot.assertNotEmitted(models.filter_clear_requested):
        models.select("registers")


def test_that_what_was_scrolled_away_comes_back_with_tab(models: LibraryList) -> None:
    models.set_entries(ALL)
    models.select(ALL[-1].id)
    view(models).verticalScrollBar().setValue(0)
    view(models).setFocus(Qt.FocusReason.TabFocusReason)
    assert view(models).viewport().rect().contains(view(models).visualRect(view(models).currentIndex()))


def test_that_a_row_has_a_menu_of_what_can_be_done(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    action = QAction("Use", models)
    models.offer([action])
    for place, is_shown in (
        (click_at(models, "Can be installed"), False),
        (click_at(models, "Parish registers"), True),
    ):
        point = view(models).viewport().mapToGlobal(place)
        QApplication.sendEvent(view(models).viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, point))
        menu = models.findChild(QMenu, "library_row_menu")
        assert (menu is not None) == is_shown
    assert isinstance(menu, QMenu)
    with qtbot.waitSignal(action.triggered):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_that_a_filter_that_fits_nothing_can_be_cleared(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    models.set_filter("<b>zebra</b>")
    assert text(models, "library_nothing") == "No model has to do with “<b>zebra</b>”."
    button = models.findChild(QPushButton, "library_show_all")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(models.filter_clear_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_a_model_stays_selected_when_it_is_installed(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries([BUNDLED, offered(PUBLAYNET), offered(PRIMA)])
    models.select(PRIMA.id)
    models.set_entries([BUNDLED, offered(PUBLAYNET), arriving(PRIMA, InstallState.RUNNING, done=3)])
    assert selected_id(models) == PRIMA.id
    with qtbot.waitSignal(models.entry_selected) as told:
        models.set_entries([BUNDLED, installed(PRIMA.id, PRIMA.name), offered(PUBLAYNET)])
    assert told.args is not None
    assert told.args[0].kind is EntryKind.INSTALLED
    assert selected_id(models) == PRIMA.id


def test_that_a_model_that_is_here_is_selected_when_another_is_removed(models: LibraryList) -> None:
    broken_off = arriving(PRIMA, InstallState.PAUSED, done=3, problem="The line is down.")
    models.set_entries([BUNDLED, REGISTERS, installed(PUBLAYNET.id, PUBLAYNET.name), broken_off])
    models.select(PUBLAYNET.id)
    models.set_entries([BUNDLED, REGISTERS, broken_off, offered(PUBLAYNET)])
    assert selected_id(models) == "registers"


def test_that_the_next_one_is_selected_when_a_model_goes(models: LibraryList) -> None:
    others = [installed("b", "B"), installed("c", "C")]
    models.set_entries([BUNDLED, REGISTERS, *others])
    models.select("b")
    models.set_entries([BUNDLED, REGISTERS, others[1]])
    assert selected_id(models) == "c"
    models.set_entries([BUNDLED, REGISTERS])
    assert selected_id(models) == "registers"


def test_that_a_broken_model_and_its_successor_are_told_apart(qtbot: QtBot, models: LibraryList) -> None:
    broken = installed(PRIMA.id, PRIMA.name, problem="model.json is missing.")
    models.set_entries([BUNDLED, broken, offered(PRIMA)])
    models.setFocus()
    key(models, Qt.Key.Key_Down)
    assert models.selected() == broken
    key(models, Qt.Key.Key_Down)
    assert models.selected() == offered(PRIMA)
    assert view(models).currentIndex().row() == 4
    models.select(PRIMA.id)
    assert models.selected() == broken


@pytest.mark.parametrize("selected", ["", PRIMA.id, ALL[-1].id])
def test_that_what_is_in_view_stays_there(models: LibraryList, selected: str) -> None:
    models.set_entries(ALL)
    models.select(selected)
    bar = view(models).verticalScrollBar()
    bar.setValue(700)
    row = view(models).indexAt(QPoint(5, 60))
    name, top = row.data(), view(models).visualRect(row).top()
    models.set_entries([ALL[0], installed("new", "New"), installed("newer", "Newer"), *ALL[1:]])
    assert view(models).visualRect(index_of(models, name)).top() == top
    bar.setValue(0)
    models.set_entries([ALL[0], installed("newest", "Newest"), *ALL[1:]])
    assert bar.value() == 0
    assert selected_id(models) == selected


def test_that_what_is_selected_comes_into_view(models: LibraryList) -> None:
    models.set_entries(ALL)
    for _ in range(2):  # also when it was selected before
        view(models).verticalScrollBar().setValue(0)
        models.select(ALL[-1].id)
        assert view(models).viewport().rect().contains(view(models).visualRect(index_of(models, ALL[-1].name)))


def test_that_what_was_selected_before_anybody_looked_is_seen(qtbot: QtBot) -> None:
    models = LibraryList()
    qtbot.addWidget(models)
    models.set_entries([replace(BUNDLED, is_in_use=False), REGISTERS, replace(installed("c", "C"), is_in_use=True)])
    others = LibraryList()
    qtbot.addWidget(others)
    others.set_entries(ALL)
    others.select(ALL[-1].id)
    for each, name in ((models, "C"), (others, ALL[-1].name)):
        each.resize(420, 500)
        with qtbot.waitExposed(each):
            each.show()
        assert view(each).viewport().rect().contains(view(each).visualRect(index_of(each, name)))
    assert view(models).verticalScrollBar().value() == 0


def test_that_nothing_is_selected_once_nothing_is_there(qtbot: QtBot, models: LibraryList) -> None:
    models.set_entries(ALL)
    with qtbot.waitSignal(models.entry_selected) as told:
        models.set_entries(None)
    assert told.args == [None]
    assert models.selected() is None
    assert text(models, "library_nothing") == "Looking for models"
    models.set_entries(ALL)
    assert selected_id(models) == ""


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_that_a_bar_shows_how_far_a_download_is(
    models: LibraryList, qapp: QApplication, theme: str, colours: Shades
) -> None:
    apply_theme(qapp, theme)
    models.set_entries([BUNDLED, arriving(TABLES, InstallState.RUNNING, done=50)])
    picture = view(models).viewport().grab().toImage()
    area = view(models).visualRect(index_of(models, TABLES.name))
    longest = max(_run(picture, y, QColor(colours.accent)) for y in range(area.top(), area.bottom()))
    assert 0.4 < longest / area.width() < 0.55
    models.set_entries([BUNDLED, arriving(TABLES, InstallState.PAUSED, done=50)])
    paused = view(models).viewport().grab().toImage()
    assert not any(_run(paused, y, QColor(colours.accent)) for y in range(area.top(), area.bottom()))


def _run(picture: QImage, y: int, colour: QColor) -> int:
    """How many pixels of a line have a colour."""
    return sum(picture.pixelColor(x, y) == colour for x in range(picture.width()))


def test_that_problems_are_written_in_the_colour_of_danger(models: LibraryList) -> None:
    models.set_entries([BUNDLED, installed("a", "A", problem="model.json is missing.")])
    picture = view(models).viewport().grab().toImage()
    area = view(models).visualRect(index_of(models, "A"))
    assert any(_run(picture, y, QColor(LIGHT.danger)) for y in range(area.top(), area.bottom()))
