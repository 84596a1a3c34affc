"""Lectures and gallery with their outputs: each is run once for a state of engine and notebook."""

import hashlib
from functools import cache
from pathlib import Path

import claims
import nbformat

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "executed"  # so that `test --rest` need not run what `test` ran


def executed(path, once):
    """A notebook that was run from top to bottom, in its folder."""
    return nbformat.reads(once(f"{path.stem}.ipynb", lambda: kept_or_run(path)), as_version=4)


def kept_or_run(path):
    state = hashlib.sha256(engine() + path.read_bytes()).hexdigest()
    kept = KEPT / f"{path.stem}-{state}.ipynb"
    if not kept.exists():
        text = nbformat.writes(claims.run(path))
        KEPT.mkdir(parents=True, exist_ok=True)
        for older in KEPT.glob(f"{path.stem}-*"):
            older.unlink(missing_ok=True)
        new = kept.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        new.rename(kept)  # whole, for a run after one that was killed
    return kept.read_text(encoding="utf-8")


@cache
def engine():
    """A digest of what a notebook imports."""
    files = sorted((ROOT / "chainrule").rglob("*.*"))
    ours = [path for path in files if path.suffix in {".py", ".js", ".css"}]
    texts = (path.read_bytes() for path in [*ours, ROOT / "requirements.lock"])
    return hashlib.sha256(b"".join(texts)).digest()
