"""Time to load a model of real size: from its own file, from the cache of converted weights, from safetensors.

    python benchmarks/load.py [--runs 7] [--threads 2] [--folder FOLDER]

The model is Faster R-CNN R50-FPN with deterministic weights of 160 MB, as a .pth and a .pkl. Each load is in a process
of its own and is timed after the imports, with the files in the system's memory. Kinds of loading take turns, so that
a busy machine slows all of them. `processor` is the time that the process computed, on all cores together. How fast the
machine was is told by a loop of a million additions before each load.
"""

import argparse
import hashlib
import json
import os
import pickle
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data" / "parity"
CONFIG = DATA / "Full--publaynet_faster.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where to put the files, 1 GB; a temporary folder if not given")
    parser.add_argument("--serve", nargs=3, metavar=("CONFIG", "WEIGHTS", "CACHE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        serve(*args.serve, threads=args.threads)
        return
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        compare(Path(folder), args.runs, args.threads)


def compare(folder: Path, runs: int, threads: int) -> None:
    write_models(folder)
    kinds: dict[str, list[dict[str, Any]]] = {}

    def run(kind: str, weights: str, config: Path = CONFIG, cache: str = "") -> None:
        if cache and kind.startswith("first"):
            for path in (folder / cache / "weights").glob("*"):
                path.unlink()
        kinds.setdefault(kind, []).append(load(config, folder / weights, folder / cache if cache else None, threads))

    time.sleep(5)  # what was written a moment ago is hashed again
    for _ in range(runs):
        for suffix in ("pth", "pkl"):
            run(f".{suffix}, no cache", f"model.{suffix}")
            run(f"first load of .{suffix}, fills the cache", f"model.{suffix}", cache=suffix)
            run(f".{suffix} from the cache", f"model.{suffix}", cache=suffix)
        run("installed model", "installed/model.safetensors", folder / "installed" / "config.yaml", "installed cache")
        run("model folder, safetensors", "folder/model.safetensors", folder / "folder" / "config.yaml")
    print(describe_machine(threads, kinds))
    print(f"{'':45} median     best  processor   peak memory")
    for kind, loads in kinds.items():
        seconds = [load["seconds"] for load in loads]
        processor = statistics.median(load["processor_seconds"] for load in loads)
        peak = max(load["peak_mb"] for load in loads)
        print(
            f"{kind:45} {statistics.median(seconds):.3f} s  {min(seconds):.3f} s    {processor:.3f} s   {peak:8.0f} MB"
        )


def describe_machine(threads: int, kinds: dict[str, list[dict[str, Any]]]) -> str:
    versions = next(iter(kinds.values()))[0]["versions"]
    busy = f", busy with {os.getloadavg()[0]:.1f} processes" if hasattr(os, "getloadavg") else ""
    loops = [load["loop_seconds"] * 1000 for of_kind in kinds.values() for load in of_kind]
    speed = f"a million additions in {min(loops):.0f} to {max(loops):.0f} ms, mostly {statistics.median(loops):.0f}"
    cores = f"{os.cpu_count()} cores, {threads} threads{busy}, {speed}"
    return f"{platform.processor() or platform.machine()}, {cores}; {platform.system()}; {versions}"


def write_models(folder: Path) -> None:
    import torch

    sys.path.insert(0, str(ROOT))
    from d2studio.engine.checkpoint import read_checkpoint
    from d2studio.engine.config import load_config
    from d2studio.engine.conversion import write_config, write_weights
    from d2studio.engine.fit import tensor_shapes
    from d2studio.engine.model import build_meta_model
    from tests.engine import synthetic_weights

    shapes = tensor_shapes(build_meta_model(load_config(CONFIG)).state_dict())
    arrays = {name: synthetic_weights.entry(name, shape) for name, shape in shapes.items()}
    torch.save({"model": {name: torch.from_numpy(array) for name, array in arrays.items()}}, folder / "model.pth")
    with (folder / "model.pkl").open("wb") as file:
        pickle.dump({"model": arrays, "__author__": "d2studio"}, file)
    (folder / "folder").mkdir()
    write_config(load_config(CONFIG), folder / "folder" / "config.yaml")
    write_weights(read_checkpoint(folder / "model.pth"), folder / "folder" / "model.safetensors", metadata={})
    shutil.copytree(folder / "folder", folder / "installed")
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "installed").iterdir()}
    (folder / "installed" / "model.json").write_text(json.dumps({"sha256": hashes}))


def load(config: Path, weights: Path, cache: Path | None, threads: int) -> dict[str, Any]:
    """Load once in a process of its own."""
    result = subprocess.run(
        [sys.executable, __file__, "--threads", str(threads), "--serve", str(config), str(weights), str(cache or "")],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_WAIT_POLICY": "PASSIVE"},  # as the engine sets it
    )
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def serve(config: str, weights: str, cache: str, *, threads: int) -> None:
    """Load, and print how long that took as a line of JSON."""
    import torch

    from d2studio.engine.loading import load_model

    torch.set_num_threads(threads)
    loop_seconds = time_loop()
    begin, begin_processor = time.perf_counter(), time.process_time()
    predictor = load_model(
        Path(config),
        weights=Path(weights),
        device="cpu",
        precision="float32",
        weights_cache=Path(cache) if cache else None,
    )
    seconds, processor_seconds = time.perf_counter() - begin, time.process_time() - begin_processor
    assert not any("could not be kept" in note for note in predictor.notes), predictor.notes
    versions = f"Python {platform.python_version()}, torch {torch.__version__}"
    print(
        json.dumps(
            {
                "seconds": seconds,
                "processor_seconds": processor_seconds,
                "loop_seconds": loop_seconds,
                "peak_mb": peak_mb(),
                "versions": versions,
            }
        )
    )


def time_loop() -> float:
    begin = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number
    return time.perf_counter() - begin


def peak_mb() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
