"""An open weights file whose reads give exactly what was asked for, or raise."""

import os
from dataclasses import dataclass, field
from io import BufferedReader
from threading import Lock
from typing import Final

import torch

from d2studio.engine.checkpoint.problems import cut_off

_MAX_AT_ONCE: Final = 1 << 30  # no system reads 2 GB in one call


@dataclass(frozen=True)
class Source:
    """A regular file, open for reading, by several threads if need be.

    Args:
        size: bytes in the file when it was opened; no read goes beyond it.
    """

    file: BufferedReader
    size: int
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def read(self, offset: int, count: int) -> bytes:
        """Exactly `count` bytes. Raises WeightsError if the file ends before."""
        self._require_within(offset, count)
        with self._lock:
            self.file.seek(offset)
            data = self.file.read(count)
        if len(data) != count:
            raise cut_off(self.size)
        return data

    def read_tensor(self, offset: int, count: int) -> torch.Tensor:
        """Exactly `count` bytes as uint8 [count], in memory of their own that is aligned for every dtype.

        Raises:
            WeightsError: the file ends before.
        """
        self._require_within(offset, count)
        values = torch.empty(count, dtype=torch.uint8)
        buffer = values.numpy().data
        done = 0
        while done < count:
            got = self._read_some(buffer[done : done + _MAX_AT_ONCE], offset + done)
            if not got:
                raise cut_off(self.size)
            done += got
        return values

    def _read_some(self, buffer: memoryview, offset: int) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self.file.fileno(), [buffer], offset)
        with self._lock:  # Windows cannot read without moving the position that all threads share
            self.file.seek(offset)
            return self.file.readinto(buffer)

    def _require_within(self, offset: int, count: int) -> None:
        if offset < 0 or count < 0 or offset + count > self.size:
            raise cut_off(self.size)
