"""Starts the command line."""

from lib.cli import run

if __name__ == "__main__":
    run()
