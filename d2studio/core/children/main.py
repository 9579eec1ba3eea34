"""Where a child begins."""

from d2studio.core.children.libraries import fail_without
from d2studio.core.children.serve import FindHandler, serve
from d2studio.core.shared_blocks import SharedBlocks


def be_decoder(blocks: SharedBlocks, *, memory_limit: int) -> None:
    """Open what people send, until the window ends."""
    serve("decode", _decoder(blocks), blocks, memory_limit=memory_limit)


def be_predictor(blocks: SharedBlocks, *, memory_limit: int) -> None:
    """Run models, until the window ends. PyTorch is imported ahead of need."""
    from d2studio.core.children.infer import Models, require_libraries

    serve("infer", Models(blocks).handlers().get, blocks, memory_limit=memory_limit, prepare=require_libraries)


def be_librarian(blocks: SharedBlocks, *, memory_limit: int) -> None:
    """Look after the installed models, until the window ends."""
    try:
        from d2studio.core.children.library import Librarian, user_library
    except ImportError as error:
        fail = fail_without(error)
        serve("library", lambda name: fail, blocks, memory_limit=memory_limit)
    else:
        library = user_library(blocks)
        find_handler = Librarian(library).handlers().get
        serve("library", find_handler, blocks, memory_limit=memory_limit, prepare=library.sweep)


def _decoder(blocks: SharedBlocks) -> FindHandler:
    try:
        from d2studio.core.children.decode import handlers
    except ImportError as error:
        fail = fail_without(error)
        return lambda name: fail
    return handlers(blocks).get
