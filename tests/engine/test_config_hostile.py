"""Configs made to harm: none runs anything, opens anything, or takes long."""

import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from d2studio.engine.config import Config, load_config
from d2studio.engine.config_yaml import parse_yaml
from d2studio.errors import ConfigError

DATA = Path(__file__).parent.parent / "data"
SEEDS = [
    (DATA / "configs" / "on_a_base.yaml").read_bytes(),
    (DATA / "configs" / "computed.yaml").read_bytes(),
    (DATA / "configs" / "version_1_retinanet.yaml").read_bytes(),
    (DATA / "parity" / "Misc--cascade_mask_rcnn_R_50_FPN_3x.yaml").read_bytes(),
]
OWN_FOLDER = str(Path(sys.modules[parse_yaml.__module__].__file__ or "").parents[1] / "resources" / "configs")

# Text is parsed, never run; a missing config is looked for in its folder; Qt looks at frames when anything is imported.
HARMLESS_EVENTS = ("compile", "os.listdir", "sys._getframe")
MOST_SECONDS = 5.0


class Watch:
    """Records what Python reports of its own doing while `allowed` is not None."""

    def __init__(self) -> None:
        self.allowed: tuple[str, ...] | None = None
        self.events: list[str] = []

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if self.allowed is None or event in HARMLESS_EVENTS:
            return
        if event == "open" and str(args[0]).startswith(self.allowed) and args[1] in ("r", "rb"):
            return
        self.events.append(f"{event} {args!r}"[:300])


WATCH = Watch()
sys.addaudithook(WATCH)  # hooks cannot be taken away, so this one sleeps between tests


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    for path in (DATA / "configs" / "on_a_base.yaml", tmp_path / "missing.yaml"):
        load_or_refuse(path)  # so that whatever is imported late is there
    WATCH.events.clear()
    WATCH.allowed = (str(tmp_path), OWN_FOLDER)
    yield WATCH
    WATCH.allowed = None


def load_or_refuse(path: Path) -> Config | ConfigError:
    try:
        return load_config(path)
    except ConfigError as error:
        return error


HOSTILE: dict[str, Callable[[str], str]] = {
    "a command": lambda marker: f"A: !!python/object/apply:os.system ['touch {marker}']",
    "a command in the name of a setting": lambda marker: f"? !!python/object/apply:os.system ['touch {marker}']\n: 1",
    "a command that breaks afterwards": lambda marker: f"A: !!python/object/apply:os.system ['touch {marker}']\n]",
    "a file object": lambda marker: f"A: !!python/object/apply:builtins.open ['{marker}', 'w']",
    "a new object": lambda marker: f"A: !!python/object/new:pathlib.Path ['{marker}']",
    "an import": lambda marker: f"A: !!python/object/apply:eval ['__import__(\"os\").mknod(\"{marker}\")']",
    "a subclass walk": lambda marker: (
        f"A: !!python/object/apply:eval ['[c for c in ().__class__.__base__.__subclasses__()]'] # {marker}"
    ),
    "a comprehension that opens": lambda _: "A: !!python/object/apply:eval ['[open(x, 1) for x in [1]]']",
    "a state": lambda marker: f"A: !!python/object:d2studio.errors.ConfigError {{args: ['{marker}']}}",
    "a name": lambda _: "A: !!python/name:os.system",
    "a module": lambda _: "A: !!python/module:antigravity",
    "a literal with a call": lambda marker: f"OUTPUT_DIR: \"open('{marker}', 'w')\"",
    "a base by address": lambda _: "_BASE_: http://127.0.0.1:9/base.yaml",
    "a base on a share": lambda _: "_BASE_: '\\\\127.0.0.1\\share\\base.yaml'",
    "a base at home": lambda _: "_BASE_: ~/base.yaml",
    "a base from the root": lambda _: "_BASE_: /etc/hostname",
    "a base that is no config": lambda _: "_BASE_: ../../../../../../../../etc/hostname",
    "a base far up": lambda _: "_BASE_: ../../../../../../../../../../nowhere/base.yaml",
    "weights by address": lambda _: "MODEL: {WEIGHTS: 'http://127.0.0.1:9/model.pth'}",
    "weights on a share": lambda _: "MODEL: {WEIGHTS: '\\\\127.0.0.1\\share\\model.pth'}",
    "an output folder": lambda marker: f"OUTPUT_DIR: {marker}",
    "datasets": lambda marker: f"DATASETS: {{TRAIN: ['{marker}'], PROPOSAL_FILES_TEST: ['{marker}']}}",
    "laughing lists": lambda _: "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)
    ),
    "laughing sections": lambda _: "a0: &a0 {x: 1}\n" + "".join(
        f"a{n}: &a{n} {{l: *a{n - 1}, r: *a{n - 1}}}\n" for n in range(1, 60)
    ),
    "a list of itself": lambda _: "A: &a [*a]",
    "deep lists": lambda _: "A: " + "[" * 250_000,
    "deep sections": lambda _: "{a: " * 60_000,
    "deep blocks": lambda _: "".join(" " * n + f"a{n}:\n" for n in range(1_000)),
    "wide lists": lambda _: "A: [" + "1," * 120_000 + "]",
    "wide sections": lambda _: "".join(f"k{n}: 1\n" for n in range(25_000)),
    "long names": lambda _: "".join(" " * n + "n" * 4_000 + ":\n" for n in range(39)) + " " * 39 + "x: 1",
    "many unknown names": lambda _: "MODEL:\n" + "".join(f" ROI_HEADS_NAME_{n}: 1\n" for n in range(9_000)),
    "a long comment": lambda _: "#" * 250_000,
    "a long text": lambda _: "A: '" + "x\n" * 120_000 + "'",
    "a long number": lambda _: "A: " + "1:1" + ":1" * 120_000,
    "empty lines": lambda _: "\n" * 250_000,
    "many documents": lambda _: "---\n" * 60_000,
    "a power": lambda _: "A: !!python/object/apply:eval ['9**9**9**9']",
    "a long range": lambda _: "A: !!python/object/apply:eval ['[x for x in range(10**6)]']",
    "ranges of ranges": lambda _: "A: !!python/object/apply:eval ['[[0 for x in range(999)] for x in range(999)]']",
    "unary operators": lambda _: "OUTPUT_DIR: '" + "-" * 4_000 + "1'",
    "brackets": lambda _: "OUTPUT_DIR: '" + "(" * 4_000 + "'",
    "a huge network": lambda _: "MODEL: {FPN: {OUT_CHANNELS: 65536}, BACKBONE: {NAME: build_resnet_fpn_backbone}}",
    "huge pages": lambda _: "INPUT: {MIN_SIZE_TEST: 100000, MAX_SIZE_TEST: 100000}",
    "many anchors": lambda _: "MODEL: {ANCHOR_GENERATOR: {SIZES: [[" + "1," * 18_000 + "]]}}",
}  # fmt: skip
HARMLESS = {
    "unary operators",
    "brackets",
    "a literal with a call",
    "weights by address",
    "weights on a share",
    "an output folder",
    "datasets",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_that_a_hostile_config_does_nothing(kind: str, watch: Watch, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    path = tmp_path / "config.yaml"
    path.write_text(HOSTILE[kind](str(marker)), encoding="utf-8")
    watch.events.clear()
    started = time.perf_counter()
    found = load_or_refuse(path)
    assert time.perf_counter() - started < MOST_SECONDS
    assert isinstance(found, Config) == (kind in HARMLESS), found
    assert watch.events == []
    assert not marker.exists()


def test_that_the_watch_sees_what_a_config_must_not_do(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "marker").write_text("x", encoding="utf-8")
    Path("/etc/hostname").exists()
    assert any(event.startswith("open") and "marker" in event for event in watch.events)


TOKENS = [
    *(b"!!python/object/apply:os.system ['touch marker']", b"!!python/object/apply:eval ['open(1)']", b"!!binary aGk="),
    *(b"!!python/name:os.system", b"&id001 ", b"*id001", b"*id002", b"<<: ", b"%YAML 9.9\n", b"---\n", b"...\n"),
    *(b"_BASE_: http://127.0.0.1:9/x.yaml\n", b"_BASE_: ../x.yaml\n", b"_BASE_: config.yaml\n", b"VERSION: 1\n"),
    *(
        b"- ",
        b"? ",
        b": ",
        b"[",
        b"]",
        b"{",
        b"}",
        b"[[[[[[[[",
        b"\t",
        b"\n",
        b"\r",
        b"#",
        b"|\n",
        b">-\n",
        b"'",
        b'"',
        b"\\",
    ),
    *(
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"'\\ud800'",
        b'"\\ud800"',
        b"~",
        b"null",
        b"true",
    ),
    *(
        b"-1",
        b"0",
        b"99999999999999999999",
        b"1e999",
        b".nan",
        b"-.inf",
        b"2**99",
        b"(1,",
        b"1:1:1",
        b"[]",
        b"{}",
        b"[[]]",
    ),
    *(b"PrecomputedProposals", b"RRPN", b"ROIAlignRotated", b"L", b"2020-01-01", b"VERSION: 3\n"),
]


def mutated(data: bytes, dice: random.Random) -> bytes:
    """`data` after a few random changes: bytes, pieces, lines and values."""
    for _ in range(dice.randint(1, 3)):
        start = dice.randrange(len(data) + 1)
        end = min(len(data), start + int(dice.expovariate(1 / 20)))
        lines = data.split(b"\n")
        row = dice.randrange(len(lines))
        match dice.randrange(12):
            case 0:
                data = data[:start] + bytes((dice.randrange(256),)) + data[start + 1 :]
            case 1:
                data = data[:start] + dice.choice(TOKENS) + data[start:]
            case 2:
                data = data[:start] + data[end:]
            case 3:
                data = data[:end] + data[start:end] * dice.randint(1, 50) + data[end:]
            case 4:
                other = dice.choice(SEEDS)
                data = data[:start] + other[dice.randrange(len(other)) :][:200] + data[end:]
            case 5:
                lines.insert(dice.randrange(len(lines)), lines.pop(row))
                data = b"\n".join(lines)
            case 6 | 7:
                lines[row] = lines[row].split(b":")[0] + b": " + dice.choice(TOKENS)
                data = b"\n".join(lines)
            case _:
                numbers = list(re.finditer(rb"\d+", data))
                place = dice.choice(numbers).span() if numbers else (0, 0)
                data = data[: place[0]] + b"%d" % int(10 ** dice.uniform(0, 5)) + data[place[1] :]
    return data


@pytest.mark.slow
def test_that_two_thousand_mutated_configs_are_read_or_refused(watch: Watch, tmp_path: Path) -> None:
    dice = random.Random(20240607)
    counts = {"read": 0, "refused": 0}
    for index in range(2_000):
        path = tmp_path / "config.yaml"
        path.write_bytes(mutated(dice.choice(SEEDS), dice))
        watch.events.clear()
        started = time.perf_counter()
        found = load_or_refuse(path)  # anything but an error of ours would end the test here
        assert time.perf_counter() - started < MOST_SECONDS, index
        assert watch.events == [], index
        counts["read" if isinstance(found, Config) else "refused"] += 1
        if isinstance(found, ConfigError):
            assert str(found), index
    assert not Path("marker").exists()
    assert list(tmp_path.iterdir()) == [tmp_path / "config.yaml"]
    assert min(counts.values()) > 200, counts  # else the changes are too mild or too wild to say much
