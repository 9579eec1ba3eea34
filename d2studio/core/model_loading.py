"""Loading a model by whatever name it has: the public `d2studio.load_model`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from d2studio.control import Control
from d2studio.core.model_lookup import named_model

if TYPE_CHECKING:
    from d2studio.engine.predictor import Predictor


def load_model(
    source: str | Path | None = None,
    *,
    weights: str | Path | None = None,
    device: str = "auto",
    precision: str = "auto",
    class_names: Sequence[str] | Path | None = None,
    input_size: tuple[int, int] | None = None,
    max_detections: int | None = None,
    class_count: int | None = None,
    weights_cache: Path | None = None,
    control: Control | None = None,
) -> "Predictor":
    """Load a Detectron2 model.

    Args:
        source: a config file; or a folder with one config, one weights file and perhaps classes.json and model.json; or
            the name of an installed model: its id, what people call it, or what the catalogue does, such as
            "lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config". A path that is there comes first. Without it, the model
            that comes with d2studio. A `Path` is never a name.
        weights: the weights file of a config file. The path inside a config is never followed.
        device: auto, cpu, cuda, cuda:N or mps.
        precision: auto, float32, bfloat16 or float16.
        class_names: by class id, or a file that lists them; without them, those of classes.json beside the
            config, or of the data set that the config mentions.
        input_size: shorter side and largest longer side in pixels to which pages are resized, (0, 0) for not at all;
            without it, the config's.
        max_detections: how many detections a page at most, -1 for all; without it, the config's.
        class_count: how many classes the weights have, where the config says otherwise.
        weights_cache: folder in which weights that are no safetensors are kept as such, for quicker loading next time;
            without it, they are read from their own file each time.
        control: hears of stages, and may stop the work between them.

    Raises:
        D2StudioError: ConfigError, WeightsError, DeviceError, UsageError or DamagedInstallation; each says what to do.
            What is not installed is not downloaded: that is a UsageError too.
    """
    from d2studio.engine.loading import load_model

    return load_model(
        named_model(source) if isinstance(source, str) else source,
        weights=weights,
        device=device,
        precision=precision,
        class_names=class_names,
        input_size=input_size,
        max_detections=max_detections,
        class_count=class_count,
        weights_cache=weights_cache,
        control=control,
    )
