"""The program as its users start it, until the first page shows what was found; `window.py` starts it.

    python -m benchmarks.window_start BEGUN

BEGUN is when the process was started, by `time.monotonic`. Prints one line of JSON. Nothing is imported here before the
program has imported what it needs, as the order matters to it.
"""

import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

from d2studio.cli import main as run_program


def main(begun: float) -> dict[str, object]:
    gc.disable()  # as the command does it first
    import d2studio.gui.app

    loaded_s = time.monotonic() - begun
    answer: dict[str, object] = {}

    from PySide6.QtCore import Slot

    from benchmarks.window_driver import PaintWatch

    class Watched(d2studio.gui.app.Program):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.paints = PaintWatch(self.window.viewer.viewport())
            self.paints.painted.connect(self._on_painted)

        @Slot()
        def _on_painted(self) -> None:
            now = time.monotonic() - begun
            if not answer:
                answer["loaded_s"] = loaded_s
                answer["window_s"] = now
                answer["cpu_s"] = time.process_time()
                answer["memory_mb"] = memory_mb()
            elif self.studio.filtered is not None:
                answer["detections_s"] = now
                answer["found"] = len(self.studio.filtered.shown)
                answer["later_mb"] = memory_mb()
                self.window.close()

    d2studio.gui.app.Program = Watched  # type: ignore[misc]
    run_program([])
    return answer


def memory_mb() -> dict[str, float]:
    """Memory of this process: resident, the share of it that is its own (pages of others divided by their users)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    unique = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return {"rss": kilobytes["Rss"] / 1024, "pss": kilobytes["Pss"] / 1024, "uss": unique / 1024}


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]))), flush=True)
