"""Real failures get the finding that says what happened, and the button that helps."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from d2studio.core import fixes
from d2studio.core.diagnostics import explain
from d2studio.core.failures import Failure
from d2studio.core.findings import Category, Finding
from d2studio.core.images import find_page_files, open_pages
from d2studio.core.output_folder import OutputFolder
from d2studio.core.shared_blocks import PageDraft
from d2studio.engine.checkpoint.reader import read_checkpoint
from d2studio.engine.config import load_config
from d2studio.engine.device import choose_device, choose_precision, explained_failures
from d2studio.engine.fit import compare, require_fit
from d2studio.engine.loading import find_files
from d2studio.errors import OutOfMemory, OutputError
from tests.core import page_files
from tests.core.made_failures import actions, failure, fix
from tests.engine.weight_files import small_state_dict

Make = Callable[[Path], Path]


def finding_of(act: Callable[[], object], *, activity: str = "") -> Finding:
    """What is found when `act` fails, as it must."""
    try:
        act()
    except Exception as error:  # noqa: BLE001 - any failure is what is looked for
        return explain(Failure.of(error), activity=activity)
    raise AssertionError("nothing failed")


def _write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _cut_zip(folder: Path) -> Path:
    file = io.BytesIO()
    torch.save(small_state_dict(), file)
    return _write(folder / "cut.pth", file.getvalue()[:-40])


def _infinite(folder: Path) -> Path:
    torch.save({"backbone.conv1.weight": torch.tensor([1.0, float("inf")])}, folder / "inf.pth")
    return folder / "inf.pth"


class _Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return print, ("run",)


def _bomb(folder: Path) -> Path:
    torch.save({"model": _Bomb()}, folder / "bomb.pth")
    return folder / "bomb.pth"


WEIGHTS: dict[str, tuple[str, Make]] = {
    "not there": ("WEIGHTS_MISSING", lambda folder: folder / "gone.pth"),
    "in a folder that is not there": ("WEIGHTS_MISSING", lambda folder: folder / "gone" / "model.pth"),
    "below a file": ("WEIGHTS_MISSING", lambda folder: _write(folder / "file", "x") / "model.pth"),
    "a zip without its end": ("WEIGHTS_CORRUPT", _cut_zip),
    "empty": ("WEIGHTS_CORRUPT", lambda folder: _write(folder / "empty.pth", b"")),
    "zeros": ("WEIGHTS_CORRUPT", lambda folder: _write(folder / "zeros.pth", bytes(9_000))),
    "a pickle without its end": ("WEIGHTS_CORRUPT", lambda folder: _write(folder / "a.pkl", b"\x80\x04\x95\xff")),
    "a folder": ("WEIGHTS_KIND", lambda folder: folder),
    "a web page": ("WEIGHTS_KIND", lambda folder: _write(folder / "a.pth", "<!DOCTYPE html><html>")),
    "a zip of other files": ("WEIGHTS_KIND", lambda folder: _zip(folder / "a.pth")),
    "not finite": ("WEIGHTS_NOT_FINITE", _infinite),
    "with code in it": ("WEIGHTS_UNSAFE", _bomb),
}


def _zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "Dear reader")
    return path


@pytest.mark.parametrize("case", WEIGHTS)
def test_that_weights_that_cannot_be_read_get_the_right_code(case: str, tmp_path: Path) -> None:
    code, make = WEIGHTS[case]
    path = make(tmp_path)
    finding = finding_of(lambda: read_checkpoint(path))
    assert finding.code == code
    assert finding.category is Category.WEIGHTS
    assert finding.place == path.name
    assert path.name in finding.evidence[0]
    assert finding.fixes[0].action == fixes.CHOOSE_WEIGHTS
    assert finding.fixes[0].argument == str(path.parent)


def test_that_different_numbers_of_classes_are_told_in_numbers() -> None:
    config = {
        "roi_heads.box_predictor.cls_score.weight": (81, 16),
        "roi_heads.box_predictor.bbox_pred.weight": (320, 16),
    }
    weights = {
        "roi_heads.box_predictor.cls_score.weight": (6, 16),
        "roi_heads.box_predictor.bbox_pred.weight": (20, 16),
    }
    fit = compare(config, weights)
    finding = finding_of(lambda: require_fit(fit, config_path=Path("c.yaml"), weights_path=Path("w.pth")))
    assert finding.code == "WEIGHTS_MISMATCH"
    assert finding.what == "The weights and the config are for different numbers of classes."
    assert finding.evidence == ("Config says 80 classes, weights have 5.",)
    assert "cls_score" in finding.details
    assert fixes.TAKE_CLASSES_OF_WEIGHTS not in actions(finding)  # nobody looked whether all else fits
    fit = replace(fit, class_count=5)
    finding = finding_of(lambda: require_fit(fit, config_path=Path("c.yaml"), weights_path=Path("w.pth")))
    assert finding.fixes[0] == fix(fixes.TAKE_CLASSES_OF_WEIGHTS, "c.yaml\0w.pth\0005")


def test_that_other_mismatches_name_what_differs_and_how_many_tensors(tmp_path: Path) -> None:
    weights = {f"something.{index}": (3,) for index in range(40)}
    fit = compare({"backbone.conv1.weight": (3,)}, weights)
    finding = finding_of(lambda: require_fit(fit, config_path=tmp_path, weights_path=tmp_path))
    assert finding.code == "WEIGHTS_MISMATCH"
    assert "does not fit the config" in finding.evidence[0]
    assert finding.evidence[-1].endswith("more, see Details")
    assert len(finding.evidence) == 5
    assert "unexpected: something.39" in finding.details


CONFIGS: dict[str, tuple[str, Make]] = {
    "not there": ("CONFIG_MISSING", lambda folder: folder / "gone.yaml"),
    "on a base that is not there": (
        "CONFIG_BASE_MISSING",
        lambda folder: _write(folder / "a.yaml", "_BASE_: other.yaml\nMODEL: {}"),
    ),
    "a folder": ("CONFIG_BROKEN", lambda folder: folder),
    "a web page": ("CONFIG_BROKEN", lambda folder: _write(folder / "a.yaml", "<html>")),
    "no YAML": ("CONFIG_BROKEN", lambda folder: _write(folder / "a.yaml", "MODEL: [1, 2")),
    "with code in it": ("CONFIG_UNSAFE", lambda folder: _write(folder / "a.yaml", "MODEL: !!python/name:os.system {}")),
    "of a changed Detectron2": ("CONFIG_UNSUPPORTED", lambda folder: _write(folder / "a.yaml", "MODEL: {SWIN: 1}")),
}


@pytest.mark.parametrize("case", CONFIGS)
def test_that_configs_that_cannot_be_read_get_the_right_code(case: str, tmp_path: Path) -> None:
    code, make = CONFIGS[case]
    path = make(tmp_path)
    finding = finding_of(lambda: load_config(path))
    assert finding.code == code
    assert finding.category is Category.CONFIG


def test_that_half_a_model_is_told_from_a_wrong_request(tmp_path: Path) -> None:
    config = _write(tmp_path / "config.yaml", "MODEL: {}")
    assert finding_of(lambda: find_files(config, None)).code == "WEIGHTS_MISSING"
    assert finding_of(lambda: find_files(None, tmp_path / "model.pth")).code == "CONFIG_MISSING"
    _write(tmp_path / "second.yaml", "MODEL: {}")
    assert finding_of(lambda: find_files(tmp_path, None)).code == "MODEL_FOLDER"


PAGES: dict[str, tuple[str, Make]] = {
    "not there": ("PAGE_MISSING", lambda folder: folder / "gone.png"),
    "a text": ("PAGE_KIND", lambda folder: _write(folder / "a.png", "Dear reader,")),
    "a folder": ("PAGE_KIND", lambda folder: folder),
    "empty": ("PAGE_UNREADABLE", lambda folder: _write(folder / "a.png", b"")),
    "half a picture": ("PAGE_UNREADABLE", lambda folder: _write(folder / "a.png", _png(50, 50)[:-30])),
    "locked": ("PAGE_PASSWORD", lambda folder: _write(folder / "a.pdf", page_files.encrypted_pdf("geheim"))),
    "a huge picture": ("PAGE_TOO_LARGE", lambda folder: _write(folder / "a.png", _png(20_000, 20_000))),
}


def _png(width: int, height: int) -> bytes:
    return page_files.png(width, height, 8, 0, bytes((width + 1) * min(height, 50)))


def _read_first(path: Path) -> object:
    with open_pages(path) as source:
        return next(iter(source))


@pytest.mark.parametrize("case", PAGES)
def test_that_pages_that_cannot_be_read_get_the_right_code(case: str, tmp_path: Path) -> None:
    code, make = PAGES[case]
    path = make(tmp_path)
    finding = finding_of(lambda: _read_first(path))
    assert (finding.code, finding.category) == (code, Category.PAGE)
    assert path.name in finding.place
    assert fixes.LOWER_INPUT_SIZE not in actions(finding)


def test_that_a_file_that_was_named_and_is_not_there_is_a_missing_page(tmp_path: Path) -> None:
    assert finding_of(lambda: find_page_files([tmp_path / "gone.png"])).code == "PAGE_MISSING"


def test_that_a_locked_pdf_offers_to_enter_its_password(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.pdf", page_files.encrypted_pdf("geheim"))
    assert finding_of(lambda: open_pages(path)).fixes[0] == fix(fixes.ENTER_PASSWORD, str(path))
    wrong = finding_of(lambda: open_pages(path, password="Nein"))
    assert wrong.what == "The password does not open the PDF."


def test_that_a_huge_page_offers_the_limit_that_it_needs_in_words_for_the_window(tmp_path: Path) -> None:
    finding = finding_of(lambda: _read_first(_write(tmp_path / "a.png", _png(20_000, 20_000))))
    assert finding.fixes[0] == fix(fixes.RAISE_PIXEL_LIMIT, "400000000")
    assert "20,000 x 20,000" in finding.evidence[0]
    assert "max_pixels" not in finding.advice


def test_that_a_page_without_room_for_it_is_a_matter_of_memory() -> None:
    finding = explain(failure("page-too-large", "It does not fit.", types="PageTooLarge PageError MemoryError"))
    assert finding.code == "MEMORY_FULL"
    assert fixes.LOWER_INPUT_SIZE not in actions(finding)


def test_that_a_device_that_is_not_there_offers_the_cpu() -> None:
    if torch.cuda.device_count() > 7:
        pytest.skip("this machine has that device")
    finding = finding_of(lambda: choose_device("cuda:7"))
    assert (finding.code, finding.category) == ("DEVICE_MISSING", Category.DEVICE)
    assert actions(finding) == [fixes.USE_CPU]


def test_that_an_unknown_number_format_offers_float32() -> None:
    finding = finding_of(lambda: choose_precision("float8", torch.device("cpu")))
    assert finding.code == "PRECISION_MISSING"
    assert actions(finding) == [fixes.USE_FLOAT32]


def test_that_number_formats_that_clash_in_a_model_are_recognised() -> None:
    layer = torch.nn.Linear(2, 2).half()

    def run() -> None:
        with explained_failures(torch.device("cpu")):
            layer(torch.zeros(1, 2, dtype=torch.float64))

    finding = finding_of(run, activity="running the model")
    assert (finding.code, finding.category) == ("DTYPE_MISMATCH", Category.DEVICE)
    assert finding.fixes[0].action == fixes.USE_FLOAT32
    assert "dtype" in finding.evidence[0]
    assert "It happened while running the model." in finding.evidence


def test_that_a_step_without_code_for_a_number_format_is_recognised() -> None:
    def run() -> None:
        with explained_failures(torch.device("cpu")):
            torch.cdist(torch.ones(2, 2).half(), torch.ones(2, 2).half())

    finding = finding_of(run)
    assert finding.code == "DTYPE_MISMATCH"
    assert fixes.USE_FLOAT32 in actions(finding)


def test_that_float32_is_no_way_out_of_float32() -> None:
    def run() -> None:
        with explained_failures(torch.device("cpu"), torch.float32):
            torch.ones(2, 2) @ torch.ones(2, 2).half()

    finding = finding_of(run)
    assert finding.code == "DTYPE_MISMATCH"
    assert actions(finding) == [fixes.COPY_REPORT]
    assert "float32" not in finding.advice


def test_that_memory_that_is_really_too_small_is_recognised() -> None:
    def run() -> None:
        with explained_failures(torch.device("cpu")):
            torch.empty(1 << 50)

    finding = finding_of(run)
    assert (finding.code, finding.category) == ("MEMORY_FULL", Category.MEMORY)
    assert finding.fixes[0].action == fixes.LOWER_INPUT_SIZE
    assert "It asked for 4194304.0 GB more." in finding.evidence
    assert finding_of(lambda: np.zeros(1 << 50)).code == "MEMORY_FULL"


def test_that_the_memory_of_a_graphics_card_has_its_own_code() -> None:
    def run() -> None:
        raise OutOfMemory("The memory of cuda:0 is full.", device="cuda:0")

    finding = finding_of(run)
    assert finding.code == "MEMORY_GPU"
    assert fixes.USE_CPU in actions(finding)


def test_that_memory_asked_for_in_vain_is_said_as_the_window_counts_what_is_free() -> None:
    failure = Failure("memory", "CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has 1.00 GiB.")
    assert "It asked for 20 MB more." in explain(failure).evidence


def test_that_a_library_that_is_not_installed_is_named() -> None:
    finding = finding_of(lambda: __import__("no_such_library"))
    assert (finding.code, finding.category) == ("LIBRARY_MISSING", Category.LIBRARY)
    assert "no_such_library" in finding.evidence[0]


@pytest.mark.parametrize(("is_missing", "code"), [("True", "LIBRARY_MISSING"), ("False", "LIBRARY_CONFLICT")])
def test_that_a_library_that_does_not_load_is_told_from_one_that_is_missing(is_missing: str, code: str) -> None:
    assert explain(failure("library", library="torch", is_missing=is_missing)).code == code


def test_that_a_full_disk_is_told_from_other_failures_to_write(tmp_path: Path) -> None:
    def write() -> None:
        raise OutputError("a.png cannot be written: No space left.", path="/x/a.png") from OSError(28, "No space left")

    finding = finding_of(write)
    assert finding.code == "OUTPUT_NO_ROOM"
    assert actions(finding) == [fixes.CHOOSE_OUTPUT, fixes.OPEN_FOLDER]
    in_the_way = _write(tmp_path / "file", "x")
    assert finding_of(lambda: OutputFolder(in_the_way)).code == "OUTPUT_FAILED"
    finding = finding_of(_raise(OSError(28, "No space left on device")))
    assert finding.code == "DISK_FULL"
    assert actions(finding) == [fixes.RUN_AGAIN]  # nothing was being saved that another folder could take


def test_that_a_page_that_finds_no_room_is_no_result_that_cannot_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("d2studio.core.shared_blocks._reserve", _raise_no_room)
    finding = finding_of(lambda: PageDraft(tmp_path / "block").allocate((20, 30)))
    assert (finding.code, finding.category) == ("PAGE_NO_ROOM", Category.MEMORY)
    assert actions(finding) == [fixes.RUN_AGAIN]


def _raise_no_room(_descriptor: int, _size: int) -> None:
    raise OSError(28, "No space left on device")


def _raise(error: Exception) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act
