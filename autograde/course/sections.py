"""The sections of a class, beside the gradebook, which has no room for them."""

from __future__ import annotations

import json

from autograde.course.course import Course

SECTIONS = "sections.json"


def course_sections(course: Course) -> dict[str, str]:
    """The section of each student of whom the class list named one."""
    try:
        found: dict[str, str] = json.loads((course.classroom / SECTIONS).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found
