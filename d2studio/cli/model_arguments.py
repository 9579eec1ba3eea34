"""What can be asked of `d2studio models`."""

import argparse
from dataclasses import dataclass
from pathlib import Path

_EXAMPLES = """\
examples:
  d2studio models list --available
  d2studio models install PubLayNet/faster_rcnn_R_50_FPN_3x
  d2studio models import config.yaml model_final.pth --name 'Our newspapers'
  d2studio models import --from-caches
  d2studio models export our-newspapers newspapers.d2pack
  d2studio predict scans/ --config our-newspapers

Only `install` uses the network. Exit status: 0 done, 1 some failed, 2 the command makes no sense, 130 stopped by
Ctrl+C; a download that was stopped goes on when it is asked for again.
"""


@dataclass(frozen=True)
class ModelsOptions:
    """See `d2studio models --help`. What an action does not take keeps its default."""

    action: str
    names: tuple[str, ...] = ()
    path: Path | None = None
    weights: Path | None = None
    target: Path | None = None
    name: str | None = None
    labels: Path | None = None
    classes_from_weights: bool = False
    from_caches: bool = False
    available: bool = False
    as_json: bool = False


def add_models(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Add the command `models`; gives back the parser of its `import`, which checks more."""
    parser = commands.add_parser(
        "models",
        help="list, install, import and check models",
        description="The models on this computer, and those that can be installed.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    listing = actions.add_parser("list", help="list the installed models")
    listing.add_argument("--available", action="store_true", help="those, too, that can be installed")
    _add_json(listing)

    show = actions.add_parser("show", help="say what is known about a model")
    show.add_argument("names", nargs=1, metavar="NAME", help="its id or name, installed or of the catalogue")
    _add_json(show)

    install = actions.add_parser("install", help="download models of the catalogue and install them")
    install.add_argument(
        "names", nargs="+", metavar="NAME", help="ids, or names such as lp://PrimaLayout/mask_rcnn_R_50_FPN_3x"
    )

    bring = actions.add_parser("import", help="install a model from files, without the network")
    bring.add_argument(
        "path", type=Path, nargs="?", metavar="PATH", help="a config, a model's folder, a zip or a .d2pack"
    )
    bring.add_argument("weights", type=Path, nargs="?", metavar="WEIGHTS", help="the weights of a config")
    bring.add_argument("--name", metavar="NAME", help="what the model shall be called")
    bring.add_argument(
        "--labels",
        type=Path,
        metavar="FILE",
        help="names of its classes, as `predict` takes them; also for a model that is there",
    )
    add_classes_from_weights(bring)
    bring.add_argument(
        "--from-caches", action="store_true", help="take what LayoutParser and Detectron2 have downloaded before"
    )

    verify = actions.add_parser("verify", help="check that the files of installed models are whole")
    verify.add_argument("names", nargs="*", metavar="NAME", help="ids or names (default: all)")

    export = actions.add_parser("export", help="write an installed model to a pack, for another computer")
    export.add_argument("names", nargs=1, metavar="NAME", help="its id or name")
    export.add_argument("target", type=Path, metavar="FILE", help="the pack, such as newspapers.d2pack")

    remove = actions.add_parser("remove", help="remove installed models for good, or what was downloaded of others")
    remove.add_argument("names", nargs="+", metavar="NAME", help="ids or names")

    actions.add_parser("doctor", help="look for anything wrong with the models and their folders")
    return bring


def add_classes_from_weights(parser: "argparse._ActionsContainer") -> None:
    """Add the option of all that read a config together with weights."""
    parser.add_argument(
        "--classes-from-weights",
        action="store_true",
        help="where config and weights differ in the number of classes alone, believe the weights",
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", dest="as_json", action="store_true", help="one JSON object a line and model")
