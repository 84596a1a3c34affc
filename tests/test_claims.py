"""The claim ledger finds what does not hold, and the same seed finds it again."""

import nbformat
from claims import broken, run
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

DRAWN = "import numpy as np\nx = np.random.default_rng().random()\nx"
RANDOM = "import random\ny = random.random()\ny"


def notebook_of(claims, folder, code=DRAWN):
    text = new_markdown_cell(" ".join(claims), metadata={"chainrule": {"claims": claims}})
    path = folder / "small.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(code), text, new_code_cell("x = 2")]), path)
    return path


def test_a_claim_is_weighed_where_it_stands(tmp_path):
    claims = {"below one": "x < 1", "two": "x == 2", "unknown": "no_such_name > 0"}
    ran = run(notebook_of(claims, tmp_path))
    found = ran.cells[1].metadata.chainrule.found
    assert found == {"below one": True, "two": False, "unknown": found["unknown"]}
    assert found["unknown"].startswith("NameError")
    assert len(ran.cells) == 3
    assert [line.split("”")[0] for line in broken(ran)] == [
        f"{ran.cells[1].id}: “{said}" for said in ("two", "unknown")
    ]


def test_a_seed_repeats_what_is_drawn_without_one(tmp_path):
    path = notebook_of({}, tmp_path, f"{DRAWN}\n{RANDOM}\nx, y, np.random.default_rng().random()")
    outputs = [run(path, seed).cells[0].outputs[0].data["text/plain"] for seed in (1, 1, 2)]
    assert outputs[0] == outputs[1] != outputs[2]


def test_a_seed_that_is_given_stays(tmp_path):
    path = notebook_of({}, tmp_path, "import numpy as np\nnp.random.default_rng(5).random()")
    outputs = {run(path, seed).cells[0].outputs[0].data["text/plain"] for seed in (1, 2)}
    assert len(outputs) == 1
