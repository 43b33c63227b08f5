"""Run the command as `python -m rehabkg`."""

from rehabkg.cli import main

if __name__ == "__main__":
    main()
