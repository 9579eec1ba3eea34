"""Reads a config's YAML as plain values. Nothing in a file is run or opened, and none can take long or much memory.

PyYAML finds the tokens, with its parser in C, which takes a tenth of the other's time. What they mean is decided here,
because its "safe" loader still expands aliases without bound and its other loaders run code. Detectron2's own files
need just two tags beyond plain YAML: `python/tuple`, and `python/object/apply:eval` around a little arithmetic.
"""

from collections.abc import Callable, Iterator
from typing import Final, NoReturn

import yaml

from d2studio.engine.config_arithmetic import NotArithmeticError, evaluate_arithmetic
from d2studio.engine.config_defaults import Value
from d2studio.errors import ConfigError, UnsafeConfig

Node = bool | int | float | str | None | tuple["Node", ...] | dict[str, "Node"]

# A full dump of Detectron2 has 6 kB, 400 nodes and depth 6. PyYAML takes up to 0.1 s for as many bytes as this.
MAX_BYTES: Final = 1 << 18
MAX_NODES: Final = 20_000
MAX_DEPTH: Final = 40
MAX_CHARACTERS: Final = 4_096  # of one value
_MAX_INTEGER: Final = 2**63
_MAX_REPEATED_HEIGHT: Final = 2

_TAG: Final = "tag:yaml.org,2002:"
_VALUE_TAGS: Final = frozenset(_TAG + name for name in ("str", "int", "float", "bool", "null"))
_LIST_TAGS: Final = (None, "!", _TAG + "seq", _TAG + "python/tuple")
_SECTION_TAGS: Final = (None, "!", _TAG + "map")
_ARITHMETIC_TAG: Final = _TAG + "python/object/apply:eval"

_WEIGHTS: Final = ("looks like model weights, not a config", "Were config and weights swapped?")
_PAGE: Final = ("is a page, not a config", "Choose the model's .yaml file.")
_WEB_PAGE: Final = ("is a web page, not a config", "The link is dead or asks for a login; download it again.")
_UTF_16: Final = ("is UTF-16 text", "Save it as UTF-8.")
_FOREIGN_HEADS: Final = (
    (b"PK\x03\x04", _WEIGHTS),
    *((bytes((0x80, protocol)), _WEIGHTS) for protocol in range(2, 6)),
    (b"\x89HDF", _WEIGHTS),
    (b"\x1f\x8b", ("is compressed (gzip)", "Unpack it first.")),
    (b"%PDF", _PAGE),
    (b"\x89PNG", _PAGE),
    (b"\xff\xd8\xff", _PAGE),
    (b"\xff\xfe", _UTF_16),
    (b"\xfe\xff", _UTF_16),
    *((start, _WEB_PAGE) for start in (b"<!", b"<?xml", b"<html", b"<HTML", b"<head")),
    (
        b"version https://git-lfs",
        ("is a Git LFS placeholder, not the config itself", "Run `git lfs pull`, or download the raw file."),
    ),
)

_resolve: Callable[[type[yaml.Node], str, tuple[bool, bool]], str] = yaml.resolver.Resolver().resolve
_constructor: Final = yaml.constructor.SafeConstructor()


def parse_yaml(data: bytes, name: str) -> dict[str, Node]:
    """The sections of one config file; lists become tuples.

    Args:
        data: the file's content.
        name: what to call the file in messages.

    Raises:
        ConfigError: not UTF-8 text, not YAML, not a mapping, or beyond a limit.
        UnsafeConfig: a tag that asks for code to be run.
    """
    text = _decode(data, name)
    try:
        document = _Reader(text, name).document()
    except yaml.reader.ReaderError as e:
        line = text.encode()[: e.position].count(b"\n") + 1
        raise ConfigError(f"{name} is not a text file: it has a control character in line {line}") from e
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        place = "" if mark is None else _place(text, mark.line, mark.column)
        raise ConfigError(
            f"{name} is not valid YAML: {e.problem or e.context}{place}", hint="Correct that line."
        ) from e
    except (ValueError, OverflowError) as e:  # escapes such as "\U00110000", which PyYAML does not check itself
        raise ConfigError(f"{name} is not valid YAML: {e}") from e
    if document is None:
        raise ConfigError(f"{name} is empty", hint="Download it again.")
    if not isinstance(document, dict):
        kind = "list" if isinstance(document, tuple) else "single value"
        raise ConfigError(f"{name} is not a config: it holds a {kind} instead of sections such as MODEL")
    return document


def plain_value(value: object, depth: int = 0) -> Value:
    """`value` with lists as tuples.

    Raises:
        ValueError: it is, or contains, what no setting can be; the message says what.
    """
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        if not -_MAX_INTEGER <= value < _MAX_INTEGER:
            raise ValueError("a number of more than 64 bits")
        return value
    if isinstance(value, str):
        if len(value) > MAX_CHARACTERS:
            raise ValueError(f"text of more than {MAX_CHARACTERS:,} characters")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError("text with half a character")  # could neither be shown nor saved
        return value
    if isinstance(value, list | tuple):
        if depth == MAX_DEPTH:
            raise ValueError(f"a list of more than {MAX_DEPTH} levels")
        return tuple(plain_value(item, depth + 1) for item in value)
    raise ValueError("a section" if isinstance(value, dict) else f"a {type(value).__name__}")


def _decode(data: bytes, name: str) -> str:
    refuse_other_files(data, name)
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{name} is too large for a config: more than {MAX_BYTES:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        found = f"byte 0x{data[e.start]:02x} at position {e.start:,}"
        raise ConfigError(f"{name} is not UTF-8 text: {found}", hint="Save it as UTF-8.") from e


def refuse_other_files(data: bytes, name: str) -> None:
    """Say so where a file begins as weights, pages and other files do that are taken for configs.

    Raises:
        ConfigError: it does.
    """
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, (problem, hint) in _FOREIGN_HEADS:
        if head.startswith(start):
            raise ConfigError(f"{name} {problem}", hint=hint)
    if data[8:9] == b"{" and b"\0" in data[:8]:  # safetensors: the length of its header, then JSON
        raise ConfigError(f"{name} {_WEIGHTS[0]}", hint=_WEIGHTS[1])


def _place(text: str, line: int, column: int) -> str:
    """Where something is, counted from 0, in words, with the lines around it and a caret under the column."""
    lines = text.splitlines() or [""]
    row = min(line, len(lines) - 1)
    start = max(0, column - 60)
    shown = []
    for index in range(max(0, row - 2), min(len(lines), row + 3)):
        part = "".join(c if c.isprintable() else " " for c in lines[index][start : start + 100])
        shown.append(f"{index + 1:5} | {part}")
        if index == row:
            shown.append(" " * (8 + column - start) + "^")
    return f" (line {line + 1}, column {column + 1})\n" + "\n".join(shown)


class _Reader:
    """Builds plain values from PyYAML's events and counts what it builds."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._nodes = 0
        self._anchored: dict[str, Value] = {}

    def document(self) -> Node:
        next(self._events)  # the stream's start
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        node = self._node(next(self._events), 1)
        next(self._events)  # the document's end
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse("holds several documents", event)
        return node

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._count(1, event)
        if depth > MAX_DEPTH:
            self._refuse(f"is nested more than {MAX_DEPTH} levels deep", event)
        match event:
            case yaml.AliasEvent(anchor=str() as anchor):
                return self._repeated(anchor, event)
            case yaml.MappingStartEvent():
                return self._section(event, depth)
            case yaml.SequenceStartEvent():
                node = self._list(event, depth)
            case _:
                assert isinstance(event, yaml.ScalarEvent), event
                node = self._scalar(event)
        if event.anchor is not None and _height(node) <= _MAX_REPEATED_HEIGHT:
            self._anchored[event.anchor] = plain_value(node)
        return node

    def _repeated(self, anchor: str, event: yaml.Event) -> Value:
        # Detectron2's own dumps say `*id001` where two settings share a list, which may have lists in it but no more:
        # so aliases of aliases cannot multiply.
        if anchor not in self._anchored:
            self._refuse(f"repeats *{anchor[:40]}, which is no simple list that stands before it", event)
        value = self._anchored[anchor]
        self._count(_size(value), event)
        return value

    def _scalar(self, event: yaml.ScalarEvent) -> Value:
        if event.tag in (None, "!"):
            tag = _resolve(yaml.ScalarNode, event.value[:MAX_CHARACTERS], event.implicit)
        elif event.tag in _VALUE_TAGS:
            tag = event.tag
        else:
            self._refuse_tag(event.tag, event)
        if len(event.value) > MAX_CHARACTERS:
            self._refuse(f"has a value of more than {MAX_CHARACTERS:,} characters", event)
        node = yaml.ScalarNode(tag, event.value)
        try:
            match tag.removeprefix(_TAG):
                case "null":
                    return None
                case "bool":
                    return _constructor.construct_yaml_bool(node)
                case "int":
                    return plain_value(_constructor.construct_yaml_int(node))
                case "float":
                    return _constructor.construct_yaml_float(node)
                case _:  # dates are text too
                    return plain_value(event.value)
        except (ValueError, OverflowError, KeyError):
            self._refuse(f"has {event.value[:40]!r}, which is no value", event)

    def _list(self, event: yaml.SequenceStartEvent, depth: int) -> Node:
        if event.tag not in (*_LIST_TAGS, _ARITHMETIC_TAG):
            self._refuse_tag(event.tag, event)
        items = []
        while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(item, depth + 1))
        if event.tag != _ARITHMETIC_TAG:
            return tuple(items)
        if len(items) != 1 or not isinstance(items[0], str):
            self._refuse_tag(event.tag, event)
        try:
            return plain_value(evaluate_arithmetic(items[0]))
        except NotArithmeticError:
            self._block(f"{items[0][:80]!r} is not plain arithmetic", event)
        except (ArithmeticError, ValueError) as e:
            self._refuse(f"has {items[0][:80]!r}, which has no usable result: {e}", event)

    def _section(self, event: yaml.MappingStartEvent, depth: int) -> dict[str, Node]:
        if event.tag not in _SECTION_TAGS:
            self._refuse_tag(event.tag, event)
        section: dict[str, Node] = {}
        while not isinstance(name := next(self._events), yaml.MappingEndEvent):
            self._count(1, name)
            key = self._scalar(name) if isinstance(name, yaml.ScalarEvent) else None
            if not isinstance(key, str) or key == "<<":
                self._refuse("has something other than a name before a colon", name)
            if key in section:
                self._refuse(f"says {key[:80]!r} twice in one section", name)
            section[key] = self._node(next(self._events), depth + 1)
        return section

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            self._refuse(f"has more than {MAX_NODES:,} values", event)

    def _refuse(self, problem: str, event: yaml.Event) -> NoReturn:
        raise ConfigError(f"{self._name} {problem}{self._where(event)}")

    def _refuse_tag(self, tag: str | None, event: yaml.Event) -> NoReturn:
        self._block(f"the tag {(tag or '').replace(_TAG, '!!')[:80]!r} asks for something to be run", event)

    def _block(self, problem: str, event: yaml.Event) -> NoReturn:
        raise UnsafeConfig(
            f"{self._name} was blocked: {problem}{self._where(event)}",
            hint="A config only lists settings. Do not use a model whose config does more.",
        )

    def _where(self, event: yaml.Event) -> str:
        mark = event.start_mark
        assert mark is not None
        return _place(self._text, mark.line, mark.column)


def _height(node: Node) -> int:
    """How many lists are in each other: 0 for a single value, 1 for a list of such."""
    if isinstance(node, dict):
        return MAX_DEPTH  # sections are never repeated
    return 1 + max(map(_height, node), default=0) if isinstance(node, tuple) else 0


def _size(value: Value) -> int:
    return 1 + sum(map(_size, value)) if isinstance(value, tuple) else 1
