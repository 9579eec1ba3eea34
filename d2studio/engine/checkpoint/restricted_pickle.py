"""Reads the data in a pickle and runs nothing.

A pickle is a program for a small stack machine. This is that machine with every way out removed: a name in the stream
is looked up in a fixed table of our own functions and never imported, and the opcodes that could reach anything else
do not exist. What is left builds numbers, text, bytes, lists, tuples and dictionaries.
"""

import pickle
import struct
from collections.abc import Callable

from d2studio.engine.checkpoint.pickle_opcodes import HANDLERS, Machine, Senseless
from d2studio.engine.checkpoint.pickle_values import Name
from d2studio.engine.checkpoint.problems import cut_off, damaged
from d2studio.errors import UnsafeWeights, WeightsError

# A ResNet-101 detector with the state of Adam takes 82,000. The limit keeps a hostile stream to about a second and
# 100 MB.
MAX_OPCODES = 1_000_000

_STOP = pickle.STOP[0]
_RUNS_CODE = {
    code[0]: name
    for code, name in (
        (pickle.INST, "INST"),
        (pickle.OBJ, "OBJ"),
        (pickle.NEWOBJ_EX, "NEWOBJ_EX"),
        (pickle.EXT1, "EXT1"),
        (pickle.EXT2, "EXT2"),
        (pickle.EXT4, "EXT4"),
    )
}


def read_pickle(
    data: bytes,
    start: int = 0,
    *,
    names: Callable[[str], Name],
    storage: Callable[[object], object] | None = None,
) -> tuple[object, int]:
    """Read one pickle.

    Args:
        data: the stream is somewhere in here; bytes objects in the result are memoryviews into it.
        start: where the stream starts.
        names: gives the meaning of a dotted name, or raises.
        storage: gives the meaning of a persistent id, where the format has any.

    Returns:
        The value, and the position after the stream.

    Raises:
        WeightsError: the stream is damaged, cut off or too long.
        UnsafeWeights: the stream asks for code to be run.
    """
    machine = Machine(data, start, names, storage)
    return _run(machine), machine.position


def _run(machine: Machine) -> object:
    data = machine.data
    try:
        for _ in range(MAX_OPCODES):
            opcode = data[machine.position]
            machine.position += 1
            if opcode == _STOP:
                return machine.stack.pop()
            handler = HANDLERS.get(opcode)
            if handler is None:
                raise _refused(opcode, machine.position - 1)
            handler(machine)
    except struct.error as error:
        raise cut_off(len(data)) from error
    except (Senseless, LookupError, ValueError) as error:  # empty stack, unknown memo, number or text that is none
        if machine.position >= len(data):
            raise cut_off(len(data)) from error
        raise damaged(f"its pickle makes no sense at byte {machine.position:,}") from error
    raise damaged(f"its pickle goes on for more than {MAX_OPCODES:,} steps")


def _refused(opcode: int, position: int) -> WeightsError:
    if opcode in _RUNS_CODE:
        return UnsafeWeights(
            f"asks for an object to be built by code while it is opened (pickle opcode {_RUNS_CODE[opcode]}); "
            "nothing was run",
            hint="Do not use this file, and tell whoever gave it to you.",
        )
    return damaged(f"its pickle makes no sense at byte {position:,}")
