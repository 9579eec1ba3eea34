from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2studio.core.rule_changes import (
    common_threshold,
    threshold_of,
    with_class_threshold,
    with_threshold,
    with_thresholds_shifted,
)
from d2studio.core.shown import NothingShownReason, count_classes, score_histogram, why_nothing_shown
from d2studio.detections import Detections
from d2studio.filters import FilterRules, apply_rules


def _found(*scores_and_classes: tuple[float, int]) -> Detections:
    """Detections that lie one below the other, of classes a, b and c."""
    scores = np.array([score for score, _ in scores_and_classes], np.float32)
    class_ids = np.array([class_id for _, class_id in scores_and_classes], np.int64)
    tops = np.arange(len(scores), dtype=np.float32) * 10
    zeros = np.zeros_like(tops)
    return Detections(
        (1000, 100), ("a", "b", "c"), np.stack([zeros, tops, zeros + 50, tops + 5], axis=1), scores, class_ids
    )


def test_that_counts_are_by_class_and_reach_beyond_the_names() -> None:
    detections = _found((0.9, 0), (0.8, 0), (0.7, 4))
    counts = count_classes(detections, apply_rules(detections, FilterRules(threshold=0.75)))
    assert counts.total.tolist() == [2, 0, 0, 0, 1]
    assert counts.shown.tolist() == [2, 0, 0, 0, 0]


def test_that_counts_of_an_empty_page_are_zero_for_each_class() -> None:
    detections = _found()
    counts = count_classes(detections, apply_rules(detections, FilterRules()))
    assert counts.total.tolist() == counts.shown.tolist() == [0, 0, 0]


def test_that_the_histogram_tells_shown_from_hidden() -> None:
    detections = _found((1.0, 0), (0.95, 1), (0.5, 0), (0.0, 0))
    rules = FilterRules(threshold=0.4, hidden_classes=frozenset({1}))
    histogram = score_histogram(detections, apply_rules(detections, rules), 10)
    assert histogram.shown.tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    assert histogram.hidden.tolist() == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]


def test_that_a_score_on_the_edge_of_a_bin_is_in_the_upper_one_for_all_its_single_precision() -> None:
    detections = _found((0.58, 0))
    assert float(np.float32(0.58)) < 0.58
    histogram = score_histogram(detections, apply_rules(detections, FilterRules()), 50)
    assert histogram.shown[29] == 1


def test_that_scores_outside_0_to_1_are_in_the_outermost_bins() -> None:
    detections = _found((7.5, 0), (-3.0, 0))
    histogram = score_histogram(detections, apply_rules(detections, FilterRules(threshold=-9)), 4)
    assert histogram.shown.tolist() == [1, 0, 0, 1]


def test_that_there_is_nothing_to_explain_where_something_is_shown() -> None:
    detections = _found((0.9, 0))
    assert why_nothing_shown(detections, apply_rules(detections, FilterRules()), FilterRules()) is None


def test_that_an_empty_page_is_told_from_a_filtered_one() -> None:
    detections = _found()
    nothing = why_nothing_shown(detections, apply_rules(detections, FilterRules()), FilterRules())
    assert nothing is not None
    assert nothing.reason == NothingShownReason.NOTHING_FOUND
    assert nothing.suggested is None


@pytest.mark.parametrize(
    ("score", "lower_to"), [(0.41, 0.40), (0.40, 0.40), (0.449, 0.40), (0.45, 0.45), (0.04, 0.0), (-1.23, -1.25)]
)
def test_that_the_threshold_is_lowered_to_a_whole_step_that_the_best_reaches(score: float, lower_to: float) -> None:
    detections = _found((score, 0), (score - 0.02, 1))
    rules = FilterRules(threshold=0.8)
    nothing = why_nothing_shown(detections, apply_rules(detections, rules), rules)
    assert nothing is not None
    assert nothing.reason == NothingShownReason.BELOW_THRESHOLD
    assert nothing.best_score == pytest.approx(score)
    assert nothing.threshold == 0.8
    assert nothing.lower_to == pytest.approx(lower_to)
    assert nothing.suggested is not None
    assert nothing.suggested.threshold == nothing.lower_to
    assert len(apply_rules(detections, nothing.suggested).shown)


def test_that_only_the_class_of_the_best_is_lowered_where_it_has_its_own_threshold() -> None:
    detections = _found((0.7, 1), (0.3, 0))
    rules = FilterRules(threshold=0.5, class_thresholds={1: 0.9, 2: 0.6})
    nothing = why_nothing_shown(detections, apply_rules(detections, rules), rules)
    assert nothing is not None
    assert nothing.class_id == 1
    assert nothing.suggested == replace(rules, class_thresholds={1: 0.7, 2: 0.6})


def test_that_classes_stay_switched_off_where_others_are_only_below_the_threshold() -> None:
    detections = _found((0.99, 0), (0.3, 1))
    rules = FilterRules(threshold=0.5, hidden_classes=frozenset({0}))
    nothing = why_nothing_shown(detections, apply_rules(detections, rules), rules)
    assert nothing is not None
    assert nothing.reason == NothingShownReason.BELOW_THRESHOLD
    assert nothing.class_hidden_count == 1
    assert nothing.suggested == replace(rules, threshold=0.3)


def test_that_classes_are_switched_on_where_all_that_was_found_is_of_hidden_ones() -> None:
    detections = _found((0.99, 0), (0.3, 0))
    rules = FilterRules(threshold=0.5, hidden_classes=frozenset({0, 2}))
    nothing = why_nothing_shown(detections, apply_rules(detections, rules), rules)
    assert nothing is not None
    assert nothing.reason == NothingShownReason.CLASSES_HIDDEN
    assert nothing.best_score is None
    assert nothing.class_hidden_count == 2
    assert nothing.suggested == FilterRules(threshold=0.5)


def test_that_hidden_classes_below_the_threshold_need_both_changes() -> None:
    detections = _found((0.33, 0))
    rules = FilterRules(threshold=0.5, hidden_classes=frozenset({0}))
    nothing = why_nothing_shown(detections, apply_rules(detections, rules), rules)
    assert nothing is not None
    assert nothing.reason == NothingShownReason.CLASSES_HIDDEN
    assert nothing.suggested == FilterRules(threshold=0.3)


def test_that_a_limit_of_zero_is_lifted() -> None:
    detections = _found((0.9, 0), (0.2, 0))
    rules = FilterRules(threshold=0.5, max_count=0)
    nothing = why_nothing_shown(detections, apply_rules(detections, rules), rules)
    assert nothing is not None
    assert nothing.reason == NothingShownReason.LIMIT_IS_ZERO
    assert nothing.suggested == FilterRules(threshold=0.5)


_SHARES = st.sampled_from([0.0, 0.25, 0.41, 0.45, 0.6, 0.8, 0.95, 1.0])


@given(
    found=st.lists(st.tuples(st.floats(0, 1, width=32), st.integers(0, 2)), min_size=1, max_size=6),
    rules=st.builds(
        FilterRules,
        threshold=_SHARES,
        class_thresholds=st.dictionaries(st.integers(0, 2), _SHARES),
        hidden_classes=st.frozensets(st.integers(0, 2)),
        max_overlap=st.none() | _SHARES,
        max_inside=st.none() | _SHARES,
        max_count=st.none() | st.integers(0, 3),
    ),
)
def test_that_a_suggestion_always_shows_something(found: list[tuple[float, int]], rules: FilterRules) -> None:
    detections = _found(*found)
    filtered = apply_rules(detections, rules)
    nothing = why_nothing_shown(detections, filtered, rules)
    assert (nothing is None) == (len(filtered.shown) > 0)
    if nothing is not None:
        assert nothing.suggested is not None
        assert len(apply_rules(detections, nothing.suggested).shown)


def test_that_one_threshold_for_all_replaces_those_of_classes() -> None:
    rules = FilterRules(threshold=0.5, class_thresholds={1: 0.7}, max_count=3)
    assert with_threshold(rules, 0.6) == FilterRules(threshold=0.6, max_count=3)


def test_that_a_class_with_the_common_threshold_has_none_of_its_own() -> None:
    rules = with_class_threshold(FilterRules(threshold=0.5), 1, 0.7)
    assert [threshold_of(rules, class_id) for class_id in range(3)] == [0.5, 0.7, 0.5]
    assert with_class_threshold(rules, 1, 0.5) == FilterRules(threshold=0.5)


def test_that_a_common_threshold_is_found_also_where_each_class_states_it() -> None:
    assert common_threshold(FilterRules(threshold=0.1, class_thresholds={0: 0.5, 1: 0.5}), 2) == 0.5
    assert common_threshold(FilterRules(threshold=0.1, class_thresholds={0: 0.5, 1: 0.5}), 3) is None
    assert common_threshold(FilterRules(threshold=0.1), 0) == 0.1


def test_that_all_thresholds_shift_alike_and_stay_between_0_and_1() -> None:
    rules = with_thresholds_shifted(FilterRules(threshold=0.6, class_thresholds={1: 0.98}), 0.05)
    assert rules == FilterRules(threshold=0.65, class_thresholds={1: 1.0})
    assert with_thresholds_shifted(FilterRules(threshold=0.03), -0.05).threshold == 0.0
