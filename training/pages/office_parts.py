"""What papers of offices are put together from: addresses, letterheads, lines to fill in, signatures."""

import math
from collections.abc import Sequence
from typing import Final

from training.pages.blocks import set_lines
from training.pages.figures import put_figure
from training.pages.text import Align, Column, Page, set_words
from training.pages.typefaces import word_width

_TOWNS: Final = (
    "Kraków",
    "Berlin",
    "Lyon",
    "Brno",
    "Milano",
    "Leeds",
    "Utrecht",
    "Aarhus",
    "Sevilla",
    "Łódź",
    "Köln",
    "Austin",
)
_STREETS: Final = (
    "ul. {} {}",
    "{}straße {}",
    "{} Street {}",
    "rue {} {}",
    "via {} {}",
    "{} {}",
    "al. {} {}/4",
    "{}laan {}",
)


def skip(page: Page, column: Column, low: float = 0.5, high: float = 1.5) -> None:
    """Leave white space of so many lines."""
    column.top += page.style.leading * page.rng.uniform(low, high)


def date_line(page: Page) -> str:
    """A place and a date."""
    rng = page.rng
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1955, 2026)
    town = rng.choice(_TOWNS)
    return rng.choice(
        (
            f"{town}, {day:02}.{month:02}.{year}", f"{town}, dnia {day:02}.{month:02}.{year} r.",
            f"{town}, den {day}. {month}. {year}", f"{day:02}/{month:02}/{year}", f"{year}-{month:02}-{day:02}",
            f"{town}, {page.vocabulary.word(rng)} {day}, {year}", f"{town}, dn. ............",
        )
    )  # fmt: skip


def reference(page: Page) -> str:
    """A file number."""
    rng = page.rng
    letters = "".join(rng.choice("ABDEFGKLMOPRSTWZ") for _ in range(rng.randint(2, 4)))
    number, year = rng.randint(1, 4000), rng.randint(1990, 2026)
    return rng.choice(
        (f"{letters}.{number}.{year % 13}.{year}", f"{letters}-{number}/{year % 100:02}", f"{number}/{year}")
    )


def address_lines(page: Page, low: int, high: int) -> list[str]:
    """A name and where it lives, in `low` to `high` lines."""
    rng, words = page.rng, page.vocabulary
    street = rng.choice(_STREETS).format(words.word(rng).capitalize(), rng.randint(1, 180))
    code = rng.choice((f"{rng.randint(0, 99):02}-{rng.randint(0, 999):03}", f"{rng.randint(10000, 99999)}"))
    word = "".join(letter for letter in words.word(rng).lower() if letter.isascii()) or "office"
    lines = [
        words.name(rng), words.phrase(rng, 1, 4).title(), street, f"{code} {rng.choice(_TOWNS)}",
        f"tel. {rng.randint(10, 99)} {rng.randint(100, 999)} {rng.randint(10, 99)} {rng.randint(10, 99)}",
        f"{word}@{word[:6]}.com", f"NIP {rng.randint(100, 999)}-{rng.randint(100, 999)}-{rng.randint(10, 99)}-11",
    ]  # fmt: skip
    count = rng.randint(low, high)
    return lines[:count] if rng.random() < 0.6 else [lines[0], *lines[2 : count + 1]]


def lines_block(
    page: Page,
    column: Column,
    lines: Sequence[str],
    *,
    class_name: str = "Text",
    scale: float = 1.0,
    weight: str = "regular",
    align: Align = "left",
    leading: float | None = None,
) -> None:
    """Lines that belong together, as one region at the top of the column."""
    font = page.style.font(scale, weight)
    leading = leading or page.rng.choice((1.15, 1.25, 1.4))
    set_lines(page, column, class_name, lines, font=font, leading=leading, align=align)


def at_side(page: Page, column: Column, lines: Sequence[str], *, scale: float = 1.0) -> Column:
    """The right part of the column, as wide as `lines` need and at most half of it; the top is the column's."""
    font = page.style.font(scale)
    width = min(column.width * 0.5, max(word_width(font, line) for line in lines) + 4)
    return column.inset(column.width - width)


def title(
    page: Page,
    column: Column,
    text: str,
    *,
    scale: float = 1.2,
    align: Align = "centre",
    upper: bool = False,
    weight: str = "bold",
) -> None:
    """A heading set apart from the style of the page's others."""
    font = page.style.font(scale, weight, head=True)
    shown = text.upper() if upper else text
    set_lines(page, column, "Title", [shown], font=font, leading=1.22, align=align, colour=page.style.head_ink)


def logo_at(page: Page, x: float, y: float, width: float, height: float) -> None:
    """A logo with its upper left corner at (x, y)."""
    put_figure(page, page.pools.logo(page.rng, max(8, round(width)), max(8, round(height))), x, y)


def letterhead(page: Page, area: Column) -> None:
    """Who writes: a logo and an address, or lines across the page's head; the area's top moves below."""
    rng, style = page.rng, page.style
    scale = rng.uniform(0.7, 0.95)
    lines = address_lines(page, 2, 6)
    kind = rng.choice(("logo", "logo right", "logo and address", "centred", "line", "left", "none"))
    bottom = area.top
    if "logo" in kind:
        side = style.size * rng.uniform(3, 6)
        left = area.left if kind != "logo right" else area.left + area.width - side * 2.2
        logo_at(page, left, area.top, side * 2.2, side)
        bottom = area.top + side
    if kind in ("logo and address", "left", "logo right"):
        upper = Column(area.left, area.top, area.width * 0.55, area.bottom)
        if kind == "logo and address":
            upper = at_side(page, area, lines, scale=scale)
        lines_block(page, upper, lines, scale=scale)
        bottom = max(bottom, upper.top)
    elif kind == "centred":
        upper = area.inset(0)
        name = page.vocabulary.phrase(rng, 2, 5)
        large = rng.uniform(1.0, 1.7)
        lines_block(page, upper, [name.upper()], class_name="Header", scale=large, weight="bold", align="centre")
        if rng.random() < 0.8:
            upper.top += style.size * 0.4
            lines_block(page, upper, [" · ".join(lines[1:4])], scale=scale, align="centre", class_name="Header")
        bottom = upper.top
    elif kind == "line":
        upper = area.inset(0)
        lines_block(page, upper, [", ".join(lines)], scale=scale, class_name="Header")
        bottom = upper.top
    area.top = bottom + style.size * rng.uniform(0.4, 0.9)
    if rng.random() < 0.35 and kind != "none":
        rule(page, area)
    area.top += style.size * rng.uniform(0.6, 2.0)


def rule(page: Page, area: Column, *, width: int = 1) -> None:
    """A line across the area that belongs to nothing; the top moves below it."""
    with page.canvas.decoration():
        y = round(area.top)
        colour = page.style.ink if page.rng.random() < 0.7 else page.style.accent
        page.canvas.rectangle((area.left, y, area.left + area.width, y + width), fill=colour)
    area.top += page.style.size * 0.5


def signature(page: Page, area: Column) -> None:
    """Who signs, mostly at the right; a line to sign on, a stroke of the pen."""
    rng, style = page.rng, page.style
    area.top += style.leading * rng.uniform(0.8, 3.0)
    lines = [page.vocabulary.phrase(rng, 1, 4), page.vocabulary.name(rng)][: rng.randint(1, 2)]
    kind = rng.choice(("lines", "dots", "below line", "lines"))
    if kind == "dots":
        lines = ["." * rng.randint(25, 45), rng.choice(("(podpis)", "signature", "Unterschrift", "(pieczęć i podpis)"))]
    if area.room < style.leading * 6:
        return
    side = area.inset(area.width * rng.choice((0.55, 0.6, 0.5, 0.0)))
    side.width = min(side.width, area.width * 0.4)
    if kind != "dots" and rng.random() < 0.45:
        _scribble(page, side)
    with page.canvas.region("Text"):
        if kind == "below line":
            page.canvas.line((side.left, side.top), (side.left + side.width * 0.8, side.top), style.ink)
            side.top += style.size * 0.2
        align: Align = rng.choice(("centre", "left"))
        for line in lines:
            set_words(page, side, page.vocabulary.split(line), align=align, emphasis=False, font=style.font(0.95))
    area.top = side.top + style.leading * 0.5


def _scribble(page: Page, column: Column) -> None:
    """A written name, which belongs to no region."""
    rng, size = page.rng, page.style.size
    x, middle = column.left + size, column.top + size * 1.2
    points = []
    for step in range(40):
        x += size * rng.uniform(0.02, 0.35)
        points.append((x, middle + size * 1.1 * math.sin(step * rng.uniform(0.8, 1.1)) * rng.random()))
    with page.canvas.decoration():
        page.canvas.draw.line(
            points, fill=rng.choice(((20, 30, 110), (0, 0, 0), (40, 40, 60))), width=rng.choice((1, 2))
        )
    column.top += size * 2.8


def field_lines(page: Page, column: Column, count: int) -> None:
    """Labels with a line, dots, or boxes for letters behind them: each line to fill in is a text of its own."""
    rng, style, canvas = page.rng, page.style, page.canvas
    kind = rng.choice(("rule", "dots", "boxes", "rule", "dots", "filled"))
    font, step = style.font(), style.leading * rng.uniform(1.35, 2.1)
    label_width = column.width * rng.uniform(0.22, 0.4) if rng.random() < 0.5 else 0.0
    for _ in range(count):
        if column.room < step:
            return
        halves = [column] if rng.random() < 0.75 or kind == "boxes" else _halves(column, style.size)
        for part in halves:
            name = page.vocabulary.phrase(rng, 1, 4 if len(halves) == 1 else 2)
            while len(name) > 4 and word_width(font, name) > part.width * 0.55:
                name = name[: len(name) * 2 // 3]
            name += rng.choice((":", "", ":"))
            begin = part.left + (max(label_width, word_width(font, name)) if part is column else word_width(font, name))
            begin += style.size * 0.5
            right, baseline = part.left + part.width, column.top + style.size
            with canvas.region("Text"):
                canvas.text(part.left, baseline, name, font, style.ink)
                if kind == "dots":
                    count_dots = max(0, int((right - begin) / word_width(font, ".")))
                    canvas.text(begin, baseline, "." * count_dots, font, style.ink)
                elif kind == "boxes":
                    side = round(style.size * 1.25)
                    for x in range(round(begin), round(right) - side, side):
                        canvas.rectangle(
                            (x, baseline - side * 0.8, x + side + 1, baseline + side * 0.25), outline=style.ink
                        )
                else:
                    canvas.line((begin, baseline + 2), (right, baseline + 2), style.ink)
                    if kind == "filled":
                        canvas.text(
                            begin + style.size, baseline, page.vocabulary.phrase(rng, 1, 2)[:20], font, style.ink
                        )
        column.top += step


def _halves(column: Column, gap: float) -> list[Column]:
    width = (column.width - gap) / 2
    return [Column(column.left + k * (width + gap), column.top, width, column.bottom) for k in range(2)]


def tick_list(page: Page, column: Column, *, across: bool = False) -> bool:
    """Answers with a box or a ring before each, one region together."""
    rng, style, canvas = page.rng, page.style, page.canvas
    count, ring = rng.randint(2, 7), rng.random() < 0.3
    step = style.leading * rng.uniform(1.05, 1.5)
    if column.room < step * (1 if across else count):
        return False
    side = round(style.size * 0.8)
    x, drawn = column.left + style.size * rng.choice((0.0, 1.0, 2.0)), 0
    with canvas.region("List"):
        for _ in range(count):
            baseline, words = column.top + style.size * 0.93, page.vocabulary.phrase(rng, 1, 2 if across else 9)
            if across and x + side * 2 + word_width(style.font(), words) > column.left + column.width:
                break
            box = (round(x), round(baseline) - side + 1, round(x) + side, round(baseline) + 1)
            if ring:
                canvas.draw.ellipse(box, outline=style.ink)
                canvas.ink((box[0], box[1], box[2] + 1, box[3] + 1))
            else:
                canvas.rectangle(box, outline=style.ink)
            if rng.random() < 0.15:
                canvas.draw.line((box[0], box[1], box[2], box[3]), fill=style.ink, width=2)
            inner = column.inset(x - column.left + side * 1.6)
            if across:
                canvas.text(inner.left, baseline, words, style.font(), style.ink)
                x = inner.left + word_width(style.font(), words) + style.size * 1.5
            else:
                set_words(page, inner, page.vocabulary.split(words), emphasis=False)
                column.top = max(inner.top, column.top + step)
            drawn += 1
    column.top += step if across else 0.0
    column.top += style.paragraph_gap
    return drawn > 0


def foot_block(page: Page, area: Column) -> None:
    """Bank details, registers and addresses in small type at the foot, in one to four parts; the bottom moves up."""
    rng, style, canvas = page.rng, page.style, page.canvas
    parts = rng.randint(1, 4)
    font = style.font(rng.uniform(0.58, 0.75))
    high = float(font.size) * 1.2
    lines = [address_lines(page, 2, 4) for _ in range(parts)]
    top = canvas.height - style.size * rng.uniform(1.0, 2.5) - high * max(map(len, lines))
    foot = Column(area.left, top, area.width, canvas.height)
    width = foot.width / parts
    for index, part in enumerate(lines):
        column = Column(foot.left + index * width, top, width - style.size, canvas.height)
        set_lines(page, column, "Footer", part, font=font, leading=1.2, align="left" if parts > 1 else "centre")
    if rng.random() < 0.5:
        with canvas.decoration():
            canvas.rectangle((area.left, round(top - 4), area.left + area.width, round(top - 3)), fill=style.ink)
    area.bottom = min(area.bottom, top - style.leading)
