"""A model as the window knows it: what was asked for, what it is, what this machine can run it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from d2studio.core.colours import Colour
from d2studio.devices import Device


@dataclass(frozen=True)
class ModelRequest:
    """Which model to load, and how.

    Attributes:
        config: a config file, a model's folder, or a name as `core.model_lookup` takes it; None for the model that
            comes with d2studio.
        weights: the weights of a config file.
        device, precision: as `engine.loading.load_model` takes them.
        input_size: shorter side and largest longer side in pixels to which pages are resized; None: the config's.
        max_detections: how many detections a page at most; None: the config's.
    """

    config: str | None = None
    weights: str | None = None
    device: str = "auto"
    precision: str = "auto"
    input_size: tuple[int, int] | None = None
    max_detections: int | None = None


@dataclass(frozen=True)
class ModelSummary:
    """A model in words and numbers, before or after it is loaded.

    Attributes:
        name: for people: the card's name, else the folder's or the config's.
        architecture, backbone: "Cascade R-CNN", "ResNet-18 FPN".
        class_names: by class id.
        class_colours: class id to sRGB, of classes that the model brings a colour for.
        thresholds: class id to the score from which the model's maker advises to show a detection.
        input_format: RGB or BGR, the order of channels that the model expects.
        input_size: shorter side and largest longer side in pixels.
        max_detections: how many detections a page at most.
        parameters: how many numbers the weights are.
        weights_dtype, weights_format: of the file; None where there is none.
        verdict: "fits", "does not fit" or "not checked".
        explanations, problems: why weights do not fit; `problems` tensor by tensor.
        fitting_class_count: the number of classes with which they would fit, where that is all that is wrong.
        notes: what was noticed, in words.
        description, licence, training, version: of the model's card; may be empty.
        measured: of the card: what was measured on, to names and values of figures.
        device, precision: where and how exactly it computes; empty while it is not loaded.
        config_path, weights_path: its files.
    """

    name: str
    architecture: str
    backbone: str
    class_names: tuple[str, ...]
    class_colours: Mapping[int, Colour] = field(default_factory=dict)
    thresholds: Mapping[int, float] = field(default_factory=dict)
    input_format: str = ""
    input_size: tuple[int, int] = (0, 0)
    max_detections: int = 0
    parameters: int = 0
    weights_dtype: str | None = None
    weights_format: str | None = None
    verdict: str = "not checked"
    explanations: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    description: str = ""
    licence: str = ""
    training: str = ""
    version: str = ""
    measured: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    device: str = ""
    precision: str = ""
    config_path: str = ""
    weights_path: str = ""
    fitting_class_count: int | None = None

    @property
    def folder(self) -> Path:
        """In which its config lies: of an installed model, its own."""
        return Path(self.config_path).parent


@dataclass(frozen=True)
class Machine:
    """What this machine has. `notes` say why something that it has cannot be used."""

    devices: tuple[Device, ...]
    versions: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
