"""Formulas are set by MathJax, which stands beside the pages: they ask no other machine."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

PARTS = ["tex-chtml.js", "output/chtml/fonts/woff-v2"]


def mathjax() -> Path:
    """The folder of MathJax's files; PyPI has them as a package for Django."""
    package = find_spec("mathjax")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "static" / "mathjax" / "es5"


def use_own_mathjax(app: Sphinx, config: Config) -> None:
    """Name the file that pages with a formula load."""
    config.mathjax_path = "mathjax/tex-chtml.js"
    config.mathjax3_config = {"options": {"enableMenu": False}}


def copy_mathjax(app: Sphinx, error: Exception | None) -> None:
    """Put it and its fonts among the site's files."""
    for part in PARTS:
        source, target = mathjax() / part, app.outdir / "_static" / "mathjax" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target, **again(source))


def again(source: Path) -> dict[str, bool]:
    """A folder that is there already is filled anew."""
    return {"dirs_exist_ok": True} if source.is_dir() else {}


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("config-inited", use_own_mathjax)
    app.connect("build-finished", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
