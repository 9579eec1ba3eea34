"""Regions as text to paste: for people and spreadsheets, for programs that read tables, and for programs."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Final

from d2studio.core.records import Outlines, detection_record
from d2studio.core.words import printable
from d2studio.detections import Detections

_HEADER: Final = ("page", "class", "class_id", "score", "x", "y", "width", "height", "area_px")

# Spreadsheets take text that begins so for a formula; of signs also the wide forms that East Asian keyboards give.
_FORMULA_SIGNS: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def as_text(detections: Detections, positions: Sequence[int], page: str) -> str:
    """A header and a line for each of `positions`, with tabs between cells: what spreadsheets take as cells.

    Coordinates are in pixels of the page, x and y those of the top left corner.
    """
    rows = [_HEADER, *(_row(detections, position, page) for position in positions)]
    return "".join("\t".join(row) + "\n" for row in rows)


def as_csv(detections: Detections, positions: Sequence[int], page: str) -> str:
    """The same as comma-separated values, to be written as UTF-8."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows(_row(detections, position, page) for position in positions)
    return lines.getvalue()


def as_json(detections: Detections, positions: Sequence[int], page: str, outlines: Outlines | None = None) -> str:
    """The records of `d2studio predict --json`, of the detections at `positions` only.

    `outlines` are the polygons of all of `detections`.
    """
    height, width = detections.size_hw
    record = {
        "page": page,
        "size": [width, height],
        "detections": [detection_record(detections, position, outlines) for position in positions],
    }
    # What is no character, as in file names that are not UTF-8, becomes an escape of JSON's own.
    text = json.dumps(record, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _row(detections: Detections, position: int, page: str) -> tuple[str, ...]:
    x0, y0, x1, y1 = detections.boxes[position].tolist()
    return (
        _harmless(page),
        _harmless(detections.class_name(position)),
        str(detections.class_ids[position]),
        f"{detections.scores[position]:.5f}",
        *(f"{value:.2f}" for value in (x0, y0, x1 - x0, y1 - y0)),
        f"{(x1 - x0) * (y1 - y0):.0f}",
    )


def _harmless(text: str) -> str:
    """`text` as a cell on one line that no spreadsheet takes for a formula."""
    line = printable(text)
    return f"'{line}" if line.lstrip().startswith(_FORMULA_SIGNS) else line
