"""What the repository promises about itself."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def pyproject(name):
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


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
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        requirement = Requirement(line)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def environment():
    """Name -> requirement of environment.yml, conda's and pip's; Python and editables apart."""
    *conda, last = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))[
        "dependencies"
    ]
    lines = [*conda[1:], *(line for line in last["pip"] if not line.startswith("-e "))]
    return {Requirement(line).name: Requirement(line) for line in lines}


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_the_lock_satisfies_what_is_declared(requirement):
    for pinned in locked()[canonicalize_name(requirement.name)]:
        (version,) = pinned.specifier
        assert version.operator == "=="
        assert requirement.specifier.contains(version.version)


def test_the_conda_environment_names_what_is_declared_with_the_same_bounds():
    bounds = {requirement.name: str(requirement.specifier) for requirement in declared()}
    assert {name: str(r.specifier) for name, r in environment().items()} == bounds


def test_the_conda_environment_installs_both_packages_on_a_python_they_allow():
    first, *_, last = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))[
        "dependencies"
    ]
    python = first.removeprefix("python=")
    for name in ("pyproject.toml", "autograde/pyproject.toml"):
        assert SpecifierSet(pyproject(name)["project"]["requires-python"]).contains(python)
    assert [line for line in last["pip"] if line.startswith("-e ")] == ["-e .", "-e ./autograde"]


def test_the_lock_holds_no_address_and_no_option():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-|@|file:", text, re.M)


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
    trees = (ast.parse(text) for name, text in wheel.items() if name.endswith(".py"))
    imported = {name for tree in trees for node in ast.walk(tree) for name in imports(node)}
    assert "numpy" in imported
    assert "autograde" not in imported


def imports(node):
    """The packages that a statement imports."""
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return {
        name.name.partition(".")[0]
        for name in getattr(node, "names", ())
        if isinstance(node, ast.Import)
    }


def test_the_wheel_requires_only_what_a_browser_can_install(wheel):
    (metadata,) = (text.decode() for name, text in wheel.items() if name.endswith("/METADATA"))
    lines = re.findall(r"^Requires-Dist: (.+)$", metadata, re.M)
    needs = {r.name for r in map(Requirement, lines) if not r.marker}
    assert needs == {"numpy", "matplotlib", "ipywidgets", "anywidget"}


def test_the_wheel_holds_every_file_of_the_package(wheel):
    files = {p.relative_to(ROOT).as_posix() for p in (ROOT / "chainrule").rglob("*") if p.is_file()}
    assert {f for f in files if "__pycache__" not in f} <= set(wheel)


def test_importing_chainrule_loads_numpy_and_nothing_heavy():
    code = "import sys, chainrule; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT
    )
    modules = set(loaded.stdout.split())
    assert {"numpy", "chainrule"} <= modules, loaded.stderr
    assert not modules & {"matplotlib", "ipywidgets", "IPython", "anywidget", "autograde"}


@pytest.mark.parametrize(
    "name", ["lectures", "solutions", "assignments", "autograde", "chainrule", "tests", "docs"]
)
def test_the_folders_stand_at_the_top(name):
    assert (ROOT / name).is_dir()


def tracked():
    """The files that git keeps, whoever owns the checkout."""
    if not shutil.which("git"):
        pytest.skip("no git here")
    command = ["git", "-c", "safe.directory=*", "ls-files"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
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
    for cell in json.loads((ROOT / name).read_text(encoding="utf-8"))["cells"]:
        assert not cell.get("outputs"), cell["id"]
        assert cell.get("execution_count") is None, cell["id"]


@pytest.mark.parametrize("name", [n for n in notebooks() if n.startswith("assignments/")])
def test_released_notebooks_show_neither_solutions_nor_hidden_tests(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "autograde"):
        assert word not in text


def test_no_file_names_a_machines_folders_or_a_registrys_host():
    places = (
        r"(?<![\w.:/~-])/(work|root|opt|home/\w+|Users/\w+)/|pypi\.org/simple|pythonhosted|npmjs"
    )
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".yml", ".lock", ".ipynb", ".js", ".css", ""}:
            found = re.search(places, path.read_text(encoding="utf-8"))
            assert not found or path.name == Path(__file__).name, path
