"""`python -m docparse` is the command `docparse`."""

import sys

from .cli import main

sys.exit(main())
