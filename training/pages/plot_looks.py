"""The looks that programs give their plots: colours, hatching, frames, grids, lettering."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from training.pages.lettering import Words

_PALETTES: Final = (
    ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2"),
    ("#4472c4", "#ed7d31", "#a5a5a5", "#ffc000", "#5b9bd5", "#70ad47", "#264478"),
    ("#004586", "#ff420e", "#ffd320", "#579d1c", "#7e0021", "#83caff", "#314004"),
    ("#66c2a5", "#fc8d62", "#8da0cb", "#e78ac3", "#a6d854", "#ffd92f", "#e5c494"),
    ("#003f5c", "#58508d", "#bc5090", "#ff6361", "#ffa600", "#2f4b7c", "#665191"),
    ("#08306b", "#2171b5", "#6baed6", "#9ecae1", "#c6dbef", "#4292c6", "#08519c"),
    ("#0000ff", "#ff0000", "#008000", "#000000", "#ff00ff", "#00aaaa", "#aaaa00"),
    ("#7f2704", "#d94801", "#fd8d3c", "#fdae6b", "#a63603", "#f16913", "#fdd0a2"),
)
_GREYS: Final = ("#303030", "#909090", "#d0d0d0", "#606060", "#b8b8b8", "#e8e8e8", "#787878")
_HATCHES: Final = ("", "///", "...", "xxx", "\\\\\\", "---", "+++")
_DASHES: Final = ("-", "--", ":", "-.", (0, (6, 2)), (0, (3, 1, 1, 1)), (0, (1, 1)))
MARKERS: Final = ("o", "s", "^", "x", "D", "v", "+")
_COLOUR_MAPS: Final = ("viridis", "jet", "coolwarm", "gray", "Blues", "hot", "plasma", "RdYlGn", "Greys", "YlOrRd")


@dataclass(frozen=True)
class Look:
    """What the panels of one plot share."""

    words: Words
    colours: tuple[str, ...]
    is_mono: bool
    colour_map: str
    grid: str
    value_labels: bool
    markers: bool

    def bar(self, number: int) -> dict[str, Any]:
        """Arguments of matplotlib's filled shapes for series `number`."""
        if not self.is_mono:
            return {"color": self.colours[number % 7]}
        return {"facecolor": "white" if number % 2 else self.colours[number % 7], "edgecolor": "black"} | {
            "hatch": _HATCHES[number % 7],
            "linewidth": 0.6,
        }

    def line(self, number: int) -> dict[str, Any]:
        """Arguments of matplotlib's lines for series `number`."""
        style: dict[str, Any] = {"color": "black" if self.is_mono else self.colours[number % 7]}
        style["linestyle"] = _DASHES[number % 7] if self.is_mono else "-"
        if self.markers:
            style |= {"marker": MARKERS[number % 7], "markersize": 3.5, "markerfacecolor": "none"}
        return style


def settings_of(rng: Random, family: str, look: Look) -> dict[Any, Any]:
    """Settings (rcParams of matplotlib) for one of the looks that programs give their plots."""
    size = rng.uniform(5.5, 10)
    settings: dict[Any, Any] = {
        "font.family": [family, "DejaVu Sans"],
        "font.size": size,
        "axes.titlesize": size * rng.uniform(1, 1.35),
        "axes.titleweight": rng.choice(("normal", "bold")),
        "legend.fontsize": size * rng.uniform(0.8, 1),
        "legend.frameon": rng.random() < 0.5,
        "lines.linewidth": rng.uniform(0.6, 2),
        "axes.linewidth": rng.uniform(0.4, 1),
        "hatch.linewidth": 0.5,
        "axes.axisbelow": True,
        "axes.unicode_minus": False,
        "mathtext.fontset": "dejavusans",
    }
    edges = rng.choice(("box", "box", "left", "none", "spreadsheet"))
    if edges != "box":
        settings |= {"axes.spines.top": False, "axes.spines.right": False}
    if edges in ("none", "spreadsheet"):
        settings |= {"axes.spines.left": False, "ytick.major.size": 0, "xtick.major.size": 0}
    if edges == "spreadsheet":
        settings |= {
            "axes.edgecolor": "#bfbfbf",
            "grid.color": "#d9d9d9",
            "text.color": "#404040",
            "grid.linewidth": 0.7,
        }
        settings |= {"axes.labelcolor": "#595959", "xtick.labelcolor": "#595959", "ytick.labelcolor": "#595959"}
    if rng.random() < 0.35:
        settings |= {"xtick.direction": "in", "ytick.direction": "in", "xtick.top": edges == "box"}
    if rng.random() < 0.15 and not look.is_mono:
        tint = rng.choice(("#eaeaf2", "#ebebeb", "#f4f4f4", "#e8eef7", "#fdf6e3"))
        settings |= {"axes.facecolor": tint, "grid.color": "white"}
        if rng.random() < 0.35:
            settings["figure.facecolor"] = tint
    if look.grid:
        settings |= {
            "axes.grid": True,
            "axes.grid.axis": look.grid,
            "grid.linestyle": rng.choice(("-", "-", "--", ":")),
        }
    return settings


def random_look(rng: Random, words: Words) -> Look:
    is_mono = rng.random() < 0.3
    palette = rng.choice(_PALETTES)
    return Look(
        words=words,
        colours=_GREYS if is_mono else tuple(rng.sample(palette, len(palette))),
        is_mono=is_mono,
        colour_map=rng.choice(("gray", "Greys", "binary")) if is_mono else rng.choice(_COLOUR_MAPS),
        grid=rng.choice(("", "", "y", "y", "both")),
        value_labels=rng.random() < 0.4,
        markers=rng.random() < 0.35,
    )
