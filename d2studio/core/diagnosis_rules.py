"""Which finding a failure is: rules as data, read from top to bottom; the first that matches wins.

Errors of ours tell by their code and facts; what PyTorch, the system and libraries raise, by the names of its types
and by its words. What people then read is in `core/diagnosis_table`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from d2studio.core.failures import INTERNAL, Failure

_MAX_CHARACTERS: Final = 20_000  # of one text that is searched; what counts stands at its end
_MAX_LINE: Final = 1_000

DIFFERENT_CLASSES: Final = "The weights and the config are for different numbers of classes."
BROKEN_LIBRARY: Final = "A library that d2studio needs is installed, but does not load."
WRONG_PASSWORD: Final = "The password does not open the PDF."  # noqa: S105 - a sentence


@dataclass(frozen=True)
class Rule:
    """Every condition that is given has to hold.

    Attributes:
        finding: the code in `DIAGNOSES`.
        codes: of the failure, one of these.
        types: one of these names occurs among those of the exception, its bases and its causes.
        facts: key in the failure's context to a pattern that its whole value matches.
        said: a pattern that occurs in the message, in that of a cause, or in the last words of a child. (It is compiled
            when it is first needed: all of them take a noticeable part of the window's start.)
        what: said instead of the table's sentence.
    """

    finding: str
    codes: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    facts: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    what: str = ""

    def matches(self, failure: Failure, said: str) -> bool:
        """Whether this rule is about `failure`, of which `said` is everything that it says."""
        return (
            (not self.codes or failure.code in self.codes)
            and (not self.types or not self.types.isdisjoint(failure.type_names))
            and all(re.fullmatch(value, failure.context.get(key, ""), re.DOTALL) for key, value in self.facts.items())
            and (not self.said or re.search(self.said, said) is not None)
        )


def find_rule(failure: Failure) -> Rule:
    """The first rule that matches; the last one always does."""
    said = words_of(failure)
    return next(rule for rule in RULES if rule.matches(failure, said))


def words_of(failure: Failure) -> str:
    """The message, those of all causes, and what a child wrote last, line by line.

    Lines of a traceback that quote source text are indented, and left out: they hold words of every kind of failure.
    """
    lines = [*failure.message[-_MAX_CHARACTERS:].splitlines()]
    for text in (failure.trace, failure.context.get("last_words", "")):
        lines += [line for line in text[-_MAX_CHARACTERS:].splitlines() if line and not line[0].isspace()]
    return "\n".join(line[:_MAX_LINE] for line in lines)


def _rule(
    finding: str, *codes: str, types: str = "", said: str = "", what: str = "", facts: Mapping[str, str] | None = None
) -> Rule:
    return Rule(
        finding,
        codes=frozenset(codes),
        types=frozenset(types.split()),
        facts=facts or {},
        said=said,
        what=what,
    )


# An error that nobody of ours explained, or the end of a child that may have said why.
_FOREIGN: Final = (INTERNAL, "error", "worker", "worker-crashed", "worker-start")
_SYSTEM_MEMORY: Final = (
    r"DefaultCPUAllocator|[Nn]ot enough memory|std::bad_alloc|\bMemoryError\b|Cannot allocate memory"
    r"|Insufficient memory|Unable to allocate .* for an array|WinError (?:8|1455)\b"
)
_GPU_MEMORY: Final = r"(?:CUDA|HIP|XPU|MPS backend) out of memory|CUDA error: out of memory|_ALLOC_FAILED\b"
_NUMBER_FORMATS: Final = (
    r"expected scalar type|must have the same dtype|should have the same (?:type|dtype)"
    r"|expected m1 and m2 to have the same dtype|Input type \(.*\) and (?:weight|bias) type \(.*\) should be the same"
    r"|not implemented for '(?:Half|BFloat16|Float|Double|Int|Long|Byte|Bool|Float8\w*)'|doesn't support float64"
)
_DISK_FULL: Final = r"\[Errno (?:28|122|27)\]|\[WinError (?:112|39)\]|No space left on device|[Dd]isk quota exceeded"

RULES: Final = (
    # Weights. A fact tells damage from a file of another kind.
    _rule("WEIGHTS_UNSAFE", "weights-unsafe"),
    _rule("PACK_UNUSABLE", "weights", facts={"packed": ".+"}),
    _rule(
        "WEIGHTS_MISMATCH",
        "weights-mismatch",
        said=r"the weights have [\d,]+ class(?:es)?, the config says",
        what=DIFFERENT_CLASSES,
    ),
    _rule("WEIGHTS_MISMATCH", "weights-mismatch"),
    _rule("WEIGHTS_MISSING", "weights", types="FileNotFoundError NotADirectoryError"),
    _rule("WEIGHTS_CORRUPT", "weights", facts={"problem": "damaged"}),
    _rule("WEIGHTS_NOT_FINITE", "weights", facts={"problem": "not finite"}),
    _rule("WEIGHTS_UNREADABLE", "weights", types="PermissionError"),
    _rule("WEIGHTS_CORRUPT", "weights", types="OSError"),
    _rule("WEIGHTS_KIND", "weights"),
    _rule("WEIGHTS_MISSING", "usage", said=r"^The weights that belong to .* are missing"),
    # Config
    _rule("CONFIG_UNSAFE", "config-unsafe"),
    _rule("CONFIG_UNSUPPORTED", "config-unsupported"),
    _rule("CONFIG_BASE_MISSING", "config", facts={"base": ".+"}),
    _rule("CONFIG_MISSING", "config", types="FileNotFoundError NotADirectoryError"),
    _rule("CONFIG_UNREADABLE", "config", types="PermissionError"),
    _rule("CONFIG_BROKEN", "config"),
    _rule("CONFIG_MISSING", "usage", said=r"^The config that belongs to .* is missing"),
    _rule("MODEL_FOLDER", "usage", said=r"^The folder .* files that could be the"),
    _rule("MODEL_NAMES", "usage", said=r"is not JSON:|no card of a model|list of class names|holds no class names"),
    _rule("MODEL_NOT_INSTALLED", "usage", facts={"model": ".+"}),
    _rule(
        "MODEL_NOT_FOUND",
        "usage",
        said=r" holds no model\b| holds a config .* but no weights| holds [\d,]+ (?:configs|weights files):"
        r"|^The configs in .* build on each other",
    ),
    # Pages
    _rule("MEMORY_FULL", "page-too-large", types="MemoryError"),
    _rule("PAGE_TOO_LARGE", "page-too-large"),
    _rule("PAGE_PASSWORD", "page-password", said="password given", what=WRONG_PASSWORD),
    _rule("PAGE_PASSWORD", "page-password"),
    _rule("PAGE_MISSING", "page", types="FileNotFoundError NotADirectoryError"),
    _rule("PAGE_LOCKED", "page", types="PermissionError"),
    _rule("PAGE_KIND", "page", said=r", not a page\.|is a folder\.|is a device or a pipe\."),
    _rule("PAGE_UNREADABLE", "page"),
    _rule("FOLDER_EMPTY", "usage", said=r"^The folder .* has no page files in it"),
    _rule("PAGE_MISSING", "usage", said=r"There is no file or folder|has no page \d|No page file"),
    # Memory and devices, said by the engine
    _rule("MEMORY_GPU", "memory", facts={"device": r"(?:cuda|mps|xpu).*"}),
    _rule("MEMORY_FULL", "memory"),
    _rule("DTYPE_MISMATCH", "device", said=_NUMBER_FORMATS),
    _rule("PRECISION_MISSING", "device", facts={"precision": ".+"}),
    _rule("DEVICE_CANNOT", "device", types="NotImplementedError"),
    _rule("DEVICE_MISSING", "device"),
    # Results
    _rule("PAGE_NO_ROOM", "output", said=r"^There is no room for the pixels"),
    _rule("DISK_FULL", "output", said=_DISK_FULL, facts={"download": ".+"}),
    _rule("OUTPUT_NO_ROOM", "output", said=_DISK_FULL),
    _rule("OUTPUT_FAILED", "output"),
    # Network
    _rule("NETWORK_UNREACHABLE", "download-unreachable"),
    _rule("NETWORK_PROXY", "download-proxy"),
    _rule("NETWORK_CERTIFICATE", "download-certificate"),
    _rule("DOWNLOAD_GONE", "download-gone"),
    _rule("DOWNLOAD_LOGIN", "download-login"),
    _rule("DOWNLOAD_REFUSED", "download-address"),
    _rule("DOWNLOAD_DAMAGED", "download-damaged"),
    _rule("DOWNLOAD_FAILED", "download"),
    # What d2studio needs
    _rule("INSTALLATION_DAMAGED", "installation"),
    _rule("LIBRARY_MISSING", "library", facts={"is_missing": "True"}),
    _rule("LIBRARY_CONFLICT", "library", what=BROKEN_LIBRARY),
    _rule("REQUEST_UNCLEAR", "usage"),
    # Ends of children that nothing more need be asked about
    _rule("CHILD_STUCK", "worker-stuck"),
    _rule("CHILD_LOOP", "worker-loop"),
    _rule("CHILD_KILLED", "worker-crashed", facts={"signal": "9"}),
    # What PyTorch, the system and libraries say, raised here or as a child's last words. Memory comes before devices,
    # since it is said with the same types.
    _rule("MEMORY_GPU", *_FOREIGN, types="OutOfMemoryError"),
    _rule("MEMORY_GPU", *_FOREIGN, said=_GPU_MEMORY),
    _rule("MEMORY_FULL", *_FOREIGN, types="MemoryError _ArrayMemoryError"),
    _rule("MEMORY_FULL", *_FOREIGN, said=_SYSTEM_MEMORY),
    _rule("DEVICE_DRIVER", *_FOREIGN, said="driver on your system is too old|CUDA driver version is insufficient"),
    _rule("DEVICE_OLD", *_FOREIGN, said="no kernel image is available|not compatible with the current PyTorch"),
    _rule(
        "DEVICE_MISSING",
        *_FOREIGN,
        said=r"Found no NVIDIA driver|No CUDA GPUs are available|no CUDA-capable device|not linked with support for"
        r"|Torch not compiled with \w+ enabled|device type at start of device string|invalid device ordinal",
    ),
    _rule(
        "DEVICE_MIXED",
        *_FOREIGN,
        said="tensors to be on the same device|is not on the expected device"
        r"|Input type \(torch\.(?:cuda|mps)\.\w+\) and weight type \(torch\.(?!cuda|mps)"
        r"|Input type \(torch\.(?!cuda|mps)\w+\) and weight type \(torch\.(?:cuda|mps)\.",
    ),
    _rule("DTYPE_MISMATCH", *_FOREIGN, said=_NUMBER_FORMATS),
    _rule("DEVICE_CANNOT", *_FOREIGN, said="not currently implemented for the MPS device"),
    _rule(
        "DEVICE_FAILED",
        *_FOREIGN,
        said=r"(?:CUDA|HIP) error\b|cuDNN error|CUDNN_STATUS_|CUBLAS_STATUS_|device-side assert|valid cuDNN algorithm",
    ),
    _rule(
        "LIBRARY_CONFLICT",
        *_FOREIGN,
        said=r"undefined symbol|DLL load failed|cannot open shared object file|[Ss]ymbol not found"
        r"|WinError (?:126|127|193|1114)\b|operator torchvision::\w+ does not exist|cannot import name '_C'"
        r"|_ARRAY_API not found|Numpy is not available|multiarray failed to import|compiled using NumPy 1"
        r"|module 'PIL\.Image' has no attribute|Descriptors cannot (?:not )?be created|file too short",
    ),
    _rule("LIBRARY_MISSING", *_FOREIGN, types="ModuleNotFoundError"),
    _rule("LIBRARY_MISSING", *_FOREIGN, said=r"ModuleNotFoundError|No module named '?\w"),
    _rule("LIBRARY_CONFLICT", *_FOREIGN, types="ImportError"),
    _rule("LIBRARY_CONFLICT", *_FOREIGN, said=r"^ImportError\b|\nImportError\b"),
    _rule("DISK_FULL", *_FOREIGN, said=_DISK_FULL),
    # What is left
    _rule("CHILD_START", "worker-start"),
    _rule("CHILD_CRASHED", "worker-crashed", "worker"),
    _rule("INTERNAL"),
)
