import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from d2studio.core import result_store
from d2studio.core.page import PageKey
from d2studio.core.page_result import PageResult
from d2studio.core.result_file import read_result
from d2studio.core.result_store import ResultStore
from d2studio.detections import Detections
from d2studio.filters import FilterRules, apply_rules

KEYS = [PageKey(f"{index}.png", index) for index in range(6)]
SIDE = 64
ONE_RESULT = 4 * SIDE * SIDE * 3  # about its bytes


def result(seed: int, count: int = 3) -> PageResult:
    dice = np.random.default_rng(seed)
    corners = dice.uniform(0, 100, (count, 4)).astype(np.float32)
    corners[:, 2:] += corners[:, :2]
    found = Detections(
        (200, 200),
        ("a", "b"),
        corners,
        dice.random(count, np.float32),
        dice.integers(0, 2, count),
        masks=dice.random((count, SIDE, SIDE), np.float32),
    )
    return PageResult(found, tuple((corners[:2, :2],) for _ in range(count)), f"model {seed}", "cpu", 0.5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ResultStore]:
    """Has room for two results in memory."""
    store = ResultStore(tmp_path / "results", memory_bytes=int(2.5 * ONE_RESULT))
    yield store
    store.close()


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("results/*/*"))


def wait_for_files(store: ResultStore) -> None:
    """Until what was to be written is."""
    store._writer.submit(lambda: None).result(10)


def got(store: ResultStore, key: PageKey) -> PageResult | None:
    """From memory, or else from its file."""
    result = store.get(key)
    if result is None and key in store:
        is_read = threading.Event()
        store.fetch(key, is_read.set)
        assert is_read.wait(10)
        result = store.get(key)
    return result


class SlowDisk:
    """Reads when it is let, and tells what was read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.goes_on = threading.Event()
        self.asked: list[str] = []
        monkeypatch.setattr(result_store, "read_result", self._read)

    def _read(self, path: Path) -> PageResult:
        self.asked.append(path.stem)
        assert self.goes_on.wait(10)
        return read_result(path)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    disk = SlowDisk(monkeypatch)
    yield disk
    disk.goes_on.set()


def assert_same(first: PageResult | None, second: PageResult) -> None:
    assert first is not None
    assert first.model == second.model
    assert first.detections.masks is not None
    assert second.detections.masks is not None
    np.testing.assert_array_equal(first.detections.masks, second.detections.masks)
    np.testing.assert_array_equal(first.detections.boxes, second.detections.boxes)


def test_that_results_come_back_from_memory_and_files(store: ResultStore, tmp_path: Path) -> None:
    for seed, key in enumerate(KEYS):
        store.put(key, result(seed))
    wait_for_files(store)
    assert len(files(tmp_path)) == 4
    for seed, key in enumerate(KEYS):
        assert_same(got(store, key), result(seed))
    assert store.keys() == tuple(KEYS)


def test_that_what_was_used_last_stays_in_memory(store: ResultStore) -> None:
    first, second = result(0), result(1)
    store.put(KEYS[0], first)
    store.put(KEYS[1], second)
    assert got(store, KEYS[0]) is first
    store.put(KEYS[2], result(2))
    wait_for_files(store)
    assert got(store, KEYS[0]) is first
    assert got(store, KEYS[1]) is not second


def test_that_a_result_on_its_way_to_a_file_can_be_had(store: ResultStore) -> None:
    results = [result(seed) for seed in range(6)]
    for key, each in zip(KEYS, results, strict=True):
        store.put(key, each)
        for earlier, expected in zip(KEYS, results, strict=False):
            if earlier in store:
                assert_same(got(store, earlier), expected)


def test_that_what_a_file_holds_is_not_written_again(store: ResultStore, tmp_path: Path) -> None:
    for seed, key in enumerate(KEYS[:3]):
        store.put(key, result(seed))
    wait_for_files(store)
    (file,) = files(tmp_path)
    os.utime(file, ns=(1, 1))
    for _ in range(3):
        for key in KEYS[:3]:
            assert got(store, key) is not None
    wait_for_files(store)
    assert file.stat().st_mtime_ns == 1


def test_that_a_new_result_takes_the_place_of_the_old_one(store: ResultStore, tmp_path: Path) -> None:
    rules = FilterRules()
    for seed, key in enumerate(KEYS[:4]):
        store.put(key, result(seed))
    wait_for_files(store)
    assert store.shown_count(KEYS[0], rules) == 3
    store.put(KEYS[0], result(9, count=5))
    assert_same(got(store, KEYS[0]), result(9, count=5))
    assert store.shown_count(KEYS[0], rules) == 5
    assert len(store.keys()) == 4


def test_that_a_page_without_a_result_has_none(store: ResultStore) -> None:
    assert got(store, KEYS[0]) is None
    assert KEYS[0] not in store
    assert store.shown_count(KEYS[0], FilterRules()) == 0
    store.discard(KEYS[0])


@pytest.mark.parametrize("damage", ["missing", "empty", "cut off", "nonsense", "other"])
def test_that_a_lost_file_is_no_result_any_more(store: ResultStore, tmp_path: Path, damage: str) -> None:
    for seed, key in enumerate(KEYS[:3]):
        store.put(key, result(seed))
    wait_for_files(store)
    (file,) = files(tmp_path)
    data = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes({"empty": b"", "cut off": data[:-50], "nonsense": b"x" * 50, "other": data[::-1]}[damage])
    assert got(store, KEYS[0]) is None
    assert KEYS[0] not in store
    assert store.keys() == tuple(KEYS[1:3])


def test_that_discarding_removes_files_even_those_still_to_be_written(store: ResultStore, tmp_path: Path) -> None:
    for seed, key in enumerate(KEYS):
        store.put(key, result(seed))
    for key in KEYS:
        store.discard(key)
    wait_for_files(store)
    assert not files(tmp_path)
    assert store.keys() == ()


def test_that_clearing_forgets_all_and_the_store_goes_on(store: ResultStore, tmp_path: Path) -> None:
    for seed, key in enumerate(KEYS):
        store.put(key, result(seed))
    wait_for_files(store)
    store.clear()
    assert not files(tmp_path)
    assert KEYS[0] not in store
    store.put(KEYS[0], result(7))
    assert_same(got(store, KEYS[0]), result(7))


def test_that_closing_removes_the_folder(tmp_path: Path) -> None:
    store = ResultStore(tmp_path / "results", memory_bytes=1)
    for seed, key in enumerate(KEYS):
        store.put(key, result(seed))
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_that_two_stores_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    stores = [ResultStore(tmp_path / "results", memory_bytes=1) for _ in range(2)]
    for number, store in enumerate(stores):
        for seed, key in enumerate(KEYS):
            store.put(key, result(10 * number + seed))
    for store in stores:
        wait_for_files(store)
    for number, store in enumerate(stores):
        for seed, key in enumerate(KEYS):
            assert_same(got(store, key), result(10 * number + seed))
        store.close()
    assert list(tmp_path.iterdir()) == []


def test_that_on_a_full_disk_all_stays_in_memory_and_is_written_when_there_is_room(
    store: ResultStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _result: PageResult) -> NoReturn:
        path.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    results = [result(seed) for seed in range(6)]
    with monkeypatch.context() as disk:
        disk.setattr(result_store, "write_result", full)
        for key, each in zip(KEYS[:5], results, strict=False):
            store.put(key, each)
            wait_for_files(store)
        for key, each in zip(KEYS[:5], results, strict=False):
            assert got(store, key) is each
        assert not files(tmp_path)
    for _ in range(2):
        store.put(KEYS[5], results[5])
        wait_for_files(store)
    assert len(files(tmp_path)) >= 3
    for key, each in zip(KEYS, results, strict=True):
        assert_same(got(store, key), each)


@pytest.mark.parametrize(
    "rules",
    [
        FilterRules(),
        FilterRules(threshold=0.5),
        FilterRules(class_thresholds={1: 0.7}, hidden_classes=frozenset([0])),
        FilterRules(max_overlap=0.2, max_inside=0.3, max_count=20),
    ],
)
def test_that_counts_are_those_of_the_full_results(store: ResultStore, rules: FilterRules) -> None:
    for seed, key in enumerate(KEYS):
        store.put(key, result(seed, count=40 if seed else 0))
    for seed, key in enumerate(KEYS):
        expected = len(apply_rules(result(seed, count=40 if seed else 0).detections, rules).shown)
        assert store.shown_count(key, rules) == expected
        assert store.shown_count(key, rules) == expected


def test_that_counting_reads_no_file(store: ResultStore, tmp_path: Path) -> None:
    for seed, key in enumerate(KEYS):
        store.put(key, result(seed))
    wait_for_files(store)
    for file in files(tmp_path):
        file.unlink()
    assert [store.shown_count(key, FilterRules()) for key in KEYS] == [3] * 6


def test_that_other_rules_are_counted_anew(store: ResultStore) -> None:
    store.put(KEYS[0], result(0))
    assert store.shown_count(KEYS[0], FilterRules()) == 3
    assert store.shown_count(KEYS[0], FilterRules(threshold=1.1)) == 0
    assert store.shown_count(KEYS[0], FilterRules(max_count=2)) == 2


def test_that_what_was_found_is_counted_whatever_is_shown(store: ResultStore) -> None:
    store.put(KEYS[0], result(0, count=3))
    assert store.found_count(KEYS[0]) == 3
    assert store.shown_count(KEYS[0], FilterRules(max_count=0)) == 0
    assert store.found_count(KEYS[1]) == 0


def fill(store: ResultStore) -> None:
    for seed, key in enumerate(KEYS):
        store.put(key, result(seed))
    wait_for_files(store)


def wait_for_reader(store: ResultStore) -> None:
    store._reader.submit(lambda: None).result(10)


def test_that_nobody_waits_for_a_file(slow_disk: SlowDisk, store: ResultStore) -> None:
    fill(store)
    told: list[int] = []
    assert store.get(KEYS[0]) is None
    store.fetch(KEYS[0], lambda: told.append(0))
    assert store.get(KEYS[0]) is None
    assert KEYS[0] in store
    slow_disk.goes_on.set()
    wait_for_reader(store)
    assert told == [0]
    first = store.get(KEYS[0])
    assert_same(first, result(0))
    assert store.get(KEYS[0]) is first


def test_that_only_the_last_of_many_is_read(slow_disk: SlowDisk, store: ResultStore) -> None:
    fill(store)
    told: list[int] = []
    for index in range(4):
        store.fetch(KEYS[index], partial(told.append, index))
        if not index:
            wait_until(lambda: slow_disk.asked)
    slow_disk.goes_on.set()
    wait_for_reader(store)
    assert told == [0, 3]
    assert slow_disk.asked == ["0", "3"]
    assert_same(store.get(KEYS[3]), result(3))


def test_that_what_is_replaced_or_discarded_while_it_is_read_does_not_come_back(
    slow_disk: SlowDisk, store: ResultStore
) -> None:
    fill(store)
    for index in range(2):
        slow_disk.goes_on.clear()
        store.fetch(KEYS[index], lambda: None)
        wait_until(lambda: len(slow_disk.asked) > index)  # noqa: B023 - it is called at once
        if index:
            store.discard(KEYS[index])
        else:
            store.put(KEYS[index], result(9))
        slow_disk.goes_on.set()
        wait_for_reader(store)
    assert_same(store.get(KEYS[0]), result(9))
    assert store.get(KEYS[1]) is None
    assert KEYS[1] not in store


def test_that_a_result_that_is_read_twice_is_counted_once(store: ResultStore) -> None:
    fill(store)
    for _ in range(2):
        store.fetch(KEYS[0], lambda: None)
        wait_for_reader(store)
        assert store.get(KEYS[0]) is not None
    assert store._recent_bytes == sum(map(result_store._byte_count, store._recent.values()))


def test_that_a_store_is_closed_while_it_reads(slow_disk: SlowDisk, tmp_path: Path) -> None:
    store = ResultStore(tmp_path / "results", memory_bytes=1)
    fill(store)
    store.fetch(KEYS[0], lambda: None)
    store.fetch(KEYS[1], lambda: None)
    wait_until(lambda: slow_disk.asked)
    threading.Timer(0.05, slow_disk.goes_on.set).start()
    store.close()
    assert list(tmp_path.iterdir()) == []
    assert store.get(KEYS[0]) is None


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.001)
