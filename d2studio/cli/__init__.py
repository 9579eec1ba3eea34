"""The command line: subcommands, and the only place that prints."""

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from d2studio.cli.status import Status
from d2studio.errors import D2StudioError

if TYPE_CHECKING:
    from d2studio.cli.arguments import InspectOptions, PredictOptions, WorkerOptions
    from d2studio.cli.model_arguments import ModelsOptions
    from d2studio.cli.screen import Screen


def main(arguments: Sequence[str] | None = None) -> Status:
    """Run one command; `arguments` are those of the process unless given."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name need not be UTF-8, and a terminal need not know every letter.
            stream.reconfigure(errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    if not words:
        return _open_window(())
    # Imported late, like all that a run needs: neither the window nor `--help` must wait for what it does not use.
    from d2studio.cli.arguments import WindowOptions, WorkerOptions, parse

    options = parse(words)
    if isinstance(options, WorkerOptions):
        return _be_child(options)
    if isinstance(options, WindowOptions):
        return _open_window(options.inputs)
    from d2studio.cli.screen import Screen

    screen = Screen()
    try:
        status = _run(options, screen)
        sys.stdout.flush()
    except D2StudioError as error:
        screen.error("", error)
        return Status.UNUSABLE
    except KeyboardInterrupt:
        screen.say("Stopped by Ctrl+C.")
        return Status.INTERRUPTED
    except BrokenPipeError:
        # `| head` has seen enough. Python flushes once more on its way out, and that must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Status.BROKEN_PIPE
    return status


def _run(options: "PredictOptions | InspectOptions | ModelsOptions", screen: "Screen") -> Status:
    from d2studio.cli.arguments import PredictOptions
    from d2studio.cli.model_arguments import ModelsOptions

    if isinstance(options, PredictOptions):
        from d2studio.cli.predict import predict

        return predict(options, screen)
    if isinstance(options, ModelsOptions):
        from d2studio.cli.models import models

        return models(options, screen)
    from d2studio.cli.inspect import inspect

    return inspect(options, screen)


def _be_child(options: "WorkerOptions") -> Status:
    from d2studio.core.children.main import be_decoder, be_librarian, be_predictor
    from d2studio.core.shared_blocks import SharedBlocks

    blocks = SharedBlocks(Path(options.blocks))
    be_child = {"decode": be_decoder, "infer": be_predictor, "library": be_librarian}[options.child]
    be_child(blocks, memory_limit=options.memory_limit)
    return Status.DONE


def _open_window(inputs: Sequence[str]) -> Status:
    # So much is loaded that Python would look for garbage in it all the time; the window does so later, in its way.
    gc.disable()
    try:
        from d2studio.gui.app import run
    except ImportError as error:
        print(f"error: the window's library, Qt, does not load: {error}", file=sys.stderr)
        return Status.UNUSABLE
    return Status.DONE if run(inputs) == 0 else Status.UNUSABLE
