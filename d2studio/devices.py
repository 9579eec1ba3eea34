"""What models run on, as a value. No torch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Device:
    """Something to compute on.

    Attributes:
        name: what `device=` takes: cpu, cuda:0, mps.
        description: for people: "AMD EPYC, 2 cores", "NVIDIA RTX 4070".
        precisions: those that it computes natively, float32 first.
        memory_total, memory_free: bytes; 0 where not known.
    """

    name: str
    description: str
    precisions: tuple[str, ...]
    memory_total: int = 0
    memory_free: int = 0
