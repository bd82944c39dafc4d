"""A folder of results that is there whole or not at all."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EVENTS, JOURNEYS, FIGURES, REPORT = "events.parquet", "journeys.csv", "figures.json", "report.md"
"""The files of a folder of results."""


class Occupied(Exception):
    """The folder cannot be written: says why, and what to do."""


def refuse_if_occupied(folder: Path) -> None:
    """Raise `Occupied` where `folder` holds anything but an earlier result, or cannot be made."""
    if not folder.parent.is_dir():
        raise Occupied(f"there is no folder '{folder.parent}' to put '{folder.name}' into; make it first")
    if folder.exists() and not folder.is_dir():
        raise Occupied(f"'{folder}' is a file; name a folder")
    if not folder.exists():
        return
    foreign = sorted({entry.name for entry in folder.iterdir()} - {EVENTS, JOURNEYS, FIGURES, REPORT})
    if foreign:
        raise Occupied(
            f"'{folder}' holds '{foreign[0]}', which is no result of journeysim and would be lost; name another folder"
        )
    if any(folder.iterdir()) and not _is_ours(folder):
        raise Occupied(f"'{folder}' holds files that journeysim did not write; name another folder")


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder to write into: takes the place of `folder` at the end of the block, vanishes with an exception.

    Raises `Occupied` as `refuse_if_occupied` does.
    """
    folder = folder.resolve()
    refuse_if_occupied(folder)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh.chmod(0o777 & ~_umask())
        yield fresh
        refuse_if_occupied(folder)
        _take_the_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def replace_file(path: Path, text: str) -> None:
    """Write `text` as UTF-8 in the place of a file, whole or not at all; a link goes on leading to it.

    Raises `Occupied` where it cannot be written.
    """
    path = path.resolve()
    try:
        handle, fresh = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            shutil.copymode(path, fresh)
            os.replace(fresh, path)
        except BaseException:
            os.unlink(fresh)
            raise
    except OSError as error:
        raise Occupied(f"'{path}' cannot be written ({error.strerror}); it stays as it is") from None


def _take_the_place(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    old = fresh.with_name(f"{fresh.name}-old")
    folder.rename(old)
    try:
        fresh.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    shutil.rmtree(old)


def _is_ours(folder: Path) -> bool:
    try:
        return "journeysim" in json.loads((folder / FIGURES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
