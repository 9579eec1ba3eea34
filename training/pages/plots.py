"""Plots as reports, papers and spreadsheets hold them, drawn by matplotlib."""

import io
from random import Random
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from training.pages.lettering import Words, random_family, random_language, words_of
from training.pages.plot_looks import MARKERS, Look, random_look, settings_of
from training.pages.trim import trimmed

_DPI: Final = 100


def _names(rng: Random, words: Words, count: int) -> list[str]:
    """Category names: years, months, numbers, or words."""
    kind = rng.random()
    if kind < 0.3:
        first = rng.randint(1900, 2020)
        return [str(first + number) for number in range(count)]
    if kind < 0.4:
        return [f"Q{number % 4 + 1}" for number in range(count)]
    if kind < 0.5:
        return [chr(65 + number) for number in range(count)]
    if kind < 0.6:
        step = rng.choice((5, 10, 20))
        return [f"{number * step}-{(number + 1) * step - 1}" for number in range(count)]
    return [words(1 if rng.random() < 0.7 else 2)[:16].capitalize() for _ in range(count)]


def _curve(rng: Random, numbers: np.random.Generator, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """One of many shapes over `x`, (n,) float64, of random scale and noise."""
    t = (x - x[0]) / (x[-1] - x[0])
    kind = rng.randrange(7)
    if kind == 0:
        y = np.cumsum(numbers.normal(0, 1, len(x))) / 4
    elif kind == 1:
        y = 1 - np.exp(-rng.uniform(2, 8) * t)
    elif kind == 2:
        y = np.sin(t * rng.uniform(4, 25)) * np.exp(-t * rng.uniform(0, 3))
    elif kind == 3:
        y = np.exp(-((t - rng.uniform(0.2, 0.8)) ** 2) / rng.uniform(0.003, 0.06))
    elif kind == 4:
        y = t ** rng.uniform(0.4, 3) * rng.choice((-1, 1))
    elif kind == 5:
        y = sum(np.exp(-((t - rng.random()) ** 2) / 0.0006) * rng.random() for _ in range(8)) + 0.2 * t
    else:
        y = 1 / (1 + np.exp(-(t - 0.5) * rng.uniform(5, 20)))
    noise = numbers.normal(0, rng.choice((0, 0, 0.02, 0.08)), len(x))
    return np.asarray((y + noise) * rng.uniform(0.5, 1.5) + rng.uniform(0, 1), np.float64)


def _lines(axes: Axes, rng: Random, numbers: np.random.Generator, look: Look) -> None:
    x = np.linspace(0, rng.choice((1, 5, 10, 24, 100, 1000)), 12 if look.markers else rng.choice((20, 60, 250)))
    scale = 10.0 ** rng.randint(-2, 4)
    style = rng.choice(("plot", "plot", "plot", "step", "error", "area"))
    for number in range(rng.choice((1, 1, 2, 2, 3, 4, 6))):
        y, label = scale * _curve(rng, numbers, x), look.words(rng.randint(1, 2))
        if style == "step":
            axes.step(x, y, label=label, **look.line(number))
        elif style == "error" and len(x) < 30:
            axes.errorbar(
                x, y, scale * numbers.uniform(0.02, 0.15, len(x)), capsize=2, label=label, **look.line(number)
            )
        else:
            axes.plot(x, y, label=label, **look.line(number))
        if style == "area":
            axes.fill_between(x, y, y.min(), alpha=0.3, **look.bar(number))
    if rng.random() < 0.12:
        axes.set_yscale("symlog")


def _bars(axes: Axes, rng: Random, numbers: np.random.Generator, look: Look) -> None:
    groups, series = rng.randint(2, 12), rng.choice((1, 1, 1, 2, 3, 4))
    stacked, lying = rng.random() < 0.35, rng.random() < 0.35
    names = _names(rng, look.words, groups)
    places, thick = np.arange(groups), rng.uniform(0.5, 0.9) / (1 if stacked else series)
    base = np.zeros(groups)
    scale = 10.0 ** rng.randint(0, 4)
    below_zero = rng.random() < 0.12 and not stacked
    for number in range(series):
        values = scale * numbers.uniform(-0.5 if below_zero else 0.05, 1, groups)
        shift = 0 if stacked else (number - (series - 1) / 2) * thick
        style = look.bar(number) | {"label": look.words(rng.randint(1, 2))}
        if lying:
            bars = axes.barh(places + shift, values, thick, left=base if stacked else None, **style)
        else:
            bars = axes.bar(places + shift, values, thick, bottom=base if stacked else None, **style)
        if look.value_labels and groups * series <= 20:
            shown = rng.choice(("%.0f", "%.1f", "%.0f%%"))
            axes.bar_label(bars, fmt=shown, label_type="center" if stacked else "edge", fontsize="small")
        base = base + values if stacked else base
    if lying:
        axes.set_yticks(places, names)
    else:
        is_long = sum(map(len, names)) > 30
        axes.set_xticks(
            places, names, rotation=rng.choice((30, 45, 90)) if is_long else 0, ha="right" if is_long else "center"
        )


def _scatter(axes: Axes, rng: Random, numbers: np.random.Generator, look: Look) -> None:
    for number in range(rng.choice((1, 1, 2, 3))):
        count = rng.choice((15, 60, 300))
        x = numbers.normal(rng.uniform(0, 5), 1, count)
        y = x * rng.uniform(-1, 1) + numbers.normal(rng.uniform(0, 3), rng.uniform(0.1, 1), count)
        colour = "black" if look.is_mono else look.colours[number]
        axes.scatter(x, y, s=rng.uniform(3, 25), marker=MARKERS[number], c=colour, label=look.words(1), linewidths=0.7)
        if rng.random() < 0.4:
            slope, start = np.polyfit(x, y, 1)
            ends = np.array([x.min(), x.max()])
            axes.plot(ends, slope * ends + start, color=colour, linewidth=1)


def _pie(axes: Axes, rng: Random, numbers: np.random.Generator, look: Look) -> None:
    count = rng.randint(2, 7)
    labels = [look.words(1).capitalize() for _ in range(count)]
    in_legend = rng.random() < 0.5
    pieces = axes.pie(
        numbers.uniform(0.1, 1, count),
        labels=None if in_legend else labels,
        autopct="%1.0f%%" if look.value_labels or in_legend else None,
        colors=look.colours,
        startangle=rng.randint(0, 359),
        wedgeprops={"edgecolor": "white" if not look.is_mono else "black", "width": rng.choice((1, 1, 0.45))},
        explode=[0.08 if rng.random() < 0.2 else 0 for _ in range(count)],
        pctdistance=rng.choice((0.6, 0.75)),
    )
    if in_legend:
        axes.legend(pieces[0], labels, loc="center left", bbox_to_anchor=(1, 0.5))


def _distribution(axes: Axes, rng: Random, numbers: np.random.Generator, look: Look) -> None:
    samples = [numbers.normal(rng.uniform(0, 3), rng.uniform(0.3, 1.2), 200) for _ in range(rng.randint(1, 6))]
    if len(samples) <= 2:
        for number, sample in enumerate(samples):
            axes.hist(sample, bins=rng.randint(8, 40), alpha=0.8, label=look.words(1), **look.bar(number))
        return
    if rng.random() < 0.3:
        axes.violinplot(samples, showmedians=True)
    else:
        boxes = axes.boxplot(samples, patch_artist=True, widths=rng.uniform(0.3, 0.7))
        for number, patch in enumerate(boxes["boxes"]):
            patch.set_facecolor("white" if look.is_mono else look.colours[number])
    axes.set_xticks(range(1, len(samples) + 1), _names(rng, lambda count: look.words(count)[:9], len(samples)))


def _field(axes: Axes, rng: Random, numbers: np.random.Generator, look: Look) -> None:
    """A heat map with or without numbers, contours, or a vector field."""
    kind = rng.choice(("cells", "image", "contour", "filled", "arrows"))
    if kind == "cells":
        cells = numbers.uniform(0, 1, (rng.randint(3, 8), rng.randint(3, 8)))
        picture: Any = axes.imshow(cells, cmap=look.colour_map, aspect="auto")
        if look.value_labels or rng.random() < 0.5:
            for (row, column), value in np.ndenumerate(cells):
                axes.text(column, row, f"{value:.2f}", ha="center", va="center", fontsize="x-small")
        axes.set_xticks(
            range(cells.shape[1]), [look.words(1)[:8] for _ in range(cells.shape[1])], rotation=45, ha="right"
        )
        axes.set_yticks(range(cells.shape[0]), [look.words(1)[:8] for _ in range(cells.shape[0])])
    else:
        y, x = np.mgrid[0:1:40j, 0:1:40j]
        z = np.zeros_like(x)
        for _ in range(rng.randint(2, 6)):
            z += rng.uniform(-1, 1) * np.exp(
                -((x - rng.random()) ** 2 + (y - rng.random()) ** 2) / rng.uniform(0.02, 0.15)
            )
        if kind == "arrows":
            slope_y, slope_x = np.gradient(z)
            axes.quiver(x[::4, ::4], y[::4, ::4], slope_x[::4, ::4], slope_y[::4, ::4])
            return
        if kind == "contour":
            lines = axes.contour(
                x,
                y,
                z,
                rng.randint(5, 14),
                cmap=None if look.is_mono else look.colour_map,
                colors="k" if look.is_mono else None,
            )
            axes.clabel(lines, fontsize="x-small")
            return
        picture = (
            axes.contourf(x, y, z, 10, cmap=look.colour_map)
            if kind == "filled"
            else axes.imshow(
                z + numbers.normal(0, 0.03, z.shape), cmap=look.colour_map, extent=(0, 1, 0, 1), aspect="auto"
            )
        )
    if rng.random() < 0.6 and axes.figure is not None:
        axes.figure.colorbar(picture, ax=axes)


def _surface(figure: Figure, rng: Random, numbers: np.random.Generator, look: Look) -> None:
    """Bars or a surface in three dimensions."""
    axes: Any = figure.add_subplot(projection="3d")
    axes.view_init(rng.randint(15, 50), rng.randint(20, 80))
    if rng.random() < 0.4:
        rows, columns = (grid.ravel() for grid in np.mgrid[0:3, 0:4])
        colour = "lightgrey" if look.is_mono else look.colours[0]
        axes.bar3d(
            columns, rows, 0, 0.6, 0.6, numbers.uniform(0.2, 1, 12), color=colour, edgecolor="black", linewidth=0.3
        )
    else:
        y, x = np.mgrid[-2:2:22j, -2:2:22j]
        z = np.sin(x * rng.uniform(0.5, 2.5)) * np.cos(y * rng.uniform(0.5, 2.5))
        if look.is_mono:
            axes.plot_wireframe(x, y, z, color="black", linewidth=0.5)
        else:
            axes.plot_surface(x, y, z, cmap=look.colour_map, linewidth=0.2, edgecolor=rng.choice(("none", "black")))
    axes.set_xlabel(look.words(1))
    axes.set_ylabel(look.words(1))


_PANELS: Final = (_lines, _bars, _scatter, _pie, _distribution, _field)
_PANEL_WEIGHTS: Final = (10, 11, 3, 3.5, 3, 3.5)


def _finish(axes: Axes, rng: Random, look: Look, panel: str, is_pie: bool) -> None:
    """Title, labels, legend and panel letter."""
    if rng.random() < (0.5 if panel else 0.4):
        axes.set_title(" ".join(part for part in (panel, look.words(rng.randint(1, 4)).capitalize()) if part))
    elif panel:
        x, y = rng.choice(((0.03, 0.9), (-0.1, 1.03), (0.9, 0.9)))
        axes.text(x, y, panel, transform=axes.transAxes, weight=rng.choice(("bold", "normal")))
    if is_pie:
        return
    unit = rng.choice(("", "", " (%)", " [mm]", " (s)", " [kg]", " (USD)", " [°C]"))
    if rng.random() < 0.65:
        axes.set_ylabel(look.words(rng.randint(1, 3)).capitalize() + unit)
    if rng.random() < 0.6:
        axes.set_xlabel(look.words(rng.randint(1, 3)) + rng.choice(("", "", " (Hz)", " [m]")))
    handles, labels = axes.get_legend_handles_labels()
    if handles and len(handles) > 1 - (rng.random() < 0.3):
        if rng.random() < 0.55:
            axes.legend(handles, labels, loc=rng.choice(("upper right", "upper left", "lower right", "lower left")))
        elif rng.random() < 0.5:
            axes.legend(handles, labels, loc="upper center", bbox_to_anchor=(0.5, -0.2), ncol=min(4, len(handles)))
        else:
            axes.legend(handles, labels, loc="center left", bbox_to_anchor=(1.01, 0.5))


def plot(rng: Random, words: Words | None = None) -> Image.Image:
    """One plot of one to six panels, about 300 to 700 pixels wide; RGB, cut to its ink.

    Args:
        rng: decides everything.
        words: gives the labels; a random language's words where there is none. They must be of Latin letters.
    """
    language = "en_US" if words else random_language(rng)
    numbers = np.random.default_rng(rng.getrandbits(64))
    look = random_look(rng, words or words_of(rng, language))
    rows, columns = rng.choice(((1, 1),) * 14 + ((1, 2), (1, 2), (2, 1), (2, 2), (1, 3), (2, 3), (3, 1), (3, 2)))
    width = rng.uniform(2.6, 4.6) if columns == 1 else columns * rng.uniform(1.6, 2.3)
    height = width / columns * rows / rng.uniform(0.95, 1.9)
    # Room for what stands outside the axes is cut away afterwards, in half the time of a tight bounding box.
    outer_width, outer_height = width + 3.4, height + 2.4
    with mpl.rc_context(settings_of(rng, random_family(rng, language), look)):
        figure = Figure(figsize=(outer_width, outer_height), dpi=_DPI)
        margins = {"left": 1.4 / outer_width, "bottom": 1.6 / outer_height, "top": 1 - 0.8 / outer_height}
        figure.subplots_adjust(**margins, right=1 - 2 / outer_width, wspace=0.45, hspace=0.6)
        if rows * columns == 1 and rng.random() < 0.05:
            _surface(figure, rng, numbers, look)
        else:
            panels = figure.subplots(rows, columns, squeeze=False).ravel()
            same = rng.choices(_PANELS, _PANEL_WEIGHTS)[0] if rng.random() < 0.7 else None
            lettered = rng.choice(("({})", "({})", "{}", "{})", ""))
            for number, axes in enumerate(panels):
                draw = same or rng.choices(_PANELS, _PANEL_WEIGHTS)[0]
                draw(axes, rng, numbers, look)
                panel = lettered.format(chr(97 + number)) if len(panels) > 1 and lettered else ""
                _finish(axes, rng, look, panel, draw is _pie)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", pil_kwargs={"compress_level": 1})
    picture = Image.open(buffer).convert("RGB")
    is_tinted = picture.getpixel((0, 0)) != (255, 255, 255)
    return trimmed(picture, rng.randint(4, 14) if is_tinted else 0)
