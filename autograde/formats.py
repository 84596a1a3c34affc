"""For whom a CSV file of grades is written."""

from enum import StrEnum


class Format(StrEnum):
    """Who is to read a CSV file of grades."""

    NBGRADER = "nbgrader"
    CANVAS = "canvas"
    MOODLE = "moodle"


HOW_TO_IMPORT = {
    Format.NBGRADER: "",
    Format.CANVAS: "In Canvas: Grades > Import. A column goes into the assignment of its name.",
    Format.MOODLE: "In Moodle: Grades > Import > CSV file. Map from Username to username.",
}
