"""The state of the window, without widgets: pages, the page looked at, its result, what is shown of it, the model.

Panels show it and call its methods; they do not know one another. Everything here runs in the window's thread and
returns at once; work goes to the children through `PageLoader` and `ModelRunner`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from d2studio.core.colours import Colour
from d2studio.core.diagnostics import explain, explain_nothing_shown, explain_result
from d2studio.core.failures import Failure
from d2studio.core.findings import Finding
from d2studio.core.model_summary import ModelRequest, ModelSummary
from d2studio.core.page import PageKey
from d2studio.core.page_result import PageResult
from d2studio.core.page_state import NOT_RUN, PageState, PageStatus
from d2studio.core.shared_page import SharedPage
from d2studio.errors import PasswordRequired
from d2studio.filters import Filtered, FilterRules, apply_rules
from d2studio.gui.engine_room import EngineRoom
from d2studio.gui.model_runner import ModelState, RunProgress
from d2studio.gui.opening import Opening
from d2studio.gui.page_list import PageListModel
from d2studio.gui.result_book import ResultBook
from d2studio.gui.undo import RemovePages, RulesChange

# Where neither the user nor the model says from which score on a detection is worth showing.
DEFAULT_THRESHOLD: Final = 0.5

NOTHING: Final[frozenset[int]] = frozenset()


class Studio(QObject):
    """What is open and what is known of it.

    Signals:
        current_changed(): another page is looked at, or none.
        page_changed(): `page`, the pixels of the current one, arrived or went.
        filtered_changed(): `filtered` is another: other rules, or another result.
        selection_changed(): `selection` is another.
        rules_changed(): `rules` or `advised` are others.
        model_changed(): the model, its state or its stage of loading is another.
        run_progressed(object): `RunProgress`, or None when nothing runs.
        page_progressed(str): stage of decoding the current page.
        finding_found(object): a `Finding` for the diagnostics pane.
        password_wanted(str, bool): a file wants one; whether one was given and is wrong.
    """

    current_changed = Signal()
    page_changed = Signal()
    filtered_changed = Signal()
    selection_changed = Signal()
    rules_changed = Signal()
    model_changed = Signal()
    run_progressed = Signal(object)
    page_progressed = Signal(str)
    finding_found = Signal(object)
    password_wanted = Signal(str, bool)

    def __init__(self, engine_room: EngineRoom, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.room = engine_room
        self.pages = PageListModel(self)
        self.loader = engine_room.make_loader(self.pages, self)
        self.runner = engine_room.make_runner(self.loader, self)
        self.opening = Opening(self.pages, self)
        self.undo_stack = QUndoStack(self)
        self.current: PageKey | None = None
        self.page: SharedPage | None = None
        self.result: PageResult | None = None
        self.filtered: Filtered | None = None
        self.selection: frozenset[int] = NOTHING
        self.rules = self.advised = FilterRules(threshold=DEFAULT_THRESHOLD)
        self.run_on_open = True
        self.chosen_colours: Mapping[str, Colour] = {}  # by the class's name
        self._results = ResultBook(self.pages, engine_room.make_store, self)
        self._results.result_read.connect(self._on_result_read)
        self._model_in_use: ModelRequest | None = None
        self.inputs: tuple[str, ...] = ()  # as they were opened
        self._unreadable: dict[PageKey, PageState] = {}
        self._listing_to_show: int | None = None  # of what was opened last, until one of its pages is looked at
        self._page_to_show: PageKey | None = None
        self._sample: PageKey | None = None

        self.loader.is_in_use = self._is_in_use
        self.loader.files_found.connect(self._on_files_found)
        self.loader.listing_ended.connect(self._on_listing_ended)
        self.loader.page_ready.connect(self._on_page_ready)
        self.loader.page_failed.connect(self._on_page_unreadable)
        self.loader.page_progressed.connect(self._on_page_progressed)
        self.runner.state_changed.connect(self._on_model_state_changed)
        self.runner.model_failed.connect(self._on_model_failed)
        self.runner.page_started.connect(self._on_page_started)
        self.runner.page_done.connect(self._on_page_done)
        self.runner.page_failed.connect(self._on_page_failed)
        self.runner.pages_stopped.connect(self._on_pages_stopped)
        self.runner.progressed.connect(self._on_run_progressed)
        engine_room.child_ended.connect(self._on_child_ended)

    # Pages

    def open(self, inputs: Sequence[str], *, then: PageKey | None = None, are_lasting: bool = True) -> None:
        """Put the pages of files and folders into the list, and look at one of them: `then`, else the first.

        Those that are not lasting go with the window, and are not opened again in the next.
        """
        self._remove_sample()
        if are_lasting:
            self.inputs = tuple(dict.fromkeys((*self.inputs, *inputs)))
        self._page_to_show = then
        self._listing_to_show = self.loader.open(inputs)

    def open_sample(self, path: str) -> None:
        """Look at a page that nobody asked for, so that the window is not empty; what is opened next replaces it."""
        self._sample = PageKey(path)
        self._page_to_show = None
        self._listing_to_show = self.loader.open([path])

    def set_current(self, key: PageKey | None) -> None:
        """Look at a page."""
        if key == self.current:
            return
        if self.current is not None and not self.runner.is_near(self.current):
            self.loader.drop(self.current)
        self.current = key
        self.page = None
        self.opening.end()
        self.current_changed.emit()
        self._set_result(self.result_of(key) if key is not None else None)
        if key is None:
            self.page_changed.emit()
        else:
            self._open_current()

    def reload_current(self) -> None:
        """Decode the current page anew: its password or the limits changed."""
        if self.current is not None:
            self.loader.forget(self.current)
            self.page = None
            self.page_changed.emit()
            self._open_current()

    def set_password(self, path: str, password: str) -> None:
        """Try a password on a file, and look at it if it was the current page's."""
        self.loader.set_password(path, password)
        own = [key for key in self.pages.keys() if key.path == path]  # noqa: SIM118
        self.pages.set_states(self.pages.with_status(own, (PageStatus.LOCKED,)), NOT_RUN)
        if self.current is not None and self.current.path == path:
            self._open_current()

    def remove_pages(self, keys: Sequence[PageKey]) -> None:
        """Take pages out of the list; can be undone. Files are not touched."""
        if keys:
            self.undo_stack.push(RemovePages(self, keys))

    def page_name(self, key: PageKey) -> str:
        """A page's name for people: the file's, and which page where there are several."""
        label = self.pages.label(key)
        if label.count == 1:
            return label.name
        return self.tr("{name}, page {number} of {count}").format(
            name=label.name, number=label.number, count=label.count
        )

    def is_unreadable(self, key: PageKey) -> bool:
        """Whether a page was tried and could not be decoded."""
        return key in self._unreadable

    def forget_inputs(self, paths: Iterable[str]) -> None:
        """Files none of whose pages are in the list any more need not be opened again."""
        gone = set(paths)
        self.inputs = tuple(path for path in self.inputs if path not in gone) if len(self.pages) else ()

    # Undoing

    def undo(self) -> None:
        """Undo the last step that still means something."""
        stack = self.undo_stack
        while stack.canUndo():
            count = stack.count()
            stack.undo()
            if stack.count() == count:
                return

    def redo(self) -> None:
        """Make the undone step again, the next that still means something."""
        stack = self.undo_stack
        while stack.canRedo():
            count = stack.count()
            stack.redo()
            if stack.count() == count:
                return

    # Results

    def result_of(self, key: PageKey) -> PageResult | None:
        """What the model in use found on a page, if it ran over it and that is at hand; see `ResultBook.get`."""
        result = self._results.get(key)
        return None if result is None else self._as_called_now(result)

    def set_selection(self, selection: frozenset[int]) -> None:
        """Select detections, by their positions in the current result."""
        if self.page is None:
            selection = NOTHING  # what is still seen is the page before
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit()

    def set_rules(self, rules: FilterRules) -> None:
        """Show what these rules let through, now, without a step to undo."""
        if rules == self.rules:
            return
        self.rules = rules
        self.rules_changed.emit()
        self._filter()
        self._results.count_by(rules)

    def change_rules(self, before: FilterRules, after: FilterRules) -> None:
        """Make a step to undo of a change that was made, from the rules before it."""
        if before != after:
            self.undo_stack.push(RulesChange(self, before, after))

    def class_colours(self) -> dict[int, Colour]:
        """Colours by class id: those that the user chose, else those that the model brings; others have none."""
        summary = self.runner.summary
        if summary is None:
            return {}
        chosen = {
            class_id: self.chosen_colours[name]
            for class_id, name in enumerate(summary.class_names)
            if name in self.chosen_colours
        }
        return {**summary.class_colours, **chosen}

    # Model

    def load_model(self, request: ModelRequest, *, by_user: bool = True) -> None:
        """Load a model in the background, and use it from then on."""
        self.runner.load(request, by_user=by_user)

    # Runs

    def run(self, keys: Sequence[PageKey], *, by_user: bool = True) -> None:
        """Run the model over pages, whatever is known of them already."""
        if by_user:
            self.room.forgive_crashes()
        if self.runner.state in (ModelState.NONE, ModelState.FAILED) and by_user:
            self.load_model(self.runner.wanted)
        self._results.finish_putting_back()
        if self.opening.is_stopped and self.current in keys:
            self._open_current()
        fresh = self.runner.not_waiting(keys)
        self.pages.set_states(fresh, PageState(PageStatus.WAITING))
        # One page is one that somebody waits for, also where it waits already, among others.
        is_one = len(keys) == 1
        self.runner.run(keys if is_one else fresh, first=is_one, by_user=by_user)

    def run_current(self) -> None:
        if self.current is not None:
            self.run([self.current])

    def run_all(self) -> None:
        """Run the model over all pages that it has not run over."""
        self.run(self.pages.with_status(self.pages.keys(), _NOT_COUNTED))

    def stop(self) -> None:
        """Stop the run, and the opening of the current page if that takes long."""
        self.runner.stop()
        key = self.opening.stop() if self.opening.is_long else None
        if key is not None:
            self.loader.drop(key)

    def close(self) -> None:
        """End all work."""
        self.undo_stack.blockSignals(True)  # it tells of steps that go when it goes itself, after all others
        self._results.close()
        self.room.close()

    def _is_in_use(self, key: PageKey) -> bool:
        return key == self.current or self.runner.is_near(key)

    def _open_current(self) -> None:
        assert self.current is not None
        self.opening.begin(self.current)
        self.loader.request(self.current)

    def _remove_sample(self) -> None:
        if self._sample is not None and self.pages.keys() == [self._sample]:
            self.runner.discard([self._sample])
            self.set_current(None)
            self.pages.clear()
        self._sample = None

    @property
    def model_id(self) -> ModelRequest:
        """What decides the results of the model in use: not the device that it runs on."""
        return replace(self.runner.request, device="", precision="")

    def _set_result(self, result: PageResult | None) -> None:
        self.result = result
        self.selection = NOTHING
        self._filter()
        self.selection_changed.emit()

    def _as_called_now(self, result: PageResult) -> PageResult:
        """A result of the model in use, with the names that its classes were given since."""
        summary = self.runner.summary
        names, found = () if summary is None else summary.class_names, result.detections
        if names == found.class_names or len(names) != len(found.class_names):
            return result
        return replace(result, detections=replace(found, class_names=names))

    def _filter(self) -> None:
        self.filtered = None if self.result is None else apply_rules(self.result.detections, self.rules)
        if self.filtered is not None and self.selection:
            self.set_selection(self.selection & frozenset(self.filtered.shown.tolist()))
        self.filtered_changed.emit()

    def _report(self, failure: Failure, key: PageKey | None = None, activity: str = "") -> None:
        place = "" if key is None else self.page_name(key)
        path = "" if key is None else key.path
        self._tell(explain(failure, place=place, activity=activity, path=path), key)

    def _tell(self, finding: Finding, key: PageKey | None) -> None:
        """Pass on what was found out, with the page that it is about, if it is about one."""
        self.finding_found.emit(replace(finding, page=key))

    def _use_model(self, summary: ModelSummary) -> None:
        """Another model is in use: its advice, and what it found already."""
        self.advised = FilterRules(threshold=DEFAULT_THRESHOLD, class_thresholds=dict(summary.thresholds))
        self.rules = self.room.kept_rules(summary) or self.advised
        self.rules_changed.emit()
        self.pages.reset_states()
        for key, state in self._unreadable.items():  # whichever model is in use
            self.pages.set_state(key, state)
        self._results.use(self.model_id, self.rules)
        if self.current is not None:
            self._set_result(self.result_of(self.current))
            self._run_if_wanted()

    def _run_if_wanted(self) -> None:
        key = self.current
        if key is None or self.page is None:
            return
        # What waits among others comes first as soon as somebody looks at it.
        if not self.runner.is_waiting(key) and (not self.run_on_open or key in self._results):
            return
        is_possible = self.runner.state in (ModelState.READY, ModelState.LOADING)
        if is_possible and self.pages.state(key).status is not PageStatus.FAILED:
            self.run([key], by_user=False)

    @Slot(object, object)
    def _on_files_found(self, keys: Sequence[PageKey], listing: int) -> None:
        if listing != self._listing_to_show or not keys:
            return
        chosen = self._page_to_show
        paths = {key.path for key in keys}
        if chosen is not None and chosen.path in paths:
            if chosen.frame:
                # All are counted a moment later.
                self.pages.set_page_count(chosen.path, chosen.frame + 1, is_sure=False)
            self._listing_to_show = None
            self.set_current(chosen)
        elif chosen is None:
            self._listing_to_show = None
            self.set_current(keys[0])

    @Slot(object)
    def _on_listing_ended(self, failures: Sequence[Failure]) -> None:
        for failure in failures:
            self._report(failure)
        self.forget_inputs(path for failure in failures if (path := failure.context.get("path")))
        if self._listing_to_show is not None and not self.loader.is_listing:
            self._listing_to_show = None
            if self.current is None and len(self.pages):
                self.set_current(self.pages.key(0))

    @Slot(object)
    def _on_page_ready(self, page: SharedPage) -> None:
        was_unreadable = self._unreadable.pop(page.key, None) is not None
        if was_unreadable and self.pages.state(page.key).status is PageStatus.FAILED:
            self.pages.set_state(page.key, NOT_RUN)
        if page.key != self.current or page is self.page:
            return
        self.opening.end()
        self.page = page
        self.page_changed.emit()
        self._run_if_wanted()
        row = self.pages.row(page.key)
        if row is not None and row + 1 < len(self.pages):
            self.loader.prefetch(self.pages.key(row + 1))

    @Slot(object, object)
    def _on_page_unreadable(self, key: PageKey, failure: Failure) -> None:
        if key == self.current:
            self.opening.end()
        if self.pages.row(key) is None:
            return
        if failure.code == PasswordRequired.code:
            if key == self.current:
                self.password_wanted.emit(key.path, self.loader.has_password(key.path))
        else:
            self._unreadable[key] = PageState(PageStatus.FAILED, message=failure.message)
            self.pages.set_state(key, self._unreadable[key])
        self._report(failure, key, self.tr("opening the page"))
        if key == self.current:
            self.page_changed.emit()

    @Slot(object, str)
    def _on_page_progressed(self, key: PageKey, stage: str) -> None:
        if key == self.current:
            self.page_progressed.emit(stage)

    @Slot()
    def _on_model_state_changed(self) -> None:
        summary = self.runner.summary
        is_other = self.runner.state is ModelState.READY and self._model_in_use != self.model_id
        if is_other and summary is not None:
            self._model_in_use = self.model_id
            self._use_model(summary)
        elif self.result is not None and self._as_called_now(self.result) is not self.result:
            self._set_result(self._as_called_now(self.result))
        self.model_changed.emit()

    @Slot(object, object)
    def _on_model_failed(self, request: ModelRequest, failure: Failure) -> None:
        path = request.weights or request.config or ""
        finding = explain(failure, path=path, activity=self.tr("loading the model"))
        self.finding_found.emit(finding)
        self.model_changed.emit()

    @Slot(object)
    def _on_page_started(self, key: PageKey) -> None:
        self.pages.set_state(key, PageState(PageStatus.RUNNING))

    @Slot(object, object)
    def _on_page_done(self, key: PageKey, result: PageResult) -> None:
        self._results.put(key, result)
        if self.pages.row(key) is None:
            return  # it was taken out of the list meanwhile
        finding = explain_result(result.detections, model=result.model, place=self.page_name(key))
        if finding is not None:
            self._tell(finding, key)
        if key == self.current:
            self._set_result(result)
            self._tell_nothing_shown(result, key)

    @Slot(object)
    def _on_result_read(self, key: PageKey) -> None:
        if key == self.current and self.result is None:
            self._set_result(self.result_of(key))
            self._run_if_wanted()  # if the file was lost

    def _tell_nothing_shown(self, result: PageResult, key: PageKey) -> None:
        """Say why a page that was just run stays bare; while rules are being changed, their panel does."""
        if len(result.detections) and self.filtered is not None and not len(self.filtered.shown):
            place = self.page_name(key)
            self._tell(explain_nothing_shown(result.detections, self.filtered, self.rules, place=place), key)

    @Slot(object, object)
    def _on_page_failed(self, key: PageKey, failure: Failure) -> None:
        # What is seen of the page is what was found before, if it was; that this failed is said beside it.
        self._results.put_back([key], PageState(PageStatus.FAILED, message=failure.message))
        if self.pages.row(key) is None:
            return
        self._report(failure, key, self.tr("running the model"))
        if key == self.current:
            self.filtered_changed.emit()

    @Slot(object)
    def _on_pages_stopped(self, keys: Sequence[PageKey]) -> None:
        self._results.put_back(keys, NOT_RUN)
        self.loader.drop_all(keys, but=self.current)

    @Slot(object)
    def _on_run_progressed(self, progress: RunProgress | None) -> None:
        if progress is not None and progress.key is not None and progress.stage:
            state = PageState(PageStatus.RUNNING, stage=progress.stage, fraction=progress.fraction)
            self.pages.set_state(progress.key, state)
        self.run_progressed.emit(progress)

    @Slot(object)
    def _on_child_ended(self, failure: Failure) -> None:
        self._report(failure)


_NOT_COUNTED: Final = tuple(status for status in PageStatus if status not in (PageStatus.FOUND, PageStatus.EMPTY))
