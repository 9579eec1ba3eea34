"""Models that are called alike, told apart by where they lie."""

from dataclasses import replace
from pathlib import Path

import pytest

from d2studio.core.model_names import ModelNames, told_apart
from d2studio.core.model_summary import ModelSummary

MODEL = ModelSummary("layout", "Faster R-CNN", "ResNet-50 FPN", ("Text",), config_path="/a/layout/config.yaml")


def path(text: str) -> str:
    return str(Path(text))


@pytest.mark.parametrize(
    ("models", "ends"),
    [
        ([], []),
        ([("/a/layout/config.yaml", "/a/layout/model.pth")], ["layout/config.yaml"]),
        (
            [("/a/layout/config.yaml", ""), ("/a/objects/config.yaml", "")],
            ["layout/config.yaml", "objects/config.yaml"],
        ),
        (
            [("/a/layout/config.yaml", ""), ("/b/layout/config.yaml", ""), ("/b/other", "")],
            ["a/layout/config.yaml", "b/layout/config.yaml", "b/other"],
        ),
        ([("/a/x/y", ""), ("/b/x/y", ""), ("/b/c/x/y", "")], ["a/x/y", "b/x/y", "c/x/y"]),
        ([("layout/config.yaml", ""), ("/a/layout/config.yaml", "")], ["layout/config.yaml", "a/layout/config.yaml"]),
        (
            [("/m/c.yaml", "/m/old.pth"), ("/m/c.yaml", "/m/new.pth"), ("/m/c.yaml", "")],
            ["m/c.yaml, old.pth", "m/c.yaml, new.pth", "m/c.yaml"],
        ),
        (
            [("/m/c.yaml", "/1/w.pth"), ("/m/c.yaml", "/2/w.pth")],
            ["m/c.yaml, 1/w.pth", "m/c.yaml, 2/w.pth"],
        ),
        ([("", ""), ("c.yaml", "")], ["", "c.yaml"]),
    ],
)
def test_that_ends_of_paths_stand_for_one_model_each(models: list[tuple[str, str]], ends: list[str]) -> None:
    said = told_apart(models)
    assert said == [", ".join(path(part) if part else "" for part in end.split(", ")) for end in ends]
    assert len(set(said)) == len(models)


def test_that_a_name_is_enough_while_no_other_model_has_it() -> None:
    names = ModelNames()
    names.add(MODEL)
    names.add(replace(MODEL, name="objects"))
    names.add(replace(MODEL))
    assert names.place(MODEL) == ""
    other = replace(MODEL, config_path="/b/layout/config.yaml")
    names.add(other)
    assert names.place(MODEL) == path("a/layout/config.yaml")
    assert names.place(other) == path("b/layout/config.yaml")
