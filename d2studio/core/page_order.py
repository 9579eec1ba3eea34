"""The order of pages in a list, in which any page is found quickly, however many there are."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import filterfalse, islice
from typing import Final

from d2studio.core.page import PageKey

# Pages that one place in the order can open out into. A file of more pages than this does not exist.
_PLACE_STEP: Final = 1 << 32


class PageOrder:
    """Rows of pages.

    Every page has a place, a number that grows along the rows and never changes. It is kept when the page is taken out,
    so that it can come back where it was. Finding a row is a search by place, and no page before or after it has to be
    renumbered when others come and go.

    Attributes:
        keys: by row.
    """

    def __init__(self) -> None:
        self.keys: list[PageKey] = []
        self._here: set[PageKey] = set()
        # Of all pages that were ever here.
        self._places: dict[PageKey, int] = {}
        # Those of the rows: a search in it is much quicker than one that looks up the place of each page it meets.
        self._places_by_row: list[int] = []
        self._next_place = 0

    def __contains__(self, key: PageKey) -> bool:
        """Whether the page has a row."""
        return key in self._here

    def was_here(self, key: PageKey) -> bool:
        """Whether the page has or had a row."""
        return key in self._places

    def row(self, key: PageKey) -> int | None:
        return self.row_from(key) if key in self._here else None

    def place(self, key: PageKey) -> int:
        """A number that grows along the rows, of a page that has or had one."""
        return self._places[key]

    def row_from(self, key: PageKey) -> int:
        """The row of a page; of one taken out, where it would come back."""
        return bisect_left(self._places_by_row, self._places[key])

    def those_here(self, keys: Iterable[PageKey]) -> list[PageKey]:
        """Those of some pages that have a row, each once, in order."""
        return list(filter(set(keys).__contains__, self.keys))

    def those_gone(self, keys: Iterable[PageKey]) -> list[PageKey]:
        """Those of some pages that had a row and have none, each once, in the order in which they were."""
        gone = list(filterfalse(self._here.__contains__, self.those_known(keys)))
        by_place = dict(zip(self._places_of(gone), gone, strict=True))
        return [by_place[place] for place in sorted(by_place)]

    def those_known(self, keys: Iterable[PageKey]) -> list[PageKey]:
        """Those of some pages that have or had a row."""
        return list(filter(self._places.__contains__, keys))

    def stretches_of(self, keys: Sequence[PageKey], limit: int) -> list[tuple[int, int]] | None:
        """First and last row of each run of neighbours among pages that are here, in order; None for more than that."""
        places, by_row = self._places_of(keys), self._places_by_row
        stretches: list[tuple[int, int]] = []
        start = 0
        while start < len(places):
            if len(stretches) == limit:
                return None
            row = bisect_left(by_row, places[start])
            count = _equal_count(places, start, by_row, row)
            stretches.append((row, row + count - 1))
            start += count
        return stretches

    def gaps_of(self, keys: Sequence[PageKey], limit: int) -> list[tuple[int, int]] | None:
        """The same of pages that are gone: the rows that they will have once all are back."""
        places, by_row = self._places_of(keys), self._places_by_row
        stretches: list[tuple[int, int]] = []
        start = 0
        while start < len(places):
            if len(stretches) == limit:
                return None
            row = bisect_left(by_row, places[start])
            end = len(places) if row == len(by_row) else bisect_left(places, by_row[row], start)
            stretches.append((row + start, row + end - 1))
            start = end
        return stretches

    def append(self, keys: Sequence[PageKey]) -> None:
        """Put pages that are not here behind all others, whether they had a place or not."""
        end = self._next_place + _PLACE_STEP * len(keys)
        self._places.update(zip(keys, range(self._next_place, end, _PLACE_STEP), strict=True))
        self._next_place = end
        self.insert(len(self.keys), keys)

    def open_out(self, key: PageKey, keys: Sequence[PageKey]) -> None:
        """Put later pages of the same file behind a page that is here."""
        first = self._places[key] - key.frame
        self._places.update((other, first + other.frame) for other in keys)
        self.insert(self.row_from(key) + 1, keys)

    def insert(self, row: int, keys: Sequence[PageKey]) -> None:
        """Give rows to pages whose places are known, and lie between those of the rows about."""
        self.keys[row:row] = keys
        self._places_by_row[row:row] = self._places_of(keys)
        self._here.update(keys)

    def remove(self, first: int, last: int) -> None:
        """Take out the pages of these rows, both included."""
        self._here.difference_update(islice(self.keys, first, last + 1))
        del self.keys[first : last + 1]
        del self._places_by_row[first : last + 1]

    def remove_all(self, keys: Sequence[PageKey]) -> None:
        """Take out pages from anywhere."""
        self._here.difference_update(keys)
        self._set_rows(list(filter(self._here.__contains__, self.keys)))

    def put_back(self, keys: Sequence[PageKey]) -> None:
        """Give rows to pages that are gone, wherever those are."""
        self._here.update(keys)
        self._set_rows(sorted([*self.keys, *keys], key=self._places.__getitem__))

    def clear(self) -> None:
        """Forget all pages, those taken out as well."""
        self.keys.clear()
        self._here.clear()
        self._places.clear()
        self._places_by_row.clear()
        self._next_place = 0

    def _set_rows(self, keys: list[PageKey]) -> None:
        self.keys = keys
        self._places_by_row = self._places_of(keys)

    def _places_of(self, keys: Iterable[PageKey]) -> list[int]:
        return list(map(self._places.__getitem__, keys))


def _equal_count(some: Sequence[int], start: int, of_all: Sequence[int], row: int) -> int:
    """How many numbers from `start` on are those from `row` on. All of `some` are in `of_all`, and both grow."""

    def is_further_on(count: int) -> bool:
        """Whether a number of `of_all` was left out before the next one; then all that follow are further on."""
        return some[start + count] != of_all[row + count]

    return bisect_left(range(min(len(some) - start, len(of_all) - row)), True, key=is_further_on)
