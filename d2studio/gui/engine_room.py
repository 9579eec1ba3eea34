"""What the studio works with below deck: children and their threads, shared blocks, stores of results.

Apart from the studio, so that a test can hand it other children.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from d2studio.core.model_summary import ModelSummary
from d2studio.core.requests import DecodePage, MakeThumbnail
from d2studio.core.result_store import ResultStore
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.errors import WorkerCrashed
from d2studio.filters import FilterRules
from d2studio.gui.jobs import ChildThread, JobCancelled, JobDone, JobFailed, Priority
from d2studio.gui.model_runner import ModelRunner
from d2studio.gui.page_list import PageListModel
from d2studio.gui.page_loader import PageLoader


class EngineRoom(QObject):
    """Owns the children. That of the library is started when somebody asks something of it.

    Args:
        results_folder: where results go that do not fit into memory.
        decode_memory, infer_memory: bytes of address space that a child may use; 0 for no limit.
        decode_command, infer_command, library_command: start the children; d2studio's own unless given.
        kept_rules: the rules that the user last used with a model, if any.

    Signals:
        child_ended(object): `Failure`: a child ended while it was at nothing that somebody waits for.
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
        library_command: Sequence[str] | None = None,
        kept_rules: Callable[[ModelSummary], FilterRules | None] = lambda summary: None,
    ) -> None:
        super().__init__(parent)
        self.kept_rules = kept_rules
        self.blocks = SharedBlocks.create()
        self.decode = ChildThread("decode", self.blocks, self, memory_limit=decode_memory, command=decode_command)
        self.infer = ChildThread("infer", self.blocks, self, memory_limit=infer_memory, command=infer_command)
        self.library = ChildThread("library", self.blocks, self, command=library_command)
        self._results_folder = results_folder
        self._store_count = 0
        for thread in self._threads:
            thread.child_ended.connect(self.child_ended)
        for thread in (self.decode, self.infer):
            thread.job_ended.connect(self._on_job_ended)

    @property
    def _threads(self) -> tuple[ChildThread, ...]:
        return self.decode, self.infer, self.library

    @property
    def started(self) -> tuple[ChildThread, ...]:
        """The threads whose children are at work, or ready to be."""
        return tuple(thread for thread in self._threads if thread.isRunning())

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

    @Slot(object)
    def _on_job_ended(self, outcome: JobDone | JobFailed | JobCancelled) -> None:
        """Nobody hears of a thumbnail that fails, but a child that ends at it is news."""
        if not isinstance(outcome, JobFailed) or outcome.job.priority is not Priority.LATER:
            return
        failure, request = outcome.failure, outcome.job.request
        if failure.code == WorkerCrashed.code:
            path = request.key.path if isinstance(request, MakeThumbnail | DecodePage) else ""
            self.child_ended.emit(replace(failure, context={**failure.context, "path": path}))

    def forgive_crashes(self) -> None:
        """Start children again that crashed too often: somebody asked for something."""
        for thread in self._threads:
            thread.worker.forgive()

    def close(self) -> None:
        """End the children and remove what they shared."""
        for thread in self._threads:
            thread.close()
        self.blocks.remove()
        with contextlib.suppress(OSError):
            self._results_folder.rmdir()
