"""Photographs cut from files, made-up pictures where there are none, and both as engravings."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from training.pages.trim import trimmed

_SUFFIXES: Final = {".jpg", ".jpeg", ".png", ".webp"}
_MIN_SIDE: Final = 600
# The largest clip art is of hundreds of megapixels.
_MAX_CLIP_ART_BYTES: Final = 500_000
# Folders of interface icons and of plain circles and arrows.
_DULL: Final = frozenset({"computer", "shapes", "buttons"})
_FIGURES: Final = frozenset({"animals", "people", "plants", "buildings", "transportation", "food", "tools"})
Grey = NDArray[np.float32]


@dataclass(frozen=True)
class Sources:
    """Files to cut pictures from; either may be empty."""

    photos: tuple[Path, ...]
    clip_art: tuple[Path, ...]

    @classmethod
    def found(cls, photo_folder: Path, clip_art_folder: Path) -> "Sources":
        """Whatever lies in two folders and below, sorted, so that a seed gives the same picture everywhere."""
        photos = [path for path in sorted(photo_folder.rglob("*")) if path.suffix.lower() in _SUFFIXES]
        drawn = [path for path in sorted(clip_art_folder.rglob("*.png")) if path.stat().st_size < _MAX_CLIP_ART_BYTES]
        clip_art = [path for path in drawn if not _DULL & set(path.relative_to(clip_art_folder).parts)]
        return cls(tuple(filter(_is_usable, photos)), tuple(clip_art))


def _is_usable(path: Path) -> bool:
    """Whether a file is large and has no transparent parts: a photograph has none."""
    with Image.open(path) as image:
        return min(image.size) >= _MIN_SIDE and not image.has_transparency_data


@lru_cache(maxsize=24)
def _loaded(path: Path) -> Image.Image:
    """At most about 1600 pixels wide, RGB on white."""
    with Image.open(path) as image:
        image.draft("RGB", (1600, 1600))
        image.thumbnail((1600, 1600))
        return on_white(image)


def on_white(image: Image.Image) -> Image.Image:
    """RGB, with white where the image was transparent."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(rgba, mask=rgba.getchannel("A"))
    return paper


def noise(rng: Random, height: int, width: int, octaves: int = 5, base: int = 3) -> Grey:
    """Clouds: (height, width) float32 from 0 to 1."""
    numbers = np.random.default_rng(rng.getrandbits(64))
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        cells = base * 2**octave
        coarse = numbers.random((cells * height // max(height, width) + 2, cells * width // max(height, width) + 2))
        total += cv2.resize(coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC) / 2**octave
    total -= total.min()
    return total / max(float(total.max()), 1e-6)


def _made_up(rng: Random) -> Image.Image:
    """A landscape of noise, a still life of shaded balls and boxes, or a texture."""
    width, height = rng.randint(380, 640), rng.randint(300, 560)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    kind = rng.random()
    if kind < 0.5:
        sky, ground = np.array(_colour(rng)), np.array(_colour(rng))
        picture = (sky + (255 - sky) * (y / height * 0.8 + 0.2 * noise(rng, height, width))[..., None]).astype(
            np.float32
        )
        for layer in range(rng.randint(2, 5)):
            ridge = noise(rng, 2, width, 6, 2 + layer)[0] * height * 0.3 + height * (0.25 + 0.15 * layer)
            is_hill = y > ridge
            shade = 0.4 + 0.6 * noise(rng, height, width, 6, 6)
            picture[is_hill] = (ground * (0.5 + 0.15 * layer))[None] * shade[is_hill][:, None]
    elif kind < 0.8:
        picture = np.array(_colour(rng)) * (0.6 + 0.4 * noise(rng, height, width, 3))[..., None]
        for _ in range(rng.randint(2, 9)):
            radius = rng.uniform(0.06, 0.3) * height
            dx, dy = (x - rng.uniform(0, width)) / radius, (y - rng.uniform(0.2, 1) * height) / radius
            depth = 1 - (dx**2 + dy**2) if rng.random() < 0.6 else 1 - np.maximum(abs(dx), abs(dy)) ** 4
            light = np.clip(0.25 + 0.6 * np.sqrt(np.clip(depth, 0, 1)) - 0.3 * dx - 0.3 * dy, 0, 1)
            is_in = depth > 0
            picture[is_in] = np.array(_colour(rng))[None] * light[is_in][:, None]
    else:
        clouds = noise(rng, height, width, 7, rng.randint(2, 25)) ** rng.uniform(0.5, 3)
        low, high = np.array(_colour(rng)), np.array(_colour(rng))
        picture = low + (high - low) * clouds[..., None]
    grain = np.random.default_rng(rng.getrandbits(64)).normal(0, rng.uniform(0, 10), (height, width, 1))
    return Image.fromarray(np.clip(picture + grain, 0, 255).astype(np.uint8))


def _colour(rng: Random) -> tuple[float, float, float]:
    base = rng.uniform(40, 220)
    return (base + rng.uniform(-40, 40), base + rng.uniform(-40, 40), base + rng.uniform(-40, 40))


def _cut(rng: Random, image: Image.Image) -> Image.Image:
    """A random part, about 350 to 650 pixels on its longer side, maybe mirrored."""
    side = rng.uniform(0.3, 1) ** 1.2 * min(image.size)
    aspect = rng.choice((0.66, 0.75, 1, 1.33, 1.5, 1.5, 1.78, rng.uniform(0.5, 2.4)))
    width, height = min(side * max(1, aspect), image.width), min(side * max(1, 1 / aspect), image.height)
    left, top = rng.uniform(0, image.width - width), rng.uniform(0, image.height - height)
    longest = rng.uniform(350, 650) / max(width, height)
    box = (left, top, left + width, top + height)
    part = image.resize(
        (round(width * longest), round(height * longest)), Image.Resampling.BICUBIC, box, reducing_gap=2
    )
    return ImageOps.mirror(part) if rng.random() < 0.5 else part


def _contrast(image: Image.Image) -> float:
    return float(np.asarray(image.convert("L")).std())


def _staged(rng: Random, scene: Image.Image, sources: Sources) -> Image.Image:
    """Drawn figures set into a scene, lit from a side and a little out of focus."""
    for _ in range(rng.randint(1, 3)):
        with Image.open(rng.choice(sources.clip_art)) as opened:
            figure = opened.convert("RGBA")
        height = rng.uniform(0.3, 0.95) * scene.height
        figure = figure.resize((max(8, round(figure.width * height / figure.height)), round(height)))
        place = (rng.randint(-20, scene.width - 20), scene.height - round(height * rng.uniform(0.8, 1.3)))
        scene.paste(figure, place, figure.getchannel("A"))
    pixels = cv2.GaussianBlur(np.asarray(scene, np.float32), (0, 0), rng.uniform(0.5, 1.4))
    light = np.linspace(rng.uniform(0.5, 1.1), rng.uniform(0.5, 1.1), scene.width, dtype=np.float32)[None, :, None]
    grain = np.random.default_rng(rng.getrandbits(64)).normal(0, rng.uniform(2, 12), (scene.height, scene.width, 1))
    return Image.fromarray(np.clip(pixels * light + grain, 0, 255).astype(np.uint8))


def _picture(rng: Random, sources: Sources) -> Image.Image:
    """A cut of a photograph, or a made-up scene, with figures or without."""
    if not sources.photos or rng.random() < 0.15:
        picture = _made_up(rng)
    else:
        # Cameras write JPEG; most other files of such folders are drawn.
        weights = [5 if path.suffix.lower().startswith(".jp") else 1 for path in sources.photos]
        image = _loaded(rng.choices(sources.photos, weights)[0])
        picture = max((_cut(rng, image) for _ in range(3)), key=_contrast)
        if _contrast(picture) < 12:
            picture = _made_up(rng)
    return _staged(rng, picture, sources) if sources.clip_art and rng.random() < 0.3 else picture


def _halftone(grey: Grey, pitch: float, angle: float) -> NDArray[np.uint8]:
    """Dots of a print screen for `grey`, (height, width) float32 from 0 to 1; `pitch` pixels apart, `angle` radians."""
    y, x = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]].astype(np.float32)
    u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    screen = (np.cos(2 * np.pi * u / pitch) + np.cos(2 * np.pi * v / pitch)) / 4 + 0.5
    return np.asarray(np.clip((grey - screen) * pitch * 0.9 + 0.5, 0, 1) * 255, np.uint8)


def _as_grey(image: Image.Image) -> Grey:
    """(height, width) float32 from 0 to 1, stretched to the whole range."""
    return np.asarray(ImageOps.autocontrast(image.convert("L"), cutoff=1), np.float32) / np.float32(255)


def photo(rng: Random, sources: Sources) -> Image.Image:
    """A photograph in colour, grey, brown, screened or in black and white, RGB."""
    picture = _picture(rng, sources)
    look = rng.random()
    if look < 0.55:
        return picture
    if look < 0.8:
        return ImageOps.autocontrast(picture.convert("L"), cutoff=rng.uniform(0, 3)).convert("RGB")
    if look < 0.87:
        dark, light = rng.choice((("#2b1d0e", "#f2e3c6"), ("#101a30", "#e8eef7"), ("#1c2a1c", "#f0f0e0")))
        return ImageOps.colorize(picture.convert("L"), dark, light)
    if look < 0.95:
        dots = _halftone(_as_grey(picture), rng.uniform(3, 6), rng.choice((0, 0.26, np.pi / 4, np.pi / 4)))
        return Image.fromarray(dots).convert("RGB")
    return picture.convert("1" if rng.random() < 0.6 else "L").convert("RGB").point(lambda level: 255 * (level > 110))


def _hatched(rng: Random, grey: Grey) -> Grey:
    """Lines that swell with darkness along the picture's waves, crossed where it is darkest: ink from 0 to 1."""
    height, width = grey.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    wave = noise(rng, height, width, 2, 3) * rng.uniform(10, 60)
    pitch, angle = rng.uniform(3.2, 5.5), rng.uniform(-0.6, 0.6)
    dark = 1 - cv2.GaussianBlur(grey, (0, 0), 1.2)
    ink = np.zeros_like(grey)
    for turn, start in ((0.0, 0.12), (rng.uniform(0.9, 1.6), 0.5), (-0.7, 0.78)):
        across = y * np.cos(angle + turn) - x * np.sin(angle + turn) + wave
        line = np.abs(((across / pitch) % 1) - 0.5) * 2
        share = np.clip((dark - start) / (1 - start), 0, 1) * 0.85
        ink = np.maximum(ink, np.clip((share - line) * pitch + 0.2, 0, 1) * (share > 0.02))
    return ink


def engraving(rng: Random, sources: Sources) -> Image.Image:
    """An engraving, woodcut or stipple after a photograph or a clip-art figure, RGB, black on white."""
    picture = _picture(rng, sources)
    figures = [path for path in sources.clip_art if _FIGURES & set(path.parts)]
    if figures and rng.random() < 0.5:
        figure = _loaded(rng.choice(figures))
        if _contrast(figure) > 5:
            figure = trimmed(figure)
            scale = rng.uniform(380, 560) / max(figure.size)
            picture = figure.resize((max(40, round(figure.width * scale)), max(40, round(figure.height * scale))))
    grey = _as_grey(picture) ** rng.uniform(0.6, 1.2)
    edges = cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 1.0), cv2.CV_32F, ksize=3)
    outline = np.clip(edges * 6 - 0.15, 0, 1)
    look = rng.random()
    if look < 0.6:
        ink = np.maximum(_hatched(rng, grey), outline)
    elif look < 0.8:
        threshold = noise(rng, grey.shape[0], grey.shape[1], octaves=4, base=90) * 0.5 + 0.2
        ink = np.maximum(np.clip((threshold - grey) * 8, 0, 1), outline)
    else:
        specks = np.random.default_rng(rng.getrandbits(64)).random(grey.shape, np.float32)
        ink = np.maximum(cv2.GaussianBlur((specks > grey + 0.15).astype(np.float32), (0, 0), 0.6), outline)
    if rng.random() < 0.4:
        ink = np.pad(np.pad(ink, rng.randint(2, 30)), rng.randint(1, 4), constant_values=1)
    return Image.fromarray((255 - 235 * np.clip(ink, 0, 1)).astype(np.uint8)).convert("RGB")
