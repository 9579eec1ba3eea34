"""What the exit of a process means, in words."""

import signal
from collections.abc import Mapping
from typing import Final

# Signals of POSIX systems; the numbers are those of Linux and macOS, where they agree.
_SIGNALS: Final = {
    4: "it ran into an instruction that this processor does not have (signal 4, SIGILL)",
    6: "it gave up by itself (signal 6, SIGABRT)",
    8: "it computed what no processor can (signal 8, SIGFPE)",
    9: "the system or another program ended it at once (signal 9, SIGKILL)",
    11: "it used memory that is not its own (signal 11, SIGSEGV)",
    15: "another program asked it to end (signal 15, SIGTERM)",
}
# NTSTATUS values with which Windows ends processes.
_WINDOWS: Final = {
    0xC0000005: "it used memory that is not its own (0xC0000005, access violation)",
    0xC000001D: "it ran into an instruction that this processor does not have (0xC000001D, illegal instruction)",
    0xC0000017: "there was not enough memory (0xC0000017)",
    0xC00000FD: "it called itself too often (0xC00000FD, stack overflow)",
    0xC0000135: "a library that it needs was not found (0xC0000135)",
    0xC0000142: "a library that it needs did not start (0xC0000142)",
    0xC0000374: "it damaged its own memory (0xC0000374, heap corruption)",
    0xC0000409: "it gave up by itself (0xC0000409, fast fail)",
    0xC000013A: "it was stopped by Ctrl+C (0xC000013A)",
}


def ending_in_words(context: Mapping[str, str]) -> str:
    """How a child ended; empty where `context` has neither a `signal` nor an `exit_code` that is a number."""
    number = _number(context.get("signal", ""))
    if number is not None:
        return _SIGNALS.get(number) or f"it was ended by signal {number}{_signal_name(number)}"
    code = _number(context.get("exit_code", ""))
    if code is None:
        return ""
    # Windows' codes have 32 bits and may come as negative numbers.
    return _WINDOWS.get(code & 0xFFFFFFFF) or f"it ended with exit code {code}"


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _signal_name(number: int) -> str:
    try:
        return f", {signal.Signals(number).name}"
    except ValueError:
        return ""
