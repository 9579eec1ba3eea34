"""Pixels, resolution and orientation of every picture format, against values known beforehand."""

import io
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageCms

from d2studio.core.images import Page, open_pages
from d2studio.errors import PageError
from tests.core import page_files as make

Pixels = npt.NDArray[np.uint8]
ALL_ORIENTATIONS = range(1, 9)
RED, GREEN, BLUE, WHITE, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


def colours(height: int = 5, width: int = 7) -> Pixels:
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)


def ramp() -> Pixels:
    return np.arange(256, dtype=np.uint8).reshape(8, 32)


def as_rgb(grey: Pixels) -> Pixels:
    return np.repeat(grey[..., None], 3, axis=2)


def read(path: Path, data: bytes | None = None) -> Page:
    """Decode the only page of a file, written first if `data` is given."""
    if data is not None:
        path.write_bytes(data)
    with open_pages(path) as source:
        assert len(source) == 1
        return source.page(0)


def saved(path: Path, image: Image.Image, **options: Any) -> Page:
    image.save(path, **options)
    return read(path)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", {}),
        ("a.bmp", {}),
        ("a.ppm", {}),
        ("a.webp", {"lossless": True}),
        ("a.jp2", {}),
        ("a.j2k", {}),
        ("a.tif", {}),
        ("a.tif", {"compression": "tiff_lzw"}),
        ("a.tif", {"compression": "tiff_adobe_deflate"}),
        ("a.tif", {"compression": "packbits"}),
        ("a.tif", {"compression": "tiff_lzw", "big_tiff": True}),
    ],
)
def test_that_lossless_formats_give_back_every_pixel(name: str, options: dict[str, Any], tmp_path: Path) -> None:
    page = saved(tmp_path / name, Image.fromarray(colours()), **options)
    np.testing.assert_array_equal(page.pixels, colours())
    assert page.pixels.dtype == np.uint8
    assert page.pixels.flags.c_contiguous
    assert not page.pixels.flags.writeable
    assert page.size_hw == (5, 7)
    assert page.notes == ()


def test_that_jpeg_is_close_to_what_was_saved(tmp_path: Path) -> None:
    smooth = np.asarray(Image.fromarray(colours(4, 4)).resize((64, 48), Image.Resampling.BICUBIC))
    page = saved(tmp_path / "a.jpg", Image.fromarray(smooth), quality=95, subsampling=0)
    assert np.abs(page.pixels.astype(int) - smooth).mean() < 2


def test_that_a_gif_shows_its_palette(tmp_path: Path) -> None:
    few = np.array([[RED, GREEN], [BLUE, WHITE]], np.uint8)
    np.testing.assert_array_equal(saved(tmp_path / "a.gif", Image.fromarray(few)).pixels, few)


@pytest.mark.parametrize("mode", ["L", "1"])
@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.pgm", "a.tif"])
def test_that_grey_and_black_and_white_become_rgb(mode: str, name: str, tmp_path: Path) -> None:
    grey = ramp() if mode == "L" else np.where(ramp() > 99, 255, 0).astype(np.uint8)
    page = saved(tmp_path / name, Image.fromarray(grey).convert(mode, dither=Image.Dither.NONE))
    np.testing.assert_array_equal(page.pixels, as_rgb(grey))


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_ccitt", "packbits", None])
def test_that_fax_compression_keeps_black_and_white(compression: str | None, tmp_path: Path) -> None:
    black_and_white = np.where(ramp() % 5 < 2, 255, 0).astype(np.uint8)
    page = saved(tmp_path / "a.tif", Image.fromarray(black_and_white).convert("1"), compression=compression)
    np.testing.assert_array_equal(page.pixels, as_rgb(black_and_white))


@pytest.mark.parametrize(("photometric", "expected"), [(0, [0, 255]), (1, [255, 0])])
def test_that_white_is_zero_and_black_is_zero_are_told_apart(
    photometric: int, expected: list[int], tmp_path: Path
) -> None:
    data = make.tiff((make.grey_tags(2, 1, bits=1, photometric=photometric), [b"\x80"]))
    assert read(tmp_path / "a.tif", data).pixels[0, :, 0].tolist() == expected


# 16 bits, 12 bits, float


def test_that_a_16_bit_ramp_becomes_the_8_bit_ramp(tmp_path: Path) -> None:
    values = ramp().astype(np.uint16) * 257
    for name in ("a.png", "a.tif", "a.jp2", "a.pgm"):
        page = saved(tmp_path / name, Image.fromarray(values))
        np.testing.assert_array_equal(page.pixels, as_rgb(ramp()), err_msg=name)
        assert page.notes == ("16-bit values scaled to 8 bits",), name


def test_that_16_bit_values_are_rounded_to_the_nearest(tmp_path: Path) -> None:
    values = np.array([[0, 128, 129, 385, 386, 65406, 65407, 65535]], np.uint16)
    assert saved(tmp_path / "a.png", Image.fromarray(values)).pixels[0, :, 0].tolist() == [0, 0, 1, 1, 2, 254, 255, 255]


@pytest.mark.parametrize("order", ["<", ">"])
def test_that_16_bit_tiff_is_read_in_both_byte_orders(order: str, tmp_path: Path) -> None:
    values = (ramp().astype(np.uint16) * 257).astype(order + "u2")
    page = read(tmp_path / "a.tif", make.tiff((make.grey_tags(32, 8, bits=16), [values.tobytes()]), order=order))
    np.testing.assert_array_equal(page.pixels, as_rgb(ramp()))


def test_that_16_bit_white_is_zero_is_inverted(tmp_path: Path) -> None:
    values = 65535 - ramp().astype("<u2") * 257
    page = read(tmp_path / "a.tif", make.tiff((make.grey_tags(32, 8, bits=16, photometric=0), [values.tobytes()])))
    np.testing.assert_array_equal(page.pixels, as_rgb(ramp()))


def test_that_float_white_is_zero_is_inverted(tmp_path: Path) -> None:
    values = 1 - ramp().astype("<f4") / 255
    tags = make.grey_tags(32, 8, bits=32, photometric=0, sample_format=3)
    page = read(tmp_path / "a.tif", make.tiff((tags, [values.tobytes()])))
    np.testing.assert_array_equal(page.pixels, as_rgb(ramp()))


def test_that_12_bits_in_16_bit_words_fill_the_range(tmp_path: Path) -> None:
    values = np.linspace(0, 4095, 256).round().astype(np.uint16).reshape(8, 32)
    page = saved(tmp_path / "a.tif", Image.fromarray(values))
    np.testing.assert_array_equal(page.pixels, as_rgb(ramp()))
    assert page.notes == ("12-bit values in wider words scaled to 8 bits",)


def test_that_packed_12_bit_values_are_scaled_even_where_all_are_dark(tmp_path: Path) -> None:
    # Two values in three bytes: 0x000, 0x010.
    page = read(tmp_path / "a.tif", make.tiff((make.grey_tags(2, 1, bits=12), [b"\x00\x00\x10"])))
    assert page.pixels[0, :, 0].tolist() == [0, 1]
    page = read(tmp_path / "b.tif", make.tiff((make.grey_tags(2, 1, bits=12), [b"\x80\x0f\xff"])))
    assert page.pixels[0, :, 0].tolist() == [128, 255]


def test_that_8_bits_in_16_bit_words_are_not_lost(tmp_path: Path) -> None:
    page = saved(tmp_path / "a.png", Image.fromarray(ramp().astype(np.uint16)))
    np.testing.assert_array_equal(page.pixels, as_rgb(ramp()))


@pytest.mark.parametrize("white", [1.0, 255.0, 65535.0])
def test_that_float_ramps_become_the_8_bit_ramp(white: float, tmp_path: Path) -> None:
    values = (ramp().astype(np.float64) / 255 * white).astype(np.float32)
    page = saved(tmp_path / "a.tif", Image.fromarray(values))
    np.testing.assert_array_equal(page.pixels, as_rgb(ramp()))
    assert page.notes == (f"float values scaled from 0 to {white:g}",)


def test_that_a_portable_float_map_is_read_from_the_bottom_up(tmp_path: Path) -> None:
    values = (ramp().astype("<f4") / 255)[::-1]
    page = read(tmp_path / "a.pfm", b"Pf\n32 8\n-1.0\n" + values.tobytes())
    np.testing.assert_array_equal(page.pixels, as_rgb(ramp()))


def test_that_a_dark_float_page_stays_dark(tmp_path: Path) -> None:
    assert saved(tmp_path / "a.tif", Image.fromarray(np.full((2, 2), 0.2, np.float32))).pixels.max() == 51


def test_that_float_overshoot_is_clipped(tmp_path: Path) -> None:
    values = np.array([[-0.1, 0.0, 0.5, 1.0, 1.2]], np.float32)
    assert saved(tmp_path / "a.tif", Image.fromarray(values)).pixels[0, :, 0].tolist() == [0, 0, 128, 255, 255]


def test_that_values_that_are_no_brightness_are_stretched_with_a_note(tmp_path: Path) -> None:
    heights = np.array([[-100.0, 0.0, 400.0]], np.float32)
    page = saved(tmp_path / "a.tif", Image.fromarray(heights))
    assert page.pixels[0, :, 0].tolist() == [0, 51, 255]
    assert page.notes == ("values from -100 to 400 stretched to 0 to 255",)
    signed = np.array([[-100, 100]], np.int32)
    assert saved(tmp_path / "b.tif", Image.fromarray(signed)).pixels[0, :, 0].tolist() == [0, 255]


def test_that_missing_float_values_are_paper(tmp_path: Path) -> None:
    values = np.array([[0.0, np.nan, np.inf, -np.inf, 1.0]], np.float32)
    assert saved(tmp_path / "a.tif", Image.fromarray(values)).pixels[0, :, 0].tolist() == [0, 255, 255, 0, 255]
    nothing = np.full((1, 2), np.nan, np.float32)
    assert saved(tmp_path / "b.tif", Image.fromarray(nothing)).pixels.min() == 255


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_that_16_bit_colour_keeps_its_high_byte(name: str, tmp_path: Path) -> None:
    wide = (colours(2, 3).astype(np.uint16) << 8) + 77
    if name == "a.png":
        rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in wide)
        data = make.png(3, 2, 16, 2, rows)
    else:
        tags: make.Tags = {**make.grey_tags(3, 2), make.BITS: [16, 16, 16], make.PHOTOMETRIC: 2, make.SAMPLES: 3}
        data = make.tiff(({**tags, make.SAMPLE_FORMAT: [1, 1, 1]}, [wide.astype("<u2").tobytes()]))
    page = read(tmp_path / name, data)
    np.testing.assert_array_equal(page.pixels, colours(2, 3))
    assert page.notes == ("16-bit values scaled to 8 bits",)


# Alpha and transparent colours, over white


def test_that_alpha_lies_over_white(tmp_path: Path) -> None:
    rgba = np.dstack([colours(), np.arange(35, dtype=np.uint8).reshape(5, 7) * 7])
    alpha = rgba[..., 3:] / 255
    expected = np.rint(rgba[..., :3] * alpha + 255 * (1 - alpha))
    for name, options in (("a.png", {}), ("a.tif", {}), ("a.webp", {"lossless": True, "exact": True})):
        page = saved(tmp_path / name, Image.fromarray(rgba), **options)
        np.testing.assert_array_equal(page.pixels, expected, err_msg=name)
        assert page.notes == ("alpha over white",), name


def test_that_ink_on_fully_transparent_black_is_ink_on_paper(tmp_path: Path) -> None:
    grey_alpha = np.array([[[0, 255], [0, 0]]], np.uint8)
    page = saved(tmp_path / "a.png", Image.fromarray(grey_alpha, "LA"))
    assert page.pixels.tolist() == [[list(BLACK), list(WHITE)]]


@pytest.mark.parametrize(
    ("photometric", "extra", "sample", "expected"),
    [
        (1, 0, [64, 9], [64] * 3),  # a second channel that is no alpha
        (1, 1, [64, 128], [191] * 3),  # already multiplied with its alpha
        (1, 2, [0, 64], [191] * 3),
        (3, 2, [1, 64], [191, 255, 191]),  # palette
    ],
)
def test_that_a_second_channel_in_a_grey_tiff_is_what_it_says(
    photometric: int, extra: int, sample: list[int], expected: list[int], tmp_path: Path
) -> None:
    tags: make.Tags = {
        **make.grey_tags(1, 1, photometric=photometric),
        make.BITS: [8, 8],
        make.SAMPLES: 2,
        make.EXTRA_SAMPLES: extra,
        make.SAMPLE_FORMAT: [1, 1],
    }
    if photometric == 3:
        tags = {**tags, make.COLOUR_MAP: [0] * 256 + [0, 65535] + [0] * 254 + [0] * 256}
    page = read(tmp_path / "a.tif", make.tiff((tags, [bytes(sample)])))
    np.testing.assert_allclose(page.pixels[0, 0], expected, atol=1)


def test_that_uncompressed_ycbcr_becomes_rgb(tmp_path: Path) -> None:
    tags: make.Tags = {**make.grey_tags(1, 1), make.BITS: [8] * 3, make.PHOTOMETRIC: 6, make.SAMPLES: 3}
    data = make.tiff(({**tags, make.SAMPLE_FORMAT: [1] * 3}, [bytes([76, 85, 255])]))
    np.testing.assert_allclose(read(tmp_path / "a.tif", data).pixels[0, 0], RED, atol=2)


def test_that_premultiplied_alpha_is_undone(tmp_path: Path) -> None:
    tags: make.Tags = {
        **make.grey_tags(1, 1),
        make.BITS: [8] * 4,
        make.PHOTOMETRIC: 2,
        make.SAMPLES: 4,
        make.EXTRA_SAMPLES: 1,
    }
    data = make.tiff(({**tags, make.SAMPLE_FORMAT: [1] * 4}, [bytes([128, 0, 0, 128])]))
    # Half a layer of red over white.
    np.testing.assert_allclose(read(tmp_path / "a.tif", data).pixels[0, 0], [255, 127, 127], atol=1)


def test_that_transparent_palette_entries_are_white(tmp_path: Path) -> None:
    image = Image.fromarray(np.array([[0, 1, 2]], np.uint8), "P")
    image.putpalette([*RED, *GREEN, *BLUE])
    image.save(tmp_path / "a.png", transparency=1)
    assert read(tmp_path / "a.png").pixels.tolist() == [[list(RED), list(WHITE), list(BLUE)]]
    image.save(tmp_path / "b.png", transparency=bytes([255, 0, 128]))
    assert read(tmp_path / "b.png").pixels.tolist() == [[list(RED), list(WHITE), [127, 127, 255]]]
    image.save(tmp_path / "c.gif", transparency=2)
    assert read(tmp_path / "c.gif").pixels.tolist() == [[list(RED), list(GREEN), list(WHITE)]]


@pytest.mark.parametrize(
    ("depth", "colour", "row", "key", "expected"),
    [
        (8, 0, bytes([10, 20]), bytes([0, 20]), [[10] * 3, WHITE]),
        (1, 0, b"\x40", bytes([0, 0]), [WHITE, WHITE]),
        (16, 0, bytes([10, 10, 20, 20]), bytes([20, 20]), [[10] * 3, WHITE]),
        (8, 2, bytes([*RED, *BLUE]), bytes([0, 0, 0, 0, 0, 255]), [RED, WHITE]),
        (16, 2, bytes([9, 9] * 3 + [200, 200] * 3), bytes([200, 200] * 3), [[9] * 3, WHITE]),
    ],
    ids=["grey", "black and white", "16-bit grey", "colour", "16-bit colour"],
)
def test_that_a_png_colour_declared_transparent_is_white(
    depth: int, colour: int, row: bytes, key: bytes, expected: Sequence[Sequence[int]], tmp_path: Path
) -> None:
    page = read(tmp_path / "a.png", make.png(2, 1, depth, colour, b"\0" + row, (b"tRNS", key)))
    np.testing.assert_array_equal(page.pixels[0], expected)
    assert "alpha over white" in page.notes


# CMYK and Lab


@pytest.mark.parametrize(
    ("ink", "expected"),
    [
        ((0, 0, 0, 0), WHITE),
        ((0, 0, 0, 255), BLACK),
        ((255, 0, 0, 0), (0, 255, 255)),
        ((0, 255, 255, 0), RED),
        ((0, 0, 0, 128), (127, 127, 127)),
    ],
)
def test_that_cmyk_is_seen_as_ink(ink: tuple[int, ...], expected: tuple[int, ...], tmp_path: Path) -> None:
    image = Image.new("CMYK", (16, 16), ink)
    page = saved(tmp_path / "a.tif", image)
    np.testing.assert_allclose(page.pixels[0, 0], expected, atol=1)
    assert page.notes == ("CMYK converted without a colour profile",)
    # Pillow writes what Adobe programs write: inverted values, and a marker that says so.
    np.testing.assert_allclose(saved(tmp_path / "a.jpg", image).pixels[8, 8], expected, atol=3)


def test_that_cmyk_goes_through_its_profile(tmp_path: Path) -> None:
    profile = make.cmyk_profile(white=(255, 128, 128), ink=(138, 209, 198))  # red, in Lab
    image = Image.new("CMYK", (2, 1), (0, 0, 0, 0))
    image.putpixel((1, 0), (255, 0, 0, 0))
    page = saved(tmp_path / "a.tif", image, icc_profile=profile)
    np.testing.assert_allclose(page.pixels[0], [WHITE, RED], atol=6)
    assert page.notes == ("CMYK converted to sRGB",)


@pytest.mark.parametrize(
    "profile", [b"no profile at all", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()]
)
def test_that_a_profile_that_does_not_fit_is_left_out(profile: bytes, tmp_path: Path) -> None:
    page = saved(tmp_path / "a.tif", Image.new("CMYK", (1, 1), (255, 0, 0, 0)), icc_profile=profile)
    assert page.pixels[0, 0].tolist() == [0, 255, 255]
    assert page.notes == ("colour profile unusable, converted without it",)


def test_that_rgb_values_are_taken_as_they_are_whatever_the_profile(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    page = saved(tmp_path / "a.png", Image.fromarray(colours()), icc_profile=profile)
    np.testing.assert_array_equal(page.pixels, colours())


@pytest.mark.parametrize(
    ("lab", "expected"),
    [
        # Lab over D50 of the sRGB primaries: (54.29, 80.81, 69.89), (87.82, -79.27, 80.99), (29.57, 68.29, -112.03).
        ((255, 0, 0), WHITE),
        ((0, 0, 0), BLACK),
        ((138, 81, 70), RED),
        ((224, -79, 81), GREEN),
        ((75, 68, -112), BLUE),
        ((136, 0, 0), (127, 127, 127)),
    ],
)
def test_that_lab_colours_are_the_known_ones(
    lab: tuple[int, int, int], expected: tuple[int, ...], tmp_path: Path
) -> None:
    tags: make.Tags = {**make.grey_tags(1, 1), make.BITS: [8] * 3, make.PHOTOMETRIC: 8, make.SAMPLES: 3}
    data = make.tiff(({**tags, make.SAMPLE_FORMAT: [1] * 3}, [np.array(lab, np.int16).astype(np.uint8).tobytes()]))
    page = read(tmp_path / "a.tif", data)
    # Steps of 1 in Lab are steps of 20 in sRGB where that is nearly 0.
    np.testing.assert_allclose(page.pixels[0, 0], expected, atol=24)
    assert page.notes == ("Lab converted to sRGB",)


# Layouts of TIFF


def test_that_planes_stored_apart_are_put_together(tmp_path: Path) -> None:
    tags: make.Tags = {**make.grey_tags(7, 5), make.BITS: [8] * 3, make.PHOTOMETRIC: 2, make.SAMPLES: 3, make.PLANAR: 2}
    planes = [colours()[..., channel].tobytes() for channel in range(3)]
    page = read(tmp_path / "a.tif", make.tiff(({**tags, make.SAMPLE_FORMAT: [1] * 3}, planes)))
    np.testing.assert_array_equal(page.pixels, colours())


def test_that_tiles_are_put_together_and_their_margins_cut_off(tmp_path: Path) -> None:
    grey = ramp()[:, :25]  # 8 x 25, in tiles of 16 x 16
    padded = np.zeros((16, 32), np.uint8)
    padded[:8, :25] = grey
    tags = {**make.grey_tags(25, 8), make.TILE_WIDTH: 16, make.TILE_LENGTH: 16}
    del tags[make.ROWS_PER_STRIP]
    page = read(tmp_path / "a.tif", make.tiff((tags, [padded[:, :16].tobytes(), padded[:, 16:].tobytes()])))
    np.testing.assert_array_equal(page.pixels, as_rgb(grey))


@pytest.mark.parametrize(("order", "big"), [("<", False), (">", False), ("<", True)])
def test_that_each_directory_of_a_tiff_is_a_page(order: str, big: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(make.tiff(*((make.grey_tags(n, 1), [bytes([n] * n)]) for n in (1, 2, 3)), order=order, big=big))
    with open_pages(path) as source:
        assert len(source) == 3
        assert [page.pixels[..., 0].tolist() for page in source] == [[[1]], [[2, 2]], [[3, 3, 3]]]


def test_that_a_looping_tiff_ends(tmp_path: Path) -> None:
    pages = [(make.grey_tags(1, 1), [bytes([n])]) for n in (1, 2, 3)]
    straight = make.tiff(*pages)
    first = int.from_bytes(straight[4:8], "little")
    path = tmp_path / "a.tif"
    path.write_bytes(make.tiff(*pages, last_points_to=first))
    with open_pages(path) as source:
        assert [page.pixels[0, 0, 0] for page in source] == [1, 2, 3]


def test_that_a_bad_directory_costs_only_its_own_page(tmp_path: Path) -> None:
    fine, strange = make.grey_tags(1, 1), make.grey_tags(1, 1, bits=5)
    path = tmp_path / "a.tif"
    for broken in range(3):
        tags = [strange if n == broken else fine for n in range(3)]
        path.write_bytes(make.tiff(*((each, [b"\x09"]) for each in tags)))
        with open_pages(path) as source:
            for index in source.indices:
                if index == broken:
                    with pytest.raises(PageError, match=f"Page {index + 1} of a.tif cannot be decoded"):
                        source.page(index)
                else:
                    assert source.page(index).pixels[0, 0, 0] == 9


def test_that_a_directory_outside_the_file_is_a_page_that_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    for big, nowhere in itertools.product([False, True], [99_999, 2**31]):
        path.write_bytes(make.tiff((make.grey_tags(1, 1), [b"\x09"]), big=big, last_points_to=nowhere))
        with open_pages(path) as source:
            assert source.page(0).pixels[0, 0, 0] == 9
            with pytest.raises(PageError, match="Page 2"):
                source.page(1)


def test_that_a_reduced_copy_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(make.tiff((make.grey_tags(4, 1), [bytes(4)]), ({**make.grey_tags(2, 1), 254: 1}, [bytes(2)])))
    with open_pages(path) as source:
        assert [page.notes for page in source] == [(), ("a reduced copy of another page",)]


def test_that_only_the_first_picture_of_an_animation_is_the_page(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in (RED, BLUE)]
    for name in ("a.gif", "a.webp", "a.png"):
        page = saved(tmp_path / name, frames[0], save_all=True, append_images=frames[1:], lossless=True)
        assert page.pixels[0, 0].tolist() == list(RED), name
        assert page.notes == ("first picture of an animation",), name


def test_that_the_first_picture_of_an_mpo_is_the_page(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in (WHITE, BLACK)]
    page = saved(tmp_path / "a.mpo", frames[0], save_all=True, append_images=frames[1:])
    assert page.pixels.min() == 255
    assert page.notes == ("first picture of several",)


# Orientation


def displayed(stored: Pixels, orientation: int) -> Pixels:
    turn: dict[int, Callable[[Pixels], Pixels]] = {
        1: lambda a: a,
        2: np.fliplr,
        3: lambda a: np.rot90(a, 2),
        4: np.flipud,
        5: lambda a: np.rot90(np.fliplr(a), 1),
        6: lambda a: np.rot90(a, -1),
        7: lambda a: np.rot90(np.fliplr(a), -1),
        8: lambda a: np.rot90(a, 1),
    }
    return turn[orientation](stored)


@pytest.mark.parametrize("orientation", ALL_ORIENTATIONS)
@pytest.mark.parametrize("name", ["a.jpg", "a.tif", "a.webp", "a.png", "lzw.tif"])
def test_that_the_orientation_is_applied_once_and_can_be_undone(name: str, orientation: int, tmp_path: Path) -> None:
    stored = colours(3, 4).repeat(16, 0).repeat(16, 1)
    options: dict[str, Any] = {"lossless": True, "quality": 95, "subsampling": 0}
    if name.endswith("tif"):
        options = {"tiffinfo": {make.ORIENTATION: orientation}, "compression": "tiff_lzw" if "lzw" in name else None}
    else:
        exif = Image.Exif()
        exif[make.ORIENTATION] = orientation
        options["exif"] = exif
    page = saved(tmp_path / name, Image.fromarray(stored), **options)

    expected = displayed(stored, orientation)
    assert page.pixels.shape == expected.shape
    assert np.abs(page.pixels.astype(int) - expected).max() <= (12 if name == "a.jpg" else 0)
    assert page.pixels.flags.c_contiguous

    assert page.to_source.unit == "px"
    assert page.to_source.size_hw == (48.0, 64.0)
    y, x = np.mgrid[: page.size_hw[0], : page.size_hw[1]]
    centres = np.stack([x, y], axis=-1) + 0.5
    in_source = page.to_source(centres)
    np.testing.assert_array_equal(stored[in_source[..., 1].astype(int), in_source[..., 0].astype(int)], expected)
    np.testing.assert_allclose(page.to_source.inverse(in_source), centres)


def test_that_an_orientation_behind_the_pixels_of_a_png_counts(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[make.ORIENTATION] = 6
    image = Image.fromarray(colours(2, 3))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    end = buffer.getvalue().index(b"IEND") - 4
    chunk = make.png(1, 1, 8, 0, b"\0\0", (b"eXIf", exif.tobytes()[6:]))
    chunk = chunk[chunk.index(b"eXIf") - 4 : chunk.index(b"IDAT") - 4]
    page = read(tmp_path / "a.png", buffer.getvalue()[:end] + chunk + buffer.getvalue()[end:])
    np.testing.assert_array_equal(page.pixels, np.rot90(colours(2, 3), -1))


def test_that_an_orientation_outside_1_to_8_is_ignored(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[make.ORIENTATION] = 9
    page = saved(tmp_path / "a.png", Image.fromarray(colours()), exif=exif)
    np.testing.assert_array_equal(page.pixels, colours())


def test_that_broken_exif_data_cost_nothing_but_a_note(tmp_path: Path) -> None:
    page = saved(tmp_path / "a.jpg", Image.new("RGB", (8, 8), WHITE), exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12")
    assert page.pixels.min() == 255


# Resolution


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.bmp"])
def test_that_the_resolution_is_kept_and_turned_with_the_page(name: str, tmp_path: Path) -> None:
    image = Image.fromarray(colours())
    assert saved(tmp_path / name, image).dpi is None or name == "a.bmp"
    page = saved(tmp_path / name, image, dpi=(300, 150))
    assert page.dpi == pytest.approx((300, 150), abs=0.05)
    assert [note.partition(":")[0] for note in page.notes] == ["pixels are not square"]
    assert saved(tmp_path / name, image, dpi=(300, 300)).notes == ()


def test_that_the_resolution_turns_with_the_page(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[make.ORIENTATION] = 6
    page = saved(tmp_path / "a.png", Image.fromarray(colours()), dpi=(300, 150), exif=exif)
    assert page.dpi == pytest.approx((150, 300), abs=0.05)
    tags = {make.ORIENTATION: 6}
    page = saved(tmp_path / "a.tif", Image.fromarray(colours()), dpi=(300, 150), tiffinfo=tags)
    assert page.dpi == (150, 300)


@pytest.mark.parametrize(("unit", "expected"), [(2, (118.0, 118.0)), (3, (299.72, 299.72)), (1, None)])
def test_that_a_resolution_in_exif_alone_counts_by_its_unit(
    unit: int, expected: tuple[float, float] | None, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[282], exif[283], exif[296] = 118.0, 118.0, unit
    assert saved(tmp_path / "a.webp", Image.fromarray(colours()), exif=exif).dpi == expected


@pytest.mark.parametrize("dpi", [(1, 1), (0, 0), (30_000, 300), (300, 2)])
def test_that_a_nonsense_resolution_is_none(dpi: tuple[int, int], tmp_path: Path) -> None:
    assert saved(tmp_path / "a.jpg", Image.fromarray(colours()), dpi=dpi).dpi is None
    assert saved(tmp_path / "a.tif", Image.fromarray(colours()), dpi=dpi).dpi is None


def test_that_a_jpeg_with_exif_but_no_resolution_has_none(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[make.ORIENTATION] = 1
    assert saved(tmp_path / "a.jpg", Image.fromarray(colours()), exif=exif).dpi is None


# Sizes


@pytest.mark.parametrize(("height", "width"), [(1, 1), (200, 30_000), (20_000, 120)])
def test_that_tiny_and_very_long_pages_are_read(height: int, width: int, tmp_path: Path) -> None:
    grey = np.broadcast_to(np.arange(width, dtype=np.uint8), (height, width))
    np.testing.assert_array_equal(saved(tmp_path / "a.png", Image.fromarray(grey)).pixels, as_rgb(grey))
