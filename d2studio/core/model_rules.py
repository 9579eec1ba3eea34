"""What a user chose to see of a model's detections, by the names of its classes, so that it can be kept in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from d2studio.core.model_summary import ModelRequest, ModelSummary
from d2studio.filters import FilterRules


@dataclass(frozen=True)
class ModelRules:
    """As `FilterRules`, but a class goes by its name: ids mean nothing without the model at hand."""

    threshold: float = 0.0
    class_thresholds: Mapping[str, float] = field(default_factory=dict)
    hidden_classes: frozenset[str] = frozenset()
    max_overlap: float | None = None
    max_inside: float | None = None
    max_count: int | None = None

    def to_filter(self, class_names: Sequence[str]) -> FilterRules:
        """The same for a model with these classes, by id; what it does not have is left out."""
        ids = range(len(class_names))
        return FilterRules(
            threshold=self.threshold,
            class_thresholds={
                id_: self.class_thresholds[class_names[id_]] for id_ in ids if class_names[id_] in self.class_thresholds
            },
            hidden_classes=frozenset(id_ for id_ in ids if class_names[id_] in self.hidden_classes),
            max_overlap=self.max_overlap,
            max_inside=self.max_inside,
            max_count=self.max_count,
        )


def model_rules(rules: FilterRules, class_names: Sequence[str]) -> ModelRules:
    """`rules` of a model with these classes, by name. Classes of one name cannot be told apart and share a fate."""
    return ModelRules(
        threshold=rules.threshold,
        class_thresholds={class_names[id_]: value for id_, value in sorted(rules.class_thresholds.items())},
        hidden_classes=frozenset(class_names[id_] for id_ in rules.hidden_classes),
        max_overlap=rules.max_overlap,
        max_inside=rules.max_inside,
        max_count=rules.max_count,
    )


def rules_key(request: ModelRequest, model: ModelSummary) -> str:
    """What the rules of a model go by in the settings; its name alone may be that of another model as well."""
    if request.config is None:
        return f"{model.name} (built-in)"
    return f"{model.name} ({model.weights_path or model.config_path or request.config})"
