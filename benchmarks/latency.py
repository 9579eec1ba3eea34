"""Time and memory of one page, side by side with Detectron2's DefaultPredictor where that is installed.

    python benchmarks/latency.py [--reference PYTHON] [--precision float32] [--threads 2] [--runs 9]

The page has 1275 x 1650 pixels, the model is Faster R-CNN R50-FPN at 800/1333 with 1,000 proposals and
deterministic weights; both sides read the same config and the same 160 MB file. PYTHON is an interpreter
of an environment that has detectron2. Each side lives in a process of its own; runs alternate, so that a
busy machine slows both. Quote the ratio, not the seconds.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from d2studio.arrays import PixelArray

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data" / "parity"
CONFIG = DATA / "Full--publaynet_faster.yaml"
PAGE = DATA / "page_full.png"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", metavar="PYTHON", help="interpreter that can import detectron2")
    parser.add_argument("--precision", nargs="+", default=["float32"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--serve", nargs=2, metavar=("SIDE", "WEIGHTS"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        serve(args.serve[0], Path(args.serve[1]), args.threads)
        return
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / "model_final.pth"
        write_weights(weights)
        sides = [Side(sys.executable, precision, weights, args.threads) for precision in args.precision]
        if args.reference:
            sides.append(Side(args.reference, "detectron2", weights, args.threads))
        for _ in range(args.runs):
            for side in sides:
                side.run()
        for side in sides:
            side.finish()
    report(sides, args.threads)


def write_weights(path: Path) -> None:
    import torch

    sys.path.insert(0, str(ROOT))
    from tests.engine import synthetic_weights

    shapes = json.loads((DATA / "Full--publaynet_faster.keys.json").read_text())
    entries = {name: torch.from_numpy(synthetic_weights.entry(name, tuple(shape))) for name, shape in shapes.items()}
    torch.save({"model": entries}, path)


class Side:
    """One program under test, in a process of its own."""

    def __init__(self, python: str, name: str, weights: Path, threads: int) -> None:
        self.name = name
        self.seconds: list[float] = []
        self.stages_ms: list[dict[str, float]] = []
        self._process = subprocess.Popen(
            [python, "-W", "ignore", __file__, "--threads", str(threads), "--serve", name, str(weights)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        self.info = self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name}: the process ended with status {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _say(self, word: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()
        return self._answer()

    def run(self) -> None:
        answer = self._say("run")
        self.seconds.append(answer["seconds"])
        self.stages_ms.append(answer["stages_ms"])

    def finish(self) -> None:
        self.info |= self._say("finish")
        self._process.communicate()


def serve(side: str, weights: Path, threads: int) -> None:
    """Answer "run" and "finish", a line of JSON each."""
    make = make_detectron2 if side == "detectron2" else make_d2studio
    if side != "detectron2":
        import d2studio.engine  # noqa: F401 - before torch, whose environment it sets
    import numpy as np
    import torch
    from PIL import Image

    torch.set_num_threads(threads)
    rgb = np.array(Image.open(PAGE).convert("RGB"))
    begin = time.perf_counter()
    predict = make(side, weights)
    load_seconds = time.perf_counter() - begin
    predict(rgb)  # the first run lays out memory
    after_load = {"load_seconds": load_seconds, "torch": torch.__version__, "peak_mb": peak_mb()}
    print(json.dumps(after_load), flush=True)
    for line in sys.stdin:
        if line.strip() == "finish":
            peak = peak_mb()
            print(json.dumps({"peak_mb": peak, "gemm_gflops": gemm_gflops()}), flush=True)
            return
        begin = time.perf_counter()
        stages_ms = predict(rgb)
        print(json.dumps({"seconds": time.perf_counter() - begin, "stages_ms": stages_ms}), flush=True)


def make_d2studio(precision: str, weights: Path) -> Callable[["PixelArray"], dict[str, float]]:
    from d2studio.engine.loading import load_model

    predictor = load_model(CONFIG, weights=weights, device="cpu", precision=precision)
    return lambda rgb: dict(predictor.predict(rgb).timings_ms)


def make_detectron2(_: str, weights: Path) -> Callable[["PixelArray"], dict[str, float]]:
    from detectron2.config import get_cfg  # type: ignore[import-not-found]
    from detectron2.engine.defaults import DefaultPredictor  # type: ignore[import-not-found]

    cfg = get_cfg()
    cfg.merge_from_file(str(CONFIG))
    cfg.merge_from_list(["MODEL.WEIGHTS", str(weights), "MODEL.DEVICE", "cpu"])
    predictor = DefaultPredictor(cfg)

    def predict(rgb: "PixelArray") -> dict[str, float]:
        predictor(rgb[:, :, ::-1])
        return {}

    return predict


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def gemm_gflops() -> float:
    """What this machine reaches in a large float32 matrix product."""
    import torch

    side = 2048
    matrix = torch.randn(side, side)
    best = float("inf")
    for _ in range(5):
        begin = time.perf_counter()
        torch.mm(matrix, matrix)
        best = min(best, time.perf_counter() - begin)
    return 2 * side**3 / best / 1e9


def network_gflop() -> float:
    """Operations of the network on this page when every convolution is computed by its definition."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    from d2studio.engine.config import load_config
    from d2studio.engine.model import GeneralizedRCNN, build_meta_model
    from d2studio.engine.roi_heads import StandardROIHeads

    model = build_meta_model(load_config(CONFIG))
    assert isinstance(model, GeneralizedRCNN)
    assert isinstance(model.roi_heads, StandardROIHeads)
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        features = model.backbone(torch.empty(1, 3, 1056, 800))
        model.proposal_generator.rpn_head(list(features.values()))
        regions = torch.empty(1000, 256, 7, 7)
        model.roi_heads.box_predictor(model.roi_heads.box_head(regions))
    return float(counter.get_total_flops()) / 1e9


def report(sides: list[Side], threads: int) -> None:
    print(f"{platform.processor() or platform.machine()}, {threads} threads, Python {platform.python_version()}")
    gflop = network_gflop()
    for side in sides:
        best, median = min(side.seconds), statistics.median(side.seconds)
        peak = side.info["gemm_gflops"]
        print(
            f"{side.name:>10}: {median:6.3f} s median, {best:6.3f} s best of {len(side.seconds)}; "
            f"load {side.info['load_seconds']:.2f} s; peak memory {side.info['peak_mb']:.0f} MB; "
            f"torch {side.info['torch']}; "
            f"{gflop / best:.0f} of {peak:.0f} GFLOP/s, {gflop / best / peak:.2f} of the matrix-multiply peak"
        )
        if side.stages_ms[0]:
            totals = {stage: statistics.median(run[stage] for run in side.stages_ms) for stage in side.stages_ms[0]}
            whole = sum(totals.values())
            print("            " + ", ".join(f"{stage} {ms:.0f} ms ({ms / whole:.0%})" for stage, ms in totals.items()))
    if sides[-1].name == "detectron2":
        for side in sides[:-1]:
            pairs = [ours / theirs for ours, theirs in zip(side.seconds, sides[-1].seconds, strict=True)]
            print(
                f"{side.name} / detectron2: {statistics.median(pairs):.3f} "
                f"(median of pairs, {min(pairs):.3f} to {max(pairs):.3f}); "
                f"best / best {min(side.seconds) / min(sides[-1].seconds):.3f}"
            )


if __name__ == "__main__":
    main()
