"""Writes golden.npz: Detectron2's losses and gradients in the cases of `tests.training.learning_cases`.

Run by hand where Detectron2 02b5c4e2 is installed: PYTHONPATH=. python tests/data/training/make_goldens.py
For each case the file has `CASE/losses/NAME`; `CASE/gradients`, fingerprints of all parameters' gradients; and
`CASE/statistics`, those of the running means and variances after the step. `tests.training.learning_cases` says what
a fingerprint is.
"""

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch

from d2studio.engine.config import Config
from tests.training.learning_cases import CASES, SIZES_HW, case_config, fingerprints, images, synthetic_weights, truths


def build(config: Config) -> Any:
    """Detectron2's network for a config; `import_module` because Detectron2 has no types."""
    detectron2_config = import_module("detectron2.config").get_cfg()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.yaml"
        path.write_text(config.dump(), encoding="utf-8")
        detectron2_config.merge_from_file(str(path))
    detectron2_config.MODEL.DEVICE = "cpu"
    return import_module("detectron2.modeling").build_model(detectron2_config)


def batch() -> list[dict[str, Any]]:
    structures = import_module("detectron2.structures")
    found = []
    for image, (boxes, classes), size_hw in zip(images(), truths(), SIZES_HW, strict=True):
        instances = structures.Instances(size_hw, gt_boxes=structures.Boxes(boxes), gt_classes=classes)
        found.append({"image": image, "instances": instances, "height": size_hw[0], "width": size_hw[1]})
    return found


def main() -> None:
    goldens: dict[str, np.ndarray] = {}
    for case in CASES:
        model = build(case_config(case)).train()
        shapes = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
        model.load_state_dict(synthetic_weights(shapes), strict=False)
        with import_module("detectron2.utils.events").EventStorage():
            losses = model(batch())
        torch.autograd.backward(list(losses.values()))
        for name, loss in losses.items():
            goldens[f"{case}/losses/{name}"] = np.array(loss.item())
        goldens[f"{case}/gradients"] = fingerprints((name, value.grad) for name, value in model.named_parameters())
        goldens[f"{case}/statistics"] = fingerprints(
            (name, value) for name, value in model.named_buffers() if name.endswith(("running_mean", "running_var"))
        )
        print(case, {name: loss.item() for name, loss in losses.items()})  # noqa: T201
    np.savez_compressed(Path(__file__).with_name("golden.npz"), allow_pickle=False, **goldens)


if __name__ == "__main__":
    main()
