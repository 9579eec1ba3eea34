"""Paper and the light on it: colours, browning, stains, shadows, folds.

All of it is smooth, so it is made at a quarter of the page's size and laid over the page in one multiplication.
h, w are the sides of the page; channels are RGB.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

# RGB where light falls: new, cream, yellowed, brown and grey paper, newsprint, pink and bluish forms.
_PAPERS: Final = np.array(
    [
        (255, 255, 255),
        (250, 244, 228),
        (243, 228, 190),
        (214, 184, 140),
        (188, 150, 106),
        (222, 220, 214),
        (216, 208, 192),
        (246, 222, 220),
        (224, 234, 246),
    ],
    np.float32,
)


def shade(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Light the paper unevenly and, now and then, from behind a fold or towards a gutter."""
    multiply(page, _shades(page, rng)[..., None] * _paper(rng, np.array([0.5, 0.2, 0.08, 0, 0, 0.1, 0.04, 0.04, 0.04])))


def age(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Make the paper yellow to brown, blotched and stained."""
    paper = _paper(rng, np.array([0, 0.15, 0.3, 0.25, 0.1, 0.05, 0.15, 0, 0]))
    shades = _shades(page, rng)
    # A power of the paper's colour is deeper and more saturated, as browning is.
    depth = 1 + rng.uniform(0, 1.2) * (field(rng, shades.shape) - 0.4)
    if rng.random() < 0.4:
        depth += _stains(rng, shades.shape)
    multiply(page, shades[..., None] * paper ** depth[..., None])


def _paper(rng: np.random.Generator, weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """Draw a paper's colour [3] in 0 to 1, by weights of `_PAPERS` that sum to 1."""
    colour = _PAPERS[rng.choice(len(_PAPERS), p=weights)] + rng.normal(0, 5, 3)
    return np.asarray(colour.clip(90, 255) / 255, np.float32)


def _shades(page: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.float32]:
    """Make the light [h / 4, w / 4] in 0 to 1 that falls on the page; finer detail than that it does not have."""
    rows, columns = page.shape[0] // 4 + 1, page.shape[1] // 4 + 1
    shades = 1 - rng.uniform(0, 0.1) * field(rng, (rows, columns))
    y, x = np.linspace(0, 1, rows, dtype=np.float32)[:, None], np.linspace(0, 1, columns, dtype=np.float32)[None]
    if rng.random() < 0.4:
        towards_x, towards_y = rng.uniform(-0.12, 0.12, 2)
        shades = shades * (1 - abs(towards_x) - abs(towards_y) + (towards_x * (2 * x - 1) + towards_y * (2 * y - 1)))
    if rng.random() < 0.25:
        from_gutter = x if rng.random() < 0.5 else 1 - x
        shades = shades * (1 - rng.uniform(0.2, 0.7) * np.exp(-from_gutter / rng.uniform(0.01, 0.05)))
    if rng.random() < 0.15:
        along = y if rng.random() < 0.6 else x
        beyond = along - rng.choice([0.33, 0.5, 0.67]) - rng.normal(0, 0.02)
        crease = np.exp(-((beyond / 0.006) ** 2)) * rng.uniform(0.05, 0.25)
        slope = np.exp(-np.abs(beyond) / 0.08) * (beyond > 0) * rng.uniform(0, 0.12)
        shades = shades * (1 - crease - slope)
    return np.asarray(shades.clip(0, 1), np.float32)


def _stains(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Make one to three water stains [rows, columns], 0 to about 1, a little darker at the rim."""
    rows, columns = shape
    stains = np.zeros((rows, columns), np.float32)
    for _ in range(rng.integers(1, 4)):
        centre = (int(rng.integers(columns)), int(rng.integers(rows)))
        axes = (int(columns * rng.uniform(0.03, 0.25)) + 1, int(rows * rng.uniform(0.03, 0.2)) + 1)
        strength, turn = rng.uniform(0.15, 0.6), rng.uniform(0, 180)
        cv2.ellipse(stains, centre, axes, turn, 0, 360, strength, -1)
        cv2.ellipse(stains, centre, axes, turn, 0, 360, strength * 1.5, 1)
    return np.asarray(cv2.GaussianBlur(stains, (0, 0), rng.uniform(0.7, 3)), np.float32)


def field(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Make a smooth random field [rows, columns] in 0 to 1 with a few hills."""
    rows, columns = shape
    hills = rng.random((int(rng.integers(2, 9)), int(rng.integers(2, 9))), dtype=np.float32)
    return np.asarray(cv2.resize(hills, (columns, rows), interpolation=cv2.INTER_CUBIC).clip(0, 1), np.float32)


def multiply(page: NDArray[np.uint8], factors: NDArray[np.floating]) -> None:
    """Darken a page by coarse factors [rows, columns, 3] in 0 to 1."""
    coarse = np.rint(factors.clip(0, 1) * 255).astype(np.uint8)
    cv2.multiply(page, cv2.resize(coarse, (page.shape[1], page.shape[0])), dst=page, scale=1 / 255)
