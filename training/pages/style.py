"""The look of one document: type, spacing, colours. Drawn once a page, so that a page agrees with itself."""

from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import ImageFont

from training.pages.canvas import Colour
from training.pages.typefaces import Family

_BULLETS: Final = ("•", "•", "•", "–", "-", "*", "▪", "◦", "►", "·", "o", "—")
_NUMBERINGS: Final = ("1.", "1)", "(1)", "a)", "(a)", "a.", "i.", "(i)", "[1]", "1.1.", "§ 1.", "I.")


@dataclass
class Style:
    """Sizes are in pixels of the page."""

    body: Family
    head: Family
    size: float
    leading: float
    is_justified: bool
    paragraph_gap: float
    paragraph_indent: float
    ink: Colour
    head_ink: Colour
    accent: Colour
    head_weight: str
    head_scale: float
    head_is_upper: bool
    head_is_centred: bool
    head_is_numbered: bool
    head_gap: float
    bullet: str
    list_is_indented: bool
    caption_above: bool
    caption_scale: float
    caption_weight: str
    caption_label_weight: str
    caption_ink: Colour
    table_look: str

    def font(self, scale: float = 1.0, weight: str = "regular", *, head: bool = False) -> ImageFont.FreeTypeFont:
        """The body's (or the headings') typeface at `scale` times the body's size."""
        return (self.head if head else self.body).at(max(5.0, self.size * scale), weight)


def _dark(rng: Random) -> Colour:
    """A colour that headings and panels are printed in."""
    red, green, blue = (rng.randint(0, 150) for _ in range(3))
    return red, green, blue


def choose_style(
    rng: Random,
    families: tuple[Family, ...],
    *,
    script: str,
    size: tuple[float, float],
    kinds: tuple[tuple[str, float], ...],
    justified: float,
    leadings: tuple[float, ...],
    indents: float,
) -> Style:
    """A random look.

    Args:
        rng: decides.
        families: what there is; those of `kinds` (with their frequencies) that hold `script` are used.
        script: the script of the page's language.
        size: lowest and highest size of the body type.
        kinds: kinds of typeface for the body.
        justified: how often text is set to both margins.
        leadings: distances of the lines, in sizes of the body.
        indents: how often paragraphs begin with an indent instead of a gap.
    """
    usable = [one for one in families if script in one.scripts]
    kind = rng.choices([name for name, _ in kinds], [weight for _, weight in kinds])[0]
    of_kind = [one for one in usable if one.kind == kind] or usable
    body = rng.choice(of_kind)
    head = body if rng.random() < 0.55 else rng.choice([one for one in usable if one.kind != "mono"] or usable)
    px = rng.uniform(*size)
    leading = px * rng.choice(leadings)
    by_indent = rng.random() < indents
    gap = leading * (rng.choice((0, 0, 0.15)) if by_indent else rng.uniform(0.25, 1.1))
    if not by_indent and rng.random() < 0.08:
        gap = 0.0  # paragraphs that only their last lines tell apart
    grey = rng.choice((0, 0, 0, 20, 35, 55))
    accent = _dark(rng)
    return Style(
        body=body,
        head=head,
        size=px,
        leading=leading,
        is_justified=rng.random() < justified,
        paragraph_gap=gap,
        paragraph_indent=px * rng.uniform(1.0, 3.0) if by_indent or rng.random() < 0.1 else 0.0,
        ink=(grey, grey, grey),
        head_ink=accent if rng.random() < 0.3 else (grey, grey, grey),
        accent=accent,
        head_weight=rng.choices(("bold", "bold italic", "italic", "regular"), (7, 0.7, 1, 1.5))[0],
        head_scale=rng.uniform(1.0, 1.6),
        head_is_upper=rng.random() < 0.2,
        head_is_centred=rng.random() < 0.3,
        head_is_numbered=rng.random() < 0.4,
        head_gap=rng.uniform(0.3, 1.3) * leading,
        bullet=rng.choice(_BULLETS if rng.random() < 0.5 else _NUMBERINGS),
        list_is_indented=rng.random() < 0.6,
        caption_above=rng.random() < 0.4,
        # Half the captions look like the text around them: only their place tells them apart.
        caption_scale=1.0 if rng.random() < 0.4 else rng.uniform(0.74, 1.0),
        caption_weight=rng.choices(("regular", "bold", "italic"), (6, 1.5, 2))[0],
        caption_label_weight=rng.choices(("regular", "bold", "italic", "bold italic"), (5, 4, 1, 0.5))[0],
        caption_ink=rng.choice((accent, (95, 95, 95), (130, 130, 130))) if rng.random() < 0.2 else (grey, grey, grey),
        table_look=rng.choice(
            ("grid", "grid", "grid", "rules", "rules", "booktabs", "none", "striped", "striped", "head", "frame")
        ),
    )
