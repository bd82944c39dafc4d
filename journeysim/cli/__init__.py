"""The command `journeysim`: arguments in, answers and exit codes out."""

from journeysim.cli.entry import main

__all__ = ["main"]
