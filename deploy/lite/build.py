"""The course in the browser: a JupyterLite with its notebooks, its engine and its own Pyodide.

    python3 course.py lite                 into deploy/lite/_build/site
    python3 course.py lite --output DIR    somewhere else
    python3 course.py lite --serve         and serve it at http://127.0.0.1:8000

The site is a folder of files for any web server; a page of it asks no other server for anything.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = HERE / "_build"
BUILDER = WORK / "builder"  # apart from the course's .venv, whose JupyterLab needs no JupyterLite
INSIDE = BUILDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CONTENT = ["lectures", "assignments"]  # never solutions
BESIDE_CHECKS = ["__init__.py", "course/__init__.py", "course/seed.py"]
METADATA = """Metadata-Version: 2.1
Name: {name}
Version: 1.0
Requires-Dist: chainrule
Requires-Dist: numpy
"""
START = WORK / "start"  # the start page, written by the course's own Python
EXTENSION = Path("chain-rule-course")  # shows it, in JupyterLab as in JupyterLite
OVERRIDES = "default_setting_overrides.json"
TURN = re.compile(
    r"await (\w+)\.runExclusive\(async\(\)=>\{await (\w+)\.ready,"
    r"await \2\.handleMessage\((\w+)\)\}\)"
)
WIDGETS_FIRST = (  # what a view says waits for the cell that runs, not for all that are to run
    r"{let turn=\1.turn??=new \1.constructor,"
    r"act=()=>turn.runExclusive(async()=>{await \2.ready,await \2.handleMessage(\3)});"
    r'await("comm_msg"===\3.header.msg_type?act():\1.runExclusive(act))}'
)
AT_START = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"]


def main() -> int:
    """Build the site and say where it is."""
    arguments = argparse.ArgumentParser(
        prog="course.py lite", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    arguments.add_argument("--output", type=Path, default=WORK / "site")
    arguments.add_argument("--serve", action="store_true")
    asked = arguments.parse_args()
    if Path(sys.prefix) != BUILDER:
        import first_page

        first_page.write_pages(START)
        return in_builder(sys.argv[1:])
    from distribution import Trouble

    try:
        build(asked.output.resolve())
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 2
    print(f"The course in the browser: {asked.output}", flush=True)
    if asked.serve:
        serve(asked.output)
    return 0


def in_builder(arguments: list[str]) -> int:
    """The same in an environment that has JupyterLite."""
    stamp, needed = WORK / "builder.txt", (HERE / "builder.txt").read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != needed:
        print("Installing JupyterLite, once.", flush=True)
        venv.create(BUILDER, with_pip=True, clear=True)
        command = [INSIDE, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.call([*command, "-r", HERE / "builder.txt"]):
            print("\nJupyterLite could not be installed (see above).", file=sys.stderr)
            return 2
        stamp.write_text(needed, encoding="utf-8")
    return subprocess.call([INSIDE, __file__, *arguments])


def build(output: Path) -> None:
    """Put together what JupyterLite needs, and let it make the site."""
    project = WORK / "project"
    shutil.rmtree(project, ignore_errors=True)
    print("Gathering notebooks and wheels ...", flush=True)
    for name in CONTENT:
        shutil.copytree(ROOT / name, project / "content" / name, ignore=not_for_learners)
    shutil.copy(ROOT / "deploy/lab/review.ipynb", project / "content")
    pyodide(project / "static" / "pyodide")
    start_extension(BUILDER / "share/jupyter/labextensions" / EXTENSION)
    settings = {"loadPyodideOptions": {"packages": AT_START}}
    plugins = {"@jupyterlite/pyodide-kernel-extension:kernel": settings}
    write(project / "jupyter-lite.json", {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {"appName": "Chain Rule", "litePluginSettings": plugins},
    })  # fmt: skip
    shutil.copy(ROOT / "deploy/lab/student/labconfig" / OVERRIDES, project / "overrides.json")
    write(project / "jupyter_lite_config.json", {"LiteBuildConfig": {
        "contents": ["content"], "output_dir": str(output), "apps": ["lab", "notebooks", "edit"],
        "no_sourcemaps": True,
    }})  # fmt: skip
    print("Building the site ...", flush=True)
    shutil.rmtree(output, ignore_errors=True)
    command = [INSIDE, "-m", "jupyterlite_core", "build", "--log-level=ERROR"]
    done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8")
    if done.returncode:
        from distribution import Trouble

        raise Trouble(f"JupyterLite did not build:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
    shutil.copy(START / "index.html", output)
    widgets_first(output / "build")


def start_extension(folder: Path) -> None:
    """What shows the start page: JupyterLab's, but for where the page comes from."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "deploy/lab/labextensions" / EXTENSION, folder)
    for file in (HERE / "start/source.js", START / "page.html"):
        shutil.copy(file, folder / "static")


def widgets_first(folder: Path) -> None:
    """Let widgets answer between the cells of a notebook that runs.

    JupyterLite gives a kernel its messages one by one, first come first served.
    """
    texts = {path: path.read_text(encoding="utf-8") for path in folder.glob("*.js")}
    found = [path for path, text in texts.items() if TURN.search(text)]
    if len(found) != 1:
        from distribution import Trouble

        raise Trouble("This JupyterLite gives kernels their messages in another way: see TURN.")
    found[0].write_text(TURN.sub(WIDGETS_FIRST, texts[found[0]]), encoding="utf-8")


def not_for_learners(folder: str, names: list[str]) -> list[str]:
    """What is left behind when notebooks are copied."""
    return [name for name in names if name.startswith((".", "_")) or name == "Untitled.ipynb"]


def pyodide(folder: Path) -> None:
    """Pyodide with the packages of the course, in one folder, and the lock that names them."""
    import distribution

    cache = WORK / "wheels"
    folder.mkdir(parents=True)
    cache.mkdir(exist_ok=True)
    distribution.official(cache, folder)
    pinned = (HERE / "browser.txt").read_text(encoding="utf-8").splitlines()
    distribution.download(cache, *(line for line in pinned if not line.startswith("#")))
    wanted = [line.replace("==", "-").lower() for line in pinned if "==" in line]
    wheels = [
        wheel
        for wheel in sorted(cache.glob("*.whl"))
        if any(wheel.name.lower().replace("_", "-").startswith(w.replace("_", "-")) for w in wanted)
    ]
    wheels += [*kernel_wheels(), course_wheel(), checks_wheel(), desk_wheel()]
    for wheel in wheels:
        shutil.copy(wheel, folder)
    write(folder / "pyodide-lock.json", distribution.lock(folder, wheels))


def kernel_wheels() -> list[Path]:
    """What JupyterLite's kernel itself consists of; widgets need no part of the old notebook."""
    extension = BUILDER / "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension"
    wheels = (extension / "static" / "pypi").glob("*.whl")
    return [wheel for wheel in wheels if not wheel.name.startswith("widgetsnbextension-3")]


def course_wheel() -> Path:
    """The engine, made from this checkout."""
    folder = WORK / "course"
    shutil.rmtree(folder, ignore_errors=True)
    command = [INSIDE, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def checks_wheel() -> Path:
    """The hidden checks, for `check_all()`: what draws inputs, and nothing else of the grader."""
    grader = ROOT / "autograde"
    files = [*(grader / "checks").rglob("*.py"), *(grader / name for name in BESIDE_CHECKS)]
    return small_wheel("chainrule_checks", {f.relative_to(ROOT).as_posix(): f for f in files})


def desk_wheel() -> Path:
    """What writes the start page, and puts a learner's work into a corrected notebook."""
    return small_wheel("chainrule_desk", {file.name: file for file in (START / "desk").glob("*.*")})


def small_wheel(name: str, files: dict[str, Path]) -> Path:
    """A wheel of some files beside the engine."""
    wheel, about = WORK / "course" / f"{name}-1.0-py3-none-any.whl", f"{name}-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, file in sorted(files.items()):
            archive.write(file, place)
        archive.writestr(f"{about}/METADATA", METADATA.format(name=name))
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return wheel


def write(path: Path, content: object) -> None:
    """Content as JSON."""
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def serve(folder: Path, port: int = 8000) -> None:
    """A web server for this machine alone, until Ctrl-C."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    print(f"Open http://127.0.0.1:{port}")
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
