"""Build the site: `python docs/build.py`; `--help` names its options.

Sphinx wants its sources in one folder. They are copied to `_build/source`, each to where it
stands in the repository, so that every link between them means the same there, here and in
JupyterLab. Only this folder's `index.md` and `reference` move to the top: they are the site's own.
"""

import argparse
import shutil
import sys
import webbrowser
from pathlib import Path

import execution
from sphinx.cmd.build import build_main

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
BUILD = DOCS / "_build"
SOURCE, HTML = BUILD / "source", BUILD / "html"
LITE = ROOT / "deploy" / "lite" / "_build" / "site"
PAGES = [
    "lectures/*.ipynb", "lectures/gallery/*.ipynb", "assignments/*/*.ipynb", "docs/*.md",
    "docs/*.svg", "docs/handbook/**/*.*", "docs/reference/*.md", "benchmarks/results/*.*",
    "autograde/README.md", "CHANGELOG.md", "chainrule/engine.py", "chainrule/table.py",
    "chainrule/functions/elementwise.py",
    "deploy/*/README.md",
]  # fmt: skip
AT_THE_TOP = ["docs/index.md", "docs/reference/"]


def main(arguments: list[str]) -> int:
    """Collect the sources, run the notebooks, let Sphinx write the pages."""
    parser = argparse.ArgumentParser(prog="course.py site", description="Build the site.")
    parser.add_argument("--open", action="store_true", help="show it in a browser")
    parser.add_argument(
        "--lite",
        nargs="?",
        const=str(LITE),
        metavar="FOLDER",
        help="put what `course.py lite` has built beside it, and link to it",
    )
    parser.add_argument(
        "--executed", type=Path, metavar="FOLDER", help="notebooks that need not be run again"
    )
    asked = parser.parse_args(arguments)
    collect()
    if asked.lite:
        shutil.copytree(asked.lite, HTML / "lite", dirs_exist_ok=True)
    execution.run_what_is_new(SOURCE, asked.executed)
    quiet = ["--quiet", "--fail-on-warning", "--keep-going"]
    if build_main([*quiet, "-c", str(DOCS), "-b", "html", str(SOURCE), str(HTML)]):
        shutil.rmtree(HTML / ".doctrees", ignore_errors=True)  # or the next build would be content
        return 1
    print(f"The site is in {HTML / 'index.html'}")
    if asked.open:
        webbrowser.open((HTML / "index.html").as_uri())
    return 0


def collect() -> None:
    """Make `_build/source` hold what the repository holds now, and nothing else."""
    wanted = {place(path): path for pattern in PAGES for path in sorted(ROOT.glob(pattern))}
    for old in [path for path in SOURCE.rglob("*") if path.is_file()]:
        if old not in wanted:
            old.unlink()
    for target, path in wanted.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != path.read_bytes():
            shutil.copy2(path, target)


def place(path: Path) -> Path:
    """Where Sphinx finds a file of the repository."""
    name = path.relative_to(ROOT).as_posix()
    if name.startswith(tuple(AT_THE_TOP)):
        name = name.removeprefix("docs/")
    return SOURCE / name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
