"""What holds for all tests."""

from hypothesis import settings

settings.register_profile("journeysim", deadline=None)  # what an example takes depends on who else is at work
settings.load_profile("journeysim")
