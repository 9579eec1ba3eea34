"""The user's folders are found without touching anything."""

from pathlib import Path

import pytest

from d2studio.core.paths import HOME_VARIABLE, make_folder, user_folders
from d2studio.errors import OutputError


def test_that_one_variable_moves_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    folders = user_folders()
    everything = [folders.config, folders.cache, folders.state, folders.logs]
    assert [folder.parent for folder in everything] == [tmp_path / "home"] * 4
    assert len(set(everything)) == 4
    assert folders.settings_file.parent == folders.window_file.parent == folders.config


def test_that_asking_makes_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    user_folders()
    assert list(tmp_path.iterdir()) == []


def test_that_a_relative_home_does_not_follow_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, "portable")
    monkeypatch.chdir(tmp_path)
    assert user_folders().config == tmp_path / "portable" / "config"


@pytest.mark.parametrize("value", [None, ""])
def test_that_without_the_variable_the_systems_folders_are_used(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv(HOME_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(HOME_VARIABLE, value)
    folders = user_folders()
    for folder in (folders.config, folders.cache, folders.state, folders.logs):
        assert folder.is_absolute()
        assert "d2studio" in folder.parts


def test_that_a_file_in_the_place_of_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(OutputError, match="no folder can be made there"):
        make_folder(tmp_path / "home" / "config")
