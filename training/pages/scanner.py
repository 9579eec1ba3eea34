"""What scanners, cameras, copiers and years make of a clean page: looks here, paper in `paper`, geometry in `warp`.

Everything is done in place on a copy at the network's size, where letters are some five pixels high: steps that
work on strokes are blended, never applied in full. h, w are the sides of that image; channels are RGB.
"""

from collections.abc import Callable
from statistics import NormalDist
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.pages.paper import age, field, multiply, shade

# Blur is tuned for this short side, in pixels, and widens with the page.
_REFERENCE_SIDE: Final = 448

# A random byte looked up here is a standard normal draw: at least five times faster than drawing normals.
_NORMAL_QUANTILES: Final = np.array([NormalDist().inv_cdf((i + 0.5) / 256) for i in range(256)])

# Thresholds of ordered dithering (Bayer 1973), -1 to 1: keeps the greys of pictures in black and white.
_DITHER: Final = np.array([(0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5)]) / 7.5 - 1


def scan(image: NDArray[np.uint8], rng: np.random.Generator, *, is_real: bool = False) -> NDArray[np.uint8]:
    """Give a page the look of a scan, a copy, a photograph or an old print; no pixel moves.

    Args:
        image: [h, w, 3] at the network's size, left unchanged.
        rng: the only source of chance.
        is_real: the page has been scanned already, so only light changes are made.

    Returns:
        [h, w, 3].
    """
    page = image.copy()
    kind = rng.random()
    if is_real:
        steps = _REAL
    elif kind < 0.45:
        steps = _BORN_DIGITAL
    elif kind < 0.54:
        steps = _COPY
    elif kind < 0.68:
        steps = _OLD_PRINT
    else:
        steps = _SCAN
    for probability, step in steps:
        if rng.random() < probability:
            step(page, rng)
    return page


def _spread_ink(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Thicken or thin strokes by a part of a pixel."""
    kernel = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)) if rng.random() < 0.4 else np.ones((2, 2), np.uint8)
    if rng.random() < 0.6:
        changed, share = cv2.erode(page, kernel), rng.uniform(0.15, 0.55)
    else:
        changed, share = cv2.dilate(page, kernel), rng.uniform(0.1, 0.35)
    cv2.addWeighted(page, 1 - share, changed, share, 0, dst=page)


def _fade_ink(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Wash the ink out, in places more than in others."""
    strength = rng.uniform(0.55, 0.95) + rng.uniform(0, 0.25) * (field(rng, (64, 48)) - 0.5)
    cv2.bitwise_not(page, dst=page)
    multiply(page, np.repeat(strength[..., None], 3, axis=2))
    cv2.bitwise_not(page, dst=page)


def _bleed_through(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Let the back of the leaf, here the mirrored page, shine through."""
    back = cv2.GaussianBlur(cv2.flip(page, 1), (0, 0), rng.uniform(0.7, 1.8))
    shift = rng.integers(-12, 13, 2)
    back = np.roll(back, (int(shift[0]), int(shift[1])), axis=(0, 1))
    strength = rng.uniform(0.05, 0.25)
    table = np.rint(255 - (255 - np.arange(256)) * strength).astype(np.uint8)
    cv2.multiply(page, cv2.LUT(back, table), dst=page, scale=1 / 255)


def _blacken_edges(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Show what lies beyond the page at one or two of its sides, as a thin, slanting, dark strip."""
    height, width = page.shape[:2]
    dark = [float(value) for value in rng.uniform(0, 70) + rng.uniform(-8, 8, 3)]
    for side in rng.permutation(4)[: rng.integers(1, 3)]:
        length, across = (height, width) if side < 2 else (width, height)
        depth = np.rint(across * rng.uniform(0.002, 0.025) * rng.uniform(0.5, 1, 2)) - 1
        strip = np.array([(0, -1), (0, depth[0]), (length, depth[1]), (length, -1)])
        if side % 2:
            strip[:, 1] = across - 1 - strip[:, 1]
        cv2.fillPoly(page, [(strip[:, ::-1] if side < 2 else strip).astype(np.int32)], dark)


def _blur(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Put the page a little out of focus, smear it, or scan it at a lower resolution."""
    height, width = page.shape[:2]
    kind = rng.random()
    if kind < 0.6:
        sigma = rng.uniform(0.3, 0.85) * np.clip(min(height, width) / _REFERENCE_SIDE, 0.7, 2)
        cv2.GaussianBlur(page, (0, 0), float(sigma), dst=page)
    elif kind < 0.75:
        cv2.blur(page, (2, 1) if rng.random() < 0.5 else (1, 2), dst=page)
    else:
        part = rng.uniform(0.6, 0.9)
        coarse = cv2.resize(page, (max(1, int(width * part)), max(1, int(height * part))), interpolation=cv2.INTER_AREA)
        cv2.resize(coarse, (width, height), dst=page, interpolation=cv2.INTER_LINEAR)


def _soften(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Blur as little as a renderer's choice of filter does."""
    cv2.GaussianBlur(page, (3, 3), rng.uniform(0.2, 0.45), dst=page)


def _add_grain(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Add Gaussian noise of the sensor, in grey or in colour, fine or coarse."""
    height, width = page.shape[:2]
    channels = 3 if rng.random() < 0.3 else 1
    coarse = rng.random() < 0.3
    rows, columns = (height // 2 + 1, width // 2 + 1) if coarse else (height, width)
    draws = np.frombuffer(rng.bytes(rows * columns * channels), np.uint8).reshape(rows, columns, channels)
    sigma = rng.uniform(2, 12)
    noise = cv2.LUT(draws, np.rint(sigma * _NORMAL_QUANTILES).astype(np.int16))
    if coarse:
        noise = cv2.resize(noise, (width, height))
    if channels == 1:
        noise = cv2.merge([noise] * 3)
    cv2.add(page, noise, dst=page, dtype=cv2.CV_8U)


def _add_specks(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Strew salt and pepper, and some larger crumbs of dirt."""
    height, width = page.shape[:2]
    count = int(height * width * rng.uniform(0, 0.0012))
    ys, xs = rng.integers(height, size=count), rng.integers(width, size=count)
    page[ys, xs] = np.where(rng.random((count, 1)) < rng.random(), rng.integers(0, 140), 255)
    for _ in range(rng.integers(0, 25)):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        grey = float(rng.uniform(0, 150))
        cv2.circle(page, centre, int(rng.integers(0, 3)), (grey, grey, grey), -1, cv2.LINE_AA)


def _set_tone(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Change gamma, black and white point."""
    _apply_curves(page, np.exp(rng.normal(0, 0.25)), rng.uniform(0, 60), rng.uniform(205, 275))


def _set_gamma(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Change gamma as much as screens differ."""
    _apply_curves(page, np.exp(rng.normal(0, 0.1)), 0, 255)


def _tint(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Cast a colour over lights and shadows, each its own."""
    _apply_curves(page, 1.0, rng.uniform(0, 35, 3), rng.uniform(215, 255, 3))


def _apply_curves(
    page: NDArray[np.uint8],
    gamma: float,
    black: float | NDArray[np.float64],
    white: float | NDArray[np.float64],
) -> None:
    """Map 0 to `black` and 255 to `white` (levels, of all channels or [3]), bent by a gamma between them."""
    bent = (np.arange(256)[:, None] / 255) ** gamma
    curves = np.broadcast_to(black + (np.asarray(white) - black) * bent, (256, 3))
    cv2.LUT(page, np.rint(curves.clip(0, 255)).astype(np.uint8).reshape(1, 256, 3), dst=page)


def _photocopy(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Turn the page to black and white, as a fax does, or nearly so, as a copier does."""
    height, width = page.shape[:2]
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    ink, paper = np.percentile(grey[::4, ::4], [2, 60])
    if paper > 110:
        level = paper - max(60.0, paper - ink) * rng.uniform(0.2, 0.5)
    else:  # light on dark
        level = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)[0]
    softness = rng.choice([0.5, 6.0, 20.0], p=[0.6, 0.2, 0.2])
    # A 1-bit scan has far more pixels than the network sees; thresholding at this size would break every letter.
    fine = cv2.resize(grey, (2 * width, 2 * height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.4:
        pattern = np.rint(_DITHER * rng.uniform(20, 90)).astype(np.int16)
        fine = cv2.add(
            fine, np.tile(pattern, (height // 2 + 1, width // 2 + 1))[: 2 * height, : 2 * width], dtype=cv2.CV_8U
        )
    curve = 255 / (1 + np.exp(((level - np.arange(256)) / softness).clip(-50, 50)))
    copy = cv2.resize(cv2.LUT(fine, np.rint(curve).astype(np.uint8)), (width, height), interpolation=cv2.INTER_AREA)
    cv2.cvtColor(copy, cv2.COLOR_GRAY2RGB, dst=page)


def _drop_colour(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB, dst=page)


def _invert(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    cv2.bitwise_not(page, dst=page)


def _compress(page: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Leave the traces of JPEG, of quality 20 to 85 and mostly of 60 and more."""
    quality = int(rng.triangular(20, 75, 85))
    # cv2 takes the channels for BGR; the artefacts are as good.
    _, code = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(code, cv2.IMREAD_COLOR)
    assert decoded is not None
    page[:] = decoded


# Each kind of page: how likely a step is, and the step, in the order in which paper, light and machine act.
Step = Callable[[NDArray[np.uint8], np.random.Generator], None]
_Steps = tuple[tuple[float, Step], ...]
_BORN_DIGITAL: Final[_Steps] = ((0.3, _soften), (0.3, _set_gamma), (0.2, _drop_colour), (0.02, _invert))
_COPY: Final[_Steps] = (
    (0.4, _spread_ink),
    (0.1, _bleed_through),
    (0.3, shade),
    (0.4, _add_grain),
    (0.3, _blacken_edges),
    (1.0, _photocopy),
    (0.2, _fade_ink),
    (0.5, _add_specks),
    (0.2, _set_tone),
    (0.1, _tint),
    (0.02, _invert),
    (0.2, _compress),
)
_OLD_PRINT: Final[_Steps] = (
    (0.4, _spread_ink),
    (0.3, _fade_ink),
    (0.5, _bleed_through),
    (1.0, age),
    (0.2, _blacken_edges),
    (0.4, _blur),
    (0.4, _add_grain),
    (0.3, _add_specks),
    (0.5, _set_tone),
    (0.15, _drop_colour),
    (0.5, _compress),
)
_SCAN: Final[_Steps] = (
    (0.3, _spread_ink),
    (0.15, _fade_ink),
    (0.15, _bleed_through),
    (0.7, shade),
    (0.2, _blacken_edges),
    (0.4, _blur),
    (0.35, _add_grain),
    (0.1, _add_specks),
    (0.5, _set_tone),
    (0.15, _tint),
    (0.2, _drop_colour),
    (0.01, _invert),
    (0.5, _compress),
)
_REAL: Final[_Steps] = (
    (0.25, _blur),
    (0.5, _set_tone),
    (0.2, _tint),
    (0.3, _drop_colour),
    (0.3, _compress),
)
