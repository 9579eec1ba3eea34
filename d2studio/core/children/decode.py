"""The child that opens what people send: lists folders, decodes pages, makes thumbnails, writes pictures.

It is small and may be ended at any time; nothing is lost but the page it was at.
"""

from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from d2studio.control import Control
from d2studio.core.annotate import annotate
from d2studio.core.children.files import file_stamp
from d2studio.core.children.serve import Emit, Handler
from d2studio.core.images import PageSource, find_page_names, open_pages
from d2studio.core.output_folder import write_whole
from d2studio.core.shared_blocks import SharedBlocks, block_name
from d2studio.core.value_wire import colours_from_wire, detections_from_wire, transform_to_wire
from d2studio.core.wire import Message, array_to_wire, integer, number, sequence, size_hw, text, texts
from d2studio.errors import D2StudioError, PasswordRequired, UsageError

_KEYS_A_PART: Final = 1000


class OpenFiles:
    """Keeps the file that was used last open: who looks at one page of a PDF looks at the next one, too."""

    def __init__(self) -> None:
        self._asked: tuple[object, ...] = ()
        self._source: PageSource | None = None

    def __call__(self, message: Message) -> PageSource:
        path = Path(text(message.get("path")))
        password = message.get("password")
        dpi, max_pixels = number(message.get("dpi")), integer(message.get("max_pixels"))
        asked = (path, file_stamp(path), password, dpi, max_pixels)
        if self._source is None or asked != self._asked:
            self.close()
            self._source = open_pages(path, dpi=dpi, password=password, max_pixels=max_pixels)
            self._asked = asked
        return self._source

    def close(self) -> None:
        if self._source is not None:
            self._source.close()
            self._source = None


def handlers(blocks: SharedBlocks) -> dict[str, Handler]:
    """What this child can do, by the name of the request; see `core/requests` for what each asks and answers."""
    files, files_of_thumbnails = OpenFiles(), OpenFiles()  # PDFs are opened at a resolution
    return {
        "list": list_files,
        "count": count_pages,
        "page": partial(decode_page, files, blocks),
        "thumbnail": partial(make_thumbnail, files_of_thumbnails),
        "picture": partial(make_picture, blocks),
    }


def list_files(message: Message, control: Control, emit: Emit) -> Message:
    """Find the page files that inputs stand for; those that stand for none become problems."""
    problems, count = [], 0
    for given in texts(message.get("inputs")):
        control.tick("list")
        try:
            found = find_page_names([given])
        except UsageError as error:
            problems.append([given, str(error)])
            continue
        for start in range(0, len(found), _KEYS_A_PART):
            control.tick("list")
            emit({"paths": found[start : start + _KEYS_A_PART]})
        count += len(found)
    return {"count": count, "problems": problems}


def count_pages(message: Message, control: Control, emit: Emit) -> Message:
    """Count the pages of files; None for one that cannot be opened, -1 for one that needs a password."""
    counts: list[int | None] = []
    for path in texts(message.get("paths")):
        control.tick("count")
        try:
            with open_pages(path, password=message.get("password")) as source:
                counts.append(len(source))
        except PasswordRequired:
            counts.append(-1)
        except D2StudioError:  # said when the page is asked for
            counts.append(None)
    return {"counts": counts}


def decode_page(files: OpenFiles, blocks: SharedBlocks, message: Message, control: Control, emit: Emit) -> Message:
    control.tick("open")
    source = files(message)
    control.tick("decode")
    block = _block(message)
    with blocks.new_page(block) as draft:
        page = source.page(integer(message.get("index")), allocate=draft.allocate)
        control.tick("reduce", 0.7)
        sizes = draft.finish(page.pixels)
    return {
        "count": len(source),
        "block": block,
        "sizes": [list(size) for size in sizes],
        "dpi": None if page.dpi is None else list(page.dpi),
        "to_source": transform_to_wire(page.to_source),
        "notes": list(page.notes),
    }


def make_thumbnail(files: OpenFiles, message: Message, control: Control, emit: Emit) -> Message:
    """A page reduced to fit a square; of a PDF drawn no larger than that."""
    side = integer(message.get("side"))
    control.tick("decode")
    page = files(message).page(integer(message.get("index")))
    # Pillow's reduction by whole factors first: it is the fast part, and what is left is small.
    picture = Image.fromarray(page.pixels)
    factor = max(1, max(picture.size) // (2 * side))
    picture = picture.reduce(factor)
    picture.thumbnail((side, side), Image.Resampling.BILINEAR)
    return {"pixels": array_to_wire(np.asarray(picture))}


def make_picture(blocks: SharedBlocks, message: Message, control: Control, emit: Emit) -> Message:
    """Draw detections on a page, and write that as a PNG file; or, without a target, into a block."""
    sizes = tuple(map(size_hw, sequence(message.get("sizes"))))
    colours = colours_from_wire(message.get("colours"))
    pixels = blocks.read_page(text(message.get("block")), sizes)[0]
    control.tick("draw")
    picture = annotate(pixels, detections_from_wire(message.get("detections")), colours)
    control.tick("write", 0.5)
    target = message.get("target")
    if target is not None:
        # Level 1 takes a third of the default's time for a tenth more bytes.
        write_whole(Path(text(target)), lambda file: picture.save(file, format="PNG", compress_level=1))
        return {"target": target}
    side = integer(message.get("side"))
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    block = _block(message)
    with blocks.new_page(block) as draft:
        sizes = draft.finish(np.asarray(picture))
    return {"block": block, "sizes": [list(size) for size in sizes]}


def _block(message: Message) -> str:
    return block_name("decode", integer(message.get("id")))
