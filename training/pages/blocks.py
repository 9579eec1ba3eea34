"""Blocks of text with a form of their own: groups of lines, initials, verse, code, callouts, references."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Final

from PIL import ImageFont

from training.pages.canvas import Colour
from training.pages.grounds import pale, tint
from training.pages.text import Align, Column, Page, lines_high, set_words
from training.pages.typefaces import find_families, word_width

HEADINGS: Final = {
    "abstract": ("Abstract", "ABSTRACT", "Summary", "Streszczenie", "Zusammenfassung", "Résumé", "A B S T R A C T"),
    "keywords": ("Keywords:", "Key words:", "Słowa kluczowe:", "Schlüsselwörter:", "Mots-clés :", "Index Terms—"),
    "references": (
        "References",
        "REFERENCES",
        "Bibliography",
        "Literatura",
        "Literatur",
        "Bibliografia",
        "Works Cited",
    ),
    "contents": ("Contents", "CONTENTS", "Table of Contents", "Spis treści", "Inhalt", "Sommaire", "Obsah", "Index"),
}


def set_lines(
    page: Page,
    column: Column,
    class_name: str | None,
    lines: Sequence[str],
    *,
    font: ImageFont.FreeTypeFont,
    leading: float = 1.25,
    align: Align = "left",
    colour: Colour | None = None,
) -> None:
    """Lines that are one region (None: part of an open one), each broken where too long; `leading` in ems."""
    with page.canvas.region(class_name) if class_name else nullcontext():
        for line in lines:
            words = page.vocabulary.split(line)
            set_words(page, column, words, font=font, leading=float(font.size) * leading, align=align, colour=colour,
                      emphasis=False)  # fmt: skip


def lead_paragraph(
    page: Page,
    column: Column,
    label: str,
    words: Sequence[str],
    *,
    weight: str = "bold",
    scale: float = 1.0,
    hanging_indent: float = 0.0,
    body_weight: str = "regular",
) -> bool:
    """A paragraph whose first words stand out: a label, a term, a speaker, a heading within the line."""
    style = page.style
    font = style.font(scale, body_weight)
    leading = style.leading * scale
    if column.room < leading * 1.2:
        return False
    begin = page.vocabulary.split(label)
    with page.canvas.region("Text"):
        set_words(
            page, column, [*begin, *words], font=font, leading=leading, lead=len(begin),
            lead_font=style.font(scale, weight), hanging_indent=hanging_indent,
        )  # fmt: skip
    column.top += style.paragraph_gap
    return True


def drop_capital(page: Page, column: Column, words: Sequence[str]) -> bool:
    """A paragraph that begins with an initial, which belongs to the text."""
    if column.room < page.style.leading * 7 or column.width < page.style.size * 14:
        return False
    with page.canvas.region("Text"):
        set_initial(page, column, words, boxed=0.1)
    column.top += page.style.paragraph_gap
    return True


def set_initial(page: Page, column: Column, words: Sequence[str], *, boxed: float) -> None:
    """Words after an initial of several lines, as a part of an open region.

    `boxed` says how often the initial stands in a printed square, as woodcuts do.
    """
    rng, style, canvas = page.rng, page.style, page.canvas
    lines = rng.choice((2, 2, 3, 3, 4, 5))
    letter = words[0][:1].upper()
    height = style.leading * (lines - 1) + style.size * 0.72
    family = style.body if rng.random() < 0.6 else style.head
    font = family.at(height * rng.uniform(1.2, 1.4), rng.choice(("regular", "regular", "bold")))
    box = font.getbbox(letter, anchor="ls")
    is_boxed = rng.random() < boxed
    top = column.top + style.size * 0.2
    bottom = top + height
    side = max(height, box[2] - box[0] + 4.0) if is_boxed else float(box[2] - box[0])
    side = min(side, column.width * 0.45)
    inset = side + style.size * 0.35
    beside = column.inset(inset)
    beside.bottom = column.top + style.leading * lines + 0.1
    if is_boxed:
        _ornament_square(page, column.left, top, side, height)
        plain = (column.left + side * 0.2, top + height * 0.15, column.left + side * 0.8, top + height * 0.85)
        canvas.rectangle(plain, fill=canvas.paper)
        font = family.at(height * 0.75)
        box = font.getbbox(letter, anchor="ls")
        canvas.text(column.left + (side - box[2]) / 2, top + height * 0.76, letter, font, style.ink)
    else:
        colour = style.accent if rng.random() < 0.2 else style.ink
        canvas.text(column.left - box[0], bottom, letter, font, colour)
        bottom += box[3]  # of a letter with a tail
    rest = set_words(page, beside, [words[0][1:], *words[1:]], leading=style.leading, emphasis=False)
    column.top = beside.top
    if rest:
        set_words(page, column, rest, emphasis=False)
    column.top = max(column.top, top + height + style.size * 0.3, bottom)


def _ornament_square(page: Page, left: float, top: float, width: float, height: float) -> None:
    """The leaves and scrolls around a woodcut initial."""
    rng, canvas = page.rng, page.canvas
    canvas.rectangle((left, top, left + width, top + height), outline=page.style.ink)
    for _ in range(14):
        x, y = left + rng.uniform(0.05, 0.75) * width, top + rng.uniform(0.05, 0.75) * height
        start = rng.randint(0, 360)
        size = rng.uniform(0.1, 0.25) * min(width, height)
        canvas.draw.arc((x, y, x + size, y + size), start, start + 220, fill=page.style.ink)


def crop_marks(page: Page) -> None:
    """The printer's marks at the corners of a page that was never cut; they belong to nothing."""
    canvas, rng = page.canvas, page.rng
    x, y = canvas.width * rng.uniform(0.02, 0.05), canvas.height * rng.uniform(0.015, 0.035)
    with canvas.decoration():
        for left, right in ((0.0, x * 0.7), (canvas.width - x * 0.7, float(canvas.width))):
            for at in (y, canvas.height - y):
                canvas.line((left, at), (right, at), (0, 0, 0))
        for top, bottom in ((0.0, y * 0.7), (canvas.height - y * 0.7, float(canvas.height))):
            for at in (x, canvas.width - x):
                canvas.line((at, top), (at, bottom), (0, 0, 0))


def verse(page: Page, column: Column) -> bool:
    """A stanza: short lines that are one text."""
    rng, style = page.rng, page.style
    lines = rng.choice((2, 3, 4, 4, 4, 5, 6, 8, 8, 14))
    if column.room < style.leading * min(lines, 4):
        return False
    indents = rng.choice(((0.0,), (0.0,), (0.0, 1.5), (0.0, 0.0, 1.0)))
    long = rng.randint(5, 9)
    with page.canvas.region("Text"):
        for index in range(lines):
            line = page.words(3, long)
            inner = column.inset(style.size * indents[index % len(indents)])
            set_words(page, inner, line, align="left", hanging_indent=style.size * 1.5, emphasis=False)
            column.top = inner.top
    column.top += style.leading * rng.uniform(0.6, 1.2)
    return True


def code_listing(page: Page, column: Column) -> bool:
    """Lines of a program: one Text, in a ground of its own or not."""
    rng, style, canvas = page.rng, page.style, page.canvas
    mono = _mono_font(page, rng.uniform(0.75, 0.95))
    size = float(mono.size)
    leading = size * rng.uniform(1.1, 1.35)
    lines = rng.randint(3, 22)
    has_ground, has_frame, is_numbered = rng.random() < 0.4, rng.random() < 0.3, rng.random() < 0.25
    pad = size * 0.7 if has_ground or has_frame else 0.0
    if column.room < leading * 4 + 2 * pad:
        return False
    top = column.top
    inner = column.inset(pad + rng.choice((0.0, style.size * 1.5)), pad)
    inner.top += pad
    inner.bottom -= pad
    depth = 0
    with canvas.region("Text"):
        for index in range(lines):
            if inner.room < leading:
                break
            depth = min(5, max(0, depth + rng.choice((-1, 0, 0, 0, 1)))) if index else 0
            names = {name: rng.choice(_ASCII_NAMES) for name in "abcd"}
            text = rng.choice(_CODE).format(**names)
            start = size * (1.8 if is_numbered else 0.0)
            if is_numbered:
                canvas.text(inner.left, inner.top + size * 0.93, f"{index + 1:2d}", mono, (120, 120, 120))
            while text and depth * size * 1.2 + start + word_width(mono, text) > inner.width:
                text = text[:-4]
            canvas.text(inner.left + start + depth * size * 1.2, inner.top + size * 0.93, text, mono, style.ink)
            inner.top += leading
    end = inner.top + pad
    box = (column.left, top, column.left + column.width, end)
    with canvas.decoration():
        if has_ground:
            tint(page, box, pale(rng))
        if has_frame:
            canvas.rectangle(box, outline=(120, 120, 120))
    column.top = end + max(style.paragraph_gap, style.leading * 0.4)
    return True


_CODE: Final = (
    "return {a}", "{a} = {b}({c})", "for {a} in {b}:", "if {a} != {b}:", "{a}.{b}({c}, {d})", "# {a} {b} {c}",
    "def {a}({b}, {c}):", "{a}[{b}] += 1;", "int {a} = {b};", "print({a})", "{{", "}}", "else:", "",
)  # fmt: skip
_ASCII_NAMES: Final = (
    "x", "i", "n", "data", "result", "value", "count", "self", "items", "index", "node", "left", "buffer", "size",
    "name", "open_file", "total", "key", "parse", "config", "line", "row", "update", "mean", "None", "0", "1",
)  # fmt: skip


def _mono_font(page: Page, scale: float) -> ImageFont.FreeTypeFont:
    """A typeface of equal widths, the same one for the whole page."""
    families = [one for one in find_families() if one.kind == "mono"]
    number = page.numbers.setdefault("mono", page.rng.randrange(1000))
    return families[number % len(families)].at(page.style.size * scale)


def callout(page: Page, column: Column, *, note: bool = False) -> bool:
    """A box with a coloured ground or a border; what is written in it is labelled as anywhere."""
    rng, style, canvas = page.rng, page.style, page.canvas
    pad = style.size * rng.uniform(0.5, 1.3)
    inner = column.inset(pad, pad)
    inner.top += pad
    heading_font = style.font(rng.uniform(0.95, 1.25), "bold", head=True)
    has_heading = rng.random() < 0.6
    heading_words = page.vocabulary.phrase(rng, 1, 6)
    paragraphs = [page.words(8, 50) for _ in range(1 if note else rng.choice((1, 1, 2, 3)))]
    scale = rng.choice((1.0, 1.0, 0.88))
    font, leading = style.font(scale), style.leading * scale
    height = sum(lines_high(page, words, font, inner.width, leading) + leading for words in paragraphs)
    if inner.width < style.size * 8 or column.room < height + 2 * pad + style.leading * (2 if has_heading else 1):
        return False
    top = column.top
    if has_heading:
        set_lines(page, inner, "Title", [heading_words], font=heading_font, colour=style.head_ink)
        inner.top += style.size * 0.25
    for words in paragraphs:
        with canvas.region("Text"):
            set_words(page, inner, words, font=font, leading=leading)
        inner.top += leading * 0.35
    end = inner.top - leading * 0.35 + pad
    box = (column.left, top, column.left + column.width, end)
    look = rng.choice(("ground", "ground", "border", "ground and border", "bar", "rules"))
    with canvas.decoration():
        if "ground" in look:
            tint(page, box, pale(rng))
        if "border" in look:
            canvas.rectangle(
                box, outline=rng.choice((style.accent, (0, 0, 0), (150, 150, 150))), width=rng.choice((1, 2))
            )
        if look == "bar":
            canvas.rectangle((box[0], top, box[0] + rng.choice((2, 4, 6)), end), fill=style.accent)
        if look == "rules":
            canvas.line((box[0], top), (box[2], top), style.accent, rng.choice((1, 2, 3)))
            canvas.line((box[0], end), (box[2], end), style.accent, rng.choice((1, 2, 3)))
    column.top = end + style.leading * rng.uniform(0.4, 1.0)
    return True


def reference_list(page: Page, column: Column, *, first: int, mark: str, hang: float) -> int:
    """References that fill the column: one List.

    Args:
        page: drawn on.
        column: filled.
        first: number of the first reference.
        mark: how a number is shown, with {} in its place; where it is empty, entries are told apart by their indents.
        hang: indent of all lines but the first, in sizes of the body.

    Returns:
        How many references were set.
    """
    rng, style = page.rng, page.style
    between = style.leading * page.numbers.setdefault("reference gap", rng.choice((0, 0, 15, 35, 60))) / 100
    count = 0
    with page.canvas.region("List"):
        while column.room > style.leading * 1.2:
            inner = column.inset(0.0)
            if mark:
                baseline = column.top + style.size * 0.93
                page.canvas.text(column.left, baseline, mark.format(first + count), style.font(), style.ink)
                inner = column.inset(hang * style.size)
            words = _reference(page)
            set_words(page, inner, words, hanging_indent=0.0 if mark else hang * style.size)
            column.top = inner.top + between
            count += 1
    return count


def _reference(page: Page) -> list[str]:
    """The words of one entry of a bibliography."""
    rng, vocabulary = page.rng, page.vocabulary
    names = ", ".join(vocabulary.name(rng) for _ in range(rng.choice((1, 1, 2, 2, 3, 5))))
    year = rng.randint(1920, 2025)
    pages = rng.randint(1, 900)
    source = rng.choice((
        f"{vocabulary.phrase(rng, 2, 5)}, {rng.randint(1, 90)}({rng.randint(1, 12)}), {pages}–{pages + 14}.",
        f"{vocabulary.word(rng).capitalize()}: {vocabulary.word(rng).capitalize()} Press.",
        f"https://doi.org/10.{rng.randint(1000, 9999)}/{vocabulary.word(rng)[:8].lower()}.{pages}",
        f"In {vocabulary.phrase(rng, 3, 7)}, pp. {pages}–{pages + 9}.",
    ))  # fmt: skip
    title = vocabulary.phrase(rng, 4, 16)
    entry = rng.choice((f"{names} ({year}). {title}. {source}", f"{names}. {title}. {source} {year}.",
                        f"{names}: {title}, {source}"))  # fmt: skip
    return vocabulary.split(entry)
