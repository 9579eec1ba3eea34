"""Cut, zeroed and mutated files: a page or an error for the user, never half a picture or a crash."""

import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from PIL import Image, JpegImagePlugin

from d2studio.core.images import open_pages
from d2studio.errors import PageError, PageTooLarge
from tests.core import page_files as make

MUTANTS: Final = 600


def photo() -> Image.Image:
    noise = np.random.default_rng(3).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((96, 72), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


EXIF: Final = Image.Exif()
EXIF[274], EXIF[282], EXIF[283] = 6, 300.0, 300.0

SEEDS: Final = {
    "png": encoded(photo(), "PNG", exif=EXIF, dpi=(300, 300)),
    "png palette": encoded(photo().quantize(16), "PNG", transparency=3),
    "png alpha": encoded(photo().convert("RGBA"), "PNG"),
    "jpeg": encoded(photo(), "JPEG", exif=EXIF),
    "jpeg progressive": encoded(photo(), "JPEG", progressive=True),
    "jpeg cmyk": encoded(photo().convert("CMYK"), "JPEG"),
    "webp": encoded(photo(), "WEBP", exif=EXIF),
    "webp lossless": encoded(photo(), "WEBP", lossless=True),
    "gif": encoded(photo().quantize(32), "GIF"),
    "bmp": encoded(photo(), "BMP"),
    "ppm": encoded(photo(), "PPM"),
    "jpeg 2000": encoded(photo(), "JPEG2000"),
    "jpeg 2000 lossy": encoded(photo(), "JPEG2000", irreversible=True, quality_mode="rates", quality_layers=[8]),
    "tiff raw": encoded(photo(), "TIFF"),
    "tiff lzw": encoded(photo(), "TIFF", compression="tiff_lzw"),
    "tiff deflate": encoded(photo(), "TIFF", compression="tiff_adobe_deflate"),
    "tiff packbits": encoded(photo(), "TIFF", compression="packbits"),
    "tiff jpeg": encoded(photo(), "TIFF", compression="jpeg"),
    "tiff g3": encoded(photo().convert("1"), "TIFF", compression="group3"),
    "tiff g4": encoded(photo().convert("1"), "TIFF", compression="group4"),
    "tiff cmyk": encoded(photo().convert("CMYK"), "TIFF", compression="tiff_lzw"),
    "tiff pages": make.tiff(*((make.grey_tags(4, 4), [bytes(range(16))]) for _ in range(3))),
    "pdf": make.pdf("/MediaBox [0 0 50 50]", "/MediaBox [0 0 9 9] /Rotate 90", contents=[b"1 0 0 rg 5 5 20 20 re f"]),
    "pdf picture": encoded(photo(), "PDF"),
    "pdf password": make.encrypted_pdf(""),
}
PICTURES: Final = [name for name in SEEDS if not name.startswith(("pdf", "tiff pages"))]


@pytest.mark.parametrize("name", PICTURES)
def test_that_seeds_are_pages(name: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(SEEDS[name])
    assert open_pages(tmp_path / "x").page(0).pixels.size == 96 * 72 * 3


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.98])
@pytest.mark.parametrize("name", PICTURES)
def test_that_a_cut_file_is_an_error_and_not_half_a_picture(name: str, share: float, tmp_path: Path) -> None:
    whole = SEEDS[name]
    (tmp_path / "x").write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(PageError) as caught, open_pages(tmp_path / "x") as source:
        source.page(0)
    assert caught.value.hint
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("name", ["png", "jpeg", "jpeg progressive", "gif", "jpeg 2000", "tiff lzw"])
def test_that_a_copy_that_ends_in_zeros_is_an_error(name: str, tmp_path: Path) -> None:
    whole = SEEDS[name]
    kept = len(whole) // 2
    (tmp_path / "x").write_bytes(whole[:kept] + bytes(len(whole) - kept))
    with pytest.raises(PageError), open_pages(tmp_path / "x") as source:
        source.page(0)


def test_that_a_flipped_bit_in_the_pixels_of_a_png_is_an_error(tmp_path: Path) -> None:
    whole = bytearray(make.png(16, 16, 8, 0, bytes(17 * 16)))
    at = whole.index(b"IDAT") + 8
    for bit in range(8):
        whole[at] ^= 1 << bit
        (tmp_path / "a.png").write_bytes(whole)
        with pytest.raises(PageError, match="checksum"), open_pages(tmp_path / "a.png") as source:
            source.page(0)
        whole[at] ^= 1 << bit


def test_that_a_cut_file_is_said_to_be_incomplete(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(SEEDS["jpeg"][:-500])
    with (
        pytest.raises(PageError, match=r"a.jpg is incomplete: image file is truncated"),
        open_pages(tmp_path / "a.jpg") as source,
    ):
        source.page(0)


def test_that_a_damaged_second_picture_costs_the_first_nothing(tmp_path: Path) -> None:
    first, second = Image.new("P", (8, 8), 1), Image.new("P", (8, 8), 2)
    for image in (first, second):
        image.putpalette([0, 0, 0, 255, 0, 0, 0, 0, 255])
    whole = encoded(first, "GIF", save_all=True, append_images=[second])
    frame = struct.pack("<4H", 0, 0, 8, 8)
    at = whole.rindex(b"," + frame)
    huge = whole[: at + 5] + b"\xff\xff\xff\xff" + whole[at + 9 :]
    for data in (whole[: at + 4], whole[: at + 12], huge):
        (tmp_path / "a.gif").write_bytes(data)
        with open_pages(tmp_path / "a.gif") as source:
            page = source.page(0)
        np.testing.assert_array_equal(page.pixels, np.full((8, 8, 3), (255, 0, 0)))


def test_that_a_text_chunk_that_inflates_without_end_is_refused(tmp_path: Path) -> None:
    chunk = b"Comment\0\0" + zlib.compress(bytes(50_000_000))
    (tmp_path / "a.png").write_bytes(make.png(1, 1, 8, 0, b"\0\7", (b"zTXt", chunk)))
    with pytest.raises(PageError, match="too large"), open_pages(tmp_path / "a.png") as source:
        source.page(0)


def test_that_a_webp_that_claims_a_huge_canvas_is_too_large(tmp_path: Path) -> None:
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\xff\xff\xff\xff\xff"
    (tmp_path / "a.webp").write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    with pytest.raises(PageTooLarge, match="more pixels than the limit"), open_pages(tmp_path / "a.webp") as source:
        source.page(0)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Change a few bytes, preferably near the beginning, where headers are."""
    out = bytearray(data)
    reach = len(out) if rng.random() < 0.5 else min(len(out), 400)
    for _ in range(rng.choice([1, 1, 2, 4, 8])):
        at = rng.randrange(reach)
        match rng.randrange(6):
            case 0:
                out[at : at + 1] = bytes([rng.choice([0, 1, 127, 128, 255])])
            case 1:
                out[at : at + 4] = rng.choice([b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\0\0\0\x80"])
            case 2:
                del out[at : at + rng.randrange(1, 64)]
            case 3:
                out[at:at] = rng.randbytes(rng.randrange(1, 32))
            case 4:
                out[at : at + 4] = rng.randbytes(4)
            case _:
                del out[max(8, at) :]
    return bytes(out)


@pytest.mark.parametrize("part", range(10))
def test_that_mutants_are_pages_or_errors_for_the_user(part: int, tmp_path: Path) -> None:
    path = tmp_path / "x"
    names = sorted(SEEDS)
    for number in range(part, MUTANTS, 10):
        path.write_bytes(mutated(SEEDS[names[number % len(names)]], random.Random(number)))
        try:
            source = open_pages(path, max_pixels=4_000_000)
        except PageError:
            continue
        with source:
            for index in source.indices[:5]:
                try:
                    page = source.page(index)
                except PageError:
                    continue
                assert page.pixels.dtype == np.uint8
                assert page.pixels.shape == (*page.size_hw, 3)


def test_that_a_mistake_of_ours_is_not_hidden_as_a_bad_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_image: object) -> None:
        raise AssertionError("ours")

    monkeypatch.setattr(JpegImagePlugin.JpegImageFile, "load", broken)
    (tmp_path / "a.jpg").write_bytes(SEEDS["jpeg"])
    with pytest.raises(AssertionError, match="ours"), open_pages(tmp_path / "a.jpg") as source:
        source.page(0)
