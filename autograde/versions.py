"""With what submissions are graded on this machine."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from autograde.grading.submission import checks_digest

PACKAGES = (
    *("chainrule", "chainrule-autograde", "nbgrader", "nbconvert", "nbformat"),
    *("ipython", "numpy", "distributed", "jinja2", "bleach", "typer"),
)


def versions() -> dict[str, str]:
    """By name, the versions of what takes part, and a digest of the checks."""
    found = {"python": platform.python_version(), "system": platform.platform()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "is not installed as a package"
    return {**found, "checks (SHA-256)": checks_digest()}
