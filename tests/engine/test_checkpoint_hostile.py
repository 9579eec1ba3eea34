"""Files made to do harm: nothing in them is run, and each is refused quickly and in one way."""

import io
import pickle
import struct
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch

from d2studio.engine.checkpoint import read_checkpoint
from d2studio.errors import UnsafeWeights, WeightsError
from tests.engine.hostile_pickles import abusive_pickles, code_running_pickles
from tests.engine.weight_files import write_safetensors, write_torch_legacy, write_torch_zip

_MARKER = Path(__file__).with_name("executed-by-a-weights-file")
_FORBIDDEN = (
    "exec",
    "compile",
    "import",
    "marshal.",
    "pickle.find_class",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.putenv",
    "subprocess.Popen",
    "socket.",
    "urllib.Request",
    "ctypes.",
    "shutil.",
    "webbrowser.open",
)
_audited: list[str] | None = None


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if _audited is None:
        return
    writes = event == "open" and any(flag in str(arguments[1]) for flag in "wax+")
    if writes or event.startswith(_FORBIDDEN):
        _audited.append(event)


sys.addaudithook(_audit)


@contextmanager
def nothing_is_run() -> Iterator[None]:
    """Fails if Python is asked for anything that pure data has no need of."""
    global _audited
    events: list[str] = []
    _audited = events
    started = time.process_time()
    try:
        yield
    finally:
        _audited = None
    assert events == []
    assert not _MARKER.exists()
    assert time.process_time() - started < 5


def _containers(tmp_path: Path, pickled: bytes) -> Iterator[Path]:
    (tmp_path / "model.pkl").write_bytes(pickled)
    write_torch_zip(tmp_path / "zip.pth", pickled, {"a": struct.pack("<f", 1)})
    write_torch_legacy(tmp_path / "legacy.pth", pickled, {"a": (1, struct.pack("<f", 1))})
    yield from sorted(tmp_path.iterdir())


@pytest.fixture(autouse=True)
def _warm_up(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever Python, torch and numpy load at first use is loaded before anything is watched."""
    path = tmp_path_factory.mktemp("warm") / "model.pth"
    for encoding in ("utf-8-sig", "utf-16"):
        path.write_text("text", encoding=encoding)
        with pytest.raises(WeightsError, match="is a text"):
            read_checkpoint(path)
    torch.save({"a": torch.ones(2), "b": torch.ones(2).half(), "c": torch.ones(2, dtype=torch.bool)}, path)
    read_checkpoint(path)


def test_that_the_watch_sees_code_that_runs(tmp_path: Path) -> None:
    with pytest.raises(AssertionError), nothing_is_run():
        exec("1")
    with pytest.raises(AssertionError), nothing_is_run():
        (tmp_path / "x").write_text("x")


@pytest.mark.parametrize("name", list(code_running_pickles(_MARKER)))
def test_that_a_pickle_that_asks_for_code_is_refused_as_unsafe(tmp_path: Path, name: str) -> None:
    pickled = code_running_pickles(_MARKER)[name]
    for path in _containers(tmp_path, pickled):
        with nothing_is_run(), pytest.raises(UnsafeWeights):
            read_checkpoint(path)


@pytest.mark.parametrize("name", list(abusive_pickles()))
def test_that_a_pickle_that_abuses_what_is_allowed_is_refused(tmp_path: Path, name: str) -> None:
    pickled = abusive_pickles()[name]
    for path in _containers(tmp_path, pickled):
        with nothing_is_run(), pytest.raises(WeightsError):
            read_checkpoint(path)


def test_that_the_name_a_file_asks_for_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    write_torch_zip(path, code_running_pickles(_MARKER)["posix.system"])

    with pytest.raises(UnsafeWeights, match=r"model\.pth asks for code to be run .*\(posix\.system\)") as caught:
        read_checkpoint(path)

    assert caught.value.context["name"] == "posix.system"
    assert "Do not use this file" in caught.value.hint


def test_that_names_from_a_file_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    torch.save({"model": {"a": torch.zeros(1), "\x1b[2Jb": [], "c\nd": []}}, path)
    assert read_checkpoint(path).notes == ("left out, being no tensors: \ufffd[2Jb, c\ufffdd",)

    torch.save({"\x1b[2J": []}, path)
    with pytest.raises(WeightsError, match=r"^model\.pth holds \ufffd\[2J, but no tensors\.$"):
        read_checkpoint(path)

    torch.save({"\x1b[2J": torch.zeros(1)}, path)
    with pytest.raises(WeightsError, match="the name of a tensor is no text"):
        read_checkpoint(path)


# Tensors that claim what is not there ---------------------------------------------------------------------------------


def _tensor_pickle(offset: int, shape: tuple[int, ...], strides: tuple[int, ...], count: int = 4) -> bytes:
    """`{"a": tensor}` over a float storage "s" that claims `count` elements."""

    def value(plain: object) -> bytes:
        return pickle.dumps(plain, 2)[2:-1]

    storage = b"(" + value("storage") + b"ctorch\nFloatStorage\n" + value("s") + value("cpu") + value(count) + b"tQ"
    call = b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + value(offset) + value(shape) + value(strides)
    return b"\x80\x02}" + value("a") + call + b"\x89" + value({}) + b"tRs."


@pytest.mark.parametrize(
    ("offset", "shape", "strides", "count"),
    [
        (0, (5,), (1,), 4),
        (1, (4,), (1,), 4),
        (4, (1,), (1,), 4),
        (-1, (2,), (1,), 4),
        (0, (2,), (-1,), 4),
        (0, (2, 2), (2**40, 1), 4),
        (0, (-1,), (1,), 4),
        (0, (2, 2), (1,), 4),
        (0, (1,) * 9, (1,) * 9, 4),
        (0, (2**20, 2**20), (0, 0), 4),
        (0, (2**62, 2**62, 0), (1, 1, 1), 4),
        (0, (4,), (1,), 5),
        (0, (4,), (1,), 2**60),
        (0, (4,), (1,), -1),
    ],
)
def test_that_a_tensor_beyond_its_data_is_refused(
    tmp_path: Path, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], count: int
) -> None:
    pickled = _tensor_pickle(offset, shape, strides, count)
    write_torch_zip(tmp_path / "zip.pth", pickled, {"s": bytes(16)})
    write_torch_legacy(tmp_path / "legacy.pth", pickled.replace(b"tQ", b"NtQ"), {"s": (4, bytes(16))})
    for path in sorted(tmp_path.iterdir()):
        with nothing_is_run(), pytest.raises(WeightsError):
            read_checkpoint(path)


def test_that_the_same_tensor_within_its_data_is_read(tmp_path: Path) -> None:
    pickled = _tensor_pickle(1, (3,), (1,))
    write_torch_zip(tmp_path / "zip.pth", pickled, {"s": bytes(16)})
    write_torch_legacy(tmp_path / "legacy.pth", pickled.replace(b"tQ", b"NtQ"), {"s": (4, bytes(16))})
    for path in sorted(tmp_path.iterdir()):
        assert read_checkpoint(path).tensors["a"].tolist() == [0, 0, 0]


def test_that_many_copies_of_one_storage_do_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    large = torch.zeros(500, 500)
    torch.save({str(index): large.T for index in range(2000)}, path)  # 1 MB in the file, 2 GB if each were copied

    with pytest.raises(WeightsError, match="more than the file can hold"):
        read_checkpoint(path)


def test_that_a_truth_value_is_0_or_1(tmp_path: Path) -> None:
    write_torch_zip(tmp_path / "zip.pth", _tensor_pickle(0, (4,), (1,)).replace(b"Float", b"Bool"), {"s": b"\0\1\2\1"})

    with pytest.raises(WeightsError, match="neither 0 nor 1"):
        read_checkpoint(tmp_path / "zip.pth")


# Archives -------------------------------------------------------------------------------------------------------------


def _checkpoint_bytes() -> bytes:
    buffer = io.BytesIO()
    torch.save({"a": torch.arange(6.0), "b": torch.arange(5.0)}, buffer)
    return buffer.getvalue()


def _rezipped(compression: int = zipfile.ZIP_STORED, **changed: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_checkpoint_bytes())) as old, zipfile.ZipFile(buffer, "w", compression) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, changed.get(Path(entry.filename).name, old.read(entry)))
    return buffer.getvalue()


def _with_entry(position: int, layout: str, value: int, *, entry: int = 4) -> bytes:
    """One field of one entry in the directory changed; entry 4 is the first storage."""
    content = bytearray(_checkpoint_bytes())
    at = -1
    for _ in range(entry + 1):
        at = content.index(b"PK\1\2", at + 1)
    struct.pack_into(layout, content, at + position, value)
    return bytes(content)


def _with_end(position: int, layout: str, value: int) -> bytes:
    content = bytearray(_checkpoint_bytes())
    struct.pack_into(layout, content, content.rindex(b"PK\5\6") + position, value)
    return bytes(content)


def _with_zip64_end(position: int, layout: str, value: int) -> bytes:
    """One field changed of what says where the zip64 record is, with an end that leaves all to that record."""
    content = bytearray(_with_end(16, "<L", 0xFFFFFFFF))
    struct.pack_into(layout, content, content.rindex(b"PK\6\7") + position, value)
    return bytes(content)


def _with_zip64_record(position: int, layout: str, value: int) -> bytes:
    content = bytearray(_with_end(16, "<L", 0xFFFFFFFF))
    struct.pack_into(layout, content, content.rindex(b"PK\6\6") + position, value)
    return bytes(content)


def _misplaced() -> bytes:
    """The header of the first storage overwritten, where it lies."""
    content = _checkpoint_bytes()
    at = content.index(b"archive/data/0") - 30
    return content[:at] + b"XX" + content[at + 2 :]


def _with_zip64_sizes(field: int = 1, length: int = 24) -> bytes:
    """The archive with all sizes and places in zip64 fields, as if it were larger than 4 GB."""
    content = _checkpoint_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries, start = archive.infolist(), archive.start_dir
    directory = b""
    for entry in entries:
        name, large = entry.filename.encode(), 0xFFFFFFFF
        fields = struct.pack("<6H", 45, 45, 0, 0, 0, 0), struct.pack("<3L", entry.CRC, large, large)
        lengths = struct.pack("<5HLL", len(name), 36, 0, 0, 0, 0, large)
        zip64 = struct.pack("<2H3Q", field, length, entry.file_size, entry.file_size, entry.header_offset)
        directory += b"PK\1\2" + b"".join(fields) + lengths + name + struct.pack("<2HL", 9, 4, 0) + zip64
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), start, 0)
    return content[:start] + directory + end


def _twice() -> bytes:
    buffer = io.BytesIO(_rezipped())
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("archive/data.pkl", b"\x80\x02}.")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_rezipped(zipfile.ZIP_DEFLATED), "compressed or encrypted"),
        (_rezipped(byteorder=b"big"), "big-endian"),
        (_with_entry(8, "<H", 1), "compressed or encrypted"),
        (_with_entry(10, "<H", 8), "compressed or encrypted"),
        (_with_entry(16, "<L", 0), "the checksum of archive/data/0 is wrong"),
        (_with_entry(20, "<L", 99), "the size of archive/data/0 makes no sense"),
        (_with_entry(24, "<L", 28), "the size of archive/data/0 makes no sense"),
        (_with_entry(24, "<L", 0xFFFFFFFF), "the size of an entry is missing"),
        (_with_entry(28, "<H", 60_000), "its table of contents makes no sense"),
        (_with_entry(42, "<L", 0), "overlaps"),
        (_with_entry(42, "<L", 2**31), "overlaps"),
        (_with_entry(46 + 13, "<B", ord("7")), "does not agree with its description"),
        (_with_end(10, "<H", 3), "does not agree with its description"),
        (_with_end(10, "<H", 60_000), "its table of contents is too large"),
        (_with_end(10, "<H", 9), "its table of contents is too short"),
        (_with_end(12, "<L", 2**31), "its table of contents is too large"),
        (_with_end(16, "<L", 2**31), "its table of contents reaches beyond its end"),
        (_with_end(16, "<L", 3), "its table of contents makes no sense"),
        (_with_end(4, "<H", 1), "its end is not where it says"),
        (_with_end(20, "<H", 5), "its end is not where it says"),
        (_checkpoint_bytes() + b"more", "its end is not where it says"),
        (_with_zip64_sizes(length=16), "the size of an entry is missing"),
        (_with_zip64_end(8, "<Q", 2**60), "its end is not where it says"),
        (_with_zip64_end(0, "<L", 7), "its end is not where it says"),
        (_with_zip64_record(0, "<L", 7), "its end is not where it says"),
        (_with_zip64_record(16, "<L", 7), "its end is not where it says"),
        (_with_zip64_sizes(field=7), "the size of an entry is missing"),
        (_misplaced(), "archive/data/0 is not where the table of contents says"),
        (b"PK\3\4" + bytes(100) + _checkpoint_bytes(), "is damaged"),
    ],
)
def test_that_an_archive_that_torch_would_not_write_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(content)

    with nothing_is_run(), pytest.raises(WeightsError, match=sentence):
        read_checkpoint(path)


def test_that_an_archive_whose_name_is_in_no_known_alphabet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(_checkpoint_bytes().replace(b"archive/", b"m\xf6del_f/"))

    assert len(read_checkpoint(path).tensors) == 2


def test_that_an_entry_may_not_occur_twice(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(_twice())

    with pytest.raises(WeightsError, match="twice"):
        read_checkpoint(path)


def test_that_large_archives_with_zip64_fields_are_read(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (("data.pkl", _tensor_pickle(0, (4,), (1,))), ("data/s", bytes(16))):
            with archive.open(f"m/{name}", "w", force_zip64=True) as entry:
                entry.write(content)

    assert read_checkpoint(path).tensors["a"].tolist() == [0, 0, 0, 0]

    path.write_bytes(_with_end(16, "<L", 0xFFFFFFFF))  # the place of the directory is then in the zip64 record alone
    assert len(read_checkpoint(path).tensors) == 2

    path.write_bytes(_with_zip64_sizes())
    assert read_checkpoint(path).tensors["a"].tolist() == [0, 1, 2, 3, 4, 5]


def test_that_a_pickle_too_large_for_weights_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    write_torch_zip(path, bytes(65 << 20))

    with pytest.raises(WeightsError, match="its pickle is too large"):
        read_checkpoint(path)


# The old stream -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "count", "sentence"),
    [("s", 5, "the size of a storage"), ("s", -4, "the size of a storage"), ("t", 4, "its list of storages")],
)
def test_that_a_stream_whose_storages_are_not_those_described_is_refused(
    tmp_path: Path, key: str, count: int, sentence: str
) -> None:
    path = tmp_path / "model.pth"
    write_torch_legacy(path, _tensor_pickle(0, (4,), (1,)).replace(b"tQ", b"NtQ"), {key: (count, bytes(16))})

    with pytest.raises(WeightsError, match=sentence):
        read_checkpoint(path)


def test_that_a_stream_of_another_version_or_machine_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    write_torch_legacy(path, pickle.dumps({}, 2))
    whole = path.read_bytes()

    path.write_bytes(whole.replace(pickle.dumps(1001, 2), pickle.dumps(1002, 2)))
    with pytest.raises(WeightsError, match="its version is unknown"):
        read_checkpoint(path)

    path.write_bytes(whole.replace(b"little_endianq\x02\x88", b"little_endianq\x02\x89"))
    with pytest.raises(WeightsError, match="was written on a big-endian machine"):
        read_checkpoint(path)


def test_that_a_storage_is_described_in_one_way(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    tensor = _tensor_pickle(0, (1,), (1,)).replace(b"tQ", b"NtQ")
    other = _tensor_pickle(0, (1,), (1,), count=3).replace(b"tQ", b"NtQ")
    write_torch_legacy(path, b"\x80\x02(" + tensor[2:-1] + other[2:-1] + b"t.", {"s": (4, bytes(16))})

    with pytest.raises(WeightsError, match="described in two ways"):
        read_checkpoint(path)


def test_that_a_storage_may_be_part_of_another(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    view = pickle.dumps(("view", 1, 3), 2)[2:-1]
    pickled = _tensor_pickle(0, (3,), (1,)).replace(b"tQ", view + b"tQ")
    write_torch_legacy(path, pickled, {"s": (4, np.arange(4, dtype="f4").tobytes())})

    assert read_checkpoint(path).tensors["a"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("view", [(1, 4), (-1, 2), (5, 0), (0, 2**62)])
def test_that_a_part_of_a_storage_lies_inside_it(tmp_path: Path, view: tuple[int, int]) -> None:
    path = tmp_path / "model.pth"
    part = pickle.dumps(("view", *view), 2)[2:-1]
    write_torch_legacy(path, _tensor_pickle(0, (1,), (1,)).replace(b"tQ", part + b"tQ"), {"s": (4, bytes(16))})

    with pytest.raises(WeightsError):
        read_checkpoint(path)


# safetensors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "a": {}}',
        '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}',
        '{"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 8]}, "b": {"dtype": "F32", "shape": [2], '
        '"data_offsets": [8, 16]}}',
        '{"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}, "b": {"dtype": "F32", "shape": [3], '
        '"data_offsets": [4, 16]}}',
        '{"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]}}',
        '{"a": {"dtype": "F32", "shape": [-4], "data_offsets": [16, 0]}}',
        '{"a": {"dtype": "F32", "shape": [4.0], "data_offsets": [0, 16]}}',
        '{"a": {"dtype": "F32", "shape": [true, 4], "data_offsets": [0, 16]}}',
        '{"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16], "extra": 1}}',
        '{"a": {"dtype": "F8_E4M3", "shape": [16], "data_offsets": [0, 16]}}',
        '{"a": {"dtype": "F32", "shape": 4, "data_offsets": [0, 16]}}',
        '{"a": {"dtype": "F32", "shape": [1,1,1,1,1,1,1,1,4], "data_offsets": [0, 16]}}',
        '{"a": {"dtype": "F32", "shape": [' + "9" * 5000 + '], "data_offsets": [0, 16]}}',
        '{"a": ' + "[" * 100_000,
        '{"a": 1}',
        '{"__metadata__": {}}',
        "{",
        '{"a\\ud800": NaN}',
    ],
)
def test_that_a_header_that_breaks_a_rule_is_refused(tmp_path: Path, header: str) -> None:
    path = tmp_path / "model.safetensors"
    write_safetensors(path, {"a": torch.zeros(4)}, edit=header)

    with nothing_is_run(), pytest.raises(WeightsError):
        read_checkpoint(path)


def test_that_a_header_too_large_for_weights_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(struct.pack("<Q", 50_000_000) + b'{"' + bytes(1000))

    with pytest.raises(WeightsError, match="its header is too large"):
        read_checkpoint(path)


def test_that_infinite_numbers_are_refused_in_every_format(tmp_path: Path) -> None:
    state = {"good": torch.zeros(3), "bad": torch.tensor([1.0, float("inf")])}
    torch.save(state, tmp_path / "zip")
    torch.save(state, tmp_path / "legacy", _use_new_zipfile_serialization=False)
    write_safetensors(tmp_path / "safe", state)
    (tmp_path / "pickle").write_bytes(pickle.dumps({name: tensor.numpy() for name, tensor in state.items()}))
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(WeightsError, match="numbers that are not finite, in bad"):
            read_checkpoint(path)
