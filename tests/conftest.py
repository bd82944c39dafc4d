"""What holds for all tests."""

from hypothesis import settings

# What an example takes depends on who else is at work. The examples are the same each time, so that what has passed
# passes again; `pytest --hypothesis-profile=search` looks at others.
settings.register_profile("journeysim", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("journeysim")
