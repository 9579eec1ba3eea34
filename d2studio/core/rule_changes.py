"""Rules as a person changes them: one threshold for all, one for a class, all a step up or down."""

from dataclasses import replace

from d2studio.filters import FilterRules


def threshold_of(rules: FilterRules, class_id: int) -> float:
    """The score from which on detections of a class are shown."""
    return rules.class_thresholds.get(class_id, rules.threshold)


def common_threshold(rules: FilterRules, class_count: int) -> float | None:
    """The threshold that holds for all of a model's classes; None where they differ."""
    thresholds = {threshold_of(rules, class_id) for class_id in range(class_count)} or {rules.threshold}
    return thresholds.pop() if len(thresholds) == 1 else None


def with_threshold(rules: FilterRules, threshold: float) -> FilterRules:
    """One threshold for all classes; those that had their own lose it."""
    return replace(rules, threshold=threshold, class_thresholds={})


def with_class_threshold(rules: FilterRules, class_id: int, threshold: float) -> FilterRules:
    """Another threshold for one class; it follows the common one again when it is the same."""
    thresholds = {other: value for other, value in rules.class_thresholds.items() if other != class_id}
    if threshold != rules.threshold:
        thresholds[class_id] = threshold
    return replace(rules, class_thresholds=thresholds)


def with_thresholds_shifted(rules: FilterRules, change: float) -> FilterRules:
    """Every class's threshold changed alike, to whole hundredths within 0 to 1."""

    def shifted(threshold: float) -> float:
        return min(max(round(threshold + change, 2), 0.0), 1.0)

    thresholds = {class_id: shifted(value) for class_id, value in rules.class_thresholds.items()}
    return replace(rules, threshold=shifted(rules.threshold), class_thresholds=thresholds)
