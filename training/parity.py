"""Compares what two programs found on the same pages with the same model.

    python -m training.parity reference.jsonl found.jsonl

Two detections are the same if they have the same class, their boxes overlap by at least 0.99 and their scores differ by
at most 0.0005: sums in another order move the last digits. At least 99 % of each side's detections must have their
like on the other side. The pages are those of the first file; the other may hold more.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from d2studio.errors import D2StudioError, UsageError
from training.truth import Found, as_findings, class_names_in, pairwise_iou, read_lines

LEAST_IOU: Final = 0.99
LARGEST_SCORE_DIFFERENCE: Final = 0.0005
LEAST_SHARE: Final = 0.99


@dataclass(frozen=True)
class Agreement:
    """How many detections each side has, and how many of them have their like on the other."""

    reference: int
    reference_matched: int
    found: int
    found_matched: int

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(
            self.reference + other.reference,
            self.reference_matched + other.reference_matched,
            self.found + other.found,
            self.found_matched + other.found_matched,
        )

    @property
    def share(self) -> float:
        """Of the side that agrees less; 1 where nothing was found."""
        unmatched = (self.reference - self.reference_matched, self.found - self.found_matched)
        return 1 - max(unmatched[0] / max(1, self.reference), unmatched[1] / max(1, self.found))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 if the files agree, 1 if not or if they cannot be compared."""
    parser = argparse.ArgumentParser(prog="python -m training.parity", description=__doc__.splitlines()[0])
    parser.add_argument("reference", type=Path, help="what `training/reference_detections.py` wrote")
    parser.add_argument("found", type=Path, help="what `python -m training.evaluate --out` wrote")
    options = parser.parse_args(arguments)
    try:
        by_page = compare(read_lines(options.reference), read_lines(options.found))
    except D2StudioError as error:
        print(f"error: {error} {error.hint}".rstrip(), file=sys.stderr)
        return 1
    for page, agreement in by_page.items():
        print(_line(page, agreement))
    total = sum(by_page.values(), Agreement(0, 0, 0, 0))
    print(_line(f"all {len(by_page)} pages", total))
    return 0 if total.share >= LEAST_SHARE else 1


def compare(reference: Sequence[Any], found: Sequence[Any]) -> dict[str, Agreement]:
    """Agreement on each page of `reference`, by file name; both are records as `d2studio predict --json` prints them.

    Raises:
        UsageError: a page was not run by the other side, or a record is of another form.
    """
    names = class_names_in([*reference, *found])
    of_reference, of_found = as_findings(reference, names), as_findings(found, names)
    if missing := [page for page in of_reference if page not in of_found]:
        raise UsageError(f"The second file lacks {len(missing)} pages of the first, such as {missing[0]}.")
    return {page: _agreement(one, of_found[page]) for page, one in of_reference.items()}


def _agreement(reference: Found, found: Found) -> Agreement:
    is_same = (
        (pairwise_iou(reference.boxes, found.boxes) >= LEAST_IOU)
        & (reference.class_ids[:, None] == found.class_ids)
        & (np.abs(reference.scores[:, None] - found.scores) <= LARGEST_SCORE_DIFFERENCE)
    )
    return Agreement(
        len(reference.scores), int(is_same.any(axis=1).sum()), len(found.scores), int(is_same.any(axis=0).sum())
    )


def _line(title: str, agreement: Agreement) -> str:
    return (
        f"{agreement.share:7.2%}  reference {agreement.reference_matched} of {agreement.reference}, "
        f"found {agreement.found_matched} of {agreement.found}  {title}"
    )


if __name__ == "__main__":
    sys.exit(main())
