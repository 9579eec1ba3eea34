"""Odd, rare and broken files from elsewhere: each ends in a right picture or one clear error, in bounds."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pytest

from d2studio.core.images import open_pages

resource = pytest.importorskip("resource", reason="memory limits are only known where POSIX is")

pytestmark = pytest.mark.shared

ADDRESS_SPACE: Final = 4 << 30
SECONDS_PER_FILE: Final = 10
# Opens each file in turn and prints a line of JSON for it. A timer ends the process where a file takes too long; it
# counts the process's own time, since other tests may run beside it.
CHILD: Final = """
import json, resource, signal, sys, time
from pathlib import Path
from d2studio.core.images import open_pages
from d2studio.errors import PageError

resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
folder = Path(sys.argv[3])
for name in sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.suffix != ".tsv"):
    signal.setitimer(signal.ITIMER_PROF, int(sys.argv[2]))
    print(json.dumps({"begun": name}), flush=True)
    sizes, errors = [], []
    try:
        with open_pages(folder / name) as source:
            for index in source.indices:
                try:
                    sizes.append(source.page(index).size_hw)
                except PageError as error:
                    errors.append((type(error).__name__, str(error), error.hint))
    except PageError as error:
        errors.append((type(error).__name__, str(error), error.hint))
    print(json.dumps({"name": name, "sizes": sizes, "errors": errors}), flush=True)
"""

ERRORS: Final = {
    "Unstructured__password.pdf": "PasswordRequired",
    "docling__2206.01062_pg3.pdf": "PasswordRequired",
    "mozilla__bug1782186.pdf": "PasswordRequired",
    "variants/enc_user.pdf": "PasswordRequired",
    "mozilla__REDHAT-1531897-0.pdf": "PageError",
    "mozilla__bug1020226.pdf": "PageError",
    "ocrmypdf__invalid.pdf": "PageError",
    "py__unreadablemetadata.pdf": "PageError",
    "python__broken_data_stream.png": "PageError",
    "python__crash-338516dbd2f0e83caddb8ce256c22db3bd6dc40f.tif": "PageError",
    "python__not_enough_data.jp2": "PageError",
    "python__png_decompression_dos.png": "PageError",
    "python__tiff_overflow_rows_per_strip.tif": "PageError",
    "python__truncated_image.png": "PageError",
    "python__truncated_jpeg.jpg": "PageError",
    "python__ultrahdr.jpg": "PageError",  # it ends where its pixels begin
    "variants/empty_file.png": "PageError",
    "variants/truncated.pdf": "PageError",
    "variants/huge_20000x26000_g4.tif": "PageTooLarge",
}
PAGES: Final = {
    "python__multipage.tiff": 3,
    "python__multipage_out_of_order.tiff": 3,
    "python__multipage_multiple_frame_loop.tiff": 2,
    "python__multipage-lastframe.tif": 1,
    "python__no_rows_per_strip.tif": 3,
    "python__g4-multi.tiff": 3,
    "py__multicolumn.pdf": 3,
    "mozilla__prefilled_f1040.pdf": 2,
    "variants/multi_mixed.tif": 3,
}


@pytest.fixture(scope="module")
def wild(shared_dir: Path) -> Path:
    folder = shared_dir / "wild"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    return folder


@pytest.fixture(scope="module")
def outcomes(wild: Path) -> dict[str, dict[str, Any]]:
    command = [sys.executable, "-W", "error", "-c", CHILD, str(ADDRESS_SPACE), str(SECONDS_PER_FILE), str(wild)]
    child = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in child.stdout.splitlines()]
    assert child.returncode == 0, f"{lines[-1]}: {child.returncode}, {child.stderr[-2000:]}"
    return {line["name"]: line for line in lines if "name" in line}


def test_that_every_file_ends_as_it_should_under_limits(outcomes: dict[str, dict[str, Any]]) -> None:
    assert len(outcomes) > 100
    for name, outcome in outcomes.items():
        assert [kind for kind, _, _ in outcome["errors"]] == ([ERRORS[name]] if name in ERRORS else []), name
        for _, message, hint in outcome["errors"]:
            assert message.endswith("."), name
            assert hint, name
        if name not in ERRORS:
            assert len(outcome["sizes"]) == PAGES.get(name, 1), name


def test_that_odd_sizes_and_turns_are_right(outcomes: dict[str, dict[str, Any]]) -> None:
    for name, size_hw in {
        "variants/strip_30000x200.png": [200, 30_000],
        "variants/strip_120x20000.png": [20_000, 120],
        "variants/one_pixel.png": [1, 1],
        "variants/exif6.jpg": [1651, 1275],
        "variants/exif8.jpg": [1651, 1275],
        "ocrmypdf__rotated_skew.pdf": [2200, 1700],
        "ocrmypdf__hugemono.pdf": [10_000, 10_000],
    }.items():
        assert outcomes[name]["sizes"] == [size_hw], name


@pytest.mark.parametrize(
    ("name", "index", "like", "mean_difference"),
    [
        ("png_named.jpg", 0, "plain.png", 0),
        ("grey16.png", 0, "plain.png", 0),
        ("grey16.tif", 0, "plain.png", 0),
        ("rgba_white_on_clear.png", 0, "plain.png", 0),
        ("exif6.jpg", 0, "plain.png", 1),
        ("exif8.jpg", 0, "plain.png", 1),
        ("g4.tif", 0, "plain.png", 6),
        ("multi_mixed.tif", 0, "plain.png", 6),
        ("multi_mixed.tif", 1, "plain.png", 0),
        ("multi_mixed.tif", 2, "plain_colour.png", 1.5),
        ("cmyk.jpg", 0, "plain_colour.png", 1),
        ("page.jp2", 0, "plain_colour.png", 1),
        ("page.webp", 0, "plain_colour.png", 1.5),
    ],
)
def test_that_one_page_looks_the_same_in_every_container(
    wild: Path, name: str, index: int, like: str, mean_difference: float
) -> None:
    page, expected = pixels(wild / "variants" / name, index), pixels(wild / "variants" / like)
    assert page.shape == expected.shape
    assert np.abs(page - expected).mean() <= mean_difference


def pixels(path: Path, index: int = 0) -> npt.NDArray[np.int16]:
    with open_pages(path) as source:
        return source.page(index).pixels.astype(np.int16)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Unstructured__password.pdf", "password"),
        ("docling__2206.01062_pg3.pdf", "1234"),
        ("variants/enc_user.pdf", "user"),
        ("variants/enc_owner_only.pdf", "meant for another file"),
    ],
)
def test_that_passwords_open_their_documents(wild: Path, name: str, password: str) -> None:
    with open_pages(wild / name, password=password) as source:
        assert source.page(0).pixels.min() < 128


def test_that_the_resolution_and_the_aspect_are_told(wild: Path) -> None:
    with open_pages(wild / "variants" / "bad_dpi.tif") as source:
        page = source.page(0)
    assert page.dpi == (200.0, 100.0)
    assert page.notes == ("pixels are not square: 200 x 100 dpi",)
