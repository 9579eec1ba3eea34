"""Pages of offices that are mostly words: letters, memos, orders, notices, certificates, lives."""

from random import Random
from typing import Final

from training.pages.blocks import set_lines
from training.pages.figures import put_figure
from training.pages.frame import begin_page, flow, furniture, running_parts, text_area
from training.pages.office_parts import (
    address_lines,
    at_side,
    date_line,
    foot_block,
    letterhead,
    lines_block,
    reference,
    rule,
    signature,
    skip,
    title,
)
from training.pages.pools import Pools
from training.pages.table_kinds import definition_grid
from training.pages.tables import draw_table, table_block
from training.pages.text import Align, Column, Page, heading, item_list, numbered_paragraphs, paragraph, set_words
from training.pages.words import page_number

_ORDERS: Final = (
    "ZARZĄDZENIE NR {}",
    "UCHWAŁA NR {}",
    "ORDER No. {}",
    "ARRÊTÉ N° {}",
    "VERORDNUNG Nr. {}",
    "RESOLUTION {}",
    "DECYZJA Nr {}",
)


def _paragraphs(page: Page, column: Column, low: int, high: int, words: tuple[int, int] = (10, 90)) -> None:
    for _ in range(page.rng.randint(low, high)):
        if not paragraph(page, column, words=page.words(*words)):
            return


def letter(rng: Random, pools: Pools) -> Page:
    """Letterhead, address, date at the right, subject, paragraphs, signature."""
    page = begin_page(rng, pools, indents=0.15)
    area = text_area(page, sides=(0.08, 0.16), ends=(0.04, 0.1))
    if rng.random() < 0.6:
        foot_block(page, area)
    letterhead(page, area)
    date = [date_line(page)]
    to = address_lines(page, 3, 5)
    upper = area.inset(0)
    if rng.random() < 0.5:
        lines_block(page, at_side(page, upper, date), date, align="right")
        if rng.random() < 0.4:
            left = Column(area.left, area.top, area.width * 0.45, area.bottom)
            lines_block(page, left, [reference(page)])
        skip(page, upper, 1.4, 2.5)
        addressee = upper if rng.random() < 0.5 else at_side(page, upper, to)
        lines_block(page, addressee, to)
        area.top = max(addressee.top, upper.top + page.style.leading * (len(to) + 1))
    else:
        left = Column(area.left, area.top, area.width * 0.48, area.bottom)
        lines_block(page, left, to)
        right = at_side(page, area, date)
        lines_block(page, right, date)
        area.top = max(left.top, right.top)
    skip(page, area, 0.8, 2.0)
    if rng.random() < 0.75:
        subject = rng.choice(("", "Re: ", "Dotyczy: ", "Betreff: ", "Objet : ")) + page.vocabulary.phrase(rng, 2, 10)
        title(page, area, subject, scale=rng.uniform(0.98, 1.15), align=rng.choice(("left", "left", "centre")))
        skip(page, area, 0.5, 1.2)
    if rng.random() < 0.7:
        lines_block(page, area, [page.vocabulary.phrase(rng, 2, 4) + ","])
        skip(page, area, 0.3, 0.9)
    body = Column(area.left, area.top, area.width, area.bottom - page.style.leading * 6)
    _paragraphs(page, body, 1, 6)
    if rng.random() < 0.25:
        item_list(page, body, items=rng.randint(2, 5))
    if rng.random() < 0.15:
        draw_table(page, body, rows=(2, 6))
    if rng.random() < 0.5:
        _paragraphs(page, body, 1, 2, (6, 40))
    area.top = body.top
    signature(page, area)
    if area.room > page.style.leading * 5 and rng.random() < 0.35:
        lines_block(page, area, [page.vocabulary.phrase(rng, 1, 6) for _ in range(rng.randint(1, 4))], scale=0.8)
    return page


def memo(rng: Random, pools: Pools) -> Page:
    """Who writes whom about what, in a block at the head; then paragraphs."""
    page = begin_page(rng, pools, kinds=(("sans", 4.0), ("serif", 3.0), ("mono", 3.0)), indents=0.2)
    area = text_area(page)
    furniture(page, area, header=0.2, footer=0.5)
    title(page, area, rng.choice(("Memorandum", "Memo", "Notatka służbowa", "Aktennotiz", "Note de service")),
          scale=rng.uniform(1.1, 2.0), align=rng.choice(("left", "centre")), upper=rng.random() < 0.5)  # fmt: skip
    skip(page, area, 0.5, 1.5)
    names = rng.choice(
        (("TO:", "FROM:", "DATE:", "RE:"), ("Do:", "Od:", "Data:", "Dot.:"), ("An:", "Von:", "Datum:", "Betr.:"))
    )
    lines = [f"{name} {page.vocabulary.phrase(rng, 1, 6)}" for name in names]
    lines_block(page, area, lines, leading=rng.choice((1.2, 1.5, 1.8)))
    skip(page, area, 0.3, 0.6)
    rule(page, area, width=rng.choice((1, 2)))
    skip(page, area, 0.3, 1.0)
    blocks = ((paragraph, 6.0), (heading, 1.5), (item_list, 1.5), (numbered_paragraphs, 0.6), (table_block, 0.6))
    flow(page, [area], blocks, fill=0.4)
    return page


def order(rng: Random, pools: Pools) -> Page:
    """An order of an office: centred lines at the head, sections with a centred number, small tables, a signature."""
    page = begin_page(rng, pools, kinds=(("serif", 7.0), ("sans", 3.0)), indents=0.4)
    style = page.style
    area = text_area(page)
    if rng.random() < 0.5:
        foot = (("l", f"Id: {rng.getrandbits(64):016X}. " + page.vocabulary.phrase(rng, 1, 1)), ("r", page_number(rng)))
        running_parts(page, "Footer", area.bottom + style.size * 2.2, area, foot, scale=0.7, weight="regular")
    else:
        furniture(page, area, header=0.3, footer=0.5)
    if rng.random() < 0.75:
        _order_head(page, area)
    mark = rng.choice(("§ {}", "§ {}.", "Art. {}.", "Artikel {}", "Article {}", "{}."))
    separate = rng.random() < 0.7
    number = rng.choice((1, 1, 1, 4, 12))
    weight = rng.choice(("bold", "bold", "regular"))
    while area.room > style.leading * 5 and number < 40:
        if separate:
            skip(page, area, 0.2, 0.7)
            title(page, area, mark.format(number), scale=1.0, weight=weight)
            skip(page, area, 0.1, 0.4)
            _order_section(page, area)
        else:
            paragraph(page, area, words=[*page.vocabulary.split(mark.format(number)), *page.words(8, 70)])
            if rng.random() < 0.2:
                item_list(page, area, mark=rng.choice(("1)", "a)", "1.", "–")))
        number += 1
        if number > 3 and rng.random() < 0.12:
            signature(page, area)
            break
    return page


def _order_head(page: Page, area: Column) -> None:
    rng, style = page.rng, page.style
    number = f"{rng.randint(1, 400)}/{rng.randint(1995, 2026)}"
    lines = [rng.choice(_ORDERS).format(number), page.vocabulary.phrase(rng, 2, 5).upper()]
    if rng.random() < 0.2:
        lines_block(page, at_side(page, area, ["Projekt druk nr 123"]), ["Projekt"], align="right")
        skip(page, area, 1.5, 2.0)
    font = style.font(rng.uniform(1.0, 1.25), "bold", head=True)
    set_lines(page, area, "Title", lines, font=font, align="centre")
    skip(page, area, 0.3, 0.9)
    lines_block(
        page, area, [rng.choice(("z dnia ", "vom ", "du ", "of ")) + date_line(page).split(", ")[-1]], align="centre"
    )
    skip(page, area, 0.4, 1.0)
    weight = rng.choice(("bold", "bold", "regular"))
    about = rng.choice(("w sprawie ", "betreffend ", "portant ", "on ")) + page.vocabulary.phrase(rng, 4, 18)
    with page.canvas.region("Text"):
        set_words(page, area, page.vocabulary.split(about), font=style.font(1.0, weight), align="centre",
                  emphasis=False)  # fmt: skip
    skip(page, area, 0.5, 1.2)
    paragraph(page, area, words=page.words(20, 80))


def _order_section(page: Page, area: Column) -> None:
    rng = page.rng
    kind = rng.choices(("paragraph", "numbered", "list", "table"), (6, 2, 2, 1))[0]
    if kind == "numbered":
        numbered_paragraphs(page, area)
        return
    paragraph(page, area, words=page.words(6, 60))
    if kind == "list":
        item_list(page, area, mark=rng.choice(("1)", "a)", "1.", "–", "(1)")))
    elif kind == "table":
        draw_table(page, area, rows=(2, 8))


def notice(rng: Random, pools: Pools) -> Page:
    """A public notice: few and large lines, paragraphs in the middle, whoever announces it below."""
    page = begin_page(rng, pools, size=(11.0, 19.0), justified=0.4)
    area = text_area(page, sides=(0.08, 0.18))
    if rng.random() < 0.4:
        letterhead(page, area)
    words = rng.choice(
        ("Ogłoszenie", "Public Notice", "Bekanntmachung", "Avis", "Obwieszczenie", "Avviso", "Notice of Hearing")
    )
    title(page, area, words, scale=rng.uniform(1.6, 3.2), upper=rng.random() < 0.6)
    skip(page, area, 0.4, 1.2)
    if rng.random() < 0.6:
        title(page, area, page.vocabulary.phrase(rng, 3, 12), scale=rng.uniform(1.0, 1.5))
        skip(page, area, 0.4, 1.2)
    blocks = ((paragraph, 5.0), (item_list, 1.2), (heading, 0.6), (table_block, 0.4))
    lower = Column(area.left, area.top, area.width, area.bottom - page.style.leading * 5)
    flow(page, [lower], blocks, fill=0.3)
    area.top = lower.top
    signature(page, area)
    return page


def certificate(rng: Random, pools: Pools) -> Page:
    """A short statement about somebody, with a title, lines of data and a signature."""
    page = begin_page(rng, pools, size=(11.0, 16.0))
    area = text_area(page, sides=(0.1, 0.18))
    letterhead(page, area)
    if rng.random() < 0.6:
        date = [date_line(page)]
        lines_block(page, at_side(page, area, date), date)
        skip(page, area, 2.0, 4.0)
    words = rng.choice(("Zaświadczenie", "Certificate", "Bescheinigung", "Attestation", "Certificato", "Oświadczenie"))
    title(page, area, words, scale=rng.uniform(1.2, 2.2), upper=rng.random() < 0.6)
    skip(page, area, 1.0, 3.0)
    for _ in range(rng.randint(1, 4)):
        if rng.random() < 0.3:
            draw_table(page, area, kinds=((definition_grid, 1.0),), rows=(2, 7))
            skip(page, area, 0.6, 1.5)
        else:
            paragraph(page, area, words=page.words(10, 70))
            skip(page, area, 0.2, 1.5)
    signature(page, area)
    return page


def curriculum(rng: Random, pools: Pools) -> Page:
    """A life: a name, a portrait now and then, sections with dates at the left."""
    page = begin_page(rng, pools, kinds=(("sans", 6.0), ("serif", 4.0)), justified=0.3, indents=0.0)
    style = page.style
    area = text_area(page)
    align: Align = rng.choice(("left", "centre"))
    width = style.size * rng.uniform(6, 9) if rng.random() < 0.4 else 0.0
    if width:
        picture = page.pools.photo(rng, round(width), round(width * 1.3))
        put_figure(page, picture, area.left + area.width - width, area.top)
    upper = area.inset(0, width * 1.15)
    title(page, upper, page.vocabulary.name(rng), scale=rng.uniform(1.4, 2.6), align=align)
    skip(page, upper, 0.1, 0.5)
    lines_block(page, upper, address_lines(page, 3, 6), align=align, scale=rng.uniform(0.8, 1.0))
    area.top = max(upper.top, area.top + width * 1.3) + style.leading
    dates = style.size * rng.uniform(6, 9) if rng.random() < 0.65 else 0.0
    while area.room > style.leading * 5:
        if not heading(page, area, level=2, text=page.vocabulary.phrase(rng, 1, 3)):
            break
        if rng.random() < 0.3:
            rule(page, area)
        for _ in range(rng.randint(1, 4)):
            if area.room < style.leading * 3:
                break
            year = rng.randint(1975, 2022)
            when = f"{year} – {year + rng.randint(1, 6)}" if rng.random() < 0.7 else f"{rng.randint(1, 12):02}/{year}"
            right = area.inset(dates)
            if dates:
                lines_block(page, Column(area.left, area.top, dates, area.bottom), [when])
            if rng.random() < 0.6:
                lines_block(page, right, [page.vocabulary.phrase(rng, 2, 6)], weight="bold", leading=1.25)
            if rng.random() < 0.5:
                item_list(page, right, items=rng.randint(2, 5), words=(3, 14))
            else:
                paragraph(page, right, words=page.words(4, 40))
            area.top = right.top + style.leading * 0.3
    return page
