"""Small page files made by hand, where no library writes what a test needs."""

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence

IMAGE_WIDTH, IMAGE_LENGTH, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIP_OFFSETS, ORIENTATION, SAMPLES, ROWS_PER_STRIP, STRIP_BYTES, PLANAR = 273, 274, 277, 278, 279, 284
COLOUR_MAP = 320
TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS, TILE_BYTES, EXTRA_SAMPLES, SAMPLE_FORMAT = 322, 323, 324, 325, 338, 339

Tags = Mapping[int, Sequence[int] | int]


def tiff(*pages: tuple[Tags, Sequence[bytes]], order: str = "<", big: bool = False, last_points_to: int = 0) -> bytes:
    """Write an uncompressed TIFF: a directory per page, and its strips or tiles.

    Args:
        pages: the tags of a page, without those that place its data, and its strips or (with TILE_WIDTH) tiles.
        order: `<` for little-endian, `>` for big-endian.
        big: write BigTIFF, with 64-bit offsets.
        last_points_to: what the last directory names as the next one; 0 is none.
    """
    mark = b"II" if order == "<" else b"MM"
    word, word_size, word_type = ("Q", 8, 16) if big else ("I", 4, 4)
    out = bytearray(mark + struct.pack(order + "H", 43 if big else 42))
    if big:
        out += struct.pack(order + "HH", 8, 0)
    link = len(out)
    out += bytes(word_size)
    for tags, pieces in pages:
        offsets = []
        for piece in pieces:
            offsets.append(len(out))
            out += piece
        tiled = TILE_WIDTH in tags
        placed: dict[int, Sequence[int] | int] = {
            **tags,
            TILE_OFFSETS if tiled else STRIP_OFFSETS: offsets,
            TILE_BYTES if tiled else STRIP_BYTES: [len(piece) for piece in pieces],
        }
        entries = b""
        for tag, value in sorted(placed.items()):
            values = [value] if isinstance(value, int) else list(value)
            is_word = tag in (STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES)
            kind, code, size = (word_type, word, word_size) if is_word else (3, "H", 2)
            data = struct.pack(f"{order}{len(values)}{code}", *values)
            if len(values) * size > word_size:
                data, where = struct.pack(order + word, len(out)), data
                out += where
            entries += struct.pack(order + "HH" + word, tag, kind, len(values)) + data.ljust(word_size, b"\0")
        struct.pack_into(order + word, out, link, len(out))
        out += struct.pack(order + ("Q" if big else "H"), len(placed)) + entries
        link = len(out)
        out += bytes(word_size)
    struct.pack_into(order + word, out, link, last_points_to)
    return bytes(out)


def grey_tags(width: int, height: int, bits: int = 8, photometric: int = 1, sample_format: int = 1) -> dict[int, int]:
    return {
        IMAGE_WIDTH: width,
        IMAGE_LENGTH: height,
        BITS: bits,
        COMPRESSION: 1,
        PHOTOMETRIC: photometric,
        SAMPLES: 1,
        ROWS_PER_STRIP: height,
        SAMPLE_FORMAT: sample_format,
    }


def png(width: int, height: int, depth: int, colour: int, rows: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """Write a PNG from its filtered rows, with `chunks` (name, data) between header and pixels."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    out = b"\x89PNG\r\n\x1a\n"
    for name, data in ((b"IHDR", header), *chunks, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")):
        out += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return out


def pdf(*pages: str, contents: Sequence[bytes] = (), objects: Sequence[bytes] = (), catalog: str = "") -> bytes:
    """Write a PDF.

    Args:
        pages: what stands in each page's dictionary beside its type, parent and contents.
        contents: the drawing operators of each page; nothing where there are fewer than pages.
        objects: further objects, the first of them number 3 + 2 * len(pages).
        catalog: what stands in the catalog beside its type and pages.
    """
    numbers = range(3, 3 + 2 * len(pages), 2)
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>".encode(),
    ]
    for index, (number, page) in enumerate(zip(numbers, pages, strict=True)):
        stream = contents[index] if index < len(contents) else b""
        bodies.append(f"<< /Type /Page /Parent 2 0 R /Contents {number + 1} 0 R {page} >>".encode())
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _assemble([*bodies, *objects], b"")


def encrypted_pdf(password: str) -> bytes:
    """Write a PDF of one empty page that opens with `password` alone (RC4, 40 bits: revision 2 of the standard)."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded = (password.encode() + padding)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    permissions, identifier = -4, b"0123456789abcdef"
    key = hashlib.md5(padded + owner + struct.pack("<i", permissions) + identifier).digest()[:5]
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P %d /O <%s> /U <%s> >>"
        % (permissions, owner.hex().encode(), _rc4(key, padding).hex().encode()),
    ]
    return _assemble(bodies, b"/Encrypt 4 0 R /ID [<%s> <%s>]" % ((identifier.hex().encode(),) * 2))


def _assemble(bodies: Sequence[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, table)
    return bytes(out)


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def cmyk_profile(white: tuple[int, int, int], ink: tuple[int, int, int]) -> bytes:
    """Write an ICC profile in which any cyan at all prints as the Lab value `ink`, and all else as `white`.

    Lab in 8 bits: lightness over 255, and a and b over 255 from -128.
    """
    grid = bytes(byte for node in range(16) for byte in (ink if node & 8 else white))
    identity = bytes(range(256))
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0])
    lut += struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
    lut += identity * 4 + grid + identity * 3
    text = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(8 + 3 + 67)
    point = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    tags = [(b"desc", text), (b"wtpt", point), (b"A2B0", lut), (b"A2B1", lut)]
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, body in tags:
        body += bytes(-len(body) % 4)
        table += name + struct.pack(">II", start + len(data), len(body))
        data += body
    head = struct.pack(">I4sI4s4s4s", start + len(data), b"none", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + data
