"""How a command ended, for scripts. Part of the interface: the numbers stay."""

from enum import IntEnum


class Status(IntEnum):
    """Exit status of the process."""

    DONE = 0
    FAILED = 1  # some pages failed and the others are done, or weights do not fit their config
    UNUSABLE = 2  # nothing could be done: the command makes no sense, or the model cannot be loaded
    INTERRUPTED = 130  # stopped by Ctrl+C; what was done is complete
    BROKEN_PIPE = 141  # whoever read the output went away
