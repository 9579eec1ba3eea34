"""A model of a catalogue whose mirror is a server of the test's."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from d2studio.core.catalogue import CatalogueModel, Mirror, RemoteFile, catalogue
from d2studio.core.download_hosts import HostRules
from tests.core.http_server import HOST, Play, Sends, Server
from tests.core.library_models import write_model
from tests.core.odd_children import python_child

# Starts a child of the library whose catalogue has one model more, on a server that needs no certificate.
_SERVED = """
import sys
from d2studio.core import catalogue_fetch
from d2studio.core.catalogue import CatalogueModel, Mirror, RemoteFile
from d2studio.core.children import library
from d2studio.core.download_hosts import HostRules

entry = {entry!r}
catalogue_fetch.CATALOGUE_HOSTS = HostRules(frozenset(), plain_http=frozenset({hosts!r}))
library.find_in_catalogue = lambda name: entry if name == entry.id else None
from d2studio.cli import main
main(["worker", "library", *sys.argv[1:]])
"""

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


def served_command(folder: Path, entry: CatalogueModel, *hosts: str) -> Sequence[str]:
    """Starts a child of the library for which the catalogue has `entry` alone, and which may ask `hosts`."""
    return python_child(folder, _SERVED.format(entry=entry, hosts=hosts))
