"""What is open and what is known of it, without a window."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from d2studio.core.findings import Finding
from d2studio.core.model_summary import ModelRequest
from d2studio.core.page import PageKey
from d2studio.core.page_state import NOT_RUN, PageState, PageStatus
from d2studio.filters import FilterRules, Reason
from d2studio.gui.engine_room import EngineRoom
from d2studio.gui.model_runner import ModelState
from d2studio.gui.studio import Studio
from tests.core import page_files as make
from tests.gui.fake_infer import ADVISED, ADVISED_COUNT, BUILT_IN, CLASSES, OTHER_CLASSES
from tests.gui.made_up_models import MadeUpModels
from tests.gui.page_files import bad_picture, picture, scan

BUNDLED = ModelRequest()
TEXT, TITLE, TABLE = range(3)


class Told(QObject):
    """What a studio says."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self.findings: list[Finding] = []
        self.passwords: list[tuple[str, bool]] = []
        studio.finding_found.connect(self._on_finding_found)
        studio.password_wanted.connect(self._on_password_wanted)

    @Slot(object)
    def _on_finding_found(self, finding: Finding) -> None:
        self.findings.append(finding)

    @Slot(str, bool)
    def _on_password_wanted(self, path: str, is_wrong: bool) -> None:
        self.passwords.append((path, is_wrong))

    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]


@pytest.fixture
def models(shared_models: MadeUpModels) -> MadeUpModels:
    return shared_models


@pytest.fixture
def studio(shared_room: EngineRoom, models: MadeUpModels, qtbot: QtBot) -> Iterator[Studio]:
    studio = Studio(shared_room)
    yield studio
    models.forget()
    studio.stop()
    qtbot.waitUntil(lambda: not studio.runner.is_running and studio.runner.state is not ModelState.LOADING)
    shiboken6.delete(studio)


@pytest.fixture
def told(studio: Studio) -> Told:
    return Told(studio)


@pytest.fixture
def loaded(studio: Studio, qtbot: QtBot) -> Studio:
    """With the built-in model."""
    use(studio, BUNDLED, qtbot)
    return studio


def use(studio: Studio, request: ModelRequest, qtbot: QtBot) -> None:
    studio.load_model(request)
    qtbot.waitUntil(lambda: studio.runner.state is ModelState.READY and studio.runner.request == request)


def look_at(studio: Studio, key: PageKey, qtbot: QtBot) -> None:
    studio.set_current(key)
    qtbot.waitUntil(lambda: studio.page is not None and studio.page.key == key)


def open_pages(studio: Studio, qtbot: QtBot, *paths: str) -> list[PageKey]:
    """Open files of one page each, until the first is looked at."""
    keys = [PageKey(path) for path in paths]
    studio.open(paths)
    qtbot.waitUntil(lambda: studio.current == keys[0] and not studio.loader.is_listing)
    return keys


def pictures(folder: Path, count: int) -> list[str]:
    return [picture(folder / f"{number}.png", 100 + number) for number in range(count)]


def run_all(studio: Studio, qtbot: QtBot) -> None:
    studio.run_all()
    qtbot.waitUntil(lambda: not studio.runner.is_running)


def found(studio: Studio, qtbot: QtBot) -> None:
    """Wait until the current page has a result."""
    qtbot.waitUntil(lambda: studio.result is not None and not studio.runner.is_running)


def status(studio: Studio, key: PageKey) -> PageStatus:
    return studio.pages.state(key).status


def shown(studio: Studio) -> list[int]:
    """Positions of what is shown; the made-up regions stand best first."""
    assert studio.filtered is not None
    positions: list[int] = studio.filtered.shown.tolist()
    return positions


# Opening


def test_that_what_is_opened_is_looked_at(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    first, second = pictures(tmp_path, 2)
    studio.open([first])
    qtbot.waitUntil(lambda: studio.page is not None)
    assert studio.current == PageKey(first)
    studio.open([second])
    qtbot.waitUntil(lambda: studio.current == PageKey(second))
    assert studio.pages.keys() == [PageKey(first), PageKey(second)]


def test_that_of_files_opened_one_after_the_other_the_last_is_looked_at(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    first, second = pictures(tmp_path, 2)
    studio.open([first])
    studio.open([second])
    qtbot.waitUntil(lambda: studio.current is not None and not studio.loader.is_listing)
    assert studio.current == PageKey(second)


def test_that_a_page_opened_again_is_looked_at_again_and_not_added(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = open_pages(studio, qtbot, *pictures(tmp_path, 3))
    studio.set_current(keys[2])
    studio.open([keys[1].path])
    qtbot.waitUntil(lambda: studio.current == keys[1])
    assert studio.pages.keys() == keys


def test_that_the_page_asked_for_is_looked_at_even_inside_a_file(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    path = scan(tmp_path / "a.tif", 100, 110, 120)
    studio.open([picture(tmp_path / "b.png"), path], then=PageKey(path, 1))
    qtbot.waitUntil(lambda: studio.page is not None and len(studio.pages) == 4)
    assert studio.current == PageKey(path, 1)
    assert studio.page is not None
    assert studio.page.size_hw[1] == 110


def test_that_the_first_page_is_looked_at_where_the_one_asked_for_is_gone(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    first, second = pictures(tmp_path, 2)
    studio.open([first, second], then=PageKey(str(tmp_path / "gone.png")))
    qtbot.waitUntil(lambda: studio.current == PageKey(first))


def test_that_an_input_without_pages_is_told(studio: Studio, told: Told, qtbot: QtBot, tmp_path: Path) -> None:
    studio.open([str(tmp_path / "gone.png")])
    qtbot.waitUntil(lambda: len(told.findings) == 1)
    assert "gone.png" in "".join(told.findings[0].evidence)
    assert studio.current is None


def test_that_pages_are_named_after_their_files(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    path = scan(tmp_path / "scan.tif", 100, 110)
    single = picture(tmp_path / "single.png")
    studio.open([path, single])
    qtbot.waitUntil(lambda: len(studio.pages) == 3)
    assert studio.page_name(PageKey(path, 1)) == "scan.tif, page 2 of 2"
    assert studio.page_name(PageKey(single)) == "single.png"


def test_that_the_next_page_is_decoded_ahead(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    keys = open_pages(studio, qtbot, *pictures(tmp_path, 2))
    qtbot.waitUntil(lambda: studio.loader.cached(keys[1]) is not None)
    studio.set_current(keys[1])
    assert studio.page is not None  # at once


def test_that_inputs_are_remembered_as_they_were_opened(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    pictures(tmp_path / "folder", 2)
    single = picture(tmp_path / "single.png")
    studio.open([str(tmp_path / "folder"), single])
    studio.open([single])
    assert studio.inputs == (str(tmp_path / "folder"), single)


# The sample


def test_that_what_is_opened_replaces_the_sample(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    sample, other = pictures(tmp_path, 2)
    studio.open_sample(sample)
    qtbot.waitUntil(lambda: studio.current == PageKey(sample))
    assert studio.inputs == ()
    open_pages(studio, qtbot, other)
    assert studio.pages.keys() == [PageKey(other)]


@pytest.mark.parametrize("stage", ["found", "running", "decoding"])
def test_that_the_sample_is_replaced_whatever_happens_to_it(
    stage: str, loaded: Studio, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    sample, other = pictures(tmp_path, 2)
    models.hold("run")
    loaded.open_sample(sample)
    qtbot.waitUntil(lambda: loaded.current == PageKey(sample))
    if stage != "decoding":
        qtbot.waitUntil(lambda: len(models.asked("run")) == 1)
    if stage == "found":
        models.let_go("run")
        found(loaded, qtbot)
        models.hold("run")
    loaded.open([other])
    models.let_go("run")
    qtbot.waitUntil(lambda: loaded.current == PageKey(other))
    found(loaded, qtbot)
    assert loaded.pages.keys() == [PageKey(other)]
    assert loaded.result is not None
    assert loaded.result.detections.size_hw[1] == 101
    assert told.findings == []


def test_that_a_sample_among_other_pages_stays(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    """It was opened by then like any other."""
    sample, first, second = pictures(tmp_path, 3)
    studio.open_sample(sample)
    qtbot.waitUntil(lambda: studio.current == PageKey(sample))
    open_pages(studio, qtbot, first)
    open_pages(studio, qtbot, sample)
    open_pages(studio, qtbot, second)
    assert studio.pages.keys() == [PageKey(first), PageKey(sample), PageKey(second)]


# Running


def test_that_a_page_is_run_when_it_is_looked_at(loaded: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 2))
    found(loaded, qtbot)
    assert len(shown(loaded)) == ADVISED_COUNT
    assert loaded.pages.state(keys[0]) == PageState(PageStatus.FOUND, ADVISED_COUNT)
    assert status(loaded, keys[1]) is PageStatus.NOT_RUN


def test_that_a_page_opened_before_the_model_is_there_is_run_once_it_is(
    studio: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    models.hold("load")
    studio.load_model(BUNDLED)
    open_pages(studio, qtbot, *pictures(tmp_path, 1))
    qtbot.waitUntil(lambda: studio.page is not None)
    assert studio.result is None
    models.let_go("load")
    found(studio, qtbot)
    assert len(models.asked("run")) == 1


def test_that_nothing_is_run_by_itself_where_the_user_wants_that(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    loaded.run_on_open = False
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 2))
    look_at(loaded, keys[1], qtbot)
    assert models.asked("run") == []
    loaded.run_current()
    found(loaded, qtbot)
    assert models.asked("run") == ["None 101"]


def test_that_running_without_a_model_loads_it_first(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    open_pages(studio, qtbot, *pictures(tmp_path, 1))
    studio.run_current()
    found(studio, qtbot)
    assert studio.runner.summary is not None
    assert studio.runner.summary.name == BUILT_IN


def test_that_run_all_runs_what_was_not_run(loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 4))
    found(loaded, qtbot)
    run_all(loaded, qtbot)
    assert [status(loaded, key) for key in keys] == [PageStatus.FOUND] * 4
    run_all(loaded, qtbot)
    assert models.asked("run") == ["None 100", "None 101", "None 102", "None 103"]


def test_that_the_page_under_way_stays_so_when_all_are_run(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    models.hold("run")
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 2))
    qtbot.waitUntil(lambda: status(loaded, keys[0]) is PageStatus.RUNNING)
    loaded.run_all()
    assert [status(loaded, key) for key in keys] == [PageStatus.RUNNING, PageStatus.WAITING]
    models.let_go("run")
    qtbot.waitUntil(lambda: not loaded.runner.is_running)


@pytest.mark.parametrize("run_on_open", [True, False])
def test_that_a_page_that_is_looked_at_while_all_are_run_is_the_next(
    run_on_open: bool, loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    loaded.run_on_open = False
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 6))
    models.hold("run")
    loaded.run(keys)
    qtbot.waitUntil(lambda: len(models.asked("run")) == 1)
    loaded.run_on_open = run_on_open
    look_at(loaded, keys[5], qtbot)
    models.let_go("run")
    qtbot.waitUntil(lambda: not loaded.runner.is_running)
    assert models.asked("run")[1] == "None 105"
    assert len(models.asked("run")) == 6


def test_that_a_page_that_waits_is_the_next_once_it_is_asked_for(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 6))
    found(loaded, qtbot)
    models.hold("run")
    loaded.run(keys)
    qtbot.waitUntil(lambda: len(models.asked("run")) == 2)
    loaded.run([keys[4]])
    qtbot.waitUntil(lambda: loaded.loader.cached(keys[4]) is not None)
    models.let_go("run")
    qtbot.waitUntil(lambda: not loaded.runner.is_running)
    assert models.asked("run")[2] == "None 104"
    assert len(models.asked("run")) == 7


def test_that_a_page_can_be_run_again(loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path) -> None:
    open_pages(loaded, qtbot, *pictures(tmp_path, 1))
    found(loaded, qtbot)
    before = loaded.result
    loaded.run_current()
    qtbot.waitUntil(lambda: loaded.result is not before)
    assert len(models.asked("run")) == 2


def test_that_results_are_kept_while_other_pages_are_looked_at(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 2))
    found(loaded, qtbot)
    first = loaded.result
    look_at(loaded, keys[1], qtbot)
    found(loaded, qtbot)
    loaded.set_current(keys[0])
    assert loaded.result is first
    assert len(models.asked("run")) == 2


def test_that_a_result_of_a_page_that_is_not_looked_at_any_more_is_kept_and_not_shown(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    loaded.run_on_open = False
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 2))
    models.hold("run")
    loaded.run_current()
    qtbot.waitUntil(lambda: len(models.asked("run")) == 1)
    loaded.set_current(keys[1])
    models.let_go("run")
    qtbot.waitUntil(lambda: status(loaded, keys[0]) is PageStatus.FOUND)
    assert loaded.result is None
    assert loaded.result_of(keys[0]) is not None


# Stopping


def test_that_stopped_pages_are_as_they_were(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 4))
    found(loaded, qtbot)
    models.hold("run")
    loaded.run(keys)
    qtbot.waitUntil(lambda: len(models.asked("run")) == 2)
    loaded.stop()
    qtbot.waitUntil(lambda: not loaded.runner.is_running)
    assert loaded.pages.state(keys[0]) == PageState(PageStatus.FOUND, ADVISED_COUNT)
    assert [loaded.pages.state(key) for key in keys[1:]] == [NOT_RUN] * 3
    models.let_go("run")


def test_that_a_page_that_is_looked_at_comes_even_where_its_run_is_stopped(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 4))
    found(loaded, qtbot)
    loaded.set_current(keys[3])
    loaded.run_current()
    loaded.stop()
    assert not loaded.runner.is_running
    qtbot.waitUntil(lambda: loaded.page is not None and loaded.page.key == keys[3])


# Failing


def test_that_a_page_that_cannot_be_read_says_so_and_the_others_are_run(
    loaded: Studio, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    good = picture(tmp_path / "good.png")
    bad = PageKey(bad_picture(tmp_path / "bad.png"))
    loaded.open([good, bad.path])
    qtbot.waitUntil(lambda: loaded.current == PageKey(good) and not loaded.loader.is_listing)
    run_all(loaded, qtbot)
    qtbot.waitUntil(lambda: status(loaded, bad) is PageStatus.FAILED)
    assert "bad.png" in loaded.pages.state(bad).message
    assert set(told.codes()) == {"PAGE_KIND"}
    assert status(loaded, PageKey(good)) is PageStatus.FOUND


def test_that_a_page_that_was_repaired_can_be_opened_again(
    loaded: Studio, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = PageKey(bad_picture(tmp_path / "bad.png"))
    open_pages(loaded, qtbot, bad.path)
    qtbot.waitUntil(lambda: status(loaded, bad) is PageStatus.FAILED)
    picture(tmp_path / "bad.png")
    loaded.reload_current()
    found(loaded, qtbot)
    assert status(loaded, bad) is PageStatus.FOUND


def test_that_a_page_that_cannot_be_read_stays_so_with_another_model(
    loaded: Studio, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = PageKey(bad_picture(tmp_path / "bad.png"))
    open_pages(loaded, qtbot, bad.path)
    qtbot.waitUntil(lambda: status(loaded, bad) is PageStatus.FAILED)
    use(loaded, ModelRequest(config=models.other()), qtbot)
    assert status(loaded, bad) is PageStatus.FAILED


def test_that_a_page_on_which_the_model_failed_is_not_run_again_by_itself(
    loaded: Studio, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 2))
    found(loaded, qtbot)
    models.fail()
    look_at(loaded, keys[1], qtbot)
    qtbot.waitUntil(lambda: status(loaded, keys[1]) is PageStatus.FAILED)
    loaded.set_current(keys[0])
    look_at(loaded, keys[1], qtbot)
    assert status(loaded, keys[1]) is PageStatus.FAILED
    assert len(told.findings) == 1
    models.forget()
    loaded.run_current()
    found(loaded, qtbot)
    assert status(loaded, keys[1]) is PageStatus.FOUND


def test_that_a_page_keeps_what_was_found_when_a_later_run_fails(
    loaded: Studio, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    (key,) = open_pages(loaded, qtbot, picture(tmp_path / "page.png"))
    found(loaded, qtbot)
    before, result = loaded.pages.state(key), loaded.result
    models.fail()
    loaded.run_current()
    assert loaded.pages.state(key) != before
    qtbot.waitUntil(lambda: len(told.findings) == 1)
    assert loaded.pages.state(key) == before
    assert loaded.result is result


# Passwords


@pytest.fixture
def locked(tmp_path: Path) -> PageKey:
    path = tmp_path / "locked.pdf"
    path.write_bytes(make.encrypted_pdf("geheim"))
    return PageKey(str(path))


def test_that_a_password_is_asked_for_until_it_is_right(
    loaded: Studio, told: Told, qtbot: QtBot, locked: PageKey
) -> None:
    open_pages(loaded, qtbot, locked.path)
    qtbot.waitUntil(lambda: told.passwords == [(locked.path, False)])
    assert status(loaded, locked) is PageStatus.LOCKED
    loaded.set_password(locked.path, "falsch")
    qtbot.waitUntil(lambda: told.passwords == [(locked.path, False), (locked.path, True)])
    loaded.set_password(locked.path, "geheim")
    found(loaded, qtbot)
    assert status(loaded, locked) is PageStatus.FOUND
    assert set(told.codes()) == {"PAGE_PASSWORD"}


def test_that_no_password_is_asked_for_while_another_page_is_looked_at(
    loaded: Studio, told: Told, qtbot: QtBot, tmp_path: Path, locked: PageKey
) -> None:
    open_pages(loaded, qtbot, picture(tmp_path / "a.png"), locked.path)
    run_all(loaded, qtbot)
    assert status(loaded, locked) is PageStatus.LOCKED
    assert told.passwords == []


# Models


def test_that_each_model_has_its_own_results_and_they_come_back(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 2))
    run_all(loaded, qtbot)
    first = loaded.result
    other = ModelRequest(config=models.other())
    use(loaded, other, qtbot)
    found(loaded, qtbot)
    assert loaded.result is not None
    assert loaded.result.detections.class_names == OTHER_CLASSES
    assert status(loaded, keys[1]) is PageStatus.NOT_RUN
    use(loaded, BUNDLED, qtbot)
    assert loaded.result is first
    qtbot.waitUntil(lambda: status(loaded, keys[1]) is PageStatus.FOUND)
    assert models.asked("run") == ["None 100", "None 101", f"{other.config} 100"]


def test_that_what_a_model_advises_is_shown_first(loaded: Studio, models: MadeUpModels, qtbot: QtBot) -> None:
    assert dict(loaded.rules.class_thresholds) == ADVISED
    use(loaded, ModelRequest(config=models.other()), qtbot)
    assert loaded.rules == loaded.advised == FilterRules(threshold=0.5)


def test_that_a_model_begins_with_the_rules_that_were_kept_for_it(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot
) -> None:
    kept = FilterRules(threshold=0.3, hidden_classes=frozenset([1]))
    loaded.room.kept_rules = lambda summary: kept if summary.name == "other" else None
    use(loaded, ModelRequest(config=models.other()), qtbot)
    assert loaded.rules == kept
    use(loaded, BUNDLED, qtbot)
    assert loaded.rules == loaded.advised


def test_that_a_colour_that_the_user_chose_goes_before_the_models(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot
) -> None:
    loaded.chosen_colours = {CLASSES[1]: (1, 2, 3), "Unheard of": (4, 5, 6)}
    assert loaded.class_colours() == {1: (1, 2, 3)}


# Rules


@pytest.fixture
def page(loaded: Studio, qtbot: QtBot, tmp_path: Path) -> Studio:
    """One page, and what was found on it."""
    open_pages(loaded, qtbot, picture(tmp_path / "page.png"))
    found(loaded, qtbot)
    return loaded


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (FilterRules(), [0, 1, 2, 3, 4, 5, 6]),
        (FilterRules(threshold=0.75), [0, 1, 2]),
        (FilterRules(threshold=0.75, class_thresholds={TABLE: 0.4}), [0, 1, 2, 4]),
        (FilterRules(hidden_classes=frozenset([TEXT])), [1, 4, 5]),
        (FilterRules(max_overlap=0.5), [0, 1, 3, 4, 5, 6]),
        (FilterRules(max_inside=0.9), [0, 1, 4, 5, 6]),
        (FilterRules(max_count=2), [0, 1]),
    ],
    ids=["all", "threshold", "class threshold", "class", "overlap", "inside", "count"],
)
def test_that_rules_hold_at_once_and_run_nothing(
    rules: FilterRules, expected: list[int], page: Studio, models: MadeUpModels, qtbot: QtBot
) -> None:
    page.set_rules(rules)
    assert shown(page) == expected
    qtbot.waitUntil(lambda: page.pages.state(PageKey(page.current.path)).count == len(expected))  # type: ignore[union-attr]
    assert len(models.asked("run")) == 1


def test_that_why_something_is_hidden_is_known(page: Studio) -> None:
    page.set_rules(FilterRules(threshold=0.2, max_inside=0.9, max_count=2))
    assert page.filtered is not None
    reasons = [Reason(reason) for reason in page.filtered.reasons]
    hidden = (Reason.INSIDE, Reason.INSIDE, Reason.COUNT, Reason.COUNT, Reason.THRESHOLD)
    assert reasons == [Reason.SHOWN, Reason.SHOWN, *hidden]
    assert page.filtered.hidden_by.tolist()[2:4] == [1, 0]


def test_that_rules_hold_for_all_pages(loaded: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 3))
    run_all(loaded, qtbot)
    loaded.set_rules(FilterRules(threshold=0.92))
    qtbot.waitUntil(lambda: [loaded.pages.state(key).count for key in keys] == [1, 1, 1])
    loaded.set_rules(FilterRules(threshold=1))
    qtbot.waitUntil(lambda: [status(loaded, key) for key in keys] == [PageStatus.EMPTY] * 3)
    loaded.set_current(keys[1])
    assert shown(loaded) == []


def test_that_what_is_hidden_is_not_selected_any_more(page: Studio) -> None:
    page.set_selection(frozenset([0, 3]))
    page.set_rules(FilterRules(threshold=0.75))
    assert page.selection == {0}


def test_that_another_page_begins_without_a_selection(loaded: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 2))
    run_all(loaded, qtbot)
    loaded.set_selection(frozenset([0]))
    loaded.set_current(keys[1])
    assert loaded.selection == frozenset()


# Taking pages out


def test_that_the_page_after_a_removed_one_is_looked_at_next(loaded: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 3))
    loaded.set_current(keys[1])
    loaded.remove_pages([keys[1]])
    assert loaded.current == keys[2]
    loaded.remove_pages([keys[2]])
    assert loaded.current == keys[0]
    loaded.remove_pages([keys[0]])
    assert loaded.current is None


def test_that_pages_taken_out_while_they_wait_are_not_run(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 5))
    found(loaded, qtbot)
    models.hold("run")
    loaded.run_all()
    qtbot.waitUntil(lambda: len(models.asked("run")) == 2)
    loaded.remove_pages(keys[1:])
    qtbot.waitUntil(lambda: not loaded.runner.is_running)
    models.let_go("run")
    assert len(models.asked("run")) == 2
    loaded.undo()
    assert [status(loaded, key) for key in keys[1:]] == [PageStatus.NOT_RUN] * 4


def test_that_inputs_that_were_taken_out_are_not_remembered(loaded: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 3))
    loaded.remove_pages([keys[1]])
    assert loaded.inputs == (keys[0].path, keys[2].path)
    loaded.undo()
    assert set(loaded.inputs) == {key.path for key in keys}


def test_that_nothing_is_remembered_of_an_emptied_list(loaded: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    pictures(tmp_path / "folder", 3)
    loaded.open([str(tmp_path / "folder")])
    qtbot.waitUntil(lambda: len(loaded.pages) == 3)
    loaded.remove_pages(loaded.pages.keys())
    assert not loaded.inputs
    loaded.undo()
    assert loaded.inputs == (str(tmp_path / "folder"),)


def test_that_rules_of_one_model_are_not_undone_under_another(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    before, after = loaded.rules, replace(loaded.rules, hidden_classes=frozenset([TABLE]))
    loaded.set_rules(after)
    loaded.change_rules(before, after)
    use(loaded, ModelRequest(config=models.other()), qtbot)
    rules = loaded.rules
    loaded.undo()
    assert loaded.rules == rules


def test_that_undoing_passes_over_what_belongs_to_another_model(
    loaded: Studio, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = open_pages(loaded, qtbot, *pictures(tmp_path, 2))
    loaded.remove_pages(keys[1:])
    before, after = loaded.rules, replace(loaded.rules, threshold=0.9)
    loaded.set_rules(after)
    loaded.change_rules(before, after)
    use(loaded, ModelRequest(config=models.other()), qtbot)
    loaded.undo()
    assert loaded.pages.keys() == keys
