import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from d2studio.control import Control
from d2studio.engine import known_contents, weights_cache
from d2studio.engine.checkpoint import Checkpoint, read_checkpoint
from d2studio.engine.inspect import describe, read_parts
from d2studio.engine.loading import load_model
from d2studio.engine.weights_cache import read_through_cache
from d2studio.errors import Cancelled, WeightsError
from tests.engine.test_loading import write_model
from tests.engine.test_model import noise
from tests.engine.weight_files import small_state_dict, write_safetensors

SIZE = 40_000  # bytes of a plain source's tensors


def plain_source(path: Path, value: float = 1.0) -> Path:
    """A file whose size does not depend on its name or the value."""
    with path.open("wb") as file:
        torch.save({"model": {"weight": torch.full((SIZE // 4,), float(value))}}, file)
    return path


def copies(cache: Path) -> set[str]:
    """Digests of the sources that have a copy; nothing else but the list is there."""
    names = set(os.listdir(cache / "weights")) - {"sources.json"}
    assert all(name.endswith(".safetensors") for name in names)
    return {name.removesuffix(".safetensors") for name in names}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def only_copies_are_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called, the reader of other formats fails."""

    def fail(path: Path, control: Control | None = None) -> Checkpoint:
        raise AssertionError(path)

    return lambda: monkeypatch.setattr(weights_cache, "read_checkpoint", fail)


def test_that_a_later_load_gives_the_same_without_the_original_format(
    tmp_path: Path, only_copies_are_read: Callable[[], None]
) -> None:
    torch.save({"model": small_state_dict(), "optimizer": {"state": {}}}, tmp_path / "weights.pth")
    first = read_through_cache(tmp_path / "weights.pth", cache=tmp_path / "cache")
    assert copies(tmp_path / "cache") == {sha256(tmp_path / "weights.pth")}
    only_copies_are_read()
    later = read_through_cache(tmp_path / "weights.pth", cache=tmp_path / "cache")
    assert (later.path, later.file_format, later.notes) == (first.path, first.file_format, first.notes)
    assert later.file_format == "torch zip"
    assert any("optimizer" in note for note in later.notes)
    assert list(later.tensors) == list(first.tensors)
    for name, tensor in first.tensors.items():
        assert later.tensors[name].dtype == tensor.dtype
        assert torch.equal(later.tensors[name], tensor)


def test_that_a_model_loads_and_finds_the_same_from_the_cache(
    tmp_path: Path, only_copies_are_read: Callable[[], None]
) -> None:
    write_model(tmp_path / "model")
    cache = tmp_path / "cache"
    plain, first = (
        load_model(tmp_path / "model", device="cpu", precision="float32", weights_cache=folder)
        for folder in (None, cache)
    )
    only_copies_are_read()
    later = load_model(tmp_path / "model", device="cpu", precision="float32", weights_cache=cache)
    assert plain.description == first.description == later.description
    expected, found = plain.predict(noise(120, 90)), later.predict(noise(120, 90))
    assert len(found) > 0
    assert (found.scores == expected.scores).all()
    assert (found.boxes == expected.boxes).all()


def test_that_describing_a_model_and_loading_it_share_a_copy(
    tmp_path: Path, only_copies_are_read: Callable[[], None]
) -> None:
    write_model(tmp_path / "model")
    pair = tmp_path / "model" / "config.yaml", tmp_path / "model" / "model_final.pth"
    cache = tmp_path / "cache"
    first = describe(*pair, weights_cache=cache)
    assert first == describe(*pair)
    only_copies_are_read()
    assert describe(*pair, weights_cache=cache) == first
    assert load_model(tmp_path / "model", device="cpu", weights_cache=cache).description == first
    assert read_parts(*pair, class_count=3, weights_cache=cache).description == first


def test_that_the_same_content_in_another_place_has_the_same_copy(
    tmp_path: Path, only_copies_are_read: Callable[[], None]
) -> None:
    plain_source(tmp_path / "weights.pth")
    read_through_cache(tmp_path / "weights.pth", cache=tmp_path / "cache")
    shutil.copy(tmp_path / "weights.pth", tmp_path / "moved.pkl")
    only_copies_are_read()
    assert read_through_cache(tmp_path / "moved.pkl", cache=tmp_path / "cache").path == tmp_path / "moved.pkl"


def test_that_a_changed_file_never_gives_old_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_contents, "_SETTLED_NS", 0)  # the list is used at once
    source, cache = plain_source(tmp_path / "weights.pth"), tmp_path / "cache"
    read_through_cache(source, cache=cache)
    assert str(source) in json.loads((cache / "weights" / "sources.json").read_text())
    before = source.stat()
    content = plain_source(tmp_path / "new.pth", 2.0).read_bytes()
    assert len(content) == before.st_size
    with source.open("r+b") as file:  # the same file, as large, and as old
        file.write(content)
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = source.stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)
    assert read_through_cache(source, cache=cache).tensors["weight"][0] == 2
    assert copies(cache) == {sha256(source), hashlib.sha256(plain_source(source).read_bytes()).hexdigest()}


def test_that_a_known_file_is_not_hashed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_contents, "_SETTLED_NS", 0)
    source, cache = plain_source(tmp_path / "weights.pth"), tmp_path / "cache"
    read_through_cache(source, cache=cache)
    monkeypatch.delattr(known_contents, "content_digest")
    assert read_through_cache(source, cache=cache).tensors["weight"][0] == 1


def test_that_a_file_changed_a_moment_ago_is_not_trusted_to_stay(tmp_path: Path) -> None:
    read_through_cache(plain_source(tmp_path / "weights.pth"), cache=tmp_path / "cache")
    assert not (tmp_path / "cache" / "weights" / "sources.json").exists()


def flip(content: bytes, position: int) -> bytes:
    position %= len(content)
    return content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "zeros": lambda content: bytes(len(content)),
    "cut off": lambda content: content[:-100],
    "too long": lambda content: content + b"\0",
    "last number": lambda content: flip(content, -1),
    "middle": lambda content: flip(content, len(content) // 2),
    "length": lambda content: flip(content, 0),
    "another list": lambda content: (2).to_bytes(8, "little") + b"[]",
    "dtype": lambda content: content.replace(b'"F32"', b'"I32"'),
    "name": lambda content: content.replace(b'"weight"', b'"weighs"'),
    "note": lambda content: content.replace(b"optimizer", b"optimiser"),
    "format": lambda content: content.replace(b"torch zip", b"torch zap"),
    "seal": lambda content: content.replace(b'"seal"', b'"lock"'),
    "made by another version": lambda content: content.replace(b"d2studio 1", b"d2studio 0"),
    "web page": lambda content: b"<!doctype html>",
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_that_a_damaged_copy_is_made_anew(tmp_path: Path, kind: str) -> None:
    source, cache = tmp_path / "weights.pth", tmp_path / "cache"
    torch.save({"model": {"weight": torch.ones(SIZE)}, "optimizer": {"state": {}}}, source)
    first = read_through_cache(source, cache=cache)
    copy = cache / "weights" / f"{sha256(source)}.safetensors"
    whole = copy.read_bytes()
    damaged = DAMAGES[kind](whole)
    assert damaged != whole
    copy.write_bytes(damaged)
    again = read_through_cache(source, cache=cache)
    assert torch.equal(again.tensors["weight"], torch.ones(SIZE))
    assert (again.notes, again.file_format) == (first.notes, first.file_format)
    assert copy.read_bytes() == whole


def test_that_a_copy_of_something_else_under_the_name_is_not_used(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    one, two = plain_source(tmp_path / "1.pth", 1.0), plain_source(tmp_path / "2.pth", 2.0)
    read_through_cache(one, cache=cache)
    (cache / "weights" / f"{sha256(one)}.safetensors").rename(cache / "weights" / f"{sha256(two)}.safetensors")
    assert read_through_cache(two, cache=cache).tensors["weight"][0] == 2


@pytest.mark.parametrize("listed", [b"", b"\xff\xfe", b"[1]", b"[" * 100_000, b'{"a": 1}', b'{"a": ["b", "../../c"]}'])
def test_that_a_damaged_list_of_sources_is_begun_anew(
    tmp_path: Path, listed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_contents, "_SETTLED_NS", 0)
    source, cache = plain_source(tmp_path / "weights.pth"), tmp_path / "cache"
    (cache / "weights").mkdir(parents=True)
    (cache / "weights" / "sources.json").write_bytes(listed)
    assert read_through_cache(source, cache=cache).notes == ()
    assert list(json.loads((cache / "weights" / "sources.json").read_text())) == [str(source)]


def test_that_a_listed_name_cannot_lead_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_contents, "_SETTLED_NS", 0)
    source, cache = plain_source(tmp_path / "weights.pth"), tmp_path / "cache"
    read_through_cache(source, cache=cache)
    listed = (cache / "weights" / "sources.json").read_text()
    (cache / "weights" / "sources.json").write_text(listed.replace(sha256(source), "../../elsewhere"))
    read_through_cache(source, cache=cache)
    assert sorted(os.listdir(tmp_path)) == ["cache", "weights.pth"]


def test_that_copies_used_longest_ago_make_room(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    sources = [plain_source(tmp_path / f"{index}.pth", index) for index in range(3)]
    digests = [sha256(source) for source in sources]
    for age, source in enumerate(sources[:2]):
        read_through_cache(source, cache=cache, max_bytes=100_000)
        os.utime(cache / "weights" / f"{digests[age]}.safetensors", (age, age))
    read_through_cache(sources[0], cache=cache, max_bytes=100_000)  # used now
    read_through_cache(sources[2], cache=cache, max_bytes=100_000)
    assert copies(cache) == {digests[0], digests[2]}


def test_that_weights_larger_than_the_cache_are_read_with_a_note(tmp_path: Path) -> None:
    source, cache = plain_source(tmp_path / "weights.pth"), tmp_path / "cache"
    read_through_cache(plain_source(tmp_path / "small.pth", 2.0), cache=cache)
    checkpoint = read_through_cache(source, cache=cache, max_bytes=SIZE - 1)
    assert checkpoint.tensors["weight"][0] == 1
    assert "could not be kept" in checkpoint.notes[0]
    assert copies(cache) == {sha256(tmp_path / "small.pth")}


def test_that_a_few_numbers_of_many_names_are_read_with_a_note(tmp_path: Path) -> None:
    shared = torch.ones(1 << 18)
    torch.save({f"layer{index}": shared for index in range(50)}, tmp_path / "weights.pth")
    checkpoint = read_through_cache(tmp_path / "weights.pth", cache=tmp_path / "cache")
    assert len(checkpoint.tensors) == 50
    assert "many names" in checkpoint.notes[0]
    assert copies(tmp_path / "cache") == set()


def test_that_safetensors_are_read_where_they_lie(tmp_path: Path) -> None:
    write_safetensors(tmp_path / "model.safetensors", {"weight": torch.ones(3)})
    read_through_cache(tmp_path / "model.safetensors", cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("name", ["missing.pth", "folder", "empty.pth", "page.pth", "nul\0.pth"])
def test_that_what_is_no_weights_fails_as_without_a_cache(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.pth").touch()
    (tmp_path / "page.pth").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    errors = []
    for cache in (None, tmp_path / "cache"):
        with pytest.raises((WeightsError, ValueError)) as caught:
            read_through_cache(tmp_path / name, cache=cache)
        errors.append(str(caught.value))
    assert errors[0] == errors[1]
    assert not (tmp_path / "cache").exists()


def test_that_damaged_weights_are_never_kept(tmp_path: Path) -> None:
    source = plain_source(tmp_path / "weights.pth")
    source.write_bytes(source.read_bytes()[:-5_000])
    for _ in range(2):
        with pytest.raises(WeightsError, match="cut off"):
            read_through_cache(source, cache=tmp_path / "cache")
    torch.save({"weight": torch.tensor([1.0, float("nan")])}, source)
    with pytest.raises(WeightsError, match="not finite"):
        read_through_cache(source, cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_that_a_cache_that_cannot_be_made_only_means_a_note(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    checkpoint = read_through_cache(plain_source(tmp_path / "weights.pth"), cache=tmp_path / "cache")
    assert checkpoint.tensors["weight"][0] == 1
    assert len(checkpoint.notes) == 1
    assert "could not be kept for quicker loading next time" in checkpoint.notes[0]
    assert (tmp_path / "cache").read_text() == "no folder"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
def test_that_a_full_disk_only_means_a_note(tmp_path: Path) -> None:
    torch.save({"weight": torch.ones(1 << 20)}, tmp_path / "weights.pth")
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from d2studio.engine.weights_cache import read_through_cache\n"
        "folder = Path(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "print(*read_through_cache(folder / 'weights.pth', cache=folder / 'cache').notes)\n"
    )
    result = run(code, str(tmp_path))
    assert "File too large" in result
    assert copies(tmp_path / "cache") == set()


def run(code: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, timeout=100
    ).stdout


def test_that_several_processes_fill_the_cache_at_once(tmp_path: Path) -> None:
    generator = torch.Generator().manual_seed(3)
    torch.save({"weight": torch.rand(2 << 20, generator=generator)}, tmp_path / "weights.pth")
    code = (
        "import sys, time; from pathlib import Path\n"
        "from d2studio.engine.weights_cache import read_through_cache\n"
        "folder = Path(sys.argv[1])\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "for _ in range(5):\n"
        "    checkpoint = read_through_cache(folder / 'weights.pth', cache=folder / 'cache')\n"
        "    print(checkpoint.notes, float(checkpoint.tensors['weight'].double().sum()))\n"
        "    [path.unlink(missing_ok=True) for path in (folder / 'cache' / 'weights').glob('*.safetensors')]\n"
        "read_through_cache(folder / 'weights.pth', cache=folder / 'cache')\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    outputs = {process.communicate("go\n", timeout=100)[0] for process in processes}
    expected = f"() {float(read_checkpoint(tmp_path / 'weights.pth').tensors['weight'].double().sum())}\n"
    assert outputs == {5 * expected}
    assert copies(tmp_path / "cache") == {sha256(tmp_path / "weights.pth")}


def test_that_what_an_ended_process_left_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "weights"
    folder.mkdir(parents=True)
    ended = int(run("import os; print(os.getpid())"))
    mine, theirs = folder / f".a.safetensors.{os.getpid()}-0a1b.part", folder / f".a.safetensors.{ended}-0a1b.part"
    old, other = folder / f".b.safetensors.{os.getpid()}-0a1b.part", folder / "notes.part"
    for path in (mine, theirs, old, other):
        path.touch()
    os.utime(old, (0, 0))
    read_through_cache(plain_source(tmp_path / "weights.pth"), cache=tmp_path / "cache")
    assert (mine.exists(), theirs.exists(), old.exists(), other.exists()) == (True, False, False, True)


def test_that_a_stop_leaves_nothing(tmp_path: Path) -> None:
    stopped = Control()
    stopped.cancel()
    with pytest.raises(Cancelled):
        read_through_cache(plain_source(tmp_path / "weights.pth"), stopped, cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()
