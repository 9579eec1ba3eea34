import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from PIL import Image

from d2studio.core.images import open_pages
from d2studio.engine.config import Config, load_config
from d2studio.engine.description import describe_parts
from d2studio.engine.fit import tensor_shapes
from d2studio.engine.loading import fill, load_model
from d2studio.engine.model import build_meta_model
from d2studio.engine.model_classes import resolve_classes
from d2studio.engine.optimize import optimize
from d2studio.engine.predictor import Predictor
from tests.engine import synthetic_weights
from tests.engine.parity import shares_found

GOLDEN = Path(__file__).parents[1] / "data" / "parity"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.yaml"))


def synthetic_predictor(config: Config) -> Predictor:
    model = build_meta_model(config)
    fill(
        model,
        {
            name: torch.from_numpy(synthetic_weights.entry(name, shape))
            for name, shape in tensor_shapes(model.state_dict()).items()
        },
    )
    description = describe_parts(config, model, resolve_classes(config, None))
    optimize(model, device=torch.device("cpu"), dtype=torch.float32)
    return Predictor(model, config, description, device=torch.device("cpu"), dtype=torch.float32)


def page(name: str) -> npt.NDArray[np.uint8]:
    file = "page_full.png" if name.startswith("Full--") else "page.png"
    with Image.open(GOLDEN / file) as image:
        return np.array(image.convert("RGB"))


@pytest.mark.parametrize("name", NAMES)
def test_that_state_dicts_have_the_names_and_shapes_of_detectron2(name: str) -> None:
    expected = {key: tuple(shape) for key, shape in json.loads((GOLDEN / f"{name}.keys.json").read_text()).items()}
    assert tensor_shapes(build_meta_model(load_config(GOLDEN / f"{name}.yaml")).state_dict()) == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_that_the_same_weights_find_the_same_as_detectron2(name: str) -> None:
    config = load_config(GOLDEN / f"{name}.yaml")
    golden = np.load(GOLDEN / f"{name}.npz")
    found = synthetic_predictor(config).predict(page(name), floor=config.float("MODEL.ROI_HEADS.SCORE_THRESH_TEST"))

    if "boxes" in golden:
        # Of proposals the reference kept only the best.
        best = found.select(np.arange(min(len(found), len(golden["boxes"])))) if "classes" not in golden else found
        assert min(shares_found(best, golden)) >= 0.99
    if "sem_seg" in golden:
        assert found.semantic is not None
        assert (found.semantic == golden["sem_seg"]).mean() >= 0.995
    if "panoptic" in golden:
        assert found.panoptic is not None
        kinds = panoptic_kinds(
            found.panoptic.segment_ids, {s.id: (s.class_id, s.is_thing) for s in found.panoptic.segments}
        )
        reference = {int(number): (int(kind), bool(is_thing)) for number, kind, is_thing in golden["segments"]}
        assert (kinds == panoptic_kinds(golden["panoptic"], reference)).mean() >= 0.995
        assert len(found.panoptic.segments) == len(reference)


def panoptic_kinds(ids: npt.NDArray[np.integer], kinds: dict[int, tuple[int, bool]]) -> npt.NDArray[np.int64]:
    """A number for each pixel that says its class, and whether that is a thing."""
    table = np.full(max(kinds, default=0) + 1, -1, np.int64)
    for number, (class_id, is_thing) in kinds.items():
        table[number] = 2 * class_id + is_thing
    return np.asarray(table[ids])


@pytest.mark.shared
@pytest.mark.slow
def test_that_a_trained_model_finds_the_same_on_real_pages_as_detectron2(shared_dir: Path) -> None:
    folder = shared_dir / "model0"
    predictor = load_model(folder, device="cpu", precision="float32")
    shares: list[float] = []
    for golden_path in sorted((folder / "golden").glob("*.npz")):
        (page_path,) = (shared_dir / "data" / "dev" / "images").glob(f"{golden_path.stem}.*")
        with open_pages(page_path) as pages:
            found = predictor.predict(pages.page(0).pixels)
        shares += shares_found(found, np.load(golden_path))
    assert len(shares) == 20
    # Decoders of JPEG differ a little, and so do the pixels of some pages.
    assert min(shares) >= 0.97
