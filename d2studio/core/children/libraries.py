"""What a child says when a library that it needs is not there."""

from d2studio.control import Control
from d2studio.core.children.serve import Emit, Handler
from d2studio.core.wire import Message
from d2studio.errors import LibraryMissing


def library_missing(error: ImportError | OSError) -> LibraryMissing:
    """Say plainly why an import failed; a native library that PyTorch cannot load is an `OSError`."""
    name = getattr(error, "name", None)
    is_missing = isinstance(error, ModuleNotFoundError)
    return LibraryMissing(
        f"The library {name} is not installed."
        if is_missing
        else f"The library {name or 'PyTorch'} does not load: {str(error).rstrip('.')}.",
        hint="Install d2studio again; its installation brings the libraries that it needs.",
        library=name,
        is_missing=is_missing,
    )


def fail_without(error: ImportError) -> Handler:
    """Answer every request with that."""

    def fail(message: Message, control: Control, emit: Emit) -> Message:
        raise library_missing(error) from error

    return fail
