"""Small marks: logos, emblems, seals, stamps, codes, signatures, clip art, and printers' ornaments."""

import math
from random import Random
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from training.pages.lettering import font, random_family, words_of
from training.pages.photographs import Sources, on_white
from training.pages.sketch import Point
from training.pages.trim import trimmed

_COLOURS: Final = (
    "#000000",
    "#000000",
    "#1a1a1a",
    "#0b3d91",
    "#a6192e",
    "#00674b",
    "#e87722",
    "#5b2c83",
    "#7a5c00",
    "#d50032",
)
# Clip art below this many pixels is a dot of an interface.
_MIN_SIDE: Final = 90


def _sheet(width: int = 900, height: int = 900) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (width, height), "white")
    return image, ImageDraw.Draw(image)


def _ring(count: int, radius: float, centre: Point, turn: float = 0.0, inner: float | None = None) -> list[Point]:
    """Corners of a regular polygon, or of a star where `inner` is its other radius."""
    steps = count if inner is None else 2 * count
    radii = [radius if inner is None or step % 2 == 0 else inner for step in range(steps)]
    angles = [turn + 2 * math.pi * step / steps for step in range(steps)]
    return [(centre[0] + r * math.sin(a), centre[1] - r * math.cos(a)) for r, a in zip(radii, angles, strict=True)]


def _symbol(draw: ImageDraw.ImageDraw, rng: Random, centre: Point, size: float, colour: str) -> None:
    """A geometric sign, about `size` pixels wide."""
    x, y, half = *centre, size / 2
    kind = rng.randrange(8)
    box = (x - half, y - half, x + half, y + half)
    if kind == 0:
        draw.ellipse(box, fill=colour)
        cut = rng.uniform(0.2, 0.8) * half
        draw.ellipse((x - cut + half / 3, y - cut, x + cut + half / 3, y + cut), fill="white")
    elif kind == 1:
        draw.polygon(_ring(rng.randint(3, 8), half, centre, rng.random()), fill=colour)
        draw.polygon(_ring(rng.randint(3, 8), half * 0.5, centre), fill=rng.choice(("white", *_COLOURS)))
    elif kind == 2:
        draw.polygon(_ring(rng.randint(4, 16), half, centre, 0, half * rng.uniform(0.3, 0.8)), fill=colour)
    elif kind == 3:
        for step in range(rng.randint(2, 4)):
            left = x - half + step * size / 4
            draw.polygon(
                [
                    (left, y + half),
                    (left + size / 3, y - half),
                    (left + size / 2, y - half),
                    (left + size / 6, y + half),
                ],
                fill=colour,
            )
    elif kind == 4:
        for step in range(3):
            inset = step * half / 3.2
            draw.arc(
                (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset),
                rng.randint(0, 180),
                rng.randint(200, 360),
                colour,
                round(half / 6),
            )
    elif kind == 5:
        draw.rounded_rectangle(box, half * rng.uniform(0, 0.6), fill=colour)
        letter = chr(rng.randint(65, 90))
        draw.text(centre, letter, "white", font(random_family(rng, "en_US"), round(size * 0.75), True), anchor="mm")
    elif kind == 6:
        for point in _ring(rng.randint(3, 9), half * 0.65, centre):
            radius = half * rng.uniform(0.15, 0.35)
            draw.ellipse((point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius), fill=colour)
    else:
        points = [(x - half + size * t, y + half * 0.5 * math.sin(6.3 * t)) for t in np.linspace(0, 1, 30)]
        for step in range(3):
            draw.line([(px, py + (step - 1) * size / 4) for px, py in points], colour, round(size / 9), "curve")


def _wordmark(rng: Random) -> Image.Image:
    """A sign with a name beside or below it, or a name alone."""
    image, draw = _sheet(1400, 700)
    colour = rng.choice(_COLOURS)
    words = words_of(rng, rng.choice(("en_US", "la", "de_DE", "es_ES")))
    name = words(rng.choice((1, 1, 2)))
    name = rng.choice((name.upper(), name.title(), name, "".join(word[0] for word in words(4).split()).upper()))
    lettering = font(random_family(rng, "en_US"), rng.randint(70, 150), rng.random() < 0.7)
    size = rng.randint(130, 260)
    below = rng.random() < 0.35
    if rng.random() < 0.75:
        _symbol(draw, rng, (300, 200), size, rng.choice((colour, rng.choice(_COLOURS))))
        place, anchor = ((300, 220 + size / 2), "mt") if below else ((330 + size / 2, 200), "lm")
    else:
        place, anchor = (300, 200), "lm"
    draw.text(place, name, colour, lettering, anchor=anchor)
    if rng.random() < 0.4:
        small = font(random_family(rng, "en_US"), rng.randint(30, 44))
        box = draw.textbbox(place, name, lettering, anchor=anchor)
        draw.text((box[0], box[3] + 16), words(rng.randint(2, 4)), rng.choice((colour, "#555555")), small)
    return image


def _on_arc(image: Image.Image, text: str, family: str, size: int, centre: Point, radius: float, colour: str) -> None:
    """Writes `text` round a circle, its middle at the top."""
    letters = font(family, size, True)
    widths = [letters.getlength(letter) * 1.15 for letter in text]
    angle = -sum(widths) / radius / 2
    for letter, width in zip(text, widths, strict=True):
        angle += width / radius / 2
        tile = Image.new("L", (2 * size, 2 * size))
        ImageDraw.Draw(tile).text((size, size), letter, 255, letters, anchor="mm")
        tile = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        x, y = centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)
        image.paste(colour, (round(x) - size, round(y) - size), tile)
        angle += width / radius / 2


def _seal(rng: Random) -> Image.Image:
    """A round seal with a legend, or a stamp in a frame, often slanting and in the colour of stamp ink."""
    image, draw = _sheet()
    colour = rng.choice(("#000000", "#1f3a93", "#1f3a93", "#b03030", "#3a2a6a", "#2f6f4f"))
    family = random_family(rng, "en_US")
    words = words_of(rng, rng.choice(("en_US", "la", "pl_PL", "de_DE")))
    centre = (450, 450)
    if rng.random() < 0.65:
        outer = 300
        for radius, pen in ((outer, rng.randint(3, 12)), (outer * 0.95, 3), (outer * 0.66, rng.randint(2, 6))):
            draw.ellipse((450 - radius, 450 - radius, 450 + radius, 450 + radius), outline=colour, width=pen)
        legend = " ".join((words(6).upper() + " * " + words(4).upper())[: rng.randint(18, 34)].split()) + " *"
        _on_arc(image, legend, family, 54, centre, outer * 0.805, colour)
        if rng.random() < 0.5:
            _symbol(draw, rng, centre, 200, colour)
        else:
            draw.text(
                centre,
                words(1).upper()[:8] + f"\n{rng.randint(1790, 2022)}",
                colour,
                font(family, 60, True),
                "mm",
                align="center",
            )
    else:
        lines = [words(rng.randint(1, 2)).upper() for _ in range(rng.randint(1, 3))]
        lines.insert(
            rng.randint(0, len(lines)), f"{rng.randint(1, 28)}.{rng.randint(1, 12):02}.{rng.randint(1950, 2023)}"
        )
        text, lettering = "\n".join(lines), font(family, rng.randint(40, 70), True)
        box = draw.multiline_textbbox(centre, text, lettering, anchor="mm", align="center")
        draw.multiline_text(centre, text, colour, lettering, "mm", align="center")
        draw.rounded_rectangle(
            (box[0] - 30, box[1] - 30, box[2] + 30, box[3] + 30), 20, outline=colour, width=rng.randint(4, 10)
        )
    worn = np.random.default_rng(rng.getrandbits(64)).random((900, 900)) < rng.choice((0, 0, 0.15))
    pixels = np.asarray(image).copy()
    pixels[worn] = 255
    return Image.fromarray(pixels).rotate(
        rng.choice((0, rng.uniform(-15, 15))), Image.Resampling.BICUBIC, fillcolor="white"
    )


def _arms(rng: Random) -> Image.Image:
    """A shield with fields and charges."""
    image, draw = _sheet()
    x, y, width, height = 250, 200, 400, rng.randint(430, 500)
    bulge = rng.choice((0.6, 0.8, 1))
    side = [
        (x + width / 2 * (1 + math.cos(a) ** bulge), y + height / 2 * (1 + math.sin(a)))
        for a in np.linspace(0, math.pi / 2, 20)
    ]
    outline = [(x, y), (x + width, y), *side, *[(2 * x + width - px, py) for px, py in reversed(side)]]
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).polygon(outline, fill=255)
    is_mono = rng.random() < 0.5
    tints = ["white", "black", "#dddddd"] if is_mono else ["#d4af37", "#b22222", "#1f3a93", "white", "#2f6f4f"]
    fields, pen = _sheet()
    division = rng.randrange(5)
    rng.shuffle(tints)
    pen.rectangle((0, 0, 900, 900), fill=tints[0])
    if division in (0, 2):
        pen.rectangle((450, 0, 900, 450), fill=tints[1])
    if division in (1, 2):
        pen.rectangle((0, 430, 450, 900), fill=tints[1])
    if division == 3:
        pen.line((200, 200, 700, 700), tints[1], 120)
    if division == 4:
        pen.polygon([(250, 640), (450, 380), (650, 640), (650, 760), (450, 500), (250, 760)], fill=tints[1])
    for place in rng.sample([(350, 310), (550, 310), (450, 520), (450, 400)], rng.randint(1, 3)):
        _symbol(pen, rng, place, rng.randint(90, 150), tints[2])
    image.paste(fields, mask=mask)
    draw.line([*outline, outline[0]], "black", rng.randint(4, 12), "curve")
    if rng.random() < 0.5:
        crown = [
            (x + 60, y - 20),
            (x + 40, y - 130),
            *[(x + 60 + k * 35, y - (60 if k % 2 else 120)) for k in range(1, 8)],
            (x + width - 40, y - 130),
            (x + width - 60, y - 20),
        ]
        draw.polygon(crown, fill=tints[0], outline="black", width=6)
    if rng.random() < 0.4:
        draw.text(
            (450, y + height + 40), words_of(rng, "la")(3).upper(), "black", font(random_family(rng, "la"), 50), "mt"
        )
    return image


def _code(rng: Random) -> Image.Image:
    """A bar code with or without its digits, or a square one."""
    numbers = np.random.default_rng(rng.getrandbits(64))
    if rng.random() < 0.6:
        image, draw = _sheet(1000, 500)
        x = 50.0
        while x < 850:
            bar = rng.randint(1, 4) * 4
            draw.rectangle((x, 50, x + bar - 1, 300), fill="black")
            x += bar + rng.randint(1, 4) * 4
        if rng.random() < 0.7:
            digits = " ".join(str(rng.randint(1000, 99999)) for _ in range(3))
            draw.text((450, 310), digits, "black", font(random_family(rng, "en_US"), 44), "mt")
        return image
    side = rng.choice((21, 25, 29, 33, 41))
    cells = numbers.random((side, side)) < 0.5
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
        # A finder: a filled square in a ring, in a white margin.
        cells[max(0, top - 1) : top + 8, max(0, left - 1) : left + 8] = False
        cells[top : top + 7, left : left + 7] = True
        cells[top + 1 : top + 6, left + 1 : left + 6] = False
        cells[top + 2 : top + 5, left + 2 : left + 5] = True
    pixels = np.where(np.pad(cells, 1), 0, 255).astype(np.uint8)
    return Image.fromarray(pixels).resize((12 * (side + 2),) * 2, Image.Resampling.NEAREST).convert("RGB")


def _signature(rng: Random) -> Image.Image:
    """A scribble of a pen: loops that walk to the right, and a stroke below."""
    image, draw = _sheet(1400, 600)
    colour = rng.choice(("black", "#101060", "#1f3a93", "#222222"))
    steps = np.linspace(0, 1, 900)
    height = sum(rng.uniform(10, 70) * np.sin(steps * rng.uniform(15, 110) + rng.uniform(0, 6)) for _ in range(4))
    back = sum(rng.uniform(5, 45) * np.sin(steps * rng.uniform(15, 110) + rng.uniform(0, 6)) for _ in range(3))
    points = list(zip(200 + 800 * steps + back, 280 + height * (1.4 - steps) - 60 * steps, strict=True))
    draw.line(points, colour, rng.randint(4, 9), "curve")
    if rng.random() < 0.6:
        draw.line([(250, 400), (rng.randint(700, 1100), rng.randint(330, 400))], colour, 5)
    return image


def logo(rng: Random, sources: Sources) -> Image.Image:
    """A logo, emblem, seal, code, signature or piece of clip art, RGB on white, cut to its ink."""
    kinds = (_wordmark, _seal, _arms, _code, _signature)
    if sources.clip_art and rng.random() < 0.28:
        with Image.open(rng.choice(sources.clip_art)) as opened:
            image = on_white(opened)
        if max(image.size) < _MIN_SIDE:
            return logo(rng, sources)
    else:
        image = rng.choices(kinds, (9, 3, 2.5, 2.5, 2))[0](rng)
    try:
        image = trimmed(image)
    except ValueError:  # clip art in white on nothing
        return logo(rng, sources)
    if rng.random() < 0.2:
        image = image.convert("L").convert("RGB")
    image.thumbnail((460, 460), Image.Resampling.LANCZOS, reducing_gap=2)
    return image


def ornament(rng: Random) -> Image.Image:
    """A printers' ornament in black on white, RGB, cut to its ink: a swelled rule, a vignette or a row of flowers."""
    image, draw = _sheet(1300, 500)
    half, y = rng.randint(250, 550), 250
    kind = rng.randrange(4)
    if kind in (0, 1):
        swell, sharp = rng.uniform(5, 16), rng.uniform(1, 4)
        t = np.linspace(-1, 1, 80)
        edge = swell * (1 - np.abs(t)) ** sharp + 1
        draw.polygon(
            [*zip(650 + half * t, y - edge, strict=True), *zip(650 + half * t[::-1], y + edge, strict=True)],
            fill="black",
        )
    if kind == 1:
        draw.polygon(_ring(rng.randint(4, 8), 34, (650, y), 0, 12), fill="black", outline="white", width=4)
    if kind == 2:
        count = rng.randint(3, 25)
        shape = rng.randint(1, 2)
        for number in range(count):
            centre = (650 + half * (2 * number / (count - 1) - 1), float(y))
            radius = min(30, half / count * 0.9) * (1 if number % 2 == 0 else 0.6)
            draw.polygon(_ring(4 * shape, radius, centre, 0, radius * 0.4), fill="black")
    if kind == 3:
        curls, turns = rng.randint(1, 3), rng.uniform(1.5, 3)
        for side in (-1, 1):
            for number in range(curls):
                t = np.linspace(0, 1, 120)
                spread = rng.uniform(60, 130) * (1 - t)
                angle = turns * 2 * np.pi * t
                x = 650 + side * (40 + number * half / curls + 130 - spread * np.cos(angle))
                draw.line(
                    [*zip(x, y + spread * np.sin(angle) * (1 if number % 2 else -1), strict=True)],
                    "black",
                    rng.randint(5, 12),
                    "curve",
                )
        draw.ellipse((625, y - 25, 675, y + 25), fill="black")
    image = trimmed(image)
    image.thumbnail((520, 400), Image.Resampling.LANCZOS)
    return image
