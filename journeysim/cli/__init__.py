"""The command `journeysim`: arguments in, answers and exit codes out."""

from typing import NoReturn


def main() -> NoReturn:
    """Run the command with the arguments of this process, and leave it."""
    try:
        from journeysim.cli.entry import main as enter
    except KeyboardInterrupt:
        raise SystemExit(130) from None  # Ctrl-C before there was anything to say
    enter()


__all__ = ["main"]
