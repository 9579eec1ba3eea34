"""Pages to learn from, as batches: generated ones and real ones, each time warped and scanned anew.

Generated pages lie in folders of `training.pages.generate`, which may still be filling while training runs. Real pages
come from COCO files whose images say in `complete_classes` which classes their labels hold completely.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import IterableDataset

from training.learn.targets import Truth
from training.pages.canvas import CLASS_NAMES
from training.pages.scanner import scan
from training.pages.warp import warp

# Larger real pages are reduced to this once, when they are first read.
LONG_SIDE: Final = 1100
# Pages that are longer than this are resized by their long side, as in prediction.
MAX_ASPECT: Final = 1.6
# The generator's boxes are tight to the ink. People leave air around it, most of all around small things: on pages that
# they labelled the ink of a running head fills 72 % of its box. This share of the long side, on every side, makes up
# for it; larger regions do not notice.
AIR: Final = 0.0013
# The folder of generated pages is looked at again after so many pages.
REFRESH: Final = 400


@dataclass(frozen=True)
class LabelledPage:
    """Where a page's picture lies and what is on it: boxes float32 [N, 4] in its pixels, classes int64 [N].

    `incomplete` bool [K] names the classes that may be unlabelled; None on pages that are complete. A real page has
    been through a scanner already.
    """

    path: Path
    width: int
    height: int
    boxes: NDArray[np.float32]
    classes: NDArray[np.int64]
    incomplete: NDArray[np.bool_] | None = None
    is_real: bool = False


@dataclass(frozen=True)
class Batch:
    """uint8 [B, 3, H, W] in BGR, padded with zeros at the right and below; the sizes before that; the truth of each."""

    pixels: Tensor
    sizes_hw: tuple[tuple[int, int], ...]
    truths: tuple[Truth, ...]


def read_generated(folder: Path) -> list[LabelledPage]:
    """Every page that the generator has finished so far, in the order of their numbers."""
    pages = []
    for records in sorted(folder.glob("pages.*.jsonl")):
        for line in records.read_text(encoding="utf-8").splitlines(keepends=True):
            if not line.endswith("\n"):
                break  # being written
            record = json.loads(line)
            regions = np.array(record["regions"], dtype=np.float32).reshape(-1, 5)
            width, height = record["width"], record["height"]
            air = AIR * max(width, height)
            limits = np.array((width, height, width, height), dtype=np.float32)
            pages.append(
                LabelledPage(
                    folder / record["file"],
                    width,
                    height,
                    np.clip(regions[:, 1:] + np.array((-air, -air, air, air), dtype=np.float32), 0, limits),
                    regions[:, 0].astype(np.int64),
                )
            )
    return sorted(pages, key=lambda page: page.path.name)


def read_coco(path: Path) -> list[LabelledPage]:
    """The pages of a COCO file; categories are found by name."""
    coco = json.loads(path.read_text(encoding="utf-8"))
    ids = {category["id"]: CLASS_NAMES.index(category["name"]) for category in coco["categories"]}
    regions: dict[int, list[tuple[int, float, float, float, float]]] = {}
    for annotation in coco["annotations"]:
        if not annotation.get("iscrowd"):
            x, y, width, height = annotation["bbox"]
            if width > 0 and height > 0:
                region = (ids[annotation["category_id"]], x, y, x + width, y + height)
                regions.setdefault(annotation["image_id"], []).append(region)
    pages = []
    for image in coco["images"]:
        rows = np.array(regions.get(image["id"], []), dtype=np.float32).reshape(-1, 5)
        incomplete = np.array([name not in image["complete_classes"] for name in CLASS_NAMES])
        pages.append(
            LabelledPage(
                path.parent / image["file_name"],
                image["width"],
                image["height"],
                rows[:, 1:],
                rows[:, 0].astype(np.int64),
                incomplete if incomplete.any() else None,
                is_real=True,
            )
        )
    return pages


class Batches(IterableDataset[Batch]):
    """Batches without end.

    A batch holds pages of one orientation, resized to one random short side. The same seed gives the same batches,
    as long as the folder of generated pages does not change.
    """

    def __init__(
        self,
        generated: Path,
        real: Sequence[LabelledPage] = (),
        *,
        real_share: float = 0.0,
        batch_size: int = 4,
        short_sides: tuple[int, int] = (320, 448),
        seed: int = 0,
    ) -> None:
        """Say where the pages are.

        Args:
            generated: a folder of `training.pages.generate`.
            real: pages to mix in.
            real_share: how many of the pages are real.
            batch_size: pages a batch.
            short_sides: the least and the largest, in pixels.
            seed: decides the pages, their order and their looks.

        Raises:
            FileNotFoundError: there are no generated pages.
        """
        super().__init__()
        if not read_generated(generated):
            raise FileNotFoundError(f"No pages in {generated}. Make them first: python -m training.pages.generate")
        self.generated = generated
        self.real = list(real)
        self.real_share = real_share if self.real else 0.0
        self.batch_size = batch_size
        self.short_sides = short_sides
        self.seed = seed
        self._reduced: dict[Path, tuple[NDArray[np.uint8], float]] = {}

    def __iter__(self) -> Iterator[Batch]:
        worker = torch.utils.data.get_worker_info()
        cv2.setNumThreads(1)
        rng = np.random.default_rng((self.seed, 0 if worker is None else worker.id))
        waiting: dict[bool, list[LabelledPage]] = {False: [], True: []}
        for page in self._endless(rng):
            group = waiting[page.height < page.width]
            group.append(page)
            if len(group) == self.batch_size:
                short_side = int(rng.integers(self.short_sides[0] // 16, self.short_sides[1] // 16 + 1)) * 16
                yield collate([self._prepare(one, rng, short_side) for one in group])
                group.clear()

    def _endless(self, rng: np.random.Generator) -> Iterator[LabelledPage]:
        """Generated pages in a new random order each time round, real ones thrown in."""
        while True:
            pages = read_generated(self.generated)
            for index in rng.permutation(len(pages))[: max(REFRESH, len(pages) // 4)]:
                while rng.random() < self.real_share:
                    yield self.real[int(rng.integers(len(self.real)))]
                yield pages[int(index)]

    def _prepare(
        self, page: LabelledPage, rng: np.random.Generator, short_side: int
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int64], NDArray[np.bool_] | None]:
        image, scale = self._read(page)
        warped, boxes, kept = warp(image, page.boxes * scale, rng, short_side=short_side, max_aspect=MAX_ASPECT)
        return scan(warped, rng, is_real=page.is_real), boxes, page.classes[kept], page.incomplete

    def _read(self, page: LabelledPage) -> tuple[NDArray[np.uint8], float]:
        """The page's picture in RGB and how much smaller it is than its labels say; real pages are kept in memory."""
        if page.path in self._reduced:
            return self._reduced[page.path]
        image = cv2.imread(str(page.path), cv2.IMREAD_COLOR_RGB)
        if image is None:
            raise ValueError(f"{page.path} cannot be read as a picture.")
        scale = min(1.0, LONG_SIDE / max(image.shape[:2]))
        if scale < 1:
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found = (image.astype(np.uint8, copy=False), scale)
        if page.is_real:
            self._reduced[page.path] = found
        return found


def collate(
    pages: Sequence[tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int64], NDArray[np.bool_] | None]],
) -> Batch:
    """Pictures [h, w, 3] in RGB with boxes, classes and incomplete classes, as one batch padded to multiples of 32."""
    sizes = tuple((image.shape[0], image.shape[1]) for image, *_ in pages)
    height, width = (-(-max(side) // 32) * 32 for side in zip(*sizes, strict=True))
    pixels = np.zeros((len(pages), height, width, 3), dtype=np.uint8)
    truths = []
    for index, (image, boxes, classes, incomplete) in enumerate(pages):
        pixels[index, : image.shape[0], : image.shape[1]] = image[:, :, ::-1]
        truths.append(
            Truth(
                torch.from_numpy(np.ascontiguousarray(boxes, dtype=np.float32)),
                torch.from_numpy(np.ascontiguousarray(classes)),
                None if incomplete is None else torch.from_numpy(incomplete),
            )
        )
    # A permuted view: channels last in memory, which is what convolutions on a CPU like.
    return Batch(torch.from_numpy(pixels).permute(0, 3, 1, 2), sizes, tuple(truths))
