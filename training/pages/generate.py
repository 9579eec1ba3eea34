"""Makes pages with labels.

    python -m training.pages.generate OUT --pools POOLS --pages 10000 --workers 2

writes OUT/NNNNNNN.jpg, OUT/pages.WORKER.jsonl (one line a page: file, kind, size and regions) and OUT/contact.jpg,
twenty pages with their boxes drawn. Page number N is made from seed N alone: any page can be made again, and a run
that was broken off goes on where it stopped.
"""

import argparse
import json
import multiprocessing
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from PIL import Image, ImageDraw

from d2studio.core.colours import class_colour
from training.pages import (
    articles,
    books,
    documents,
    entries,
    leaflets,
    office,
    old_print,
    periodicals,
    slides,
)
from training.pages.canvas import CLASS_NAMES
from training.pages.frame import Kind
from training.pages.pools import Pools
from training.pages.text import Page

# Their order is part of what a seed means.
KINDS: Final[tuple[Kind, ...]] = (
    *articles.KINDS,
    *documents.KINDS,
    *entries.KINDS,
    *periodicals.KINDS,
    *books.KINDS,
    *old_print.KINDS,
    *leaflets.KINDS,
    *slides.KINDS,
    *office.KINDS,
)
_JPEG_QUALITY: Final = 95


def make_page(seed: int, pools: Pools, kind: str | None = None) -> tuple[Page, str]:
    """The page that belongs to `seed`, and its kind's name."""
    rng = Random(seed)
    name, make, _ = rng.choices(KINDS, [weight for _, _, weight in KINDS])[0]
    if kind is not None:
        name, make, _ = next(entry for entry in KINDS if entry[0] == kind)
    return make(rng, pools), name


def as_record(page: Page, kind: str, seed: int, file: str) -> dict[str, Any]:
    """What is written of a page: regions are [class id, x0, y0, x1, y1]."""
    return {
        "file": file,
        "seed": seed,
        "kind": kind,
        "width": page.canvas.width,
        "height": page.canvas.height,
        "regions": [[CLASS_NAMES.index(region.class_name), *region.box] for region in page.canvas.regions],
    }


def draw_boxes(page: Page) -> Image.Image:
    """The page with its regions outlined in the colours of their classes."""
    picture = page.canvas.image.copy()
    draw = ImageDraw.Draw(picture)
    for region in page.canvas.regions:
        left, top, right, bottom = region.box
        # Around the ink, not on it.
        draw.rectangle((left - 2, top - 2, right + 1, bottom + 1), outline=class_colour(region.class_name), width=2)
    return picture


def contact_sheet(pictures: Sequence[Image.Image], columns: int = 5, cell: tuple[int, int] = (440, 600)) -> Image.Image:
    """All pictures on one."""
    rows = (len(pictures) + columns - 1) // columns
    sheet = Image.new("RGB", (cell[0] * columns, cell[1] * rows), (120, 120, 120))
    for index, picture in enumerate(pictures):
        small = picture.copy()
        small.thumbnail((cell[0] - 6, cell[1] - 6))
        sheet.paste(small, (index % columns * cell[0] + 3, index // columns * cell[1] + 3))
    return sheet


def make_pages(out: Path, pools_folder: Path, seeds: Sequence[int], worker: int) -> tuple[int, int]:
    """Write the pages of `seeds` that are not there yet; returns how many were made and how many failed."""
    pools = Pools(pools_folder)
    made = failed = 0
    with (out / f"pages.{worker}.jsonl").open("a", encoding="utf-8") as records:
        for seed in seeds:
            file = f"{seed:07d}.jpg"
            if (out / file).exists():
                continue
            try:
                page, kind = make_page(seed, pools)
            except Exception:  # noqa: BLE001 - one page in thousands may fail; it is counted, shown and left out
                failed += 1
                print(f"page {seed} failed\n{traceback.format_exc()}", flush=True)
                continue
            page.canvas.image.save(out / file, quality=_JPEG_QUALITY, subsampling=0)
            records.write(json.dumps(as_record(page, kind, seed, file)) + "\n")
            records.flush()
            made += 1
    return made, failed


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    parser = argparse.ArgumentParser(description="Makes pages with labels.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--pools", type=Path, required=True, help="folder made by training.pages.pools")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first page, which is its seed")
    parser.add_argument("--workers", type=int, default=2)
    names = [name for name, _, _ in KINDS]
    parser.add_argument("--kind", choices=names, metavar="KIND", help="contact sheet of one kind only; makes no pages")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    pools = Pools(options.pools)
    sample = [draw_boxes(make_page(seed, pools, options.kind)[0]) for seed in range(options.first, options.first + 20)]
    contact_sheet(sample).save(options.out / "contact.jpg", quality=88)
    if options.kind:
        return
    started = time.monotonic()
    seeds = range(options.first, options.first + options.pages)
    jobs = [(options.out, options.pools, seeds[worker :: options.workers], worker) for worker in range(options.workers)]
    with multiprocessing.get_context("spawn").Pool(options.workers) as workers:
        counts = workers.starmap(make_pages, jobs)
    made, failed = (sum(column) for column in zip(*counts, strict=True))
    seconds = (time.monotonic() - started) * options.workers / max(1, made + failed)
    print(f"{made} pages made, {failed} failed, {seconds:.3f} s a page and core")


if __name__ == "__main__":
    main()
