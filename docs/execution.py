"""Notebooks are run once for each state of the engine; a second build takes what there is."""

import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import predictions
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache.main import JupyterCacheBase
from nbclient import NotebookClient

from chainrule.exercises.questions.official import with_official_answers

DOCS = Path(__file__).resolve().parent
ENGINE = DOCS.parent / "chainrule"
EXECUTED = DOCS / "_build" / "executed"
IPYTHON = DOCS / "_build" / "ipython"
SECONDS = 300  # a cell may take, on a slow machine
# Times of cells would make each run of a notebook another one.
SETTINGS: dict[str, Any] = {"timeout": SECONDS, "record_timing": False}


@cache  # of the engine as it stood when the build began
def executed() -> Path:
    """The folder of what was run with the engine as it stands now."""
    files = sorted(path for path in ENGINE.rglob("*") if path.suffix in {".py", ".js", ".css"})
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return EXECUTED / digest[:16]


def run_what_is_new(source: Path, ready: Path | None = None) -> None:
    """Run the lectures and the gallery that were not run yet, a few at a time.

    What lies in the folder `ready` under the name of a notebook is that notebook, run elsewhere.
    """
    forget_older_engines()
    kept = get_cache(executed())
    new = [path for path in sorted((source / "lectures").rglob("*.ipynb")) if is_new(path, kept)]
    there = {path: ready / path.name for path in new if ready and (ready / path.name).exists()}
    if len(new) > len(there):
        left = len(new) - len(there)
        print(f"Running {left} notebooks, which takes some minutes ...", flush=True)

    def result(path: Path) -> nbformat.NotebookNode:
        return predictions.fold(read(there[path]) if path in there else run(path, folder))

    with TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        prepare_kernels()
        for path, notebook in zip(new, pool.map(result, new), strict=True):
            kept.cache_notebook_bundle(CacheBundleIn(notebook, str(path)), overwrite=True)


def is_new(path: Path, kept: JupyterCacheBase) -> bool:
    """Whether a notebook has not been run as it stands."""
    try:
        kept.match_cache_notebook(read(path))
    except KeyError:
        return True
    return False


def run(path: Path, folder: str) -> nbformat.NotebookNode:
    """Run a notebook in a folder, as if every prediction were right; a failure ends the build."""
    notebook = read(path)
    sources = [cell.source for cell in notebook.cells]
    for cell in notebook.cells:
        cell.source = with_official_answers(cell.source)
    resources = {"metadata": {"path": folder}}
    NotebookClient(notebook, **SETTINGS, resources=resources).execute()
    for cell, source in zip(notebook.cells, sources, strict=True):
        cell.source = source
    return notebook


def read(path: Path) -> nbformat.NotebookNode:
    """A notebook from its file."""
    return nbformat.read(path, as_version=4)


def prepare_kernels() -> None:
    """Kernels with one thread each, with nobody's own IPython settings, and quiet."""
    os.environ.update(IPYTHONDIR=str(IPYTHON), OPENBLAS_NUM_THREADS="1", CHAINRULE_RECORD="")
    profile = IPYTHON / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(
        "c.Application.log_level = 'ERROR'\n", encoding="utf-8"
    )


def forget_older_engines() -> None:
    """Remove what other states of the engine printed."""
    for folder in EXECUTED.glob("*"):
        if folder != executed():
            shutil.rmtree(folder)
