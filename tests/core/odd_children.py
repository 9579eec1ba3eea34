"""Children that misbehave, and ways to make them do so at a certain moment."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import dedent

from d2studio.control import Control

# Speaks by itself, without d2studio, and so starts in no time.
_TALK = """
import json, os, sys, time
def say(**message):
    sys.stdout.buffer.write(json.dumps({"v": 1, **message}).encode() + b"\\n")
    sys.stdout.buffer.flush()
def hear():
    line = sys.stdin.buffer.readline()
    return json.loads(line) if line else sys.exit(0)
def hang():
    time.sleep(60)
"""

# Is served as d2studio's own children are, but can do other things.
_SERVE = """
import os, sys, time
from pathlib import Path
from d2studio.core.children.serve import serve
from d2studio.core.shared_blocks import SharedBlocks, block_name

blocks = SharedBlocks(Path(sys.argv[1]))

def echo(message, control, emit):
    return {"heard": message["words"]}

def spin(message, control, emit):
    '''Until it is asked to stop.'''
    while True:
        control.tick("spin", 0.5)
        time.sleep(0.005)

def be_deaf(message, control, emit):
    control.tick("deaf")
    time.sleep(60)

def shout(message, control, emit):
    print("a library prints this")
    sys.stdout.flush()
    os.system("echo and so does a program")
    return {}

def speak_in_parts(message, control, emit):
    for index in range(5):
        emit({"index": index})
    return {"count": 5}

def write_and_hang(message, control, emit):
    with blocks.new_page(block_name("decode", message["id"])) as draft:
        draft.allocate((10, 10))
        control.tick("written")
        time.sleep(60)

def fill_memory(message, control, emit):
    return {"size": len(bytearray(message["size"]))}

handlers = {each.__name__: each for each in (echo, spin, be_deaf, shout, speak_in_parts, write_and_hang, fill_memory)}
"""
_SERVING = """
serve("decode", handlers.get, blocks, memory_limit=int(sys.argv[2]))
"""


def talking_child(folder: Path, body: str) -> Sequence[str]:
    """Command of a child that does what `body` says, with `say`, `hear` and `hang`."""
    return (sys.executable, "-I", "-S", str(_script(folder, _TALK + dedent(body))))


def serving_child(folder: Path, body: str = _SERVING) -> Sequence[str]:
    """Command of a child with d2studio's main loop and handlers of its own."""
    return (sys.executable, "-P", str(_script(folder, _SERVE + dedent(body))))


def python_child(folder: Path, body: str) -> Sequence[str]:
    """Command of a child that is this Python script."""
    return (sys.executable, "-P", str(_script(folder, dedent(body))))


def _script(folder: Path, text: str) -> Path:
    path = folder / f"child-{len(list(folder.glob('child-*.py')))}.py"
    path.write_text(text, encoding="utf-8")
    return path


class StrikeWhileBusy(Control):
    """Does something as soon as the child has been asked."""

    def __init__(self, strike: Callable[[], object]) -> None:
        super().__init__()
        self._strike = strike
        self._polls = 0

    @property
    def is_cancelled(self) -> bool:
        self._polls += 1
        if self._polls == 3:
            self._strike()
        return super().is_cancelled


def stop(pid: int) -> None:
    """Let a process do nothing from now on."""
    os.kill(pid, signal.SIGSTOP)


def kill_stopped(pid: int, number: int) -> None:
    os.kill(pid, number)
    if number != signal.SIGKILL:
        os.kill(pid, signal.SIGCONT)
