"""Opening files: what is known beforehand, limits, errors for the user, and finding page files."""

import os
import struct
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import d2studio
from d2studio.core.images import SourceTransform, find_page_files, open_pages
from d2studio.core.sniff import HEAD_BYTES, name_stranger, page_format
from d2studio.errors import PageError, PageTooLarge, UsageError
from tests.core import page_files as make


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "a.png"
    Image.new("RGB", (4, 3), (1, 2, 3)).save(path)
    return path


@pytest.fixture
def three_pages(tmp_path: Path) -> Path:
    path = tmp_path / "three.tif"
    path.write_bytes(make.tiff(*((make.grey_tags(1, 1), [bytes([n])]) for n in (10, 20, 30))))
    return path


# Access


def test_that_pages_are_reached_by_number_and_in_order(three_pages: Path) -> None:
    with open_pages(str(three_pages)) as source:
        assert len(source) == 3
        assert source.indices == (0, 1, 2)
        assert source.path == three_pages
        assert [(page.index, page.pixels[0, 0, 0]) for page in source] == [(0, 10), (1, 20), (2, 30)]
        assert source.page(2).pixels[0, 0, 0] == source[2].pixels[0, 0, 0] == 30
        assert source[1].path == three_pages


def test_that_chosen_pages_keep_their_numbers_and_their_order(three_pages: Path) -> None:
    with open_pages(three_pages, indices=[2, 0]) as source:
        assert len(source) == 3
        assert [page.index for page in source] == [2, 0]


def test_that_a_page_that_is_not_there_is_refused(three_pages: Path) -> None:
    with pytest.raises(UsageError, match=r"three.tif has no page 4; it has 3\."):
        open_pages(three_pages, indices=[0, 3])
    for index in (3, -1):
        with pytest.raises(UsageError), open_pages(three_pages) as source:
            source.page(index)


def test_that_open_pages_is_part_of_the_public_interface(picture: Path) -> None:
    with d2studio.open_pages(picture) as source:
        assert source.page(0).pixels.tolist() == [[[1, 2, 3]] * 4] * 3


def test_that_nothing_but_the_headers_is_read_until_a_page_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(make.png(10, 10, 8, 0, b"not enough rows"))
    with open_pages(path) as source:
        assert len(source) == 1
        with pytest.raises(PageError):
            source.page(0)


@pytest.mark.parametrize("dpi", [0, -1, 1e6, float("nan"), float("inf")])
def test_that_a_nonsense_resolution_is_refused(dpi: float, picture: Path) -> None:
    with pytest.raises(UsageError):
        open_pages(picture, dpi=dpi)


def test_that_a_limit_that_leaves_no_page_is_refused(picture: Path) -> None:
    with pytest.raises(UsageError):
        open_pages(picture, max_pixels=0)


@given(
    st.tuples(*[st.floats(-3, 3)] * 6).filter(lambda m: abs(m[0] * m[4] - m[1] * m[3]) > 0.1),
    st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), min_size=1),
)
def test_that_a_transform_there_and_back_changes_nothing(
    matrix: tuple[float, float, float, float, float, float], points: list[tuple[float, float]]
) -> None:
    transform = SourceTransform(matrix, (1, 1), "px")
    np.testing.assert_allclose(transform.inverse(transform(points)), points, atol=1e-6)


# Limits


def bomb(side: int) -> bytes:
    return make.png(side, side, 1, 0, b"\0" * 1000)


def test_that_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb(35_000))
    with open_pages(path) as source, pytest.raises(PageTooLarge) as caught:
        source.page(0)
    assert str(caught.value) == "bomb.png has 35,000 x 35,000 pixels, 1,225 million; the limit is 200 million."
    assert "1225000000" in caught.value.hint
    assert "9.8 GB" in caught.value.hint
    assert caught.value.context["size_hw"] == (35_000, 35_000)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.webp", "a.gif", "a.bmp", "a.ppm", "a.jp2"])
def test_that_the_limit_is_exact_in_every_format(name: str, tmp_path: Path) -> None:
    Image.new("RGB", (20, 30)).save(tmp_path / name)
    with open_pages(tmp_path / name, max_pixels=600) as source:
        assert source.page(0).size_hw == (30, 20)
    with open_pages(tmp_path / name, max_pixels=599) as source, pytest.raises(PageTooLarge):
        source.page(0)


def test_that_too_large_a_page_does_not_hold_up_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(make.tiff((make.grey_tags(60_000, 60_000), [b"\0"]), (make.grey_tags(1, 1), [b"\7"])))
    with open_pages(path) as source:
        with pytest.raises(PageTooLarge):
            source.page(0)
        assert source.page(1).pixels[0, 0, 0] == 7


def test_that_the_settings_of_pillow_are_left_as_they_were(
    picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 12_345)
    (tmp_path / "bad.png").write_bytes(picture.read_bytes()[:45])
    filters = list(warnings.filters)
    with open_pages(picture, max_pixels=10**9) as source:
        source.page(0)
    with open_pages(tmp_path / "bad.png") as source, pytest.raises(PageError):
        source.page(0)
    assert Image.MAX_IMAGE_PIXELS == 12_345
    assert list(warnings.filters) == filters


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ru_maxrss has other units elsewhere")
def test_that_a_huge_black_and_white_page_takes_five_bytes_a_pixel_at_most(tmp_path: Path) -> None:
    path = tmp_path / "huge.tif"
    Image.new("1", (10_000, 6_000), 1).save(path, compression="group4")
    script = (
        "import resource, sys\n"
        "from d2studio.core.images import open_pages\n"
        "used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024\n"
        "before = used()\n"
        "page = open_pages(sys.argv[1], max_pixels=60_000_000).page(0)\n"
        "print((used() - before) / (page.size_hw[0] * page.size_hw[1]))\n"
    )
    result = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    assert float(result.stdout) < 5


# Files that are no pages


def test_that_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"There is no file .*nothing\.png"):
        open_pages(tmp_path / "nothing.png")


def test_that_a_folder_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="is a folder"):
        open_pages(tmp_path)


def test_that_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    with pytest.raises(PageError, match=r"a.png is empty \(0 bytes\)"):
        open_pages(tmp_path / "a.png")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_that_a_file_without_permission_is_told(picture: Path) -> None:
    picture.chmod(0)
    with pytest.raises(PageError, match="permission denied"):
        open_pages(picture)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_that_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(PageError, match="device or a pipe"):
        open_pages(tmp_path / "pipe.png")


@pytest.mark.parametrize("path", ["a\0b.png", "x" * 5000 + ".png"])
def test_that_an_impossible_path_is_an_error_for_the_user(path: str) -> None:
    with pytest.raises(PageError):
        open_pages(path)


def test_that_a_file_that_vanishes_after_opening_is_told(picture: Path) -> None:
    with open_pages(picture) as source:
        picture.unlink()
        with pytest.raises(PageError, match="There is no file"):
            source.page(0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no such names")
def test_that_names_that_are_no_unicode_can_be_opened(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name, data in ((b"\xff.png", make.png(1, 1, 8, 0, b"\0\7")), (b"\xfe.pdf", make.pdf("/MediaBox [0 0 9 9]"))):
        path = os.fsdecode(os.path.join(folder, name))
        Path(path).write_bytes(data)
        with open_pages(path) as source:
            assert len(list(source)) == 1


FTYP = b"\0\0\0\x18ftyp"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (FTYP + b"heic\0\0\0\0mif1heic", "an HEIC picture"),
        (FTYP + b"avif\0\0\0\0", "an AVIF picture"),
        (FTYP + b"isom\0\0\0\0", "a video or another media file"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG drawing"),
        (b"AT&TFORM\0\0\0\1DJVM", "a DjVu document"),
        (b"\r\n<!DOCTYPE html><title>Sign in</title>", "a web page"),
        (b"<?xml version='1.0'?><alto/>", "an XML file"),
        (b"Dear Sir or Madam,\n", "a text file"),
        ("\ufeffGrüße".encode(), "a text file"),
        ("Schöne Grüße: äöü".encode("latin-1"), "of an unknown kind"),
        (b"x" + ("ü" * HEAD_BYTES).encode(), "a text file"),
        ("Grüße".encode("utf-16"), "a text file"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "an office document"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "an office document"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "an e-book (EPUB)"),
        (b"PK\x03\x04" + bytes(26) + b"page1.png", "a zip archive"),
        (b"PK\x03\x04" + bytes(26) + b"archive/data.pkl", "a PyTorch file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), "an office document (Word, Excel or PowerPoint)"),
        (b"%!PS-Adobe-3.0", "a PostScript file"),
        (b"8BPS\0\1", "a Photoshop picture"),
        (b"\x80\x02}q\x00.", "a pickle"),
        (bytes(257) + b"ustar", "a tar archive"),
        (bytes(128) + b"DICM", "a DICOM picture"),
        (bytes(5000), "all zeros, as a failed copy leaves behind"),
        (b"\x93\x12\xff\x00\x81junk", "of an unknown kind"),
    ],
)
def test_that_other_kinds_of_file_are_named(data: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    path.write_bytes(data)
    with pytest.raises(PageError) as caught:
        open_pages(path)
    assert str(caught.value) == f"page.png is {name}, not a page."


def test_that_the_content_decides_and_not_the_name(picture: Path, tmp_path: Path) -> None:
    renamed = picture.rename(tmp_path / "a.jpg")
    with open_pages(renamed) as source:
        assert source.page(0).pixels[0, 0].tolist() == [1, 2, 3]


def test_that_a_tiff_without_directories_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(b"II*\0\0\0\0\0")
    with pytest.raises(PageError, match="without a picture"):
        open_pages(tmp_path / "a.tif")


def test_that_a_tiff_of_endless_directories_is_refused_in_time(tmp_path: Path) -> None:
    # Directories of no entries, each naming the next.
    chain = b"".join(struct.pack("<HI", 0, 8 + 6 * (n + 1)) for n in range(100_000))
    (tmp_path / "a.tif").write_bytes(b"II*\0" + struct.pack("<I", 8) + chain)
    with pytest.raises(PageError, match="claims more than 65,536 pages"):
        open_pages(tmp_path / "a.tif")


@given(st.binary(max_size=64))
def test_that_any_first_bytes_can_be_judged(head: bytes) -> None:
    assert page_format(head) in (None, "BMP", "GIF", "JPEG", "JPEG 2000", "PDF", "PNG", "PPM", "TIFF", "WebP")
    assert name_stranger(head).name


# Finding page files


@pytest.fixture
def scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "scans"
    (folder / "below").mkdir(parents=True)
    for name in ("p10.png", "p2.TIF", "p1.jpg", ".hidden.png", "notes.txt", "Book.pdf", "below/p3.png", "[1].png"):
        (folder / name).touch()
    (folder / "folder.png").mkdir()
    monkeypatch.chdir(tmp_path)
    return folder


def names(files: list[Path]) -> list[str]:
    return [file.as_posix() for file in files]


def test_that_a_folder_gives_its_own_page_files_in_natural_order(scans: Path) -> None:
    assert [file.name for file in find_page_files([scans])] == ["[1].png", "Book.pdf", "p1.jpg", "p2.TIF", "p10.png"]


def test_that_globs_are_expanded_in_natural_order(scans: Path) -> None:
    assert names(find_page_files(["scans/p*"])) == ["scans/p1.jpg", "scans/p2.TIF", "scans/p10.png"]
    assert names(find_page_files(["scans/**/p*.png"])) == ["scans/below/p3.png", "scans/p10.png"]


def test_that_a_file_is_taken_whatever_its_name(scans: Path) -> None:
    assert names(find_page_files(["scans/notes.txt", "scans/.hidden.png", "scans/[1].png"])) == [
        "scans/notes.txt",
        "scans/.hidden.png",
        "scans/[1].png",
    ]


def test_that_inputs_keep_their_order_and_come_once(scans: Path) -> None:
    found = names(find_page_files(["scans/p2.TIF", "scans/p*", "scans/p1.jpg"]))
    assert found == ["scans/p2.TIF", "scans/p1.jpg", "scans/p10.png"]


def test_that_every_input_without_pages_is_told_at_once(scans: Path) -> None:
    (scans / "empty").mkdir()
    with pytest.raises(UsageError) as caught:
        find_page_files(["scans", "nowhere.png", "scans/*.bmp", "scans/empty", "a\0b"])
    assert str(caught.value) == "4 of the inputs name no page files."
    assert caught.value.problems == (
        "There is no file or folder 'nowhere.png'.",
        "No page file matches 'scans/*.bmp'.",
        "The folder 'scans/empty' has no page files in it.",
        "There is no file or folder 'a\\x00b'.",
    )
    with pytest.raises(UsageError, match=r"^There is no file or folder 'nowhere.png'\.$"):
        find_page_files(["nowhere.png"])
