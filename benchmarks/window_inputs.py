"""Pages, folders and results for the benchmarks of the window."""

import os
from pathlib import Path

import numpy as np

from d2studio.core.page_result import PageResult
from d2studio.core.samples import sample_folder
from d2studio.detections import Detections

SAMPLE = sample_folder() / "article.png"
SERVED_CONFIG = "config.yml"
SERVED_WEIGHTS = "model_final.pth"

# Faster R-CNN R50-FPN with 160 MB of weights, and layers that make it 300.
_CONFIG = Path(__file__).resolve().parents[1] / "tests" / "data" / "parity" / "Full--publaynet_faster.yaml"
_WIDE = 3072


def make_page(path: Path, side: int) -> Path:
    """A picture of `side` times `side` pixels, full of text."""
    # The window's process does without Pillow; this is for the one that starts it.
    from PIL import Image

    sample = np.asarray(Image.open(SAMPLE).convert("RGB"))
    height, width, _ = sample.shape
    tiled = np.tile(sample, (-(-side // height), -(-side // width), 1))[:side, :side]
    Image.fromarray(tiled).save(path, quality=90)
    return path


def make_folder(folder: Path, count: int) -> Path:
    """A folder of so many tiny pages, named as a scanner does."""
    from PIL import Image

    folder.mkdir()
    first = folder.parent / "tiny.png"
    if not first.exists():
        Image.new("L", (12, 16), 255).save(first)
    for number in range(count):
        os.link(first, folder / f"scan_{number + 1}.png")
    return folder


def make_result(size_hw: tuple[int, int], class_names: tuple[str, ...], count: int) -> PageResult:
    """As many regions, all over the page, with every score and every class."""
    dice = np.random.default_rng(count)
    height, width = size_hw
    corners = dice.uniform(0, 0.9, (count, 2)) * (width, height)
    sizes = dice.uniform(0.01, 0.1, (count, 2)) * (width, height)
    boxes = np.concatenate([corners, corners + sizes], axis=1).astype(np.float32)
    scores = np.sort(dice.uniform(0.05, 1, count).astype(np.float32))[::-1].copy()
    class_ids = dice.integers(0, len(class_names), count)
    detections = Detections(size_hw, class_names, boxes, scores, class_ids)
    return PageResult(detections, None, "benchmark", "none", 0.1)


def make_model(folder: Path) -> Path:
    """A folder with a config and random weights of 300 MB, as Detectron2 writes them."""
    import torch

    from d2studio.engine.config import load_config
    from d2studio.engine.model import build_meta_model

    config = load_config(_CONFIG).with_values({"MODEL.ROI_BOX_HEAD.FC_DIM": _WIDE})
    dice = torch.Generator().manual_seed(1)
    state = {
        name: torch.rand(tensor.shape, generator=dice) if tensor.is_floating_point() else torch.zeros(tensor.shape)
        for name, tensor in build_meta_model(config).state_dict().items()
    }
    folder.mkdir()
    (folder / SERVED_CONFIG).write_text(config.dump(), encoding="utf-8")
    torch.save({"model": state}, folder / SERVED_WEIGHTS)
    return folder
