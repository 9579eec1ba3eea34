"""Line drawings: circuits, parts with dimensions, maps, molecules, figures with numbered callouts, geometry, plans."""

import math
from random import Random

import cv2
import numpy as np
from PIL import Image

from training.pages.diagrams import DIAGRAMS
from training.pages.photographs import Sources, noise, on_white
from training.pages.sketch import BLACK, OVERSIZE, WHITE, Pen, Point, along
from training.pages.trim import trimmed


def _element(pen: Pen, kind: int, start: Point, end: Point) -> None:
    """A part of a circuit in the middle of a wire from `start` to `end`, along an axis."""
    rng = pen.rng
    low, high = along(start, end, 0.3), along(start, end, 0.7)
    angle = math.atan2(end[1] - start[1], end[0] - start[0])
    across = (-math.sin(angle), math.cos(angle))
    middle = along(start, end, 0.5)

    def off(share: float, side: float) -> Point:
        x, y = along(low, high, share)
        return (x + across[0] * side, y + across[1] * side)

    pen.line([start, low])
    pen.line([high, end])
    if kind == 0:
        pen.line([off(step / 12, 0 if step in (0, 12) else (8 if step % 2 else -8)) for step in range(13)])
    elif kind == 1:
        pen.polygon([off(0, -7), off(1, -7), off(1, 7), off(0, 7)], WHITE)
    elif kind == 2:
        pen.line([low, off(0.4, 0)])
        pen.line([off(0.6, 0), high])
        pen.line([off(0.4, -12), off(0.4, 12)], pen.stroke * 1.5)
        pen.line([off(0.6, -12), off(0.6, 12)], pen.stroke * 1.5)
    elif kind == 3:
        loops = [off(t, -8 * abs(math.sin(4 * math.pi * t))) for t in np.linspace(0, 1, 50)]
        pen.line(loops)
    elif kind == 4:
        pen.line([low, high])
        pen.ellipse(middle, math.dist(low, high) / 2 * 0.8, fill=WHITE)
        pen.text(middle, rng.choice(("V", "A", "~", "M", "+")), scale=1.1)
    elif kind == 5:
        pen.line([low, high])
        pen.polygon([off(0.3, -9), off(0.3, 9), off(0.75, 0)], rng.choice((WHITE, BLACK)))
        pen.line([off(0.75, -9), off(0.75, 9)])
    else:
        pen.line([low, off(0.9, -14)])
        for place in (low, high):
            pen.ellipse(place, 3, fill=WHITE)
    if rng.random() < 0.8:
        name = rng.choice("RCLVUDSZ") + str(rng.randint(1, 9))
        pen.text((middle[0] + across[0] * 22, middle[1] + across[1] * 20), name, scale=0.9)


def circuit(rng: Random) -> Image.Image:
    columns, rows = rng.randint(2, 5), rng.randint(1, 3)
    cell = rng.randint(95, 125)
    pen = Pen(rng, columns * cell + 80, rows * cell + 110)
    pen.line_colour = BLACK
    for row in range(rows + 1):
        for column in range(columns + 1):
            here = (40.0 + column * cell, 40.0 + row * cell)
            right, below = (here[0] + cell, here[1]), (here[0], here[1] + cell)
            for end, is_inside in ((right, column < columns), (below, row < rows)):
                if is_inside and rng.random() < 0.55:
                    _element(pen, rng.randrange(7), here, end)
                elif is_inside and rng.random() < 0.8:
                    pen.line([here, end])
            if rng.random() < 0.4:
                pen.ellipse(here, 3, fill=BLACK)
    x, y = 40.0 + cell * rng.randint(0, columns), 40.0 + cell * rows
    pen.line([(x, y), (x, y + 20)])
    for step in range(3):
        pen.line([(x - 12 + 4 * step, y + 20 + 5 * step), (x + 12 - 4 * step, y + 20 + 5 * step)])
    return pen.finished()


def _dimension(pen: Pen, start: Point, end: Point, away: Point) -> None:
    """A length with its arrows, `away` from the edge that it measures."""
    first, last = (start[0] + away[0], start[1] + away[1]), (end[0] + away[0], end[1] + away[1])
    thin = min(1, pen.stroke)
    pen.line([start, first], thin)
    pen.line([end, last], thin)
    pen.line([first, last], thin)
    pen.head(last, first)
    pen.head(first, last)
    middle = along(first, last, 0.5)
    value = pen.rng.choice((str(pen.rng.randint(2, 900)), f"{pen.rng.uniform(0, 99):.1f}", pen.rng.choice("abhlLHd")))
    pen.text((middle[0] + (14 if away[0] > 0 else -14 if away[0] else 0), middle[1] - (9 if not away[0] else 0)), value)


def part(rng: Random) -> Image.Image:
    """A machine part or a cross-section with centre lines, hatching, and dimensions."""
    pen = Pen(rng, 600, rng.randint(300, 440))
    pen.line_colour, pen.stroke = BLACK, rng.choice((1.5, 2))
    left, top, right, bottom = 80.0, 60.0, rng.uniform(320, 500), pen.height - 70.0
    step_x, step_y = rng.uniform(0.2, 0.5) * (right - left), rng.uniform(0.2, 0.5) * (bottom - top)
    outline = [
        (left, top),
        (left + step_x, top),
        (left + step_x, top + step_y),
        (right, top + step_y),
        (right, bottom),
        (left, bottom),
    ]
    if rng.random() < 0.5:
        outline = [(left + right - x, y) for x, y in outline]
    if rng.random() < 0.6:
        mask = Image.new("L", pen.image.size)
        scaled = np.array(outline, np.float32) * OVERSIZE
        cut = np.asarray(mask).copy()
        cv2.fillPoly(cut, [scaled.astype(np.int32)], 1)
        y, x = np.mgrid[0 : cut.shape[0], 0 : cut.shape[1]]
        lines = (cut > 0) & ((x + rng.choice((-1, 1)) * y) % rng.randint(12, 26) < 2)
        pen.image.paste(0, mask=Image.fromarray((lines * 255).astype(np.uint8)))
    pen.polygon(outline)
    for _ in range(rng.randint(1, 4)):
        radius = rng.uniform(10, 34)
        centre = (rng.uniform(left + 40, right - 40), rng.uniform(top + step_y + 20, bottom - 20))
        pen.ellipse(centre, radius, fill=WHITE)
        if rng.random() < 0.5:
            pen.ellipse(centre, radius * 0.6)
        pen.dashed((centre[0] - radius - 9, centre[1]), (centre[0] + radius + 9, centre[1]), 9, 3)
        pen.dashed((centre[0], centre[1] - radius - 9), (centre[0], centre[1] + radius + 9), 9, 3)
    _dimension(pen, (left, bottom), (right, bottom), (0, 34))
    _dimension(pen, (right, top + step_y), (right, bottom), (36, 0))
    if rng.random() < 0.6:
        _dimension(pen, (left, top), (left, bottom), (-30, 0))
    return pen.finished()


def site_map(rng: Random) -> Image.Image:
    """A coast, heights, roads, rivers and names; in colour or in lines alone."""
    width, height = rng.randint(420, 640), rng.randint(340, 560)
    pen = Pen(rng, width, height)
    ground = noise(rng, height * OVERSIZE, width * OVERSIZE, 6, rng.randint(2, 4))
    in_colour, sea = rng.random() < 0.55, rng.uniform(0.3, 0.5)
    pixels = np.full((*ground.shape, 3), 255, np.uint8)
    if in_colour:
        pixels[:] = rng.choice(((244, 238, 220), (232, 240, 216), (250, 250, 245), (225, 225, 225)))
        pixels[ground < sea] = rng.choice(((190, 215, 235), (160, 200, 220), (235, 240, 250), (200, 200, 200)))
    levels = [sea] if rng.random() < 0.4 else [sea, *np.arange(sea + 0.08, 0.95, rng.uniform(0.05, 0.12))]
    brown = rng.choice(((150, 100, 60), (90, 90, 90), (60, 60, 60))) if in_colour else BLACK
    for level in levels:
        borders, _ = cv2.findContours((ground > level).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        pen_width = 3 if level == sea else 1
        cv2.polylines(pixels, [border for border in borders if len(border) > 25], True, brown, pen_width, cv2.LINE_AA)
    pen.image.paste(Image.fromarray(pixels))
    for _ in range(rng.randint(0, 6)):
        x, y, road = rng.uniform(0, width), rng.uniform(0, height), []
        angle = rng.uniform(0, 6.3)
        for _ in range(rng.randint(5, 25)):
            road.append((x, y))
            angle += rng.uniform(-0.5, 0.5)
            x, y = x + 24 * math.cos(angle), y + 24 * math.sin(angle)
        pen.line(
            road,
            rng.choice((1, 2, 4)),
            rng.choice(((200, 60, 40), (70, 120, 190), (60, 60, 60))) if in_colour else BLACK,
        )
    for _ in range(rng.randint(4, 18)):
        place = (rng.uniform(50, width - 50), rng.uniform(20, height - 20))
        pen.ellipse(place, 3, fill=rng.choice((BLACK, WHITE)))
        pen.text((place[0] + 7, place[1]), pen.words(1).capitalize(), "lm", rng.choice((0.7, 0.85, 1.1)))
    if rng.random() < 0.7:
        pen.line_colour = BLACK
        pen.rectangle((0, 0, width - 1, height - 1))
    if rng.random() < 0.5:
        box = (width - 150.0, height - 90.0, width - 12.0, height - 12.0)
        pen.rectangle(box, WHITE)
        for row in range(3):
            pen.rectangle(
                (box[0] + 8, box[1] + 10 + row * 22, box[0] + 28, box[1] + 22 + row * 22), rng.choice(pen.fills)
            )
            pen.text((box[0] + 36, box[1] + 16 + row * 22), pen.words(1), "lm", 0.8)
    if rng.random() < 0.4:
        pen.arrow([(40, 80), (40, 25)])
        pen.text((40, 15), "N")
    return pen.finished()


def molecule(rng: Random) -> Image.Image:
    """Rings and chains of bonds with letters for atoms, one to three of them, or a reaction."""
    count = rng.choice((1, 1, 2, 3))
    pen = Pen(rng, 260 * count + 40, 330)
    pen.line_colour, pen.stroke = BLACK, rng.choice((1, 1.5, 2))
    bond = rng.uniform(30, 40)

    def atom(place: Point) -> None:
        name = rng.choice(("O", "OH", "N", "NH2", "CH3", "Cl", "COOH", "R", "S", "H"))
        pen.polygon([(place[0] + dx, place[1] + dy) for dx, dy in ((-9, -9), (9, -9), (9, 9), (-9, 9))], WHITE, False)
        pen.text(place, name)

    for number in range(count):
        x, y = 70 + 260.0 * number, 165.0
        for ring in range(rng.randint(1, 3)):
            centre = (x + ring * bond * math.sqrt(3), y)
            corners = [
                (centre[0] + bond * math.sin(a), centre[1] - bond * math.cos(a)) for a in np.arange(6) * math.pi / 3
            ]
            pen.polygon(corners)
            if rng.random() < 0.5:
                pen.ellipse(centre, bond * 0.6)
            else:
                for side in (0, 2, 4):
                    ends = [along(corners[side + k], centre, 0.15) for k in (0, 1 - 6 * (side == 5))]
                    pen.line(ends)
            for side in rng.sample((0, 2, 3, 5), rng.randint(1, 3)) if ring == 0 else (rng.choice((0, 3)),):
                end = along(centre, corners[side], 2)
                pen.line([corners[side], end])
                if rng.random() < 0.4:
                    further = (end[0] + bond * 0.5, end[1] + (bond * 0.9 if end[1] > y else -bond * 0.9))
                    pen.line([end, further])
                    end = further
                atom(end)
        if number < count - 1:
            pen.arrow([(x + 150, y + 95), (x + 215, y + 95)])
    return pen.finished()


def callouts(rng: Random, sources: Sources) -> Image.Image:
    """A thing with numbers or names round it, joined to its parts by thin lines."""
    pen = Pen(rng, 620, 480)
    if sources.clip_art and rng.random() < 0.75:
        with Image.open(rng.choice(sources.clip_art)) as opened:
            figure = on_white(opened)
        scale = min(720 / figure.width, 620 / figure.height)
        figure = figure.resize((round(figure.width * scale), round(figure.height * scale)))
        if rng.random() < 0.6:
            edges = cv2.Canny(cv2.GaussianBlur(np.asarray(figure.convert("L")), (0, 0), 1.5), 30, 90)
            figure = Image.fromarray(255 - cv2.dilate(edges, np.ones((2, 2), np.uint8))).convert("RGB")
        pen.image.paste(figure, ((1240 - figure.width) // 2, (960 - figure.height) // 2))
    else:
        for _ in range(rng.randint(4, 9)):
            centre = (rng.uniform(220, 400), rng.uniform(150, 330))
            if rng.random() < 0.5:
                pen.ellipse(centre, rng.uniform(15, 90), rng.uniform(15, 90), rng.choice((None, pen.fill())))
            else:
                w, h = rng.uniform(15, 100), rng.uniform(10, 80)
                pen.rectangle(
                    (centre[0] - w, centre[1] - h, centre[0] + w, centre[1] + h), rng.choice((None, pen.fill()))
                )
    named, pen.line_colour = rng.random() < 0.5, BLACK
    count = rng.randint(3, 9)
    for number in range(count):
        angle = 2 * math.pi * (number + rng.uniform(-0.2, 0.2)) / count
        outer = (310 + 215 * math.cos(angle), 240 + 200 * math.sin(angle))
        inner = (310 + rng.uniform(20, 130) * math.cos(angle), 240 + rng.uniform(20, 120) * math.sin(angle))
        pen.line([inner, outer], 1)
        on_right = outer[0] > 310
        place = (outer[0] + (5 if on_right else -5), outer[1])
        pen.text(
            place,
            pen.words(rng.randint(1, 2))[:14] if named else str(rng.randint(1, 40) + 100 * (count % 2)),
            "lm" if on_right else "rm",
        )
    return pen.finished()


def geometry(rng: Random) -> Image.Image:
    """Triangles, circles and rays with letters at their points."""
    pen = Pen(rng, 460, 400)
    pen.line_colour, pen.stroke, names = BLACK, rng.choice((1, 1, 1.5)), iter("ABCDEFGHKLMNOPQRST")
    points = [(rng.uniform(60, 400), rng.uniform(50, 350)) for _ in range(rng.randint(3, 5))]
    pen.polygon(points)
    centre = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
    if rng.random() < 0.7:
        pen.ellipse(centre, rng.uniform(50, 140))
    if rng.random() < 0.4:
        left, bottom = min(x for x, _ in points) - 30, max(y for _, y in points) + 30
        pen.arrow([(left, bottom), (450, bottom)])
        pen.arrow([(left, bottom), (left, 15)])
    for number, point in enumerate(points):
        away = along(centre, point, 1.12)
        pen.text(away, next(names), scale=1.2)
        if rng.random() < 0.6:
            foot = along(points[number - 1], points[number - 2], rng.random())
            pen.dashed(point, foot) if rng.random() < 0.5 else pen.line([point, foot])
            pen.text((foot[0] + 9, foot[1] + 9), next(names), scale=1.1)
    return pen.finished()


def floor_plan(rng: Random) -> Image.Image:
    """Rooms with thick walls, doors and names."""
    pen = Pen(rng, 600, 440)
    pen.line_colour, wall = BLACK, rng.choice((2, 4, 6))
    rooms: list[tuple[float, float, float, float]] = [(40, 40, 540, 390)]
    for _ in range(rng.randint(2, 6)):
        rooms.sort(key=lambda room: (room[2] - room[0]) * (room[3] - room[1]))
        x0, y0, x1, y1 = rooms.pop()
        if x1 - x0 > y1 - y0:
            x = x0 + (x1 - x0) * rng.uniform(0.35, 0.65)
            rooms += [(x0, y0, x, y1), (x, y0, x1, y1)]
        else:
            y = y0 + (y1 - y0) * rng.uniform(0.35, 0.65)
            rooms += [(x0, y0, x1, y), (x0, y, x1, y1)]
    for x0, y0, x1, y1 in rooms:
        pen.line([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], wall)
    for number, (x0, y0, x1, y1) in enumerate(rooms):
        door = x0 + (x1 - x0) * rng.uniform(0.2, 0.5)
        pen.line([(door, y1), (door + 30, y1)], wall + 2, WHITE)
        pen.line([(door, y1), (door, y1 - 30)], 1)
        pen.line([(door + 30 * math.sin(a), y1 - 30 * math.cos(a)) for a in np.linspace(0, math.pi / 2, 12)], 1)
        name = rng.choice((str(number + 1), pen.words(1).capitalize()[:12], f"{rng.uniform(4, 40):.1f} m²"))
        pen.text(((x0 + x1) / 2, (y0 + y1) / 2), name, scale=0.9)
    _dimension(pen, (40, 390), (540, 390), (0, 32))
    return pen.finished()


def drawing(rng: Random, sources: Sources) -> Image.Image:
    """One diagram or line drawing of about 300 to 650 pixels, RGB on white, cut to its ink."""
    kind = rng.random()
    if kind < 0.15:
        picture = callouts(rng, sources)
    elif kind < 0.55:
        picture = rng.choice(DIAGRAMS)(rng)
    else:
        picture = rng.choice((circuit, part, site_map, site_map, molecule, geometry, floor_plan))(rng)
    return trimmed(picture)
