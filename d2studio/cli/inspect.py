"""`d2studio inspect`: what a model is, and whether its files belong together."""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from d2studio.cli.arguments import InspectOptions
from d2studio.cli.screen import MAX_PROBLEMS, Screen
from d2studio.cli.status import Status
from d2studio.core.model_lookup import named_model
from d2studio.core.paths import user_folders

if TYPE_CHECKING:
    from d2studio.engine.inspect import ModelDescription
    from d2studio.engine.model_card import ModelCard

# Of 1,203 classes the first few tell which they are.
_MAX_NAMES: Final = 20


def inspect(options: InspectOptions, screen: Screen) -> Status:
    """Describe a model, and return the exit status.

    Raises:
        D2StudioError: a file cannot be read, or the config describes no network that can be built.
    """
    from d2studio.engine.inspect import describe, read_parts
    from d2studio.engine.loading import find_files

    config, weights = named_model(options.config), options.weights
    if config is None or config.is_dir():
        config, weights = find_files(config, weights)
    cache = user_folders().cache
    description = describe(config, weights, weights_cache=cache)
    counted, class_count = description.class_count, description.fitting_class_count
    if options.classes_from_weights and class_count is not None:
        description = read_parts(config, weights, class_count=class_count, weights_cache=cache).description
        note = f"The config counts {counted:,} classes; this is the model with the {class_count:,} of its weights."
        description = replace(description, notes=(note, *description.notes))
    if options.as_json:
        screen.record(asdict(description))
    else:
        screen.text(*_lines(description))
    return Status.FAILED if description.verdict == "does not fit" else Status.DONE


def _lines(description: "ModelDescription") -> list[str]:
    rows = [] if description.card is None else _origin(description.card)
    rows += [
        ("model", description.kind),
        ("classes", _classes(description)),
        ("input", _input(description)),
        ("parameters", f"{description.parameters / 1e6:.1f} million"),
    ]
    if description.weights_format is not None:
        rows.append(("weights", f"{description.weights_format}, {description.weights_dtype}"))
    if description.card is not None:
        rows += _quality(description.card)
    rows.append(("verdict", _verdict(description)))
    if description.fitting_class_count is not None:
        rows.append(("", f"all else fits: with {description.fitting_class_count:,} classes (--classes-from-weights)"))
    rows += [("", explanation) for explanation in description.explanations]
    rows += [("", problem) for problem in description.problems[:MAX_PROBLEMS]]
    if len(description.problems) > MAX_PROBLEMS:
        rows.append(("", f"and {len(description.problems) - MAX_PROBLEMS} more"))
    rows += [("note", note) for note in description.notes]
    return [f"{name:<12}{text}" for name, text in rows]


def _origin(card: "ModelCard") -> list[tuple[str, str]]:
    rows = [("name", f"{card.name} {card.version}".strip()), ("", card.description), ("licence", card.licence)]
    return [(name, text) for name, text in rows if text]


def _quality(card: "ModelCard") -> list[tuple[str, str]]:
    rows = [("training", card.training)] if card.training else []
    for pages, figures in card.measured.items():
        rows.append(("measured", f"{pages}: {', '.join(f'{name} {value:g}' for name, value in figures.items())}"))
    if card.thresholds:
        thresholds = (f"{name} {threshold:g}" for name, threshold in card.thresholds.items())
        rows.append(("thresholds", ", ".join(thresholds)))
    return rows


def _classes(description: "ModelDescription") -> str:
    names = ", ".join(description.class_names[:_MAX_NAMES])
    more = "" if description.class_count <= _MAX_NAMES else ", ..."
    return f"{description.class_count}: {names}{more}" if names else str(description.class_count)


def _input(description: "ModelDescription") -> str:
    shorter, longer = description.input_size
    size = "as large as the page" if shorter == 0 else f"shorter side {shorter} px, longer side at most {longer} px"
    return f"{description.input_format}, {size}"


def _verdict(description: "ModelDescription") -> str:
    if description.verdict == "not checked":
        return "the config can be built; no weights were given"
    return f"the weights {'fit' if description.verdict == 'fits' else 'do not fit'} the config"
