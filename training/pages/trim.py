"""Cutting a picture to its ink."""

import numpy as np
from PIL import Image


def trimmed(image: Image.Image, margin: int = 0) -> Image.Image:
    """Without the edges that have the colour of the top left pixel, except for `margin` pixels of them.

    Raises:
        ValueError: the whole image has one colour.
    """
    pixels = np.asarray(image)
    # A scanner would not notice a difference of a dozen grey levels.
    differs = np.abs(pixels.astype(np.int16) - pixels[0, 0]) > 12
    ink = differs.any(axis=2) if differs.ndim == 3 else differs
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        raise ValueError("The picture is empty: all of it has one colour.")
    left, top = max(0, columns[0] - margin), max(0, rows[0] - margin)
    right, bottom = columns[-1] + 1 + margin, rows[-1] + 1 + margin
    return image.crop((int(left), int(top), min(image.width, int(right)), min(image.height, int(bottom))))
