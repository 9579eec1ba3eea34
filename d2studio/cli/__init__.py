"""The command line: subcommands, and the only place that prints."""

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from d2studio.cli.arguments import InspectOptions, PredictOptions, parse
from d2studio.cli.status import Status
from d2studio.errors import D2StudioError

if TYPE_CHECKING:
    from d2studio.cli.screen import Screen


def main(arguments: Sequence[str] | None = None) -> Status:
    """Run one command; `arguments` are those of the process unless given."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name need not be UTF-8, and a terminal need not know every letter.
            stream.reconfigure(errors="backslashreplace")
    options = parse(arguments)
    # Imported late, like all that a run needs: `--help` must not wait for it.
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


def _run(options: PredictOptions | InspectOptions, screen: "Screen") -> Status:
    if isinstance(options, PredictOptions):
        from d2studio.cli.predict import predict

        return predict(options, screen)
    from d2studio.cli.inspect import inspect

    return inspect(options, screen)
