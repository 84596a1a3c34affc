"""A keeper's year at a lighthouse: some natural English, written for this course.

The text is under the licence of the course (MIT), as all of it.
"""

from __future__ import annotations

from pathlib import Path


def lighthouse() -> str:
    """The tale of a year at a lighthouse, with paragraphs a line each.

    Returns
    -------
    str
        Some 18,000 characters.

    Examples
    --------
    >>> lighthouse().splitlines()[0]
    'January.'
    """
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    return text.replace("\n\n", "\n")
