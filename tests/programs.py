"""Programs of the machine that tests use; what is not on the path is not there."""

import shutil
from pathlib import Path

DEBIAN_FOLDERS = Path("/usr/lib/postgresql")  # where the database's own programs lie, off the path


def find(*names):
    """The path of the first of these programs that is here, or None."""
    return next(filter(None, map(shutil.which, names)), None)


def find_postgresql(name):
    """One of the programs of a database's server, beside the client on the path."""
    beside = sorted(DEBIAN_FOLDERS.glob(f"*/bin/{name}")) if shutil.which("psql") else []
    return str(beside[-1]) if beside else shutil.which(name)
