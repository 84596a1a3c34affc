"""Lectures and gallery with their outputs: each is run once, for all tests of a run that ask."""

import nbformat
from nbclient import NotebookClient

SECONDS = 300  # a cell may take, on a machine that does much else


def executed(path, once):
    """A notebook that was run from top to bottom, in its folder."""
    return nbformat.reads(once(f"{path.stem}.ipynb", lambda: run(path)), as_version=4)


def run(path):
    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=SECONDS, record_timing=False, resources=where).execute()
    return nbformat.writes(notebook)
