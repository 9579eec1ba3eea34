"""Writes docs/catalogue.md, a table of the models that can be installed.

python -m tools.catalogue_table
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from d2studio.core.catalogue import FOLDER, CatalogueModel, catalogue

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "catalogue.md"
_INTRODUCTION: Final = """\
# The catalogue

The models that `d2studio models install NAME` gets, with what their makers say of them. A name may also be written
`lp://NAME/config`, with `.yaml` behind it, or as the model's id; capitals do not matter.

Sizes are what was seen, or what the network's numbers add up to. Figures run from 0 to 1. AP is the average precision
over overlaps of 0.5 to 0.95, on what is named beside it; LayoutParser does not say which of a data set's pages it
measured on, except for MFD. Where the number of classes is left open, the model's config tells it.

The exact sizes and the SHA-256 of LayoutParser's files are not published in advance: the hub names them when a file is
downloaded, and the file is checked against that. The names of Detectron2's files end in the first six digits of their
MD5.
"""


def table() -> str:
    """The page's text."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    for collection in dict.fromkeys(model.collection for model in catalogue()):
        models = [model for model in catalogue() if model.collection == collection]
        yield f"## {collection}\n"
        yield "| name | architecture | finds | classes | MB | figures | licence |"
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        yield from map(_row, models)
        yield ""
        notes = dict.fromkeys((model.data_set, model.catch) for model in models)
        yield from (f"- *{data_set}.* {catch}" for data_set, catch in notes)
        yield ""
    yield "## Left out\n"
    for path in sorted(FOLDER.glob("*.json")):
        left_out = json.loads(path.read_text(encoding="utf-8")).get("left_out", {})
        yield from (f"- `{name}`: {reason}." for name, reason in left_out.items())


def _row(model: CatalogueModel) -> str:
    figures = "; ".join(
        f"{on}: {', '.join(f'{name} {value:.3f}' for name, value in values.items())}"
        for on, values in model.measured.items()
    )
    count = "" if model.class_count is None else str(model.class_count)
    finds = ", ".join(model.finds)
    megabytes = round(model.weights.about_bytes / 1e6)
    what = f"`{model.aliases[0]}` | {model.architecture} | {finds} | {count} | {megabytes} | {figures}"
    return f"| {what} | {model.licence} |"


def main() -> None:
    PAGE.write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
