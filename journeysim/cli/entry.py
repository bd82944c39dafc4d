"""Where the command begins and ends: every way out has its exit code, and none is a traceback."""

import errno
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum
from typing import NoReturn, TextIO

import click

from journeysim import __version__
from journeysim.cli import (
    proofs,  # noqa: F401 - adds its commands
    screen,
    stories,  # noqa: F401 - adds its command
    texts,  # noqa: F401 - adds its commands
)
from journeysim.cli.commands import command
from journeysim.folder import Occupied
from journeysim.model.problem import NoJourney, ScenarioError, WorkerLost

NOT_OURS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
"""Reasons for not being able to write that are no mistake of journeysim."""


class Exit(IntEnum):
    """What a caller can rely on."""

    OK = 0
    CHECK_FAILED = 1
    UNUSABLE = 2
    UNDECIDED = 3
    FAILED = 4
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    TERMINATED = 143


def main() -> NoReturn:
    """Run the command with the arguments of this process, and leave it."""
    signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(outcome(sys.argv[1:]))


def outcome(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    try:
        code = command.main(arguments, prog_name="journeysim", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else Exit.OK
    except ScenarioError as error:
        screen.tell_problems(error.problems)
        return Exit.UNUSABLE
    except (Occupied, NoJourney) as error:
        screen.tell(f"journeysim: {error}")
        return Exit.UNUSABLE
    except click.ClickException as error:
        error.show()
        return Exit.UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        screen.tell("journeysim: stopped; nothing was written")
        return Exit.INTERRUPTED
    except WorkerLost as error:
        screen.tell(f"journeysim: {error}, as happens where memory runs out; --workers 1 needs less")
        return Exit.FAILED
    except MemoryError:
        screen.tell("journeysim: the memory does not hold this run; fewer customers or --workers 1 need less")
        return Exit.FAILED
    except BrokenPipeError:
        _say_no_more()
        return Exit.PIPE_CLOSED
    except OSError as error:
        return _not_written(error) if error.errno in NOT_OURS else _failed(error, arguments)
    except Exception as error:
        return _failed(error, arguments)


def _say_no_more() -> None:
    """Nothing more may be written to standard output, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), _number_of(sys.stdout))


def _not_written(error: OSError) -> int:
    """There is no room, or no leave, to write; a folder of results is then not there at all."""
    try:
        sys.stdout.flush()
    except OSError:
        _say_no_more()
    where = f"'{error.filename}' cannot" if error.filename else "what came out cannot"
    screen.tell(f"journeysim: {where} be written: {os.strerror(error.errno or 0)}; make room, or name another place")
    return Exit.UNUSABLE


def _number_of(stream: TextIO) -> int:
    return stream.fileno()


def _terminated(_signal: int, _frame: object) -> NoReturn:
    sys.exit(Exit.TERMINATED)


def _failed(error: Exception, arguments: Sequence[str]) -> int:
    """Say that journeysim itself failed, and leave a file that helps to mend it."""
    import platform
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", prefix="journeysim-failure-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        file.write(f"journeysim {__version__}, Python {platform.python_version()}, {platform.platform()}\n")
        file.write(f"command: journeysim {' '.join(arguments)}\n\n")
        file.write("".join(traceback.format_exception(error)))
    said = " ".join(str(error).split())
    screen.tell(
        f"journeysim: failed, by a mistake of its own: {type(error).__name__}: {said}\n"
        f"Please report it, with the scenario and with {file.name}, which tells the rest."
    )
    return Exit.FAILED
