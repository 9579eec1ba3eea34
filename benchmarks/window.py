"""How fast the window is, against what it promises.

    python -m benchmarks.window [--runs 5] [--only start pan threshold folder many-pages tour download]

Each measurement is a run of the real program, with its children, in a process of its own and with a home of its own,
on the screen of DISPLAY or on one that Xvfb makes. Of several runs the median counts; the best one says what the
machine can do while nothing else runs on it. Where a frame or a stretch is timed, so is what the thread computed in it:
the difference went to other processes.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.window_inputs import SERVED_WEIGHTS, make_folder, make_model, make_page

ROOT = Path(__file__).resolve().parents[1]
SCREEN = "1600x1000x24"
BUSY_LIMIT_S = 0.05
FAST_NETWORK_MB_PER_S = 30

Answer = dict[str, Any]


class Report:
    """Lines of a table, and whether all bars were reached."""

    def __init__(self) -> None:
        self.is_good = True

    def line(self, what: str, values: Sequence[float], bar: float, unit: str, note: str = "") -> None:
        median = statistics.median(values)
        self.is_good &= median <= bar
        verdict = "ok  " if median <= bar else "MISS"
        numbers = f"{median:7.2f} {unit} median, {min(values):7.2f} best of {len(values)}, bar {bar:g}"
        print(f"{verdict} {what:<40} {numbers}{'; ' + note if note else ''}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=list(SCENES), default=list(SCENES))
    args = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder, screen() as display:
        bench = Bench(Path(folder), display)
        print(machine(), flush=True)
        bench.compile()
        for name in args.only:
            SCENES[name](bench, report, args.runs)
        print(f"speed of the machine: a loop of a million additions takes {loop_ms():.0f} ms")
    return 0 if report.is_good else 1


def memory_folder() -> str | None:
    """A folder in memory, where there is one: disks are not what is measured."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@contextmanager
def screen() -> Iterator[str]:
    """The name of an X display."""
    if "DISPLAY" in os.environ:
        yield os.environ["DISPLAY"]
        return
    if shutil.which("Xvfb") is None:
        raise SystemExit("There is no screen: set DISPLAY, or install Xvfb.")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


class Bench:
    """Starts scenes."""

    def __init__(self, folder: Path, display: str) -> None:
        self.folder = folder
        self._environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
            # As an installed program has it, and not into the checkout.
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        }
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def compile(self) -> None:
        """As an installation does, and what else a start needs."""
        command = [sys.executable, "-m", "compileall", "-q", "d2studio"]
        subprocess.run(command, cwd=ROOT, env=self._environment, check=True)
        self.run("benchmarks.window_start", clock=True)

    def run(self, module: str, *arguments: str, clock: bool = False) -> Answer:
        """What a scene found; with `clock` it is told when its process was started."""
        home = tempfile.mkdtemp(dir=self.folder)
        command = [sys.executable, "-m", module, *arguments]
        if clock:
            command.append(str(time.monotonic()))
        environment = self._environment | {"D2STUDIO_HOME": home}
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, timeout=600)
        shutil.rmtree(home)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} ended with status {done.returncode}")
        answer: Answer = json.loads(done.stdout.splitlines()[-1])
        return answer

    def scenes(self, count: int, scene: str, argument: Path) -> list[Answer]:
        return [self.run("benchmarks.window_scenes", scene, str(argument)) for _ in range(count)]


def start(bench: Bench, report: Report, runs: int) -> None:
    speeds, found = [], []
    for _ in range(runs):
        speeds.append(loop_ms(3))  # it may change from one minute to the next
        found.append(bench.run("benchmarks.window_start", clock=True))
    cpu = statistics.median(answer["cpu_s"] for answer in found)
    note = f"of that {cpu:.2f} s computing, with loops of {min(speeds):.0f} to {max(speeds):.0f} ms"
    report.line("start to first picture", each(found, "window_s"), 0.6, "s", note)
    memory = [answer["memory_mb"] for answer in found]
    own = statistics.median(each(memory, "uss"))
    report.line("memory then", each(memory, "rss"), 120, "MB", f"{own:.0f} MB of it shared with nobody")
    later = statistics.median(answer["later_mb"]["rss"] for answer in found)
    note = f"{found[0]['found']} regions; memory then {later:.0f} MB"
    report.line("start to first detections", each(found, "detections_s"), 5.0, "s", note)


def pan(bench: Bench, report: Report, runs: int) -> None:
    page = make_page(bench.folder / "100-megapixels.jpg", 10_000)
    frames(bench.scenes(runs, "pan", page), report, "pan and zoom, 100 MP, 500 regions", 0.95)


def threshold(bench: Bench, report: Report, runs: int) -> None:
    page = make_page(bench.folder / "4-megapixels.jpg", 2_000)
    frames(bench.scenes(runs, "threshold", page), report, "threshold over 2,000 regions", 0.5)


def frames(found: list[Answer], report: Report, what: str, share: float) -> None:
    """One line: of each run the frame time that `share` of its frames keep."""
    walls = [quantile([wall for wall, _ in answer["frames_ms"]], share) for answer in found]
    cpu = statistics.median(quantile([cpu for _, cpu in answer["frames_ms"]], share) for answer in found)
    labels = statistics.median(max(wall for wall, _ in answer["labels_ms"]) for answer in found)
    note = f"{share:.0%} of frames; of that {cpu:.1f} ms computing; labels afterwards {labels:.0f} ms"
    report.line(what, walls, 16, "ms", note)


def folder(bench: Bench, report: Report, runs: int) -> None:
    pages = make_folder(bench.folder / "pages", 50_000)
    found = bench.scenes(runs, "folder", pages)
    listed = statistics.median(each(found, "listed_s"))
    report.line("folder of 50,000 pages", each(found, "usable_s"), 1.0, "s", f"all rows after {listed:.2f} s")


def many_pages(bench: Bench, report: Report, runs: int) -> None:
    folders = [make_folder(bench.folder / name, 50_000) for name in ("many", "more")]
    found = [bench.run("benchmarks.window_pages", *map(str, folders)) for _ in range(max(1, runs // 2))]
    for number, step in enumerate(step["step"] for step in found[0]["steps"]):
        each_run = [answer["steps"][number] for answer in found]
        walls = [1e3 * answer["longest"]["wall_s"] for answer in each_run]
        computing = 1e3 * statistics.median(answer["longest"]["cpu_s"] for answer in each_run)
        note = f"{computing:.0f} ms of it computing"
        report.line(f"50,000 pages: {step}", walls, 1e3 * BUSY_LIMIT_S, "ms", note)
        for frame in each_run[0]["longest"]["stack"][-4:] if walls[0] > 1e3 * BUSY_LIMIT_S else ():
            print(f"         {frame.removeprefix(f'{ROOT}/')}")


def tour(bench: Bench, report: Report, runs: int) -> None:
    page = make_page(bench.folder / "36-megapixels.jpg", 6_000)
    small = make_page(bench.folder / "page.jpg", 1_600)
    pages = bench.folder / "batch"
    pages.mkdir()
    for number in range(50):
        os.link(small, pages / f"page_{number + 1}.jpg")
    found = [bench.run("benchmarks.window_tour", str(page), str(pages)) for _ in range(max(1, runs // 2))]
    show_stretches("tour: longest busy stretch", found, report)
    report.line("tour: closing", each(found, "closing_s"), 3.0, "s")


def show_stretches(what: str, found: list[Answer], report: Report) -> None:
    """The longest busy stretch of all, and of each step."""
    worst = [1e3 * max(step["longest"]["wall_s"] for step in answer["steps"]) for answer in found]
    computing = 1e3 * statistics.median(max(step["longest_cpu_s"] for step in answer["steps"]) for answer in found)
    report.line(what, worst, 1e3 * BUSY_LIMIT_S, "ms", f"{computing:.0f} ms computing")
    for step in (step for answer in found for step in answer["steps"]):
        longest = step["longest"]
        print(
            f"       {step['step']:<28} {step['count']:6d} stretches, longest {1e3 * longest['wall_s']:5.1f} ms, "
            f"{1e3 * longest['cpu_s']:5.1f} ms of it computing"
        )
        for frame in longest["stack"][-4:] if longest["wall_s"] > BUSY_LIMIT_S else ():
            print(f"         {frame.removeprefix(f'{ROOT}/')}")


def download(bench: Bench, report: Report, runs: int) -> None:
    model = make_model(bench.folder / "model")
    page, small = make_page(bench.folder / "large.jpg", 6_000), make_page(bench.folder / "small.jpg", 1_600)
    for speed in (0, FAST_NETWORK_MB_PER_S):
        with serving(model, speed) as base:
            inputs = (str(model), base, str(page), str(small))
            found = [bench.run("benchmarks.window_download", *inputs) for _ in range(max(1, runs // 2))]
        show_download(
            f"{speed} MB/s" if speed else "full speed", found, (model / SERVED_WEIGHTS).stat().st_size, report
        )


@contextmanager
def serving(folder: Path, megabytes_per_s: float) -> Iterator[str]:
    """The address of a server of a folder's files, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.served_library", "serve", str(folder), str(megabytes_per_s)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def show_download(what: str, found: list[Answer], size: int, report: Report) -> None:
    show_stretches(f"download, {what}: longest busy stretch", found, report)
    for kind in ("before", "download", "install"):
        frames_ms = [frame for answer in found for frame in answer["frames_ms"][kind]]
        walls = [quantile([wall for wall, _ in answer["frames_ms"][kind]], 0.95) for answer in found]
        cpu = quantile([cpu for _, cpu in frames_ms], 0.95)
        note = f"95% of {len(frames_ms)} frames; of that {cpu:.1f} ms computing"
        report.line(f"{kind}: zoom, 36 MP, 500 regions", walls, 16, "ms", note)
    more = [answer["peak_mb"] - answer["before_mb"] for answer in found]
    before = statistics.median(each(found, "before_mb"))
    report.line("download: memory of the child, more", more, 30, "MB", f"{before:.0f} MB before")
    seconds, installing = statistics.median(each(found, "seconds")), statistics.median(each(found, "installing_mb"))
    print(
        f"       {size / 1e6:.0f} MB in {seconds:.1f} s, {size / seconds / 1e6:.0f} MB/s; "
        f"{sum(each(found, 'runs')):.0f} runs meanwhile; memory of the child while it takes the model in up to "
        f"{installing:.0f} MB"
    )


def each(found: list[Answer], name: str) -> list[float]:
    return [answer[name] for answer in found]


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = names[0].partition(":")[2].strip() if names else platform.machine()
    packages = ", ".join(f"{name} {version(name)}" for name in ("PySide6-Essentials", "numpy", "torch"))
    return (
        f"{processor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, a loop of a million additions takes "
        f"{loop_ms():.0f} ms; {platform.system()} {platform.release()}, Python {platform.python_version()}, {packages}"
    )


def loop_ms(runs: int = 20) -> float:
    """How fast the machine is just now: a fixed piece of Python, the median of some runs."""
    seconds = []
    for _ in range(runs):
        begun, total = time.perf_counter(), 0
        for number in range(1_000_000):
            total += number
        seconds.append(time.perf_counter() - begun)
    return 1e3 * statistics.median(seconds)


SCENES: dict[str, Callable[[Bench, Report, int], None]] = {
    "start": start,
    "pan": pan,
    "threshold": threshold,
    "folder": folder,
    "many-pages": many_pages,
    "tour": tour,
    "download": download,
}

if __name__ == "__main__":
    sys.exit(main())
