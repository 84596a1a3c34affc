"""The playground that ours is measured beside: tensorflow/playground, built from its source.

Run with ``python -m benchmarks.original``; it downloads the source at `COMMIT` and `PACKAGES`
into `CACHE`, which git ignores, builds the page there and prints its address. It needs the
network, git, node and npm, once.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from pathlib import Path

SOURCE = "https://github.com/tensorflow/playground"
COMMIT = "02469bd3751764b20486015d4202b792af5362a6"
PACKAGES = (
    "d3@3.5.17", "material-design-lite@1.3.0", "seedrandom@2.4.4", "esbuild@0.25.0",
    "@fontsource/roboto@5.0.8", "material-icons@1.13.12",
)  # fmt: skip
CACHE = Path(__file__).parent / ".cache" / f"playground-{COMMIT[:7]}"
FONTS = [f"@fontsource/roboto/{weight}.css" for weight in (300, 400, 500)]
SHEETS = [*FONTS, "material-icons/iconfont/filled.css"]


class Missing(Exception):
    """What the original could not be built for, in one sentence."""


def original(source: str = SOURCE) -> str:
    """The address of the original's page, which is built where it is not there yet."""
    page = CACHE / "index.html"
    if not page.exists():
        for program in ("git", "node", "npm"):
            if shutil.which(program) is None:
                raise Missing(f"The original cannot be built: {program} is not installed here.")
        download(source)
        build()
    return page.as_uri()


def download(source: str) -> None:
    """The source at the pinned commit, and the packages it needs."""
    shutil.rmtree(CACHE, ignore_errors=True)
    run("git", "clone", "--quiet", source, str(CACHE / "source"), of=source)
    run("git", "-C", str(CACHE / "source"), "checkout", "--quiet", COMMIT, of=source)
    install = ["npm", "install", "--prefix", str(CACHE), "--ignore-scripts", "--no-audit"]
    run(*install, *PACKAGES, of="the npm packages")


def run(*command: str, of: str) -> None:
    """Run a step of the build; say what of is missing where it fails."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode:
        said = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise Missing(f"The original cannot be built: {command[0]} could not get {of} ({said}).")


def build() -> None:
    """One script, one style sheet and the page, as the original's package.json makes them.

    The page's fonts are those of the packages, and nothing is told to Google Analytics.
    """
    source, modules = CACHE / "source", CACHE / "node_modules"
    esbuild, script = str(modules / ".bin" / "esbuild"), str(source / "src" / "playground.ts")
    bundle = ["--bundle", "--format=iife", f"--outfile={CACHE / 'bundle.js'}"]
    run(esbuild, script, *bundle, of="the bundle")
    join("bundle.css", modules / "material-design-lite/material.min.css", source / "styles.css")
    seeds = modules / "seedrandom/seedrandom.min.js"
    join("lib.js", modules / "material-design-lite/material.min.js", seeds)
    (CACHE / "analytics.js").write_text("", encoding="utf-8")
    with (CACHE / "lib.js").open("a", encoding="utf-8") as library:
        library.write("\nwindow.ga = () => {};\n")
    links = "".join(f'<link rel="stylesheet" href="node_modules/{sheet}">' for sheet in SHEETS)
    lines = (source / "index.html").read_text(encoding="utf-8").splitlines()
    page = [links if "fonts.googleapis.com" in line else line for line in lines]
    (CACHE / "index.html").write_text("\n".join(page), encoding="utf-8")


def join(name: str, *parts: Path) -> None:
    """Write several files as one."""
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    (CACHE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", default=SOURCE, help="another clone of the original")
    try:
        print(original(parser.parse_args().source))
    except Missing as missing:
        parser.exit(1, f"{missing}\n")
