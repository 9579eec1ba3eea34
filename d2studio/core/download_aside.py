"""Calls that may block for long, made in a thread that can be left behind."""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final, TypeVar

T = TypeVar("T")

_POLL_S: Final = 0.05


class Aside:
    """A thread of its own for calls that are made one after the other. It does not keep a program from ending."""

    def __init__(self, name: str) -> None:
        self._calls: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        Thread(target=self._run, name=name, daemon=True).start()

    def call(self, function: Callable[[], T], meanwhile: Callable[[], None]) -> T:
        """What `function` returns or raises.

        Args:
            function: called in the thread.
            meanwhile: called here, every twentieth of a second; what it raises ends the waiting, not the call.
        """
        future: Future[T] = Future()
        self._calls.put((function, future))
        while not wait_for([future], _POLL_S).done:
            meanwhile()
        return future.result()

    def leave(self, clean_up: Callable[[], None]) -> None:
        """Do not wait any more. `clean_up` is called in the thread once the last call is over."""
        self._calls.put((clean_up, Future()))
        self._calls.put(None)

    def _run(self) -> None:
        while (each := self._calls.get()) is not None:
            function, future = each
            try:
                future.set_result(function())
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                future.set_exception(error)
