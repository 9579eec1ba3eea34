"""Takes out of a text whose machine it comes from, and which files it is about."""

import contextlib
import getpass
import os
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

from d2studio.core.words import printable

_PAGE_SUFFIXES: Final = "pdf png jpg jpeg jpe tif tiff bmp gif webp ppm pgm pbm pnm jp2 j2k jpf jpx heic avif djvu svg"
_MODEL_SUFFIXES: Final = "pth pt pkl ckpt safetensors yaml yml onnx h5"
_OTHER_SUFFIXES: Final = "json csv zip docx doc odt xlsx"
_KIND_OF_SUFFIX: Final = {
    suffix: kind
    for kind, suffixes in (("page", _PAGE_SUFFIXES), ("model", _MODEL_SUFFIXES), ("file", _OTHER_SUFFIXES))
    for suffix in suffixes.split()
}
# The end of a name: a suffix with no letter behind it.
_NAME_END: Final = re.compile(rf"\.({'|'.join(_KIND_OF_SUFFIX)})(?![^\W_])", re.IGNORECASE)
_PATH_START: Final = re.compile(r"(?<![^\W_])(?:[A-Za-z]:)?[\\/~]")
_QUOTES: Final = {'"': '"', "'": "'", "`": "`", "”": "“"}
_DELIMITERS: Final = re.compile(r"""[\s"'`“”=(\[{<>|,;:]""")
_FACT: Final = re.compile(r"\n(?:path|base|file): (.+)")  # a letter that `re` can search for comes first
_PLAIN: Final = re.compile(r"[\w./-]+", re.ASCII)  # is written in one way everywhere
_NEARLY_PLAIN: Final = re.compile(r"[\w./ ()+,&-]+", re.ASCII)  # is written in one way everywhere but in addresses
_MAX_NAME: Final = 1_000  # characters of a path
_MAX_FOLDERS: Final = 200
_MAX_BARE: Final = 1_000

_CREDENTIALS: Final = re.compile(r"://[^\s/@]+@")


@dataclass(frozen=True)
class Redaction:
    """What never occurs in a text that leaves the machine; upper and lower case count as the same.

    Attributes:
        homes: folders, which become `~`.
        users: names, which become `<user>`.
        hosts: names, which become `<host>`.
    """

    homes: tuple[str, ...]
    users: tuple[str, ...]
    hosts: tuple[str, ...]

    def apply(self, text: str) -> str:
        """`text` without them, and without credentials in addresses."""
        text = _CREDENTIALS.sub("://<credentials>@", text)
        for names, pattern, stand_in in self._patterns:
            if _may_have_one_of(names, text):
                text = pattern.sub(stand_in, text)
        return text

    @cached_property
    def _patterns(self) -> tuple[tuple[set[str], re.Pattern[str], str], ...]:
        homes = {spelling for home in self.homes for spelling in _spellings(home.rstrip("\\/")) if len(spelling) > 1}
        return tuple(
            (names, re.compile(f"{before}(?:{_any_of(names)}){after}", re.IGNORECASE), stand_in)
            for names, before, after, stand_in in (
                (homes, "", r"(?![\w-])", "~"),
                ({name for name in self.hosts if name}, r"(?<![^\W_])", r"(?![^\W_])", "<host>"),
                ({name for name in self.users if name}, r"(?<![^\W_])", r"(?![^\W_])", "<user>"),
            )
            if names
        )


def this_user() -> Redaction:
    """What this process knows of its user and machine."""
    home = os.path.expanduser("~")
    users = [os.environ.get(name, "") for name in ("USER", "USERNAME", "LOGNAME")]
    with contextlib.suppress(OSError, KeyError, ImportError):  # a system without a list of users
        users.append(getpass.getuser())
    hosts = [socket.gethostname(), *(os.environ.get(name, "") for name in ("COMPUTERNAME", "HOSTNAME"))]
    hosts += [host.partition(".")[0] for host in hosts]
    return Redaction(
        homes=(home, os.path.realpath(home)),
        users=(*users, os.path.basename(home.rstrip("\\/"))),
        hosts=tuple(host for host in hosts if host != "localhost"),
    )


class FileNames:
    """Replaces names of page and model files by stand-ins, the same for a file wherever it occurs.

    Names that are known are found whatever they consist of. Others are found by their suffix; then what stands between
    quotes is the name, or what begins like a path, or the last word.

    Args:
        known: paths of files.
        texts: texts that may name files by facts such as `path: /scans/a.png`.
    """

    def __init__(self, known: Iterable[str], texts: Iterable[str] = ()) -> None:
        self._stand_ins: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._known: dict[str, str] = {}  # a spelling of a path or a name, folded, to the name
        self._lengths: set[int] = set()  # of these spellings, as they are and folded
        self._bare: dict[str, str] = {}  # those without a suffix by which they could be found
        self._folders: set[str] = set()
        self._home = os.path.expanduser("~")
        for path in dict.fromkeys((*known, *(match[1] for text in texts for match in _FACT.finditer(f"\n{text}")))):
            self._learn(path)
        self._longest_first = sorted((length for length in self._lengths if length <= _MAX_NAME), reverse=True)

    def replace(self, text: str) -> str:
        """`text` with stand-ins."""
        text = self._replace_by_suffix(text)
        for spelling, name in self._bare.items():
            if spelling in text:
                text = re.sub(rf"(?<![^\W_]){re.escape(spelling)}(?![^\W_])", self._stand_in(name, ""), text)
        if self._folders:
            text = re.sub(rf"(?:{_any_of(self._folders)})(?![\w-])", "<folder>", text)
        return text

    def _learn(self, path: str) -> None:
        name = _base_name(path)
        if not name:
            return
        spellings = [*_spellings(path), *_spellings(name)]
        if _NAME_END.search(name[-12:]):
            folded = list(map(str.casefold, spellings))
            self._known.update(dict.fromkeys(folded, name))
            self._lengths.update(map(len, (*spellings, *folded)))
        elif len(self._bare) < _MAX_BARE:
            self._bare.update(dict.fromkeys(sorted(spellings, key=len, reverse=True), name))
        folder = path[: path.rindex(name)].rstrip("\\/")
        if folder in self._folders:
            return
        is_worth_it = _PATH_START.match(folder) and len(folder) > 1 and folder != self._home
        if is_worth_it and len(self._folders) < _MAX_FOLDERS:
            self._folders.update(_spellings(folder))

    def _replace_by_suffix(self, text: str) -> str:
        pieces, done = [], 0
        for match in _NAME_END.finditer(text):
            line = text.rfind("\n", done, match.start()) + 1  # where it begins; 0 if before `done`
            start = self._start(text, max(line, done), match.end())
            if not any(map(str.isalnum, text[start : match.start()])):  # a suffix by itself, or with a star
                continue
            pieces += [text[done:start], self._stand_in(text[start : match.end()], match[1].lower())]
            done = match.end()
        return "".join((*pieces, text[done:]))

    def _start(self, text: str, begin: int, end: int) -> int:
        """Where the name that ends at `end` begins, not before `begin`."""
        for length in self._longest_first:
            start = end - length
            is_whole = start == begin or (start > begin and not text[start - 1].isalnum())
            if is_whole and text[start:end].casefold() in self._known:
                return start
        opening = _QUOTES.get(text[end : end + 1])
        if opening is not None and (quoted := text.rfind(opening, begin, end)) >= 0:
            return quoted + 1
        path = _PATH_START.search(text, begin, end)
        if path is not None:
            return path.start()
        return max((match.end() for match in _DELIMITERS.finditer(text, begin, end)), default=begin)

    def _stand_in(self, name: str, suffix: str) -> str:
        key = (self._known.get(name.casefold()) or _base_name(name)).casefold()
        if key not in self._stand_ins:
            kind = _KIND_OF_SUFFIX.get(suffix, "file")
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._stand_ins[key] = f"{kind}_{self._counts[kind]:04d}{f'.{suffix}' if suffix else ''}"
        return self._stand_ins[key]


def _base_name(path: str) -> str:
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1]


def _spellings(text: str) -> tuple[str, ...]:
    """How a path may stand in a text: as it is, with the other slashes, escaped, in an address."""
    if _PLAIN.fullmatch(text):
        return (text,)
    if _NEARLY_PLAIN.fullmatch(text):
        return (text, quote(text))
    forward, escaped = text.replace("\\", "/"), text.replace("\\", "\\\\")
    encoded = quote(forward, errors="surrogatepass")
    return tuple(dict.fromkeys((text, forward, escaped, printable(text), repr(text)[1:-1], ascii(text)[1:-1], encoded)))


def _may_have_one_of(names: set[str], text: str) -> bool:
    """Whether it is worth looking closely, which takes a hundred times as long."""
    if not all(map(str.isascii, (text, *names))):  # other letters are the same as several
        return True
    lower = text.lower()
    return any(name.lower() in lower for name in names)


def _any_of(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
