"""Models of one name, which a person has to tell apart wherever the window names one."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from d2studio.gui import dialogs
from d2studio.gui.model_panel import ModelPanel
from d2studio.gui.model_runner import ModelState
from d2studio.gui.model_verdict import ModelVerdict
from d2studio.gui.steady_label import SteadyLabel
from tests.gui.children import child
from tests.gui.program import RunningProgram


@pytest.fixture
def twins(tmp_path: Path) -> tuple[str, str]:
    """Configs of two models of one name, which no other test's have."""
    paths = [tmp_path / folder / "models" / f"{tmp_path.name}.yaml" for folder in ("old", "new")]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.touch()
    first, second = map(str, paths)
    return first, second


@pytest.fixture
def program(shared_program: RunningProgram, monkeypatch: pytest.MonkeyPatch, twins: tuple[str, str]) -> RunningProgram:
    """Asked for a model's files, it is given one twin after the other."""
    chosen = iter(twins)
    monkeypatch.setattr(dialogs, "ask_model_files", lambda *_: (next(chosen), "weights.pth"))
    monkeypatch.setattr(dialogs, "ask_model_to_check", lambda *_: (next(chosen), "weights.pth"))
    return shared_program


def use(program: RunningProgram, config: str) -> None:
    program.window.actions_.open_model_files.trigger()
    program.wait(lambda: program.studio.runner.request.config == config, 10, "another model")
    program.wait(lambda: program.studio.runner.state is ModelState.READY, 10, "a model that is ready")


def place_of(panel: ModelPanel) -> str:
    place = child(panel, QLabel, "model_place")
    return "" if place.isHidden() else place.text()


def test_that_the_folder_is_shown_as_soon_as_another_model_has_the_name(
    program: RunningProgram, twins: tuple[str, str]
) -> None:
    name = Path(twins[0]).stem
    old, new = (str(Path(*Path(config).parts[-3:])) for config in twins)
    window = program.window
    use(program, twins[0])
    assert window.model_button.text() == name
    assert place_of(window.model_panel) == ""
    use(program, twins[1])
    assert window.model_button.text() == f"{name} ({new})"
    assert place_of(window.model_panel) == new
    assert child(window.status, SteadyLabel, "model-status").text() == f"{name} ({new}) on cpu, float32"
    window.actions_.recent_models_menu.aboutToShow.emit()
    recent = window.actions_.recent_models_menu.actions()
    said = [(action.text(), action.toolTip().split("\n")[0]) for action in recent]
    assert said == [(new, twins[1]), (old, twins[0])]


def test_that_a_model_that_is_only_checked_is_told_from_the_one_in_use(
    program: RunningProgram, twins: tuple[str, str]
) -> None:
    use(program, twins[0])
    program.window.actions_.check_model.trigger()
    program.wait(lambda: len(described()) == 1, 10, "a window with what it is")
    (checked,) = described()
    ends = [str(Path(*Path(config).parts[-3:])) for config in twins]
    assert child(checked, QLabel, "verdict_place").text() == ends[1]
    assert place_of(program.window.model_panel) == ends[0]
    assert program.window.model_button.text() == f"{Path(twins[0]).stem} ({ends[0]})"
    checked.close()


def described() -> list[ModelVerdict]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, ModelVerdict) and each.isVisible()]
