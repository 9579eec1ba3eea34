"""The opcodes of a pickle that weights files need, each as a function on a stack machine.

Source: Python's `pickletools`, protocols 0 to 5.
"""

import pickle
import re
import struct
from collections.abc import Callable, Mapping

from d2studio.engine.checkpoint.pickle_values import Name, Opaque, StandIn
from d2studio.engine.checkpoint.problems import cut_off, damaged

# Dictionary keys of other kinds, and integers beyond this, are refused: hashing a tuple nested in itself over and over,
# or a million integers that all have the same hash, takes time without end.
_KEY_TYPES = (str, int, float, type(None))
_MAX_INT_KEY = 2**60
_MAX_OPEN_MARKS = 1_000


class Senseless(Exception):
    """An opcode finds something on the stack that it cannot be meant for."""


class Machine:
    """State between opcodes: where in the stream, what is on the stack, what was put into the memo.

    A mark hides the stack below it, which is kept aside until the mark is popped.
    """

    def __init__(
        self,
        data: bytes,
        start: int,
        names: Callable[[str], Name],
        storage: Callable[[object], object] | None,
    ) -> None:
        self.data = data
        self.view = memoryview(data)
        self.position = start
        self.names = names
        self.storage = storage
        self.stack: list[object] = []
        self.below_marks: list[list[object]] = []
        self.memo: dict[int, object] = {}

    def number(self, layout: struct.Struct) -> int:
        (value,) = layout.unpack_from(self.data, self.position)
        self.position += layout.size
        return int(value)

    def chunk(self, count: int) -> memoryview:
        end = self.position + count
        if count < 0 or end > len(self.data):
            raise cut_off(len(self.data))
        chunk = self.view[self.position : end]
        self.position = end
        return chunk

    def line(self) -> bytes:
        end = self.data.find(b"\n", self.position)
        if end < 0:
            raise cut_off(len(self.data))
        line = self.data[self.position : end]
        self.position = end + 1
        return line

    def pop_mark(self) -> list[object]:
        items = self.stack
        self.stack = self.below_marks.pop()
        return items


_Handler = Callable[[Machine], None]


# Values ---------------------------------------------------------------------------------------------------------------


def _constant(value: object) -> _Handler:
    def push(machine: Machine) -> None:
        machine.stack.append(value)

    return push


def _number(layout: str) -> _Handler:
    compiled = struct.Struct(layout)

    def push(machine: Machine) -> None:
        machine.stack.append(compiled.unpack_from(machine.data, machine.position)[0])
        machine.position += compiled.size

    return push


def _counted(layout: str, convert: Callable[[memoryview], object]) -> _Handler:
    length = struct.Struct(layout)

    def push(machine: Machine) -> None:
        machine.stack.append(convert(machine.chunk(machine.number(length))))

    return push


def _line(convert: Callable[[bytes], object]) -> _Handler:
    def push(machine: Machine) -> None:
        machine.stack.append(convert(machine.line()))

    return push


def _as_is(chunk: memoryview) -> memoryview:
    return chunk


def _utf8(chunk: memoryview) -> str:
    return str(chunk, "utf-8", "surrogatepass")


def _latin1(chunk: memoryview) -> str:
    """A Python 2 string: text or raw bytes, which latin-1 both keeps."""
    return str(chunk, "latin-1")


def _little_endian(chunk: memoryview) -> int:
    return int.from_bytes(chunk, "little", signed=True)


def _decimal(line: bytes) -> int | bool:
    if line in (b"00", b"01"):
        return line == b"01"
    # 40 digits hold everything that is written on purpose; a million would take minutes to convert.
    if not re.fullmatch(rb"-?[0-9]{1,40}L?", line):
        raise Senseless
    return int(line.rstrip(b"L"))


def _floating(line: bytes) -> float:
    if len(line) > 40:
        raise Senseless
    return float(line)


def _quoted(line: bytes) -> str:
    """A Python 2 string as its `repr` writes it."""
    text = line.decode("latin-1")
    if len(text) < 2 or text[0] not in "'\"" or text[-1] != text[0]:
        raise Senseless
    return re.sub(r"\\(x[0-9a-f]{2}|.|$)", _unescaped, text[1:-1])


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1]
    return chr(int(code[1:], 16)) if len(code) == 3 else _ESCAPES[code]


_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "r": "\r", "t": "\t"}


# Containers -----------------------------------------------------------------------------------------------------------


def _mark(machine: Machine) -> None:
    if len(machine.below_marks) >= _MAX_OPEN_MARKS:
        raise Senseless
    machine.below_marks.append(machine.stack)
    machine.stack = []


def _pop(machine: Machine) -> None:
    if machine.stack:
        machine.stack.pop()
    else:
        machine.pop_mark()


def _pop_mark(machine: Machine) -> None:
    machine.pop_mark()


def _duplicate(machine: Machine) -> None:
    machine.stack.append(machine.stack[-1])


def _empty_list(machine: Machine) -> None:
    machine.stack.append([])


def _empty_dict(machine: Machine) -> None:
    machine.stack.append({})


def _list(machine: Machine) -> None:
    items = machine.pop_mark()
    machine.stack.append(items)


def _tuple(machine: Machine) -> None:
    items = machine.pop_mark()
    machine.stack.append(tuple(items))


def _dict(machine: Machine) -> None:
    items = machine.pop_mark()
    target: dict[object, object] = {}
    _set_items(target, items)
    machine.stack.append(target)


def _tuple_of(count: int) -> _Handler:
    def push(machine: Machine) -> None:
        items = [machine.stack.pop() for _ in range(count)]
        machine.stack.append(tuple(reversed(items)))

    return push


def _append(machine: Machine) -> None:
    item = machine.stack.pop()
    _extend(machine.stack[-1], [item])


def _appends(machine: Machine) -> None:
    items = machine.pop_mark()
    _extend(machine.stack[-1], items)


def _set_item(machine: Machine) -> None:
    value, key = machine.stack.pop(), machine.stack.pop()
    _set_items(machine.stack[-1], [key, value])


def _set_many(machine: Machine) -> None:
    items = machine.pop_mark()
    _set_items(machine.stack[-1], items)


def _extend(target: object, items: list[object]) -> None:
    if isinstance(target, list):
        target.extend(items)
    elif not isinstance(target, Opaque):
        raise Senseless


def _set_items(target: object, items: list[object]) -> None:
    if isinstance(target, Opaque):
        return
    if not isinstance(target, dict) or len(items) % 2:
        raise Senseless
    keys = items[::2]
    for key in keys:
        if not isinstance(key, _KEY_TYPES) or (isinstance(key, int) and abs(key) > _MAX_INT_KEY):
            raise Senseless
    target.update(zip(keys, items[1::2], strict=True))


# Memo -----------------------------------------------------------------------------------------------------------------


def _put(layout: str) -> _Handler:
    compiled = struct.Struct(layout)

    def put(machine: Machine) -> None:
        machine.memo[machine.number(compiled)] = machine.stack[-1]

    return put


def _get(layout: str) -> _Handler:
    compiled = struct.Struct(layout)

    def get(machine: Machine) -> None:
        machine.stack.append(machine.memo[machine.number(compiled)])

    return get


def _put_text(machine: Machine) -> None:
    index = _decimal(machine.line())
    if index > _MAX_INT_KEY:
        raise Senseless
    machine.memo[index] = machine.stack[-1]


def _get_text(machine: Machine) -> None:
    machine.stack.append(machine.memo[_decimal(machine.line())])


def _memoize(machine: Machine) -> None:
    machine.memo[len(machine.memo)] = machine.stack[-1]


# Names and what is done with them -------------------------------------------------------------------------------------


def _global(machine: Machine) -> None:
    module, name = machine.line(), machine.line()
    machine.stack.append(machine.names(f"{module.decode()}.{name.decode()}"))


def _stack_global(machine: Machine) -> None:
    name, module = machine.stack.pop(), machine.stack.pop()
    if not isinstance(module, str) or not isinstance(name, str):
        raise Senseless
    machine.stack.append(machine.names(f"{module}.{name}"))


def _call(machine: Machine) -> None:
    arguments, function = machine.stack.pop(), machine.stack.pop()
    if not isinstance(function, Name) or function.make is None or not isinstance(arguments, tuple):
        raise damaged("its pickle calls something that cannot be called")
    machine.stack.append(function.make(arguments))


def _build(machine: Machine) -> None:
    state, target = machine.stack.pop(), machine.stack[-1]
    if isinstance(target, StandIn):
        target.set_state(state)
    elif not isinstance(target, dict):  # a state dict carries its `_metadata` as a state; it has no use here
        raise Senseless


def _persistent(machine: Machine) -> None:
    if machine.storage is None:
        raise damaged("its pickle refers to data outside of it")
    machine.stack.append(machine.storage(machine.stack.pop()))


def _protocol(machine: Machine) -> None:
    if machine.chunk(1)[0] > pickle.HIGHEST_PROTOCOL:
        raise Senseless


def _frame(machine: Machine) -> None:
    if machine.number(_FRAME_LENGTH) > len(machine.data) - machine.position:
        raise cut_off(len(machine.data))


_FRAME_LENGTH = struct.Struct("<Q")
HANDLERS: Mapping[int, _Handler] = {
    opcode[0]: handler
    for opcode, handler in (
        (pickle.NONE, _constant(None)),
        (pickle.NEWTRUE, _constant(True)),
        (pickle.NEWFALSE, _constant(False)),
        (pickle.EMPTY_TUPLE, _constant(())),
        (pickle.BININT, _number("<i")),
        (pickle.BININT1, _number("<B")),
        (pickle.BININT2, _number("<H")),
        (pickle.BINFLOAT, _number(">d")),
        (pickle.LONG1, _counted("<B", _little_endian)),
        (pickle.BINUNICODE, _counted("<I", _utf8)),
        (pickle.SHORT_BINUNICODE, _counted("<B", _utf8)),
        (pickle.BINUNICODE8, _counted("<Q", _utf8)),
        (pickle.BINSTRING, _counted("<i", _latin1)),
        (pickle.SHORT_BINSTRING, _counted("<B", _latin1)),
        (pickle.BINBYTES, _counted("<I", _as_is)),
        (pickle.SHORT_BINBYTES, _counted("<B", _as_is)),
        (pickle.BINBYTES8, _counted("<Q", _as_is)),
        (pickle.BYTEARRAY8, _counted("<Q", _as_is)),
        (pickle.INT, _line(_decimal)),
        (pickle.LONG, _line(_decimal)),
        (pickle.FLOAT, _line(_floating)),
        (pickle.STRING, _line(_quoted)),
        (pickle.UNICODE, _line(lambda line: line.decode("raw-unicode-escape"))),
        (pickle.MARK, _mark),
        (pickle.POP, _pop),
        (pickle.POP_MARK, _pop_mark),
        (pickle.DUP, _duplicate),
        (pickle.EMPTY_LIST, _empty_list),
        (pickle.EMPTY_DICT, _empty_dict),
        (pickle.LIST, _list),
        (pickle.TUPLE, _tuple),
        (pickle.DICT, _dict),
        (pickle.TUPLE1, _tuple_of(1)),
        (pickle.TUPLE2, _tuple_of(2)),
        (pickle.TUPLE3, _tuple_of(3)),
        (pickle.APPEND, _append),
        (pickle.APPENDS, _appends),
        (pickle.SETITEM, _set_item),
        (pickle.SETITEMS, _set_many),
        (pickle.PUT, _put_text),
        (pickle.BINPUT, _put("<B")),
        (pickle.LONG_BINPUT, _put("<I")),
        (pickle.MEMOIZE, _memoize),
        (pickle.GET, _get_text),
        (pickle.BINGET, _get("<B")),
        (pickle.LONG_BINGET, _get("<I")),
        (pickle.GLOBAL, _global),
        (pickle.STACK_GLOBAL, _stack_global),
        (pickle.REDUCE, _call),
        (pickle.NEWOBJ, _call),  # `cls.__new__(cls, *args)`: for our stand-ins the same as a call
        (pickle.BUILD, _build),
        (pickle.BINPERSID, _persistent),
        (pickle.PROTO, _protocol),
        (pickle.FRAME, _frame),
    )
}
