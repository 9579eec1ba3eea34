"""Says what a file is from its first bytes, never from its name."""

from typing import Final, NamedTuple

HEAD_BYTES: Final = 4096

_PAGE_MAGICS: Final = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II\x2a\x00", "TIFF"),
    (b"MM\x00\x2a", "TIFF"),
    (b"II\x2b\x00", "TIFF"),
    (b"MM\x00\x2b", "TIFF"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
)
# pdfium accepts up to 1,024 bytes in front of the header, as readers before it did.
_PDF_HEADER_WITHIN: Final = 1024


class Stranger(NamedTuple):
    """A kind of file that holds no page we can read."""

    name: str
    hint: str = ""


_CONVERT: Final = "Convert it to PNG, JPEG, TIFF or PDF first."
_EXPORT: Final = "Export it as PDF first."
_UNPACK: Final = "Unpack it and open the pages in it."
_WEIGHTS: Final = "These look like model weights; they belong to the model, not among the pages."
_HEIC: Final = "Convert it to JPEG or PNG first; phones can be set to save JPEG (“most compatible”)."

_STRANGERS: Final = (
    (0, b"AT&TFORM", Stranger("a DjVu document", "Convert it to PDF first (for example with ddjvu).")),
    (0, b"8BPS", Stranger("a Photoshop picture", _CONVERT)),
    (0, b"%!PS", Stranger("a PostScript file", "Convert it to PDF first (for example with ps2pdf).")),
    (0, b"{\\rtf", Stranger("a text document (RTF)", _EXPORT)),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Stranger("an office document (Word, Excel or PowerPoint)", _EXPORT)),
    (0, b"\xff\x0a", Stranger("a JPEG XL picture", _CONVERT)),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", Stranger("a JPEG XL picture", _CONVERT)),
    (0, b"\x97JB2\r\n\x1a\n", Stranger("a JBIG2 picture", _CONVERT)),
    (0, b"\x76\x2f\x31\x01", Stranger("an OpenEXR picture", _CONVERT)),
    (0, b"\x00\x00\x01\x00", Stranger("an icon", _CONVERT)),
    (128, b"DICM", Stranger("a DICOM picture", _CONVERT)),
    (0, b"7z\xbc\xaf\x27\x1c", Stranger("a 7z archive", _UNPACK)),
    (0, b"Rar!\x1a\x07", Stranger("a RAR archive", _UNPACK)),
    (0, b"\x1f\x8b", Stranger("a gzip archive", _UNPACK)),
    (0, b"BZh", Stranger("a bzip2 archive", _UNPACK)),
    (0, b"\xfd7zXZ\x00", Stranger("an xz archive", _UNPACK)),
    (257, b"ustar", Stranger("a tar archive", _UNPACK)),
    (0, b"\x89HDF\r\n\x1a\n", Stranger("an HDF5 file", _WEIGHTS)),
    (0, b"\x80\x02", Stranger("a pickle", _WEIGHTS)),
    (0, b"\x80\x04", Stranger("a pickle", _WEIGHTS)),
    (0, b"version https://git-lfs", Stranger("a Git LFS placeholder", "Run `git lfs pull` to get the file itself.")),
)
_ISO_BRANDS: Final = {
    b"avif": Stranger("an AVIF picture", _CONVERT),
    b"avis": Stranger("an AVIF picture", _CONVERT),
    **dict.fromkeys(
        (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"), Stranger("an HEIC picture", _HEIC)
    ),
}


def page_format(head: bytes) -> str | None:
    """Name the page format of a file that begins with `head`, or None where it holds no page."""
    for magic, name in _PAGE_MAGICS:
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[:1] == b"P" and head[1:2] in b"123456f" and head[2:3].isspace():
        return "PPM"
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return "PDF"
    return None


def name_stranger(head: bytes) -> Stranger:
    """Name a file that `page_format` does not know, as well as its first bytes allow."""
    for offset, magic, stranger in _STRANGERS:
        if head[offset:].startswith(magic):
            return stranger
    if head[4:8] == b"ftyp":
        return _ISO_BRANDS.get(head[8:12], Stranger("a video or another media file"))
    if head.startswith(b"PK\x03\x04"):
        return _name_zip(head)
    if not head.strip(b"\x00"):
        return Stranger("all zeros, as a failed copy leaves behind", "Copy or download it again.")
    return _name_text(head)


def _name_zip(head: bytes) -> Stranger:
    if any(mark in head for mark in (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"opendocument")):
        return Stranger("an office document", _EXPORT)
    if b"epub+zip" in head:
        return Stranger("an e-book (EPUB)", _EXPORT)
    if b"/data.pkl" in head:
        return Stranger("a PyTorch file", _WEIGHTS)
    return Stranger("a zip archive", _UNPACK)


def _name_text(head: bytes) -> Stranger:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Stranger("a text file", _EXPORT)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in text:
        return Stranger("an SVG drawing", _CONVERT)
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in text:
        return Stranger("a web page", "If it was downloaded, the link may be dead or ask for a login.")
    if text.startswith(b"<?xml"):
        return Stranger("an XML file")
    # The cut at the end of `head` may leave up to three bytes of one character behind.
    if b"\x00" not in head and len(head.decode(errors="ignore").encode()) >= len(head) - 3:
        return Stranger("a text file", _EXPORT)
    return Stranger("of an unknown kind")
