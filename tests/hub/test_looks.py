"""The installer looks before it leaps: whatever is in the way, it says so and makes nothing."""

import ast
import contextlib
import grp
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from one_class import NOBODY_ELSE, ROOT, python_for_everyone

HUB = ROOT / "deploy" / "hub"
GROUP = "cr-nobody-is-in-it"
MOUNT = "mount -t tmpfs -o {} tmpfs {}"

pytestmark = pytest.mark.slow(seconds=40)


@dataclass(frozen=True)
class Machine:
    """A checkout that only root can read, a Python for everybody, and a place to install."""

    folder: Path
    python: str

    @property
    def installer(self):
        return self.folder / "checkout" / "deploy" / "hub" / "install.py"

    def command(self, *options, python=None, before="true", path=None):
        """What the installer says after some commands, which only it is to notice."""
        words = [python or self.python, self.installer, "--group", GROUP,
                 "--prefix", self.folder / "opt", "--exchange", self.folder / "srv" / "exchange",
                 "--settings", self.folder / "etc", *options]  # fmt: skip
        setting = f"export PATH={path}; " if path else ""
        quoted = " ".join(f"'{word}'" for word in words)
        script = f"{before} && {setting}exec {quoted}"
        return subprocess.run(
            [shutil.which("unshare"), "--mount", "/bin/sh", "-c", script],
            capture_output=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip


@pytest.fixture
def machine():
    python = python_for_everyone()
    folder = Path(tempfile.mkdtemp(prefix="hub-"))  # pytest's own are closed to other accounts
    folder.chmod(0o711)
    checkout = folder / "checkout"
    for name in ("deploy/hub", "autograde/course", "autograde/roster"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    (checkout / "solutions").mkdir()
    checkout.chmod(NOBODY_ELSE)
    yield Machine(folder, python)
    shutil.rmtree(folder)


# Each: a sentence, and a condition in which the installer is to say it.
CONDITIONS = {}


def says(sentence):
    """Note a condition by the sentence that is to be said in it."""

    def noted(condition):
        CONDITIONS[sentence] = condition
        return condition

    return noted


@says("Python 3.11 or newer is needed: run it with one")
def an_old_python(machine):
    code = (
        "import sys; sys.version_info = (3, 10, 2); sys.path.insert(0, sys.argv[1]); "
        "sys.argv = sys.argv[2:]; from install import main; sys.exit(main(sys.argv))"
    )
    return subprocess.run(
        [machine.python, "-c", code, machine.installer.parent, "--no-service", "--group", GROUP,
         "--prefix", machine.folder / "opt"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@says("made by root: run it with sudo")
def not_root(machine):
    (machine.folder / "checkout").chmod(0o755)
    as_nobody = ["runuser", "-u", "nobody", "--", machine.python, machine.installer]
    return subprocess.run(
        [*as_nobody, "--no-service"], capture_output=True, encoding="utf-8", check=False
    )


@says("Programs are missing: `apt install bubblewrap passwd procps util-linux`.")
def a_bare_system(machine):
    return machine.command("--no-service", path=machine.folder)


@says("Students could read the solutions here: `chmod 700")
def an_open_checkout(machine):
    (machine.folder / "checkout").chmod(0o755)
    return machine.command("--no-service")


def own_python(machine, mode):
    """A virtual environment, which has no pip."""
    there = machine.folder / "own"
    there.mkdir(mode)
    subprocess.run([machine.python, "-m", "venv", "--without-pip", there / "venv"], check=True)
    return machine.command("--no-service", python=there / "venv" / "bin" / "python")


@says("use /usr/bin/python3.")
def a_python_of_root_s_own(machine):
    return own_python(machine, NOBODY_ELSE)


@says("has no pip: `apt install python3-pip`.")
def a_python_without_pip(machine):
    return own_python(machine, 0o755)


@says("choose another --prefix, or `chmod o+x` it.")
def a_prefix_where_nobody_comes_in(machine):
    (machine.folder / "closed").mkdir(NOBODY_ELSE)
    return machine.command("--no-service", "--prefix", machine.folder / "closed" / "opt")


@says("bubblewrap cannot make namespaces for an ordinary account")
def no_namespaces(machine):
    broken = machine.folder / "bin"
    broken.mkdir()
    (broken / "bwrap").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (broken / "bwrap").chmod(0o755)
    return machine.command("--no-service", path=f"{broken}:$PATH")


@says("has something else in it: choose another --prefix.")
def a_prefix_with_something_in_it(machine):
    (machine.folder / "opt" / "mine").mkdir(parents=True)
    return machine.command("--no-service")


@says("choose an --exchange in a folder of its own.")
def an_exchange_among_other_things(machine):
    (machine.folder / "srv" / "mine").mkdir(parents=True)
    return machine.command("--no-service")


def mounted(machine, name, how, *options):
    """Something is mounted where one of its folders is to be."""
    there = machine.folder / name
    there.mkdir()
    return machine.command("--no-service", *options, before=MOUNT.format(how, there))


@says("Nothing can be written in")
def a_disk_that_is_read_only(machine):
    return mounted(machine, "opt", "ro")


@says("(noexec): choose another --prefix.")
def a_disk_without_programs(machine):
    return mounted(machine, "opt", "noexec")


@says("GB are needed in")
def a_small_disk(machine):
    return mounted(machine, "opt", "size=10m")


@says("systemd does not run here, and is to start the hub: add --no-service")
def no_systemd(machine):
    return machine.command(before="mkdir -p /run/systemd && " + MOUNT.format("rw", "/run/systemd"))


@says("is taken: stop the program that `ss -ltnp sport = :8001` names.")
def a_port_that_is_taken(machine):
    with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", 8001)):
        booted = "mkdir -p /run/systemd && " + MOUNT.format("rw", "/run/systemd")
        return machine.command(before=f"{booted} && mkdir /run/systemd/system")
    pytest.skip("port 8001 is taken here by somebody")


@pytest.mark.parametrize("sentence", CONDITIONS)
def test_what_is_in_the_way_is_said_before_anything_is_made(machine, sentence):
    said = CONDITIONS[sentence](machine)
    assert said.returncode == 2, said.stdout + said.stderr
    *obstacles, last = said.stderr.strip().splitlines()
    assert any(sentence in line for line in obstacles), said.stderr
    assert last == "Nothing was made."
    assert "now" not in said.stdout
    assert not any((machine.folder / name).exists() for name in ("etc", "opt/bin", "srv/exchange"))
    with pytest.raises(KeyError):
        grp.getgrnam(GROUP)


def test_every_obstacle_of_the_installer_is_made_above():
    tree = ast.parse((HUB / "looks.py").read_text(encoding="utf-8"))
    assert len(CONDITIONS) == sum(isinstance(node, ast.Yield) for node in ast.walk(tree))


def test_where_nothing_is_in_the_way_a_dry_run_says_all_steps_and_makes_nothing(machine):
    said = machine.command("--no-service", "--dry-run")
    assert said.returncode == 0, said.stderr
    assert len([line for line in said.stdout.splitlines() if line.startswith("  would ")]) > 15
    assert {path.name for path in machine.folder.iterdir()} == {"checkout"}


def test_a_dry_run_says_what_would_be_in_the_way(machine):
    (machine.folder / "opt" / "mine").mkdir(parents=True)
    said = machine.command("--no-service", "--dry-run")
    assert said.returncode == 2
    assert "has something else in it" in said.stderr
    assert "  would " in said.stdout


# ------------------------------------------------------------- the class list

NAMES = ("ada", "bob_2", "cyd-x")
LISTS = {
    "names, one a line": "{}\n{}\n{}\n",
    "names with a mark at the beginning": "\ufeff{}\n{}\n{}\n",
    "of this course": "id,first_name,last_name\n{},Ada,Lovelace\n{},Bob,Byrne\n{},Cyd,Coe\n",
    "by an office": "\ufeffLast name;Login\nLovelace;{}\nByrne;{}\nCoe;{}\n",
    "of Canvas": (
        "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
        '"Lovelace, Ada",1,900,{},A\n"Byrne, Bob",2,901,{},A\n"Coe, Cyd",3,902,{},A\n'
    ),
    "of Moodle": (
        "First name,Last name,Username,ID number\nAda,Lovelace,{},1\nBob,Byrne,{},2\nCyd,Coe,{},3\n"
    ),
}


def accounts(said):
    """The accounts that a dry run would make, but for the instructor's."""
    made = [line.split()[4] for line in said.stdout.splitlines() if "make the account" in line]
    return tuple(made[1:])


@pytest.mark.parametrize("kind", LISTS)
def test_accounts_come_from_the_class_list_as_it_is(machine, kind):
    file = machine.folder / "class.csv"
    file.write_text(LISTS[kind].format(*NAMES), encoding="utf-8")
    said = machine.command("--no-service", "--dry-run", "--students", file)
    assert said.returncode == 0, said.stderr
    assert accounts(said) == NAMES


@pytest.mark.parametrize("name", ["4711", "Bob", "ada.lovelace", "ada@example.org", "-ada", "ä"])
def test_an_id_that_is_no_account_is_named_and_nothing_is_made(machine, name):
    file = machine.folder / "class.csv"
    file.write_text(LISTS["of this course"].format("ada", name, "cyd"), encoding="utf-8")
    said = machine.command("--no-service", "--students", file)
    assert said.returncode == 2
    assert said.stderr.strip().startswith(f"No account can be called {name!r}")
    assert said.stdout == ""


def test_a_class_list_with_a_fault_says_where(machine):
    file = machine.folder / "class.csv"
    file.write_text("id,email\nada,ada@example.org\nbob,nowhere\n", encoding="utf-8")
    said = machine.command("--no-service", "--students", file)
    assert said.returncode == 2
    assert "line 3, column 2 (email): 'nowhere' is no e-mail address." in said.stderr
