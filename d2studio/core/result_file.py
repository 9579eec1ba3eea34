"""A page's result as a file, written and read by threads that must not keep the window waiting.

What may be large, masks and outlines, lies in it as it is: numpy handles that without Python, which the window needs
at the same time. The rest is what it would be on its way from the child.
"""

import zipfile
import zlib
from dataclasses import replace
from itertools import accumulate, islice, pairwise
from pathlib import Path

import numpy as np

from d2studio.arrays import AnyArray
from d2studio.core.page_result import PageResult
from d2studio.core.value_wire import result_from_wire, result_to_wire
from d2studio.core.wire import WireError, from_line, to_line

_DAMAGE = (EOFError, LookupError, NotImplementedError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)


def write_result(path: Path, result: PageResult) -> None:
    """Write a result.

    Raises:
        OSError: it cannot be written.
        WireError: it is larger than any result that comes from the child.
    """
    found = result.detections
    small = replace(result, detections=replace(found, masks=None), outlines=None)
    arrays: dict[str, AnyArray] = {"rest": np.frombuffer(to_line(result_to_wire(small)), np.uint8)}
    if found.masks is not None:
        arrays["masks"] = found.masks
    if result.outlines is not None:
        polygons = [polygon for several in result.outlines for polygon in several]
        arrays["corners"] = np.concatenate(polygons) if polygons else np.empty((0, 2), np.float32)
        arrays["lengths"] = np.array([len(polygon) for polygon in polygons], np.int64)
        arrays["counts"] = np.array([len(several) for several in result.outlines], np.int64)
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def read_result(path: Path) -> PageResult:
    """Read what `write_result` wrote.

    Raises:
        OSError: it cannot be read.
        WireError: it is damaged.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            result = result_from_wire(from_line(arrays["rest"].tobytes()))
            masks = arrays.get("masks")
            outlines = None
            if "corners" in arrays:
                ends = accumulate(arrays["lengths"].tolist(), initial=0)
                corners = arrays["corners"]
                polygons = iter([corners[start:end] for start, end in pairwise(ends)])
                outlines = tuple(tuple(islice(polygons, several)) for several in arrays["counts"].tolist())
    except _DAMAGE as error:
        raise WireError(f"{path} is damaged: {error}") from error
    return replace(result, detections=replace(result.detections, masks=masks), outlines=outlines)
