"""What the window asks of its children: one value for each kind of question, which also reads its answer.

`core/children` answers them. A request captures all that it needs, so that it can be made in one thread, sent in
another, and be thrown away when the answer is not wanted any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, Protocol, TypeVar

from d2studio.arrays import PixelArray
from d2studio.core.colours import Colour
from d2studio.core.model_summary import Machine, ModelRequest, ModelSummary
from d2studio.core.page import PageKey
from d2studio.core.page_result import PageResult
from d2studio.core.shared_blocks import SharedBlocks, level_sizes
from d2studio.core.shared_page import SharedPage
from d2studio.core.value_wire import (
    colours_to_wire,
    detections_to_wire,
    machine_from_wire,
    request_to_wire,
    result_from_wire,
    summary_from_wire,
    transform_from_wire,
)
from d2studio.core.wire import (
    Message,
    WireError,
    array_from_wire,
    integer,
    number,
    pair,
    sequence,
    size_hw,
    text,
    texts,
)
from d2studio.core.workers import ChildName
from d2studio.detections import Detections

# A page that takes longer keeps its decoder busy for ever: a PDF of millions of lines. (280 million pixels take 12 s on
# two cores that have other things to do.)
PAGE_LIMIT_S: Final = 60.0
THUMBNAIL_LIMIT_S: Final = 10.0

_MAX_SIDE: Final = 1 << 31

Answer = TypeVar("Answer", covariant=True)


class Request(Protocol[Answer]):
    """`child` answers it, within `limit_s` seconds if there is a limit."""

    child: ClassVar[ChildName]
    limit_s: ClassVar[float | None]

    def to_wire(self) -> Message: ...

    def read(self, answer: Message, blocks: SharedBlocks) -> Answer:
        """The answer as a value.

        Raises:
            WireError: it makes no sense.
        """
        ...


@dataclass(frozen=True)
class PageOptions:
    """How files are opened: see `core.images.open_pages`."""

    dpi: float = 200.0
    max_pixels: int = 300_000_000


@dataclass(frozen=True)
class ListFiles:
    """Find page files; they arrive in parts, which `paths_of` reads.

    The answer: each input that gave none, and why, in one sentence.
    """

    inputs: tuple[str, ...]
    child: ClassVar[ChildName] = "decode"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "list", "inputs": list(self.inputs)}

    def read(self, answer: Message, blocks: SharedBlocks) -> tuple[tuple[str, str], ...]:
        problems = (pair(problem) for problem in sequence(answer.get("problems")))
        return tuple((text(given), text(why)) for given, why in problems)


def paths_of(part: Message) -> tuple[str, ...]:
    """Files in a part of the answer to `ListFiles`."""
    return texts(part.get("paths"))


@dataclass(frozen=True)
class CountPages:
    """Count the pages of files. The answer: a count each, None where a file cannot be opened, -1 where it is locked."""

    paths: tuple[str, ...]
    password: str | None = None
    child: ClassVar[ChildName] = "decode"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "count", "paths": list(self.paths), "password": self.password}

    def read(self, answer: Message, blocks: SharedBlocks) -> tuple[int | None, ...]:
        counts = [None if count is None else integer(count) for count in sequence(answer.get("counts"))]
        if len(counts) != len(self.paths):
            raise WireError(f"{len(counts)} counts of {len(self.paths)} files")
        return tuple(counts)


@dataclass(frozen=True)
class DecodedPage:
    """A page, and how many its file has."""

    page: SharedPage
    count: int


@dataclass(frozen=True)
class DecodePage:
    """Decode a page into a shared block."""

    key: PageKey
    options: PageOptions
    password: str | None = None
    child: ClassVar[ChildName] = "decode"
    limit_s: ClassVar[float | None] = PAGE_LIMIT_S

    def to_wire(self) -> Message:
        return {"do": "page", **_page_to_wire(self.key, self.options, self.password)}

    def read(self, answer: Message, blocks: SharedBlocks) -> DecodedPage:
        block = text(answer.get("block"))
        dpi = answer.get("dpi")
        page = SharedPage(
            key=self.key,
            levels=_levels(answer, blocks),
            dpi=None if dpi is None else _numbers(dpi),
            to_source=transform_from_wire(answer.get("to_source")),
            notes=texts(answer.get("notes")),
            block=block,
        )
        return DecodedPage(page, integer(answer.get("count")))


@dataclass(frozen=True)
class MakeThumbnail:
    """A page reduced to fit a square of `side` pixels: uint8 [H, W, 3]."""

    key: PageKey
    side: int
    password: str | None = None
    child: ClassVar[ChildName] = "decode"
    limit_s: ClassVar[float | None] = THUMBNAIL_LIMIT_S

    def to_wire(self) -> Message:
        options = PageOptions(dpi=_THUMBNAIL_DPI, max_pixels=_THUMBNAIL_MAX_PIXELS)
        return {"do": "thumbnail", "side": self.side, **_page_to_wire(self.key, options, self.password)}

    def read(self, answer: Message, blocks: SharedBlocks) -> PixelArray:
        pixels = array_from_wire(answer.get("pixels"))
        if pixels.dtype != "uint8" or pixels.ndim != 3 or pixels.shape[2] != 3 or 0 in pixels.shape:
            raise WireError(f"no picture: {pixels.dtype} {pixels.shape}")
        return pixels


# A PDF page of A4 is then 300 x 420 pixels. Of pictures a larger one is decoded only when somebody looks at it.
_THUMBNAIL_DPI: Final = 36.0
_THUMBNAIL_MAX_PIXELS: Final = 60_000_000


@dataclass(frozen=True)
class MakePicture:
    """Draw detections on a page: to a PNG file, answered by its path; or, without `target`, to a block.

    `side` bounds the longer side of the latter.
    """

    page: SharedPage
    detections: Detections
    colours: Mapping[int, Colour] = field(default_factory=dict)
    target: str | None = None
    side: int = 3000
    child: ClassVar[ChildName] = "decode"
    limit_s: ClassVar[float | None] = 120.0

    def to_wire(self) -> Message:
        return {
            "do": "picture",
            **_block_to_wire(self.page),
            "detections": detections_to_wire(self.detections),
            "colours": colours_to_wire(self.colours),
            "target": self.target,
            "side": self.side,
        }

    def read(self, answer: Message, blocks: SharedBlocks) -> str | PixelArray:
        """The file's path, or uint8 [H, W, 3] of memory of its own."""
        if self.target is not None:
            return text(answer.get("target"))
        pixels = _levels(answer, blocks)[0].copy()
        blocks.discard(text(answer.get("block")))
        return pixels


@dataclass(frozen=True)
class AskMachine:
    """What this machine can run models on."""

    child: ClassVar[ChildName] = "infer"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "machine"}

    def read(self, answer: Message, blocks: SharedBlocks) -> Machine:
        return machine_from_wire(answer)


@dataclass(frozen=True)
class DescribeModel:
    """What a model is and whether its files belong together, before it is loaded."""

    config: str | None
    weights: str | None = None
    child: ClassVar[ChildName] = "infer"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "describe", "config": self.config, "weights": self.weights}

    def read(self, answer: Message, blocks: SharedBlocks) -> ModelSummary:
        return summary_from_wire(answer)


@dataclass(frozen=True)
class LoadModel:
    """Load a model; the one that was loaded before stays until then."""

    model: ModelRequest
    child: ClassVar[ChildName] = "infer"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "load", "model": request_to_wire(self.model)}

    def read(self, answer: Message, blocks: SharedBlocks) -> ModelSummary:
        return summary_from_wire(answer)


@dataclass(frozen=True)
class UnloadModel:
    """Give the model's memory back."""

    child: ClassVar[ChildName] = "infer"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "unload"}

    def read(self, answer: Message, blocks: SharedBlocks) -> None:
        return None


@dataclass(frozen=True)
class Predict:
    """Run a model over a page; it is loaded first where it is not."""

    model: ModelRequest
    page: SharedPage
    child: ClassVar[ChildName] = "infer"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "predict", "model": request_to_wire(self.model), **_block_to_wire(self.page)}

    def read(self, answer: Message, blocks: SharedBlocks) -> PageResult:
        result = result_from_wire(answer)
        if result.detections.size_hw != self.page.size_hw:
            raise WireError(f"a result for {result.detections.size_hw}, the page has {self.page.size_hw}")
        return result


def _page_to_wire(key: PageKey, options: PageOptions, password: str | None) -> Message:
    return {
        "path": key.path,
        "index": key.frame,
        "dpi": options.dpi,
        "max_pixels": options.max_pixels,
        "password": password,
    }


def _block_to_wire(page: SharedPage) -> Message:
    return {"block": page.block, "sizes": [list(level.shape[:2]) for level in page.levels]}


def _numbers(value: object) -> tuple[float, float]:
    first, second = map(number, pair(value))
    return first, second


def _levels(answer: Message, blocks: SharedBlocks) -> tuple[PixelArray, ...]:
    sizes = tuple(map(size_hw, sequence(answer.get("sizes"))))
    if not sizes or max(sizes[0]) > _MAX_SIDE or sizes != level_sizes(sizes[0]):
        raise WireError(f"no levels of a page: {sizes[:8]}")
    try:
        return blocks.read_page(text(answer.get("block")), sizes)
    except (OSError, ValueError) as error:
        raise WireError(f"no such block: {error}") from error
