"""A model of a catalogue whose mirror is a server of the test's."""

from dataclasses import replace
from pathlib import Path

from d2studio.core.catalogue import CatalogueModel, Mirror, RemoteFile, catalogue
from d2studio.core.download_hosts import HostRules
from tests.core.http_server import HOST, Play, Sends, Server
from tests.core.library_models import write_model

LOCAL = HostRules(frozenset(), plain_http=frozenset({HOST}))


def served_model(server: Server, folder: Path, weights: Play | None = None) -> CatalogueModel:
    """A small model, called as LayoutParser's PubLayNet model is; `weights` plays something else than its file."""
    config_path, weights_path = write_model(folder)
    content = weights_path.read_bytes()
    config_url = server.play("/config.yml", Sends(config_path.read_bytes()))
    weights_url = server.play("/model_final.pth", weights or Sends(content))
    entry = next(model for model in catalogue() if model.config_file is not None)
    return replace(
        entry,
        class_count=3,
        config_file=RemoteFile("config.yml", (Mirror(config_url),), 1000),
        weights=RemoteFile("model_final.pth", (Mirror(weights_url),), len(content)),
    )
