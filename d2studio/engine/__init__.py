"""Detectron2's architectures in plain PyTorch, for inference.

Nothing outside this package imports torch, so what PyTorch's threads read from the environment is set here.
"""

import os

# Threads that wait for work sleep instead of spinning. Alone on a machine that makes no difference; beside other
# programs spinning threads take the processor from the one that they wait for, and all becomes several times slower.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
