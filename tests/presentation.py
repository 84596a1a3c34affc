"""What `course.py present` runs, which lies beside the course and is no package."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LECTURES = ROOT / "lectures"

sys.path.insert(0, str(ROOT / "deploy" / "slides"))
try:
    import present
    import slides
finally:
    sys.path.pop(0)

__all__ = ["LECTURES", "ROOT", "present", "slides"]
