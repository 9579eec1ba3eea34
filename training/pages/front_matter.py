"""What stands above the text of an article: the journal's marks, authors, summary."""

from training.pages.blocks import HEADINGS, lead_paragraph, set_lines
from training.pages.figures import logo
from training.pages.frame import split_columns
from training.pages.grounds import pale, tint
from training.pages.text import Align, Column, Page


def authors(page: Page, column: Column, align: Align) -> None:
    """Names and affiliations: one Text, as labellers take them."""
    rng, style, vocabulary = page.rng, page.style, page.vocabulary
    font = style.font(rng.uniform(0.95, 1.2), rng.choice(("regular", "regular", "bold", "italic")))
    small = style.font(rng.uniform(0.78, 0.95), rng.choice(("regular", "italic")))
    count = rng.choice((1, 2, 2, 3, 4, 6, 9))
    marks = rng.choice(("", "", "1", "a", "*"))
    names = [vocabulary.name(rng) + (rng.choice("12,3*") if marks else "") for _ in range(count)]
    places = []
    for _ in range(rng.randint(1, min(4, count + 1))):
        city, country = vocabulary.word(rng).capitalize(), vocabulary.word(rng).capitalize()
        street = f"{vocabulary.phrase(rng, 2, 6)}, {city} {rng.randint(10, 99)}-{rng.randint(100, 999)}"
        places.append(f"{rng.choice((marks, ''))} {street}, {country}")
    if rng.random() < 0.5:
        places.append(f"{vocabulary.word(rng)[:10].lower()}@{vocabulary.word(rng)[:8].lower()}.edu")
    if count in (2, 3) and rng.random() < 0.35 and column.width > style.size * 30:
        _authors_side_by_side(page, column, names, places)
        return
    joined = ", ".join(names) if rng.random() < 0.7 else f" {rng.choice(('and', 'i', '&', 'und'))} ".join(names)
    with page.canvas.region("Text"):
        set_lines(page, column, None, [joined], font=font, align=align)
        column.top += style.size * rng.uniform(0.1, 0.7)
        set_lines(page, column, None, places, font=small, align=align)


def _authors_side_by_side(page: Page, column: Column, names: list[str], places: list[str]) -> None:
    style = page.style
    parts = split_columns(page, Column(column.left, column.top, column.width, column.bottom), len(names), rule=0.0)
    for part, name in zip(parts, names, strict=True):
        with page.canvas.region("Text"):
            set_lines(page, part, None, [name], font=style.font(1.05), align="centre")
            set_lines(page, part, None, places[:2], font=style.font(0.85, "italic"), align="centre")
    column.top = max(part.top for part in parts)


def abstract(page: Page, column: Column) -> None:
    """The summary, with its heading in a line of its own, in the line, or without."""
    rng, style = page.rng, page.style
    inset = column.width * rng.choice((0.0, 0.0, 0.06, 0.1)) if column.width > style.size * 30 else 0.0
    inner = column.inset(inset, inset)
    scale = rng.choice((0.85, 0.92, 1.0, 1.0))
    weight = rng.choices(("regular", "bold", "italic"), (8, 1.2, 1.5))[0]
    label = rng.choice(HEADINGS["abstract"])
    form = rng.choice(("own line", "own line", "in the line", "none"))
    has_ground = rng.random() < 0.15
    top = inner.top - style.size * 0.3
    if form == "own line":
        set_lines(page, inner, "Title", [label], font=style.font(scale * rng.uniform(1.0, 1.15), "bold", head=True),
                  align="centre" if style.head_is_centred else "left", colour=style.head_ink)  # fmt: skip
        inner.top += style.size * rng.uniform(0.1, 0.5)
    begin = f"{label}{rng.choice(('.', ':', '—', ' –'))}" if form == "in the line" else ""
    for index in range(rng.choice((1, 1, 1, 2, 4))):
        words = page.words(25, 150)
        lead_paragraph(page, inner, begin if index == 0 else "", words, scale=scale, body_weight=weight)
    if rng.random() < 0.65:
        inner.top += style.leading * rng.uniform(0.0, 0.6)
        keywords = ", ".join(page.vocabulary.phrase(rng, 1, 2) for _ in range(rng.randint(3, 7)))
        lead_paragraph(page, inner, rng.choice(HEADINGS["keywords"]), page.vocabulary.split(keywords), scale=scale,
                       weight=rng.choice(("bold", "italic", "bold italic")))  # fmt: skip
    if has_ground:
        pad = style.size * 0.7
        tint(page, (inner.left - pad, top - pad * 0.5, inner.left + inner.width + pad, inner.top), pale(rng))
    column.top = inner.top


def masthead(page: Page, area: Column) -> None:
    """The journal's name and marks above the title of an article."""
    rng, style, canvas = page.rng, page.style, page.canvas
    kind = rng.choice(("logo", "name", "rules", "type", "none", "none"))
    if kind == "logo":
        height = style.size * rng.uniform(2.5, 5.0)
        width = height * rng.uniform(1.0, 4.0)
        x = area.left + (area.width - width) * rng.choice((0.0, 0.0, 1.0))
        logo(page, (x, area.top, x + width, area.top + height))
        area.top += height + style.leading
    elif kind == "name":
        name = page.vocabulary.phrase(rng, 2, 5)
        issue = f"{rng.randint(1, 40)} ({rng.randint(1990, 2025)}) {rng.randint(1, 99)}–{rng.randint(100, 199)}"
        set_lines(page, area, "Header", [name, issue],
                  font=style.font(rng.uniform(0.8, 1.1)), align=rng.choice(("left", "centre", "right")))  # fmt: skip
        area.top += style.leading * rng.uniform(0.6, 2.0)
    elif kind == "type":
        name = rng.choice(("ORIGINAL ARTICLE", "Research Paper", "REVIEW", "Artykuł", "Open Access", "Letter"))
        set_lines(page, area, "Text", [name], font=style.font(0.95, rng.choice(("bold", "regular"))),
                  colour=style.head_ink)  # fmt: skip
        area.top += style.leading * rng.uniform(0.4, 1.5)
    if kind != "none" and rng.random() < 0.4:
        with canvas.decoration():
            canvas.line((area.left, area.top), (area.left + area.width, area.top), style.accent, rng.choice((1, 1, 2)))
        area.top += style.leading * 0.7


def spanning_abstract(page: Page, area: Column) -> None:
    """The summary across the columns, in scientific journals with a column of facts at its left."""
    rng, style, canvas = page.rng, page.style, page.canvas
    top = area.top
    has_rules = rng.random() < 0.3
    if rng.random() < 0.18 and area.width > style.size * 38:
        facts = Column(area.left, area.top, area.width * 0.27, area.bottom)
        inner = area.inset(area.width * 0.32)
        set_lines(page, facts, "Title", [rng.choice(("ARTICLE INFO", "Article history", "A R T I C L E  I N F O"))],
                  font=style.font(0.9, "bold"))  # fmt: skip
        facts.top += style.size * 0.5
        for _ in range(rng.randint(1, 3)):
            lines = [page.vocabulary.phrase(rng, 1, 4) for _ in range(rng.randint(2, 5))]
            set_lines(page, facts, "Text", lines, font=style.font(0.8))
            facts.top += style.size * 0.7
        abstract(page, inner)
        area.top = max(facts.top, inner.top)
    else:
        abstract(page, area)
    area.top += style.leading * rng.uniform(0.6, 1.4)
    if has_rules:
        with canvas.decoration():
            for y in (top - style.leading * 0.3, area.top - style.leading * 0.4):
                canvas.line((area.left, y), (area.left + area.width, y), style.ink)
