"""Displayed formulas of a random grammar, drawn by matplotlib's mathtext."""

from dataclasses import dataclass
from random import Random
from typing import Final

import cv2
import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser
from numpy.typing import NDArray
from PIL import Image

from training.pages.lettering import words_of

# Pixels of one em in every formula of `formula`.
EM_PX: Final = 60

# Wider than most columns of text; an author would break it into lines.
_MAX_EMS: Final = 40
_FONT_SETS: Final = ("cm", "cm", "stix", "stix", "stixsans", "dejavuserif", "dejavusans")
_PARSER: Final = MathTextParser("agg")

_GREEK: Final = [
    rf"\{name}"
    for name in (
        "alpha", "beta", "gamma", "delta", "epsilon", "theta", "lambda", "mu", "nu", "xi",
        "pi", "rho", "sigma", "tau", "phi", "psi", "omega", "eta", "zeta", "kappa",
    )
]  # fmt: skip
_CAPITALS: Final = [*"ABCDEFGHKLMNPQRSTUVWXYZ", r"\Gamma", r"\Delta", r"\Phi", r"\Psi", r"\Omega", r"\Lambda"]
_CURLY: Final = [
    r"\mathcal{L}",
    r"\mathcal{F}",
    r"\mathcal{H}",
    r"\mathbb{R}",
    r"\mathbb{E}",
    r"\mathbf{x}",
    r"\mathbf{A}",
]
_INEQUALITIES: Final = (r"\leq", r"\geq", "<", ">")
_RELATIONS: Final = [
    *"======",
    *_INEQUALITIES,
    r"\approx",
    r"\equiv",
    r"\sim",
    r"\propto",
    r"\to",
    r"\Rightarrow",
    r"\in",
]
_FUNCTIONS: Final = [
    rf"\{name}" for name in ("sin", "cos", "tan", "log", "ln", "exp", "max", "min", "det", "arg", "cosh")
]
_ACCENTS: Final = (r"\hat", r"\bar", r"\tilde", r"\vec", r"\dot", r"\overline")
_POWERS: Final = ("2", "2", "2", "3", "-1", "n", "T", r"\prime", r"\ast", "k", "1/2", "(n)", r"\dagger")
_INDICES: Final[tuple[str, ...]] = (*"ijknmt0123", "n-1", "i+1", "ij", r"\max", r"\infty", "k+1", "t-1")
_RANGES: Final = (
    r",\quad i = 1, \ldots, n",
    r",\quad x \in \mathbb{R}",
    r",\quad t \geq 0",
    r"\quad (n \to \infty)",
    r",\quad \forall k",
)
_ARROWS: Final = (r"\rightarrow", r"\rightarrow", r"\rightleftharpoons", "=", r"\longrightarrow")
_UNITS: Final = (r"\mathrm{m}^3", r"\mathrm{kg}", r"\mathrm{kN/m}^2", r"\mathrm{MPa}", r"\%", r"^\circ\mathrm{C}", "")
_SYMBOLS: Final = ["H", "C", "O", "N", "Na", "Cl", "Fe", "Ca", "K", "S", "P", "Mg", "Al", "Cu", "Zn", "Mn", "Si"]


@dataclass(frozen=True)
class _Box:
    """Set type: `ink` is (height, width) uint8, 255 where the ink is full; the baseline lies at row `ascent`."""

    ink: NDArray[np.uint8]
    ascent: int

    @property
    def width(self) -> int:
        return int(self.ink.shape[1])

    @property
    def descent(self) -> int:
        return int(self.ink.shape[0]) - self.ascent


def _set(tex: str, font_set: str, size: float = EM_PX) -> _Box:
    """Raises: ValueError: where mathtext cannot read `tex`."""
    parsed = _PARSER.parse(f"${tex}$", dpi=72, prop=FontProperties(size=size, math_fontfamily=font_set))
    ink = np.asarray(parsed.image, dtype=np.uint8)
    return _Box(ink, max(0, min(ink.shape[0], round(parsed.height - parsed.depth))))


def _beside(boxes: list[_Box], gap: int) -> _Box:
    """On one baseline, from left to right."""
    ascent = max(box.ascent for box in boxes)
    height = ascent + max(box.descent for box in boxes)
    ink = np.zeros((height, sum(box.width for box in boxes) + gap * (len(boxes) - 1)), np.uint8)
    x = 0
    for box in boxes:
        ink[ascent - box.ascent : ascent + box.descent, x : x + box.width] = box.ink
        x += box.width + gap
    return _Box(ink, ascent)


def _grid(rows: list[list[_Box]], gap: int, leading: int, align: str) -> _Box:
    """Rows below each other, columns aligned as `align` says, one of l, c and r a column; the axis is its middle."""
    widths = [max(row[column].width for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        line = []
        for box, width, side in zip(row, widths, align, strict=True):
            free = width - box.width
            left = {"l": 0, "c": free // 2, "r": free}[side]
            line.append(_Box(np.pad(box.ink, ((0, 0), (left, free - left))), box.ascent))
        lines.append(_beside(line, gap).ink)
    width = lines[0].shape[1]
    between = np.zeros((leading, width), np.uint8)
    parts = [part for line in lines for part in (line, between)][:-1]
    ink = np.concatenate(parts)
    return _Box(ink, ink.shape[0] // 2 + EM_PX // 4)


def _bracket(kind: str, height: int) -> NDArray[np.uint8]:
    """One of ( [ | {, the left one, as high as `height` pixels: (height, width) uint8."""
    width, pen = EM_PX // 3, max(2, EM_PX // 18)
    ink = np.zeros((height, width), np.uint8)
    top, bottom, left, right = pen, height - 1 - pen, pen, width - 1 - pen
    if kind == "|":
        points = [(width // 2, top), (width // 2, bottom)]
    elif kind == "[":
        points = [(right, top), (left, top), (left, bottom), (right, bottom)]
    elif kind == "(":
        angle = np.linspace(np.pi / 2, 3 * np.pi / 2, 40)
        points = [(right + (right - left) * np.cos(a), height / 2 - (height / 2 - pen) * np.sin(a)) for a in angle]
    else:
        middle, x, arc = height // 2, width // 2, min(height // 4, EM_PX // 3)
        points = [(right, top), (x + 2, top + arc // 4), (x, top + arc), (x, middle - arc), (x - 2, middle - arc // 4)]
        points = [*points, (left, middle), *[(px, height - 1 - py) for px, py in reversed(points)]]
    line = np.array(points, np.float32).round().astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(ink, [line], False, 255, pen, cv2.LINE_AA)
    return ink


def _fenced(box: _Box, left: str, right: str) -> _Box:
    """Between brackets of the box's height; an empty string is no bracket."""
    parts = [box]
    if left:
        parts.insert(0, _Box(_bracket(left, box.ink.shape[0]), box.ascent))
    if right:
        parts.append(_Box(_bracket(right, box.ink.shape[0])[:, ::-1], box.ascent))
    return _beside(parts, EM_PX // 8)


def _letter(rng: Random) -> str:
    alphabets: tuple[list[str], ...] = ([*"abcdefghijkmnpqrstuvwxyz"], _GREEK, _CAPITALS, _CURLY)
    return rng.choice(rng.choices(alphabets, (6, 3, 3, 0.7))[0])


def _index(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.6:
        return rng.choice(_INDICES)
    if kind < 0.8:
        return r"\mathrm{" + rng.choice(("eff", "max", "min", "tot", "in", "out", "ref", "kin", "B", "eq")) + "}"
    return _letter(rng)


def _atom(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.14:
        return str(rng.choice((2, 3, 4, 8, 10, 12, rng.randint(1, 999), round(rng.uniform(0, 99), rng.randint(1, 3)))))
    letter = _letter(rng)
    if rng.random() < 0.1 and not letter.startswith(r"\math"):
        letter = rng.choice(_ACCENTS) + f"{{{letter}}}"
    if rng.random() < 0.35:
        letter += f"_{{{_index(rng)}}}"
    if rng.random() < 0.22:
        letter += f"^{{{rng.choice(_POWERS)}}}"
    return letter


def _operator(rng: Random, depth: int) -> str:
    i, low, high = rng.choice("ijkn"), rng.choice(["0", "1", "1"]), rng.choice(["n", "N", r"\infty", "m", "K"])
    kind = rng.randrange(6)
    if kind == 0:
        return rf"\sum_{{{i}={low}}}^{{{high}}} {_product(rng, depth - 1)}"
    if kind == 1:
        return rf"\prod_{{{i}={low}}}^{{{high}}} {_product(rng, depth - 1)}"
    if kind == 2:
        bounds = rng.choice([r"_{0}^{\infty}", "_{a}^{b}", "_{0}^{t}", r"_{-\infty}^{\infty}", r"_{\Omega}", ""])
        sign = rng.choice([r"\int", r"\int", r"\int", r"\oint", r"\iint"])
        return rf"{sign}{bounds} {_product(rng, depth - 1)}\,d" + rng.choice(("x", "t", "u", r"\tau", r"\omega"))
    if kind == 3:
        limit = rng.choice((r"\infty", "0", "a"))
        return rf"\lim_{{{rng.choice('xnht')}\to {limit}}} {_product(rng, depth - 1)}"
    if kind == 4:
        return rf"\frac{{\partial {_letter(rng)}}}{{\partial {rng.choice('xyzt')}}}"
    return rf"\sum_{{{i}}} {_product(rng, depth - 1)}"


def _factor(rng: Random, depth: int) -> str:
    kind = rng.random()
    if depth <= 0 or kind < 0.42:
        return _atom(rng)
    if kind < 0.66:
        return rf"\{rng.choice(('frac', 'dfrac', 'dfrac'))}{{{_sum(rng, depth - 2)}}}{{{_sum(rng, depth - 2)}}}"
    if kind < 0.73:
        return rf"\sqrt{{{_sum(rng, depth - 2)}}}"
    if kind < 0.81:
        power = rng.choice(["", "", "^{2}", "^{n}", "^{-1}", "^{1/2}"])
        left, right = rng.choice(("()", "()", "()", "[]", "||"))
        return rf"\left{left} {_sum(rng, depth - 1)} \right{right}{power}"
    if kind < 0.87:
        return rf"{rng.choice(_FUNCTIONS)}({_atom(rng)})"
    if kind < 0.91:
        return rf"e^{{{rng.choice(['-', '', 'i'])}{_atom(rng)}}}"
    if kind < 0.95:
        return rf"{rng.choice('fghpFG')}({', '.join(_atom(rng) for _ in range(rng.randint(1, 3)))})"
    return _operator(rng, depth)


def _product(rng: Random, depth: int) -> str:
    sign = rng.choice([" ", " ", " ", r"\,", r"\cdot ", r"\times "])
    return sign.join(_factor(rng, depth) for _ in range(rng.choice((1, 1, 2, 2, 3))))


def _sum(rng: Random, depth: int) -> str:
    tex = _operator(rng, depth) if depth > 1 and rng.random() < 0.25 else _product(rng, depth)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3) if depth > 0 else (0, 0, 1))):
        tex += rng.choice((" + ", " + ", " - ", " - ", r" \pm ")) + _product(rng, depth)
    return tex


def _left_side(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.5:
        return _atom(rng)
    if kind < 0.75:
        return rng.choice(("f", "g", "P", "F", "u", "H", "E", r"\phi", r"\mathcal{L}")) + f"({_atom(rng)})"
    if kind < 0.9:
        return rf"\frac{{d{_letter(rng)}}}{{dt}}"
    return _product(rng, 1)


def _relation(rng: Random) -> str:
    tex = f"{_left_side(rng)} {rng.choice(_RELATIONS)} {_sum(rng, rng.choice((0, 1, 1, 2, 2, 3)))}"
    while rng.random() < 0.2:
        tex += f" {rng.choice(_RELATIONS)} {_sum(rng, rng.randint(0, 2))}"
    if rng.random() < 0.15:
        tex += rng.choice(_RANGES)
    return tex + rng.choice(["", "", "", ",", "."])


def _reaction(rng: Random) -> str:
    def side() -> str:
        molecules = []
        for _ in range(rng.randint(1, 3)):
            atoms = ""
            for _ in range(rng.randint(1, 3)):
                atoms += rng.choice(_SYMBOLS) + rng.choice(("", "", "_2", "_3", "_4"))
            charge = rng.choice(("", "", "", "^{+}", "^{2-}", r"\,(g)", r"\,(aq)"))
            molecules.append(rng.choice(("", "", r"2\,", r"3\,")) + rf"\mathrm{{{atoms}}}{charge}")
        return " + ".join(molecules)

    return f"{side()} {rng.choice(_ARROWS)} {side()}"


def _of_words(rng: Random) -> str:
    words = words_of(rng, "en_US")

    def term() -> str:
        text = words(rng.randint(1, 3))
        text = text.capitalize() if rng.random() < 0.6 else text
        return rng.choice((r"\mathrm{", r"\mathrm{", r"\mathit{")) + text.replace(" ", r"\ ") + "}"

    right = term()
    if rng.random() < 0.7:
        top = term() + rng.choice(("", f" - {term()}", f" + {term()}"))
        right = rf"\frac{{{top}}}{{{term()}}}"
    return f"{term()} = {right}" + rng.choice(("", r"\times 100\%", rf" \times {term()}", f" + {term()}"))


def _with_numbers(rng: Random) -> str:
    def number() -> str:
        return str(rng.choice((rng.randint(1, 20), round(rng.uniform(0, 1), 3), round(rng.uniform(1, 500), 1))))

    left = rf"{number()} \cdot {number()}"
    if rng.random() < 0.5:
        left = rf"\frac{{{left}}}{{{number()}}}"
    return rf"{_atom(rng)} = {left} {rng.choice('+-')} {number()} = {number()}\,{rng.choice(_UNITS)}"


def _line(rng: Random) -> str:
    return rng.choices((_relation, _reaction, _of_words, _with_numbers), (14, 1, 1.6, 1.6))[0](rng)


def _system(rng: Random, font_set: str) -> _Box:
    """Two to four rows aligned at their relation, sometimes behind a brace."""
    rows = []
    chain = rng.random() < 0.5
    for number in range(rng.randint(2, 4)):
        left = "" if chain and number else _left_side(rng)
        relation = "=" if chain else rng.choice(("=", "=", r"\leq", r"\geq"))
        rows.append([_set(left or r"\,", font_set), _set(f"{relation} {_sum(rng, rng.randint(1, 2))}", font_set)])
    box = _grid(rows, EM_PX // 4, rng.randint(EM_PX // 5, EM_PX), "rl")
    return _fenced(box, "{", "") if not chain and rng.random() < 0.4 else box


def _cases(rng: Random, font_set: str) -> _Box:
    word = rng.choice(("", r"\mathrm{if}\ "))
    when = [f"{word}{_atom(rng)} {rng.choice(_INEQUALITIES)} {_atom(rng)}" for _ in range(2)]
    when.append(r"\mathrm{otherwise}")
    rows = [[_set(_sum(rng, 1), font_set), _set(condition, font_set)] for condition in when[rng.randint(0, 1) :]]
    cases = _fenced(_grid(rows, EM_PX, EM_PX // 3, "ll"), "{", "")
    return _beside([_set(f"{_left_side(rng)} =", font_set), cases], EM_PX // 4)


def _matrix(rng: Random, font_set: str) -> _Box:
    fence = rng.choice(("((", "[[", "[[", "||"))

    def matrix(rows: int, columns: int) -> _Box:
        cells = [
            [_set(_atom(rng) if rng.random() < 0.8 else "0", font_set) for _ in range(columns)] for _ in range(rows)
        ]
        return _fenced(_grid(cells, EM_PX // 2, EM_PX // 3, "c" * columns), fence[0], fence[1])

    rows = rng.randint(2, 4)
    parts = [matrix(rows, rng.randint(1, 4))]
    if rng.random() < 0.7:
        parts.insert(0, _set(f"{_letter(rng)} =", font_set))
    if rng.random() < 0.4:
        parts += [_set(rng.choice(("=", r"\cdot", "+")), font_set), matrix(rows, 1)]
    return _beside(parts, EM_PX // 5)


def formula(rng: Random) -> Image.Image:
    """One displayed formula, cut to its ink.

    Returns:
        An image of mode L, ink 0 on white 255, where one em is `EM_PX` pixels.
    """
    font_set = rng.choice(_FONT_SETS)
    kind = rng.random()
    while True:
        if kind < 0.76:
            box = _set(_line(rng), font_set)
        else:
            box = (_system if kind < 0.88 else _cases if kind < 0.94 else _matrix)(rng, font_set)
        if box.width <= _MAX_EMS * EM_PX:
            break
    rows, columns = np.flatnonzero(box.ink.any(1)), np.flatnonzero(box.ink.any(0))
    return Image.fromarray(255 - box.ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
