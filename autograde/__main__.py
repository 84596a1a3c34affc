"""`python -m autograde` is `autograde`."""

from autograde.cli.app import app

if __name__ == "__main__":
    app()
