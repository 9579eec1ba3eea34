"""What the user decided, and the one file that keeps it.

    settings, problems = load(path)
    settings = replace(settings, theme="dark")
    save(settings, path)

The file is JSON and meant to be read: it holds only what differs from the defaults.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from d2studio.core import setting_values as read
from d2studio.core.model_rules import ModelRules
from d2studio.core.output_folder import write_whole
from d2studio.core.paths import make_folder

SCHEMA_VERSION: Final = 1

MAX_RECENT: Final = 12

THEMES: Final = ("system", "light", "dark")
LANGUAGES: Final = ("system", "en", "de")
LOG_LEVELS: Final = ("debug", "info", "warning", "error")
PDF_DPI: Final = (36.0, 1200.0)
MEGAPIXELS: Final = (1.0, 2000.0)
MAX_DETECTIONS: Final = 10_000
# Less than a gigabyte leaves no room for the libraries that decode.
DECODE_MEMORY_GB: Final = (1.0, 256.0)

_VERSION_KEY: Final = "schema_version"
_KEPT_MODELS: Final = 50
_KEPT_COLOURS: Final = 2000

Values = dict[str, Any]

# By the version that a file has: what makes the next version's values of its own.
_MIGRATIONS: Final[dict[int, Callable[[Values], Values]]] = {}


def _setting(default: object, reader: read.Reader[Any]) -> Any:  # noqa: ANN401 (fields have the types that readers return)
    if isinstance(default, dict):
        return field(default_factory=dict, metadata={"read": reader})
    return field(default=default, metadata={"read": reader})


@dataclass(frozen=True)
class Settings:
    """Everything that is kept from one start to the next, except pages and the layout of the window.

    Attributes:
        run_on_open: a page is run as soon as it is shown.
        pdf_dpi: resolution at which PDF pages are drawn.
        max_megapixels: pages with more are refused.
        decode_memory_gb: address space that the process may use which opens files.
        fill_opacity: of overlays, 0 to 1.
        show_welcome: the lines on what to do are shown at the start.
        recent_files: newest first.
        recent_models: (config, weights), newest first; of a folder the second is empty.
        last_folder: where the next file dialog starts; may be empty.
        restore_session: pages of the last session are opened at the start.
        model_config, model_weights: the model in use; empty for the one that comes with the program.
        device, precision: as `engine.loading.load_model` takes them.
        input_size: shorter side and largest longer side in pixels; None for what the model says.
        max_detections: a page at most; None for what the model says.
        class_colours: class name to "#rrggbb", where the user chose one.
        rules: what shall be shown of a model's detections, by `model_rules.rules_key`; once it was by its name alone.
        others: what a file says beyond these; kept for the version of the program that knows it.

    Raises:
        ValueError: a value is out of its range.
    """

    theme: str = _setting("system", read.one_of(*THEMES))
    language: str = _setting("system", read.one_of(*LANGUAGES))
    run_on_open: bool = _setting(True, read.switch)
    pdf_dpi: float = _setting(200.0, read.number(*PDF_DPI))
    max_megapixels: float = _setting(300.0, read.number(*MEGAPIXELS))
    decode_memory_gb: float = _setting(4.0, read.number(*DECODE_MEMORY_GB))
    fill_opacity: float = _setting(0.12, read.number(0, 1))
    show_labels: bool = _setting(True, read.switch)
    show_ghosts: bool = _setting(False, read.switch)
    show_reading_order: bool = _setting(False, read.switch)
    show_welcome: bool = _setting(True, read.switch)
    recent_files: tuple[str, ...] = _setting((), read.several(read.text, most=MAX_RECENT))
    recent_models: tuple[tuple[str, str], ...] = _setting((), read.several(read.pair(read.text), most=MAX_RECENT))
    last_folder: str = _setting("", read.text)
    restore_session: bool = _setting(True, read.switch)
    model_config: str = _setting("", read.text)
    model_weights: str = _setting("", read.text)
    device: str = _setting("auto", read.text)
    precision: str = _setting("auto", read.one_of("auto", "float32", "bfloat16", "float16"))
    input_size: tuple[int, int] | None = _setting(None, read.optional(read.input_size))
    max_detections: int | None = _setting(None, read.optional(read.whole(1, MAX_DETECTIONS)))
    class_colours: Mapping[str, str] = _setting({}, read.by_name(read.colour, most=_KEPT_COLOURS))
    log_level: str = _setting("info", read.one_of(*LOG_LEVELS))
    rules: Mapping[str, ModelRules] = _setting({}, read.by_name(read.rules, most=_KEPT_MODELS))
    others: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, reader in _READERS.items():
            try:
                object.__setattr__(self, name, reader(getattr(self, name)))
            except read.UnfitValue as error:
                raise ValueError(f"{name} must be {error}") from error

    def with_recent_file(self, path: str) -> "Settings":
        """`path` is now the newest of the recent files."""
        return replace(self, recent_files=(path, *(other for other in self.recent_files if other != path)))

    def with_recent_model(self, config: str, weights: str = "") -> "Settings":
        """This pair is now the newest of the recent models."""
        model = (config, weights)
        return replace(self, recent_models=(model, *(other for other in self.recent_models if other != model)))

    def with_rules(self, key: str, rules: ModelRules) -> "Settings":
        """What shall be shown of this model from now on; models that were not changed for long are forgotten."""
        others = {other: kept for other, kept in self.rules.items() if other != key}
        return replace(self, rules={**others, key: rules})


_READERS: Final[Mapping[str, read.Reader[Any]]] = {
    each.name: each.metadata["read"] for each in fields(Settings) if "read" in each.metadata
}
_DEFAULTS: Final = Settings()


def load(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """Read a settings file as far as it makes sense; one that is not there holds the defaults.

    A file that is no settings file at all is moved aside, so that saving does not destroy it.

    Returns:
        The settings, and what was wrong with the file, as sentences for the user.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values, dict):
            raise ValueError("it holds no object in braces")  # noqa: TRY301, TRY004 (one way out for all that is wrong)
    except FileNotFoundError:
        return _DEFAULTS, ()
    except (OSError, ValueError, RecursionError) as error:
        return _DEFAULTS, (_move_aside(path, error),)

    problems: list[str] = []
    version = values.pop(_VERSION_KEY, SCHEMA_VERSION)
    others: Values = {}
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        problems.append(f"{path.name}: {_VERSION_KEY} must be a whole number from 1 to {SCHEMA_VERSION}.")
    elif version > SCHEMA_VERSION:
        problems.append(f"{path.name} was written by a newer version of d2studio; what this one does not know is kept.")
        others[_VERSION_KEY] = version
    else:
        for step in range(version, SCHEMA_VERSION):
            values = _MIGRATIONS[step](values)

    known: Values = {}
    for name, value in values.items():
        reader = _READERS.get(name)
        if reader is None:
            others[name] = value
            continue
        try:
            known[name] = reader(value)
        except read.UnfitValue as error:
            problems.append(f"{path.name}: {name} must be {error}. {_default_in_words(name)}")
    return Settings(**known, others=others), tuple(problems)


def save(settings: Settings, path: Path) -> None:
    """Write `settings` whole; the folder is made if it is missing. A link stays a link.

    Raises:
        OutputError: the file cannot be written.
    """
    values = {_VERSION_KEY: SCHEMA_VERSION, **settings.others}
    for name in _READERS:
        value = getattr(settings, name)
        if value != getattr(_DEFAULTS, name):
            values[name] = value
    if settings.rules:
        values["rules"] = {name: read.rules_as_json(rules) for name, rules in settings.rules.items()}
    # Names of files need not be Unicode; as escapes they can be written all the same.
    content = json.dumps(values, indent=2).encode("ascii") + b"\n"
    target = path.resolve()
    make_folder(target.parent)
    write_whole(target, lambda file: file.write(content))


def _default_in_words(name: str) -> str:
    default = getattr(_DEFAULTS, name)
    return f"{json.dumps(default)} is used." if isinstance(default, str | bool | int | float) else "It is left out."


def _move_aside(path: Path, error: Exception) -> str:
    what = f"{path} cannot be read ({getattr(error, 'strerror', None) or error}); the defaults are used."
    attempt = 1
    while (target := path.with_suffix(".bad.json" if attempt == 1 else f".bad-{attempt}.json")).exists():
        attempt += 1
    try:
        path.rename(target)
    except OSError as failure:
        return f"{what} It could not be moved aside: {failure.strerror}."
    return f"{what} It was kept as {target.name}."
