"""What the repository promises about itself."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {"matplotlib": "matplotlib-base"}


def pyproject(name):
    return tomllib.loads((ROOT / name).read_text())


def declared():
    """Every requirement of the two distributions and of the developers' group."""
    course, grader = pyproject("pyproject.toml"), pyproject("autograde/pyproject.toml")
    lines = [
        *course["project"]["dependencies"],
        *course["project"]["optional-dependencies"]["course"],
        *course["dependency-groups"]["dev"],
        *grader["project"]["dependencies"],
    ]
    return [Requirement(line) for line in lines]


def locked():
    """Name -> the requirements of the lock with that name (one a Python version)."""
    found = {}
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        requirement = Requirement(line)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def conda():
    listed = (ROOT / "environment.yml").read_text().split("dependencies:")[1]
    lines = listed.splitlines()
    items = [line.split("- ", 1)[1] for line in lines if re.match(r"  - [a-z]", line)]
    return {Requirement(i).name: Requirement(i) for i in items if not re.search(r"^python=|:$", i)}


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_lock_and_conda_environment_are_in_step_with_what_is_declared(requirement):
    for pinned in locked()[canonicalize_name(requirement.name)]:
        (version,) = pinned.specifier
        assert requirement.specifier.contains(version.version)
    name = CONDA_NAMES.get(requirement.name, requirement.name)
    assert str(conda()[name].specifier) == str(requirement.specifier)


def test_the_conda_environment_names_nothing_else():
    names = {CONDA_NAMES.get(r.name, r.name) for r in declared()}
    assert set(conda()) == names


def test_the_lock_holds_no_address_and_no_option():
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-", text, re.M)
    assert "file:" not in text


def test_run_time_needs_four_packages_only():
    needs = {Requirement(r).name for r in pyproject("pyproject.toml")["project"]["dependencies"]}
    assert needs == {"numpy", "matplotlib", "ipywidgets", "anywidget"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(out.glob("*.whl"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_students_wheel_holds_chainrule_and_no_grader(wheel):
    tops = {name.split("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"chainrule"}
    code = b"".join(text for name, text in wheel.items() if name.endswith(".py"))
    assert b"import autograde" not in code
    assert b"from autograde" not in code


def test_the_wheel_holds_every_file_of_the_package(wheel):
    files = {p.relative_to(ROOT).as_posix() for p in (ROOT / "chainrule").rglob("*") if p.is_file()}
    assert {f for f in files if "__pycache__" not in f} <= set(wheel)


def test_importing_chainrule_loads_numpy_and_nothing_heavy():
    code = "import sys, chainrule; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    modules = set(loaded.stdout.split())
    assert {"numpy", "chainrule"} <= modules
    assert not modules & {"matplotlib", "ipywidgets", "IPython", "anywidget", "autograde"}


@pytest.mark.parametrize("name", ["lectures", "assignments", "solutions", "autograde", "tests"])
def test_the_folders_stand_at_the_top(name):
    assert (ROOT / name).is_dir()


def tracked():
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def notebooks():
    return sorted(
        p.relative_to(ROOT).as_posix()
        for folder in ("lectures", "solutions", "assignments")
        for p in (ROOT / folder).rglob("*.ipynb")
        if ".ipynb_checkpoints" not in p.parts
    )


@pytest.mark.parametrize("name", notebooks())
def test_notebooks_are_stored_without_output(name):
    for cell in json.loads((ROOT / name).read_text())["cells"]:
        assert not cell.get("outputs"), cell["id"]
        assert cell.get("execution_count") is None, cell["id"]


@pytest.mark.parametrize("name", [n for n in notebooks() if n.startswith("assignments/")])
def test_released_notebooks_show_neither_solutions_nor_hidden_tests(name):
    text = (ROOT / name).read_text()
    for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "autograde"):
        assert word not in text


def test_no_file_names_a_machines_folders_or_a_registrys_host():
    places = r"(?<![\w.])/(work|farm|root|opt)/|pypi\.org/simple|pythonhosted|registry\.npmjs"
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".yml", ".lock", ".ipynb", ".js", ".css", ""}:
            found = re.search(places, path.read_text(encoding="utf-8"))
            assert not found or path.name == Path(__file__).name, path
