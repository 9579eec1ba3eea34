"""Which of some files and folders are models."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from d2studio.core.model_files import ModelPaths, split_models
from d2studio.core.model_sources import find_models
from tests.core.library_models import write_model

PAGES = ("scan.png", "report.pdf", "notes.txt", "no suffix")


def made(folder: Path, *names: str) -> str:
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"")
    return str(folder)


@pytest.mark.parametrize(
    ("given", "models"),
    [
        (("a.d2pack",), [ModelPaths("a.d2pack")]),
        (("A.D2PACK", "b.Zip"), [ModelPaths("A.D2PACK"), ModelPaths("b.Zip")]),
        (("config.yaml",), [ModelPaths("config.yaml")]),
        (("model_final.pth?dl=1",), [ModelPaths("model_final.pth?dl=1")]),
        (("config.yml?dl=1", "other.pkl"), [ModelPaths("config.yml?dl=1", "other.pkl")]),
        (("x/model_final.pth", "y/config.yaml"), [ModelPaths("y/config.yaml", "x/model_final.pth")]),
        (
            ("a.yaml", "b.yaml", "b.pth", "a.safetensors"),
            [ModelPaths("a.yaml", "a.safetensors"), ModelPaths("b.yaml", "b.pth")],
        ),
        (("a.yaml", "b.pt", "c.pt"), [ModelPaths("a.yaml"), ModelPaths("b.pt"), ModelPaths("c.pt")]),
        (("a.yaml", "a.pt", "c.pt"), [ModelPaths("a.yaml", "a.pt"), ModelPaths("c.pt")]),
        (("config.yaml", "config.yaml"), [ModelPaths("config.yaml")]),
        ((), []),
    ],
)
def test_that_models_are_told_from_pages_by_their_names(given: tuple[str, ...], models: list[ModelPaths]) -> None:
    assert split_models((PAGES[0], *given, *PAGES[1:])) == (tuple(models), PAGES)


def test_that_a_folder_with_a_config_and_weights_in_it_is_a_model(tmp_path: Path) -> None:
    model = made(tmp_path / "model", "config.yaml", "model.pth", "scan.png")
    folders = [
        made(tmp_path / "pages", "scan.png", "model.pth"),
        made(tmp_path / "packs", "a.d2pack"),
        made(tmp_path / "empty"),
        str(tmp_path / "nowhere"),
        "nul\0",
    ]
    (tmp_path / "empty" / "config.yaml").mkdir()
    (tmp_path / "empty" / "model.pth").mkdir()
    assert split_models([*folders, model]) == ((ModelPaths(model),), tuple(folders))


def test_that_a_folder_of_many_files_is_not_searched_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "pages", *(f"{number}.png" for number in range(300)))
    taken = []
    scandir = os.scandir

    class Counted:
        def __init__(self, path: str) -> None:
            self._entries = scandir(path)

        def __enter__(self) -> "Counted":
            return self

        def __exit__(self, *error: object) -> None:
            self._entries.close()

        def __iter__(self) -> "Counted":
            return self

        def __next__(self) -> "os.DirEntry[str]":
            taken.append(next(self._entries))
            return taken[-1]

    monkeypatch.setattr(os, "scandir", Counted)
    assert split_models([folder]) == ((), (folder,))
    assert len(taken) == 200


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everywhere")
def test_that_a_folder_that_cannot_be_read_is_no_model(tmp_path: Path) -> None:
    folder = made(tmp_path / "model", "config.yaml", "model.pth")
    os.chmod(folder, 0)
    assert split_models([folder]) == ((), (folder,))


def test_that_a_list_of_classes_beside_a_model_is_no_page(tmp_path: Path) -> None:
    write_model(tmp_path / "theirs")
    (tmp_path / "theirs" / "labels.json").write_text('["Text", "Title", "Table"]')
    alone = str(tmp_path / "labels.json")
    names = ("labels.json", "config.yaml", "model_final.pth")
    models, pages = split_models([alone, *(str(tmp_path / "theirs" / name) for name in names)])
    assert pages == (alone,)
    (model,) = models
    assert model.weights is not None
    (found,) = find_models(Path(model.path), tmp_path / "scratch", weights=Path(model.weights))
    assert found.classes == tmp_path / "theirs" / "labels.json"


def test_that_the_window_can_tell_models_without_what_reads_them() -> None:
    code = "import sys, d2studio.core.model_files; print([n for n in sys.modules if 'engine' in n or n == 'torch'])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
