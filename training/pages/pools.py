"""Pools of rendered pictures: drawn once, pasted on many pages.

`python -m training.pages.pools FOLDER` fills a folder; `Pools` picks from it, in two to five milliseconds a picture.
"""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from random import Random
from typing import Final

import cv2
import numpy as np
from PIL import Image

from training.pages.drawings import drawing
from training.pages.formulas import EM_PX, formula
from training.pages.marks import logo, ornament
from training.pages.photographs import Sources, engraving, photo
from training.pages.plots import plot

_PHOTO_FOLDER: Final = Path("/usr/share/backgrounds")
_CLIP_ART_FOLDER: Final = Path("/usr/share/openclipart/png")
COUNTS: Final = {
    "plots": 800,
    "drawings": 500,
    "formulas": 1500,
    "photos": 400,
    "logos": 200,
    "engravings": 150,
    "ornaments": 60,
}
# A text in a picture stays readable, and a circle round, up to about this change of the aspect ratio.
_MOST_DISTORTION: Final = 1.15


@dataclass(frozen=True)
class _Task:
    kind: str
    number: int
    target: Path
    seed: int
    sources: Sources


def _draw(task: _Task) -> None:
    """Draws one picture into its file; the same task always gives the same picture."""
    rng = Random(f"{task.seed} {task.kind} {task.number}")
    makers: dict[str, Callable[[Random], Image.Image]] = {
        "plots": plot,
        "drawings": partial(drawing, sources=task.sources),
        "formulas": formula,
        "photos": partial(photo, sources=task.sources),
        "logos": partial(logo, sources=task.sources),
        "engravings": partial(engraving, sources=task.sources),
        "ornaments": ornament,
    }
    image = makers[task.kind](rng)
    # Renamed when whole: a run that is cut short leaves no broken picture behind.
    unfinished = task.target.with_name(f".{task.target.name}")
    image.save(unfinished, quality=88) if task.target.suffix == ".jpg" else image.save(unfinished, compress_level=2)
    unfinished.rename(task.target)


def _one_thread() -> None:
    cv2.setNumThreads(1)


def fill(folder: Path, counts: dict[str, int], seed: int, workers: int, sources: Sources) -> int:
    """Draws what is missing in `folder`, one subfolder a kind.

    Returns:
        How many pictures were drawn.
    """
    tasks = []
    for kind, count in counts.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        suffix = ".jpg" if kind == "photos" else ".png"
        for number in range(count):
            target = folder / kind / f"{number:04}{suffix}"
            if not target.exists():
                tasks.append(_Task(kind, number, target, seed, sources))
    if workers < 2:
        for task in tasks:
            _draw(task)
    else:
        with ProcessPoolExecutor(workers, initializer=_one_thread) as executor:
            for _ in executor.map(_draw, tasks, chunksize=10):
                pass
    return len(tasks)


class Pools:
    """Picks pictures from a folder that `fill` has filled; the last decoded ones are kept."""

    def __init__(self, folder: Path) -> None:
        """Look what lies in `folder`.

        Raises:
            FileNotFoundError: a kind of picture is missing.
        """
        self._files = {kind: sorted((folder / kind).glob("[0-9]*")) for kind in COUNTS}
        missing = [kind for kind, files in self._files.items() if not files]
        if missing:
            raise FileNotFoundError(
                f"{folder} holds no {', '.join(missing)}; fill it with: python -m training.pages.pools {folder}"
            )
        self._sizes: dict[Path, tuple[int, int]] = {}
        self._decoded = lru_cache(maxsize=400)(_decode)

    def _size(self, path: Path) -> tuple[int, int]:
        if path not in self._sizes:
            with Image.open(path) as image:
                self._sizes[path] = image.size
        return self._sizes[path]

    def _nearest(self, kind: str, rng: Random, width: int, height: int, tries: int = 8) -> Path:
        """The file of `tries` random ones whose aspect ratio fits best."""
        wanted = np.log(width / height)

        def misfit(path: Path) -> float:
            found = self._size(path)
            return float(abs(np.log(found[0] / found[1]) - wanted))

        return min(rng.choices(self._files[kind], k=tries), key=misfit)

    def _fitted(self, kind: str, rng: Random, width: int, height: int) -> Image.Image:
        """At most `width` x `height`, and smaller one way where filling both would distort it visibly."""
        path = self._nearest(kind, rng, width, height)
        own_width, own_height = self._size(path)
        x_scale, y_scale = width / own_width, height / own_height
        x_scale, y_scale = min(x_scale, y_scale * _MOST_DISTORTION), min(y_scale, x_scale * _MOST_DISTORTION)
        return _resized(self._decoded(path), max(1, round(own_width * x_scale)), max(1, round(own_height * y_scale)))

    def photo(self, rng: Random, width: int, height: int) -> Image.Image:
        """Exactly `width` x `height`, RGB; what does not fit is cut off."""
        path = self._nearest("photos", rng, width, height, tries=4)
        own_width, own_height = self._size(path)
        scale = min(own_width / width, own_height / height)
        cut_width, cut_height = width * scale, height * scale
        left, top = rng.uniform(0, own_width - cut_width), rng.uniform(0, own_height - cut_height)
        part = self._decoded(path).crop((int(left), int(top), int(left + cut_width), int(top + cut_height)))
        return _resized(part, width, height)

    def engraving(self, rng: Random, width: int, height: int) -> Image.Image:
        """Fits into `width` x `height`, RGB: an old print, in black on white."""
        return self._fitted("engravings", rng, width, height)

    def plot(self, rng: Random, width: int, height: int) -> Image.Image:
        """Fits into `width` x `height`, RGB."""
        return self._fitted("plots", rng, width, height)

    def drawing(self, rng: Random, width: int, height: int) -> Image.Image:
        """Fits into `width` x `height`, RGB."""
        return self._fitted("drawings", rng, width, height)

    def logo(self, rng: Random, width: int, height: int) -> Image.Image:
        """Fits into `width` x `height`, RGB."""
        return self._fitted("logos", rng, width, height)

    def ornament(self, rng: Random, width: int) -> Image.Image:
        """Exactly `width` wide, RGB: decoration that no label belongs to."""
        path = rng.choice(self._files["ornaments"])
        own_width, own_height = self._size(path)
        return _resized(self._decoded(path), width, max(1, round(own_height * width / own_width)))

    def formula(self, rng: Random, em_px: float, max_width: int) -> Image.Image:
        """A displayed formula in type of `em_px` pixels an em, at most `max_width` wide; mode L, ink 0 on white 255."""
        scale = em_px / EM_PX
        for _ in range(12):
            path = rng.choice(self._files["formulas"])
            width, height = self._size(path)
            if width * scale <= max_width:
                break
        else:
            scale = max_width / width
        return _resized(self._decoded(path), max(1, int(width * scale)), max(1, round(height * scale)))


def _decode(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("L" if path.parent.name == "formulas" else "RGB")


def _resized(image: Image.Image, width: int, height: int) -> Image.Image:
    # OpenCV's area averaging takes a third of the time of Pillow's filters.
    shrinks = width < image.width
    pixels = cv2.resize(
        np.asarray(image), (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    )
    return Image.fromarray(pixels)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.pages.pools", description="Draw the pools of pictures.")
    parser.add_argument("folder", type=Path)
    for kind, count in COUNTS.items():
        parser.add_argument(f"--{kind}", type=int, default=count, metavar="N", help=f"default {count}")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--photo-folder", type=Path, default=_PHOTO_FOLDER, help=f"default {_PHOTO_FOLDER}")
    parser.add_argument("--clip-art-folder", type=Path, default=_CLIP_ART_FOLDER, help=f"default {_CLIP_ART_FOLDER}")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    counts = {kind: getattr(options, kind) for kind in COUNTS}
    sources = Sources.found(options.photo_folder, options.clip_art_folder)
    drawn = fill(options.folder, counts, options.seed, options.workers, sources)
    sys.stdout.write(f"{drawn} pictures drawn into {options.folder} in {time.monotonic() - start:.0f} s\n")


if __name__ == "__main__":
    main()
