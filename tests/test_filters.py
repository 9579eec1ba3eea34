"""Which detections are shown, and why the others are not."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2studio.detections import Detections
from d2studio.filters import Filtered, FilterRules, Reason, apply_rules
from tests.made_up import any_detections, detections_of, random_detections

SHARES = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.6, 0.9, 1.0])
RULES = st.builds(
    FilterRules,
    threshold=SHARES,
    class_thresholds=st.dictionaries(st.integers(0, 2), SHARES),
    hidden_classes=st.frozensets(st.integers(0, 2)),
    max_overlap=st.none() | SHARES,
    max_inside=st.none() | SHARES,
    max_count=st.none() | st.integers(0, 6),
)


def shown_set(detections: Detections, rules: FilterRules) -> set[int]:
    return set(apply_rules(detections, rules).shown.tolist())


def slow_rules(detections: Detections, rules: FilterRules) -> tuple[list[int], list[int], list[int]]:
    """The rules in words of one detection at a time: shown, reasons, hidden_by."""

    def area(box: list[float]) -> float:
        return (box[2] - box[0]) * (box[3] - box[1])

    boxes, scores, classes = detections.boxes.tolist(), detections.scores.tolist(), detections.class_ids.tolist()
    reasons, hidden_by = [int(Reason.SHOWN)] * len(boxes), [-1] * len(boxes)
    shown: list[int] = []

    def rank(index: int) -> tuple[float, ...]:
        x0, y0, x1, y1 = boxes[index]
        return (-scores[index], classes[index], y0, x0, y1, x1)

    for index in sorted(range(len(boxes)), key=rank):
        threshold = np.float32(rules.class_thresholds.get(classes[index], rules.threshold))
        if classes[index] in rules.hidden_classes:
            reasons[index] = Reason.CLASS
            continue
        if scores[index] < threshold:
            reasons[index] = Reason.THRESHOLD
            continue
        for better in shown:
            a, b = boxes[better], boxes[index]
            width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            shared = max(width, 0) * max(height, 0)
            union = area(a) + area(b) - shared
            if shared == 0:
                continue
            if rules.max_overlap is not None and shared > np.float32(rules.max_overlap) * union:
                reasons[index] = Reason.OVERLAP
            elif rules.max_inside is not None and shared > np.float32(rules.max_inside) * area(b):
                reasons[index] = Reason.INSIDE
            else:
                continue
            hidden_by[index] = better
            break
        if reasons[index] == Reason.SHOWN:
            shown.append(index)
    if rules.max_count is not None:
        for index in shown[rules.max_count :]:
            reasons[index] = Reason.COUNT
        shown = shown[: rules.max_count]
    return shown, reasons, hidden_by


def as_lists(filtered: Filtered) -> tuple[list[int], list[int], list[int]]:
    return filtered.shown.tolist(), filtered.reasons.tolist(), filtered.hidden_by.tolist()


def test_that_without_rules_everything_is_shown_best_score_first() -> None:
    found = detections_of([[0, 0, 9, 9]] * 3, [0.2, 0.9, 0.5])
    filtered = apply_rules(found, FilterRules())
    assert filtered.shown.tolist() == [1, 2, 0]
    assert filtered.reasons.tolist() == [Reason.SHOWN] * 3


def test_that_a_score_equal_to_the_threshold_is_shown() -> None:
    found = detections_of([[0, 0, 9, 9], [0, 0, 9, 9]], [0.7, 0.69])
    assert apply_rules(found, FilterRules(threshold=0.7)).reasons.tolist() == [Reason.SHOWN, Reason.THRESHOLD]


def test_that_a_threshold_of_a_class_replaces_the_common_one() -> None:
    found = detections_of([[0, 0, 9, 9]] * 3, [0.6, 0.6, 0.6], [0, 1, 2])
    rules = FilterRules(threshold=0.5, class_thresholds={1: 0.7, 2: 0.1})
    assert shown_set(found, rules) == {0, 2}


def test_that_a_hidden_class_neither_shows_nor_hides_others() -> None:
    found = detections_of([[0, 0, 40, 40], [0, 0, 40, 39]], [0.9, 0.8], [0, 1])
    rules = FilterRules(hidden_classes=frozenset({0}), max_overlap=0.5)
    assert apply_rules(found, rules).reasons.tolist() == [Reason.CLASS, Reason.SHOWN]


def test_that_the_worse_of_two_overlapping_detections_is_hidden_whatever_their_classes() -> None:
    found = detections_of([[0, 0, 40, 40], [0, 0, 40, 30]], [0.8, 0.9], [0, 1])
    filtered = apply_rules(found, FilterRules(max_overlap=0.5))
    assert as_lists(filtered) == ([1], [Reason.OVERLAP, Reason.SHOWN], [1, -1])


def test_that_a_hidden_detection_hides_nothing() -> None:
    # The second overlaps the first, the third only the second.
    found = detections_of([[0, 0, 30, 10], [10, 0, 40, 10], [20, 0, 50, 10]], [0.9, 0.8, 0.7])
    filtered = apply_rules(found, FilterRules(max_overlap=0.4))
    assert filtered.reasons.tolist() == [Reason.SHOWN, Reason.OVERLAP, Reason.SHOWN]


def test_that_a_line_inside_a_better_block_is_hidden() -> None:
    found = detections_of([[0, 0, 50, 50], [5, 5, 45, 10]], [0.9, 0.8])
    filtered = apply_rules(found, FilterRules(max_inside=0.8))
    assert as_lists(filtered) == ([0], [Reason.SHOWN, Reason.INSIDE], [-1, 0])


def test_that_a_better_line_does_not_hide_the_block_around_it() -> None:
    found = detections_of([[0, 0, 50, 50], [5, 5, 45, 10]], [0.8, 0.9])
    assert shown_set(found, FilterRules(max_inside=0.8)) == {0, 1}


def test_that_only_the_best_are_shown_when_a_count_is_set() -> None:
    found = detections_of([[0, 0, 9, 9]] * 3, [0.2, 0.9, 0.5])
    filtered = apply_rules(found, FilterRules(max_count=2))
    assert as_lists(filtered) == ([1, 2], [Reason.COUNT, Reason.SHOWN, Reason.SHOWN], [-1, -1, -1])


def test_that_a_page_without_detections_can_be_filtered() -> None:
    filtered = apply_rules(detections_of([], []), FilterRules(threshold=0.5, max_overlap=0.5, max_count=3))
    assert len(filtered.shown) == len(filtered.reasons) == 0


@given(any_detections(), RULES)
def test_that_the_rules_agree_with_a_slow_reading_of_them(found: Detections, rules: FilterRules) -> None:
    assert as_lists(apply_rules(found, rules)) == slow_rules(found, rules)


@pytest.mark.parametrize("seed", range(3))
def test_that_the_rules_agree_with_a_slow_reading_on_crowded_pages(seed: int) -> None:
    found = random_detections(150, seed=seed)
    rules = FilterRules(threshold=0.2, max_overlap=0.3, max_inside=0.7, max_count=60)
    assert as_lists(apply_rules(found, rules)) == slow_rules(found, rules)


@given(any_detections(), RULES)
def test_that_filtering_twice_changes_nothing(found: Detections, rules: FilterRules) -> None:
    once = found.select(apply_rules(found, rules).shown)
    assert apply_rules(once, rules).shown.tolist() == list(range(len(once)))


@given(any_detections(), RULES, st.integers(0, 1000))
def test_that_the_order_of_detections_does_not_matter(found: Detections, rules: FilterRules, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(found))
    shown = found.select(apply_rules(found, rules).shown)
    shuffled = found.select(order)
    assert_same(shuffled.select(apply_rules(shuffled, rules).shown), shown)


def assert_same(left: Detections, right: Detections) -> None:
    for a, b in ((left.boxes, right.boxes), (left.scores, right.scores), (left.class_ids, right.class_ids)):
        np.testing.assert_array_equal(a, b)


@given(any_detections(), RULES, SHARES)
def test_that_the_threshold_commutes_with_the_other_rules(found: Detections, rules: FilterRules, higher: float) -> None:
    rules = replace(rules, threshold=0.0, class_thresholds={})
    at_once = found.select(apply_rules(found, replace(rules, threshold=higher)).shown)
    before = found.select(apply_rules(found, rules).shown)
    afterwards = before.select(apply_rules(before, FilterRules(threshold=higher)).shown)
    assert_same(at_once, afterwards)


@given(any_detections(), RULES)
def test_that_a_higher_threshold_never_shows_more(found: Detections, rules: FilterRules) -> None:
    rules = replace(rules, class_thresholds={})
    shown = [shown_set(found, replace(rules, threshold=threshold)) for threshold in (0.0, 0.3, 0.5, 0.95)]
    assert all(higher <= lower for lower, higher in pairwise(shown))


@given(any_detections(), RULES)
def test_that_every_hidden_detection_has_a_reason_and_a_shown_one_has_none(
    found: Detections, rules: FilterRules
) -> None:
    filtered = apply_rules(found, rules)
    assert set(np.flatnonzero(filtered.reasons == Reason.SHOWN).tolist()) == set(filtered.shown.tolist())
    is_hidden_by_one = np.isin(filtered.reasons, [Reason.OVERLAP, Reason.INSIDE])
    np.testing.assert_array_equal(filtered.hidden_by >= 0, is_hidden_by_one)


def test_that_2000_detections_are_filtered_in_the_time_of_a_frame() -> None:
    found = random_detections(2000, seed=0, largest_px=60)
    rules = FilterRules(threshold=0.1, max_overlap=0.5, max_inside=0.8)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        apply_rules(found, rules)
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.1  # about 0.005 s; a loop over pairs takes seconds
