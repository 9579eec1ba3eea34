"""Runs the real Detectron2 with a model folder's config and weights, to compare with what d2studio finds.

    DETECTRON2/python training/reference_detections.py FOLDER reference.jsonl page.png other.png
    python -m training.parity reference.jsonl found.jsonl

This file is run by itself, by a Python that can import detectron2 and safetensors and need not have d2studio. Pages are
decoded by Pillow, as in d2studio; where the two environments hold different JPEG decoders, pages should be PNG.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from detectron2.config import get_cfg  # type: ignore[import-not-found]
from detectron2.engine.defaults import DefaultPredictor  # type: ignore[import-not-found]
from PIL import Image
from safetensors.torch import load_file  # type: ignore[import-not-found, unused-ignore]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="model folder")
    parser.add_argument("out", type=Path, help="file to write, a JSON line a page")
    parser.add_argument("pages", type=Path, nargs="+", help="pictures")
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8") as file:
        for record in detections(options.model, options.pages):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def detections(model: Path, pages: list[Path]) -> Iterator[dict[str, object]]:
    """A record for each page, in the form of `d2studio predict --json`, with all that the config lets through."""
    cfg = get_cfg()
    cfg.merge_from_file(str(model / "config.yaml"))
    cfg.MODEL.WEIGHTS = ""
    cfg.MODEL.DEVICE = "cpu"
    predictor = DefaultPredictor(cfg)
    predictor.model.load_state_dict(load_file(model / "model.safetensors"))
    classes = json.loads((model / "classes.json").read_text(encoding="utf-8"))
    names = [entry if isinstance(entry, str) else entry["name"] for entry in classes]
    for page in pages:
        rgb = np.array(Image.open(page).convert("RGB"))
        found = predictor(rgb[:, :, ::-1])["instances"]  # it takes BGR, and converts as the config says
        yield {
            "page": str(page),
            "detections": [
                {"class": names[class_id], "score": score, "box": box}
                for class_id, score, box in zip(
                    found.pred_classes.tolist(), found.scores.tolist(), found.pred_boxes.tensor.tolist(), strict=True
                )
            ],
        }


if __name__ == "__main__":
    main()
