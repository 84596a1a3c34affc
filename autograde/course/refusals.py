"""What refuses in a sentence; in a file that needs no package, for programs that have none."""


class CourseError(Exception):
    """Something the person at the keyboard can put right; the message says it in a sentence."""
