"""What the numbers depend on: processor, system and versions; no name of the machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks.libraries import LIBRARIES


def machine() -> Iterator[str]:
    """Lines about the hardware and the system."""
    yield f"Processor: {processor()}, {os.cpu_count()} cores, one of them used"
    yield f"System: {platform.system()} on {platform.machine()}, Python {platform.python_version()}"
    yield f"NumPy's BLAS: {blas()}"


def processor() -> str:
    """The processor's model name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def blas() -> str:
    """Which library multiplies NumPy's matrices."""
    built = np.show_config(mode="dicts")["Build Dependencies"]["blas"]  # type: ignore[index]
    return f"{built['name']} {built['version']}"


def versions() -> str:
    """The versions of everything that is installed here."""
    names = dict.fromkeys(library.distribution for library in LIBRARIES.values())
    return "Versions: " + ", ".join(filter(None, map(installed, names)))


def installed(name: str) -> str:
    """Name and version, or nothing."""
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return "chainrule of this checkout" if name == "chainrule" else ""
