"""`python -m journeysim`: the command."""

from journeysim.cli import main

if __name__ == "__main__":
    main()
