"""Pages whose text has a fixed form: statutes, contracts, minutes, questionnaires, manuals."""

from random import Random
from typing import Final

from training.pages.blocks import callout, code_listing, lead_paragraph, set_lines
from training.pages.figures import figure_block
from training.pages.frame import Blocks, Kind, begin_page, flow, furniture, split_columns, text_area
from training.pages.pools import Pools
from training.pages.tables import table_block
from training.pages.text import (
    ROMAN,
    Column,
    Page,
    displayed_formula,
    heading,
    item_list,
    list_mark,
    numbered_paragraphs,
    paragraph,
    set_words,
)
from training.pages.typefaces import word_width


def statute(rng: Random, pools: Pools) -> Page:
    """Articles of a law: numbered paragraphs are texts of their own, points are a List or texts."""
    page = begin_page(rng, pools, size=(9.5, 13.5), kinds=(("serif", 7.0), ("sans", 4.0)), justified=0.75, indents=0.3)
    style = page.style
    style.paragraph_gap = rng.choice((0.0, 0.0, style.leading * 0.2, style.leading * 0.6))
    area = text_area(page)
    furniture(page, area, header=0.4, footer=0.6)
    sign = rng.choice(
        ("Art. {}.", "Art. {}.", "§ {}", "§ {}.", "Article {}", "Section {}.", "Artykuł {}", "Rozdział {}")
    )
    alone = rng.random() < 0.5
    centred = rng.random() < 0.65
    weight = rng.choice(("bold", "bold", "regular"))
    points_are_list = rng.random() < 0.4
    mark = rng.choice(("{}.", "({})", "{})", "§ {}."))
    point_mark = rng.choice(("1)", "a)", "1)", "–", "a.", "(i)"))
    indent = style.size * rng.choice((0.0, 0.0, 1.5, 2.5))
    number = rng.randint(1, 90)

    def article(page: Page, column: Column) -> bool:
        nonlocal number
        if column.room < style.leading * 4:
            return False
        number += 1
        label = sign.format(number)
        column.top += style.leading * rng.choice((0.3, 0.6, 1.0))
        if alone:
            title = [label]
            if rng.random() < 0.15:
                title.append(page.vocabulary.phrase(rng, 2, 7))
            set_lines(page, column, "Title", title, font=style.font(1.0, weight), align="centre" if centred else "left")
            column.top += style.leading * rng.choice((0.0, 0.2, 0.5))
            label = ""
        for index in range(rng.choice((1, 1, 2, 3, 5))):
            begin = mark.format(index + 1) if index or rng.random() < 0.7 else ""
            words = [*page.vocabulary.split(begin), *page.words(8, 80)]
            lead_paragraph(page, column, label if index == 0 else "", words, weight=weight)
            if rng.random() < 0.4:
                _points(page, column, point_mark, indent, is_list=points_are_list)
        return True

    def chapter(page: Page, column: Column) -> bool:
        if column.room < style.leading * 6:
            return False
        column.top += style.leading * rng.uniform(0.3, 1.0)
        name = rng.choice(("Rozdział", "Chapter", "Dział", "Abschnitt", "TITLE", "ROZDZIAŁ"))
        lines = [f"{name} {rng.choice(ROMAN).upper()}", page.vocabulary.phrase(rng, 1, 8)]
        font = style.font(rng.choice((1.0, 1.0, 1.2)), rng.choice(("bold", "bold", "regular")))
        for group in [lines] if rng.random() < 0.7 else [[line] for line in lines]:
            set_lines(page, column, "Title", group, font=font, align="centre" if rng.random() < 0.8 else "left")
            column.top += style.leading * 0.2
        return True

    if rng.random() < 0.2:
        _preamble(page, area)
    columns = split_columns(page, area, rng.choices((1, 2), (8, 1.2))[0])
    flow(page, columns, ((article, 8.0), (chapter, 0.8), (table_block, 0.12)), fill=0.9)
    return page


def _points(page: Page, column: Column, mark: str, indent: float, *, is_list: bool) -> None:
    rng, style = page.rng, page.style
    if is_list:
        style.list_is_indented = indent > 0
        item_list(page, column, items=rng.randint(2, 7), mark=mark)
        return
    hang = style.size * rng.choice((0.0, 1.6))
    for index in range(rng.randint(2, 7)):
        inner = column.inset(indent)
        if inner.room < style.leading * 1.2:
            return
        with page.canvas.region("Text"):
            set_words(page, inner, [list_mark(mark, index), *page.words(3, 35)], hanging_indent=hang)
        column.top = inner.top + style.paragraph_gap


def _preamble(page: Page, column: Column) -> None:
    """The head of an act: its kind, date and subject in centred lines."""
    rng, style = page.rng, page.style
    kind = rng.choice(
        ("USTAWA", "ZARZĄDZENIE NR 12", "UCHWAŁA NR VII/88/2019", "ACT", "Verordnung", "DÉCRET", "Regulamin")
    )
    lines = [kind, f"z dnia {rng.randint(1, 28)} maja {rng.randint(1950, 2025)} r."]
    subject = page.vocabulary.phrase(rng, 4, 16)
    font = style.font(rng.choice((1.0, 1.15, 1.4)), "bold")
    if rng.random() < 0.6:
        set_lines(page, column, "Title", [*lines, subject], font=font, align="centre")
    else:
        set_lines(page, column, "Title", lines, font=font, align="centre")
        column.top += style.leading * 0.6
        set_lines(page, column, "Title" if rng.random() < 0.6 else "Text", [subject], align="centre",
                  font=style.font(1.0, rng.choice(("bold", "regular"))))  # fmt: skip
    column.top += style.leading
    paragraph(page, column, words=page.words(15, 50))


def contract(rng: Random, pools: Pools) -> Page:
    """Paragraphs under numbers, lists of duties, blanks, and lines to sign on."""
    page = begin_page(rng, pools, size=(10.0, 13.5), justified=0.8, kinds=(("serif", 6.0), ("sans", 4.0)))
    style = page.style
    area = text_area(page, sides=(0.08, 0.15))
    furniture(page, area, header=0.3, footer=0.6)
    signs = rng.random() < 0.4
    if signs:
        area.bottom -= style.leading * 4
    if rng.random() < 0.35:
        _preamble(page, area)

    def clause(page: Page, column: Column) -> bool:
        if column.room < style.leading * 4:
            return False
        column.top += style.leading * 0.4
        lines = [f"§ {page.next_number('clause')}"]
        if rng.random() < 0.4:
            lines.append(page.vocabulary.phrase(rng, 1, 5))
        set_lines(page, column, "Title", lines, font=style.font(1.0, rng.choice(("bold", "bold", "regular"))),
                  align="centre")  # fmt: skip
        column.top += style.leading * 0.2
        return numbered_paragraphs(page, column)

    def with_blanks(page: Page, column: Column) -> bool:
        words = page.words(10, 50)
        for _ in range(rng.randint(1, 4)):
            words[rng.randrange(len(words))] = rng.choice(".…_") * rng.randint(8, 40)
        return paragraph(page, column, words=words)

    blocks = ((clause, 4.0), (numbered_paragraphs, 2.0), (paragraph, 1.5), (with_blanks, 0.8), (item_list, 1.0),
              (heading, 0.5))  # fmt: skip
    flow(page, [area], blocks, fill=1.0)
    if signs:
        baseline_top = area.top + style.leading * rng.uniform(1.5, 3.0)
        for part in split_columns(page, Column(area.left, baseline_top, area.width, page.canvas.height), 2, rule=0.0):
            text = page.vocabulary.phrase(rng, 1, 3)
            set_lines(
                page, part, "Text", ["." * rng.randint(20, 40), f"({text})"], font=style.font(0.85), align="centre"
            )
    return page


def minutes(rng: Random, pools: Pools) -> Page:
    """Who was there, what was on the agenda, what was said."""
    page = begin_page(rng, pools, size=(10.0, 13.5), kinds=(("serif", 5.0), ("sans", 5.0), ("mono", 0.6)))
    style = page.style
    area = text_area(page, sides=(0.08, 0.15))
    furniture(page, area, header=0.3)
    if rng.random() < 0.5:
        lines = [
            page.vocabulary.phrase(rng, 2, 7),
            f"{rng.randint(1, 28)}.{rng.randint(1, 12):02d}.{rng.randint(1995, 2025)}",
        ]
        set_lines(page, area, "Title", lines[: rng.choice((1, 2))], font=style.font(rng.uniform(1.1, 1.6), "bold"),
                  align=rng.choice(("left", "centre")))  # fmt: skip
        area.top += style.leading * rng.uniform(0.5, 1.5)
        for _ in range(rng.randint(0, 4)):
            lead_paragraph(page, area, page.vocabulary.phrase(rng, 1, 2) + ":", page.words(1, 12))

    def remark(page: Page, column: Column) -> bool:
        return lead_paragraph(page, column, page.vocabulary.name(rng) + rng.choice((":", " –", "")), page.words(10, 70),
                              weight=rng.choice(("bold", "bold", "regular")))  # fmt: skip

    flow(page, [area], ((remark, 4.0), (paragraph, 3.0), (heading, 1.5), (item_list, 1.5), (numbered_paragraphs, 0.6)))
    return page


def questionnaire(rng: Random, pools: Pools) -> Page:
    """Numbered questions, each a Text (or with its answers a List), and answers to choose from, a List."""
    page = begin_page(rng, pools, size=(9.5, 13.0), kinds=(("sans", 6.0), ("serif", 4.0)), justified=0.3)
    style = page.style
    area = text_area(page)
    furniture(page, area, header=0.4)
    if rng.random() < 0.4:
        heading(page, area, level=1)
    mark = rng.choice(("a)", "A.", "( )", "□", "☐", "○", "(a)", "a."))
    weight = rng.choice(("bold", "regular", "regular"))
    style.list_is_indented = rng.random() < 0.7

    def question(page: Page, column: Column) -> bool:
        number = page.next_number("question")
        if column.room < style.leading * 4:
            return False
        words = page.words(5, 30)
        words[-1] = words[-1].rstrip(".") + "?"
        lead_paragraph(page, column, f"{number}.", words, body_weight=weight, weight=weight)
        draw = rng.random()
        if draw < 0.65:
            item_list(page, column, items=rng.randint(2, 6), mark=mark, words=(1, 9))
        elif draw < 0.85:
            blank = "." * int(column.width / word_width(style.font(), ".") * 0.95)
            set_lines(page, column, "Text", [blank] * rng.randint(1, 3), font=style.font(), leading=1.6)
        column.top += style.leading * 0.4
        return True

    columns = split_columns(page, area, rng.choices((1, 2), (5, 2))[0])
    flow(page, columns, ((question, 8.0), (paragraph, 0.8), (heading, 0.6), (table_block, 0.2)), fill=0.9)
    return page


def manual(rng: Random, pools: Pools) -> Page:
    """How to use a program: steps, and listings in a typewriter's type."""
    page = begin_page(rng, pools, size=(9.5, 13.0), kinds=(("sans", 6.0), ("serif", 4.0), ("mono", 1.0)))
    area = text_area(page)
    furniture(page, area)
    blocks: Blocks = (
        (code_listing, 3.0), (paragraph, 4.0), (heading, 1.5), (item_list, 1.5), (table_block, 0.4), (callout, 0.4),
        (figure_block, 0.5), (displayed_formula, 0.2),
    )  # fmt: skip
    flow(page, [area], blocks)
    return page


KINDS: Final[tuple[Kind, ...]] = (
    ("statute", statute, 7.0),
    ("contract", contract, 3.0),
    ("minutes", minutes, 2.0),
    ("questionnaire", questionnaire, 2.0),
    ("manual", manual, 2.5),
)
