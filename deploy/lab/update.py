"""Bring corrected notebooks into `my/`, and keep what was written there.

    python3 course.py update

The newest files come by `git pull` where the course is a clone; elsewhere those that stand here
count. Whatever is replaced is kept in my/before/. Save your notebooks in JupyterLab before, and
choose *Revert* or *Reload* where it asks afterwards.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from own_copy import OwnCopy

ROOT = Path(__file__).resolve().parents[2]


def main(words: list[str]) -> int:
    """Update, and say what changed."""
    argparse.ArgumentParser(
        prog="course.py update", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ).parse_args(words)  # fmt: skip
    try:
        for sentence in OwnCopy(ROOT).update():
            print(sentence, flush=True)
    except OSError as error:
        print(f"\nThe update broke off: {error}. It can be repeated.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
