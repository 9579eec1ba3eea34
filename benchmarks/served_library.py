"""A library's child and the server that it downloads from, for the benchmark of a download.

    python -m benchmarks.served_library serve FOLDER MEGABYTES_PER_S
    python -m benchmarks.served_library child FOLDER BASE_URL ...

The first serves the files of a folder, as fast as it can with 0, and prints its address. The second is a child of the
library, as `d2studio worker library` is, for which a model of the catalogue comes from there; it notes its memory in
`MEMORY_FILE` of the folder.
"""

import functools
import json
import os
import sys
import time
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any, Final

from benchmarks.window_inputs import SERVED_CONFIG, SERVED_WEIGHTS
from d2studio.core.catalogue import CatalogueModel, Mirror, RemoteFile, catalogue

HOST: Final = "127.0.0.1"
MEMORY_FILE: Final = "memory.json"

# Servers are other machines elsewhere, which take nothing from the window.
_NICE: Final = 15
_PIECE_BYTES: Final = 1 << 18


def served_id() -> str:
    """The model of the catalogue in whose place another one is served: the first whose config is downloaded."""
    return next(model for model in catalogue() if model.config_file is not None).id


def peak_mb(pid: int | str = "self") -> float:
    """The most memory that a process had in use at a time, since `forget_peak`."""
    return _megabytes(pid, "VmHWM")


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def serve(folder: str, megabytes_per_s: float) -> None:
    os.nice(_NICE)
    _Handler.megabytes_per_s = megabytes_per_s
    server = ThreadingHTTPServer((HOST, 0), functools.partial(_Handler, directory=folder))
    print(f"http://{HOST}:{server.server_port}", flush=True)
    server.serve_forever()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    megabytes_per_s = 0.0

    def copyfile(self, source: IO[bytes], outputfile: IO[bytes]) -> None:  # type: ignore[override]
        begun, sent = time.monotonic(), 0
        while piece := source.read(_PIECE_BYTES):
            outputfile.write(piece)
            sent += len(piece)
            if self.megabytes_per_s:
                time.sleep(max(0.0, begun + sent / (1e6 * self.megabytes_per_s) - time.monotonic()))

    def log_message(self, format: str, *args: object) -> None:
        pass


def be_child(folder: Path, base: str, rest: list[str]) -> None:
    from d2studio.cli import main
    from d2studio.core import catalogue_fetch
    from d2studio.core.children import library
    from d2studio.core.download_hosts import HostRules

    entry = _served_model(folder, base)
    catalogue_fetch.CATALOGUE_HOSTS = HostRules(frozenset(), plain_http=frozenset({HOST}))  # type: ignore[misc]
    library.find_in_catalogue = lambda name: entry if name == entry.id else None  # type: ignore[attr-defined]
    fetch = library.fetch  # type: ignore[attr-defined]

    def measured_fetch(*arguments: Any, **options: Any) -> Any:
        """What it is at the first bytes, when all modules are loaded, is what it was before."""
        report = options["on_progress"]
        before: list[float] = []

        def on_progress(transfer: Any) -> None:
            if not before and transfer.done:
                forget_peak()
                before.append(_megabytes("self", "VmRSS"))
            report(transfer)

        begun = time.perf_counter()
        found = fetch(*arguments, **options | {"on_progress": on_progress})
        note = {
            "pid": os.getpid(),
            "before_mb": before[0],
            "peak_mb": peak_mb(),
            "seconds": time.perf_counter() - begun,
        }
        (folder / MEMORY_FILE).write_text(json.dumps(note))
        forget_peak()
        return found

    library.fetch = measured_fetch  # type: ignore[attr-defined]
    main(["worker", "library", *rest])


def _served_model(folder: Path, base: str) -> CatalogueModel:
    entry = next(model for model in catalogue() if model.id == served_id())

    def file(name: str) -> RemoteFile:
        return RemoteFile(name, (Mirror(f"{base}/{name}"),), (folder / name).stat().st_size)

    return replace(entry, config_file=file(SERVED_CONFIG), weights=file(SERVED_WEIGHTS))


def _megabytes(pid: int | str, what: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2], float(sys.argv[3]))
    else:
        be_child(Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
