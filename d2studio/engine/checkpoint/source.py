"""An open weights file whose reads give exactly what was asked for, or raise."""

from dataclasses import dataclass
from io import BufferedReader

import torch

from d2studio.engine.checkpoint.problems import cut_off


@dataclass(frozen=True)
class Source:
    """A regular file, open for reading.

    Args:
        size: bytes in the file when it was opened; no read goes beyond it.
    """

    file: BufferedReader
    size: int

    def read(self, offset: int, count: int) -> bytes:
        """Exactly `count` bytes. Raises WeightsError if the file ends before."""
        self._seek(offset, count)
        data = self.file.read(count)
        if len(data) != count:
            raise cut_off(self.size)
        return data

    def read_tensor(self, offset: int, count: int) -> torch.Tensor:
        """Exactly `count` bytes as uint8 [count], in memory of their own that is aligned for every dtype.

        Raises:
            WeightsError: the file ends before.
        """
        self._seek(offset, count)
        values = torch.empty(count, dtype=torch.uint8)
        if self.file.readinto(values.numpy().data) != count:
            raise cut_off(self.size)
        return values

    def _seek(self, offset: int, count: int) -> None:
        if offset < 0 or count < 0 or offset + count > self.size:
            raise cut_off(self.size)
        self.file.seek(offset)
