"""Pickles that try to run code, to take all memory, or to take for ever. `marker` is a file that none may create."""

import builtins
import os
import pickle
import struct
import subprocess
from pathlib import Path

import numpy as np


class _Calls:
    """Pickles as a call of a function."""

    def __init__(self, function: object, *arguments: object) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> tuple[object, ...]:
        return self.call


def _text(value: str) -> bytes:
    encoded = value.encode()
    return b"X" + struct.pack("<I", len(encoded)) + encoded


def _call(name: str, *arguments: bytes) -> bytes:
    module, _, function = name.rpartition(".")
    return b"\x80\x02c" + f"{module}\n{function}\n".encode() + b"(" + b"".join(arguments) + b"tR."


_TENSOR = b"ctorch._utils\n_rebuild_tensor_v2\n("
_EMPTY_ARRAY = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\0tX\1\0\0\0btR"
_FROM_BUFFER = b"cnumpy.core.numeric\n_frombuffer\n("
_FLOATS = b"cnumpy\ndtype\n(X\2\0\0\0f4tR"
_STORAGE = b"(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0aX\3\0\0\0cpuK\1"


def code_running_pickles(marker: Path) -> dict[str, bytes]:
    """Streams that ask for code to be run."""
    shell = f"touch {marker}"
    python = f"open({str(marker)!r}, 'w')"
    calls: dict[str, tuple[object, ...]] = {
        "os.system": (os.system, shell),
        "eval": (eval, python),
        "exec": (exec, python),
        "compile": (compile, python, "x", "exec"),
        "subprocess": (subprocess.getoutput, shell),
        "Popen": (subprocess.Popen, shell),
        "import": (__import__, "antigravity"),
        "open": (open, str(marker), "w"),
        "getattr": (getattr, "x", "upper"),
        "setattr": (setattr, "x", "y", 1),
        "vars": (vars, "x"),
        "type": (builtins.type, "X", (), {}),
    }
    streams = {
        f"{name}, protocol {protocol}": pickle.dumps(_Calls(*call), protocol)
        for name, call in calls.items()
        for protocol in (0, 2, 4)
    }
    by_name = {
        "torch.load": _text(str(marker)),
        "torch.hub.load": _text("a/b") + _text("c"),
        "torch.jit.load": _text(str(marker)),
        "torch.serialization.load": _text(str(marker)),
        "torch.utils.cpp_extension.load": _text("a"),
        "torch.storage._load_from_bytes": _text("x"),
        "torch._dynamo.guards.GuardBuilder": b"",
        "numpy.load": _text(str(marker)),
        "numpy.testing._private.utils.runstring": _text(python) + b"}",
        "numpy.f2py.crackfortran.getlincoef": _text(python) + b"}",
        "numpy.ndarray.tofile": _text(str(marker)),
        "timeit.timeit": _text(python),
        "pickle.loads": _text("x"),
        "pip.main": _text("install"),
        "pty.spawn": _text("sh"),
        "webbrowser.open": _text("http://example.org"),
        "urllib.request.urlopen": _text("http://example.org"),
        "socket.create_connection": _text("x"),
        "runpy.run_path": _text("x"),
        "importlib.import_module": _text("antigravity"),
        "operator.attrgetter": _text("x"),
        "functools.partial": _text("x"),
        "pydoc.locate": _text("os.system"),
        "bdb.Bdb.run": _text(python),
        "asyncio.unix_events._UnixSubprocessTransport._start": _text(shell),
        "numpy.dtype.__reduce__": b"",
        "collections.OrderedDict.fromkeys": b"",
        "_codecs.decode": _text("x"),
        "codecs.encode": _text("x") + _text("latin1"),
        "__builtin__.eval": _text(python),
        "nt.system": _text(shell),
        "posix.system": _text(shell),
    }
    streams |= {name: _call(name, arguments) for name, arguments in by_name.items()}
    streams |= {
        "dotted name on the stack": b"\x80\x04\x8c\x05numpy\x8c\x0ftesting.os.name\x93.",
        "OrderedDict in a name": b"\x80\x04\x8c\x0bcollections\x8c\x10OrderedDict.copy\x93.",
        "INST": f"(S'{shell}'\nios\nsystem\n.".encode(),
        "OBJ": f"(cos\nsystem\nS'{shell}'\no.".encode(),
        "OBJ of an allowed name": b"\x80\x02(ccollections\nOrderedDict\no.",
        "INST of an allowed name": b"\x80\x02(icollections\nOrderedDict\n.",
        "NEWOBJ_EX": b"\x80\x04ccollections\nOrderedDict\n)}\x92.",
        "EXT1": b"\x80\x02\x82\x01.",
        "EXT2": b"\x80\x02\x83\x01\x01.",
        "EXT4": b"\x80\x02\x84\x01\0\0\0.",
        "code before a break": pickle.dumps(_Calls(os.system, shell), 2)[:-1] + b"\xff\xff\xff",
        "code in the optimizer": b"\x80\x02}(" + _text("model") + b"}" + _text("optimizer") + b"cos\nsystem\nu.",
    }
    return streams


def abusive_pickles() -> dict[str, bytes]:
    """Streams that use allowed names in ways they are not meant for, or claim or repeat without end."""
    array = np.arange(12.0, dtype="f4").reshape(3, 4)
    pickled = pickle.dumps({"a": array}, 2)
    from_list = b"\x80\x02}" + _text("a") + _FROM_BUFFER + b"]" + _FLOATS + b"K\1\x85"
    deep = b"\x80\x02)" + b"q\0" + b"h\0h\0\x86q\0" * 100
    colliding = b"".join(b"\x8a\x0b" + (index * (2**61 - 1)).to_bytes(11, "little") + b"N" for index in range(60_000))
    return {
        "calls text": b"\x80\x02" + _text("os") + b"(tR.",
        "calls a class": b"\x80\x02cnumpy\nndarray\n(K\5tR.",
        "NEWOBJ of a class": b"\x80\x02cnumpy\nndarray\nK\x05\x85\x81.",
        "state for a name": b"\x80\x02cnumpy\ndtype\n(N}" + _text("n") + _text("x") + b"sub.",
        "state for text": b"\x80\x02" + _text("a") + b"}b.",
        "OrderedDict of a name": b"\x80\x02ccollections\nOrderedDict\n(cnumpy\ndtype\ntR.",
        "encoded with another codec": _call("_codecs.encode", _text("a"), _text("utf-7")),
        "bytes with an argument": _call("__builtin__.bytes", b"J\xff\xff\xff\x7f"),
        "array of another class": _call("numpy.core.multiarray._reconstruct", b"cnumpy\ndtype\n", b"(K\0t", _text("b")),
        "array without content": b"\x80\x02}" + _text("a") + _EMPTY_ARRAY + b"s.",
        "array with a false shape": pickled.replace(b"K\x03K\x04\x86", b"K\xffK\xff\x86"),
        "array with a huge shape": pickled.replace(b"K\x03K\x04\x86", b"J\xff\xff\xff\x7fJ\xff\xff\xff\x7f\x86"),
        "array with a negative shape": pickled.replace(b"K\x03K\x04\x86", b"J\xff\xff\xff\xffJ\xf4\xff\xff\xff\x86"),
        "array with a dictionary as state": b"\x80\x02" + _EMPTY_ARRAY + b"}b.",
        "array with another state": pickled.replace(b"K\x03K\x04\x86", b"N"),
        "array of a dtype with another state": pickled.replace(b"K\x03X\x01\x00\x00\x00<", b"K\x03X\x01\x00\x00\x00?"),
        "array of a dtype that is a number": _call("numpy.dtype", b"K\1"),
        "array of wide characters": pickled.replace(b"\xc2\x80", b"\xc4\x80"),
        "array of a list": from_list + _text("C") + b"tRs.",
        "array in no order": from_list + _text("D") + b"tRs.",
        "array of unsigned numbers": pickle.dumps({"a": np.zeros(3, "u2")}, 2),
        "number without a dtype": _call("numpy.core.multiarray.scalar", b"NN"),
        "parameter of nothing": _call("torch._utils._rebuild_parameter", b"N"),
        "storage with a state": b"\x80\x02" + _STORAGE + b"tQ}b.",
        "ordered dictionary of single things": _call("collections.OrderedDict", b"](](K\1ee"),
        "array of objects": pickle.dumps({"a": np.array([1], dtype=object)}, 2),
        "array of text": pickle.dumps({"a": np.array(["x"])}, 2),
        "array of records": pickle.dumps({"a": np.zeros(2, [("x", "f4")])}, 2),
        "array of dates": pickle.dumps({"a": np.array(["2020-01-01"], dtype="M8[D]")}, 2),
        "truth values of 7": pickle.dumps({"a": np.array([True, False])}, 2).replace(b"\x01\x00q", b"\x07\x00q"),
        "tensor without a storage": b"\x80\x02" + _TENSOR + b"K\0K\0)))tR.",
        "tensor in place of a storage": b"\x80\x02" + _TENSOR + _STORAGE + b"tK\0)))tR.",
        "sparse tensor": _call("torch._utils._rebuild_sparse_tensor", b"K\1"),
        "tensor on no device": _call("torch._utils._rebuild_meta_tensor_no_storage", b"K\1"),
        "subclass of tensor": _call("torch._tensor._rebuild_from_type_v2", b"K\1"),
        "name that is no text": b"\x80\x04NN\x93.",
        "persistent id of nothing": b"\x80\x02NQ.",
        "persistent id as text": b"Pabc\n.",
        "module with its source": b"\x80\x02("
        + _text("module")
        + b"ccollections\nOrderedDict\n"
        + _text("x") * 2
        + b"tQ.",
        "bytes of an exabyte": b"\x80\x04\x8e" + struct.pack("<Q", 2**60) + b"x.",
        "bytearray of an exabyte": b"\x80\x05\x96" + struct.pack("<Q", 2**60) + b"x.",
        "text of an exabyte": b"\x80\x04\x8d" + struct.pack("<Q", 2**60) + b"x.",
        "string of negative length": b"\x80\x02T\xff\xff\xff\xffx.",
        "frame of an exabyte": b"\x80\x04\x95" + struct.pack("<Q", 2**62) + b"N.",
        "far memo": b"\x80\x02N" + b"r\xff\xff\xff\xff0N.",
        "far memo in text": b"\x80\x02Np" + b"9" * 39 + b"\n.",
        "lists 50,000 deep": b"\x80\x02" + b"]" * 50_000 + b"a" * 49_999 + b".",
        "tuples 50,000 deep": b"\x80\x02" + b")" + b"\x85" * 50_000 + b".",
        "dictionaries 50,000 deep": b"\x80\x02" + b"}K\1" * 50_000 + b"N" + b"s" * 50_000 + b".",
        "list in itself": b"\x80\x02]q\0h\0a.",
        "dictionary in itself": b"\x80\x02}q\0(" + b"".join(_text(k) + b"h\0" for k in ("model", "ema", "net")) + b"u.",
        "tuple doubled 100 times": deep + b".",
        "tuple doubled 100 times as a key": b"\x80\x02}" + deep[2:] + b"Ns.",
        "tuple doubled 100 times as a shape": b"\x80\x02" + _TENSOR + _STORAGE + b"tQK\0" + deep[2:] + b")tR.",
        "keys with one hash": b"\x80\x02}(" + colliding + b"u.",
        "memo with one hash": b"\x80\x02N" + b"".join(b"p%d\n" % (i * (2**61 - 1)) for i in range(1, 40_000)) + b".",
        "number of 200,000 digits": b"L" + b"9" * 200_000 + b"L\n.",
        "floating number of 200,000 digits": b"F" + b"9" * 200_000 + b"\n.",
        "one thing 3,000,000 times": b"\x80\x02]" + b"2" * 3_000_000 + b".",
        "3,000,000 marks": b"\x80\x02" + b"(" * 3_000_000 + b".",
        "3,000,000 dictionaries": b"\x80\x02" + b"}" * 3_000_000 + b".",
        "a text encoded 1,000 times": b"\x80\x02]("
        + _text("x" * 100_000)
        + b"q\0c_codecs\nencode\nq\1"
        + (b"h\1h\0" + _text("latin1") + b"\x86R") * 1000
        + b"e.",
        "nothing": b"\x80\x02.",
        "no end": b"\x80\x02N",
        "end in a number": b"\x80\x02J\1",
        "later protocol": b"\x80\x06}.",
        "stop on a mark": b"\x80\x02(.",
        "odd number of items": b"\x80\x02}(K\1K\2K\3u.",
        "append to a dictionary": b"\x80\x02}K\1a.",
        "items for a list": b"\x80\x02]K\1K\2s.",
        "bad escape": b"S'\\q'\n.",
        "bad quotes": b"S'abc\n.",
        "bad utf-8": b"\x80\x02X\2\0\0\0\xff\xff.",
        "bad number": b"Iabc\n.",
    }
