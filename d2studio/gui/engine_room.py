"""What the studio works with below deck: children and their threads, shared blocks, stores of results.

Apart from the studio, so that a test can hand it other children.
"""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from d2studio.core.model_summary import ModelSummary
from d2studio.core.result_store import ResultStore
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.filters import FilterRules
from d2studio.gui.jobs import ChildThread
from d2studio.gui.model_runner import ModelRunner
from d2studio.gui.page_list import PageListModel
from d2studio.gui.page_loader import PageLoader


class EngineRoom(QObject):
    """Owns the two children.

    Args:
        results_folder: where results go that do not fit into memory.
        decode_memory, infer_memory: bytes of address space that a child may use; 0 for no limit.
        decode_command, infer_command: start the children; d2studio's own unless given.
        kept_rules: the rules that the user last used with a model, if any.

    Signals:
        child_ended(object): `Failure`: a child ended while nothing was asked of it.
    """

    child_ended = Signal(object)

    def __init__(
        self,
        results_folder: Path,
        parent: QObject | None = None,
        *,
        decode_memory: int = 0,
        infer_memory: int = 0,
        decode_command: Sequence[str] | None = None,
        infer_command: Sequence[str] | None = None,
        kept_rules: Callable[[ModelSummary], FilterRules | None] = lambda summary: None,
    ) -> None:
        super().__init__(parent)
        self.kept_rules = kept_rules
        self.blocks = SharedBlocks.create()
        self.decode = ChildThread("decode", self.blocks, self, memory_limit=decode_memory, command=decode_command)
        self.infer = ChildThread("infer", self.blocks, self, memory_limit=infer_memory, command=infer_command)
        self._results_folder = results_folder
        self._store_count = 0
        for thread in (self.decode, self.infer):
            thread.child_ended.connect(self.child_ended)

    def start(self) -> None:
        """Start the children ahead of need."""
        self.decode.start()
        self.infer.start()

    def make_loader(self, pages: PageListModel, parent: QObject) -> PageLoader:
        return PageLoader(pages, self.decode, self.blocks, parent)

    def make_runner(self, loader: PageLoader, parent: QObject) -> ModelRunner:
        return ModelRunner(self.infer, loader, parent)

    def make_store(self) -> ResultStore:
        self._store_count += 1
        return ResultStore(self._results_folder / f"model-{self._store_count}")

    def close(self) -> None:
        """End the children and remove what they shared."""
        for thread in (self.decode, self.infer):
            thread.close()
        self.blocks.remove()
        with contextlib.suppress(OSError):
            self._results_folder.rmdir()
