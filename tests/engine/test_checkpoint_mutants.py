"""Weights files damaged at random: each is read or refused in one way, quickly, and without taking all memory."""

import pickle
import random
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from d2studio.engine.checkpoint import read_checkpoint
from d2studio.errors import WeightsError
from tests.engine.weight_files import numpy1_spelling, python2_pickle, small_arrays, small_state_dict, write_safetensors

_MUTANTS_PER_FORMAT = 6_000
_TELLING = (
    b"\0",
    b"\xff",
    b"\xff\xff\xff\x7f",
    b"\xff" * 8,
    b"\0" * 8,
    b".",
    b"(",
    b"R",
    b"b",
    b"Q",
    b"h\0",
    b"PK\5\6",
)


def _zip_seeds(folder: Path) -> list[bytes]:
    path = folder / "model.pth"
    seeds = []
    for protocol in (2, 4):
        torch.save({"model": small_state_dict(), "iteration": 3}, path, pickle_protocol=protocol)
        seeds.append(path.read_bytes())
    return seeds


def _legacy_seeds(folder: Path) -> list[bytes]:
    path = folder / "model.pth"
    seeds = []
    for protocol in (2, 4):
        torch.save(small_state_dict(), path, pickle_protocol=protocol, _use_new_zipfile_serialization=False)
        seeds.append(path.read_bytes())
    return seeds


def _pickle_seeds(folder: Path) -> list[bytes]:
    saved = {"model": small_arrays(), "__author__": "somebody"}
    pickles = [pickle.dumps(saved, protocol) for protocol in range(6)]
    array = small_arrays()["backbone.weight"]
    return [*pickles, *map(numpy1_spelling, pickles), python2_pickle(torch.tensor(array.tolist()).numpy())]


def _safetensors_seeds(folder: Path) -> list[bytes]:
    write_safetensors(folder / "model.safetensors", small_state_dict())
    return [(folder / "model.safetensors").read_bytes()]


def _mutate(chance: random.Random, content: bytes) -> bytes:
    """One to eight changes of the kinds that broken disks, networks and people make."""
    mutant = bytearray(content)
    # Most of a file is data; half of the changes go to the first quarter, where the structure is.
    reach = len(mutant) if chance.random() < 0.5 else max(1, len(mutant) // 4)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
        at = chance.randrange(min(reach, len(mutant)))
        match chance.randrange(8):
            case 0 | 1:
                mutant[at] ^= 1 << chance.randrange(8)
            case 2:
                mutant[at] = chance.randrange(256)
            case 3:
                telling = chance.choice(_TELLING)
                mutant[at : at + len(telling)] = telling
            case 4:
                del mutant[at : at + chance.randrange(1, 9)]
            case 5:
                mutant[at:at] = chance.randbytes(chance.randrange(1, 7))
            case 6:
                source = chance.randrange(len(mutant))
                mutant[at:at] = mutant[source : source + chance.randrange(1, 60)]
            case 7 if chance.random() < 0.3:
                del mutant[at:]
        if not mutant:
            return b"."
    return bytes(mutant)


def _peak_memory() -> int:
    """Bytes that this process ever held, or 0 where that cannot be asked."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@pytest.mark.slow
@pytest.mark.parametrize("seeds_of", [_zip_seeds, _legacy_seeds, _pickle_seeds, _safetensors_seeds])
def test_that_damaged_files_are_read_or_refused_and_nothing_else(
    tmp_path: Path, seeds_of: Callable[[Path], list[bytes]]
) -> None:
    chance = random.Random(20_240)
    seeds = seeds_of(tmp_path)
    path = tmp_path / "mutant"
    for seed in seeds:
        path.write_bytes(seed)
        assert read_checkpoint(path).tensors
    memory = _peak_memory()
    refused = 0
    for index in range(_MUTANTS_PER_FORMAT):
        path.write_bytes(_mutate(chance, chance.choice(seeds)))
        started = time.process_time()
        try:
            tensors = read_checkpoint(path).tensors
        except WeightsError:
            refused += 1
        except Exception as error:  # noqa: BLE001 - this is what the test looks for
            pytest.fail(f"mutant {index} raised {type(error).__name__}: {error}")
        else:
            assert all(tensor.isfinite().all() for tensor in tensors.values())
        assert time.process_time() - started < 5, f"mutant {index}"
    assert refused > _MUTANTS_PER_FORMAT // 4
    assert _peak_memory() - memory < 200e6


def test_that_no_flipped_bit_in_the_data_of_a_zip_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    torch.save(small_state_dict(), path)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        data = [entry for entry in archive.infolist() if "/data/" in entry.filename and entry.file_size]
    places: list[int] = []
    for entry in data:
        lengths = content[entry.header_offset + 26 : entry.header_offset + 30]
        start = entry.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        places += range(start, start + entry.file_size)
    chance = random.Random(7)
    for _ in range(1_000):
        flipped = bytearray(content)
        flipped[chance.choice(places)] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        with pytest.raises(WeightsError, match="the checksum of model/data/"):
            read_checkpoint(path)
