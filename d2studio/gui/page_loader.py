"""Brings pages in: finds files, counts their pages, decodes what is looked at, makes thumbnails."""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from os.path import splitext
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from d2studio.arrays import PixelArray
from d2studio.core.failures import Failure
from d2studio.core.page import PageKey
from d2studio.core.requests import (
    CountPages,
    DecodedPage,
    DecodePage,
    ListFiles,
    MakeThumbnail,
    PageOptions,
    paths_of,
)
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.shared_page import SharedPage
from d2studio.errors import PasswordRequired, UsageError
from d2studio.gui.jobs import ChildThread, JobCancelled, JobDone, JobFailed, JobPart, JobProgress, Priority
from d2studio.gui.page_list import PageListModel

THUMBNAIL_SIDE: Final = 128

# Decoded pages that are kept: those that were looked at last, and the next one.
_CACHE_BYTES: Final = 600_000_000

# Others have one page. A file without a suffix may be anything.
_SUFFIXES_OF_MANY: Final = frozenset((".pdf", ".tif", ".tiff", ""))
_COUNTED_AT_ONCE: Final = 16
_THUMBNAILS_AT_ONCE: Final = 2
_THUMBNAILS_WAITING: Final = 200


class PageLoader(QObject):
    """Asks the decode child, and keeps what was decoded last.

    Attributes:
        options: how files are opened.
        is_in_use: says of a page whether it must be kept, however much memory that takes.

    Signals:
        files_found(object, object): keys, list[PageKey], that are in the list now, in parts as they are found, and the
            number that `open` gave.
        listing_began(): files are being looked for.
        listing_ended(object): a `Failure`, tuple[Failure, ...], for each input that gave nothing.
        page_ready(object): a `SharedPage` that was asked for.
        page_failed(object, object): its `PageKey` and a `Failure`.
        page_progressed(object, str): the `PageKey` and the stage of what is being decoded.
    """

    files_found = Signal(object, object)
    listing_began = Signal()
    listing_ended = Signal(object)
    page_ready = Signal(object)
    page_failed = Signal(object, object)
    page_progressed = Signal(object, str)

    def __init__(
        self, pages: PageListModel, thread: ChildThread, blocks: SharedBlocks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.options = PageOptions()
        self.is_in_use: Callable[[PageKey], bool] = lambda key: False
        self._pages = pages
        self._thread = thread
        self._blocks = blocks
        self._passwords: dict[str, str] = {}
        self._cache: OrderedDict[PageKey, SharedPage] = OrderedDict()
        self._decoding: dict[PageKey, int] = {}  # number of the job
        self._wanted: set[PageKey] = set()  # of those, what somebody waits for
        self._put_off: dict[PageKey, Failure] = {}  # what to tell of a page that perhaps does not exist
        self._listing: set[int] = set()
        self._arrived: deque[JobPart | JobDone | JobFailed | JobCancelled] = deque()  # of what is listed
        self._arrived_timer = QTimer(self)
        self._arrived_timer.timeout.connect(self._on_arrived_timeout)
        self._to_count: deque[str] = deque()
        self._is_counting = False
        self._thumbnails: deque[PageKey] = deque()
        self._thumbnails_under_way: dict[PageKey, int] = {}  # number of the job
        thread.job_ended.connect(self._on_job_ended)
        thread.part_arrived.connect(self._on_part_arrived)
        thread.progressed.connect(self._on_progressed)

    @property
    def is_listing(self) -> bool:
        """Whether files are still being found."""
        return bool(self._listing)

    def open(self, inputs: Sequence[str]) -> int:
        """Find the page files that inputs, files and folders, stand for, and put them into the list.

        Returns:
            A number by which `files_found` tells what was found for whom.
        """
        number = self._thread.submit(ListFiles(tuple(inputs)), Priority.NOW)
        self._listing.add(number)
        self.listing_began.emit()
        return number

    def set_password(self, path: str, password: str) -> None:
        """Remember a file's password until the window closes; it is kept nowhere else."""
        self._passwords[path] = password
        self._to_count.append(path)
        self._count_more()

    def has_password(self, path: str) -> bool:
        return path in self._passwords

    def cached(self, key: PageKey) -> SharedPage | None:
        """A page that is decoded already."""
        page = self._cache.get(key)
        if page is not None:
            self._cache.move_to_end(key)
        return page

    def request(self, key: PageKey, priority: Priority = Priority.NOW) -> None:
        """Have a page decoded; `page_ready` or `page_failed` follows."""
        page = self.cached(key)
        if page is not None:
            self.page_ready.emit(page)
            return
        self._wanted.add(key)
        self._decode(key, priority)

    def prefetch(self, key: PageKey) -> None:
        """Have a page decoded when there is nothing else to do."""
        if key not in self._cache:
            self._decode(key, Priority.LATER)

    def drop(self, key: PageKey) -> None:
        """Nobody waits for this page any more."""
        self._wanted.discard(key)
        self._put_off.pop(key, None)
        number = self._decoding.pop(key, None)
        if number is not None:
            self._thread.cancel(number)

    def drop_all(self, keys: Iterable[PageKey], *, but: PageKey | None) -> None:
        """Nobody waits for these pages any more, but for one."""
        for key in (self._wanted | self._decoding.keys() | self._put_off.keys()).intersection(keys) - {but}:
            self.drop(key)

    def forget(self, key: PageKey) -> None:
        """Decode a page anew when it is next asked for."""
        page = self._cache.pop(key, None)
        if page is not None:
            self._blocks.discard(page.block)

    @Slot(object)
    def request_thumbnails(self, keys: Sequence[PageKey]) -> None:
        """Make thumbnails of these pages, the ones that are seen now, before any that were asked for earlier."""
        for key in self._cache.keys() & set(keys):
            self._reduce(self._cache[key])
        is_done = self._pages.has_thumbnail
        fresh = dict.fromkeys(key for key in keys if key not in self._thumbnails_under_way and not is_done(key))
        waiting = [*fresh, *(key for key in self._thumbnails if key not in fresh)]
        self._thumbnails = deque(waiting[:_THUMBNAILS_WAITING])
        for key in waiting[_THUMBNAILS_WAITING:]:
            self._pages.set_thumbnail(key, None)  # may be asked for again
        self._make_thumbnails()

    def _decode(self, key: PageKey, priority: Priority) -> None:
        under_way = self._decoding.get(key)
        if under_way is not None and (priority is not Priority.NOW or self._thread.is_running(under_way)):
            return
        request = DecodePage(key, self.options, self._passwords.get(key.path))
        by_user = priority is Priority.NOW
        self._decoding[key] = self._thread.submit(request, priority, by_user=by_user)
        if under_way is not None:
            self._thread.cancel(under_way)  # it waits behind others; this one does not

    def _make_thumbnails(self) -> None:
        while self._thumbnails and len(self._thumbnails_under_way) < _THUMBNAILS_AT_ONCE:
            key = self._thumbnails.popleft()
            request = MakeThumbnail(key, THUMBNAIL_SIDE, self._passwords.get(key.path))
            self._thumbnails_under_way[key] = self._thread.submit(request, Priority.LATER, by_user=False)

    def _reduce(self, page: SharedPage) -> None:
        """Make a thumbnail of a decoded page: opening a large one again for that takes long."""
        image = _image(page.levels[-1])
        if max(image.width(), image.height()) > THUMBNAIL_SIDE:
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(THUMBNAIL_SIDE, THUMBNAIL_SIDE, keep, smooth)
        self._pages.set_thumbnail(page.key, image)

    def _count_more(self) -> None:
        if self._is_counting or not self._to_count:
            return
        # Files of one password at a time; nearly all have none.
        first = self._to_count.popleft()
        paths = [first]
        password = self._passwords.get(first)
        if password is None:
            while self._to_count and len(paths) < _COUNTED_AT_ONCE and self._to_count[0] not in self._passwords:
                paths.append(self._to_count.popleft())
        self._is_counting = True
        self._thread.submit(CountPages(tuple(paths), password), Priority.LATER)

    @Slot(object)
    def _on_part_arrived(self, part: JobPart) -> None:
        if part.job.number in self._listing:
            self._arrived.append(part)
            self._arrived_timer.start()

    @Slot()
    def _on_arrived_timeout(self) -> None:
        """Take in the next part of what was listed: all at once, those of a large folder would stop the window."""
        part = self._arrived.popleft()
        if not self._arrived:
            self._arrived_timer.stop()
        if isinstance(part, JobPart):
            self._take_listed(part)
        else:
            self._on_listing_ended(part)

    def _take_listed(self, part: JobPart) -> None:
        keys = list(map(PageKey, paths_of(part.part)))
        added = self._pages.append(keys)
        self._to_count.extend(key.path for key in added if splitext(key.path)[1].lower() in _SUFFIXES_OF_MANY)
        self.files_found.emit(keys, part.job.number)
        self._count_more()

    @Slot(object)
    def _on_progressed(self, progress: JobProgress) -> None:
        request = progress.job.request
        if isinstance(request, DecodePage) and request.key in self._wanted:
            self.page_progressed.emit(request.key, progress.stage)

    @Slot(object)
    def _on_job_ended(self, outcome: JobDone | JobFailed | JobCancelled) -> None:
        request = outcome.job.request
        if isinstance(request, DecodePage):
            self._on_page_ended(request, outcome)
        elif isinstance(request, MakeThumbnail):
            self._on_thumbnail_ended(request, outcome)
        elif isinstance(request, CountPages):
            self._on_count_ended(request, outcome)
        elif isinstance(request, ListFiles):
            self._arrived.append(outcome)
            self._arrived_timer.start()

    def _on_page_ended(self, request: DecodePage, outcome: JobDone | JobFailed | JobCancelled) -> None:
        key = request.key
        if self._decoding.get(key) != outcome.job.number:
            if isinstance(outcome, JobDone) and isinstance(outcome.value, DecodedPage):
                self._blocks.discard(outcome.value.page.block)
            return
        del self._decoding[key]
        is_wanted = key in self._wanted
        self._wanted.discard(key)
        if isinstance(outcome, JobDone):
            assert isinstance(outcome.value, DecodedPage)
            self._keep(outcome.value.page)
            self._serve_thumbnail(outcome.value.page)
            self._pages.set_page_count(key.path, outcome.value.count)
            if is_wanted:
                self.page_ready.emit(outcome.value.page)
        elif isinstance(outcome, JobFailed):
            if outcome.failure.code == PasswordRequired.code:
                self._pages.set_locked(key.path)
            elif self._pages.is_supposed(key):
                # Perhaps there is no such page. Once that is known, it is gone, or this is told of it.
                if is_wanted:
                    self._put_off[key] = outcome.failure
                self._to_count.appendleft(key.path)
                self._count_more()
                return
            if is_wanted:
                self.page_failed.emit(key, outcome.failure)
        elif is_wanted:  # the child was started anew
            self.request(key)

    def _keep(self, page: SharedPage) -> None:
        self._cache[page.key] = page
        size = sum(_bytes(kept) for kept in self._cache.values())
        # What is looked at or waits for the model is needed, however large it is.
        for key in [key for key in self._cache if key != page.key and not self.is_in_use(key)]:
            if size <= _CACHE_BYTES:
                break
            oldest = self._cache.pop(key)
            self._blocks.discard(oldest.block)
            size -= _bytes(oldest)

    def _serve_thumbnail(self, page: SharedPage) -> None:
        """Make the thumbnail of a page that was just decoded, if it is waited for."""
        number = self._thumbnails_under_way.get(page.key)
        if number is None and page.key not in self._thumbnails:
            return
        self._reduce(page)
        if number is not None:
            self._thread.cancel(number)
        else:
            self._thumbnails.remove(page.key)

    def _on_thumbnail_ended(self, request: MakeThumbnail, outcome: JobDone | JobFailed | JobCancelled) -> None:
        self._thumbnails_under_way.pop(request.key, None)
        # A page that gives none keeps its placeholder; why it cannot be read is said when it is opened.
        if isinstance(outcome, JobDone):
            self._pages.set_thumbnail(request.key, _image(outcome.value))
        self._make_thumbnails()

    def _on_count_ended(self, request: CountPages, outcome: JobDone | JobFailed | JobCancelled) -> None:
        self._is_counting = False
        if isinstance(outcome, JobDone):
            assert isinstance(outcome.value, tuple)
            for path, count in zip(request.paths, outcome.value, strict=True):
                if count == -1:
                    if request.password == self._passwords.get(path):  # none was given since
                        self._pages.set_locked(path)
                else:  # of a file that cannot be opened, one row says so
                    self._pages.set_page_count(path, count or 1)
        for key in [key for key in self._put_off if key.path in request.paths]:
            failure = self._put_off.pop(key, None)  # whoever was told of the one before may have dropped it
            if failure is not None:
                self.page_failed.emit(key, failure)
        self._count_more()

    def _on_listing_ended(self, outcome: JobDone | JobFailed | JobCancelled) -> None:
        self._listing.discard(outcome.job.number)
        if isinstance(outcome, JobDone):
            assert isinstance(outcome.value, tuple)
            self.listing_ended.emit(tuple(_nothing_to_open(path, problem) for path, problem in outcome.value))
        elif isinstance(outcome, JobFailed):
            self.listing_ended.emit((outcome.failure,))
        else:
            self.listing_ended.emit(())


def _nothing_to_open(path: str, problem: str) -> Failure:
    """An input that gave no pages."""
    hint = "Open page files (pictures, PDF), or folders that hold some."
    return Failure.of(UsageError(problem, hint=hint, path=path, is_listed=False))


def _image(pixels: object) -> QImage:
    assert not isinstance(pixels, QImage)
    array: PixelArray = pixels  # type: ignore[assignment]
    height, width, _ = array.shape
    # The copy owns its memory; a thumbnail is small.
    return QImage(array.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _bytes(page: SharedPage) -> int:
    return sum(level.nbytes for level in page.levels)
