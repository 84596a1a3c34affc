"""Where a class is graded, nothing that a hidden check does to name a mistake is refused."""

import os
import random
import subprocess
import sys
from pathlib import Path

from tests.exercises.answers import wrong

ROOT = Path(__file__).resolve().parents[2]
LONG = {"separable", "solve_spiral"}  # whose checks take seconds
SCRIPT = '''
import sys
from autograde.checks import examine_hidden
from autograde.sandbox.host.walls import Walls
from tests.exercises.answers import wrong

class Refused(BaseException):
    """What no `except Exception` of the search takes."""

def refuse(reason):
    raise Refused(reason)

class Elsewhere:
    """A function of another process: it has no text."""

    def __init__(self, function):
        self.called = function

    def __call__(self, *arguments):
        return self.called(*arguments)

walls = Walls(sys.argv[1], refuse)
walls.close()
names = {"examine_hidden": examine_hidden}
with walls.own_code():
    exec(compile("def judge(*a):\\n    return examine_hidden(*a)", "<test>", "exec"), names)
for part in sys.argv[2:]:
    for _, function in wrong[part][:5]:
        assert not names["judge"](part, Elsewhere(function), 1).passes
try:
    exec(compile("exec('1')", "<test>", "exec"))
except Refused:
    print("refused")
'''


def test_a_mistake_is_named_within_the_walls_as_outside(tmp_path):
    some = random.sample([name for name in wrong if name not in LONG], 10)
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path), "add.vjp", *some],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert run.returncode == 0, (some, run.stderr[-2000:])
    assert run.stdout.endswith("refused\n")
