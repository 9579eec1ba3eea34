"""PyTorch is installed, but one of its native libraries is a file of text, so that it really does not load."""

import ctypes
import sys
import tempfile
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from d2studio.cli import main


class _BrokenTorch:
    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "torch":
            with tempfile.TemporaryDirectory() as folder:
                library = Path(folder) / "libtorch_cpu.so"
                library.write_bytes(b"\x7fELF of which nothing else arrived")
                ctypes.CDLL(str(library))
        return None


sys.meta_path.insert(0, _BrokenTorch())
sys.exit(main(["worker", "infer", *sys.argv[1:]]))
