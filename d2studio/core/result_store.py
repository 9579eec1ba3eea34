"""Results of many pages: those used last in memory, the others in files; of every page what it takes to count.

Threads write and read the files, so that whoever puts a result in or asks for one does not wait for a disk.
"""

import contextlib
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from d2studio.arrays import AnyArray, FloatArray
from d2studio.core.own_folders import make_own_folder
from d2studio.core.page import PageKey
from d2studio.core.page_result import PageResult
from d2studio.core.result_file import read_result, write_result
from d2studio.core.wire import WireError
from d2studio.detections import Detections
from d2studio.filters import FilterRules, apply_rules

MEMORY_BYTES: Final = 128_000_000
_OBJECT_BYTES: Final = 200  # a small array, or a value, beside its data
_COLUMNS: Final = 6  # of what is kept of a detection: box, score, class id


class ResultStore:
    """Belongs to one thread, and so do all its methods.

    Args:
        folder: where the files go, into a folder of this store's own; made when the first is written, removed by
            `close`.
        memory_bytes: how much of the results is kept in memory, roughly. More where files cannot be written.

    Attributes:
        is_closed: it holds nothing any more.
    """

    def __init__(self, folder: Path, *, memory_bytes: int = MEMORY_BYTES) -> None:
        self.is_closed = False
        self._folder = folder
        self._own_folder: Path | None = None
        self._memory_bytes = memory_bytes
        self._next_number = 0
        self._numbers: dict[PageKey, int] = {}  # of each page's result; a new result has a new one
        self._briefs: dict[int, FloatArray] = {}
        self._rules: FilterRules | None = None
        self._counts: dict[int, int] = {}  # of what `_rules` show
        self._recent: OrderedDict[int, PageResult] = OrderedDict()  # the last one was used last
        self._recent_bytes = 0
        self._lock = threading.Lock()  # of what follows
        self._leaving: dict[int, PageResult] = {}  # on their way to a file
        self._written: set[int] = set()
        self._returned: dict[int, PageResult] = {}  # could not be written
        self._has_failed = False
        self._read: dict[int, PageResult | None] = {}  # and not asked for yet; None where the file is lost
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="results read")
        self._reading: Future[None] | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="results")

    def __contains__(self, key: PageKey) -> bool:
        return key in self._numbers

    def keys(self) -> tuple[PageKey, ...]:
        """Pages that have a result, in the order in which they came."""
        return tuple(self._numbers)

    def put(self, key: PageKey, result: PageResult) -> None:
        """Keep a page's result, in place of an older one."""
        self.discard(key)
        number = self._next_number
        self._next_number += 1
        self._numbers[key] = number
        self._briefs[number] = _brief(result.detections)
        self._remember(number, result)

    def get(self, key: PageKey) -> PageResult | None:
        """A page's result where that is in memory; else None, and `fetch` brings it if there is one."""
        number = self._numbers.get(key)
        if number is None:
            return None
        with self._lock:
            is_lost = number in self._read and self._read[number] is None
            read = self._read.pop(number, None)
            leaving = self._leaving.get(number) or self._returned.get(number)
        if number in self._recent:
            self._recent.move_to_end(number)
            return self._recent[number]
        if read is not None:
            self._remember(number, read)
        elif is_lost:
            self.discard(key)
        return read or leaving

    def fetch(self, key: PageKey, then: Callable[[], None]) -> None:
        """Have a result read that is in a file.

        Args:
            key: a page that has a result.
            then: called in another thread, when `get` has the result; or not, if the file is lost, and with it the
                result. Not called where another one is asked for before this one's turn has come.
        """
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._reader.submit(self._fetch, self._numbers[key], then)

    def found_count(self, key: PageKey) -> int:
        """How many detections a page has, whatever rules show; 0 for a page without a result. Needs no file."""
        number = self._numbers.get(key)
        return 0 if number is None else len(_unpacked(self._briefs[number]))

    def shown_count(self, key: PageKey, rules: FilterRules) -> int:
        """How many of a page's detections rules show; 0 for a page without a result. Needs no file.

        Asked again with the same rules, the very same object, it only looks it up.
        """
        number = self._numbers.get(key)
        if number is None:
            return 0
        if rules is not self._rules:
            self._rules = rules
            self._counts.clear()
        count = self._counts.get(number)
        if count is None:
            count = self._counts[number] = len(apply_rules(_unpacked(self._briefs[number]), rules).shown)
        return count

    def discard(self, key: PageKey) -> None:
        """Forget a page's result, if there is one."""
        number = self._numbers.pop(key, None)
        if number is None:
            return
        del self._briefs[number]
        self._counts.pop(number, None)
        if (result := self._recent.pop(number, None)) is not None:
            self._recent_bytes -= _byte_count(result)
        with self._lock:
            self._leaving.pop(number, None)
            self._returned.pop(number, None)
            self._read.pop(number, None)
            is_written = number in self._written
            self._written.discard(number)
        if is_written and self._own_folder is not None:
            _unlink(_file(self._own_folder, number))

    def clear(self) -> None:
        """Forget all."""
        for key in self.keys():
            self.discard(key)

    def close(self) -> None:
        """Forget all, and remove the files."""
        self.is_closed = True
        self._reader.shutdown(cancel_futures=True)
        self._writer.shutdown(cancel_futures=True)
        self.clear()
        if self._own_folder is not None:
            shutil.rmtree(self._own_folder, ignore_errors=True)
            with contextlib.suppress(OSError):  # others may have theirs in it
                self._folder.rmdir()

    def _remember(self, number: int, result: PageResult) -> None:
        self._recent[number] = result
        self._recent_bytes += _byte_count(result)
        self._take_back()
        while self._recent_bytes > self._memory_bytes and len(self._recent) > 1:
            oldest, leaving = self._recent.popitem(last=False)
            self._recent_bytes -= _byte_count(leaving)
            with self._lock:
                if oldest in self._written:
                    continue
                self._leaving[oldest] = leaving
                has_failed = self._has_failed
            self._writer.submit(self._write, oldest, leaving)
            if has_failed:
                break  # a full disk is tried once for each new result, not over and over

    def _take_back(self) -> None:
        with self._lock:
            returned, self._returned = self._returned, {}
        for number, result in returned.items():
            self._recent[number] = result
            self._recent.move_to_end(number, last=False)
            self._recent_bytes += _byte_count(result)

    def _write(self, number: int, result: PageResult) -> None:
        """In the writer's thread."""
        with self._lock:
            if number not in self._leaving:
                return  # discarded since
        path = None
        try:
            path = _file(self._make_folder(), number)
            write_result(path, result)
            is_written = True
        except (OSError, WireError):
            is_written = False
        with self._lock:
            self._has_failed = not is_written
            is_wanted = self._leaving.pop(number, None) is not None
            if is_wanted and is_written:
                self._written.add(number)
            elif is_wanted:
                self._returned[number] = result
        if path is not None and not (is_wanted and is_written):
            _unlink(path)

    def _make_folder(self) -> Path:
        if self._own_folder is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._own_folder = make_own_folder(self._folder)
        return self._own_folder

    def _fetch(self, number: int, then: Callable[[], None]) -> None:
        """In the reader's thread."""
        result = None
        if self._own_folder is not None:
            with contextlib.suppress(OSError, WireError):
                result = read_result(_file(self._own_folder, number))
        with self._lock:
            if number in self._written:  # else it was discarded since
                self._read[number] = result
        then()


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number}.result"


def _brief(detections: Detections) -> FloatArray:
    """Boxes, scores and class ids in one array, since an array that is small costs more than what is in it."""
    class_ids = detections.class_ids.astype(np.int32).view(np.float32)
    return np.concatenate((detections.boxes.ravel(), detections.scores, class_ids))


def _unpacked(brief: FloatArray) -> Detections:
    count = len(brief) // _COLUMNS
    boxes, scores, class_ids = np.split(brief, (4 * count, 5 * count))
    return Detections((1, 1), (), boxes.reshape(count, 4), scores, class_ids.view(np.int32).astype(np.int64))


def _byte_count(result: PageResult) -> int:
    """Roughly."""
    found = result.detections
    arrays: list[AnyArray | None] = [found.boxes, found.scores, found.class_ids]
    arrays += [found.masks, found.keypoints, found.semantic]
    if found.panoptic is not None:
        arrays.append(found.panoptic.segment_ids)
    arrays += [polygon for polygons in result.outlines or () for polygon in polygons]
    return _OBJECT_BYTES * (len(arrays) + 4) + sum(array.nbytes for array in arrays if array is not None)


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
