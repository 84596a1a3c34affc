"""Prints what the guard found, part by part, at the end of the tests."""

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    counts = Counter(
        (part, what, report.passed)
        for report in reports
        for key, value in getattr(report, "user_properties", ())
        if key == "guard"
        for part, what in [value]
    )
    if not counts:
        return
    terminalreporter.section("known-wrong and right answers, by part")
    for part in dict.fromkeys(part for part, _, _ in counts):
        wrong, right = ([counts[part, what, ok] for ok in (True, False)] for what in KINDS)
        terminalreporter.line(
            f"{part:<24} {wrong[0]:>2} of {sum(wrong):>2} wrong ones found, "
            f"{right[0]:>2} of {sum(right):>2} right ones pass"
        )


KINDS = ("wrong", "right")
