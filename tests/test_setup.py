"""`course.py` on machines that lack this or that; uv and pip are stand-ins that take no network."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


@pytest.fixture
def checkout(tmp_path):
    """A folder with what `course.py setup` reads."""
    for name in ("course.py", "requirements.lock", "pyproject.toml", "autograde/pyproject.toml"):
        target = tmp_path / "course" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    return tmp_path / "course"


@pytest.fixture
def uv(tmp_path):
    """A uv that writes down how it was called; `fail` makes its next installation stop."""
    log = tmp_path / "uv.log"
    body = f'echo "$@" >> {log}\n[ "$1" = pip ] && [ -e {tmp_path}/fail ] && exit 1\nexit 0\n'
    return executable(tmp_path / "bin" / "uv", body), log


def executable(path, body):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


def course(checkout, *arguments, python=sys.executable, path=""):
    environment = {"PATH": path, "HOME": str(checkout.parent)}
    return subprocess.run(
        [python, "course.py", *arguments],
        cwd=checkout, env=environment, capture_output=True, text=True,
    )  # fmt: skip


def installs(log):
    lines = log.read_text().splitlines() if log.exists() else []
    return [line for line in lines if line.startswith("pip install")]


def test_the_second_call_installs_nothing(checkout, uv):
    path = str(uv[0].parent)
    assert course(checkout, "setup", path=path).returncode == 0
    first = installs(uv[1])
    assert any("requirements.lock" in line for line in first)
    assert any("--no-deps" in line and "autograde" in line for line in first)
    assert course(checkout, "setup", path=path).returncode == 0
    assert installs(uv[1]) == first


def test_a_changed_lock_is_installed(checkout, uv):
    path = str(uv[0].parent)
    course(checkout, "setup", path=path)
    before = len(installs(uv[1]))
    with open(checkout / "requirements.lock", "a") as lock:
        lock.write("# newer\n")
    course(checkout, "setup", path=path)
    assert len(installs(uv[1])) == 2 * before


def test_an_installation_that_stopped_is_taken_up_again(checkout, uv, tmp_path):
    path = str(uv[0].parent)
    (tmp_path / "fail").touch()
    stopped = course(checkout, "setup", path=path)
    assert stopped.returncode == 2
    assert "the same command goes on from here" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    (tmp_path / "fail").unlink()
    assert course(checkout, "setup", path=path).returncode == 0


def test_a_venv_whose_python_is_gone_is_made_anew(checkout, uv):
    path = str(uv[0].parent)
    course(checkout, "setup", path=path)
    (checkout / ".venv/bin/python").unlink()
    assert course(checkout, "setup", path=path).returncode == 0
    assert (checkout / ".venv/bin/python").exists()


def test_a_venv_that_is_half_there_is_made_anew(checkout, uv):
    (checkout / ".venv/bin").mkdir(parents=True)
    executable(checkout / ".venv/bin/python", "exit 1\n")
    assert course(checkout, "setup", path=str(uv[0].parent)).returncode == 0
    assert (checkout / ".venv/pyvenv.cfg").exists()


def test_without_uv_pip_or_ensurepip_one_sentence_says_what_to_install(checkout, tmp_path):
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    library = next((bare / "lib").glob("python*/site-packages"))
    (library / "sitecustomize.py").write_text("import sys; sys.modules['ensurepip'] = None\n")
    refused = course(checkout, "setup", python=str(bare / "bin/python"))
    # .venv is made from the base Python, whose ensurepip may work: then that is what installs.
    if refused.returncode == 2 and "Neither pip nor uv" in refused.stderr:
        assert "sudo apt install python3-pip" in refused.stderr
        assert "Traceback" not in refused.stderr
    else:
        assert (checkout / ".venv/bin/python").exists()


def old_pythons():
    found = (shutil.which(f"python3.{minor}") for minor in range(6, 11))
    works = lambda p: p and subprocess.call([p, "-c", ""], stderr=subprocess.DEVNULL) == 0  # noqa: E731
    pyenv = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"))
    old = [str(p) for p in pyenv if int(p.parts[-3].split(".")[1]) in range(6, 11)]
    return sorted({p for p in [*found, *old] if works(p)})


@pytest.mark.parametrize("python", old_pythons() or [None])
def test_an_old_python_gets_one_sentence(checkout, python):
    if python is None:
        pytest.skip("no Python older than 3.11 here")
    refused = course(checkout, "lab", python=python)
    assert refused.returncode == 2
    assert refused.stderr.strip().count("\n") == 0
    assert "needs Python 3.11 or newer and this is 3." in refused.stderr


@pytest.mark.parametrize("python", old_pythons()[:1] or [None])
def test_an_old_python_hands_over_to_a_newer_one_on_the_path(checkout, uv, python):
    if python is None:
        pytest.skip("no Python older than 3.11 here")
    executable(uv[0].parent / "python3.13", f'exec {sys.executable} "$@"\n')
    assert course(checkout, "setup", python=python, path=str(uv[0].parent)).returncode == 0
    assert (checkout / ".venv/bin/python").exists()


def test_help_names_the_commands(checkout):
    told = course(checkout, "--help")
    assert told.returncode == 0
    assert all(word in told.stdout for word in ("lab", "test", "demo", "setup"))


def test_an_unknown_command_lists_those_there_are(checkout):
    refused = course(checkout, "bake")
    assert refused.returncode == 2
    assert "lab" in refused.stderr
