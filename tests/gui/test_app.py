"""The program from its start to its end, and from one start to the next."""

import json
import logging
import platform
import sys
import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from d2studio.core import fixes
from d2studio.core.model_rules import ModelRules
from d2studio.core.page import PageKey
from d2studio.core.paths import UserFolders
from d2studio.core.settings import Settings, load
from d2studio.filters import FilterRules
from d2studio.gui.app import Program
from tests.gui.children import child
from tests.gui.conftest import Start
from tests.gui.fake_infer import ADVISED_COUNT, BUILT_IN, OTHER_CLASSES
from tests.gui.made_up_models import MadeUpModels
from tests.gui.page_files import picture, scan
from tests.gui.program import SAMPLE, RunningProgram

WELCOMING = Settings(show_welcome=True)


TO_DO = [
    "Open pages (Ctrl+O), or drop them here.",
    "Move the threshold to see more or less.",
    "Press ? for all keys.",
]


def welcome(program: RunningProgram) -> list[str]:
    banner = program.window.banner
    return [] if banner.isHidden() else banner.accessibleDescription().splitlines()


def kept_settings(home: Path) -> Settings:
    settings, problems = load(home / "config" / "settings.json")
    assert problems == ()
    return settings


def write_broken_off_session(home: Path, *paths: str, model: str = "") -> None:
    """What a program leaves behind that was ended from outside."""
    session = {
        "process": {"pid": 2**22 + 7, "started": 1.0, "machine": platform.node()},
        "paths": list(paths),
        "current": [paths[-1], 0] if paths else None,
        "model": [model, ""],
    }
    (home / "state").mkdir(parents=True)
    (home / "state" / "running-4194311.json").write_text(json.dumps(session), encoding="utf-8")


# Starting


def test_that_the_first_start_shows_a_sample_page_with_what_was_found_and_what_to_do(start: Start) -> None:
    with start(settings=WELCOMING) as program:
        program.begin()
        program.wait_for_page(SAMPLE)
        program.wait_for_run()
        assert program.studio.filtered is not None
        assert len(program.studio.filtered.shown) == ADVISED_COUNT
        assert welcome(program) == ["A sample page, marked by the built-in model.", *TO_DO]


def test_that_what_to_do_is_said_until_it_was_closed(start: Start, tmp_path: Path) -> None:
    with start(settings=WELCOMING) as program:
        program.begin()
        QTest.mouseClick(child(program.window.banner, QToolButton, "banner_close"), Qt.MouseButton.LeftButton)
        assert welcome(program) == []
    assert not kept_settings(tmp_path / "home").show_welcome


def test_that_the_sample_is_called_one_only_while_it_is_there(start: Start, tmp_path: Path) -> None:
    with start(settings=WELCOMING) as program:
        program.begin()
        program.wait_for_page(SAMPLE)
        path = picture(tmp_path / "a.png")
        program.open(path)
        program.wait_for_page(path)
        assert welcome(program) == TO_DO


def test_that_what_is_opened_replaces_the_sample(program: RunningProgram, tmp_path: Path) -> None:
    program.begin()
    program.wait_for_page(SAMPLE)
    path = picture(tmp_path / "a.png")
    program.open(path)
    program.wait_for_page(path)
    assert program.studio.pages.keys() == [PageKey(path)]


def test_that_paths_of_the_command_line_are_opened_instead_of_anything_else(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = picture(tmp_path / "first.png"), picture(tmp_path / "second.png")
    with start() as program:
        program.begin(first)
        program.wait_for_page(first)
    monkeypatch.chdir(tmp_path)
    with start(settings=WELCOMING) as program:
        program.begin("second.png")
        program.wait_for_page(second)
        assert program.studio.pages.keys() == [PageKey(second)]
        assert welcome(program) == TO_DO


# The last session


def test_that_pages_and_the_one_looked_at_come_back(start: Start, tmp_path: Path) -> None:
    single, many = picture(tmp_path / "single.png"), scan(tmp_path / "many.tif", 100, 110, 120)
    with start() as program:
        program.begin(single, many)
        program.wait_for_page(single)
        program.wait(lambda: len(program.studio.pages) == 4, 20, "all pages")
        program.studio.set_current(PageKey(many, 2))
    with start() as program:
        program.begin()
        program.wait_for_page(many, 2)
        program.wait(lambda: len(program.studio.pages) == 4, 20, "all pages")
        assert program.window.strip.current() == PageKey(many, 2)


def test_that_nothing_comes_back_where_the_user_does_not_want_it(start: Start, tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    with start() as program:
        program.begin(path)
        program.wait_for_page(path)
    with start(settings=Settings(show_welcome=False, restore_session=False)) as program:
        program.begin()
        program.wait_for_page(SAMPLE)


def test_that_pages_that_were_taken_out_do_not_come_back(start: Start, tmp_path: Path) -> None:
    paths = [picture(tmp_path / f"{number}.png") for number in range(2)]
    with start() as program:
        program.begin(*paths)
        program.wait_for_page(paths[0])
        program.studio.remove_pages([PageKey(paths[0])])
    with start() as program:
        program.begin()
        program.wait_for_page(paths[1])
        assert program.studio.pages.keys() == [PageKey(paths[1])]


def test_that_a_pasted_picture_does_not_come_back_as_a_file_that_is_missing(start: Start, tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    with start() as program:
        program.begin(path)
        program.wait_for_page(path)
        QApplication.clipboard().setImage(program.window.grab().toImage())
        program.window.actions_.paste.trigger()
        program.wait(lambda: len(program.studio.pages) == 2, 20, "the pasted page")
    with start() as program:
        program.begin()
        program.wait_for_page(path)
        program.wait(lambda: not program.studio.loader.is_listing, 20, "all pages")
        assert program.findings() == ()


def test_that_the_model_comes_back(start: Start, models: MadeUpModels, tmp_path: Path) -> None:
    other = models.other()
    with start(settings=Settings(show_welcome=False, model_config=other)) as program:
        program.begin()
        program.wait_for_run()
        assert program.studio.result is not None
        assert program.studio.result.detections.class_names == OTHER_CLASSES
        assert models.asked("load") == [other]


def test_that_after_an_unclean_end_the_built_in_model_is_used_until_the_last_one_is_loaded_again(
    start: Start, models: MadeUpModels, tmp_path: Path
) -> None:
    other, path = models.other(), picture(tmp_path / "a.png")
    write_broken_off_session(tmp_path / "home", path, model=other)
    with start(settings=Settings(show_welcome=False, model_config=other, device="cpu")) as program:
        program.begin()
        card = program.wait_for_card("UNCLEAN_END")
        assert card.isVisible()
        assert card.finding.what.endswith("it started without the last model.")
        assert any(other in line for line in card.finding.evidence)
        program.wait_for_page(path)
        program.wait_for_run()
        assert program.studio.runner.summary is not None
        assert program.studio.runner.summary.name == BUILT_IN
        assert program.studio.runner.wanted.device == "cpu"  # as the settings say
    settings = kept_settings(tmp_path / "home")
    assert settings.model_config == ""
    assert settings.recent_models == ((other, ""),)
    with start(settings=settings) as program:
        program.begin()
        program.wait_for_run()
        assert program.findings() == ()
        assert models.asked("load")[-1] != other


def test_that_the_model_of_an_unclean_end_is_loaded_again_at_a_press(
    start: Start, models: MadeUpModels, tmp_path: Path
) -> None:
    other = models.other()
    write_broken_off_session(tmp_path / "home", model=other)
    with start(settings=Settings(show_welcome=False, model_config=other)) as program:
        program.begin()
        program.press_fix(program.wait_for_card("UNCLEAN_END"), fixes.LOAD_LAST_MODEL)
        program.wait(lambda: program.studio.runner.request.config == other, 20, "the last model")
        assert program.findings() == ()
    assert kept_settings(tmp_path / "home").model_config == other


def test_that_an_unclean_end_with_the_built_in_model_speaks_of_no_model(start: Start, tmp_path: Path) -> None:
    write_broken_off_session(tmp_path / "home", picture(tmp_path / "a.png"))
    with start() as program:
        program.begin()
        finding = program.wait_for_card("UNCLEAN_END").finding
        assert "model" not in finding.what + finding.advice + "".join(finding.evidence)
        assert [fix.action for fix in finding.fixes] == [fixes.COPY_REPORT]


def test_that_a_clean_end_is_not_told(start: Start) -> None:
    for _ in range(2):
        with start() as program:
            program.begin()
            program.wait_for_run()
            assert program.findings() == ()


# Settings


def test_that_settings_are_in_a_file_that_can_be_read(start: Start, tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    with start() as program:
        program.begin(path)
        program.wait_for_page(path)
        program.window.actions_.show_labels.trigger()
    text = (tmp_path / "home" / "config" / "settings.json").read_text(encoding="utf-8")
    assert '\n  "show_labels": false,\n' in text
    settings = kept_settings(tmp_path / "home")
    assert settings.recent_files == (path,)
    assert settings.last_folder == str(tmp_path)


def test_that_settings_that_cannot_be_written_become_a_card_that_saves_them_again(start: Start, tmp_path: Path) -> None:
    with start() as program:
        program.begin()
        config = tmp_path / "home" / "config"
        config.rename(tmp_path / "aside")
        config.touch()
        program.window.actions_.show_labels.trigger()
        card = program.wait_for_card("SETTINGS_UNSAVED")
        program.press_fix(card, fixes.SAVE_SETTINGS)
        card = program.wait_for_card("SETTINGS_UNSAVED")
        config.unlink()
        (tmp_path / "aside").rename(config)
        program.press_fix(card, fixes.SAVE_SETTINGS)
        assert program.findings() == ()
        assert not kept_settings(tmp_path / "home").show_labels


def test_that_settings_that_make_no_sense_become_a_card(
    qapp: QApplication, models: MadeUpModels, tmp_path: Path, start: Start
) -> None:
    folders = UserFolders(*[tmp_path / name for name in ("config", "data", "cache", "state", "logs")])
    folders.config.mkdir()
    folders.settings_file.write_text('{"theme": "pink"}', encoding="utf-8")
    program = Program(folders, infer_command=models.command)
    try:
        (finding,) = program.window.diagnostics.findings()
        assert "theme" in "".join(finding.evidence)
    finally:
        program.close()
        for owner in (program.window, program.studio, program, program.room):
            shiboken6.delete(owner)


def test_that_rules_are_kept_for_each_model(start: Start, models: MadeUpModels, tmp_path: Path) -> None:
    other = models.other()
    own, others = FilterRules(threshold=0.9), FilterRules(threshold=0.2, hidden_classes=frozenset([1]))
    with start() as program:
        program.begin()
        program.wait_for_run()
        program.studio.set_rules(own)
        program.program.model_commands.use_model(other, None)
        program.wait(lambda: program.studio.advised.class_thresholds == {}, 20, "the other model")
        program.studio.set_rules(others)
    with start(settings=kept_settings(tmp_path / "home")) as program:
        program.begin()
        program.wait_for_run()
        assert program.studio.rules == others
        program.window.actions_.use_bundled.trigger()
        program.wait(lambda: program.studio.rules == own, 20, "the rules of the built-in model")


def test_that_models_of_one_name_have_rules_of_their_own(start: Start, models: MadeUpModels, tmp_path: Path) -> None:
    (tmp_path / "models" / "copy").mkdir()
    first, second = models.other(), models.other("copy/other")
    with start() as program:
        program.begin()
        program.wait_for_run()
        program.program.model_commands.use_model(first, None)
        program.wait(lambda: program.studio.runner.request.config == first, 20, "the first model")
        program.studio.set_rules(FilterRules(threshold=0.9))
        program.program.model_commands.use_model(second, None)
        program.wait(lambda: program.studio.runner.request.config == second, 20, "the second model")
        assert program.studio.rules == program.studio.advised
        program.program.model_commands.use_model(first, None)
        program.wait(lambda: program.studio.runner.request.config == first, 20, "the first model again")
        assert program.studio.rules == FilterRules(threshold=0.9)


def test_that_rules_that_went_by_the_name_alone_are_found_until_others_are_chosen(
    start: Start, models: MadeUpModels, tmp_path: Path
) -> None:
    other = models.other()
    old = Settings(show_welcome=False, model_config=other, rules={"other": ModelRules(threshold=0.9)})
    with start(settings=old) as program:
        program.begin()
        program.wait_for_run()
        assert program.studio.rules == FilterRules(threshold=0.9)
        program.window.actions_.reset_rules.trigger()
    with start(settings=kept_settings(tmp_path / "home")) as program:
        program.begin()
        program.wait_for_run()
        assert program.studio.rules == program.studio.advised


def test_that_going_back_to_what_is_advised_is_kept_too(start: Start, tmp_path: Path) -> None:
    with start() as program:
        program.begin()
        program.wait_for_run()
        program.studio.set_rules(FilterRules(threshold=0.9))
        program.window.actions_.reset_rules.trigger()
        assert program.studio.rules == program.studio.advised
    with start(settings=kept_settings(tmp_path / "home")) as program:
        program.begin()
        program.wait_for_run()
        assert program.studio.rules == program.studio.advised


def test_that_another_theme_is_seen_at_once_and_after_the_next_start(start: Start, tmp_path: Path) -> None:
    def darkness() -> bool:
        return QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128

    with start(settings=Settings(show_welcome=False, theme="light")) as program:
        assert not darkness()
        program.window.actions_.themes["dark"].trigger()
        assert darkness()
        assert program.window.actions_.themes["dark"].isChecked()
    with start(settings=kept_settings(tmp_path / "home")) as program:
        assert darkness()
        assert program.window.actions_.themes["dark"].isChecked()
        program.window.actions_.themes["light"].trigger()
        assert not darkness()


def test_that_the_window_is_as_large_as_before_and_panels_are_where_they_were(start: Start) -> None:
    with start() as program:
        program.window.resize(800, 650)  # no larger than the screen
        program.window.table_dock.hide()
    with start() as program:
        assert program.window.size().toTuple() == (800, 650)
        assert program.window.table_dock.isHidden()
        assert not program.window.pages_dock.isHidden()


# Ending


@pytest.mark.parametrize("moment", ["at once", "loading", "running"])
def test_that_the_window_closes_whatever_is_under_way(moment: str, start: Start, models: MadeUpModels) -> None:
    """`start` looks for what is left behind."""
    models.hold("run")
    if moment == "loading":
        models.hold("load")
    with start() as program:
        program.begin()
        if moment == "loading":
            program.wait(lambda: models.asked("load"), 20, "a model that loads")
        elif moment == "running":
            program.wait(lambda: models.asked("run"), 20, "a page that runs")
        program.window.close()
        assert not program.window.isVisible()


def test_that_nothing_begins_after_the_window_was_closed(program: RunningProgram) -> None:
    """What is loaded first comes from a thread, and may come when nobody waits for it any more."""
    program.program.close()
    program.program.begin([])
    assert program.program.session is None
    assert program.program.room.started == ()


def test_that_closing_twice_does_no_harm(program: RunningProgram) -> None:
    program.begin()
    program.program.close()
    program.program.close()


# What nobody expected


def test_that_a_mistake_of_ours_becomes_a_card_in_whatever_thread(
    program: RunningProgram, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from d2studio.gui import app

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logging.getLogger("d2studio.gui.app").setLevel(logging.CRITICAL)
    app._watch_for_mistakes(program.program)
    try:
        sys.excepthook(LookupError, LookupError("made up, here"), None)
        thread = threading.Thread(target=_raise)
        thread.start()
        thread.join()
    finally:
        logging.getLogger("d2studio.gui.app").setLevel(logging.NOTSET)
    card = program.wait_for_card("INTERNAL", count=2)
    assert "made up, elsewhere" in card.finding.details


def _raise() -> None:
    raise LookupError("made up, elsewhere")


def test_that_ctrl_c_is_no_mistake(program: RunningProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    from d2studio.gui import app

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    app._watch_for_mistakes(program.program)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    program.live(50)
    assert program.findings() == ()
