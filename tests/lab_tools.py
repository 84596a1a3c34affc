"""What `course.py lab` and `course.py update` run, beside the course and in no package."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

sys.path.insert(0, str(ROOT / "deploy" / "lab"))
try:
    import notebook_merge
    import own_copy
finally:
    sys.path.pop(0)

__all__ = ["ROOT", "notebook_merge", "own_copy"]
