"""What people are told, and offered, when the library's child or a look for a model fails."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from d2studio.core import fixes
from d2studio.core.diagnostics import explain
from d2studio.core.failures import Failure
from d2studio.core.findings import Fix
from d2studio.core.library import ModelLibrary
from d2studio.core.library_requests import AdoptModel, ImportModels, InstallModel, RenameModel
from d2studio.core.model_lookup import model_path
from d2studio.core.requests import Request
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.workers import Worker
from d2studio.errors import UsageError, WorkerCrashed
from tests.core.http_server import Says, serving
from tests.core.library_models import write_model
from tests.core.made_failures import actions, fix
from tests.core.served_models import served_command, served_model
from tests.core.test_children_library import Librarian

PUBLAYNET = "publaynet-faster-rcnn-r-50-fpn-3x"

Ask = Callable[..., Failure]


@pytest.fixture
def failure_of() -> Iterator[Ask]:
    """Asks a child of the library for what fails."""
    blocks, workers = SharedBlocks.create(), []

    def failure_of(request: Request[Any], command: Sequence[str] | None = None) -> Failure:
        workers.append(Worker("library", blocks, command=command))
        return Librarian(workers[-1], blocks).failure(request)

    yield failure_of
    for worker in workers:
        worker.close()
    blocks.remove()


def with_80_classes(folder: Path) -> tuple[Path, Path]:
    """A model whose config is wrong about its 3 classes."""
    config, weights = write_model(folder)
    config.write_text(config.read_text().replace("    NUM_CLASSES: 3\n", "    NUM_CLASSES: 80\n"))
    return config, weights


def test_that_a_model_can_be_taken_with_the_classes_of_its_weights(failure_of: Ask, tmp_path: Path) -> None:
    config, weights = map(str, with_80_classes(tmp_path / "theirs"))
    for request, asked in (
        (ImportModels(config, weights), (config, weights)),
        (ImportModels(str(tmp_path / "theirs")), (str(tmp_path / "theirs"), "")),
    ):
        finding = explain(failure_of(request))
        assert finding.code == "WEIGHTS_MISMATCH"
        assert finding.fixes[0] == fix(fixes.TAKE_CLASSES_OF_WEIGHTS, "\0".join((*asked, "3")))
        assert fixes.USE_BUNDLED_MODEL not in actions(finding)


def test_that_of_a_packed_model_the_zip_is_named(failure_of: Ask, tmp_path: Path) -> None:
    path = tmp_path / "theirs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in with_80_classes(tmp_path / "theirs"):
            archive.write(file, file.name)
    finding = explain(failure_of(ImportModels(str(path))))
    assert finding.place == "theirs.zip"
    assert finding.fixes[0] == fix(fixes.TAKE_CLASSES_OF_WEIGHTS, f"{path}\0\0003")
    assert {each.argument for each in finding.fixes[1:]} == {str(tmp_path)}


def test_that_a_download_that_failed_can_be_tried_again(failure_of: Ask, tmp_path: Path) -> None:
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs", weights=Says(404))
        finding = explain(failure_of(InstallModel(entry.id), served_command(tmp_path, entry, "127.0.0.1")))
    (again,) = finding.fixes
    assert (finding.code, again.action, again.argument) == ("DOWNLOAD_GONE", fixes.INSTALL_MODEL, entry.id)
    assert again.label == "Try again"


def test_that_a_disk_that_filled_up_in_a_download_offers_the_download_alone() -> None:
    facts = {"download": "x", "catalogue_id": PUBLAYNET, "child": "library"}
    finding = explain(Failure("output", "No room.", trace="OSError: [Errno 28] No space left", context=facts))
    assert (finding.code, actions(finding)) == ("DISK_FULL", [fixes.INSTALL_MODEL])


def test_that_what_is_in_no_cache_is_offered_from_the_catalogue(
    failure_of: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    finding = explain(failure_of(AdoptModel(PUBLAYNET)))
    assert finding.code == "MODEL_NOT_INSTALLED"
    assert finding.fixes[0] == fix(fixes.INSTALL_MODEL, PUBLAYNET)


def test_that_a_model_that_is_gone_by_now_is_no_unclear_request(failure_of: Ask) -> None:
    finding = explain(failure_of(RenameModel("nothing", "x")))
    assert (finding.code, actions(finding)) == ("MODEL_NOT_INSTALLED", [fixes.OPEN_LIBRARY])


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config", [fix(fixes.INSTALL_MODEL, PUBLAYNET)]),
        (PUBLAYNET, [fix(fixes.INSTALL_MODEL, PUBLAYNET)]),
        ("nothing like it", []),
    ],
)
def test_that_a_model_that_is_not_installed_is_offered_where_it_can_be_had(
    name: str, offered: list[Fix], tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as refused:
        model_path(name, ModelLibrary(tmp_path))
    finding = explain(Failure.of(refused.value))
    assert finding.code == "MODEL_NOT_INSTALLED"
    assert finding.fixes == (*offered, fix(fixes.OPEN_LIBRARY), fix(fixes.USE_BUNDLED_MODEL))
    assert "d2studio models" not in finding.advice  # which is for the command line


def test_that_the_child_is_called_by_what_it_does() -> None:
    finding = explain(Failure.of(WorkerCrashed("It ended.", child="library", signal=11)))
    assert finding.what.startswith("The process that looks after models crashed")
    assert actions(finding) == [fixes.COPY_REPORT]
