"""Results are written whole, and over nothing that is not ours."""

import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
from PIL import Image

from d2studio.core.output_folder import OutputFolder, remove_parts, write_whole
from d2studio.errors import OutputError


def picture(value: int = 0) -> Image.Image:
    return Image.fromarray(np.full((4, 6, 3), value, np.uint8))


def first_value(path: Path) -> int:
    with Image.open(path) as opened:
        return int(np.asarray(opened)[0, 0, 0])


def test_that_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = OutputFolder(tmp_path / "a" / "b").write_png("scan", picture(7))
    assert path == tmp_path / "a" / "b" / "scan.png"
    assert first_value(path) == 7


def test_that_files_with_the_same_stem_get_names_of_their_own(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    names = [folder.write_png(stem, picture()).name for stem in ("scan", "scan", "SCAN", "scan-2")]
    assert names == ["scan.png", "scan-2.png", "SCAN-3.png", "scan-2-2.png"]


def test_that_an_input_is_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "scan.png"
    picture(1).save(source)
    # An input under another spelling, which was itself written by an earlier run.
    first = OutputFolder(tmp_path).write_png("other", picture(2))
    monkeypatch.chdir(tmp_path)
    folder = OutputFolder(tmp_path, inputs=[Path("scan.png"), Path("other.png")])
    assert folder.write_png("scan", picture(9)).name == "scan-2.png"
    assert folder.write_png("other", picture(9)).name == "other-2.png"
    assert (first_value(source), first_value(first)) == (1, 2)


def test_that_a_picture_of_somebody_else_is_never_overwritten(tmp_path: Path) -> None:
    picture(1).save(tmp_path / "scan.png")
    (tmp_path / "notes.png").write_text("not a picture")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "link.png").symlink_to(tmp_path / "elsewhere.png")
    folder = OutputFolder(tmp_path)
    names = [folder.write_png(stem, picture(9)).name for stem in ("scan", "notes", "folder", "link")]
    assert names == ["scan-2.png", "notes-2.png", "folder-2.png", "link-2.png"]
    assert first_value(tmp_path / "scan.png") == 1
    assert not (tmp_path / "elsewhere.png").exists()


def test_that_a_second_run_replaces_the_pictures_of_the_first(tmp_path: Path) -> None:
    OutputFolder(tmp_path).write_png("scan", picture(1))
    path = OutputFolder(tmp_path).write_png("scan", picture(2))
    assert path.name == "scan.png"
    assert first_value(path) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["scan.png"]


def test_that_a_hostile_name_stays_in_the_folder(tmp_path: Path) -> None:
    path = OutputFolder(tmp_path / "out").write_png("../../scan\x1b[31m", picture())
    assert path.resolve().parent == tmp_path / "out"


def test_that_a_failed_write_leaves_the_old_file_and_no_trace(tmp_path: Path) -> None:
    target = tmp_path / "found.json"
    target.write_text("old")

    def fail(file: BinaryIO) -> None:
        file.write(b"half of the n")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_whole(target, fail)
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["found.json"]


def test_that_an_interrupted_write_leaves_no_trace(tmp_path: Path) -> None:
    def interrupt(_file: BinaryIO) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "found.json", interrupt)
    assert list(tmp_path.iterdir()) == []


def test_that_a_file_in_the_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="no folder can be made"):
        OutputFolder(tmp_path / "out")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_that_a_folder_without_permission_is_reported(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        OutputFolder(tmp_path).write_png("scan", picture())


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """What a process left that was killed while it wrote into the folder."""
    code = """
import pathlib, sys
from d2studio.core.output_folder import write_whole

def write(file):
    file.write(b"a part")
    print(flush=True)
    sys.stdin.read()

write_whole(pathlib.Path(sys.argv[1]) / "page.png", write)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    (part,) = tmp_path.iterdir()
    return part


@pytest.mark.parametrize("name", ["page.png", "other.png"])
def test_that_what_a_killed_process_left_is_removed_by_the_next_file(tmp_path: Path, killed: Path, name: str) -> None:
    write_whole(tmp_path / name, lambda file: file.write(b"whole"))
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_that_only_what_an_ended_process_of_this_machine_left_is_removed(tmp_path: Path, killed: Path) -> None:
    start, machine, pid, target = killed.name.split("-")
    others = [
        tmp_path / "page.png",
        tmp_path / f"{start}-{machine}-{os.getpid()}-{target}",  # is being written
        tmp_path / f"{start}-another{machine}-{pid}-{target}",
        tmp_path / f".page.png.{pid}.part",
        tmp_path / "film.part",
    ]
    for path in others:
        path.touch()
    remove_parts(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_that_a_name_may_be_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 251 + ".png")
    write_whole(target, lambda file: file.write(b"whole"))
    assert list(tmp_path.iterdir()) == [target]
