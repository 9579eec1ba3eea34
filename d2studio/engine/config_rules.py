"""The kinds of demands that are made on settings; each that is not met becomes a sentence."""

import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from d2studio.engine.config_defaults import Value

if TYPE_CHECKING:
    from d2studio.engine.config import Config

MAX_SIDE: Final = 8_000  # pixels of a page as the network sees it
MAX_CHANNELS: Final = 8_192
_MAX_LAYERS: Final = 32
_MAX_VALUES: Final = 2_000_000_000  # of one result inside a network: 8 GB

_NORMS: Final = ("", "BN", "SyncBN", "FrozenBN", "GN", "nnSyncBN", "naiveSyncBN", "naiveSyncBN_N", "LN")
_GROUPS_OF_GN: Final = 32

_REASONS: Final[Mapping[str, str]] = {
    "PrecomputedProposals": "; it needs proposals that another program computed",
} | dict.fromkeys(("RRPN", "RotatedAnchorGenerator", "RROIHeads", "ROIAlignRotated"), "; it is for rotated boxes")


class FeatureMap(NamedTuple):
    """Channels, and how many pixels of the input lie between two positions."""

    channels: int
    stride: int


class Rules:
    """Collects what is wrong with a config, in `problems`."""

    def __init__(self, config: "Config") -> None:
        self.config = config
        self.problems: list[str] = []

    def refuse(self, key: str, problem: str) -> None:
        value = repr(self.config.value(key))
        self.problems.append(f"{key} = {value if len(value) <= 60 else value[:57] + '...'} {problem}")

    def one_of(self, key: str, allowed: Sequence[Value]) -> None:
        value = self.config.value(key)
        if value not in allowed:
            reason = _REASONS.get(value, "") if isinstance(value, str) else ""
            self.refuse(key, f"is not supported{reason} (supported: {', '.join(map(repr, allowed))})")

    def between(self, key: str, lowest: float, highest: float) -> None:
        if not lowest <= self.config.float(key) <= highest:  # NaN fails too
            self.refuse(key, f"has to lie between {lowest:,} and {highest:,}")

    def channels(self, *keys: str) -> None:
        for key in keys:
            self.between(key, 1, MAX_CHANNELS)

    def channel_list(self, key: str, *, also: int = 1) -> None:
        self.is_short(key)
        if not all(1 <= channels <= MAX_CHANNELS or channels == also for channels in self.config.ints(key)):
            self.refuse(key, f"has to have numbers from 1 to {MAX_CHANNELS:,}")

    def layers(self, key: str, *, at_least: int = 0) -> None:
        self.between(key, at_least, _MAX_LAYERS)

    def is_short(self, key: str) -> None:
        value = self.config.value(key)
        assert isinstance(value, tuple), key
        if len(value) > _MAX_LAYERS:
            self.refuse(key, f"has more than {_MAX_LAYERS} elements")

    def fits(self, key: str, count: int, what: str) -> None:
        """`count`, the number of values in a result, which `key` drives, has to be bearable."""
        if count > _MAX_VALUES:
            self.refuse(key, f"makes {count:,} {what}; {_MAX_VALUES:,} are allowed")

    def norm(self, key: str, channels: Iterable[int]) -> None:
        self.one_of(key, _NORMS)
        uneven = [count for count in channels if count % _GROUPS_OF_GN]
        if self.config.str(key) == "GN" and uneven:
            self.refuse(key, f"needs channels in multiples of {_GROUPS_OF_GN}, not {uneven[0]}")

    def box_weights(self, key: str, weights: Sequence[float]) -> None:
        if len(weights) != 4 or not all(0 < weight < math.inf for weight in weights):
            self.refuse(key, "has to have four positive numbers for each kind of box")

    def features(self, key: str, available: Collection[str], source: str) -> tuple[str, ...]:
        """The names that a setting lists; none if anything is wrong with them.

        Where nothing is available, that has been refused before, and no name is blamed for it.
        """
        names = self.config.strs(key)
        missing = [name for name in names if name not in available]
        if not names:
            self.refuse(key, "has to name at least one feature map")
        elif missing and available:
            self.refuse(key, f"names {missing[0][:60]!r}, which is not {source} ({', '.join(available)})")
        elif len(set(names)) < len(names):
            self.refuse(key, "names a feature map twice")
        elif available:
            return names
        return ()

    def doubling(self, key: str, maps: Sequence[FeatureMap]) -> None:
        strides = [each.stride for each in maps]
        if any(later != 2 * earlier for earlier, later in itertools.pairwise(strides)):
            self.refuse(key, f"has strides {strides}; each has to be twice the one before")

    def same_channels(self, key: str, maps: Sequence[FeatureMap]) -> None:
        if len({each.channels for each in maps}) > 1:
            self.refuse(key, "has maps with different numbers of channels, which share one head")


def is_list_of(value: Value, kinds: tuple[type, ...]) -> bool:
    """Whether it is a list of values of exactly these types; a bool is no int here."""
    return isinstance(value, tuple) and all(type(item) in kinds for item in value)
