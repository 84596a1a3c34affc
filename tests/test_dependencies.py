"""The lectures run with the oldest versions that pyproject.toml allows, the newest, and Colab's.

Each in an environment of its own, made anew; skipped where packages cannot be fetched. A third of
the lectures is run in each on one day.
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from environments import install

ROOT = Path(__file__).resolve().parents[1]
LECTURES = sorted((ROOT / "lectures").glob("*.ipynb"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = PROJECT["dependencies"]
IN_LECTURES = ["scikit-learn", "scipy", "nbclient", "ipykernel"]

RUN = """
import json, sys, nbformat, numpy
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[2], as_version=4)
NotebookClient(notebook, timeout=90, resources={"metadata": {"path": sys.argv[1]}}).execute()
outputs = [o for c in notebook.cells for o in c.get("outputs", [])]
said = [o.text for o in outputs if o.get("name") == "stderr"]
print(json.dumps({"numpy": numpy.__version__, "ran": len(outputs) > 0, "warnings": said}))
"""


def oldest(requirement):
    """`numpy>=2.0` as `numpy==2.0.*`."""
    name, bound = re.fullmatch(r"([\w-]+)>=([\d.]+)", requirement).groups()
    major, minor, *_ = [*bound.split("."), "0"]
    return f"{name}=={major}.{minor}.*"


def version(python):
    """The version of a Python, as numbers; none of one that does not run."""
    say = "import sys; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", say], capture_output=True, encoding="utf-8")
    return tuple(map(int, done.stdout.split()))


def pythons():
    """Every Python of this machine, pyenv's among them, by version."""
    named = (shutil.which(f"python3.{minor}") for minor in range(11, 20))
    pyenv = Path.home().glob(".pyenv/versions/3.*/bin/python")
    found = {version(path): path for path in [*filter(None, named), *map(str, pyenv)]}
    return found | {sys.version_info[:2]: sys.executable}


COLAB = ROOT / "deploy" / "colab" / "constraints.txt"  # Binder reads environment.yml: the newest
NAMES = [re.split(">=", requirement)[0] for requirement in NEEDED]
VERSIONS = {
    "oldest": (lambda: sys.executable, list(map(oldest, NEEDED))),
    "newest": (lambda: max(pythons().items())[1], NAMES),
    "colab": (lambda: pythons().get((3, 12), sys.executable), [*NAMES, "--constraint", str(COLAB)]),
}


@pytest.fixture(
    scope="module", params=[pytest.param(v, marks=pytest.mark.xdist_group(v)) for v in VERSIONS]
)
def environment(request, tmp_path_factory):
    """A Python with those versions, on the course's checkout."""
    find_python, packages = VERSIONS[request.param]
    python = find_python()
    if request.param == "oldest" and sys.version_info >= (3, 13):
        pytest.skip("the oldest NumPy has no wheels for this Python")
    home = tmp_path_factory.mktemp(request.param)
    make = [python, "-m", "venv", "--without-pip", home]
    if subprocess.run(make, capture_output=True).returncode:
        pytest.skip(f"{python} cannot make an environment")
    inside = home / "bin" / "python"
    if failure := install(inside, *packages, *IN_LECTURES):
        pytest.skip(f"packages cannot be fetched: {failure[-200:]}")
    (next((home / "lib").glob("python*/site-packages")) / "course.pth").write_text(
        f"{ROOT}\n", encoding="utf-8"
    )
    return request.param, inside


@pytest.mark.slow(seconds=20)
@pytest.mark.share(3)
@pytest.mark.parametrize("lecture", LECTURES, ids=lambda path: path.stem)
def test_every_lecture_runs_without_a_warning(environment, lecture):
    which, python = environment
    command = [python, "-c", RUN, ROOT, lecture]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["ran"]
    assert found["warnings"] == []
    if which == "oldest":
        assert oldest(NEEDED[0]) == f"numpy=={'.'.join(found['numpy'].split('.')[:2])}.*"
