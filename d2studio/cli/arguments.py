"""What can be asked for on the command line, checked as far as it can be without opening a file."""

import argparse
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from d2studio import __version__
from d2studio.cli.model_arguments import ModelsOptions, add_classes_from_weights, add_models

_PREDICT_EXAMPLES = """\
examples:
  d2studio predict --sample --annotate pictures/
  d2studio predict scan.png
  d2studio predict report.pdf --pages 1,3-5 --dpi 150
  d2studio predict scans/ --json > found.jsonl
  d2studio predict 'scans/*.tif' --config model/ --threshold 0.7 --annotate pictures/

A page that cannot be read is one line on standard error, and the others go on. Exit status: 0 all pages done,
1 some failed, 2 the command makes no sense or the model cannot be loaded, 130 stopped by Ctrl+C.
"""

_INSPECT_EXAMPLES = """\
examples:
  d2studio inspect
  d2studio inspect config.yaml
  d2studio inspect config.yaml model_final.pth
  d2studio inspect config.yaml model_final.pth --classes-from-weights

Exit status: 0 the weights fit or none were given, 1 they do not fit, 2 a file cannot be read.
"""


@dataclass(frozen=True)
class PageSelection:
    """Which pages of a file are wanted: ranges of page numbers from 1, both ends included, None for the last page."""

    ranges: tuple[tuple[int, int | None], ...]

    def indices(self, count: int) -> tuple[list[int], list[int]]:
        """Of a file of `count` pages, the indices from 0 that are wanted, and the numbers from 1 that it lacks.

        A range ends where the file does; only what begins beyond its end is missing.
        """
        wanted: set[int] = set()
        for first, last in self.ranges:
            wanted.update(range(first - 1, count if last is None else min(last, count)))
        return sorted(wanted), sorted({first for first, _ in self.ranges if first > count})


@dataclass(frozen=True)
class PredictOptions:
    """See `d2studio predict --help`."""

    pages: tuple[str, ...]
    sample: bool
    config: str | None
    weights: Path | None
    labels: Path | None
    classes_from_weights: bool
    threshold: float | None
    floor: float | None
    device: str
    precision: str
    input_size: tuple[int, int] | None
    max_detections: int | None
    selection: PageSelection
    dpi: float
    password: str | None
    max_pixels: int
    as_json: bool
    annotate: Path | None


@dataclass(frozen=True)
class WindowOptions:
    """Open the window. See `d2studio window --help`."""

    inputs: tuple[str, ...]


@dataclass(frozen=True)
class WorkerOptions:
    """Be a child of the window: see `core/workers`. Not for people."""

    child: str
    blocks: str
    memory_limit: int


@dataclass(frozen=True)
class InspectOptions:
    """See `d2studio inspect --help`."""

    config: str | None
    weights: Path | None
    classes_from_weights: bool
    as_json: bool


Options = PredictOptions | InspectOptions | ModelsOptions | WindowOptions | WorkerOptions


def parse(arguments: Sequence[str]) -> Options:
    """Read a command; exits with a usage message where it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="d2studio",
        usage="d2studio [-h] [--version] [COMMAND ... | PAGES ...]",
        description="Finds the layout of scanned pages, and objects in pictures, with Detectron2 models. "
        "Without a command the window opens, with the pages that are named: d2studio scan.pdf",
    )
    parser.add_argument("--version", action="version", version=f"d2studio {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    predict = _add_predict(commands)
    _add_inspect(commands)
    bring = add_models(commands)
    _add_window(commands)
    _add_worker(commands)
    given = list(arguments)
    if not given or not (given[0].startswith("-") or given[0] in commands.choices):
        given.insert(0, "window")
    found = vars(parser.parse_args(given))
    command = found.pop("command")
    if command == "window":
        return WindowOptions(tuple(found["inputs"]))
    if command == "worker":
        return WorkerOptions(**found)
    if command == "models":
        if found["action"] == "import" and (found["path"] is None) != found["from_caches"]:
            bring.error("what? Name a file or folder, or take --from-caches")
        return ModelsOptions(**found | {"names": tuple(found.get("names", ()))})
    if command == "predict":
        if not (found["pages"] or found["sample"]):
            predict.error("which pages? Name some, or try the sample pages: d2studio predict --sample")
        return PredictOptions(**found | {"pages": tuple(found["pages"])})
    return InspectOptions(**found)


def _add_predict(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    parser = commands.add_parser(
        "predict",
        help="find what is on pages",
        description="Find what is on pages: a table for people, or one JSON object a page with --json.",
        epilog=_PREDICT_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pages", nargs="*", metavar="PAGES", help="pictures, PDF files, folders of them, or patterns")
    parser.add_argument("--sample", action="store_true", help="do the sample pages that come with d2studio")

    model = parser.add_argument_group("model")
    model.add_argument(
        "--config",
        metavar="MODEL",
        help="the model's config.yaml, a folder with the model, or the name of an installed one (default: the model "
        "that comes with d2studio, for document layout)",
    )
    model.add_argument("--weights", type=Path, metavar="FILE", help="the model's weights: .pth, .pkl or .safetensors")
    model.add_argument(
        "--labels",
        type=Path,
        metavar="FILE",
        help="names of the classes: a JSON list, a JSON object from class id to name, or a name on each line",
    )
    add_classes_from_weights(model)
    model.add_argument("--device", default="auto", metavar="NAME", help="auto, cpu, cuda, cuda:1, mps (default: auto)")
    model.add_argument(
        "--precision",
        choices=("auto", "float32", "bfloat16", "float16"),
        default="auto",
        help="float32 is exact; auto is reduced where the processor computes it natively (default: auto)",
    )
    model.add_argument(
        "--input-size",
        type=_input_size,
        metavar="SHORT[,LONG]",
        help="resize pages to this shorter side in pixels, and to no longer side than LONG, which is 5/3 of SHORT "
        "unless given (default: the config's)",
    )
    model.add_argument(
        "--max-detections", type=_count, metavar="N", help="find at most so many on a page (default: the config's)"
    )

    found = parser.add_argument_group("what is found")
    found.add_argument(
        "--threshold",
        type=_score,
        metavar="SCORE",
        help="show detections from this score on, in the table, in JSON and in pictures (default: what the model "
        "advises for each class, else 0.5)",
    )
    found.add_argument(
        "--floor",
        type=_score,
        metavar="SCORE",
        help="the model keeps nothing below this score, and counts nothing (default: 0.05, or less where the config "
        "or --threshold is lower)",
    )

    pages = parser.add_argument_group("pages")
    pages.add_argument(
        "--pages",
        dest="selection",
        type=_selection,
        default=PageSelection(((1, None),)),
        metavar="RANGE",
        help="which pages of each file, such as 1,3-5,10- (default: all)",
    )
    pages.add_argument(
        "--dpi", type=_positive, default=200.0, metavar="N", help="resolution to draw PDF pages at (default: 200)"
    )
    pages.add_argument("--password", metavar="WORD", help="opens encrypted PDF files")
    pages.add_argument(
        "--max-megapixels",
        dest="max_pixels",
        type=_megapixels,
        default=200_000_000,
        metavar="N",
        help="refuse larger pictures, draw larger PDF pages smaller (default: 200)",
    )

    output = parser.add_argument_group("output")
    output.add_argument(
        "--json",
        dest="as_json",
        action="store_true",
        help="one JSON object a line and page on standard output, nothing else there",
    )
    output.add_argument(
        "--annotate", type=Path, metavar="FOLDER", help="write pictures of the pages with what was found drawn on them"
    )
    return parser


def _add_inspect(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "inspect",
        help="say what a model is, and whether its config and weights belong together",
        description="Say what a model is, and whether its config and weights belong together, without running it.",
        epilog=_INSPECT_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "config",
        nargs="?",
        metavar="CONFIG",
        help="a config.yaml, a folder with a model, or the name of an installed one (default: the model that comes "
        "with d2studio)",
    )
    parser.add_argument("weights", type=Path, nargs="?", metavar="WEIGHTS", help="weights to check against it")
    add_classes_from_weights(parser)
    parser.add_argument("--json", dest="as_json", action="store_true", help="one JSON object on standard output")


def _add_window(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("window", help="open the window; the same as d2studio without a command")
    parser.add_argument("inputs", nargs="*", metavar="PAGES", help="pictures, PDF files, or folders of them")


def _add_worker(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("worker")  # without help, so that it is not listed
    parser.add_argument("child", choices=("decode", "infer", "library"))
    parser.add_argument("blocks")
    parser.add_argument("memory_limit", type=int)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return number


def _score(text: str) -> float:
    score = _number(text)
    if not 0 <= score <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return score


def _positive(text: str) -> float:
    number = _number(text)
    if number <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _input_size(text: str) -> tuple[int, int]:
    shorter, *rest = text.split(",", 1)
    short = _count(shorter)
    return short, _count(rest[0]) if rest else round(short * 5 / 3)


def _megapixels(text: str) -> int:
    return max(1, round(_positive(text) * 1e6))


def _selection(text: str) -> PageSelection:
    ranges: list[tuple[int, int | None]] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,9})\s*(?:(-)\s*([0-9]{1,9})?)?\s*", part)
        if match is None:
            raise argparse.ArgumentTypeError(f"{part!r} is not a page or a range of pages, such as 3 or 3-5 or 3-")
        first = int(match[1])
        last = first if match[2] is None else None if match[3] is None else int(match[3])
        if first < 1 or (last is not None and last < first):
            raise argparse.ArgumentTypeError(f"{part!r} is no range of pages; they count from 1 upwards")
        ranges.append((first, last))
    return PageSelection(tuple(ranges))
