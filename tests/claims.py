"""The claim ledger: what a lecture says is to be seen, held against what is there.

A text cell carries its claims in its metadata, under `chainrule`: a fragment of its own text and
an expression in the notebook's names that is true if the fragment is. They are asked right after
the cells above have run. `python -m tests.claims --seeds 20` runs the lectures so many times, from
other random numbers each time, and prints every claim that did not hold; a notebook of the
gallery is run if it is named.
"""

import argparse
import inspect
import json
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

ROOT = Path(__file__).resolve().parents[1]
LECTURES = sorted((ROOT / "lectures").glob("*.ipynb"))
GALLERY = sorted((ROOT / "lectures" / "gallery").glob("*.ipynb"))
SECONDS = 300  # a cell may take, on a machine that does much else
OURS = "chainrule"  # the key of the course's metadata


def claims_of(cell):
    """The claims of a cell: what it says, and what decides it."""
    return cell.metadata.get(OURS, {}).get("claims", {})


def start_from(seed):
    """Let everything that is drawn without a seed depend on this one. Runs in the notebook."""
    import random

    import numpy as np

    import chainrule as cr

    fresh, made = np.random.default_rng, np.random.SeedSequence(seed)

    def default_rng(seed=None):
        return fresh(made.spawn(1)[0] if seed is None else seed)

    np.random.default_rng = default_rng
    random.seed(seed)
    cr.manual_seed(seed)


def weigh(claims, names):
    """What each claim comes to: true, false, or what went wrong. Runs in the notebook."""
    import json

    found = {}
    for said, decides in claims.items():
        try:
            found[said] = bool(eval(decides, names))
        except Exception as error:
            found[said] = f"{type(error).__name__}: {error}"
    print(json.dumps(found))


def with_claims(notebook, seed):
    """A copy that weighs each cell's claims in a cell of its own behind it."""
    setup = f"{inspect.getsource(start_from)}\n\nstart_from({seed})\ndel start_from"
    copy = nbformat.from_dict({**notebook, "cells": [hidden(setup)]})
    for cell in notebook.cells:
        copy.cells.append(cell)
        if claims := claims_of(cell):
            weighing = (
                f"{inspect.getsource(weigh)}\n\nweigh({dict(claims)!r}, globals())\ndel weigh"
            )
            copy.cells.append(hidden(weighing))
    return copy


def hidden(source):
    return new_code_cell(source, metadata={OURS: {"hidden": True}})


def is_hidden(cell):
    return cell.metadata.get(OURS, {}).get("hidden", False)


def run(path, seed=None, prepared=list):
    """The notebook with its outputs; `found` in the course's metadata tells what claims came to.

    Its cells are `prepared` before: predictions answered, say.
    """
    seed = random.randrange(10**6) if seed is None else seed
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = prepared(notebook.cells)
    notebook = with_claims(notebook, seed)
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=SECONDS, record_timing=False, resources=where).execute()
    for cell, after in zip(notebook.cells, [*notebook.cells[1:], None], strict=True):
        if claims_of(cell):
            cell.metadata[OURS]["found"] = json.loads(after.outputs[0].text)
    notebook.cells = [cell for cell in notebook.cells if not is_hidden(cell)]
    notebook.metadata[OURS] = {"seed": seed}
    return notebook


def broken(notebook):
    """The claims that did not hold in a notebook that was run."""
    seed = notebook.metadata[OURS]["seed"]
    for cell in notebook.cells:
        for said, found in cell.metadata.get(OURS, {}).get("found", {}).items():
            if found is not True:
                yield f"{cell.id}: “{said}” is {found}, seed {seed}: {claims_of(cell)[said]}"


def main(arguments):
    """Run the lectures from many seeds."""
    parser = argparse.ArgumentParser(prog="python -m tests.claims", description=__doc__)
    parser.add_argument(
        "lectures",
        nargs="*",
        help="such as 02 or resnet",
    )
    parser.add_argument("--seeds", type=int, default=5, help="how many runs of each")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    asked = parser.parse_args(arguments)
    names = [path for path in LECTURES if not asked.lectures or path.name[:2] in asked.lectures]
    names += [path for path in GALLERY if path.stem in asked.lectures]
    todo = [(path, asked.first + k) for path in names for k in range(asked.seeds)]
    count, total = 0, 0
    with ThreadPoolExecutor(2) as pool:
        for number, notebook in enumerate(pool.map(lambda one: run(*one), todo), 1):
            path, seed = todo[number - 1]
            found = [*broken(notebook)]
            total += sum(len(claims_of(cell)) for cell in notebook.cells)
            count += len(found)
            print(
                f"{number} of {len(todo)}: {path.stem}, seed {seed}",
                *found,
                sep="\n    ",
                flush=True,
            )
    print(f"{count} of {total} claims did not hold.")
    return count > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
