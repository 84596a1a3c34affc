"""What is installed: an environment for hub and students, and the course for its instructor."""

from __future__ import annotations

import hashlib
import shutil
import sys
from filecmp import cmpfiles
from pathlib import Path

from machine import run, run_as

CHECKOUT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(
    ".venv",
    "classroom",
    "_build",
    "__pycache__",
    "*.egg-info",
    ".*_cache",
    ".hypothesis",
    ".course-lock",
)


def make_venv(prefix: Path) -> None:
    """An environment without pip, which Debian's Python may lack."""
    run(sys.executable, "-m", "venv", "--without-pip", str(prefix))


def install_packages(prefix: Path, stamp: Path) -> None:
    """Install what the lock file names as far as it is needed, and this checkout's chainrule."""
    install = pip_for(prefix / "bin" / "python")
    wanted = [f"{CHECKOUT}[course]", "nbgrader", *hub_packages()]
    run(*install, "--constraint", str(CHECKOUT / "requirements.lock"), *wanted)
    if stamp.exists():  # an update, whose version may be the same
        run(*install, "--no-deps", "--force-reinstall", str(CHECKOUT))
    stamp.write_text(fingerprint(), encoding="utf-8")


def pip_for(python: Path) -> list[str]:
    """The pip of the Python that runs this, installing into another environment."""
    return [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]


def hub_packages() -> list[str]:
    """What pyproject.toml's group `hub` names."""
    import tomllib  # here, so that an older Python gets its sentence

    with open(CHECKOUT / "pyproject.toml", "rb") as file:
        return list(tomllib.load(file)["dependency-groups"]["hub"])


def fingerprint() -> str:
    """Changes when the packages are to be installed anew."""
    files = [CHECKOUT / "requirements.lock", CHECKOUT / "pyproject.toml"]
    files += sorted((CHECKOUT / "chainrule").rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def has_lectures(there: Path) -> bool:
    """Whether the lectures there are those of this checkout."""
    here = CHECKOUT / "lectures"
    names = [str(path.relative_to(here)) for path in here.rglob("*.ipynb")]
    return len(cmpfiles(here, there, names)[0]) == len(names)


def copy_lectures(there: Path) -> None:
    """Copy the lectures of this checkout."""
    shutil.copytree(CHECKOUT / "lectures", there, ignore=NOT_COPIED, dirs_exist_ok=True)
    run("chmod", "--recursive", "u=rwX,go=rX", str(there))


def copy_course(course: Path, owner: str) -> None:
    """Copy this checkout, without anybody's work."""
    shutil.copytree(CHECKOUT, course, ignore=NOT_COPIED, dirs_exist_ok=True)
    course.chmod(0o700)
    run("chown", "--recursive", "--no-dereference", f"{owner}:", str(course))


def set_up_course(course: Path, owner: str) -> None:
    """Make the instructor's environment, as the instructor: root runs nothing that is theirs."""
    run_as(owner, sys.executable, "-m", "venv", "--without-pip", str(course / ".venv"))
    own = ["--editable", f"{course}[course]", "--editable", str(course / "autograde")]
    lock = ["--constraint", str(course / "requirements.lock")]
    install = pip_for(course / ".venv" / "bin" / "python")
    run_as(owner, *install, *lock, *own, *hub_packages())


def link_exchange(owner: str, link: Path, exchange: Path) -> None:
    """Let the instructor's course find the exchange where nbgrader_config.py says it is."""
    run_as(owner, "mkdir", "--parents", "--mode=0700", str(link.parent))
    run_as(owner, "ln", "--symbolic", "--no-target-directory", str(exchange), str(link))
