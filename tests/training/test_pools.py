"""The pools of pictures that pages are furnished from."""

import hashlib
import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.pages.formulas import formula
from training.pages.photographs import Sources
from training.pages.pools import COUNTS, Pools, fill, main

NO_SOURCES = Sources((), ())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pools")
    fill(path, dict.fromkeys(COUNTS, 2) | {"formulas": 6}, seed=1, workers=1, sources=NO_SOURCES)
    return path


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.*"))
    }


def test_the_same_seed_draws_the_same_pictures(folder: Path, tmp_path: Path) -> None:
    fill(tmp_path, dict.fromkeys(COUNTS, 1), seed=1, workers=1, sources=NO_SOURCES)
    known = _digests(folder)
    assert {name: known[name] for name in _digests(tmp_path)} == _digests(tmp_path)


def test_pictures_that_exist_are_not_drawn_again(folder: Path) -> None:
    assert fill(folder, dict.fromkeys(COUNTS, 2), seed=1, workers=1, sources=NO_SOURCES) == 0


def test_photographs_come_from_the_files_of_a_folder(tmp_path: Path) -> None:
    red = Image.new("RGB", (800, 700), (200, 30, 30))
    red.paste((60, 10, 10), (0, 0, 800, 350))
    (tmp_path / "deep").mkdir()
    red.save(tmp_path / "deep" / "red.jpg")
    Image.new("RGB", (100, 100)).save(tmp_path / "small.png")
    sources = Sources.found(tmp_path, tmp_path / "nothing")
    assert [path.name for path in sources.photos] == ["red.jpg"]
    assert sources.clip_art == ()


def test_photographs_have_exactly_the_size_that_is_asked_for(folder: Path) -> None:
    picture = Pools(folder).photo(random.Random(3), 211, 157)
    assert picture.mode == "RGB"
    assert picture.size == (211, 157)


@pytest.mark.parametrize("kind", ["plot", "drawing", "logo", "engraving"])
@pytest.mark.parametrize(("width", "height"), [(300, 200), (120, 400), (500, 60)])
def test_drawings_fit_and_are_hardly_distorted(folder: Path, kind: str, width: int, height: int) -> None:
    pools = Pools(folder)
    picture = getattr(pools, kind)(random.Random(5), width, height)
    assert picture.mode == "RGB"
    assert picture.width in range(1, width + 1)
    assert picture.height in range(1, height + 1)
    assert picture.width == width or picture.height == height
    distortions = []
    for path in (folder / f"{kind}s").iterdir():
        with Image.open(path) as own:
            distortions.append(abs(np.log(picture.width / picture.height * own.height / own.width)))
    assert min(distortions) < np.log(1.15) + 2 / min(picture.size)


def test_an_ornament_has_the_width_that_is_asked_for(folder: Path) -> None:
    assert Pools(folder).ornament(random.Random(1), 240).width == 240


def test_a_formula_is_dark_on_white_and_no_wider_than_allowed(folder: Path) -> None:
    picture = Pools(folder).formula(random.Random(2), em_px=18, max_width=90)
    assert picture.mode == "L"
    assert picture.width <= 90
    pixels = np.asarray(picture)
    assert pixels.max() == 255
    assert pixels.min() < 128


def test_formulas_are_cut_to_their_ink() -> None:
    for seed in range(8):
        ink = np.asarray(formula(random.Random(seed))) < 255
        assert ink[0].any()
        assert ink[-1].any()
        assert ink[:, 0].any()
        assert ink[:, -1].any()


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"holds no plots.*python -m training\.pages\.pools"):
        Pools(tmp_path)


def test_the_command_says_what_it_drew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none = [f"--{kind}=0" for kind in COUNTS if kind != "ornaments"]
    folders = [f"--photo-folder={tmp_path}", f"--clip-art-folder={tmp_path}"]
    main([str(tmp_path / "pools"), *none, *folders, "--ornaments=2", "--workers=1"])
    assert capsys.readouterr().out.startswith("2 pictures drawn into ")
