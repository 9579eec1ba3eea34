"""Renders PDF pages with pdfium.

pdfium is not safe to use from several threads, not even for different documents: everything here must stay in
one thread of the process. A page can keep pdfium busy for minutes and nothing in the process can stop it; who
opens files of strangers does so in a child process with a time limit.

pdfium takes no notice of UserUnit, by which a few large plans scale their points; such pages are drawn smaller.
"""

import math
from pathlib import Path
from typing import Final

import pypdfium2

from d2studio.core.page import Page, SourceTransform
from d2studio.errors import PasswordRequired

MAX_PAGE_PIXELS: Final = 100_000_000
POINTS_PER_INCH: Final = 72.0
_ERR_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD of pdfium's fpdfview.h


class PdfFile:
    """An open PDF, with its form fields. Holds the file open until `close`.

    Raises:
        PasswordRequired: the file is encrypted and `password` is missing or wrong.
        pypdfium2.PdfiumError: the file is damaged, or no PDF.
    """

    def __init__(self, path: Path, password: str | None) -> None:
        self._path = path
        try:
            self._document = _open(path, password)
        except pypdfium2.PdfiumError as e:
            if e.err_code != _ERR_PASSWORD:
                raise
            if password:
                raise PasswordRequired(
                    f"The password given does not open {path.name}.", hint="Check it and try again.", path=str(path)
                ) from e
            raise PasswordRequired(
                f"{path.name} is protected with a password.",
                hint="Give its password, or save a copy without one.",
                path=str(path),
            ) from e
        self._has_broken_form = False
        try:
            self._document.init_forms()
        except pypdfium2.PdfiumError:
            self._has_broken_form = True

    def __len__(self) -> int:
        return len(self._document)

    def close(self) -> None:
        self._document.close()

    def render(self, index: int, *, dpi: float, max_pixels: int) -> Page:
        """Draw a page, with form fields and annotations, on white.

        Args:
            index: the page, from 0.
            dpi: the resolution asked for. Where that would make more than `max_pixels` pixels, or more than
                `MAX_PAGE_PIXELS`, the page is drawn at the highest one that does not, with a note.
            max_pixels: the most pixels to draw.

        Raises:
            pypdfium2.PdfiumError: the page is damaged.
            MemoryError: there is no room for it.
        """
        notes = ["form fields are damaged and not drawn"] if self._has_broken_form else []
        page = self._document.get_page(index)
        try:
            width_pt, height_pt = page.get_size()
            fitting = _fitting_dpi(width_pt, height_pt, dpi, min(max_pixels, MAX_PAGE_PIXELS))
            if fitting < dpi:
                notes.append(
                    f"drawn at {fitting:.3g} dpi, not {dpi:g}: the page measures "
                    f"{width_pt / POINTS_PER_INCH:,.1f} x {height_pt / POINTS_PER_INCH:,.1f} inches"
                )
            bitmap = page.render(fitting / POINTS_PER_INCH, rev_byteorder=True)
            try:
                pixels = bitmap.to_numpy()  # over memory of Python's, which outlives the bitmap
                box, rotation = page.get_bbox(), page.get_rotation()
            finally:
                bitmap.close()
        finally:
            page.close()
        pixels.flags.writeable = False
        height, width, _ = pixels.shape
        return Page(
            path=self._path,
            index=index,
            pixels=pixels,
            dpi=(fitting, fitting),
            to_source=_to_source(box, rotation, width / width_pt, height / height_pt),
            notes=tuple(notes),
        )


def _open(path: Path, password: str | None) -> pypdfium2.PdfDocument:
    path = path.resolve()  # pypdfium2 would expand a leading `~`
    try:
        return pypdfium2.PdfDocument(path, password)
    except pypdfium2.PdfiumError as e:
        if e.err_code != _ERR_PASSWORD or not password:
            raise
    # Among many files one password may be meant for others, and this one open to all.
    return pypdfium2.PdfDocument(path)


def _fitting_dpi(width_pt: float, height_pt: float, dpi: float, max_pixels: int) -> float:
    """Lower `dpi` until the page, with sides rounded up to whole pixels, has at most `max_pixels` pixels."""

    def pixels(resolution: float) -> int:
        scale = resolution / POINTS_PER_INCH
        return math.ceil(width_pt * scale) * math.ceil(height_pt * scale)

    while pixels(dpi) > max_pixels:
        dpi *= min(0.999, math.sqrt(max_pixels / pixels(dpi)))
    return dpi


def _to_source(
    box: tuple[float, float, float, float], rotation: int, x_scale: float, y_scale: float
) -> SourceTransform:
    """Map page pixels to PDF user space.

    Args:
        box: left, bottom, right, top of what is visible, in points, not turned.
        rotation: degrees that the page is turned clockwise.
        x_scale: pixels per point along the drawn page's x.
        y_scale: pixels per point along the drawn page's y.
    """
    left, bottom, right, top = box
    x, y = 1 / x_scale, 1 / y_scale
    matrix = {
        0: (x, 0.0, left, 0.0, -y, top),
        90: (0.0, y, left, x, 0.0, bottom),
        180: (-x, 0.0, right, 0.0, y, bottom),
        270: (0.0, -y, right, -x, 0.0, top),
    }[rotation]
    return SourceTransform(matrix, (top - bottom, right - left), "pt")
