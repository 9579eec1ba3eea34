"""Settings come back as they were, and no file is too broken to start with."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from d2studio.core import settings as module
from d2studio.core.model_rules import ModelRules, model_rules
from d2studio.core.settings import MAX_RECENT, SCHEMA_VERSION, Settings, load, save
from d2studio.errors import OutputError
from d2studio.filters import FilterRules

# Another value than the default of every single setting.
CHANGED = Settings(
    theme="dark",
    language="de",
    run_on_open=False,
    pdf_dpi=150.5,
    max_megapixels=80.0,
    decode_memory_gb=2.0,
    fill_opacity=0.3,
    show_labels=False,
    show_ghosts=True,
    show_reading_order=True,
    show_welcome=False,
    recent_files=("/scans/größe.pdf", "/scans/not-unicode-\udcff.png"),
    recent_models=(("/models/a.yaml", "/models/a.pth"), ("/models/folder", "")),
    last_folder="/scans",
    restore_session=False,
    model_config="/models/a.yaml",
    model_weights="/models/a.pth",
    device="cuda:1",
    precision="bfloat16",
    input_size=(640, 1066),
    max_detections=300,
    class_colours={"Text": "#0072b2"},
    log_level="debug",
    rules={
        "Layout S": ModelRules(
            threshold=0.5,
            class_thresholds={"Text": 0.6},
            hidden_classes=frozenset({"Footer"}),
            max_overlap=0.7,
            max_inside=0.9,
            max_count=100,
        ),
        "Shows everything": ModelRules(),
    },
    others={"from_the_future": [1, 2]},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def write(path: Path, values: Any) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(values))


def test_that_every_setting_comes_back_as_it_was_saved(path: Path) -> None:
    default = Settings()
    assert [each.name for each in fields(Settings) if getattr(CHANGED, each.name) == getattr(default, each.name)] == []
    save(CHANGED, path)
    assert load(path) == (CHANGED, ())
    assert list(load(path)[0].rules) == list(CHANGED.rules)


def test_that_without_a_file_there_are_the_defaults_and_no_problem(path: Path) -> None:
    assert load(path) == (Settings(), ())
    assert not path.parent.exists()


def test_that_the_file_holds_only_what_differs_from_the_defaults(path: Path) -> None:
    save(Settings(theme="light"), path)
    assert json.loads(path.read_text()) == {"schema_version": SCHEMA_VERSION, "theme": "light"}


def test_that_keys_of_a_newer_program_are_kept(path: Path) -> None:
    write(path, {"schema_version": SCHEMA_VERSION + 1, "theme": "dark", "hologram": {"depth": 3}})
    settings, problems = load(path)
    assert settings.theme == "dark"
    assert len(problems) == 1
    assert "newer version" in problems[0]
    save(replace(settings, theme="light"), path)
    assert json.loads(path.read_text()) == {
        "schema_version": SCHEMA_VERSION + 1,
        "theme": "light",
        "hologram": {"depth": 3},
    }


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("theme", "purple", "one of system, light, dark"),
        ("theme", ["dark"], "one of system, light, dark"),
        ("run_on_open", 1, "true or false"),
        ("pdf_dpi", 5000, "a number from 36 to 1200"),
        ("pdf_dpi", True, "a number from"),
        ("pdf_dpi", float("nan"), "a number from"),
        ("pdf_dpi", 10**400, "a number from"),
        ("max_detections", 0, "a whole number from 1 to 10000, or null"),
        ("max_detections", 2.5, "a whole number"),
        ("input_size", [800], "a list of two"),
        ("input_size", [1333, 800], "the shorter first"),
        ("recent_files", "/scans/a.png", "a list"),
        ("recent_files", [1], "text in quotes"),
        ("recent_models", [["a.yaml"]], "a list of two"),
        ("class_colours", {"Text": "blue"}, "a colour like"),
        ("class_colours", ["#ffffff"], "an object in braces"),
        ("rules", {"Layout S": {"threshold": 2}}, "a number from 0 to 1"),
        ("rules", {"Layout S": {"hidden_classes": "Text"}}, "a list"),
        ("rules", {"Layout S": 0.5}, "an object in braces"),
        ("last_folder", None, "text in quotes"),
    ],
)
def test_that_a_bad_value_is_reported_and_costs_only_itself(path: Path, name: str, value: Any, words: str) -> None:
    write(path, {"schema_version": 1, name: value, "log_level": "debug"})
    settings, problems = load(path)
    assert settings == Settings(log_level="debug")
    assert len(problems) == 1
    assert problems[0].startswith(f"settings.json: {name} must be ")
    assert words in problems[0]
    with pytest.raises(ValueError, match=f"{name} must be"):
        Settings(**{name: value})


def test_that_a_bad_value_names_the_default_in_its_place(path: Path) -> None:
    write(path, {"pdf_dpi": 5000})
    assert load(path)[1] == ("settings.json: pdf_dpi must be a number from 36 to 1200. 200.0 is used.",)


@pytest.mark.parametrize("version", [0, "one", None, True])
def test_that_a_bad_version_does_not_cost_the_settings(path: Path, version: Any) -> None:
    write(path, {"schema_version": version, "theme": "dark"})
    settings, problems = load(path)
    assert settings == Settings(theme="dark")
    assert "schema_version must be" in problems[0]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"dark"', b"\xff\xfe{}", b'{"a":' * 100_000],
    ids=["empty", "cut off", "a list", "null", "text", "not UTF-8", "too deep"],
)
def test_that_an_unreadable_file_is_kept_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings, problems = load(path)
    assert settings == Settings()
    assert len(problems) == 1
    assert "settings.bad.json" in problems[0]
    assert path.with_name("settings.bad.json").read_bytes() == content
    assert not path.exists()


def test_that_a_second_unreadable_file_does_not_replace_the_first(path: Path) -> None:
    path.parent.mkdir()
    for content in (b"first", b"second"):
        path.write_bytes(content)
        load(path)
    assert path.with_name("settings.bad.json").read_bytes() == b"first"
    assert path.with_name("settings.bad-2.json").read_bytes() == b"second"


def test_that_a_folder_in_the_place_of_the_file_is_reported(path: Path) -> None:
    path.mkdir(parents=True)
    settings, problems = load(path)
    assert settings == Settings()
    assert "cannot be read" in problems[0]


def test_that_saving_where_nothing_can_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    with pytest.raises(OutputError):
        save(Settings(), tmp_path / "config" / "settings.json")


def test_that_a_link_to_the_file_stays_a_link(tmp_path: Path, path: Path) -> None:
    path.parent.mkdir()
    (tmp_path / "dotfiles.json").write_text("{}")
    path.symlink_to(tmp_path / "dotfiles.json")
    save(Settings(theme="dark"), path)
    assert path.is_symlink()
    assert json.loads((tmp_path / "dotfiles.json").read_text())["theme"] == "dark"


def test_that_lists_of_what_was_recent_are_cut_and_hold_nothing_twice() -> None:
    settings = Settings()
    for number in range(MAX_RECENT + 3):
        settings = settings.with_recent_file(f"{number}.png").with_recent_model(f"{number}.yaml", "a.pth")
    assert settings.recent_files[0] == "14.png"
    assert len(settings.recent_files) == len(settings.recent_models) == MAX_RECENT
    settings = settings.with_recent_file("10.png").with_recent_model("10.yaml", "a.pth")
    assert settings.recent_files[:3] == ("10.png", "14.png", "13.png")
    assert settings.recent_models[:2] == (("10.yaml", "a.pth"), ("14.yaml", "a.pth"))
    assert len(set(settings.recent_files)) == MAX_RECENT


def test_that_rules_of_models_unused_for_long_are_forgotten() -> None:
    settings = Settings()
    for number in range(60):
        settings = settings.with_rules(f"model {number}", ModelRules(threshold=0.5))
        settings = settings.with_rules("daily", ModelRules(threshold=number / 60))
    assert len(settings.rules) == 50
    assert settings.rules["daily"].threshold == 59 / 60
    assert "model 0" not in settings.rules


def test_that_each_older_version_has_a_migration() -> None:
    assert set(module._MIGRATIONS) == set(range(1, SCHEMA_VERSION))


def test_that_a_file_two_versions_old_takes_both_steps(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def to_two(values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "theme": values["colours"]}

    def to_three(values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "theme": {"night": "dark"}[values["theme"]]}

    monkeypatch.setattr(module, "SCHEMA_VERSION", 3)
    monkeypatch.setattr(module, "_MIGRATIONS", {1: to_two, 2: to_three})
    write(path, {"schema_version": 1, "colours": "night"})
    assert load(path)[0].theme == "dark"


def test_that_rules_find_their_classes_again_in_a_model_with_other_ids() -> None:
    chosen = FilterRules(
        threshold=0.4, class_thresholds={0: 0.6, 2: 0.7}, hidden_classes=frozenset({1}), max_overlap=0.5, max_count=9
    )
    kept = model_rules(chosen, ("Text", "Title", "Table"))
    assert kept.to_filter(("Text", "Title", "Table")) == chosen
    assert kept.to_filter(("Title", "Figure", "Text")) == replace(
        chosen, class_thresholds={2: 0.6}, hidden_classes=frozenset({0})
    )
