"""Merging of files, types, versions and dumps of configs."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from d2studio.engine.config import Value, default_config, load_config
from d2studio.engine.config_defaults import DEFAULTS
from d2studio.errors import ConfigError, UnsupportedConfig
from tests.engine.config_values import DATA, flat, reference_dump, values_of, write

DUMPS = sorted((DATA / "parity").glob("*.yaml"))


def test_that_the_defaults_are_those_of_detectron2() -> None:
    assert values_of(default_config()) == reference_dump(DATA / "configs" / "defaults.yaml")


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_that_a_full_dump_is_read_value_by_value(path: Path) -> None:
    config = load_config(path)
    assert values_of(config) == reference_dump(path)
    assert config.path == path
    assert config.notes == ()


def test_that_full_dumps_were_there_to_read() -> None:
    assert len(DUMPS) >= 18


def test_that_a_dump_of_2020_takes_newer_settings_from_the_defaults(tmp_path: Path) -> None:
    tree = yaml.safe_load((DATA / "parity" / "Full--publaynet_faster.yaml").read_text(encoding="utf-8"))
    del tree["FLOAT32_PRECISION"], tree["MODEL"]["RPN"]["CONV_DIMS"], tree["MODEL"]["RETINANET"]["NORM"]
    del tree["SOLVER"]["AMP"], tree["MODEL"]["ROI_BOX_HEAD"]["USE_SIGMOID_CE"], tree["INPUT"]["RANDOM_FLIP"]
    tree["SOLVER"]["WEIGHT_DECAY_BIAS"] = 0.0001  # today None stands for it
    config = load_config(write(tmp_path, yaml.safe_dump(tree)))
    assert config.ints("MODEL.RPN.CONV_DIMS") == (-1,)
    assert config.value("SOLVER.WEIGHT_DECAY_BIAS") == 0.0001
    assert config.int("MODEL.ROI_HEADS.NUM_CLASSES") == tree["MODEL"]["ROI_HEADS"]["NUM_CLASSES"]


def test_that_what_is_printed_by_detectron2_is_read_too(tmp_path: Path) -> None:
    # print(cfg) shows tuples in Python's way and false as False
    config = load_config(write(tmp_path, "DATASETS:\n  TRAIN: ('a_train',)\n  TEST: ()\nMODEL:\n  MASK_ON: True\n"))
    assert config.strs("DATASETS.TRAIN") == ("a_train",)
    assert config.strs("DATASETS.TEST") == ()
    assert config.bool("MODEL.MASK_ON")


# Keys


def test_that_all_unknown_and_unsupported_parts_are_named_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        MODEL:
          META_ARCHITECTURE: VLGeneralizedRCNN
          BACKBONE: {NAME: build_vit_fpn_backbone}
          VIT: {DROP_PATH: 0.1, NAME: dit_base}
          ROI_HEADS: {NUM_CLASES: 5}
        INPUT: {FORMAT: L, COLOUR: true}
        AUG: {DETR: true}
        """,
    )
    with pytest.raises(UnsupportedConfig) as caught:
        load_config(path)
    assert "modified Detectron2" in str(caught.value)
    assert [problem.split(" =")[0] for problem in caught.value.problems] == [
        "MODEL.VIT.DROP_PATH: unknown",
        "MODEL.VIT.NAME: unknown",
        "MODEL.ROI_HEADS.NUM_CLASES: unknown; did you mean MODEL.ROI_HEADS.NUM_CLASSES?",
        "INPUT.COLOUR: unknown",
        "INPUT.FORMAT",
        "MODEL.META_ARCHITECTURE",
        "MODEL.BACKBONE.NAME",
    ]


def test_that_unknown_settings_of_training_are_left_out_with_a_note(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        SOLVER: {POLY_LR_POWER: 0.9, OPTIMIZER: {NAME: ADAMW}}
        DATASETS: {CATEGORY_MAPS: {a: [1]}}
        TEST: {SLIDING: true}
        INPUT: {CROP: {SINGLE: 1.0}, SCALE_TRAIN: [0.1]}
        """,
    )
    config = load_config(path)
    (note,) = config.notes
    for key in ("SOLVER.POLY_LR_POWER", "SOLVER.OPTIMIZER.NAME", "DATASETS.CATEGORY_MAPS.a", "TEST.SLIDING",
                "INPUT.CROP.SINGLE", "INPUT.SCALE_TRAIN"):  # fmt: skip
        assert key in note
    assert values_of(config) == values_of(default_config())


def test_that_a_dump_of_a_project_loads_without_what_makes_no_difference(tmp_path: Path) -> None:
    text = (DATA / "configs" / "version_1_retinanet.yaml").read_text(encoding="utf-8")
    text += """
OUR_PROJECT: {SEED: 3, PAGES: !!python/tuple [a, b]}
WANDB: false
MODEL_EMA: {ENABLED: true}
"""
    tree = yaml.safe_load(text.replace("!!python/tuple", ""))
    tree["SOLVER"] |= {"LOOKAHEAD": True, "MOMENTA": [0.9, 0.99]}
    tree["DATALOADER"] = {"PREFETCH": 2, "NUM_WORKERS": 0}
    tree["OUTPUT_DIR"] = "/home/somebody/output"
    tree["MODEL"]["RETINANET"]["IOU_LOSS_WEIGHT"] = 2.0
    dumped = yaml.safe_dump(tree).replace("PAGES:\n", "PAGES: !!python/tuple\n")
    assert "!!python/tuple" in dumped

    config = load_config(write(tmp_path, dumped))

    noted = "\n".join(config.notes)
    for key in ("OUR_PROJECT.SEED", "OUR_PROJECT.PAGES", "WANDB", "MODEL_EMA.ENABLED", "SOLVER.LOOKAHEAD",
                "SOLVER.MOMENTA", "DATALOADER.PREFETCH", "MODEL.RETINANET.IOU_LOSS_WEIGHT"):  # fmt: skip
        assert key in noted
    assert "version 1" in noted
    assert config.int("DATALOADER.NUM_WORKERS") == 0
    before = load_config(DATA / "configs" / "version_1_retinanet.yaml")
    differing = {key for key in DEFAULTS if config.value(key) != before.value(key)}
    assert differing <= {"OUTPUT_DIR", "DATALOADER.NUM_WORKERS"}


@pytest.mark.parametrize("section", ["MODLE", "MODELS", "Model", "INPUTS"])
def test_that_a_misspelt_section_is_not_passed_over(section: str, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedConfig, match=rf"{section}\.MASK_ON: unknown"):
        load_config(write(tmp_path, f"VERSION: 2\n{section}: {{MASK_ON: true}}"))


def test_that_an_empty_section_changes_nothing(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, "SOLVER: {}\nMODEL: {RPN: {}}")).notes == ()


def test_that_keys_with_dots_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"MODEL\.MASK_ON has to be written as nested sections"):
        load_config(write(tmp_path, "MODEL.MASK_ON: true"))


def test_that_a_section_cannot_be_a_value(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, "MODEL: {RPN: 5, WEIGHTS: {}}\nTEST:\n"))
    assert caught.value.problems == (
        "MODEL.RPN: a section is needed, 5 was given",
        "MODEL.WEIGHTS: text is needed, {} is a section",
        "TEST: a section is needed, None was given",
    )


def test_that_other_yaml_is_recognised(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no Detectron2 config: it has no section MODEL, but nc, names"):
        load_config(write(tmp_path, "nc: 5\nnames: [a]"))
    with pytest.raises(ConfigError, match="exported LazyConfig"):
        load_config(write(tmp_path, "model: {_target_: detectron2.modeling.GeneralizedRCNN}"))


# Types


@pytest.mark.parametrize(
    ("key", "given_value", "read"),
    [
        ("MODEL.ROI_HEADS.SCORE_THRESH_TEST", "1", 1.0),
        ("MODEL.ROI_HEADS.SCORE_THRESH_TEST", "'0.5'", 0.5),
        ("MODEL.ROI_HEADS.SCORE_THRESH_TEST", "5e-2", 0.05),
        ("MODEL.PIXEL_MEAN", "(1, 2.5, 3)", (1, 2.5, 3)),
        ("MODEL.PIXEL_MEAN", "[1, 2, 3]", (1, 2, 3)),
        ("MODEL.MASK_ON", "yes", True),
        ("MODEL.MASK_ON", "'True'", True),
        ("MODEL.WEIGHTS", "\"'quoted'\"", "quoted"),
        ("MODEL.WEIGHTS", "C:\\data\\x.pth", "C:\\data\\x.pth"),
        ("MODEL.WEIGHTS", "null", ""),
        ("SOLVER.WEIGHT_DECAY_BIAS", "0.1", 0.1),
        ("SOLVER.WEIGHT_DECAY_BIAS", "None", None),
        ("OUTPUT_DIR", "null", None),
        ("OUTPUT_DIR", "2020-01-01", "2020-01-01"),
        ("SOLVER.CLIP_GRADIENTS.NORM_TYPE", ".inf", float("inf")),
        ("SEED", "0x10", 16),
    ],
)
def test_that_values_are_read_as_detectron2_reads_them(key: str, given_value: str, read: Value, tmp_path: Path) -> None:
    *sections, name = key.split(".")
    lines = [f"{'  ' * depth}{section}:" for depth, section in enumerate(sections)]
    text = "\n".join([*lines, f"{'  ' * len(sections)}{name}: {given_value}"])
    value = load_config(write(tmp_path, text)).value(key)
    assert value == read
    assert type(value) is type(read)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("MODEL: {ROI_HEADS: {NUM_CLASSES: five}}", "NUM_CLASSES: a whole number is needed, 'five' is text"),
        ("MODEL: {ROI_HEADS: {NUM_CLASSES: 5.0}}", "NUM_CLASSES: a whole number is needed, 5.0 is a number"),
        ("MODEL: {ROI_HEADS: {NUM_CLASSES: true}}", "NUM_CLASSES: a whole number is needed, True is true or false"),
        ("MODEL: {MASK_ON: 1}", "MASK_ON: true or false is needed, 1 is a whole number"),
        ("MODEL: {RPN: {NMS_THRESH: true}}", "NMS_THRESH: a number is needed, True is true or false"),
        ("MODEL: {RPN: {NMS_THRESH: '1+1j'}}", "NMS_THRESH: a number is needed, '1+1j' is a complex"),
        ("MODEL: {PIXEL_MEAN: 5}", "PIXEL_MEAN: a list is needed, 5 is a whole number"),
        ("MODEL: {PIXEL_MEAN: [{a: 1}]}", "PIXEL_MEAN: a list is needed, [{'a': 1}] is a section"),
        ("OUTPUT_DIR: '2020'", "OUTPUT_DIR: text is needed, '2020' is a whole number"),
        ("OUTPUT_DIR: \"'\\\\ud800'\"", "is text with half a character"),
        ("SEED: '99999999999999999999'", "is a number of more than 64 bits"),
        ("SOLVER: {STEPS: '" + "[" * 60 + "]" * 60 + "'}", "is a list of more than 40 levels"),
    ],
)
def test_that_a_wrong_type_is_named_with_key_expected_and_given(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="wrong value") as caught:
        load_config(write(tmp_path, text))
    assert problem in caught.value.problems[0]
    assert not isinstance(caught.value, UnsupportedConfig)


def test_that_typed_values_are_given() -> None:
    config = default_config()
    assert config.bool("MODEL.MASK_ON") is False
    assert config.int("INPUT.MIN_SIZE_TEST") == 800
    assert config.float("MODEL.PROPOSAL_GENERATOR.MIN_SIZE") == 0.0
    assert config.str("INPUT.FORMAT") == "BGR"
    assert config.bools("MODEL.RESNETS.DEFORM_ON_PER_STAGE") == (False,) * 4
    assert config.ints("MODEL.RPN.CONV_DIMS") == (-1,)
    assert config.floats("MODEL.PIXEL_STD") == (1.0, 1.0, 1.0)
    assert config.strs("MODEL.RPN.IN_FEATURES") == ("res4",)
    assert config.nested_floats("MODEL.ANCHOR_GENERATOR.SIZES") == ((32.0, 64.0, 128.0, 256.0, 512.0),)


def test_that_a_plain_list_of_anchor_sizes_stands_for_all_maps() -> None:
    config = default_config().with_values({"MODEL.ANCHOR_GENERATOR.SIZES": (8, 16)})
    assert config.nested_floats("MODEL.ANCHOR_GENERATOR.SIZES") == ((8.0, 16.0),)


def test_that_asking_for_a_wrong_type_or_key_is_our_mistake() -> None:
    config = default_config()
    with pytest.raises(AssertionError):
        config.int("MODEL.MASK_ON")
    with pytest.raises(AssertionError):
        config.bool("VERSION")
    with pytest.raises(AssertionError):
        config.int("MODEL.RPN.NMS_THRESH")
    with pytest.raises(AssertionError):
        config.strs("MODEL.PIXEL_MEAN")
    with pytest.raises(AssertionError):
        config.floats("INPUT.FORMAT")
    with pytest.raises(AssertionError):
        config.value("MODEL.FOO")


# Changes


def test_that_values_can_be_changed_without_touching_the_first_config() -> None:
    first = default_config()
    second = first.with_values({"MODEL.ROI_HEADS.SCORE_THRESH_TEST": 1, "INPUT.FORMAT": "RGB"})
    assert second.float("MODEL.ROI_HEADS.SCORE_THRESH_TEST") == 1.0
    assert second.str("INPUT.FORMAT") == "RGB"
    assert first == default_config()
    assert second != first


def test_that_changes_are_checked_as_files_are() -> None:
    with pytest.raises(ConfigError, match=r"a number is needed, 'high' is text"):
        default_config().with_values({"MODEL.RPN.NMS_THRESH": "high"})
    with pytest.raises(UnsupportedConfig, match=r"MODEL\.FOO: unknown"):
        default_config().with_values({"MODEL.FOO": 1})
    with pytest.raises(UnsupportedConfig, match="VERSION = 1 has to be 2"):
        default_config().with_values({"VERSION": 1})
    with pytest.raises(ConfigError, match="text of more than 4,096 characters"):
        default_config().with_values({"MODEL.WEIGHTS": "x" * 5_000})


# Versions


def test_that_a_dump_of_version_1_is_renamed() -> None:
    config = load_config(DATA / "configs" / "version_1_retinanet.yaml")
    now = load_config(DATA / "parity" / "COCO-Detection--retinanet_R_50_FPN_3x.yaml")
    differing = {key for key in DEFAULTS if config.value(key) != now.value(key)}
    assert differing <= {"MODEL.DEVICE", "MODEL.WEIGHTS", "INPUT.MIN_SIZE_TEST", "INPUT.MAX_SIZE_TEST"}
    assert len(config.nested_floats("MODEL.ANCHOR_GENERATOR.SIZES")) == 5
    (note,) = config.notes
    assert "version 1" in note


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("MODEL: {WEIGHT: x.pkl}", "MODEL.WEIGHTS", "x.pkl"),
        ("TEST: {AUG_ON: true}", "TEST.AUG.ENABLED", True),
        ("MODEL: {ROI_HEADS: {SCORE_THRESH: 0.3, NMS: 0.4}}", "MODEL.ROI_HEADS.NMS_THRESH_TEST", 0.4),
        ("TEST: {DETECTIONS_PER_IMG: 50}\nVERSION: 1", "TEST.DETECTIONS_PER_IMAGE", 50),
        ("MODEL: {RPN_HEAD: {NAME: StandardRPNHead}}\nVERSION: 0", "MODEL.RPN.HEAD_NAME", "StandardRPNHead"),
        ("MODEL: {RPN: {ANCHOR_SIZES: [[9]]}, RETINANET: {ANCHOR_SIZES: [[7]]}}\nVERSION: 1",
         "MODEL.ANCHOR_GENERATOR.SIZES", ((9,),)),
        ("MODEL: {RETINANET: {ANCHOR_STRIDES: [8, 16]}}\nVERSION: 1", "VERSION", 2),
    ],
)  # fmt: skip
def test_that_old_names_are_understood(text: str, key: str, value: Value, tmp_path: Path) -> None:
    assert load_config(write(tmp_path, text)).value(key) == value


def test_that_an_old_name_in_a_new_config_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedConfig, match=r"MODEL\.WEIGHT: unknown; it is MODEL\.WEIGHTS since version 2"):
        load_config(write(tmp_path, "VERSION: 2\nMODEL: {WEIGHT: x.pkl}"))


def test_that_an_old_and_a_new_name_of_one_setting_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gives MODEL\.WEIGHTS twice"):
        load_config(write(tmp_path, "VERSION: 1\nMODEL: {WEIGHT: x.pkl, WEIGHTS: y.pkl}"))


@pytest.mark.parametrize("version", ["99", "-1", "2.0", "'2'", "true", "null", "[2]"])
def test_that_other_versions_are_refused(version: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"VERSION is .*; versions 0 to 2 are known"):
        load_config(write(tmp_path, f"VERSION: {version}\nMODEL: {{MASK_ON: true}}"))


# Dumps


def test_that_a_dump_is_what_detectron2_would_write() -> None:
    dumped = flat(yaml.safe_load(default_config().dump()))
    assert dumped == reference_dump(DATA / "configs" / "defaults.yaml")


NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
LEAVES = NUMBERS | st.booleans() | st.none() | st.text(max_size=30)
TRAINING_KEYS = {
    "OUTPUT_DIR": st.text(max_size=60)
    | st.sampled_from(["None", "'x'", "(1, 2)", "1e5", "~", "0o7", "a: b", "\t", "#"]),
    "SEED": st.integers(-(2**63), 2**63 - 1),
    "SOLVER.BASE_LR": st.floats(allow_nan=False),
    "SOLVER.WEIGHT_DECAY_BIAS": st.none() | st.floats(allow_nan=False),
    "SOLVER.NESTEROV": st.booleans(),
    "TEST.EXPECTED_RESULTS": st.recursive(
        LEAVES.map(lambda leaf: (leaf,)), lambda inner: st.lists(inner | LEAVES, max_size=4).map(tuple), max_leaves=10
    ),
}


@settings(deadline=None, max_examples=60)
@given(values=st.fixed_dictionaries({}, optional=TRAINING_KEYS))
def test_that_a_dump_reads_back_the_same(values: dict[str, Value], tmp_path_factory: pytest.TempPathFactory) -> None:
    # What is text and reads as something else in Detectron2's way of reading has no config with that text.
    try:
        config = default_config().with_values(values)
    except ConfigError:
        return
    path = write(tmp_path_factory.getbasetemp(), config.dump(), "dumped.yaml")
    assert values_of(load_config(path)) == values_of(config)
