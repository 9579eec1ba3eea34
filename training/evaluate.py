"""Measures how well a model finds the layout of pages whose layout is known.

    python -m training.evaluate pages/coco.json --model FOLDER --out found.jsonl --figures figures.json

The pages are those of a COCO file as `training.truth` describes it. Printed are, for each source and for all pages,
average precision and recall by class, and what kinds of mistakes were made.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import d2studio
from d2studio.core.records import page_record
from d2studio.detections import DEFAULT_FLOOR
from d2studio.engine.config import load_config
from d2studio.engine.loading import find_files
from d2studio.engine.model_classes import CLASSES_FILE
from d2studio.errors import D2StudioError
from training.average_precision import Scores, mean_scores, scores_by_class
from training.mistakes import count_mistakes, mistakes_table
from training.truth import Findings, Truth, as_findings, read_findings, read_truth, write_lines

if TYPE_CHECKING:
    from d2studio.engine.predictor import Predictor

# The classes of PubLayNet, with which layout models are usually compared, and the source they are compared on.
FIVE: Final = ("Text", "Title", "Table", "Figure", "List")
MODERN: Final = "poleval-dev"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    options = _parser().parse_args(arguments)
    try:
        truth = read_truth(options.truth)
        if options.limit is not None:
            truth = truth.spread(options.limit)
        if options.found is not None:
            findings = read_findings(options.found, truth.class_names)
        else:
            records = _find(truth, options)
            findings = as_findings(records, truth.class_names)
            if options.out is not None:
                write_lines(options.out, records)
    except D2StudioError as error:
        print(f"error: {error} {error.hint}".rstrip(), file=sys.stderr)
        return 1
    figures = measure(truth, findings, modern=options.modern)
    print(*report(truth, findings, modern=options.modern), sep="\n")
    if options.figures is not None:
        options.figures.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def load_at(
    model: Path, *, weights: Path | None = None, short_side: int | None = None, device: str = "auto"
) -> "Predictor":
    """A model in float32, with other weights or another size of input than its folder says.

    Args:
        model: its folder, or its config.
        weights: used in place of those in the folder.
        short_side: INPUT.MIN_SIZE_TEST in pixels; the largest long side grows or shrinks with it.
        device: auto, cpu, cuda, cuda:N or mps.

    Raises:
        D2StudioError: the model cannot be loaded.
    """
    config_path, weights_path = find_files(model, weights)
    if short_side is None:
        return d2studio.load_model(config_path, weights=weights_path, device=device, precision="float32")
    config = load_config(config_path)
    long_side = round(config.int("INPUT.MAX_SIZE_TEST") * short_side / config.int("INPUT.MIN_SIZE_TEST"))
    resized = config.with_values({"INPUT.MIN_SIZE_TEST": short_side, "INPUT.MAX_SIZE_TEST": long_side})
    names = config_path.with_name(CLASSES_FILE)
    with tempfile.TemporaryDirectory() as folder:
        resized_path = Path(folder) / config_path.name
        resized_path.write_text(resized.dump(), encoding="utf-8")
        return d2studio.load_model(
            resized_path,
            weights=weights_path,
            device=device,
            precision="float32",
            class_names=names if names.is_file() else None,
        )


def predict_pages(predictor: "Predictor", paths: Sequence[Path]) -> Iterator[dict[str, object]]:
    """What is found on the first page of each file, as `d2studio predict --json` writes it, down to score 0.05.

    Raises:
        D2StudioError: a page cannot be read, or the device fails.
    """
    for path in paths:
        with d2studio.open_pages(path) as pages:
            found = predictor.predict(pages.page(0).pixels, floor=DEFAULT_FLOOR)
        yield page_record(path, 0, found, None, timings_ms=found.timings_ms, notes=found.notes)


def measure(truth: Truth, findings: Findings, *, modern: str = MODERN) -> dict[str, Any]:
    """All figures as plain values for JSON: `all`, `by_source`, `modern_five` and recall whatever the class."""
    mistakes = count_mistakes(truth, findings)
    return {
        "all": _figures(truth, findings),
        "by_source": {source: _figures(truth.of_source(source), findings) for source in truth.sources},
        "modern_five": asdict(_modern_five(truth, findings, modern)),
        "any_class_recall": {"0.50": mistakes.any_class_recall, "0.75": mistakes.strict_recall},
    }


def report(truth: Truth, findings: Findings, *, modern: str = MODERN) -> list[str]:
    """The same for people, as lines."""
    lines: list[str] = []
    for source in truth.sources:
        lines += _table(source, truth.of_source(source), findings)
    lines += _table("all pages", truth, findings)
    five = _modern_five(truth, findings, modern)
    lines += [f"modern five: AP50 {five.ap50:.3f}, AP {five.ap:.3f} ({', '.join(FIVE)} on {modern})", ""]
    return lines + mistakes_table(count_mistakes(truth, findings), truth.class_names)


def _find(truth: Truth, options: argparse.Namespace) -> list[dict[str, object]]:
    predictor = load_at(options.model, weights=options.weights, short_side=options.short_side, device=options.device)
    for note in predictor.notes:
        print(note, file=sys.stderr)
    begin = time.perf_counter()
    records = list(predict_pages(predictor, [page.path for page in truth.pages]))
    seconds = time.perf_counter() - begin
    print(f"{len(records)} pages, {seconds / max(1, len(records)):.2f} s a page with reading\n")
    return records


def _modern_five(truth: Truth, findings: Findings, modern: str) -> Scores:
    return mean_scores(scores_by_class(truth.of_source(modern), findings), FIVE)


def _figures(truth: Truth, findings: Findings) -> dict[str, Any]:
    scores = scores_by_class(truth, findings)
    return {
        "pages": len(truth.pages),
        "classes": {name: asdict(one) for name, one in scores.items()},
        "mean": asdict(mean_scores(scores, truth.class_names)),
    }


def _table(title: str, truth: Truth, findings: Findings) -> list[str]:
    scores = scores_by_class(truth, findings)
    rows = {**scores, "mean": mean_scores(scores, truth.class_names)}
    return [
        f"{title} ({len(truth.pages)} pages)",
        f"{'class':10}{'AP50':>7}{'AP':>7}{'recall':>8}{'boxes':>7}",
        *(f"{name:10}{row.ap50:7.3f}{row.ap:7.3f}{row.recall:8.3f}{row.boxes:7}" for name, row in rows.items()),
        "",
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__.splitlines()[0])
    parser.add_argument("truth", type=Path, help="COCO file of the pages and their layout")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--model", type=Path, help="model folder, or config")
    source.add_argument("--found", type=Path, help="measure what an earlier run wrote with --out")
    parser.add_argument("--weights", type=Path, help="weights in place of those in the folder")
    parser.add_argument("--out", type=Path, help="write what was found, a JSON line a page")
    parser.add_argument("--figures", type=Path, help="write the figures as JSON")
    parser.add_argument("--short-side", type=int, help="pixels of the network's input in place of the config's")
    parser.add_argument("--limit", type=int, help="only so many pages, evenly spread")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:N or mps")
    parser.add_argument("--modern", default=MODERN, help="source on which the five classes are summed up")
    return parser


if __name__ == "__main__":
    sys.exit(main())
