"""Sentences that several readers need.

Inside this package a message is what a file does or is ("is damaged: ..."); `read_checkpoint` makes it a sentence with
the file's name in front.
"""

from d2studio.errors import WeightsError

# The fact `problem` of errors, for diagnostics; a file of another kind has none.
DAMAGED = "damaged"
NOT_FINITE = "not finite"

FETCH_AGAIN = "Download or copy the file again."
SAVE_WEIGHTS = 'torch.save({"model": model.state_dict()}, "weights.pth")'
EXPORT_WEIGHTS = f"On the machine that made the file, load it there and save the weights alone: {SAVE_WEIGHTS}."


def megabytes(count: int) -> str:
    """A number of bytes for people: `12.3 MB`, `4 kB`, `20 bytes`."""
    if count < 1_000:
        return f"{count} bytes"
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.0f} kB"


def printable(text: str) -> str:
    """The text without what could move a terminal's cursor or break a line: names come from files of strangers."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def damaged(detail: str) -> WeightsError:
    return WeightsError(f"is damaged: {detail}", hint=FETCH_AGAIN, problem=DAMAGED)


def cut_off(size: int, expected: int | None = None, *, roughly: bool = False) -> WeightsError:
    """The end of the file is missing.

    Args:
        size: bytes that are there.
        expected: bytes that there should be, where the file's beginning tells.
        roughly: `expected` is an estimate.
    """
    if expected is None:
        message = f"ends too early, after {megabytes(size)}: the download or copy was cut off"
    else:
        whole = f"about {megabytes(expected)}" if roughly else megabytes(expected)
        message = f"holds {megabytes(size)} of {whole}: the download or copy was cut off"
    return WeightsError(message, hint=FETCH_AGAIN, problem=DAMAGED)
