"""What a forge and an editor read of the repository: it names what is there."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import chainrule

ROOT = Path(__file__).resolve().parents[1]
COURSE = (ROOT / "course.py").read_text(encoding="utf-8")
COMMANDS = set(re.findall(r"python3 course\.py (\w+) ", COURSE))
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))


def read_yaml(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def called(lines):
    """The commands of course.py that lines of shell call, and what `run` runs."""
    found = [re.findall(r"course\.py (\w+)(?: (\w+))?", line) for line in lines]
    return [call for calls in found for call in calls]


def test_the_hooks_run_programs_that_the_set_up_brings():
    (local,) = read_yaml(".pre-commit-config.yaml")["repos"]
    assert local["repo"] == "local"  # nothing is fetched
    calls = called(hook["entry"] for hook in local["hooks"])
    assert {command for command, _ in calls} == {"run"}
    for _, program in calls:
        assert (Path(sys.executable).parent / program).exists(), program


def test_the_workflow_calls_what_there_is():
    steps = [step for job in read_yaml(".github/workflows/ci.yml")["jobs"].values()
             for step in job["steps"]]  # fmt: skip
    lines = [step["run"] for step in steps if "run" in step]
    calls = called(lines)
    assert {command for command, _ in calls} <= COMMANDS
    assert {"setup", "test"} <= {command for command, _ in calls}
    for path in re.findall(r"(?:bash|pytest) ([\w./]+)", "\n".join(lines)):
        assert (ROOT / path).exists(), path


def test_the_container_is_set_up_by_the_course_itself():
    text = (ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8")
    settings = json.loads(re.sub(r"(?m)^\s*//.*$", "", text))
    assert called([settings["postCreateCommand"]]) == [("setup", "")]
    needed = re.findall(r"missing\+=\((\w[\w-]*)\)", (ROOT / ".ci/run").read_text(encoding="utf-8"))
    lacking = [p for p in needed if p not in settings["onCreateCommand"]]
    assert set(lacking) <= {"libatomic1"}  # the image has it


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_issue_forms_ask_something(form):
    content = yaml.safe_load(form.read_text(encoding="utf-8"))
    if form.stem == "config":
        return
    assert content["name"]
    assert content["description"]
    fields = [field for field in content["body"] if field["type"] != "markdown"]
    assert fields
    assert len({field["id"] for field in fields}) == len(fields)
    assert any(field.get("validations", {}).get("required") for field in fields)


def test_what_pages_for_contributors_link_to_is_there():
    for page in (".github/SECURITY.md", ".github/pull_request_template.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert ((ROOT / page).parent / link).exists(), link
        for path in re.findall(r"`((?:tests|docs)/[\w./]+)`", text):
            assert (ROOT / path).exists(), path


def test_the_version_is_the_same_wherever_it_stands():
    """It stands in the package; both distributions take it from there."""
    for file in (ROOT / "pyproject.toml", ROOT / "autograde" / "pyproject.toml"):
        about = tomllib.loads(file.read_text(encoding="utf-8"))
        assert about["project"]["dynamic"] == ["version"]
        source = (file.parent / about["tool"]["hatch"]["version"]["path"]).resolve()
        assert source == ROOT / "chainrule" / "__init__.py"
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {chainrule.__version__}\n" in citation
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {chainrule.__version__} - " in changes


def test_course_py_says_every_command_it_has():
    asked = subprocess.run(
        [sys.executable, ROOT / "course.py", "--help"], capture_output=True, encoding="utf-8"
    )
    assert {word for word in COMMANDS if word in asked.stdout} == COMMANDS
