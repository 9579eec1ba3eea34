"""`python -m d2studio`, the same as the `d2studio` command."""

import sys

from d2studio.cli import main

if __name__ == "__main__":
    sys.exit(main())
