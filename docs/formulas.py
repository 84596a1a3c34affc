"""Formulas are set by MathJax, which stands beside the pages: they ask no other machine."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

SCRIPT, FONTS = "tex-chtml.js", "output/chtml/fonts/woff-v2"


def mathjax() -> Path:
    """The folder of MathJax's files; PyPI has them as a package for Django."""
    package = find_spec("mathjax")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "static" / "mathjax" / "es5"


def use_own_mathjax(app: Sphinx, config: Config) -> None:
    """Name the file that pages with a formula load."""
    config.mathjax_path = f"mathjax/{SCRIPT}"
    config.mathjax3_config = {"options": {"enableMenu": False}}


def copy_mathjax(app: Sphinx, error: Exception | None) -> None:
    """Put it and its fonts among the site's files."""
    target = app.outdir / "_static" / "mathjax"
    shutil.copytree(mathjax() / FONTS, target / FONTS, dirs_exist_ok=True)
    shutil.copy(mathjax() / SCRIPT, target / SCRIPT)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("config-inited", use_own_mathjax)
    app.connect("build-finished", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
