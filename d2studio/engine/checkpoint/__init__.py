"""Reads weights files without running anything that is in them."""

from d2studio.engine.checkpoint.reader import Checkpoint, read_checkpoint

__all__ = ["Checkpoint", "read_checkpoint"]
