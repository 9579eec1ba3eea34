import pytest

from d2studio.core.page_state import NOT_RUN, PageState, PageStatus
from d2studio.gui.page_message import PageMessage, message_for, stage_words

pytestmark = pytest.mark.usefixtures("qapp")


def message(
    state: PageState = NOT_RUN,
    *,
    has_current: bool = True,
    has_page: bool = False,
    stage: str = "",
    is_long: bool = False,
    is_stopped: bool = False,
    seconds: float = 0.0,
) -> PageMessage | None:
    return message_for(
        has_current=has_current,
        has_page=has_page,
        state=state,
        stage=stage,
        is_long=is_long,
        is_stopped=is_stopped,
        seconds=seconds,
    )


def test_that_an_empty_window_offers_to_open_something() -> None:
    said = message(has_current=False)
    assert said is not None
    assert said.title == "No page is open"
    assert said.action == "Open…"


@pytest.mark.parametrize("status", list(PageStatus))
def test_that_a_page_that_is_there_speaks_for_itself(status: PageStatus) -> None:
    assert message(PageState(status), has_page=True) is None


@pytest.mark.parametrize("status", list(PageStatus))
def test_that_a_page_that_is_not_there_says_why(status: PageStatus) -> None:
    said = message(PageState(status))
    assert said is not None
    assert said.title


def test_that_a_protected_file_offers_to_enter_its_password() -> None:
    said = message(PageState(PageStatus.LOCKED))
    assert said is not None
    assert said.action == "Enter the password"


def test_that_a_page_that_cannot_be_read_says_so_and_offers_to_try_again() -> None:
    said = message(PageState(PageStatus.FAILED, message="scan.png is no picture."))
    assert said == PageMessage("This page cannot be shown", "scan.png is no picture.", "Try again")


@pytest.mark.parametrize(("stage", "words"), [("open", "Opening the file"), ("decode", "Decoding"), ("new", "")])
def test_that_a_page_on_its_way_says_how_far_it_is(stage: str, words: str) -> None:
    assert message(stage=stage) == PageMessage("Opening the page", words)


@pytest.mark.parametrize(
    ("stage", "seconds", "words"),
    [("decode", 2.9, "Decoding"), ("decode", 3.2, "Decoding, 3 s"), ("new", 61.0, "61 s")],
)
def test_that_a_page_that_takes_long_says_how_long_so_far(stage: str, seconds: float, words: str) -> None:
    said = message(stage=stage, is_long=True, seconds=seconds)
    assert said == PageMessage("Opening the page", words)


def test_that_a_page_that_failed_before_does_not_say_so_while_it_is_opened_anew() -> None:
    said = message(PageState(PageStatus.FAILED, message="It has too many pixels."), is_long=True, stage="decode")
    assert said == PageMessage("Opening the page", "Decoding")


def test_that_a_page_that_was_stopped_offers_to_try_again() -> None:
    assert message(is_stopped=True) == PageMessage("Stopped", "This page was not opened.", "Try again")


def test_that_stages_are_told_in_words_and_unheard_of_ones_as_they_are() -> None:
    assert stage_words("backbone") == "looking at the page"
    assert stage_words("something new") == "something new"
    assert stage_words("") == "starting"
