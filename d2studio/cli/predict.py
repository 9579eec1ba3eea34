"""`d2studio predict`: find what is on pages."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from d2studio.cli.arguments import PredictOptions
from d2studio.cli.screen import Screen
from d2studio.cli.status import Status
from d2studio.control import Control
from d2studio.core.annotate import annotate
from d2studio.core.images import PageSource, find_page_files, open_pages
from d2studio.core.model_lookup import named_model
from d2studio.core.output_folder import OutputFolder
from d2studio.core.paths import user_folders
from d2studio.core.records import page_record, semantic_records
from d2studio.core.samples import sample_folder
from d2studio.core.words import printable
from d2studio.detections import DEFAULT_FLOOR, Detections
from d2studio.errors import CheckpointMismatch, PageError, UsageError
from d2studio.filters import FilterRules, apply_rules
from d2studio.masks import mask_polygons

if TYPE_CHECKING:
    from d2studio.engine.predictor import Predictor

# Where neither the user nor the model says from which score on a detection is worth showing.
_DEFAULT_THRESHOLD: Final = 0.5


@dataclass(frozen=True)
class _Job:
    """One page to do. `begin` is the share of the whole run that lies before it, 0 to 1."""

    source: PageSource
    index: int
    begin: float

    @property
    def place(self) -> str:
        return self._named(str(self.source.path))

    @property
    def short_place(self) -> str:
        return self._named(self.source.path.name)

    def _named(self, file: str) -> str:
        return file if len(self.source) == 1 else f"{file} page {self.index + 1}"

    @property
    def picture_stem(self) -> str:
        stem = self.source.path.stem
        return stem if len(self.source) == 1 else f"{stem}-p{self.index + 1:03}"


def predict(options: PredictOptions, screen: Screen) -> Status:
    """Run the model over all pages, and return the exit status.

    Raises:
        D2StudioError: nothing can be done at all: the model cannot be loaded, the pictures' folder not be made.
    """
    sample = (str(sample_folder()),) if options.sample else ()
    files = _find_files(options.pages + sample, screen)
    if not files:
        return Status.UNUSABLE
    folder = None if options.annotate is None else OutputFolder(options.annotate, files)
    done = 0
    with screen.progress():
        predictor = load_predictor(options, screen)
        try:
            for job in _jobs(files, options, screen):
                screen.advance(job.begin, job.short_place)
                done += _do(job, predictor, options, folder, screen)
        except KeyboardInterrupt:
            screen.say(f"Stopped by Ctrl+C. Pages done: {done}; what they gave is complete.")
            return Status.INTERRUPTED
    if not screen.error_count:
        return Status.DONE
    screen.say(f"pages done: {done}, errors: {screen.error_count}")
    return Status.FAILED


def _find_files(inputs: tuple[str, ...], screen: Screen) -> list[Path]:
    found: dict[Path, None] = {}
    for given in inputs:
        try:
            found |= dict.fromkeys(find_page_files([given]))
        except UsageError as error:  # one wrong name does not hold up the others
            screen.error("", error)
    return list(found)


def load_predictor(options: PredictOptions, screen: Screen) -> "Predictor":
    """Load the model that is asked for, and pass on what it has to say."""
    try:
        predictor = _load(options, screen, class_count=None)
    except CheckpointMismatch as error:
        class_count = error.context.get("class_count")
        if not isinstance(class_count, int):
            raise
        if not options.classes_from_weights:
            error.hint = "All else fits: to use it with the classes of its weights, add --classes-from-weights"
            raise
        predictor = _load(options, screen, class_count=class_count)
        screen.note(f"The config counts other classes; the model is used with the {class_count:,} of its weights.")
    for note in predictor.notes:
        screen.note(note)
    return predictor


def _load(options: PredictOptions, screen: Screen, *, class_count: int | None) -> "Predictor":
    from d2studio.engine.loading import load_model

    return load_model(
        named_model(options.config),
        weights=options.weights,
        device=options.device,
        precision=options.precision,
        class_names=options.labels,
        input_size=options.input_size,
        max_detections=options.max_detections,
        class_count=class_count,
        weights_cache=user_folders().cache,
        control=Control(lambda stage, _: screen.advance(0, f"loading the model: {stage}")),
    )


def _jobs(files: list[Path], options: PredictOptions, screen: Screen) -> Iterator[_Job]:
    for number, path in enumerate(files):
        try:
            source = open_pages(path, dpi=options.dpi, password=options.password, max_pixels=options.max_pixels)
        except PageError as error:
            screen.error(str(path), error, file_name=path.name)
            continue
        with source:
            indices, missing = options.selection.indices(len(source))
            for page_number in missing:
                screen.error(f"{path} page {page_number}", UsageError(f"There is no such page, only {len(source)}."))
            for position, index in enumerate(indices):
                yield _Job(source, index, begin=(number + position / len(indices)) / len(files))


def _do(
    job: _Job, predictor: "Predictor", options: PredictOptions, folder: OutputFolder | None, screen: Screen
) -> bool:
    """Do one page; tell whether it went well."""
    try:
        begun = time.perf_counter()
        page = job.source.page(job.index)
        decode_ms = 1000 * (time.perf_counter() - begun)
        control = Control(lambda stage, _: screen.advance(job.begin, f"{job.short_place}: {stage}"))
        found = predictor.predict(page.pixels, floor=_floor(options), control=control)
        rules = _rules(options, predictor)
        shown = found.select(apply_rules(found, rules).shown)
        timings_ms = {"decode": decode_ms, **found.timings_ms}
        notes = page.notes + found.notes
        if options.as_json:
            outlines = None if shown.masks is None else [mask_polygons(shown, index) for index in range(len(shown))]
            screen.record(page_record(job.source.path, job.index, shown, outlines, timings_ms=timings_ms, notes=notes))
        else:
            seconds = sum(timings_ms.values()) / 1000
            with screen.aside():
                screen.text(f"{job.place}: {_size(found)}, {seconds:.2f} s")
                _print_found(screen, found, shown, rules)
                screen.text(*(f"note: {note}" for note in notes))
        if folder is not None:
            picture_path = folder.write_png(job.picture_stem, annotate(page.pixels, shown, predictor.class_colours))
            if not options.as_json:
                screen.text(f"picture: {picture_path}")
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one page, the others go on
        screen.error(job.place, error, file_name=job.source.path.name)
        return False
    return True


def _rules(options: PredictOptions, predictor: "Predictor") -> FilterRules:
    if options.threshold is not None:
        return FilterRules(threshold=options.threshold)
    return FilterRules(threshold=_DEFAULT_THRESHOLD, class_thresholds=predictor.thresholds)


def _floor(options: PredictOptions) -> float | None:
    """A threshold below the floor would show nothing more, so it lowers the floor unless that is given."""
    if options.floor is None and options.threshold is not None and options.threshold < DEFAULT_FLOOR:
        return options.threshold
    return options.floor


def _size(found: Detections) -> str:
    height, width = found.size_hw
    return f"{width} x {height} px"


def _print_found(screen: Screen, found: Detections, shown: Detections, rules: FilterRules) -> None:
    from rich.table import Table
    from rich.text import Text

    if len(shown):
        table = Table("class", box=None, pad_edge=True)
        for name in ("score", "x0", "y0", "x1", "y1"):
            table.add_column(name, justify="right")
        for index in range(len(shown)):
            numbers = (f"{shown.scores[index]:.2f}", *(f"{value:.0f}" for value in shown.boxes[index]))
            table.add_row(Text(printable(shown.class_name(index))), *numbers)
        screen.table(table)
    screen.text(_summary(found, shown, rules))
    if found.semantic is not None:
        shares = (f"{record['class']} {record['area_share']:.1%}" for record in semantic_records(found))
        screen.text(f"map: {', '.join(shares)}")


def _summary(found: Detections, shown: Detections, rules: FilterRules) -> str:
    counts = f"{len(shown)} shown of {len(found)} ({_thresholds(found, rules)})"
    if len(shown) or not len(found):
        return counts
    best = math.floor(100 * found.scores.max()) / 100
    lower = max(math.floor(20 * best) / 20, 0.0)
    return f"{counts}: the best score, {best:.2f}, is below it; --threshold {lower:.2f} shows it"


def _thresholds(found: Detections, rules: FilterRules) -> str:
    each = [rules.class_thresholds.get(class_id, rules.threshold) for class_id in range(len(found.class_names))]
    least, most = min(each, default=rules.threshold), max(each, default=rules.threshold)
    if least == most:
        return f"threshold {f'{least:.2f}' if round(least, 2) == least else least}"
    return f"threshold {least:.2f} to {most:.2f}, by class"
