"""How far a page is."""

from dataclasses import FrozenInstanceError

import pytest

from d2studio.core.page_state import NOT_RUN, PageState, PageStatus


def test_that_a_page_of_which_nothing_is_known_has_not_been_run() -> None:
    assert PageState() == NOT_RUN
    assert NOT_RUN.status is PageStatus.NOT_RUN
    assert (NOT_RUN.count, NOT_RUN.message, NOT_RUN.stage, NOT_RUN.fraction) == (0, "", "", 0.0)


def test_that_a_state_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        NOT_RUN.count = 3  # type: ignore[misc]


@pytest.mark.parametrize(("count", "fraction"), [(-1, 0.0), (0, -0.01), (0, 1.01), (0, float("nan"))])
def test_that_numbers_out_of_range_are_a_bug(count: int, fraction: float) -> None:
    with pytest.raises(AssertionError):
        PageState(PageStatus.RUNNING, count=count, fraction=fraction)
