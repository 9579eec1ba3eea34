import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from d2studio.core.failures import Failure
from d2studio.core.settings import Settings, load
from d2studio.errors import OutputError
from d2studio.gui.settings_keeper import SettingsKeeper


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


@pytest.fixture
def keeper(qapp: QApplication, path: Path) -> SettingsKeeper:
    return SettingsKeeper(path)


def test_that_there_are_settings_without_a_file(keeper: SettingsKeeper) -> None:
    assert keeper.settings == Settings()
    assert keeper.problems == ()


def test_that_a_change_holds_at_once_and_is_written_a_moment_later(
    keeper: SettingsKeeper, path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(keeper.changed):
        keeper.change(theme="dark")
    assert keeper.settings.theme == "dark"
    assert not path.exists()
    qtbot.waitUntil(path.exists)
    assert load(path)[0].theme == "dark"


def test_that_a_change_to_what_is_already_so_is_none(keeper: SettingsKeeper, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(keeper.changed):
        keeper.change(theme=keeper.settings.theme)


def test_that_many_changes_are_written_once(keeper: SettingsKeeper, path: Path, qtbot: QtBot) -> None:
    for share in range(50):
        keeper.change(fill_opacity=share / 100)
    qtbot.waitUntil(path.exists)
    assert load(path)[0].fill_opacity == 0.49


def test_that_settings_are_written_at_once_when_the_window_closes(keeper: SettingsKeeper, path: Path) -> None:
    keeper.change(theme="dark")
    keeper.write()
    assert load(path)[0].theme == "dark"


def test_that_nothing_is_written_where_nothing_changed(keeper: SettingsKeeper, path: Path) -> None:
    keeper.write()
    assert not path.exists()


def test_that_a_person_can_read_the_file(keeper: SettingsKeeper, path: Path) -> None:
    keeper.change(theme="dark", recent_files=("/a.png",))
    keeper.write()
    lines = path.read_text(encoding="utf-8").splitlines()
    assert '  "theme": "dark",' in lines
    assert set(json.loads("\n".join(lines))) == {"schema_version", "theme", "recent_files"}


def test_that_settings_that_cannot_be_written_hold_all_the_same_and_are_tried_again(
    keeper: SettingsKeeper, path: Path, qtbot: QtBot
) -> None:
    path.parent.touch()
    keeper.change(theme="dark")
    with qtbot.waitSignal(keeper.save_failed) as told:
        keeper.write()
    assert told.args is not None
    failure = told.args[0]
    assert isinstance(failure, Failure)
    assert failure.code == OutputError.code
    assert keeper.settings.theme == "dark"
    path.parent.unlink()
    keeper.write()
    assert load(path)[0].theme == "dark"


def test_that_a_bad_file_is_told_and_kept_aside(path: Path, qapp: QApplication) -> None:
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    keeper = SettingsKeeper(path)
    assert keeper.settings == Settings()
    assert len(keeper.problems) == 1
    assert path.with_suffix(".bad.json").exists()
