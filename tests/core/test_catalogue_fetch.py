"""Models of the catalogue on their way here."""

from dataclasses import replace
from pathlib import Path

import pytest

from d2studio.control import Control
from d2studio.core.catalogue import Mirror
from d2studio.core.catalogue_fetch import fetch, forget, unfinished
from d2studio.core.download_values import Transfer
from d2studio.core.found_model import Origin
from d2studio.core.library import ModelLibrary
from d2studio.core.model_lookup import model_path
from d2studio.errors import Cancelled, DownloadError, UsageError
from tests.core.http_server import Says, Sends, serving
from tests.core.served_models import LOCAL, served_model


def _nothing(_: Transfer) -> None:
    pass


def test_that_a_model_is_downloaded_and_installed(tmp_path: Path) -> None:
    library = ModelLibrary(tmp_path / "models")
    seen: list[Transfer] = []
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs")
        found = fetch(entry, library.folder, Control(), on_progress=seen.append, hosts=LOCAL)
    assert found.origin is Origin.CATALOGUE
    assert seen[-1].done == seen[-1].total
    model = library.install(found)
    assert model.id == entry.id
    assert model.catalogue_id == entry.id
    assert model.licence == entry.licence
    forget(entry.id, library.folder)
    assert [path.name for path in library.folder.iterdir() if not path.name.startswith("d2studio-")] == [entry.id]
    for name in (entry.id, entry.name, *entry.aliases):
        assert model_path(name, library) == model.folder


def test_that_a_stopped_download_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs")
        whole = (tmp_path / "theirs" / "model_final.pth").read_bytes()
        server.play("/model_final.pth", Sends(whole, pause_s=0.002))
        control = Control()

        def stop(transfer: Transfer) -> None:
            if transfer.done > len(whole) // 3:
                control.cancel()

        with pytest.raises(Cancelled):
            fetch(entry, folder, control, on_progress=stop, hosts=LOCAL)
        assert [model.id for model in unfinished(folder)] == [entry.id]
        found = fetch(entry, folder, Control(), on_progress=_nothing, hosts=LOCAL)
        assert found.weights.read_bytes() == whole
        assert len(server.ranges()) == 1
        asked = len(server.asked)
        fetch(entry, folder, Control(), on_progress=_nothing, hosts=LOCAL)  # all is here
        assert len(server.asked) == asked
    forget(entry.id, folder)
    assert list(folder.iterdir()) == []
    assert unfinished(folder) == ()


def test_that_a_page_of_html_is_never_taken_for_a_model(tmp_path: Path) -> None:
    with serving() as server:
        page = Says(200, {"Content-Type": "text/html"}, b"<!doctype html><title>Log in</title>")
        entry = served_model(server, tmp_path / "theirs", weights=page)
        with pytest.raises(DownloadError, match="web page"):
            fetch(entry, tmp_path / "models", Control(), on_progress=_nothing, hosts=LOCAL)
    assert list((tmp_path / "models").rglob("*.pth")) == []


def test_that_only_hosts_of_the_catalogue_are_asked(tmp_path: Path) -> None:
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs")
        with pytest.raises(DownloadError):
            fetch(entry, tmp_path / "models", Control(), on_progress=_nothing)
        other = replace(entry.weights, mirrors=(Mirror("https://example.org/model_final.pth"),))
        with pytest.raises(DownloadError, match=r"example\.org"):
            fetch(
                replace(entry, config_file=None, config_text="{}", weights=other),
                tmp_path / "models",
                Control(),
                on_progress=_nothing,
            )
        assert server.asked == []


@pytest.mark.parametrize(
    ("name", "complaint", "advice"),
    [
        ("lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config", "is not installed", "models install publaynet-faster"),
        ("PubLayNet/fastr_rcnn_R_50_FPN_3x", "No model is called", "PubLayNet/faster_rcnn_R_50_FPN_3x"),
        ("lp://nothing/of/the/kind", "No model is called", "models list"),
        ("x" * 5000, "No model is called", "models list"),
    ],
)
def test_that_a_name_without_a_model_says_what_to_do(tmp_path: Path, name: str, complaint: str, advice: str) -> None:
    with pytest.raises(UsageError, match=complaint) as caught:
        model_path(name, ModelLibrary(tmp_path / "models"))
    assert advice in caught.value.hint


def test_that_paths_stay_paths(tmp_path: Path) -> None:
    library = ModelLibrary(tmp_path / "models")
    assert model_path(str(tmp_path), library) == tmp_path
    assert model_path("not/there/config.yaml", library) == Path("not/there/config.yaml")
    assert model_path("config.yaml", library) == Path("config.yaml")
