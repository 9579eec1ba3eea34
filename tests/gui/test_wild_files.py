"""Whatever is dropped on the window ends as a page or as a card: no question, no standstill."""

import os
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from d2studio.core.page_state import PageStatus
from d2studio.core.settings import Settings
from tests.gui.program import SAMPLE, RunningProgram, running

# Of the window's own processor time, in one go: whatever else the machine does, it is not counted.
_LONGEST_STALL_S: Final = 0.25
_ANSWER_S: Final = 60.0
_PNG: Final = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def program(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProgram]:
    settings = Settings(show_welcome=False, run_on_open=False)
    with running(tmp_path_factory.mktemp("program"), settings=settings) as started:
        started.begin(SAMPLE)
        started.wait_for_page(SAMPLE)
        yield started


def _drop(program: RunningProgram, path: Path) -> list[str]:
    """Drop a file, and wait for what comes of it: codes of cards; none where the page is seen."""
    studio = program.studio
    studio.remove_pages(studio.pages.keys())
    program.dismiss_all()
    program.live(50)
    program.stalls.reset()
    program.drop(path)

    def has_come() -> bool:
        return bool(program.findings()) or (studio.page is not None and studio.page.key.path == str(path))

    program.wait(has_come, _ANSWER_S, f"an answer to {path.name}")
    program.live(100)  # it is drawn, too
    assert program.stalls.worst_s < _LONGEST_STALL_S
    assert program.modals.seen == []
    assert program.window.isVisible()
    return [finding.code for finding in program.findings()]


# Our own


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _empty(folder: Path) -> Path:
    path = folder / "empty.png"
    path.touch()
    return path


def _text(folder: Path) -> Path:
    path = folder / "notes.txt"
    path.write_text("This is no page.\n")
    return path


def _web_page(folder: Path) -> Path:
    path = folder / "download.png"
    path.write_text("<!DOCTYPE html><html><body>404 Not Found</body></html>\n")
    return path


def _cut_png(folder: Path) -> Path:
    path = folder / "cut.png"
    path.write_bytes(Path(SAMPLE).read_bytes()[:20_000])
    return path


def _cut_jpeg(folder: Path) -> Path:
    path = folder / "cut.jpg"
    Image.radial_gradient("L").resize((800, 800)).save(path)
    os.truncate(path, path.stat().st_size // 2)
    return path


def _cut_pdf(folder: Path) -> Path:
    path = folder / "cut.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
    return path


def _folder_without_pages(folder: Path) -> Path:
    path = folder / "letters"
    path.mkdir()
    (path / "a.doc").touch()
    return path


def _missing(folder: Path) -> Path:
    return folder / "gone.png"


def _bomb(folder: Path) -> Path:
    """A picture that says of itself that it has 900 megapixels."""
    path = folder / "bomb.png"
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    path.write_bytes(
        _PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(1000))) + _chunk(b"IEND", b"")
    )
    return path


def _pipe(folder: Path) -> Path:
    path = folder / "pipe.png"
    os.mkfifo(path)
    return path


def _endless_link(folder: Path) -> Path:
    path = folder / "link.png"
    path.symlink_to(path)
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_empty, "PAGE_UNREADABLE"),
        (_text, "PAGE_KIND"),
        (_web_page, "PAGE_KIND"),
        (_cut_png, "PAGE_UNREADABLE"),
        (_cut_jpeg, "PAGE_UNREADABLE"),
        (_cut_pdf, "PAGE_UNREADABLE"),
        (_folder_without_pages, "FOLDER_EMPTY"),
        (_missing, "PAGE_MISSING"),
        (_bomb, "PAGE_TOO_LARGE"),
        pytest.param(_pipe, "PAGE_KIND", marks=pytest.mark.skipif(sys.platform == "win32", reason="POSIX")),
        pytest.param(
            _endless_link, "PAGE_UNREADABLE", marks=pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
        ),
    ],
)
def test_that_a_bad_file_dropped_on_the_window_is_a_card(
    program: RunningProgram, tmp_path: Path, make: Callable[[Path], Path], code: str
) -> None:
    path = make(tmp_path)
    assert _drop(program, path) == [code]
    key = program.studio.current
    if key is not None:  # the file is in the list, and marked there
        assert program.status_of(key.path) is PageStatus.FAILED


def test_that_good_pages_of_a_mixed_drop_are_opened_and_each_bad_one_is_a_card(
    program: RunningProgram, tmp_path: Path
) -> None:
    program.studio.remove_pages(program.studio.pages.keys())
    program.dismiss_all()
    program.drop(_missing(tmp_path), SAMPLE, _folder_without_pages(tmp_path))
    program.wait_for_page(SAMPLE)
    program.wait(lambda: len(program.findings()) == 2, _ANSWER_S, "two cards")
    assert {(finding.code, finding.place) for finding in program.findings()} == {
        ("PAGE_MISSING", "gone.png"),
        ("FOLDER_EMPTY", "letters"),
    }


# Those of others


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_that_every_wild_file_dropped_on_the_window_is_a_page_or_a_card(
    program: RunningProgram, shared_dir: Path
) -> None:
    paths = sorted(path for path in (shared_dir / "wild").rglob("*") if path.is_file())
    assert len(paths) > 80
    codes = {path.name: _drop(program, path) for path in paths}
    print("\n".join(f"{name}: {' '.join(found) or 'page'}" for name, found in codes.items()))  # noqa: T201
    # Mistakes of ours, and children that crash or hang, are not what becomes of a file.
    ours = {"INTERNAL", "CHILD_CRASHED", "CHILD_KILLED", "CHILD_LOOP", "CHILD_STUCK", "CHILD_START"}
    assert {name: found for name, found in codes.items() if ours & set(found)} == {}
    assert program.modals.passwords_asked > 0
