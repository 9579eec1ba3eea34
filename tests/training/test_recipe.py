"""The whole recipe, small: pools, pages, two stretches of training, shipping, and a prediction with what came out."""

import json
from pathlib import Path

import pytest

import d2studio
from training import ship
from training.learn import train
from training.pages import generate, pools
from training.pages.canvas import CLASS_NAMES

SMALL_CONFIG = """
_BASE_: whole.yaml
MODEL:
  BACKBONE: {FREEZE_AT: 1}
INPUT: {MIN_SIZE_TEST: 96, MAX_SIZE_TEST: 154}
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six generated pages."""
    folder = tmp_path_factory.mktemp("recipe")
    kinds = ("plots", "drawings", "formulas", "photos", "logos")
    pools.main([str(folder / "pools"), *(part for kind in kinds for part in (f"--{kind}", "3")), "--workers", "1"])
    generate.main([str(folder / "pages"), "--pools", str(folder / "pools"), "--pages", "6", "--workers", "1"])
    return folder / "pages"


@pytest.mark.slow
def test_a_page_has_the_same_regions_whenever_it_is_made(pages: Path) -> None:
    drawer = pools.Pools(pages.parent / "pools")
    for line in (pages / "pages.0.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        page, kind = generate.make_page(record["seed"], drawer)
        assert generate.as_record(page, kind, record["seed"], record["file"]) == record


@pytest.mark.slow
def test_the_whole_recipe_ends_in_a_model_that_runs(pages: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    base = Path(generate.__file__).parents[1] / "config.yaml"
    config.write_text(SMALL_CONFIG, encoding="utf-8")
    (tmp_path / "whole.yaml").write_bytes(base.read_bytes())
    (tmp_path / "classes.json").write_bytes(base.with_name("classes.json").read_bytes())
    run = tmp_path / "run"
    common = [str(config), str(run), "--pages", str(pages), "--short-sides", "96", "112"]
    common += ["--batch-size", "2", "--workers", "0", "--threads", "1"]
    assert train.main([*common, "--steps", "3"]) == 0
    assert train.main([*common, "--steps", "2", "--decay"]) == 0
    assert train.state_of(run / train.CHECKPOINT)["step"] == 5
    assert train.state_of(run / train.CHECKPOINT)["images"] == 10
    folder = tmp_path / "model"
    ship.main([str(run / train.AVERAGE), str(config), str(folder), "--name", "test"])
    predictor = d2studio.load_model(folder)
    page = next(iter(d2studio.open_pages(next(pages.glob("0*.jpg")))))
    assert predictor.class_names == CLASS_NAMES
    assert len(predictor.predict(page.pixels)) >= 0
