"""Every name that a weights file may mention, and what it means here."""

import re
from collections.abc import Callable
from types import MappingProxyType

from d2studio.engine.checkpoint.pickle_values import Name, Opaque
from d2studio.engine.checkpoint.problems import EXPORT_WEIGHTS, SAVE_WEIGHTS, damaged
from d2studio.engine.checkpoint.stand_ins import (
    STORAGE_DTYPES,
    rebuild_array,
    rebuild_dtype,
    rebuild_encoded,
    rebuild_from_buffer,
    rebuild_parameter,
    rebuild_scalar,
    rebuild_tensor,
)
from d2studio.errors import UnsafeWeights, WeightsError


def _ordered_dict(arguments: tuple[object, ...]) -> dict[object, object]:
    """Empty, to be filled item by item; Python 2 gives a list of [key, value] lists instead."""
    items: dict[object, object] = {}
    match arguments:
        case () | ([],):
            return items
        case (list(pairs),):
            for pair in pairs:
                match pair:
                    case [str(key), value]:
                        items[key] = value
                    case _:
                        break
            else:
                return items
    raise damaged("a dictionary is described in a way that makes no sense")


def _no_bytes(arguments: tuple[object, ...]) -> memoryview:
    """`bytes()`: how protocols 0 to 2 write the content of an empty array."""
    if arguments:
        raise damaged("bytes are described in a way that makes no sense")
    return memoryview(b"")


def _opaque(arguments: tuple[object, ...]) -> Opaque:
    del arguments  # never looked at
    return Opaque()


_Make = Callable[[tuple[object, ...]], object]

_MEANINGS: dict[str, _Make | None] = {
    "collections.OrderedDict": _ordered_dict,
    "_codecs.encode": rebuild_encoded,
    "__builtin__.bytes": _no_bytes,
    "builtins.bytes": _no_bytes,
    "numpy.ndarray": None,
    "numpy.dtype": rebuild_dtype,
    "torch._utils._rebuild_tensor": rebuild_tensor,
    "torch._utils._rebuild_tensor_v2": rebuild_tensor,
    "torch._utils._rebuild_parameter": rebuild_parameter,
    **dict.fromkeys(STORAGE_DTYPES),
}
for _core in ("numpy.core", "numpy._core"):  # numpy 1 and numpy 2
    _MEANINGS[f"{_core}.multiarray._reconstruct"] = rebuild_array
    _MEANINGS[f"{_core}.multiarray.scalar"] = rebuild_scalar
    _MEANINGS[f"{_core}.numeric._frombuffer"] = rebuild_from_buffer

# As values, such as the default of a dictionary. Python 3 writes some by their Python 2 names.
_BUILTIN_TYPES = (
    *("bool", "complex", "dict", "float", "frozenset", "int", "list", "range", "set", "slice", "str"),
    *("long", "unicode", "xrange"),
)

# What training programs store beside the weights: settings, counters, dates. Nothing of it is rebuilt.
_BESIDE_THE_WEIGHTS = (
    "argparse.Namespace",
    "types.SimpleNamespace",
    *(f"{module}.{name}" for module in ("builtins", "__builtin__") for name in _BUILTIN_TYPES),
    "collections.defaultdict",
    "collections.Counter",
    "collections.deque",
    "datetime.datetime",
    "datetime.date",
    "datetime.timedelta",
    "pathlib.Path",
    "pathlib.PosixPath",
    "pathlib.WindowsPath",
    "pathlib.PurePosixPath",
    "pathlib.PureWindowsPath",
    "pathlib._local.PosixPath",
    "pathlib._local.WindowsPath",
    "torch.Size",
    "torch.device",
    *(f"torch.{name}" for name in ("float32", "float64", "float16", "bfloat16", "int64", "int32", "uint8", "bool")),
    "detectron2.config.config.CfgNode",
    "fvcore.common.config.CfgNode",
    "yacs.config.CfgNode",
    "mmcv.utils.config.ConfigDict",
    "mmengine.config.config.ConfigDict",
    "mmengine.logging.history_buffer.HistoryBuffer",
    "addict.addict.Dict",
    "easydict.EasyDict",
    "pytorch_lightning.utilities.parsing.AttributeDict",
    "lightning.pytorch.utilities.parsing.AttributeDict",
    "lightning_fabric.utilities.data.AttributeDict",
    "lightning.fabric.utilities.data.AttributeDict",
)

_NAMES = MappingProxyType(
    {name: Name(name, make) for name, make in _MEANINGS.items()}
    | {name: Name(name, _opaque) for name in _BESIDE_THE_WEIGHTS}
)

_MODEL_LIBRARIES = (
    "torch|torchvision|detectron2|layoutparser|mmdet|mmcv|mmengine|timm|transformers|ultralytics|models|fvcore"
    "|pytorch_lightning|lightning|lightning_fabric|omegaconf|hydra|__main__"
)


def allowed_name(name: str) -> Name:
    """The meaning of a dotted name in a weights file.

    Raises:
        WeightsError: tensors of a kind that inference with these models has no use for.
        UnsafeWeights: every other name.
    """
    found = _NAMES.get(name)
    if found is not None:
        return found
    shown = name if len(name) <= 100 else f"{name[:100]}..."
    if re.fullmatch(r"torch\.(storage\.)?\w+Storage|torch\._utils\._rebuild_\w+|torch\._tensor\._rebuild_\w+", name):
        raise WeightsError(
            f"holds tensors of another kind than plain weights ({shown}): quantized, sparse, complex or on a device",
            hint=EXPORT_WEIGHTS,
        )
    # A class of a library that people build models with: most likely the whole model was saved, in good faith.
    if re.fullmatch(rf"({_MODEL_LIBRARIES})\..*\b[A-Z]\w*", name):
        raise UnsafeWeights(
            f"holds Python objects ({shown}), not just weights; rebuilding them would run code, so nothing was read",
            hint=EXPORT_WEIGHTS,
            name=shown,
        )
    raise UnsafeWeights(
        f"asks for code to be run while it is opened ({shown}); nothing was run",
        hint="Do not use this file, and tell whoever gave it to you. If you made it yourself, save the weights alone: "
        f"{SAVE_WEIGHTS}.",
        name=shown,
    )
