"""The pictures of the sample pages, all drawn here: a plot, a formula, a trade mark, a signature, an engraving."""

import math
from collections.abc import Sequence
from io import BytesIO
from random import Random
from typing import Final

import cv2
import numpy as np
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from training.pages.canvas import Colour
from training.sample_setting import DPI, OVERSIZE, POINT, Type

TEAL: Final[Colour] = (18, 88, 99)
AMBER: Final[Colour] = (226, 139, 46)
# How dark a picture must be before the first, the crossing and the last lines of an engraving set in, 0 to 1.
_HATCHING: Final = ((0.30, 0.10), (-0.55, 0.52), (1.25, 0.74))

Grey = NDArray[np.float32]


def agreement_plot(width: float, height: float, face: Type) -> Image.Image:
    """Two curves over the hours of a day, RGB; sizes in pixels, the lettering in `face`."""
    dpi = DPI * OVERSIZE
    figure = Figure(figsize=(width / dpi, height / dpi), dpi=dpi)
    axes = figure.add_axes((0.13, 0.19, 0.85, 0.77))
    path, _ = face.family.files[0]
    lettering = FontProperties(fname=path, size=face.size)
    hours = (9, 10, 11, 12, 13, 14, 15, 16, 17)
    axes.axvspan(12, 13, color="0.88", linewidth=0)
    tables, captions = (90, 92, 94, 93, 91, 88, 90, 92, 91), (71, 75, 73, 66, 38, 41, 52, 60, 47)
    axes.plot(hours, tables, "-o", color="#125863", linewidth=1.2, markersize=3.6, label="tables")
    axes.plot(hours, captions, "--s", color="#c8651b", linewidth=1.2, markersize=3.4, label="captions")
    axes.set_xlim(8.6, 17.4)
    axes.set_ylim(20, 104)
    axes.set_xticks((9, 11, 13, 15, 17), ("9:00", "11:00", "13:00", "15:00", "17:00"))
    axes.set_yticks((20, 40, 60, 80, 100))
    axes.set_xlabel("time of day", fontproperties=lettering, labelpad=2)
    axes.set_ylabel("agreement in %", fontproperties=lettering, labelpad=2)
    axes.tick_params(width=0.5, length=2.5, direction="in")
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(lettering)
    for spine in axes.spines.values():
        spine.set_linewidth(0.6)
    axes.legend(prop=lettering, loc="lower left", frameon=False, handlelength=2.2, borderaxespad=0.2)
    drawn = BytesIO()
    figure.savefig(drawn, format="png")
    return Image.open(drawn).convert("RGB")


def formula(tex: str, size: float) -> Image.Image:
    """A formula in type of `size` points; mode L, ink 0 on white 255."""
    parser = MathTextParser("agg")
    parsed = parser.parse(tex, dpi=DPI * OVERSIZE, prop=FontProperties(size=size, math_fontfamily="stix"))
    return Image.fromarray(255 - np.asarray(parsed.image, dtype=np.uint8))


def trade_mark(side: int) -> Image.Image:
    """Books on a shelf under the beam of a scanner, RGB, `side` pixels square."""
    large = side * 4
    image = Image.new("RGB", (large, large), "white")
    draw = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float, fill: Colour, corner: float = 0.0) -> None:
        edges = (left * large, top * large, right * large - 1, bottom * large - 1)
        draw.rounded_rectangle(edges, corner * large, fill)

    white = (255, 255, 255)
    box(0, 0, 1, 1, TEAL, 0.16)
    box(0.17, 0.25, 0.31, 0.78, white, 0.02)
    box(0.35, 0.34, 0.46, 0.78, white, 0.02)
    draw.polygon([(x * large, y * large) for x, y in ((0.51, 0.30), (0.62, 0.27), (0.77, 0.75), (0.65, 0.78))], white)
    box(0.13, 0.81, 0.87, 0.85, white)
    for left, right in ((0.17, 0.31), (0.35, 0.46)):
        box(left, 0.62, right, 0.655, TEAL)
    box(0.06, 0.475, 0.94, 0.525, AMBER, 0.02)
    return image.reduce(4)


def signature(rng: Random, left: float, baseline: float, width: float) -> list[tuple[float, float]]:
    """Points of a written name from `left` on: a tall letter, a row of small ones, a flourish; pixels."""
    points = []
    high = width * 0.2
    for step in range(220):
        at = step / 220
        swing = 1.0 if at < 0.16 else (0.75 if 0.5 < at < 0.58 else 0.24 + 0.1 * rng.random() ** 8)
        turn = at * 2 * math.pi * 8.5
        x = left + width * (0.86 * at) + high * 0.24 * math.sin(turn + 0.9)
        points.append((x, baseline - high * swing * (0.5 - 0.5 * math.cos(turn))))
    start = points[-1]
    for step in range(1, 40):
        at = step / 40
        points.append(
            (start[0] + width * (0.2 * at - 0.75 * at**2), start[1] + high * 0.45 * math.sin(math.pi * at * 0.7))
        )
    return points


def engraving(rng: Random, width: int, height: int) -> Image.Image:
    """A reading room with shelves, a window, a globe and a table, cut in lines; mode L, ink 0 on white 255."""
    grey = _reading_room(rng, width, height)
    dark = np.float32(1) - cv2.GaussianBlur(grey, (0, 0), 1.0)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    pitch = 1.75 * POINT
    ink = np.zeros_like(grey)
    for angle, start in _HATCHING:
        across = y * math.cos(angle) - x * math.sin(angle)
        across += 5 * np.sin(x / width * 7 + y / height * 3)  # a graver's hand is not a ruler
        line = np.abs((across / pitch) % 1 - 0.5) * 2
        share = np.clip((dark - start) / (1 - start), 0, 1) * 0.8
        ink = np.maximum(ink, np.clip((share - line) * pitch * 0.6 + 0.3, 0, 1) * (share > 0.03))
    # Outlines lie on the dark side of an edge.
    edges = cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 1.5), cv2.CV_32F, ksize=3)
    ink = np.maximum(ink, np.clip(edges * 7 - 0.2, 0, 1))
    border = round(0.9 * POINT)
    ink[:border], ink[-border:], ink[:, :border], ink[:, -border:] = 1, 1, 1, 1
    return Image.fromarray((255 - 255 * np.clip(ink, 0, 1)).astype(np.uint8))


def _reading_room(rng: Random, width: int, height: int) -> Grey:
    """The room in greys: [height, width] from 0 to 1."""
    image = Image.new("L", (width, height), 150)
    draw = ImageDraw.Draw(image)
    floor = round(height * 0.74)

    def at(x: float, y: float) -> tuple[float, float]:
        return x * width, y * height

    draw.rectangle((*at(0, 0.74), width, height), fill=175)
    for share in np.linspace(-0.6, 1.6, 18):  # boards run towards the window
        draw.line((*at(0.5 + (share - 0.5) * 0.45, 0.74), *at(share, 1)), fill=90, width=3)
    for left, right in ((0.02, 0.33), (0.67, 0.98)):
        _shelf(rng, draw, left * width, right * width, height * 0.06, floor)
    # The window: an arch of panes.
    radius = 0.115 * width
    middle, spring = 0.5 * width, 0.30 * height
    for more, fill in ((0.022 * width, 95), (0.008 * width, 215), (0.0, 255)):
        wide = radius + more
        draw.ellipse((middle - wide, spring - wide, middle + wide, spring + wide), fill=fill)
        draw.rectangle((middle - wide, spring, middle + wide, 0.62 * height + more), fill=fill)
    for share in (-0.33, 0.33):
        draw.line((middle + share * radius, spring - 0.93 * radius, middle + share * radius, 0.62 * height), 110, 5)
    for share in (0.30, 0.41, 0.52):
        draw.line((middle - radius, share * height, middle + radius, share * height), 110, 5)
    room = np.asarray(image, np.float32) / 255
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    # Light falls from the window, and along the floor.
    distance = np.hypot((x - middle) / width, (y - 0.45 * height) / height * 0.8)
    room = room * np.clip(1.25 - 0.95 * distance, 0.3, 1.15)
    shaft = (y > floor) & (np.abs(x - middle) < radius * (0.8 + 1.1 * (y - floor) / height / 0.26))
    room = np.where(shaft, room + np.float32(0.28), room)
    lit = Image.fromarray((room.clip(0, 1) * 255).astype(np.uint8))
    _table(ImageDraw.Draw(lit), width, height)
    return _globe(np.asarray(lit, np.float32) / np.float32(255), 0.335 * width, 0.555 * height, 0.085 * height * 1.25)


def _shelf(rng: Random, draw: ImageDraw.ImageDraw, left: float, right: float, top: float, bottom: float) -> None:
    draw.rectangle((left, top, right, bottom), fill=70)
    rows = 5
    high = (bottom - top - 10) / rows
    for row in range(rows):
        base = top + high * (row + 1)
        x = left + 10
        while x < right - 26:
            book = min(rng.uniform(20, 46), right - 10 - x)
            tall = high * rng.uniform(0.62, 0.88)
            tone = rng.choice((110, 140, 170, 205, 235, 250))
            draw.rectangle((x, base - tall, x + book - 3, base - 8), fill=tone)
            draw.rectangle((x + book * 0.7, base - tall, x + book - 3, base - 8), fill=round(tone * 0.7))
            if book > 30:  # bands across the spine
                for share in (0.22, 0.72):
                    draw.line(
                        (x, base - tall * (1 - share), x + book - 4, base - tall * (1 - share)), round(tone * 0.5), 5
                    )
            x += book + (rng.uniform(12, 40) if rng.random() < 0.06 else 0)
        draw.rectangle((left, base - 8, right, base), fill=190)
    draw.rectangle((left - 6, top - 14, right + 6, top), fill=205)
    for x in (left, right - 8):
        draw.rectangle((x, top, x + 8, bottom), fill=200)


def _table(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    """A table across the foreground with an open book, a pile of volumes and a candle."""

    def shape(points: Sequence[tuple[float, float]], fill: int) -> None:
        draw.polygon([(x * width, y * height) for x, y in points], fill)

    for left in (0.27, 0.70):
        shape(((left, 0.76), (left + 0.03, 0.76), (left + 0.022, 0.97), (left + 0.008, 0.97)), 45)
    shape(((0.22, 0.755), (0.78, 0.755), (0.78, 0.795), (0.22, 0.795)), 60)
    shape(((0.25, 0.69), (0.75, 0.69), (0.79, 0.757), (0.21, 0.757)), 215)
    shape(((0.43, 0.738), (0.515, 0.748), (0.52, 0.70), (0.45, 0.69)), 255)
    shape(((0.515, 0.748), (0.60, 0.738), (0.585, 0.69), (0.52, 0.70)), 240)
    for share in (0.25, 0.5, 0.75):
        for x0, x1, drop in ((0.447, 0.507, 0.008), (0.53, 0.585, -0.008)):
            y = 0.695 + 0.045 * share
            draw.line((x0 * width, y * height, x1 * width, (y + drop) * height), 120, 2)
    for level, (left, right, tone) in enumerate(((0.625, 0.715, 120), (0.632, 0.708, 225), (0.628, 0.70, 165))):
        bottom = 0.728 - level * 0.032
        shape(((left, bottom), (right, bottom), (right, bottom - 0.03), (left, bottom - 0.03)), tone)
    shape(((0.655, 0.632), (0.672, 0.632), (0.672, 0.535), (0.655, 0.535)), 250)
    shape(((0.6635, 0.485), (0.671, 0.515), (0.6635, 0.53), (0.656, 0.515)), 255)


def _globe(room: Grey, x0: float, y0: float, radius: float) -> Grey:
    """A globe on its foot, shaded as a ball that a window lights from the right."""
    height, width = room.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    room = np.where((np.abs(x - x0) < radius * 0.1) & (y > y0) & (y < y0 + radius * 1.45), np.float32(0.25), room)
    foot = ((x - x0) / (radius * 0.55)) ** 2 + ((y - y0 - radius * 1.45) / (radius * 0.13)) ** 2 < 1
    room = np.where(foot, np.float32(0.3), room)
    dx, dy = (x - x0) / radius, (y - y0) / radius
    depth = np.sqrt(np.clip(1 - dx**2 - dy**2, 0, 1))
    light = np.clip(0.35 + 0.65 * (0.55 * dx - 0.45 * dy + 0.55 * depth), 0.1, 1)
    tilted = dx * math.cos(0.4) + dy * math.sin(0.4), dy * math.cos(0.4) - dx * math.sin(0.4)
    longitude = np.arctan2(tilted[0], depth)
    meridians = np.abs(np.sin(longitude * 4)) < 0.09
    parallels = np.abs(np.sin(np.arcsin(tilted[1].clip(-1, 1)) * 4)) < 0.07
    land = np.sin(3 * longitude + 1.5) * np.cos(4 * tilted[1] + 0.7) > 0.25
    light = np.where(land, light * 0.6, light) * np.where(meridians | parallels, 0.65, 1.0)
    return np.where(dx**2 + dy**2 < 1, light, room).astype(np.float32)
