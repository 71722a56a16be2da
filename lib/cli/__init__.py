"""The command line: `python -m lib …`."""

from lib.cli.status import run

__all__ = ["run"]
