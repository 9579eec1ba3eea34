"""What a config file may hold: limits, tags, and files that are no configs."""

import pickle
import struct
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import yaml

from d2studio.engine.config_arithmetic import NotArithmeticError, evaluate_arithmetic, read_literal
from d2studio.engine.config_yaml import Node, parse_yaml
from d2studio.errors import ConfigError, UnsafeConfig

DATA = Path(__file__).parent.parent / "data"


def parse(text: str) -> dict[str, Node]:
    return parse_yaml(text.encode(), "config.yaml")


def a_zip() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("archive/data.pkl", b"x")
    return stream.getvalue()


# Plain values


def test_that_plain_yaml_means_what_pyyaml_takes_it_for() -> None:
    text = """
    a: [1, -2, 0x1f, 017, 0b11, 1_000, 1:30]
    b: [1.5, .5, 1e3, 1.0e+3, .inf, -.INF]
    c: [true, No, ON, off, "true", 'no']
    d: [~, null, Null, "", '', 0b]
    e: {f: text, "g h": "\\u00e9\\n", i: !!str 5, j: !!float 5, k: !!int "7"}
    l: |
      lines
      of text
    m: >-
      one
      line
    n: []
    o: {}
    """
    expected = yaml.safe_load(text)
    found = parse(text)
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        assert found[key] == (tuple(value) if isinstance(value, list) else value)


def test_that_a_tuple_tag_is_a_list() -> None:
    assert parse("a: !!python/tuple [1, !!python/tuple [2]]") == {"a": (1, (2,))}


def test_that_a_date_is_text() -> None:
    assert parse("a: 2020-01-01\nb: 2020-13-45") == {"a": "2020-01-01", "b": "2020-13-45"}


def test_that_signs_of_yaml_that_stand_for_nothing_here_are_text() -> None:
    assert parse("a: [=, <<]") == {"a": ("=", "<<")}


def test_that_a_byte_order_mark_is_skipped() -> None:
    assert parse_yaml(b"\xef\xbb\xbfa: 1", "config.yaml") == {"a": 1}


def test_that_lists_are_repeated_where_detectron2_dumps_do_so() -> None:
    text = "a: &id001 [1, 2]\nb: *id001\nc: &id002 [*id001, [3]]\nd: *id002"
    assert parse(text) == {"a": (1, 2), "b": (1, 2), "c": ((1, 2), (3,)), "d": ((1, 2), (3,))}


@pytest.mark.parametrize(
    "text",
    [
        "a: *x",
        "a: &x {b: 1}\nc: *x",
        "a: &x [*x]",
        "a: &x [[[1]]]\nb: *x",
        "a: &x [{b: 1}]\nc: *x",
        "a: &x [1]\nb: &y [*x]\nc: &z [*y]\nd: *z",
    ],
)
def test_that_nothing_else_is_repeated(text: str) -> None:
    with pytest.raises(ConfigError, match="which is no simple list that stands before it"):
        parse(text)


# Arithmetic


def test_that_retinanet_anchor_sizes_are_computed() -> None:
    found = parse((DATA / "configs" / "computed.yaml").read_text(encoding="utf-8"))
    model = found["MODEL"]
    assert isinstance(model, dict)
    sizes = [32, 64, 128, 256, 512]
    assert model["ANCHOR_GENERATOR"] == {
        "SIZES": tuple((size, size * 2 ** (1.0 / 3), size * 2 ** (2.0 / 3)) for size in sizes)
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 - 4 / 8", 6.5),
        ("-2 ** 2", -4),
        ("7 // 2", 3),
        ("2 ** -1", 0.5),
        ("[int(1.9), round(2.6), float(3)]", (1, 3, 3.0)),
        ("[2 ** x for x in range(5, 10)]", (32, 64, 128, 256, 512)),
        ("[[x * y for y in (1, 2)] for x in range(0, 4, 2)]", ((0, 0), (2, 4))),
        (" 5", 5),
    ],
)
def test_that_arithmetic_has_its_value(text: str, value: object) -> None:
    assert evaluate_arithmetic(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "'a'",
        "True",
        "None",
        "__import__('os').system('true')",
        "(1).__class__",
        "[].append(1)",
        "open('x')",
        "int('7')",
        "int(5, 5)",
        "float(x=1)",
        "range()",
        "range(1.5)",
        "range(10**7)",
        "[1] * 5",
        "[1] + [2]",
        "1 if 1 else 2",
        "1 < 2",
        "not 1",
        "~1",
        "1 % 2",
        "1 << 9",
        "1 @ 2",
        "{1: 2}",
        "{1, 2}",
        "lambda: 1",
        "[x for x in [1] if x]",
        "[x for x in [1] for y in [2]]",
        "[x async for x in [1]]",
        "[x for x, y in [1]]",
        "[x for x in 5]",
        "(x for x in [1])",
        "(x := 5)",
        "f'{1}'",
        "[1][0]",
        "*[1]",
        "1; 2",
        "1" + "+1" * 200,
        "(" * 300,
    ],
)
def test_that_anything_but_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(NotArithmeticError):
        evaluate_arithmetic(text)
    with pytest.raises(UnsafeConfig, match="is not plain arithmetic"):
        parse(yaml.safe_dump({"a": text}).replace("a:", "a: !!python/object/apply:eval\n- ", 1))


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "0 ** -1",
        "(-8) ** 0.5",
        "10 ** 17",
        "9 ** 9 ** 9",
        "1e7 ** 2",
        "int(1e999)",
        "10 ** 16 * 10 ** 16",
        "[x for x in range(5000)]",
        "[[y for y in range(1000)] for x in range(1000)]",
        "[range(1000) for x in range(1000)]",
        "1e308 * 10 ** 10 * 10 ** 300 + 9 ** 16 * 9 ** 16 * 9 ** 16 // 1",
    ],
)
def test_that_arithmetic_without_a_usable_result_is_an_error(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ConfigError) as caught:
        parse(f'a: !!python/object/apply:eval ["{text}", ]\nb: 99999999999999999999')
    assert not isinstance(caught.value, UnsafeConfig)
    assert time.perf_counter() - started < 1


# Literals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(1, 'a', [2.5])", (1, "a", [2.5])),
        ("1e-3", 0.001),
        ("None", None),
        (" 5", 5),
        ("'C:\\data'", "C:\\data"),
        ("C:\\data", "C:\\data"),
        ("1 + 1", "1 + 1"),
        ("f()", "f()"),
        ("horizontal", "horizontal"),
        ("", ""),
    ],
)
def test_that_text_is_a_literal_or_itself(text: str, value: object) -> None:
    assert read_literal(text) == value


@pytest.mark.parametrize(
    "unit", ["(", "[", "-", "not ", "1+", "a.", "a[", "lambda:", "1 if 1 else ", "f'{", "1**", "~", "{1:"]
)
def test_that_text_of_any_depth_is_read_in_a_moment(unit: str) -> None:
    text = (unit * 4_096)[:4_095] + "1"
    started = time.perf_counter()
    assert read_literal(text) == text
    assert time.perf_counter() - started < 1


# Limits and errors


def test_that_too_many_bytes_values_or_levels_are_refused() -> None:
    with pytest.raises(ConfigError, match="too large for a config"):
        parse("#" * (1 << 18) + "\n")
    with pytest.raises(ConfigError, match="more than 20,000 values"):
        parse("a: [" + "1," * 20_000 + "]")
    with pytest.raises(ConfigError, match="more than 20,000 values"):
        parse("".join(f"k{index}: 1\n" for index in range(10_001)))
    with pytest.raises(ConfigError, match="more than 20,000 values"):
        parse("a: &a [" + "1," * 1_000 + "]\nb: [" + "*a," * 30 + "]")
    for opening in ("[", "{a: ", "- ", "? "):
        with pytest.raises(ConfigError, match=r"nested more than 40 levels deep|other than a name before a colon"):
            parse("a: " * (opening == "[") + opening * 50_000)
    with pytest.raises(ConfigError, match="more than 4,096 characters"):
        parse(f"a: {'x' * 5_000}")
    with pytest.raises(ConfigError, match="more than 4,096 characters"):
        parse(f"a: {'9' * 5_000}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na: 2", "says 'a' twice in one section (line 2, column 1)"),
        ("{a: 1, a: 1}", "says 'a' twice in one section"),
        ("1: 2", "something other than a name before a colon"),
        ("true: 2", "something other than a name before a colon"),
        ("[a]: 2", "something other than a name before a colon"),
        ("? {a: 1}\n: 2", "something other than a name before a colon"),
        ("a: {<<: {b: 1}}", "something other than a name before a colon"),
        ("a: 1\n---\nb: 2", "several documents"),
        ("a: " + "9" * 100, "has '9999999999999999999999999999999999999999', which is no value"),
        ("a: " + "1:1" + ":1" * 2_000, "which is no value"),
        ("a: " + "1:1" + ":1" * 2_000 + ".5", "which is no value"),
        ("a: !!int x", "has 'x', which is no value"),
        ("a: !!bool maybe", "has 'maybe', which is no value"),
        ("a: !!float x", "has 'x', which is no value"),
        ('a: "\\ud800"', "is not valid YAML"),
        ('a: "\\U00110000"', "is not valid YAML"),
        ("a: \x01", "is not a text file: it has a control character in line 1"),
        ("# äöü\na: \x01\n\n", "is not a text file: it has a control character in line 2"),
        ("# comment\n", "is empty"),
        ("", "is empty"),
        ("null", "is empty"),
        ("[1, 2]", "holds a list instead of sections"),
        ("text", "holds a single value"),
        ("5", "holds a single value"),
        ("%YAML 9.0\n---\na: 1", "is not valid YAML"),
    ],
)
def test_that_each_fault_has_its_sentence(text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert problem in str(caught.value)
    assert str(caught.value).startswith("config.yaml ")


def test_that_a_syntax_error_is_shown_with_its_line_and_a_caret() -> None:
    with pytest.raises(ConfigError) as caught:
        parse("MODEL:\n  MASK_ON: true\n\tKEYPOINT_ON: true\n  WEIGHTS: x\n")
    assert str(caught.value) == (
        "config.yaml is not valid YAML: found a tab character that violates indentation (line 3, column 1)\n"
        "    1 | MODEL:\n"
        "    2 |   MASK_ON: true\n"
        "    3 |  KEYPOINT_ON: true\n"
        "        ^\n"
        "    4 |   WEIGHTS: x"
    )


def test_that_a_very_long_line_is_shown_in_part() -> None:
    with pytest.raises(ConfigError) as caught:
        parse("a: " + "[1, " * 5 + "x" * 500 + " : y: z")
    assert max(map(len, str(caught.value).splitlines())) < 130


# Tags


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system ['touch marker']",
        "a: !!python/object/new:os.system ['touch marker']",
        "a: !!python/object:collections.OrderedDict {}",
        "a: !!python/name:os.system",
        "a: !!python/module:os",
        "a: !!python/object/apply:eval {args: ['1']}",
        "a: !!python/object/apply:eval '1'",
        "a: !!python/object/apply:eval ['1', '2']",
        "a: !!python/object/apply:eval [1]",
        "a: !!python/object/apply:eval [['1']]",
        "a: !!python/object/apply:builtins.eval ['1']",
        "a: !<tag:yaml.org,2002:python/object/apply:os.system> ['x']",
        "%TAG !p! tag:yaml.org,2002:python/object/apply:\n---\na: !p!os.system ['x']",
        "!!python/object/apply:os.system ['x']",
        "? !!python/object/apply:os.system ['x']\n: 1",
        "!!python/object/apply:os.system x: 1",
        "a: !!python/tuple {b: 1}",
        "a: !!binary aGk=",
        "a: !!set {b}",
        "a: !!omap [b: 1]",
        "a: !!timestamp 2020-01-01",
        "a: !custom 5",
        "a: !custom [5]",
        "a: !custom {b: 5}",
    ],
)
def test_that_every_other_tag_is_blocked(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    if not text.startswith("? "):  # a list is no name of a setting, whatever it is
        assert isinstance(caught.value, UnsafeConfig)
        assert "was blocked" in str(caught.value)


# Other files


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b"\n  <html lang=en>", "is a web page"),
        (b"<?xml version='1.0'?>", "is a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "is a Git LFS placeholder"),
        (a_zip(), "looks like model weights"),
        (pickle.dumps({"model": 1}, protocol=2), "looks like model weights"),
        (struct.pack("<Q", 20) + b'{"a":{}}            ', "looks like model weights"),
        (b"\x89HDF\r\n", "looks like model weights"),
        (b"\x1f\x8b\x08", "is compressed"),
        (b"%PDF-1.7", "is a page"),
        (b"\x89PNG\r\n", "is a page"),
        (b"\xff\xd8\xff\xe0", "is a page"),
        ("a: 1".encode("utf-16"), "is UTF-16 text"),
        ("a: \u00e9".encode("latin-1"), "is not UTF-8 text: byte 0xe9 at position 3"),
        (b"a: \x00", "is not a text file"),
    ],
)
def test_that_a_file_of_another_kind_is_recognised(data: bytes, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_yaml(data, "config.yaml")
    assert problem in str(caught.value)
