"""Drawing of a measured table: fills, rules, words and small shapes."""

from itertools import accumulate

from PIL import Image, ImageDraw, ImageFont

from training.pages.canvas import Colour
from training.pages.cells import Cell
from training.pages.table_layout import Layout
from training.pages.typefaces import word_width


class Drawing:
    """Draws a measured grid with its upper left corner at (left, top)."""

    def __init__(self, layout: Layout, left: float, top: float, rows: int) -> None:
        self.layout, self.rows = layout, rows
        self.canvas = layout.page.canvas
        self.xs = [left + x for x in accumulate(layout.widths, initial=0.0)]
        self.ys = [top + y for y in accumulate(layout.heights[:rows], initial=0.0)]

    def draw(self) -> None:
        look, grid = self.layout.look, self.layout.grid
        for number, row in enumerate(grid.rows[: self.rows]):
            for place, cell in enumerate(row):
                if cell is not None:
                    self._fill(number, place, cell)
        for number, row in enumerate(grid.rows[: self.rows]):
            for place, cell in enumerate(row):
                if cell is None:
                    continue
                box = self._box(number, place, cell)
                row_rule = max(look.rows, int(grid.has_rules))
                if row_rule and number > 0:
                    self._rule(box[0], box[1], box[2], row_rule)
                column_rule = max(look.columns, int(grid.has_rules))
                if column_rule and place > 0:
                    self._upright(box[0], box[1], box[3], column_rule)
                self._words(number, place, cell, box)
        left, right, top, bottom = self.xs[0], self.xs[-1], self.ys[0], self.ys[-1]
        frame = max(look.frame, int(grid.has_rules))
        if grid.head and look.head_rule and grid.head < self.rows:
            self._rule(left, self.ys[grid.head], right, look.head_rule)
        if look.ends or frame:
            self._rule(left, top, right, frame or look.ends)
            self._rule(left, bottom, right, frame or look.ends)
        if frame:
            self._upright(left, top, bottom, frame)
            self._upright(right, top, bottom + frame, frame)

    def _box(self, number: int, place: int, cell: Cell) -> tuple[float, float, float, float]:
        return (
            self.xs[place], self.ys[number],
            self.xs[min(place + cell.span, len(self.xs) - 1)], self.ys[min(number + cell.rows, self.rows)],
        )  # fmt: skip

    def _rule(self, x0: float, y: float, x1: float, width: int) -> None:
        self._line((round(x0), round(y), round(x1), round(y) + width))

    def _upright(self, x: float, y0: float, y1: float, width: int) -> None:
        self._line((round(x), round(y0), round(x) + width, round(y1)))

    def _line(self, box: tuple[int, int, int, int]) -> None:
        colour = self.layout.look.colour
        if not self.layout.look.is_dotted:
            self.canvas.rectangle(box, fill=colour)
            return
        points = [(x, y) for y in range(box[1], box[3], 2) for x in range(box[0], box[2], 2)]
        self.canvas.draw.point(points, fill=colour)
        self.canvas.ink(box)

    def _fill(self, number: int, place: int, cell: Cell) -> None:
        look, grid = self.layout.look, self.layout.grid
        fill = cell.fill
        if fill is None and number < grid.head:
            fill = look.head_fill
        if fill is None and number >= grid.head and look.stripe is not None and (number - grid.head) % 2 == 1:
            fill = look.stripe
        if fill is None and place == 0 and number >= grid.head:
            fill = look.side_fill
        fill = fill or look.all_fill
        if fill is not None:
            x0, y0, x1, y1 = self._box(number, place, cell)
            self.canvas.rectangle((round(x0), round(y0), round(x1) - look.gap, round(y1) - look.gap), fill=fill)

    def _words(self, number: int, place: int, cell: Cell, box: tuple[float, float, float, float]) -> None:
        layout, look = self.layout, self.layout.look
        font, pad = layout.font(number, cell), layout.pad_x
        is_head = number < layout.grid.head
        ink = cell.ink or (look.head_ink if is_head and look.head_ink and cell.fill is None else layout.page.style.ink)
        if cell.is_rotated:
            self._rotated(cell.text, font, ink, box)
            return
        size, leading = float(font.size), layout.leading * cell.scale
        lines = layout.lines[number, place]
        if number + cell.rows > self.rows:  # the table breaks off within the cell
            lines = lines[: max(1, int((box[3] - box[1] - 2 * layout.pad_y) / leading))]
        align = cell.align or layout.grid.aligns[place]
        if is_head and cell.align is None and (layout.head_is_centred or cell.span > 1):
            align = "centre"
        free = box[3] - box[1] - leading * len(lines) - 2 * layout.pad_y
        where = "top" if cell.is_top else layout.place
        top = box[1] + layout.pad_y + {"top": 0.0, "middle": free / 2, "bottom": free}[where]
        baseline = top + (leading - size) / 2 + size * 0.85
        if cell.shape:
            self._shape(cell, box, baseline, ink, align)
        space = layout.page.space(font)
        begin = box[0] + pad + layout.begin(cell)
        for words, is_first, is_last in lines:
            start = begin
            if cell.mark and is_first:
                self.canvas.text(begin - 1.1 * layout.size, baseline, cell.mark, font, ink)
            text = layout.page.vocabulary.join(words)
            used = (
                word_width(font, text)
                if len(text) < 30
                else sum(word_width(font, w) for w in words) + space * (len(words) - 1)
            )
            spare = box[2] - pad - start - used
            if align == "justified" and not is_last and len(words) > 1 and 0 < spare < 0.4 * (box[2] - box[0]):
                for word in words:
                    self.canvas.text(start, baseline, word, font, ink)
                    start += word_width(font, word) + space + spare / (len(words) - 1)
            else:
                if align == "centre":
                    start += max(0.0, spare / 2)
                elif align == "right":
                    start += spare
                elif align == "decimal":
                    tail = text[max(text.rfind("."), text.rfind(",")) :] if "." in text or "," in text else ""
                    start += max(0.0, spare - 2.2 * size + word_width(font, tail)) if spare > 2.2 * size else spare
                self.canvas.text(start, baseline, text, font, ink)
            if cell.leader and is_last:
                dot = word_width(font, ".")
                dots = int((box[2] - pad - start - used - size * 0.4) / dot)
                self.canvas.text(start + used + size * 0.2, baseline, "." * dots, font, ink)
            for k in range(cell.underline if is_last else 0):
                y = round(baseline + 2 + 3 * k)
                self.canvas.rectangle((start, y, start + used, y + 1), fill=ink)
            baseline += leading

    def _shape(
        self, cell: Cell, box: tuple[float, float, float, float], baseline: float, ink: Colour, align: str
    ) -> None:
        """Something drawn that a font may lack."""
        side = round(self.layout.size * 0.8)
        x0 = round(box[0] + self.layout.pad_x + cell.indent * self.layout.size)
        y1 = round(baseline + 1)
        if cell.shape == "comb":
            bottom = round(box[3] - self.layout.size * 0.2)
            top = bottom - round(side * 1.2)
            for x in range(x0, int(box[2] - side * 1.4), round(side * 1.2)):
                self.canvas.rectangle((x, top, x + round(side * 1.2) + 1, bottom), outline=ink)
            return
        if not cell.text:
            y1 = round((box[1] + box[3] + side) / 2)
            if align == "centre":
                x0 = round((box[0] + box[2] - side) / 2)
        y0, draw = y1 - side, self.canvas.draw
        if "box" in cell.shape:
            self.canvas.rectangle((x0, y0, x0 + side, y1), outline=ink)
        if "tick" in cell.shape:
            draw.line(
                [(x0 + side * 0.15, y0 + side * 0.5), (x0 + side * 0.45, y1 - side * 0.15), (x0 + side * 0.95, y0)],
                fill=ink,
                width=max(1, side // 5),
            )
        elif cell.shape in ("dot", "ring"):
            draw.ellipse((x0, y0, x0 + side, y1), fill=ink if cell.shape == "dot" else None, outline=ink)
        self.canvas.ink((x0, y0, x0 + side + 1, y1 + 1))

    def _rotated(
        self, text: str, font: ImageFont.FreeTypeFont, ink: Colour, box: tuple[float, float, float, float]
    ) -> None:
        length, size = max(1, round(word_width(font, text)) + 2), float(font.size)
        strip = Image.new("L", (length, round(size * 1.4)), 255)
        ImageDraw.Draw(strip).text((1, size), text, fill=0, font=font, anchor="ls")
        turned = strip.transpose(Image.Transpose.ROTATE_90)
        x = (box[0] + box[2] - turned.width) / 2
        self.canvas.picture(turned, x, box[3] - length - size * 0.25, colour=ink)
