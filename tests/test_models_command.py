"""`d2studio models` as people type it."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from d2studio.cli import main
from d2studio.cli.status import Status
from d2studio.core import catalogue_fetch
from d2studio.core.paths import user_folders
from tests.core.http_server import Sends, serving
from tests.core.library_models import write_model
from tests.core.served_models import LOCAL, served_model


def run(*arguments: str | Path) -> Status:
    return main([str(argument) for argument in arguments])


def records(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_that_a_pair_is_imported_used_exported_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_model(tmp_path / "theirs")
    assert run("models", "import", tmp_path / "theirs", "--name", "Our newspapers") == Status.DONE
    came = capsys.readouterr()
    assert "our-newspapers: Our newspapers is installed." in came.out
    assert "note: The names of the classes are not known" in came.err
    assert run("models", "verify") == Status.DONE
    assert run("inspect", "our newspapers") == Status.DONE
    output = capsys.readouterr().out
    assert "our-newspapers: whole" in output
    assert "the weights fit the config" in output

    pack = tmp_path / "newspapers.d2pack"
    assert run("models", "export", "our-newspapers", pack) == Status.DONE
    assert run("models", "remove", "our-newspapers") == Status.DONE
    capsys.readouterr()
    assert run("models", "list", "--json") == Status.DONE
    assert records(capsys) == []
    assert run("models", "import", pack) == Status.DONE
    capsys.readouterr()
    assert run("models", "list", "--json") == Status.DONE
    (model,) = records(capsys)
    assert (model["id"], model["name"], model["origin"]) == ("our-newspapers", "Our newspapers", "pack")


def test_that_a_model_of_the_catalogue_is_installed_and_found_by_its_old_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_fetch, "CATALOGUE_HOSTS", LOCAL)
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs")
        monkeypatch.setattr("d2studio.cli.models.find_in_catalogue", lambda name: entry)
        assert run("models", "install", entry.aliases[0]) == Status.DONE
        assert run("models", "install", entry.aliases[0]) == Status.DONE
        assert len(server.asked) == 2  # config and weights, once
        weights = user_folders().models / entry.id / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-8] + bytes(8))
        assert run("models", "install", entry.aliases[0]) == Status.DONE
        assert len(server.asked) == 4
        assert run("models", "verify", entry.id) == Status.DONE
    assert "is installed already" in capsys.readouterr().err
    assert run("inspect", entry.aliases[0]) == Status.DONE
    assert "the weights fit the config" in capsys.readouterr().out
    assert {path.name for path in user_folders().models.iterdir()} == {entry.id}


def test_that_a_download_that_fails_is_one_error_and_the_doctor_knows_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_fetch, "CATALOGUE_HOSTS", LOCAL)
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs")
        server.play("/model_final.pth", Sends(b"<!doctype html><p>Sign in</p>"))
        with monkeypatch.context() as patched:
            patched.setattr("d2studio.cli.models.find_in_catalogue", lambda name: entry)
            assert run("models", "install", entry.id) == Status.FAILED
    assert "web page" in capsys.readouterr().err
    assert run("models", "doctor") == Status.DONE
    told = capsys.readouterr().out
    assert f"models install {entry.id}" in told
    assert f"models remove {entry.id}" in told
    lines = told.splitlines()
    (download,) = [line.index("its download") for line in lines if "its download" in line]
    assert lines[0].index(str(user_folders().models)) == download
    assert run("models", "remove", entry.aliases[0]) == Status.DONE
    assert "what was downloaded of it is removed" in capsys.readouterr().out
    assert not list(user_folders().models.glob("**/*"))
    assert run("models", "remove", entry.id) == Status.FAILED
    assert "is not installed" in capsys.readouterr().err


def test_that_the_doctor_finds_a_damaged_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_model(tmp_path / "theirs")
    run("models", "import", tmp_path / "theirs", "--name", "ours")
    weights = user_folders().models / "ours" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-8] + bytes(8))
    assert run("models", "doctor") == Status.FAILED
    assert run("models", "verify", "ours") == Status.FAILED
    told = capsys.readouterr().out
    assert told.count("model.safetensors is not what was installed. Install or import it again") == 2
    assert run("inspect", "ours") == Status.UNUSABLE
    assert run("models", "import", tmp_path / "theirs") == Status.DONE
    assert "note: ours was damaged, and was repaired." in capsys.readouterr().err
    assert run("models", "doctor") == Status.DONE
    assert run("inspect", "ours") == Status.DONE


def test_that_a_model_whose_config_counts_other_classes_is_imported_with_those_of_its_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, weights = write_model(tmp_path / "theirs")
    config.write_text(config.read_text().replace("    NUM_CLASSES: 3\n", "    NUM_CLASSES: 80\n"))
    labels = tmp_path / "names.txt"
    labels.write_text("Text\nTitle\nTable\nStamp\n")
    bring = ("models", "import", config, weights, "--name", "Ours", "--labels", labels)

    assert run(*bring) == Status.FAILED
    complaint = capsys.readouterr().err
    assert "the weights have 3 classes, the config says 80 classes" in complaint
    assert "add --classes-from-weights" in complaint
    assert not list(user_folders().models.glob("[!.]*"))

    assert run(*bring, "--classes-from-weights") == Status.DONE
    assert "The model has 3 classes and names.txt has 4 names; names not used: 1." in capsys.readouterr().err
    assert run("models", "list", "--json") == Status.DONE
    assert records(capsys)[0]["class_names"] == ["Text", "Title", "Table"]
    assert run("inspect", "ours") == Status.DONE
    assert "the weights fit the config" in capsys.readouterr().out


def test_that_a_model_whose_config_counts_other_classes_can_be_looked_at_and_used_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, weights = write_model(tmp_path / "theirs")
    config.write_text(config.read_text().replace("    NUM_CLASSES: 3\n", "    NUM_CLASSES: 80\n"))
    page = tmp_path / "page.png"
    Image.new("RGB", (60, 40), "white").save(page)
    inspect = ("inspect", config, weights)
    predict = ("predict", page, "--config", config, "--weights", weights, "--device", "cpu", "--json")

    assert run(*inspect) == Status.FAILED
    assert "all else fits: with 3 classes (--classes-from-weights)" in capsys.readouterr().out
    assert run(*inspect, "--classes-from-weights") == Status.DONE
    text = capsys.readouterr().out
    assert "the weights fit the config" in text
    assert "The config counts 80 classes; this is the model with the 3 of its weights." in text
    assert "--classes-from-weights" not in text

    assert run(*predict) == Status.UNUSABLE
    assert "add --classes-from-weights" in capsys.readouterr().err
    assert run(*predict, "--classes-from-weights") == Status.DONE
    came = capsys.readouterr()
    assert "note: The config counts other classes; the model is used with the 3 of its weights." in came.err
    assert len(came.out.splitlines()) == 1


def test_that_the_option_for_the_count_of_classes_does_not_force_other_misfits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, _ = write_model(tmp_path / "mask", "mask")
    _, weights = write_model(tmp_path / "box")
    assert run("models", "import", config, weights, "--classes-from-weights") == Status.FAILED
    complaint = capsys.readouterr().err
    assert "the weights have no mask head" in complaint
    assert "--classes-from-weights" not in complaint
    assert run("inspect", config, weights, "--classes-from-weights") == Status.FAILED
    assert run("predict", "--sample", "--config", config, "--weights", weights, "--classes-from-weights") == (
        Status.UNUSABLE
    )
    assert "--classes-from-weights" not in capsys.readouterr().err


def test_that_labels_for_a_model_that_is_there_are_not_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_model(tmp_path / "theirs")
    assert run("models", "import", tmp_path / "theirs", "--name", "Ours") == Status.DONE
    labels = tmp_path / "names.json"
    labels.write_text('["Text", "Title", "Table"]')
    assert run("models", "import", tmp_path / "theirs", "--labels", labels) == Status.DONE
    assert "note: Ours was there already; its classes have the names of names.json now." in capsys.readouterr().err
    assert run("models", "show", "ours") == Status.DONE
    told = capsys.readouterr().out
    assert "Text, Title, Table" in told
    assert "Faster R-CNN, ResNet-18 FPN" in told


def test_that_all_that_can_be_installed_is_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("models", "list", "--available", "--json") == Status.DONE
    offered = records(capsys)
    layout_parser = [entry for entry in offered if entry["collection"] == "LayoutParser"]
    assert len(layout_parser) == 11
    for entry in layout_parser:
        assert run("models", "show", entry["aliases"][0]) == Status.DONE
        assert entry["licence"] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (("install", "nothing-like-it-at-all"), Status.FAILED, "No model is called"),
        (("remove", "../.."), Status.FAILED, "No model is called"),
        (("verify", "lp://PrimaLayout/mask_rcnn_R_50_FPN_3x"), Status.FAILED, "is not installed"),
        (("show", "x"), Status.UNUSABLE, "No model is called 'x'"),
        (("import", "/not/there"), Status.UNUSABLE, "/not/there"),
        (
            ("import", "lp://MFD/faster_rcnn_R_50_FPN_3x/config"),
            Status.UNUSABLE,
            "Install it: d2studio models install mfd-faster-rcnn-r-50-fpn-3x",
        ),
        (("export", "x", "y.d2pack"), Status.UNUSABLE, "No model is called 'x'"),
    ],
)
def test_that_what_cannot_be_done_is_one_sentence(
    arguments: tuple[str, ...], status: Status, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("models", *arguments) == status
    output = capsys.readouterr()
    assert complaint in output.err
    assert output.out == ""
