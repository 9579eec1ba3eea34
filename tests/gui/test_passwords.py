"""Files that want a password before they can be seen."""

from pathlib import Path

import pytest

from d2studio.core.page import PageKey
from tests.core import page_files as make
from tests.gui.page_files import picture
from tests.gui.program import RunningProgram


@pytest.fixture
def locked(tmp_path: Path) -> str:
    path = tmp_path / "locked.pdf"
    path.write_bytes(make.encrypted_pdf("geheim"))
    return str(path)


def test_that_who_turns_the_question_down_is_not_asked_again_for_passing_by(
    program: RunningProgram, locked: str, tmp_path: Path
) -> None:
    other = picture(tmp_path / "other.png")
    program.begin(locked, other)
    program.wait_for_card("PAGE_PASSWORD")
    assert program.modals.passwords_asked == 1
    for count in (2, 3):
        program.studio.set_current(PageKey(other))
        program.wait_for_page(other)
        program.studio.set_current(PageKey(locked))
        program.wait_for_card("PAGE_PASSWORD", count=count)
    assert program.modals.passwords_asked == 1


def test_that_the_card_goes_once_the_file_is_open(program: RunningProgram, locked: str) -> None:
    program.begin(locked)
    program.wait_for_card("PAGE_PASSWORD")
    program.studio.set_password(locked, "geheim")
    program.wait_for_page(locked)
    assert [finding.code for finding in program.findings()] == []
