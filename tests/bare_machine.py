"""A path without the programs that a bare machine lacks: `python tests/bare_machine.py FOLDER`."""

import os
import re
import sys
from pathlib import Path

HIDDEN = re.compile(
    r"bwrap|(chromium|google-chrome|pg_|psql|initdb|postgres).*|node|nodejs|npm|npx|uv|uvx"
)


def link_programs(folder):
    """Fill a folder with links to the programs on the path, but for those; its path."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for place in map(Path, os.environ["PATH"].split(os.pathsep)):
        for program in place.iterdir() if place.is_dir() else []:
            link = folder / program.name
            if not HIDDEN.fullmatch(program.name) and not link.is_symlink():
                link.symlink_to(program)
    return str(folder)


if __name__ == "__main__":
    print(link_programs(sys.argv[1]))
