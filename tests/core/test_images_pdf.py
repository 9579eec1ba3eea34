"""PDF pages: size, rotation, crop box, forms, passwords, and the way back to points."""

from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from d2studio.core.images import Page, open_pages
from d2studio.errors import PageError, PageTooLarge, PasswordRequired
from tests.core import page_files as make

WHITE, RED, GREEN, BLUE, BLACK = [255] * 3, [255, 0, 0], [0, 255, 0], [0, 0, 255], [0] * 3
# A rectangle of each colour in the corners of 100 x 60 points: bottom left, bottom right, top right, top left.
CORNERS = b"1 0 0 rg 0 0 10 10 re f 0 1 0 rg 90 0 10 10 re f 0 0 1 rg 90 50 10 10 re f 0 g 0 50 10 10 re f"
LETTER = "/MediaBox [0 0 612 792]"


def rendered(path: Path, data: bytes, *, dpi: float = 200, max_pixels: int = 200_000_000) -> Page:
    path.write_bytes(data)
    with open_pages(path, dpi=dpi, max_pixels=max_pixels) as source:
        return source.page(0)


@pytest.mark.parametrize(("dpi", "size_hw"), [(200, (2200, 1700)), (72, (792, 612)), (100.5, (1106, 855))])
def test_that_the_resolution_asked_for_sets_the_size(dpi: float, size_hw: tuple[int, int], tmp_path: Path) -> None:
    page = rendered(tmp_path / "a.pdf", make.pdf(LETTER), dpi=dpi)
    assert page.size_hw == size_hw
    assert page.dpi == (dpi, dpi)
    assert page.notes == ()
    assert page.pixels.min() == 255
    assert page.pixels.flags.c_contiguous
    assert not page.pixels.flags.writeable


@pytest.mark.parametrize(
    ("rotation", "clockwise_from_top_left"),
    [
        (0, [BLACK, BLUE, GREEN, RED]),
        (90, [RED, BLACK, BLUE, GREEN]),
        (180, [GREEN, RED, BLACK, BLUE]),
        (270, [BLUE, GREEN, RED, BLACK]),
        (-90, [BLUE, GREEN, RED, BLACK]),
    ],
)
def test_that_a_page_is_turned_as_it_says(
    rotation: int, clockwise_from_top_left: list[list[int]], tmp_path: Path
) -> None:
    data = make.pdf(f"/MediaBox [0 0 100 60] /Rotate {rotation}", contents=[CORNERS])
    page = rendered(tmp_path / "a.pdf", data, dpi=72)
    assert page.size_hw == ((60, 100) if rotation % 180 == 0 else (100, 60))
    assert page.to_source.size_hw == (60.0, 100.0)
    corners = page.pixels[[3, 3, -3, -3], [3, -3, -3, 3]]
    assert corners.tolist() == clockwise_from_top_left


@pytest.mark.parametrize("dpi", [72, 150, 200])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_that_pixels_and_points_map_to_each_other(rotation: int, dpi: float, tmp_path: Path) -> None:
    # A square of one colour, 40 points wide, somewhere in a crop box that is not at the origin.
    data = make.pdf(
        f"/MediaBox [-50 -20 400 500] /CropBox [10 30 310 230] /Rotate {rotation}",
        contents=[b"1 0 0 rg 60 80 40 40 re f"],
    )
    page = rendered(tmp_path / "a.pdf", data, dpi=dpi)
    assert page.to_source.unit == "pt"
    assert page.to_source.size_hw == (200.0, 300.0)

    y, x = np.nonzero((page.pixels == RED).all(axis=-1))
    box = np.array([[x.min(), y.min()], [x.max() + 1, y.max() + 1]])
    in_points = page.to_source(box)
    np.testing.assert_allclose(np.sort(in_points, axis=0), [[60, 80], [100, 120]], atol=2 * 72 / dpi)
    np.testing.assert_allclose(page.to_source.inverse(in_points), box, atol=1e-9)

    # pdfium's own conversion, which rounds points to whole pixels of the page.
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    drawn = document.get_page(0)
    positions = drawn.render(dpi / 72).get_posconv(drawn)
    for pixel in ((0, 0), (17, 33), (page.size_hw[1], page.size_hw[0])):
        np.testing.assert_allclose(page.to_source([pixel])[0], positions.to_page(*pixel), atol=1e-3)
    document.close()


def test_that_the_corners_of_the_page_are_the_corners_of_its_crop_box(tmp_path: Path) -> None:
    page = rendered(tmp_path / "a.pdf", make.pdf("/MediaBox [0 0 500 500] /CropBox [10 20 110.3 220.7] /Rotate 90"))
    height, width = page.size_hw
    np.testing.assert_allclose(page.to_source([(0, 0), (width, height)]), [(10, 20), (110.3, 220.7)], atol=1e-4)


def test_that_a_crop_box_that_leaves_the_page_is_cut_to_it(tmp_path: Path) -> None:
    page = rendered(tmp_path / "a.pdf", make.pdf("/MediaBox [0 0 100 60] /CropBox [50 -40 900 900]"), dpi=72)
    assert page.size_hw == (60, 50)


def test_that_a_page_larger_than_the_limit_is_drawn_smaller_and_says_so(tmp_path: Path) -> None:
    # 200 x 100 inches: 800 megapixels at the resolution asked for.
    page = rendered(tmp_path / "a.pdf", make.pdf("/MediaBox [0 0 14400 7200]"), dpi=200, max_pixels=1_000_000)
    height, width = page.size_hw
    assert 990_000 <= height * width <= 1_000_000
    assert page.dpi == pytest.approx((7.07, 7.07), abs=0.01)
    assert page.notes == ("drawn at 7.06 dpi, not 200: the page measures 200.0 x 100.0 inches",)


def test_that_a_page_as_large_as_a_field_is_drawn(tmp_path: Path) -> None:
    page = rendered(tmp_path / "a.pdf", make.pdf("/MediaBox [0 0 200000 200000]"), max_pixels=40_000)
    assert page.size_hw == (200, 200)
    page = rendered(tmp_path / "b.pdf", make.pdf("/MediaBox [0 0 200000 1]"), max_pixels=40_000)
    assert page.size_hw[0] * page.size_hw[1] <= 40_000


def test_that_a_page_without_a_size_or_with_none_at_all_is_drawn(tmp_path: Path) -> None:
    assert rendered(tmp_path / "a.pdf", make.pdf(""), dpi=72).size_hw == (792, 612)
    assert rendered(tmp_path / "b.pdf", make.pdf("/MediaBox [5 5 5 5]"), dpi=72).size_hw == (792, 612)
    assert rendered(tmp_path / "c.pdf", make.pdf("/MediaBox [0 0 0.01 0.01]"), dpi=72).size_hw == (1, 1)


def test_that_filled_form_fields_are_drawn(tmp_path: Path) -> None:
    data = make.pdf(
        "/MediaBox [0 0 100 60] /Annots [5 0 R]",
        objects=[
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (x) /F 4 /P 3 0 R /Rect [20 20 60 40] "
            b"/AP << /N 6 0 R >> >>",
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 40 20] /Length 25 >>\n"
            b"stream\n0 0 1 rg 0 0 40 20 re f  \nendstream",
        ],
        catalog="/AcroForm << /Fields [5 0 R] >>",
    )
    page = rendered(tmp_path / "a.pdf", data, dpi=72)
    assert page.pixels[30, 40].tolist() != WHITE
    assert page.pixels[5, 5].tolist() == WHITE


def test_that_pages_of_one_document_are_drawn_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make.pdf(*(f"/MediaBox [0 0 {n} 10]" for n in (10, 20, 30))))
    with open_pages(path, dpi=72, indices=[2, 1]) as source:
        assert len(source) == 3
        assert [(page.index, page.size_hw) for page in source] == [(2, (10, 30)), (1, (10, 20))]


def test_that_pixels_outlive_the_document(tmp_path: Path) -> None:
    page = rendered(tmp_path / "a.pdf", make.pdf("/MediaBox [0 0 100 60]", contents=[CORNERS]), dpi=72)
    assert page.pixels[3, 3].tolist() == BLACK


def test_that_a_document_that_is_not_closed_makes_no_noise(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make.pdf(LETTER))
    assert open_pages(tmp_path / "a.pdf")[0].size_hw == (2200, 1700)


def test_that_a_header_behind_other_bytes_is_found(tmp_path: Path) -> None:
    page = rendered(tmp_path / "a.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + make.pdf(LETTER))
    assert page.size_hw == (2200, 1700)


# Passwords


@pytest.mark.parametrize(("password", "sentence"), [(None, "is protected with a password"), ("Nein", "does not open")])
def test_that_a_password_is_asked_for(password: str | None, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make.encrypted_pdf("geheim"))
    with pytest.raises(PasswordRequired, match=sentence) as caught:
        open_pages(tmp_path / "a.pdf", password=password)
    assert caught.value.hint


def test_that_the_right_password_opens_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make.encrypted_pdf("geheim"))
    with open_pages(tmp_path / "a.pdf", password="geheim") as source:
        assert source.page(0).size_hw == (200, 200)


@pytest.mark.parametrize("data", [make.pdf(LETTER), make.encrypted_pdf("")], ids=["plain", "empty user password"])
def test_that_a_password_meant_for_other_documents_does_no_harm(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    with open_pages(tmp_path / "a.pdf", password="geheim") as source:
        assert len(source) == 1


# Damage


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF", make.pdf(LETTER)[:200], b"%PDF-1.7\n" + b"\0" * 999])
def test_that_a_damaged_document_is_an_error(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(PageError, match=r"a\.pdf cannot be decoded"):
        open_pages(tmp_path / "a.pdf")


def test_that_a_document_without_pages_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make.pdf())
    with pytest.raises(PageError):
        open_pages(tmp_path / "a.pdf")


def test_that_a_page_that_memory_cannot_hold_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pypdfium2.PdfPage, "render", full)
    (tmp_path / "a.pdf").write_bytes(make.pdf(LETTER))
    with open_pages(tmp_path / "a.pdf") as source, pytest.raises(PageTooLarge, match="does not fit into the memory"):
        source.page(0)
