"""Says, before anything is built, what a config asks for that the engine does not have, or that cannot work."""

import math
from typing import TYPE_CHECKING, Final

from d2studio.engine.config_defaults import DEFAULTS, LATEST_VERSION
from d2studio.engine.config_network import check_network
from d2studio.engine.config_rules import MAX_SIDE, Rules, is_list_of

if TYPE_CHECKING:
    from d2studio.engine.config import Config

# What the elements of lists are. Everything else has the type of its default.
_LISTS: Final = (
    (
        "numbers",
        (int, float),
        (
            "MODEL.PIXEL_MEAN",
            "MODEL.PIXEL_STD",
            "MODEL.RPN.BBOX_REG_WEIGHTS",
            "MODEL.ROI_BOX_HEAD.BBOX_REG_WEIGHTS",
            "MODEL.ROI_BOX_CASCADE_HEAD.IOUS",
            "MODEL.RETINANET.BBOX_REG_WEIGHTS",
        ),
    ),
    ("whole numbers", (int,), ("MODEL.RPN.CONV_DIMS", "MODEL.ROI_KEYPOINT_HEAD.CONV_DIMS")),
    ("true or false", (bool,), ("MODEL.RESNETS.DEFORM_ON_PER_STAGE",)),
    (
        "names",
        (str,),
        (
            "MODEL.FPN.IN_FEATURES",
            "MODEL.RPN.IN_FEATURES",
            "MODEL.ROI_HEADS.IN_FEATURES",
            "MODEL.SEM_SEG_HEAD.IN_FEATURES",
            "MODEL.RETINANET.IN_FEATURES",
            "MODEL.RESNETS.OUT_FEATURES",
            "DATASETS.TRAIN",
            "DATASETS.TEST",
        ),
    ),
)
_NESTED_LISTS: Final = (
    "MODEL.ANCHOR_GENERATOR.SIZES",
    "MODEL.ANCHOR_GENERATOR.ASPECT_RATIOS",
    "MODEL.ROI_BOX_CASCADE_HEAD.BBOX_REG_WEIGHTS",
)

_MAX_DETECTIONS: Final = 10_000


def check_supported(config: "Config") -> list[str]:
    """Everything that keeps the engine from running a config, a sentence each; empty if nothing does."""
    rules = Rules(config)
    _check_types(rules)
    if rules.problems:  # what has the wrong type cannot be compared with the rest
        return rules.problems
    _check_input(rules)
    check_network(rules)
    return rules.problems


def _check_types(rules: Rules) -> None:
    if rules.config.value("VERSION") != LATEST_VERSION:
        rules.refuse("VERSION", f"has to be {LATEST_VERSION}")
    for key in DEFAULTS:
        # What only training reads may stay unset.
        if key.startswith(("MODEL.", "INPUT.", "TEST.DETECTIONS_PER_IMAGE")) and rules.config.value(key) is None:
            rules.refuse(key, "has no value; where none is meant, write ''")
    for words, kinds, keys in _LISTS:
        for key in keys:
            if not is_list_of(rules.config.value(key), kinds):
                rules.refuse(key, f"has to be a list of {words}")
    for key in _NESTED_LISTS:
        value = rules.config.value(key)
        is_nested = isinstance(value, tuple) and all(is_list_of(item, (int, float)) for item in value)
        if not is_nested and not is_list_of(value, (int, float)):
            rules.refuse(key, "has to be a list of lists of numbers")


def _check_input(rules: Rules) -> None:
    rules.one_of("INPUT.FORMAT", ("BGR", "RGB"))
    rules.between("INPUT.MIN_SIZE_TEST", 0, MAX_SIDE)
    if rules.config.int("INPUT.MIN_SIZE_TEST") != 0:  # 0: pages are not resized
        rules.between("INPUT.MAX_SIZE_TEST", 1, MAX_SIDE)
    rules.between("TEST.DETECTIONS_PER_IMAGE", -1, _MAX_DETECTIONS)  # -1: all
    for key, lowest in (("MODEL.PIXEL_MEAN", -math.inf), ("MODEL.PIXEL_STD", 0)):
        values = rules.config.floats(key)
        if len(values) != 3 or not all(lowest < value < math.inf for value in values):
            rules.refuse(key, f"has to have three {'positive ' if lowest == 0 else ''}numbers, one for each colour")
