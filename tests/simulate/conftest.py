import sys
from collections.abc import Iterator

import pytest

import journeysim.build  # noqa: F401 -- so that its parts are there


@pytest.fixture(scope="module")
def glanced_at() -> Iterator[None]:
    """Random processes are walked only a little way when they are built, so that many can be."""
    explore = sys.modules["journeysim.build.explore"].explore
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(explore.__kwdefaults__, "bound", 200)
        yield
