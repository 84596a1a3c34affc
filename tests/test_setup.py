"""`course.py` on machines that lack this or that; uv and pip are stand-ins that need no network."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")

# Installs, as far as course.py can tell: it writes down how it was called and makes the folders
# that course.py looks for. The files beside it make it fail, or take its time.
UV = """#!/bin/sh
PATH=/usr/bin:/bin
here=$(dirname "$0")
[ "$1" = pip ] || exit 0
echo "$@" >> "$here/calls"
[ -e "$here/slow" ] && sleep 1
[ -e "$here/fail" ] && exit 1
cd "$VIRTUAL_ENV"/lib/python*/site-packages
mkdir -p numpy jupyterlab nbgrader pytest chainrule autograde
"""
PIP = """
import os, subprocess, sys
if "--version" in sys.argv:
    sys.exit()
sys.exit(sys.argv[-1] == "uv" or subprocess.call([os.environ["STAND_IN"], "pip", *sys.argv]))
"""


@pytest.fixture
def checkout(tmp_path):
    """A folder with what `course.py setup` reads; beside it, a pip and ensurepip that fail."""
    for name in ("course.py", "requirements.lock", "pyproject.toml", "autograde/pyproject.toml"):
        target = tmp_path / "course" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    (tmp_path / "modules").mkdir()
    for name in ("pip", "ensurepip"):
        (tmp_path / "modules" / f"{name}.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
    return tmp_path / "course"


@pytest.fixture
def bin(tmp_path):
    """The only folder on the path; it holds the stand-in for uv."""
    executable(tmp_path / "bin" / "uv", UV)
    return tmp_path / "bin"


def executable(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def start(checkout, *arguments, path="", python=sys.executable, **environment):
    modules = str(checkout.parent / "modules")
    return subprocess.Popen(
        [python, "course.py", *arguments],
        cwd=checkout,
        env={"PATH": str(path), "HOME": modules, "PYTHONPATH": modules, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def course(checkout, *arguments, **how):
    process = start(checkout, *arguments, **how)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def installs(bin):
    calls = bin / "calls"
    return calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []


def wait_for(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# ------------------------------------------------------- what is installed, and when


def test_the_lock_and_then_both_packages_are_installed(checkout, bin):
    assert course(checkout, "setup", path=bin).returncode == 0
    locked, own = installs(bin)
    assert locked.endswith(f"-r {checkout}/requirements.lock")
    assert own.endswith(f"--no-deps --no-build-isolation -e {checkout} -e {checkout}/autograde")


def test_the_second_call_installs_nothing(checkout, bin):
    course(checkout, "setup", path=bin)
    assert course(checkout, "setup", path=bin).returncode == 0
    assert len(installs(bin)) == 2


def test_a_changed_lock_is_installed_into_the_venv_there_is(checkout, bin):
    course(checkout, "setup", path=bin)
    mine = checkout / ".venv" / "installed-by-hand"
    mine.touch()
    with open(checkout / "requirements.lock", "a", encoding="utf-8") as lock:
        lock.write("# newer\n")
    course(checkout, "setup", path=bin)
    assert len(installs(bin)) == 4
    assert mine.exists()


def test_a_venv_made_by_hand_is_kept(checkout, bin):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    mine = checkout / ".venv" / "installed-by-hand"
    mine.touch()
    assert course(checkout, "setup", path=bin).returncode == 0
    assert mine.exists()


def test_pip_installs_where_uv_cannot_be_had(checkout, bin, tmp_path):
    stand_in = (bin / "uv").rename(bin / "stand-in")
    (tmp_path / "modules" / "pip.py").write_text(PIP, encoding="utf-8")
    done = course(checkout, "setup", path=bin, STAND_IN=str(stand_in))
    assert done.returncode == 0, done.stderr
    locked, _ = installs(bin)
    assert f"pip.py --python {checkout}/.venv/bin/python install -r" in locked


# ------------------------------------------------------------- what broke is mended


def test_an_installation_that_stopped_is_taken_up_again(checkout, bin):
    (bin / "fail").touch()
    stopped = course(checkout, "setup", path=bin)
    assert stopped.returncode == 2
    assert "the same command goes on from here" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    (bin / "fail").unlink()
    assert course(checkout, "setup", path=bin).returncode == 0
    assert len(installs(bin)) == 3


def test_after_an_update_that_stopped_nothing_half_installed_is_kept(checkout, bin):
    course(checkout, "setup", path=bin)
    with open(checkout / "requirements.lock", "a", encoding="utf-8") as lock:
        lock.write("# newer\n")
    (bin / "fail").touch()
    assert course(checkout, "setup", path=bin).returncode == 2
    (bin / "fail").unlink()
    assert "making it afresh" in course(checkout, "setup", path=bin).stdout


@pytest.mark.parametrize("lost", ["bin/python", "lib", "pyvenv.cfg"])
def test_a_venv_that_lost_a_part_is_made_afresh(checkout, bin, lost):
    course(checkout, "setup", path=bin)
    part = checkout / ".venv" / lost
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    mended = course(checkout, "setup", path=bin)
    assert mended.returncode == 0, mended.stderr
    assert part.exists()
    assert len(installs(bin)) == 4


def test_a_venv_whose_python_does_not_run_is_made_afresh(checkout, bin):
    executable(checkout / ".venv/bin/python", "not a program")
    assert course(checkout, "setup", path=bin).returncode == 0
    assert (checkout / ".venv/pyvenv.cfg").exists()


def test_a_folder_that_moved_gets_a_venv_that_knows_its_place(checkout, bin):
    course(checkout, "setup", path=bin)
    moved = checkout.rename(checkout.with_name("moved"))
    assert course(moved, "setup", path=bin).returncode == 0
    assert installs(bin)[-1].endswith(f"-e {moved}/autograde")


def test_an_installer_that_outlives_its_call_is_waited_for(checkout, bin):
    (bin / "slow").touch()
    killed = start(checkout, "setup", path=bin)
    wait_for(lambda: installs(bin))
    killed.kill()
    killed.wait()
    (bin / "slow").unlink()
    mended = course(checkout, "setup", path=bin)
    killed.communicate()
    assert "Waiting for another call" in mended.stdout
    assert "making it afresh" in mended.stdout
    assert mended.returncode == 0, mended.stderr


def test_of_calls_at_the_same_time_one_installs(checkout, bin):
    (bin / "slow").touch()
    calls = [start(checkout, "setup", path=bin) for _ in range(3)]
    for call in calls:
        call.communicate(timeout=60)
    assert [call.returncode for call in calls] == [0, 0, 0]
    assert len(installs(bin)) == 2


def test_a_call_that_needs_nothing_waits_for_nobody(checkout, bin):
    fcntl = pytest.importorskip("fcntl")
    course(checkout, "setup", path=bin)
    with open(checkout / ".course-lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert course(checkout, "setup", path=bin).returncode == 0


def test_an_interrupt_is_answered_with_a_sentence(checkout, bin):
    (bin / "slow").touch()
    process = start(checkout, "setup", path=bin)
    wait_for(lambda: installs(bin))
    os.killpg(process.pid, signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint.strip() == "Interrupted; the same command goes on from here."


def test_a_folder_in_another_script_is_set_up_where_files_are_not_utf_8(checkout, bin):
    """As on Windows: names of files are Unicode, what is in them is by default the locale's."""
    (checkout.parent / "modules" / "sitecustomize.py").write_text(
        'import locale; locale.setlocale(locale.LC_ALL, "C")\n', encoding="utf-8"
    )
    here = checkout.rename(checkout.with_name("Цепное правило, 链式法则"))
    how = {"path": bin, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"}
    done = course(here, "setup", **how)
    assert done.returncode == 0, done.stderr
    assert len(installs(bin)) == 2
    assert course(here, "setup", **how).returncode == 0
    assert len(installs(bin)) == 2


# ------------------------------------------------------------- what cannot be mended


def test_without_uv_pip_and_ensurepip_a_sentence_says_what_to_install(checkout):
    refused = course(checkout, "lab")
    assert refused.returncode == 2
    assert refused.stderr.strip().count("\n") == 0
    assert "sudo apt install python3-pip" in refused.stderr


def old_pythons():
    """Every Python older than 3.11 that runs here, by version."""
    on_path = [shutil.which(f"python{v}") for v in ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10")]
    pyenv = Path.home().glob(".pyenv/versions/*/bin/python")
    found = {}
    for python in [*filter(None, on_path), *map(str, pyenv)]:
        ask = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        version = subprocess.run(ask, capture_output=True, encoding="utf-8").stdout.strip()
        if version and tuple(map(int, version.split("."))) < (3, 11):
            found[version] = python
    return found


OLD = old_pythons()
NO_OLD = pytest.param("", marks=pytest.mark.skip(reason="no Python older than 3.11 here"))


@pytest.mark.parametrize("version", sorted(OLD) or [NO_OLD])
def test_an_old_python_is_told_what_is_needed(checkout, version):
    refused = course(checkout, "lab", python=OLD[version])
    assert refused.returncode != 0
    assert "Chain Rule needs Python 3.11 or newer" in refused.stderr
    if version >= "3":
        assert refused.stderr.strip().count("\n") == 0
        assert f"this is Python {version}." in refused.stderr


@pytest.mark.parametrize("version", sorted(set(OLD) - {"2.7"})[:1] or [NO_OLD])
def test_an_old_python_hands_over_to_a_newer_one_on_the_path(checkout, bin, version):
    executable(bin / "python3.13", "#!/bin/sh\nexit 1\n")  # as pyenv's shims do
    executable(bin / "python3.12", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    done = course(checkout, "setup", python=OLD[version], path=bin)
    assert done.returncode == 0, done.stderr
    assert (checkout / ".venv/bin/python").exists()


# ---------------------------------------------------------------------- commands


def test_help_names_the_commands(checkout):
    told = course(checkout, "--help")
    assert told.returncode == 0
    assert all(
        f"course.py {word}" in told.stdout
        for word in ("lab", "present", "test", "check", "demo", "run", "setup")
    )


def test_what_python_has_compiled_is_kept(checkout, bin):
    course(checkout, "setup", path=bin)
    say = '#!/bin/sh\necho "${PYTHONDONTWRITEBYTECODE-compiled once}"\n'
    executable(checkout / ".venv" / "bin" / "mine", say)
    done = course(checkout, "run", "mine", path=bin, PYTHONDONTWRITEBYTECODE="1")
    assert done.stdout.splitlines()[-1] == "compiled once"


def test_an_unknown_command_lists_those_there_are(checkout):
    refused = course(checkout, "bake")
    assert refused.returncode == 2
    assert "lab" in refused.stderr


@pytest.fixture
def tools(checkout, bin, tmp_path):
    """Stand-ins for what `test` runs, which print how they were called; `failing` fails."""
    course(checkout, "setup", path=bin)
    for module in ("ruff", "mypy", "codespell_lib", "pytest"):
        text = f"import os, sys; print('{module}', *sys.argv[1:])\n"
        text += f"sys.exit(os.environ.get('FAILING') == '{module}')\n"
        (tmp_path / "modules" / f"{module}.py").write_text(text, encoding="utf-8")
    executable(checkout / ".venv" / "bin" / "lint-imports", "#!/bin/sh\necho lint-imports\n")


@pytest.mark.parametrize("failing", ["", "ruff", "pytest"])
def test_every_step_of_test_runs_though_one_fails(checkout, bin, tools, failing):
    done = course(checkout, "test", "-k", "engine", path=bin, FAILING=failing)
    assert done.returncode == (1 if failing else 0)
    steps = ("ruff check .", "ruff format --check .", "mypy", "codespell_lib", "lint-imports",
             "pytest --share -m not slow -k engine")  # fmt: skip
    for step in steps:
        assert f"\n{step}\n" in done.stdout
    assert ("FAILED" in done.stdout.splitlines()[-1]) == bool(failing)


@pytest.mark.parametrize(
    ("given", "runs"),
    [
        ("", "--share -m not slow"),
        ("--all", ""),
        ("--all -x", "-x"),
        ("--rest", "--share -m slow"),
        ("course.py::a", "course.py::a"),  # what is named is run
        ("-k autograde", "--share -m not slow -k autograde"),  # though a folder has that name
        ("-m browser", "--share -m not slow -m browser"),  # pytest takes the last
    ],
)
def test_what_is_slow_runs_when_it_is_asked_for(checkout, bin, tools, given, runs):
    done = course(checkout, "test", *given.split(), path=bin)
    assert f"pytest {runs}".strip() in done.stdout.splitlines()
    assert ("mypy" in done.stdout.splitlines()) == (given != "--rest")


def test_javascript_is_looked_at_where_its_linters_are(checkout, bin, tools):
    (checkout / "package.json").write_text("{}", encoding="utf-8")
    assert "javascript not tried" in course(checkout, "test", path=bin).stdout
    (checkout / "node_modules").mkdir()
    executable(bin / "npm", "#!/bin/sh\necho npm $*\n")
    said = course(checkout, "test", path=bin).stdout.splitlines()
    assert "npm run check" in said
    assert "javascript ok" in said[-1]


def test_the_help_of_test_says_what_all_adds(checkout, bin, tools):
    told = course(checkout, "test", "--help", path=bin)
    assert told.returncode == 0
    assert "--all" in told.stdout
    assert "slow" in told.stdout
    assert "ruff check" not in told.stdout


# ------------------------------------------------- what is checked, from where one stands


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("mine.ipynb", "{here}/mine.ipynb"),
        ("./über uns/mine.ipynb", "{here}/über uns/mine.ipynb"),
        ("über uns", "{here}/über uns"),
        ("../elsewhere/mine.ipynb", "{here}/mine.ipynb"),
        ("~/home.ipynb", "{home}/home.ipynb"),
        ("not there.ipynb", "{here}/not there.ipynb"),
        ("own/of the course.ipynb", "own/of the course.ipynb"),
        ("02", "02"),
        ("--unsafe-no-sandbox", "--unsafe-no-sandbox"),
    ],
)
def test_a_notebook_is_found_from_where_one_stands(checkout, bin, tmp_path, given, meant):
    assert course(checkout, "setup", path=bin).returncode == 0
    executable(checkout / ".venv/bin/autograde", '#!/bin/sh\nprintf "%s\\n" "$@"\n')
    here, home = tmp_path / "elsewhere", tmp_path / "modules"
    for path in ("mine.ipynb", "über uns/mine.ipynb"):
        (here / path).parent.mkdir(parents=True, exist_ok=True)
        (here / path).touch()
    (home / "home.ipynb").touch()
    (checkout / "own").mkdir()
    (checkout / "own/of the course.ipynb").touch()
    done = subprocess.run(
        [sys.executable, checkout / "course.py", "check", given],
        cwd=here,
        env={"PATH": str(bin), "HOME": str(home), "PYTHONPATH": str(home)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.splitlines()[-2:] == ["check", meant.format(here=here, home=home)], done
