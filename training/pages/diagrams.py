"""Diagrams of boxes, arrows and words: flow charts, trees, networks, schedules and windows of programs."""

import math
from itertools import pairwise
from random import Random
from typing import Final

from PIL import Image

from training.pages.sketch import BLACK, WHITE, Pen, Point, along


def flow_chart(rng: Random) -> Image.Image:
    """Steps below or beside each other, decisions with a way back."""
    steps, lying = rng.randint(3, 7), rng.random() < 0.35
    pen = Pen(rng, 640 if lying else 420, 260 if lying else 640)
    box_width, box_height, gap = rng.randint(90, 130), rng.randint(38, 60), rng.randint(18, 34)
    if lying:
        steps, box_width = min(steps, 5), min(box_width, 100)
    for number in range(steps):
        x = 20 + number * (box_width + gap) if lying else 130.0
        y = 100.0 if lying else 12 + number * (box_height + gap)
        box = (x, y, x + box_width, y + box_height)
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        kind = rng.random()
        if kind < 0.6:
            pen.rectangle(box, pen.fill(), rng.choice((0, 0, 6, box_height / 2)))
            pen.label(box, rng.randint(1, 5))
        elif kind < 0.85:
            pen.polygon(
                [(box[0], middle[1]), (middle[0], box[1]), (box[2], middle[1]), (middle[0], box[3])], pen.fill()
            )
            pen.text(middle, pen.words(1)[:10] + "?", scale=0.85)
            if not lying:
                side = box[2] + rng.randint(30, 70)
                pen.text((box[2] + 14, middle[1] - 9), rng.choice(("no", "N", "0", pen.words(1)[:4])), scale=0.8)
                if rng.random() < 0.6 and number:
                    pen.arrow(
                        [
                            (box[2], middle[1]),
                            (side, middle[1]),
                            (side, box[1] - gap / 2),
                            (middle[0], box[1] - gap / 2),
                        ]
                    )
                else:
                    pen.arrow([(box[2], middle[1]), (side, middle[1])])
                    aside = (side, middle[1] - 20, side + 95, middle[1] + 20)
                    pen.rectangle(aside, pen.fill())
                    pen.label(aside, 3)
        else:
            pen.polygon([(box[0] + 14, box[1]), (box[2], box[1]), (box[2] - 14, box[3]), (box[0], box[3])], pen.fill())
            pen.label((box[0] + 14, box[1], box[2] - 14, box[3]), 3)
        if number < steps - 1:
            pen.arrow(
                [(box[2], middle[1]), (box[2] + gap, middle[1])]
                if lying
                else [(middle[0], box[3]), (middle[0], box[3] + gap)]
            )
    return pen.finished()


def block_diagram(rng: Random) -> Image.Image:
    """Boxes on a grid, joined by arrows with right angles, some within a dashed frame."""
    columns, rows = rng.randint(2, 4), rng.randint(1, 4)
    cell_width, cell_height = rng.randint(130, 170), rng.randint(80, 120)
    pen = Pen(rng, columns * cell_width + 20, rows * cell_height + 50)
    box_width, box_height = cell_width * rng.uniform(0.55, 0.75), cell_height * rng.uniform(0.45, 0.7)
    corner = rng.choice((0, 0, 5, 12))
    boxes = []
    for row in range(rows):
        for column in range(columns):
            if rng.random() < 0.88:
                x, y = 20.0 + column * cell_width, 40.0 + row * cell_height
                boxes.append((x, y, x + box_width, y + box_height))
    for number, box in enumerate(boxes[1:], 1):
        other = boxes[number - 1] if rng.random() < 0.7 else rng.choice(boxes[:number])
        middle = (box[1] + box[3]) / 2
        if other[1] == box[1]:
            pen.arrow([(other[2], middle), (box[0], middle)], rng.random() < 0.2)
            if rng.random() < 0.4:
                pen.text(((other[2] + box[0]) / 2, middle - 9), pen.words(1)[:5], scale=0.75)
        else:
            start, end = (other[0] + other[2]) / 2, (box[0] + box[2]) / 2
            between = box[1] - (cell_height - box_height) / 2
            pen.arrow([(start, other[3]), (start, between), (end, between), (end, box[1])])
    for box in boxes:
        pen.rectangle(box, pen.fill(), corner)
        pen.label(box, rng.randint(1, 4))
    if rng.random() < 0.4 and boxes:
        low, high = (20 - 8, 40 - 8), (columns * cell_width - 10, 40 + cell_height * rng.randint(1, rows) - 10)
        corners = [low, (high[0], low[1]), high, (low[0], high[1])]
        for here, there in pairwise([*corners, low]):
            pen.dashed(here, there)
        pen.text((low[0] + 4, low[1] - 10), pen.words(2), "lm", 0.9)
    return pen.finished()


def tree(rng: Random) -> Image.Image:
    """An organisation chart or a family tree."""
    pen = Pen(rng, 660, 380)
    levels = rng.randint(2, 4)
    height = 340 / levels * rng.uniform(0.45, 0.65)
    framed = rng.random() < 0.8
    children: list[Point] = []
    above: list[Point] = [(330, 0)]
    for level in range(levels):
        count = 1 if level == 0 else min(rng.randint(level + 1, 3 + level), 6)
        width = min(150, 640 / count - 12)
        y = 16 + 350 / levels * level
        children = [(10 + 640 / count * (number + 0.5), y) for number in range(count)]
        for number, (x, top) in enumerate(children):
            if level:
                parent = above[number * len(above) // count]
                middle = top - (350 / levels - height) / 2
                pen.line([(parent[0], parent[1] + height), (parent[0], middle), (x, middle), (x, top)])
            box = (x - width / 2, top, x + width / 2, top + height)
            if framed:
                pen.rectangle(box, pen.fills[level % 3])
            pen.label(box, rng.randint(1, 3))
        above = children
    return pen.finished()


def network(rng: Random) -> Image.Image:
    """Nodes and edges: layers of neurons, a ring of states, or a loose graph."""
    pen = Pen(rng, 560, 420)
    radius = rng.randint(9, 24)
    kind = rng.random()
    if kind < 0.4:
        layers = [rng.randint(2, 7) for _ in range(rng.randint(3, 5))]
        places = [
            [(60 + 440 * layer / (len(layers) - 1), 210 + (number - (count - 1) / 2) * 56.0) for number in range(count)]
            for layer, count in enumerate(layers)
        ]
        edges = [(start, end) for left, right in pairwise(places) for start in left for end in right]
        nodes = [place for layer_places in places for place in layer_places]
    else:
        count = rng.randint(4, 12)
        turn = 2 * math.pi / count
        spread = (150.0,) if kind < 0.7 else (60.0, 110.0, 165.0)
        nodes = []
        for number in range(count):
            reach = rng.choice(spread)
            nodes.append((280 + 1.3 * reach * math.cos(turn * number), 210 + reach * math.sin(turn * number)))
        edges = [(nodes[number], nodes[(number + 1) % count]) for number in range(count)]
        edges += [(rng.choice(nodes), rng.choice(nodes)) for _ in range(count // 2)]
    directed = rng.random() < 0.5
    for start, end in edges:
        length = math.dist(start, end)
        if length > 2 * radius:
            tip = along(start, end, 1 - radius / length)
            pen.arrow([start, tip]) if directed else pen.line([start, tip], min(pen.stroke, 1))
    for number, node in enumerate(nodes):
        pen.ellipse(node, radius, fill=pen.fills[number % 3])
        if radius > 13:
            pen.text(node, rng.choice((str(number + 1), f"x{number}", chr(65 + number % 26))), scale=0.85)
        elif kind >= 0.4:
            pen.text((node[0], node[1] - radius - 10), pen.words(1), scale=0.8)
    return pen.finished()


def schedule(rng: Random) -> Image.Image:
    """Bars on a time axis, or marks on an arrow of years."""
    pen = Pen(rng, 640, 320)
    if rng.random() < 0.6:
        rows, columns = rng.randint(4, 9), rng.randint(4, 12)
        height, width = 270 / rows, 460 / columns
        for column in range(columns + 1):
            pen.line([(160 + column * width, 30), (160 + column * width, 300)], 0.5, (190, 190, 190))
            if column < columns:
                pen.text((160 + (column + 0.5) * width, 18), str(column + 1), scale=0.9)
        for row in range(rows):
            y = 30 + row * height
            start = rng.uniform(0, 0.6) * columns * width
            pen.text((10, y + height / 2), pen.words(2)[:20], "lm", 0.9)
            pen.rectangle(
                (
                    160 + start,
                    y + height * 0.2,
                    160 + start + rng.uniform(0.1, 0.4) * columns * width,
                    y + height * 0.8,
                ),
                pen.fill(),
            )
    else:
        pen.arrow([(20, 160), (620, 160)])
        count = rng.randint(3, 7)
        for number in range(count):
            x, up = 60 + 520 * number / (count - 1), -1 if number % 2 else 1
            pen.line([(x, 160), (x, 160 + 50 * up)])
            pen.ellipse((x, 160), 5, fill=pen.fill())
            pen.text((x, 160 - 18 * up), str(1800 + number * rng.randint(5, 30)), scale=0.9)
            pen.label((x - 70, 160 + 85 * up - 34, x + 70, 160 + 85 * up + 34), rng.randint(2, 6))
    return pen.finished()


def cycle(rng: Random) -> Image.Image:
    """Stages round a circle, overlapping sets, or a pyramid."""
    pen = Pen(rng, 520, 460)
    count, kind = rng.randint(3, 6), rng.random()
    if kind < 0.45:
        turn = 2 * math.pi / count
        for number in range(count):
            a = turn * number
            centre = (260 + 165 * math.sin(a), 230 - 165 * math.cos(a))
            arc = [
                (260 + 165 * math.sin(a + turn * s), 230 - 165 * math.cos(a + turn * s))
                for s in (0.36, 0.45, 0.55, 0.64)
            ]
            pen.arrow(arc)
            pen.ellipse(centre, 52, 40, pen.fill())
            pen.label((centre[0] - 42, centre[1] - 28, centre[0] + 42, centre[1] + 28), 2)
    elif kind < 0.7:
        pen.fills = [WHITE]
        for number in range(rng.randint(2, 3)):
            centre = ((190, 180), (330, 180), (260, 300))[number]
            pen.ellipse(centre, 120)
            pen.label((centre[0] - 60, centre[1] - 30, centre[0] + 60, centre[1] + 30), 2)
    else:
        for number in range(count):
            top, bottom, y = 230 * number / count, 230 * (number + 1) / count, 400 / count
            corners = [
                (260 - top, 30 + y * number),
                (260 + top, 30 + y * number),
                (260 + bottom, 30 + y * (number + 1)),
                (260 - bottom, 30 + y * (number + 1)),
            ]
            pen.polygon(corners, pen.fills[number % 3])
            pen.text((260, 30 + y * (number + 0.6)), pen.words(1), scale=0.9)
    return pen.finished()


def window(rng: Random) -> Image.Image:
    """A program's window: title bar, menu, fields, a list, buttons."""
    pen = Pen(rng, rng.randint(420, 660), rng.randint(260, 460))
    width, height = pen.width, pen.height
    pen.stroke, pen.size = 1, rng.randint(9, 13)
    grey = rng.randint(215, 250)
    bar = rng.choice(((0, 84, 166), (60, 60, 60), (200, 210, 225), (45, 125, 210), (170, 170, 170)))
    pen.line_colour = (120, 120, 120)
    pen.rectangle((1, 1, width - 2, height - 2), (grey, grey, grey), rng.choice((0, 6)))
    pen.rectangle((1, 1, width - 2, 24), bar)
    pen.text((10, 13), pen.words(2).title(), "lm", colour=WHITE if sum(bar) < 400 else BLACK)
    for number in range(3):
        pen.rectangle((width - 20 - 18 * number, 7, width - 9 - 18 * number, 18), (230, 230, 230))
    pen.text((10, 36), "   ".join(pen.words(1).capitalize() for _ in range(rng.randint(3, 6))), "lm")
    left = 10.0
    if rng.random() < 0.5:
        pen.rectangle((8, 48, width * 0.3, height - 10), WHITE)
        for row in range(int((height - 70) / 17)):
            pen.text((14 + rng.choice((0, 12)), 58 + row * 17), pen.words(rng.randint(1, 2))[:18], "lm")
        left = width * 0.3 + 10
    if rng.random() < 0.6:
        for row in range(int((height - 100) / 28)):
            y = 62 + row * 28
            pen.text((left, y), pen.words(2)[:14].capitalize() + ":", "lm")
            pen.rectangle((left + 100, y - 9, min(width - 12, left + rng.randint(180, 330)), y + 10), WHITE)
            if rng.random() < 0.6:
                pen.text((left + 106, y), pen.words(1), "lm")
    else:
        pen.rectangle((left, 48, width - 10, height - 44), WHITE)
        columns = rng.randint(2, 5)
        for row in range(int((height - 100) / 18)):
            for column in range(columns):
                x = left + 6 + (width - left - 16) / columns * column
                pen.text(
                    (x, 58 + row * 18),
                    pen.words(1)[:10] if column == 0 or row == 0 else str(rng.randint(0, 9999)),
                    "lm",
                )
    for number in range(rng.randint(1, 3)):
        x = width - 92 * (number + 1)
        pen.rectangle((x, height - 36, x + 80, height - 12), (235, 235, 235), rng.choice((0, 4)))
        pen.text((x + 40, height - 24), pen.words(1)[:10].capitalize())
    return pen.finished()


DIAGRAMS: Final = (flow_chart, block_diagram, tree, network, schedule, cycle, window)
