"""The command line, with a made-up model: what is printed where, and how it ends.

The made-up model finds a fixed list of things on every page, and fails or stops where a test wants it to.
"""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from d2studio.cli import main
from d2studio.cli.arguments import WindowOptions, parse
from d2studio.cli.status import Status
from d2studio.control import Control
from d2studio.core.paths import user_folders
from d2studio.detections import Detections, Panoptic, Segment
from d2studio.errors import CheckpointMismatch, ConfigError, OutOfMemory

PAPER = 100  # the grey of a page file's first frame; each further one is a little brighter
MODEL = ("--config", "config.yaml", "--weights", "model.pth")


def found_on(rgb: npt.NDArray[np.uint8]) -> Detections:
    height, width = rgb.shape[:2]
    return Detections(
        size_hw=(height, width),
        class_names=("Text", "Title"),
        boxes=np.array([[1, 2, 30, 20.123], [5, 25, 35, 38], [0, 0, 9, 9]], np.float32),
        scores=np.array([0.987654, 0.61, 0.2], np.float32),
        class_ids=np.array([1, 0, 0]),
        timings_ms={"backbone": 12.3456},
        notes=("A note.",),
    )


class MadeUpModel:
    """Stands in for a predictor."""

    def __init__(self, find: Callable[[npt.NDArray[np.uint8]], Detections] = found_on) -> None:
        self.find = find
        self.floors: list[float | None] = []
        self.thresholds: dict[int, float] = {}
        self.class_colours: dict[int, tuple[int, int, int]] = {}

    def predict(self, rgb: npt.NDArray[np.uint8], *, floor: float | None, control: Control) -> Detections:
        control.tick("backbone")
        self.floors.append(floor)
        return self.find(rgb)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> MadeUpModel:
    made_up = MadeUpModel()
    monkeypatch.setattr("d2studio.cli.predict.load_predictor", lambda _options, _screen: made_up)
    return made_up


def page_file(path: Path, *, frames: int = 1) -> Path:
    pictures = [Image.fromarray(np.full((40, 60, 3), PAPER + frame, np.uint8)) for frame in range(frames)]
    pictures[0].save(path, save_all=frames > 1, append_images=pictures[1:]) if frames > 1 else pictures[0].save(path)
    return path


def run(*arguments: str | Path) -> Status:
    return main(["predict", *map(str, arguments), *MODEL])


def records(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_that_a_page_becomes_one_json_object_on_one_line(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = page_file(tmp_path / "scan.png")
    assert run(page, "--json") == Status.DONE
    output = capsys.readouterr()
    record = json.loads(output.out)
    assert output.out.count("\n") == 1
    assert output.err == ""
    assert record["timings_ms"].pop("decode") >= 0
    assert record == {
        "page": str(page),
        "index": 0,
        "size": [60, 40],
        "detections": [
            {"class": "Title", "class_id": 1, "score": 0.98765, "box": [1.0, 2.0, 30.0, 20.12]},
            {"class": "Text", "class_id": 0, "score": 0.61, "box": [5.0, 25.0, 35.0, 38.0]},
        ],
        "timings_ms": {"backbone": 12.3},
        "notes": ["A note."],
    }


def test_that_masks_keypoints_and_maps_are_in_json_where_the_model_has_them(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    segment_ids = np.zeros((40, 60), np.int32)
    segment_ids[:10] = 1
    segment_ids[10:20] = 2
    semantic = np.ones((40, 60), np.uint8)
    semantic[:10] = 0
    model.find = lambda rgb: replace(
        found_on(rgb),
        masks=np.ones((3, 8, 8), np.float32),
        keypoints=np.full((3, 2, 3), 0.123456, np.float32),
        semantic=semantic,
        stuff_names=("sky", "road"),
        panoptic=Panoptic(segment_ids, (Segment(1, 1, True, 0.98765432, 600), Segment(2, 0, False, None, 600))),
    )
    run(page_file(tmp_path / "scan.png"), "--json")
    (record,) = records(capsys)
    first = record["detections"][0]
    (polygon,) = first["polygon"]
    assert len(polygon) % 2 == 0
    assert min(polygon[::2]) >= 1
    assert max(polygon[1::2]) <= 20.5
    assert first["keypoints"] == [[0.12, 0.12, 0.12346]] * 2
    assert record["segments"] == [
        {"class": "Title", "class_id": 1, "is_thing": True, "score": 0.98765, "area_share": 0.25},
        {"class": "sky", "class_id": 0, "is_thing": False, "score": None, "area_share": 0.25},
    ]
    assert record["semantic"] == [
        {"class": "road", "class_id": 1, "area_share": 0.75},
        {"class": "sky", "class_id": 0, "area_share": 0.25},
    ]


def test_that_people_get_a_table_and_a_summary(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = page_file(tmp_path / "scan.png")
    assert run(page) == Status.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{page}: 60 x 40 px")
    assert lines[1].split() == ["class", "score", "x0", "y0", "x1", "y1"]
    assert [line.split() for line in lines[2:4]] == [
        ["Title", "0.99", "1", "2", "30", "20"],
        ["Text", "0.61", "5", "25", "35", "38"],
    ]
    assert lines[4:] == ["2 shown of 3 (threshold 0.50)", "note: A note."]


def test_that_an_empty_page_says_which_threshold_would_show_something(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model.find = lambda rgb: found_on(rgb).select([2])
    page = page_file(tmp_path / "scan.png")
    run(page)
    summary = capsys.readouterr().out.splitlines()[1]
    assert summary == "0 shown of 1 (threshold 0.50): the best score, 0.20, is below it; --threshold 0.20 shows it"
    run(page, "--threshold", "0.20")
    assert "1 shown of 1" in capsys.readouterr().out


def test_that_a_threshold_is_shown_as_it_was_given(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(page_file(tmp_path / "scan.png"), "--threshold", "0.995")
    assert "(threshold 0.995)" in capsys.readouterr().out


def test_that_the_threshold_also_holds_for_json(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(page_file(tmp_path / "scan.png"), "--json", "--threshold", "0.9")
    assert [found["class"] for found in records(capsys)[0]["detections"]] == ["Title"]


def test_that_what_the_model_advises_holds_for_each_class_until_a_threshold_is_given(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model.thresholds = {0: 0.2}  # Text; for Title there is no advice
    page = page_file(tmp_path / "scan.png")
    run(page)
    assert capsys.readouterr().out.splitlines()[-2] == "3 shown of 3 (threshold 0.20 to 0.50, by class)"
    model.thresholds = {0: 0.7, 1: 0.995}
    run(page)
    summary = capsys.readouterr().out.splitlines()[1]
    assert summary.startswith("0 shown of 3 (threshold 0.70 to 0.99, by class): the best score, 0.98, is below it")
    run(page, "--threshold", "0.6", "--json")
    assert len(records(capsys)[0]["detections"]) == 2


@pytest.mark.parametrize(
    ("arguments", "floor"),
    [
        ((), None),
        (("--threshold", "0.02"), 0.02),
        (("--floor", "0.3"), 0.3),
        (("--threshold", "0", "--floor", "0.1"), 0.1),
    ],
)
def test_that_the_floor_follows_a_lower_threshold_unless_it_is_given(
    arguments: tuple[str, ...], floor: float | None, model: MadeUpModel, tmp_path: Path
) -> None:
    run(page_file(tmp_path / "scan.png"), "--json", *arguments)
    assert model.floors == [floor]


def test_that_sample_pages_are_done_beside_those_that_are_named(
    model: MadeUpModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    page_file(samples / "letter.png")
    monkeypatch.setattr("d2studio.cli.predict.sample_folder", lambda: samples)
    assert run("--sample", "--json") == Status.DONE
    assert [record["page"] for record in records(capsys)] == [str(samples / "letter.png")]
    run(page_file(tmp_path / "scan.png"), "--sample", "--json")
    assert len(records(capsys)) == 2


def test_that_a_bad_page_is_one_line_and_the_others_go_on(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.png", "c.png"):
        page_file(tmp_path / name)
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:60])
    assert run(tmp_path, "--json") == Status.FAILED
    output = capsys.readouterr()
    assert [Path(json.loads(line)["page"]).name for line in output.out.splitlines()] == ["a.png", "c.png"]
    error, summary = output.err.splitlines()
    assert error.startswith(f"error: {tmp_path / 'b.png'} is incomplete: ")
    assert summary == "pages done: 2, errors: 1"


def test_that_a_page_that_the_model_cannot_do_is_one_line_and_the_others_go_on(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def find(rgb: npt.NDArray[np.uint8]) -> Detections:
        if rgb[0, 0, 0] == PAPER + 1:
            raise OutOfMemory("The page needs 6 GB.", hint="Use a smaller one.")
        return found_on(rgb)

    model.find = find
    document = page_file(tmp_path / "report.tif", frames=3)
    assert run(document, "--json") == Status.FAILED
    output = capsys.readouterr()
    assert [json.loads(line)["index"] for line in output.out.splitlines()] == [0, 2]
    assert output.err.splitlines()[0] == f"error: {document} page 2: The page needs 6 GB (Use a smaller one)"


def test_that_a_mistake_of_ours_on_one_page_is_shown_in_full_and_does_not_lose_the_others(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def find(rgb: npt.NDArray[np.uint8]) -> Detections:
        if rgb[0, 0, 0] == PAPER:
            raise ValueError("shapes differ")
        return found_on(rgb)

    model.find = find
    assert run(page_file(tmp_path / "report.tif", frames=2), "--json") == Status.FAILED
    output = capsys.readouterr()
    assert len(output.out.splitlines()) == 1
    assert "page 1: internal error: ValueError: shapes differ" in output.err
    assert "Traceback" in output.err


def test_that_a_missing_input_is_reported_and_the_others_are_done(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "nowhere.png", page_file(tmp_path / "scan.png"), "--json") == Status.FAILED
    output = capsys.readouterr()
    assert len(output.out.splitlines()) == 1
    assert "nowhere.png" in output.err


def test_that_no_page_at_all_is_a_command_that_makes_no_sense(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path) == Status.UNUSABLE
    assert capsys.readouterr().err.startswith("error: ")


def test_that_a_file_named_twice_is_done_once(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = page_file(tmp_path / "scan.png")
    run(page, tmp_path, page, "--json")
    assert len(records(capsys)) == 1


@pytest.mark.parametrize(
    ("selection", "indices", "missing"),
    [
        ("1", [0], []),
        ("2-3", [1, 2], []),
        ("4-", [3, 4], []),
        ("5,1, 2", [0, 1, 4], []),
        ("1-2,2-3", [0, 1, 2], []),
        ("4-9", [3, 4], []),
        ("6-9,2", [1], [6]),
        ("7,1", [0], [7]),
        ("8-", [], [8]),
    ],
)
def test_that_chosen_pages_are_done_and_absent_ones_named(
    selection: str,
    indices: list[int],
    missing: list[int],
    model: MadeUpModel,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    document = page_file(tmp_path / "report.tif", frames=5)
    status = run(document, "--json", "--pages", selection)
    output = capsys.readouterr()
    assert [json.loads(line)["index"] for line in output.out.splitlines()] == indices
    errors = [line for line in output.err.splitlines() if line.startswith("error")]
    assert errors == [f"error: {document} page {number}: There is no such page, only 5" for number in missing]
    assert status == (Status.FAILED if missing else Status.DONE)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--pages", "0"),
        ("--pages", "3-1"),
        ("--pages", "1;2"),
        ("--pages", ""),
        ("--threshold", "1.5"),
        ("--threshold", "nan"),
        ("--floor", "-0.1"),
        ("--dpi", "0"),
        ("--max-megapixels", "-1"),
        ("--precision", "int8"),
        ("--input-size", "0"),
        ("--input-size", "800,"),
        ("--input-size", "800x1333"),
        ("--input-size", "800,900,1000"),
        ("--max-detections", "0"),
        ("--max-detections", "many"),
        ("--unknown",),
    ],
)
def test_that_an_argument_that_makes_no_sense_is_refused_before_anything_is_opened(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("nowhere.png", *arguments)
    assert stopped.value.code == Status.UNUSABLE
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), (None, None)),
        (("--input-size", "600", "--max-detections", "30"), ((600, 1000), 30)),
        (("--input-size", "800,1333"), ((800, 1333), None)),
    ],
)
def test_that_size_and_limit_reach_the_model(
    arguments: tuple[str, ...],
    expected: tuple[tuple[int, int] | None, int | None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, Any] = {}

    def load(*_: object, **options: object) -> None:
        asked.update(options)
        raise ConfigError("That is enough.")

    monkeypatch.setattr("d2studio.engine.loading.load_model", load)
    assert run(page_file(tmp_path / "scan.png"), *arguments) == Status.UNUSABLE
    assert (asked["input_size"], asked["max_detections"]) == expected


def test_that_a_resolution_nobody_can_draw_at_is_one_error_not_one_a_file(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.png", "b.png"):
        page_file(tmp_path / name)
    assert run(tmp_path, "--dpi", "1e9") == Status.UNUSABLE
    assert capsys.readouterr().err.count("error: ") == 1


def test_that_a_model_that_cannot_be_loaded_ends_the_run_with_its_problems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise CheckpointMismatch(
            "The weights have 5 classes, the config says 80.",
            hint="Use 5.",
            problems=[f"tensor {n}" for n in range(30)],
        )

    monkeypatch.setattr("d2studio.cli.predict.load_predictor", fail)
    assert run(page_file(tmp_path / "scan.png")) == Status.UNUSABLE
    output = capsys.readouterr()
    assert output.out == ""
    lines = output.err.splitlines()
    assert lines[0] == "error: The weights have 5 classes, the config says 80 (Use 5)"
    assert (lines[1], lines[12], lines[13]) == ("  tensor 0", "  tensor 11", "  and 18 more")


def test_that_ctrl_c_keeps_what_is_done(model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def find(rgb: npt.NDArray[np.uint8]) -> Detections:
        if rgb[0, 0, 0] == PAPER + 2:
            raise KeyboardInterrupt
        return found_on(rgb)

    model.find = find
    status = run(page_file(tmp_path / "report.tif", frames=4), "--json", "--annotate", tmp_path / "out")
    assert status == Status.INTERRUPTED
    output = capsys.readouterr()
    assert [json.loads(line)["index"] for line in output.out.splitlines()] == [0, 1]
    assert "Pages done: 2" in output.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["report-p001.png", "report-p002.png"]


def test_that_pictures_are_written_beside_a_table(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = page_file(tmp_path / "scan.png")
    before = page.read_bytes()
    assert run(page, "--annotate", tmp_path) == Status.DONE
    picture = tmp_path / "scan-2.png"
    assert capsys.readouterr().out.splitlines()[-1] == f"picture: {picture}"
    assert page.read_bytes() == before
    with Image.open(picture) as opened:
        assert opened.size == (60, 40)
        assert not (np.asarray(opened) == PAPER).all()


def test_that_pages_of_the_same_name_in_two_folders_have_pictures_of_their_own(
    model: MadeUpModel, tmp_path: Path
) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        page_file(tmp_path / folder / "scan.png")
    run(tmp_path / "a", tmp_path / "b", "--json", "--annotate", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["scan-2.png", "scan.png"]


def test_that_a_folder_that_cannot_be_made_ends_the_run(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = page_file(tmp_path / "scan.png")
    assert run(page, "--annotate", page) == Status.UNUSABLE
    assert "no folder can be made there" in capsys.readouterr().err


def test_that_names_of_files_and_classes_cannot_speak_to_the_terminal(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model.find = lambda rgb: replace(found_on(rgb), class_names=("[bold]Text[/]", "\x1b[31mTitle"))
    run(page_file(tmp_path / "\x1b[2J[red]scan.png"))
    (tmp_path / "\x1b]0;bad.png").write_bytes(b"no picture")
    run(tmp_path / "\x1b]0;bad.png")
    output = capsys.readouterr()
    assert "\x1b" not in output.out + output.err
    assert r"\x1b[2J[red]scan.png" in output.out
    assert "[bold]Text[/]" in output.out
    assert r"\x1b[31mTitle" in output.out
    assert r"\x1b]0;bad.png" in output.err


def test_that_a_file_name_that_is_no_utf8_comes_back_whole_from_json(
    model: MadeUpModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / os.fsdecode(b"scan-\xff.png")
    page_file(tmp_path / "scan.png").rename(page)
    assert run(page, "--json") == Status.DONE
    assert records(capsys)[0]["page"] == str(page)
    assert run(page) == Status.DONE
    assert r"scan-\udcff.png" in capsys.readouterr().out


PROGRAM = """
import sys
import d2studio.cli.predict as predict
from tests.test_cli import PAPER, MadeUpModel, found_on

def find(rgb):
    if rgb[0, 0, 0] > PAPER:
        sys.stdin.read()  # until the reader is gone
    return found_on(rgb)

predict.load_predictor = lambda options, screen: MadeUpModel(find)
from d2studio.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_that_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    document = page_file(tmp_path / "report.tif", frames=3)
    command = [sys.executable, "-c", PROGRAM, "predict", str(document), "--json", *MODEL]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"page"')
        process.stdout.close()
        process.stdin.close()
        errors = process.stderr.read()
    assert process.returncode == Status.BROKEN_PIPE
    assert errors == b""


def read_terminal(descriptor: int) -> str:
    """Everything written to the other end of a terminal until it is closed there, which Linux reports as an error."""
    parts = []
    with open(descriptor, "rb", buffering=0) as terminal, contextlib.suppress(OSError):
        while part := terminal.read(4096):
            parts.append(part)
    return b"".join(parts).decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_that_a_terminal_shows_progress_and_json_stays_clean(tmp_path: Path) -> None:
    import pty

    document = page_file(tmp_path / "report.tif", frames=2)
    command = [sys.executable, "-c", PROGRAM, "predict", str(document), "--json", *MODEL]
    try:
        ours, theirs = pty.openpty()
    except OSError:  # a bare container without /dev/pts
        pytest.skip("no pseudo-terminals here")
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=-1, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = read_terminal(ours)
        assert process.stdout is not None
        lines = process.stdout.read().splitlines()
    assert [json.loads(line)["index"] for line in lines] == [0, 1]
    assert "50%" in shown
    assert "report.tif page 2: backbone" in shown
    assert shown.endswith("\x1b[2K")  # taken away at the end


def test_that_output_to_an_ascii_terminal_does_not_fail(tmp_path: Path) -> None:
    page = page_file(tmp_path / "Prüfung.png")
    command = [sys.executable, "-c", PROGRAM, "predict", str(page), *MODEL]
    result = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert rb"Pr\xfcfung.png" in result.stdout


def test_that_inspecting_says_what_the_model_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    description = described(verdict="fits")
    monkeypatch.setattr("d2studio.engine.inspect.describe", lambda *_, **__: description)
    assert main(["inspect", "config.yaml", "model.pth"]) == Status.DONE
    text = capsys.readouterr().out
    for fact in (
        "Faster R-CNN, ResNet-50 FPN",
        "2: Text, Title",
        "BGR",
        "800",
        "1333",
        "41.3 million",
        "float16",
        "fit",
    ):
        assert fact in text


def test_that_weights_that_do_not_fit_are_a_verdict_with_reasons_and_a_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    description = described(
        verdict="does not fit",
        explanations=("The weights have 5 classes.",),
        problems=tuple(f"tensor {number}" for number in range(30)),
    )
    monkeypatch.setattr("d2studio.engine.inspect.describe", lambda *_, **__: description)
    assert main(["inspect", "config.yaml", "model.pth"]) == Status.FAILED
    text = capsys.readouterr().out
    assert "do not fit" in text
    assert "The weights have 5 classes." in text
    assert "and 18 more" in text


def test_that_an_inspection_can_be_read_by_programs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    description = described(verdict="not checked", weights_format=None, weights_dtype=None)
    monkeypatch.setattr("d2studio.engine.inspect.describe", lambda *_, **__: description)
    assert main(["inspect", "config.yaml", "--json"]) == Status.DONE
    record = json.loads(capsys.readouterr().out)
    assert (record["verdict"], record["input_size"], record["weights_format"]) == ("not checked", [800, 1333], None)


def test_that_a_config_that_cannot_be_read_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ConfigError("config.yaml is a web page.", hint="Download it again.")

    monkeypatch.setattr("d2studio.engine.inspect.describe", fail)
    assert main(["inspect", "config.yaml"]) == Status.UNUSABLE
    assert capsys.readouterr().err == "error: config.yaml is a web page (Download it again)\n"


def test_that_weights_are_inspected_through_the_cache(tmp_path: Path) -> None:
    from tests.engine.test_loading import write_model

    write_model(tmp_path)
    assert main(["inspect", str(tmp_path / "config.yaml"), str(tmp_path / "model_final.pth")]) == Status.DONE
    assert len(list((user_folders().cache / "weights").glob("*.safetensors"))) == 1


def described(**changes: object) -> object:
    from d2studio.engine.inspect import ModelDescription

    facts: dict[str, Any] = {
        "name": "small",
        "architecture": "Faster R-CNN",
        "backbone": "ResNet-50 FPN",
        "class_count": 2,
        "class_names": ("Text", "Title"),
        "input_format": "BGR",
        "input_size": (800, 1333),
        "max_detections": 100,
        "parameters": 41_299_161,
        "weights_dtype": "float16",
        "weights_format": "pth",
        "verdict": "fits",
        "explanations": (),
        "problems": (),
        "notes": (),
    }
    return ModelDescription(**facts | changes)


@pytest.mark.parametrize("arguments", [("predict",), ("predict", "--json"), ("worker",), ("worker", "dance", ".", "0")])
def test_that_an_incomplete_command_shows_how_it_is_used(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == Status.UNUSABLE
    assert "usage: d2studio" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "inputs"),
    [
        ((), ()),
        (("window",), ()),
        (("scan.pdf", "pages/"), ("scan.pdf", "pages/")),
        (("window", "predict"), ("predict",)),
    ],
)
def test_that_pages_without_a_command_open_the_window(arguments: tuple[str, ...], inputs: tuple[str, ...]) -> None:
    assert parse(arguments) == WindowOptions(inputs)


def test_that_the_help_does_not_name_the_command_of_the_children(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(("--help",))
    assert "worker" not in capsys.readouterr().out
