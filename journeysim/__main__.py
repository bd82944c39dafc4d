"""`python -m journeysim`: the command."""

from journeysim.cli import main

main()
