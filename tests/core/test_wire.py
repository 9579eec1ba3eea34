import base64
import json
import math
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from d2studio.core import wire
from d2studio.core.wire import WireError, array_from_wire, array_to_wire, from_line, to_line

TEXTS = st.text(st.characters(exclude_categories=()), max_size=20)  # lone surrogates too: names that are no UTF-8
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=10,
)
ARRAYS = st.sampled_from(["uint8", "int16", "int32", "int64", "float32"]).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5))
)


@given(st.dictionaries(TEXTS.filter(lambda key: key != "v"), VALUES, max_size=4))
def test_that_a_message_survives_as_one_line_of_ascii(message: dict[str, Any]) -> None:
    line = to_line(message)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert line.isascii()
    assert from_line(line) == {"v": 1, **message}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"hello\n",
        b"\xff\xfe\n",
        b"[]\n",
        b"1\n",
        b"null\n",
        b'{"id": 7}\n',
        b'{"v": 2}\n',
        b'{"v": "1"}\n',
        b'{"v": 1',
        b'{"v": 1, "fraction": NaN}\n',
        b'{"v": 1, "fraction": -Infinity}\n',
        b'{"v": 1, "a": ' + b"9" * 5000 + b"}\n",
        b'{"v": 1, "a": ' + b"[" * 100_000 + b"}\n",
    ],
)
def test_that_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(WireError):
        from_line(line)


@given(st.binary(max_size=60))
def test_that_any_bytes_are_a_message_or_refused(line: bytes) -> None:
    try:
        from_line(line)
    except WireError as error:
        assert len(str(error)) < 500  # noqa: PT017


def test_that_a_message_that_is_too_long_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_LINE_BYTES", 100)
    with pytest.raises(WireError, match="too long"):
        to_line({"text": "a" * 100})


@given(ARRAYS, st.booleans())
def test_that_an_array_survives(array: npt.NDArray[Any], is_compressed: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "_COMPRESSED_FROM", 0 if is_compressed else 1 << 30)
        message = json.loads(json.dumps(array_to_wire(array)))
    assert message["compressed"] is is_compressed
    back = array_from_wire(message)
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert back.tobytes() == array.tobytes()
    assert not back.flags.writeable


def test_that_an_array_that_is_not_contiguous_survives() -> None:
    array = np.arange(24, dtype=np.int32).reshape(4, 6)[::2, ::-3]
    np.testing.assert_array_equal(array_from_wire(array_to_wire(array)), array)


def as_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


SOUND = {"dtype": "uint8", "shape": [2, 3], "compressed": False, "data": as_text(b"abcdef")}


@pytest.mark.parametrize(
    "changes",
    [
        {"dtype": "object"},
        {"dtype": "float64"},
        {"dtype": "O8"},
        {"dtype": None},
        {"dtype": "int16"},
        {"shape": [2, 4]},
        {"shape": [-2, -3]},
        {"shape": [6.0]},
        {"shape": [True, 6]},
        {"shape": 6},
        {"shape": [1, 1, 1, 2, 3]},
        {"shape": [0, 10**30]},
        {"shape": [10**30, 10**30]},
        {"data": "abc"},
        {"data": "é"},
        {"data": None},
        {"data": as_text(b"abcde")},
        {"data": as_text(b"abcdefg")},
        {"compressed": True},
        {"compressed": "no"},
        {"compressed": True, "data": as_text(zlib.compress(b"abcdef")[:-6])},
        {"compressed": True, "data": as_text(zlib.compress(b"abcdefg"))},
    ],
)
def test_that_what_is_no_array_is_refused(changes: dict[str, Any]) -> None:
    assert array_from_wire(SOUND).shape == (2, 3)
    with pytest.raises(WireError):
        array_from_wire(SOUND | changes)


def test_that_an_array_is_not_unpacked_beyond_what_it_claims() -> None:
    bomb = zlib.compress(bytes(50_000_000))
    with pytest.raises(WireError, match=r"has 7 bytes"):
        array_from_wire(SOUND | {"compressed": True, "data": as_text(bomb)})


@pytest.mark.parametrize(
    "read", [wire.mapping, wire.sequence, wire.pair, wire.text, wire.texts, wire.flag, wire.size_hw]
)
def test_that_numbers_and_deep_lists_are_nothing_else(read: Any) -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    for value in (7, None, deep):
        if (read, value) != (wire.sequence, deep):
            with pytest.raises(WireError):
                read(value)


@pytest.mark.parametrize("value", [True, "1", None, math.nan, math.inf, 10**400, [1]])
def test_that_what_is_no_finite_number_is_refused(value: Any) -> None:
    with pytest.raises(WireError):
        wire.number(value)


@pytest.mark.parametrize("value", [True, 1.0, "1", None])
def test_that_what_is_no_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(WireError):
        wire.integer(value)


@pytest.mark.parametrize("value", [[0, 5], [5, -1], [5], [5, 5, 5], [5, 5.0], "55"])
def test_that_what_is_no_height_and_width_is_refused(value: Any) -> None:
    with pytest.raises(WireError):
        wire.size_hw(value)
