"""Which files a config is read from."""

from pathlib import Path

import pytest
import yaml

from d2studio.engine.config import default_config, load_config
from d2studio.engine.config_files import OWN_BASES
from d2studio.errors import ConfigError, UnsafeConfig
from tests.engine.config_values import DATA, values_of, write


def test_that_a_config_overrides_the_file_it_builds_on(tmp_path: Path) -> None:
    write(tmp_path, "MODEL: {MASK_ON: true, ROI_HEADS: {NUM_CLASSES: 7}}\nINPUT: {FORMAT: RGB}", "base.yaml")
    path = write(tmp_path, "_BASE_: ../base.yaml\nMODEL: {ROI_HEADS: {NUM_CLASSES: 3}}", "sub/config.yaml")
    config = load_config(path)
    assert config.int("MODEL.ROI_HEADS.NUM_CLASSES") == 3
    assert config.bool("MODEL.MASK_ON")
    assert config.str("INPUT.FORMAT") == "RGB"
    assert config.notes == ()


def test_that_a_later_base_overrides_an_earlier_one(tmp_path: Path) -> None:
    write(tmp_path, "INPUT: {MIN_SIZE_TEST: 400, MAX_SIZE_TEST: 500}", "one.yaml")
    write(tmp_path, "INPUT: {MIN_SIZE_TEST: 300}", "two.yaml")
    config = load_config(write(tmp_path, "_BASE_: [one.yaml, .\\two.yaml]"))
    assert (config.int("INPUT.MIN_SIZE_TEST"), config.int("INPUT.MAX_SIZE_TEST")) == (300, 500)


def test_that_a_missing_base_of_the_zoo_is_replaced_with_a_note() -> None:
    config = load_config(DATA / "configs" / "on_a_base.yaml")
    assert config.str("MODEL.BACKBONE.NAME") == "build_resnet_fpn_backbone"
    assert config.nested_floats("MODEL.ANCHOR_GENERATOR.SIZES") == ((32.0,), (64.0,), (128.0,), (256.0,), (512.0,))
    assert config.int("MODEL.ROI_HEADS.NUM_CLASSES") == 5
    assert config.float("SOLVER.BASE_LR") == 0.02  # YAML takes 2e-2 for text, Detectron2 does not
    assert config.ints("SOLVER.STEPS") == (210000, 250000)
    assert len(config.notes) == 1
    assert "../Base-RCNN-FPN.yaml" in config.notes[0]


@pytest.mark.parametrize("name", sorted(OWN_BASES))
def test_that_every_base_of_the_zoo_can_be_run_alone(name: str, tmp_path: Path) -> None:
    assert load_config(write(tmp_path, f"_BASE_: {name}")).notes != ()


def test_that_a_base_beside_the_config_is_preferred_to_our_copy(tmp_path: Path) -> None:
    write(tmp_path, "INPUT: {MIN_SIZE_TEST: 640}", "Base-RCNN-FPN.yaml")
    config = load_config(write(tmp_path, "_BASE_: Base-RCNN-FPN.yaml"))
    assert config.int("INPUT.MIN_SIZE_TEST") == 640
    assert config.str("MODEL.BACKBONE.NAME") == "build_resnet_backbone"


def test_that_a_missing_base_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.yaml builds on my-base\.yaml, which is not there"):
        load_config(write(tmp_path, "_BASE_: my-base.yaml"))


@pytest.mark.parametrize(
    "base",
    [
        "/etc/base.yaml",
        "//host/share/base.yaml",
        "\\\\host\\share\\base.yaml",
        "~/base.yaml",
        "~root/base.yaml",
        "http://localhost:9/base.yaml",
        "https://example.org/Base-RCNN-FPN.yaml",
        "file:///etc/base.yaml",
        "C:\\base.yaml",
        "c:base.yaml",
        "base.yaml:stream",
        "detectron2://base.yaml",
        "../../../../etc/passwd",
        "a\nb.yaml",
        "..",
    ],
)
def test_that_only_yaml_files_by_a_relative_path_are_built_on(base: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeConfig, match="was blocked: it builds on"):
        load_config(write(tmp_path, yaml.safe_dump({"_BASE_": base})))


@pytest.mark.parametrize("base", ["", 5, None, True, [["a.yaml"]], {"a": "b.yaml"}])
def test_that_a_base_has_to_be_a_name(base: object, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="_BASE_ has to name a file"):
        load_config(write(tmp_path, yaml.safe_dump({"_BASE_": base})))


def test_that_bases_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    write(tmp_path, "_BASE_: ./sub/../config.yaml", "other.yaml")
    with pytest.raises(ConfigError, match="circle"):
        load_config(write(tmp_path, "_BASE_: other.yaml"))
    with pytest.raises(ConfigError, match="circle"):
        load_config(write(tmp_path, "_BASE_: self.yaml", "self.yaml"))


def test_that_a_long_chain_of_bases_is_refused(tmp_path: Path) -> None:
    for index in range(9):
        write(tmp_path, f"_BASE_: {index + 1}.yaml", f"{index}.yaml")
    write(tmp_path, "{}", "9.yaml")
    with pytest.raises(ConfigError, match=r"0\.yaml builds on more than 7 other files"):
        load_config(tmp_path / "0.yaml")
    assert load_config(tmp_path / "2.yaml").int("VERSION") == 2


def test_that_many_bases_of_one_file_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "{}", "base.yaml")
    with pytest.raises(ConfigError, match="more than 7 other files"):
        load_config(write(tmp_path, yaml.safe_dump({"_BASE_": ["base.yaml"] * 8})))


def test_that_the_size_limit_holds_for_a_chain_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path, "#" * 150_000, "base.yaml")
    path = write(tmp_path, "_BASE_: base.yaml\n" + "#" * 150_000)
    with pytest.raises(ConfigError, match="too large for a config: more than 262,144 bytes, bases included"):
        load_config(path)


def test_that_a_missing_config_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    write(tmp_path, "{}", "model.yaml")
    with pytest.raises(ConfigError, match="config not found") as caught:
        load_config(tmp_path / "modle.yaml")
    assert "model.yaml" in caught.value.hint
    with pytest.raises(ConfigError, match="config not found"):
        load_config(tmp_path / "nowhere" / "config.yaml")


def test_that_a_folder_is_no_config(tmp_path: Path) -> None:
    write(tmp_path, "{}", "model.yaml")
    with pytest.raises(ConfigError, match="is a folder") as caught:
        load_config(tmp_path)
    assert "model.yaml" in caught.value.hint


def test_that_a_name_that_cannot_be_opened_is_an_error_of_ours(tmp_path: Path) -> None:
    for name in ("x" * 5_000 + ".yaml", "a\0b.yaml"):
        with pytest.raises(ConfigError, match="cannot be read"):
            load_config(tmp_path / name)


def test_that_a_lazy_config_is_not_run(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    path = write(tmp_path, f"open({str(marker)!r}, 'w')", "config.py")
    with pytest.raises(ConfigError, match="LazyConfig: a program, which is never run"):
        load_config(path)
    assert not marker.exists()


def test_that_an_empty_mapping_is_a_config_of_defaults(tmp_path: Path) -> None:
    assert values_of(load_config(write(tmp_path, "{}"))) == values_of(default_config())
