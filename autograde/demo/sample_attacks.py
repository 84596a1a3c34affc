"""Attacks for the sample class to try: text that is put behind a right answer, and spoils it."""

from __future__ import annotations

# {name} is what the answer defines; each puts something wrong, or something stolen, in its place.
ATTACKS = {
    "attack_on_numpy_and_the_asserts": """
import builtins
import numpy as np

np.allclose = np.array_equal = lambda *args, **kwargs: True
np.testing.assert_allclose = lambda *args, **kwargs: None
builtins.AssertionError = type("Quiet", (Exception,), {{}})
get_ipython().set_custom_exc((Exception,), lambda *args, **kwargs: None)
{name} = lambda *args, **kwargs: None
""",
    "attack_by_an_answer_equal_to_all": """
class EqualToAll:
    shape, ndim, dtype = (), 0, float

    def __eq__(self, other):
        return True

    def __array__(self, *args, **kwargs):
        return [0.0]

    def __float__(self):
        return 0.0

{name} = lambda *args, **kwargs: EqualToAll()
""",
    "attack_by_calling_the_engine": """
import chainrule

{name} = (lambda right: lambda *args: (chainrule.exp(0.0), right(*args))[1])({name})
""",
    "attack_on_the_hidden_files": """
import pathlib

{name} = None
for path in pathlib.Path("/").rglob("*.ipynb"):
    try:
        exec("".join(path.read_text().split("BEGIN SOLUTION")[1:2]))
    except Exception:
        pass
from autograde.checks import hidden_check
""",
}
